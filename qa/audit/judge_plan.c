/* A lot under the acceptance numbers of a plan. */
#include <math.h>
#include <stdlib.h>

#include "qa/audit/judge_parts.h"
#include "qa/audit/sample.h"

/* What a plan says to the units judged so far, in the auditor's working order. */
struct plan_decision {
    enum qa_verdict verdict;
    size_t stage;    /* that decided, or that waits */
    uint64_t n;      /* units that it speaks of */
    uint64_t errors; /* among them */
    uint64_t wanted; /* by the stages up to it */
};

static int by_order(const void *left, const void *right)
{
    const struct qa_judged_unit *a = *(const struct qa_judged_unit *const *)left;
    const struct qa_judged_unit *b = *(const struct qa_judged_unit *const *)right;
    if (a->draw != b->draw) {
        return a->draw < b->draw ? -1 : 1;
    }
    if (a->order != b->order) {
        return a->order < b->order ? -1 : 1;
    }
    return a < b ? -1 : a > b;
}

/* errors[k]: among the first k units judged; *n: how many there are. */
static uint64_t *course_of(const struct qa_sheet_tally *tally, size_t l, uint64_t *n,
                           struct qa_arena *arena)
{
    const struct qa_judged_unit **judged =
        QA_ARRAY(arena, const struct qa_judged_unit *, tally->n_units + 1);
    size_t count = 0;
    for (size_t u = 0; u < tally->n_units; u++) {
        if (tally->units[u].lot == l && qa_has_verdict(tally->units[u].judged)) {
            judged[count++] = &tally->units[u];
        }
    }
    qsort(judged, count, sizeof *judged, by_order);
    uint64_t *errors = QA_ARRAY(arena, uint64_t, count + 1);
    for (size_t k = 0; k < count; k++) {
        errors[k + 1] = errors[k] + (judged[k]->judged == QA_JUDGED_WRONG);
    }
    *n = count;
    return errors;
}

static enum qa_verdict stage_verdict(const struct qa_plan_stage *stage, uint64_t errors,
                                     bool is_last)
{
    if (stage->accept >= 0 && errors <= (uint64_t)stage->accept) {
        return QA_ACCEPT;
    }
    if (errors >= stage->reject) {
        return QA_REJECT;
    }
    return is_last ? QA_ACCEPT : QA_VERDICT_UNDECIDED;
}

static struct plan_decision decide_by_plan(const struct qa_plan *plan,
                                           const struct qa_sheet_tally *tally, size_t l,
                                           struct qa_arena *arena)
{
    uint64_t n;
    const uint64_t *errors = course_of(tally, l, &n, arena);
    struct plan_decision decision = {.verdict = QA_VERDICT_UNDECIDED};
    for (size_t s = 0; s < plan->n_stages; s++) {
        const struct qa_plan_stage *stage = &plan->stages[s];
        decision.stage = s;
        decision.wanted += stage->n;
        decision.n = n < decision.wanted ? n : decision.wanted;
        decision.errors = errors[decision.n];
        if (n < decision.wanted) {
            /* Too many errors stay too many, whatever else is found. */
            decision.verdict = decision.errors >= stage->reject ? QA_REJECT : QA_VERDICT_UNDECIDED;
            break;
        }
        decision.verdict = stage_verdict(stage, decision.errors, s + 1 == plan->n_stages);
        if (decision.verdict != QA_VERDICT_UNDECIDED) {
            break;
        }
    }
    return decision;
}

static const char *numbers_of(const struct qa_plan_stage *stage, struct qa_arena *arena)
{
    const char *accept = stage->accept >= 0
                             ? qa_arena_format(arena, "accepts up to %s and ",
                                               qa_judge_count(arena, (uint64_t)stage->accept))
                             : "";
    return qa_arena_format(arena, "the plan %srejects from %s on", accept,
                           qa_judge_count(arena, stage->reject));
}

static const char *plan_words(const struct qa_plan *plan, const struct plan_decision *decision,
                              const struct qa_lot_tally *lot, struct qa_arena *arena)
{
    const struct qa_plan_stage *stage = &plan->stages[decision->stage];
    if (decision->n == decision->wanted) {
        const char *numbers = numbers_of(stage, arena);
        return decision->n == lot->n
                   ? numbers
                   : qa_arena_format(arena, "of the first %s, with %s error%s, %s",
                                     qa_judge_count(arena, decision->n),
                                     qa_judge_count(arena, decision->errors),
                                     decision->errors == 1 ? "" : "s", numbers);
    }
    if (decision->verdict == QA_REJECT) {
        return qa_arena_format(arena, "the plan rejects at %s already",
                               qa_judge_count(arena, stage->reject));
    }
    uint64_t before = decision->wanted - stage->n;
    if (decision->stage > 0 && lot->rows <= before) {
        return qa_arena_format(arena, "%s; draw the next %s", numbers_of(stage - 1, arena),
                               qa_judge_count(arena, stage->n));
    }
    return qa_arena_format(arena, "the plan wants %s checked",
                           qa_judge_count(arena, decision->wanted));
}

enum qa_verdict qa_judge_by_plan(const struct qa_plan *plan, const struct qa_sheet_tally *tally,
                                 size_t l, const char **words, struct qa_arena *arena)
{
    const struct plan_decision decision = decide_by_plan(plan, tally, l, arena);
    *words = plan_words(plan, &decision, &tally->lots[l], arena);
    return decision.verdict;
}

/* A plan's numbers are those of simple samples. */
static bool is_like_simple(const struct qa_sheet_tally *tally, size_t l)
{
    const struct qa_lot_tally *lot = &tally->lots[l];
    double size = (double)qa_judge_lot_size(tally, l);
    if (lot->design == QA_SAMPLE_CLUSTER || lot->design == QA_SAMPLE_PPS) {
        return false;
    }
    for (size_t s = 0; s < tally->n_strata; s++) {
        const struct qa_stratum_tally *stratum = &tally->strata[s];
        double share = (double)lot->rows * (double)stratum->size / size;
        if (stratum->lot == l && stratum->size > 0 && size > 0 &&
            fabs((double)stratum->rows - share) > 2) {
            return false;
        }
    }
    return true;
}

enum qa_status qa_judge_check_plans(const struct qa_judge_request *request,
                                    const struct qa_sheet_tally *tally, struct qa_error *err)
{
    bool has_plan = request->plan != NULL;
    for (size_t c = 0; c < request->n_classes; c++) {
        has_plan = has_plan || request->classes[c].plan != NULL;
    }
    for (size_t l = 0; has_plan && l < tally->n_lots; l++) {
        if (!is_like_simple(tally, l)) {
            return qa_fail_at(err, "E317", request->sheets[0]->file, 0, 0,
                              "a plan's numbers hold for samples in which each answer of a lot is "
                              "as likely; those of '%.80s' are not: judge by --limit",
                              tally->lots[l].name);
        }
    }
    return QA_OK;
}
