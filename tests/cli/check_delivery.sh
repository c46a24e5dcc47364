# A delivery as delivered: names that the order writes otherwise, ids given twice, empty answers, and
# boxes that a tool filled in.
mkdir -p labels
printf '0 0.5 0.5 0.2 0.2\n' >labels/a.txt
: >labels/b.txt
printf '0 0.5 0.5 0.2 0.2\n' >labels/c.txt
printf 'car\n' >labels/classes.txt
printf 'item,width,height\na,100,100\nb,100,100\nc,100,100\n' >sizes.csv
printf 'item\nimages/a.jpg\nimages/b.jpg\nimages/c.jpg\nimages/d.jpg\n' >ordered.csv
labelqa check labels --sizes sizes.csv --expected ordered.csv
cat >twice.json <<'JSON'
{"images": [{"id": 1, "file_name": "a.jpg"}, {"id": 2, "file_name": "b.jpg"}],
 "categories": [{"id": 1, "name": "car"}],
 "annotations": [
  {"id": 7, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]},
  {"id": 8, "image_id": 1, "category_id": 1, "bbox": [11, 2, 3, 4]},
  {"id": 7, "image_id": 2, "category_id": 1, "bbox": [1, 2, 3, 4]}]}
JSON
labelqa check twice.json
cat >track.csv <<'CSV'
item,object,frame,x,y,width,height,keyframe,label
v,1,1,0,0,10,10,1,car
v,1,2,1,0,10,10,0,car
v,1,3,2,0,10,10,1,car
CSV
labelqa check track.csv --table completeness --format csv
labelqa check track.csv --table completeness -q
# Fewer than nine in ten join in any reading: the names stand.
printf 'item\nx/a.jpg\ny.jpg\nz.jpg\n' >others.csv
labelqa check labels --sizes sizes.csv --expected others.csv --table completeness -q
