# 0 objects or seconds an item are "not known" in audit.yaml and as options alike: measured, never free.
cd "$TMPDIR"
printf 'vendor,charge,basis,price,currency\nv,boxes,per_object,0.10,EUR\nw,labels,per_item,0.50,EUR\n' >q.csv
printf 'deliveries:\n  - vendor: v\n    files: [d.csv]\nquotes: q.csv\nvolume: 100\nobjects_per_item: 0\n' >a.yaml
printf 'item,annotator,label\na,x,cat\n' >d.csv
labelqa quote -c a.yaml --format csv --table totals -q
labelqa quote q.csv --volume 100 --objects-per-item 0 --format csv --table totals -q
labelqa quote q.csv --volume 100 --objects-per-item 3 --format csv --table totals -q
