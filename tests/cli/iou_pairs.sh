cd fixtures/street-scenes
labelqa iou deliveries/northlight-boxes.json --table summary --format csv
