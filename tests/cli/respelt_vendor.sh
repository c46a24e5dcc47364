# One vendor in two spellings has half of itself in each: said in every command, and never ranked.
cp -rL fixtures/street-scenes project && cd project
sed 's/^northlight/Northlight/' quotes.csv >capital.csv
labelqa compare --names --vendor northlight=deliveries/northlight-scene.csv --vendor swiftlabel=deliveries/swiftlabel-scene.csv \
    -g gold/scene.csv --quotes capital.csv --rates rates.csv --currency EUR --volume 50000 --format csv --table vendors >out.csv
echo "exit $?"
python3 -c 'import csv
for row in csv.DictReader(open("out.csv")): print(row["vendor"], row["rank"] or "-", row["unranked"] or "-", sep=",")'
sed 's/^quotes: .*/quotes: capital.csv/' audit.yaml >capital.yaml
labelqa audit --names -c capital.yaml --table vendors --format csv 2>&1 >/dev/null | grep W168
sed '3s/^northlight/north-light/' quotes.csv >two.csv
labelqa quote two.csv --rates rates.csv --currency EUR --volume 1000
echo "exit $?"
sed '0,/northlight/s//NorthLight/' delivery-log.csv >log.csv
labelqa turnaround log.csv 2>&1 >/dev/null | grep W168
sed 's/northlight/North Light/' penalties.csv >rules.csv
labelqa turnaround delivery-log.csv --penalties rules.csv 2>&1 >/dev/null | grep W168
printf 'item,vendor,annotator,label\na,acme,x,1\na,Acme,y,1\nb,acme,x,2\nb,Acme,y,1\n' >labels.csv
labelqa agree --names labels.csv 2>&1 >/dev/null | grep W168
