/*
 * How often flags accuse somebody who is like the others, and how often they find one who is not:
 * simulated deliveries, flagged by the functions that every command uses. Prints Markdown.
 * Usage: flags [DELIVERIES]
 */
#include <stdio.h>
#include <stdlib.h>

#include "qa/stats/special.h"
#include "tests/support/flags.h"

static double percent(size_t part, size_t all)
{
    return 100 * (double)part / (double)all;
}

static void print_rate(size_t part, size_t all, double most)
{
    double rate = percent(part, all);
    printf(rate > most ? " **%.1f** |" : " %.1f |", rate);
}

/* ---- errors against gold ---- */

static const struct {
    const char *name;
    struct team_case team;
} teams[] = {
    {"200 labels each, 5 %", {.items = 200, .trials = 1, .rate = 0.05, .raters = 1}},
    {"50 labels each, 20 %", {.items = 50, .trials = 1, .rate = 0.2, .raters = 1}},
    {"1000 labels each, 2 %", {.items = 1000, .trials = 1, .rate = 0.02, .raters = 1}},
    {"200 labels each, 10 %, two on each item, which differ",
     {.items = 200, .trials = 1, .rate = 0.1, .difficulty = 0.3, .raters = 2}},
    {"30 items of 8 objects, 5 %", {.items = 30, .trials = 8, .rate = 0.05, .raters = 1}},
    {"30 items of 8 objects, 5 %, correlation 0.3",
     {.items = 30, .trials = 8, .rate = 0.05, .lumps = 0.3, .raters = 1}},
    {"30 items of 8 objects, 20 %, correlation 0.3",
     {.items = 30, .trials = 8, .rate = 0.2, .lumps = 0.3, .raters = 1}},
    {"30 items of 8 objects, 20 %, correlation 0.8",
     {.items = 30, .trials = 8, .rate = 0.2, .lumps = 0.8, .raters = 1}},
    {"10 items of 20 objects, 10 %, correlation 0.3",
     {.items = 10, .trials = 20, .rate = 0.1, .lumps = 0.3, .raters = 1}},
    {"100 items of 20 objects, 10 %, correlation 0.8",
     {.items = 100, .trials = 20, .rate = 0.1, .lumps = 0.8, .raters = 1}},
    {"30 items of 8 objects, 20 %, two on each, which differ",
     {.items = 30, .trials = 8, .rate = 0.2, .lumps = 0.1, .difficulty = 0.3, .raters = 2}},
};
enum { N_TEAMS = sizeof teams / sizeof *teams };

static void print_teams(size_t deliveries)
{
    static const unsigned sizes[] = {2, 3, 5, 10};
    printf(
        "## `errors`: more errors than the vendor's others\n\nStated: of teams of equals at most "
        "5 %% have a flag, and of teams with one who errs three times as often\nat most 5 %% "
        "have one on somebody else.\n\n| each annotator has | equals: teams of 2 | 3 | 5 | 10 | "
        "found, 3 times the errors: 2 | 3 | 5 | 10 | others flagged: 5 | 10 "
        "|\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    for (size_t t = 0; t < N_TEAMS; t++) {
        struct flag_counts worse[4];
        printf("| %s |", teams[t].name);
        for (int s = 0; s < 4; s++) {
            struct team_case team = teams[t].team;
            team.annotators = sizes[s];
            team.worse = 1;
            struct flag_counts equal = simulate_team(&team, deliveries);
            print_rate(equal.false_alarms, deliveries, 5.6);
            team.worse = 3;
            worse[s] = simulate_team(&team, deliveries / 4);
        }
        for (int s = 0; s < 4; s++) {
            printf(" %.0f |", percent(worse[s].found, worse[s].deliveries));
        }
        for (int s = 2; s < 4; s++) {
            print_rate(worse[s].false_alarms, worse[s].deliveries, 5.6);
        }
        printf("\n");
    }
}

/* ---- annotators beside one another ---- */

