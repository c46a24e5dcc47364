#include "reports/quote_cells.h"

#include <math.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/procurement/quote_work.h"

const char *qa_quote_kind_word(enum qa_basis basis)
{
    static const char *const words[] = {"usage", "fee", "percent", "minimum"};

    return words[qa_basis_kind(basis)];
}

static bool is_tier_of(const struct qa_charge *charge, const struct qa_charge *first)
{
    return charge->basis == first->basis && charge->condition == first->condition &&
           strcmp(charge->name, first->name) == 0;
}

static bool leads_its_tiers(const struct qa_quote_block *block, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (is_tier_of(&block->charges[i], &block->charges[at])) {
            return false;
        }
    }
    return true;
}

/* A flat fee has tiers of the volume, which its units do not add up over. */
static bool has_tiers(const struct qa_charge *charge)
{
    return qa_basis_has_tiers(charge->basis) && charge->basis != QA_FLAT_FEE;
}

static bool needs_a_tier(const struct qa_charge *charge)
{
    return qa_basis_has_tiers(charge->basis);
}

static bool is_repeated(const struct qa_charge *charge)
{
    return charge->recurrence == QA_MONTHLY && charge->basis != QA_PER_MONTH &&
           charge->basis != QA_PER_SEAT_MONTH && charge->basis != QA_PERCENT &&
           !qa_basis_is_least(charge->basis);
}

static bool applies(const struct qa_charge *charge, const char *name)
{
    for (size_t i = 0; i < charge->n_applies_to; i++) {
        if (strcmp(charge->applies_to[i], name) == 0) {
            return true;
        }
    }
    return charge->n_applies_to == 0;
}

/* ---- formulas ---- */

/* A scenario value: its cell on Inputs, or the number that the vendor's own terms put in its
 * place. */
static const char *term(const struct qa_quote_block *block, enum qa_scenario_value value)
{
    const struct qa_quotes *quotes = block->book->evaluation->quotes;

    for (size_t i = 0; i < quotes->n_terms; i++) {
        if (quotes->terms[i].value == value &&
            strcmp(quotes->terms[i].vendor, block->charges[0].vendor) == 0) {
            char text[QA_REAL_TEXT_MAX];

            return qa_arena_text(block->book->arena, qa_real_text(quotes->terms[i].number, text));
        }
    }
    return value == QA_SC_SECONDS ? block->seconds : qa_scenario_cell(value);
}

static const char *share_formula(const struct qa_quote_block *block, size_t at)
{
    switch (block->charges[at].condition) {
    case QA_RUSH:
        return term(block, QA_SC_RUSH);
    case QA_REVIEW:
        return term(block, QA_SC_REVIEW);
    case QA_REWORK:
        return term(block, QA_SC_REWORK);
    case QA_OPTIONAL:
        return qa_arena_format(
            block->book->arena, "$%s",
            qa_cell(block->book->arena, block->first_row + (uint32_t)at, QA_Q_TAKEN));
    default:
        return "1";
    }
}

static const char *hours_formula(const struct qa_quote_block *block, const char *volume)
{
    return qa_arena_format(block->book->arena, "%s*%s/3600", volume, term(block, QA_SC_SECONDS));
}

static const char *seats_formula(const struct qa_quote_block *block, const char *volume)
{
    const char *seats = term(block, QA_SC_SEATS);
    const char *hours = term(block, QA_SC_SEAT_HOURS);

    return qa_arena_format(block->book->arena, "IF(%s>0,%s,ROUNDUP(ROUND(%s/(%s*%s),9),0))", seats,
                           seats, hours_formula(block, volume), hours, term(block, QA_SC_MONTHS));
}

/* What must be above 0 for the quantity to be known; NULL: it always is. */
static const char *known_formula(const struct qa_quote_block *block, enum qa_basis basis,
                                 const char *volume)
{
    const char *seats = term(block, QA_SC_SEATS);
    const char *hours = term(block, QA_SC_SEAT_HOURS);

    switch (qa_basis_unit(basis)) {
    case QA_PER_HOUR:
        return term(block, QA_SC_SECONDS);
    case QA_PER_SEAT:
    case QA_PER_SEAT_MONTH:
        return qa_arena_format(block->book->arena,
                               "IF(%s>0,IF(%s>0,IF(ROUND(%s/(%s*%s*%s),9)<=1,1,0),1),%s*%s)", seats,
                               hours, hours_formula(block, volume), seats, hours,
                               term(block, QA_SC_MONTHS), term(block, QA_SC_SECONDS), hours);
    default:
        return qa_basis_per_item(basis) == QA_N_SCENARIO_VALUES
                   ? NULL
                   : term(block, qa_basis_per_item(basis));
    }
}

