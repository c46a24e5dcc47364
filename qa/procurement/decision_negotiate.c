#include <math.h>

#include "qa/procurement/decision_parts.h"

enum { BISECTIONS = 200 };

/* What the vendor's score would be at another error rate. */
static double score_at_rate(const struct qa_scorecard *card, const struct qa_vendor_score *score,
                            double rate)
{
    double measured[QA_N_CRITERIA];

    for (int c = 0; c < QA_N_CRITERIA; c++) {
        measured[c] = score->measured[c];
    }
    measured[QA_CRITERION_QUALITY] = rate;
    if (score->known[QA_CRITERION_COST]) {
        measured[QA_CRITERION_COST] = qa_score_cost_at(card, score, rate, 1.0);
    }
    return qa_score_of(card, measured);
}

/* Values are linear in the cost and the cost in the charges, so the price is solved for. */
static void by_price(const struct qa_scorecard *card, const struct qa_vendor_score *score,
                     struct qa_negotiation *out)
{
    double weight = card->weights[QA_CRITERION_COST];
    struct qa_cost_line line = qa_cost_line_of(card, score);
    double volume = card->settings.scenario.volume;
    double rate = score->error_rate.value;

    if (weight <= 0.0 || !line.known || line.charges <= 0.0) {
        return;
    }
    double value = score->values[QA_CRITERION_COST] + out->gap / weight;
    double cost = qa_value_inverse(&card->ends[QA_CRITERION_COST], value);
    double factor =
        (cost * volume * (1.0 - rate) - line.fixed - rate * line.per_rate) / line.charges;
    out->by_price = value <= 1.0 && factor >= 0.0;
    if (out->by_price) {
        out->price_off = 1.0 - factor;
        out->charges_needed = factor * score->cost.total;
        out->off_per_item = out->price_off * score->cost.total / volume;
    }
}

/* Fewer errors raise quality and lower the cost, so the score falls in the rate. */
static void by_errors(const struct qa_scorecard *card, const struct qa_vendor_score *score,
                      struct qa_negotiation *out)
{
    double wanted = score->score + out->gap;
    double low = 0.0;
    double high = score->error_rate.value;

    if (!score->known[QA_CRITERION_QUALITY] || score_at_rate(card, score, 0.0) < wanted) {
        return;
    }
    out->by_errors = true;
    for (int i = 0; i < BISECTIONS && high - low > 1e-16; i++) {
        double middle = 0.5 * (low + high);

        if (score_at_rate(card, score, middle) >= wanted) {
            low = middle;
        } else {
            high = middle;
        }
    }
    out->rate_needed = low;
}

void qa_decision_negotiate(const struct qa_scorecard *card, struct qa_decision *decision,
                           struct qa_arena *arena)
{
    decision->negotiations = QA_ARRAY(arena, struct qa_negotiation, card->n_scores);
    if (decision->leader == SIZE_MAX) {
        return;
    }
    for (size_t i = 1; i < card->n_scores; i++) {
        const struct qa_vendor_score *score = &card->scores[card->ranking[i]];
        struct qa_negotiation *out = &decision->negotiations[decision->n_negotiations];

        if (score->rank == 0) {
            break;
        }
        out->vendor = card->ranking[i];
        out->gap = card->scores[decision->leader].score - score->score;
        out->rate_now = score->error_rate.value;
        by_price(card, score, out);
        by_errors(card, score, out);
        out->why_not = out->by_price && out->by_errors ? NULL
                       : out->by_errors                ? "no price alone would do"
                       : out->by_price                 ? "no error rate alone would do"
                                       : "neither a price nor an error rate alone would do";
        decision->n_negotiations++;
    }
}
