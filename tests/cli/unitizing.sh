# Where two annotators see units: Krippendorff's example (2004, p. 254), as segments of a recording and
# as spans of a text, with what there was to divide; kappa of tokens where the text is known.
cat >segments.csv <<'CSV'
item,annotator,type,label,start,end
t,i,segment,c,225,295
t,i,segment,c,370,400
t,i,segment,k,180,240
t,i,segment,k,300,350
t,j,segment,c,220,300
t,j,segment,c,355,375
t,j,segment,c,400,420
t,j,segment,k,180,240
t,j,segment,k,300,350
CSV
sed 's/segment/span/' segments.csv >spans.csv
echo 't 1 150 450' >t.uem
for kind in segments spans; do
    labelqa agree $kind.csv --uem t.uem --format csv --table scores -q | grep -E 'metric|alpha_unitizing'
    labelqa agree $kind.csv --uem t.uem --format csv --table categories -q | cut -d, -f1,4,5,8,9
done
labelqa agree spans.csv --unit character --format csv --table scores -q | grep kappa
mkdir -p people/ann people/bob
printf 'Anna B-PER\nin O\nNew B-LOC\nYork I-LOC\n\nyes O\n' >people/ann/1.conll
printf 'Anna B-PER\nin O\nNew O\nYork B-LOC\n\nyes O\n' >people/bob/1.conll
# Tokens: 4 of 5 equal; by chance (2 x 3 + 1 x 1 + 2 x 1) / 25: (0.8 - 0.36) / 0.64.
labelqa agree people --annotator-from folder --format csv --table scores -q | grep -E 'kappa|alpha_u'
