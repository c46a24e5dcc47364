labelqa errors --names --vendor quickpix=fixtures/street-scenes/deliveries/quickpix-boxes.csv \
    --vendor swiftlabel=fixtures/street-scenes/deliveries/swiftlabel-boxes.json \
    -g fixtures/street-scenes/gold/boxes.json --by batch --table trend
labelqa errors --names --vendor swiftlabel=fixtures/street-scenes/deliveries/swiftlabel-boxes.json \
    -g fixtures/street-scenes/gold/boxes.json --by week --table trends --format csv