static const struct {
    const char *name;
    struct review_case review;
} reviews[] = {
    {"200 items x 3 of 20, 2 classes, 5 % wrong",
     {.annotators = 20, .items = 200, .raters = 3, .classes = 2, .commonest = 0.5, .wrong = 0.05}},
    {"200 items x 5 of 5, 2 classes; 15 % hard, 60 % wrong there",
     {.annotators = 5,
      .items = 200,
      .raters = 5,
      .classes = 2,
      .commonest = 0.5,
      .wrong = 0.05,
      .hard = 0.15,
      .wrong_hard = 0.6}},
    {"200 items x 10 of 10, 4 classes; 20 % hard, 40 % wrong there; skills differ",
     {.annotators = 10,
      .items = 200,
      .raters = 10,
      .classes = 4,
      .commonest = 0.25,
      .wrong = 0.05,
      .hard = 0.2,
      .wrong_hard = 0.4,
      .spread = 0.7}},
    {"the same against gold, 3 of 6",
     {.annotators = 6,
      .items = 400,
      .raters = 3,
      .classes = 4,
      .commonest = 0.25,
      .wrong = 0.05,
      .hard = 0.2,
      .wrong_hard = 0.4,
      .spread = 0.7,
      .with_gold = true}},
    {"40 items x 5 of 8, 95 % of one class, 5 % wrong",
     {.annotators = 8, .items = 40, .raters = 5, .classes = 2, .commonest = 0.95, .wrong = 0.05}},
    {"25 items x 4 of 4, 80 % of one class, 15 % wrong",
     {.annotators = 4, .items = 25, .raters = 4, .classes = 3, .commonest = 0.8, .wrong = 0.15}},
    {"30 items x 4 of 4, 2 classes, 30 % wrong",
     {.annotators = 4, .items = 30, .raters = 4, .classes = 2, .commonest = 0.5, .wrong = 0.3}},
    {"12 items x 4 of 4, 60 % of one class, 15 % wrong",
     {.annotators = 4, .items = 12, .raters = 4, .classes = 2, .commonest = 0.6, .wrong = 0.15}},
    {"300 items x 6 of 6, 2 classes; 20 % hard; skills differ much",
     {.annotators = 6,
      .items = 300,
      .raters = 6,
      .classes = 2,
      .commonest = 0.5,
      .wrong = 0.05,
      .hard = 0.2,
      .wrong_hard = 0.4,
      .spread = 1}},
    {"40 items x 6 of 6, numbers, ICC 0.8",
     {.annotators = 6, .items = 40, .raters = 6, .classes = 2, .commonest = 0.5, .noise = 7.5}},
    {"25 items x 4 of 4, numbers, ICC 0.5",
     {.annotators = 4, .items = 25, .raters = 4, .classes = 2, .commonest = 0.5, .noise = 15}},
    {"100 items x 5 of 10, times differ by half, annotators too",
     {.annotators = 10,
      .items = 100,
      .raters = 5,
      .classes = 3,
      .commonest = 0.4,
      .wrong = 0.05,
      .seconds = 8,
      .answer_sd = 0.5,
      .annotator_sd = 0.4}},
    {"100 items x 5 of 10, times differ by more",
     {.annotators = 10,
      .items = 100,
      .raters = 5,
      .classes = 3,
      .commonest = 0.4,
      .wrong = 0.05,
      .seconds = 8,
      .answer_sd = 0.9,
      .annotator_sd = 0.3}},
};
enum { N_REVIEWS = sizeof reviews / sizeof *reviews };

static void print_reviews(size_t deliveries)
{
    printf("\n## `agree`: flags of annotators who are all alike\n\n| deliveries |");
    for (int kind = 0; kind < N_FLAGS; kind++) {
        printf(" %s |", qa_annotator_flag_name((enum qa_annotator_flag_kind)kind));
    }
    printf("\n|---|--:|--:|--:|--:|--:|--:|--:|\n");
    for (size_t i = 0; i < N_REVIEWS; i++) {
        struct review_counts counts = simulate_reviews(&reviews[i].review, deliveries);
        printf("| %s |", reviews[i].name);
        for (int kind = 0; kind < N_FLAGS; kind++) {
            print_rate(counts.false_alarms[kind], deliveries, kind == QA_FLAG_COPYING ? 0.8 : 5.9);
        }
        printf("\n");
    }
}

