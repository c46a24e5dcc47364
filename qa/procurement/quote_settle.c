/*
 * What rows of a quote leave open and the rows around them settle: whether a minimum is the least
 * of the sum that it looks at or of each unit, and that a flat fee is the one of the tier reached.
 */
#include <math.h>
#include <string.h>

#include "qa/procurement/figures.h"
#include "qa/procurement/quote_rows.h"

/* What the charges that a minimum looks at come to for one unit. */
struct per_unit {
    bool known;          /* every unit costs the same at a volume, and something */
    const char *why_not; /* else */
    enum qa_basis unit;
    bool has_unit;
    bool only_percents;    /* the minimum looks at percents, not at what they are of */
    struct qa_amount low;  /* at the cheapest tiers */
    struct qa_amount paid; /* what the percents among it are of, at the cheapest tiers */
};

/* The rows of one vendor, and the minimum that is settled. */
struct settling {
    struct qa_quote_row *rows;
    size_t n;
    size_t at;
    const struct qa_cell_source *source;
    struct qa_findings *findings;
};

static bool names_row(const struct qa_charge *charge, const struct qa_charge *other)
{
    for (size_t i = 0; i < charge->n_applies_to; i++) {
        if (strcmp(charge->applies_to[i], other->name) == 0) {
            return true;
        }
    }
    return charge->n_applies_to == 0;
}

static bool same_charge(const struct qa_charge *a, const struct qa_charge *b)
{
    return a->basis == b->basis && a->condition == b->condition && strcmp(a->name, b->name) == 0;
}

static void cannot(struct per_unit *out, const char *why)
{
    out->known = false;
    out->why_not = out->why_not != NULL ? out->why_not : why;
}

/* A tier adds its price when it is the cheapest of its charge. */
static void add_usage(const struct settling *settling, size_t row, struct per_unit *out)
{
    const struct qa_charge *charge = &settling->rows[row].charge;
    struct qa_arena *arena = settling->source->arena;
    struct qa_amount least = qa_amount_multiply(arena, charge->price, charge->rate);
    enum qa_condition condition = settling->rows[settling->at].charge.condition;

    for (size_t i = 0; i < settling->at; i++) {
        const struct qa_charge *tier = &settling->rows[i].charge;

        if (i == row || !same_charge(tier, charge)) {
            continue;
        }
        if (i < row) {
            return;
        }
        struct qa_amount price = qa_amount_multiply(arena, tier->price, tier->rate);
        least = qa_amount_compare(price, least) < 0 ? price : least;
        if (tier->tiering == QA_GRADUATED) {
            cannot(out, "its tiers are graduated, so that units differ in price");
        }
    }
    if (out->has_unit && out->unit != charge->basis) {
        cannot(out, "it looks at charges of different units");
    }
    if (charge->condition != condition || condition == QA_OPTIONAL) {
        cannot(out, "it looks at charges of another condition");
    }
    out->unit = charge->basis;
    out->has_unit = true;
    out->low = qa_amount_add(arena, out->low, least);
}

static void look_below(const struct settling *settling, size_t row, struct per_unit *out);

/* A percent of what a unit costs. */
static void add_percent(const struct settling *settling, size_t row, struct per_unit *out)
{
    const struct qa_charge *charge = &settling->rows[row].charge;
    struct qa_arena *arena = settling->source->arena;
    struct per_unit of = {.known = true, .unit = out->unit, .has_unit = out->has_unit};

    look_below(settling, row, &of);
    if (of.why_not != NULL || charge->condition != QA_ALWAYS) {
        cannot(out, of.why_not != NULL ? of.why_not : "it looks at a percent of some units");
    }
    out->unit = of.unit;
    out->has_unit = of.has_unit;
    struct qa_amount hundred = qa_amount_of_count(arena, 100);
    struct qa_amount share = qa_amount_divide(arena, charge->price, hundred);
    out->low = qa_amount_add(arena, out->low, qa_amount_multiply(arena, of.low, share));
    out->paid = qa_amount_add(arena, out->paid, of.low);
}

