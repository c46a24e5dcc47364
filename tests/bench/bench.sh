# How fast, and how far from the floor. The floor is one pass over the file's bytes that counts its
# lines, or what the row names: nothing that reads the file can be faster. Figures are of one run
# each on this machine, seconds of the processor, which other work disturbs least: compare the
# ratios, and those of one run.
set -eu
[ -s labels.csv ] || bench_data labels 2000000 >labels.csv
[ -s boxes.csv ] || bench_data boxes 118000 >boxes.csv
[ -s ids.txt ] || seq 100000000 >ids.txt

timed() { # seconds of the processor, by the clock, and peak memory of a command; its output goes
    python3 - "$@" <<'PYTHON'
import resource
import subprocess
import sys
import time

def used():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

start, before = time.perf_counter(), used()[0]
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
seconds = time.perf_counter() - start
print(f"{used()[0] - before:.3f} {seconds:.3f} {used()[1]:.0f}")
PYTHON
}

# name, file, command...; floor= and peer=: commands that read the file, to compare with
row() {
    local name=$1 file=$2 lines bytes floor_figures figures peer_figures=
    shift 2
    lines=$(wc -l <"$file") bytes=$(wc -c <"$file")
    floor_figures=$(timed ${floor:-wc -l} "$file")
    figures=$(timed "$@")
    [ -z "${peer:-}" ] || peer_figures=$(timed $peer "$file")
    awk -v name="$name" -v lines="$lines" -v bytes="$bytes" -v floor="$floor_figures" \
        -v own="$figures" -v peer="$peer_figures" -v floor_name="${floor:-wc -l}" \
        -v peer_name="${peer:-}" 'BEGIN {
        split(floor, f); split(own, o); split(peer, p)
        printf "%-8s %9d rows %4.0f MB  %6.2f s (%5.2f by the clock)  %5.2f M rows/s  peak %4d MB",
            name, lines, bytes / 1e6, o[1], o[2], lines / 1e6 / o[1], o[3]
        printf "  floor (%s) %5.2f s, ratio %5.2f", floor_name, f[1], (f[1] > 0 ? o[1] / f[1] : 0)
        if (peer_name != "")
            printf "  %s %5.2f s (%5.2f), %d MB, ratio %5.3f (%5.3f)", peer_name, p[1], p[2], p[3],
                o[1] / p[1], o[2] / p[2]
        print "" }'
}

# Dawid-Skene on a million ratings, in 10 steps, takes the difference to the majority vote, which
# reads the same file.
head -1000001 labels.csv >million.csv
floor=csv_pass row check labels.csv labelqa check labels.csv -q --threads 1 --format json
floor=csv_pass row check-2 labels.csv labelqa check labels.csv -q --threads 2 --format json
floor=csv_pass row agree labels.csv labelqa agree labels.csv -q --threads 1 --format json
row bootstr labels.csv labelqa agree labels.csv -q --format json --coefficients fleiss_kappa \
    --interval bootstrap --resamples 10000
row majorit million.csv labelqa truth million.csv -q --format json --table methods --method majority
row dawid10 million.csv labelqa truth million.csv -q --format json --table methods --max-iterations 10
row iou boxes.csv labelqa iou boxes.csv -q --format json

# COCO's annotations: 860,000 outlines. A peer beside them: how long Python takes to load the file.
[ -s polygons.json ] || bench_data polygons 122857 >polygons.json
cat >json_load.py <<'PYTHON'
import json
import sys

json.load(open(sys.argv[1]))
PYTHON
python=$(python3 -c 'import sys; print(sys.executable)')
peer="$python json_load.py" row coco polygons.json labelqa check polygons.json -q --format json
[ -s tracks.csv ] || bench_data tracks 10 >tracks.csv
[ -s tracks-gold.csv ] || bench_data tracks-gold 10 >tracks-gold.csv
row tracks tracks.csv labelqa score tracks.csv -g tracks-gold.csv -q --format json
row sample ids.txt labelqa sample --ids ids.txt --n 1000 -q --format csv

# A list of wrong items that takes a second sheet.
[ -s wrong.csv ] || awk 'BEGIN { print "item,annotator,label"
    for (i = 0; i < 1100000; i++) print "image-" i ".jpg,w" i % 40 ",x" }' >wrong.csv
[ -s right.csv ] || awk 'BEGIN { print "item,label"
    for (i = 0; i < 1100000; i++) print "image-" i ".jpg,y" }' >right.csv
row wrong wrong.csv labelqa compare --vendor acme=wrong.csv -g right.csv --limit 100% \
    --images 'https://images.example/{item}' -q --force -o wrong.xlsx
unzip -p wrong.xlsx xl/workbook.xml | grep -q 'Wrong items (2)'
