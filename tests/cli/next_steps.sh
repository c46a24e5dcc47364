# Messages that say what to do next.
cd "$TMPDIR"
printf 'item,annotator,label\na,x,cat\na,y,cat\n' >d.csv
for command in "explain e203" "help W131" "help help" "audit" "agree d.csv -o out.pdf" \
    "agree d.csv -o out.XLSX -q" "agree d.csv -o out.odt --format csv -q" "agree d.csv -o v1.txt -q" \
    "agree d.csv --confidence 90%" "agree d.csv --coeficients ac1" "quote q.csv --mont 3"; do
    echo "--- labelqa $command"
    echo "--- labelqa $command" >&2
    labelqa $command
    echo "exit $?"
done
ls