static const char *basis_formula(const struct qa_quote_block *block, enum qa_basis basis,
                                 const char *volume)
{
    struct qa_arena *arena = block->book->arena;

    switch (qa_basis_unit(basis)) {
    case QA_PER_ITEM:
        return volume;
    case QA_PER_HOUR:
        return hours_formula(block, volume);
    case QA_PER_SEAT:
        return seats_formula(block, volume);
    case QA_PER_SEAT_MONTH:
        return qa_arena_format(arena, "%s*%s", seats_formula(block, volume),
                               term(block, QA_SC_MONTHS));
    case QA_PER_MONTH:
        return term(block, QA_SC_MONTHS);
    case QA_PER_PROJECT:
    case QA_PERCENT:
    case QA_MINIMUM:
        return "1";
    case QA_FLAT_FEE:
        return qa_arena_format(arena, "IF(%s>0,1,0)", volume);
    default:
        return qa_arena_format(arena, "%s*%s", volume, term(block, qa_basis_per_item(basis)));
    }
}

const char *qa_quote_quantity_formula(const struct qa_quote_block *block, size_t at,
                                      const struct qa_quote_place *place)
{
    struct qa_arena *arena = block->book->arena;
    enum qa_basis basis = block->charges[at].basis;
    const char *share = share_formula(block, at);
    const char *known = known_formula(block, basis, place->volume);
    const char *months = qa_charge_is_spread(&block->charges[at]) && basis != QA_FLAT_FEE
                             ? qa_arena_format(arena, "/%s", term(block, QA_SC_MONTHS))
                             : "";
    const char *formula = qa_arena_format(
        arena, "ROUND(%s*%s%s,9)", basis_formula(block, basis, place->volume), share, months);

    if (known != NULL) {
        formula = qa_arena_format(arena, "IF(%s>0,%s,\"n/a\")", known, formula);
    }
    return strcmp(share, "1") == 0 ? qa_arena_format(arena, "=%s", formula)
                                   : qa_arena_format(arena, "=IF(%s>0,%s,0)", share, formula);
}

static const char *range_formula(const struct qa_charge *charge, const char *from, const char *to,
                                 const char *quantity, const char *looked_at,
                                 struct qa_arena *arena)
{
    const char *end = isfinite(charge->to) ? qa_arena_format(arena, ",%s<=%s", looked_at, to) : "";

    return qa_arena_format(arena, "IF(AND(%s>%s-1%s),%s,0)", looked_at, from, end, quantity);
}

/* What the tiers of a flat fee look at. */
static const char *flat_volume(const struct qa_quote_block *block, const struct qa_charge *charge,
                               const struct qa_quote_place *place)
{
    return qa_charge_is_spread(charge) ? qa_arena_format(block->book->arena, "ROUND(%s/%s,9)",
                                                         place->volume, term(block, QA_SC_MONTHS))
                                       : place->volume;
}

const char *qa_quote_units_formula(const struct qa_quote_block *block, size_t at,
                                   const struct qa_quote_place *place)
{
    struct qa_arena *arena = block->book->arena;
    const struct qa_charge *charge = &block->charges[at];
    uint32_t row = block->first_row + (uint32_t)at;
    const char *quantity = qa_cell(arena, row, place->quantity);
    const char *from = qa_arena_format(arena, "$%s", qa_cell(arena, row, QA_Q_FROM));
    const char *to = qa_arena_format(arena, "$%s", qa_cell(arena, row, QA_Q_TO));
    const char *units = quantity;

    if (charge->basis == QA_PERCENT) {
        units = range_formula(charge, from, to, quantity, place->volume, arena);
    } else if (charge->basis == QA_FLAT_FEE) {
        units = range_formula(charge, from, to, quantity, flat_volume(block, charge, place), arena);
    } else if (has_tiers(charge) && charge->tiering == QA_VOLUME) {
        units = range_formula(charge, from, to, quantity, quantity, arena);
    } else if (has_tiers(charge)) {
        units = qa_arena_format(
            arena, "MAX(0,%s-(%s-1))",
            isfinite(charge->to) ? qa_arena_format(arena, "MIN(%s,%s)", quantity, to) : quantity,
            from);
    }
    return qa_arena_format(arena, "=IF(ISNUMBER(%s),%s,0)", quantity, units);
}

