# What figures of recordings leave out or cannot mean is said: turns beyond the UEM, recordings that it
# lists and that were not delivered (all missed) or of which gold has nothing (all false alarm),
# speakers without a name in common.
cat >gold.rttm <<'RTTM'
SPEAKER a 1 0.0 10.0 <NA> <NA> A <NA> <NA>
SPEAKER a 1 12.0 3.0 <NA> <NA> B <NA> <NA>
SPEAKER b 1 0.0 4.0 <NA> <NA> A <NA> <NA>
RTTM
cat >vendor.rttm <<'RTTM'
SPEAKER a 1 0.0 9.0 <NA> <NA> x <NA> <NA>
SPEAKER a 1 11.0 4.0 <NA> <NA> y <NA> <NA>
SPEAKER a 1 30.0 4.0 <NA> <NA> y <NA> <NA>
SPEAKER c 1 1.0 2.0 <NA> <NA> y <NA> <NA>
SPEAKER d 1 1.0 2.0 <NA> <NA> y <NA> <NA>
RTTM
printf 'a 1 0 20\nb 1 0 5\nc 1 0 5\n' >order.uem
# Of 17 seconds 1 + 4 are missed, 1 + 2 added.
labelqa score vendor.rttm -g gold.rttm --uem order.uem --format csv
# Beyond the map: 4 seconds more are added in a, and c is not compared.
labelqa score vendor.rttm -g gold.rttm --format csv | grep ',der'
cat >gold.stm <<'STM'
r1 1 A 0.0 2.0 hello there friend
r1 1 B 2.0 4.0 how are you
STM
printf 'r1 1 0.0 0.5 hello\nr1 1 0.6 0.5 there\nr1 1 2.0 0.5 how\n' >vendor.ctm
labelqa score vendor.ctm -g gold.stm --format csv | grep -E ',(wer|cpwer),'
