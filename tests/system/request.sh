# A request goes out, is filled in a spreadsheet program and comes back: what was typed is read from
# the file as it was filled, and again after LibreOffice has saved it.
set -eu
"$LABELQA" init --request -c "$LABELQA_ROOT/fixtures/street-scenes/audit.yaml" -o request.xlsx 2>/dev/null
mkdir parts && (cd parts && unzip -q ../request.xlsx)
find parts -name '*.xml' -o -name '*.rels' | xargs xmllint --noout

# The part of a sheet, by its name; the row of the first cell that holds a text, in a column.
sheet_of() {
    local n
    n=$(grep -oE '<sheet name="[^"]+"' parts/xl/workbook.xml | grep -n "\"$1\"" | cut -d: -f1)
    echo "parts/xl/worksheets/sheet$n.xml"
}
row_of() { # SHEET COLUMN TEXT
    local n
    n=$(grep -oE '<si><t[^>]*>[^<]*' parts/xl/sharedStrings.xml | sed 's/.*>//' | grep -nxF "$3" | head -1 | cut -d: -f1)
    grep -oE "<c r=\"$2[0-9]+\"[^>]*t=\"s\"><v>$((n - 1))</v>" "$(sheet_of "$1")" | head -1 | grep -oE "\"$2[0-9]+\"" | tr -dc 0-9
}
type_in() { # SHEET CELL TEXT; the text as sed inserts it
    local content
    case $3 in
    *[!0-9.-]*) content=" t=\"inlineStr\"><is><t>$3</t></is>" ;;
    *) content="><v>$3</v>" ;;
    esac
    sed -i -E "s|<c r=\"$2\" s=\"([0-9]+)\"/>|<c r=\"$2\" s=\"\1\"$content</c>|" "$(sheet_of "$1")"
    grep -qF "${content//\\/}" "$(sheet_of "$1")" || { echo "$1 has no empty cell $2" && exit 1; }
}
answer() { # ID ANSWER [EVIDENCE [EXPIRES]]; a date is a number of days in a cell that shows it
    local row
    row=$(row_of Questions A "$1")
    type_in Questions "G$row" "$2"
    [ $# -lt 3 ] || type_in Questions "H$row" "$3"
    [ $# -lt 4 ] || type_in Questions "I$row" "$4"
}
charge() { # ROW CHARGE BASIS PRICE CURRENCY
    type_in Charges "B$1" "$2"
    type_in Charges "C$1" "$3"
    type_in Charges "H$1" "$4"
    type_in Charges "I$1" "$5"
}

type_in Instructions "B$(row_of Instructions A vendor)" 'Acme \&amp; Söhne'
first=$(($(row_of Charges B discount) + 1))
charge "$first" boxes per_item 0.25 EUR
charge $((first + 1)) set-up per_project 700 EUR
type_in Promises "D$(row_of Promises A turnaround)" 48
type_in Promises "D$(row_of Promises A capacity)" 9000
type_in Promises "D$(row_of Promises A on_time)" 0.95
for id in formats deletion encryption_at_rest encryption_in_transit access_control rights; do
    answer "$id" yes
done
for id in review_layers ambiguous_items data_location countries; do
    answer "$id" 'as in the annex'
done
answer own_models no
answer gdpr yes dpa.pdf
answer nda yes nda.pdf
answer iso27001 yes iso.pdf 46600
(cd parts && zip -q -r ../returned.xlsx .)

# Everything that was typed, and nothing else.
check_answers() { # FILES...
    status=0
    "$LABELQA" compliance "$@" --starts 2026-05-04 --ends 2027-03-31 --format json -q >answers.json || status=$?
    [ "$status" = 0 ]
    python3 - <<'PYTHON'
import json

tables = json.load(open("answers.json"))["tables"]
(vendor,) = tables["compliance"]
assert (vendor["vendor"], vendor["gate"]) == ("Acme & Söhne", "PASS"), vendor
assert (vendor["musts_met"], vendor["musts"], vendor["answered"]) == (13, 13, 14), vendor
answers = {row["question"]: row for row in tables["answers"]}
assert answers["iso27001"]["expires"] == "2027-08-01", answers["iso27001"]
assert answers["gdpr"]["evidence"] == "dpa.pdf"
promises = {row["promise"]: row["value"] for row in tables["promises"]}
assert promises == {"turnaround": 48, "capacity": 9000, "on_time": 0.95}, promises
PYTHON
}
check_quote() { # FILES...
    "$LABELQA" quote "$@" --volume 1000 --format csv --table costs -q >costs.csv
    cut -d, -f1-4 costs.csv | grep -qx 'Acme & Söhne,1000,EUR,950'
}
check_answers returned.xlsx
check_quote returned.xlsx

# An audit takes all of it from the one file.
mkdir project && cp -r "$LABELQA_ROOT/fixtures/street-scenes/." project
cp returned.xlsx project/
sed -i 's|responses/northlight-promises.csv|returned.xlsx|; /responses\/northlight-questions.csv/d; s/^quotes:.*//' project/audit.yaml
sed -i 's/Acme &amp; Söhne/northlight/' parts/xl/worksheets/*.xml && rm project/returned.xlsx
(cd parts && zip -q -r ../project/returned.xlsx .)
"$LABELQA" audit -c project/audit.yaml --format csv --table costs -q >costs.csv
grep -q '^northlight,50000,EUR,' costs.csv

"$LABELQA" quote -c project/audit.yaml --format csv --table costs -q >costs.csv
grep -q '^northlight,50000,EUR,' costs.csv

# A vendor from which nothing came back has met no must.
sed -i '/responses\/swiftlabel/d' project/audit.yaml
"$LABELQA" audit -c project/audit.yaml --format json -q >audit.json || [ $? = 1 ]
python3 - <<'PYTHON'
import json

report = json.load(open("audit.json"))
gates = {row["vendor"]: row for row in report["tables"]["vendors"]}
assert gates["northlight"]["gate"] == "PASS", gates["northlight"]
assert gates["swiftlabel"]["gate"] == "FAIL", gates["swiftlabel"]
assert "no answer to the request, which has 13 musts" in gates["swiftlabel"]["gate_reason"]
assert any(f["code"] == "W445" and f["vendor"] == "swiftlabel" for f in report["findings"])
PYTHON

command -v soffice >/dev/null || exit 0
[ "${LABELQA_NO_OFFICE:-}" != 1 ] || exit 0
mkdir saved
timeout 300 soffice "-env:UserInstallation=file://$PWD/user" --headless --convert-to xlsx:"Calc MS Excel 2007 XML" \
    --outdir saved returned.xlsx >/dev/null 2>&1
check_answers saved/returned.xlsx
check_quote saved/returned.xlsx
