#include <math.h>

#include "qa/procurement/decision_parts.h"
#include "qa/stats/describe.h"

/* A limit that can be moved: where it stands among the settings, and how far it may go. */
struct limit {
    const char *what;
    const char *unit; /* NULL: the currency */
    size_t offset;    /* of its double in struct qa_score_settings */
    double least, most;
};

static const struct limit limits[] = {
    {"limit of the error rate", "%", offsetof(struct qa_score_settings, max_error), 0.0, 1.0},
    {"limit of agreement", "", offsetof(struct qa_score_settings, min_agreement), 0.0, 1.0},
    {"limit of the turnaround", "h", offsetof(struct qa_score_settings, max_turnaround_hours), 0.0,
     HUGE_VAL},
    {"budget", NULL, offsetof(struct qa_score_settings, budget), 0.0, HUGE_VAL},
    {"weeks", "weeks", offsetof(struct qa_score_settings, weeks), 0.0, HUGE_VAL},
};

/* Beyond this many vendors the search for limits would take longer than it is worth. */
enum { MOST_VENDORS = 100, POINTS_A_VENDOR = 8, BISECTIONS = 200 };

/* A step that is beyond any rounding and below any difference that matters. */
static const double NUDGE = 1e-9;

struct search {
    const struct qa_scorecard *card;
    struct qa_decision *decision;
    struct qa_arena *arena;
    size_t capacity;
};

static void add_flip(struct search *search, struct qa_flip flip)
{
    struct qa_decision *decision = search->decision;

    decision->flips = qa_arena_grow(search->arena, decision->flips, &search->capacity,
                                    decision->n_flips + 1, sizeof *decision->flips);
    decision->flips[decision->n_flips++] = flip;
}

/* ---- weights: the others keep their proportions, so a difference of scores is linear ---- */

/* With weight w on the criterion, S_a - S_b = (1 - w) rest + w own. */
static void split_difference(const struct qa_scorecard *card, size_t a, size_t b,
                             enum qa_criterion criterion, double *rest, double *own)
{
    const struct qa_vendor_score *left = &card->scores[a];
    const struct qa_vendor_score *right = &card->scores[b];
    double others = 0.0;

    *rest = 0.0;
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        if (c != (int)criterion && card->weights[c] > 0.0) {
            *rest += card->weights[c] * (left->values[c] - right->values[c]);
            others += card->weights[c];
        }
    }
    *rest = others > 0.0 ? *rest / others : 0.0;
    *own = left->values[criterion] - right->values[criterion];
}

/* The nearest weight above (or below) the present one at which another vendor comes level with the
 * leader and goes ahead beyond. A vendor that lacks the criterion has no rank once it has weight.
 */
static void flip_weight(struct search *search, enum qa_criterion criterion, bool up)
{
    const struct qa_scorecard *card = search->card;
    double now = card->weights[criterion];
    struct qa_flip flip = {
        .unit = "", .now = now, .at = up ? HUGE_VAL : -HUGE_VAL, .winner = SIZE_MAX};

    if (!card->scores[search->decision->leader].known[criterion]) {
        return;
    }
    for (size_t v = 0; v < card->n_scores; v++) {
        double rest;
        double own;

        if (v == search->decision->leader || card->scores[v].rank == 0 ||
            !card->scores[v].known[criterion]) {
            continue;
        }
        split_difference(card, search->decision->leader, v, criterion, &rest, &own);
        double at = rest / (rest - own);
        bool falls = up ? own < rest : own > rest;
        if (falls && at >= 0.0 && at <= 1.0 && (up ? at < flip.at : at > flip.at)) {
            flip.at = at;
            flip.winner = v;
        }
    }
    bool beyond = up ? flip.at > now && flip.at < 1.0 : flip.at < now && flip.at > 0.0;
    if (flip.winner != SIZE_MAX && beyond) {
        flip.what = qa_arena_format(search->arena, "weight of %s", qa_criterion_name(criterion));
        add_flip(search, flip);
    }
}

/* ---- limits: between points where a gate or a clamp changes, one difference of scores is
 * monotone in the limit, so that the place where the leader is overtaken is found by bisection ----
 */

static size_t winner_at(const struct search *search, const struct limit *limit, double at)
{
    struct qa_score_settings settings = search->card->settings;
    struct qa_arena_mark mark = qa_arena_mark(search->arena);

    *(double *)((char *)&settings + limit->offset) = at;
    struct qa_scorecard card = qa_scorecard_under(search->card, &settings, search->arena);
    size_t winner = qa_scorecard_winner(&card);
    qa_arena_reset(search->arena, mark);
    return winner;
}

