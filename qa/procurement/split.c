#include "qa/procurement/split.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/procurement/figures.h"
#include "qa/procurement/table_forms.h"
#include "qa/procurement/turnaround.h"

enum { MOST_VENDORS = 12, PERCENTS = 101 };

/* A share of seven in a hundred must fit a capacity of exactly that. */
static const double ROUNDING = 1.0 + 1e-12;

struct part {
    size_t index;
    const struct qa_vendor_score *score;
    double most;    /* items that it can do in time */
    double *totals; /* at each whole percent of the volume; NAN: not known */
};

struct search {
    const struct qa_scorecard *card;
    const struct qa_quotes *quotes;
    struct part parts[MOST_VENDORS];
    size_t n_parts;
};

/* Cost with rework and audit of so many items; NAN when it is not known. */
static double total_of(const struct search *search, const struct qa_vendor_score *score,
                       double volume)
{
    struct qa_scenario scenario = qa_vendor_scenario(score->facts, &search->card->settings);

    if (search->quotes == NULL || !qa_is_defined(&score->error_rate)) {
        return (double)NAN;
    }
    if (volume <= 0.0) {
        return 0.0;
    }
    scenario.volume = volume;
    struct qa_cost cost = qa_quote_cost(search->quotes, score->facts->name, &scenario);
    struct qa_quality_cost quality = qa_quality_cost(&cost, &score->error_rate, &scenario);
    return cost.undefined == NULL && quality.has_total ? quality.total : (double)NAN;
}

static bool may_share(const struct qa_vendor_score *score)
{
    for (int g = 0; g < QA_N_GATES; g++) {
        bool of_volume = g == QA_GATE_ON_CAPACITY || g == QA_GATE_ON_BUDGET;

        if (!of_volume && score->gates[g].asked && score->gates[g].verdict == QA_GATE_FAIL) {
            return false;
        }
    }
    return score->known[QA_CRITERION_QUALITY];
}

static void add_part(struct search *search, size_t index, struct qa_arena *arena)
{
    const struct qa_score_settings *settings = &search->card->settings;
    const struct qa_vendor_score *score = &search->card->scores[index];
    struct part *part = &search->parts[search->n_parts++];
    double promised = qa_promised_per_week(score->facts->promises, settings->weeks);

    *part = (struct part){
        .index = index,
        .score = score,
        .most = settings->weeks > 0.0 && promised > 0.0 ? promised * settings->weeks : HUGE_VAL,
        .totals = QA_ARRAY(arena, double, PERCENTS)};
    for (int p = 0; p < PERCENTS; p++) {
        part->totals[p] = total_of(search, score, settings->scenario.volume * p / 100.0);
    }
}

/* ---- one division ---- */

/* All of it done by one is as that one was measured: type 7 where nothing is open, which the curve
 * need not meet. */
static double blend_p90(const struct part *a, const struct part *b, double share)
{
    if (share <= 0.0 || share >= 1.0) {
        return (share > 0.0 ? a : b)->score->measured[QA_CRITERION_SPEED];
    }
    return qa_mixture_quantile(&a->score->facts->turnaround->hours.survival,
                               &b->score->facts->turnaround->hours.survival, share, 0.9);
}

static double blend(const struct part *a, const struct part *b, double share, int criterion)
{
    if (criterion == QA_CRITERION_SPEED && a->score->known[criterion] &&
        b->score->known[criterion]) {
        return blend_p90(a, b, share);
    }
    return share * a->score->measured[criterion] + (1.0 - share) * b->score->measured[criterion];
}

static struct qa_split divide(const struct search *search, const struct part *a,
                              const struct part *b, double share, double total)
{
    const struct qa_score_settings *settings = &search->card->settings;
    double volume = settings->scenario.volume;
    double measured[QA_N_CRITERIA];
    bool known = true;

    for (int c = 0; c < QA_N_CRITERIA; c++) {
        measured[c] = blend(a, b, share, c);
        known = known && (search->card->weights[c] <= 0.0 || c == QA_CRITERION_COST ||
                          (a->score->known[c] && b->score->known[c]));
    }
    double rate = measured[QA_CRITERION_QUALITY];
    measured[QA_CRITERION_COST] = total / (volume * (1.0 - rate));
    bool priced = !isnan(total);
    bool fits = share * volume <= a->most * ROUNDING &&
                (1.0 - share) * volume <= b->most * ROUNDING &&
                (settings->budget <= 0.0 || (priced && total <= settings->budget));
    struct qa_split split = {.a = a->index,
                             .b = b->index,
                             .share_a = share,
                             .volume_a = share * volume,
                             .volume_b = (1.0 - share) * volume,
                             .error_rate = rate,
                             .has_p90 = a->score->known[QA_CRITERION_SPEED] &&
                                        b->score->known[QA_CRITERION_SPEED],
                             .p90 = measured[QA_CRITERION_SPEED],
                             .total = priced ? total : 0.0,
                             .cost_per_correct = priced ? measured[QA_CRITERION_COST] : 0.0};
    split.possible = known && fits && (priced || search->card->weights[QA_CRITERION_COST] <= 0.0);
    split.score = split.possible ? qa_score_of(search->card, measured) : -1.0;
    return split;
}

