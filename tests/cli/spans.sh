# Texts of street signs, as brat keeps them: one vendor against gold. Figures of spans and relations,
# and every kind of error; then the same with offsets in UTF-16.
cp -r "$LABELQA_ROOT/tests/cli/street_signs_text" signs
labelqa score signs/lake -g signs/gold --format csv | cut -d, -f1-6
labelqa errors signs/lake -g signs/gold --format csv --table wrong_items
labelqa score signs/lake16 -g signs/gold/s1.ann
echo "exit $?"
labelqa score signs/lake16 -g signs/gold/s1.ann --offsets utf16 --format csv >/dev/null
echo "exit $?"
