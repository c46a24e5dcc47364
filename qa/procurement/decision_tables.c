#include <math.h>

#include "qa/procurement/decision.h"
#include "qa/procurement/figures.h"

static const struct qa_column decision_columns[] = {
    {"vendor", NULL, QA_TEXT},
    {"p_best", "chance of being best", QA_RATE},
    {"p_best_as_weighted", "with the weights as stated", QA_RATE},
    {"p_eligible", "keeps the limits", QA_RATE},
    {"rank_low", "rank from", QA_COUNT},
    {"rank_high", "to", QA_COUNT},
    {"expected_regret", "expected regret", QA_REAL},
};

static const struct qa_column flip_columns[] = {
    {"what", NULL, QA_TEXT},           {"now", NULL, QA_REAL},
    {"at", "changes at", QA_REAL},     {"change", NULL, QA_REAL},
    {"winner", "then first", QA_TEXT}, {"words", "in its unit", QA_TEXT},
};

static const struct qa_column negotiation_columns[] = {
    {"vendor", NULL, QA_TEXT},
    {"gap", "behind by", QA_REAL},
    {"price_off", "off its price", QA_RATE},
    {"off_per_item", "off per item", QA_MONEY},
    {"charges_needed", "charges then", QA_MONEY},
    {"error_rate", "error rate now", QA_RATE},
    {"error_rate_needed", "or error rate of", QA_RATE},
    {"note", NULL, QA_TEXT},
};

#define N_COLUMNS(columns) (sizeof(columns) / sizeof *(columns))

static void put_if(struct qa_table *table, bool known, double value)
{
    if (known) {
        qa_put_real(table, value);
    } else {
        qa_put_absent(table);
    }
}

static struct qa_table *decision_table(const struct qa_decision *decision,
                                       const struct qa_scorecard *card, struct qa_arena *arena)
{
    const struct qa_decision_settings *settings = &decision->settings;
    struct qa_table *table = qa_table_new(arena, "decision", "How sure the first place is",
                                          decision_columns, N_COLUMNS(decision_columns));

    for (size_t i = 0; i < card->n_scores; i++) {
        const struct qa_decision_vendor *vendor = &decision->vendors[card->ranking[i]];

        if (!vendor->drawn) {
            continue;
        }
        qa_table_row(table);
        qa_put_text(table, card->scores[card->ranking[i]].facts->name);
        qa_put_real(table, vendor->p_best);
        qa_put_real(table, vendor->p_best_as_weighted);
        qa_put_real(table, vendor->p_eligible);
        qa_put_count(table, vendor->rank_low);
        qa_put_count(table, vendor->rank_high);
        qa_put_real(table, vendor->expected_regret);
    }
    qa_table_note(
        table,
        "%s draws (seed %llu) of error rates, turnaround and agreement as their samples "
        "leave them open; weights vary by %s points around one half, prices %s.",
        qa_figure(arena, (double)settings->n_draws, 0), (unsigned long long)settings->seed,
        qa_figure(arena, 100.0 * settings->weight_spread, -1),
        settings->price_spread > 0.0
            ? qa_arena_format(arena, "by %s", qa_figure_rate(arena, settings->price_spread))
            : "are kept");
    if (decision->n_drawn > 0) {
        qa_table_note(table, "Regret: points of score lost against the best of each draw.");
    }
    if (decision->p_none > 0.0) {
        qa_table_note(table, "No vendor keeps the limits in %s of draws.",
                      qa_figure_rate(arena, decision->p_none));
    }
    return table;
}

static struct qa_table *flip_table(const struct qa_decision *decision,
                                   const struct qa_scorecard *card, struct qa_arena *arena)
{
    struct qa_table *table =
        qa_table_new(arena, "flips", "What would make another vendor first, all else unchanged",
                     flip_columns, N_COLUMNS(flip_columns));

    for (size_t i = 0; i < decision->n_flips; i++) {
        const struct qa_flip *flip = &decision->flips[i];

        qa_table_row(table);
        qa_put_text(table, flip->what);
        qa_put_real(table, flip->now);
        qa_put_real(table, flip->at);
        qa_put_real(table, flip->at - flip->now);
        qa_put_text(table, flip->winner == SIZE_MAX ? "nobody alone"
                                                    : card->scores[flip->winner].facts->name);
        qa_put_text(table,
                    qa_arena_format(arena, "%s to %s", qa_flip_figure(flip, flip->now, arena),
                                    qa_flip_figure(flip, flip->at, arena)));
    }
    qa_table_note(table, "A weight moves between 0 and 1 while the others keep their proportions.");
    return table;
}

static struct qa_table *negotiation_table(const struct qa_decision *decision,
                                          const struct qa_scorecard *card, struct qa_arena *arena)
{
    struct qa_table *table =
        qa_table_new(arena, "negotiation", "What would draw level with the first",
                     negotiation_columns, N_COLUMNS(negotiation_columns));

    for (size_t i = 0; i < decision->n_negotiations; i++) {
        const struct qa_negotiation *row = &decision->negotiations[i];
        const struct qa_vendor_score *score = &card->scores[row->vendor];

        qa_table_row(table);
        qa_put_text(table, score->facts->name);
        qa_put_real(table, row->gap);
        put_if(table, row->by_price, row->price_off);
        put_if(table, row->by_price, row->off_per_item);
        put_if(table, row->by_price, row->charges_needed);
        put_if(table, score->known[QA_CRITERION_QUALITY], row->rate_now);
        put_if(table, row->by_errors, row->rate_needed);
        qa_put_text(table, row->why_not);
    }
    qa_table_note(table, "Either the price or the error rate; ends of values that are taken from "
                         "the vendors move with the offer.");
    return table;
}

void qa_decision_tables(const struct qa_decision *decision, const struct qa_scorecard *card,
                        struct qa_report *report)
{
    qa_report_add_table(report, decision_table(decision, card, report->arena));
    qa_report_add_table(report, flip_table(decision, card, report->arena));
    qa_report_add_table(report, negotiation_table(decision, card, report->arena));
}
