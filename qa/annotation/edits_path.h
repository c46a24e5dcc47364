#ifndef QA_ANNOTATION_EDITS_PATH_H
#define QA_ANNOTATION_EDITS_PATH_H

/*
 * Which symbols an alignment of edits.h pairs: of those with the fewest edits and then the most
 * hits, the one that, read from the end, takes a hit or a substitution before a deletion, and that
 * before an insertion.
 */

#include <stdbool.h>

#include "qa/annotation/edits.h"

enum qa_edit { QA_EDIT_HIT, QA_EDIT_SUBSTITUTION, QA_EDIT_DELETION, QA_EDIT_INSERTION, QA_N_EDITS };

/* One step from the beginning on: symbols reference and delivered, of which an insertion has no
 * first and a deletion no second one. */
struct qa_edit_step {
    enum qa_edit edit;
    size_t reference;
    size_t delivered;
};

/*
 * The steps, reference.n + delivered.n at most, into `steps`; returns how many. edits: what
 * qa_edits_align says of the same symbols. SIZE_MAX where the matrix would be larger than 64 MiB:
 * texts of ten thousand words that have little in common.
 * O(lengths x edits) time and bytes.
 */
size_t qa_edits_path(struct qa_symbols reference, struct qa_symbols delivered,
                     const struct qa_edits *edits, struct qa_arena *scratch,
                     struct qa_edit_step *steps);

#endif
