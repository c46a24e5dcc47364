#ifndef QA_AUDIT_DRAW_H
#define QA_AUDIT_DRAW_H

/*
 * How a sample was drawn, for whoever gets the work sheet and whoever judges it: the table `draw`
 * and a sentence, from the draw itself and, when the sheet comes back, from its own columns.
 */

#include "qa/audit/sample.h"
#include "qa/base/records.h"
#include "qa/table/report.h"

struct qa_draw {
    const char *sheet;  /* 8 hex digits that name the draw */
    const char *design; /* "simple" */
    const char *how;    /* "in proportion to size" */
    const char *unit;   /* "answers" or "ids" */
    uint64_t n_lots;
    uint64_t n_strata;
    uint64_t frame;     /* units to draw from */
    uint64_t n_asked;   /* units; clusters of a cluster sample */
    uint64_t n_earlier; /* drawn before */
    uint64_t n;         /* drawn now */
    uint64_t n_twice;   /* of them, for a second auditor too */
    uint64_t seed;
    const char *commitment; /* SHA-256 of the secret seed; NULL: drawn by the number */
};

struct qa_draw qa_draw_of_sample(const struct qa_sample_sheet *sheet);

/* The table `draw`: setting, value. With each delivery among the report's inputs, its SHA-256. */
void qa_draw_table(const struct qa_draw *draw, struct qa_report *report);

/* By what was drawn: "seed 7", or "the secret seed of SHA-256 ...". */
const char *qa_seed_text(uint64_t seed, const char *commitment, struct qa_arena *arena);

/* "200 of 600 answers drawn, simple, ... by seed 7; work sheet 8a8c4055". */
const char *qa_draw_sentence(const struct qa_draw *draw, struct qa_arena *arena);

/* The table `draw` of work sheets: sheet, design, lots, strata, units in the lots, drawn, checked
 * twice; a row a sheet. Sheets that name neither their design nor themselves are left out. */
void qa_draw_of_sheets(const struct qa_records *const *sheets, size_t n_sheets,
                       struct qa_report *report);

#endif
