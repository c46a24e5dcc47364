labelqa agree --vendor northlight=fixtures/street-scenes/deliveries/northlight-scene.csv
