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

# 100,000 nested brackets, in every place where JSON, XML or YAML is read, and aliases that multiply: refused at
# once, with a place.
python3 - <<'PY'
n = 100000
head = '{"images":[],"annotations":[],"info":'
open("deep.json", "w").write(head + "[" * n + "]" * n + "}")
open("objects.json", "w").write(head + '{"a":' * n + "1" + "}" * n + "}")
open("deep.xml", "w").write("<annotation><object>" + "<a>" * n + "</a>" * n + "</object></annotation>")
open("deep.yaml", "w").write("deliveries: " + "[" * n)
open("maps.yaml", "w").write("{a: " * n)
open("aliases.yaml", "w").write("a: &a0 [x, x]\n" + "".join(f"b{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 60)))
open("labels.csv", "w").write("item,annotator,label\na,w,x\nb,w,y\n")
PY
memory=4000000 # kilobytes; sanitizers want more than any limit
if nm "$LABELQA" 2>/dev/null | grep -qE "__(a|t)san_init"; then
    memory=unlimited
fi
refused() { # CODE ARGUMENT...
    local code=$1 status=0
    shift
    (ulimit -v $memory && exec timeout 60 "$LABELQA" "$@") >/dev/null 2>said.txt || status=$?
    [ "$status" = 3 ] && grep -q "$code" said.txt || { echo "$*: status $status" && cat said.txt && exit 1; }
}
refused E115 check deep.json
refused E115 check objects.json
cp labels.csv answers.csv
refused E115 compare --vendor v=labels.csv -g answers.csv --before deep.json
refused E1 check deep.xml
refused E1 check labels.csv deep.xml -i voc
for file in deep.yaml maps.yaml aliases.yaml; do refused E140 audit -c $file; done
refused E104 audit -c /dev/zero
# What is written never fits; nothing is said to be done.
status=0
"$LABELQA" agree large.csv >/dev/full 2>said.txt || status=$?
[ "$status" = 5 ] && grep -q E503 said.txt

# Bytes that are no text, in a format of lines: a place, not a crash.
printf -- '-5KQ66BBWC4,0902,0.077,0.151,0.283,0.811,80,1\n\x81,0903,,,,,,\n' >ava.csv
printf 'item,width,height\nb,3,3\n' >sizes.csv
refused E108 check ava.csv --sizes sizes.csv
grep -q 'ava.csv:2:1' said.txt
