cd fixtures/street-scenes
labelqa check --vendor swiftlabel=deliveries/swiftlabel-scene.csv \
    --vendor quickpix=deliveries/quickpix-scene.csv \
    --expected expected-items.csv --labels street,highway,parking,crossing
