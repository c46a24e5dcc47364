# The last three batches against the first three: the same vendors audited twice.
deliveries=fixtures/street-scenes/deliveries
head -n 1 $deliveries/quickpix-scene.csv >header
for vendor in northlight quickpix swiftlabel; do
    { cat header && grep ",batch-[123]," $deliveries/$vendor-scene.csv; } >$vendor-first.csv
    { cat header && grep ",batch-[456]," $deliveries/$vendor-scene.csv; } >$vendor-last.csv
done
labelqa errors --names --vendor northlight=northlight-first.csv --vendor quickpix=quickpix-first.csv \
    -g fixtures/street-scenes/gold/scene.csv --format json -o first.json --quiet
labelqa compare --names --vendor northlight=northlight-last.csv --vendor quickpix=quickpix-last.csv \
    --vendor swiftlabel=swiftlabel-last.csv -g fixtures/street-scenes/gold/scene.csv \
    --before first.json --table changes
