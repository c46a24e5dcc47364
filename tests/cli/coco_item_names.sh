# Names that should join: the files' own names, without folders and what Label Studio sets before
# them, in other suffixes and letter cases, in two forms of Unicode. Never zeros with exit 0.
cp -r "$LABELQA_ROOT"/tests/cli/coco_cases/* .
summary() {
    labelqa iou "$@" --table summary --format csv | cut -d, -f1-8 | sed -n 1,2p
}
summary c01_winpath.json -g gold.json
summary c01b_subfolder.json -g gold.json
summary left_out/delivery_decomposed.json -g left_out/gold_composed.json
sed 's/\.jpg/.png/' gold.json >png.json
summary png.json -g gold.json -q
sed 's/\.jpg/.JPG/' gold.json >capitals.json
summary capitals.json -g gold.json -q
# The same names in two folders: as many folders as tell them apart.
sed 's/"b.jpg"/"x\/a.jpg"/; s/"a.jpg"/"y\/a.jpg"/' gold.json >folders.json
sed 's/"x/"set\/x/; s/"y/"set\/y/' folders.json >deeper.json
summary deeper.json -g folders.json
labelqa iou deeper.json -g folders.json --item-names base
# What a user says counts, and what no reading joins is refused.
labelqa iou c01b_subfolder.json -g gold.json --item-names as-is
sed 's/"\(.\)\.jpg/"\1-\1.jpg/' gold.json >other.json
labelqa iou other.json -g gold.json
# One vendor of two shares nothing.
labelqa errors --vendor acme=c01b_subfolder.json --vendor zeta=other.json -g gold.json \
    --table vendors --format csv | cut -d, -f1-5
printf 'item,annotator,label\n' >none.csv
labelqa errors none.csv -g gold.json
