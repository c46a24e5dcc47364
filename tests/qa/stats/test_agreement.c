#include <math.h>
#include <string.h>

#include "tests/support/close.h"
#include "tests/support/reference.h"

#include "qa/base/random.h"
#include "qa/stats/agreement.h"
#include "qa/stats/special.h"
#include "qa/stats/weights.h"

/* Ratings of items from category counts; raters are numbered within an item. */
static struct qa_ratings ratings_of_counts(struct qa_arena *arena, const double *counts,
                                           size_t n_items, uint32_t k)
{
    uint64_t *first = QA_ARRAY(arena, uint64_t, n_items + 1);
    uint32_t *rater = QA_ARRAY(arena, uint32_t, 4096);
    uint32_t *category = QA_ARRAY(arena, uint32_t, 4096);
    struct qa_ratings ratings = {.n_items = n_items,
                                 .n_categories = k,
                                 .first = first,
                                 .rater = rater,
                                 .category = category};
    for (size_t i = 0; i < n_items; i++) {
        uint32_t who = 0;
        for (uint32_t c = 0; c < k; c++) {
            for (int r = 0; r < (int)counts[i * k + c]; r++) {
                rater[ratings.n_ratings] = who++;
                category[ratings.n_ratings++] = c;
            }
        }
        first[i + 1] = ratings.n_ratings;
        ratings.n_raters = who > ratings.n_raters ? who : ratings.n_raters;
    }
    return ratings;
}

static const struct qa_inference at_95 = {0.95, 0, 0};

static struct qa_estimate of(const struct qa_patterns *patterns, enum qa_coefficient coefficient,
                             const double *weights, struct qa_arena *arena)
{
    struct qa_agreement_basis basis = qa_agreement_basis(patterns, weights, arena);
    return qa_agreement_coefficient(&basis, coefficient, &at_95, NULL, arena);
}

static struct qa_estimate measure(const char *coefficient, const struct qa_patterns *patterns,
                                  const double *weights, struct qa_arena *arena)
{
    if (strcmp(coefficient, "percent") == 0) {
        return of(patterns, QA_PERCENT_AGREEMENT, weights, arena);
    }
    return strcmp(coefficient, "fleiss") == 0 ? of(patterns, QA_FLEISS_KAPPA, weights, arena)
                                              : of(patterns, QA_KRIPPENDORFF_ALPHA, weights, arena);
}

static enum qa_weights weights_by_name(const char *name)
{
    return strcmp(name, "identity") == 0 ? QA_WEIGHTS_IDENTITY
           : strcmp(name, "linear") == 0 ? QA_WEIGHTS_LINEAR
                                         : QA_WEIGHTS_QUADRATIC;
}

static void published_and_exact_tables_give_the_reference_values(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "stats_agreement.csv");
    while (test_reference_next(&reference)) {
        struct qa_arena *arena = qa_arena_new();
        double counts[TEST_REFERENCE_NUMBERS];
        uint32_t k = (uint32_t)test_reference_number(&reference, "categories");
        size_t n = test_reference_numbers(&reference, "table", counts);
        struct qa_ratings ratings = ratings_of_counts(arena, counts, n / k, k);
        struct qa_patterns patterns = qa_patterns_find(&ratings, arena);
        const double *weights = qa_weight_matrix(
            weights_by_name(test_reference_text(&reference, "weights")), NULL, k, arena);
        struct qa_estimate got =
            measure(test_reference_text(&reference, "coefficient"), &patterns, weights, arena);
        assert_null(got.undefined);
        assert_close(got.value, test_reference_number(&reference, "value"), 1e-12);
        assert_close(got.se, test_reference_number(&reference, "se"), 1e-12);
        assert_int_equal(got.n, (int)test_reference_number(&reference, "n"));
        qa_arena_free(arena);
    }
    test_reference_close(&reference);
}

