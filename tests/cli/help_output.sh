# Every table with its columns and what each says: a change of any of them is seen here.
labelqa help output
labelqa help output nothing_of_the_kind
