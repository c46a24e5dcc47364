# The page of limits and promises says what the sources say, and names tests that are there.
set -eu
page=$LABELQA_ROOT/qa/cli/promises.md
cd "$LABELQA_ROOT"
n=0
while IFS='|' read -r _ what most code where _; do
    name=$(sed -E 's/^ `([^`]*)` in .*/\1/' <<<"$where")
    file=$(sed -E 's/.* in ([^ ]*) *$/\1/' <<<"$where")
    said=$(tr -d ', ' <<<"$most" | sed -e 's/GiB/*1073741824/' -e 's/MiB/*1048576/')
    # The value is the last thing assigned to the name before a comma, semicolon or brace.
    value=$(grep -ohE "(^|[^A-Za-z_])${name//./\\.} *= [^,;}]*" "$file" | tail -n 1 |
        sed -E -e 's/.*[^<>=]= //' -e 's/^.*\? .* : //' -e 's/\((size_t|uint64_t)\)//g' -e 's/UINT64_C//')
    [ -n "$value" ] || { echo "$name is not in $file ($what)"; exit 1; }
    [ "$((said))" = "$((value))" ] || { echo "$what: the page says $most, $file says $value"; exit 1; }
    code=$(tr -d ' ' <<<"$code")
    [ -z "$code" ] || "$LABELQA" explain "$code" >/dev/null || { echo "$code is not explained"; exit 1; }
    n=$((n + 1))
done < <(grep -E '^\|.*` in qa/' "$page")
[ "$n" -ge 20 ]
n=0
for test in $(grep -oE 'tests/[a-z_/]*\.(sh|c)' "$page"); do
    [ -s "$test" ] || { echo "$test is not there"; exit 1; }
    n=$((n + 1))
done
[ "$n" -ge 15 ]
# The sources that may reach a network or start a program do not.
if grep -nE '\b(socket|connect|getaddrinfo|popen|system|execvp?e?|execl[pe]?|posix_spawnp?|fork)\(' -r qa reports --include=*.c --include=*.cpp --include=*.h; then
    exit 1
fi
