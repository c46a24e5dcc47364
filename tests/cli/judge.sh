# The whole loop: draw, fill (every seventh wrong, the last left open), judge.
delivery=fixtures/street-scenes/deliveries/northlight-scene.csv
labelqa sample "$delivery" --n 200 --seed 7 -o sheet.csv -q
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "verdict") v = i; print; next }
    { $v = NR == 201 ? "" : NR % 70 == 0 ? "wrong" : "correct"; print }' sheet.csv >done.csv
labelqa judge done.csv --limit 2.5%
