printf 'item,annotator,label\na,w,x\nb,w\nc,,y\n' >bad.csv
labelqa agree bad.csv -o out.json
status=$?
[ ! -e out.json ] || echo "an output was left behind"
exit $status
