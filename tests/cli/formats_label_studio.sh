# Label Studio's exports by hand, every control once, as canonical rows; then broken ones.
at=$LABELQA_ROOT/tests/formats
for name in image text audio series video reviews; do
    cp "$at/label_studio_$name.json" .
    echo "== $name"
    labelqa ingest "label_studio_$name.json" --format csv 2>&1 | cut -c1-200
done
for name in label_studio_min.json label_studio.csv label_studio.tsv; do
    cp "$at/$name" .
    echo "== $name"
    labelqa ingest "$name" --format csv 2>&1 | cut -c1-200
done
echo "== a choice by name"
labelqa ingest label_studio.csv --map label=source --format csv -q
echo "== turns"
labelqa ingest label_studio_audio.json --shape turn --format csv -q | grep turn
echo "== frames of 200 x 100"
printf 'image,width,height\n/data/1.mp4,200,100\n' >sizes.csv
labelqa ingest label_studio_video.json --sizes sizes.csv --format csv -q | grep track

# What reviews caught, against gold; and the annotators' answers alone.
printf 'item,label\n1,pos\n2,neg\n3,neg\n5,neg\n' >gold.csv
labelqa errors label_studio_reviews.json -g gold.csv --stages annotation,review -q |
    sed -n '/What each layer/,/^undefined/p'
labelqa ingest label_studio_reviews.json --stage annotation --format csv -q

broken() {
    echo "== $1"
    labelqa ingest "$@" -q -o rows.csv
    echo "exit $?"
    test ! -e rows.csv || echo "rows were written"
}
head -c 700 label_studio_image.json >cut.json
broken cut.json
sed 's/"radiusX": 5/"radiusX": "5"/' label_studio_image.json >radius.json
broken radius.json
sed 's/"rle": \[0, /"rle": [1, /' label_studio_image.json >rle.json
broken rle.json
sed 's/"number": 2.5/"number": "many"/' label_studio_text.json >number.json
broken number.json
printf '[{"id": 1, "data": {"text": "\377"}, "annotations": [{"result": []}]}]' >bytes.json
broken bytes.json
sed 's/"endOffset": 5/"endOffset": 9/' label_studio_text.json >offset.json
broken offset.json
sed 's/"frame": 3/"frame": 5/' label_studio_video.json >twice.json
broken twice.json
sed 's/"text": \["so what"\]/"text": 7/' label_studio_audio.json >words.json
broken words.json
sed 's/\[{""rating"": 4}\]/[{""rating"": 4}/' label_studio.csv >cell.csv
broken cell.csv
sed 's/[0-9]""rectangle/x/; s/""x"": 10/""x"": ""far""/' label_studio.csv >far.csv
broken far.csv
printf 'id,annotator,annotation_id,created_at,lead_time,a,b\n1,2,3,2024-03-01T10:00:00Z,4,x,y\n' >open.csv
broken open.csv
head -c 700 label_studio_min.json >min_cut.json
broken min_cut.json
sed 's/"rating": 4/"rating": "4"/' label_studio_min.json >min_rating.json
broken min_rating.json
sed 's/"good"/"g\xffd"/' label_studio_min.json >min_bytes.json
broken min_bytes.json
