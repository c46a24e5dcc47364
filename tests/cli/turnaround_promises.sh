# Promises in business hours over Easter and the change of clocks, by the contract's rules.
cat >log.csv <<'END'
vendor,batch,priority,items,ordered_at,delivered_at,promised_hours,clock
acme,1,standard,200,2026-03-27T15:00:00,2026-03-31T11:00:00,16,business
acme,2,standard,200,2026-04-02T15:00:00,2026-04-08T10:00:00,16,business
acme,3,rush,50,2026-03-28T22:00:00,2026-03-29T04:00:00,5,calendar
acme,4,standard,200,2026-04-07T09:00:00,,16,business
zeta,1,standard,200,2026-03-27T15:00:00,2026-03-30T10:00:00,16,business
zeta,2,standard,200,2026-04-02T15:00:00,2026-04-02T16:30:00,16,business
zeta,3,rush,50,2026-03-28T22:00:00,2026-03-29T04:30:00,5,calendar
zeta,4,standard,200,2026-04-08T09:00:00,,16,business
END
printf 'date,name,hours\n2026-04-02,Maundy Thursday,09:00-16:00\n2026-04-03,Good Friday,\n2026-04-06,Easter Monday,\n' >holidays.csv
printf 'vendor,when,per,amount,cap,unit_price,currency\n,late,hour,1%%,5%%,0.30,EUR\n,early,delivery,2.505,,,EUR\n' >rules.csv
labelqa turnaround log.csv --timezone Europe/Berlin --business-hours 'Mon-Fri 09:00-17:00' \
    --holidays holidays.csv --penalties rules.csv --as-of 2026-04-09T12:00:00
