# Rectangles as masks have the same figures of tracking as the boxes that they fill, to the bit.
set -eu
figures() {
    "$LABELQA" score "rows/$1/vendor" -g "rows/$1/gold" --by item --format csv -q |
        grep -E ',(all|class|item),.*,(hota|deta|assa|loca|mota|motp|idf1|idp|idr|id_switches|fragmentations|mostly_tracked|mostly_lost),' |
        cut -d, -f2- | sed 's/^class,,pedestrian,/class,,1,/' | sort
}
for seed in 1 2 3; do
    rm -rf rows
    python3 "$LABELQA_ROOT/tests/reference/rectangle_masks.py" rows "$seed"
    figures boxes >boxes.csv
    figures masks >masks.csv
    [ "$(wc -l <masks.csv)" = 52 ]
    cmp boxes.csv masks.csv
done