static const struct {
    const char *name;
    enum qa_annotator_flag_kind kind;
    struct review_case review;
} odd[] = {
    {"copies half of a colleague's answers, 5 of 5, 15 % hard",
     QA_FLAG_COPYING,
     {.annotators = 5,
      .items = 200,
      .raters = 5,
      .classes = 2,
      .commonest = 0.5,
      .wrong = 0.1,
      .hard = 0.15,
      .wrong_hard = 0.5,
      .oddity = COPIES,
      .odd_share = 0.5}},
    {"copies 90 %, 5 of 5, 15 % hard",
     QA_FLAG_COPYING,
     {.annotators = 5,
      .items = 200,
      .raters = 5,
      .classes = 2,
      .commonest = 0.5,
      .wrong = 0.1,
      .hard = 0.15,
      .wrong_hard = 0.5,
      .oddity = COPIES,
      .odd_share = 0.9}},
    {"copies 90 %, 3 of 5 against gold",
     QA_FLAG_COPYING,
     {.annotators = 5,
      .items = 400,
      .raters = 3,
      .classes = 4,
      .commonest = 0.25,
      .wrong = 0.1,
      .with_gold = true,
      .oddity = COPIES,
      .odd_share = 0.9}},
    {"guesses, 40 items x 5 of 5, 2 classes",
     QA_FLAG_AT_CHANCE,
     {.annotators = 5,
      .items = 40,
      .raters = 5,
      .classes = 2,
      .commonest = 0.5,
      .wrong = 0.1,
      .oddity = GUESSES}},
    {"guesses, 200 items x 5 of 5, 90 % of one class",
     QA_FLAG_AT_CHANCE,
     {.annotators = 5,
      .items = 200,
      .raters = 5,
      .classes = 2,
      .commonest = 0.9,
      .wrong = 0.05,
      .oddity = GUESSES}},
    {"guesses numbers, 40 items x 6 of 6, ICC 0.8 of the others",
     QA_FLAG_AT_CHANCE,
     {.annotators = 6,
      .items = 40,
      .raters = 6,
      .classes = 2,
      .commonest = 0.5,
      .noise = 7.5,
      .oddity = GUESSES}},
    {"says one class, 40 items x 5 of 5, 3 classes",
     QA_FLAG_ONE_ANSWER,
     {.annotators = 5,
      .items = 40,
      .raters = 5,
      .classes = 3,
      .commonest = 0.4,
      .wrong = 0.1,
      .oddity = SAYS_ONE,
      .odd_share = 0.95}},
    {"swaps two of 4 classes, 100 items x 4 of 5",
     QA_FLAG_SWAPPED,
     {.annotators = 5,
      .items = 100,
      .raters = 4,
      .classes = 4,
      .commonest = 0.25,
      .wrong = 0.1,
      .oddity = SWAPS}},
    {"tires to half, 300 items x 4 of 5",
     QA_FLAG_TIRING,
     {.annotators = 5,
      .items = 300,
      .raters = 4,
      .classes = 3,
      .commonest = 0.4,
      .wrong = 0.05,
      .oddity = TIRES}},
    {"1 of 10 clicks in 1 s, others need 8",
     QA_FLAG_TOO_FAST,
     {.annotators = 10,
      .items = 100,
      .raters = 5,
      .classes = 3,
      .commonest = 0.4,
      .wrong = 0.05,
      .seconds = 8,
      .answer_sd = 0.6,
      .annotator_sd = 0.3,
      .oddity = CLICKS,
      .n_odd = 1,
      .click_seconds = 1}},
    {"5 of 10 click in 1 s, others need 8",
     QA_FLAG_TOO_FAST,
     {.annotators = 10,
      .items = 100,
      .raters = 5,
      .classes = 3,
      .commonest = 0.4,
      .wrong = 0.05,
      .seconds = 8,
      .answer_sd = 0.6,
      .annotator_sd = 0.3,
      .oddity = CLICKS,
      .n_odd = 5,
      .click_seconds = 1}},
};
enum { N_ODD = sizeof odd / sizeof *odd };

