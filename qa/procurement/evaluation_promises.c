/* What the requests that came back promise of deliveries, against the log. */
#include <string.h>

#include "qa/procurement/evaluation_parts.h"

static const struct qa_vendor_score *score_of(const struct qa_evaluation *evaluation,
                                              const char *vendor)
{
    const struct qa_scorecard *card = &evaluation->scorecard;

    for (size_t i = 0; i < card->n_scores; i++) {
        if (strcmp(card->scores[i].facts->name, vendor) == 0) {
            return &card->scores[i];
        }
    }
    return NULL;
}

static void find_no_price(const struct qa_evaluation *evaluation, const struct qa_promise *promise,
                          const char *vendor, struct qa_arena *arena)
{
    const char *text = qa_arena_format(
        arena, "the penalty that '%s' promises cannot be worked: its price is not known", vendor);

    qa_findings_add(evaluation->findings, (struct qa_finding){.severity = QA_WARNING,
                                                              .code = "W447",
                                                              .file = promise->file,
                                                              .line = promise->line,
                                                              .vendor = vendor,
                                                              .text = text});
}

/* A delivery's price is its items at the vendor's charges for one item of the whole volume. */
static bool take_penalty(const struct qa_evaluation *evaluation,
                         const struct qa_vendor_promises *promises, struct qa_arena *arena,
                         struct qa_promised_penalty *out)
{
    const struct qa_promise *penalty = qa_promise_find(promises, QA_PROMISE_PENALTY, NULL);
    const struct qa_promise *cap = qa_promise_find(promises, QA_PROMISE_PENALTY_CAP, NULL);
    const struct qa_vendor_score *score = score_of(evaluation, promises->vendor);

    if (penalty == NULL || qa_turnaround_find(evaluation->turnaround, promises->vendor) == NULL) {
        return false;
    }
    if (evaluation->quotes == NULL || score == NULL || score->cost.undefined != NULL) {
        find_no_price(evaluation, penalty, promises->vendor, arena);
        return false;
    }
    *out = (struct qa_promised_penalty){
        .vendor = promises->vendor,
        .per_day = penalty->value,
        .cap = cap != NULL ? cap->value : 0,
        .unit_price = qa_amount_divide(arena, qa_amount_of_real(arena, score->cost.total),
                                       qa_amount_of_real(arena, score->cost.volume)),
        .currency = evaluation->quotes->currency};
    return true;
}

static void work_penalties(struct qa_evaluation *evaluation,
                           const struct qa_vendor_promises *const *vendors, size_t n,
                           struct qa_arena *arena)
{
    struct qa_promised_penalty *list = QA_ARRAY(arena, struct qa_promised_penalty, n);
    size_t n_list = 0;

    for (size_t v = 0; v < n; v++) {
        n_list += take_penalty(evaluation, vendors[v], arena, &list[n_list]);
    }
    if (n_list > 0) {
        struct qa_penalties *penalties = QA_NEW(arena, struct qa_penalties);
        qa_penalties_promised(list, n_list, evaluation->turnaround, arena, penalties);
        evaluation->penalties = penalties;
    }
}

void qa_evaluation_promises(struct qa_evaluation *evaluation, struct qa_arena *arena)
{
    if (evaluation->compliance == NULL || evaluation->turnaround == NULL) {
        return;
    }
    const struct qa_responses *responses = evaluation->compliance->responses;
    const struct qa_vendor_promises **vendors =
        QA_ARRAY(arena, const struct qa_vendor_promises *, responses->n);
    struct qa_kept_promises *kept = QA_NEW(arena, struct qa_kept_promises);
    size_t n = 0;

    for (size_t i = 0; i < responses->n; i++) {
        if (responses->list[i].promises.n > 0) {
            vendors[n++] = &responses->list[i].promises;
        }
    }
    *kept = qa_kept_promises(vendors, n, evaluation->turnaround, arena);
    evaluation->kept = kept;
    if (evaluation->penalties == NULL) {
        work_penalties(evaluation, vendors, n, arena);
    }
}
