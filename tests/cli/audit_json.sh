labelqa audit -c fixtures/street-scenes/audit.yaml --format json --table vendors -q
