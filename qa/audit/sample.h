#ifndef QA_AUDIT_SAMPLE_H
#define QA_AUDIT_SAMPLE_H

/*
 * Draw the audit sample: answers of one question, simple or stratified at random without
 * replacement, seeded, with the inclusion probability of each. The lot is a vendor's answers; each
 * lot is sampled for itself. The frame is ordered by names before drawing, so the sample depends on
 * the seed and on the delivery, not on the order of its rows.
 */

#include "qa/base/error.h"
#include "qa/batch/batch.h"
#include "qa/table/report.h"

enum qa_stratum_field {
    QA_STRATUM_VENDOR = 1,
    QA_STRATUM_ANNOTATOR = 2,
    QA_STRATUM_LABEL = 4, /* of the vendor's answer; boxes: the first by name */
    QA_STRATUM_BATCH = 8
};

struct qa_sample_request {
    const struct qa_batch *delivery;
    uint32_t question; /* QA_NONE: the only one; several are refused (E301) */
    uint64_t n;        /* in all, over all lots */
    unsigned stratify; /* enum qa_stratum_field, or-ed; 0: simple */
    bool blind; /* strata by label are numbered, not named: a name would tell the vendor's answer */
    uint64_t seed;
};

struct qa_sample_unit {
    size_t answer;
    const char *id;      /* 12 hex digits that name vendor, question, item and annotator */
    const char *lot;     /* vendor's name, "all" without vendors */
    const char *stratum; /* "quickpix / ann-3", or "all" */
    uint64_t lot_size;
    uint64_t stratum_size;
    uint64_t stratum_n;
    double inclusion_probability;
    uint64_t order; /* place in the auditor's random working order, from 1 */
};

struct qa_sample_stratum {
    const char *lot;
    const char *name;
    uint64_t size;
    uint64_t n;
};

struct qa_sample {
    uint32_t question;
    uint64_t seed;
    uint64_t frame_size;
    struct qa_sample_unit *units; /* in working order */
    size_t n_units;
    struct qa_sample_stratum *strata; /* by name */
    size_t n_strata;
};

/* Proportional allocation by largest remainder: adds up to n exactly, ties by stratum name, never
 * more than a stratum has. n above the frame draws all. E302 for n == 0 or an empty frame. */
QA_NODISCARD enum qa_status qa_sample(const struct qa_sample_request *request,
                                      struct qa_arena *arena, struct qa_sample *out,
                                      struct qa_error *err);

/* The id of an answer as the sample writes it. */
void qa_sample_unit_id(const struct qa_batch *batch, size_t answer, char out[13]);

/* The table `sample`, which is also the CSV work sheet: order, id, lot, lot_size, stratum,
 * stratum_size, item, vendor, question, inclusion_probability, [given], verdict, gold, severity,
 * comment. verdict and what follows are empty, for the auditor. `given` only with show_answers. */
void qa_sample_tables(const struct qa_sample *sample, const struct qa_batch *delivery,
                      bool show_answers, struct qa_report *report);

#endif
