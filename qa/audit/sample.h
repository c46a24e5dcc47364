#ifndef QA_AUDIT_SAMPLE_H
#define QA_AUDIT_SAMPLE_H

/*
 * Draw the audit sample: answers to one question, without replacement, seeded, with the inclusion
 * probability of each. The lot is a vendor's answers; n is divided over the lots and their strata.
 * What is drawn depends on the seed and on the delivery, not on the order of its rows.
 *
 *   simple      each answer of a stratum as likely (without strata: of the lot)
 *   systematic  at even steps through a stratum's answers in the order of item and annotator
 *   pps         in proportion to a size, exactly, within each stratum
 *   cluster     whole batches or annotators of a lot, each as likely; n counts these
 */

#include "qa/audit/frame.h"
#include "qa/base/records.h"
#include "qa/stats/allocation.h"
#include "qa/table/report.h"

enum qa_sample_design { QA_SAMPLE_SIMPLE, QA_SAMPLE_SYSTEMATIC, QA_SAMPLE_PPS, QA_SAMPLE_CLUSTER };

/* The error rate expected of a stratum, by its name or by "lot / name". */
struct qa_expected_rate {
    const char *stratum;
    double rate;
};

struct qa_sample_request {
    const struct qa_batch *delivery;
    uint32_t question; /* QA_NONE: the only one; several are refused (E301) */
    uint64_t n;        /* in all, over all lots */
    enum qa_sample_design design;
    unsigned stratify; /* enum qa_stratum_field, or-ed; 0: each lot is one stratum */
    const double
        *certainty; /* by item id: posterior of the item's inferred label; negative: none */
    enum qa_allocation allocation;
    double power;     /* of QA_POWER */
    uint64_t minimum; /* of each stratum */
    const struct qa_expected_rate
        *rates; /* of QA_NEYMAN; by certainty its own when there are none */
    size_t n_rates;
    const double *size;               /* by answer, of pps: finite, not negative */
    enum qa_stratum_field cluster_by; /* of cluster: batch or annotator */
    const char *const *earlier;       /* ids drawn before, to which n more are added */
    size_t n_earlier;
    bool blind; /* strata that would tell the vendor's answer are numbered, not named */
    uint64_t seed;
};

struct qa_sample_unit {
    size_t answer;
    const char *id;      /* 12 hex digits that name vendor, question, item and annotator */
    const char *lot;     /* vendor's name, "all" without vendors */
    const char *stratum; /* "quickpix / ann-3", or "all" */
    uint64_t lot_size;
    uint64_t stratum_size;
    uint64_t stratum_n;  /* with what was drawn earlier */
    const char *cluster; /* of cluster samples, else NULL */
    uint64_t n_clusters; /* that the lot has */
    double inclusion_probability;
    uint64_t order; /* place in the auditor's random working order, from 1 */
};

struct qa_sample_stratum {
    const char *lot;
    const char *name;
    uint64_t size;
    uint64_t n;       /* drawn now */
    uint64_t earlier; /* drawn before */
};

struct qa_sample {
    uint32_t question;
    enum qa_sample_design design;
    enum qa_allocation allocation;
    uint64_t seed;
    uint64_t frame_size;
    uint64_t n_asked;             /* answers or, of cluster samples, clusters */
    struct qa_sample_unit *units; /* in working order */
    size_t n_units;
    struct qa_sample_stratum *strata; /* by name; one a lot for clusters */
    size_t n_strata;
    char sheet[9]; /* 8 hex digits that name this draw, of what was drawn */
};

extern const char *const qa_sample_design_names[];

/*
 * n above the frame draws all. Fails: n == 0 or an empty frame (E302), too many strata (E303),
 * options that do not go together (E304): strata with clusters, a top-up of other than simple
 * designs or of ids that are not in the delivery, Neyman without rates, names that no answer has to
 * stratify or cluster by, a size that no unit has or that all have alike.
 */
QA_NODISCARD enum qa_status qa_sample(const struct qa_sample_request *request,
                                      struct qa_arena *arena, struct qa_sample *out,
                                      struct qa_error *err);

