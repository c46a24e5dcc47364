# Functions for tests that open workbooks in LibreOffice; sourced. Skips (77) where there is none.
#
# A spreadsheet program shows the values that the file holds unless it is told to recalculate, so a
# workbook is opened twice: as it comes, and with a profile that always recalculates.

command -v soffice >/dev/null && [ "${LABELQA_NO_OFFICE:-}" != 1 ] || exit 77

mkdir -p office/as_is/user office/fresh/user
cat >office/fresh/user/registrymodifications.xcu <<'XCU'
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
XCU

# office PROFILE FORMAT FOLDER BOOK...: converts the books, all in one start.
office() {
    local profile=$1 format=$2 folder=$3
    shift 3
    timeout 300 soffice "-env:UserInstallation=file://$PWD/office/$profile" --headless \
        --convert-to "$format" --outdir "$folder" "$@" >/dev/null 2>&1
}

# Every sheet as FOLDER/BOOK-SHEET.csv: fields between unit separators, numbers in full.
sheets_of() { # PROFILE FOLDER BOOK...
    local profile=$1 folder=$2
    shift 2
    office "$profile" 'csv:Text - txt - csv (StarCalc):31,,76,1,,0,false,false,false,false,false,-1' \
        "$folder" "$@"
}

# Texts equal and numbers to 1e-9, cell by cell.
same_values() { # FILE FILE
    awk -F '\037' -v other="$2" '
        function number(text) { return text ~ /^-?[0-9.]+(E[-+]?[0-9]+)?%?$/ }
        function differ(a, b, size) {
            if (a == b) return 0
            if (!number(a) || !number(b) || (a ~ /%/) != (b ~ /%/)) return 1
            size = a < 0 ? -a : +a
            return (a - b > 1e-9 * (size > 1 ? size : 1)) || (b - a > 1e-9 * (size > 1 ? size : 1))
        }
        {
            n = split($0, mine, FS)
            if ((getline line < other) <= 0) { print FILENAME ": more lines than " other; bad = 1; exit 1 }
            m = split(line, yours, FS)
            for (i = 1; i <= n || i <= m; i++) {
                if (differ(mine[i], yours[i])) {
                    print FILENAME ":" NR ", field " i ": " mine[i] " against " yours[i]
                    bad = 1
                    exit 1
                }
            }
        }
        END { if (bad) exit 1; if ((getline line < other) > 0) { print other ": more lines than " FILENAME; exit 1 } }
    ' "$1"
}

# What can be said of a workbook from its parts alone.
check_parts() { # BOOK.xlsx
    local name=${1%.xlsx} part
    rm -rf "$name.parts" && mkdir "$name.parts" && (cd "$name.parts" && unzip -q "../$1")
    find "$name.parts" -name '*.xml' -o -name '*.rels' -o -name '*.vml' | xargs xmllint --noout
    # Values that spreadsheet programs refuse, and functions that are not the same in all of them.
    if grep -lE '<v>-?(nan|NAN|inf|INF)' "$name.parts"/xl/worksheets/*.xml; then
        echo "$1: a value is not a number" && return 1
    fi
    if grep -ohE '<f>[^<]*\b(OFFSET|INDIRECT|TODAY|NOW|RAND|RANDBETWEEN|LET|XLOOKUP|FILTER|SORT|UNIQUE)\(' \
        "$name.parts"/xl/worksheets/*.xml; then
        echo "$1: a formula that not every program knows" && return 1
    fi
    for part in "$name.parts"/xl/drawings/drawing*.xml; do
        [ -e "$part" ] || continue
        if [ "$(grep -o '<xdr:graphicFrame ' "$part" | wc -l)" != \
            "$(grep -oE '<xdr:cNvPr [^>]*descr="[^"]+' "$part" | wc -l)" ]; then
            echo "$1: a chart of $part says nothing to those who cannot see it" && return 1
        fi
    done
}

# The ten things that hold for every vendor workbook; all books are opened at once.
check_books() { # BOOK.xlsx...
    local book name sheet
    rm -rf as_is fresh pdf
    for book in "$@"; do check_parts "$book" || return 1; done
    sheets_of as_is as_is "$@" && sheets_of fresh fresh "$@" || return 1
    office as_is 'pdf:calc_pdf_Export:{"PageRange":{"type":"string","value":"1-2"}}' pdf "$@" || return 1
    for book in "$@"; do
        name=${book%.xlsx}
        [ "$(ls as_is/"$name"-*.csv | wc -l)" = "$(ls "$name.parts"/xl/worksheets/*.xml | wc -l)" ] ||
            { echo "$book: not every sheet was opened" && return 1; }
        for sheet in as_is/"$name"-*.csv; do
            same_values "$sheet" "fresh/${sheet#as_is/}" || return 1
        done
        if grep -aE '#(REF|NAME|VALUE|DIV/0|N/A|NUM)[!?]|Err:[0-9]' fresh/"$name"-*.csv; then
            echo "$book: a cell is an error" && return 1
        fi
        [ "$(pdftotext "pdf/$name.pdf" - | grep -c '^Summary, page ')" = 1 ] ||
            { echo "$book: Summary is not on one page" && return 1; }
        check_ranks "fresh/$name-Vendors.csv" && check_totals "fresh/$name-Problems.csv" || return 1
    done
}

# The sheet Vendors has a column a vendor: a line a vendor of it, with the figures named in the first.
vendor_lines() { # VENDORS.csv
    awk -F '\037' -v OFS='\037' '
        $1 == "vendor" { n = NF; while (n > 1 && $n == "") n-- ; started = 1 }
        $1 == "Steps between" { exit }
        started && $2 != "" { rows++; for (i = 1; i <= n; i++) cell[rows, i] = $i }
        END { for (i = 1; i <= n; i++) {
                  line = cell[1, i]
                  for (r = 2; r <= rows; r++) line = line OFS cell[r, i]
                  print line } }' "$1"
}

# No vendor that fails has a rank, and the rows are all there.
check_ranks() { # VENDORS.csv
    vendor_lines "$1" | awk -F '\037' -v file="$1" '
        !gate { for (i = 1; i <= NF; i++) { if ($i == "gate") gate = i; if ($i == "rank") rank = i }; next }
        $gate == "FAIL" && $rank != "-" { print file ": " $1 " fails and has rank " $rank; bad = 1 }
        END { if (!gate || !rank) { print file ": no gates"; bad = 1 } exit bad }'
}

# Rows read are rows used and rows excluded, in every line; the lines of files and those of vendors add
# up to one and the same.
check_totals() { # PROBLEMS.csv
    awk -F '\037' '
        $1 == "file" || $1 == "rows by vendor" {
            for (i = 1; i <= NF; i++) {
                if ($i == "rows read") read = i
                if ($i == "rows used") used = i
                if ($i == "excluded") excluded = i
            }
            adding = 1
            r = u = e = 0
            next
        }
        !adding { next }
        $1 == "all files" || $1 == "in all" {
            totals++
            if ($read != r || $used != u || $excluded != e) bad = 1
            if ($1 == "all files") all = $read
            if ($1 == "in all" && $read != all) bad = 1
            adding = 0
            next
        }
        { r += $read; u += $used; e += $excluded; if ($read != $used + $excluded) bad = 1 }
        END { if (totals != 2 || bad) { print FILENAME ": rows do not add up"; exit 1 } }' "$1"
}

# The vendors as they follow Inputs: without what only labelqa can compute.
vendor_rows() { # VENDORS.csv
    vendor_lines "$1" | awk -F '\037' -v OFS='\037' '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == "chance of being best") fixed = i }
        { if (fixed) $fixed = ""; print }'
}
