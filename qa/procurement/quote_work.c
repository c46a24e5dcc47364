#include "qa/procurement/quote_work.h"

#include <math.h>
#include <string.h>

#include "qa/procurement/figures.h"

/* One vendor's quote while it is worked. */
struct work {
    const struct qa_charge *charges;
    size_t n;
    const struct qa_scenario *scenario;
    struct qa_amount volume;
    struct qa_arena *arena;
    struct qa_worked out;
};

/* The tiers of one charge: every element of charges that is of the same charge as `first`. */
struct tiers {
    const struct qa_charge *charges;
    size_t n;
    const struct qa_charge *first;
};

const struct qa_charge *qa_quote_charges(const struct qa_quotes *quotes, const char *vendor,
                                         size_t *n)
{
    size_t first = 0;

    while (first < quotes->n_charges && strcmp(quotes->charges[first].vendor, vendor) != 0) {
        first++;
    }
    size_t end = first;
    while (end < quotes->n_charges && strcmp(quotes->charges[end].vendor, vendor) == 0) {
        end++;
    }
    *n = end - first;
    return *n > 0 ? &quotes->charges[first] : NULL;
}

bool qa_quote_is_in_house(const struct qa_quotes *quotes, const char *vendor)
{
    for (size_t i = 0; i < quotes->n_models; i++) {
        if (strcmp(quotes->models[i].vendor, vendor) == 0) {
            return quotes->models[i].model == QA_IN_HOUSE;
        }
    }
    return strcmp(vendor, "in-house") == 0 || strcmp(vendor, "in_house") == 0;
}

struct qa_scenario qa_quote_scenario(const struct qa_quotes *quotes, const char *vendor,
                                     const struct qa_scenario *scenario)
{
    struct qa_scenario own = *scenario;

    for (size_t i = 0; i < quotes->n_terms; i++) {
        if (strcmp(quotes->terms[i].vendor, vendor) == 0) {
            qa_scenario_set(&own, quotes->terms[i].value, quotes->terms[i].number, QA_STATED);
        }
    }
    return own;
}

/* ---- quantities ---- */

static struct qa_amount scenario_amount(const struct work *work, enum qa_scenario_value value)
{
    return qa_amount_of_real(work->arena, qa_scenario_get(work->scenario, value));
}

static struct qa_amount hours_of(const struct qa_scenario *scenario, struct qa_amount volume,
                                 struct qa_arena *arena)
{
    struct qa_amount seconds =
        qa_amount_multiply(arena, volume, qa_amount_of_real(arena, scenario->seconds_per_item));

    return qa_amount_divide(arena, seconds, qa_amount_of_count(arena, 3600));
}

struct qa_amount qa_quote_seats(const struct qa_scenario *scenario, struct qa_amount volume,
                                struct qa_arena *arena, bool *known)
{
    *known = true;
    if (scenario->seats > 0.0) {
        return qa_amount_of_real(arena, scenario->seats);
    }
    *known = scenario->seconds_per_item > 0.0 && scenario->hours_per_seat_month > 0.0;
    if (!*known) {
        return (struct qa_amount){0};
    }
    struct qa_amount hours_of_seat =
        qa_amount_multiply(arena, qa_amount_of_real(arena, scenario->hours_per_seat_month),
                           qa_amount_of_real(arena, qa_scenario_get(scenario, QA_SC_MONTHS)));
    struct qa_amount hours = hours_of(scenario, volume, arena);

    return qa_amount_ceiling(arena, qa_amount_divide(arena, hours, hours_of_seat));
}

bool qa_quote_capacity(const struct qa_scenario *scenario, struct qa_arena *arena,
                       struct qa_amount *items)
{
    if (scenario->seats <= 0.0 || scenario->seconds_per_item <= 0.0 ||
        scenario->hours_per_seat_month <= 0.0) {
        return false;
    }
    struct qa_amount months = qa_amount_of_real(arena, qa_scenario_get(scenario, QA_SC_MONTHS));
    struct qa_amount hours =
        qa_amount_multiply(arena, qa_amount_of_real(arena, scenario->seats),
                           qa_amount_of_real(arena, scenario->hours_per_seat_month));
    struct qa_amount seconds = qa_amount_multiply(arena, qa_amount_multiply(arena, hours, months),
                                                  qa_amount_of_count(arena, 3600));
    *items = qa_amount_divide(arena, seconds, qa_amount_of_real(arena, scenario->seconds_per_item));
    return true;
}

