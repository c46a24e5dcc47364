#include "qa/audit/judge.h"

#include <string.h>

#include "qa/audit/judge_parts.h"

const char *qa_verdict_name(enum qa_verdict verdict)
{
    static const char *const names[] = {
        [QA_ACCEPT] = "ACCEPT", [QA_REJECT] = "REJECT", [QA_VERDICT_UNDECIDED] = "UNDECIDED"};
    return names[verdict];
}

/* REJECT before UNDECIDED before ACCEPT. */
static enum qa_verdict worse(enum qa_verdict a, enum qa_verdict b)
{
    static const int badness[] = {[QA_ACCEPT] = 0, [QA_REJECT] = 2, [QA_VERDICT_UNDECIDED] = 1};
    return badness[a] > badness[b] ? a : b;
}

static void count_auditors(const struct qa_sheet_tally *tally, size_t l, struct qa_lot_verdict *lot,
                           double confidence)
{
    for (size_t u = 0; u < tally->n_units; u++) {
        const struct qa_judged_unit *unit = &tally->units[u];
        lot->n_twice += unit->lot == l && unit->was_twice;
        lot->n_disagree += unit->lot == l && unit->disagree;
    }
    lot->checkers = qa_survey_correct(&lot->error_rate, lot->n_twice, lot->n_disagree, confidence);
}

struct qa_lot_verdict qa_judge_lot(const struct qa_judge_request *request,
                                   const struct qa_judge_rule *rule,
                                   const struct qa_sheet_tally *tally, size_t l,
                                   struct qa_arena *arena)
{
    const struct qa_lot_tally *counts = &tally->lots[l];
    struct qa_lot_verdict lot = {.lot = counts->name,
                                 .has_design = counts->has_design,
                                 .design = counts->design,
                                 .lot_size = qa_judge_lot_size(tally, l),
                                 .rows = counts->rows,
                                 .n = counts->n,
                                 .errors = counts->errors,
                                 .unsure = counts->unsure,
                                 .unfinished = counts->unfinished};
    for (size_t s = 0; s < tally->n_strata; s++) {
        lot.n_strata += tally->strata[s].lot == l;
    }
    lot.error_rate = qa_judge_rate(request, tally, l, request->confidence, arena);
    /* The ends of the two-sided interval at 2 c - 1 are one-sided bounds at c. The t interval takes
     * what it has not seen vary for certain: it is shown and does not decide. */
    struct qa_judge_request bounding = *request;
    bounding.interval = request->interval == QA_JUDGE_T ? QA_JUDGE_AUTO : request->interval;
    lot.bounds = qa_judge_rate(&bounding, tally, l, 2 * request->confidence - 1, arena);
    qa_judge_decide(request, rule, tally, l, &lot, arena);
    return lot;
}

/* Without a rule for all errors together a lot is as good as its worst class. */
static void judge_by_classes(struct qa_judgement *out, size_t l, struct qa_arena *arena)
{
    struct qa_lot_verdict *lot = &out->lots[l];
    lot->verdict = QA_ACCEPT;
    lot->reason = NULL;
    for (size_t c = 0; c < out->n_classes; c++) {
        const struct qa_class_rate *class = &out->classes[c];
        if (class->lot == l && class->is_decided) {
            const char *reason = qa_arena_format(arena, "%s: %s", class->name, class->reason);
            lot->reason = lot->reason == NULL
                              ? reason
                              : qa_arena_format(arena, "%s; %s", lot->reason, reason);
            lot->verdict = worse(lot->verdict, class->verdict);
        }
    }
}

static bool has_rule(const struct qa_judge_rule *rule)
{
    return rule->plan != NULL || rule->limit >= 0;
}

enum qa_status qa_judge(const struct qa_judge_request *request, struct qa_arena *arena,
                        struct qa_judgement *out, struct qa_error *err)
{
    const struct qa_judge_rule rule = {request->limit, request->plan};
    struct qa_sheet_tally tally;
    QA_TRY(qa_judge_read(request, arena, &tally, err));
    QA_TRY(qa_judge_check_plans(request, &tally, err));
    *out = (struct qa_judgement){.lots = QA_ARRAY(arena, struct qa_lot_verdict, tally.n_lots),
                                 .n_lots = tally.n_lots,
                                 .limit = request->limit,
                                 .confidence = request->confidence,
                                 .has_prior = request->prior != NULL,
                                 .by_plan = request->plan != NULL || !has_rule(&rule),
                                 .worst = QA_ACCEPT};
    for (size_t l = 0; l < tally.n_lots; l++) {
        struct qa_lot_verdict *lot = &out->lots[l];
        *lot = qa_judge_lot(request, &rule, &tally, l, arena);
        count_auditors(&tally, l, lot, request->confidence);
        if (request->prior != NULL) {
            lot->posterior = qa_beta_posterior(*request->prior, lot->errors, lot->n);
        }
    }
    qa_judge_parts(request, &tally, out, arena);
    for (size_t l = 0; l < out->n_lots; l++) {
        if (!has_rule(&rule)) {
            judge_by_classes(out, l, arena);
        }
        out->worst = worse(out->worst, out->lots[l].verdict);
    }
    for (size_t c = 0; c < out->n_classes; c++) {
        if (out->classes[c].is_decided) {
            out->worst = worse(out->worst, out->classes[c].verdict);
        }
    }
    return QA_OK;
}
