#include "qa/procurement/quote.h"

#include <math.h>
#include <string.h>

#include "qa/procurement/quote_work.h"

int qa_currency_digits(const char *currency)
{
    static const char without[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
    static const char three[] = "BHD IQD JOD KWD LYD OMR TND";

    if (strlen(currency) != 3) {
        return 2;
    }
    if (strstr(without, currency) != NULL) {
        return 0;
    }
    return strstr(three, currency) != NULL ? 3 : 2;
}

static void fill_cost(const struct qa_worked *worked, int digits, struct qa_arena *arena,
                      struct qa_cost *cost)
{
    struct qa_amount sums[QA_KIND_MINIMUM + 1] = {{0}};

    for (size_t i = 0; i < worked->n; i++) {
        struct qa_amount *sum = &sums[qa_basis_kind(worked->rows[i].charge->basis)];

        *sum = qa_amount_add(arena, *sum, worked->rows[i].amount);
    }
    cost->usage = qa_amount_real(sums[QA_KIND_USAGE]);
    cost->fixed_fees = qa_amount_real(sums[QA_KIND_FEE]);
    cost->percents = qa_amount_real(sums[QA_KIND_PERCENT]);
    cost->minimum = qa_amount_real(sums[QA_KIND_MINIMUM]);
    cost->minimum_binds = qa_amount_sign(sums[QA_KIND_MINIMUM]) > 0;
    cost->total = qa_amount_real(qa_amount_round_half_up(arena, worked->total, digits));
    cost->unit_cost = cost->volume > 0.0 ? cost->total / cost->volume : 0.0;
}

struct qa_cost qa_quote_cost(const struct qa_quotes *quotes, const char *vendor,
                             const struct qa_scenario *scenario)
{
    struct qa_cost cost = {.vendor = vendor, .volume = scenario->volume};
    struct qa_arena *scratch = qa_arena_new();
    struct qa_worked worked = qa_quote_work(quotes, vendor, scenario,
                                            qa_amount_of_real(scratch, scenario->volume), scratch);

    if (worked.undefined != NULL) {
        cost.undefined = qa_arena_text(quotes->arena, worked.undefined);
    } else {
        fill_cost(&worked, quotes->minor_digits, scratch, &cost);
    }
    qa_arena_free(scratch);
    return cost;
}

bool qa_quote_marginal(const struct qa_quotes *quotes, const char *vendor,
                       const struct qa_scenario *scenario, double *marginal)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_amount volume = qa_amount_of_real(arena, scenario->volume);
    struct qa_worked here = qa_quote_work(quotes, vendor, scenario, volume, arena);
    struct qa_worked next =
        qa_quote_work(quotes, vendor, scenario,
                      qa_amount_add(arena, volume, qa_amount_of_count(arena, 1)), arena);
    bool known = here.undefined == NULL && next.undefined == NULL;

    if (known) {
        *marginal = qa_amount_real(qa_amount_subtract(arena, next.total, here.total));
    }
    qa_arena_free(arena);
    return known;
}

/* Costs that grow with the error rate, over the labels that are correct at it. */
struct cost_model {
    double fixed; /* what does not depend on the rate */
    double per_wrong;
    double volume;
};

static double cost_at_rate(const struct cost_model *model, double rate)
{
    return (model->fixed + model->volume * rate * model->per_wrong) /
           (model->volume * (1.0 - rate));
}

static struct qa_estimate estimate_per_correct(const struct cost_model *model,
                                               const struct qa_estimate *rate)
{
    if (model->volume <= 0.0) {
        return qa_undefined("the volume is 0", rate->n);
    }
    if (rate->value >= 1.0) {
        return qa_undefined("no label is correct", rate->n);
    }
    struct qa_estimate out = {.value = cost_at_rate(model, rate->value),
                              .confidence = rate->confidence,
                              .n = rate->n,
                              .method = "ends of the error rate's interval"};
    if (rate->has_interval && rate->high < 1.0) {
        out.has_interval = true;
        out.low = cost_at_rate(model, rate->low);
        out.high = cost_at_rate(model, rate->high);
    }
    return out;
}

/* The estimate of a model, or why the cost or the rate leaves it without one. */
static struct qa_estimate per_correct(const struct qa_cost *cost,
                                      const struct qa_estimate *error_rate, double fixed,
                                      double per_wrong)
{
    if (error_rate == NULL) {
        return qa_undefined("the error rate is not known", 0);
    }
    if (cost->undefined != NULL) {
        return qa_undefined(cost->undefined, error_rate->n);
    }
    if (!qa_is_defined(error_rate)) {
        return *error_rate;
    }
    const struct cost_model model = {fixed, per_wrong, cost->volume};
    return estimate_per_correct(&model, error_rate);
}

struct qa_estimate qa_cost_per_correct(const struct qa_cost *cost,
                                       const struct qa_estimate *error_rate)
{
    return per_correct(cost, error_rate, cost->total, 0.0);
}

struct qa_quality_cost qa_quality_cost(const struct qa_cost *cost,
                                       const struct qa_estimate *error_rate,
                                       const struct qa_scenario *scenario)
{
    double found = scenario->found_share;
    double per_wrong = scenario->cost_per_wrong * (found > 0.0 ? found : 1.0);
    double per_error = scenario->cost_per_error * (1.0 - found);
    struct qa_quality_cost out = {.audit = cost->volume * qa_scenario_audit_cost(scenario),
                                  .rejected = cost->total * scenario->rejected_share};
    bool rate_known = error_rate != NULL && qa_is_defined(error_rate);

    out.has_rework = rate_known || per_wrong <= 0.0;
    out.has_errors = rate_known || per_error <= 0.0;
    if (rate_known) {
        out.rework = cost->volume * error_rate->value * per_wrong;
        out.errors = cost->volume * error_rate->value * per_error;
    }
    out.has_total = cost->undefined == NULL && out.has_rework;
    if (out.has_total) {
        out.total = cost->total + out.rework + out.audit + out.rejected;
    }
    double fixed = cost->total + out.audit + out.rejected;
    out.per_correct_charges = qa_cost_per_correct(cost, error_rate);
    out.per_correct = per_correct(cost, error_rate, fixed, per_wrong);
    out.per_correct_with_errors = per_correct(cost, error_rate, fixed, per_wrong + per_error);
    return out;
}
