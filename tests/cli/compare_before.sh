# The last batches against the first: the same vendors audited twice.
head -n 1 fixtures/street-scenes/deliveries/quickpix-scene.csv >header
for batch in 1 2; do
    for vendor in northlight quickpix swiftlabel; do
        { cat header && grep ",batch-$batch," "fixtures/street-scenes/deliveries/$vendor-scene.csv"; } \
            >"$vendor-$batch.csv"
    done
done
labelqa errors --vendor northlight=northlight-1.csv --vendor quickpix=quickpix-1.csv \
    -g fixtures/street-scenes/gold/scene.csv --format json -o first.json --quiet
labelqa compare --vendor northlight=northlight-2.csv --vendor quickpix=quickpix-2.csv \
    --vendor swiftlabel=swiftlabel-2.csv -g fixtures/street-scenes/gold/scene.csv \
    --before first.json --table changes
