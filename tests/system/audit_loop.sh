# The QA lead's loop, as a pipe of commands: a plan, a committed seed, a work sheet, a check of the
# draw, a verdict; what was changed or swapped is found; the sheet survives a spreadsheet program.
set -eu
delivery=$LABELQA_ROOT/fixtures/street-scenes/deliveries/northlight-scene.csv
fill() { # VERDICT-OF-EVERY-40TH FILE
    awk -F, -v OFS=, -v bad="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "verdict") v = i; print; next }
        { $v = NR % 40 == 0 ? bad : "correct"; print }' "$2"
}

# Plan, commit, draw, verify.
"$LABELQA" plan --lot 600 --aql 1% --rql 6% --format csv -q -o plan.csv
"$LABELQA" sample --commit secret.txt -q --format csv >commitment.csv
grep -q "$(sha256sum <secret.txt | cut -d' ' -f1)" commitment.csv
"$LABELQA" sample --commit secret.txt -q --format csv | cmp - commitment.csv
draw="--plan plan.csv --stratify annotator --seed-file secret.txt"
"$LABELQA" sample "$delivery" $draw -q -o sheet.csv
"$LABELQA" sample "$delivery" $draw -q -o sheet.xlsx
"$LABELQA" sample "$delivery" $draw -j 1 -q -o again.csv
cmp sheet.csv again.csv
"$LABELQA" sample "$delivery" $draw --verify sheet.csv -q >verified.txt
"$LABELQA" sample "$delivery" $draw --verify sheet.xlsx -q | cmp - verified.txt
n=$(awk -F, 'NR == 2 { print $4 }' plan.csv)
[ "$(wc -l <sheet.csv)" -eq $((n + 1)) ]

# One item swapped for another of the delivery: verify names both, judge refuses the row.
"$LABELQA" sample "$delivery" --n 600 -q -o all.csv
other=$(awk -F, 'NR == FNR { seen[$2] = 1; next } !($2 in seen) { print $2 "," $7; exit }' sheet.csv all.csv)
awk -F, -v OFS=, -v other="$other" 'NR == 3 { split(other, o, ","); $2 = o[1]; $7 = o[2] } { print }' \
    sheet.csv >swapped.csv
status=0
"$LABELQA" sample "$delivery" $draw --verify swapped.csv --format csv -q >differences.csv || status=$?
[ "$status" -eq 1 ]
[ "$(wc -l <differences.csv)" -eq 3 ]
fill wrong swapped.csv >bad.csv
status=0
"$LABELQA" judge bad.csv --limit 5% -q 2>error.txt || status=$?
[ "$status" -eq 3 ]
grep -q 'bad.csv:3:.*E315' error.txt

# By the plan's numbers and by the bounds.
fill wrong sheet.csv >done.csv
"$LABELQA" judge done.csv --limit 6% --plan plan.csv -q >by_plan.txt || true
grep -q 'the plan' by_plan.txt
status=0
"$LABELQA" judge done.csv --limit 0.1% -q >rejected.txt || status=$?
[ "$status" -eq 1 ]
grep -q 'verdict: REJECT' rejected.txt
"$LABELQA" judge done.csv --limit 30% --by stratum --delivery "$delivery" -q | grep -q 'verdict: ACCEPT'

# A top-up of the same sample, judged together with it; the same sheet twice is refused.
"$LABELQA" sample "$delivery" --n 30 --stratify annotator --seed-file secret.txt --earlier sheet.csv \
    -q -o more.csv
fill wrong more.csv >more_done.csv
"$LABELQA" judge done.csv more_done.csv --limit 30% --format csv -q >both.csv
grep -q "^all,$((n + 30))," both.csv
status=0
"$LABELQA" judge done.csv done.csv --limit 30% -q 2>error.txt || status=$?
[ "$status" -eq 3 ]
grep -q E313 error.txt

# Every design from the draw to the verdict.
for design in "--systematic" "--pps seconds" "--cluster annotator --n 2" "--uncertain"; do
    "$LABELQA" sample "$delivery" --n 80 $design -q --force -o design.csv 2>error.txt ||
        { grep -q E304 error.txt && continue; exit 1; }
    fill wrong design.csv >design_done.csv
    "$LABELQA" judge design_done.csv --limit 40% --format csv -q >design.txt || [ $? -eq 4 ]
done

# Ids of any number, in one pass, whatever their order.
seq 100000 | "$LABELQA" sample --ids - --n 50 --format csv -q >ids.csv
seq 100000 -1 1 | "$LABELQA" sample --ids - --n 50 --format csv -q | cmp - ids.csv

# Through a spreadsheet program: the sheet filled there, and saved as both kinds of file.
command -v soffice >/dev/null && [ "${LABELQA_NO_OFFICE:-}" != 1 ] || exit 0
convert() { # TYPE FOLDER FILE
    timeout 300 soffice "-env:UserInstallation=file://$PWD/profile" --headless --convert-to "$1" \
        --outdir "$2" "$3" >/dev/null 2>&1
}
convert xlsx from_csv done.csv
"$LABELQA" judge from_csv/done.xlsx --limit 30% --format csv -q >office.csv
"$LABELQA" judge done.csv --limit 30% --format csv -q | cmp - office.csv
convert xlsx saved sheet.xlsx
"$LABELQA" sample "$delivery" $draw --verify saved/sheet.xlsx -q | cmp - verified.txt
status=0
"$LABELQA" judge saved/sheet.xlsx --limit 30% -q >untouched.txt || status=$?
[ "$status" -eq 4 ]
grep -q "nothing was judged; 0 unsure and $n not done" untouched.txt