static void intervals_use_students_t_and_end_at_one(void **state)
{
    (void)state;
    const double counts[] = {3, 0, 3, 0, 0, 3, 0, 3, 3, 0, 2, 1};
    struct qa_arena *arena = qa_arena_new();
    struct qa_ratings ratings = ratings_of_counts(arena, counts, 6, 2);
    struct qa_patterns patterns = qa_patterns_find(&ratings, arena);
    struct qa_estimate kappa = of(&patterns, QA_FLEISS_KAPPA, NULL, arena);
    /* t(0.975, 5) = 2.570581835636314 (published tables: 2.571). */
    assert_close(kappa.value - kappa.low, 2.570581835636314 * kappa.se, 1e-10);
    assert_true(kappa.high <= 1);
    qa_arena_free(arena);
}

static const char *reason_for(const double *counts, size_t n_items, uint32_t k)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_ratings ratings = ratings_of_counts(arena, counts, n_items, k);
    struct qa_patterns patterns = qa_patterns_find(&ratings, arena);
    struct qa_estimate kappa = of(&patterns, QA_FLEISS_KAPPA, NULL, arena);
    struct qa_estimate alpha = of(&patterns, QA_KRIPPENDORFF_ALPHA, NULL, arena);
    assert_true((kappa.undefined == NULL) == (alpha.undefined == NULL));
    qa_arena_free(arena);
    return kappa.undefined;
}

static void undefined_cases_are_said_with_their_reason(void **state)
{
    (void)state;
    assert_string_equal(reason_for((const double[]){3, 0, 2, 0}, 2, 2), "one category only");
    assert_string_equal(reason_for((const double[]){1, 0, 0, 1}, 2, 2), "only one annotator");
    assert_string_equal(reason_for((const double[]){0, 0}, 1, 2), "no ratings");
}

static void agreement_of_one_category_is_still_given_as_percent(void **state)
{
    (void)state;
    const double counts[] = {3, 0, 2, 0};
    struct qa_arena *arena = qa_arena_new();
    struct qa_ratings ratings = ratings_of_counts(arena, counts, 2, 2);
    struct qa_patterns patterns = qa_patterns_find(&ratings, arena);
    struct qa_estimate percent = of(&patterns, QA_PERCENT_AGREEMENT, NULL, arena);
    assert_null(percent.undefined);
    assert_identical(percent.value, 1.0);
    qa_arena_free(arena);
}

/* ---- properties on random ratings ---- */

enum { ITEMS = 60, RATERS = 5, CATEGORIES = 4 };

struct random_ratings {
    struct qa_ratings ratings;
    uint64_t first[ITEMS + 1];
    uint32_t rater[ITEMS * RATERS];
    uint32_t category[ITEMS * RATERS];
};

static void make_random(struct random_ratings *out, struct qa_random *random)
{
    size_t used = 0;
    for (size_t i = 0; i < ITEMS; i++) {
        out->first[i] = used;
        uint32_t truth = (uint32_t)qa_random_below(random, CATEGORIES);
        for (uint32_t r = 0; r < RATERS; r++) {
            if (qa_random_below(random, 4) > 0) {
                out->rater[used] = r;
                out->category[used++] = qa_random_below(random, 3) > 0
                                            ? truth
                                            : (uint32_t)qa_random_below(random, CATEGORIES);
            }
        }
    }
    out->first[ITEMS] = used;
    out->ratings = (struct qa_ratings){ITEMS,      used,       RATERS,        CATEGORIES,
                                       out->first, out->rater, out->category, NULL};
}

static void reverse_items(const struct random_ratings *from, struct random_ratings *to)
{
    *to = *from;
    size_t used = 0;
    for (size_t i = 0; i < ITEMS; i++) {
        size_t source = ITEMS - 1 - i;
        to->first[i] = used;
        for (uint64_t r = from->first[source]; r < from->first[source + 1]; r++) {
            to->rater[used] = from->rater[r];
            to->category[used++] = from->category[r];
        }
    }
    to->ratings.first = to->first;
    to->ratings.rater = to->rater;
    to->ratings.category = to->category;
}

