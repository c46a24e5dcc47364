# What init writes: every key, where it belongs and what it is for; and what is then in force.
cd "$TMPDIR"
labelqa init -q 2>/dev/null || labelqa init
cat audit.yaml
labelqa audit --print-config --limit 4% --gold my.csv --format csv -q | grep -v ',default$'
