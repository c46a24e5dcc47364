# The same bytes on any number of threads, and whatever the order of the rows.
set -eu
cd "$LABELQA_ROOT/fixtures/street-scenes"
out=$OLDPWD
for threads in 1 2 7; do
    "$LABELQA" audit --format json -q -j $threads | grep -v '"command"' >"$out/audit-$threads.json"
done
cmp "$out/audit-1.json" "$out/audit-2.json"
cmp "$out/audit-1.json" "$out/audit-7.json"
file=deliveries/quickpix-scene.csv
(head -1 $file && tail -n +2 $file | sort -r) >"$out/shuffled.csv"
for table in coefficients pairs categories items; do
    "$LABELQA" agree $file --format csv --table $table -q >"$out/a.csv"
    "$LABELQA" agree "$out/shuffled.csv" --format csv --table $table -q >"$out/b.csv"
    cmp "$out/a.csv" "$out/b.csv"
done
# Of wrong items, all but the file and line.
for table in annotators classes wrong_items; do
    "$LABELQA" errors $file -g gold/scene.csv --format csv --table $table -q |
        sed 's|,[^,]*quickpix-scene.csv,[0-9]*$||' >"$out/a.csv"
    "$LABELQA" errors "$out/shuffled.csv" -g gold/scene.csv --format csv --table $table -q |
        sed 's|,[^,]*shuffled.csv,[0-9]*$||' >"$out/b.csv"
    cmp "$out/a.csv" "$out/b.csv"
done
"$LABELQA" sample $file --n 50 --seed 3 --format csv -q >"$out/a.csv"
"$LABELQA" sample "$out/shuffled.csv" --n 50 --seed 3 --format csv -q >"$out/b.csv"
cmp "$out/a.csv" "$out/b.csv"
