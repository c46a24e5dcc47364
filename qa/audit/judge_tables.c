/* What the judge found, as tables. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/audit/judge.h"

/* Reasons shown as sentences before the table, in which they are cut. */
enum { MOST_LINES = 20 };

static void put_count_or_none(struct qa_table *table, uint64_t count)
{
    if (count > 0) {
        qa_put_count(table, count);
    } else {
        qa_put_absent(table);
    }
}

static void put_rate_or_none(struct qa_table *table, double rate)
{
    if (rate >= 0) {
        qa_put_real(table, rate);
    } else {
        qa_put_absent(table);
    }
}

/* Errors in the whole lot: the estimate and what the interval leaves. */
static void put_errors_of_lot(struct qa_table *table, const struct qa_lot_verdict *lot)
{
    const struct qa_estimate *rate = &lot->error_rate;
    if (lot->lot_size == 0 || !qa_is_defined(rate)) {
        for (int i = 0; i < 3; i++) {
            qa_put_absent(table);
        }
        return;
    }
    double size = (double)lot->lot_size;
    qa_put_count(table, (uint64_t)llround(rate->value * size));
    /* No fewer than were seen, and whole. */
    double low = fmax((double)lot->errors, ceil(rate->low * size - 1e-6));
    qa_put_count(table, (uint64_t)low);
    qa_put_count(table, (uint64_t)floor(rate->high * size + 1e-6));
}

static void headlines(const struct qa_judgement *judgement, struct qa_report *report)
{
    size_t n = 0;
    for (size_t i = 0; i < judgement->n_lots && n < MOST_LINES; i++, n++) {
        const struct qa_lot_verdict *lot = &judgement->lots[i];
        qa_report_line(report, "%s: %s.", lot->lot, lot->reason);
    }
    for (size_t c = 0; c < judgement->n_classes && n < MOST_LINES; c++) {
        const struct qa_class_rate *class = &judgement->classes[c];
        if (class->is_decided && class->verdict != QA_ACCEPT) {
            qa_report_line(report, "%s, errors that are %s: %s.", judgement->lots[class->lot].lot,
                           class->name, class->reason);
            n++;
        }
    }
}

static void verdicts_table(const struct qa_judgement *judgement, struct qa_report *report)
{
    static const struct qa_column columns[] = {
        {"lot", NULL, QA_TEXT},
        {"n", "checked", QA_COUNT},
        {"errors", NULL, QA_COUNT},
        {"error_rate", "error rate", QA_ESTIMATE_RATE},
        {"limit", NULL, QA_RATE},
        {"verdict", NULL, QA_TEXT},
        {"lower_bound", "at least", QA_RATE},
        {"upper_bound", "at most", QA_RATE},
        {"lot_size", "lot size", QA_COUNT},
        {"errors_in_lot", "errors in lot", QA_COUNT},
        {"errors_in_lot_low", "from", QA_COUNT},
        {"errors_in_lot_high", "to", QA_COUNT},
        {"unsure", NULL, QA_COUNT},
        {"unfinished", "not done", QA_COUNT},
        {"design", NULL, QA_TEXT},
        {"method", NULL, QA_TEXT},
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
        put_rate_or_none(table, judgement->limit);
        qa_put_text(table, qa_verdict_name(lot->verdict));
        if (qa_is_defined(&lot->bounds)) {
            qa_put_real(table, lot->bounds.low);
            qa_put_real(table, lot->bounds.high);
        } else {
            qa_put_absent(table);
            qa_put_absent(table);
        }
        put_count_or_none(table, lot->lot_size);
        put_errors_of_lot(table, lot);
        qa_put_count(table, lot->unsure);
        qa_put_count(table, lot->unfinished);
        qa_put_text(table, lot->has_design ? qa_sample_design_names[lot->design] : NULL);
        qa_put_text(table, qa_is_defined(&lot->error_rate) ? lot->error_rate.method : NULL);
        qa_put_text(table, lot->reason);
    }
    if (judgement->by_plan) {
        qa_table_note(table, "The verdict is the plan's: by its acceptance and rejection numbers.");
    } else {
        qa_table_note(
            table,
            "ACCEPT: with %g %% confidence the rate is at or below the limit ('at most'); "
            "REJECT: with as much confidence it is above ('at least').",
            100 * judgement->confidence);
    }
    qa_table_note(table,
                  "Error rates with two-sided %g %% intervals: hypergeometric for a simple sample "
                  "of a lot of known size, Clopper-Pearson when the size is unknown; at the "
                  "effective sample size, Wilson's for strata and Korn and Graubard's for clusters "
                  "and unequal probabilities.",
                  100 * judgement->confidence);
    qa_table_note(table,
                  "Units of strata in which nothing was judged widen the interval as if they "
                  "were all right or all wrong. Rows unsure or not done are counted and left "
                  "out of the rate.");
    headlines(judgement, report);
    qa_report_add_table(report, table);
}

