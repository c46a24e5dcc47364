#!/bin/sh
# 300 random quotes (tiers, percents, minimums, fees, months, conditions) come to the cent to what a
# second implementation in exact fractions says.
set -e
command -v python3 >/dev/null || exit 77
python3 "$LABELQA_ROOT/tests/support/quotes_oracle.py" 20261201 15