/* Weeks at which a promised capacity is just enough, with its ramp-up. */
static double weeks_needed(const struct qa_vendor_facts *facts, double volume)
{
    const struct qa_promise *ramp = qa_promise_find(facts->promises, QA_PROMISE_RAMP_UP, NULL);
    double capacity = qa_promised_per_week(facts->promises, 0.0);
    double slow = ramp != NULL ? ramp->value : 0.0;

    if (capacity <= 0.0) {
        return -1.0;
    }
    double weeks = volume / capacity + slow / 2.0;
    return weeks >= slow ? weeks : sqrt(2.0 * slow * volume / capacity);
}

/* One end of the turnaround is an interval's too: few deliveries give the lower only. */
static size_t ends_of_turnaround(const struct qa_vendor_turnaround *time, double *points)
{
    size_t n = 0;

    if (time != NULL && time->p90.has_low) {
        points[n++] = time->p90.low;
    }
    if (time != NULL && time->p90.has_high) {
        points[n++] = time->p90.high;
    }
    return n;
}

/* Limits at which something changes for a vendor. */
static size_t points_of(const struct search *search, const struct qa_vendor_score *score,
                        double *points)
{
    const struct qa_gate_check *gates = score->gates;
    double volume = search->card->settings.scenario.volume;
    size_t n = 0;

    for (int g = 0; g < QA_N_GATES; g++) {
        const struct qa_estimate *value = &gates[g].value;

        if (qa_is_defined(value) && g != QA_GATE_ON_COMPLIANCE && g != QA_GATE_ON_CAPACITY) {
            points[n++] = value->value;
        }
    }
    points[n++] = weeks_needed(score->facts, volume);
    points[n++] =
        score->known[QA_CRITERION_COST] ? score->measured[QA_CRITERION_COST] * volume : -1.0;
    n += ends_of_turnaround(score->facts->turnaround, points + n);
    return n;
}

static size_t ends_of(const struct qa_vendor_score *score, double *points)
{
    size_t n = 0;

    for (int g = 0; g < QA_N_GATES; g++) {
        const struct qa_estimate *value = &score->gates[g].value;

        if (qa_is_defined(value) && value->has_interval) {
            points[n++] = value->low;
            points[n++] = value->high;
        }
    }
    return n;
}

/* Where between two limits the winner is another than the leader for the first time; known to be
 * the leader at `with` and not at `without`. */
static double bisect(const struct search *search, const struct limit *limit, double with,
                     double without)
{
    for (int i = 0; i < BISECTIONS && fabs(without - with) > 1e-15 * fabs(with); i++) {
        double middle = 0.5 * (with + without);

        if (winner_at(search, limit, middle) == search->decision->leader) {
            with = middle;
        } else {
            without = middle;
        }
    }
    return without;
}

/* Points in the direction of travel, from the present limit outward. */
static void flip_limit(struct search *search, const struct limit *limit, const double *points,
                       size_t n, bool up)
{
    double now = *(const double *)((const char *)&search->card->settings + limit->offset);
    double step = up ? 1.0 + NUDGE : 1.0 - NUDGE;
    double at = now;

    for (size_t i = 0; i <= n; i++) {
        double next = i < n ? points[up ? i : n - 1 - i] : up ? fmin(limit->most, 10.0 * at) : 0.0;

        if (up ? next <= now || next > limit->most : next >= now || next <= limit->least) {
            continue;
        }
        /* Up to just before the point, and then just beyond it. */
        if (winner_at(search, limit, next / step) != search->decision->leader) {
            at = bisect(search, limit, at, next / step);
        } else if (i < n && winner_at(search, limit, next * step) != search->decision->leader) {
            at = next;
        } else {
            at = next * step;
            continue;
        }
        add_flip(search, (struct qa_flip){.what = limit->what,
                                          .unit = limit->unit != NULL ? limit->unit
                                                                      : search->card->currency,
                                          .now = now,
                                          .at = at,
                                          .winner = winner_at(search, limit, at * step)});
        return;
    }
}

static void flip_limits(struct search *search)
{
    const struct qa_scorecard *card = search->card;
    double *points =
        QA_ARRAY(search->arena, double, (2 * QA_N_GATES + POINTS_A_VENDOR) * (card->n_scores + 1));
    size_t n = 0;

    for (size_t v = 0; v < card->n_scores; v++) {
        n += points_of(search, &card->scores[v], points + n);
        n += ends_of(&card->scores[v], points + n);
    }
    qa_sort_reals(points, n);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        if (*(const double *)((const char *)&card->settings + limits[i].offset) > 0.0) {
            flip_limit(search, &limits[i], points, n, true);
            flip_limit(search, &limits[i], points, n, false);
        }
    }
}

void qa_decision_flips(const struct qa_scorecard *card, struct qa_decision *decision,
                       struct qa_arena *arena)
{
    struct search search = {.card = card, .decision = decision, .arena = arena};

    if (decision->leader == SIZE_MAX || card->n_scores > MOST_VENDORS) {
        return;
    }
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        flip_weight(&search, (enum qa_criterion)c, true);
        flip_weight(&search, (enum qa_criterion)c, false);
    }
    flip_limits(&search);
}
