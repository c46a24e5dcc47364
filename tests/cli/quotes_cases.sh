# Price lists as vendors publish them.
cd "$LABELQA_ROOT/tests/cli/quotes_cases"
show() {
    labelqa quote "$@" --table totals --format csv >$TMPDIR/out.csv
    echo "exit $?"
    tail -n +2 $TMPDIR/out.csv | cut -d, -f1-4
}
show tiers_per_month.csv --volume 45000 --months 3
sed '1s/$/,recurrence/; 2,$s/$/,monthly/' google.csv >$TMPDIR/google.csv
cd $TMPDIR
show google.csv --volume 60000 --months 3 --objects-per-item 6
cp "$LABELQA_ROOT"/tests/cli/quotes_cases/* "$LABELQA_ROOT"/tests/cli/logs_cases/* .
show per1000.csv --volume 120000 --objects-per-item 1
sed '1s/$/,per/; 2,$s/$/,"1,000"/' per1000.csv >per.csv
show per.csv --volume 120000 --objects-per-item 1
printf 'vendor,charge,basis,price,currency\nv,work,hourly,18,EUR\nv,boxes,per box,0.05,EUR\nv,labels,per label,0.02,EUR\nv,start,fixed,100,EUR\n' >words.csv
show words.csv --volume 1000 --objects-per-item 2 --seconds-per-item 36
# A charge that could not be worked leaves its vendor without a total.
printf 'vendor,charge,basis,price,currency\na,labels,per_item,0.01,EUR\na,frames,per_frame,9,EUR\nb,labels,per_item,0.50,EUR\n' >unknown.csv
labelqa quote unknown.csv --volume 1000 --table totals -q
# 2.5 % of the price for each begun week of lateness, at most 15 %.
printf 'vendor,batch,items,ordered_at,due_at,delivered_at\nbuild,a,100,2026-03-01,2026-03-02,2026-03-03\nbuild,b,100,2026-03-01,2026-03-02,2026-03-10\nbuild,c,100,2026-03-01,2026-03-02,2026-12-01\n' >late.csv
labelqa turnaround late.csv --timezone UTC --penalties t21_week.csv --table penalised --format csv -q
