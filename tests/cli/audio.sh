cd fixtures/call-centre-audio
deliveries() { echo --vendor northlight=northlight/$1 --vendor swiftlabel=swiftlabel/$1 -g gold/$1; }
all_and_vendors() { grep -E '^(question|[a-z]+,(all|vendor),)'; }
echo '== who spoke when'
labelqa score $(deliveries speakers.rttm) --uem gold/scored.uem --collar 0.25 --format csv |
    all_and_vendors
echo '== what was said'
labelqa score $(deliveries words.stm) --normalise basic --format csv | all_and_vendors
echo '== emotions'
labelqa score $(deliveries emotion.tsv) --resolution 0.1 --format csv | all_and_vendors
labelqa errors $(deliveries emotion.tsv) -q
