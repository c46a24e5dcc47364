#ifndef QA_AUDIT_SAMPLE_CHOICE_H
#define QA_AUDIT_SAMPLE_CHOICE_H

/* What a person asks of a draw from deliveries, which draw that is, and what it then is not. */

#include "qa/audit/plan_read.h"
#include "qa/audit/sample.h"
#include "qa/base/finding.h"
#include "qa/base/lists.h"

/* The names of fields to stratify by, by bits of enum qa_stratum_field; "class" is a label. */
extern const char *const qa_stratum_field_names[];
/* By enum qa_allocation, from 1 on; the first leaves it to the draw. */
extern const char *const qa_allocation_choices[];
/* None, then what a cluster may be. */
extern const char *const qa_cluster_choices[];
#define QA_SAMPLE_POWER 0.5 /* of power allocation, when none is given */

struct qa_sample_choice {
    /* As given: delivery, question, n, stratify, power, minimum, seed. */
    struct qa_sample_request request;
    bool uncertain; /* strata by how certain the item's label is; many of the uncertain */
    int allocation; /* index of qa_allocation_choices */
    bool systematic;
    int cluster;     /* index of qa_cluster_choices */
    const char *pps; /* "objects", "seconds", "uncertainty"; anything else: `sizes`; NULL */
    const struct qa_records *sizes;          /* columns item, size */
    const char *rates_file;                  /* that `rates` are to be read from; NULL */
    const struct qa_records *rates;          /* columns stratum, rate */
    const struct qa_records *const *earlier; /* work sheets: column id */
    size_t n_earlier;
    const struct qa_records *plan; /* its n is drawn instead; NULL */
};

struct qa_sample_chosen {
    struct qa_sample_request request;
    bool has_plan;
    struct qa_plan_file plan; /* one of scores judges mean and standard deviation */
};

/* Whether pps is a size that the deliveries tell. */
bool qa_sample_knows_size(const char *pps);

/* E304 for settings that would be ignored, and two designs at once; before files are read. */
QA_NODISCARD enum qa_status qa_sample_check_choice(const struct qa_sample_choice *choice,
                                                   struct qa_error *err);

/* The draw of a choice that was checked. E304 for a cell that is no number of 0 or
 * more, and certainty where no item has two labels; failures of qa_plan_read. O(answers). */
QA_NODISCARD enum qa_status qa_sample_choose(const struct qa_sample_choice *choice,
                                             struct qa_arena *arena, struct qa_sample_chosen *out,
                                             struct qa_error *err);

/* The plan's letters beside those of the lots (plan_letters.h). */
void qa_sample_letters(const struct qa_sample_chosen *chosen, const struct qa_sample *sample,
                       struct qa_report *report);

/* W301 a sample that is all there is, W302 a plan for another lot, W303 a plan that judges scores.
 */
void qa_sample_say(const struct qa_sample_chosen *chosen, const struct qa_sample *sample,
                   struct qa_findings *findings);

/* E304 for an overlap without a second auditor, and an auditor named twice. */
QA_NODISCARD enum qa_status qa_sample_check_auditors(const struct qa_sample_sheet *sheet,
                                                     struct qa_error *err);

#endif
