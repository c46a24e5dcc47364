# A text without a cue is no recording in which nothing was said; an empty file and a bare header are.
printf 'minutes of a meeting\n' >minutes.txt
printf 'WEBVTT\n' >silent.vtt
: >silent.srt
for format in srt webvtt; do
    labelqa check -i $format minutes.txt
    echo "exit $?"
done
for file in "webvtt silent.vtt" "srt silent.srt"; do
    labelqa ingest -q -i $file --format csv
    echo "exit $?"
done
