labelqa init --request -c fixtures/street-scenes/audit.yaml -o forms --due 2026-04-20 \
    --contact 'Mara Lindqvist, buyer@example.com'
cat forms/INSTRUCTIONS.txt forms/charges.csv forms/promises.csv
cut -d, -f2,3 forms/questions.csv | head -4
labelqa init --request -o forms
echo "exists already: $?"
labelqa init --question-list
grep -E '^(id|soc2|own_models|nda),' questions.csv
printf 'id,question,requirement\nbadges,Do visitors wear badges?,required\n' >own.csv
labelqa init --request --questions own.csv -o own.csv
cat own-questions.csv
labelqa init --request --questions own.csv -o again/ --due 20/4/2026
ls
