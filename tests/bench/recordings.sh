# Texts and recordings against gold: 2 million tokens of tags, a million pairs of utterances of 12
# words, 50 hours of four speakers. Seconds of the processor, and how far from the floor, one pass
# over both files that counts their lines. Figures are of one run each; compare the ratios.
set -eu
data=$LABELQA_ROOT/tests/bench/recordings_data.py

files() { # kind, number, suffix
    local side
    for side in gold vendor; do
        [ -s "$1-$side.$3" ] || python3 "$data" "$1" "$2" "$side" >"$1-$side.$3"
    done
}

seconds() { # of the processor; output thrown away
    python3 - "$@" <<'PYTHON'
import resource
import subprocess
import sys

subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{used.ru_utime + used.ru_stime:.3f} {used.ru_maxrss / 1024:.0f}")
PYTHON
}

row() { # kind, suffix, options...
    local kind=$1 gold=$1-gold.$2 vendor=$1-vendor.$2 figures floor
    shift 2
    floor=$(seconds wc -l "$gold" "$vendor")
    figures=$(seconds labelqa score "$vendor" -g "$gold" -q --format json "$@")
    awk -v kind="$kind" -v lines="$(wc -l <"$vendor")" -v seconds="${figures% *}" \
        -v memory="${figures#* }" -v floor="${floor% *}" 'BEGIN {
        printf "%-10s %8d lines  %6.2f s  peak %4d MB  floor %5.3f s, ratio %5.0f\n",
            kind, lines, seconds, memory, floor, seconds / (floor > 0 ? floor : 0.001) }'
}

files tags "${TAGS:-2000000}" conll
files utterances "${UTTERANCES:-1000000}" csv
files speakers "${HOURS:-50}" rttm
row tags conll
row utterances csv --shape transcript
row speakers rttm
