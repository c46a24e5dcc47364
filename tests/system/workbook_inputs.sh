# What is typed into the sheet Inputs: gates, values, scores, ranks and the verdict are then those of a
# run that was asked for the same.
set -eu
. "$LABELQA_ROOT/tests/support/office.sh"
project=$LABELQA_ROOT/fixtures/street-scenes/audit.yaml
audit() { # BOOK OPTION...
    local book=$1
    shift
    "$LABELQA" audit -c "$project" -o "$book" -q "$@" >/dev/null || [ $? -le 4 ]
}
audit book.xlsx
check_parts book.xlsx
inputs=$(grep -oE '<sheet name="[^"]*"' book.parts/xl/workbook.xml | grep -n '"Inputs"' | cut -d: -f1)
cell_of() { # NAME: the cell that a defined name stands for
    grep -oE "<definedName name=\"$1\">Inputs![^<]*" book.parts/xl/workbook.xml | tr -d '$' | sed 's/.*!//'
}
# A copy of the book with cells of Inputs as given, a defined name or an address each.
type_into() { # BOOK CELL=VALUE...
    local folder=${1%.xlsx}.typed book=$1 cell value content kind
    shift
    rm -rf "$folder" && cp -r book.parts "$folder"
    for edit in "$@"; do
        value=${edit#*=}
        cell=$(cell_of "${edit%%=*}")
        content="<v>$value</v>" kind=
        case $value in *[A-Z]*) content="<is><t>$value</t></is>" kind=' t="inlineStr"' ;; esac
        sed -i -E "s#(<c r=\"${cell:-${edit%%=*}}\" s=\"[0-9]+\")[^>]*>(<f>[^<]*</f>)?<v>[^<]*</v></c>#\1$kind>$content</c>#" \
            "$folder/xl/worksheets/sheet$inputs.xml"
        grep -qF "$content</c>" "$folder/xl/worksheets/sheet$inputs.xml" ||
            { echo "$edit: not typed" && exit 1; }
    done
    (cd "$folder" && zip -q -r "../$book" .)
}
sheets_of as_is as_is book.xlsx
include=$(grep -n "^northlight.Y" as_is/book-Inputs.csv | cut -d: -f1)

