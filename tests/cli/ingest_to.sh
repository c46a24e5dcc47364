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
labelqa ingest a.rttm --to excel
labelqa ingest a.rttm -o b.rtt

echo "== other forms, and back"
labelqa ingest $scenes/gold/boxes.json --to voc -o voc && head -n 4 voc/street-0002.xml
labelqa ingest $scenes/gold/boxes.json --to cvat -o cvat.xml -q && sed -n 4,5p cvat.xml
labelqa iou cvat.xml -g boxes.json --table summary --format csv -q | sed -n 2p | cut -d, -f2,4-8
labelqa iou voc -g boxes.json --table summary --format csv -q | sed -n 2p | cut -d, -f2,4-8
labelqa ingest texts.jsonl --to doccano -o members && cat members/all.jsonl
labelqa ingest texts.jsonl --to prodigy
labelqa ingest a.rttm --to textgrid -o grids -q && labelqa ingest grids --shape turn -q
printf 'item,start,end,label,type\na.wav,0.5,2,dog,segment\nb.wav,,,,segment\n' >events.csv
labelqa ingest events.csv --to dcase -q
cat >hand.csv <<'EOF'
item,keypoints,label,image_width,image_height
h.jpg,tip:10:20:2 wrist:30:60:2,hand,200,100
EOF
labelqa ingest hand.csv --to label-studio | sed -n 3,6p
labelqa ingest hand.csv --to yolo-pose -o pose && cat pose/data.yaml pose/labels/h.txt
