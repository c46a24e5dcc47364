#ifndef QA_AUDIT_JUDGE_READING_H
#define QA_AUDIT_JUDGE_READING_H

/* A work sheet while it is read. Private to judge_read.c, judge_lots.c and judge_unit.c. */

#include "qa/audit/judge_parts.h"
#include "qa/batch/questions.h"
#include "qa/score/ranks.h"

enum qa_sheet_column {
    C_ID,
    C_ITEM,
    C_VERDICT,
    C_GOLD,
    C_GIVEN,
    C_LOT,
    C_VENDOR,
    C_LOT_SIZE,
    C_STRATUM,
    C_STRATUM_SIZE,
    C_CLUSTER,
    C_CLUSTERS,
    C_PROBABILITY,
    C_DESIGN,
    C_SEVERITY,
    C_AUDITOR,
    C_TURN,
    C_QUESTION,
    C_SHEET,
    C_DRAWN,
    C_CHECK,
    C_ORDER,
    N_COLUMNS
};

/* Places of the fields of enum qa_judge_field. */
enum { FIELD_STRATUM, FIELD_CLASS, FIELD_ANNOTATOR, FIELD_BATCH, FIELD_AUDITOR };

/* A draw, whose rows may stand in several files. */
struct qa_draw_tally {
    uint64_t drawn; /* units, as the rows say; 0: they do not */
    uint64_t n_units;
};

struct qa_sheet_reading {
    const struct qa_judge_request *request;
    const struct qa_records *sheet;
    uint32_t column[N_COLUMNS];
    struct qa_arena *arena;
    struct qa_sheet_tally *out;
    struct qa_strings *lots;
    struct qa_strings *strata;   /* "lot NUL stratum" */
    struct qa_strings *units;    /* each is tally->units[id] */
    struct qa_strings *clusters; /* "lot NUL cluster" */
    const char *sheet_id;        /* of the sheet being read */
    struct qa_strings *draws;    /* sheet ids */
    struct qa_draw_tally *draw;  /* by their ids; one a file at most */
    struct qa_item_index index;  /* of the delivery */
    struct qa_strings *ids;      /* of all answers, for a sheet without items */
    size_t *answer_of_id;
    struct qa_error *err;
};

/* Rows are taken in this order, wherever they stand: first and only verdicts, those of second
 * auditors, and those that settle what these disagree on. */
enum qa_audit_turn { QA_TURN_FIRST, QA_TURN_SECOND, QA_TURN_FINAL, QA_N_TURNS };

/* One row: its cells without the blanks around them. */
struct qa_read_row {
    const struct qa_cell *cell[N_COLUMNS]; /* NULL: no such column */
    const char *text[N_COLUMNS];           /* "" when absent */
    const struct qa_cell *place;           /* names the unit, for messages */
    const char *lot;
    enum qa_audit_turn turn;
};

/* Fails at the cell. */
enum qa_status qa_refuse_cell(const struct qa_sheet_reading *reading, const char *code,
                              const struct qa_cell *cell, const char *text);

/* The unit's number, and whether it stood on a row above, of another auditor. */
QA_NODISCARD enum qa_status qa_number_unit(struct qa_sheet_reading *reading,
                                           const struct qa_read_row *row, uint32_t *unit,
                                           bool *is_second);

/* The delivery's answer that the row is about, SIZE_MAX without a delivery or when it is not one.
 */
QA_NODISCARD enum qa_status qa_find_unit(struct qa_sheet_reading *reading,
                                         const struct qa_read_row *row, size_t *answer);

/* The label that the vendor gave, from the sheet or from the delivery; NULL when unknown. */
const char *qa_given_label(const struct qa_sheet_reading *reading, const struct qa_read_row *row,
                           size_t answer);

/* Refuses a row whose check code does not fit its cells, or of another sheet. */
QA_NODISCARD enum qa_status qa_check_row(struct qa_sheet_reading *reading,
                                         const struct qa_read_row *row);

/* The row's lot and stratum in the tally, new or known. E312 when the row contradicts those above.
 */
QA_NODISCARD enum qa_status qa_find_lot(struct qa_sheet_reading *reading,
                                        const struct qa_read_row *row, struct qa_lot_tally **out);
QA_NODISCARD enum qa_status qa_find_stratum(struct qa_sheet_reading *reading,
                                            const struct qa_read_row *row,
                                            const struct qa_lot_tally *lot,
                                            struct qa_stratum_tally **out);

/* The row's inclusion probability, 0 when it says none and its design needs none. */
QA_NODISCARD enum qa_status qa_take_probability(const struct qa_sheet_reading *reading,
                                                const struct qa_read_row *row,
                                                struct qa_stratum_tally *stratum,
                                                double *probability);

/* QA_NONE but in samples of clusters. */
QA_NODISCARD enum qa_status qa_take_cluster(struct qa_sheet_reading *reading,
                                            const struct qa_read_row *row,
                                            const struct qa_lot_tally *lot, uint32_t *cluster);

/* After the last row: no row of a draw is missing (E316), and sizes fit each other and the one that
 * was given from outside (E312). */
QA_NODISCARD enum qa_status qa_check_lots(const struct qa_sheet_reading *reading);

#endif
