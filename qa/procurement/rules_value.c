/* The values of rules: what was measured of a vendor, and what follows by the rules. */
#include <math.h>
#include <string.h>

#include "qa/base/error.h"
#include "qa/procurement/rules.h"
#include "qa/procurement/scorecard.h"
#include "qa/stats/special.h"

/* ---- what was measured ---- */

static double or_none(bool known, double value)
{
    return known ? value : (double)NAN;
}

/* What has no limits for a reason decides nothing; a value without an interval is its own. */
static double agreement_end(const struct qa_estimate *agreement, double end, double open)
{
    return !qa_is_defined(agreement)        ? (double)NAN
           : agreement->has_interval        ? end
           : agreement->no_interval != NULL ? open
                                            : agreement->value;
}

static double turnaround_of(const struct qa_vendor_turnaround *time, enum qa_vendor_figure figure)
{
    const struct qa_time_quantile *p90 = &time->p90;

    switch (figure) {
    case QA_V_P50:
        return or_none(time->has_quantiles, time->p50_hours);
    case QA_V_P90:
        return or_none(p90->undefined == NULL, p90->value);
    case QA_V_P90_LOW:
        return or_none(p90->has_low, p90->low);
    case QA_V_P90_HIGH:
        return or_none(p90->has_high, p90->high);
    case QA_V_ON_TIME:
        return or_none(qa_is_defined(&time->on_time), time->on_time.value);
    case QA_V_DELIVERED:
        return qa_is_defined(&time->items_per_hour) ? qa_delivered_per_week(time) : (double)NAN;
    default:
        return (double)NAN;
    }
}

static double promise_of(const struct qa_vendor_facts *facts, enum qa_vendor_figure figure)
{
    const struct qa_promise *ramp = qa_promise_find(facts->promises, QA_PROMISE_RAMP_UP, NULL);
    double promised = qa_promised_per_week(facts->promises, 0.0);

    return figure == QA_V_PROMISED ? or_none(promised > 0.0, promised)
           : ramp != NULL          ? ramp->value
                                   : (double)NAN;
}

static double number_of(const struct qa_vendor_score *score, enum qa_vendor_figure figure)
{
    const struct qa_vendor_facts *facts = score->facts;

    switch (figure) {
    case QA_V_AUDITED:
        return (double)facts->audited;
    case QA_V_ERRORS:
        return (double)facts->errors;
    case QA_V_DESIGN:
        return fmax(1.0, facts->design_effect);
    case QA_V_AGREEMENT:
        return or_none(qa_is_defined(&facts->agreement), facts->agreement.value);
    case QA_V_AGREEMENT_LOW:
        return agreement_end(&facts->agreement, facts->agreement.low, -1.0);
    case QA_V_AGREEMENT_HIGH:
        return agreement_end(&facts->agreement, facts->agreement.high, 1.0);
    case QA_V_IOU:
        return or_none(facts->has_mean_iou, facts->mean_iou);
    case QA_V_PROMISED:
    case QA_V_RAMP_UP:
        return promise_of(facts, figure);
    case QA_V_COMPLIANCE:
        return or_none(score->known[QA_CRITERION_COMPLIANCE],
                       score->measured[QA_CRITERION_COMPLIANCE]);
    case QA_V_SECONDS:
        return or_none(facts->seconds_per_item > 0.0, facts->seconds_per_item);
    default:
        return facts->turnaround != NULL ? turnaround_of(facts->turnaround, figure) : (double)NAN;
    }
}

struct qa_formula_value qa_vendor_measured(const struct qa_vendor_score *score,
                                           enum qa_vendor_figure figure)
{
    const struct qa_gate_check *compliance = &score->gates[QA_GATE_ON_COMPLIANCE];

    if (figure == QA_V_NAME) {
        return qa_formula_text(score->facts->name);
    }
    if (figure == QA_V_GATES + QA_GATE_ON_COMPLIANCE) {
        return qa_formula_text(compliance->asked ? qa_gate_name(compliance->verdict) : "-");
    }
    return qa_formula_number(number_of(score, figure));
}

