#ifndef QA_AUDIT_REPEATS_H
#define QA_AUDIT_REPEATS_H

/*
 * Hidden repeats read back: items that came a second time in an order (see seeding.h), by which
 * each annotator's consistency is measured. A pair is the two answers of one annotator to the two
 * tasks, or, in a delivery that names items instead of tasks, his two answers to the item (read
 * with QA_DUPLICATES_KEEP). Answers are alike when they hold the same labels, whatever the places
 * of their boxes. Where the repeat went to another annotator it tells of agreement, not of
 * consistency: those pairs are counted apart.
 */

#include "qa/base/error.h"
#include "qa/base/estimate.h"
#include "qa/base/records.h"
#include "qa/batch/batch.h"
#include "qa/table/report.h"

struct qa_consistency {
    uint32_t annotator;
    uint64_t n;     /* pairs */
    uint64_t alike; /* of them */
    struct qa_estimate rate;
};

struct qa_repeats {
    struct qa_consistency *annotators; /* those with a pair, by name */
    size_t n_annotators;
    uint64_t n_repeats;     /* of the key */
    uint64_t n_undelivered; /* of them: no answer, or to one of the two only */
    uint64_t n_others;      /* pairs of two annotators */
    uint64_t n_others_alike;
};

/* key: columns task, item, kind, repeats_task; rows of another kind than "repeat" are passed over.
 * E112 without the columns, E306 when the key has no repeat. Intervals are Clopper and Pearson's.
 * O(answers + key). */
QA_NODISCARD enum qa_status qa_repeats_read(const struct qa_batch *delivery,
                                            const struct qa_records *key, double confidence,
                                            struct qa_arena *arena, struct qa_repeats *out,
                                            struct qa_error *err);

/* The table `consistency`: annotator, repeats, alike, consistency. */
void qa_repeats_table(const struct qa_repeats *repeats, const struct qa_names *names,
                      struct qa_report *report);

#endif
