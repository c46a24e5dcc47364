# Each test that tests/format-facts.md names is there.
facts=$LABELQA_ROOT/tests/format-facts.md
n=0
bad=0
# shellcheck disable=SC2016
for name in $(grep -oE '`test_[a-z0-9_]+: [a-z0-9_]+`' "$facts" | tr -d '\`' | tr ' ' '=' | sort -u); do
    n=$((n + 1))
    file=$LABELQA_ROOT/tests/qa/formats/${name%%:*}.c
    if ! grep -q "cmocka_unit_test(${name##*=})" "$file"; then
        echo "no test '${name##*=}' in $file"
        bad=1
    fi
done
# shellcheck disable=SC2016
for name in $(grep -oE '`cli/[a-z0-9_]+`' "$facts" | tr -d '\`' | sort -u); do
    n=$((n + 1))
    if [ ! -f "$LABELQA_ROOT/tests/$name.sh" ]; then
        echo "no golden '$name'"
        bad=1
    fi
done
[ "$n" -gt 60 ] || { echo "only $n tests are named"; bad=1; }
exit $bad
