# Tables as crowds, surveys and notebooks write them. The values are those that were worked out
# independently: exact fractions, scikit-learn, statsmodels, by hand.
cd "$LABELQA_ROOT/tests/cli/label_cases"
show() {
    labelqa agree --names "$@" --table coefficients --format csv >$TMPDIR/out.csv
    echo "exit $?"
    cut -d, -f4,5 $TMPDIR/out.csv | grep -E 'fleiss_kappa,|bennett|alpha|gwet_ac1,'
}
pairs() {
    labelqa agree --names "$@" --table pairs --format csv -q | awk -F, 'NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c }
        { print $at["annotator_a"] "," $at["annotator_b"] "," $at["cohen_kappa"] }'
}
echo "Fleiss -0.028571, Cohen of W01 with W02 0.4; three of twelve answers were rejected"
show mturk_batch.csv
pairs mturk_batch.csv | grep W01,W02
echo "Fleiss -0.074627, AC1 0.250780, alpha 0.142857"
show rater_target_rating.csv
echo "Fleiss 0.493243, S 0.5, alpha 0.527027, from labels and from counts"
show counts_and_wide/wide.csv
show counts_and_wide/counts.csv
show counts_and_wide/counts.csv --map wide=counts -q --coefficients fleiss_kappa
pairs counts_and_wide/counts.csv
labelqa truth --names counts_and_wide/counts.csv -q
echo "exit $?"
labelqa truth --names counts_and_wide/counts.csv -q --method majority --table truth --format csv | cut -d, -f2,4
echo "Krippendorff's four observers: nominal 0.743421, ordinal 0.815388, interval 0.849107"
show wide_raters_in_rows.csv --scale ordinal
show wide_raters_in_rows.csv --scale interval -q
echo "Fleiss 0.423293; of the set 1, 2, 3 S 0.571558, AC1 0.620359"
show wide_24_raters.csv --labels 1,2,3
cd $TMPDIR
cp -r "$LABELQA_ROOT"/tests/cli/label_cases/* .
echo "Numbers that may be labels or counts"
printf 'item,anna,ben,carl\na,0,1,1\nb,0,0,1\nc,1,1,1\nd,0,1,0\n' >either.csv
show either.csv
show either.csv --map wide=annotators -q
show either.csv --map wide=counts -q
show either.csv --map wide=no
echo "A crowd's TSV"
printf 'INPUT:image\tOUTPUT:result\tOUTPUT:comment\tGOLDEN:result\tASSIGNMENT:worker_id\tASSIGNMENT:status\tASSIGNMENT:started\na.jpg\tcat\t\t\tw1\tAPPROVED\t2026-03-02T15:31:21\na.jpg\tcat\tblurred\t\tw2\tREJECTED\t2026-03-02T15:31:22\nb.jpg\tdog\t\t\tw1\tAPPROVED\t2026-03-02T15:31:23\nb.jpg\tcat\t\t\tw2\tAPPROVED\t2026-03-02T15:31:24\n' >crowd.tsv
show crowd.tsv
labelqa check --names crowd.tsv 2>&1 | tail -n 2
echo "What is missing, all at once, with a command that works"
printf 'picture,who,guess\na,x,1\na,y,1\nb,x,2\nb,y,1\n' >odd.csv
show odd.csv
show odd.csv -q --map item=picture,annotator=who,label=guess
show odd.csv --map itme=pictur,annotator=who
show odd.csv --map 'item=picture,annotator=nobody,label=guess'
printf 'image,task_id,annotator,label\na,1,x,1\na,1,y,1\n' >two.csv
show two.csv
echo "Rows that end early are not columns of the header alone"
printf 'item,annotator,label,note\na,x,1,\nb,x,1\n' >short.csv
show short.csv
echo "A second column that looks like a label"
printf 'item,annotator,label,answer\na,x,1,2\na,y,1,2\nb,x,2,2\nb,y,2,1\n' >second.csv
labelqa agree --names second.csv --format json -q | grep -o '"code": *"W162"[^}]*' | head -n 1
echo "doccano: two of the four items of two people have the same set"
labelqa agree --names doccano_one_file_a_person/admin.jsonl doccano_one_file_a_person/kim.jsonl \
    --format csv --table pairs -q | cut -d, -f4-7
echo "exit $?"
printf '{"id": 1, "text": "a b", "label": [[0, 1, "PER"]]}\n' >spans.jsonl
printf '{"text": "a b", "label": "pos"}\n{"text": "c", "label": ["x\\"y"]}\n{"text": "d", "label": []}\n{"label": "x"}\n' >plain.jsonl
labelqa agree --names spans.jsonl
echo "exit $?"
labelqa check --names plain.jsonl --annotator-from filename
echo "exit $?"

# The text that annotators of columns read is none of them.
printf 'item,text,anna,ben\n1,hello there,pos,neg\n2,bye now,pos,pos\n3,foo bar,neg,neg\n' >texts.csv
labelqa agree --names texts.csv --table coefficients --coefficients percent_agreement --format csv
printf 'item,text,language\n1,hello,en\n' >unsigned.csv
labelqa agree unsigned.csv
labelqa ingest unsigned.csv --annotator-from filename -q
