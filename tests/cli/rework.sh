# What is wrong goes back with its gold, and comes back matched to what was sent.
cat >gold.csv <<'CSV'
item,x,y,width,height,label,image_width,image_height
a.jpg,10,10,20,20,car,200,100
b.jpg,10,10,20,20,car,200,100
c.jpg,10,10,20,20,bus,200,100
d.jpg,10,10,20,20,bus,200,100
CSV
cat >north.csv <<'CSV'
item,annotator,x,y,width,height,label
a.jpg,n1,10,10,20,20,car
b.jpg,n1,10,10,20,20,bus
c.jpg,n2,80,10,20,20,bus
d.jpg,n2,10,10,20,20,bus
CSV
sed 's/n\([12]\)/s\1/; s/^d.jpg.*/d.jpg,s2,10,10,20,20,car/; s/,car$/,bus/; s/^a.jpg\(.*\)bus/a.jpg\1car/' north.csv >south.csv
labelqa errors --vendor north=north.csv --vendor south=south.csv -g gold.csv --table vendors \
    --format csv --rework back --to yolo | cut -d, -f1-5
cat back/manifest.csv
find back -type f | sort
cat back/north/classes.txt back/north/labels/b.txt
# The vendor marks the images again, in YOLO, and forgets one.
rm back/north/labels/c.txt
printf 'item,width,height\na,200,100\nb,200,100\nc,200,100\nd,200,100\n' >sizes.csv
for table in rework rework_items; do
    labelqa errors --vendor north=back/north --sizes sizes.csv -g gold.csv \
        --reworked back/manifest.csv --table $table -q
done
# Rows, of a vendor that is not named; nothing is replaced without a word.
labelqa errors north.csv -g gold.csv --rework rows -q >/dev/null
cat rows/manifest.csv rows/items/gold.csv
labelqa errors north.csv -g gold.csv --rework rows -q >/dev/null
labelqa errors south.csv -g gold.csv --reworked rows/manifest.csv --table rework -q
# Nothing wrong, nothing sent.
cp gold.csv same.csv
labelqa errors same.csv -g gold.csv --rework none --table vendors --format csv >/dev/null
test -e none || echo "nothing is written"
labelqa errors north.csv -g gold.csv --to coco
labelqa errors north.csv -g gold.csv --rework rttm --to rttm -q
labelqa errors north.csv -g gold.csv --reworked gold.csv --table rework
