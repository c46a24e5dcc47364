# A workbook for each vendor holds its own figures and nothing of the others: no name, no file, no
# figure, no item that it did not label; files have safe names, and all of them come or none.
set -eu
project=$LABELQA_ROOT/fixtures/street-scenes/audit.yaml
"$LABELQA" audit -c "$project" --vendor-reports out -q >/dev/null
ls out >listed
printf '%s\n' northlight.xlsx quickpix.xlsx swiftlabel.xlsx | diff listed -
texts_of() { # VENDOR: all texts and numbers of the workbook, a line each
    rm -rf "$1" && mkdir "$1" && (cd "$1" && unzip -q "../out/$1.xlsx")
    find "$1" -name '*.xml' -o -name '*.rels' | xargs xmllint --noout
    find "$1" -name '*.xml' -o -name '*.rels' | sort | xargs cat | tr '<>"' '\n\n\n' >"$1.txt"
}
for vendor in northlight quickpix swiftlabel; do texts_of $vendor; done
# A secret: what only another vendor's audit yields. Figures: their error counts and rates in full.
"$LABELQA" audit -c "$project" --format csv --table vendors -q >vendors.csv
for vendor in northlight quickpix swiftlabel; do
    for other in northlight quickpix swiftlabel; do
        [ $other != $vendor ] || continue
        if grep -q "$other" $vendor.txt; then
            echo "$vendor's workbook names $other" && exit 1
        fi
        awk -F, -v other=$other '
            NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
            $1 == other { print $column["error_rate"]; print $column["error_rate_low"]
                print $column["error_rate_high"]; print $column["total_cost"]; print $column["score"] }' \
            vendors.csv | cut -c1-12 | grep '\.' | sort -u >secrets
        [ -s secrets ]
        if grep -qFf secrets $vendor.txt; then
            echo "$vendor's workbook has a figure of $other" && exit 1
        fi
    done
    if grep -qE '^(nl|qp|sw)-[0-9]|EUR|quotes|fixtures/' $vendor.txt; then
        echo "$vendor's workbook says what is the buyer's or a person's" && exit 1
    fi
    grep -q "$vendor" $vendor.txt
done
# Its own error rate is there.
awk -F, '$1 == "quickpix"' vendors.csv | grep -q . && grep -q '^301 of 1229 checked labels are wrong' quickpix.txt

# One that is there stops all, and nothing is left half.
mkdir there && echo mine >there/swiftlabel.xlsx
if "$LABELQA" audit -c "$project" --vendor-reports there -q >/dev/null 2>message; then exit 1; fi
grep -q 'E502' message
[ "$(ls there)" = swiftlabel.xlsx ] && [ "$(cat there/swiftlabel.xlsx)" = mine ]
"$LABELQA" audit -c "$project" --vendor-reports there -q --force >/dev/null
[ "$(ls there | wc -l)" = 3 ]
: >file
if "$LABELQA" audit -c "$project" --vendor-reports file -q >/dev/null 2>message; then exit 1; fi
grep -q 'E501' message

# Names that are no names of files.
printf 'item,annotator,label\na,w,x\nb,w,y\n' >labels.csv
cp labels.csv gold.csv
args=()
i=0
for name in '../up' 'a/b' 'A_B' 'a_b' '-rf' '.hidden' "$(printf 'x\ny')" 'con' 'ünïcode 😀'; do
    i=$((i + 1)) && cp labels.csv $i.csv && args+=(--vendor "$name=$i.csv")
done
"$LABELQA" compare "${args[@]}" -g gold.csv --vendor-reports hostile -q >/dev/null || [ $? = 4 ]
[ "$(ls hostile | wc -l)" = $i ]
[ -z "$(ls -A . .. | grep -i 'up\.xlsx')" ]
ls hostile | sort >names
printf '%s\n' '_._up.xlsx' 'a_b.xlsx' 'A_B-2.xlsx' 'a_b-3.xlsx' '_rf.xlsx' '_hidden.xlsx' '_con.xlsx' |
    while read -r name; do grep -qxF -- "$name" names || { echo "no $name" && exit 1; }; done
# Of one file of several vendors each gets its own rows, and not the file.
awk 'BEGIN { print "vendor,item,annotator,label"
    for (i = 0; i < 9; i++) { print "firstco,i" i ",p" i % 3 ",x"; print "secondco,j" i ",q" i % 3 ",y" } }' >both.csv
awk 'BEGIN { print "item,label"; for (i = 0; i < 9; i++) { print "i" i ",z"; print "j" i ",z" } }' >all.csv
"$LABELQA" compare both.csv -g all.csv --vendor-reports shared -q >/dev/null || [ $? = 1 ]
mkdir one && (cd one && unzip -q ../shared/firstco.xlsx)
if grep -rlE 'secondco|both\.csv|>j[0-9]' one; then
    echo "firstco knows of secondco" && exit 1
fi
grep -rq '>i8<' one
