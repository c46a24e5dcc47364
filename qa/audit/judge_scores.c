#include "qa/audit/judge_scores.h"

#include <math.h>

#include "qa/audit/table_forms.h"
#include "qa/base/number.h"
#include "qa/base/strings.h"
#include "qa/stats/variables.h"

/* ---- the lists ---- */

struct scores {
    double *value;
    uint64_t n;
    uint64_t unfinished;
    struct qa_strings *items;
};

static enum qa_status read_list(const struct qa_records *list, struct scores *scores,
                                struct qa_error *err)
{
    static const struct qa_column_spec specs[] = {{"item", "id,item_id,unit_id,image", true},
                                                  {"score", "iou,value,similarity", true}};
    uint32_t column[2];
    QA_TRY(qa_records_columns(list, specs, 2, column, err));
    for (size_t r = 0; r < list->n_records; r++) {
        const struct qa_cell *item = qa_records_cell(list, r, column[0]);
        const struct qa_cell *score = qa_records_cell(list, r, column[1]);
        uint32_t before = qa_strings_count(scores->items);
        if (qa_strings_intern(scores->items, item->text, item->length) != before) {
            return qa_fail_at(err, "E313", list->file, item->line, item->column,
                              "'%.60s' has a score already", item->text);
        }
        if (score->length == 0) {
            scores->unfinished++;
        } else if (!qa_parse_real(score->text, score->length, &scores->value[scores->n++])) {
            return qa_fail_at(err, "E318", list->file, score->line, score->column,
                              "'%.60s' is not a number", score->text);
        }
    }
    return QA_OK;
}

static enum qa_status read_lists(const struct qa_records *const *lists, size_t n_lists,
                                 struct qa_arena *arena, struct scores *scores,
                                 struct qa_error *err)
{
    size_t n = 0;
    for (size_t i = 0; i < n_lists; i++) {
        n += lists[i]->n_records;
    }
    *scores =
        (struct scores){.value = QA_ARRAY(arena, double, n + 1), .items = qa_strings_new(arena)};
    for (size_t i = 0; i < n_lists; i++) {
        QA_TRY(read_list(lists[i], scores, err));
    }
    return scores->n > 0 ? QA_OK
                         : qa_fail_at(err, "E318", lists[0]->file, 1, 0, "there is no score");
}

/* ---- the verdict ---- */

static void summarise(const struct scores *scores, double limit, struct qa_score_verdict *out)
{
    double mean = 0;
    double squares = 0;
    for (uint64_t i = 0; i < scores->n; i++) {
        double step = scores->value[i] - mean;
        mean += step / (double)(i + 1);
        squares += step * (scores->value[i] - mean);
        out->below += scores->value[i] < limit ? 1 : 0;
    }
    out->n = scores->n;
    out->unfinished = scores->unfinished;
    out->mean = mean;
    out->s = scores->n > 1 ? sqrt(squares / (double)(scores->n - 1)) : (double)NAN;
    out->quality = out->s > 0 ? (mean - limit) / out->s : (double)NAN;
}

static void decide(const struct qa_score_plan *plan, struct qa_arena *arena,
                   struct qa_score_verdict *out)
{
    if (out->n < plan->n) {
        out->verdict = QA_VERDICT_UNDECIDED;
        out->reason = qa_arena_format(arena, "%llu scores, and the plan wants %llu",
                                      (unsigned long long)out->n, (unsigned long long)plan->n);
    } else if (!isfinite(out->quality)) {
        bool is_good = out->mean >= plan->lower_limit;
        out->verdict = is_good ? QA_ACCEPT : QA_REJECT;
        out->reason = qa_arena_format(arena, "all scores are %.4g, %s the limit of %.4g", out->mean,
                                      is_good ? "not below" : "below", plan->lower_limit);
    } else {
        bool is_good = out->quality >= plan->k;
        out->verdict = is_good ? QA_ACCEPT : QA_REJECT;
        out->reason = qa_arena_format(
            arena,
            "the mean of %.4g is %.4g standard deviations %s the limit of %.4g; the plan wants "
            "%.4g",
            out->mean, fabs(out->quality), out->quality >= 0 ? "above" : "below", plan->lower_limit,
            plan->k);
    }
}

enum qa_status qa_judge_scores(const struct qa_records *const *lists, size_t n_lists,
                               const struct qa_score_plan *plan, double confidence,
                               struct qa_arena *arena, struct qa_score_verdict *out,
                               struct qa_error *err)
{
    struct scores scores;
    *out = (struct qa_score_verdict){0};
    QA_TRY(read_lists(lists, n_lists, arena, &scores, err));
    summarise(&scores, plan->lower_limit, out);
    out->rate = isfinite(out->quality) ? qa_variables_rate(out->n, out->quality, confidence)
                                       : qa_undefined("the scores do not vary", out->n);
    decide(plan, arena, out);
    return QA_OK;
}

static const struct qa_column columns[] = {
    {"n", "scores", QA_COUNT, .about = "Scores that were read."},
    {"mean", NULL, QA_REAL, .about = "Their mean."},
    {"s", NULL, QA_REAL, .about = "Their standard deviation, with n - 1."},
    {"lower_limit", "lower limit", QA_REAL,
     .about = "The score below which an item counts as bad."},
    {"quality", "(mean - limit) / s", QA_REAL,
     .about = "The mean's distance from the limit in standard deviations."},
    {"k", NULL, QA_REAL, .about = "The distance that the plan asks for."},
    {"verdict", NULL, QA_WORD, .about = "ACCEPT where the distance is k or more, else REJECT."},
    {"below", "below the limit", QA_COUNT, .about = "Scores below the limit."},
    {"error_rate", "rate if normal", QA_ESTIMATE_RATE,
     .about = "Share below the limit if the scores are normal, with its interval."},
    {"unfinished", "no score", QA_COUNT, .about = "Rows without a score."},
    {"reason", NULL, QA_TEXT, .is_detail = true, .about = "The verdict in a sentence."},
};
const struct qa_table_form qa_form_judge_score_verdict =
    QA_TABLE_FORM("verdicts", "Verdict by scores", columns);

void qa_judge_scores_table(const struct qa_score_verdict *verdict, const struct qa_score_plan *plan,
                           struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_judge_score_verdict);
    const double numbers[] = {verdict->mean, verdict->s, plan->lower_limit, verdict->quality,
                              plan->k};
    qa_table_row(table);
    qa_put_count(table, verdict->n);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (isfinite(numbers[i])) {
            qa_put_real(table, numbers[i]);
        } else {
            qa_put_absent(table);
        }
    }
    qa_put_text(table, qa_verdict_name(verdict->verdict));
    qa_put_count(table, verdict->below);
    qa_put_estimate(table, verdict->rate);
    qa_put_count(table, verdict->unfinished);
    qa_put_text(table, verdict->reason);
    table->shown = "n,mean,s,lower_limit,quality,k,verdict,below,error_rate,unfinished";
    qa_table_note(table,
                  "Accepted when (mean - limit) / s is at least k. The rate is the share "
                  "below the limit in a lot of normal scores with its %g %% interval; where "
                  "it does not fit the scores counted below the limit, the scores are not "
                  "normal and the plan's risks are not its own.",
                  100 * verdict->rate.confidence);
    qa_report_line(report, "%s: %s.", qa_verdict_name(verdict->verdict), verdict->reason);
    qa_report_add_table(report, table);
}
