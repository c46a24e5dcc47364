cd fixtures/street-scenes
printf 'vendor,id,answer,expires\nacme,gpdr,yes,\n' >$TMPDIR/unknown.csv
printf 'vendor,id,answer,expires\nacme,iso27001,yes,31/31/2027\n' >$TMPDIR/date.csv
printf 'id,answer,answer_with\nnda,yes,words\ngdpr,,words\n' >$TMPDIR/nobody.csv
printf 'vendor,id,answer\nacme,nda,yes\nacme,gdpr,yes\nacme,nda,no\n' >$TMPDIR/twice.csv
printf 'vendor,promise,value,unit\nacme,turnaround,3,days\n' >$TMPDIR/unit.csv
printf 'vendor,id,answer,expires\nacme,soc3,yes,\n,iso27001,yes,9/33/2027\n,nda,yes,\n,nda,partly,\n' >$TMPDIR/many.csv
printf 'vendor,labels\nacme,3\n' >$TMPDIR/other.csv
printf 'vendor,id,answer,expires\nacme,iso27001,yes,9/3/2027\n' >$TMPDIR/two.csv
cd $TMPDIR
for file in unknown date nobody twice unit many two other; do
    labelqa compliance $file.csv
    echo "$file: $?"
done
labelqa compliance --vendor acme=nobody.csv -q --table compliance --format csv
