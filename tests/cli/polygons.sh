# Outlines from two formats: a vendor's CSV with WKT, gold in COCO. By hand: IoU 0.8 of the first
# roof, 1/3 of the pond (poorly placed), 28/32 of the roof in two parts, one in a crowd, one too much.
cp "$LABELQA_ROOT"/tests/cli/polygons/* .
labelqa iou --names vendor.csv -g gold.json --matches --format csv --table matches
labelqa iou --names vendor.csv -g gold.json -q
labelqa errors --names vendor.csv -g gold.json --table wrong_items -q
# Boxes of the same gold, when boxes are asked for.
cp gold.json same.json
labelqa iou --names same.json -g gold.json --shape box --table summary --format csv -q
labelqa iou --names vendor.csv -g gold.json --shape circle
