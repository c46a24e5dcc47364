#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/procurement/figures.h"
#include "qa/procurement/quote_tables.h"
#include "qa/procurement/table_forms.h"

/* Volumes of the curve as multiples of the first volume asked for. */
static const double multiples[] = {0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0};
enum { N_MULTIPLES = sizeof multiples / sizeof *multiples, LONGEST_MONTHS = 120 };

/* ---- curve ---- */

static int compare_reals(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;

    return (left > right) - (left < right);
}

/* The volumes asked for and those around the first of them, whole, in order, each once. */
static size_t curve_volumes(const struct qa_quote_table_request *request, struct qa_arena *arena,
                            double **out)
{
    double *list = QA_ARRAY(arena, double, request->n_volumes + N_MULTIPLES);
    size_t n = 0;
    size_t kept = 0;

    for (size_t i = 0; i < request->n_volumes; i++) {
        list[n++] = request->volumes[i];
    }
    for (size_t i = 0; request->n_volumes > 0 && i < N_MULTIPLES; i++) {
        list[n++] = fmax(1.0, round(request->volumes[0] * multiples[i]));
    }
    qsort(list, n, sizeof *list, compare_reals);
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || list[i] > list[kept - 1]) {
            list[kept++] = list[i];
        }
    }
    *out = list;
    return kept;
}

static void put_point(struct qa_table *table, const struct qa_quote_tables_of *of, size_t vendor,
                      double volume)
{
    const struct qa_quotes *quotes = of->quotes;
    struct qa_scenario scenario = of->request->scenarios[vendor];
    const struct qa_estimate *rate =
        of->request->error_rates != NULL ? &of->request->error_rates[vendor] : NULL;

    scenario.volume = volume;
    struct qa_cost cost = qa_quote_cost(quotes, quotes->vendors[vendor], &scenario);
    struct qa_quality_cost quality = qa_quality_cost(&cost, rate, &scenario);
    double marginal;
    qa_table_row(table);
    qa_put_text(table, cost.vendor);
    qa_put_count(table, (uint64_t)llround(volume));
    if (cost.undefined == NULL) {
        qa_put_real(table, cost.total);
        qa_put_real(table, cost.unit_cost);
    } else {
        qa_put_absent(table);
        qa_put_absent(table);
    }
    if (qa_quote_marginal(quotes, cost.vendor, &scenario, &marginal)) {
        qa_put_real(table, marginal);
    } else {
        qa_put_absent(table);
    }
    qa_put_estimate(table, quality.per_correct);
}

static const struct qa_column curve_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"volume", NULL, QA_COUNT, .is_key = true, .about = "Items ordered."},
    {"total", NULL, QA_MONEY, .about = "Charges, in the currency of the comparison."},
    {"unit_cost", "cost per item", QA_MONEY, .about = "Charges per item."},
    {"marginal_cost", "next item", QA_MONEY, .about = "What one more item adds."},
    {"cost_per_correct", "cost per correct label", QA_ESTIMATE_MONEY,
     .about = "Charges, rework and audit per correct label, with the interval that the error "
              "rate's gives."},
};
const struct qa_table_form qa_form_quote_curve =
    QA_TABLE_FORM("curve", "Charges by volume", curve_columns);

static void curve_table(const struct qa_quote_tables_of *of)
{
    struct qa_table *table = qa_table_new(of->report->arena, &qa_form_quote_curve);
    double *volumes;
    size_t n = curve_volumes(of->request, of->report->arena, &volumes);

    for (size_t v = 0; v < of->quotes->n_vendors; v++) {
        for (size_t i = 0; i < n; i++) {
            put_point(table, of, v, volumes[i]);
        }
    }
    qa_report_add_table(of->report, table);
}

/* ---- crossings ---- */

/* The charges of every vendor by volume. */
static struct qa_cost_curve *curves_of(const struct qa_quote_tables_of *of)
{
    const struct qa_quotes *quotes = of->quotes;
    struct qa_cost_curve *curves =
        QA_ARRAY(of->report->arena, struct qa_cost_curve, quotes->n_vendors);

    for (size_t v = 0; v < quotes->n_vendors; v++) {
        curves[v] = qa_cost_curve(quotes, quotes->vendors[v], &of->request->scenarios[v],
                                  of->report->arena);
    }
    return curves;
}

