# What a file cannot say, or says twice: refused or left out with its place.
cp -r "$LABELQA_ROOT"/tests/cli/coco_cases/* .
summary() {
    labelqa iou --names "$@" --table summary --format csv | cut -d, -f1-8 | sed -n 1,2p
}
summary c06_bbox_null.json -g gold.json
summary c06b_bbox_missing.json -g gold.json
summary left_out/ids_as_text.json -g left_out/gold.json
for name in c07_nan c08d_huge_ids c10_two_experts_one_file; do
    labelqa iou --names $name.json -g gold.json
    echo "$name: exit $?"
done
sed 's/"image_id": "2"/"image_id": "two"/' left_out/ids_as_text.json >unknown.json
labelqa iou --names unknown.json -g left_out/gold.json
labelqa iou --names equal_frame_names/clip?.json -g equal_frame_names/clip1_gold.json \
    -g equal_frame_names/clip2_gold.json
# What a vendor left out counts by one rule, and is shown beside the rate.
for rule in auto ignored missed; do
    labelqa errors --names left_out/delivery.json -g left_out/gold.json --undelivered $rule \
        --table vendors --format csv | cut -d, -f2-5,17-
    labelqa errors --names left_out/nothing_found.json -g left_out/gold.json --undelivered $rule \
        --table vendors --format csv -q | cut -d, -f2-5,17-
done
printf 'item,annotator,label\n1,a,x\n2,a,y\n3,a,y\n' >labels.csv
printf 'item,label\n1,x\n2,x\n3,y\n4,z\n' >gold.csv
labelqa errors --names labels.csv -g gold.csv --table wrong_items --format csv
labelqa check --names left_out/nothing_found.json
