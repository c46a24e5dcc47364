# What `sample` refuses, and what it proves: options that would be ignored, secrets that are weak or
# readable by others, sheets in which anything but the auditor's cells was changed, lists of ids.
set -eu
deliveries=$LABELQA_ROOT/fixtures/street-scenes/deliveries
scene=$deliveries/northlight-scene.csv
fails() { # STATUS CODE COMMAND...
    wanted=$1 code=$2 status=0
    shift 2
    "$@" >out.txt 2>error.txt || status=$?
    [ "$status" -eq "$wanted" ] && { [ -z "$code" ] || grep -q "$code" error.txt; } && return
    echo "exit status $status, wanted $wanted $code: $*" && cat error.txt && exit 1
}
sample() { "$LABELQA" sample "$@"; }
column() { # NAME FILE: its place
    head -n 1 "$2" | tr ',' '\n' | grep -nx "$1" | cut -d: -f1
}
edit() { # FILE ROW COLUMN VALUE
    awk -F, -v OFS=, -v row="$2" -v at="$(column "$3" "$1")" -v value="$4" \
        'NR == row { $at = value } { print }' "$1"
}

# Options that would be ignored are refused.
seq 1000 >ids.txt
for option in "--stratify vendor" "--systematic" "--cluster batch" "--pps objects" "--uncertain" \
    "--allocation equal" "--min-per-stratum 3" "--rates x.csv" "--earlier x.csv" "--question q" \
    "--show-answers" "--auditors a,b" "--images x" "--honeypots x.csv" "--repeats 3" "--key k.csv" \
    "--plan p.csv" "--annotators 3" "$scene" "--vendor a=$scene"; do
    fails 2 E304 sample --ids ids.txt --n 5 $option
done
for option in "--stratify vendor" "--verify x.csv" "--ids ids.txt" "--auditors a,b" "$scene"; do
    fails 2 E304 sample --order ids.txt --honeypots ids.txt --key key.csv --n 5 $option
done
fails 2 E304 sample "$scene" --n 5 --honeypots x.csv
fails 2 E304 sample "$scene" --n 5 --key key.csv
fails 2 E304 sample "$scene" --commit secret.txt
fails 2 E304 sample "$scene" --n 5 --power 0.7
fails 2 E304 sample "$scene" --n 5 --rates x.csv
fails 2 E304 sample "$scene" --n 5 --auditors a,b,a
fails 2 E304 sample "$scene" --n 5 --overlap 20% --auditors a
fails 2 E304 sample "$scene" --n 5 --stratify vendor
fails 2 E304 sample "$scene" --n 5 --pps objects
cut -d, -f1,2,4- "$scene" >plain.csv
fails 2 E304 sample plain.csv --n 1 --cluster batch
fails 2 E304 sample plain.csv --n 5 --stratify batch
sample --vendor a="$scene" --n 5 --stratify vendor -q >out.txt
sample "$deliveries/quickpix-boxes.csv" --n 5 --pps objects -q >out.txt

# More than there is, and plans that do not fit, are said.
sample "$scene" --n 100000 --format csv >all.csv 2>error.txt
grep -q 'W301' error.txt
[ "$(wc -l <all.csv)" -eq 601 ]
sample "$scene" --n 100000 --format json -q | grep -q '"code": "W301"'
"$LABELQA" plan --lot 60000 --aql 1% --rql 5% --format csv -q -o plan.csv
sample "$scene" --plan plan.csv --format csv 2>error.txt >out.csv
grep -q '60,\?000.*600.*W302' error.txt
"$LABELQA" plan --lot 600 --aql 1% --rql 5% --format csv -q -o plan600.csv
sample "$scene" --plan plan600.csv --format csv 2>error.txt >out.csv
if grep -q 'W30' error.txt; then exit 1; fi
"$LABELQA" plan --variables --aql 1% --rql 5% --format csv -q -o variables.csv
sample "$scene" --plan variables.csv --format csv 2>error.txt >out.csv
grep -q 'mean and the standard deviation.*W303' error.txt
[ "$(wc -l <out.csv)" -eq 56 ]

# Secrets: long enough, and for nobody else to read.
: >empty.txt
printf 'fifteen letters' >short.txt
for secret in empty.txt short.txt; do
    fails 3 E307 sample --commit $secret
    fails 3 E307 sample "$scene" --n 5 --seed-file $secret
