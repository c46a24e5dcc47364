# README.md with its table of formats made anew: awk -f ... FORMATS.md README.md, where FORMATS.md is
# `labelqa formats --table formats --format md`. What is read of each (the last column) is left out.
FNR == NR {
    if (/^\|/) {
        sub(/ [^|]*\|$/, "")
        table = table $0 "\n"
    }
    next
}
/^<!-- formats -->$/ { print; printf "\n%s\n", table; skips = 1; next }
/^<!-- end of formats -->$/ { skips = 0; n++ }
!skips
END { exit n != 1 }
