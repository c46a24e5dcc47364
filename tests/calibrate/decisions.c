/* How often `compare` names the best vendor, says that it cannot tell, or errs: simulated markets
 * whose true rates, deliveries and prices are known, audited again and again. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/random.h"
#include "qa/procurement/decision.h"
#include "qa/stats/describe.h"
#include "qa/stats/special.h"

enum { MOST_VENDORS = 6, N_DELIVERIES = 30, N_DRAWS = 1000 };
#define CONFIDENCE 0.95
#define MAX_ERROR 0.05

struct market {
    const char *name;
    size_t n;
    double rate[MOST_VENDORS];
    double cost[MOST_VENDORS];  /* of an item; the score's third part */
    double hours[MOST_VENDORS]; /* mean of exponential turnaround; 0: not part of the score */
};

static const struct market markets[] = {
    {"two, level", 2, {0.02, 0.02}, {0, 0}, {0, 0}},
    {"two, nearly level", 2, {0.02, 0.0205}, {0, 0}, {0, 0}},
    {"two, 1 against 3 % errors", 2, {0.01, 0.03}, {0, 0}, {0, 0}},
    {"four, three of them level", 4, {0.02, 0.0201, 0.0202, 0.04}, {0, 0, 0, 0}, {0, 0, 0, 0}},
    {"six, spread from 1 to 4 %",
     6,
     {0.01, 0.016, 0.022, 0.028, 0.034, 0.04},
     {0, 0, 0, 0, 0, 0},
     {0, 0, 0, 0, 0, 0}},
    {"best at the limit, the other far behind", 2, {0.05, 0.0505}, {0.10, 0.30}, {0, 0}},
    {"cheap but above the limit", 2, {0.052, 0.03}, {0.05, 0.20}, {0, 0}},
    {"cheaper against more exact", 2, {0.015, 0.03}, {0.20, 0.15}, {0, 0}},
    {"cost makes up for errors, nearly", 2, {0.015, 0.0302}, {0.20, 0.123}, {0, 0}},
    {"speed decides", 2, {0.02, 0.02}, {0.10, 0.10}, {20, 30}},
    {"speed is level", 2, {0.02, 0.0202}, {0.10, 0.10}, {25, 25}},
};

static const struct qa_score_settings settings = {
    .scenario = {.volume = 10000},
    .weights = {0.5, 0.2, 0.3, 0, 0},
    .values =
        {[QA_CRITERION_SPEED] = {.worst = 100, .best = 0, .has_worst = true, .has_best = true},
         [QA_CRITERION_COST] = {.worst = 0.4, .best = 0, .has_worst = true, .has_best = true}},
    .max_error = MAX_ERROR,
    .confidence = CONFIDENCE};

static const char *const names[MOST_VENDORS] = {"a", "b", "c", "d", "e", "f"};

/* ---- the truth ---- */

static double true_score(const struct market *market, size_t v)
{
    double weights[3] = {0.5, market->hours[v] > 0 ? 0.2 : 0, market->cost[v] > 0 ? 0.3 : 0};
    double sum = weights[0] + weights[1] + weights[2];
    if (market->rate[v] > MAX_ERROR) {
        return -1;
    }
    double quality =
        qa_value(QA_CRITERION_QUALITY, &(struct qa_value_ends){.worst = MAX_ERROR, .best = 0},
                 market->rate[v]);
    double speed = qa_value(QA_CRITERION_SPEED, &settings.values[QA_CRITERION_SPEED],
                            market->hours[v] * log(10));
    double cost = qa_value(QA_CRITERION_COST, &settings.values[QA_CRITERION_COST],
                           market->cost[v] / (1 - market->rate[v]));
    return (weights[0] * quality + weights[1] * speed + weights[2] * cost) / sum;
}

/* SIZE_MAX: several are best, so whoever is named is no error of rank but one of certainty. */
static size_t true_best(const struct market *market)
{
    size_t best = 0;
    bool shared = false;
    for (size_t v = 1; v < market->n; v++) {
        double here = true_score(market, v);
        double ahead = true_score(market, best);
        shared = here == ahead || (shared && here < ahead);
        best = here > ahead ? v : best;
    }
    return shared ? SIZE_MAX : best;
}

/* ---- an audit of it ---- */

struct audit {
    struct qa_vendor_facts facts[MOST_VENDORS];
    struct qa_vendor_turnaround turnaround[MOST_VENDORS];
    double hours[MOST_VENDORS][N_DELIVERIES];
};

