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
# At least 0.01 for each answer: 1,500 of them come to 45 + 1,500 x 0.01 = 60, however it is written.
least() { printf 'vendor,charge,basis,price,currency,applies_to,per,note\nt,reward,per_answer,0.03,USD,,,\nt,fee,percent,20,,reward,,%s\nt,%s,0.01,USD,fee,%s,\n' "$3" "$1" "$2" >least.csv; }
show mturk_min.csv --volume 1500
for row in 'least fee,minimum_per_answer' 'least fee,min. fee per assignment' 'least fee,per-answer minimum' \
    'least fee,minimum per unit' 'least fee per assignment,minimum' 'least fee,minimum_order'; do
    least "$row" ''
    show least.csv --volume 1500
done
least 'least fee,minimum' answer
show least.csv --volume 1500
least 'least fee,minimum_per_item' ''
show least.csv --volume 1500
least 'least fee,minimum' '' '"at least 0.01 per answer"'
sed -i '$d' least.csv
show least.csv --volume 1500
# Of the whole order or of each: nobody can tell.
printf 'vendor,charge,basis,price,currency,applies_to\nt,work,per_hour,18,USD,\nt,fee,percent,10,,work\nt,least fee,minimum,10,USD,fee\n' >both.csv
show both.csv --volume 1500 --seconds-per-item 60
# One fee, that of the tier which the volume reaches: 0 at 800, 400 at 1,001, 900 at 6,000.
show flat_fee_per_tier.csv --volume 800,1001,6000
sed 's/flat_fee/fixed/; s/,volume,/,,/' flat_fee_per_tier.csv >fixed.csv
show fixed.csv --volume 800,1001,6000
sed 's/,volume,/,graduated,/' flat_fee_per_tier.csv >graduated.csv
show graduated.csv --volume 800
# Of a month: 3,000 items in three months are 1,000 each.
sed '1s/$/,recurrence/; 2,$s/$/,monthly/' flat_fee_per_tier.csv >plan.csv
show plan.csv --volume 3000,3001 --months 3
sed 's/flat_fee/per_month/' flat_fee_per_tier.csv >months.csv
show months.csv --volume 1001 --months 3
