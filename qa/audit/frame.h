#ifndef QA_AUDIT_FRAME_H
#define QA_AUDIT_FRAME_H

/*
 * What an audit sample is drawn from: the answers to one question, by lot (a vendor's answers) and
 * stratum, each with a random number of its own. The number is a hash of the seed and of the names
 * of vendor, question, item and annotator, so draws do not depend on the order of the delivery's
 * rows, and anybody with the seed can work them out again.
 */

#include "qa/base/error.h"
#include "qa/batch/batch.h"

enum qa_stratum_field {
    QA_STRATUM_VENDOR = 1,
    QA_STRATUM_ANNOTATOR = 2,
    QA_STRATUM_LABEL = 4, /* of the vendor's answer; boxes: the first by name */
    QA_STRATUM_BATCH = 8,
    QA_STRATUM_AGREEMENT = 16, /* whether the answers to the item are one, alike or split */
    QA_STRATUM_CERTAINTY = 32  /* posterior of the item's inferred label, in classes */
};
/* Strata that would tell the auditor what the vendor answered, or how sure to be. */
enum { QA_TELLING_STRATA = QA_STRATUM_LABEL | QA_STRATUM_AGREEMENT | QA_STRATUM_CERTAINTY };

struct qa_frame_request {
    const struct qa_batch *delivery;
    uint32_t question;
    unsigned stratify;       /* enum qa_stratum_field, or-ed; 0: each lot is one stratum */
    const double *certainty; /* by item id, for QA_STRATUM_CERTAINTY; negative: unknown */
    bool blind;              /* number strata that tell instead of naming them */
    uint64_t seed;
};

struct qa_frame_unit {
    uint64_t number;
    size_t answer;
};

struct qa_frame_stratum {
    const char *lot;  /* vendor's name, "all" without vendors */
    const char *name; /* "quickpix / ann-3", or "all" */
    const char *given_name; /* the same with annotators' ids, where they are not shown */
    uint64_t lot_size;
    size_t first; /* of its units */
    size_t size;
};

struct qa_frame {
    struct qa_frame_unit *units; /* by stratum, in it as in the delivery */
    size_t n;
    struct qa_frame_stratum *strata; /* by names, annotators by their ids */
    size_t n_strata;
};

/* E302 when the question has no answer, E303 for more combinations of strata than 2^64. O(answers +
 * names log names). */
QA_NODISCARD enum qa_status qa_frame_build(const struct qa_frame_request *request,
                                           struct qa_arena *arena, struct qa_frame *out,
                                           struct qa_error *err);

/* A stratum's units by item, then annotator, as systematic samples want them. */
void qa_frame_sort_by_names(struct qa_frame *frame, size_t stratum, const struct qa_batch *batch);

/* Hex digits that a spreadsheet program would take for a number ("123", "12e45", "007") and change
 * get a letter beyond f as their first: g for 0 to p for 9. */
void qa_code_as_text(char *hex);

/* The id of an answer as work sheets write it: 12 hex digits, see qa_code_as_text. With a key of the
 * names (names.h) it is another, so that ids of people do not lead to it. */
void qa_sample_unit_id(const struct qa_batch *batch, size_t answer, char out[13]);

/* Of several objects the label that comes first by name, whatever the order of the file. */
uint32_t qa_first_label(const struct qa_batch *batch, size_t answer);

#endif
