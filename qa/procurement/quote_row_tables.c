#include <math.h>
#include <string.h>

#include "qa/base/time.h"
#include "qa/procurement/figures.h"
#include "qa/procurement/quote_rows.h"
#include "qa/procurement/quote_tables.h"
#include "qa/procurement/table_forms.h"

static void put_real_if(struct qa_table *table, bool known, double value)
{
    if (known) {
        qa_put_real(table, value);
    } else {
        qa_put_absent(table);
    }
}

/* ---- charges: what each row adds ---- */

static const struct qa_column charge_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"charge", NULL, QA_TEXT, .is_key = true, .about = "Name of the charge."},
    {"basis", NULL, QA_TEXT, .is_key = true, .about = "What one price is for."},
    {"quantity", "units priced", QA_REAL, .about = "Units of the basis that are priced."},
    {"amount", NULL, QA_MONEY, .about = "What the row adds, unrounded."},
    {"share", "of charges", QA_RATE, .about = "Its share of the vendor's charges."},
};
const struct qa_table_form qa_form_quote_charges =
    QA_TABLE_FORM("charges", "What each charge adds", charge_columns);

static void put_charge(struct qa_table *table, const struct qa_charge *charge,
                       const struct qa_worked_row *row, double total)
{
    double amount = row != NULL ? qa_amount_real(row->amount) : 0.0;

    qa_table_row(table);
    qa_put_text(table, charge->vendor);
    qa_put_text(table, charge->name);
    qa_put_text(table, qa_basis_name(charge->basis));
    put_real_if(table, row != NULL, row != NULL ? qa_amount_real(row->units) : 0.0);
    put_real_if(table, row != NULL, amount);
    put_real_if(table, row != NULL && total > 0.0, total > 0.0 ? amount / total : 0.0);
}

static void charge_table(const struct qa_quote_tables_of *of)
{
    const struct qa_quotes *quotes = of->quotes;
    struct qa_arena *arena = of->report->arena;
    double volume = of->request->n_volumes > 0 ? of->request->volumes[0] : 0.0;
    struct qa_table *table = qa_table_new(arena, &qa_form_quote_charges);
    table->title = qa_arena_format(arena, "What each charge adds at %s items, in %s",
                                   qa_figure(arena, volume, -1), quotes->currency);
    struct qa_amount exact = qa_amount_of_real(arena, volume);

    for (size_t v = 0; v < quotes->n_vendors; v++) {
        size_t n;
        const struct qa_charge *charges = qa_quote_charges(quotes, quotes->vendors[v], &n);
        struct qa_worked worked =
            qa_quote_work(quotes, quotes->vendors[v], &of->request->scenarios[v], exact, arena);
        double total = worked.undefined == NULL ? qa_amount_real(worked.total) : 0.0;

        for (size_t i = 0; i < n; i++) {
            put_charge(table, &charges[i], i < worked.n ? &worked.rows[i] : NULL, total);
        }
    }
    qa_table_note(table, "Unrounded; the rows of a vendor add up to its charges.");
    qa_report_add_table(of->report, table);
}

/* ---- quoted: the rows as they were read ---- */

static const struct qa_column quoted_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"charge", NULL, QA_TEXT, .is_key = true, .about = "Name of the charge."},
    {"basis", NULL, QA_TEXT, .is_key = true, .about = "What one price is for."},
    {"applies_to", NULL, QA_TEXT,
     .about = "Charges that a percentage or minimum acts on; empty for all rows above."},
    {"from_quantity", "from", QA_COUNT, .is_key = true, .about = "First unit of the tier."},
    {"to_quantity", "to", QA_COUNT, .about = "Last unit of the tier; absent where it has no end."},
    {"tiering", NULL, QA_TEXT, .is_detail = true,
     .about = "How tiers add up: graduated or volume."},
    {"price", NULL, QA_MONEY,
     .about = "Price per unit of the basis, as quoted; of a percentage the per cent."},
    {"currency", NULL, QA_TEXT, .about = "Currency of the price, or %."},
    {"rate", "exchange rate", QA_REAL, .is_detail = true,
     .about = "Exchange rate to the currency of the comparison."},
    {"condition", NULL, QA_TEXT,
     .about = "When it is charged: always, rush, review, rework or optional."},
    {"recurrence", NULL, QA_TEXT, .is_detail = true,
     .about = "How often it is charged: once or monthly."},
    {"valid_until", NULL, QA_TEXT, .is_detail = true, .about = "Last day of the price."},
    {"note", NULL, QA_TEXT, .is_detail = true, .about = "The vendor's note."},
    {"where", NULL, QA_TEXT, .is_detail = true, .about = "File and line of the row."},
};
const struct qa_table_form qa_form_quote_quoted =
    QA_TABLE_FORM("quoted", "Rows of the quotes", quoted_columns);

