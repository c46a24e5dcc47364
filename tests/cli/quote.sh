cd fixtures/street-scenes
labelqa quote quotes.csv --rates rates.csv --currency EUR --volume 10000,100000 \
    --objects-per-item 6.7 --seconds-per-item 60 --errors quickpix=40/240 --errors northlight=4/240
