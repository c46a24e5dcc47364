# Three people labeled the same 24 items, and one of them writes items, labels or the own name in
# another way: each changes the agreement, and is said with what settles it.
awk 'BEGIN {
    split("cat dog bird", label, " ")
    for (i = 1; i <= 24; i++) {
        for (a = 1; a <= 3; a++) {
            l = label[int(i * i / 5 + i) % 3 + 1]
            if ((i * a) % 11 == 0) l = "dog"
            print i "," a "," l
        }
    }
}' >rows.csv

write() { # FILE ITEM ANNOTATOR LABEL, of the third person, in awk
    awk -F, -v OFS=, "BEGIN { print \"item,annotator,label\" }
        { item = \"shot_\" \$1 \".jpg\"; who = \"ann-\" \$2; label = \$3 }
        \$2 == 3 { item = $2; who = $3; label = $4 }
        { print item, who, label }" rows.csv >"$1"
}
agree() {
    echo "== $*"
    echo "== $*" >&2
    labelqa agree "$@" --names --table coefficients --format csv | grep -E 'fleiss' | cut -d, -f4,5,8
}

write alike.csv item who label
write items.csv 'toupper(item)' who label
write folders.csv '"upload/" item' who label
write labels.csv item who 'label "s"'
write codes.csv item who '(label == "cat" ? "dog" : label == "dog" ? "bird" : "cat")'
write name.csv item '($1 % 2 ? "Ann-3" : who)' label
agree alike.csv
agree items.csv
agree items.csv --item-names caseless
agree folders.csv
agree folders.csv --item-names base
agree labels.csv
agree codes.csv
agree name.csv
# One person in two names of an item cannot be made one.
sed 's/SHOT_3\.JPG/shot_4.jpg/' items.csv >twice.csv
agree twice.csv --item-names caseless
