labelqa errors --vendor quickpix=fixtures/street-scenes/deliveries/quickpix-boxes.csv \
    --vendor swiftlabel=fixtures/street-scenes/deliveries/swiftlabel-boxes.json \
    -g fixtures/street-scenes/gold/boxes.json --by batch --format json \
    | sed -n '/"trends"/,/"stages"\|"truth\|"annotator_classes/p' | head -60
