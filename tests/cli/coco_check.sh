# Boxes that can hardly be right, each by its place: check says so.
cp -r "$LABELQA_ROOT"/tests/cli/coco_cases/* .
for name in gold c07c_zero_height c07d_outside c18_duplicates c24_normalised c25_xyxy; do
    labelqa check $name.json --table problems --format csv -q
    echo "$name: exit $?"
done
# Equal boxes of two people, or of two classes, are no repetition; a box on the edge is not outside.
python3 - <<'PYTHON'
import json
coco = json.load(open("gold.json"))
coco["annotations"] += [dict(coco["annotations"][0], id=91, category_id=2),
                        dict(coco["annotations"][0], id=92, image_id=3, bbox=[600, 440, 40.5, 40.5])]
json.dump(coco, open("edge.json", "w"))
PYTHON
labelqa check edge.json --table problems --format csv -q
