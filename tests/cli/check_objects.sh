# Boxes that nobody can have meant so: check lists them, every other command says how many.
cp -r "$LABELQA_ROOT"/tests/cli/coco_cases/* .
for case in c07c_zero_height c07d_outside c18_duplicates c24_normalised c25_xyxy; do
    labelqa check --names $case.json -q --format csv --table objects
    labelqa check --names $case.json -q --format csv --table problems
    labelqa iou --names $case.json -g gold.json --format csv --table summary | cut -d, -f1-8 | sed -n 2p
done
labelqa check --names c18_duplicates.json c07d_outside.json --annotator-from filename -q
# Without sizes, gold tells.
for file in gold c24_normalised c25_xyxy; do
    sed 's/"width"/"w"/g; s/"height"/"h"/g' $file.json >unsized_$file.json
done
for case in c24_normalised c25_xyxy; do
    labelqa check --names unsized_$case.json -g unsized_gold.json -q --format csv --table problems
done
# A table says how large the images are, and which pixel is the first.
cat >gold.csv <<'CSV'
item,label,x,y,width,height,image_width,image_height
a.jpg,car,10,10,20,30,100,80
a.jpg,truck,40,10,20,30,100,80
b.jpg,car,50,40,22,33,100,80
b.jpg,truck,70,40,30,40,100,80
c.jpg,car,1,2,12,13,100,80
CSV
awk -F, -v OFS=, 'NR > 1 { $3++; $4++ } { print }' gold.csv >from_one.csv
awk -F, -v OFS=, 'NR > 1 { for (i = 3; i < 9; i++) $i *= 2 } { print }' gold.csv >twice.csv
for delivery in gold from_one twice; do
    cp $delivery.csv delivery.csv
    labelqa check --names delivery.csv -g gold.csv -q --format csv --table problems
    labelqa iou --names delivery.csv -g gold.csv --format csv --table summary | cut -d, -f1-8 | sed -n 2p
done
labelqa explain W184
