#include <math.h>
#include <string.h>

#include "qa/base/time.h"
#include "qa/procurement/figures.h"
#include "qa/procurement/quote_rows.h"
#include "qa/procurement/quote_tables.h"
#include "qa/procurement/table_forms.h"

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
    [COST_VENDOR] = {"vendor", NULL, QA_TEXT, .is_key = true,
                     .about = "The vendor that delivered."},
    [COST_VOLUME] = {"volume", "volume (items)", QA_COUNT, .is_key = true,
                     .about = "Items ordered."},
    [COST_CURRENCY] = {"currency", NULL, QA_TEXT, .about = "Currency of the amounts."},
    [COST_TOTAL] = {"total", NULL, QA_MONEY,
                    .about = "Charges, rework, audit and what is ordered again."},
    [COST_UNIT] = {"unit_cost", "cost per item", QA_MONEY, .about = "Total per item."},
    [COST_PER_CORRECT] =
        {"cost_per_correct", "cost per correct label", QA_ESTIMATE_MONEY,
         .about = "Total per correct label, with the interval that the error rate's gives."},
    [COST_FIXED_FEES] = {"fixed_fees", NULL, QA_MONEY,
                         .about = "Fees that do not depend on the volume."},
    [COST_USAGE] = {"usage", "usage charges", QA_MONEY, .about = "Charges by units of work."},
    [COST_REWORK] = {"rework", NULL, QA_MONEY,
                     .about = "Rework of the wrong labels that are found."},
    [COST_AUDIT] = {"audit", "audit cost", QA_MONEY, .about = "The buyer's checks of deliveries."},
    [COST_PERCENTS] = {"percents", NULL, QA_MONEY, .about = "What percentages add or take off."},
    [COST_MINIMUM] = {"minimum", "minimum adds", QA_MONEY, .about = "What minimums add."},
    [COST_REJECTED] = {"rejected", "ordered again", QA_MONEY,
                       .about = "What is rejected and ordered again."},
    [COST_CHARGES] = {"charges", "all charges", QA_MONEY,
                      .about = "All charges of the vendor, rounded once."},
    [COST_ERRORS] = {"errors", "cost of errors", QA_MONEY,
                     .about = "What wrong labels cost that are not found."},
    [COST_PER_CORRECT_CHARGES] = {"charges_per_correct", "charges per correct label",
                                  QA_ESTIMATE_MONEY, .about = "Charges alone per correct label."},
    [COST_PER_CORRECT_ERRORS] = {"per_correct_with_errors", "per correct, with errors",
                                 QA_ESTIMATE_MONEY,
                                 .about = "Total and cost of errors per correct label."},
    [COST_PER_1000] = {"cost_per_1000_correct", "per 1,000 correct", QA_ESTIMATE_MONEY,
                       .about = "Total per 1,000 correct labels."},
    [COST_REMARK] = {"remark", NULL, QA_TEXT,
                     .about = "Why an amount is absent, or that a minimum holds."},
};
const struct qa_table_form qa_form_quote_costs =
    QA_TABLE_FORM("costs", "Costs, part by part", cost_columns);

struct cost_row {
    struct qa_scenario scenario;
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
    put_money_if(table, row->quality.has_errors, row->quality.errors);
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

static struct cost_row work_row(const struct qa_quote_tables_of *of, size_t vendor, double volume)
{
    const struct qa_quote_table_request *request = of->request;
    struct cost_row row = {.scenario = request->scenarios[vendor]};

