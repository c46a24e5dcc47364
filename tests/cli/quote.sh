cd fixtures/street-scenes
labelqa quote quotes.csv --rates rates.csv --currency EUR --volume 10000,100000 \
    --objects-per-item 6.7 --seconds-per-item 60 --errors quickpix=40/240 --errors northlight=4/240
# A folder of returned CSV files: those without charges are said to be passed over.
labelqa quote quotes.csv responses/quickpix-*.csv \
    --volume 1000 --currency EUR --rates rates.csv --objects-per-item 6 \
    --seconds-per-item 3 --table totals
