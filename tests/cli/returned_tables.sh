# Forms and sheets as spreadsheet programs save them: CSV with the titles above, OpenDocument, and what is none.
labelqa sample fixtures/street-scenes/deliveries/northlight-scene.csv --n 4 --format csv -q >sheet.csv
awk -F, -v OFS=';' '
    NR == 1 { for (c = 1; c <= NF; c++) if ($c == "verdict") v = c
              blanks = sprintf("%" (NF - 1) "s", ""); gsub(/ /, ";", blanks)
              print "Audit work sheet" blanks; print blanks }
    NR > 1 { $v = NR == 3 ? "wrong" : "correct" }
    { $1 = $1; print }
    END { print blanks }' sheet.csv >saved.csv
labelqa judge saved.csv --limit 80% --table verdicts

cat >charges.csv <<'END'
Charges;;;;
One row a price, in the order in which they are worked. All prices net.;;;;
;;;;
vendor;charge;basis;price;currency
acme;annotation;per_item;0,42;EUR
acme;set-up;per_project;600;EUR
;;;;
END
labelqa quote charges.csv --volume 1000 --table totals

python3 - <<'END'
import zipfile
rows = [["item", "annotator", "label"], ["a", "ann", "cat"], ["a", "bob", "cat"], ["b", "ann", "dog"],
        ["b", "bob", "cat"]]
cells = "".join("<table:table-row>" + "".join(
    f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    for text in row) + "</table:table-row>" for row in rows)
def document(name, kind):
    with zipfile.ZipFile(name, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument." + kind)
        book.writestr("content.xml", '<?xml version="1.0"?><office:document-content xmlns:office="o" '
                      'xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>'
                      f'<table:table table:name="Labels">{cells}</table:table>'
                      "</office:spreadsheet></office:body></office:document-content>")
document("labels.ods", "spreadsheet")
cells = cells.replace("<table:table-row>", '<table:table-row table:visibility="filter">').replace(
    '<table:table-row table:visibility="filter">', "<table:table-row>", 2)
cells += '</table:table><table:table table:name="June">' + cells
document("more.ods", "spreadsheet")
document("letter.ods", "text")
open("old.xls", "wb").write(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504))
END
labelqa agree labels.ods --format csv --table coefficients --coefficients percent_agreement
for sheet in '' '--sheet June' '--sheet July'; do
    labelqa ingest more.ods $sheet
done
for file in letter.ods old.xls; do
    labelqa agree "$file"
    labelqa quote "$file" --volume 1000
done
true
