# Dates of deliveries with two readings are settled by the other dates of their column.
cd $TMPDIR
agreement() { labelqa agree --names "$@" --timezone UTC --table coefficients --format csv | grep percent_agreement, | cut -d, -f5; }
# 3 April comes after 27 March, so x says dog first and cat last; y says cat.
printf 'item,annotator,label,submitted_at\na,x,cat,03/04/2026 10:00\na,x,dog,27/03/2026 10:00\na,y,cat,01/04/2026 09:00\n' >dated.csv
agreement dated.csv --duplicates first
agreement dated.csv --duplicates last
# With the month first, 3/4 comes before 27 March.
sed 's#27/03#03/27#' dated.csv >mdy.csv
agreement mdy.csv --duplicates first -q
# Nothing tells: an error where times count, else said and left out.
sed 3d dated.csv >open.csv
labelqa check --names open.csv --timezone UTC -q
echo "exit $?"
agreement open.csv
agreement open.csv --dates dmy
# The dates contradict each other.
printf 'item,annotator,label,submitted_at\na,x,cat,03/04/2026\na,y,dog,27/03/2026\nb,x,cat,03/27/2026\nb,y,cat,1 Apr 2026\n' >mixed.csv
labelqa check --names mixed.csv --timezone UTC -q
echo "exit $?"
# A column of a log that looks like one that is read.
printf 'vendor,batch,items,ordered_at,delivered_at,round_no\nv,a,1,8 Mar 2026,"March 9, 2026",1\n' >log.csv
labelqa turnaround log.csv --timezone UTC --table deliveries --format csv | cut -d, -f1-7
