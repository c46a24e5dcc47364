#include <string.h>

#include "tests/support/close.h"

#include "qa/annotation/match.h"
#include "qa/base/random.h"

enum { MOST = 6 };

struct problem {
    size_t n, m;
    double similarity[MOST * MOST];
    uint32_t row_label[MOST], column_label[MOST];
    bool row_out[MOST], column_out[MOST];
    bool by_class;
    double threshold;
};

static bool allowed(const struct problem *problem, size_t r, size_t c)
{
    return !problem->row_out[r] && !problem->column_out[c] &&
           problem->similarity[r * problem->m + c] >= problem->threshold &&
           (!problem->by_class || problem->row_label[r] == problem->column_label[c]);
}

/* Every assignment, tried. */
static double best_sum(const struct problem *problem, size_t row, unsigned used)
{
    if (row == problem->n) {
        return 0;
    }
    double best = best_sum(problem, row + 1, used);
    for (size_t c = 0; c < problem->m; c++) {
        if ((used & 1U << c) == 0 && allowed(problem, row, c)) {
            double sum = problem->similarity[row * problem->m + c] +
                         best_sum(problem, row + 1, used | 1U << c);
            best = sum > best ? sum : best;
        }
    }
    return best;
}

static void the_greatest_sum_is_found_in_small_random_cases(void **state)
{
    (void)state;
    struct qa_random random;
    struct qa_arena *arena = qa_arena_new();
    qa_random_init(&random, 2026, 0);
    for (int trial = 0; trial < 5000; trial++) {
        struct problem problem = {.n = (size_t)qa_random_below(&random, MOST + 1),
                                  .m = (size_t)qa_random_below(&random, MOST + 1),
                                  .by_class = qa_random_below(&random, 2) == 0,
                                  .threshold = 0.3};
        for (size_t i = 0; i < problem.n * problem.m; i++) {
            /* Steps of a tenth make ties, and values right at the threshold. */
            problem.similarity[i] = (double)qa_random_below(&random, 11) / 10;
        }
        for (size_t i = 0; i < MOST; i++) {
            problem.row_label[i] = (uint32_t)qa_random_below(&random, 2);
            problem.column_label[i] = (uint32_t)qa_random_below(&random, 2);
            problem.row_out[i] = qa_random_below(&random, 8) == 0;
            problem.column_out[i] = qa_random_below(&random, 8) == 0;
        }
        const struct qa_match_input input = {
            .n_rows = problem.n,
            .n_columns = problem.m,
            .similarity = problem.similarity,
            .row_label = problem.by_class ? problem.row_label : NULL,
            .column_label = problem.by_class ? problem.column_label : NULL,
            .row_out = problem.row_out,
            .column_out = problem.column_out,
            .threshold = problem.threshold};
        size_t column[MOST];
        size_t n_pairs = qa_match(&input, arena, column);
        double sum = 0;
        unsigned used = 0;
        size_t counted = 0;
        for (size_t r = 0; r < problem.n; r++) {
            if (column[r] != SIZE_MAX) {
                assert_true(allowed(&problem, r, column[r]));
                assert_true((used & 1U << column[r]) == 0);
                used |= 1U << column[r];
                sum += problem.similarity[r * problem.m + column[r]];
                counted++;
            }
        }
        assert_int_equal(counted, n_pairs);
        assert_close(sum, best_sum(&problem, 0, 0), 1e-12);
    }
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_greatest_sum_is_found_in_small_random_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
