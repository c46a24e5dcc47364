# MOTChallenge, KITTI and CVAT tracks as rows, and their broken twins.
cd "$LABELQA_ROOT/tests/cli/tracks" || exit 1
for file in sequence-01/gt/gt.txt sequence-01.txt 0000.txt short-cvat.xml from-zero.txt; do
    echo "== $file"
    labelqa ingest $file 2>&1
done
for rules in none mot15 mot17; do
    echo "== --mot-rules $rules"
    labelqa score sequence-01.txt -g sequence-01 --mot-rules $rules --format csv 2>/dev/null |
        grep -E ',all,.*,(hota|mota|idf1),'
done
for file in broken-mot.txt broken-kitti.txt broken-cvat.xml cut-cvat.xml; do
    echo "== $file"
    labelqa ingest $file 2>&1
    echo "exit $?"
done
