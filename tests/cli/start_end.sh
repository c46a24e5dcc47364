# Columns start and end are seconds, unless something says that they are characters.
printf 'item,annotator,start,end,label\na,w,0,5,PER\na,w,7,9,LOC\nb,w,1,4,PER\n' >rows.csv
printf 'item,start,end,label,type\na,0,5,PER,span\na,7,9,LOC,span\nb,1,4,PER,span\n' >gold.csv
echo '== segments against spans are refused'
labelqa errors rows.csv -g gold.csv
echo "exit $?"
echo '== --shape says it'
labelqa score rows.csv -g gold.csv --shape span --format csv -q | grep ',all,'
echo '== a table has no text to count bytes in'
labelqa score rows.csv -g gold.csv --shape span --offsets bytes
echo "exit $?"
