# What differs most, of each kind that has examples: worst first, equal ones by the items' names.
printf 'item,annotator,text\nu2,g,one two three four\nu1,g,one two three four\nu3,g,\nu4,g,all of it is right\n' >gold.csv
printf 'item,annotator,text\nu1,v,one too three four five\nu2,v,one three fourty four\nu3,v,um\nu4,v,all of it is right\n' >given.csv
echo '== words'
labelqa score given.csv -g gold.csv --format csv --raw --table examples -q
echo '== how far'
labelqa score given.csv -g gold.csv --format csv --raw --table answer_differences -q
printf 'At O\nMill B-LOC\nLane I-LOC\nAnna B-PER\nreads O\nRose B-ORG\nBakery I-ORG\n' >gold.conll
printf 'At O\nMill B-LOC\nLane O\nAnna B-ORG\nreads B-PER\nRose B-ORG\nBakery I-ORG\n' >given.conll
echo '== spans'
labelqa score given.conll -g gold.conll --format csv --raw --table examples -q
printf 'SPEAKER r 1 0.0 4.0 <NA> <NA> A <NA> <NA>\nSPEAKER r 1 4.0 4.0 <NA> <NA> B <NA> <NA>\n' >gold.rttm
printf 'SPEAKER r 1 0.0 5.0 <NA> <NA> 2 <NA> <NA>\nSPEAKER r 1 5.0 3.0 <NA> <NA> 1 <NA> <NA>\n' >given.rttm
echo '== speakers: one second of eight is wrong on both sides'
labelqa score given.rttm -g gold.rttm --format csv --raw --table examples -q
