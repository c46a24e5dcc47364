#ifndef REPORTS_CONFUSION_BLOCKS_H
#define REPORTS_CONFUSION_BLOCKS_H

/*
 * The confusion of every vendor and question as square blocks of one size, so that a list box can
 * choose among them by position: rows are gold's classes, columns the given ones.
 *
 * Classes of a question stand by name; where there are more than QA_MOST_CLASSES, the most frequent
 * ones and "(other classes)" after them; "(nothing)" last, for missed and spurious objects. A
 * poorly placed object counts twice, as missed and as spurious.
 */

#include "qa/audit/errors.h"

enum { QA_MOST_CLASSES = 20, QA_TOP_CONFUSIONS = 10, QA_CONFUSION_EXAMPLES = 3 };

struct qa_top_confusion {
    uint32_t gold; /* QA_NONE: nothing */
    uint32_t given;
    uint64_t count;
    uint32_t examples[QA_CONFUSION_EXAMPLES]; /* item ids, the first in the list of wrong items */
    size_t n_examples;
};

struct qa_confusion_blocks {
    size_t n_vendors;
    const uint32_t *vendors; /* ids; where there are several, a block of all comes first */
    bool has_all;
    size_t n_choices; /* n_vendors, and one more with has_all */
    size_t n_questions;
    const uint32_t *questions;
    size_t size;                   /* of a block: classes of the richest question */
    const char **names;            /* n_questions x size; NULL past a question's own */
    uint64_t *counts;              /* block (choice x n_questions + question), then size x size */
    struct qa_top_confusion *tops; /* QA_TOP_CONFUSIONS a block, most frequent first; count 0: none
                                    */
};

/* Everything in the arena. Size 0 without any answer that was checked. O(cells x log classes +
 * wrong items). */
struct qa_confusion_blocks qa_confusion_blocks(const struct qa_errors_result *errors,
                                               const struct qa_names *names,
                                               struct qa_arena *arena);

#endif