static void keep_better(struct qa_split *best, const struct qa_split *candidate)
{
    bool level = candidate->score >= best->score - 1e-12;

    if (candidate->possible && (!best->possible || candidate->score > best->score + 1e-12 ||
                                (level && candidate->share_a > best->share_a))) {
        *best = *candidate;
    }
}

/* Ends of tiers priced per item, where a share just reaches a better price. */
static void try_tiers(const struct search *search, const struct part *a, const struct part *b,
                      bool of_a, struct qa_split *best)
{
    const struct part *own = of_a ? a : b;
    double volume = search->card->settings.scenario.volume;

    for (size_t i = 0; search->quotes != NULL && i < search->quotes->n_charges; i++) {
        const struct qa_charge *charge = &search->quotes->charges[i];

        if (strcmp(charge->vendor, own->score->facts->name) != 0 || charge->basis != QA_PER_ITEM ||
            charge->from <= 1.0 || charge->from >= volume) {
            continue;
        }
        double share = (of_a ? charge->from : volume - charge->from) / volume;
        double total = total_of(search, a->score, share * volume) +
                       total_of(search, b->score, (1.0 - share) * volume);
        struct qa_split split = divide(search, a, b, share, total);
        keep_better(best, &split);
    }
}

static struct qa_split best_division(const struct search *search, const struct part *a,
                                     const struct part *b)
{
    struct qa_split best = divide(search, a, b, 1.0, a->totals[PERCENTS - 1]);
    struct qa_split other = divide(search, a, b, 0.0, b->totals[PERCENTS - 1]);
    double alone = fmax(best.score, other.score);

    for (int p = PERCENTS - 1; p >= 0; p--) {
        struct qa_split split =
            divide(search, a, b, p / 100.0, a->totals[p] + b->totals[PERCENTS - 1 - p]);
        keep_better(&best, &split);
    }
    try_tiers(search, a, b, true, &best);
    try_tiers(search, a, b, false, &best);
    best.gain = alone >= 0.0 ? fmax(0.0, best.score - alone) : HUGE_VAL;
    return best;
}

/* Best first; what cannot be done has a score below all. Insertion keeps the ranking's order. */
static void insert(struct qa_splits *splits, struct qa_split split)
{
    size_t at = splits->n++;

    while (at > 0 && splits->list[at - 1].score < split.score - 1e-12) {
        splits->list[at] = splits->list[at - 1];
        at--;
    }
    splits->list[at] = split;
}

struct qa_splits qa_splits_find(const struct qa_scorecard *card, const struct qa_quotes *quotes,
                                struct qa_arena *arena)
{
    struct search search = {.card = card, .quotes = quotes};
    struct qa_splits splits = {
        .list = QA_ARRAY(arena, struct qa_split, MOST_VENDORS * (MOST_VENDORS - 1) / 2)};

    for (size_t i = 0; i < card->n_scores && search.n_parts < MOST_VENDORS; i++) {
        if (may_share(&card->scores[card->ranking[i]])) {
            add_part(&search, card->ranking[i], arena);
        }
    }
    for (size_t a = 0; a < search.n_parts; a++) {
        for (size_t b = a + 1; b < search.n_parts; b++) {
            insert(&splits, best_division(&search, &search.parts[a], &search.parts[b]));
        }
    }
    return splits;
}

/* ---- in words ---- */

static bool is_undecided(const struct qa_vendor_score *score)
{
    bool undecided = false;

    for (int g = 0; g < QA_N_GATES; g++) {
        undecided =
            undecided || (score->gates[g].asked && score->gates[g].verdict == QA_GATE_INCONCLUSIVE);
    }
    return undecided;
}

