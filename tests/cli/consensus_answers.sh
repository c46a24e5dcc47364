# Kinds of one answer an item as a whole: the label that most gave; of transcripts and turns the answer
# most like the others.
cat >labels.csv <<'END'
item,annotator,label
a,ann,cat
a,bob,cat
a,cid,dog
b,ann,cat
b,bob,dog
c,ann,dog
c,bob,cat
c,cid,emu
d,ann,emu
END
labelqa ingest labels.csv --consensus majority
labelqa ingest labels.csv --consensus 3
echo "exit $?"
cat >texts.csv <<'END'
item,annotator,text
u,ann,the cat sat on a mat
u,bob,the cat sat on the mat
u,cid,the cats sat on the mat
v,ann,
v,bob,
v,cid,hello
END
labelqa ingest texts.csv --consensus majority -q
labelqa score texts.csv --consensus majority --format csv -q | grep -E 'annotator,.*,wer,'
cat >ann.rttm <<'END'
SPEAKER call 1 0 10 <NA> <NA> one <NA> <NA>
SPEAKER call 1 10 10 <NA> <NA> two <NA> <NA>
END
cat >bob.rttm <<'END'
SPEAKER call 1 0 11 <NA> <NA> B <NA> <NA>
SPEAKER call 1 11 9 <NA> <NA> A <NA> <NA>
END
cat >cid.rttm <<'END'
SPEAKER call 1 0 14 <NA> <NA> x <NA> <NA>
SPEAKER call 1 14 6 <NA> <NA> y <NA> <NA>
END
labelqa ingest ann.rttm bob.rttm cid.rttm --annotator-from filename --consensus majority
