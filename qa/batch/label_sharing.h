#ifndef QA_BATCH_LABEL_SHARING_H
#define QA_BATCH_LABEL_SHARING_H

#include "qa/base/finding.h"
#include "qa/batch/questions.h"

/*
 * Says (W291) of each question on which delivery and gold have two labels or more each, not all of
 * them numbers, and none in common: gold that says 0 and 1 where the delivery says cat and dog
 * makes everybody wrong. O(objects + questions x labels); nothing is said where the product is
 * above 2^24.
 */
void qa_label_sharing_say(const struct qa_questions *questions, struct qa_findings *findings);

#endif
