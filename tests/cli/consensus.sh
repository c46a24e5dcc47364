# What several annotators of an item found stands for gold, and is said to: boxes, spans, segments; its
# rows given as gold are the same.
cat >boxes.csv <<'CSV'
item,annotator,label,x,y,width,height
i1,ann,car,0,0,10,10
i1,bob,car,1,0,10,10
i1,cid,van,0,0,10,10
i1,ann,car,50,0,10,10
i2,ann,car,0,0,10,10
i2,bob,car,0,0,10,12
i2,cid,car,0,0,10,11
CSV
labelqa errors boxes.csv --consensus 2 --table wrong_items
labelqa ingest boxes.csv --consensus majority -o gold.csv
cat gold.csv
labelqa score boxes.csv -g gold.csv --format csv -q >one.csv
labelqa score boxes.csv --consensus majority --format csv -q >other.csv
cmp one.csv other.csv && echo same
cat >segments.csv <<'CSV'
item,annotator,type,label,start,end
r,ann,segment,dog,0,4
r,bob,segment,dog,0.5,4
r,cid,segment,,,
CSV
labelqa ingest segments.csv --consensus 2
labelqa ingest segments.csv --consensus 3
labelqa score boxes.csv -g gold.csv --consensus 2
echo "exit $?"
