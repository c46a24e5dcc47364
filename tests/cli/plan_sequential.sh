# The numbers that decide, each where it changes.
labelqa plan --aql 1% --rql 5% --sequential
