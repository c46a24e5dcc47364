# Numbers of a delivery as spreadsheet programs of several countries save them.
printf 'item;annotator;label;x;y;width;height\na;x;car;1,5;2,5;10,25;4\nb;x;car;1.250;2;3;4\n' >comma.csv
printf 'item,annotator,label,seconds,score\na,x,cat,"12,5","0,95"\nb,x,dog,3,"0,5"\n' >seconds.csv
printf 'item,annotator,label,x,y,width,height\na,x,car,"1,250.5",2,10,4\nb,x,car,"1,250",2,10,4\n' >point.csv
printf 'item,annotator,label,x,y,width,height\na,x,car,"1,250",2,10,4\n' >two.csv
printf 'item,annotator,label,x,y,width,height\na,x,car,1.5,"2,5",10,4\n' >mixed.csv
printf 'item;annotator;text\na;x;1,5\n' >text.csv
for file in comma seconds point two mixed text; do
    labelqa ingest $file.csv
    echo "$file: $?"
done
for sign in point comma; do
    labelqa ingest two.csv --decimal $sign -q
done
labelqa ingest comma.csv --decimal point -q
labelqa ingest point.csv --decimal comma -q
labelqa ingest text.csv --decimal comma -q