static bool has_bounds(const struct qa_charge *charge)
{
    return qa_basis_has_tiers(charge->basis) || charge->basis == QA_PERCENT;
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

static void put_quoted(struct qa_table *table, const struct qa_charge *charge)
{
    qa_table_row(table);
    qa_put_text(table, charge->vendor);
    qa_put_text(table, charge->name);
    qa_put_text(table, qa_basis_name(charge->basis));
    qa_put_text(table, applies_text(charge, table->arena));
    put_bound(table, charge, charge->from);
    put_bound(table, charge, charge->to);
    qa_put_text(table, qa_tiering_name(charge->tiering));
    qa_put_real(table, qa_amount_real(charge->price));
    qa_put_text(table, charge->basis == QA_PERCENT ? "%" : charge->currency);
    qa_put_real(table, qa_amount_real(charge->rate));
    qa_put_text(table, qa_condition_name(charge->condition));
    qa_put_text(table, charge->recurrence == QA_MONTHLY ? "monthly" : "once");
    qa_put_text(table, charge->valid_until == QA_NO_TIME
                           ? NULL
                           : qa_date_text(table->arena, charge->valid_until));
    qa_put_text(table, charge->note[0] == '\0' ? NULL : charge->note);
    qa_put_text(table, qa_arena_format(table->arena, "%s:%llu", charge->file,
                                       (unsigned long long)charge->line));
}

static void quoted_table(const struct qa_quote_tables_of *of)
{
    struct qa_table *table = qa_table_new(of->report->arena, &qa_form_quote_quoted);

    for (size_t i = 0; i < of->quotes->n_charges; i++) {
        put_quoted(table, &of->quotes->charges[i]);
    }
    qa_report_add_table(of->report, table);
}

/* ---- rates and models ---- */

static const struct qa_column rates_columns[] = {
    {"currency", NULL, QA_TEXT, .is_key = true, .about = "The currency that is converted."},
    {"rate", NULL, QA_REAL, .about = "Units of the target for one unit of it."},
    {"target", NULL, QA_TEXT, .about = "Currency of the comparison."},
    {"date", NULL, QA_TEXT, .about = "Day of the rate."},
    {"where", NULL, QA_TEXT, .about = "File and line of the rate."},
};
const struct qa_table_form qa_form_quote_rates =
    QA_TABLE_FORM("rates", "Exchange rates used", rates_columns);

static void rate_table(const struct qa_quote_tables_of *of)
{
    struct qa_arena *arena = of->report->arena;
    struct qa_table *table = qa_table_new(arena, &qa_form_quote_rates);

    for (size_t i = 0; i < of->quotes->n_rates; i++) {
        const struct qa_used_rate *rate = &of->quotes->rates[i];

        qa_table_row(table);
        qa_put_text(table, rate->currency);
        qa_put_real(table, qa_amount_real(rate->rate));
        qa_put_text(table, of->quotes->currency);
        qa_put_text(table, rate->date == QA_NO_TIME ? NULL : qa_date_text(arena, rate->date));
        qa_put_text(table,
                    qa_arena_format(arena, "%s:%llu", rate->file, (unsigned long long)rate->line));
    }
    if (table->n_rows > 0) {
        qa_report_add_table(of->report, table);
    }
}

static bool has_basis(const struct qa_quotes *quotes, const char *vendor, enum qa_basis basis)
{
    size_t n;
    const struct qa_charge *charges = qa_quote_charges(quotes, vendor, &n);

    for (size_t i = 0; i < n; i++) {
        if (charges[i].basis == basis) {
            return true;
        }
    }
    return false;
}

static const char *model_of(const struct qa_quotes *quotes, const char *vendor)
{
    for (size_t i = 0; i < quotes->n_models; i++) {
        if (strcmp(quotes->models[i].vendor, vendor) == 0) {
            return qa_model_name(quotes->models[i].model);
        }
    }
    return NULL;
}

/* Seats, what they can do and how much of it stands idle. */
static void put_team(struct qa_table *table, const struct qa_quote_tables_of *of, size_t vendor,
                     double volume)
{
    const char *name = of->quotes->vendors[vendor];
    struct qa_scenario own = qa_quote_scenario(of->quotes, name, &of->request->scenarios[vendor]);
    bool known;
    double seats = qa_amount_real(
        qa_quote_seats(&own, qa_amount_of_real(table->arena, volume), table->arena, &known));
    double months = qa_scenario_get(&own, QA_SC_MONTHS);
    double hours = volume * own.seconds_per_item / 3600.0;
    double capacity = seats * months * own.hours_per_seat_month;
    bool rated = known && own.seconds_per_item > 0.0 && capacity > 0.0;

    own.volume = volume;
    struct qa_cost cost = qa_quote_cost(of->quotes, name, &own);
    qa_table_row(table);
    qa_put_text(table, name);
    qa_put_text(table, model_of(of->quotes, name));
    put_real_if(table, known, seats);
    put_real_if(table, true, months);
    put_real_if(table, own.seconds_per_item > 0.0, hours);
    put_real_if(table, known && capacity > 0.0, capacity);
    put_real_if(table, rated && hours <= capacity, rated ? fmax(0.0, 1.0 - hours / capacity) : 0.0);
    qa_put_text(table, qa_scenario_source(&own, QA_SC_SECONDS));
    put_real_if(table, cost.undefined == NULL, cost.unit_cost);
    qa_put_text(table,
                rated && hours > capacity
                    ? qa_arena_format(table->arena, "these seats do only %s items",
                                      qa_figure(table->arena, floor(volume * capacity / hours), 0))
                    : NULL);
}

static const struct qa_column teams_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"model", NULL, QA_TEXT, .is_key = true, .about = "How the work is paid for."},
    {"seats", NULL, QA_REAL, .about = "People at work."},
    {"months", NULL, QA_REAL, .about = "Months of work."},
    {"hours_needed", NULL, QA_REAL, .about = "Hours that the volume takes."},
    {"hours_available", NULL, QA_REAL, .about = "Hours that the seats have."},
    {"idle", NULL, QA_RATE, .about = "Share of those hours that stands idle."},
    {"speed", "speed is", QA_TEXT,
     .about = "Where the time per item comes from: stated, measured, derived or default."},
    {"per_item", NULL, QA_MONEY, .about = "Charges per item."},
    {"remark", NULL, QA_TEXT, .about = "Says so where the seats cannot do the volume."},
};
const struct qa_table_form qa_form_quote_teams =
    QA_TABLE_FORM("teams", "Seats and what they can do", teams_columns);

static void team_table(const struct qa_quote_tables_of *of)
{
    const struct qa_quotes *quotes = of->quotes;
    struct qa_table *table = qa_table_new(of->report->arena, &qa_form_quote_teams);

    for (size_t v = 0; v < quotes->n_vendors; v++) {
        for (size_t i = 0;
             has_basis(quotes, quotes->vendors[v], QA_PER_SEAT_MONTH) && i < of->request->n_volumes;
             i++) {
            put_team(table, of, v, of->request->volumes[i]);
        }
    }
    if (table->n_rows > 0) {
        qa_report_add_table(of->report, table);
    }
}

void qa_quote_row_tables(const struct qa_quote_tables_of *of)
{
    charge_table(of);
    quoted_table(of);
    team_table(of);
    rate_table(of);
}
