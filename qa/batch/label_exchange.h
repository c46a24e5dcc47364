#ifndef QA_BATCH_LABEL_EXCHANGE_H
#define QA_BATCH_LABEL_EXCHANGE_H

#include "qa/base/finding.h"
#include "qa/batch/questions.h"

/*
 * Says (W806) where a vendor's labels are gold's under other names: 0 for 1 and 1 for 0, or 1 and 2
 * for gold's 0 and 1. Of the vendor's answers to items with gold, ten or more, at most half have
 * gold's label, and with each of its labels taken for another one of gold's nine of ten have. No
 * annotator is so far from chance by mistake. Questions whose answers are one label each, of at
 * most 64 different ones. O(answers + questions x vendors x labels^2).
 */
void qa_label_exchange_say(const struct qa_questions *questions, struct qa_findings *findings);

#endif
