# Keypoints, rotated boxes and the rules of matching. Figures by hand: of three points one lies 1
# pixel off, one 3, one is labelled by the delivery alone; the gold box is 10 x 10, its area 50, all
# spreads 0.5. So OKS is (exp(-1/100) + exp(-9/100)) / 2 = 0.951990509, PCK 1/2, NME 0.2 and the
# visibility agrees for one of three.
cat > gold.json <<'EOF'
{"images": [{"id": 1, "file_name": "a.jpg", "width": 100, "height": 100}],
 "categories": [{"id": 1, "name": "hand", "keypoints": ["left tip", "right tip", "wrist"]}],
 "annotations": [
  {"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 10], "area": 50, "iscrowd": 0,
   "keypoints": [0, 0, 2, 10, 10, 2, 0, 0, 0]},
  {"id": 2, "image_id": 1, "category_id": 1, "bbox": [50, 50, 10, 10], "area": 50, "iscrowd": 0,
   "keypoints": [0, 0, 0, 0, 0, 0, 0, 0, 0]}]}
EOF
cat > vendor.json <<'EOF'
{"images": [{"id": 7, "file_name": "a.jpg", "width": 100, "height": 100}],
 "categories": [{"id": 4, "name": "hand", "keypoints": ["wrist", "left tip", "right tip"]}],
 "annotations": [
  {"id": 1, "image_id": 7, "category_id": 4, "bbox": [0, 0, 11, 10], "area": 60, "annotator": "ann",
   "keypoints": [5, 5, 2, 1, 0, 2, 10, 7, 1]},
  {"id": 2, "image_id": 7, "category_id": 4, "bbox": [50, 50, 9, 9], "annotator": "ann",
   "keypoints": [52, 52, 2, 55, 55, 2, 58, 58, 2]}]}
EOF
labelqa score --names vendor.json -g gold.json --sigmas 0.5 --format csv -q | grep ',all,'
labelqa score --names vendor.json -g gold.json --sigmas 0.5 --pck-threshold 0.4 --format csv -q | grep 'all,,,pck'
labelqa iou --names vendor.json -g gold.json --sigmas 0.5 --matches --table matches --format csv -q

echo "== without spreads: by the IoU of boxes, 100 / 110"
labelqa score --names vendor.json -g gold.json --format csv | grep ',all,'
labelqa iou --names vendor.json -g gold.json -q --table summary --format csv | cut -d, -f1-6
labelqa score --names vendor.json -g gold.json -q --save-sums without.sums >/dev/null
sed 's/a.jpg/b.jpg/' vendor.json >other.json
sed 's/a.jpg/b.jpg/' gold.json >other_gold.json
labelqa score --names other.json -g other_gold.json -q --sigmas 0.5 --save-sums with.sums >/dev/null
grep ^question without.sums
labelqa score --sums without.sums --format csv | grep ',all,.*iou'
labelqa score --sums without.sums --sums with.sums -q || echo "exit $?"
# Without area there is nothing to pair by.
sed 's/"bbox": [^a]*"a/"a/; s/"area": [0-9]*, //; s/10, 10, 2/0, 0, 0/' gold.json >point.json
cp point.json gold_point.json
labelqa score --names point.json -g gold_point.json -q || echo "exit $?"
labelqa score --names vendor.json -g gold.json --sigmas x -q || echo "exit $?"

echo "== boxes, turned by one file alone"
cat > turned.csv <<'EOF'
item,annotator,label,x,y,width,height,angle,crowd
a,ann,car,-20,-2,40,4,45,
b,ann,car,0,0,10,10,,
EOF
cat > straight.csv <<'EOF'
item,annotator,label,x,y,width,height,crowd
a,gold,car,-20,-2,40,4,
b,gold,car,0,0,10,5,
b,gold,car,20,20,10,5,2
EOF
labelqa score --names turned.csv -g straight.csv --format csv -q | grep ',all,'
labelqa iou --names turned.csv -g straight.csv --matches --table matches --format csv -q

echo "== matching"
cat > two.csv <<'EOF'
item,annotator,label,x,y,width,height,score
i,ann,car,0,0,10,10,0.2
i,ann,bus,1,0,10,10,0.9
EOF
cat > one.csv <<'EOF'
item,annotator,label,x,y,width,height
i,gold,car,1,0,10,10
i,gold,car,3,0,10,10
EOF
for rule in optimal greedy coco cvat; do
    labelqa iou --names two.csv -g one.csv --matching $rule --class-agnostic --matches --table matches \
        --format csv -q | cut -d, -f5,6,9,10 | sed "s/^/$rule,/"
done
labelqa score --names two.csv -g one.csv -q --matching greedy --save-sums part.sums | tail -3
grep comparison part.sums
# Keypoints that nothing says how to compare do not keep boxes from it.
cat >studio.json <<'END'
[{"id": 1, "data": {"image": "a.jpg"}, "annotations": [
  {"id": 1, "completed_by": 1, "result": [
    {"id": "r", "type": "rectanglelabels", "from_name": "l", "to_name": "i", "original_width": 100,
     "original_height": 100, "value": {"x": 1, "y": 1, "width": 10, "height": 10, "rotation": 0,
     "rectanglelabels": ["c"]}},
    {"id": "k", "type": "keypointlabels", "from_name": "k", "to_name": "i", "original_width": 100,
     "original_height": 100, "value": {"x": 1, "y": 1, "width": 0.5, "keypointlabels": ["nose"]}}]},
  {"id": 2, "completed_by": 2, "result": [
    {"id": "s", "type": "rectanglelabels", "from_name": "l", "to_name": "i", "original_width": 100,
     "original_height": 100, "value": {"x": 1, "y": 1, "width": 11, "height": 10, "rotation": 0,
     "rectanglelabels": ["c"]}}]}]}]
END
labelqa iou studio.json --table summary --format csv | cut -d, -f1-6
