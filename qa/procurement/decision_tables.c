#include <math.h>

#include "qa/procurement/decision.h"
#include "qa/procurement/figures.h"
#include "qa/procurement/table_forms.h"

static const struct qa_column decision_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"p_best", "chance of being best", QA_RATE,
     .about = "Chance of being first, with rates, weights and prices drawn as they are uncertain."},
    {"p_best_as_weighted", "with the weights as stated", QA_RATE,
     .about = "The same with the weights as stated."},
    {"p_eligible", "keeps the limits", QA_RATE,
     .about = "Share of draws in which the vendor keeps the limits."},
    {"rank_low", "rank from", QA_COUNT,
     .about = "Best rank, leaving out the outer draws by the confidence."},
    {"rank_high", "to", QA_COUNT,
     .about = "Worst rank, leaving out the outer draws by the confidence."},
    {"expected_regret", "expected regret", QA_REAL,
     .about = "Points of score lost on average against the best of each draw."},
};
const struct qa_table_form qa_form_decision_vendors =
    QA_TABLE_FORM("decision", "How sure the first place is", decision_columns);

static const struct qa_column flip_columns[] = {
    {"what", NULL, QA_TEXT, .is_key = true, .about = "What moves, all else unchanged."},
    {"now", NULL, QA_REAL, .about = "Its value now."},
    {"at", "changes at", QA_REAL, .about = "The value at which another vendor becomes first."},
    {"change", NULL, QA_REAL, .about = "The second less the first."},
    {"winner", "then first", QA_TEXT, .about = "The vendor that is first then."},
    {"words", "in its unit", QA_TEXT, .about = "The move in its unit."},
};
const struct qa_table_form qa_form_decision_flips = QA_TABLE_FORM(
    "flips", "What would make another vendor first, all else unchanged", flip_columns);

static const struct qa_column negotiation_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"gap", "behind by", QA_REAL, .about = "Points of score behind the first."},
    {"price_off", "off its price", QA_RATE, .about = "Share off its price that draws level."},
    {"off_per_item", "off per item", QA_MONEY,
     .about = "The same per item, in the currency of the comparison."},
    {"charges_needed", "charges then", QA_MONEY, .about = "Charges that remain then."},
    {"error_rate", "error rate now", QA_RATE, .about = "Error rate now."},
    {"error_rate_needed", "or error rate of", QA_RATE,
     .about = "Error rate that draws level instead."},
    {"note", NULL, QA_TEXT, .about = "Why neither can, where that is so."},
};
const struct qa_table_form qa_form_decision_negotiation =
    QA_TABLE_FORM("negotiation", "What would draw level with the first", negotiation_columns);

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
    struct qa_table *table = qa_table_new(arena, &qa_form_decision_vendors);

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
    struct qa_table *table = qa_table_new(arena, &qa_form_decision_flips);

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
    struct qa_table *table = qa_table_new(arena, &qa_form_decision_negotiation);

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
