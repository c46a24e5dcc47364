#ifndef QA_FORMATS_EARLIER_H
#define QA_FORMATS_EARLIER_H

/*
 * The error rates of an earlier run, from what `errors`, `compare` or `audit` wrote with
 * --format json: the table errors_vendors, or vendors where it has trials. Of each vendor the row
 * over all its questions counts, or its only row.
 */

#include "qa/base/arena.h"
#include "qa/base/bytes.h"

struct qa_earlier_vendor {
    const char *vendor; /* NULL: answers that named none */
    uint64_t errors;
    uint64_t trials;
    double design_effect; /* >= 1 */
};

/* E115 broken JSON; E145 JSON that is no such result, or one of another schema. *out in the arena,
 * in the order of the file. */
QA_NODISCARD enum qa_status qa_earlier_read(const struct qa_bytes *bytes, struct qa_arena *arena,
                                            struct qa_earlier_vendor **out, size_t *n,
                                            struct qa_error *err);

#endif
