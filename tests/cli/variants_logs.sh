# Delivery logs as people keep them: the right hours, or a refusal with its place, or a finding that
# says what was taken for granted.
cd $TMPDIR
show() {
    name=$1
    shift
    echo "== $name: $(labelqa turnaround l.csv --table deliveries --format csv "$@" 2>err | tail -n +2 |
        cut -d, -f2,3,7,8 | tr '\n' ' ')"
    grep -E 'error|warning' err | cut -d' ' -f2-
}
header=vendor,batch,items,ordered_at,due_at,delivered_at
log() { printf '%s\n' "$header" "$@" >l.csv; }
times() {
    log "v,a,100,\"$1\",\"$2\",\"$3\""
    show "$1 | $2 | $3" --timezone ${4:-Europe/Berlin}
}
echo "-- times"
times '2026-03-02 09:00' '2026-03-04 09:00' '2026-03-04 08:00'
times '2026-03-02' '2026-03-04' '2026-03-05'
times '2026-03-02 09:00' '2026-03-04' '2026-03-04 23:00'
times '2026-03-02 09:00' '2026-03-04 09:00' '2026-03-04'
times '2026-03-02' '' '2026-03-04 12:00'
times '03/04/2026' '' '05/04/2026'
times '03.04.26' '' '05.04.26'
times '3/2/2026 9:00 AM' '' '3/14/2026 12:30 am'
times '2. März 2026 09:00' '' '4. Mrz 2026 09:00'
times 'Mon, 02 Mar 2026 09:00:00 +0100' '' 'Wed, 04 Mar 2026 09:00:00 +0100'
times 'Tue, 02 Mar 2026 09:00:00 +0100' '' 'Wed, 04 Mar 2026 09:00:00 +0100'
times 'Mon Mar 02 09:00:00 CET 2026' '' 'Sun Mar 04 09:00:00 CET 2026'
times '2026-W10-1' '' '2026-W10-3'
times 46083.375 '' 46084.5
times 1772438400 '' 1772524800000
times 1772438400000000 '' 1772524800000000
times '2026-03-29 02:30' '' '2026-03-29 04:00'
times '2026-10-25 02:30' '' '2026-10-25 04:00'
times '2026-03-08 02:30' '' '2026-03-09 04:00' America/New_York
times '2026-03-29T01:30+01:00' '' '2026-03-29 04:00'
times '2026-03-02 09:00 CST' '' '2026-03-04 08:00 CST'
times '2026-03-02 09:00' '2026-03-01 09:00' '2026-03-03 08:00'
times '2026-03-02 09:00' '' '2026-03-01 08:00'
times '2026-03-02 09:00' '' '2062-03-04 08:00'
times '2026-03-02' '' TBD
times '2026-03-02' '' 'n/a'
times '' '' '2026-03-02'
times '2026-02-29' '' '2026-03-03'
log 'v,a,100,2026-03-02 09:00,,2026-03-04 08:00'
show 'no zone'
log 'v,a,100,13/04/2026,,25/04/2026' 'v,b,100,04/13/2026,,26/04/2026'
show 'two orders' --timezone UTC
log 'v,a,100,13.04.2026,,2026-05-13' 'v,b,100,04/05/2026,,2026-06-13'
show 'one date tells' --timezone UTC
echo "-- items"
for items in 20.000 '"20,000"' 1.200 '"1 200"' "1'200" 1e3 100.0 -5 '' '100 items' '~100' 10k; do
    log "v,a,$items,2026-03-02,,2026-03-04"
    show "$items" --timezone UTC
done
echo "-- rows"
row='100,2026-03-02 09:00,2026-03-04 09:00,2026-03-04 08:00'
log "v,a,$row" "v,a,$row"
show 'the same row twice' --timezone UTC
log "v,a,$row" 'v,a,100,2026-03-05 09:00,,2026-03-06 08:00' "v,,$row" "v,,$row"
show 'a batch twice' --timezone UTC
log "North,a,$row" "north,b,$row"
show 'a vendor in two spellings' --timezone UTC
log "v,a,$row" 'Total,,100,,,'
show 'a sum' --timezone UTC
log "v,a,$row" ',,100,,,'
show 'a sum without a name' --timezone UTC
header=$header,status log "v,a,$row,cancelled"
show 'a state' --timezone UTC
header='Supplier,Lot,Quantity,Order date,Due date, Delivery date ' log "v,a,$row"
show 'other names' --timezone UTC
header='supplier,lot,quantity,when,due_att,back' log "v,a,$row"
show 'unknown names' --timezone UTC
header='Delivery log,,,,,' log 'vendor,batch,items,ordered_at,due_at,delivered_at' "v,a,$row"
show 'a title' --timezone UTC
log
show 'nothing' --timezone UTC
echo "-- promises"
for promise in 48,calendar '48h,' '"48,5",' '2 days,' 16,business 16,working; do
    header=vendor,batch,items,ordered_at,promised_hours,clock,delivered_at \
        log "v,a,100,2026-03-02 09:00,$promise,2026-03-04 08:00"
    show "$promise" --timezone UTC
done
echo "-- penalties"
log 'v,a,100,2026-03-01,2026-03-02,2026-03-10'
for rule in 'v,week,2.5%,15%,10' 'v,week,"2,5 %",15 %,10' 'w,week,2.5%,15%,10' 'V,week,2.5%,15%,10' 'v,begun week,2.5%,15%,10' \
    'v,week,-2.5%,15%,10'; do
    printf '%s\n' vendor,per,amount,cap,unit_price,currency "$rule,GBP" >p.csv
    echo "== $rule: $(labelqa turnaround l.csv --timezone UTC --penalties p.csv --table penalised --format csv 2>err |
        tail -n +2 | cut -d, -f2,7)"
    grep -E 'error|warning' err | cut -d' ' -f2-
done
