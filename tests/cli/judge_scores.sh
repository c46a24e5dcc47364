# A plan for scores, and a verdict by their mean and standard deviation.
labelqa plan --variables --aql 2% --rql 10% --lower-limit 0.75
labelqa plan --variables --aql 2% --rql 10% --lower-limit 0.75 -q -o plan.csv
awk 'BEGIN { print "item,score"; for (i = 0; i < 35; i++) print "i" i "," 0.7 + (i % 9) / 25 }' >scores.csv
labelqa judge scores.csv --plan plan.csv