static struct qa_amount seats_quantity(struct work *work, enum qa_basis basis)
{
    bool known;
    struct qa_amount seats = qa_quote_seats(work->scenario, work->volume, work->arena, &known);

    if (!known) {
        work->out.undefined = qa_arena_format(
            work->arena,
            "%s charge, and neither seats nor seconds per item with hours of a seat per month are "
            "known",
            qa_basis_name(basis));
    }
    struct qa_amount most;
    if (qa_quote_capacity(work->scenario, work->arena, &most) &&
        qa_amount_compare(work->volume, most) > 0) {
        work->out.undefined = qa_arena_format(
            work->arena, "%s charge, and the seats stated do only %s items in their months",
            qa_basis_name(basis), qa_figure(work->arena, floor(qa_amount_real(most)), 0));
    }
    return basis == QA_PER_SEAT
               ? seats
               : qa_amount_multiply(work->arena, seats, scenario_amount(work, QA_SC_MONTHS));
}

static struct qa_amount per_item_quantity(struct work *work, enum qa_basis basis,
                                          enum qa_scenario_value value)
{
    if (!qa_scenario_known(work->scenario, value)) {
        work->out.undefined =
            qa_arena_format(work->arena, "%s charge, and %s not known", qa_basis_name(basis),
                            qa_scenario_name(value)->missing);
        return (struct qa_amount){0};
    }
    if (value == QA_SC_SECONDS) {
        return hours_of(work->scenario, work->volume, work->arena);
    }
    return qa_amount_multiply(work->arena, work->volume, scenario_amount(work, value));
}

static struct qa_amount basis_quantity(struct work *work, enum qa_basis basis)
{
    switch (basis) {
    case QA_PER_ITEM:
        return work->volume;
    case QA_PER_HOUR:
        return per_item_quantity(work, basis, QA_SC_SECONDS);
    case QA_PER_SEAT:
    case QA_PER_SEAT_MONTH:
        return seats_quantity(work, basis);
    case QA_PER_MONTH:
        return scenario_amount(work, QA_SC_MONTHS);
    case QA_PER_PROJECT:
    case QA_PERCENT:
    case QA_MINIMUM:
        return qa_amount_of_count(work->arena, 1);
    case QA_FLAT_FEE:
        return qa_amount_of_count(work->arena, qa_amount_sign(work->volume) > 0);
    case QA_MINIMUM_PER_ITEM:
    case QA_MINIMUM_PER_HOUR:
        return basis_quantity(work, qa_basis_unit(basis));
    default:
        return per_item_quantity(work, basis, qa_basis_per_item(basis));
    }
}

/* Of a quantity, the share that a row's condition leaves. */
static struct qa_amount condition_share(const struct work *work, const struct qa_charge *charge)
{
    switch (charge->condition) {
    case QA_RUSH:
        return scenario_amount(work, QA_SC_RUSH);
    case QA_REVIEW:
        return scenario_amount(work, QA_SC_REVIEW);
    case QA_REWORK:
        return scenario_amount(work, QA_SC_REWORK);
    case QA_OPTIONAL:
        return qa_amount_of_count(work->arena, qa_scenario_takes(work->scenario, charge->name));
    default:
        return qa_amount_of_count(work->arena, 1);
    }
}

bool qa_charge_is_spread(const struct qa_charge *charge)
{
    bool is_work = qa_basis_kind(charge->basis) == QA_KIND_USAGE || charge->basis == QA_FLAT_FEE;

    return charge->recurrence == QA_MONTHLY && charge->basis != QA_PER_SEAT_MONTH && is_work;
}

