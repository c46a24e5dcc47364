/* How often the vendor that `compare` calls the best is the best, beside the chance that it states:
 * markets whose vendors' rates are drawn, audited, and decided on. Errors may lump in items, and
 * annotators of a vendor may differ; the truth is the vendor's own rate, not that of who happened
 * to label. And whether "n more labels would decide" holds. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qa/procurement/decision.h"
#include "qa/stats/monotone_rate.h"
#include "qa/stats/special.h"
#include "tests/support/simulate.h"

enum { MOST_VENDORS = 5, MOST_ITEMS = 60000, N_DRAWS = 1000, N_BINS = 6, ANNOTATORS = 6 };

struct design {
    const char *name;
    unsigned trials; /* an item */
    double lumps;    /* correlation of an item's trials */
    double variation;
};

static const struct design designs[] = {
    {"one label an item", 1, 0, 0},
    {"four objects an item, correlation 0.3", 4, 0.3, 0},
    {"one label an item, six annotators differ by half", 1, 0, 0.5},
};

static const struct qa_score_settings settings = {.scenario = {.volume = 10000},
                                                  .weights = {1, 0, 0, 0, 0},
                                                  .max_error = 0.2,
                                                  .confidence = 0.95};
static const char *const names[MOST_VENDORS] = {"a", "b", "c", "d", "e"};

struct market {
    size_t n;
    double rate[MOST_VENDORS];
};

/* Rates about 2 to 8 %, that lie apart by a tenth of that to as much. */
static struct market draw_market(struct qa_random *random)
{
    struct market market = {.n = 2 + qa_random_below(random, 4)};
    double mean = 0.02 * pow(4, qa_random_real(random));
    double spread = 0.1 * pow(10, qa_random_real(random));
    double shape = 1 / (spread * spread);
    for (size_t v = 0; v < market.n; v++) {
        market.rate[v] = fmin(0.15, mean * draw_gamma(random, shape) / shape);
    }
    return market;
}

/* What an audit of so many items of one vendor finds. */
static struct qa_vendor_facts audit(const struct design *design, double rate, const char *name,
                                    size_t n_items, struct qa_random *random,
                                    struct qa_arena *arena)
{
    static struct qa_item_errors items[MOST_ITEMS];
    static struct qa_item_share shares[MOST_ITEMS];
    uint64_t trials[ANNOTATORS] = {0};
    double own[ANNOTATORS];
    struct qa_vendor_facts facts = {.name = name, .agreement = qa_undefined("not measured", 0)};
    struct qa_rate_sample sample = {.n = n_items,
                                    .items = items,
                                    .shares = shares,
                                    .annotator_trials = trials,
                                    .n_annotators = ANNOTATORS};
    for (int g = 0; g < ANNOTATORS; g++) {
        double shape = 1 / (design->variation * design->variation);
        own[g] = design->variation > 0 ? draw_gamma(random, shape) / shape : 1;
    }
    for (size_t i = 0; i < n_items; i++) {
        uint32_t g = (uint32_t)(i % ANNOTATORS);
        double p = fmin(1, own[g] * draw_rate(random, rate, design->lumps));
        uint32_t errors = draw_binomial(random, design->trials, p);
        trials[g] += design->trials;
        if (errors > 0) {
            uint32_t at = (uint32_t)sample.n_items++;
            items[at] = (struct qa_item_errors){errors, design->trials};
            shares[sample.n_shares++] = (struct qa_item_share){at, g, errors, design->trials};
        }
        facts.errors += errors;
    }
    double n = (double)n_items;
    facts.audited = sample.trials = (uint64_t)n_items * design->trials;
    sample.squares = sample.share_squares = n * design->trials * design->trials;
    double r = qa_error_concentration(items, sample.n_items, sample.squares, sample.trials);
    struct qa_monotone_rate limits =
        qa_monotone_rate(&sample, r, QA_ANNOTATORS_RANDOM, settings.confidence, arena);
    facts.design_effect = limits.design_effect;
    facts.spread = limits.spread;
    facts.between = limits.between;
    facts.low_errors = limits.low_errors;
    facts.low_trials = limits.low_trials;
    return facts;
}

