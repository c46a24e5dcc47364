#ifndef QA_ANNOTATION_EDITS_H
#define QA_ANNOTATION_EDITS_H

/*
 * How one sequence becomes another with the fewest substitutions, deletions and insertions: words
 * of transcripts, characters, steps of a procedure. Symbols are small whole numbers; whoever asks
 * has numbered its words.
 *
 * The number of edits is one, its split is not: `a b` becomes `b c` with two substitutions as well
 * as with a deletion and an insertion around a hit. The rule here: the fewest edits, and of the
 * alignments with as few, those with the most hits. They all have the same split, since
 *
 *     deletions = edits - (delivered - hits)      insertions = edits - (reference - hits)
 *     substitutions = reference + delivered - 2 hits - edits.
 *
 * All edits cost 1. Tools that weigh them otherwise (sclite: 4, 3, 3) do not minimise errors and
 * may count more of them: a b c d e against d e f g h is 5 here and 6 there.
 *
 * Method: what both begin and end with is hit; the number E of edits of the rest by bit-parallel
 * columns (Myers 1999, J. ACM 46; blocks of 64 as in Hyyro 2003), then the most hits by dynamic
 * programming (Wagner and Fischer 1974, J. ACM 21) on the E + 1 diagonals that an alignment of E
 * edits can reach (Ukkonen 1985, Inf. Control 64). The distance is Levenshtein's (1966).
 */

#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"

/* Counts of symbols: reference = hits + substitutions + deletions, delivered = hits +
 * substitutions + insertions. Errors are the sum of the three kinds of edits. */
struct qa_edits {
    uint64_t hits;
    uint64_t substitutions;
    uint64_t deletions;  /* in the reference only */
    uint64_t insertions; /* in the delivery only */
    uint64_t reference;
    uint64_t delivered;
};

static inline uint64_t qa_edits_errors(const struct qa_edits *edits)
{
    return edits->substitutions + edits->deletions + edits->insertions;
}

/* n symbols, each below the n_symbols that the call names. */
struct qa_symbols {
    const uint32_t *list;
    size_t n; /* <= QA_SYMBOLS_MAX */
};
enum { QA_SYMBOLS_MAX = 1 << 21 };

/*
 * From the reference to the delivery. Either may be empty.
 * Time O(n m / 64 + max(n, m) E) with n and m the lengths without what both share at their ends:
 * O(n m) when nothing is alike. Memory O(n + m + n_symbols) from scratch, which is reset.
 */
struct qa_edits qa_edits_align(struct qa_symbols reference, struct qa_symbols delivered,
                               uint32_t n_symbols, struct qa_arena *scratch);

#endif
