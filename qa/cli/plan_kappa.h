#ifndef QA_CLI_PLAN_KAPPA_H
#define QA_CLI_PLAN_KAPPA_H

/* `labelqa plan --kappa`: how many items two annotators should both label. */

#include "qa/cli/session.h"

struct qa_kappa_settings {
    double kappa; /* 2: not asked for */
    double half_width;
    uint64_t n_categories;
    struct qa_reals shares;
    const char *weights;
    double confidence;
};

/* Adds the table plans. */
QA_NODISCARD enum qa_status qa_plan_kappa(struct qa_session *session,
                                          const struct qa_kappa_settings *settings);

#endif
