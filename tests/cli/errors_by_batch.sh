labelqa errors --vendor quickpix=fixtures/street-scenes/deliveries/quickpix-boxes.csv \
    --vendor swiftlabel=fixtures/street-scenes/deliveries/swiftlabel-boxes.json \
    -g fixtures/street-scenes/gold/boxes.json --by batch --table trend
labelqa errors --vendor swiftlabel=fixtures/street-scenes/deliveries/swiftlabel-boxes.json \
    -g fixtures/street-scenes/gold/boxes.json --by week --table trends --format csv