static void parts_table(const struct qa_judgement *judgement, struct qa_report *report)
{
    static const struct qa_column columns[] = {
        {"lot", NULL, QA_TEXT},
        {"field", NULL, QA_TEXT},
        {"part", NULL, QA_TEXT},
        {"size", NULL, QA_COUNT},
        {"n", "checked", QA_COUNT},
        {"errors", NULL, QA_COUNT},
        {"error_rate", "error rate", QA_ESTIMATE_RATE},
    };
    if (judgement->n_parts == 0) {
        return;
    }
    struct qa_table *table = qa_table_new(report->arena, "parts", "Error rate of parts", columns,
                                          sizeof columns / sizeof *columns);
    for (size_t p = 0; p < judgement->n_parts; p++) {
        const struct qa_part_rate *part = &judgement->parts[p];
        qa_table_row(table);
        qa_put_text(table, judgement->lots[part->lot].lot);
        qa_put_text(table, part->field);
        qa_put_text(table, part->value);
        put_count_or_none(table, part->size);
        qa_put_count(table, part->n);
        qa_put_count(table, part->errors);
        qa_put_estimate(table, part->rate);
    }
    qa_table_note(table, "Strata: hypergeometric. Other parts are what the sample happened to hold "
                         "of them: Clopper-Pearson, at the effective sample size where "
                         "units weigh differently.");
    qa_report_add_table(report, table);
}

static void classes_table(const struct qa_judgement *judgement, struct qa_report *report)
{
    static const struct qa_column columns[] = {
        {"lot", NULL, QA_TEXT},
        {"severity", NULL, QA_TEXT},
        {"errors", NULL, QA_COUNT},
        {"error_rate", "error rate", QA_ESTIMATE_RATE},
        {"limit", NULL, QA_RATE},
        {"verdict", NULL, QA_TEXT},
        {"weight", NULL, QA_REAL},
        {"dpmo", "per million", QA_REAL},
        {"weighted_dpmo", "weighted per million", QA_REAL},
    };
    if (judgement->n_classes == 0) {
        return;
    }
    struct qa_table *table = qa_table_new(report->arena, "severities", "Errors by severity",
                                          columns, sizeof columns / sizeof *columns);
    double *weighted = QA_ARRAY(report->arena, double, judgement->n_lots + 1);
    for (size_t c = 0; c < judgement->n_classes; c++) {
        const struct qa_class_rate *class = &judgement->classes[c];
        double rate = qa_is_defined(&class->rate) ? class->rate.value : 0;
        weighted[class->lot] += 1e6 * rate * class->weight;
        qa_table_row(table);
        qa_put_text(table, judgement->lots[class->lot].lot);
        qa_put_text(table, class->name);
        qa_put_count(table, class->errors);
        qa_put_estimate(table, class->rate);
        put_rate_or_none(table, class->limit);
        qa_put_text(table, class->is_decided ? qa_verdict_name(class->verdict) : NULL);
        qa_put_real(table, class->weight);
        qa_put_real(table, 1e6 * rate);
        qa_put_real(table, 1e6 * rate * class->weight);
    }
    for (size_t l = 0; l < judgement->n_lots; l++) {
        qa_table_note(table, "%s: %.0f weighted errors per million answers.",
                      judgement->lots[l].lot, weighted[l]);
    }
    qa_report_add_table(report, table);
}

