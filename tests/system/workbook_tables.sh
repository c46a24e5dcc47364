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
"$LABELQA" help output --json-schema >schema.json
audited() { # OPTIONS: 1 and 4 are verdicts
    "$LABELQA" audit "$@" --names -q || case $? in 1 | 4) ;; *) return 1 ;; esac
}
csv_of() { # TABLE
    audited -c "$project" --format csv --raw --table "$1" >"$1.csv"
}
stands() { # SHEET TABLE WORD...: the whole table, by what its columns say of themselves
    local sheet=$1 table=$2
    shift 2
    csv_of "$table"
    "$LABELQA_ROOT/tests/support/book.py" table book.xlsx "$sheet" "$table" "$table.csv" schema.json "$@"
}
stands Accuracy errors_vendors error_rate_exact error_rate_limits error_rate_wilson
stands Accuracy classes +filter
stands Annotators annotators error_rate_wilson funnel_95_low funnel_95_high funnel_998_low \
    funnel_998_high +filter
stands Annotators agree_annotators favourite favourite_share first_third last_third p10_seconds repeats idle
stands Annotators flags
stands Scores score_scores -by=annotator +filter
stands Turnaround turnaround_vendors
for table in tests priorities acceptance promises_kept penalties; do stands Turnaround $table; done
stands Turnaround deliveries +filter
for table in trend trends weeks; do stands Trend $table; done
stands Problems completeness
stands Problems problems +filter
stands "Wrong items" wrong_items given_id gold_id +filter
stands Geometry histogram by count -by=all -by=class -by=annotator -by=batch -by=size \
    $(for bin in $(seq 0 9); do echo "-from=$(awk "BEGIN { print $bin / 20 }")"; done)
shows Agreement coefficients question=question vendor=vendor coefficient=coefficient estimate=estimate \
    low=estimate_low high=estimate_high p=p_value items=items annotators=annotators ratings=ratings \
    categories=categories "annotators sampled=sampled_annotators" low=sampled_annotators_low \
    high=sampled_annotators_high
shows Quotes totals vendor=vendor total=charges "per item=per_item" remark=remark
shows Quotes crossings "-compared=per correct label" "@vendor a=vendor_a" "@vendor b=vendor_b" "@from volume=volume" \
    "cheaper is=cheaper" "cost of a=cost_a" "cost of b=cost_b"

# Kinds of which examples say more than figures, each on its sheet.
examples() { # SHEET FOLDER DELIVERY GOLD
    mkdir "$1" && cd "$1"
    project=audit.yaml
    printf 'deliveries:\n  - vendor: acme\n    files: [%s]\ngold: [%s]\n' "$2/$3" "$2/$4" >audit.yaml
    audited -o book.xlsx >/dev/null
    if "$LABELQA_ROOT/tests/support/book.py" check book.xlsx | grep ": $1"; then exit 1; fi
    cp ../schema.json .
    stands "$1" answer_differences
    stands "$1" examples wrong of unit part +filter
    cd ..
}
calls=$LABELQA_ROOT/fixtures/call-centre-audio
examples Transcripts "$calls" northlight/words.stm gold/words.stm
examples Turns "$calls" northlight/speakers.rttm gold/speakers.rttm
examples Segments "$LABELQA_ROOT/fixtures/dashcam-video" events/events.json gold-events.json
