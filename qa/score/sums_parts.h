#ifndef QA_SCORE_SUMS_PARTS_H
#define QA_SCORE_SUMS_PARTS_H

/* Lines that are both written and, when read, compared with what would be written. Private to the
 * sums files. */

#include "qa/score/sums.h"

#define QA_SUMS_FIRST_LINE "labelqa sums\t1"

/* "1 - (delivered - matched) / (delivered)": a figure's definition in words. In the arena. */
const char *qa_sums_formula(const struct qa_score *score, const struct qa_figure *figure,
                            struct qa_arena *arena);

/* "gold", "prelabels" or "annotators". */
const char *qa_sums_side(const struct qa_score_result *result);

/* Lines of the header that follow from the result, without line ends; in the arena. */
const char *qa_sums_comparison_line(const struct qa_score_result *result, struct qa_arena *arena);
const char *qa_sums_groupings_line(const struct qa_score_result *result, struct qa_arena *arena);
const char *qa_sums_family_line(const struct qa_score *score, struct qa_arena *arena);
const char *qa_sums_figure_line(const struct qa_score *score, const struct qa_figure *figure,
                                struct qa_arena *arena);
const char *qa_sums_question_line(const struct qa_scored_question *question,
                                  struct qa_arena *arena);

#endif
