#ifndef QA_BATCH_LABELS_H
#define QA_BATCH_LABELS_H

/*
 * Which labels of a run are one label, settled once after reading for each question, over the
 * delivery, gold and pre-labels together:
 *
 *   sets      lists of tags, and tags divided by a separator that is asked for: neither order nor
 *             repeats mean anything. What follows is then about tags in place of labels.
 *   numbers   labels that read as the same number are one where all labels are numbers, or are
 *             said to be: the shortest form that occurs stays (W132). Else they are told apart and
 *             that is said (W133).
 *   letters   labels that differ in case or Unicode form alone are told apart, and that is said
 *             (W133), unless they are to be folded: then the commonest form stays (W136).
 *   missing   words as "NA" beside real labels are labels, and that is said (W134).
 *   declared  labels outside the declared set count, are left out, or are refused (W135, E203).
 *
 * A declared label goes before any other form of it. Whatever moves a figure is a finding with
 * counts and the place of the first.
 */

#include "qa/batch/questions.h"

enum qa_undeclared {
    QA_UNDECLARED_USE,
    QA_UNDECLARED_EXCLUDE, /* answers that are labels; objects stay */
    QA_UNDECLARED_ERROR,
    QA_UNDECLARED_UNSAID /* the caller reports each of them itself */
};

struct qa_label_rules {
    const char *const *declared; /* of questions of labels */
    size_t n_declared;
    const char *const *object_declared; /* of questions of objects */
    size_t n_object_declared;
    enum qa_undeclared undeclared;
    bool fold_case;
    bool are_numbers; /* a scale of numbers was asked for */
    const char
        *tag_separator; /* labels of label questions are sets of tags; NULL: only lists are */
};

/*
 * Maps the labels of the questions' batches in place, drops the answers that are to be left out,
 * and adds the findings. O(objects) expected time, and sorting within sets.
 */
void qa_labels_settle(const struct qa_questions *questions, const struct qa_label_rules *rules,
                      struct qa_findings *findings);

#endif
