#ifndef QA_CLI_FIGURE_CITATIONS_H
#define QA_CLI_FIGURE_CITATIONS_H

/* The figures of `labelqa score` as citations: each family's table says what a figure is and where
 * it comes from, and nothing here says it again. */

#include "qa/base/arena.h"
#include "qa/cli/citations.h"

/* Each figure once by its printed name, in the order of the families; of a figure that is named by
 * the kind ("box_iou") one for each kind. *n of them, in the arena. */
const struct qa_citation *qa_figure_citations(struct qa_arena *arena, size_t *n);

#endif
