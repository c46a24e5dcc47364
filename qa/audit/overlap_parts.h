#ifndef QA_AUDIT_OVERLAP_PARTS_H
#define QA_AUDIT_OVERLAP_PARTS_H

/*
 * The stages of qa_overlap: compare two answers to matches, then tally matches to rows. Private to
 * the overlap files.
 */

#include "qa/audit/overlap.h"
#include "qa/audit/pairing.h"

/* Matches of a range of items; chunks follow one another in item order. */
struct qa_overlap_chunk {
    struct qa_arena *arena; /* of list */
    struct qa_object_match *list;
    size_t n;
    size_t capacity;
    uint64_t items_compared;
    uint64_t items_undelivered;
    uint64_t items_assumed_empty;
    uint64_t items_without_reference;
    uint64_t items_several_references;
    uint64_t answer_pairs;
};

/* Two answers to one item; SIZE_MAX: none, which is an answer without objects. */
struct qa_overlap_pair {
    const struct qa_batch *a; /* reference, or first annotator */
    const struct qa_batch *b;
    size_t answer_a;
    size_t answer_b;
    enum qa_type_id type;
    uint32_t item;
    uint32_t vendor;
};

/* Appends one match for each pair or lone object. scratch is marked and reset inside. */
void qa_overlap_compare(const struct qa_overlap_request *request,
                        const struct qa_overlap_pair *pair, const struct qa_ranks *ranks,
                        struct qa_arena *scratch, struct qa_overlap_chunk *out);

/* Fills rows and n_rows of the result from all chunks. */
void qa_overlap_tally(const struct qa_overlap_request *request,
                      const struct qa_overlap_chunk *chunks, size_t n_chunks,
                      const struct qa_ranks *ranks, struct qa_arena *arena,
                      struct qa_overlap_result *result);

#endif
