# Work done in-house beside vendors: its costs, no gate, no rank.
cat >own.csv <<'CSV'
vendor,model,field,value,currency
own team,in_house,wage_per_hour,14,EUR
own team,in_house,hours_per_seat_month,160,
own team,in_house,overhead,30%,
own team,in_house,recruiting_per_seat,1500,
own team,in_house,seconds_per_item,30,
CSV
scenes=fixtures/street-scenes
set -- --vendor northlight=$scenes/deliveries/northlight-scene.csv \
    --vendor quickpix=$scenes/deliveries/quickpix-scene.csv \
    --vendor swiftlabel=$scenes/deliveries/swiftlabel-scene.csv -g $scenes/gold/scene.csv \
    --quotes $scenes/quotes.csv --rates $scenes/rates.csv --currency EUR --volume 50000 \
    --models own.csv --months 4 --objects-per-item 6.5 --seconds-per-item 25 \
    --scenario rush_share=20% --as-of 2026-03-31
labelqa compare "$@" -q
labelqa compare "$@" -q --table totals
labelqa compare "$@" -q --table scenario --format csv
labelqa compare "$@" --take nothing
