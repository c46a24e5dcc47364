# Faults at the way in, each of which once gave a wrong number or none: told by kind of file.
cp "$LABELQA_ROOT"/tests/cli/entry_faults/* .
say() { echo "-- $*"; }
# The rows of a sheet whose texts stand in it, cells between bars.
sheet() {
    local n
    n=$(unzip -p "$1" xl/workbook.xml | grep -o '<sheet name="[^"]*"' | grep -n "\"$2\"" | cut -d: -f1)
    unzip -p "$1" "xl/worksheets/sheet$n.xml" | sed 's/<row/\n<row/g; s/<.sheetData>.*/\n/' |
        grep '<row' | sed 's/<c /|<c /g; s/<[^>]*>//g'
}
refused() {
    "$@" >/dev/null
    echo "exit $?"
}

say a vendor that found nothing misses both boxes, and has its Geometry
labelqa errors --names nothing.json -g gold.json -q --table vendors --format csv | cut -d, -f2-5,15-18
labelqa compare --vendor north=nothing.json -g gold.json -o nothing.xlsx -q >/dev/null
unzip -p nothing.xlsx xl/workbook.xml | grep -o '<sheet name="Geometry"'

say the sheet of all answers has the label that errors counts against
labelqa errors --names delivery.csv -g right.csv -q --table vendors --format csv | cut -d, -f2-5
labelqa compare --vendor north=delivery.csv -g right.csv --rows -o rows.xlsx -q >/dev/null
sheet rows.xlsx Rows | tail -n 4

say one stage of a COCO file
for stage in label review; do
    labelqa iou --names stages.json -g gold.json --stage $stage -q --table summary --format csv |
        cut -d, -f1-7,16 | head -n 2
done

say the same answer twice in two files, and again in a folder and an archive
refused labelqa check --names b1.csv b2.csv
labelqa check --names b1.csv b3.csv --table completeness --format csv
mkdir boxes
cp b1.csv b2.csv boxes
(cd boxes && zip -q ../boxes.zip b1.csv b2.csv)
refused labelqa check --names boxes -q
refused labelqa check --names boxes.zip -q
refused labelqa check --names studio1.json studio2.json
labelqa errors --names b1.csv b2.csv -g gold.json --duplicates last -q --table vendors --format csv |
    cut -d, -f2-5

say a label and a box in one question, in either order
for file in lb.csv bl.csv mixed1.json mixed2.json; do
    refused labelqa check --names $file -q
done

say a NUL byte
printf 'item,annotator,label\na,ann,cat\nb,a\0n,dog\n' >bare.csv
printf 'item,annotator,label\na,ann,cat\n"b",ann,"do\0g"\n' >quoted.csv
mkdir bytes && mv bare.csv bytes
refused labelqa check --names bytes/bare.csv -q
refused labelqa check --names quoted.csv -q
refused labelqa check --names bytes -q
