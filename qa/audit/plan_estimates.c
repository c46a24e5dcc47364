/* Samples to estimate, to compare and to believe. */
#include <math.h>

#include "qa/audit/plan_parts.h"
#include "qa/audit/table_forms.h"

static const struct qa_column margin_columns[] = {
    {"plan", NULL, QA_TEXT, .is_key = true, .about = "The kind of plan."},
    {"n", NULL, QA_COUNT, .about = "Units to check in each group."},
    {"margin", NULL, QA_RATE, .about = "Half the width of the interval that results."},
    {"expected", NULL, QA_RATE, .about = "The error rate that is expected."},
    {"groups", NULL, QA_COUNT, .about = "Groups that are to be estimated one by one."},
    {"n_all", "n in all", QA_COUNT, .about = "Units to check in all groups."},
    {"lot", NULL, QA_COUNT, .about = "Units in the lot; absent where its size does not matter."},
    {"confidence", NULL, QA_RATE, .about = "Confidence of the interval."},
};
const struct qa_table_form qa_form_plan_margin =
    QA_TABLE_FORM("plans", "Sample for an estimate", margin_columns);

/* Units that are worth n independent ones (Kish 1965). */
static uint64_t with_effect(const struct qa_plan_request *request, uint64_t n)
{
    return request->design_effect > 1 ? (uint64_t)ceil((double)n * request->design_effect) : n;
}

static void note_effect(const struct qa_plan_request *request, struct qa_table *table)
{
    if (request->design_effect > 1) {
        qa_table_note(table,
                      "n is %.4g times that of answers which stand alone: errors cluster in items "
                      "(Kish 1965).",
                      request->design_effect);
    }
}

void qa_plan_margin(struct qa_planning *planning)
{
    const struct qa_plan_request *request = planning->request;
    struct qa_table *table = qa_table_new(planning->arena, &qa_form_plan_margin);
    /* Each group is a part of the lot. */
    uint64_t groups = request->n_groups > 0 ? request->n_groups : 1;
    uint64_t lot = request->model.lot > 0 ? (request->model.lot + groups - 1) / groups : 0;
    uint64_t alone =
        qa_size_for_margin(request->expected, request->margin, request->confidence, lot);
    uint64_t n = with_effect(request, alone);
    n = lot > 0 && n > lot ? lot : n;
    qa_table_row(table);
    qa_put_text(table, qa_plan_kind_names[request->kind]);
    qa_put_count(table, n);
    qa_put_real(table, qa_margin_of_size(request->expected, alone, request->confidence, lot));
    qa_put_real(table, request->expected);
    qa_put_count(table, groups);
    qa_put_count(table, n * groups);
    qa_put_count_or_none(table, request->model.lot);
    qa_put_real(table, request->confidence);
    qa_table_note(table,
                  "n of each group, so that Wilson's interval is no wider than +- margin at "
                  "the expected rate, with the finite population correction%s.",
                  groups > 1 ? "; groups of equal size" : "");
    note_effect(request, table);
    qa_report_add_table(planning->report, table);
}

static const struct qa_column apart_columns[] = {
    {"plan", NULL, QA_TEXT, .is_key = true, .about = "The kind of plan."},
    {"n", "n of each vendor", QA_COUNT, .about = "Units to check of each vendor."},
    {"rate_a", "rate A", QA_RATE, .about = "Error rate of the one vendor."},
    {"rate_b", "rate B", QA_RATE, .about = "Error rate of the other vendor."},
    {"power", NULL, QA_RATE, .about = "Chance that the difference is found."},
    {"confidence", NULL, QA_RATE,
     .about = "One less the chance that a difference is found where none is."},
};
const struct qa_table_form qa_form_plan_apart =
    QA_TABLE_FORM("plans", "Sample to tell two vendors apart", apart_columns);

void qa_plan_apart(struct qa_planning *planning)
{
    const struct qa_plan_request *request = planning->request;
    struct qa_table *table = qa_table_new(planning->arena, &qa_form_plan_apart);
    qa_table_row(table);
    qa_put_text(table, qa_plan_kind_names[request->kind]);
    qa_put_count(table,
                 with_effect(request, qa_size_to_tell_apart(request->rates[0], request->rates[1],
                                                            request->confidence, request->power)));
    qa_put_real(table, request->rates[0]);
    qa_put_real(table, request->rates[1]);
    qa_put_real(table, request->power);
    qa_put_real(table, request->confidence);
    qa_table_note(table, "Two-sided test of two independent samples (Fleiss, Levin and Paik 2003, "
                         "eq. 4.14).");
    note_effect(request, table);
    qa_report_add_table(planning->report, table);
}

static const struct qa_column posterior_columns[] = {
    {"plan", NULL, QA_TEXT, .is_key = true, .about = "The kind of plan."},
    {"n", NULL, QA_COUNT, .about = "Units to check."},
    {"accept", "errors", QA_COUNT, .is_key = true, .about = "Errors found among them."},
    {"limit", NULL, QA_RATE, .about = "The error rate that is to be kept."},
    {"probability", "P(rate at or below limit)", QA_RATE,
     .about = "Probability then that the rate is at or below the limit."},
    {"prior_a", "prior a", QA_REAL, .about = "First parameter of the beta prior."},
    {"prior_b", "prior b", QA_REAL, .about = "Second parameter of the beta prior."},
};
const struct qa_table_form qa_form_plan_posterior =
    QA_TABLE_FORM("plans", "Sample sizes for a posterior probability", posterior_columns);

void qa_plan_posterior(struct qa_planning *planning)
{
    const struct qa_plan_request *request = planning->request;
    struct qa_table *table = qa_table_new(planning->arena, &qa_form_plan_posterior);
    for (uint64_t errors = 0; errors <= request->most_errors; errors++) {
        uint64_t n =
            qa_size_for_posterior(request->prior, errors, request->limit, request->confidence);
        qa_table_row(table);
        qa_put_text(table, qa_plan_kind_names[request->kind]);
        qa_put_count(table, n);
        qa_put_count(table, errors);
        qa_put_real(table, request->limit);
        qa_put_real(table,
                    qa_beta_below(qa_beta_posterior(request->prior, errors, n), request->limit));
        qa_put_real(table, request->prior.a);
        qa_put_real(table, request->prior.b);
    }
    qa_table_note(table,
                  "The smallest n after which so many errors still leave a probability of %.4g %% "
                  "that the rate is at or below the limit, with the beta prior a, b (a errors in "
                  "a + b answers, as if seen before).",
                  100 * request->confidence);
    qa_report_add_table(planning->report, table);
}
