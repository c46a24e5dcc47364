# Outlines made masks and compared, on all cores; see mask_pairs.c for the floor.
set -eu
mask_pairs 100000
