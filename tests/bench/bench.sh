# How fast, and how far from the floor. The floor is one pass over the file's bytes that counts its
# lines: nothing that reads the file can be faster. Figures are of one run each on this machine;
# compare the ratios, not the seconds.
set -eu
[ -s labels.csv ] || bench_data labels 2000000 >labels.csv
[ -s boxes.csv ] || bench_data boxes 118000 >boxes.csv
[ -s ids.txt ] || seq 100000000 >ids.txt

timed() { # seconds and peak memory of a command, its output thrown away
    python3 - "$@" <<'PYTHON'
import resource
import subprocess
import sys
import time

start = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
seconds = time.perf_counter() - start
print(f"{seconds:.3f} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f}")
PYTHON
}

row() { # name, file, command...
    local name=$1 file=$2 lines bytes floor figures
    shift 2
    lines=$(wc -l <"$file") bytes=$(wc -c <"$file")
    floor=$(timed wc -l "$file")
    figures=$(timed "$@")
    awk -v name="$name" -v lines="$lines" -v bytes="$bytes" -v floor="${floor% *}" \
        -v seconds="${figures% *}" -v memory="${figures#* }" 'BEGIN {
        printf "%-8s %9d rows %4.0f MB  %6.2f s  %5.2f M rows/s  peak %4d MB  floor %5.2f s, ratio %4.1f\n",
            name, lines, bytes / 1e6, seconds, lines / 1e6 / seconds, memory, floor, seconds / floor }'
}

# Dawid-Skene on a million ratings, in 10 steps, takes the difference to the majority vote, which
# reads the same file.
head -1000001 labels.csv >million.csv
row agree labels.csv labelqa agree labels.csv -q --format json
row bootstr labels.csv labelqa agree labels.csv -q --format json --coefficients fleiss_kappa \
    --interval bootstrap --resamples 10000
row majorit million.csv labelqa truth million.csv -q --format json --table methods --method majority
row dawid10 million.csv labelqa truth million.csv -q --format json --table methods --max-iterations 10
row iou boxes.csv labelqa iou boxes.csv -q --format json

# COCO's annotations: 860,000 outlines. A peer beside them: how long Python takes to load the file.
[ -s polygons.json ] || bench_data polygons 122857 >polygons.json
row coco polygons.json labelqa check polygons.json -q --format json
row jsonload polygons.json python3 -c 'import json; json.load(open("polygons.json"))'
row sample ids.txt labelqa sample --ids ids.txt --n 1000 -q --format csv

# A list of wrong items that takes a second sheet.
[ -s wrong.csv ] || awk 'BEGIN { print "item,annotator,label"
    for (i = 0; i < 1100000; i++) print "image-" i ".jpg,w" i % 40 ",x" }' >wrong.csv
[ -s right.csv ] || awk 'BEGIN { print "item,label"
    for (i = 0; i < 1100000; i++) print "image-" i ".jpg,y" }' >right.csv
row wrong wrong.csv labelqa compare --vendor acme=wrong.csv -g right.csv --limit 100% \
    --images 'https://images.example/{item}' -q --force -o wrong.xlsx
unzip -p wrong.xlsx xl/workbook.xml | grep -q 'Wrong items (2)'
