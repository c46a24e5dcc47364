#ifndef QA_CLI_SAMPLE_PLAN_H
#define QA_CLI_SAMPLE_PLAN_H

/* What the options of `sample` say about the draw: files read, words to settings. */

#include "qa/audit/sample.h"
#include "qa/cli/session.h"

struct qa_draw_settings {
    uint64_t n;
    const char *plan; /* file of `labelqa plan` whose n is drawn */
    const char *stratify;
    bool uncertain;
    int allocation; /* index of qa_allocation_choices */
    double power;
    uint64_t minimum;
    const char *rates; /* file: stratum, rate */
    bool systematic;
    const char *pps; /* objects, seconds, uncertainty or a file: item, size */
    int cluster;     /* index of qa_cluster_choices */
    struct qa_texts earlier;
    uint64_t seed;
    const char *seed_file;
    const char *question;
};
#define QA_DRAW_POWER 0.5 /* of power allocation, when none is given */
extern const char *const qa_allocation_choices[];
extern const char *const qa_cluster_choices[];

/* What the settings come to. */
struct qa_draw_wanted {
    struct qa_sample_request request;
    const char *commitment; /* SHA-256 of the secret seed; NULL: drawn by the number */
    bool has_plan;
    uint64_t plan_lot;   /* 0: the plan is for any lot */
    bool plan_of_scores; /* it judges mean and standard deviation */
};

/* The draw from session->deliveries. E304 for settings that would be ignored. */
QA_NODISCARD enum qa_status qa_draw_request(struct qa_session *session,
                                            const struct qa_draw_settings *settings,
                                            struct qa_draw_wanted *out);

#endif
