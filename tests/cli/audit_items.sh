# audit.yaml says what the options of the group Reading say.
cp "$LABELQA_ROOT"/tests/cli/coco_cases/{c01b_subfolder,gold}.json .
for names in base as-is bases; do
    printf 'deliveries:\n  - vendor: acme\n    files: [c01b_subfolder.json]\ngold: [gold.json]\n' >audit.yaml
    printf 'item_names: %s\nundelivered: ignored\nannotator_from: filename\n' $names >>audit.yaml
    labelqa audit --names --table vendors --format csv | cut -d, -f1-4
    labelqa audit --names >/dev/null 2>&1
    echo "$names: exit $?"
done
