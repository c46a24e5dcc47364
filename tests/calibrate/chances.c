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
    enum qa_annotators_are annotators;
    double variation; /* of annotators */
};

static const struct design designs[] = {
    {"one label an item", 1, 0, QA_ANNOTATORS_FIXED, 0},
    {"four objects an item, correlation 0.3", 4, 0.3, QA_ANNOTATORS_FIXED, 0},
    {"one label an item, six annotators as a sample, alike", 1, 0, QA_ANNOTATORS_RANDOM, 0},
    {"one label an item, six as a sample differ by half", 1, 0, QA_ANNOTATORS_RANDOM, 0.5},
    {"four objects, correlation 0.3, six as a sample differ by 0.3", 4, 0.3, QA_ANNOTATORS_RANDOM,
     0.3},
};

static struct qa_score_settings settings = {
    .scenario = {.volume = MOST_ITEMS}, .weights = {1, 0, 0, 0, 0}, .confidence = 0.95};
static const char *const names[MOST_VENDORS] = {"a", "b", "c", "d", "e"};

struct market {
    size_t n;
    double rate[MOST_VENDORS];
};

/* Up to so many vendors whose rates lie apart by so much of their mean. */
struct kind {
    uint64_t vendors;
    double least, most;
};
static const struct kind any = {MOST_VENDORS, 0.1, 1};
static const struct kind apart = {3, 0.6, 2};

/* Rates about 2 to 8 %. */
static struct market draw_market(const struct kind *kind, struct qa_random *random)
{
    struct market market = {.n = 2 + qa_random_below(random, kind->vendors - 1)};
    double mean = 0.02 * pow(4, qa_random_real(random));
    double spread = kind->least * pow(kind->most / kind->least, qa_random_real(random));
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
        qa_monotone_rate(&sample, r, design->annotators, settings.confidence, arena);
    facts.design_effect = limits.design_effect;
    facts.summary = qa_rate_summary(&sample, r, design->annotators, settings.confidence, arena);
    facts.low_errors = limits.low_errors;
    facts.low_trials = limits.low_trials;
    return facts;
}

struct audit_of {
    const struct design *design;
    struct market market;
    size_t n_items;
    uint64_t stream;
};

struct result {
    const struct qa_scorecard *card;
    struct qa_decision decision;
};

/* The audit of so many items: the first of one and the same endless one. */
static struct result decide(const struct audit_of *audited, size_t n_items, struct qa_arena *arena)
{
    const struct market *market = &audited->market;
    struct qa_vendor_facts *facts = QA_ARRAY(arena, struct qa_vendor_facts, market->n);
    struct qa_random random;
    for (size_t v = 0; v < market->n; v++) {
        qa_random_init(&random, 77, audited->stream * MOST_VENDORS + v);
        facts[v] = audit(audited->design, market->rate[v], names[v], n_items, &random, arena);
    }
    struct qa_scorecard *card = QA_NEW(arena, struct qa_scorecard);
    *card = qa_scorecard(facts, market->n, NULL, &settings, arena);
    const struct qa_decision_settings draws = {.seed = audited->stream, .n_draws = N_DRAWS};
    return (struct result){card, qa_decide(card, &draws, arena)};
}

static struct audit_of draw_audit(const struct design *design, const struct kind *kind,
                                  uint64_t stream)
{
    static const size_t sizes[] = {30, 60, 120, 250, 500};
    struct qa_random random;
    qa_random_init(&random, 78, stream);
    struct audit_of out = {.design = design, .stream = stream};
    out.market = draw_market(kind, &random);
    out.n_items = sizes[qa_random_below(&random, 5)];
    return out;
}

/* ---- chances ---- */

struct bin {
    size_t n, best;
    double stated;
};

static struct bin bins[N_BINS];

static void count_chances(const struct audit_of *audited, struct qa_arena *arena)
{
    const struct market *market = &audited->market;
    struct qa_decision decision = decide(audited, audited->n_items, arena).decision;
    size_t best = 0;
    for (size_t v = 1; v < market->n; v++) {
        best = market->rate[v] < market->rate[best] ? v : best;
    }
    for (size_t v = 0; v < market->n; v++) {
        double stated = decision.vendors[v].p_best_as_weighted;
        struct bin *bin = &bins[stated >= 1 ? N_BINS - 1 : (size_t)(stated * N_BINS)];
        bin->n++;
        bin->best += v == best;
        bin->stated += stated;
    }
}

