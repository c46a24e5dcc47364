# A plan of the standard, its lot, and a lot of another letter: the letters side by side.
delivery=fixtures/street-scenes/deliveries/northlight-scene.csv
labelqa plan --lot 600 --standard --aql 1.0 --format csv >plan.csv
labelqa plan --lot 20000 --standard --aql 0.65 --format csv >other.csv
labelqa sample "$delivery" --plan plan.csv --seed 7 --format csv -q >sheet.csv
labelqa sample "$delivery" --plan other.csv --seed 7 --format csv --table letters
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "verdict") v = i; print; next }
    { $v = "correct"; print }' sheet.csv >done.csv
labelqa judge done.csv --plan plan.csv --format csv --table letters
labelqa judge done.csv --plan other.csv --format csv --table letters
