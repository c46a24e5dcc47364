#include <math.h>
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

/* Rows a, b; columns p, q, r. */
static const double some[] = {0.9, 0.8, 0.0, 0.85, 0.1, 0.6};

static struct qa_match_input input_of(const double *similarity)
{
    return (struct qa_match_input){
        .n_rows = 2, .n_columns = 3, .similarity = similarity, .threshold = 0.5};
}

static void greedy_takes_the_most_similar_pair_first(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const struct qa_match_input input = input_of(some);
    size_t column[2];
    assert_int_equal(qa_match_greedy(&input, arena, column), 2);
    assert_int_equal(column[0], 0);
    assert_int_equal(column[1], 2);
    /* The greatest sum gives up the best pair. */
    assert_int_equal(qa_match(&input, arena, column), 2);
    assert_int_equal(column[0], 1);
    assert_int_equal(column[1], 0);
    qa_arena_free(arena);
}

static void ranked_columns_choose_in_turn_and_of_equals_the_last_row(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_match_input input = input_of(some);
    size_t column[2];
    assert_int_equal(qa_match_ranked(&input, (const double[]){0.1, 0.9, 0.5}, arena, column), 2);
    assert_int_equal(column[0], 1);
    assert_int_equal(column[1], 2);
    /* Without a rank behind all others, in their order. */
    const double none = (double)NAN;
    assert_int_equal(qa_match_ranked(&input, (const double[]){none, none, 0.1}, arena, column), 2);
    assert_int_equal(column[0], 0);
    assert_int_equal(column[1], 2);
    input.similarity = (const double[]){0.7, 0, 0, 0.7, 0, 0};
    assert_int_equal(qa_match_ranked(&input, (const double[]){1, 1, 1}, arena, column), 1);
    assert_true(column[0] == SIZE_MAX);
    assert_int_equal(column[1], 0);
    qa_arena_free(arena);
}

/* A square block of tenths, and who may pair in it. */
struct square {
    size_t n;
    double similarity[MOST * MOST];
    double rank[MOST];
    uint32_t label[2][MOST];
    bool out[2][MOST];
};

static void fill_square(struct qa_random *random, struct square *square)
{
    square->n = 1 + qa_random_below(random, MOST);
    for (size_t i = 0; i < square->n * square->n; i++) {
        square->similarity[i] = (double)qa_random_below(random, 11) / 10;
    }
    for (size_t i = 0; i < square->n; i++) {
        square->rank[i] = (double)qa_random_below(random, 3);
        for (size_t side = 0; side < 2; side++) {
            square->label[side][i] = (uint32_t)qa_random_below(random, 2);
            square->out[side][i] = qa_random_below(random, 6) == 0;
        }
    }
}

static size_t count_good_pairs(const struct square *square, const size_t *column)
{
    unsigned used = 0;
    size_t n_pairs = 0;
    for (size_t r = 0; r < square->n; r++) {
        size_t c = column[r];
        if (c == SIZE_MAX) {
            continue;
        }
        assert_true(square->similarity[r * square->n + c] >= 0.4);
        assert_int_equal(square->label[0][r], square->label[1][c]);
        assert_false(square->out[0][r] || square->out[1][c]);
        assert_true((used & 1U << c) == 0);
        used |= 1U << c;
        n_pairs++;
    }
    return n_pairs;
}

static void every_rule_keeps_to_threshold_classes_and_who_is_out(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_random random;
    qa_random_init(&random, 3, 0);
    for (int trial = 0; trial < 2000; trial++) {
        struct square square;
        size_t column[MOST];
        fill_square(&random, &square);
        const struct qa_match_input input = {
            square.n,        square.n,      square.similarity, square.label[0],
            square.label[1], square.out[0], square.out[1],     0.4};
        size_t n_pairs = qa_match_greedy(&input, arena, column);
        assert_int_equal(count_good_pairs(&square, column), n_pairs);
        n_pairs = qa_match_ranked(&input, square.rank, arena, column);
        assert_int_equal(count_good_pairs(&square, column), n_pairs);
    }
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_greatest_sum_is_found_in_small_random_cases),
        cmocka_unit_test(greedy_takes_the_most_similar_pair_first),
        cmocka_unit_test(ranked_columns_choose_in_turn_and_of_equals_the_last_row),
        cmocka_unit_test(every_rule_keeps_to_threshold_classes_and_who_is_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
