#include <math.h>

#include "qa/procurement/decision_parts.h"
#include "qa/procurement/rules.h"

enum { BISECTIONS = 200, MOST_LISTED = 100 };

/* Scores this close are level: sums of a few products of values up to 1 round by less. */
static const double LEVEL = 1e-13;

/* One vendor's offer changed, and the card valued again: ends that the vendors set move with it. */
struct offer {
    const struct qa_scorecard *card;
    size_t vendor;
    const struct qa_vendor_score *score; /* as it is */
    struct qa_arena *arena;
};

/* The best score of the others. Most offers leave the ends of values, and with them the others'
 * scores, as they are. */
static double best_of_others(const struct offer *offer, struct qa_reckoning *reckoning)
{
    const struct qa_scorecard *card = offer->card;
    const struct qa_value_ends *ends = &card->ends[QA_CRITERION_COST];
    bool moves =
        qa_reckoned_card(reckoning, QA_CARD_WORST + QA_CRITERION_COST).number != ends->worst ||
        qa_reckoned_card(reckoning, QA_CARD_BEST + QA_CRITERION_COST).number != ends->best;
    double best = 0.0;

    for (size_t v = 0; v < card->n_scores; v++) {
        if (v != offer->vendor && qa_score_is_eligible(&card->scores[v])) {
            best = fmax(best, moves ? qa_reckoned(reckoning, v, QA_V_SCORE).number
                                    : card->scores[v].score);
        }
    }
    return best;
}

/* The vendor's score less the best of the others, at an error rate and a share of its charges. */
static double lead_of(const struct offer *offer, double rate, double factor)
{
    const struct qa_scorecard *card = offer->card;
    double correct = offer->score->known[QA_CRITERION_COST]
                         ? qa_score_cost_at(card, offer->score, rate, factor)
                         : (double)NAN;
    struct qa_arena_mark mark = qa_arena_mark(offer->arena);
    struct qa_reckoning *reckoning =
        qa_reckon_offer(card->reckoning, offer->vendor, rate, correct, offer->arena);
    double lead =
        qa_reckoned(reckoning, offer->vendor, QA_V_SCORE).number - best_of_others(offer, reckoning);

    qa_arena_reset(offer->arena, mark);
    return lead;
}

/* The lead falls in the price and in the error rate: the greatest of either, up to what it is now,
 * that draws level; known to do at 0. */
static double greatest_that_does(struct offer *offer, bool of_price)
{
    double rate = offer->score->error_rate.value;
    double does = 0.0;
    double does_not = of_price ? 1.0 : rate;

    for (int i = 0; i < BISECTIONS && does_not - does > 1e-16; i++) {
        double middle = 0.5 * (does + does_not);
        double lead = of_price ? lead_of(offer, rate, middle) : lead_of(offer, middle, 1.0);

        if (lead >= -LEVEL) {
            does = middle;
        } else {
            does_not = middle;
        }
    }
    return does;
}

static const char *const NO_PRICE = "no price alone would do";
static const char *const NO_RATE = "no error rate alone would do";

/* NULL when a price would do, else why none would. */
static const char *by_price(struct offer *offer, struct qa_negotiation *out)
{
    const struct qa_vendor_score *score = offer->score;

    if (score->cost.undefined != NULL) {
        return score->cost.undefined;
    }
    if (offer->card->weights[QA_CRITERION_COST] <= 0.0) {
        return "the price has no weight";
    }
    if (lead_of(offer, score->error_rate.value, 0.0) < -LEVEL) {
        return NO_PRICE;
    }
    double factor = greatest_that_does(offer, true);
    out->by_price = true;
    out->price_off = 1.0 - factor;
    out->charges_needed = factor * score->cost.total;
    out->off_per_item = out->price_off * score->cost.total / offer->card->settings.scenario.volume;
    return NULL;
}

static const char *by_errors(struct offer *offer, struct qa_negotiation *out)
{
    if (!offer->score->known[QA_CRITERION_QUALITY]) {
        return "the error rate is not known";
    }
    if (lead_of(offer, 0.0, 1.0) < -LEVEL) {
        return NO_RATE;
    }
    out->by_errors = true;
    out->rate_needed = greatest_that_does(offer, false);
    return NULL;
}

static const char *join(const char *no_price, const char *no_rate, struct qa_arena *arena)
{
    if (no_price == NO_PRICE && no_rate == NO_RATE) {
        return "neither a price nor an error rate alone would do";
    }
    if (no_price == NULL || no_rate == NULL) {
        return no_price != NULL ? no_price : no_rate;
    }
    return qa_arena_format(arena, "%s; %s", no_price, no_rate);
}

void qa_decision_negotiate(const struct qa_scorecard *card, struct qa_decision *decision,
                           struct qa_arena *arena)
{
    struct offer offer = {.card = card, .arena = arena};

    decision->negotiations = QA_ARRAY(arena, struct qa_negotiation, card->n_scores);
    if (decision->leader == SIZE_MAX) {
        return;
    }
    for (size_t i = 1; i < card->n_scores && i <= MOST_LISTED; i++) {
        struct qa_negotiation *out = &decision->negotiations[decision->n_negotiations];

        out->vendor = card->ranking[i];
        offer.score = &card->scores[out->vendor];
        offer.vendor = out->vendor;
        if (offer.score->rank == 0) {
            break;
        }
        out->gap = card->scores[decision->leader].score - offer.score->score;
        out->rate_now = offer.score->error_rate.value;
        const char *no_price = by_price(&offer, out);
        const char *no_rate = by_errors(&offer, out);
        out->why_not = join(no_price, no_rate, arena);
        decision->n_negotiations++;
    }
}
