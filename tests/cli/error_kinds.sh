# Every sort of error of every kind of object, with the files' own ids and places: missed, spurious,
# duplicate, mislabelled, poorly placed, both.
set -u
objects() { # first id, then class:x of each
    local id=$1 at
    shift
    for at in "$@"; do
        echo "$id ${at%:*} ${at#*:}"
        id=$((id + 1))
    done
}
gold() { objects 11 car:0 car:100 car:200 car:300 car:400; }
made() { objects 21 car:0 car:1 bus:100 car:215 bus:315 car:600; }
show() { labelqa errors "made.$1" -g "gold.$1" --format csv --table wrong_items -q "${@:2}" |
    cut -d, -f 5-; }

echo "== rotated boxes"
for side in gold made; do
    echo item,annotator,object,label,x,y,width,height,angle
    $side | while read -r id label x; do echo "a,$side,$id,$label,$x,0,40,20,30"; done
done >both
sed -n '1,6p' both >gold.csv
sed -n '7,$p' both >made.csv
show csv

echo "== polygons, and as masks"
coco() {
    echo '{"images": [{"id": 1, "file_name": "a.jpg", "width": 700, "height": 100}],'
    echo '"categories": [{"id": 1, "name": "car", "keypoints": ["l", "m", "r"]},'
    echo '{"id": 2, "name": "bus", "keypoints": ["l", "m", "r"]}], "annotations": ['
    local comma=""
    while read -r id label x; do
        local class=1 y=$((x + 20)) z=$((x + 40))
        [ "$label" = car ] || class=2
        echo "$comma{\"id\": $id, \"image_id\": 1, \"category_id\": $class, \"area\": 800,"
        echo "\"bbox\": [$x, 0, 40, 20], \"iscrowd\": 0, $(printf "$1" "$x" "$z" "$z" "$x" "$y" "$z")}"
        comma=,
    done
    echo ']}'
}
outline='"segmentation": [[%d, 0, %d, 0, %d, 20, %d, 20]]%.0s%.0s'
gold | coco "$outline" >gold.json
made | coco "$outline" >made.json
show json
show json --rasterise

echo "== keypoints"
points='%.0s%.0s%.0s"keypoints": [%d, 5, 2, %d, 9, 2, %d, 5, 1], "num_keypoints": 3'
gold | coco "$points" >gold.json
made | coco "$points" >made.json
show json --sigmas 0.2
labelqa iou made.json -g gold.json --sigmas 0.2 -q | head -4
