# What a run does to files: it never writes over what it has read, leaves nothing behind when it is stopped,
# and says so when a file changes under it or a library or the memory fails.
set -eu
printf 'item,annotator,label\na,w,x\na,v,x\nb,w,y\nb,v,x\n' >labels.csv
cp labels.csv kept.csv

# expect STATUS COMMAND...: runs it; its words are in said.txt
expect() {
    want=$1 status=0
    shift
    "$@" >said.txt 2>&1 || status=$?
    [ "$status" -eq "$want" ] || { echo "exit status $status, not $want: $*" && cat said.txt && exit 1; }
}

# ---- nothing that was read becomes the output, under whatever name ----
ln labels.csv hard.csv
ln -s labels.csv soft.csv
for name in labels.csv hard.csv soft.csv ./labels.csv; do
    expect 5 "$LABELQA" agree labels.csv -o "$name" --format csv --force
    grep -q E504 said.txt
done
printf '6f1e3ad6a1f1c5be94ab41d2d7b1f3a06f1e3ad6a1f1c5be94ab41d2d7b1f3a0\n' >seed.txt
printf 'a\nb\nc\nd\n' >ids.txt
expect 5 "$LABELQA" sample --ids ids.txt --n 2 --seed 1 -o ids.txt --force
grep -q E504 said.txt
cp seed.txt seed.kept
expect 5 "$LABELQA" sample labels.csv --n 2 --seed-file seed.txt -o seed.txt --format csv --force
cmp seed.txt seed.kept
mkdir project && cp labels.csv project
(cd project && "$LABELQA" init >/dev/null 2>&1 || true)
cp project/audit.yaml yaml.kept
(cd project && expect 5 "$LABELQA" audit -o audit.yaml --format json --force && grep -q E504 said.txt)
cmp project/audit.yaml yaml.kept
cmp labels.csv kept.csv

# ---- links, pipes, devices ----
ln -s nowhere.csv dangling.csv
expect 5 "$LABELQA" agree labels.csv -o dangling.csv
[ -L dangling.csv ] && [ ! -e nowhere.csv ]
printf old >target.csv && ln -s target.csv link.csv
expect 0 "$LABELQA" agree labels.csv -o link.csv --force
[ -L link.csv ] && grep -q percent_agreement target.csv
mkfifo pipe
expect 5 "$LABELQA" agree labels.csv -o pipe --format xlsx --force
[ -p pipe ]
"$LABELQA" agree labels.csv -o pipe --format csv -q &
grep -q percent_agreement pipe
wait
[ -p pipe ]

# ---- two runs, one output: one of them wins, and the other one says so ----
for run in 1 2 3 4 5 6; do
    rm -f both.csv
    "$LABELQA" agree labels.csv -o both.csv 2>one.txt & one=$!
    "$LABELQA" agree labels.csv -o both.csv 2>two.txt & two=$!
    won=0
    wait $one && won=$((won + 1))
    wait $two && won=$((won + 1))
    [ "$won" -eq 1 ] || { echo "$won of two runs say that they wrote both.csv" && exit 1; }
done

# ---- a file that changes while it is read ----
mkfifo slow.csv
{ sleep 0.3; printf 'item,annotator,label\na,w,x\na,v,y\nb,w,y\nb,v,y\nc,w,x\n' >changing.csv; cat kept.csv; } >slow.csv &
cp kept.csv changing.csv
expect 3 "$LABELQA" agree changing.csv slow.csv --duplicates first -o changed.csv
wait
grep -q E158 said.txt && [ ! -e changed.csv ]

# ---- stopped: no temporary file stays ----
awk 'BEGIN { print "item,annotator,label"; for (i = 0; i < 200000; i++) print int(i / 4) ",w" i % 4 ",l" (i * 7919) % 11 }' >many.csv
for after in 0.01 0.03 0.05 0.08 0.1 0.15 0.2 0.3; do
    "$LABELQA" agree many.csv --interval bootstrap -o stopped.csv --force >/dev/null 2>&1 & run=$!
    sleep "$after"
    kill -TERM $run 2>/dev/null || true
    wait $run || true
done
[ -z "$(find . -name 'stopped.csv.*')" ] || { find . -name 'stopped.csv.*' && exit 1; }

# ---- a library without its algorithms ----
cat >null.cnf <<'CONF'
openssl_conf = start
[start]
providers = providers
[providers]
null = null_provider
[null_provider]
activate = 1
CONF
expect 6 env OPENSSL_CONF="$PWD/null.cnf" "$LABELQA" agree labels.csv -o unhashed.csv
grep -q E601 said.txt && [ ! -e unhashed.csv ] && [ -z "$(find . -name 'unhashed.csv*')" ]

# ---- out of memory (sanitizers want more than any limit) ----
if ! nm "$LABELQA" 2>/dev/null | grep -qE "__(a|t)san_init"; then
    awk 'BEGIN { print "item,annotator,label"; for (i = 0; i < 3000000; i++) print "item-" i ",w" i % 3 ",l" i % 5 }' >huge.csv
    expect 7 "$LABELQA" agree huge.csv --max-memory 256MB -j 1 -o memory.csv
    grep -q E602 said.txt && [ -z "$(find . -name 'memory.csv*')" ]
fi
expect 2 "$LABELQA" agree labels.csv --max-memory 12

# ---- spreadsheets do not take names for formulas ----
printf 'item,annotator,label\na,=cmd,x\na,+v,x\nb,=cmd,-1\nb,+v,-1\n' >formulas.csv
"$LABELQA" agree formulas.csv --names --format csv --table pairs -q | grep -q "'+v,'=cmd\|'=cmd,'+v"
"$LABELQA" agree formulas.csv --names --format csv --table pairs -q --raw | grep -q ",+v,=cmd\|,=cmd,+v"
"$LABELQA" agree formulas.csv --format csv --table categories -q | grep -q ",-1,"

# ---- a full disk is no report ----
if [ -e /dev/full ]; then
    expect 5 sh -c '"$LABELQA" agree labels.csv --format csv >/dev/full'
fi
