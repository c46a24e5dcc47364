# Deliveries as rows, and what was written once more: the same bytes. Problems have their place.
cat >boxes.csv <<'END'
image,worker,left,top,width,height,class,started_at,submitted_at,status
b.jpg,anna,1,2,3,4,car,2026-03-01T08:00:00Z,2026-03-01T08:00:05.25Z,
a.jpg,ben,,,,,,,,
a.jpg,anna,5,6,7,8,"van, ""white""",,,
a.jpg,cleo,,,,,,,,skipped
END
cat >gold.csv <<'END'
image,left,top,width,height,class
a.jpg,5,6,7,8,van
END
labelqa ingest boxes.csv -g gold.csv
labelqa ingest boxes.csv -g gold.csv -q -o rows.csv
labelqa ingest rows.csv -q | cmp - rows.csv && echo same
labelqa ingest rows.csv -q -o rows.jsonl
cat rows.jsonl
labelqa ingest rows.jsonl -q -o again.csv
cmp again.csv rows.csv && echo same
labelqa iou rows.jsonl -q --table summary --format csv | cut -d, -f1-6 | head -2
labelqa ingest rows.csv --ground-truth ignored --format csv | wc -l
labelqa ingest boxes.csv -o rows.xlsx
echo "exit $?"
labelqa ingest boxes.csv -o rows.csv
echo "exit $?"
echo '{"item": "a", "question": "boxes", "type": "box", "x": [1]}' >bad.jsonl
labelqa ingest bad.jsonl -o bad.csv
echo "exit $?"
test ! -e bad.csv && echo none
