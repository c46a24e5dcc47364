#include "qa/audit/judge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/audit/judge_parts.h"
#include "qa/stats/interval.h"

/* Beyond this, how many more to check is not worth a search. */
#define MOST_SEARCHED UINT64_C(200000)

/* Reasons shown as sentences before the table, in which they are cut. */
enum { MOST_LINES = 20 };

const char *qa_verdict_name(enum qa_verdict verdict)
{
    static const char *const names[] = {
        [QA_ACCEPT] = "ACCEPT", [QA_REJECT] = "REJECT", [QA_VERDICT_UNDECIDED] = "UNDECIDED"};
    return names[verdict];
}

static enum qa_verdict decide(const struct qa_estimate *rate, double limit)
{
    if (!qa_is_defined(rate) || (rate->high > limit && rate->low <= limit)) {
        return QA_VERDICT_UNDECIDED;
    }
    return rate->high <= limit ? QA_ACCEPT : QA_REJECT;
}

/* ---- the error rate ---- */

/* Units in strata of which nothing was judged may be all right or all wrong. */
static struct qa_estimate allow_for_unseen(struct qa_estimate seen, double unseen_share)
{
    if (qa_is_defined(&seen) && unseen_share > 0) {
        seen.low *= 1 - unseen_share;
        seen.high = seen.high * (1 - unseen_share) + unseen_share;
        seen.has_se = false;
        seen.method = "stratified, unseen strata at their extremes";
    }
    return seen;
}

static struct qa_estimate rate_of_strata(const struct qa_stratum *strata, size_t n,
                                         const struct qa_lot_verdict *lot, uint64_t unseen,
                                         double confidence)
{
    if (lot->n == 0) {
        return qa_undefined("nothing was judged", 0);
    }
    if (lot->lot_size == 0) {
        return qa_clopper_pearson(lot->errors, lot->n, confidence);
    }
    struct qa_estimate seen =
        n == 1 ? qa_proportion_hypergeometric(lot->errors, lot->n, strata[0].lot, confidence)
               : qa_proportion_stratified(strata, n, confidence);
    return allow_for_unseen(seen, (double)unseen / (double)lot->lot_size);
}

/* Strata of the lot with a judged row; one without sizes is the lot itself. */
static void estimate_lot(struct qa_lot_verdict *lot, const struct qa_sheet_tally *tally, size_t l,
                         double confidence, struct qa_arena *arena)
{
    struct qa_stratum *strata = QA_ARRAY(arena, struct qa_stratum, tally->n_strata);
    size_t n = 0;
    uint64_t sum = 0;
    for (size_t s = 0; s < tally->n_strata; s++) {
        const struct qa_stratum_tally *stratum = &tally->strata[s];
        if (stratum->lot == l) {
            lot->n_strata++;
            sum += stratum->size;
        }
    }
    lot->lot_size = lot->lot_size > 0 ? lot->lot_size : sum;
    uint64_t unseen = lot->lot_size;
    for (size_t s = 0; s < tally->n_strata; s++) {
        const struct qa_stratum_tally *stratum = &tally->strata[s];
        if (stratum->lot == l && stratum->n > 0) {
            uint64_t size = stratum->size > 0 ? stratum->size : lot->lot_size;
            strata[n++] = (struct qa_stratum){size, stratum->n, stratum->errors};
            unseen -= size;
        }
    }
    lot->error_rate = rate_of_strata(strata, n, lot, unseen, confidence);
}

/* ---- the sentence ---- */

static const char *grouped(struct qa_arena *arena, uint64_t count)
{
    return count < 1000 ? qa_arena_format(arena, "%llu", (unsigned long long)count)
                        : qa_arena_format(arena, "%s,%03llu", grouped(arena, count / 1000),
                                          (unsigned long long)(count % 1000));
}

/* A rate in per cent with the decimals that it needs, two at most: "5", "2.5". */
static const char *percent(struct qa_arena *arena, double rate)
{
    return qa_arena_format(arena, "%.4g", round(rate * 10000) / 100);
}

