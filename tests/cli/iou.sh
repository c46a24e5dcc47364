cd fixtures/street-scenes
labelqa iou --names deliveries/quickpix-boxes.csv -g gold/boxes.json
