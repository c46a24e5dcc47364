#include "qa/procurement/quote.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "qa/procurement/figures.h"

/*
 * Sums are kept in long double, so that the only errors are those of the inputs: a price, a rate
 * and a quantity per item each stand within 2^-53 of the decimal that was written.
 */
struct tally {
    long double usage;
    long double minimum;
    long double fees;
    const char *undefined;
};

/* The tiers of one charge of one vendor: every element of charges with its name and basis. */
struct tiers {
    const struct qa_charge *charges;
    size_t n;
    const struct qa_charge *first;
};

const char *qa_basis_name(enum qa_basis basis)
{
    static const char *const names[QA_N_BASES] = {"per_item", "per_object", "per_hour",
                                                  "per_project", "minimum"};

    return names[basis];
}

const char *qa_tiering_name(enum qa_tiering tiering)
{
    return tiering == QA_VOLUME ? "volume" : "graduated";
}

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

/* A decimal such as 7.2 is stored a hair off; times 1000 it must still be 7200. */
static long double snap_to_whole(long double quantity)
{
    long double whole = roundl(quantity);

    return fabsl(quantity - whole) <= quantity * (long double)DBL_EPSILON ? whole : quantity;
}

static long double basis_quantity(enum qa_basis basis, const struct qa_usage *usage, bool *known)
{
    long double volume = (long double)usage->volume;

    *known = true;
    switch (basis) {
    case QA_PER_ITEM:
        return volume;
    case QA_PER_OBJECT:
        *known = usage->objects_per_item > 0.0;
        return *known ? snap_to_whole(volume * (long double)usage->objects_per_item) : 0.0L;
    case QA_PER_HOUR:
        *known = usage->seconds_per_item > 0.0;
        return *known ? snap_to_whole(volume * (long double)usage->seconds_per_item / 3600.0L)
                      : 0.0L;
    default:
        return 1.0L;
    }
}

double qa_basis_quantity(enum qa_basis basis, const struct qa_usage *usage, bool *known)
{
    return (double)basis_quantity(basis, usage, known);
}

/* Of a quantity, the units whose price this tier row sets. */
static long double tier_units(const struct qa_charge *charge, long double quantity)
{
    long double below = (long double)charge->from - 1.0L;
    long double to = (long double)charge->to;

    if (charge->tiering == QA_VOLUME) {
        return below < quantity && quantity <= to ? quantity : 0.0L;
    }
    return fmaxl(0.0L, fminl(quantity, to) - below);
}

static long double charge_amount(const struct qa_charge *charge, long double quantity)
{
    return tier_units(charge, quantity) * (long double)charge->price * (long double)charge->rate;
}

double qa_charge_amount(const struct qa_charge *charge, double quantity)
{
    return (double)charge_amount(charge, (long double)quantity);
}

/*
 * An amount of 1.005 is stored as 1.00499999999999989 and must still round to 1.01. Its error is at
 * most three relative roundings of inputs, 1.5 x DBL_EPSILON; the slack of 2 x DBL_EPSILON lifts
 * every true half over the edge. A true value that is no half but has at most 15 significant digits
 * lies at least 10^-15 of its size away, which error and slack together do not reach.
 */
static double round_half_up(long double amount, int digits)
{
    static const double scales[] = {1.0, 10.0, 100.0, 1000.0};
    long double minor = amount * (long double)scales[digits];
    long double slack = minor * 2.0L * (long double)DBL_EPSILON;

    return (double)floorl(minor + 0.5L + slack) / scales[digits];
}

static bool is_tier_of(const struct qa_charge *charge, const struct qa_charge *first)
{
    return charge->basis == first->basis && strcmp(charge->name, first->name) == 0;
}

/* The tier whose range holds what comes right after `point` units, or NULL. */
static const struct qa_charge *tier_after(const struct tiers *tiers, long double point)
{
    for (size_t i = 0; i < tiers->n; i++) {
        const struct qa_charge *charge = &tiers->charges[i];

        if (is_tier_of(charge, tiers->first) && (long double)charge->from - 1.0L <= point &&
            point < (long double)charge->to) {
            return charge;
        }
    }
    return NULL;
}

