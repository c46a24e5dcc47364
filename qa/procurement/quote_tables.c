#include <math.h>
#include <string.h>

#include "qa/procurement/figures.h"
#include "qa/procurement/quote_work.h"

enum cost_column {
    COST_VENDOR,
    COST_VOLUME,
    COST_CURRENCY,
    COST_TOTAL,
    COST_UNIT,
    COST_PER_CORRECT,
    COST_FIXED_FEES,
    COST_USAGE,
    COST_REWORK,
    COST_AUDIT,
    COST_PERCENTS,
    COST_MINIMUM,
    COST_REJECTED,
    COST_CHARGES,
    COST_ERRORS,
    COST_PER_CORRECT_CHARGES,
    COST_PER_CORRECT_ERRORS,
    COST_PER_1000,
    COST_REMARK,
    N_COST_COLUMNS
};

static const struct qa_column cost_columns[N_COST_COLUMNS] = {
    [COST_VENDOR] = {"vendor", NULL, QA_TEXT},
    [COST_VOLUME] = {"volume", "volume (items)", QA_COUNT},
    [COST_CURRENCY] = {"currency", NULL, QA_TEXT},
    [COST_TOTAL] = {"total", NULL, QA_MONEY},
    [COST_UNIT] = {"unit_cost", "cost per item", QA_MONEY},
    [COST_PER_CORRECT] = {"cost_per_correct", "cost per correct label", QA_ESTIMATE_MONEY},
    [COST_FIXED_FEES] = {"fixed_fees", NULL, QA_MONEY},
    [COST_USAGE] = {"usage", "usage charges", QA_MONEY},
    [COST_REWORK] = {"rework", NULL, QA_MONEY},
    [COST_AUDIT] = {"audit", "audit cost", QA_MONEY},
    [COST_PERCENTS] = {"percents", NULL, QA_MONEY},
    [COST_MINIMUM] = {"minimum", "minimum adds", QA_MONEY},
    [COST_REJECTED] = {"rejected", "ordered again", QA_MONEY},
    [COST_CHARGES] = {"charges", "all charges", QA_MONEY},
    [COST_ERRORS] = {"errors", "cost of errors", QA_MONEY},
    [COST_PER_CORRECT_CHARGES] = {"charges_per_correct", "charges per correct label",
                                  QA_ESTIMATE_MONEY},
    [COST_PER_CORRECT_ERRORS] = {"per_correct_with_errors", "per correct, with errors",
                                 QA_ESTIMATE_MONEY},
    [COST_PER_1000] = {"cost_per_1000_correct", "per 1,000 correct", QA_ESTIMATE_MONEY},
    [COST_REMARK] = {"remark", NULL, QA_TEXT},
};

static const struct qa_column charge_columns[] = {
    {"vendor", NULL, QA_TEXT},
    {"charge", NULL, QA_TEXT},
    {"basis", NULL, QA_TEXT},
    {"tiering", NULL, QA_TEXT},
    {"from_quantity", "from", QA_COUNT},
    {"to_quantity", "to", QA_COUNT},
    {"price", NULL, QA_MONEY},
    {"currency", NULL, QA_TEXT},
    {"rate", "exchange rate", QA_MONEY},
    {"quantity", "quantity in all", QA_REAL},
    {"amount", NULL, QA_MONEY},
    {"condition", NULL, QA_TEXT},
    {"recurrence", NULL, QA_TEXT},
    {"applies_to", NULL, QA_TEXT},
    {"valid_until", NULL, QA_TIME},
    {"note", NULL, QA_TEXT},
    {"where", NULL, QA_TEXT},
};

struct cost_row {
    struct qa_cost cost;
    struct qa_quality_cost quality;
};

static void put_money_if(struct qa_table *table, bool known, double amount)
{
    if (known) {
        qa_put_real(table, amount);
    } else {
        qa_put_absent(table);
    }
}

/* Where a label costs money, a thousand of them read better. */
static struct qa_estimate times_1000(struct qa_estimate estimate)
{
    if (qa_is_defined(&estimate)) {
        estimate.value *= 1000.0;
        estimate.low *= 1000.0;
        estimate.high *= 1000.0;
        estimate.se *= 1000.0;
    }
    return estimate;
}

static void put_cost(struct qa_table *table, const char *currency, const struct cost_row *row)
{
    const struct qa_cost *cost = &row->cost;
    bool priced = cost->undefined == NULL;
    bool has_total = row->quality.has_total;

    qa_table_row(table);
    qa_put_text(table, cost->vendor);
    qa_put_count(table, (uint64_t)llround(cost->volume));
    qa_put_text(table, currency);
    put_money_if(table, has_total, row->quality.total);
    put_money_if(table, has_total && cost->volume > 0.0, row->quality.total / cost->volume);
    qa_put_estimate(table, row->quality.per_correct);
    put_money_if(table, priced, cost->fixed_fees);
    put_money_if(table, priced, cost->usage);
    put_money_if(table, row->quality.has_rework, row->quality.rework);
    qa_put_real(table, row->quality.audit);
    put_money_if(table, priced, cost->percents);
    put_money_if(table, priced && cost->minimum > 0.0, cost->minimum);
    put_money_if(table, priced, row->quality.rejected);
    put_money_if(table, priced, cost->total);
    put_money_if(table, row->quality.has_rework, row->quality.errors);
    qa_put_estimate(table, row->quality.per_correct_charges);
    qa_put_estimate(table, row->quality.per_correct_with_errors);
    qa_put_estimate(table, times_1000(row->quality.per_correct));
    if (!priced) {
        qa_put_text(table, cost->undefined);
    } else if (!has_total) {
        qa_put_text(table, "rework is not known without an error rate");
    } else {
        qa_put_text(table, cost->minimum_binds ? "minimum holds" : NULL);
    }
}