/* Cost per correct label times volume; false when the error rate is not known or 1. */
static bool correct_curve(const struct qa_quote_tables_of *of, size_t vendor,
                          const struct qa_cost_curve *charges, struct qa_cost_curve *out)
{
    struct qa_arena *arena = of->report->arena;
    const struct qa_estimate *rate =
        of->request->error_rates != NULL ? &of->request->error_rates[vendor] : NULL;
    const struct qa_scenario *scenario = &of->request->scenarios[vendor];

    if (rate == NULL || !qa_is_defined(rate) || rate->value >= 1.0) {
        return false;
    }
    double found = scenario->found_share;
    double per_item = qa_scenario_audit_cost(scenario) +
                      rate->value * scenario->cost_per_wrong * (found > 0.0 ? found : 1.0);
    struct qa_amount correct = qa_amount_subtract(arena, qa_amount_of_count(arena, 1),
                                                  qa_amount_of_real(arena, rate->value));
    *out =
        qa_cost_curve_adjust(charges, qa_amount_of_real(arena, scenario->rejected_share),
                             qa_amount_of_real(arena, per_item),
                             qa_amount_divide(arena, qa_amount_of_count(arena, 1), correct), arena);
    return true;
}

static const struct qa_column crossing_columns[] = {
    {"vendor_a", NULL, QA_TEXT, .is_key = true, .about = "One vendor."},
    {"vendor_b", NULL, QA_TEXT, .is_key = true, .about = "The other vendor."},
    {"compared", NULL, QA_TEXT, .is_key = true,
     .about = "What is compared: charges, or cost per correct label."},
    {"volume", "from volume", QA_COUNT, .is_key = true,
     .about = "First whole volume of items from which the order has changed."},
    {"cheaper", "cheaper is", QA_TEXT, .about = "The vendor that is cheaper from there on."},
    {"equal_at", NULL, QA_REAL, .is_detail = true,
     .about =
         "Volume at which both cost the same; absent where a step carries one over the other."},
    {"cost_a", "cost of a", QA_MONEY, .about = "What the first costs at that volume."},
    {"cost_b", "cost of b", QA_MONEY, .about = "What the second costs at that volume."},
};
const struct qa_table_form qa_form_quote_crossings =
    QA_TABLE_FORM("crossings", "Where two vendors change places", crossing_columns);

static void put_crossings(struct qa_table *table, const struct qa_cost_curve *a,
                          const struct qa_cost_curve *b, const char *compared)
{
    size_t n;
    struct qa_crossing *crossings = qa_cost_crossings(a, b, table->arena, &n);

    for (size_t i = 0; i < n; i++) {
        double volume = qa_amount_real(crossings[i].volume);

        qa_table_row(table);
        qa_put_text(table, a->vendor);
        qa_put_text(table, b->vendor);
        qa_put_text(table, compared);
        qa_put_count(table, (uint64_t)volume);
        qa_put_text(table, crossings[i].cheaper == 0 ? a->vendor : b->vendor);
        if (crossings[i].meets) {
            qa_put_real(table, qa_amount_real(crossings[i].equal_at));
        } else {
            qa_put_absent(table);
        }
        qa_put_real(table, qa_amount_real(crossings[i].totals[0]));
        qa_put_real(table, qa_amount_real(crossings[i].totals[1]));
    }
}

static void note_cuts(struct qa_table *table, const struct qa_cost_curve *curves, size_t n)
{
    for (size_t v = 0; v < n; v++) {
        if (curves[v].is_cut && curves[v].n > 0) {
            double last = qa_amount_real(curves[v].pieces[curves[v].n - 1].to);

            qa_table_note(table, "%s was followed up to %s items, its %dth seat.", curves[v].vendor,
                          qa_figure(table->arena, floor(last), 0), QA_SEAT_STEPS);
        }
    }
}

static void crossing_table(const struct qa_quote_tables_of *of, const struct qa_cost_curve *curves)
{
    size_t n = of->quotes->n_vendors;
    struct qa_table *table = qa_table_new(of->report->arena, &qa_form_quote_crossings);

    for (size_t a = 0; a < n; a++) {
        for (size_t b = a + 1; b < n; b++) {
            struct qa_cost_curve correct[2];

            put_crossings(table, &curves[a], &curves[b], "charges");
            if (correct_curve(of, a, &curves[a], &correct[0]) &&
                correct_curve(of, b, &curves[b], &correct[1])) {
                put_crossings(table, &correct[0], &correct[1], "per correct label");
            }
        }
    }
    table->rows_shown = 20;
    qa_table_note(table, "From the volume on, and up to the next crossing, the vendor named is the "
                         "cheaper one; exact, of unrounded amounts. Nothing in equal at: the step "
                         "of a price carries one over the other.");
    note_cuts(table, curves, n);
    qa_report_add_table(of->report, table);
}

/* ---- break-even of work done in-house ---- */

/* The first volume from which in-house (a) stays the cheaper one; 0: none. */
static double breakeven_volume(const struct qa_cost_curve *in_house,
                               const struct qa_cost_curve *vendor, struct qa_arena *arena)
{
    size_t n;
    struct qa_crossing *crossings = qa_cost_crossings(in_house, vendor, arena, &n);
    bool known;

    if (n > 0) {
        const struct qa_crossing *last = &crossings[n - 1];

        return last->cheaper == 0 ? qa_amount_real(last->volume) : 0.0;
    }
    int order = qa_cost_compare(in_house, vendor, qa_amount_of_count(arena, 1), arena, &known);
    return known && order < 0 ? 1.0 : 0.0;
}