static void order_of_items_and_names_of_categories_change_nothing(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 42, 0);
    for (int trial = 0; trial < 200; trial++) {
        struct qa_arena *arena = qa_arena_new();
        static struct random_ratings one;
        static struct random_ratings other;
        make_random(&one, &random);
        reverse_items(&one, &other);
        struct qa_patterns a = qa_patterns_find(&one.ratings, arena);
        struct qa_patterns b = qa_patterns_find(&other.ratings, arena);
        struct qa_estimate before = of(&a, QA_KRIPPENDORFF_ALPHA, NULL, arena);
        struct qa_estimate after = of(&b, QA_KRIPPENDORFF_ALPHA, NULL, arena);
        assert_identical(before.value, after.value);
        assert_identical(before.se, after.se);
        assert_identical(of(&a, QA_FLEISS_KAPPA, NULL, arena).se,
                         of(&b, QA_FLEISS_KAPPA, NULL, arena).se);
        for (size_t r = 0; r < one.ratings.n_ratings; r++) {
            one.category[r] = CATEGORIES - 1 - one.category[r];
        }
        struct qa_patterns c = qa_patterns_find(&one.ratings, arena);
        assert_close(of(&c, QA_KRIPPENDORFF_ALPHA, NULL, arena).value, before.value, 1e-13);
        qa_arena_free(arena);
    }
}

static void identity_weights_as_a_matrix_equal_none(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 7, 0);
    double identity[CATEGORIES * CATEGORIES] = {0};
    for (int c = 0; c < CATEGORIES; c++) {
        identity[c * CATEGORIES + c] = 1;
    }
    for (int trial = 0; trial < 100; trial++) {
        struct qa_arena *arena = qa_arena_new();
        static struct random_ratings one;
        make_random(&one, &random);
        struct qa_patterns patterns = qa_patterns_find(&one.ratings, arena);
        struct qa_estimate plain = of(&patterns, QA_FLEISS_KAPPA, NULL, arena);
        struct qa_estimate weighted = of(&patterns, QA_FLEISS_KAPPA, identity, arena);
        assert_close(plain.value, weighted.value, 1e-13);
        assert_close(plain.se, weighted.se, 1e-13);
        qa_arena_free(arena);
    }
}

static void linearised_error_is_near_the_jackknife(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 99, 0);
    static struct random_ratings one;
    make_random(&one, &random);
    struct qa_arena *arena = qa_arena_new();
    struct qa_patterns all = qa_patterns_find(&one.ratings, arena);
    struct qa_estimate alpha = of(&all, QA_KRIPPENDORFF_ALPHA, NULL, arena);
    double left_out[ITEMS];
    double mean = 0;
    size_t n = 0;
    for (size_t skip = 0; skip < ITEMS; skip++) {
        if (one.first[skip + 1] - one.first[skip] < 2) {
            continue;
        }
        static struct random_ratings less;
        less = one;
        uint64_t removed = one.first[skip + 1] - one.first[skip];
        memmove(less.category + one.first[skip], less.category + one.first[skip + 1],
                (one.first[ITEMS] - one.first[skip + 1]) * sizeof *less.category);
        for (size_t i = skip + 1; i <= ITEMS; i++) {
            less.first[i] -= removed;
        }
        less.ratings.first = less.first;
        less.ratings.category = less.category;
        less.ratings.rater = less.rater;
        less.ratings.n_ratings = less.first[ITEMS];
        struct qa_patterns patterns = qa_patterns_find(&less.ratings, arena);
        left_out[n] = of(&patterns, QA_KRIPPENDORFF_ALPHA, NULL, arena).value;
        mean += left_out[n++];
    }
    mean /= (double)n;
    double squares = 0;
    for (size_t i = 0; i < n; i++) {
        squares += (left_out[i] - mean) * (left_out[i] - mean);
    }
    double jackknife = sqrt(squares * (double)(n - 1) / (double)n);
    assert_true(fabs(alpha.se / jackknife - 1) < 0.05);
    qa_arena_free(arena);
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_and_exact_tables_give_the_reference_values),
        cmocka_unit_test(intervals_use_students_t_and_end_at_one),
        cmocka_unit_test(undefined_cases_are_said_with_their_reason),
        cmocka_unit_test(agreement_of_one_category_is_still_given_as_percent),
        cmocka_unit_test(order_of_items_and_names_of_categories_change_nothing),
        cmocka_unit_test(identity_weights_as_a_matrix_equal_none),
        cmocka_unit_test(linearised_error_is_near_the_jackknife),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