/* Adds up what the row's charges above it come to for a unit. */
static void look_below(const struct settling *settling, size_t row, struct per_unit *out)
{
    const struct qa_charge *charge = &settling->rows[row].charge;

    out->only_percents = true;
    for (size_t i = 0; i < row; i++) {
        const struct qa_charge *above = &settling->rows[i].charge;
        enum qa_charge_kind kind = qa_basis_kind(above->basis);

        if (!names_row(charge, above)) {
            continue;
        }
        out->only_percents = out->only_percents && kind == QA_KIND_PERCENT;
        if (kind == QA_KIND_PERCENT) {
            add_percent(settling, i, out);
        } else if (kind == QA_KIND_USAGE) {
            add_usage(settling, i, out);
        } else if (!qa_basis_is_least(above->basis)) {
            cannot(out, "it looks at a fee or minimum of the whole order");
        }
    }
    if (!out->has_unit) {
        cannot(out, "it looks at no charge by units");
    }
}

/* "answer" of per_answer. */
static const char *unit_word(enum qa_basis unit)
{
    return qa_basis_name(unit) + 4;
}

static enum qa_status refuse_unit(const struct settling *settling, const char *why)
{
    const struct qa_quote_row *row = &settling->rows[settling->at];

    return qa_fail_at(
        settling->source->err, "E415", row->charge.file, row->basis->line, row->basis->column,
        "'%s' is the least for each unit, and cannot be worked so: %s", row->charge.name, why);
}

static enum qa_status check_unit(const struct settling *settling, const struct per_unit *looked_at)
{
    enum qa_basis unit = qa_basis_unit(settling->rows[settling->at].charge.basis);

    if (!looked_at->known) {
        return refuse_unit(settling, looked_at->why_not);
    }
    if (looked_at->unit != unit) {
        return refuse_unit(settling,
                           qa_arena_format(settling->source->arena,
                                           "the charges that it looks at are %s; name them in "
                                           "applies_to, or write minimum_%s",
                                           qa_basis_name(looked_at->unit),
                                           qa_basis_name(looked_at->unit)));
    }
    return QA_OK;
}

static void say(const struct settling *settling, const char *code, const struct qa_cell *cell,
                const char *text)
{
    const struct qa_charge *charge = &settling->rows[settling->at].charge;

    qa_findings_add(settling->findings, (struct qa_finding){.severity = QA_WARNING,
                                                            .code = code,
                                                            .file = charge->file,
                                                            .line = cell->line,
                                                            .column = cell->column,
                                                            .vendor = charge->vendor,
                                                            .text = text});
}

/* A word of the name or note that says "per answer" or "each". */
static bool speaks_of_unit(const struct settling *settling, const char *text)
{
    const struct qa_cell cell = {.text = text, .length = (uint32_t)strlen(text)};
    const char *word = qa_quote_keyword(settling->source->arena, &cell);

    for (const char *at = strstr(word, "per_"); at != NULL; at = strstr(at + 1, "per_")) {
        size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyz_");
        const char *unit = qa_arena_text_n(settling->source->arena, at, length);

        if (qa_word_basis(unit) <= QA_PER_HOUR) {
            return true;
        }
    }
    return strstr(word, "each") != NULL || strstr(word, "apiece") != NULL;
}

static const char *amount_text(const struct qa_charge *charge, struct qa_arena *arena)
{
    return qa_arena_format(arena, "%.15g %s", qa_amount_real(charge->price), charge->currency);
}

