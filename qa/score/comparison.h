#ifndef QA_SCORE_COMPARISON_H
#define QA_SCORE_COMPARISON_H

/*
 * Two answers to one item compared and matched, once per run, for every kind: delivery against
 * reference or, without one, each pair of annotators of a vendor. Errors, overlap, scores, wrong
 * items and pictures read this one result.
 *
 * Kinds whose objects are assigned (QA_MATCH_ASSIGN), counting against a reference: first the pairs
 * of equal class at or above the threshold (matched); of what is left, pairs of unequal class at or
 * above it (mislabelled, when class-aware); of what is left, pairs of equal class at or above the
 * question's `localisation` (poorly placed: a localisation error); of kinds that pair what is wrong
 * in both (spans), of what is left, pairs of unequal class at or above it; the rest is missed or
 * spurious.
 * Crowd objects of the reference take no part, and a delivered object left over below the threshold
 * that lies at least half inside one (same class when class-aware) is ignored, as are crowd objects
 * of the delivery itself. A duplicate is a spurious object (a poorly placed one too) that reaches
 * the threshold with a reference object that already has its match.
 *
 * Kinds of one object an answer (QA_MATCH_ANSWER): the two are matched at or above the threshold
 * and differ below it. Of kinds that are labels nothing is kept: qa_comparison_item makes their
 * pairs when it is asked, since telling two labels apart costs less than remembering it.
 *
 * A recording that --uem lists and of which the reference has nothing is an answer without objects:
 * all that was delivered of it is spurious.
 *
 * What a vendor left out, of whatever format and kind: a vendor that answers a question owes an
 * answer to every item of the reference that has one. Those it has no answer to count as delivered
 * without objects, that is as missed (a label: as one error), with --undelivered missed, and take
 * no part with --undelivered ignored. Without a choice there are two signs that the reference is of
 * a larger order than this delivery: items that none of several vendors answered are owed by none;
 * and of the rest, a vendor that answered less than half was not asked for the others. Else they
 * are missed. A results list cannot tell "nothing found" from "not delivered": an item absent from
 * it is one in which nothing was found. Either way the number stands beside the vendor's rate, and
 * qa_comparison_say warns.
 */

#include "qa/batch/questions.h"
#include "qa/score/ranks.h"

enum qa_outcome {
    QA_MATCHED,
    QA_MISSED,       /* in the reference only */
    QA_SPURIOUS,     /* in the delivery only */
    QA_MISLABELLED,  /* placed right, other class */
    QA_LOCALISATION, /* an error of it: same class, similarity below the threshold */
    QA_BOTH_WRONG,   /* other class, similarity below the threshold: of kinds that ask for it */
    QA_IGNORED,      /* in a crowd region of the reference */
    QA_DIFFERENT     /* of kinds with one object an answer: another answer */
};
const char *qa_outcome_name(enum qa_outcome outcome);

/* Two objects, or one and nothing. Objects are indices into their batch, SIZE_MAX: none. */
struct qa_match {
    enum qa_outcome outcome;
    bool duplicate;     /* a spurious object that is a duplicate */
    bool both;          /* a missed or spurious object that has a spurious or missed one of another
                         * class beside it, from `localisation` up to the threshold */
    uint8_t size_class; /* enum qa_size_class of the reference's object, of the other without one;
                         * small where the type has no size */
    size_t object_a;
    size_t object_b;
    double similarity; /* 0 without a partner */
};

/* What a person reads: the outcome, or "duplicate", or "mislabelled and poorly placed". */
const char *qa_match_kind(const struct qa_match *match);

/* Two answers to one item and question. Answers are indices into their batches, between annotators
 * both into the delivery; SIZE_MAX: none, which counts as an answer without objects. */
struct qa_pair {
    uint32_t item;
    uint32_t question; /* of the delivery */
    uint32_t vendor;   /* of the delivery; QA_NONE: none */
    size_t answer_a;   /* reference, or the annotator whose name comes first */
    size_t answer_b;
    size_t n_matches;
    const struct qa_match *matches; /* those with an object of a first, both in canonical order */
};

