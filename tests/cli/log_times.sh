# A due date is good to its end; counts and times with two readings are refused.
cd "$LABELQA_ROOT/tests/cli/logs_cases"
labelqa turnaround t17_due_date_only.csv --timezone Europe/Berlin --table deliveries --format csv -q
labelqa turnaround t18_items_20.000.csv --timezone UTC
echo "20.000 items: $?"
labelqa turnaround t18_items_20.000.csv --timezone UTC --decimal comma --table deliveries \
    --format csv -q
labelqa turnaround t3c_skipped.csv --timezone Europe/Berlin
echo "a time that was skipped: $?"
labelqa turnaround t3c_skipped.csv --timezone UTC --table deliveries --format csv -q