static void rework_table(const struct qa_judgement *judgement, struct qa_report *report)
{
    static const struct qa_column columns[] = {
        {"lot", NULL, QA_TEXT},
        {"part", "send back", QA_TEXT},
        {"size", "about", QA_COUNT},
        {"error_rate", "error rate", QA_ESTIMATE_RATE},
        {"is_clear", "above limit", QA_TEXT},
        {"rate_after", "rate of the lot after", QA_RATE},
        {"is_enough", "keeps the limit", QA_TEXT},
    };
    if (judgement->n_rework == 0) {
        return;
    }
    struct qa_table *table = qa_table_new(report->arena, "rework", "What to send back", columns,
                                          sizeof columns / sizeof *columns);
    for (size_t r = 0; r < judgement->n_rework; r++) {
        const struct qa_rework *rework = &judgement->rework[r];
        qa_table_row(table);
        qa_put_text(table, judgement->lots[rework->lot].lot);
        qa_put_text(table, rework->part);
        qa_put_count(table, rework->size);
        qa_put_estimate(table, rework->rate);
        qa_put_text(table, rework->is_clear ? "surely" : "perhaps");
        qa_put_real(table, rework->rate_after);
        qa_put_text(table, rework->is_enough ? "yes" : "no");
    }
    qa_table_note(table, "Worst first. The rate after is what is expected when these come back "
                         "without errors and the rest is kept as it is; draw a new sample then. "
                         "Parts that are 'perhaps' above the limit may be worse by chance alone: "
                         "where all are, send the whole lot back.");
    qa_report_add_table(report, table);
}

static void auditors_table(const struct qa_judgement *judgement, struct qa_report *report)
{
    static const struct qa_column columns[] = {
        {"lot", NULL, QA_TEXT},
        {"n_twice", "checked twice", QA_COUNT},
        {"disagreed", NULL, QA_COUNT},
        {"auditor_error", "an auditor's error rate", QA_ESTIMATE_RATE},
        {"error_rate", "error rate", QA_ESTIMATE_RATE},
        {"corrected_rate", "corrected for it", QA_ESTIMATE_RATE},
    };
    uint64_t n_twice = 0;
    for (size_t l = 0; l < judgement->n_lots; l++) {
        n_twice += judgement->lots[l].n_twice;
    }
    if (n_twice == 0) {
        return;
    }
    struct qa_table *table = qa_table_new(report->arena, "auditors", "How sure the auditors are",
                                          columns, sizeof columns / sizeof *columns);
    for (size_t l = 0; l < judgement->n_lots; l++) {
        const struct qa_lot_verdict *lot = &judgement->lots[l];
        qa_table_row(table);
        qa_put_text(table, lot->lot);
        qa_put_count(table, lot->n_twice);
        qa_put_count(table, lot->n_disagree);
        qa_put_estimate(table, lot->checkers.error);
        qa_put_estimate(table, lot->error_rate);
        qa_put_estimate(table, lot->checkers.corrected);
    }
    qa_table_note(
        table,
        "Two auditors who each err with rate e, right and wrong answers alike and "
        "independently, disagree on 2 e (1 - e) of the units. The corrected rate is "
        "Rogan and Gladen's (1978); the verdict goes by the uncorrected one, in which the row "
        "that comes first counts.");
    qa_report_add_table(report, table);
}

static void posterior_table(const struct qa_judgement *judgement, struct qa_report *report)
{
    static const struct qa_column columns[] = {
        {"lot", NULL, QA_TEXT},
        {"rate", NULL, QA_ESTIMATE_RATE},
        {"probability", "P(rate at or below limit)", QA_RATE},
        {"a", NULL, QA_REAL},
        {"b", NULL, QA_REAL},
    };
    if (!judgement->has_prior) {
        return;
    }
    struct qa_table *table =
        qa_table_new(report->arena, "belief", "What to believe after the audit", columns,
                     sizeof columns / sizeof *columns);
    for (size_t l = 0; l < judgement->n_lots; l++) {
        const struct qa_lot_verdict *lot = &judgement->lots[l];
        qa_table_row(table);
        qa_put_text(table, lot->lot);
        qa_put_estimate(table, qa_beta_mean(lot->posterior, judgement->confidence));
        qa_put_real(table, qa_beta_below(lot->posterior, judgement->limit));
        qa_put_real(table, lot->posterior.a);
        qa_put_real(table, lot->posterior.b);
    }
    qa_table_note(table, "Beta posterior of the rate of the process behind the lot: prior plus "
                         "errors and correct answers, as of a simple sample.");
    qa_report_add_table(report, table);
}

void qa_judge_tables(const struct qa_judgement *judgement, struct qa_report *report)
{
    verdicts_table(judgement, report);
    classes_table(judgement, report);
    parts_table(judgement, report);
    rework_table(judgement, report);
    auditors_table(judgement, report);
    posterior_table(judgement, report);
}
