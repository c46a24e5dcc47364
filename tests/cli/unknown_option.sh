labelqa agree labels.csv --lables a,b
