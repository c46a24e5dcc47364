# Labels that are gold's under other names, of a vendor; a bad vendor, and one that knows one label, are not that.
table() {
    echo 'item,annotator,vendor,label'
    for i in $(seq 1 24); do
        truth=$((i * 7 % 3 % 2))
        echo "$i,a,right,$truth"
        echo "$i,b,turned,$((1 - truth))"
        echo "$i,c,one,1"
        echo "$i,d,chance,$((i * i % 5 % 2))"
    done
}
table >delivery.csv
{ echo item,label && for i in $(seq 1 24); do echo "$i,$((i * 7 % 3 % 2))"; done; } >gold.csv
{ echo item,label && for i in $(seq 1 24); do echo "$i,$((i * 7 % 3 % 2 + 1))"; done; } >from_one.csv
for gold in gold from_one; do
    labelqa errors delivery.csv -g $gold.csv --table vendors --format csv | cut -d, -f1-5
done
