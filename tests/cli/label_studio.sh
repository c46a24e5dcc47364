# Boxes against the ground truth within the file, labels of two people, and what is refused.
cases=$LABELQA_ROOT/tests/cli/label_studio
cp "$cases"/* . || exit
labelqa iou --names boxes.json --sigmas 0.1 --format csv --table summary | cut -d, -f1-9,16
for choice in answers ignored; do
    labelqa iou --names boxes.json --sigmas 0.1 --ground-truth $choice -q --format csv --table summary | cut -d, -f1-9,16
done
labelqa errors --names boxes.json --sigmas 0.1 -q --format csv --table annotators | cut -d, -f1-6
labelqa agree --names reviews.ndjson --format csv --table pairs | cut -d, -f1,4-7
labelqa errors --names reviews.ndjson -g first.csv --predictions --format csv --table prelabels | cut -d, -f1-5
for file in turned brush; do
    labelqa iou --names $file.json && echo "$file.json was read"
done
exit 0
