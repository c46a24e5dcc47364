# Plans by two risks, as people see them.
labelqa plan --lot 5000 --aql 1% --rql 5%
labelqa plan --lot 5000 --aql 1% --rql 5% --double
labelqa plan --lot 5000 --classes critical=0.01%/1%,minor=2.5%/10%
