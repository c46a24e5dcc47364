#ifndef QA_BATCH_LABEL_EXCHANGE_H
#define QA_BATCH_LABEL_EXCHANGE_H

#include "qa/base/finding.h"
#include "qa/batch/questions.h"

/*
 * Says where labels are those of the other side under other names: 0 for 1 and 1 for 0, cats and
 * dogs for cat and dog, or 1 and 2 for gold's 0 and 1.
 *
 * Of the answers to items with gold each label has one of gold's that it stands for most. Those
 * that stand alone for another one, all of them or two that were exchanged among many, are looked
 * at: at most half of their answers have gold's label, three of four once they are renamed, and so
 * many more than half that who guesses between two labels comes to it once in a thousand times: ten
 * of ten, 30 of 40. So are a vendor's answers looked at (W806), and those of each annotator of a
 * vendor of whom that is not said (W807). Where no answer has gold, an annotator's labels are held
 * against the one that the others gave most to the item (W807).
 *
 * Questions whose answers are one label each, of at most 64 different ones; annotators only where
 * annotators x labels^2 is at most 2^24, and of a million answers and more those to every so many
 * items. O(answers + questions x (vendors + annotators) x labels^2).
 */
void qa_label_exchange_say(const struct qa_questions *questions, struct qa_findings *findings);

/* How often each label stands where the other side has each, of things that are known to be the
 * same otherwise: objects in one place. All zero at first. */
enum { QA_JOINT_LABELS = 64 };
struct qa_label_joint {
    uint32_t label[QA_JOINT_LABELS];
    uint32_t n_labels;
    bool has_more;                                    /* labels than are counted */
    uint32_t count[QA_JOINT_LABELS][QA_JOINT_LABELS]; /* given, other */
};
void qa_label_joint_add(struct qa_label_joint *joint, uint32_t given, uint32_t other);

/* By the same rule: labels under other names, with an example. */
struct qa_label_exchange {
    uint32_t given;
    uint32_t other;
    uint64_t n; /* pairs of the labels that stand for another */
    uint64_t n_equal;
    uint64_t n_renamed; /* equal once each label has its other name */
};
/* False where the labels are not so, or more than are counted. */
bool qa_label_joint_exchange(const struct qa_label_joint *joint, struct qa_label_exchange *out);

/* "the labels of `of` are `whose` under other names, it seems: ..."; other_has: "gold has". In the
 * arena. */
const char *qa_label_exchange_text(const struct qa_label_exchange *exchange,
                                   const struct qa_strings *labels, const char *of,
                                   const char *whose, const char *other_has,
                                   struct qa_arena *arena);

#endif
