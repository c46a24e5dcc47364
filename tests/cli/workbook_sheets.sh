# Every sheet of the workbook as it is written: cells, formulas, formats, layout, links and charts. A change
# here is a change that a buyer sees; look at it before `make goldens`.
. "$LABELQA_ROOT/tests/support/small_project.sh"
labelqa plan --lot 40 --aql 1% --rql 20% -o plan.csv -q
labelqa sample --vendor quickpix=deliveries/quickpix-scene.csv --n 8 --seed 5 -o sheet.csv -q
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "verdict") v = i; print; next }
    { $v = NR % 5 ? "correct" : "wrong"; print }' sheet.csv >done.csv
printf 'audit:\n  plan: plan.csv\n  sheets: [done.csv]\nimages: https://images.example/{item}\n' >>audit.yaml
labelqa audit -o book.xlsx --rows -q >/dev/null
echo "exit $?"
"$LABELQA_ROOT/tests/support/book.py" check book.xlsx
"$LABELQA_ROOT/tests/support/book.py" dump book.xlsx
