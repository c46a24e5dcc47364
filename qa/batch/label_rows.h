#ifndef QA_BATCH_LABEL_ROWS_H
#define QA_BATCH_LABEL_ROWS_H

#include "qa/base/finding.h"
#include "qa/batch/questions.h"

/*
 * Says (W813) where an annotator's labels stand a row too high or too low: as where one column of a
 * sheet was moved or sorted and the others were not.
 *
 * The annotator's answers to a question in the order of their rows are held against the labels that
 * reference_labels.h has for them, and against those of the row before and after. It is said where
 * three of four labels are right a row off, and of the rows in which one of the two is right and
 * the other wrong four of five or more are right a row off, 3.16 standard deviations or more over
 * half: who guesses comes to it once in a thousand times.
 *
 * O(answers log answers), not looked for in more than a million answers.
 */
void qa_label_rows_say(const struct qa_questions *questions, struct qa_findings *findings);

#endif
