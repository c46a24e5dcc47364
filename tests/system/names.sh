# No output of any command names an annotator unless --names asks for it: every format, the parts of
# workbooks, and messages. People are called so that nothing else can look like them; the order of
# pseudonyms is not that of ids; the same key gives the same names in every command.
set -eu
secret=xyzzyq
scenes=$LABELQA_ROOT/fixtures/street-scenes
cp -r "$scenes" scenes && chmod -R u+w scenes
sed -i -E "s/\b(nl|qp|sw)-([0-9])\b/\1\2$secret/g" scenes/deliveries/*
sed -E "s/\b(kim|noor)\b/\1$secret/g" "$LABELQA_ROOT/fixtures/dashcam-video/deliveries/ride-01.xml" >ride.xml
sed -E "s/\b(lead|mia|tom)@/\1$secret@/g" "$LABELQA_ROOT/tests/cli/label_studio/boxes.json" >studio.json
mkdir -p people wide folders/anna$secret folders/ben$secret
printf 'item,label\n1,a\n2,b\n3,a\n4,b\n' | tee people/anna$secret.csv >folders/anna$secret/1.csv
printf 'item,label\n1,a\n2,a\n3,a\n4,b\n' | tee people/ben$secret.csv >folders/ben$secret/1.csv
printf 'item,a%s,b%s,c%s\n1,x,y,x\n2,x,x,x\n3,y,y,x\n4,y,y,y\n' $secret $secret $secret >wide/wide.csv
printf 'item,annotator,label\n1,a%s,x\n1,a%s,y\n2,a%s,x\n' $secret $secret $secret >twice.csv
printf 'item,label\n1,a\n2,b\n3,a\n4,a\n' >gold.csv
labels=scenes/deliveries/quickpix-scene.csv
objects="scenes/deliveries/northlight-boxes.json scenes/deliveries/quickpix-boxes.csv"

# NAME COMMAND...: in every format; standard output and error go with it.
every() {
    local name=$1 format
    shift
    for format in table csv tsv json jsonl md; do
        "$LABELQA" "$@" --format $format >"out/$name.$format" 2>"out/$name.$format.err" || [ $? -le 4 ]
    done
    [ -s "out/$name.json" ]
    "$LABELQA" "$@" -o "out/$name.xlsx" >"out/$name.out" 2>"out/$name.err" || [ $? -le 4 ]
    mkdir "out/$name" && unzip -q "out/$name.xlsx" -d "out/$name" && rm "out/$name.xlsx"
}
scan() {
    if grep -rlI "$secret" "$1" || find "$1" | grep "$secret"; then
        echo "these name people" && exit 1
    fi
}
rm -rf out && mkdir out
every agree agree $labels
every errors errors $labels -g scenes/gold/scene.csv
every truth truth $labels
every iou iou $objects
every score score $objects -g scenes/gold/boxes.json
every score_pairs score ride.xml
every check check $labels $objects --expected scenes/expected-items.csv
every studio agree studio.json --sigmas 0.1
every sample sample $labels --n 30 --stratify annotator
every blind sample $labels --n 30 --stratify annotator,label
every cluster sample $labels --n 2 --cluster annotator
every people agree people/*.csv --annotator-from filename
every folders agree folders/anna$secret/1.csv folders/ben$secret/1.csv --annotator-from folder
every people_gold errors people/*.csv --annotator-from filename -g gold.csv
every wide agree wide/wide.csv
"$LABELQA" audit -c scenes/audit.yaml --format json >out/audit.json 2>&1 || [ $? -le 4 ]
"$LABELQA" audit -c scenes/audit.yaml --format md >out/audit.md 2>&1 || [ $? -le 4 ]
"$LABELQA" audit -c scenes/audit.yaml --rows -o rows.xlsx --vendor-reports out/vendors >out/audit 2>&1 || [ $? -le 4 ]
for book in rows.xlsx out/vendors/*.xlsx; do
    unzip -q "$book" -d "out/$(basename "$book").parts" && rm "$book"
done
"$LABELQA" agree twice.csv >out/twice 2>&1 || [ $? = 3 ]
grep -q 'annotator p-' out/twice
sheets() { # FOLDER: one drawn, judged and verified
    "$LABELQA" sample $labels --n 30 --stratify annotator --format csv >"$1/sheet.csv" 2>"$1/drawn"
    "$LABELQA" judge "$1/sheet.csv" --limit 5% -d $labels --by stratum,annotator --format json \
        >"$1/judge" 2>&1 || [ $? = 4 ]
    "$LABELQA" sample $labels --n 30 --stratify annotator --verify "$1/sheet.csv" >"$1/verified" 2>&1
}
sheets out
names_of() { grep -rhoE 'p-[0-9a-hjkmnp-tv-z]{8}' "$1" | sort -u; }

scan out
# The scan finds what it looks for.
mkdir found && "$LABELQA" agree $labels --names --format json >found/names 2>/dev/null
grep -q "$secret" found/names
"$LABELQA" ingest $labels -q | grep -q "$secret"

# With a key: other names, in all commands the same.
people() { "$LABELQA" "$@" --format csv -q | grep -oE 'p-[0-9a-z]{8}' | sort -u; }
people errors $labels -g scenes/gold/scene.csv --table annotators >open
[ "$(wc -l <open)" = 4 ]
rm scenes/audit.yaml && (cd scenes && "$LABELQA" init 2>/dev/null)
[ "$(stat -c %a scenes/labelqa.key)" = 600 ]
cp scenes/labelqa.key kept && (cd scenes && "$LABELQA" init --force 2>/dev/null) && cmp kept scenes/labelqa.key
cp kept labelqa.key
people errors $labels -g scenes/gold/scene.csv --table annotators >one
people truth $labels --table annotators >two
(cd scenes && people audit --table annotators) >all # the key beside audit.yaml
cmp one two
[ "$(wc -l <one)" = 4 ]
[ -z "$(comm -12 open one)" ]
[ -z "$(comm -13 all one)" ]

# A sheet's rows are the same draw under ids that the list of people does not lead to.
mkdir keyed && sheets keyed
scan keyed
[ "$(head -1 out/sheet.csv | cut -d, -f2,7)" = id,item ]
cut -d, -f7 out/sheet.csv | sort >items
cut -d, -f7 keyed/sheet.csv | sort | cmp items -
cut -d, -f2 out/sheet.csv | sed 1d | sort >ids
[ -z "$(cut -d, -f2 keyed/sheet.csv | sed 1d | sort | comm -12 ids -)" ]
rm labelqa.key
if "$LABELQA" judge keyed/sheet.csv --limit 5% -d $labels -q >/dev/null 2>message; then exit 1; fi

# The order of pseudonyms is not that of ids.
printf 'item,annotator,label\n' >many.csv
for person in $(seq -w 12); do printf "%s,a$person,x\n" 1 2 3 4 >>many.csv; done
printf '1\n2\n3\n4\n' | sed 's/$/,x/' | sed '1i item,label' >many-gold.csv
for names in '' --names; do
    "$LABELQA" errors many.csv -g many-gold.csv --table annotators --format csv -q $names |
        cut -d, -f2 | sed 1d >"order$names"
done
for i in $(seq 12); do
    person=a$(printf %02d "$i")
    sed -n "1p;/,$person,/p" many.csv >single.csv
    "$LABELQA" errors single.csv -g many-gold.csv --table annotators --format csv -q | sed 1d | cut -d, -f2
done >by-id
sort by-id | cmp - <(sort order)
if cmp -s by-id order; then exit 1; fi
