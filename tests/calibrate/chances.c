/* How often the vendor that `compare` calls the best is the best, beside the chance that it states:
 * markets whose vendors' rates are drawn, audited, and decided on. Errors may lump in items, and
 * annotators of a vendor may differ; the truth is the vendor's own rate, not that of who happened
 * to label. And whether "n more labels would decide" holds. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qa/procurement/decision.h"
#include "qa/stats/describe.h"
#include "qa/stats/interval.h"
#include "qa/stats/monotone_rate.h"
#include "qa/stats/special.h"
#include "tests/support/simulate.h"

enum { MOST_VENDORS = 5, MOST_ITEMS = 60000, N_DRAWS = 1000, N_BINS = 6, MOST_ANNOTATORS = 12 };

struct design {
    const char *name;
    unsigned trials; /* an item */
    double lumps;    /* correlation of an item's trials */
    enum qa_annotators_are annotators;
    unsigned n_annotators;
    double variation; /* of annotators */
};

static const struct design single = {"one label an item", 1, 0, QA_ANNOTATORS_FIXED, 6, 0};
static const struct design objects = {
    "four objects an item, correlation 0.3", 4, 0.3, QA_ANNOTATORS_FIXED, 6, 0};
static const struct design alike = {
    "one label an item, six annotators as a sample, alike", 1, 0, QA_ANNOTATORS_RANDOM, 6, 0};
static const struct design differing = {
    "one label an item, six as a sample differ by half", 1, 0, QA_ANNOTATORS_RANDOM, 6, 0.5};
static const struct design objects_differing = {
    "four objects, correlation 0.3, six as a sample differ by 0.3",
    4,
    0.3,
    QA_ANNOTATORS_RANDOM,
    6,
    0.3};
static const struct design *const designs[] = {&single, &objects, &alike, &differing,
                                               &objects_differing};

/* Of two annotators on an item, where it is asked for. */
#define TRUE_AGREEMENT 0.85

static struct qa_score_settings settings = {
    .scenario = {.volume = MOST_ITEMS}, .weights = {1, 0, 0, 0, 0}, .confidence = 0.95};
static const char *const names[MOST_VENDORS] = {"a", "b", "c", "d", "e"};

struct market {
    size_t n;
    double rate[MOST_VENDORS];
};

/* Two to so many vendors whose rates lie apart by so much of their mean, which is the lowest to
 * four times that. */
struct kind {
    uint64_t vendors;
    double least, most;
    double lowest;
};
static const struct kind any = {MOST_VENDORS, 0.1, 1, 0.02};

