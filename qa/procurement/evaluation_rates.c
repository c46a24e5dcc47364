/* The error rate that a vendor is held to, question by question: that of the field where the kind
 * has one (qa/score/error_rate.h), else wrong ones among what was checked. */
#include <math.h>

#include "qa/procurement/evaluation_parts.h"
#include "qa/score/error_rate.h"
#include "qa/stats/interval.h"

/* The vendor's figures on the question; of work without a vendor's name, alone, those of all. */
static const struct qa_score_row *find_row(const struct qa_evaluation *evaluation,
                                           const struct qa_error_figure *figure,
                                           const struct qa_vendor_errors *errors, bool is_alone)
{
    const struct qa_score_result *scores = evaluation->scores;
    enum qa_score_by by = errors->vendor == QA_NONE ? QA_SCORE_ALL : QA_SCORE_VENDOR;
    for (size_t i = 0; scores != NULL && i < scores->n_rows; i++) {
        const struct qa_score_row *row = &scores->rows[i];
        if (row->score == figure->score && row->by == by && row->question->id == errors->question &&
            (by == QA_SCORE_ALL ? is_alone : row->vendor_id == errors->vendor)) {
            return row;
        }
    }
    return NULL;
}

static struct qa_vendor_rate trial_rate(const struct qa_vendor_errors *errors)
{
    return (struct qa_vendor_rate){.vendor = errors->vendor,
                                   .question = errors->question,
                                   .trials = errors->count.trials,
                                   .errors = errors->count.errors,
                                   .limits = errors->limits};
}

static void say_cut(const struct qa_vendor_rate *rate, const struct qa_evaluation *evaluation,
                    const struct qa_estimate *value)
{
    const struct qa_names *names = evaluation->names;
    const char *vendor =
        rate->vendor == QA_NONE ? qa_unnamed_vendor : qa_strings_text(names->vendors, rate->vendor);
    qa_findings_addf(evaluation->findings, QA_WARNING, "W780", NULL, 0, 0,
                     "%s of %s on '%s' is %.1f %%: the gate, the score and the costs take 100 %%",
                     rate->name, vendor, qa_strings_text(names->questions, rate->question),
                     100 * value->value);
}

static void set_limits(struct qa_vendor_rate *out, const struct qa_estimate *rate,
                       double confidence)
{
    const struct qa_effective_trials effective = qa_error_effective_trials(rate, confidence);
    double n = (double)out->trials;
    double p = (double)out->errors / n;
    double high_trials = fmin(effective.high_trials, n);
    double low_trials = fmin(effective.low_trials, n);
    out->limits = (struct qa_monotone_rate){.rate = qa_wilson_effective(p, high_trials, confidence),
                                            .design_effect = n / high_trials,
                                            .low_errors = rate->low > 0 ? p * low_trials : 0,
                                            .low_trials = low_trials};
    struct qa_estimate *limits = &out->limits.rate;
    limits->low = out->limits.low_errors > 0
                      ? qa_clopper_pearson_effective(p, low_trials, confidence).low
                      : 0;
    limits->low = fmin(limits->low, limits->value);
    limits->n = out->trials;
}

static struct qa_vendor_rate field_rate(const struct qa_evaluation *evaluation,
                                        const struct qa_vendor_errors *errors,
                                        const struct qa_score_row *row,
                                        const struct qa_error_figure *figure, double confidence)
{
    struct qa_vendor_rate out = trial_rate(errors);
    const struct qa_estimate rate = qa_error_rate_of(row, figure, confidence);
    const struct qa_error_trials counted = qa_error_trials_of(row, figure);
    if (!qa_is_defined(&rate) || counted.trials == 0) {
        return out;
    }
    out.name = figure->name;
    out.trial = figure->trial;
    out.trials = counted.trials;
    out.errors = counted.errors;
    set_limits(&out, &rate, confidence);
    if (counted.is_cut) {
        say_cut(&out, evaluation, &rate);
    }
    return out;
}

static bool is_alone(const struct qa_errors_result *errors)
{
    for (size_t i = 0; i < errors->n_vendors; i++) {
        if (errors->vendors[i].vendor != QA_NONE) {
            return false;
        }
    }
    return true;
}

void qa_evaluation_rates(struct qa_evaluation *evaluation, double confidence,
                         struct qa_arena *arena)
{
    const struct qa_errors_result *errors = evaluation->errors;
    bool alone = is_alone(errors);
    struct qa_vendor_rate *rates = QA_ARRAY(arena, struct qa_vendor_rate, errors->n_vendors);
    for (size_t i = 0; i < errors->n_vendors; i++) {
        const struct qa_vendor_errors *of = &errors->vendors[i];
        const struct qa_score_row *row = NULL;
        struct qa_error_figure figure;
        if (of->question != QA_NONE &&
            qa_error_figure(evaluation->delivery->questions->list[of->question].type, &figure,
                            arena)) {
            row = find_row(evaluation, &figure, of, alone);
        }
        rates[i] =
            row != NULL ? field_rate(evaluation, of, row, &figure, confidence) : trial_rate(of);
        rates[i].n_annotators = of->n_annotators;
        rates[i].annotators_are_random = of->annotators_are_random && rates[i].name == NULL;
    }
    evaluation->rates = rates;
    evaluation->n_rates = errors->n_vendors;
}

/* Rates of the same sort are one rate over all questions. Words and labels have no common one: of
 * several sorts the worst question counts. */
const struct qa_vendor_rate *qa_evaluation_rate(const struct qa_evaluation *evaluation,
                                                uint32_t vendor)
{
    const struct qa_vendor_rate *all = NULL;
    const struct qa_vendor_rate *worst = NULL;
    bool has_field = false;
    for (size_t i = 0; i < evaluation->n_rates; i++) {
        const struct qa_vendor_rate *rate = &evaluation->rates[i];
        if (rate->vendor != vendor) {
            continue;
        }
        if (rate->question == QA_NONE) {
            all = rate;
            continue;
        }
        has_field = has_field || rate->name != NULL;
        if (qa_is_defined(&rate->limits.rate) &&
            (worst == NULL || rate->limits.rate.high > worst->limits.rate.high)) {
            worst = rate;
        }
    }
    return has_field ? worst : all;
}