static struct qa_table *cost_table(const struct qa_quotes *quotes,
                                   const struct qa_quote_table_request *request,
                                   struct qa_arena *arena)
{
    struct qa_table *table =
        qa_table_new(arena, "costs", "What the quotes come to", cost_columns, N_COST_COLUMNS);

    for (size_t v = 0; v < quotes->n_vendors; v++) {
        const struct qa_estimate *rate = request->error_rates ? &request->error_rates[v] : NULL;

        for (size_t i = 0; i < request->n_volumes; i++) {
            struct qa_scenario scenario = request->scenarios[v];

            scenario.volume = request->volumes[i];
            struct cost_row row = {.cost = qa_quote_cost(quotes, quotes->vendors[v], &scenario)};
            row.quality = qa_quality_cost(&row.cost, rate, &scenario);
            put_cost(table, quotes->currency, &row);
        }
    }
    qa_table_note(
        table,
        "total = charges, rounded once to %s's minor unit, plus rework, audit and what is "
        "ordered again.",
        quotes->currency);
    if (request->error_rates != NULL) {
        qa_table_note(table, "Cost per correct label = total / (volume x (1 - error rate)); its "
                             "interval comes from the ends of the error rate's interval.");
    }
    return table;
}

static bool has_bounds(const struct qa_charge *charge)
{
    return charge->basis != QA_MINIMUM && charge->basis != QA_PER_PROJECT;
}

static void put_bound(struct qa_table *table, const struct qa_charge *charge, double bound)
{
    if (has_bounds(charge) && isfinite(bound)) {
        qa_put_count(table, (uint64_t)bound);
    } else {
        qa_put_absent(table);
    }
}

static const char *applies_text(const struct qa_charge *charge, struct qa_arena *arena)
{
    const char *text = NULL;

    for (size_t i = 0; i < charge->n_applies_to; i++) {
        text = i == 0 ? charge->applies_to[0]
                      : qa_arena_format(arena, "%s; %s", text, charge->applies_to[i]);
    }
    return text;
}

/* row NULL: the charge could not be worked. */
static void put_charge(struct qa_table *table, const struct qa_charge *charge,
                       const struct qa_worked_row *row)
{
    qa_table_row(table);
    qa_put_text(table, charge->vendor);
    qa_put_text(table, charge->name);
    qa_put_text(table, qa_basis_name(charge->basis));
    qa_put_text(table, qa_basis_kind(charge->basis) == QA_KIND_USAGE
                           ? qa_tiering_name(charge->tiering)
                           : NULL);
    put_bound(table, charge, charge->from);
    put_bound(table, charge, charge->to);
    qa_put_real(table, qa_amount_real(charge->price));
    qa_put_text(table, charge->basis == QA_PERCENT ? "%" : charge->currency);
    qa_put_real(table, qa_amount_real(charge->rate));
    put_money_if(table, row != NULL, row != NULL ? qa_amount_real(row->quantity) : 0.0);
    put_money_if(table, row != NULL, row != NULL ? qa_amount_real(row->amount) : 0.0);
    qa_put_text(table,
                charge->condition == QA_ALWAYS ? NULL : qa_condition_name(charge->condition));
    qa_put_text(table, charge->recurrence == QA_MONTHLY ? "monthly" : NULL);
    qa_put_text(table, applies_text(charge, table->arena));
    qa_put_time(table, charge->valid_until);
    qa_put_text(table, charge->note[0] == '\0' ? NULL : charge->note);
    qa_put_text(table, qa_arena_format(table->arena, "%s:%llu", charge->file,
                                       (unsigned long long)charge->line));
}

static struct qa_table *charge_table(const struct qa_quotes *quotes,
                                     const struct qa_quote_table_request *request,
                                     struct qa_arena *arena)
{
    struct qa_table *table = qa_table_new(arena, "charges", "Rows of the quotes", charge_columns,
                                          sizeof charge_columns / sizeof *charge_columns);
    double volume = request->n_volumes > 0 ? request->volumes[0] : 0.0;
    struct qa_amount exact = qa_amount_of_real(arena, volume);

    for (size_t v = 0; v < quotes->n_vendors; v++) {
        size_t n;
        const struct qa_charge *charges = qa_quote_charges(quotes, quotes->vendors[v], &n);
        struct qa_worked worked =
            qa_quote_work(quotes, quotes->vendors[v], &request->scenarios[v], exact, arena);

        for (size_t i = 0; i < n; i++) {
            put_charge(table, &charges[i], i < worked.n ? &worked.rows[i] : NULL);
        }
    }
    qa_table_note(table,
                  "amount: what the row adds at volume %s, in %s, unrounded; the rows of a vendor "
                  "add up to its charges.",
                  qa_figure(arena, volume, -1), quotes->currency);
    return table;
}

void qa_quote_tables(const struct qa_quotes *quotes, const struct qa_quote_table_request *request,
                     struct qa_report *report)
{
    qa_report_add_table(report, cost_table(quotes, request, report->arena));
    qa_report_add_table(report, charge_table(quotes, request, report->arena));
}
