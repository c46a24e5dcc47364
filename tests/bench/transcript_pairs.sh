# Alignments of transcripts a second, and how far from one pass over their bytes.
set -eu
transcript_pairs
