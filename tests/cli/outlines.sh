# The outlines of the street scenes: polygons of one vendor and masks of another against polygons,
# all as masks; and the polygons as they are.
scenes=fixtures/street-outlines
labelqa score --vendor northlight=$scenes/northlight/outlines.json \
    --vendor quickpix=$scenes/quickpix/outlines.json -g $scenes/gold/outlines.json \
    --rasterise --format csv -q | grep -E 'estimate|,(all|vendor|size),'
labelqa score $scenes/northlight/outlines.json -g $scenes/gold/outlines.json --format csv -q |
    grep -E ',(all|annotator),'
labelqa errors $scenes/quickpix/outlines.json -g $scenes/gold/outlines.json --rasterise \
    --format csv --table wrong_items -q | head -n 12