struct qa_amount qa_charge_quantity(const struct qa_charge *charge, const struct qa_scenario *own,
                                    struct qa_amount volume, struct qa_arena *arena,
                                    const char **undefined)
{
    struct work work = {.scenario = own, .volume = volume, .arena = arena};
    struct qa_amount share = condition_share(&work, charge);
    struct qa_amount quantity = {0};

    /* What is not bought need not be known. */
    if (qa_amount_sign(share) != 0) {
        quantity = qa_amount_multiply(arena, basis_quantity(&work, charge->basis), share);
        if (qa_charge_is_spread(charge) && charge->basis != QA_FLAT_FEE) {
            quantity = qa_amount_divide(arena, quantity, scenario_amount(&work, QA_SC_MONTHS));
        }
    }
    if (work.out.undefined != NULL) {
        *undefined = work.out.undefined;
    }
    return quantity;
}

/* ---- tiers ---- */

static bool is_tier_of(const struct qa_charge *charge, const struct qa_charge *first)
{
    return charge->basis == first->basis && charge->condition == first->condition &&
           strcmp(charge->name, first->name) == 0;
}

static struct qa_amount below_tier(struct qa_arena *arena, const struct qa_charge *charge)
{
    return qa_amount_of_count(arena, (uint64_t)charge->from - 1);
}

/* Whether point <= to. */
static bool within_end(struct qa_arena *arena, const struct qa_charge *charge,
                       struct qa_amount point)
{
    return isinf(charge->to) ||
           qa_amount_compare(point, qa_amount_of_count(arena, (uint64_t)charge->to)) <= 0;
}

static bool in_tier(struct qa_arena *arena, const struct qa_charge *charge, struct qa_amount point)
{
    return qa_amount_compare(below_tier(arena, charge), point) < 0 &&
           within_end(arena, charge, point);
}

/* Of a quantity, the units whose price this tier row sets. */
static struct qa_amount tier_units(struct qa_arena *arena, const struct qa_charge *charge,
                                   struct qa_amount quantity)
{
    struct qa_amount none = {0};

    if (charge->tiering == QA_VOLUME) {
        return in_tier(arena, charge, quantity) ? quantity : none;
    }
    struct qa_amount end = within_end(arena, charge, quantity)
                               ? quantity
                               : qa_amount_of_count(arena, (uint64_t)charge->to);
    struct qa_amount units = qa_amount_subtract(arena, end, below_tier(arena, charge));
    return qa_amount_sign(units) > 0 ? units : none;
}

