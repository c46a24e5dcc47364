cd fixtures/street-scenes
labelqa errors --vendor quickpix=deliveries/quickpix-scene.csv -g gold/scene.csv --format md -q
