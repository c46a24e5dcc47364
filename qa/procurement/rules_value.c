/* The values of rules: what was measured of a vendor, and what follows by the rules. */
#include <math.h>
#include <string.h>

#include "qa/base/error.h"
#include "qa/procurement/inputs.h"
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
        return or_none(facts->compliance != NULL && facts->compliance->has_score,
                       facts->compliance != NULL ? facts->compliance->score : 0.0);
    case QA_V_SECONDS:
        return or_none(facts->seconds_per_item > 0.0, facts->seconds_per_item);
    default:
        return facts->turnaround != NULL ? turnaround_of(facts->turnaround, figure) : (double)NAN;
    }
}

struct qa_formula_value qa_vendor_measured(const struct qa_vendor_score *score,
                                           enum qa_vendor_figure figure)
{
    const struct qa_vendor_facts *facts = score->facts;

    if (figure == QA_V_NAME) {
        return qa_formula_text(facts->name);
    }
    if (figure == QA_V_GATES + QA_GATE_ON_COMPLIANCE) {
        bool is_asked = facts->compliance != NULL && !facts->is_reference;
        return qa_formula_text(is_asked ? qa_gate_name(facts->compliance->gate) : "-");
    }
    return qa_formula_number(number_of(score, figure));
}

const struct qa_formula_quantiles qa_rule_quantiles = {qa_normal_quantile, qa_beta_quantile};

/* ---- names of rules: numbered, figures of the vendor first ---- */

enum {
    REFERENCE = QA_N_VENDOR_FIGURES,
    UNDELIVERED,
    OTHER_SPELLING,
    UNPRICED,
    AGREEMENT_ENDS,
    TURNAROUND_ENDS,
    LOW_ERRORS,
    LOW_TRIALS,
    AFTER_CONSTANTS,
    QUOTED = AFTER_CONSTANTS,
    INCLUDE,
    CURRENCY,
    MINOR_DIGITS,
    N_VENDORS,
    CONF_DIFFERS,
    CONF_KEPT,
    INPUTS
};

static const char *const others[] = {
    "reference",       "undelivered",  "other_spelling", "unpriced",     "agreement_ends",
    "turnaround_ends", "low_errors",   "low_trials",     "quoted",       "include",
    "currency",        "minor_digits", "n_vendors",      "Conf_differs", "Conf_kept"};

/* Behind them what the buyer said (inputs.h), the weights as stated, and figures of the card. */
enum { STATED = INPUTS + QA_N_INPUTS, CARD = STATED + QA_N_CRITERIA };

static double constant(const struct qa_vendor_score *score, int which)
{
    const struct qa_vendor_facts *facts = score->facts;

    switch (which) {
    case REFERENCE:
        return facts->is_reference;
    case UNDELIVERED:
        return facts->undelivered;
    case OTHER_SPELLING:
        return facts->other_spelling != NULL;
    case UNPRICED:
        return score->unpriced;
    case AGREEMENT_ENDS:
        return qa_is_defined(&facts->agreement) && facts->agreement.has_interval;
    case TURNAROUND_ENDS:
        return facts->turnaround != NULL && facts->turnaround->deliveries > 0;
    case LOW_ERRORS:
        return fmin(facts->low_errors, facts->low_trials);
    default:
        return facts->low_trials;
    }
}

bool qa_vendor_constant(const struct qa_vendor_score *score, const char *name, double *value)
{
    for (int i = REFERENCE; i < AFTER_CONSTANTS; i++) {
        if (strcmp(others[i - REFERENCE], name) == 0) {
            *value = constant(score, i);
            return true;
        }
    }
    return false;
}

static int number_of_name(const char *name)
{
    enum qa_vendor_figure figure = qa_vendor_figure_named(name);

    if (figure != QA_N_VENDOR_FIGURES) {
        return (int)figure;
    }
    for (int i = REFERENCE; i < INPUTS; i++) {
        if (strcmp(others[i - REFERENCE], name) == 0) {
            return i;
        }
    }
    for (int i = 0; i < QA_N_INPUTS; i++) {
        if (strcmp(qa_inputs[i].cell, name) == 0) {
            return INPUTS + i;
        }
    }
    for (int i = 0; strncmp(name, "W_", 2) == 0 && i < QA_N_CRITERIA; i++) {
        if (strcmp(qa_criterion_name((enum qa_criterion)i), name + 2) == 0) {
            return STATED + i;
        }
    }
    for (int i = 0; i < QA_N_CARD_FIGURES; i++) {
        if (strcmp(qa_card_figure_name((enum qa_card_figure)i), name) == 0) {
            return CARD + i;
        }
    }
    return -1;
}

