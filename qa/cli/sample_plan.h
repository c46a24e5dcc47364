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
extern const char *const qa_allocation_choices[];
extern const char *const qa_cluster_choices[];

/* The request of the draw from session->deliveries; *seed_text says for a reader by which seed. */
QA_NODISCARD enum qa_status qa_draw_request(struct qa_session *session,
                                            const struct qa_draw_settings *settings,
                                            struct qa_sample_request *request,
                                            const char **seed_text);

/* Makes the file with 256 random bits unless it is there; commitment: the SHA-256 of its bytes. */
QA_NODISCARD enum qa_status qa_seed_commit(const char *path, bool *made, char commitment[65],
                                           struct qa_error *err);

#endif
