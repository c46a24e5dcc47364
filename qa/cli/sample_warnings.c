#include "qa/cli/sample_warnings.h"

#include <stdio.h>
#include <string.h>

static void warn_of_all(struct qa_session *session, const struct qa_draw_wanted *wanted,
                        const struct qa_sample *sample)
{
    const struct qa_sample_request *request = &wanted->request;
    uint64_t n = request->n + request->n_earlier;
    bool is_cluster = request->design == QA_SAMPLE_CLUSTER;
    if (is_cluster ? sample->n_units < sample->frame_size : n <= sample->frame_size) {
        return;
    }
    qa_findings_addf(&session->findings, QA_WARNING, "W301", NULL, 0, 0,
                     "%llu %s were asked for and there are %llu answers: all of them are on the "
                     "sheet",
                     (unsigned long long)n, is_cluster ? "clusters" : "answers",
                     (unsigned long long)sample->frame_size);
}

/* Strata are in the order of their lots. */
static void warn_of_plan(struct qa_session *session, const struct qa_draw_wanted *wanted,
                         const struct qa_sample *sample)
{
    size_t n_lots = 0;
    uint64_t size = 0;
    for (size_t s = 0; s < sample->n_strata; s++) {
        bool is_new = s == 0 || strcmp(sample->strata[s].lot, sample->strata[s - 1].lot) != 0;
        n_lots += is_new;
        size = (is_new ? 0 : size) + sample->strata[s].size;
    }
    if (n_lots > 1) {
        qa_findings_addf(&session->findings, QA_WARNING, "W302", NULL, 0, 0,
                         "the plan's n of %llu was divided over %zu lots, and its risks are those "
                         "of n answers from each: draw from each lot for itself",
                         (unsigned long long)wanted->request.n, n_lots);
    } else if (wanted->plan_lot > 0 && wanted->plan_lot != size) {
        qa_findings_addf(&session->findings, QA_WARNING, "W302", NULL, 0, 0,
                         "the plan is for a lot of %llu answers and this one has %llu: its risks "
                         "are others here",
                         (unsigned long long)wanted->plan_lot, (unsigned long long)size);
    }
}

void qa_draw_warnings(struct qa_session *session, const struct qa_draw_wanted *wanted,
                      const struct qa_sample *sample)
{
    warn_of_all(session, wanted, sample);
    if (wanted->has_plan) {
        warn_of_plan(session, wanted, sample);
    }
    if (wanted->plan_of_scores) {
        qa_findings_addf(&session->findings, QA_WARNING, "W303", NULL, 0, 0,
                         "the plan judges a score: it wants the score of each of the %llu answers, "
                         "and accepts by the mean and the standard deviation; verdicts of right "
                         "and wrong are not enough",
                         (unsigned long long)wanted->request.n);
    }
}

void qa_draw_warn(const struct qa_session *session, const struct qa_output_settings *output)
{
    const struct qa_findings *findings = &session->findings;
    for (size_t i = 0; !output->quiet && i < findings->n; i++) {
        if (strncmp(findings->list[i].code, "W30", 3) == 0) {
            fprintf(stderr, "labelqa: warning: %s [%s]\n", findings->list[i].text,
                    findings->list[i].code);
        }
    }
}
