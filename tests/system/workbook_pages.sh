# On paper: fewer than twenty pages for three vendors, Vendors and Summary on one each, and no page
# that is wider than its paper: what stands in the last column of a heading stands on the page of the
# first.
set -eu
. "$LABELQA_ROOT/tests/support/office.sh"
"$LABELQA" audit -c "$LABELQA_ROOT/fixtures/street-scenes/audit.yaml" -o book.xlsx -q >/dev/null || [ $? -le 4 ]
office as_is pdf pdf book.xlsx
pdftotext -layout pdf/book.pdf pages.txt
pages=$(pdfinfo pdf/book.pdf | awk '$1 == "Pages:" { print $2 }')
[ "$pages" -lt 20 ] || { echo "$pages pages" && exit 1; }
for sheet in Summary Inputs Vendors Quotes Sensitivity Accuracy Agreement Annotators Geometry Scores Turnaround \
    Trend Problems "Wrong items"; do
    [ "$(grep -cE "(^| )$sheet, page [0-9]+ of" pages.txt)" = 1 ] ||
        { echo "$sheet is not on one page" && exit 1; }
done
page_of() { # TEXT
    awk -v RS='\f' -v text="$1" 'index($0, text) { print NR; exit }' pages.txt
}
[ "$(page_of 'Vendors side by side')" = "$(page_of 'cost per correct label')" ]
[ "$(page_of 'Errors against gold')" = "$(page_of 'By vendor and class')" ]