/* The charges of a vendor when the work goes on for so many months at the scenario's volume a
 * month. */
static struct qa_worked work_months(const struct qa_quote_tables_of *of, size_t vendor,
                                    double volume, unsigned months, struct qa_arena *arena)
{
    struct qa_scenario scenario = of->request->scenarios[vendor];
    struct qa_amount per_month =
        qa_amount_divide(arena, qa_amount_of_real(arena, volume),
                         qa_amount_of_real(arena, qa_scenario_get(&scenario, QA_SC_MONTHS)));

    qa_scenario_set(&scenario, QA_SC_MONTHS, months, QA_DERIVED);
    return qa_quote_work(of->quotes, of->quotes->vendors[vendor], &scenario,
                         qa_amount_multiply(arena, per_month, qa_amount_of_count(arena, months)),
                         arena);
}

/* The first month after which in-house stays at or below the vendor, to LONGEST_MONTHS; 0: none. */
static unsigned breakeven_month(const struct qa_quote_tables_of *of, size_t in_house, size_t vendor,
                                double volume)
{
    unsigned first = 0;

    for (unsigned month = 1; month <= LONGEST_MONTHS; month++) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_worked own = work_months(of, in_house, volume, month, arena);
        struct qa_worked other = work_months(of, vendor, volume, month, arena);
        bool ahead = own.undefined == NULL && other.undefined == NULL &&
                     qa_amount_compare(own.total, other.total) <= 0;

        first = !ahead ? 0 : first == 0 ? month : first;
        qa_arena_free(arena);
    }
    return first;
}

static void put_count_if(struct qa_table *table, double count)
{
    if (count > 0.0) {
        qa_put_count(table, (uint64_t)count);
    } else {
        qa_put_absent(table);
    }
}

static const struct qa_column breakeven_columns[] = {
    {"in_house", NULL, QA_TEXT, .is_key = true, .about = "The team of one's own."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"volume", "from volume", QA_COUNT,
     .about = "Items from which in-house stays cheaper; absent where it does not."},
    {"month", "from month", QA_COUNT,
     .about = "Month after which it stays cheaper at the scenario's volume a month; absent where "
              "it does not."},
    {"in_house_cost", NULL, QA_MONEY, .about = "In-house costs at the volume asked for."},
    {"vendor_cost", NULL, QA_MONEY, .about = "The vendor's charges at it."},
};
const struct qa_table_form qa_form_quote_breakeven =
    QA_TABLE_FORM("breakeven", "When doing it in-house pays", breakeven_columns);

static void put_breakeven(struct qa_table *table, const struct qa_quote_tables_of *of,
                          const struct qa_cost_curve *curves, const size_t pair[2])
{
    double volume = of->request->n_volumes > 0 ? of->request->volumes[0] : 0.0;

    qa_table_row(table);
    qa_put_text(table, of->quotes->vendors[pair[0]]);
    qa_put_text(table, of->quotes->vendors[pair[1]]);
    put_count_if(table, breakeven_volume(&curves[pair[0]], &curves[pair[1]], table->arena));
    put_count_if(table, breakeven_month(of, pair[0], pair[1], volume));
    for (int k = 0; k < 2; k++) {
        struct qa_scenario scenario = of->request->scenarios[pair[k]];

        scenario.volume = volume;
        struct qa_cost cost = qa_quote_cost(of->quotes, of->quotes->vendors[pair[k]], &scenario);
        if (cost.undefined == NULL) {
            qa_put_real(table, cost.total);
        } else {
            qa_put_absent(table);
        }
    }
}

static void breakeven_table(const struct qa_quote_tables_of *of, const struct qa_cost_curve *curves)
{
    const struct qa_quotes *quotes = of->quotes;
    struct qa_table *table = qa_table_new(of->report->arena, &qa_form_quote_breakeven);

    for (size_t h = 0; h < quotes->n_vendors; h++) {
        for (size_t v = 0;
             qa_quote_is_in_house(quotes, quotes->vendors[h]) && v < quotes->n_vendors; v++) {
            if (v != h && !qa_quote_is_in_house(quotes, quotes->vendors[v])) {
                put_breakeven(table, of, curves, (const size_t[2]){h, v});
            }
        }
    }
    if (table->n_rows == 0) {
        return;
    }
    qa_table_note(
        table,
        "from volume: in-house charges less at it and at every greater one that both have "
        "a price for. from month: "
        "at the volume per month of the scenario, costs added up since the start, looked "
        "at for %d months. Nothing: in-house does not get there.",
        LONGEST_MONTHS);
    qa_report_add_table(of->report, table);
}

void qa_quote_curve_tables(const struct qa_quote_tables_of *of)
{
    struct qa_cost_curve *curves = curves_of(of);

    curve_table(of);
    crossing_table(of, curves);
    breakeven_table(of, curves);
}
