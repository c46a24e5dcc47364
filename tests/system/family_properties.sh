# Identity, order of rows, halves, symmetry, nesting, names and doubling of every family of figures: the
# table is in the script.
set -eu
for seed in 1 2; do
    python3 "$LABELQA_ROOT/tests/reference/family_properties.py" "$LABELQA" "$seed"
done