/* "_n017", "_a017" of all vendors, "_u017" up to this one, "_f017" of the first. */
static const char *numbered(void *context, const char *name)
{
    static const struct {
        const char *prefix;
        char letter;
    } kinds[] = {{"all_", 'a'}, {"upto_", 'u'}, {"first_", 'f'}};
    struct qa_arena *arena = context;

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t length = strlen(kinds[i].prefix);

        if (strncmp(name, kinds[i].prefix, length) == 0) {
            return qa_arena_format(arena, "_%c%03d", kinds[i].letter,
                                   number_of_name(name + length));
        }
    }
    int number = number_of_name(name);

    return number >= 0 ? qa_arena_format(arena, "_n%03d", number) : NULL; /* TRUE and FALSE */
}

/* ---- what follows ---- */

struct rules {
    const struct qa_formula *figures[QA_N_VENDOR_FIGURES]; /* NULL: measured */
    const struct qa_formula *card[QA_N_CARD_FIGURES];      /* NULL: stated */
    const struct qa_formula *verdict;
};

/* A value that is not worked yet is EMPTY, which no rule gives. */
struct qa_reckoning {
    const struct qa_scorecard *card;
    const struct rules *rules;
    struct qa_arena *arena;
    struct qa_formula_value *values; /* of figures: a row a vendor */
    struct qa_formula_value own[QA_N_CARD_FIGURES];
    size_t vendor; /* whose rule is worked */
    /* Where figures are that follow no limit, weight or end; NULL: worked here. */
    struct qa_reckoning *before;
    bool keeps_eligible;
};

static struct qa_formula_value cell(void *context, const char *sheet, uint32_t row, uint32_t column)
{
    (void)sheet;
    return qa_reckoned(context, column, (enum qa_vendor_figure)row);
}

static int number_in(const char *numbered)
{
    return (numbered[2] - '0') * 100 + (numbered[3] - '0') * 10 + (numbered[4] - '0');
}

static struct qa_formula_value in_place(struct qa_reckoning *reckoning, int which)
{
    const struct qa_scorecard *card = reckoning->card;
    const struct qa_vendor_score *score = &card->scores[reckoning->vendor];

    switch (which) {
    case QUOTED:
        return qa_formula_number(or_none(score->cost.undefined == NULL, score->cost.total));
    case INCLUDE:
        return qa_formula_text("Y");
    case CURRENCY:
        return qa_formula_text(card->currency);
    case MINOR_DIGITS:
        return qa_formula_number(card->minor_digits);
    case N_VENDORS:
        return qa_formula_number((double)card->n_scores);
    case CONF_DIFFERS:
        return qa_formula_number(0.0);
    case CONF_KEPT:
        return qa_formula_number(card->settings.confidence);
    default:
        return qa_formula_number(
            which < AFTER_CONSTANTS ? constant(score, which)
            : which < STATED ? qa_input_value(&card->settings, (enum qa_input_id)(which - INPUTS))
                             : card->settings.weights[which - STATED]);
    }
}

static bool name(void *context, const char *name, struct qa_formula_value *value)
{
    struct qa_reckoning *reckoning = context;
    if (name[0] != '_') {
        return false;
    }
    int which = number_in(name);
    *value = name[1] == 'f'
                 ? qa_reckoned(reckoning, reckoning->card->ranking[0], (enum qa_vendor_figure)which)
             : which < QA_N_VENDOR_FIGURES
                 ? qa_reckoned(reckoning, reckoning->vendor, (enum qa_vendor_figure)which)
             : which < CARD ? in_place(reckoning, which)
                            : qa_reckoned_card(reckoning, (enum qa_card_figure)(which - CARD));
    return true;
}

static bool area(void *context, const char *name, struct qa_formula_area *area)
{
    const struct qa_reckoning *reckoning = context;

    if (name[0] != '_' || (name[1] != 'a' && name[1] != 'u')) {
        return false;
    }
    *area =
        (struct qa_formula_area){.row = (uint32_t)number_in(name),
                                 .n_rows = 1,
                                 .n_columns = (uint32_t)(name[1] == 'a' ? reckoning->card->n_scores
                                                                        : reckoning->vendor + 1)};
    return true;
}

static struct qa_formula_value worked(struct qa_reckoning *reckoning, size_t vendor,
                                      const struct qa_formula *formula)
{
    const struct qa_formula_world world = {reckoning, cell, name, area, &qa_rule_quantiles};
    size_t outer = reckoning->vendor;

    reckoning->vendor = vendor;
    struct qa_formula_value value = qa_formula_value(formula, &world, reckoning->arena);
    reckoning->vendor = outer;
    return value;
}

struct qa_formula_value qa_reckoned(struct qa_reckoning *reckoning, size_t vendor,
                                    enum qa_vendor_figure figure)
{
    struct qa_formula_value *value = &reckoning->values[vendor * QA_N_VENDOR_FIGURES + figure];
    const struct qa_formula *rule = reckoning->rules->figures[figure];

    bool is_kept = (figure >= QA_V_AUDITED && figure <= QA_V_ERROR_COST) ||
                   (figure == QA_V_ELIGIBLE && reckoning->keeps_eligible);

