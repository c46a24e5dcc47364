# Gold is read by the same mapping of columns, as far as it has them.
cd "$TMPDIR"
printf 'unit,who,answer\na,x,cat\nb,x,dog\nc,x,cat\n' >d.csv
printf 'unit,answer\na,cat\nb,cat\nc,cat\n' >same.csv
printf 'item,label\na,cat\nb,cat\nc,cat\n' >usual.csv
printf 'unit,label\na,cat\nb,cat\nc,cat\n' >half.csv
for gold in same usual half; do
    labelqa errors d.csv -g $gold.csv --map item=unit,annotator=who,label=answer --format csv \
        --table vendors -q | cut -d, -f1-5
done