type_into gates.xlsx Volume=250000 Budget=90000 Weeks=60
audit gates-asked.xlsx --volume 250000 --budget 90000 --weeks 60
type_into scenario.xlsx 'Scenario=Cost first'
audit scenario-asked.xlsx --weights 0.2,0.1,0.7
type_into ends.xlsx V_cost_worst=0.9 V_cost_best=0 V_quality_worst=0.03 V_speed_best=20
audit ends-asked.xlsx --values cost=0.9:0,quality=0.03:,speed=:20
type_into tight.xlsx Budget=16000 MaxTAT_h=30 MinAgreement=0.9
sed 's/turnaround_hours: 96/turnaround_hours: 30\n  agreement: 0.9/' "$project" >tight.yaml
ln -s "$LABELQA_ROOT"/fixtures/street-scenes/* . 2>/dev/null || true
"$LABELQA" audit -c tight.yaml -o tight-asked.xlsx -q --budget 16000 >/dev/null || [ $? = 1 ]
type_into without.xlsx "B$include=N"
sheets_of fresh fresh gates.xlsx scenario.xlsx ends.xlsx tight.xlsx without.xlsx
sheets_of as_is as_is gates-asked.xlsx scenario-asked.xlsx ends-asked.xlsx tight-asked.xlsx
for book in gates scenario ends tight; do
    cmp -s as_is/book-Vendors.csv fresh/$book-Vendors.csv &&
        { echo "Vendors does not follow $book" && exit 1; }
    for side in fresh/$book as_is/$book-asked; do
        vendor_rows "$side-Vendors.csv" >"$side.rows"
        sed -n 4p "$side-Summary.csv" >"$side.verdict"
    done
    same_values fresh/$book.rows as_is/$book-asked.rows
    cmp fresh/$book.verdict as_is/$book-asked.verdict
done
# A vendor that is left out has no rank, and the next takes its place.
vendor_lines fresh/without-Vendors.csv | tr '\037' , >without.csv
grep -q '^northlight,OUT,-,' without.csv
grep -q '^swiftlabel,INCONCLUSIVE,1,' without.csv
# How sure the first place is was drawn for the inputs as delivered, and is not shown for others.
tr '\037' , <as_is/book-Inputs.csv | grep -q '^Inputs as delivered?,yes,'
tr '\037' , <fresh/gates-Inputs.csv | grep -q '^Inputs as delivered?,no,'
if grep -qE 'clear|within sampling error|[0-9] % of draws' fresh/gates-Summary.csv; then
    echo "Summary is sure of inputs that were changed" && exit 1
fi
grep -q 'run labelqa again' fresh/gates-Summary.csv
grep -q 'Inputs were changed: how sure the first place is was computed' fresh/gates-Summary.csv
# Nothing to label, and a price of a quote.
type_into nothing.xlsx Volume=0 Budget=90000
type_into price.xlsx "$(cell_of CostPerWrong)=0.5"
sheets_of fresh fresh nothing.xlsx price.xlsx
if grep -aE '#(REF|NAME|VALUE|DIV/0|N/A|NUM)[!?]|Err:[0-9]' fresh/nothing-*.csv; then
    echo "a volume of 0 makes errors" && exit 1
fi
tr '\037' , <fresh/price-Inputs.csv | grep -q '^Inputs as delivered?,no,'

# Each yellow cell in turn: no cell of a verdict says what a fresh run denies. It says the same, or that
# labelqa has to be run again; how sure the first place is and where curves cross hold as delivered only.
verdicts() { # FOLDER/BOOK: gates, ranks and scores of the vendors
    vendor_lines "$1-Vendors.csv" | awk -F '\037' -v OFS='\037' 'NR >= 2 { print $1, $2, $3, $4, $6, $7, $8, $9, $10, $11 }'
}
agrees() { # TYPED FRESH: line by line, field by field
    verdicts "$2" >run.verdicts
    verdicts "$1" | awk -F '\037' -v book="$1" '
        { if ((getline line < "run.verdicts") <= 0) { print book ": more lines"; bad = 1; exit }
          n = split(line, run, FS)
          for (i = 1; i <= n; i++) {
              if ($i != run[i] && $i != "run labelqa again") {
                  print book ": " $1 " has " $i " where a run has " run[i]; bad = 1 } } }
        END { exit bad }'
}
edit() { # NAME CELL=VALUE OPTION...
    edits="$edits $1"
    type_into "$1.xlsx" "$2"
    audit "$1-run.xlsx" "${@:3}"
}
edits=
edit e_conf_high Conf=0.99 --conf 0.99
edit e_conf_low Conf=0.8 --conf 0.8
edit e_volume Volume=3000 --volume 3000
edit e_budget Budget=30000 --budget 30000
edit e_weeks Weeks=2 --weeks 2
edit e_objects ObjectsPerItem=9 --scenario objects_per_item=9
edit e_seconds SecondsPerItem=400 --scenario seconds_per_item=400
edit e_wrong CostPerWrong=2 --scenario cost_per_wrong=2
edit e_checking AuditCostPerItem=0.5 --scenario audit_cost_per_item=0.5
edit_limit() { # NAME CELL=VALUE SED-SCRIPT
    edits="$edits $1"
    type_into "$1.xlsx" "$2"
    sed "$3" "$project" >"$1.yaml"
    "$LABELQA" audit -c "$1.yaml" -o "$1-run.xlsx" -q >/dev/null || [ $? -le 4 ]
}
edit_limit e_error MaxErr=0.01 's/error: 5%/error: 1%/'
edit_limit e_agreement MinAgreement=0.5 's/turnaround_hours: 96/&\n  agreement: 0.5/'
edit_limit e_turnaround MaxTAT_h=20 's/turnaround_hours: 96/turnaround_hours: 20/'
# shellcheck disable=SC2086
sheets_of fresh fresh $(printf '%s.xlsx ' $edits)
# shellcheck disable=SC2046,SC2086
sheets_of as_is as_is $(printf '%s-run.xlsx ' $edits)
for name in $edits; do
    agrees "fresh/$name" "as_is/$name-run"
    tr '\037' , <"fresh/$name-Inputs.csv" | grep -q '^Inputs as delivered?,no,'
    [ "$(vendor_lines "fresh/$name-Vendors.csv" | sed -n 2p | cut -d "$(printf '\037')" -f5)" = 'run labelqa again' ] ||
        { echo "$name: the chance of being best stays" && exit 1; }
done
grep -q 'run labelqa again' <<<"$(verdicts fresh/e_conf_high)"
grep -q 'run labelqa again' <<<"$(sed -n 4p fresh/e_conf_high-Summary.csv)"
# Where curves cross follows neither a price nor objects per item; the volume leaves it as it is.
crossings() { sed -n '/^Where two vendors change places/,$p' "fresh/$1-Quotes.csv" | sed -n '3,$p' | cut -d "$(printf '\037')" -f3-6; }
crossings e_conf_high | grep -q '[0-9]'
crossings e_volume | grep -q '[0-9]'
crossings e_objects | grep -q '^run labelqa again'
if crossings e_objects | grep -q '[0-9]'; then
    echo "a crossing holds for other objects per item" && exit 1
fi
quotes=$(grep -oE '<sheet name="[^"]*"' book.parts/xl/workbook.xml | grep -n '"Quotes"' | cut -d: -f1)
price=$(awk -F '\037' '$2 == "charge" { for (i = 1; i <= NF; i++) if ($i == "price") print i, NR + 1 }' as_is/book-Quotes.csv | head -1)
inputs=$quotes
type_into e_price.xlsx "$(printf "\\$(printf '%03o' $((64 + ${price% *})))")${price#* }=0.9"
sheets_of fresh fresh e_price.xlsx
if crossings e_price | grep -q '[0-9]'; then
    echo "a crossing holds for another price" && exit 1
fi
tr '\037' , <fresh/e_price-Inputs.csv | grep -q '^Inputs as delivered?,no,'
