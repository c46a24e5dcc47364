# The workbook as a spreadsheet program sees it: every formula's value is what it recalculates to, no
# cell is an error, and after a change of the inputs the costs, gates and ranks are those of a fresh
# run with the same settings.
set -eu
command -v soffice >/dev/null || exit 77
[ "${LABELQA_NO_OFFICE:-}" != 1 ] || exit 77
project=$LABELQA_ROOT/fixtures/street-scenes/audit.yaml
mkdir -p recalculate/user
cat >recalculate/user/registrymodifications.xcu <<'XCU'
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
XCU
sheets='csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1'
convert() { # PROFILE FOLDER BOOK
    timeout 300 soffice "-env:UserInstallation=file://$PWD/$1" --headless --convert-to "$sheets" \
        --outdir "$2" "$3" >/dev/null 2>&1
}
"$LABELQA" audit -c "$project" -o book.xlsx -q >/dev/null
"$LABELQA" audit -c "$project" -o again.xlsx -q >/dev/null
mkdir one two && (cd one && unzip -q ../book.xlsx) && (cd two && unzip -q ../again.xlsx)
sed -i 's/again\.xlsx/book.xlsx/g' two/xl/sharedStrings.xml
diff -r one two
find one -name '*.xml' -o -name '*.rels' | xargs xmllint --noout
if grep -q 'qp-[0-9]' one/xl/sharedStrings.xml; then
    echo "an annotator's name stands in the workbook" && exit 1
fi
convert cached cached-out book.xlsx
convert recalculate fresh-out book.xlsx
diff -r cached-out fresh-out
if grep -lE '#(REF|NAME|VALUE|DIV/0|N/A|NUM)|Err:' fresh-out/*; then
    echo "a cell is an error" && exit 1
fi

# Another volume and limit, typed into the cells, against a run that was asked for them.
sheet=$(grep -l 'Volume; all costs\|NORMSINV' one/xl/worksheets/*.xml | head -1)
sed -i -E 's|(<c r="B5"[^>]*>)<v>50000</v>|\1<v>250000</v>|; s|(<c r="B8"[^>]*>)<v>0.05</v>|\1<v>0.06</v>|' "$sheet"
(cd one && zip -q -r ../changed.xlsx .)
convert recalculate changed-out changed.xlsx
"$LABELQA" audit -c "$project" -o asked.xlsx -q --volume 250000 --limit 6% >/dev/null
convert cached asked-out asked.xlsx
python3 - <<'PYTHON'
import csv


def rows(path):
    return list(csv.reader(open(path)))[3:6]


changed, asked = rows("changed-out/changed-Vendors.csv"), rows("asked-out/asked-Vendors.csv")
before = rows("cached-out/book-Vendors.csv")
assert changed != before
for a, b in zip(changed, asked):
    for x, y in zip(a, b):
        try:
            x, y = float(x.rstrip("%")), float(y.rstrip("%"))
            assert abs(x - y) <= 1e-9 * max(1, abs(y)), (x, y)
        except ValueError:
            assert x == y, (x, y)
PYTHON
timeout 300 soffice "-env:UserInstallation=file://$PWD/recalculate" --headless --convert-to pdf \
    book.xlsx >/dev/null 2>&1
pdftotext -f 2 -l 2 book.pdf - | head -5 | grep -q Inputs
