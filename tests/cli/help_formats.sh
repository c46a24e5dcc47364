# What is read, and the columns of the kinds.
labelqa help formats
