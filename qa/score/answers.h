#ifndef QA_SCORE_ANSWERS_H
#define QA_SCORE_ANSWERS_H

/*
 * Answers that differ from the other side's, for every kind of one object an answer. Each pair of
 * answers of which one has an object is a trial; an error is a similarity below the threshold, or
 * an answer on one side only. Of labels that is another label.
 *
 * Classes are the reference's: the error rate of a class is 1 - its recall. Between annotators
 * there is no reference and no class has figures.
 */

#include "qa/score/score.h"

enum qa_answers_part { QA_ANSWERS_TRIALS, QA_ANSWERS_ERRORS, QA_N_ANSWERS_PARTS };
enum qa_answers_figure { QA_ANSWERS_ERROR_RATE, QA_N_ANSWERS_FIGURES };

extern const struct qa_score qa_score_answers;

#endif
