# Programs that write masks in run lengths mark every one as a crowd.
mask() {
    printf '{"images":[{"id":1,"file_name":"a.jpg","width":8,"height":4}],"categories":[{"id":1,"name":"car"}],'
    printf '"annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[2,0,%d,4],"iscrowd":%d,' "$2" "$1"
    printf '"segmentation":{"size":[4,8],"counts":[8,%d,%d]}}]}\n' $((4 * $2)) $((24 - 4 * $2))
}
mask 1 3 >delivery.json
mask 1 4 >gold.json
mask 0 4 >plain.json
for options in '-g gold.json' '-g plain.json' '-g gold.json --crowds objects' '-g plain.json --crowds objects' \
    '-g gold.json --ignore-label car'; do
    echo "== $options"
    labelqa iou delivery.json $options --table summary --format csv | sed -n '2{s/^\(\([^,]*,\)\{16\}\).*/\1/;p}'
done
labelqa check delivery.json -q | grep W803
