# A request for memory that gets none, one a run: a command does without it, or ends with status 7, a message
# and nothing left behind. REQUESTS of each command are drawn (0: all, as `make allocations`).
set -eu
shim=$LABELQA_BUILD/tests/support/fail_allocation.so
[ -e "$shim" ] || { echo "no shim in this build" && exit 77; }
mkdir small && cd small && . "$LABELQA_ROOT/tests/support/small_project.sh" && cd ..
(cd small && "$LABELQA" plan --lot 40 --aql 1% --rql 20% -o plan.csv -q &&
    "$LABELQA" sample --vendor quickpix=deliveries/quickpix-scene.csv --n 8 --seed 5 -o sheet.csv -q &&
    "$LABELQA" audit --format json -o earlier.json -q) || [ $? = 4 ]
gzip -k small/deliveries/quickpix-scene.csv
(cd small && zip -q -r deliveries.zip deliveries/northlight-boxes.json)
faults=0
fail() { # ARGUMENT...
    "$LABELQA_ROOT/tests/support/fail_each.py" "$shim" small "${REQUESTS:-6}" "${SEED:-1}" -- "$LABELQA" "$@" ||
        faults=$((faults + 1))
}
fail ingest deliveries/quickpix-scene.csv.gz --format jsonl -o out.jsonl
fail check deliveries.zip deliveries/quickpix-boxes.csv
fail agree deliveries/quickpix-scene.csv --format html -o out.html
fail iou deliveries/northlight-boxes.json -g gold/boxes.json --format json
fail score deliveries/northlight-boxes.json -g gold/boxes.json --format md
fail errors deliveries/quickpix-scene.csv -g gold/scene.csv -o out.csv
fail truth deliveries/quickpix-scene.csv
fail turnaround delivery-log.csv
fail plan --lot 1000 --aql 1% --rql 6%
fail sample --vendor quickpix=deliveries/quickpix-scene.csv --n 8 -o drawn.xlsx
fail judge sheet.csv --plan plan.csv
fail quote quotes.csv --volume 1000 --rates rates.csv
fail compliance responses/quickpix-questions.csv responses/quickpix-promises.csv
fail compare --vendor quickpix=deliveries/quickpix-scene.csv -g gold/scene.csv --format csv --table vendors
fail init --request -o request.xlsx
fail audit -o book.xlsx
fail audit --vendor-reports reports
fail help output
[ $faults = 0 ]
