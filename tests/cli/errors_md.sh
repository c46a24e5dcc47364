cd fixtures/street-scenes
labelqa errors --names --vendor quickpix=deliveries/quickpix-scene.csv -g gold/scene.csv --format md -q
