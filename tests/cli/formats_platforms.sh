# What platforms export, by hand and with their traps, as canonical rows.
at=$LABELQA_ROOT/tests/formats
for file in "$at"/*; do
    name=${file##*/}
    cp -r "$file" "$name"
    echo "== $name"
    options=
    case $name in *toloka* | *appen*) options='--timezone UTC' ;; esac
    # shellcheck disable=SC2086
    labelqa ingest "$name" --format csv $options 2>&1
done
