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

int main(int argc, char **argv)
{
    qa_special_init();
    size_t deliveries = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 4000;
    printf("# How often flags accuse\n\nMade by `make calibrate`: per cent of simulated "
           "deliveries, %zu a cell; above what is stated in bold\n(0.7 of 5 is known at two "
           "standard errors).\n\n",
           deliveries);
    print_teams(deliveries);
    return 0;
}
