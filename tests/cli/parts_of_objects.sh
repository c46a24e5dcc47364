# Objects under the names that people give their columns: a centre with sides and an angle (two boxes of 40 x 4
# at 45 degrees, centres (0,0) and (10,10), share 0.4776), vertices in one cell. Columns that look like parts of
# objects and give none are said, and what compares objects refuses answers without any.
printf 'item,label,cx,cy,w,h,angle\na,x,0,0,40,4,45\n' >gold.csv
printf 'item,annotator,label,cx,cy,w,h,angle\na,w,x,10,10,40,4,45\n' >centres.csv
labelqa iou centres.csv -g gold.csv --threshold 0.4 --table matches --matches --format csv --names
printf 'item,label,polygon\na,x,"[[0,0],[10,0],[10,10],[0,10]]"\n' >outlines.csv
printf 'item,annotator,label,points\na,w,x,"5,0 15,0 15,10 5,10"\n' >points.csv
labelqa iou points.csv -g outlines.csv --shape polygon --threshold 0.3 --table matches --matches --format csv --names -q
labelqa errors points.csv -g gold.csv --map label=label --table errors --format csv
printf 'item,annotator,label,bbox,confidence\na,w,x,"[0,0,5,5]",0.9\na,v,x,"[0,0,5,6]",0.8\n' >boxes.csv
labelqa agree boxes.csv --table coefficients --format csv --coefficients percent_agreement
labelqa iou boxes.csv
