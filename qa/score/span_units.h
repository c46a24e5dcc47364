#ifndef QA_SCORE_SPAN_UNITS_H
#define QA_SCORE_SPAN_UNITS_H

/*
 * Agreement on the units of texts that spans cover: Cohen's kappa (1960) of tokens and of
 * characters, over those of all items together.
 *
 *     token_kappa       tokens are the runs between white space of the item's text, as CoNLL files
 *                       have them; with --unit character the same as
 *     character_kappa   code points of the text; where the text is not known, those up to the last
 *                       end of both sides
 *
 * A unit is of a class when a span of it has a character of the unit. Over all classes the category
 * of a unit is the set of its classes, none being one; in the row of a class it is whether the unit
 * is of it. Items of which a side says nothing count with all their units outside.
 *
 *     kappa = (Po - Pe) / (1 - Pe), Po = share of units of equal category,
 *     Pe = sum over categories of the product of both sides' shares
 *
 * Memory: O(stretches in which nothing changes).
 */

#include "qa/score/run_scores.h"

extern const struct qa_run_score qa_run_score_span_units;

enum qa_span_units_figure { QA_TOKEN_KAPPA, QA_CHARACTER_KAPPA, QA_N_SPAN_UNITS_FIGURES };

#endif
