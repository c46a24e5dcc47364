# Labels and items of one file that another writes in another way: nine or ten answers of ten are
# right, and what makes the difference is named.
cd $TMPDIR
show() {
    echo "== $1: $(labelqa errors --names v.csv -g gold.csv --table annotators --format csv 2>err |
        tail -n +2 | cut -d, -f2,5,6 | tr '\n' ' ')"
    grep -E 'error|warning' err | cut -d' ' -f2-
}
# write FILE HEADER ITEMS LABELS: rows of the n-th item with the n-th label
gold() { printf 'item,label\n' >gold.csv; for k in 1 2 3 4 5 6 7 8 9; do echo "i$k,$1"; echo "j$k,$2"; done >>gold.csv; }
first() {
    { echo item,annotator,label; tail -n +2 gold.csv | sed 's/,/,ann,/' | sed "1s~,[^,]*\$~,$1~"; } >v.csv
    show "$1"
}
echo "-- words"
gold cat dog
for label in cat Cat 'cat ' "$(printf 'cat\302\240')" "$(printf 'cat\342\200\213')" "$(printf '\342\200\252cat\342\200\254')" \
    "$(printf '\357\275\203\357\275\201\357\275\224')" "$(printf 'c\320\260t')" 'cat.' 'cat!' '(cat)' '[cat]' '"cat;"' '"""cat"""' \
    "'cat'" '"[""cat""]"' "['cat']" NULL nan 'n/a' '#DIV/0!' — TBD leer skip '' cats; do
    first "$label"
done
echo "-- numbers"
gold 1 2
for label in 1.0 01 1e0 +1 1. '"1,0"' '1%' "$(printf '\357\274\221')" '1)' true 10; do
    first "$label"
done
echo "-- yes and no"
gold true false
for label in True 1 yes wahr T x; do
    first "$label"
done
echo "-- items"
names() {
    printf '%s\n' item,label >gold.csv
    printf '%s\n' item,annotator,label >v.csv
    for k in 01 02 03 04 05 06 07 08 09 10 11 12; do
        printf "\"$2\",cat\n" $k >>gold.csv
        printf "\"$3\",ann,cat\n" $k >>v.csv
    done
    show "$1"
}
names 'escapes' 'img %s.jpg' 'https://x.org/a/img%%20%s.jpg?sig=1'
names 'escapes and plus' 'é %s.jpg' '%%C3%%A9+%s.jpg'
names 'blanks behind' 'img%s.jpg' 'img%s.jpg '
names 'no-break blank' 'img%s.jpg' 'img%s.jpg\302\240'
names 'another suffix' 'img%s.jpg' 'a/img%s.png'
names 'other names' 'img%s.jpg' 'scan-%s.jpg'
unpadded() { sed -i "s/img0*\([0-9]\)/img$1\1/" v.csv; show "$2"; }
names 'as they are' 'img%s.jpg' 'img%s.jpg'
unpadded '' 'no zeros'
unpadded 00000 'more zeros'
names 'as they are' 'img%s.jpg' 'img%s.jpg'
sed -i '2s/img/IMG/; 3s/img/a\/img/; 4s/.jpg/.png/' v.csv
show 'three that look alike'
sed -i '2s/IMG01/x/; 3s/a.img02/y/; 4s/img03/z/' v.csv
show 'three that do not'
