# What each format can tell, for people and for programs.
labelqa formats --format csv | cut -d, -f1-10
labelqa formats --table kinds --format jsonl
labelqa formats --table formats
labelqa formats export.json
