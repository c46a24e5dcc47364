# Tables of the standard: a history that switches, errors per hundred, a lot smaller than the sample.
labelqa plan --lot 5000 --standard --aql 1.0 --history aarar
labelqa plan --lot 10 --standard --aql 1000 --level S-1
labelqa plan --lot 5 --standard --aql 1.0
labelqa plan --lot 5000 --standard --aql 1.0 --edition 2003 --history rrrararrr
