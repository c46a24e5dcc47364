# Label maps read as sets of pixels; see label_maps.c for the floor.
set -eu
label_maps 200
