# Quotes of one vendor as spreadsheet programs of several countries save them: one total.
cd "$LABELQA_ROOT/tests/cli/spreadsheets"
for file in q02_semicolon_decimal_comma.csv q06_euro_sign_utf8.csv q06b_euro_sign_cp1252.csv \
    q06c_euro_suffix_utf8.xlsx q07_us_thousands.csv q12_french_nbsp.csv q13_swiss_apostrophe.csv; do
    labelqa quote $file --volume 50000 --table totals --format csv -q | tail -n +2
done
labelqa quote sep_line.csv --volume 100 --table totals --format csv -q | tail -n +2
# Two readings: refused, or settled by the option.
labelqa quote q16b.csv --volume 50000
echo "q16b: $?"
labelqa quote q16b.csv --volume 50000 --decimal comma --table totals --format csv -q | tail -n +2
labelqa quote q16b.csv --volume 50000 --decimal point --table totals --format csv -q | tail -n +2
labelqa quote bound_with_dots.csv --volume 30000
echo "bound_with_dots: $?"
# A currency sign that is not the row's.
printf 'vendor,charge,basis,price,currency\nv,labels,per_item,$0.50,EUR\n' >$TMPDIR/dollar.csv
labelqa quote $TMPDIR/dollar.csv --volume 100 2>&1 | sed "s|$TMPDIR/||"
labelqa turnaround log_amb.csv --timezone UTC
echo "log_amb: $?"
labelqa turnaround log_amb.csv --timezone UTC --dates dmy --table deliveries --format csv -q
labelqa turnaround log_amb.csv --timezone UTC --dates mdy --table deliveries --format csv -q
labelqa turnaround log_de.csv --timezone Europe/Berlin --table deliveries --format csv -q