/* ---- the work sheet ---- */

struct qa_sample_sheet {
    const struct qa_sample *sample;
    const struct qa_batch *delivery;
    bool show_answers;
    const char *const *auditors; /* the rows are dealt to them in turn; none: nobody is named */
    size_t n_auditors;
    double overlap;         /* share of the units that a second auditor gets too */
    const char *images;     /* folder, or a pattern with {item}; NULL: no links */
    const char *commitment; /* SHA-256 of the secret seed; NULL: drawn by the number */
};

/* A row: a unit, and who checks it. */
struct qa_sheet_row {
    const struct qa_sample_unit *unit;
    const char *auditor; /* NULL: nobody is named */
    const char *turn;    /* of units that another auditor has too: "first" or "second"; else NULL */
};

/* How many units a second auditor gets too. */
size_t qa_sample_doubles(const struct qa_sample_sheet *sheet);

/* Every unit in working order, once or twice. The first round(overlap x n_units) of the order,
 * which is random, have the next auditor as their second. */
struct qa_sheet_row *qa_sample_rows(const struct qa_sample_sheet *sheet, size_t *n,
                                    struct qa_arena *arena);

/* The classes of an answer by name, a comma between them. */
const char *qa_given_text(const struct qa_batch *batch, size_t answer, struct qa_arena *arena);

/* Where the item's image is: pattern with {item} replaced, or folder/item. */
const char *qa_image_link(const char *images, const char *item, struct qa_arena *arena);

/* Over the cells of a row that nobody may change, as they are written: judge works it out again.
 * Texts may be NULL or "". */
struct qa_sheet_cells {
    const char *sheet, *design, *id, *lot, *stratum, *cluster, *item, *vendor, *question, *auditor;
    uint64_t lot_size, stratum_size, n_clusters;
    uint64_t drawn; /* units of the whole draw, so that judge sees whether rows are missing */
    double inclusion_probability;
};
void qa_sheet_check(const struct qa_sheet_cells *cells, char out[9]);
struct qa_sheet_cells qa_sheet_cells_of(const struct qa_sample_sheet *sheet,
                                        const struct qa_sheet_row *row);

/* Which of the columns that only some sheets have this one has. */
struct qa_sheet_shape {
    bool has_cluster, has_auditor, has_link, has_given;
};
struct qa_sheet_shape qa_sample_shape(const struct qa_sample_sheet *sheet);

/*
 * The table `sample`, which is also the CSV work sheet: order, id, lot, lot_size, stratum,
 * stratum_size, [cluster, clusters], item, vendor, question, inclusion_probability, [link],
 * [given], [auditor, double_audit], verdict, gold, severity, comment, design, sheet, drawn, check.
 * verdict to comment are empty, for the auditor; double_audit is "first", "second" or empty. The
 * table `strata`: lot, stratum, size, n, share drawn. The table `draw`, see draw.h.
 */
void qa_sample_tables(const struct qa_sample_sheet *sheet, struct qa_report *report);

/* A text as spreadsheet programs keep it, by which cells are compared and checked: without control
 * characters, U+FFFD to U+FFFF, blanks at the ends and what is beyond the length of a cell. */
const char *qa_sheet_text(const char *text, struct qa_arena *arena);

/* A work sheet, and what its draw gives when it is done again. */
struct qa_sheet_proof {
    const struct qa_table *drawn; /* the table `sample`, of a delivery or of a list of ids */
    const struct qa_records *sheet;
    const char *seed_text;
    const char *of_what; /* "delivery" or "list" */
};

/* Whether the rows of a filled or empty work sheet are this draw's, each exactly once, with all
 * cells but those that the auditor fills as drawn; numbers to five digits. The table `differences`:
 * id, item, difference. E112 when the sheet lacks a column of the draw, E304 when it names auditors
 * and the draw none. */
QA_NODISCARD enum qa_status qa_sample_verify(const struct qa_sheet_proof *proof, bool *same,
                                             struct qa_report *report, struct qa_error *err);

#endif
