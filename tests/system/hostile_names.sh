# Names that break spreadsheets, terminals and files do not break the workbook: it stays well-formed,
# nothing runs as a formula, and one vendor, no gold and no quotes are no special cases.
set -eu
printf 'item,annotator,label\n' >labels.csv
for name in '=cmd|calc' '+1' '@x' "o'neil" 'a/b[c]:*?' '_x0041_' 'ünïcode 中文 😀' \
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'; do
    printf '"%s",w1,"%s"\n"%s",w2,"%s"\n' "$name" "$name" "$name" "$name" >>labels.csv
done
printf 'bell\a,w1,x\001y\n' >>labels.csv
head -c 1000000 /dev/zero | tr '\0' 'q' >long
printf '%s,w1,z\n' "$(cat long)" >>labels.csv
for vendor in 1 12; do
    args=()
    for i in $(seq $vendor); do
        cp labels.csv "labels-$i.csv"
        args+=(--vendor "+v$i [x]:*?/ 'long long long long long long name'=labels-$i.csv")
    done
    status=0
    "$LABELQA" compare "${args[@]}" -q -o "book-$vendor.xlsx" >/dev/null || status=$?
    [ "$status" -eq 4 ] # nothing is known to be right
    mkdir "book-$vendor" && (cd "book-$vendor" && unzip -q "../book-$vendor.xlsx")
    find "book-$vendor" -name '*.xml' -o -name '*.rels' | xargs xmllint --noout
    grep -q '<f>cmd' -r "book-$vendor" && exit 1
done
"$LABELQA" agree labels.csv -q -o tables.xlsx
"$LABELQA" sample labels.csv --n 5 -q -o sheet.xlsx
for book in tables sheet; do
    mkdir $book && (cd $book && unzip -q ../$book.xlsx)
    find $book -name '*.xml' -o -name '*.rels' | xargs xmllint --noout
done
# A terminal sees no control characters.
"$LABELQA" agree labels.csv -q >table.txt
if LC_ALL=C grep -q "$(printf '[\001\007\033]')" table.txt; then
    echo "control characters reached the terminal" && exit 1
fi
esc=$(printf '\033')
printf 'vendor,charge,basis,price,currency\n"a%s[31m",fee,per_item,1,EUR\nb,x,per_unit%s,2,EUR\n' \
    "$esc" "$esc" >quotes.csv
if "$LABELQA" quote quotes.csv --volume 10 >quote.txt 2>&1; then exit 1; fi
sed -i 's/,per_unit.*/,per_item,2,EUR/' quotes.csv
"$LABELQA" quote quotes.csv --volume 10 >>quote.txt 2>&1
if LC_ALL=C grep -q "$esc" quote.txt; then
    echo "escapes reached the terminal" && exit 1
fi
# Work sheets with such names come back whole, from a workbook and from CSV.
for sheet in all.xlsx all.csv; do
    "$LABELQA" sample labels.csv --n 100 --stratify label,annotator --auditors '=a,b' --overlap 50% \
        --images 'x/{item}' -q -o $sheet
    status=0
    "$LABELQA" judge $sheet --limit 5% -q >/dev/null || status=$?
    [ "$status" -eq 4 ]
done
