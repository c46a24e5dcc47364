# Folders of PNG files as label maps: values, void, colours.
cp -r "$LABELQA_ROOT"/tests/cli/mask_cases/gold_maps "$LABELQA_ROOT"/tests/cli/mask_cases/maps \
    "$LABELQA_ROOT"/tests/cli/mask_cases/colour_maps .
labelqa score maps -g gold_maps --ignore-label 255 --boundary-tolerance 1
labelqa score maps -g gold_maps --by item --format csv | grep -c ',item,'
labelqa errors maps -g gold_maps --ignore-label 255 --table wrong_items --format csv
labelqa check colour_maps
echo "exit $?"
printf 'label,red,green,blue\nvoid,0,0,0\nroad,128,64,128\nhouse,70,70,70\n' >colours.csv
labelqa check colour_maps --colours colours.csv
echo "exit $?"
rm colour_maps/s1.png
labelqa ingest colour_maps --colours colours.csv --format csv
