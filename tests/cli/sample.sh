labelqa sample --vendor northlight=fixtures/street-scenes/deliveries/northlight-scene.csv \
    --n 12 --seed 7 --format csv
