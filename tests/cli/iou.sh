cd fixtures/street-scenes
labelqa iou deliveries/quickpix-boxes.csv -g gold/boxes.json
