# A folder, an archive and a workbook are deliveries like any other.
mkdir deliveries
cp fixtures/street-scenes/deliveries/quickpix-scene.csv fixtures/street-scenes/deliveries/swiftlabel-scene.csv deliveries
echo 'a photograph' >deliveries/street.jpg
echo '{"version": 2}' >deliveries/notes.json
(cd deliveries && zip -q ../batch.zip *)
tar czf batch.tar.gz deliveries
labelqa agree --names deliveries --table coefficients --format csv
labelqa agree --names deliveries --table coefficients --format csv -q >folder.csv 2>/dev/null
labelqa agree --names batch.zip --table coefficients --format csv -q >zip.csv 2>/dev/null
labelqa agree --names batch.tar.gz --table coefficients --format csv -q >tar.csv 2>/dev/null
labelqa agree --names deliveries/quickpix-scene.csv deliveries/swiftlabel-scene.csv --table coefficients --format csv -q >files.csv
cmp folder.csv files.csv
cmp zip.csv files.csv
cmp tar.csv files.csv
mkdir empty
labelqa agree --names empty