done
sample --commit secret.txt -q >out.txt
[ "$(stat -c %a secret.txt)" = 600 ]
printf 'item,label\ng1,a\ng2,b\n' >gold.csv
{ echo item && seq 40; } >order.csv
for key in key.csv key.json key.xlsx; do
    sample --order order.csv --honeypots gold.csv --n 2 --repeats 3 --key $key -q -o order_$key
    [ "$(stat -c %a $key)" = 600 ]
done
[ "$(stat -c %a order_key.csv)" = "$(stat -c %a order.csv)" ]

# A sheet is verified cell by cell; what the auditor fills is not looked at.
draw="--n 40 --stratify annotator --seed-file secret.txt"
sample "$scene" $draw -q -o sheet.csv
verify() { # SHEET: how many differences; those are in out.csv
    status=0
    sample "$scene" $draw --verify "$1" --format csv -q >out.csv || status=$?
    n=$(($(wc -l <out.csv) - 1))
    [ "$status" -eq $((n > 0)) ]
    echo $n
}
[ "$(verify sheet.csv)" -eq 0 ]
for filled in verdict gold severity comment; do
    edit sheet.csv 5 $filled wrong >filled.csv
    [ "$(verify filled.csv)" -eq 0 ]
done
for cell in order lot lot_size stratum stratum_size item vendor question inclusion_probability design \
    sheet check; do
    edit sheet.csv 5 $cell 77 >changed.csv
    [ "$(verify changed.csv)" -eq 1 ] && grep -q "$cell is '77'" out.csv
done
{ cat sheet.csv && tail -n 1 sheet.csv; } >twice.csv
[ "$(verify twice.csv)" -eq 1 ] && grep -q 'more than once' out.csv
head -n 40 sheet.csv >short.csv
[ "$(verify short.csv)" -eq 1 ] && grep -q 'not on the sheet' out.csv
cut -d, -f2 sheet.csv >only_ids.csv
fails 3 E112 sample "$scene" $draw --verify only_ids.csv
sample "$scene" $draw --auditors ann,ben --overlap 25% -q -o two.csv
sample "$scene" $draw --auditors ann,ben --overlap 25% --verify two.csv -q >out.txt
fails 2 'E304' sample "$scene" $draw --verify two.csv

# A list of ids is drawn and verified by a secret too.
ids="--ids ids.txt --n 30 --seed-file secret.txt"
sample $ids -q -o list.csv
sort -R ids.txt | sample --ids - --n 30 --seed-file secret.txt -q --format csv | cmp - list.csv
sample --ids ids.txt --n 30 -q --format csv >by_seed.csv
if cmp -s list.csv by_seed.csv; then exit 1; fi
sample $ids --verify list.csv -q >out.txt
grep -q 'is what the seed and the list draw' out.txt
edit list.csv 4 item 1001 >changed.csv
fails 1 '' sample $ids --verify changed.csv -q
fails 1 '' sample --ids ids.txt --n 30 --verify list.csv -q

# The draw is said, stands on the sheet and comes back with it.
sample "$scene" $draw -o said.csv 2>error.txt
grep -q "40 of 600 answers drawn, simple, from 1 lot in 4 strata, by the secret seed of SHA-256 $(
    sha256sum <secret.txt | cut -d' ' -f1)" error.txt
grep -q "$(sha256sum <"$scene" | cut -d' ' -f1)" error.txt
grep -q "; work sheet $(awk -F, -v at="$(column sheet said.csv)" 'NR == 2 { print $at }' said.csv)" error.txt
sample "$scene" $draw --format csv --table draw -q >draw.csv
grep -q "^commitment,$(sha256sum <secret.txt | cut -d' ' -f1)" draw.csv
grep -q '^drawn,40$' draw.csv
sample "$scene" $draw --auditors ann,ben --overlap 25% -q -o two.xlsx
unzip -p two.xlsx xl/sharedStrings.xml | grep -q 'How it was drawn'
unzip -p two.xlsx xl/workbook.xml | grep -o 'sheet name="[^"]*"' | tr '\n' ' ' |
    grep -q 'ann.*ben.*Draw.*Labels'
for sheet in 1 2; do
    unzip -p two.xlsx xl/worksheets/sheet$sheet.xml >sheet.xml
    grep -q '<sheetProtection sheet="1"' sheet.xml
    if grep -q 'password=' sheet.xml; then exit 1; fi
    grep -q 'hidden="1".*outlineLevel="1"' sheet.xml
