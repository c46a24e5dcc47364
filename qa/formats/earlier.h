#ifndef QA_FORMATS_EARLIER_H
#define QA_FORMATS_EARLIER_H

/*
 * What an earlier run found, from what `errors`, `compare` or `audit` wrote with --format json.
 * Error rates are those of the table errors_vendors, or of vendors where it has trials: of each
 * vendor the row over all its questions counts, or its only row. Questions are those of its other
 * rows. Hours are the steps of the table survival, where the run had a delivery log.
 */

#include "qa/base/arena.h"
#include "qa/base/bytes.h"

struct qa_earlier_vendor {
    const char *vendor; /* NULL: answers that named none */
    uint64_t errors;
    uint64_t trials;
    double design_effect; /* >= 1 */
};

/* So many deliveries ended after so many hours, of those then open. */
struct qa_earlier_step {
    const char *vendor;
    double hours;
    uint64_t at_risk;
    uint64_t ends; /* 1 .. at_risk */
};

struct qa_earlier {
    struct qa_earlier_vendor *vendors; /* in the order of the file, as the others */
    size_t n_vendors;
    const char **questions; /* each once; none where the table does not name them */
    size_t n_questions;
    struct qa_earlier_step *steps; /* a vendor's stand together, by hours */
    size_t n_steps;
};

/* E115 broken JSON; E145 JSON that is no such result, or one of another schema. *out in the arena.
 */
QA_NODISCARD enum qa_status qa_earlier_read(const struct qa_bytes *bytes, struct qa_arena *arena,
                                            struct qa_earlier *out, struct qa_error *err);

#endif
