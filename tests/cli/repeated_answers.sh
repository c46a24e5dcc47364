# One annotator answers one item twice.
cd $TMPDIR
agreement() { labelqa agree --names "$@" --table coefficients --format csv -q | grep percent_agreement, | cut -d, -f5; }
# By time, not by row: x says dog first and cat last, y says dog.
printf 'item,annotator,label,submitted_at\na,x,cat,2026-01-02T00:00:00Z\na,x,dog,2026-01-01T00:00:00Z\na,y,dog,2026-01-01T00:00:00Z\n' >times.csv
agreement times.csv --duplicates first
agreement times.csv --duplicates last
# Without a time for each, by row.
sed '2s/2026-01-02T00:00:00Z//' times.csv >some.csv
agreement some.csv --duplicates first
agreement some.csv --duplicates last
# Times that cannot be read stop what goes by them.
sed 's/Z$//' times.csv >zone.csv
agreement zone.csv --duplicates last
# 4 and 4.0 are one answer where all labels are numbers, and two where not; gold likewise.
printf 'item,annotator,label,gold\na,x,4,4\na,x,4.0,4.0\nb,x,2,2\nb,y,2.0,2\na,y,4,4\n' >numbers.csv
labelqa errors --names numbers.csv --table annotators --format csv | cut -d, -f2-6
sed 's/2.0/two/; s/2$/two/' numbers.csv >words.csv
labelqa errors --names words.csv
echo "exit $?"
printf 'item,annotator,label\na,x,Cat\na,x,cat\na,y,cat\n' >case.csv
agreement case.csv
agreement case.csv --fold-case
printf 'item,annotator,label\na,x,u|v\na,x,v|u\na,y,u|v\n' >tags.csv
agreement tags.csv
agreement tags.csv --tags '|'
# A label and a box in one answer are two kinds, and no repetition.
printf 'item,annotator,question,label,x,y,width,height\na,x,q,cat,,,,\na,x,q,cat,1,2,3,4\n' >mixed.csv
labelqa check --names mixed.csv
echo "exit $?"
