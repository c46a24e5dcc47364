# Two audits: of the scenes alone in the first week, and of all; hours and questions are compared too.
cp -r fixtures/street-scenes/. project && cd project
sed 's/deliveries\/[a-z]*-boxes[.a-z]*, //; s/gold\/boxes.json, //' audit.yaml >first.yaml
echo 'as_of: 2026-03-06' >>first.yaml
labelqa audit -c first.yaml --format json -o first.json --quiet || [ $? = 4 ]
echo 'before: first.json' >>audit.yaml
for table in changes changes_hours; do
    labelqa audit --table $table --quiet
done
labelqa audit --table problems --format csv --quiet | grep W448
