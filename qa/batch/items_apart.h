#ifndef QA_BATCH_ITEMS_APART_H
#define QA_BATCH_ITEMS_APART_H

#include "qa/batch/batch.h"

/*
 * Says (W809) where annotators of a delivery seem to have answered the same items under other
 * names, so that they share none: A1.jpg, a1.jpg and images/a1.jpg, 7 and 007, 7 and 7.0.
 *
 * Names look like one when all readings of item_names.h together make them one, they are at most
 * eight, those that stand in folders stand in the same, and nobody has answered two of them. It is
 * said, of one annotator, where somebody with five items or more shares less than half of them with
 * anybody, and half of the others look like items of somebody else.
 *
 * O(answers), and of the items only where an annotator is so; not looked for where more than
 * 200,000 items have one answer each.
 */
void qa_items_apart_say(const struct qa_batch *delivery, struct qa_findings *findings);

#endif
