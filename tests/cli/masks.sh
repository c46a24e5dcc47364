# A delivery in run-length codes against gold in outlines: compared when it is said how.
cp "$LABELQA_ROOT"/tests/cli/mask_cases/*.json .
labelqa score --names codes.json -g gold.json
echo "exit $?"
labelqa score --names codes.json -g gold.json --rasterise
labelqa iou --names codes.json -g gold.json --rasterise --matches --table matches --format csv
labelqa errors --names codes.json -g gold.json --rasterise --ignore-label truck --table classes \
    --format csv