static struct market draw_market(const struct kind *kind, struct qa_random *random)
{
    struct market market = {.n = 2 + qa_random_below(random, kind->vendors - 1)};
    double mean = kind->lowest * pow(4, qa_random_real(random));
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
    uint64_t trials[MOST_ANNOTATORS] = {0};
    double own[MOST_ANNOTATORS] = {0};
    struct qa_vendor_facts facts = {.name = name, .agreement = qa_undefined("not measured", 0)};
    struct qa_rate_sample sample = {.n = n_items,
                                    .items = items,
                                    .shares = shares,
                                    .annotator_trials = trials,
                                    .n_annotators = design->n_annotators};
    for (unsigned g = 0; g < design->n_annotators; g++) {
        double shape = 1 / (design->variation * design->variation);
        own[g] = design->variation > 0 ? draw_gamma(random, shape) / shape : 1;
    }
    size_t agreed = 0;
    uint32_t n_annotators = design->n_annotators < 2 ? 1 : design->n_annotators;
    for (size_t i = 0; i < n_items; i++) {
        uint32_t g = (uint32_t)i % n_annotators;
        agreed += settings.min_agreement > 0 && qa_random_real(random) < TRUE_AGREEMENT;
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
    if (settings.min_agreement > 0) {
        facts.agreement = qa_wilson_effective((double)agreed / n, n, settings.confidence);
    }
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
static struct result decide(const struct audit_of *audited, size_t n_items, bool advised,
                            struct qa_arena *arena)
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
    const struct qa_decision_settings draws = {
        .seed = audited->stream, .n_draws = N_DRAWS, .without_advice = !advised};
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
    struct qa_decision decision = decide(audited, audited->n_items, false, arena).decision;
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

struct advised {
    const char *name; /* NULL: the design's */
    const struct design *design;
    struct kind kind;
    double max_error, min_agreement;
};

static const struct design crowd = {
    "twelve annotators as a sample differ by 0.3", 1, 0, QA_ANNOTATORS_RANDOM, 12, 0.3};
static const struct design pair = {
    "two annotators, who differ by half", 1, 0, QA_ANNOTATORS_FIXED, 2, 0.5};
static const struct design crowded_images = {
    "twenty objects an item, correlation 0.1", 20, 0.1, QA_ANNOTATORS_FIXED, 6, 0};

static const struct advised advised[] = {
    {NULL, &single, {3, 0.6, 2, 0.02}, 0.1, 0},
    {"rates nearer to each other", &single, {3, 0.2, 0.6, 0.02}, 0.1, 0},
    {"rates on both sides of a limit of 4 %", &single, {3, 0.6, 2, 0.02}, 0.04, 0},
    {"rates far below a limit of 30 %", &single, {3, 0.6, 2, 0.02}, 0.3, 0},
    {"rates of 0.2 to 0.8 %, a limit of 2 %", &single, {3, 0.6, 2, 0.002}, 0.02, 0},
    {"up to five vendors", &single, {MOST_VENDORS, 0.6, 2, 0.02}, 0.1, 0},
    {"an agreement gate, 0.85 against 0.7", &single, {3, 0.6, 2, 0.02}, 0.1, 0.7},
    {NULL, &pair, {3, 0.6, 2, 0.02}, 0.1, 0},
    {NULL, &objects, {3, 0.6, 2, 0.02}, 0.1, 0},
    {"the same, a limit of 4 %", &objects, {3, 0.6, 2, 0.02}, 0.04, 0},
    {NULL, &crowded_images, {3, 0.6, 2, 0.02}, 0.1, 0},
    {NULL, &alike, {3, 0.6, 2, 0.02}, 0.1, 0},
    {NULL, &differing, {3, 0.6, 2, 0.02}, 0.1, 0},
    {NULL, &crowd, {3, 0.6, 2, 0.02}, 0.1, 0},
    {NULL, &objects_differing, {3, 0.6, 2, 0.02}, 0.1, 0},
};

/* Of audits that asked: not told of any number; told, and decided when they got it. */
struct advice {
    size_t untold, n, kept;
    double *labels; /* told of */
};

/* The audit goes on for as many labels more as it asked for. */
static void follow(const struct audit_of *audit, const struct qa_decision *decision, bool of_gate,
                   struct advice *advice, struct qa_arena *arena)
{
    double more = of_gate ? decision->more_for_gate : decision->more_to_decide;
    double items = (double)audit->n_items + ceil(more / audit->design->trials);
    if (!(more > 0) || items > MOST_ITEMS) {
        advice->untold++;
        return;
    }
    struct result then = decide(audit, (size_t)items, false, arena);
    advice->kept += of_gate ? then.card->scores[decision->leader].gates[QA_GATE_ON_ERROR].verdict !=
                                  QA_GATE_INCONCLUSIVE
                            : then.decision.settled;
    advice->labels[advice->n++] = more;
}

static void print_followed(const struct advice *advice)
{
    double n = (double)advice->n;
    double share = 100 * (double)advice->kept / n;
    double error = sqrt(share * (100 - share) / n);
    if (advice->n < 20) {
        printf(" %zu | %zu | - | - |", advice->untold, advice->n);
        return;
    }
    qa_sort_reals(advice->labels, advice->n);
    printf(share < 80 ? " %zu | %zu | **%.1f** +- %.1f | %.0f |"
                      : " %zu | %zu | %.1f +- %.1f | %.0f |",
           advice->untold, advice->n, share, error, advice->labels[advice->n / 2]);
}

static void print_advice(const struct advised *at, size_t n, struct qa_arena *arena)
{
    struct advice to_decide = {.labels = QA_ARRAY(arena, double, n)};
    struct advice for_gate = {.labels = QA_ARRAY(arena, double, n)};
    settings.max_error = at->max_error;
    settings.min_agreement = at->min_agreement;
    for (size_t i = 0; i < n; i++) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        struct audit_of audited = draw_audit(at->design, &at->kind, i);
        struct result result = decide(&audited, audited.n_items, true, arena);
        size_t leader = result.decision.leader;
        if (leader != SIZE_MAX && !result.decision.settled) {
            follow(&audited, &result.decision, false, &to_decide, arena);
            if (result.card->scores[leader].gates[QA_GATE_ON_ERROR].verdict ==
                QA_GATE_INCONCLUSIVE) {
                follow(&audited, &result.decision, true, &for_gate, arena);
            }
        }
        qa_arena_reset(arena, mark);
    }
    settings.min_agreement = 0;
    printf("| %s |", at->name == NULL ? at->design->name : at->name);
    print_followed(&to_decide);
    print_followed(&for_gate);
    printf("\n");
    (void)fflush(stdout);
}

int main(int argc, char **argv)
{
    size_t n = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 2000;
    size_t n_advised = argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 1000;
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
    for (size_t d = 0; n > 0 && d < sizeof designs / sizeof *designs; d++) {
        print_chances(designs[d], n, arena);
    }
    printf(
        "\n## Advice\n\n%zu markets a line; if not said otherwise two or three vendors with rates "
        "about 2 to 8 %% that lie apart by 60 to 200 %%,\na limit of 10 %% errors, 30 to 500 items "
        "audited of each. Of audits not settled: those not told how many labels more would\ndecide "
        "(none up to %d would, or only more annotators); those told, and of these, when they went "
        "on for so many with\nthe same annotators, those settled then, in per cent, with the "
        "standard error (80 are promised; fewer in bold), and the\nmedian of the labels they were "
        "told. The same of leaders whose error gate was open.\n\n"
        "| audits | untold | told | settled | labels | untold | told | gate decided | labels |\n"
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|\n",
        n_advised, MOST_ITEMS);
    for (size_t d = 0; n_advised > 0 && d < sizeof advised / sizeof *advised; d++) {
        print_advice(&advised[d], n_advised, arena);
    }
    qa_arena_free(arena);
    return 0;
}
