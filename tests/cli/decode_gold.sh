# Gold's tags are decoded by the rule of the delivery's: a file is like itself under each. Of four
# sentences one begins an entity with I, which IOB2 does not allow and lenient decoding reads as B.
printf '%s\n' 'Anna B-PER' 'Berg I-PER' '' 'Bonn I-LOC' '' 'Carl B-PER' '' 'here O' '' >vendor.conll
cp vendor.conll gold.conll
for decode in lenient strict; do
    echo "== $decode"
    labelqa score vendor.conll -g gold.conll --scheme iob2 --decode $decode --format csv -q |
        grep -E ',all,.*,span_(precision|recall|f1)_strict,'
done
