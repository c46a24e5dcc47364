# Who spoke when, what was said and how it sounded are three questions of one delivery, each format
# compared with itself. A format that one side lacks becomes what the other side has.
cd fixtures/call-centre-audio
labelqa audit -c audit.yaml --names -q --format csv --table errors_vendors | cut -d, -f1-9
labelqa audit -c audit.yaml --names -q --format csv --table score_scores | grep -E '^(question|[a-z]+,(all|vendor),)'
echo '== gold without words'
labelqa score --vendor n=northlight -g gold/speakers.rttm -g gold/emotion.tsv --names -q --format csv | grep -E ',all,.*,(der|segment_f1|precision),'
labelqa score --vendor n=northlight/words.stm --vendor n=northlight/emotion.tsv -g gold/speakers.rttm -g gold/emotion.tsv -q --format csv | grep -E ',all,.*,(der|segment_f1|precision),'
