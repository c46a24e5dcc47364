#include <math.h>
#include <string.h>

#include "qa/procurement/figures.h"
#include "qa/procurement/quote.h"

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
    COST_MINIMUM,
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
    [COST_MINIMUM] = {"minimum", "minimum usage", QA_MONEY},
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
    put_money_if(table, priced && cost->minimum > 0.0, cost->minimum);
    qa_put_estimate(table, times_1000(row->quality.per_correct));
    if (!priced) {
        qa_put_text(table, cost->undefined);
    } else if (!has_total) {
        qa_put_text(table, "rework is not known without an error rate");
    } else {
        qa_put_text(table, cost->minimum_binds ? "minimum holds" : NULL);
    }
}

static struct qa_usage vendor_usage(const struct qa_quote_table_request *request, size_t vendor,
                                    double volume)
{
    struct qa_usage usage = request->usage;

    usage.volume = volume;
    if (request->seconds_per_item != NULL && request->seconds_per_item[vendor] > 0.0) {
        usage.seconds_per_item = request->seconds_per_item[vendor];
    }
    return usage;
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
            struct qa_usage usage = vendor_usage(request, v, request->volumes[i]);
            struct cost_row row = {.cost = qa_quote_cost(quotes, quotes->vendors[v], &usage)};

            row.quality = qa_quality_cost(&row.cost, rate, request->cost_per_wrong,
                                          request->audit_cost_per_item);
            put_cost(table, quotes->currency, &row);
        }
    }
    qa_table_note(table,
                  "total = the greater of usage charges and minimum, plus fixed fees, "
                  "rounded once to %s's minor unit; plus rework and audit cost.",
                  quotes->currency);
    if (request->error_rates != NULL) {
        qa_table_note(table, "Cost per correct label = total / (volume x (1 - error rate)); its "
                             "interval comes from the ends of the error rate's interval.");
    }
    return table;
}

static void put_bound(struct qa_table *table, bool is_usage, double bound)
{
    if (is_usage && isfinite(bound)) {
        qa_put_count(table, (uint64_t)bound);
    } else {
        qa_put_absent(table);
    }
}

static void put_charge(struct qa_table *table, const struct qa_charge *charge,
                       const struct qa_usage *usage)
{
    bool is_usage = charge->basis != QA_PER_PROJECT && charge->basis != QA_MINIMUM;
    bool known;
    double quantity = qa_basis_quantity(charge->basis, usage, &known);

    qa_table_row(table);
    qa_put_text(table, charge->vendor);
    qa_put_text(table, charge->name);
    qa_put_text(table, qa_basis_name(charge->basis));
    qa_put_text(table, is_usage ? qa_tiering_name(charge->tiering) : NULL);
    put_bound(table, is_usage, charge->from);
    put_bound(table, is_usage, charge->to);
    qa_put_real(table, charge->price);
    qa_put_text(table, charge->currency);
    qa_put_real(table, charge->rate);
    put_money_if(table, known, quantity);
    put_money_if(table, known, known ? qa_charge_amount(charge, quantity) : 0.0);
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
    size_t vendor = 0;

    for (size_t i = 0; i < quotes->n_charges; i++) {
        while (strcmp(quotes->vendors[vendor], quotes->charges[i].vendor) != 0) {
            vendor++;
        }
        struct qa_usage usage = vendor_usage(request, vendor, volume);
        put_charge(table, &quotes->charges[i], &usage);
    }
    qa_table_note(table,
                  "amount: this row's share at volume %s, in %s, unrounded; a minimum's is "
                  "the least that the usage charges come to.",
                  qa_figure(arena, volume, -1), quotes->currency);
    return table;
}

void qa_quote_tables(const struct qa_quotes *quotes, const struct qa_quote_table_request *request,
                     struct qa_report *report)
{
    qa_report_add_table(report, cost_table(quotes, request, report->arena));
    qa_report_add_table(report, charge_table(quotes, request, report->arena));
}
