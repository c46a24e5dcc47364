# Workbooks of odd audits: what holds for the demo's holds for them. All are opened at once, since a
# spreadsheet program takes longer to start than to read them.
set -eu
. "$LABELQA_ROOT/tests/support/office.sh"
scenes=$LABELQA_ROOT/fixtures/street-scenes
compare() { # BOOK ARGUMENT...: whatever the decision, there is a workbook
    local book=$1 status=0
    shift
    "$LABELQA" compare "$@" -q -o "$book" >/dev/null || status=$?
    [ "$status" = 0 ] || [ "$status" = 1 ] || [ "$status" = 4 ]
}
one=(--vendor "quickpix=$scenes/deliveries/quickpix-scene.csv")
compare one-vendor.xlsx "${one[@]}" -g "$scenes/gold/scene.csv" --quotes "$scenes/quotes.csv" \
    --rates "$scenes/rates.csv" --currency EUR
compare no-gold.xlsx "${one[@]}" --vendor "northlight=$scenes/deliveries/northlight-scene.csv" \
    --quotes "$scenes/quotes.csv" --rates "$scenes/rates.csv" --currency EUR
compare no-quotes.xlsx "${one[@]}" --vendor "northlight=$scenes/deliveries/northlight-scene.csv" \
    -g "$scenes/gold/scene.csv" --log "$scenes/delivery-log.csv"
# One vendor quotes under a name that delivers nothing: it has no rank, and the other keeps its cost.
sed 's/^quickpix,/quickpix Ltd,/' "$scenes/quotes.csv" >misnamed.csv
compare misnamed.xlsx "${one[@]}" --vendor "northlight=$scenes/deliveries/northlight-scene.csv" \
    -g "$scenes/gold/scene.csv" --log "$scenes/delivery-log.csv" --quotes misnamed.csv \
    --rates "$scenes/rates.csv" --currency EUR
# Nothing is defined: one annotator, one class, one item.
printf 'item,annotator,label\na,w,x\n' >single.csv
cp single.csv single-gold.csv
compare undefined.xlsx --vendor v=single.csv -g single-gold.csv
# Twelve vendors with names that break things, some of them without an answer to gold.
awk 'BEGIN {
    print "item,annotator,label"
    for (i = 0; i < 400; i++) { print "i" i ",w1,c" i % 30; print "i" i ",w2,c" (i * 7) % 30 }
}' >labels.csv
awk 'BEGIN { print "item,label"; for (i = 0; i < 60; i++) print "i" i ",c" (i * 11) % 30 }' >gold.csv
printf 'item,annotator,label\n"=1+1",w,"=cmd|calc"\nb\a,w,x\001y\n\xef\xbf\xbf,w,_x0041_\n' >odd.csv
names=('=cmd|calc' '+1' '@x' "o'neil" 'a/b[c]:*?' '_x0041_' 'ünïcode 中文 😀' "$(printf 'bell\a')"
    'forty letters of a name that goes on and on' '-' '&<>"' 'plain')
args=()
for i in "${!names[@]}"; do
    cp "$([ $((i % 4)) = 3 ] && echo odd.csv || echo labels.csv)" "d$i.csv"
    [ $((i % 4)) = 3 ] || sed -i "2,$((2 + 20 * i))s/,c[0-9]*$/,c1/" "d$i.csv"
    [ $i = 0 ] || args+=(--vendor "${names[i]}=d$i.csv")
done
# The option takes what stands before the first "=" for the name; a column takes any.
awk -v OFS=, 'NR == 1 { print "vendor", $0; next } { print "=cmd|calc", $0 }' d0.csv >column.csv
printf 'vendor,charge,basis,price,currency\n' >quotes.csv
for i in 0 1 2 3 4 5 6 8 9 11; do
    printf '"%s",labels,per item,0.0%d,EUR\n' "${names[i]//\"/\"\"}" $((i + 1)) >>quotes.csv
done
compare twelve.xlsx column.csv "${args[@]}" -g gold.csv --quotes quotes.csv --current-vendor plain
cp odd.csv odd-gold.csv
compare hostile.xlsx --vendor "+a=odd.csv" --vendor "b[]:*?/=labels.csv" -g odd-gold.csv
# With an audit by sampling, all rows and links; and the books for vendors, which have another front.
cp -r "$scenes" audited && cd audited
"$LABELQA" plan --lot 1000 --aql 1% --rql 6% -o plan.csv -q
"$LABELQA" sample --vendor quickpix=deliveries/quickpix-scene.csv --n 85 -o sheet.csv -q
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "verdict") v = i; print; next }
    { $v = NR % 30 ? "correct" : "wrong"; print }' sheet.csv >done.csv
printf 'audit:\n  plan: plan.csv\n  sheets: [done.csv]\nimages: https://images.example/{item}\n' >>audit.yaml
"$LABELQA" audit -o ../audited.xlsx --rows -q >table.txt
cd ..
grep -q ACCEPT audited/table.txt
check_books audited.xlsx one-vendor.xlsx no-gold.xlsx no-quotes.xlsx misnamed.xlsx undefined.xlsx twelve.xlsx hostile.xlsx
if grep -l '<f>[^<]*cmd|' ./*.parts/xl/worksheets/*.xml; then
    echo "a name became a formula" && exit 1
fi
grep -q 'Audit plan' audited.parts/xl/workbook.xml
grep -q 'https://images.example/street' audited.parts/xl/worksheets/_rels/*.rels
