#ifndef QA_PROCUREMENT_FIGURES_H
#define QA_PROCUREMENT_FIGURES_H

/*
 * Figures inside sentences for people: verdicts, reasons, caveats. Tables render their own cells;
 * only prose comes here. Never localised: a comma groups thousands, a point marks the fraction.
 */

#include "qa/base/arena.h"
#include "qa/base/estimate.h"

/* "100,000" or, with two decimals, "1,081.20". decimals < 0: as many as the number needs, at most
 * six. value must be finite. */
const char *qa_figure(struct qa_arena *arena, double value, int decimals);

/* "3.0 %". */
const char *qa_figure_rate(struct qa_arena *arena, double rate);

/* "3.0 % (1.7-5.2 %)", without the brackets when the estimate has no interval. It must have a
 * value. */
const char *qa_figure_rate_estimate(struct qa_arena *arena, const struct qa_estimate *rate);

/* "1 vendor", "3 vendors": the count and the word, which gets an 's' for any count but one. */
const char *qa_figure_count(struct qa_arena *arena, size_t n, const char *word);

#endif
