# Inputs beyond what anybody means: as many labels as answers, numbers near the end of what a double holds,
# confidences next to one. Each run ends by itself, with words, and no figure is NaN or infinite.
set -eu
awk 'BEGIN { print "item,annotator,label"; for (i = 0; i < 20000; i++) for (a = 0; a < 2; a++) print "i" i ",a" a ",text " i " of " a }' >free.csv
awk 'BEGIN { print "item,label"; for (i = 0; i < 20000; i++) print "i" i ",text " i " of 0" }' >gold.csv
for command in "agree free.csv" "truth free.csv" "errors free.csv -g gold.csv"; do
    "$LABELQA" $command --format json >out.json 2>said.txt
    grep -q 'W250' said.txt || { echo "no word of free text: $command" && exit 1; }
    python3 -m json.tool out.json >/dev/null
done

printf 'item,annotator,label\na,w,1e155\na,v,-1e155\nb,w,1e155\nb,v,3\nc,w,2\nc,v,1e155\n' >large.csv
for scale in interval ratio ordinal; do
    for confidence in 0.95 0.9999999999999999 0.000001; do
        "$LABELQA" agree large.csv --scale $scale --conf $confidence --format json >out.json 2>/dev/null
        ! grep -qiE '[-: ](nan|inf|infinity)[,} ]' out.json || { grep -iE 'nan|inf' out.json && exit 1; }
        python3 -m json.tool out.json >/dev/null
    done
done
for volume in 1e307 1e13 nan inf; do
    status=0
    printf 'vendor,charge,basis,price\nacme,base,item,0.05\n' >quotes.csv
    "$LABELQA" quote quotes.csv --volume $volume >/dev/null 2>said.txt || status=$?
    [ "$status" -eq 2 ] && grep -q E002 said.txt
done
