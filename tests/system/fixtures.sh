# The fixtures are what their generator makes.
set -eu
mkdir -p made/deliveries made/gold made/responses
"${LABELQA%/labelqa}/fixtures-generate" made
(cd made && find . -type f) | while read -r file; do
    cmp "made/$file" "$LABELQA_ROOT/fixtures/street-scenes/$file"
done
