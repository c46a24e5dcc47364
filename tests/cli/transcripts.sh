# Transcripts: word error rate and its relatives, with and without case and punctuation; parts of
# the items scored apart and joined give the bytes of one run.
cat >vendor.csv <<'CSV'
item,annotator,text
u1,ann,the quick brown fox
u2,ann,jumps over a dog
u3,ben,hello world
u4,ben,"Good Morning, Sir"
u5,ann,
u6,ben,yes
CSV
cat >gold.csv <<'CSV'
item,text
u1,the quick brown fox
u2,jumps over the lazy dog
u3,hello word
u4,good morning sir
u5,um
u6,yes
CSV
labelqa score --names vendor.csv -g gold.csv --format csv --save-sums whole.sums
labelqa score --names vendor.csv -g gold.csv --letter-case fold --punctuation drop -q
labelqa errors --names vendor.csv -g gold.csv --table wrong_items -q
grep -E 'item|u[135]' vendor.csv >v1.csv
grep -E 'item|u[246]' vendor.csv >v2.csv
labelqa score --names v1.csv -g gold.csv --save-sums 1.sums -q >/dev/null
labelqa score --names v2.csv -g gold.csv --save-sums 2.sums -q >/dev/null
labelqa score --names --sums 2.sums --sums 1.sums --save-sums joined.sums --format csv -q >joined.csv
cmp joined.sums whole.sums