/* " (other gates of a are inconclusive)", or nothing. */
static const char *undecided_words(const char *a, bool of_a, const char *b, bool of_b,
                                   struct qa_arena *arena)
{
    if (!of_a && !of_b) {
        return "";
    }
    return qa_arena_format(arena, " (inconclusive by other gates: %s%s%s)", of_a ? a : "",
                           of_a && of_b ? ", " : "", of_b ? b : "");
}

const char *qa_splits_sentence(const struct qa_splits *splits, const struct qa_scorecard *card,
                               struct qa_arena *arena)
{
    bool ranked = card->n_scores > 0 && card->scores[card->ranking[0]].rank > 0;

    if (ranked || splits->n == 0 || !splits->list[0].possible || !isinf(splits->list[0].gain)) {
        return "";
    }
    const struct qa_split *best = &splits->list[0];
    const struct qa_vendor_score *a = &card->scores[best->a];
    const struct qa_vendor_score *b = &card->scores[best->b];
    const char *cost =
        best->total > 0.0
            ? qa_arena_format(arena, ", %s %s per 1,000 correct labels",
                              qa_figure(arena, 1000.0 * best->cost_per_correct, card->minor_digits),
                              card->currency)
            : "";
    return qa_arena_format(
        arena, "Together %s with %s items and %s with %s can do it%s: error %s%s.", a->facts->name,
        qa_figure(arena, best->volume_a, 0), b->facts->name, qa_figure(arena, best->volume_b, 0),
        undecided_words(a->facts->name, is_undecided(a), b->facts->name, is_undecided(b), arena),
        qa_figure_rate(arena, best->error_rate), cost);
}

/* ---- the table ---- */

static const struct qa_column columns[] = {
    {"vendor_a", "vendor", QA_TEXT, .is_key = true, .about = "One vendor."},
    {"share_a", "share", QA_RATE, .about = "Its share of the work."},
    {"volume_a", "items", QA_COUNT, .about = "Its items."},
    {"vendor_b", "and", QA_TEXT, .is_key = true, .about = "The other vendor."},
    {"volume_b", "items", QA_COUNT, .about = "Its items."},
    {"error_rate", NULL, QA_RATE, .about = "Error rate of the two together."},
    {"p90_hours", "p90 turnaround (h)", QA_HOURS, .is_detail = true,
     .about = "Hours within which 90 % of deliveries of both come."},
    {"total_cost", NULL, QA_MONEY, .about = "Charges, rework and audit of the two together."},
    {"cost_per_correct", "cost per correct label", QA_MONEY,
     .about = "The same per correct label."},
    {"score", NULL, QA_REAL, .about = "Score of the two together."},
    {"gain", "gain over one alone", QA_REAL, .about = "Points of score over the better one alone."},
    {"note", NULL, QA_TEXT, .about = "Why it is not possible, or that one alone is better."},
};
const struct qa_table_form qa_form_split =
    QA_TABLE_FORM("split", "The work divided between two vendors", columns);

static const char *note_of(const struct qa_split *split)
{
    if (!split->possible) {
        return "not possible within capacity and budget, or not all figures are known";
    }
    if (isinf(split->gain)) {
        return "neither can do it alone";
    }
    return split->share_a >= 1.0 || split->share_a <= 0.0 ? "better with one alone" : NULL;
}

static void put_real_if(struct qa_table *table, bool known, double value)
{
    if (known) {
        qa_put_real(table, value);
    } else {
        qa_put_absent(table);
    }
}

void qa_splits_table(const struct qa_splits *splits, const struct qa_scorecard *card,
                     struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_split);

    for (size_t i = 0; i < splits->n; i++) {
        const struct qa_split *split = &splits->list[i];
        bool priced = split->possible && split->total > 0.0;

        qa_table_row(table);
        qa_put_text(table, card->scores[split->a].facts->name);
        put_real_if(table, split->possible, split->share_a);
        qa_put_count(table, split->possible ? (uint64_t)llround(split->volume_a) : 0);
        qa_put_text(table, card->scores[split->b].facts->name);
        qa_put_count(table, split->possible ? (uint64_t)llround(split->volume_b) : 0);
        put_real_if(table, split->possible, split->error_rate);
        put_real_if(table, split->possible && split->has_p90, split->p90);
        put_real_if(table, priced, split->total);
        put_real_if(table, priced, split->cost_per_correct);
        put_real_if(table, split->possible, split->score);
        put_real_if(table, split->possible && !isinf(split->gain), split->gain);
        qa_put_text(table, note_of(split));
    }
    qa_table_note(table, "Every whole percent and every price tier tried, within what is promised "
                         "for the weeks and within the budget; each vendor priced at its own "
                         "volume.");
    qa_report_add_table(report, table);
}