/* Takes a minimum as the least for each unit, and says so. */
static void take_each(const struct settling *settling, enum qa_basis unit, const char *why)
{
    struct qa_quote_row *row = &settling->rows[settling->at];
    struct qa_charge *charge = &row->charge;
    struct qa_arena *arena = settling->source->arena;

    charge->basis = qa_basis_least_of(unit);
    say(settling, "W159", row->basis,
        qa_arena_format(arena,
                        "'%s' is read as at least %s for each %s: %s; the basis %s says so, "
                        "minimum_order that it is for the whole order",
                        charge->name, amount_text(charge, arena), unit_word(unit), why,
                        qa_basis_name(charge->basis)));
}

static enum qa_status refuse_both(const struct settling *settling, enum qa_basis unit)
{
    const struct qa_quote_row *row = &settling->rows[settling->at];
    struct qa_arena *arena = settling->source->arena;
    const char *amount = amount_text(&row->charge, arena);

    return qa_fail_at(
        settling->source->err, "E415", row->charge.file, row->basis->line, row->basis->column,
        "'%s' may be at least %s for the whole order or at least %s for each %s; "
        "write the basis minimum_order or %s",
        row->charge.name, amount, amount, unit_word(unit), qa_basis_name(qa_basis_least_of(unit)));
}

/* How many units reach the minimum: price over what one costs; HUGE_VAL when they cost nothing. */
static double units_to_reach(const struct qa_charge *charge, struct qa_amount each,
                             struct qa_arena *arena)
{
    struct qa_amount price = qa_amount_multiply(arena, charge->price, charge->rate);

    return qa_amount_sign(each) > 0 ? qa_amount_real(qa_amount_divide(arena, price, each))
                                    : HUGE_VAL;
}

static void say_odd(const struct settling *settling, enum qa_basis unit, double units)
{
    const struct qa_quote_row *row = &settling->rows[settling->at];
    struct qa_arena *arena = settling->source->arena;

    say(settling, "W159", row->basis,
        qa_arena_format(arena,
                        "'%s' is read as at least %s for the whole order, which %s %s reach%s "
                        "already; if it is meant for each, or of another charge, write the basis "
                        "%s and name the charge in applies_to",
                        row->charge.name, amount_text(&row->charge, arena),
                        units <= 1.0 ? "one" : "two", unit_word(unit), units <= 1.0 ? "es" : "s",
                        qa_basis_name(qa_basis_least_of(unit))));
}

/*
 * A minimum that a fee of 20 % reaches with two answers is none of the order: price lists of crowds
 * mean each answer. One that it reaches with hundreds is. Between them nobody can tell. One on
 * what a unit costs in full would leave that price without a meaning if it were for each.
 */
enum { FEW_UNITS = 10, SOME_UNITS = 20 };

static enum qa_status settle_unsaid(const struct settling *settling,
                                    const struct per_unit *looked_at)
{
    struct qa_quote_row *row = &settling->rows[settling->at];
    struct qa_arena *arena = settling->source->arena;
    bool says_each = row->least == QA_LEAST_OF_EACH || speaks_of_unit(settling, row->charge.name) ||
                     speaks_of_unit(settling, row->charge.note);

    if (qa_amount_sign(row->charge.price) == 0) {
        return QA_OK;
    }
    if (says_each && !looked_at->known) {
        return refuse_unit(settling, looked_at->why_not);
    }
    if (says_each && looked_at->unit > QA_PER_HOUR) {
        return refuse_unit(settling, "it looks at seats");
    }
    if (says_each) {
        if (row->least == QA_LEAST_OF_EACH) {
            row->charge.basis = qa_basis_least_of(looked_at->unit);
        } else {
            take_each(settling, looked_at->unit, "its name or note says so");
        }
        return QA_OK;
    }
    if (!looked_at->has_unit || looked_at->unit > QA_PER_HOUR) {
        return QA_OK;
    }
    double units = units_to_reach(&row->charge, looked_at->low, arena);
    bool pieces = looked_at->unit < QA_PER_HOUR;
    if (!looked_at->only_percents) {
        if (looked_at->known && pieces && units < 2.0) {
            say_odd(settling, looked_at->unit, units);
        }
        return QA_OK;
    }
    bool below_price = units_to_reach(&row->charge, looked_at->paid, arena) <= 1.0;
    if (units <= 1.0) {
        return QA_OK;
    }
    if (looked_at->known && pieces && below_price && units < FEW_UNITS) {
        take_each(settling, looked_at->unit,
                  "as the least of the whole order it would end with the first few");
        return QA_OK;
    }
    return units < SOME_UNITS ? refuse_both(settling, looked_at->unit) : QA_OK;
}

