# Annotators known by their files alone: agreement 4 of 6 and kappa 1/3; IoU 0.727561 by hand.
cp -r "$LABELQA_ROOT"/tests/cli/label_cases/one_file_a_person labels
cp -r "$LABELQA_ROOT"/tests/cli/coco_cases/one_file_a_person boxes
labelqa agree labels/anna.csv labels/ben.csv --table pairs --format csv
labelqa agree labels --table pairs --format csv -q | cut -d, -f2-7
labelqa iou boxes/anna.json boxes/ben.json --table summary --format csv | cut -d, -f1-6,16 | sed -n 1,2p
labelqa iou boxes --annotator-from filename --format csv --table summary -q | cut -d, -f1-6,16
# Left unsigned they are refused, and so is one file.
labelqa iou boxes --annotator-from none
labelqa agree labels --annotator-from none
labelqa agree labels/anna.csv
labelqa check labels/anna.csv --annotator-from filename -q
# An address has dots of its own.
cp labels/anna.csv ann.a@x.org.csv
gzip -c labels/ben.csv >ann.b@x.org.csv.gz
labelqa agree ann.a@x.org.csv ann.b@x.org.csv.gz --names --table pairs --format csv -q | cut -d, -f2-7