static void audit_vendor(const struct market *market, size_t v, uint64_t audited,
                         struct qa_random *random, struct audit *audit)
{
    struct qa_vendor_facts *facts = &audit->facts[v];
    *facts = (struct qa_vendor_facts){.name = names[v],
                                      .audited = audited,
                                      .design_effect = 1,
                                      .agreement = qa_undefined("not measured", 0)};
    for (uint64_t i = 0; i < audited; i++) {
        facts->errors += qa_random_real(random) < market->rate[v];
    }
    if (market->hours[v] <= 0) {
        return;
    }
    for (int i = 0; i < N_DELIVERIES; i++) {
        audit->hours[v][i] = -market->hours[v] * log(1 - qa_random_real(random));
    }
    qa_sort_reals(audit->hours[v], N_DELIVERIES);
    audit->turnaround[v] = (struct qa_vendor_turnaround){
        .deliveries = N_DELIVERIES,
        .on_time = qa_undefined("no due time", 0),
        .items_per_hour = qa_undefined("not measured", 0),
        .has_quantiles = true,
        .p90 = qa_complete_quantile(audit->hours[v], N_DELIVERIES, 0.9, 0.95)};
    audit->turnaround[v].p90_hours = audit->turnaround[v].p90.value;
    facts->turnaround = &audit->turnaround[v];
    facts->hours = audit->hours[v];
    facts->n_hours = N_DELIVERIES;
}

/* A quote of one price an item for each vendor. */
static struct qa_quotes quotes_of(const struct market *market, struct qa_arena *arena)
{
    struct qa_quotes quotes = {.currency = "EUR", .minor_digits = 2, .arena = arena};
    quotes.charges = QA_ARRAY(arena, struct qa_charge, market->n);
    quotes.vendors = QA_ARRAY(arena, const char *, market->n);
    for (size_t v = 0; v < market->n; v++) {
        quotes.vendors[quotes.n_vendors++] = names[v];
        quotes.charges[quotes.n_charges++] =
            (struct qa_charge){.vendor = names[v],
                               .name = "label",
                               .basis = QA_PER_ITEM,
                               .from = 1,
                               .to = HUGE_VAL,
                               .price = qa_amount_of_real(arena, market->cost[v]),
                               .rate = qa_amount_of_real(arena, 1),
                               .currency = "EUR",
                               .note = ""};
    }
    return quotes;
}

/* ---- the answers ---- */

struct answers {
    size_t named, wrong, undecided, none;
};

static void ask(const struct market *market, uint64_t audited, uint64_t stream,
                struct answers *answers, struct qa_arena *arena)
{
    struct qa_random random;
    struct audit audit;
    struct qa_quotes quotes = quotes_of(market, arena);
    size_t best = true_best(market);
    qa_random_init(&random, audited, stream);
    for (size_t v = 0; v < market->n; v++) {
        audit_vendor(market, v, audited, &random, &audit);
    }
    struct qa_scorecard card = qa_scorecard(audit.facts, market->n,
                                            market->cost[0] > 0 ? &quotes : NULL, &settings, arena);
    const struct qa_decision_settings draws = {
        .seed = stream, .n_draws = N_DRAWS, .without_advice = true};
    struct qa_decision decision = qa_decide(&card, &draws, arena);
    if (decision.leader == SIZE_MAX) {
        answers->none++;
    } else if (!decision.settled) {
        answers->undecided++;
    } else if (decision.leader == best) {
        answers->named++;
    } else {
        answers->wrong++;
    }
}

static void print_market(const struct market *market, size_t n_audits, struct qa_arena *arena)
{
    static const uint64_t sizes[] = {50, 200, 1000};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        struct answers answers = {0};
        for (size_t a = 0; a < n_audits; a++) {
            struct qa_arena_mark mark = qa_arena_mark(arena);
            ask(market, sizes[s], a, &answers, arena);
            qa_arena_reset(arena, mark);
        }
        double n = (double)n_audits / 100;
        double wrong = (double)answers.wrong / n;
        printf("| %s | %llu | %.1f | %.1f | %.1f |", s == 0 ? market->name : "",
               (unsigned long long)sizes[s], (double)answers.named / n,
               (double)answers.undecided / n, (double)answers.none / n);
        bool level = true_best(market) == SIZE_MAX;
        printf(level                            ? " (%.1f) |\n"
               : wrong > 100 * (1 - CONFIDENCE) ? " **%.1f** |\n"
                                                : " %.1f |\n",
               wrong);
    }
}

int main(int argc, char **argv)
{
    size_t n_audits = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 1000;
    struct qa_arena *arena = qa_arena_new();
    qa_special_init();
    printf("# Decisions on simulated markets\n\nMade by `make calibrate`: %zu simulated audits a "
           "line, limit 5 %%, weights 0.5 quality, 0.2 speed, 0.3 cost where\nthey are known, "
           "confidence 95 %%. In per cent of audits: the best vendor named as clear; not "
           "distinguishable with\nthis sample, or a gate undecided; nobody alone first (level in "
           "all figures, or all fail); another than the best\nnamed as clear. The last is promised "
           "to be at most 5 and stands in bold where it is more. In brackets: two vendors\nthat "
           "are exactly level, of which one is named; no vendor is wrong then, and the test's "
           "nominal rate is 5.\n\n| market | audited | named | undecided | nobody alone | wrong |\n"
           "|---|--:|--:|--:|--:|--:|\n",
           n_audits);
    for (size_t m = 0; m < sizeof markets / sizeof *markets; m++) {
        print_market(&markets[m], n_audits, arena);
    }
    qa_arena_free(arena);
    return 0;
}