const struct qa_formula_quantiles qa_rule_quantiles = {qa_normal_quantile, qa_beta_quantile};

bool qa_vendor_constant(const struct qa_vendor_score *score, const char *name, double *value)
{
    const struct qa_vendor_facts *facts = score->facts;
    const struct {
        const char *name;
        double value;
    } constants[] = {
        {"reference", facts->is_reference},
        {"undelivered", facts->undelivered},
        {"other_spelling", facts->other_spelling != NULL},
        {"unpriced", score->unpriced},
        {"agreement_ends", qa_is_defined(&facts->agreement) && facts->agreement.has_interval},
        {"turnaround_ends", facts->turnaround != NULL && facts->turnaround->deliveries > 0},
        {"low_errors", fmin(facts->low_errors, facts->low_trials)},
        {"low_trials", facts->low_trials},
    };

    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        if (strcmp(constants[i].name, name) == 0) {
            *value = constants[i].value;
            return true;
        }
    }
    return false;
}

/* ---- what the buyer said ---- */

/* "quality" in "Wu_quality" and "V_quality_best". */
static bool criterion_in(const char *name, size_t before, enum qa_criterion *criterion)
{
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        const char *own = qa_criterion_name((enum qa_criterion)c);

        if (strncmp(name + before, own, strlen(own)) == 0) {
            *criterion = (enum qa_criterion)c;
            return true;
        }
    }
    return false;
}

static bool input_of_criterion(const struct qa_scorecard *card, const char *name, double *value)
{
    enum qa_criterion criterion;

    if (strncmp(name, "Wu_", 3) == 0 && criterion_in(name, 3, &criterion)) {
        *value = card->weights[criterion] > 0.0 ? card->settings.weights[criterion] : 0.0;
        return true;
    }
    if (strncmp(name, "V_", 2) == 0 && criterion_in(name, 2, &criterion)) {
        const struct qa_value_ends *ends = &card->ends[criterion];
        bool worst = strstr(name, "_worst") != NULL;

        *value =
            worst ? or_none(ends->has_worst, ends->worst) : or_none(ends->has_best, ends->best);
        return true;
    }
    return false;
}

static bool input_of(const struct qa_scorecard *card, const char *name, double *value)
{
    const struct qa_score_settings *settings = &card->settings;
    const struct qa_scenario *scenario = &settings->scenario;
    const struct {
        const char *name;
        double value;
    } inputs[] = {
        {"Volume", scenario->volume},
        {"MaxErr", settings->max_error},
        {"MinAgreement", settings->min_agreement},
        {"MaxTAT_h", settings->max_turnaround_hours},
        {"Budget", settings->budget},
        {"Weeks", settings->weeks},
        {"Conf", settings->confidence},
        {"Conf_kept", settings->confidence},
        {"Conf_differs", 0.0},
        {"Z_conf", qa_score_z(settings->confidence)},
        {"CostPerWrong", scenario->cost_per_wrong},
        {"CostPerError", scenario->cost_per_error},
        {"FoundShare", scenario->found_share},
        {"RejectedShare", scenario->rejected_share},
        {"AuditCostPerItem", qa_scenario_audit_cost(scenario)},
        {"RunAgain", 0.0},
        {"n_vendors", (double)card->n_scores},
        {"minor_digits", (double)card->minor_digits},
    };

    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        if (strcmp(inputs[i].name, name) == 0) {
            *value = inputs[i].value;
            return true;
        }
    }
    return input_of_criterion(card, name, value);
}

/* ---- what follows ---- */

/* Figures as a sheet of cells: a row a figure, a column a vendor. */
struct reckoning {
    const struct qa_scorecard *card;
    struct qa_arena *arena;
    struct qa_formula_value *values;
    bool *known;
    size_t vendor; /* whose rule is worked */
};

static struct qa_formula_value figure_of(struct reckoning *reckoning, size_t vendor,
                                         enum qa_vendor_figure figure);

static struct qa_formula_value cell(void *context, const char *sheet, uint32_t row, uint32_t column)
{
    (void)sheet;
    return figure_of(context, column, (enum qa_vendor_figure)row);
}

