# Plans in files, from `plan` to `sample` and `judge`: sequential ones by their lines and by their
# table, plans for scores; files that are no plans are refused in their place; a reader that goes away
# is nothing to complain of.
set -eu
delivery=$LABELQA_ROOT/fixtures/street-scenes/deliveries/northlight-scene.csv
refused() { # CODE COMMAND...
    local code=$1 status=0
    shift
    "$LABELQA" "$@" >out.txt 2>error.txt || status=$?
    { [ "$status" -eq 2 ] || [ "$status" -eq 3 ]; } && [ ! -s out.txt ] && grep -q "$code" error.txt ||
        { echo "status $status of $*" && cat error.txt && exit 1; }
}

# One sequential plan in two forms: the same sheet, the same verdict, as soon as the numbers decide.
"$LABELQA" plan --aql 1% --rql 5% --sequential -q -o lines.csv
"$LABELQA" plan --aql 1% --rql 5% --sequential -q --table boundaries -o numbers.csv
for plan in lines numbers; do
    "$LABELQA" sample "$delivery" --plan $plan.csv -q -o $plan.sheet.csv
    awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "verdict") v = i; print; next }
        { $v = NR <= 61 ? "correct" : ""; print }' $plan.sheet.csv >done.csv
    "$LABELQA" judge done.csv --limit 5% --plan $plan.csv -q >$plan.txt
done
cmp lines.sheet.csv numbers.sheet.csv
cmp lines.txt numbers.txt
grep -q 'verdict: ACCEPT' lines.txt

# Mean and deviation decide; the exit status is the verdict's.
"$LABELQA" plan --variables --aql 2% --rql 10% --lower-limit 0.75 -q -o scores_plan.csv
awk 'BEGIN { print "item,score"; for (i = 0; i < 35; i++) print "i" i "," 0.85 + (i % 7) / 50 }' >scores.csv
"$LABELQA" judge scores.csv --plan scores_plan.csv -q >scores.txt
grep -q 'verdict: ACCEPT' scores.txt
status=0
"$LABELQA" judge scores.csv --plan scores_plan.csv --lower-limit 0.9 -q >scores.txt || status=$?
[ "$status" -eq 1 ]
status=0
head -20 scores.csv >some.csv
"$LABELQA" judge some.csv --plan scores_plan.csv -q >scores.txt || status=$?
[ "$status" -eq 4 ]
refused E002 judge scores.csv --plan scores_plan.csv --limit 5%
refused E002 judge done.csv --limit 5% --lower-limit 0.7

# Files that are no plans.
while IFS='|' read -r code text; do
    printf '%b' "$text" >bad.csv
    refused "bad.csv:.*$code" judge done.csv --limit 5% --plan bad.csv
    refused "bad.csv:.*$code" sample "$delivery" --plan bad.csv
done <<'END'
E304|n,accept,reject\n
E304|n,accept,reject\n0,1,2\n
E304|n,accept,reject\n10,3,2\n
E304|n,accept,reject\nten,1,2\n
E304|n,accept,reject\n10,1,\n
E304|n,accept,reject\n99999999999,1,2\n
E304|plan,n,accept,reject\nsequential,5,,2\nsequential,5,1,2\n
E304|plan,n,accept,reject\nsequential,99999999,1,2\n
E304|plan,n,accept,reject,slope,accept_line,reject_line\nsequential,50,1,2,0.02,1,x\n
E304|plan,n,k\nvariables,1,1.5\n
E304|plan,n,k\nvariables,20,x\n
END

# A sample size alone can be drawn, not judged.
printf 'n\n10\n' >size.csv
"$LABELQA" sample "$delivery" --plan size.csv -q -o size.sheet.csv
refused 'size.csv:.*E304' judge done.csv --plan size.csv

# Options that say nothing.
refused E002 plan --lot 0 --aql 1% --rql 5%
refused E002 plan --margin 2% --groups 0
refused E002 plan --classes a=1%/5%,a=1%/4%
refused E002 plan --standard --lot 100 --aql 65 --model binomial
refused E321 plan --lot 30 --aql 1% --rql 5% --model binomial

# The reader of standard output goes away.
status=0
{ "$LABELQA" plan --aql 0.01% --rql 0.1% --sequential --curve --format json --table boundaries 2>error.txt ||
    echo "$?" >status.txt; } | : || status=$?
sleep 1
[ ! -s error.txt ]
