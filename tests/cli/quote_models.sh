cat >models.csv <<'CSV'
vendor,model,field,value,currency
own team,in_house,wage_per_hour,14,EUR
own team,in_house,hours_per_seat_month,160,
own team,in_house,productive_share,85%,
own team,in_house,overhead,30%,
own team,in_house,recruiting_per_seat,1500,
own team,in_house,training_hours,40,
own team,in_house,tools_per_seat_month,60,
own team,in_house,seconds_per_item,30,
own team,in_house,seats,3,
crowd,crowd,price_per_answer,0.05,USD
crowd,crowd,answers_per_item,5,
crowd,crowd,platform_fee,20%,
crowd,crowd,gold_share,10%,
CSV
cat >rates.csv <<'CSV'
currency,rate,date
EUR,1,
USD,0.95,2026-01-01
USD,0.92,2026-03-01
USD,0.80,2026-06-01
CSV
labelqa quote --models models.csv --rates rates.csv --volume 120000 --months 4 --as-of 2026-03-31 \
    --errors crowd=10/200 --cost-per-error 0.5 --scenario found_share=40%
labelqa quote --models models.csv --rates rates.csv --volume 120000 --table rates -q --format csv
labelqa quote fixtures/street-scenes/quotes.csv --rates rates.csv --currency EUR --volume 1000 \
    --table costs --format csv -q --scenario objects_per_itm=3