/* The sum of the amounts above that a percent or a minimum looks at. */
static const char *base_formula(const struct qa_quote_block *block, size_t at, uint16_t column)
{
    struct qa_arena *arena = block->book->arena;
    const struct qa_charge *charge = &block->charges[at];
    const char *cells = "";

    if (at == 0) {
        return "0";
    }
    if (charge->n_applies_to == 0) {
        return qa_arena_format(arena, "SUM(%s:%s)", qa_cell(arena, block->first_row, column),
                               qa_cell(arena, block->first_row + (uint32_t)at - 1, column));
    }
    for (size_t i = 0; i < at; i++) {
        if (applies(charge, block->charges[i].name)) {
            cells = qa_arena_format(arena, "%s%s%s", cells, *cells != '\0' ? "," : "",
                                    qa_cell(arena, block->first_row + (uint32_t)i, column));
        }
    }
    return qa_arena_format(arena, "SUM(%s)", *cells != '\0' ? cells : "0");
}

/* "ABS(quantity-(units+units))": what the tiers of a charge leave without a price. */
static const char *unpriced_formula(const struct qa_quote_block *block, size_t at,
                                    uint16_t quantity)
{
    struct qa_arena *arena = block->book->arena;
    const char *priced = "";

    for (size_t i = at; i < block->n; i++) {
        if (is_tier_of(&block->charges[i], &block->charges[at])) {
            priced = qa_arena_format(
                arena, "%s-%s", priced,
                qa_cell(arena, block->first_row + (uint32_t)i, (uint16_t)(quantity + 1)));
        }
    }
    return qa_arena_format(arena, "ABS(%s%s)",
                           qa_cell(arena, block->first_row + (uint32_t)at, quantity), priced);
}

static const char *price_formula(const struct qa_quote_block *block, size_t at)
{
    struct qa_arena *arena = block->book->arena;
    uint32_t row = block->first_row + (uint32_t)at;

    return qa_arena_format(arena, "$%s*$%s%s%s", qa_cell(arena, row, QA_Q_PRICE),
                           qa_cell(arena, row, QA_Q_RATE),
                           is_repeated(&block->charges[at]) ? "*" : "",
                           is_repeated(&block->charges[at]) ? term(block, QA_SC_MONTHS) : "");
}

const char *qa_quote_amount_formula(const struct qa_quote_block *block, size_t at,
                                    const struct qa_quote_place *place)
{
    struct qa_arena *arena = block->book->arena;
    const struct qa_charge *charge = &block->charges[at];
    uint32_t row = block->first_row + (uint32_t)at;
    uint16_t column = (uint16_t)(place->quantity + 2);
    const char *units = qa_cell(arena, row, (uint16_t)(place->quantity + 1));
    const char *amount;

    if (charge->basis == QA_PERCENT) {
        amount = qa_arena_format(arena, "%s*$%s/100*%s", base_formula(block, at, column),
                                 qa_cell(arena, row, QA_Q_PRICE), units);
    } else if (qa_basis_kind(charge->basis) == QA_KIND_MINIMUM) {
        amount = qa_arena_format(arena, "IF(%s>0,MAX(0,%s*%s-%s),0)", units, units,
                                 price_formula(block, at), base_formula(block, at, column));
    } else {
        amount = qa_arena_format(arena, "%s*%s", units, price_formula(block, at));
    }
    if (needs_a_tier(charge) && leads_its_tiers(block, at)) {
        amount = qa_arena_format(arena, "IF(%s>0.000001,\"n/a\",%s)",
                                 unpriced_formula(block, at, place->quantity), amount);
    }
    return qa_arena_format(arena, "=IF(ISNUMBER(%s),%s,\"n/a\")",
                           qa_cell(arena, row, place->quantity), amount);
}
