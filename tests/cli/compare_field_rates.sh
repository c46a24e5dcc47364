# What the gate of errors goes by where the field has a rate of its own: WER of transcripts, with
# its interval over items, and the vendors item against item. Worked by hand (errors of words):
#   item        u1 u2 u3 u4 u5 u6   sum
#   words        4  5  3  6  2 10    30
#   acme         0  1  0  2  0  0     3   WER 1/10
#   zeta         1  1  1  2  0  4     9   WER 3/10
# The items' differences have the variance 17/1875, and -1/5 -+ t(0.975, 5) x its root are the limits.
cat > gold.csv <<'END'
item,annotator,text
u1,g,one two three four
u2,g,a b c d e
u3,g,red green blue
u4,g,we will call you back tomorrow
u5,g,thank you
u6,g,w1 w2 w3 w4 w5 w6 w7 w8 w9 w10
END
cat > acme.csv <<'END'
item,annotator,text
u1,a,one two three four
u2,a,a b x d e
u3,a,red green blue
u4,a,we will back tomorrow
u5,a,thank you
u6,a,w1 w2 w3 w4 w5 w6 w7 w8 w9 w10
END
cat > zeta.csv <<'END'
item,annotator,text
u1,z,one two three five
u2,z,a b c d e f
u3,z,red blue
u4,z,we will call you you back today
u5,z,thank you
u6,z,w1 w2 w3 w4 w5 w6
END
both() { labelqa "$1" --vendor acme=acme.csv --vendor zeta=zeta.csv -g gold.csv -q "${@:2}"; }
both compare | sed -n '1,24p'
both compare --format csv --table types
both score --format csv --table vendor_differences
echo '== a delivery that says more than twice what was said'
sed 's/^\(u.,z,\)\(.*\)/\1 x x x x x x x x x x x x x x x \2/' zeta.csv > noise.csv
labelqa compare --vendor noise=noise.csv -g gold.csv --format csv --table vendors | cut -d, -f1,2,5-9
labelqa compare --vendor noise=noise.csv -g gold.csv --format csv --table problems -q