/* The tier whose range holds what comes right after `point` units, or NULL. */
static const struct qa_charge *tier_after(struct qa_arena *arena, const struct tiers *tiers,
                                          struct qa_amount point)
{
    for (size_t i = 0; i < tiers->n; i++) {
        const struct qa_charge *charge = &tiers->charges[i];

        if (is_tier_of(charge, tiers->first) &&
            qa_amount_compare(below_tier(arena, charge), point) <= 0 &&
            (isinf(charge->to) ||
             qa_amount_compare(point, qa_amount_of_count(arena, (uint64_t)charge->to)) < 0)) {
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
static void tier_neighbours(const struct tiers *tiers, double point, double *end_below,
                            double *start_above)
{
    *end_below = 0.0;
    *start_above = HUGE_VAL;
    for (size_t i = 0; i < tiers->n; i++) {
        const struct qa_charge *charge = &tiers->charges[i];

        if (!is_tier_of(charge, tiers->first)) {
            continue;
        }
        if (charge->to <= point) {
            *end_below = fmax(*end_below, charge->to);
        } else {
            *start_above = fmin(*start_above, charge->from);
        }
    }
}

static const char *quantity_word(enum qa_basis basis, struct qa_arena *arena)
{
    if (basis == QA_PER_ITEM || basis == QA_FLAT_FEE) {
        return "volume";
    }
    /* "per_seat_month" counts "seat months". */
    char *unit = qa_arena_text(arena, qa_basis_name(basis) + 4);
    for (char *c = unit; *c != '\0'; c++) {
        *c = (char)(*c == '_' ? ' ' : *c);
    }
    return qa_arena_format(arena, "a number of %ss of", unit);
}

static const char *unpriced_reason(struct qa_arena *arena, const struct tiers *tiers,
                                   double quantity, double point)
{
    double end_below;
    double start_above;

    tier_neighbours(tiers, point, &end_below, &start_above);
    const char *what = qa_arena_format(arena, "%s %s", quantity_word(tiers->first->basis, arena),
                                       qa_figure(arena, quantity, -1));
    if (isinf(start_above)) {
        return qa_arena_format(arena, "%s is beyond the last tier of '%s' (to %s)", what,
                               tiers->first->name, qa_figure(arena, end_below, -1));
    }
    return qa_arena_format(arena, "%s needs units %s to %s of '%s', which have no price", what,
                           qa_figure(arena, end_below + 1.0, -1),
                           qa_figure(arena, start_above - 1.0, -1), tiers->first->name);
}

static const char *volume_tiers_problem(struct qa_arena *arena, const struct tiers *tiers,
                                        struct qa_amount quantity)
{
    for (size_t i = 0; i < tiers->n; i++) {
        if (is_tier_of(&tiers->charges[i], tiers->first) &&
            in_tier(arena, &tiers->charges[i], quantity)) {
            return NULL;
        }
    }
    return unpriced_reason(arena, tiers, qa_amount_real(quantity), qa_amount_real(quantity));
}

/* Why the tiers of a charge do not price a quantity, or NULL when they do. */
static const char *tiers_problem(struct qa_arena *arena, const struct tiers *tiers,
                                 struct qa_amount quantity)
{
    struct qa_amount point = {0};

    if (tiers_overlap(tiers)) {
        return qa_arena_format(arena, "the tiers of '%s' overlap", tiers->first->name);
    }
    if (qa_amount_sign(quantity) == 0) {
        return NULL;
    }
    if (tiers->first->tiering == QA_VOLUME) {
        return volume_tiers_problem(arena, tiers, quantity);
    }
    while (qa_amount_compare(point, quantity) < 0) {
        const struct qa_charge *tier = tier_after(arena, tiers, point);

        if (tier == NULL) {
            return unpriced_reason(arena, tiers, qa_amount_real(quantity), qa_amount_real(point));
        }
        point = isinf(tier->to) ? quantity : qa_amount_of_count(arena, (uint64_t)tier->to);
    }
    return NULL;
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

/* ---- rows ---- */

static bool names_charge(const struct qa_charge *charge, const char *name)
{
    for (size_t i = 0; i < charge->n_applies_to; i++) {
        if (strcmp(charge->applies_to[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* The sum of the rows above that a percent or a minimum looks at. */
static struct qa_amount base_of(const struct work *work, const struct qa_charge *charge)
{
    struct qa_amount sum = {0};

    if (charge->n_applies_to == 0) {
        return work->out.total;
    }
    for (size_t i = 0; i < work->out.n; i++) {
        if (names_charge(charge, work->out.rows[i].charge->name)) {
            sum = qa_amount_add(work->arena, sum, work->out.rows[i].amount);
        }
    }
    return sum;
}

static bool is_repeated(const struct qa_charge *charge)
{
    return charge->recurrence == QA_MONTHLY && charge->basis != QA_PER_MONTH &&
           charge->basis != QA_PER_SEAT_MONTH && charge->basis != QA_PERCENT &&
           !qa_basis_is_least(charge->basis);
}

/* Price times rate, times the months of a row that comes every month. */
static struct qa_amount unit_price(const struct work *work, const struct qa_charge *charge)
{
    struct qa_amount price = qa_amount_multiply(work->arena, charge->price, charge->rate);

    return is_repeated(charge)
               ? qa_amount_multiply(work->arena, price, scenario_amount(work, QA_SC_MONTHS))
               : price;
}

static void work_percent(const struct work *work, struct qa_worked_row *row)
{
    struct qa_arena *arena = work->arena;

    row->base = base_of(work, row->charge);
    row->units = qa_amount_sign(row->quantity) != 0 && in_tier(arena, row->charge, work->volume)
                     ? row->quantity
                     : (struct qa_amount){0};
    struct qa_amount share =
        qa_amount_divide(arena, row->charge->price, qa_amount_of_count(arena, 100));
    row->amount =
        qa_amount_multiply(arena, qa_amount_multiply(arena, row->base, share), row->units);
}

static void work_minimum(const struct work *work, struct qa_worked_row *row)
{
    struct qa_arena *arena = work->arena;

    row->base = base_of(work, row->charge);
    row->units = row->quantity;
    row->reach = qa_amount_multiply(arena, unit_price(work, row->charge), row->quantity);
    struct qa_amount missing = qa_amount_subtract(arena, row->reach, row->base);
    if (qa_amount_sign(missing) > 0 && qa_amount_sign(row->quantity) > 0) {
        row->amount = missing;
    }
}

/* A flat fee is charged whole where the volume, of a month if it comes monthly, is in its tier. */
static struct qa_amount flat_units(struct work *work, size_t at, struct qa_amount quantity)
{
    const struct qa_charge *charge = &work->charges[at];
    const struct tiers tiers = {work->charges, work->n, charge};
    struct qa_amount none = {0};
    struct qa_amount volume =
        qa_charge_is_spread(charge)
            ? qa_amount_divide(work->arena, work->volume, scenario_amount(work, QA_SC_MONTHS))
            : work->volume;

    if (qa_amount_sign(quantity) == 0) {
        return none;
    }
    if (work->out.undefined == NULL && leads_its_tiers(work->charges, at)) {
        work->out.undefined = tiers_problem(work->arena, &tiers, volume);
    }
    return in_tier(work->arena, charge, volume) ? quantity : none;
}

/* A fee for the project has no tiers: two rows of one name are two fees. */
static struct qa_amount tiered_units(struct work *work, size_t at, struct qa_amount quantity)
{
    const struct qa_charge *charge = &work->charges[at];
    const struct tiers tiers = {work->charges, work->n, charge};

    if (charge->basis == QA_PER_PROJECT) {
        return quantity;
    }
    if (charge->basis == QA_FLAT_FEE) {
        return flat_units(work, at, quantity);
    }
    if (work->out.undefined == NULL && leads_its_tiers(work->charges, at)) {
        work->out.undefined = tiers_problem(work->arena, &tiers, quantity);
    }
    return tier_units(work->arena, charge, quantity);
}

static void work_row(struct work *work, size_t at)
{
    const struct qa_charge *charge = &work->charges[at];
    struct qa_worked_row row = {.charge = charge};

    row.quantity =
        qa_charge_quantity(charge, work->scenario, work->volume, work->arena, &work->out.undefined);
    if (charge->basis == QA_PERCENT) {
        work_percent(work, &row);
    } else if (qa_basis_kind(charge->basis) == QA_KIND_MINIMUM) {
        work_minimum(work, &row);
    } else {
        row.units = tiered_units(work, at, row.quantity);
        row.amount = qa_amount_multiply(work->arena, row.units, unit_price(work, charge));
    }
    if (work->out.undefined == NULL) {
        work->out.rows[work->out.n++] = row;
        work->out.total = qa_amount_add(work->arena, work->out.total, row.amount);
    }
}

struct qa_worked qa_quote_work(const struct qa_quotes *quotes, const char *vendor,
                               const struct qa_scenario *scenario, struct qa_amount volume,
                               struct qa_arena *arena)
{
    const struct qa_scenario own = qa_quote_scenario(quotes, vendor, scenario);
    struct work work = {.scenario = &own, .volume = volume, .arena = arena};

    work.charges = qa_quote_charges(quotes, vendor, &work.n);
    if (work.n == 0) {
        work.out.undefined = "no quote";
        return work.out;
    }
    work.out.rows = QA_ARRAY(arena, struct qa_worked_row, work.n);
    for (size_t i = 0; i < work.n && work.out.undefined == NULL; i++) {
        work_row(&work, i);
    }
    return work.out;
}
