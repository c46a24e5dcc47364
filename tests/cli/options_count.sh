# Options and parts of projects that must change what comes out.
scenes=fixtures/street-scenes
vendors="--vendor northlight=$scenes/deliveries/northlight-scene.csv --vendor quickpix=$scenes/deliveries/quickpix-scene.csv"
say() { echo "-- $*"; }
# Columns of a CSV without quotes, by their names.
columns() {
    awk -F, -v names="$*" 'NR == 1 { n = split(names, want, " "); for (i = 1; i <= NF; i++) at[$i] = i }
        { for (i = 1; i <= n; i++) printf "%s%s", $at[want[i]], i < n ? "," : "\n" }'
}
# A sheet as its auditor gives it back: all is right but the second of them.
fill() {
    awk -F, -v OFS=, -v wrong="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "verdict") v = i; print; next }
        { $v = NR == wrong ? "wrong" : "correct"; print }'
}

say each kind of question of each vendor
labelqa audit -c $scenes/audit.yaml --table types --format csv -q | columns question vendor error_rate score rank

say a declared label that nobody used counts among the categories
printf 'item,annotator,label\n1,a,x\n1,b,x\n2,a,x\n2,b,y\n3,a,y\n3,b,y\n4,a,x\n4,b,x\n' >two.csv
for labels in x,y x,y,z; do
    labelqa agree two.csv --labels $labels --coefficients bennett_s --table coefficients --format csv -q |
        columns coefficient estimate categories
done

say the log makes the turnaround, and is an input
for log in "" "--log $scenes/delivery-log.csv"; do
    labelqa compare $vendors -g $scenes/gold/scene.csv $log --format json -q >compared.json
    echo "log: $(grep -c '"role": "log"' compared.json) among the inputs"
    labelqa compare $vendors -g $scenes/gold/scene.csv $log --table vendors --format csv -q | columns vendor score speed
done

say two sheets of an audit are two
for vendor in northlight quickpix; do
    labelqa sample --vendor $vendor=$scenes/deliveries/$vendor-scene.csv --n 6 -o drawn-$vendor.csv -q
    fill $((${#vendor} - 5)) <drawn-$vendor.csv >sheet-$vendor.csv
done
labelqa judge sheet-northlight.csv sheet-quickpix.csv --limit 5% --table verdicts --format csv -q |
    columns lot n errors error_rate
cat >two-sheets.yaml <<YAML
name: two sheets
deliveries:
  - vendor: northlight
    files: [$scenes/deliveries/northlight-scene.csv]
  - vendor: quickpix
    files: [$scenes/deliveries/quickpix-scene.csv]
gold: [$scenes/gold/scene.csv]
audit:
  sheets: [sheet-northlight.csv, sheet-quickpix.csv]
YAML
labelqa audit -c two-sheets.yaml --table verdicts --format csv -q | columns lot n errors error_rate

say parts have their own names
labelqa sample "$scenes/deliveries/northlight-scene.csv" --n 12 --stratify batch -o strata.csv -q
fill 3 <strata.csv >filled.csv
labelqa judge filled.csv --limit 5% --by stratum --table parts --format csv -q | columns lot field part n errors

say a name that is nearly right
sed 's/^audit:/scenario: {rush_shar: 20%}\naudit:/' two-sheets.yaml >scenario.yaml
labelqa audit -c scenario.yaml -q

say labels nobody can be uncertain about
printf 'item,annotator,label\n1,a,x\n2,b,y\n3,a,x\n' >single.csv
labelqa sample single.csv --n 2 --uncertain -q

say a secret that could be found by trying
echo short >secret
labelqa sample --commit secret -q

say help formats
labelqa help formats
