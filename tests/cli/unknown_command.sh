labelqa agre labels.csv