done
unzip -p two.xlsx xl/workbook.xml | grep -q '_xlnm.Print_Area'
sample "$scene" $draw --auditors ann,ben --overlap 25% --verify two.xlsx -q >out.txt
[ "$(awk -F, -v at="$(column double_audit two.csv)" '$at != ""' two.csv | wc -l)" -eq 21 ]
"$LABELQA" judge two.xlsx --limit 5% --table draw --format csv -q >draw.csv || [ $? -eq 4 ]
tail -n 1 draw.csv | grep -q ',simple,1,4,600,40,10$'

# Names that a spreadsheet program would run are guarded in CSV, and come back as they were.
cat >names.csv <<'END'
item,annotator,label
=cmd|x,@ann,+a
-12,'=ben,+a
'=quoted,-3,=b
''-twice,@ann,'a
plain,'plain,a=b
END
sample names.csv --n 5 --show-answers --stratify annotator --auditors '=eve,-fay' -q -o guarded.csv
# A number is no formula.
if sed -E 's/(^|,)-[0-9]+(,|$)/\1n\2/g' guarded.csv | grep -E '(^|,)"?[=+@-]'; then exit 1; fi
grep -q "'=cmd|x" guarded.csv
grep -q "'''-twice" guarded.csv
sample names.csv --n 5 --show-answers --stratify annotator --auditors '=eve,-fay' -q -o guarded.xlsx
for sheet in guarded.csv guarded.xlsx; do
    sample names.csv --n 5 --show-answers --stratify annotator --auditors '=eve,-fay' --verify $sheet -q >out.txt
    "$LABELQA" judge $sheet --limit 50% --delivery names.csv -q >out.txt || [ $? -eq 4 ]
done
awk -F, -v OFS=, -v gold="$(column gold guarded.csv)" -v given="$(column given guarded.csv)" \
    'NR > 1 { $gold = $given } { print }' guarded.csv >agreed.csv
"$LABELQA" judge agreed.csv --limit 50% --format csv -q >out.txt
grep -q '^all,5,0,' out.txt
sample names.csv --n 5 --format json -q | grep -q '"item": "=cmd|x"'
printf '=1\n-2+3\n3\n' | sample --ids - --n 3 --format csv -q | grep -c "'[=-]" | grep -qx 2

# Five million ids within 64 MB of address space, everything counted; a sanitizer alone needs more.
if (ulimit -v 65536 && "$LABELQA" --version >out.txt 2>&1); then
    seq 5000000 | (ulimit -v 65536 && sample --ids - --n 200 --format csv -q) >long.csv
    [ "$(wc -l <long.csv)" -eq 201 ]
    [ "$(awk -F, -v at="$(column lot_size long.csv)" 'NR == 2 { print $at }' long.csv)" -eq 5000000 ]
    # The limit bites: the same ids as a delivery do not fit.
    { echo item,label && seq 5000000 | sed 's/$/,x/'; } >long_delivery.csv
    if (ulimit -v 65536 && sample long_delivery.csv --n 200 --format csv -q) >out.txt 2>&1; then exit 1; fi
fi

# Hidden repeats read back, from a delivery by task.
{ echo item && seq 1000 1199; } >order.csv
printf 'item,label\n' >gold.csv
seq 20 | sed 's/.*/g&,cat/' >>gold.csv
sample --order order.csv --honeypots gold.csv --n 20 --repeats 40 --key hidden.csv --force -q -o tasks.csv
# ann is always of one mind, ben changes hers at every repeat.
awk -F, -v OFS=, 'FNR == NR { if ($3 == "repeat") again[$1] = 1; next }
    FNR == 1 { print "task,item,annotator,label"; next }
    { print $1, $2, "ann", "cat"; print $1, $2, "ben", ($1 in again) ? "dog" : "cat" }' hidden.csv tasks.csv \
    >labels.csv
"$LABELQA" errors --names labels.csv --map item=task --key hidden.csv --format csv -q >consistency.csv
grep -q '^ann,40,40,1,' consistency.csv
grep -q '^ben,40,0,0,' consistency.csv
cut -d, -f2- labels.csv >by_item.csv
"$LABELQA" errors --names by_item.csv --duplicates keep --key hidden.csv --table consistency --format csv -q |
    cmp - consistency.csv
"$LABELQA" errors by_item.csv --duplicates keep -g hidden.csv --key hidden.csv --format json -q >both.json
grep -q '"consistency": \[' both.json && grep -q '"annotators": \[' both.json
