# One's own team in audit.yaml, and returned files under the names that the deliveries have.
cp -rL fixtures/street-scenes/. .
cat >acme.csv <<'CSV'
vendor,charge,basis,price,currency
Northlight Labeling Ltd.,annotation,per_item,0.40,EUR
CSV
sed -n '/^name/,/^  - vendor: quickpix/p' audit.yaml | grep -v quickpix >own.yaml
cat >>own.yaml <<'YAML'
responses:
  - vendor: northlight
    files: [acme.csv, responses/northlight-questions.csv]
in_house:
  vendor: own team
  currency: EUR
  wage_per_hour: 18.50
  overhead: 25%
  hours_per_seat_month: 160
  productive_share: 80%
  recruiting_per_seat: 1500
  seconds_per_item: 40
scenario:
  months: 3
volume: 50000
as_of: 2026-05-28
YAML
labelqa quote -c own.yaml
labelqa quote -c own.yaml --table charges --format csv -q
labelqa audit -c own.yaml --table gates -q
sed -i 's/18.50/eighteen/' own.yaml
labelqa quote -c own.yaml
