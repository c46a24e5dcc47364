# Records with the answers of several people inside, in each form, as canonical rows; then broken.
at=$LABELQA_ROOT/tests/formats
for name in argilla.jsonl argilla_feedback.jsonl argilla_hub.jsonl argilla_hub1.jsonl \
    hub_rows.json annotations.jsonl; do
    cp "$at/$name" .
    echo "== $name"
    labelqa ingest "$name" --format csv 2>&1
done
echo "== texts, not labels"
labelqa ingest argilla_hub.jsonl --map text=mood --format csv -q
echo "== as gold"
printf 'item,annotator,label\n0,a,pos\n1,a,pos\n' >two.csv
labelqa errors two.csv -g hub_rows.json --format csv --table annotators -q | cut -d, -f1-6

broken() {
    echo "== $1"
    labelqa ingest "$@" -q -o rows.csv
    echo "exit $?"
    test ! -e rows.csv || echo "rows were written"
}
head -c 900 argilla.jsonl >cut.jsonl
broken cut.jsonl
sed 's/"value": 4,/"value": {"x": 4},/' argilla.jsonl >kind.jsonl
broken kind.jsonl
sed 's/"glad"/"gl\xffd"/' argilla.jsonl >bytes.jsonl
broken bytes.jsonl
sed 's/"end": 13/"end": 43/' argilla.jsonl >end.jsonl
broken end.jsonl
sed 's/"submitted"/"half"/' argilla_feedback.jsonl >status.jsonl
broken status.jsonl
sed 's/\["u1", "u2"\]/["u1"]/' argilla_hub.jsonl >people.jsonl
broken people.jsonl
sed 's/"rank": 1/"rank": "first"/' argilla.jsonl >rank.jsonl
broken rank.jsonl
echo '{"id": 1, "text": "x", "annotations": [], "annotator": "a"}' >none.jsonl
broken none.jsonl
sed 's/"id": 2, "text": "bad", //' annotations.jsonl >item.jsonl
broken item.jsonl
sed 's/"good", "annotations": \[{"annotator": "anna", "label": "pos"/"good", "annotations": [{"annotator": ["anna"], "label": "pos"/' \
    annotations.jsonl >who.jsonl
broken who.jsonl
