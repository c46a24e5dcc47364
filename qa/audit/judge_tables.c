/* What the judge found, as tables. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/audit/judge.h"
#include "qa/audit/table_forms.h"

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

static const struct qa_column verdicts_columns[] = {
    {"lot", NULL, QA_TEXT, .is_key = true, .about = "The lot."},
    {"n", "checked", QA_COUNT, .about = "Units checked."},
    {"errors", NULL, QA_COUNT, .about = "Units found wrong."},
    {"error_rate", "error rate", QA_ESTIMATE_RATE,
     .about = "Share of wrong units in the lot, weighted by the design, with its interval."},
    {"limit", NULL, QA_RATE, .about = "The error rate that the lot must keep."},
    {"verdict", NULL, QA_WORD, .about = "ACCEPT, REJECT or UNDECIDED."},
    {"lower_bound", "at least", QA_RATE,
     .about = "The rate is at least this, with one-sided confidence."},
    {"upper_bound", "at most", QA_RATE,
     .about = "The rate is at most this, with one-sided confidence."},
    {"lot_size", "lot size", QA_COUNT, .about = "Units in the lot."},
    {"errors_in_lot", "errors in lot", QA_COUNT, .about = "Wrong units expected in the whole lot."},
    {"errors_in_lot_low", "from", QA_COUNT, .is_detail = true, .about = "No fewer than these."},
    {"errors_in_lot_high", "to", QA_COUNT, .is_detail = true, .about = "No more than these."},
    {"unsure", NULL, QA_COUNT, .about = "Rows that the auditor left as unsure."},
    {"unfinished", "not done", QA_COUNT, .about = "Rows without a verdict."},
    {"design", NULL, QA_TEXT, .is_detail = true, .about = "How the sample was drawn."},
    {"method", NULL, QA_TEXT, .is_detail = true, .about = "How the interval was worked."},
    {"reason", NULL, QA_TEXT, .is_detail = true, .about = "The verdict in a sentence."},
};
const struct qa_table_form qa_form_judge_verdicts =
    QA_TABLE_FORM("verdicts", "Verdict on each lot", verdicts_columns);

static void verdicts_table(const struct qa_judgement *judgement, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_judge_verdicts);
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

static const struct qa_column parts_columns[] = {
    {"lot", NULL, QA_TEXT, .is_key = true, .about = "The lot."},
    {"field", NULL, QA_TEXT, .is_key = true, .about = "What divides the lot into parts."},
    {"part", NULL, QA_TEXT, .is_key = true, .about = "The part."},
    {"size", NULL, QA_COUNT,
     .about = "Units of the part in the lot; absent where it is not known."},
    {"n", "checked", QA_COUNT, .about = "Units of it checked."},
    {"errors", NULL, QA_COUNT, .about = "Units found wrong."},
    {"error_rate", "error rate", QA_ESTIMATE_RATE,
     .about = "Share of wrong units in the part, with its interval."},
};
const struct qa_table_form qa_form_judge_parts =
    QA_TABLE_FORM("parts", "Error rate of parts", parts_columns);

static void parts_table(const struct qa_judgement *judgement, struct qa_report *report)
{
    if (judgement->n_parts == 0) {
        return;
    }
    struct qa_table *table = qa_table_new(report->arena, &qa_form_judge_parts);
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

static const struct qa_column severities_columns[] = {
    {"lot", NULL, QA_TEXT, .is_key = true, .about = "The lot."},
    {"severity", NULL, QA_TEXT, .is_key = true, .about = "The severity, as the auditors wrote it."},
    {"errors", NULL, QA_COUNT, .about = "Errors of that severity."},
    {"error_rate", "error rate", QA_ESTIMATE_RATE,
     .about = "Their share of the units, with its interval."},
    {"limit", NULL, QA_RATE, .about = "The rate that errors of that severity must keep."},
    {"verdict", NULL, QA_WORD, .about = "ACCEPT, REJECT or UNDECIDED, where it has a limit."},
    {"weight", NULL, QA_REAL, .about = "What one such error counts."},
    {"dpmo", "per million", QA_REAL, .about = "Errors per million units."},
    {"weighted_dpmo", "weighted per million", QA_REAL, .about = "The same times the weight."},
};
const struct qa_table_form qa_form_judge_severities =
    QA_TABLE_FORM("severities", "Errors by severity", severities_columns);

static void classes_table(const struct qa_judgement *judgement, struct qa_report *report)
{
    if (judgement->n_classes == 0) {
        return;
    }
    struct qa_table *table = qa_table_new(report->arena, &qa_form_judge_severities);
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

static const struct qa_column rework_columns[] = {
    {"lot", NULL, QA_TEXT, .is_key = true, .about = "The lot."},
    {"part", "send back", QA_TEXT, .is_key = true, .about = "What to send back."},
    {"size", "about", QA_COUNT, .about = "Units it holds, about."},
    {"error_rate", "error rate", QA_ESTIMATE_RATE, .about = "Its error rate, with its interval."},
    {"is_clear", "above limit", QA_WORD,
     .about = "Whether it is above the limit: surely or perhaps."},
    {"rate_after", "rate of the lot after", QA_RATE,
     .about = "Error rate expected of the lot when this has come back without errors."},
    {"is_enough", "keeps the limit", QA_WORD,
     .about = "Whether the lot keeps the limit then: yes or no."},
};
const struct qa_table_form qa_form_judge_rework =
    QA_TABLE_FORM("rework", "What to send back", rework_columns);

static void rework_table(const struct qa_judgement *judgement, struct qa_report *report)
{
    if (judgement->n_rework == 0) {
        return;
    }
    struct qa_table *table = qa_table_new(report->arena, &qa_form_judge_rework);
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

static const struct qa_column auditors_columns[] = {
    {"lot", NULL, QA_TEXT, .is_key = true, .about = "The lot."},
    {"n_twice", "checked twice", QA_COUNT, .about = "Units that two auditors checked."},
    {"disagreed", NULL, QA_COUNT, .about = "Units on which they disagree."},
    {"auditor_error", "an auditor's error rate", QA_ESTIMATE_RATE,
     .about = "How often one auditor errs, by their disagreement."},
    {"error_rate", "error rate", QA_ESTIMATE_RATE,
     .about = "Error rate of the lot as it was found."},
    {"corrected_rate", "corrected for it", QA_ESTIMATE_RATE,
     .about = "The same corrected for the auditors' errors."},
};
const struct qa_table_form qa_form_judge_auditors =
    QA_TABLE_FORM("auditors", "How sure the auditors are", auditors_columns);

static void auditors_table(const struct qa_judgement *judgement, struct qa_report *report)
{
    uint64_t n_twice = 0;
    for (size_t l = 0; l < judgement->n_lots; l++) {
        n_twice += judgement->lots[l].n_twice;
    }
    if (n_twice == 0) {
        return;
    }
    struct qa_table *table = qa_table_new(report->arena, &qa_form_judge_auditors);
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

static const struct qa_column posterior_columns[] = {
    {"lot", NULL, QA_TEXT, .is_key = true, .about = "The lot."},
    {"rate", NULL, QA_ESTIMATE_RATE,
     .about = "Mean of the posterior of the error rate, with its interval."},
    {"probability", "P(rate at or below limit)", QA_RATE,
     .about = "Probability that the rate is at or below the limit."},
    {"a", NULL, QA_REAL, .about = "First parameter of the beta posterior."},
    {"b", NULL, QA_REAL, .about = "Second parameter of the beta posterior."},
};
const struct qa_table_form qa_form_judge_posterior =
    QA_TABLE_FORM("belief", "Posterior of the error rate", posterior_columns);

static void posterior_table(const struct qa_judgement *judgement, struct qa_report *report)
{
    if (!judgement->has_prior) {
        return;
    }
    struct qa_table *table = qa_table_new(report->arena, &qa_form_judge_posterior);
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