static enum qa_status settle_minimum(const struct settling *settling)
{
    const struct qa_quote_row *row = &settling->rows[settling->at];
    struct per_unit looked_at = {.known = true};

    if (qa_basis_kind(row->charge.basis) != QA_KIND_MINIMUM || row->least == QA_LEAST_OF_ALL) {
        return QA_OK;
    }
    look_below(settling, settling->at, &looked_at);
    return qa_basis_is_least(row->charge.basis) ? check_unit(settling, &looked_at)
                                                : settle_unsaid(settling, &looked_at);
}

/* ---- flat fees ---- */

static enum qa_status settle_flat_fee(const struct settling *settling)
{
    struct qa_quote_row *row = &settling->rows[settling->at];
    bool leads = true;
    bool is_named = row->tiering != NULL;
    const char *word;

    if (row->charge.basis != QA_FLAT_FEE) {
        return QA_OK;
    }
    if (row->tiering != NULL && row->charge.tiering == QA_GRADUATED) {
        return qa_fail_at(
            settling->source->err, "E415", row->charge.file, row->tiering->line,
            row->tiering->column,
            "flat fees that are graduated may be the fee of the tier reached, or those of all "
            "tiers "
            "up to it added; write volume for the first, fees of their own names for the second");
    }
    for (size_t i = 0; i < settling->n; i++) {
        if (i != settling->at && same_charge(&settling->rows[i].charge, &row->charge)) {
            leads = leads && i > settling->at;
            is_named = is_named || settling->rows[i].tiering != NULL;
        }
    }
    row->charge.tiering = QA_VOLUME;
    word = row->basis != NULL ? qa_quote_keyword(settling->source->arena, row->basis) : "flat_fee";
    if (leads && (!is_named || strcmp(word, "flat_fee") != 0)) {
        say(settling, "W160", row->name,
            qa_arena_format(settling->source->arena,
                            "'%s' has bounds: it is read as one fee, that of the tier which the "
                            "volume of items reaches; basis flat_fee and tiering volume say so",
                            row->charge.name));
    }
    return QA_OK;
}

static enum qa_status settle_row(const struct settling *settling)
{
    enum qa_status status = settle_flat_fee(settling);

    return status == QA_OK ? settle_minimum(settling) : status;
}

/* Rows from `first` on that are of the same vendor. */
static size_t vendor_end(const struct qa_quote_row *rows, size_t n_rows, size_t first)
{
    size_t end = first + 1;

    while (end < n_rows && strcmp(rows[end].charge.vendor, rows[first].charge.vendor) == 0) {
        end++;
    }
    return end;
}

/* The n rows of one vendor. */
static enum qa_status settle_vendor(struct qa_quote_row *rows, size_t n,
                                    const struct qa_cell_source *source,
                                    struct qa_findings *findings)
{
    for (size_t i = 0; i < n; i++) {
        const struct settling settling = {rows, n, i, source, findings};

        QA_TRY(settle_row(&settling));
    }
    return QA_OK;
}

enum qa_status qa_quote_settle(struct qa_quote_row *rows, size_t n_rows,
                               const struct qa_cell_source *source, struct qa_findings *findings)
{
    size_t end;

    for (size_t first = 0; first < n_rows; first = end) {
        end = vendor_end(rows, n_rows, first);
        QA_TRY(settle_vendor(rows + first, end - first, source, findings));
    }
    return QA_OK;
}
