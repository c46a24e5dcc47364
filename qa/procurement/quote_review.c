/* What a scenario shows to be wrong with quotes. */
#include <math.h>
#include <string.h>

#include "qa/procurement/figures.h"
#include "qa/procurement/quote_work.h"

struct review {
    const struct qa_quotes *quotes;
    const struct qa_quote_table_request *request;
    struct qa_findings *findings;
};

static void add(const struct review *review, const char *code, const struct qa_charge *charge,
                const char *text)
{
    qa_findings_add(review->findings, (struct qa_finding){.severity = QA_WARNING,
                                                          .code = code,
                                                          .file = charge->file,
                                                          .line = charge->line,
                                                          .vendor = charge->vendor,
                                                          .text = text});
}

static void check_quantity(const struct review *review, const struct qa_charge *charge,
                           const struct qa_scenario *own)
{
    struct qa_arena *arena = review->findings->arena;
    const char *undefined = NULL;

    (void)qa_charge_quantity(charge, own, qa_amount_of_count(arena, 1), arena, &undefined);
    if (undefined != NULL) {
        add(review, "W417", charge,
            qa_arena_format(arena, "'%s' is a %s", charge->name, undefined));
    }
}

static void check_share(const struct review *review, const struct qa_charge *charge,
                        const struct qa_scenario *own)
{
    static const enum qa_scenario_value shares[QA_N_CONDITIONS] = {
        [QA_RUSH] = QA_SC_RUSH, [QA_REVIEW] = QA_SC_REVIEW, [QA_REWORK] = QA_SC_REWORK};
    enum qa_scenario_value value = shares[charge->condition];

    if (value != QA_SC_VOLUME && !qa_scenario_known(own, value)) {
        add(review, "W418", charge,
            qa_arena_format(review->findings->arena,
                            "'%s' is charged on %s work, and %s not stated: it counts as 0",
                            charge->name, qa_condition_name(charge->condition),
                            qa_scenario_name(value)->missing));
    }
}

/* Minimums that add something at a volume. */
static void check_minimums(const struct review *review, size_t vendor, double volume)
{
    struct qa_arena *arena = review->findings->arena;
    struct qa_worked worked =
        qa_quote_work(review->quotes, review->quotes->vendors[vendor],
                      &review->request->scenarios[vendor], qa_amount_of_real(arena, volume), arena);

    for (size_t i = 0; worked.undefined == NULL && i < worked.n; i++) {
        const struct qa_worked_row *row = &worked.rows[i];

        if (qa_basis_kind(row->charge->basis) == QA_KIND_MINIMUM &&
            qa_amount_sign(row->amount) > 0) {
            add(review, "W419", row->charge,
                qa_arena_format(arena, "at %s items '%s' binds: it adds %s %s to %s",
                                qa_figure(arena, volume, -1), row->charge->name,
                                qa_figure(arena, qa_amount_real(row->amount), 2),
                                review->quotes->currency,
                                qa_figure(arena, qa_amount_real(row->base), 2)));
        }
    }
}

/* Work that is paid by the month: how the volume was spread. One message a charge. */
static void check_spread(const struct review *review, size_t vendor, double volume)
{
    struct qa_arena *arena = review->findings->arena;
    const char *name = review->quotes->vendors[vendor];
    const struct qa_scenario own =
        qa_quote_scenario(review->quotes, name, &review->request->scenarios[vendor]);
    double months = qa_scenario_get(&own, QA_SC_MONTHS);
    size_t n;
    const struct qa_charge *charges = qa_quote_charges(review->quotes, name, &n);

    for (size_t i = 0; i < n; i++) {
        bool is_first = i == 0 || strcmp(charges[i - 1].name, charges[i].name) != 0 ||
                        charges[i - 1].basis != charges[i].basis;

        if (is_first && qa_charge_is_spread(&charges[i])) {
            add(review, "W157", &charges[i],
                qa_arena_format(arena,
                                "'%s' is paid by the month: %s items are spread evenly over %s "
                                "month%s, and its tiers hold for each",
                                charges[i].name, qa_figure(arena, volume, -1),
                                qa_figure(arena, months, -1), months == 1.0 ? "" : "s"));
        }
    }
}

/* Stated seats that cannot do the volume in their months. */
static void check_capacity(const struct review *review, size_t vendor, double volume)
{
    struct qa_arena *arena = review->findings->arena;
    const char *name = review->quotes->vendors[vendor];
    const struct qa_scenario own =
        qa_quote_scenario(review->quotes, name, &review->request->scenarios[vendor]);
    struct qa_amount most;
    size_t n;
    const struct qa_charge *charges = qa_quote_charges(review->quotes, name, &n);

    for (size_t i = 0; qa_quote_capacity(&own, arena, &most) && i < n; i++) {
        bool by_seat = charges[i].basis == QA_PER_SEAT || charges[i].basis == QA_PER_SEAT_MONTH;
        const char *undefined = NULL;

        (void)qa_charge_quantity(&charges[i], &own, qa_amount_of_real(arena, volume), arena,
                                 &undefined);
        if (by_seat && undefined != NULL) {
            add(review, "W420", &charges[i],
                qa_arena_format(arena,
                                "%s seats do %s items in their months, and %s are wanted: no price",
                                qa_figure(arena, own.seats, -1),
                                qa_figure(arena, floor(qa_amount_real(most)), 0),
                                qa_figure(arena, volume, -1)));
            return;
        }
    }
}

void qa_quote_review(const struct qa_quotes *quotes, const struct qa_quote_table_request *request,
                     struct qa_findings *findings)
{
    const struct review review = {quotes, request, findings};

    for (size_t v = 0; v < quotes->n_vendors; v++) {
        const struct qa_scenario own =
            qa_quote_scenario(quotes, quotes->vendors[v], &request->scenarios[v]);
        size_t n;
        const struct qa_charge *charges = qa_quote_charges(quotes, quotes->vendors[v], &n);

        for (size_t i = 0; i < n; i++) {
            check_quantity(&review, &charges[i], &own);
            check_share(&review, &charges[i], &own);
        }
        for (size_t i = 0; i < request->n_volumes; i++) {
            check_minimums(&review, v, request->volumes[i]);
            check_capacity(&review, v, request->volumes[i]);
            check_spread(&review, v, request->volumes[i]);
        }
    }
}
