# The demo's workbook as a spreadsheet program sees it: what holds for every book, and after a change
# of the inputs the costs, gates and ranks are those of a fresh run with the same settings.
set -eu
. "$LABELQA_ROOT/tests/support/office.sh"
project=$LABELQA_ROOT/fixtures/street-scenes/audit.yaml
for run in one two; do
    mkdir $run && (cd $run && "$LABELQA" audit -c "$project" -o book.xlsx -q >/dev/null)
done
cmp one/book.xlsx two/book.xlsx
cp one/book.xlsx book.xlsx
check_books book.xlsx
if grep -q 'qp-[0-9]' book.parts/xl/sharedStrings.xml book.parts/xl/worksheets/*.xml; then
    echo "an annotator's name stands in the workbook" && exit 1
fi
"$LABELQA" audit -c "$project" -o named.xlsx -q --names >/dev/null
check_parts named.xlsx
grep -q 'qp-[0-9]' named.parts/xl/sharedStrings.xml

# Another volume and limit, and another vendor in Confusion's list box, typed into the cells.
cell_of() { # NAME: the cell that a defined name stands for
    grep -oE "<definedName name=\"$1\">Inputs![^<]*" book.parts/xl/workbook.xml | tr -d '$' | sed 's/.*!//'
}
sheet_of() { # NAME: its file
    local at
    at=$(grep -oE '<sheet name="[^"]*"' book.parts/xl/workbook.xml | grep -n "\"$1\"" | cut -d: -f1)
    echo "book.parts/xl/worksheets/sheet$at.xml"
}
type_in() { # FILE CELL VALUE
    sed -i -E "s|(<c r=\"$2\"[^>]*>)<v>[^<]*</v>|\1<v>$3</v>|" "$1"
}
string_of() { # TEXT: its number among the shared strings
    grep -oE '<si><t[^>]*>[^<]*' book.parts/xl/sharedStrings.xml | sed 's/.*>//' | grep -nxF "$1" | cut -d: -f1
}
type_in "$(sheet_of Inputs)" "$(cell_of Volume)" 250000
type_in "$(sheet_of Inputs)" "$(cell_of MaxErr)" 0.06
type_in "$(sheet_of Confusion)" B3 $(($(string_of quickpix) - 1))
type_in "$(sheet_of Confusion)" B4 $(($(string_of scene) - 1))
(cd book.parts && zip -q -r ../changed.xlsx .)
"$LABELQA" audit -c "$project" -o asked.xlsx -q --volume 250000 --limit 6% >/dev/null
sheets_of fresh changed changed.xlsx
sheets_of as_is asked asked.xlsx
if cmp -s fresh/book-Vendors.csv changed/changed-Vendors.csv; then
    echo "Vendors does not follow Inputs" && exit 1
fi
for book in changed asked; do vendor_rows $book/$book-Vendors.csv >$book.rows; done
same_values changed.rows asked.rows
# The matrix is the one of quickpix and scene: its cells add up to the answers that were checked.
"$LABELQA" audit -c "$project" --format csv --table confusion -q >confusion.csv
want=$(awk -F, '$1 == "quickpix" && $2 == "scene" { n += $5 } END { print n }' confusion.csv)
got=$(awk -F '\037' '$1 == "total" { for (i = 2; i <= NF; i++) if ($i != "") last = $i; print last; exit }' \
    changed/changed-Confusion.csv)
[ "$want" = "$got" ] || { echo "Confusion shows $got answers, not $want" && exit 1; }
