# What a vendor promised and delivered up to each week is the sum of its weeks, added up here by awk.
labelqa turnaround fixtures/street-scenes/delivery-log.csv --table weeks --format csv -q >weeks.csv
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $1 != vendor { vendor = $1; due = delivered = 0 }
    { due += $at["due"]; delivered += $at["delivered"]; n++
      if (due != $at["due_so_far"] || delivered != $at["delivered_so_far"]) print "line " NR ": " $0 }
    END { print n " weeks, last: " due " promised, " delivered " delivered" }' weeks.csv
