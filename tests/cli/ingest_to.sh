# Answers in the forms of tools, and read back.
scenes=fixtures/street-scenes
labelqa ingest $scenes/gold/boxes.json --to coco -o boxes.json
head -n 3 boxes.json
labelqa ingest $scenes/gold/boxes.json -q >given.csv
labelqa ingest boxes.json -q | cmp - given.csv && echo "the same rows"
labelqa ingest boxes.json --to yolo -o labels
ls labels/labels | wc -l
cat labels/classes.txt
head -n 1 labels/labels/street-0002.txt
labelqa ingest boxes.json --to yolo -o labels
labelqa ingest $scenes/deliveries/quickpix-scene.csv --to label-studio | head -n 4
labelqa ingest $scenes/deliveries/quickpix-boxes.csv --to yolo -o other
printf '{"text": "Anna met Bob", "entities": [[0, 4, "PER"], [9, 12, "PER"]]}\n' >texts.jsonl
labelqa ingest texts.jsonl --to conll -q
labelqa ingest texts.jsonl --to rttm
printf 'SPEAKER r 1 0.5 2.25 <NA> <NA> anna <NA> <NA>\n' >a.rttm
labelqa ingest a.rttm --to rttm -o b.rttm -q && cat b.rttm
labelqa ingest a.rttm --to audacity
labelqa ingest a.rttm -o b.rtt