static struct qa_decision decide(const struct design *design, const struct market *market,
                                 size_t n_items, uint64_t stream, struct qa_arena *arena)
{
    struct qa_vendor_facts *facts = QA_ARRAY(arena, struct qa_vendor_facts, market->n);
    struct qa_random random;
    qa_random_init(&random, 77, stream);
    for (size_t v = 0; v < market->n; v++) {
        facts[v] = audit(design, market->rate[v], names[v], n_items, &random, arena);
    }
    struct qa_scorecard *card = QA_NEW(arena, struct qa_scorecard);
    *card = qa_scorecard(facts, market->n, NULL, &settings, arena);
    const struct qa_decision_settings draws = {.seed = stream, .n_draws = N_DRAWS};
    return qa_decide(card, &draws, arena);
}

struct bin {
    size_t n, best;
    double stated;
};

static struct bin bins[N_BINS];
static size_t n_advised, n_kept;

/* The audit again with as many labels more as the first one asked for. */
static void follow(const struct design *design, const struct market *market, size_t n_items,
                   double more, uint64_t stream, struct qa_arena *arena)
{
    double items = (double)n_items + ceil(more / design->trials);
    if (!(more > 0) || items > MOST_ITEMS) {
        return;
    }
    struct qa_decision then = decide(design, market, (size_t)items, stream + (1U << 30), arena);
    n_advised++;
    n_kept += then.settled;
}

static void simulate(const struct design *design, uint64_t stream, struct qa_arena *arena)
{
    static const size_t sizes[] = {30, 60, 120, 250, 500};
    struct qa_random random;
    qa_random_init(&random, 78, stream);
    struct market market = draw_market(&random);
    size_t n_items = sizes[qa_random_below(&random, 5)];
    struct qa_decision decision = decide(design, &market, n_items, stream, arena);
    size_t best = 0;
    for (size_t v = 1; v < market.n; v++) {
        best = market.rate[v] < market.rate[best] ? v : best;
    }
    for (size_t v = 0; v < market.n; v++) {
        double stated = decision.vendors[v].p_best_as_weighted;
        struct bin *bin = &bins[stated >= 1 ? N_BINS - 1 : (size_t)(stated * N_BINS)];
        bin->n++;
        bin->best += v == best;
        bin->stated += stated;
    }
    if (decision.leader != SIZE_MAX && !decision.settled) {
        follow(design, &market, n_items, decision.more_to_decide, stream, arena);
    }
}

static void print_design(const struct design *design, size_t n, struct qa_arena *arena)
{
    memset(bins, 0, sizeof bins);
    n_advised = n_kept = 0;
    for (size_t i = 0; i < n; i++) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        simulate(design, i, arena);
        qa_arena_reset(arena, mark);
    }
    printf("| %s |", design->name);
    for (int b = 0; b < N_BINS; b++) {
        double count = (double)bins[b].n;
        double stated = 100 * bins[b].stated / count;
        double share = 100 * (double)bins[b].best / count;
        double off = 196 * sqrt(stated / 100 * (1 - stated / 100) / count);
        bool is_off = fabs(share - stated) > off;
        printf(is_off ? " %.1f **%.1f** (%zu) |" : " %.1f %.1f (%zu) |", stated, share, bins[b].n);
    }
    printf(" %.0f (%zu) |\n", 100 * (double)n_kept / (double)n_advised, n_advised);
}

int main(int argc, char **argv)
{
    size_t n = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 2000;
    struct qa_arena *arena = qa_arena_new();
    qa_special_init();
    printf(
        "# Chances that are stated, and what comes true\n\nMade by `make calibrate`: %zu markets "
        "a line of 2 to 5 vendors with rates about 2 to 8 %% that lie apart by 10 to 100 %% of "
        "that,\n30 to 500 items audited of each. In bins of the chance of being best that is "
        "stated of a vendor, in per cent: its mean,\nthe share that is the best (in bold where "
        "beyond the 1.96 standard errors of the count), how many. Last: of audits not\nsettled "
        "that were told how many labels more would decide, and got them, those settled then.\n\n"
        "| audits | 0 to 17 %% | to 33 | to 50 | to 67 | to 83 | to 100 | advice kept |\n"
        "|---|--:|--:|--:|--:|--:|--:|--:|\n",
        n);
    for (size_t d = 0; d < sizeof designs / sizeof *designs; d++) {
        print_design(&designs[d], n, arena);
    }
    qa_arena_free(arena);
    return 0;
}
