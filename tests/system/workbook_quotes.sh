# Quotes that use every rule, and vendors without a delivery: what the workbook shows is what it
# recalculates to.
set -eu
command -v soffice >/dev/null || exit 77
[ "${LABELQA_NO_OFFICE:-}" != 1 ] || exit 77
cp -rL fixtures/street-scenes project
cat >project/quotes.csv <<'CSV'
vendor,charge,basis,applies_to,from_quantity,to_quantity,tiering,price,currency,condition,recurrence
northlight,annotation,per_item,,1,20000,graduated,0.44,EUR,always,once
northlight,annotation,per_item,,20001,,graduated,0.39,EUR,always,once
northlight,rush,per_item,,,,,0.11,EUR,rush,once
northlight,set-up,per_project,,,,,600,EUR,,monthly
northlight,discount,percent,annotation;rush,25001,,,-5,,,
northlight,minimum,minimum,,,,,12000,EUR,,monthly
northlight,management,percent,,,,,8.5,,,
quickpix,boxes,per_object,,1,300000,volume,0.031,USD,,
quickpix,boxes,per_object,,300001,1500000,volume,0.028,USD,,
quickpix,portal,per_month,,,,,1900,USD,,
quickpix,review,percent,boxes,,,,30,,review,
quickpix,night shift,per_project,,,,,999,USD,optional,
swiftlabel,team,per_seat_month,,1,4,graduated,1450,EUR,,
swiftlabel,team,per_seat_month,,5,,graduated,1390,EUR,,
turkish,reward,per_answer,,,,,0.03,USD,,
turkish,fee,percent,reward,,,,20,,,
turkish,least fee,minimum_per_answer,fee,,,,0.01,USD,,
turkish,plan,flat_fee,,1,1000,volume,0,USD,,monthly
turkish,plan,flat_fee,,1001,20000,volume,400,USD,,monthly
turkish,plan,flat_fee,,20001,,volume,900,USD,,monthly
swiftlabel,words,per_word,,,,,0.001,EUR,optional,
CSV
cat >project/models.csv <<'CSV'
vendor,model,field,value
crowd,crowd,price_per_answer,0.05
crowd,crowd,answers_per_item,5
crowd,crowd,platform_fee,20%
own team,in_house,wage_per_hour,22
own team,in_house,hours_per_seat_month,160
own team,in_house,seconds_per_item,30
small team,dedicated_team,price_per_seat_month,2100
small team,dedicated_team,seats,1
small team,dedicated_team,hours_per_seat_month,100
small team,dedicated_team,seconds_per_item,30
CSV
cat >>project/audit.yaml <<'YAML'
models: models.csv
take: [night shift]
scenario:
  months: 3
  rush_share: 20%
  review_share: 30%
  hours_per_seat_month: 140
  found_share: 40%
  rejected_share: 2%
YAML
mkdir -p recalculate/user
cat >recalculate/user/registrymodifications.xcu <<'XCU'
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
XCU
"$LABELQA" audit -c project/audit.yaml -o book.xlsx -q >/dev/null || [ $? = 4 ]
for profile in cached recalculate; do
    timeout 300 soffice "-env:UserInstallation=file://$PWD/$profile" --headless --convert-to \
        'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1' \
        --outdir "$profile-out" book.xlsx >/dev/null 2>&1
done
python3 - <<'PYTHON'
import csv

cells = 0
for sheet in ("Quotes", "Vendors"):
    cached, fresh = (list(csv.reader(open(f"{profile}-out/book-{sheet}.csv")))
                     for profile in ("cached", "recalculate"))
    for left, right in zip(cached, fresh):
        for a, b in zip(left, right):
            try:
                a, b = float(a.rstrip("%")), float(b.rstrip("%"))
                assert abs(a - b) <= 1e-9 * max(1, abs(b)), (sheet, a, b)
                cells += 1
            except ValueError:
                assert a == b, (sheet, left, right)
assert cells > 500, cells
PYTHON