static bool tiers_overlap(const struct tiers *tiers)
{
    for (size_t i = 0; i < tiers->n; i++) {
        for (size_t k = i + 1; is_tier_of(&tiers->charges[i], tiers->first) && k < tiers->n; k++) {
            const struct qa_charge *a = &tiers->charges[i];
            const struct qa_charge *b = &tiers->charges[k];

            if (is_tier_of(b, tiers->first) && a->from <= b->to && b->from <= a->to) {
                return true;
            }
        }
    }
    return false;
}

/* The nearest tiers around a quantity that no tier holds; 0 and HUGE_VAL where there is none. */
static void tier_neighbours(const struct tiers *tiers, long double point, double *end_below,
                            double *start_above)
{
    *end_below = 0.0;
    *start_above = HUGE_VAL;
    for (size_t i = 0; i < tiers->n; i++) {
        const struct qa_charge *charge = &tiers->charges[i];

        if (!is_tier_of(charge, tiers->first)) {
            continue;
        }
        if ((long double)charge->to <= point) {
            *end_below = fmax(*end_below, charge->to);
        } else {
            *start_above = fmin(*start_above, charge->from);
        }
    }
}

static const char *quantity_word(enum qa_basis basis)
{
    switch (basis) {
    case QA_PER_OBJECT:
        return "a number of objects of";
    case QA_PER_HOUR:
        return "a number of hours of";
    default:
        return "volume";
    }
}

static const char *unpriced_reason(const struct qa_quotes *quotes, const struct tiers *tiers,
                                   long double quantity, long double point)
{
    double end_below;
    double start_above;
    struct qa_arena *arena = quotes->arena;

    if (arena == NULL) {
        return "a quantity outside the tiers of a charge";
    }
    tier_neighbours(tiers, point, &end_below, &start_above);
    const char *what = qa_arena_format(arena, "%s %s", quantity_word(tiers->first->basis),
                                       qa_figure(arena, (double)quantity, -1));
    if (isinf(start_above)) {
        return qa_arena_format(arena, "%s is beyond the last tier of '%s' (to %s)", what,
                               tiers->first->name, qa_figure(arena, end_below, -1));
    }
    return qa_arena_format(arena, "%s needs units %s to %s of '%s', which have no price", what,
                           qa_figure(arena, end_below + 1.0, -1),
                           qa_figure(arena, start_above - 1.0, -1), tiers->first->name);
}

/* Why the tiers of a charge do not price a quantity, or NULL when they do. */
static const char *tiers_problem(const struct qa_quotes *quotes, const struct tiers *tiers,
                                 long double quantity)
{
    if (tiers_overlap(tiers)) {
        return quotes->arena == NULL ? "tiers overlap"
                                     : qa_arena_format(quotes->arena, "the tiers of '%s' overlap",
                                                       tiers->first->name);
    }
    if (tiers->first->tiering == QA_VOLUME) {
        for (size_t i = 0; i < tiers->n && quantity > 0.0L; i++) {
            if (is_tier_of(&tiers->charges[i], tiers->first) &&
                tier_units(&tiers->charges[i], quantity) > 0.0L) {
                return NULL;
            }
        }
        return quantity > 0.0L ? unpriced_reason(quotes, tiers, quantity, quantity) : NULL;
    }
    long double point = 0.0L;
    while (point < quantity) {
        const struct qa_charge *tier = tier_after(tiers, point);

        if (tier == NULL) {
            return unpriced_reason(quotes, tiers, quantity, point);
        }
        point = (long double)tier->to;
    }
    return NULL;
}

static const char *unknown_quantity_reason(enum qa_basis basis)
{
    return basis == QA_PER_OBJECT ? "per_object charge, and objects per item are not known"
                                  : "per_hour charge, and seconds per item are not known";
}

