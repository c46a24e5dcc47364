# What the workbook shows is what the tables say: read back from the file, without a spreadsheet program.
set -eu
project=$LABELQA_ROOT/fixtures/street-scenes/audit.yaml
status=0
"$LABELQA" audit -c "$project" -o book.xlsx --names -q >/dev/null || status=$?
[ "$status" = 0 ] || [ "$status" = 4 ]
"$LABELQA_ROOT/tests/support/book.py" check book.xlsx
shows() { # SHEET TABLE HEADING=COLUMN...
    local sheet=$1 table=$2
    shift 2
    "$LABELQA" audit -c "$project" --format csv --raw --table "$table" --names -q >"$table.csv" || [ $? = 4 ]
    "$LABELQA_ROOT/tests/support/book.py" rows book.xlsx "$sheet" "$table.csv" "$@"
}

shows ~Vendors vendors @vendor=vendor gate=gate rank=rank score=score "labels checked=audited" errors=errors \
    "design effect=design_effect" "error rate=error_rate" from=error_rate_low to=error_rate_high \
    "agreement (alpha)=agreement" from=agreement_low to=agreement_high "mean IoU=mean_iou" \
    "nine in ten, h=p90_hours" "on time=on_time"
shows Accuracy errors_vendors vendor=vendor question=question items=items "labels checked=trials" errors=errors \
    "error rate=error_rate" low=error_rate_wilson_low high=error_rate_wilson_high \
    "design effect=design_effect"
shows Accuracy classes vendor=vendor question=question class=class gold=gold delivered=delivered \
    correct=correct precision=precision low=precision_low high=precision_high recall=recall low=recall_low \
    high=recall_high F1=f1
shows Annotators annotators vendor=vendor annotator=annotator question=question items=items \
    "labels checked=trials" errors=errors "error rate=error_rate" low=error_rate_low high=error_rate_high \
    "shrunk to the mean=shrunken_rate" "z against the others=z" "adjusted p=p_adjusted" "median seconds=median_seconds"
shows Agreement coefficients question=question vendor=vendor coefficient=coefficient estimate=estimate \
    low=estimate_low high=estimate_high p=p_value items=items annotators=annotators ratings=ratings \
    categories=categories "annotators sampled=sampled_annotators" low=sampled_annotators_low \
    high=sampled_annotators_high
shows Scores score_scores -by=annotator @question=question @by=by @group=group @vendor=vendor @metric=metric \
    estimate=estimate low=estimate_low high=estimate_high n=estimate_n
shows Turnaround turnaround_vendors vendor=vendor deliveries=deliveries items=items \
    "open deliveries=open_deliveries" "open items=open" late=late "median (h)=p50_hours" "p90 (h)=p90_hours" \
    "p95 (h)=p95_hours" "median with open (h)=p50_censored_hours" "on time=on_time" low=on_time_low high=on_time_high
shows Trend trend vendor=vendor period=period trials=trials errors=errors "error rate=error_rate" \
    low=error_rate_low high=error_rate_high centre=centre "lower limit=low" "upper limit=high" place=place
shows Quotes totals vendor=vendor total=charges "per item=per_item" remark=remark
shows Quotes crossings "-compared=per correct label" "@vendor a=vendor_a" "@vendor b=vendor_b" "@from volume=volume" \
    "cheaper is=cheaper" "cost of a=cost_a" "cost of b=cost_b"
shows "Wrong items" wrong_items item=item vendor=vendor question=question annotator=annotator what=kind \
    IoU=similarity seconds=seconds
shows Problems problems what=message vendor=vendor severity=severity code=code