    if (value->kind == QA_FORMULA_EMPTY) {
        *value = is_kept && reckoning->before != NULL
                     ? qa_reckoned(reckoning->before, vendor, figure)
                 : rule == NULL ? qa_vendor_measured(&reckoning->card->scores[vendor], figure)
                                : worked(reckoning, vendor, rule);
    }
    return *value;
}

struct qa_formula_value qa_reckoned_card(struct qa_reckoning *reckoning, enum qa_card_figure figure)
{
    struct qa_formula_value *value = &reckoning->own[figure];
    const struct qa_formula *rule = reckoning->rules->card[figure];

    if (value->kind == QA_FORMULA_EMPTY) {
        *value = rule == NULL
                     ? qa_formula_number(qa_card_stated(figure, reckoning->card->settings.values))
                     : worked(reckoning, reckoning->vendor, rule);
    }
    return *value;
}

static const struct qa_formula *parsed(const char *rule, struct qa_arena *arena)
{
    const char *why;
    const struct qa_formula *formula =
        rule == NULL
            ? NULL
            : qa_formula_parse(qa_formula_renamed(rule, numbered, arena, arena), arena, &why);

    if (rule != NULL && formula == NULL) {
        QA_BUG("a rule is no formula: %s", why);
    }
    return formula;
}

static const struct rules *parse_rules(const struct qa_value_ends *values, struct qa_arena *arena)
{
    struct rules *rules = QA_NEW(arena, struct rules);

    for (int f = 0; f < QA_N_VENDOR_FIGURES; f++) {
        rules->figures[f] = parsed(qa_vendor_rule((enum qa_vendor_figure)f)->formula, arena);
    }
    for (int f = 0; f < QA_N_CARD_FIGURES; f++) {
        rules->card[f] = parsed(qa_card_rule((enum qa_card_figure)f, values), arena);
    }
    rules->verdict = parsed(qa_verdict_rule, arena);
    return rules;
}

static struct qa_reckoning *start(const struct qa_scorecard *card, const struct rules *rules,
                                  struct qa_arena *arena)
{
    struct qa_reckoning *reckoning = QA_NEW(arena, struct qa_reckoning);

    reckoning->card = card;
    reckoning->rules = rules;
    reckoning->arena = arena;
    reckoning->values =
        QA_ARRAY(arena, struct qa_formula_value, card->n_scores * QA_N_VENDOR_FIGURES);
    return reckoning;
}

struct qa_reckoning *qa_reckon(const struct qa_scorecard *card, struct qa_arena *arena)
{
    return start(card, parse_rules(card->settings.values, arena), arena);
}

struct qa_reckoning *qa_reckon_under(struct qa_reckoning *before, const struct qa_scorecard *card,
                                     struct qa_arena *arena)
{
    struct qa_reckoning *reckoning = start(card, before->rules, arena);

    reckoning->before = before;
    reckoning->own[QA_CARD_Z] = qa_reckoned_card(before, QA_CARD_Z);
    return reckoning;
}

struct qa_reckoning *qa_reckon_offer(struct qa_reckoning *before, size_t vendor, double rate,
                                     double correct, struct qa_arena *arena)
{
    struct qa_reckoning *reckoning = qa_reckon_under(before, before->card, arena);
    struct qa_formula_value *own = &reckoning->values[vendor * QA_N_VENDOR_FIGURES];

    reckoning->keeps_eligible = true;
    reckoning->own[QA_CARD_RUN_AGAIN] = qa_formula_number(0.0);
    own[QA_V_RATE] = qa_formula_number(rate);
    own[QA_V_CORRECT] = qa_formula_number(correct);
    return reckoning;
}

const char *qa_verdict_sentence(struct qa_reckoning *reckoning)
{
    return worked(reckoning, reckoning->card->ranking[0], reckoning->rules->verdict).text;
}

/* ---- one rate ---- */

struct one_rate {
    const struct qa_estimate *rate;
    double limit;
};

static bool name_of_rate(void *context, const char *name, struct qa_formula_value *value)
{
    const struct one_rate *one = context;
    bool is_known = qa_is_defined(one->rate);

    *value = strcmp(name, "high") == 0     ? qa_formula_number(or_none(is_known, one->rate->high))
             : strcmp(name, "low") == 0    ? qa_formula_number(or_none(is_known, one->rate->low))
             : strcmp(name, "MaxErr") == 0 ? qa_formula_number(one->limit)
                                           : qa_formula_number(0.0);
    return true;
}

enum qa_gate qa_gate_of_rate(const struct qa_estimate *rate, double limit, struct qa_arena *arena)
{
    struct one_rate one = {rate, limit};
    const struct qa_formula_world world = {&one, NULL, name_of_rate, NULL, NULL};
    const char *why;
    const struct qa_formula *rule =
        qa_formula_parse(qa_vendor_rule(QA_V_GATES + QA_GATE_ON_ERROR)->formula, arena, &why);

    return qa_gate_named(qa_formula_value(rule, &world, arena).text);
}
