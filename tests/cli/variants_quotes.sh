# Quotes as vendors write them: the right sum, or a refusal with its place, or a finding that says
# what was taken for granted.
cd $TMPDIR
show() {
    echo "== $1: $(labelqa quote q.csv --volume ${2:-30000} --table totals --format csv 2>err |
        tail -n +2 | cut -d, -f1-4)"
    grep -E 'error|warning' err | cut -d' ' -f2-
}
header='vendor,charge,basis,price,currency,note'
row() { printf '%s\n%s\n' "$header" "v,labels,per_item,$1" >q.csv; }
echo "-- prices"
for price in '€ 0.05' '0.05 €' 'EUR 0.05' '5e-2' "1'250.50" '"1,250.00"' '"1.250,00"' '0.05 ' ; do
    row "$price,EUR,"
    show "$price"
done
for price in '0.05/image' '0.05-0.08' 'on request' 'auf Anfrage' '' '-' 'from 0.05' '~0.05' '5 ct' '5%' '(0.05)' \
    '63 per 1000' '$0.05' '-0.05' '0.05.' '10k' 'incl.' '0.05*' 'nan' '1/20'; do
    row "$price,EUR,"
    show "$price"
done
echo "-- currencies"
for pair in '0.05,€' '0.05,Euro' '0.05,eur' '€0.05,' '£0.05,' '0.05,US$' '0.05,$' '$0.05,' '0.05,EU' '0.05,'; do
    row "$pair,"
    show "$pair"
done
echo "-- what notes and names say beside the price"
for note in 'per 1000 units' 'USD/1k' 'CPM' 'price per hour' 'per month' 'minimum 500 EUR' '10% off above 100k' \
    'from 10 000 on request' 'zzgl. 19% MwSt' 'incl. VAT' 'excl. VAT' 'two passes per image' 'review included' \
    'valid until 31 Dec' 'about 6.5 objects per image'; do
    row "63,EUR,$note"
    show "$note"
done
for name in 'labels (per 1000)' 'labels per hour' 'labels per item' 'labels'; do
    printf '%s\n%s\n' "$header" "v,$name,per_item,63,EUR," >q.csv
    show "$name"
done
echo "-- charges beside the work"
beside() { printf '%s\n%s\n%s\n' "$header" 'v,labels,per_item,0.50,EUR,' "v,$1,"  >q.csv; show "$1"; }
for charge in 'discount,percent,-5,' 'discount,percent,5,' 'discount,percent,-0.05,' 'discount,percent,-0.5%,' \
    'card fee,percent,0.5%,' 'rush,percent,150%,' 'VAT,percent,19,' 'Total,fixed,15000,EUR' \
    'total review,per_item,0.1,EUR' 'discount,fixed,-100,EUR' 'set-up,fixed,100,USD' 'min. order,fixed,500,EUR' \
    'minimum order,minimum,500,EUR' 'Mindestbestellwert,fixed,500,EUR' 'monthly fee,fixed,500,EUR' \
    'monthly fee,per_month,500,EUR' 'platform (monthly),per_project,500,EUR' 'annual licence,fixed,900,EUR' \
    'set-up,per_month,100,EUR' 'express,percent,20,' 'administration,fixed,100,EUR'; do
    beside "$charge"
done
echo "-- tiers"
tiers() {
    printf '%s\n%s\n%s\n' 'vendor,charge,basis,price,currency,from_quantity,to_quantity,tiering' \
        "v,labels,per_item,0.50,EUR,$1" "v,labels,per_item,0.40,EUR,$2" >q.csv
    show "$1 $2"
}
tiers 1,10000,graduated 10001,,graduated
tiers 1,10000,volume 10001,,volume
tiers 1,10000, 10001,,volume
tiers 1,10000, 10001,,
tiers 1,10000,graduated 10001+,,graduated
tiers '1,"10,000",graduated' '"10,001 +",,graduated'
tiers 1,10000,volume 10000,,volume
tiers 1,9000,volume 10001,,volume
tiers 1,10000,volume '"10,001+",,volume'
tiers 1,10000,volume '"> 10,000",,volume'
tiers 1,10000,volume 10001,unlimited,volume
tiers 1,10k,volume 10k,,volume
tiers '1,"10,000",volume' '"10,001",,volume'
tiers 1,10.000,volume 10.001,,volume
tiers 1,10000,graduated 10001,,volume
tiers 1,10000,staffel 10001,,staffel
echo "-- the table around"
printf 'Price list 2026,,,,\nAll prices net,,,,\n,,,,\nvendor,charge,basis,price,currency\nv,labels,per_item,0.05,EUR\n' >q.csv
show 'title'
printf 'Preisliste\n\nvendor;charge;basis;price;currency\nv;labels;per_item;0,05;EUR\n' >q.csv
show 'title, ragged'
printf ' Vendor ,\302\240Charge, basis,price ,currency\nv,labels,per_item,0.05,EUR\n' >q.csv
show 'blanks around names'
printf 'Anbieter;Leistung;basis;Preis;currency\nv;labels;per_item;0,05;EUR\n' >q.csv
show 'other names'
printf 'vendor,charge,basis,price,price,currency\nv,labels,per_item,0.05,0.07,EUR\n' >q.csv
show 'a column twice'
printf 'vendor,charge,basis,price,discount,currency\nv,labels,per_item,0.05,10%%,EUR\n' >q.csv
show 'a column of discounts'
printf 'vendor,charge,basis,price,unit,currency\nv,labels,per_item,50,1000,EUR\n' >q.csv
show 'a column of units'
printf 'id,vendor,charge,basis,price,currency,contact\n1,v,labels,per_item,0.05,EUR,555 1234\n' >q.csv
show 'columns that say nothing'
printf 'vendor,charge,basis,price,currency\nv,labels,per_item,0.05,EUR\n,,,,\n# net prices,,,,\n' >q.csv
show 'blank and remark'
printf 'vendor\tcharge\tbasis\tprice\tcurrency\r\nv\tlabels\tper_item\t0,05 €\tEUR\r\n' | iconv -t UTF-16 >q.csv
show 'UTF-16 with tabs'
printf 'sep=\t\nvendor\tcharge\tbasis\tprice\tcurrency\nv\tlabels\tper_item\t0.05\tEUR\n' >q.csv
show 'sep=tab'
printf 'vendor;charge;basis;price;currency\nv;labels;per_item;0,05 \200;EUR\n' >q.csv
show 'Windows-1252'
printf 'vendor,charge,basis,price,currency\nv,least,minimum,5000,EUR\nv,labels,per_item,0.05,EUR\n' >q.csv
show 'a minimum above what it is of'
printf 'vendor,charge,basis,price,currency\nv,service,percent,25,EUR\nv,labels,per_item,0.05,EUR\n' >q.csv
show 'a per cent of nothing'
printf 'vendor,charge,basis,price,currency,valid_until\nv,labels,per_item,0.05,EUR,2024-12-31\n' >q.csv
(unset SOURCE_DATE_EPOCH; show 'a last day and no day')