static void print_found(size_t deliveries)
{
    printf("\n## `agree`: one who is not like the others\n\n| who | flag | found | on somebody "
           "else |\n|---|---|--:|--:|\n");
    for (size_t i = 0; i < N_ODD; i++) {
        struct review_counts counts = simulate_reviews(&odd[i].review, deliveries);
        printf("| %s | %s | %.0f |", odd[i].name, qa_annotator_flag_name(odd[i].kind),
               percent(counts.found[odd[i].kind], deliveries));
        print_rate(counts.false_alarms[odd[i].kind], deliveries, 5.9);
        printf("\n");
    }
}

/* ---- the interval of the error rate ---- */

static void print_headlines(size_t deliveries)
{
    static const struct headline_case cases[] = {
        {30, 8, 0.05, 0},   {100, 8, 0.05, 0},    {30, 8, 0.05, 0.3}, {100, 8, 0.05, 0.3},
        {30, 8, 0.2, 0.3},  {100, 8, 0.2, 0.3},   {30, 8, 0.2, 0.8},  {100, 8, 0.2, 0.8},
        {10, 20, 0.1, 0.3}, {200, 20, 0.02, 0.3}, {60, 2, 0.2, 0.8},  {200, 2, 0.05, 0.8}};
    printf(
        "\n## `errors`: 95 %% intervals of the error rate that cover it\n\n| items | trials each "
        "| rate | correlation in items | error_rate | error_rate_exact | error_rate_wilson "
        "|\n|--:|--:|--:|--:|--:|--:|--:|\n");
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        size_t covered[N_HEADLINES];
        simulate_headline(&cases[c], deliveries, covered);
        printf("| %u | %u | %.0f %% | %g |", cases[c].items, cases[c].trials, 100 * cases[c].rate,
               cases[c].correlation);
        for (int k = 0; k < N_HEADLINES; k++) {
            double rate = percent(covered[k], deliveries);
            printf(rate < 93.5 ? " **%.1f** |" : " %.1f |", rate);
        }
        printf("\n");
    }
}

/* ---- Light's kappa ---- */

static void print_light(size_t deliveries)
{
    static const struct light_case cases[] = {
        {3, 3, 20, 0.1, 0.5},   {3, 3, 50, 0.03, 0.5},  {3, 3, 100, 0.03, 0.5},
        {3, 3, 100, 0.1, 0.8},  {3, 3, 200, 0.1, 0.95}, {3, 3, 400, 0.03, 0.95},
        {6, 6, 100, 0.25, 0.8}, {6, 6, 200, 0.1, 0.5},  {5, 4, 200, 0.1, 0.8},
        {8, 3, 100, 0.03, 0.8}, {20, 3, 300, 0.1, 0.5}};
    printf("\n## `agree`: the 95 %% interval of light_kappa\n\nAbsent where a pair of annotators "
           "shares too few items; beside it what value and standard error alone\nwould cover. "
           "Where few deliveries have an interval, those are not like the others.\n\n| annotators "
           "| an item | items | wrong | commoner class | has one | of these covered | without the "
           "rule |\n|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct light_counts counts = simulate_light(&cases[c], deliveries);
        printf("| %u | %u | %u | %.0f %% | %.0f %% | %.0f | ", cases[c].annotators, cases[c].raters,
               cases[c].items, 100 * cases[c].wrong, 100 * cases[c].commonest,
               percent(counts.with_interval, deliveries));
        if (counts.with_interval > 0) {
            double rate = percent(counts.covered, counts.with_interval);
            printf(rate < 92.5 ? "**%.1f** |" : "%.1f |", rate);
        } else {
            printf("- |");
        }
        printf(" %.1f |\n", percent(counts.linearised, deliveries));
    }
}

int main(int argc, char **argv)
{
    qa_special_init();
    size_t deliveries = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 4000;
    printf("# How often flags accuse\n\nMade by `make calibrate`: per cent of simulated "
           "deliveries, %zu a cell; above what is stated in bold\n(0.7 of 5 is known at two "
           "standard errors).\n\n",
           deliveries);
    print_teams(deliveries);
    print_headlines(deliveries);
    print_light(deliveries / 2);
    print_reviews(deliveries / 4);
    print_found(deliveries / 20);
    return 0;
}