    row.scenario.volume = volume;
    row.cost = qa_quote_cost(of->quotes, of->quotes->vendors[vendor], &row.scenario);
    row.quality = qa_quality_cost(
        &row.cost, request->error_rates != NULL ? &request->error_rates[vendor] : NULL,
        &row.scenario);
    return row;
}

static void cost_table(const struct qa_quote_tables_of *of)
{
    const struct qa_quotes *quotes = of->quotes;
    struct qa_table *table = qa_table_new(of->report->arena, &qa_form_quote_costs);

    for (size_t v = 0; v < quotes->n_vendors; v++) {
        for (size_t i = 0; i < of->request->n_volumes; i++) {
            struct cost_row row = work_row(of, v, of->request->volumes[i]);

            put_cost(table, quotes->currency, &row);
        }
    }
    qa_table_note(
        table,
        "total = charges, rounded once to %s's minor unit, plus rework, audit and what is "
        "ordered again.",
        quotes->currency);
    qa_report_add_table(of->report, table);
}

/* ---- for people ---- */

static const char *remark_of(const struct cost_row *row, const struct qa_estimate *rate)
{
    if (row->cost.undefined != NULL) {
        return row->cost.undefined;
    }
    if (rate != NULL && !row->quality.has_total) {
        return "rework is not known without an error rate";
    }
    return row->cost.minimum_binds ? "minimum binds" : NULL;
}

static void put_total(struct qa_table *table, const struct cost_row *row,
                      const struct qa_estimate *rate, const double *marginal)
{
    const struct qa_cost *cost = &row->cost;
    bool priced = cost->undefined == NULL;

    qa_table_row(table);
    qa_put_text(table, cost->vendor);
    qa_put_count(table, (uint64_t)llround(cost->volume));
    put_money_if(table, priced, cost->total);
    put_money_if(table, priced && cost->volume > 0.0, cost->unit_cost);
    put_money_if(table, marginal != NULL, marginal != NULL ? *marginal : 0.0);
    if (rate != NULL) {
        qa_put_estimate(table, row->quality.per_correct);
    } else {
        qa_put_absent(table);
    }
    qa_put_text(table, remark_of(row, rate));
}

static const struct qa_column totals_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"volume", NULL, QA_COUNT, .is_key = true, .about = "Items ordered."},
    {"charges", NULL, QA_MONEY, .about = "All charges of the vendor, rounded once."},
    {"per_item", NULL, QA_MONEY, .about = "Charges per item."},
    {"next_item", NULL, QA_MONEY, .about = "What one more item adds at that volume."},
    {"per_correct", "cost per correct label", QA_ESTIMATE_MONEY,
     .about = "Charges, rework and audit per correct label, with the interval that the error "
              "rate's gives."},
    {"remark", NULL, QA_TEXT, .about = "Why an amount is absent, or that a minimum binds."},
};
const struct qa_table_form qa_form_quote_totals =
    QA_TABLE_FORM("totals", "What the quotes come to", totals_columns);

static void total_table(const struct qa_quote_tables_of *of)
{
    const struct qa_quotes *quotes = of->quotes;
    const struct qa_quote_table_request *request = of->request;
    struct qa_table *table = qa_table_new(of->report->arena, &qa_form_quote_totals);
    table->title =
        qa_arena_format(of->report->arena, "What the quotes come to, in %s", quotes->currency);

    for (size_t i = 0; i < request->n_volumes; i++) {
        for (size_t v = 0; v < quotes->n_vendors; v++) {
            const struct qa_estimate *rate =
                request->error_rates != NULL ? &request->error_rates[v] : NULL;
            struct cost_row row = work_row(of, v, request->volumes[i]);
            double marginal;

            put_total(table, &row, rate,
                      qa_quote_marginal(quotes, quotes->vendors[v], &row.scenario, &marginal)
                          ? &marginal
                          : NULL);
        }
    }
    qa_table_note(table, "next item: what one more item adds at that volume.");
    if (request->error_rates != NULL) {
        qa_table_note(table,
                      "Cost per correct label = (charges + rework + audit + what is ordered again) "
                      "/ (volume x (1 - error rate)); its interval from the ends of the error "
                      "rate's.");
    }
    qa_report_add_table(of->report, table);
}

