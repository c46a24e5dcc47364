#ifndef QA_SCORE_COMPARE_PARTS_H
#define QA_SCORE_COMPARE_PARTS_H

/* The two halves of qa_compare: which answers are compared, and the objects of two of them. Private
 * to the comparison files. */

#include "qa/score/comparison.h"

/* What a range of items gave, in item order. */
struct qa_compared_chunk {
    struct qa_arena *arena; /* of the lists */
    struct qa_pair *pairs;  /* their matches are set when the lists are complete */
    size_t n_pairs;
    size_t pairs_capacity;
    struct qa_match *matches;
    size_t n_matches;
    size_t matches_capacity;
    size_t *pairs_of_item; /* how many each item of the chunk has */
    uint64_t items_compared;
    uint64_t items_undelivered;
    uint64_t items_missed;
    uint64_t items_assumed_empty;
    uint64_t items_without_reference;
    uint64_t items_several_references;
    uint64_t answer_pairs;
};

/* comparison->debts, once its indices stand. Made in the arena. */
void qa_compare_debts(struct qa_comparison *comparison, struct qa_arena *arena);

/* Whether the vendor of a debt owes an answer to a reference item that it has none to: always, or
 * because some other vendor has one. */
bool qa_is_owed(const struct qa_comparison *comparison, const struct qa_debt *debt, uint32_t item);

/* Whether a recording of which the reference has nothing is one in which nothing is to be found. */
bool qa_is_silent(const struct qa_comparison *comparison, uint32_t question, uint32_t item);

/* Appends one match for each pair of objects or lone object of two answers. scratch is marked and
 * reset inside. */
void qa_compare_answers(const struct qa_comparison *comparison, const struct qa_pair *pair,
                        struct qa_arena *scratch, struct qa_compared_chunk *out);

#endif
