/* Whether chances come true: a quick form of tests/calibrate/chances.c. */
#include "tests/support/close.h"

#include <math.h>

#include "qa/base/random.h"
#include "qa/procurement/decision.h"
#include "qa/stats/special.h"
#include "tests/support/simulate.h"

enum { VENDORS = 3, MARKETS = 700, LUMP = 8, LUMPS = 60, N_DRAWS = 300 };

static const char *const names[VENDORS] = {"a", "b", "c"};
static const struct qa_score_settings settings = {.scenario = {.volume = 100000},
                                                  .weights = {1, 0, 0, 0, 0},
                                                  .max_error = 0.5,
                                                  .confidence = 0.95};

/* Errors come eight together or not at all, which the design effect says. */
static struct qa_vendor_facts audit(size_t v, double rate, struct qa_random *random)
{
    return (struct qa_vendor_facts){.name = names[v],
                                    .errors = LUMP * draw_binomial(random, LUMPS, rate),
                                    .audited = LUMP * LUMPS,
                                    .design_effect = LUMP,
                                    .agreement = qa_undefined("not measured", 0)};
}

struct count {
    double stated, best, variance;
};

/* Vendors who are said to be the best with more than one half, in one market. */
static void add_market(uint64_t stream, struct count *count, struct qa_arena *arena)
{
    struct qa_random random;
    struct qa_vendor_facts facts[VENDORS];
    double rate[VENDORS];
    size_t best = 0;
    qa_random_init(&random, 61, stream);
    double mean = 0.04 * pow(4, qa_random_real(&random));
    double shape = 1 + 9 * qa_random_real(&random);
    for (size_t v = 0; v < VENDORS; v++) {
        rate[v] = fmin(0.45, mean * draw_gamma(&random, shape) / shape);
        best = rate[v] < rate[best] ? v : best;
        facts[v] = audit(v, rate[v], &random);
    }
    struct qa_scorecard card = qa_scorecard(facts, VENDORS, NULL, &settings, arena);
    const struct qa_decision_settings draws = {
        .seed = stream, .n_draws = N_DRAWS, .without_advice = true};
    struct qa_decision decision = qa_decide(&card, &draws, arena);
    for (size_t v = 0; v < VENDORS; v++) {
        double stated = decision.vendors[v].p_best_as_weighted;
        if (stated > 0.5) {
            count->stated += stated;
            count->best += v == best;
            count->variance += stated * (1 - stated);
        }
    }
}

/* Three standard errors and three of a hundred; with the design effect left out it is off by ten.
 */
static void vendors_said_to_be_the_best_are_as_often_as_is_said(void **state)
{
    (void)state;
    struct count count = {0, 0, 0};
    struct qa_arena *arena = qa_arena_new();
    for (uint64_t m = 0; m < MARKETS; m++) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        add_market(m, &count, arena);
        qa_arena_reset(arena, mark);
    }
    qa_arena_free(arena);
    assert_true(count.stated > 200);
    assert_true(fabs(count.best - count.stated) < 3 * sqrt(count.variance) + 0.03 * count.stated);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vendors_said_to_be_the_best_are_as_often_as_is_said),
    };
    qa_special_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