static bool would_decide(const struct qa_lot_verdict *lot, uint64_t n, double limit,
                         double confidence)
{
    uint64_t errors = (uint64_t)llround(lot->error_rate.value * (double)n);
    struct qa_estimate rate =
        lot->lot_size > 0 ? qa_proportion_hypergeometric(errors, n, lot->lot_size, confidence)
                          : qa_clopper_pearson(errors, n, confidence);
    return decide(&rate, limit) != QA_VERDICT_UNDECIDED;
}

/* The sample that would decide at the rate seen, 0 when none up to the bound does. Deciding is not
 * quite monotone in n, since errors are whole: the answer is about right, and is said so. */
static uint64_t deciding_n(const struct qa_lot_verdict *lot, double limit, double confidence)
{
    uint64_t most =
        lot->lot_size > 0 && lot->lot_size < MOST_SEARCHED ? lot->lot_size : MOST_SEARCHED;
    uint64_t low = lot->n;
    uint64_t high = low;
    do {
        low = high;
        high = high > most / 2 ? most : 2 * high;
    } while (high < most && !would_decide(lot, high, limit, confidence));
    if (!would_decide(lot, high, limit, confidence)) {
        return 0;
    }
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        if (would_decide(lot, middle, limit, confidence)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return high;
}

static const char *what_would_decide(const struct qa_lot_verdict *lot, double limit,
                                     double confidence, struct qa_arena *arena)
{
    uint64_t n = deciding_n(lot, limit, confidence);
    if (n == 0) {
        return qa_arena_format(arena, "; more than %s in all would have to be checked to decide",
                               grouped(arena, MOST_SEARCHED));
    }
    if (n == lot->lot_size) {
        return "; at this rate only checking the whole lot would decide";
    }
    return n > lot->n ? qa_arena_format(arena, "; about %s more at this rate would decide",
                                        grouped(arena, n - lot->n))
                      : "";
}

static const char *not_judged(const struct qa_lot_verdict *lot, struct qa_arena *arena)
{
    if (lot->unsure + lot->unfinished == 0) {
        return "";
    }
    return qa_arena_format(arena, "; %s unsure and %s not done are left out",
                           grouped(arena, lot->unsure), grouped(arena, lot->unfinished));
}

static const char *reason(const struct qa_lot_verdict *lot, double limit, double confidence,
                          struct qa_arena *arena)
{
    static const char *const words[] = {
        [QA_ACCEPT] = "accepted", [QA_REJECT] = "rejected", [QA_VERDICT_UNDECIDED] = "undecided"};
    if (!qa_is_defined(&lot->error_rate)) {
        return qa_arena_format(arena, "undecided: %s%s", lot->error_rate.undefined,
                               not_judged(lot, arena));
    }
    const char *of_lot =
        lot->lot_size > 0 ? qa_arena_format(arena, " of %s", grouped(arena, lot->lot_size)) : "";
    const char *more = lot->verdict == QA_VERDICT_UNDECIDED
                           ? what_would_decide(lot, limit, confidence, arena)
                           : "";
    return qa_arena_format(
        arena,
        "%s error%s in %s checked%s: %.1f %% (%.1f-%.1f %%) against a limit of %s %%: %s%s%s",
        grouped(arena, lot->errors), lot->errors == 1 ? "" : "s", grouped(arena, lot->n), of_lot,
        100 * lot->error_rate.value, 100 * lot->error_rate.low, 100 * lot->error_rate.high,
        percent(arena, limit), words[lot->verdict], more, not_judged(lot, arena));
}

static int compare_lots(const void *left, const void *right)
{
    return qa_text_compare(((const struct qa_lot_verdict *)left)->lot,
                           ((const struct qa_lot_verdict *)right)->lot);
}

/* REJECT before UNDECIDED before ACCEPT. */
static int severity(enum qa_verdict verdict)
{
    return verdict == QA_REJECT ? 2 : verdict == QA_VERDICT_UNDECIDED ? 1 : 0;
}

enum qa_status qa_judge(const struct qa_judge_request *request, struct qa_arena *arena,
                        struct qa_judgement *out, struct qa_error *err)
{
    struct qa_sheet_tally tally;
    QA_TRY(qa_judge_read(request, arena, &tally, err));
    *out = (struct qa_judgement){.lots = QA_ARRAY(arena, struct qa_lot_verdict, tally.n_lots),
                                 .n_lots = tally.n_lots,
                                 .limit = request->limit,
                                 .confidence = request->confidence,
                                 .worst = QA_ACCEPT};
    for (size_t l = 0; l < tally.n_lots; l++) {
        const struct qa_lot_tally *counts = &tally.lots[l];
        struct qa_lot_verdict *lot = &out->lots[l];
        *lot = (struct qa_lot_verdict){.lot = counts->name,
                                       .lot_size = counts->size,
                                       .rows = counts->rows,
                                       .n = counts->n,
                                       .errors = counts->errors,
                                       .unsure = counts->unsure,
                                       .unfinished = counts->unfinished};
        estimate_lot(lot, &tally, l, request->confidence, arena);
        lot->verdict = decide(&lot->error_rate, request->limit);
        lot->reason = reason(lot, request->limit, request->confidence, arena);
        out->worst = severity(lot->verdict) > severity(out->worst) ? lot->verdict : out->worst;
    }
    qsort(out->lots, out->n_lots, sizeof *out->lots, compare_lots);
    return QA_OK;
}

void qa_judge_tables(const struct qa_judgement *judgement, struct qa_report *report)
{
    static const struct qa_column columns[] = {
        {"lot", NULL, QA_TEXT},
        {"n", "checked", QA_COUNT},
        {"errors", NULL, QA_COUNT},
        {"error_rate", "error rate", QA_ESTIMATE_RATE},
        {"limit", NULL, QA_RATE},
        {"verdict", NULL, QA_TEXT},
        {"lot_size", "lot size", QA_COUNT},
        {"unsure", NULL, QA_COUNT},
        {"unfinished", "not done", QA_COUNT},
        {"reason", NULL, QA_TEXT},
    };
    struct qa_table *table = qa_table_new(report->arena, "verdicts", "Verdict on each lot", columns,
                                          sizeof columns / sizeof *columns);
    for (size_t i = 0; i < judgement->n_lots; i++) {
        const struct qa_lot_verdict *lot = &judgement->lots[i];
        qa_table_row(table);
        qa_put_text(table, lot->lot);
        qa_put_count(table, lot->n);
        qa_put_count(table, lot->errors);
        qa_put_estimate(table, lot->error_rate);
        qa_put_real(table, judgement->limit);
        qa_put_text(table, qa_verdict_name(lot->verdict));
        if (lot->lot_size > 0) {
            qa_put_count(table, lot->lot_size);
        } else {
            qa_put_absent(table);
        }
        qa_put_count(table, lot->unsure);
        qa_put_count(table, lot->unfinished);
        qa_put_text(table, lot->reason);
    }
    qa_table_note(table,
                  "ACCEPT: the whole %.0f %% interval is at or below the limit; REJECT: all of it "
                  "is above. Intervals: hypergeometric for a lot of known size, by strata Wilson's "
                  "at the effective sample size, Clopper-Pearson when the lot's size is unknown.",
                  100 * judgement->confidence);
    qa_table_note(table,
                  "Units of strata in which nothing was judged widen the interval as if they "
                  "were all right or all wrong. Rows unsure or not done are counted and left "
                  "out of the rate.");
    for (size_t i = 0; i < judgement->n_lots && i < MOST_LINES; i++) {
        qa_report_line(report, "%s: %s.", judgement->lots[i].lot, judgement->lots[i].reason);
    }
    qa_report_add_table(report, table);
}
