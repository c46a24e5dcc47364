# Polygons compared, on one core; see polygon_pairs.c for the floor.
set -eu
polygon_pairs 200000
