#ifndef QA_BATCH_LABEL_EXCHANGE_H
#define QA_BATCH_LABEL_EXCHANGE_H

#include "qa/base/finding.h"
#include "qa/batch/questions.h"

/*
 * Says where labels are those of the other side under other names: 0 for 1 and 1 for 0, cats and
 * dogs for cat and dog, or 1 and 2 for gold's 0 and 1.
 *
 * Of the answers to items with gold at most half have gold's label, and with each of the labels
 * taken for another one of gold's three of four have, and so many more than half that who guesses
 * between two labels comes to it once in a thousand times: ten of ten, 30 of 40. So are a vendor's
 * answers looked at (W806), and those of each annotator of a vendor of whom that is not said
 * (W807). Where no answer has gold, an annotator's labels are held against the one that the others
 * gave most to the item (W807).
 *
 * Questions whose answers are one label each, of at most 64 different ones; annotators only where
 * annotators x labels^2 is at most 2^24, and of a million answers and more those to every so many
 * items. O(answers + questions x (vendors + annotators) x labels^2).
 */
void qa_label_exchange_say(const struct qa_questions *questions, struct qa_findings *findings);

#endif
