# init looks at the folder: who delivered what, gold, quotes, log, by what the files hold.
cd "$TMPDIR"
said() { grep -v '^ *#' audit.yaml | grep .; rm audit.yaml; }
cp -r fixtures/street-scenes scenes && cd scenes && rm audit.yaml
labelqa init && labelqa audit --table vendors --format csv -q | cut -d, -f1-3
said
cd .. && mkdir -p "two/Anna's team" two/deliveries/zeta two/notes && cd two
printf 'item,annotator,label\na,x,cat\nb,x,dog\n' >"Anna's team/all: labels.csv"
printf 'item;annotator;label\na;y;cat\nb;y;dog\n' >deliveries/zeta/labels.csv
printf 'item,label\na,cat\n' >ground-truth.csv
printf 'item\na\nb\n' >ordered.csv
printf 'nothing that is known\n' >notes/x.dat
printf 'date,hours\n2026-05-01,\n' >holidays.csv
labelqa init && said
mkdir ../none && cd ../none && labelqa init && said
