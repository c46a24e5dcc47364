# Numbers of audit.yaml and of options are read whole, or refused with their place.
cd "$TMPDIR"
printf 'vendor,charge,basis,price,currency\nv,labels,per_item,0.50,EUR\n' >q.csv
printf 'item,annotator,label\na,x,cat\n' >d.csv
for volume in 50,000 50000 '25.000,00' '4 days' '1 200' '"1,200.5"' ''; do
    printf 'deliveries:\n  - vendor: v\n    files: [d.csv]\nquotes: q.csv\nvolume: %s\n' "$volume" >a.yaml
    labelqa quote -c a.yaml --table totals --format csv -q >out.csv; status=$?; tail -n +2 out.csv
    echo "volume: $volume: $status"
done
printf 'deliveries:\n  - vendor: v\n    files: [d.csv]\nquotes: q.csv\nweights:\n  quality: 0,5x\n  speed: 0,5\n' >a.yaml
labelqa quote -c a.yaml
printf 'deliveries:\n  - vendor: v\n    files: [d.csv]\nquotes: q.csv\nlimits:\n  error: 7\nseed: 1.5\n' >a.yaml
labelqa quote -c a.yaml
printf 'deliveries:\n  - vendor: v\n    files: [d.csv]\nquotes: q.csv\ndecimal: dot\n' >a.yaml
labelqa quote -c a.yaml
for volume in 50,500 '50, 500' 50.5 '1 000'; do
    labelqa quote q.csv --volume "$volume" --table totals --format csv -q >out.csv; status=$?; tail -n +2 out.csv
    echo "--volume $volume: $status"
done
for months in 1,5 1,500; do
    labelqa quote q.csv --volume 100 --months $months --table totals --format csv -q >out.csv; status=$?; tail -n +2 out.csv
    echo "--months $months: $status"
done