/* What a vendor owes on a question, and does not answer. */
struct qa_debt {
    uint32_t vendor;
    uint32_t question;      /* of the delivery */
    uint64_t n_items;       /* of the reference, with an answer to it */
    uint64_t n_unasked;     /* of them answered by none of several vendors, and so owed by none */
    uint64_t n_undelivered; /* of the others without an answer of the vendor */
    uint64_t n_shared;      /* answered by the vendor and by another one */
    bool owes_all;          /* what nobody answered is owed too */
    bool is_listless;       /* one of the vendor's files does not list items */
    bool counts_missed;
};

struct qa_comparison_request {
    const struct qa_batch *delivery;
    const struct qa_batch *reference; /* NULL: pairs of annotators of the delivery */
    enum qa_role role;                /* of the reference: QA_GOLD or QA_PRELABELS */
    bool class_agnostic;
};

struct qa_comparison {
    struct qa_comparison_request request;
    struct qa_ranks ranks;
    const struct qa_batch *a; /* the reference, or the delivery itself */
    const struct qa_batch *b; /* the delivery */
    const uint32_t *items;    /* n_items ids, in the order of their names where pairs are kept */
    size_t n_items;
    struct qa_item_index index_a; /* answers of an item */
    struct qa_item_index index_b;
    /* Pairs that were kept, of the i-th item pairs[first_pair[i]] .. pairs[first_pair[i + 1] - 1]:
     * by question, vendor and annotator. */
    const struct qa_pair *pairs;
    const size_t *first_pair;
    size_t n_pairs;
    size_t n_matches;
    const struct qa_debt *debts; /* by question, then vendor; none between annotators */
    size_t n_debts;
    /* Counts of questions that are not labels. */
    uint64_t items_compared;
    uint64_t items_undelivered;   /* summed over vendors: in the reference only, left out */
    uint64_t items_missed;        /* the same, counted as missed */
    uint64_t items_assumed_empty; /* the same of a results list */
    uint64_t items_without_reference;
    uint64_t items_several_references; /* compared with the first annotator of the reference */
    uint64_t answer_pairs;
};

/* Items are worked in parallel; the result does not depend on the thread count or on the order of
 * rows. O(sum over items of n_a x n_b) similarities, and the matching of objects that really
 * overlap. All of it lives in the arena. */
struct qa_comparison *qa_compare(const struct qa_comparison_request *request,
                                 struct qa_arena *arena);

/* The pairs of the i-th item: those of labels first (against a reference only), by the names of
 * question, vendor and annotator, then those that were kept, likewise; what was not delivered
 * stands last of each. scratch holds what is made for the call. */
struct qa_item_pairs {
    const struct qa_pair *list;
    size_t n;
};
struct qa_item_pairs qa_comparison_item(const struct qa_comparison *comparison, size_t i,
                                        struct qa_arena *scratch);

/* Of the reference's items, those that a vendor left out (QA_NONE as vendor: of none), on a
 * question or, QA_NONE, on all of them. */
uint64_t qa_undelivered(const struct qa_comparison *comparison, uint32_t vendor, uint32_t question);
uint64_t qa_undelivered_of_all(const struct qa_comparison *comparison, uint32_t question);

/* W144 for each vendor that left items of the reference out: how they count. */
void qa_comparison_say(const struct qa_comparison *comparison, struct qa_findings *findings);

/* The reference's answer that an answer of the delivery is compared with; SIZE_MAX: none. */
size_t qa_reference_of(const struct qa_comparison *comparison, size_t answer);

/* The objects of both answers of a pair as their type takes them, in the order of the batches. */
struct qa_pair_objects {
    const struct qa_type *type;
    const struct qa_question *question;
    struct qa_objects a;
    struct qa_objects b;
};
struct qa_pair_objects qa_pair_objects(const struct qa_comparison *comparison,
                                       const struct qa_pair *pair);

#endif
