# Where the questions are not of labels: how alike the annotators' answers are.
labelqa agree --names fixtures/street-scenes/deliveries/northlight-boxes.json --format csv | grep -v class