static bool name(void *context, const char *name, struct qa_formula_value *value)
{
    struct reckoning *reckoning = context;
    const struct qa_vendor_score *score = &reckoning->card->scores[reckoning->vendor];
    enum qa_vendor_figure figure = qa_vendor_figure_named(name);
    double number;

    if (qa_vendor_constant(score, name, &number) || input_of(reckoning->card, name, &number)) {
        *value = qa_formula_number(number);
    } else if (figure != QA_N_VENDOR_FIGURES) {
        *value = figure_of(reckoning, reckoning->vendor, figure);
    } else if (strncmp(name, "first_", 6) == 0) {
        *value =
            figure_of(reckoning, reckoning->card->ranking[0], qa_vendor_figure_named(name + 6));
    } else if (strcmp(name, "currency") == 0) {
        *value = qa_formula_text(reckoning->card->currency);
    } else if (strcmp(name, "include") == 0) {
        *value = qa_formula_text("Y");
    } else if (strcmp(name, "quoted") == 0) {
        *value = qa_formula_number(or_none(score->cost.undefined == NULL, score->cost.total));
    } else {
        return false;
    }
    return true;
}

/* all_NAME and upto_NAME. */
static bool area(void *context, const char *name, struct qa_formula_area *area)
{
    const struct reckoning *reckoning = context;
    bool all = strncmp(name, "all_", 4) == 0;

    if (!all && strncmp(name, "upto_", 5) != 0) {
        return false;
    }
    *area = (struct qa_formula_area){
        .row = (uint32_t)qa_vendor_figure_named(name + (all ? 4 : 5)),
        .n_rows = 1,
        .n_columns = (uint32_t)(all ? reckoning->card->n_scores : reckoning->vendor + 1)};
    return true;
}

static struct qa_formula_value reckoned(struct reckoning *reckoning, size_t vendor,
                                        const char *rule)
{
    const struct qa_formula_world world = {reckoning, cell, name, area, &qa_rule_quantiles};
    size_t outer = reckoning->vendor;
    const char *why;
    const struct qa_formula *formula = qa_formula_parse(rule, reckoning->arena, &why);

    if (formula == NULL) {
        QA_BUG("a rule is no formula: %s", why);
    }
    reckoning->vendor = vendor;
    struct qa_formula_value value = qa_formula_value(formula, &world, reckoning->arena);
    reckoning->vendor = outer;
    return value;
}

static struct qa_formula_value figure_of(struct reckoning *reckoning, size_t vendor,
                                         enum qa_vendor_figure figure)
{
    size_t at = vendor * QA_N_VENDOR_FIGURES + figure;
    const struct qa_vendor_rule *rule = qa_vendor_rule(figure);

    if (!reckoning->known[at]) {
        reckoning->values[at] = rule->formula == NULL
                                    ? qa_vendor_measured(&reckoning->card->scores[vendor], figure)
                                    : reckoned(reckoning, vendor, rule->formula);
        reckoning->known[at] = true;
    }
    return reckoning->values[at];
}

static struct reckoning start(const struct qa_scorecard *card, struct qa_arena *arena)
{
    size_t n = card->n_scores * QA_N_VENDOR_FIGURES;

    return (struct reckoning){.card = card,
                              .arena = arena,
                              .values = QA_ARRAY(arena, struct qa_formula_value, n),
                              .known = QA_ARRAY(arena, bool, n)};
}

const struct qa_formula_value *qa_vendor_figures(const struct qa_scorecard *card,
                                                 struct qa_arena *arena)
{
    struct reckoning reckoning = start(card, arena);

    for (size_t v = 0; v < card->n_scores; v++) {
        for (int f = 0; f < QA_N_VENDOR_FIGURES; f++) {
            (void)figure_of(&reckoning, v, (enum qa_vendor_figure)f);
        }
    }
    return reckoning.values;
}

const char *qa_verdict_sentence(const struct qa_scorecard *card, struct qa_arena *arena)
{
    struct reckoning reckoning = start(card, arena);

    return reckoned(&reckoning, card->ranking[0], qa_verdict_rule).text;
}
