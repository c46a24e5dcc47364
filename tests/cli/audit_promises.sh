# What requests promise of deliveries, held against the log; without a contract their penalties hold.
cp -r fixtures/street-scenes/. project && cd project
sed -i '/^penalties:/d' audit.yaml
sed -i 's/^quickpix,penalty,,,/quickpix,penalty,,2.5%,/; s/^quickpix,penalty_cap,,,/quickpix,penalty_cap,,10%,/' \
    responses/quickpix-promises.csv
sed -i 's/^swiftlabel,penalty,,,/swiftlabel,penalty,,3%,/' responses/swiftlabel-promises.csv
sed -i '/^swiftlabel/d' quotes.csv
for table in promises_kept penalties penalised; do
    labelqa audit --table $table --quiet || [ $? = 4 ]
done
labelqa audit --table problems --format csv --quiet | grep W447
