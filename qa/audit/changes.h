#ifndef QA_AUDIT_CHANGES_H
#define QA_AUDIT_CHANGES_H

/*
 * Has a vendor got better or worse between two audits? The error rate then against the rate now, as
 * two independent samples, each at its effective number of trials (trials / design effect).
 */

#include "qa/base/estimate.h"
#include "qa/stats/control.h"
#include "qa/table/report.h"

/* What an audit found of one vendor, over all its questions. */
struct qa_audited_rate {
    const char *vendor;
    uint64_t errors;
    uint64_t trials;
    double design_effect; /* >= 1 */
};

struct qa_vendor_change {
    const char *vendor;
    struct qa_audited_rate then, now; /* vendor NULL: not in that audit */
    struct qa_estimate rate_then;     /* Wilson, effective n */
    struct qa_estimate rate_now;
    struct qa_estimate difference; /* now less then: Newcombe; undefined when one is missing */
    double p_adjusted; /* Holm over the vendors in both; when the difference is defined */
    enum qa_change change;
};

struct qa_changes {
    const char *before;               /* the earlier audit's file */
    struct qa_vendor_change *vendors; /* by name */
    size_t n_vendors;
    double confidence;
};

struct qa_audit_rates {
    const struct qa_audited_rate *list; /* each vendor once */
    size_t n;
};

/* O(n log n). */
struct qa_changes qa_changes(const struct qa_audit_rates *then, const struct qa_audit_rates *now,
                             double confidence, struct qa_arena *arena);

/* "better", "worse", "not distinguishable", "only then", "only now". */
const char *qa_change_word(const struct qa_vendor_change *change);

/* Table changes. */
void qa_changes_table(const struct qa_changes *changes, struct qa_report *report);

#endif