static void mark_used(const struct qa_charge *charge, bool *used)
{
    static const enum qa_scenario_value shares[QA_N_CONDITIONS] = {
        [QA_ALWAYS] = QA_SC_VOLUME, [QA_RUSH] = QA_SC_RUSH,       [QA_REVIEW] = QA_SC_REVIEW,
        [QA_REWORK] = QA_SC_REWORK, [QA_OPTIONAL] = QA_SC_VOLUME,
    };
    bool by_seat = charge->basis == QA_PER_SEAT || charge->basis == QA_PER_SEAT_MONTH;

    used[shares[charge->condition]] = true;
    if (qa_basis_per_item(charge->basis) != QA_N_SCENARIO_VALUES) {
        used[qa_basis_per_item(charge->basis)] = true;
    }
    used[QA_SC_SECONDS] = used[QA_SC_SECONDS] || by_seat || charge->basis == QA_PER_HOUR;
    used[QA_SC_SEATS] = used[QA_SC_SEATS] || by_seat;
    used[QA_SC_SEAT_HOURS] = used[QA_SC_SEAT_HOURS] || by_seat;
    used[QA_SC_MONTHS] = used[QA_SC_MONTHS] || by_seat || charge->basis == QA_PER_MONTH ||
                         charge->recurrence == QA_MONTHLY;
}

static void scenario_table(const struct qa_quote_tables_of *of)
{
    const struct qa_quotes *quotes = of->quotes;
    struct qa_table *table = qa_scenario_table(of->report->arena);
    struct qa_scenario all = *of->request->scenario;
    bool used[QA_N_SCENARIO_VALUES] = {false};

    for (size_t i = 0; i < quotes->n_charges; i++) {
        mark_used(&quotes->charges[i], used);
    }
    all.volume = of->request->n_volumes > 0 ? of->request->volumes[0] : all.volume;
    qa_scenario_put(table, &all, used, quotes->currency);
    for (size_t v = 0; v < quotes->n_vendors; v++) {
        const struct qa_scenario own =
            qa_quote_scenario(quotes, quotes->vendors[v], &of->request->scenarios[v]);

        qa_scenario_put_own(table, quotes->vendors[v], &own, &all, quotes->currency);
    }
    if (quotes->as_of != QA_NO_TIME) {
        qa_table_note(table, "Rates and validity as of %s (%s).",
                      qa_date_text(table->arena, quotes->as_of), quotes->as_of_source);
    }
    qa_report_add_table(of->report, table);
}

void qa_quote_tables(const struct qa_quotes *quotes, const struct qa_quote_table_request *request,
                     struct qa_report *report)
{
    const struct qa_quote_tables_of of = {quotes, request, report};

    total_table(&of);
    cost_table(&of);
    qa_quote_row_tables(&of);
    qa_quote_curve_tables(&of);
    scenario_table(&of);
}

/* Findings in words, those of the quotes alone. */
static void say_findings(const struct qa_findings *findings, struct qa_report *report)
{
    for (size_t i = 0; findings != NULL && i < findings->n; i++) {
        const struct qa_finding *finding = &findings->list[i];

        qa_report_line(report, "%s: %s:%llu: %s [%s]",
                       finding->vendor != NULL ? finding->vendor : "",
                       finding->file != NULL ? finding->file : "",
                       (unsigned long long)finding->line, finding->text, finding->code);
    }
}

void qa_quote_sentences(const struct qa_quotes *quotes,
                        const struct qa_quote_table_request *request, struct qa_report *report)
{
    struct qa_arena *arena = report->arena;

    for (size_t i = 0; i < request->n_volumes; i++) {
        struct qa_cost least = {.vendor = NULL};

        for (size_t v = 0; v < quotes->n_vendors; v++) {
            struct qa_scenario scenario = request->scenarios[v];

            scenario.volume = request->volumes[i];
            struct qa_cost cost = qa_quote_cost(quotes, quotes->vendors[v], &scenario);
            if (cost.undefined == NULL && (least.vendor == NULL || cost.total < least.total)) {
                least = cost;
            }
        }
        if (least.vendor != NULL) {
            qa_report_line(report, "At %s items %s charges least: %s %s, %s per item.",
                           qa_figure(arena, least.volume, -1), least.vendor,
                           qa_figure(arena, least.total, quotes->minor_digits), quotes->currency,
                           qa_figure(arena, least.unit_cost, 4));
        }
    }
    say_findings(report->findings, report);
}