static void print_chances(const struct design *design, size_t n, struct qa_arena *arena)
{
    memset(bins, 0, sizeof bins);
    settings.max_error = 0.2;
    settings.scenario.volume = 0.5; /* no advice */
    for (size_t i = 0; i < n; i++) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        struct audit_of audited = draw_audit(design, &any, i);
        count_chances(&audited, arena);
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
    printf("\n");
    (void)fflush(stdout);
}

/* ---- advice ---- */

/* Audits not settled that were told how many labels would decide, and got them; and leaders whose
 * error gate is open, of which the same was said. */
struct advice {
    size_t n, kept;
};
static struct advice to_decide, for_gate;

/* The audit goes on for as many labels more as it asked for. */
static void follow(const struct audit_of *audit, const struct qa_decision *decision,
                   struct qa_arena *arena)
{
    if (decision->leader == SIZE_MAX || decision->settled) {
        return;
    }
    const double more[] = {decision->more_to_decide, decision->more_for_gate};
    struct advice *advices[] = {&to_decide, &for_gate};
    for (int i = 0; i < 2; i++) {
        double items = (double)audit->n_items + ceil(more[i] / audit->design->trials);
        if (!(more[i] > 0) || items > MOST_ITEMS) {
            continue;
        }
        struct result then = decide(audit, (size_t)items, arena);
        bool kept = i == 0 ? then.decision.settled
                           : then.card->scores[decision->leader].gates[QA_GATE_ON_ERROR].verdict !=
                                 QA_GATE_INCONCLUSIVE;
        advices[i]->n++;
        advices[i]->kept += kept;
    }
}

static void print_advice_share(const struct advice *advice)
{
    double share = 100 * (double)advice->kept / (double)advice->n;
    double error = sqrt(share * (100 - share) / (double)advice->n);
    if (advice->n < 20) {
        printf(" - (%zu) |", advice->n);
    } else {
        printf(share < 80 ? " **%.1f** +- %.1f (%zu) |" : " %.1f +- %.1f (%zu) |", share, error,
               advice->n);
    }
}

static void print_advice(const struct design *design, size_t n, size_t most, struct qa_arena *arena)
{
    to_decide = for_gate = (struct advice){0, 0};
    settings.max_error = 0.1;
    settings.scenario.volume = MOST_ITEMS;
    size_t i = 0;
    while (i < most && to_decide.n < n) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        struct audit_of audited = draw_audit(design, &apart, i++);
        struct result result = decide(&audited, audited.n_items, arena);
        follow(&audited, &result.decision, arena);
        qa_arena_reset(arena, mark);
    }
    printf("| %s | %zu |", design->name, i);
    print_advice_share(&to_decide);
    print_advice_share(&for_gate);
    printf("\n");
    (void)fflush(stdout);
}

int main(int argc, char **argv)
{
    size_t n = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 2000;
    size_t n_advised = argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 300;
    size_t most = argc > 3 ? (size_t)strtoul(argv[3], NULL, 10) : 4000;
    const size_t n_designs = sizeof designs / sizeof *designs;
    struct qa_arena *arena = qa_arena_new();
    qa_special_init();
    printf(
        "# Chances that are stated, and what comes true\n\nMade by `make calibrate`: %zu markets "
        "a line of 2 to 5 vendors with rates about 2 to 8 %% that lie apart by 10 to 100 %% of "
        "that,\n30 to 500 items audited of each. In bins of the chance of being best that is "
        "stated of a vendor, in per cent: its mean,\nthe share that is the best (in bold where "
        "beyond the 1.96 standard errors of the count), how many.\n\n"
        "| audits | 0 to 17 %% | to 33 | to 50 | to 67 | to 83 | to 100 |\n"
        "|---|--:|--:|--:|--:|--:|--:|\n",
        n);
    for (size_t d = 0; n > 0 && d < n_designs; d++) {
        print_chances(&designs[d], n, arena);
    }
    printf("\n## Advice\n\nTwo or three vendors whose rates lie apart by 60 to 200 %%, a limit of "
           "10 %% errors. Of audits "
           "not settled that were told how many labels more\nwould decide, and went on for so many "
           "with the same annotators, those settled then, in per cent, with its\nstandard error "
           "and how many audits; promised are 80. The same of leaders whose error gate was "
           "open.\n\n| audits | simulated | settled | gate decided |\n|---|--:|--:|--:|\n");
    for (size_t d = 0; d < n_designs; d++) {
        print_advice(&designs[d], n_advised, most, arena);
    }
    qa_arena_free(arena);
    return 0;
}