/* Adds a charge, all its tiers at once when `tiers->first` leads them. */
static void tally_charge(const struct qa_quotes *quotes, const struct tiers *tiers,
                         const struct qa_usage *usage, struct tally *tally)
{
    bool known;
    long double quantity = basis_quantity(tiers->first->basis, usage, &known);

    if (!known) {
        tally->undefined = unknown_quantity_reason(tiers->first->basis);
        return;
    }
    tally->undefined = tiers_problem(quotes, tiers, quantity);
    for (size_t i = 0; i < tiers->n && tally->undefined == NULL; i++) {
        if (is_tier_of(&tiers->charges[i], tiers->first)) {
            tally->usage += charge_amount(&tiers->charges[i], quantity);
        }
    }
}

static bool leads_its_tiers(const struct qa_charge *charges, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (is_tier_of(&charges[i], &charges[at])) {
            return false;
        }
    }
    return true;
}

static struct tally tally_vendor(const struct qa_quotes *quotes, const struct qa_charge *charges,
                                 size_t n, const struct qa_usage *usage)
{
    struct tally tally = {0};

    for (size_t i = 0; i < n && tally.undefined == NULL; i++) {
        const struct qa_charge *charge = &charges[i];

        if (charge->basis == QA_MINIMUM) {
            tally.minimum =
                fmaxl(tally.minimum, (long double)charge->price * (long double)charge->rate);
        } else if (charge->basis == QA_PER_PROJECT) {
            tally.fees += (long double)charge->price * (long double)charge->rate;
        } else if (leads_its_tiers(charges, i)) {
            tally_charge(quotes, &(struct tiers){charges, n, charge}, usage, &tally);
        }
    }
    return tally;
}

struct qa_cost qa_quote_cost(const struct qa_quotes *quotes, const char *vendor,
                             const struct qa_usage *usage)
{
    struct qa_cost cost = {.vendor = vendor, .volume = usage->volume};
    size_t first = 0;

    while (first < quotes->n_charges && strcmp(quotes->charges[first].vendor, vendor) != 0) {
        first++;
    }
    size_t end = first;
    while (end < quotes->n_charges && strcmp(quotes->charges[end].vendor, vendor) == 0) {
        end++;
    }
    if (first == end) {
        cost.undefined = "no quote";
        return cost;
    }
    struct tally tally = tally_vendor(quotes, &quotes->charges[first], end - first, usage);
    cost.undefined = tally.undefined;
    if (tally.undefined != NULL) {
        return cost;
    }
    cost.usage = (double)tally.usage;
    cost.minimum = (double)tally.minimum;
    cost.fixed_fees = (double)tally.fees;
    cost.minimum_binds = tally.minimum > tally.usage;
    cost.total =
        round_half_up(fmaxl(tally.usage, tally.minimum) + tally.fees, quotes->minor_digits);
    cost.unit_cost = usage->volume > 0.0 ? cost.total / usage->volume : 0.0;
    return cost;
}

/* Charges that grow with the error rate, over the labels that are correct at it. */
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

struct qa_estimate qa_cost_per_correct(const struct qa_cost *cost,
                                       const struct qa_estimate *error_rate)
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
    struct cost_model model = {cost->total, 0.0, cost->volume};
    return estimate_per_correct(&model, error_rate);
}

struct qa_quality_cost qa_quality_cost(const struct qa_cost *cost,
                                       const struct qa_estimate *error_rate, double cost_per_wrong,
                                       double audit_cost_per_item)
{
    struct qa_quality_cost out = {.audit = cost->volume * audit_cost_per_item};
    bool rate_known = error_rate != NULL && qa_is_defined(error_rate);

    out.has_rework = rate_known || cost_per_wrong <= 0.0;
    if (rate_known) {
        out.rework = cost->volume * error_rate->value * cost_per_wrong;
    }
    out.has_total = cost->undefined == NULL && out.has_rework;
    if (out.has_total) {
        out.total = cost->total + out.rework + out.audit;
    }
    out.per_correct = qa_cost_per_correct(cost, error_rate);
    if (qa_is_defined(&out.per_correct)) {
        struct cost_model model = {cost->total + out.audit, cost_per_wrong, cost->volume};

        out.per_correct = estimate_per_correct(&model, error_rate);
    }
    return out;
}
