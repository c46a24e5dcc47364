#include <math.h>
#include <string.h>

#include "qa/procurement/decision_parts.h"
#include "qa/procurement/scorecard_values.h"

enum { BISECTIONS = 200, MOST_LISTED = 100 };

/* Scores this close are level: sums of a few products of values up to 1 round by less. */
static const double LEVEL = 1e-13;

/* One vendor's offer changed, and the card valued again: ends that the vendors set move with it. */
struct offer {
    const struct qa_scorecard *card;
    const struct qa_vendor_score *score; /* as it is */
    struct qa_scorecard changed;
    struct qa_vendor_score *own; /* of changed */
};

/* The vendor's score less the best of the others, at an error rate and a share of its charges. */
static double lead_of(struct offer *offer, double rate, double factor)
{
    double best = 0.0;

    offer->own->measured[QA_CRITERION_QUALITY] = rate;
    if (offer->score->known[QA_CRITERION_COST]) {
        offer->own->measured[QA_CRITERION_COST] =
            qa_score_cost_at(offer->card, offer->score, rate, factor);
    }
    qa_scorecard_value(&offer->changed);
    for (size_t i = 0; i < offer->changed.n_scores; i++) {
        const struct qa_vendor_score *other = &offer->changed.scores[i];

        if (other != offer->own && qa_score_is_eligible(other) && other->has_score) {
            best = fmax(best, other->score);
        }
    }
    return offer->own->score - best;
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
    struct offer offer = {.card = card, .changed = *card};

    decision->negotiations = QA_ARRAY(arena, struct qa_negotiation, card->n_scores);
    if (decision->leader == SIZE_MAX) {
        return;
    }
    offer.changed.scores = QA_ARRAY(arena, struct qa_vendor_score, card->n_scores);
    memcpy(offer.changed.scores, card->scores, card->n_scores * sizeof *card->scores);
    for (size_t i = 1; i < card->n_scores && i <= MOST_LISTED; i++) {
        struct qa_negotiation *out = &decision->negotiations[decision->n_negotiations];

        out->vendor = card->ranking[i];
        offer.score = &card->scores[out->vendor];
        offer.own = &offer.changed.scores[out->vendor];
        if (offer.score->rank == 0) {
            break;
        }
        out->gap = card->scores[decision->leader].score - offer.score->score;
        out->rate_now = offer.score->error_rate.value;
        const char *no_price = by_price(&offer, out);
        const char *no_rate = by_errors(&offer, out);
        out->why_not = join(no_price, no_rate, arena);
        memcpy(offer.own->measured, offer.score->measured, sizeof offer.own->measured);
        decision->n_negotiations++;
    }
}
