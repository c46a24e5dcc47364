# Plans by two risks, as people see them.
labelqa plan --lot 5000 --aql 1% --rql 5%
labelqa plan --lot 5000 --aql 1% --rql 5% --double
labelqa plan --lot 5000 --classes critical=0.01%/1%,minor=2.5%/10%
# Answers that cluster in items count for fewer.
labelqa plan --tell-apart 0.02,0.04 --design-effect 2.5
labelqa plan --margin 2% --lot 3000 --design-effect 2.5 --format csv
labelqa plan --margin 2% --design-effect 0.5
