#include <math.h>
#include <string.h>

#include "tests/support/close.h"

#include "qa/annotation/box.h"
#include "qa/base/random.h"
#include "qa/score/detection.h"
#include "qa/stats/cluster_ratio.h"
#include "qa/stats/special.h"

/* A family for the tests: words, errors in them, seconds, and what is no rate. */
enum { WORDS, ERRORS, SECONDS, N_PARTS };
enum { WER, PER_SECOND, SHARE, N_FIGURES };
static const char *const part_names[N_PARTS] = {"words", "errors", "seconds"};
static const struct qa_figure figures[N_FIGURES] = {
    [WER] = {.name = "wer",
             .above = {[ERRORS] = 1},
             .below = {[WORDS] = 1},
             .unit = 1,
             .undefined = "no words"},
    [PER_SECOND] = {.name = "per_second",
                    .above = {[ERRORS] = 2},
                    .below = {[SECONDS] = 3},
                    .undefined = "no time"},
    [SHARE] = {.name = "share",
               .above = {[ERRORS] = 1},
               .below = {[WORDS] = 1, [ERRORS] = 1},
               .is_complement = true,
               .bound = QA_AT_MOST_ONE,
               .unit = 1,
               .undefined = "nothing"},
};
static const struct qa_score family = {.name = "test",
                                       .parts = part_names,
                                       .n_parts = N_PARTS,
                                       .figures = figures,
                                       .n_figures = N_FIGURES};

static int set_up(void **state)
{
    *state = qa_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    qa_arena_free(*state);
    return 0;
}

static struct qa_tally *new_tally(const struct qa_score *score, struct qa_arena *arena)
{
    struct qa_tally *tally = QA_NEW(arena, struct qa_tally);
    qa_tally_init(tally, score, QA_TALLY_CLUSTERS, arena);
    return tally;
}

static void draw(struct qa_random *random, double *parts)
{
    parts[WORDS] = (double)qa_random_below(random, 30);
    parts[ERRORS] = parts[WORDS] > 0 ? (double)qa_random_below(random, 8) : 0;
    parts[SECONDS] = 20 * qa_random_real(random);
}

static void assert_same_bytes(const struct qa_tally *a, const struct qa_tally *b)
{
    assert_int_equal(a->n, b->n);
    assert_memory_equal(a->sum, b->sum, N_PARTS * sizeof *a->sum);
    assert_memory_equal(a->product, b->product, N_PARTS * (N_PARTS + 1) / 2 * sizeof *a->product);
    assert_memory_equal(a->square, b->square, N_FIGURES * sizeof *a->square);
    assert_memory_equal(a->items, b->items, N_FIGURES * sizeof *a->items);
}

static void any_order_and_any_merging_give_the_same_bytes(void **state)
{
    enum { N_ITEMS = 300, N_BINS = 7 };
    static double parts[N_ITEMS][QA_PARTS_MAX];
    struct qa_random random;
    qa_random_init(&random, 3, 0);
    struct qa_tally *whole = new_tally(&family, *state);
    for (size_t i = 0; i < N_ITEMS; i++) {
        draw(&random, parts[i]);
        qa_tally_add(whole, parts[i]);
    }
    for (int t = 0; t < 20; t++) {
        struct qa_tally *bins[N_BINS];
        for (size_t b = 0; b < N_BINS; b++) {
            bins[b] = new_tally(&family, *state);
        }
        for (size_t i = N_ITEMS; i-- > 0;) {
            qa_tally_add(bins[qa_random_below(&random, N_BINS)], parts[i]);
        }
        struct qa_tally *merged = new_tally(&family, *state);
        size_t start = (size_t)qa_random_below(&random, N_BINS);
        for (size_t b = 0; b < N_BINS; b++) {
            assert_true(qa_tally_fits(merged, bins[(start + 3 * b) % N_BINS]));
            qa_tally_merge(merged, bins[(start + 3 * b) % N_BINS]);
        }
        assert_same_bytes(merged, whole);
    }
}

/* From the items themselves, in doubles. */
static struct qa_estimate directly(const double (*parts)[QA_PARTS_MAX], size_t n, size_t f)
{
    const struct qa_figure *figure = &figures[f];
    struct qa_cluster_sums sums = {0};
    for (size_t i = 0; i < n; i++) {
        double a = 0;
        double b = 0;
        for (size_t p = 0; p < N_PARTS; p++) {
            a += figure->above[p] * parts[i][p];
            b += figure->below[p] * parts[i][p];
        }
        if (b > 0) {
            sums.n++;
            sums.aa_per_b += a * a / b;
        }
        sums.a += a;
        sums.b += b;
        sums.aa += a * a;
        sums.ab += a * b;
        sums.bb += b * b;
    }
    const struct qa_ratio_kind kind = {1, figure->bound != QA_UNBOUNDED, figure->unit};
    return qa_cluster_ratio(&sums, &kind, 0.95);
}

static void estimates_are_those_of_the_items(void **state)
{
    enum { N_MAX = 60 };
    static double parts[N_MAX][QA_PARTS_MAX];
    struct qa_random random;
    qa_random_init(&random, 4, 0);
    for (size_t n = 1; n < N_MAX; n++) {
        struct qa_tally *tally = new_tally(&family, *state);
        for (size_t i = 0; i < n; i++) {
            draw(&random, parts[i]);
            qa_tally_add(tally, parts[i]);
        }
        for (size_t f = 0; f < N_FIGURES; f++) {
            struct qa_estimate got = qa_tally_estimate(tally, f, 0.5, 0.95);
            struct qa_estimate want = directly((const double(*)[QA_PARTS_MAX])parts, n, f);
            double sign = figures[f].is_complement ? -1 : 1;
            double from = figures[f].is_complement ? 1 : 0;
            assert_int_equal(qa_is_defined(&got), qa_is_defined(&want));
            if (!qa_is_defined(&got)) {
                continue;
            }
            assert_int_equal(got.n, want.n);
            assert_int_equal(got.has_interval, want.has_interval);
            assert_close(got.value, from + sign * want.value, 1e-12);
            assert_close(sign > 0 ? got.low : got.high, from + sign * want.low, 1e-9);
            assert_close(sign > 0 ? got.high : got.low, from + sign * want.high, 1e-9);
            assert_close(got.se, want.se, 1e-10);
        }
    }
}

static void items_without_trials_count_in_the_value_alone(void **state)
{
    struct qa_tally *tally = new_tally(&family, *state);
    const double spoken[QA_PARTS_MAX] = {[WORDS] = 10, [ERRORS] = 1};
    const double silent[QA_PARTS_MAX] = {[ERRORS] = 4};
    const double nothing[QA_PARTS_MAX] = {0};
    for (int i = 0; i < 6; i++) {
        qa_tally_add(tally, spoken);
    }
    double before = qa_tally_estimate(tally, WER, 0, 0.95).high;
    qa_tally_add(tally, silent);
    qa_tally_add(tally, nothing);
    struct qa_estimate got = qa_tally_estimate(tally, WER, 0, 0.95);
    assert_int_equal(tally->n, 7);
    assert_int_equal(got.n, 6);
    assert_close(got.value, 10.0 / 60, 1e-15);
    assert_true(got.high > before && got.low <= got.value);
    got = qa_tally_estimate(tally, PER_SECOND, 0, 0.95);
    assert_string_equal(got.undefined, "no time");
    assert_int_equal(got.n, 0);
}

static void rounding_is_no_trial(void **state)
{
    struct qa_tally *tally = new_tally(&family, *state);
    const double parts[QA_PARTS_MAX] = {[WORDS] = 3, [SECONDS] = 1e-12};
    qa_tally_add(tally, parts);
    assert_int_equal(qa_tally_estimate(tally, PER_SECOND, 0, 0.95).n, 0);
}

/* Beyond 2^62 units a product is made in two steps; whole numbers stay exact. */
static void large_parts_multiply_exactly(void **state)
{
    static const double sizes[] = {3, 4194304, 4194305, 16777259, 4294967296.0};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (size_t j = 0; j < sizeof sizes / sizeof *sizes; j++) {
            struct qa_tally *tally = new_tally(&family, *state);
            const double parts[QA_PARTS_MAX] = {[WORDS] = sizes[i], [ERRORS] = sizes[j]};
            qa_tally_add(tally, parts);
            qa_wide want = (qa_wide)sizes[i] * (qa_wide)sizes[j];
            assert_true(tally->product[1] >> 40 == want);
            assert_true((tally->product[1] & (((qa_wide)1 << 40) - 1)) == 0);
            assert_int_equal(qa_tally_count(tally, WORDS), (uint64_t)sizes[i]);
            assert_identical(qa_tally_sum(tally, ERRORS), sizes[j]);
        }
    }
    struct qa_tally *fractions = new_tally(&family, *state);
    const double parts[QA_PARTS_MAX] = {[WORDS] = 16777259.25, [ERRORS] = 4194305.5};
    qa_tally_add(fractions, parts);
    assert_close((double)fractions->product[1] * 0x1p-40, 16777259.25 * 4194305.5, 1e-15);
}

static void what_is_too_large_is_seen_before_it_is_merged(void **state)
{
    struct qa_tally *one = new_tally(&family, *state);
    struct qa_tally *other = new_tally(&family, *state);
    one->n = other->n = 1;
    one->product[0] = (qa_wide)1 << 118;
    assert_true(qa_tally_fits(one, other));
    other->product[0] = 1;
    assert_false(qa_tally_fits(one, other));
    assert_false(qa_tally_fits(other, one));
}

static void one_item_has_a_value_and_no_limits(void **state)
{
    struct qa_tally tally;
    qa_tally_init(&tally, &family, QA_TALLY_ITEM, *state);
    const double parts[QA_PARTS_MAX] = {[WORDS] = 8, [ERRORS] = 2, [SECONDS] = 4};
    qa_tally_add(&tally, parts);
    struct qa_estimate got = qa_tally_estimate(&tally, WER, 0, 0.95);
    assert_identical(got.value, 0.25);
    assert_int_equal(got.n, 1);
    assert_false(got.has_interval);
    assert_false(got.has_se);
    assert_identical(qa_tally_estimate(&tally, SHARE, 0, 0.95).value, 0.8);
}

static void mean_similarity_lies_between_the_threshold_and_one(void **state)
{
    struct qa_random random;
    qa_random_init(&random, 9, 0);
    for (int step = 0; step < 3; step++) {
        double threshold = 0.5 + 0.2 * step;
        struct qa_tally *tally = new_tally(&qa_score_detection, *state);
        for (int i = 0; i < 8; i++) {
            double parts[QA_PARTS_MAX] = {0};
            parts[QA_DETECTION_MATCHED] = parts[QA_DETECTION_REFERENCE] = 3;
            parts[QA_DETECTION_DISSIMILARITY] = 3 * (1 - threshold) * qa_random_real(&random);
            qa_tally_add(tally, parts);
        }
        struct qa_estimate got =
            qa_tally_estimate(tally, QA_DETECTION_MEAN_SIMILARITY, threshold, 0.95);
        assert_true(got.has_interval);
        assert_true(threshold <= got.low && got.low < got.value);
        assert_true(got.value < got.high && got.high <= 1);
    }
    /* At threshold 1 matched pairs are identical and nothing is uncertain. */
    struct qa_tally *tally = new_tally(&qa_score_detection, *state);
    double parts[QA_PARTS_MAX] = {[QA_DETECTION_MATCHED] = 3};
    qa_tally_add(tally, parts);
    struct qa_estimate got = qa_tally_estimate(tally, QA_DETECTION_MEAN_SIMILARITY, 1, 0.95);
    assert_identical(got.low, 1.0);
    assert_identical(got.high, 1.0);
}

static void figures_are_named_for_the_type(void **state)
{
    const struct qa_figure *figure = &qa_score_detection.figures[QA_DETECTION_MEAN_SIMILARITY];
    const struct qa_type points = {.name = "keypoints", .similarity = "OKS"};
    const struct qa_type rotated = {.name = "rotated box", .similarity = "IoU"};
    assert_string_equal(qa_figure_name(figure, &qa_type_box, *state), "box_iou");
    assert_string_equal(qa_figure_name(figure, &points, *state), "oks");
    assert_string_equal(qa_figure_name(figure, &rotated, *state), "rotated_box_iou");
    assert_string_equal(qa_figure_name(figure - 1, &points, *state), "f1");
    assert_ptr_equal(qa_score_find("detection"), &qa_score_detection);
    assert_null(qa_score_find("none"));
    assert_int_equal(qa_figure_find(&qa_score_detection, "f1"), QA_DETECTION_F1);
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(any_order_and_any_merging_give_the_same_bytes, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(estimates_are_those_of_the_items, set_up, tear_down),
        cmocka_unit_test_setup_teardown(items_without_trials_count_in_the_value_alone, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(rounding_is_no_trial, set_up, tear_down),
        cmocka_unit_test_setup_teardown(large_parts_multiply_exactly, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_too_large_is_seen_before_it_is_merged, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(one_item_has_a_value_and_no_limits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(mean_similarity_lies_between_the_threshold_and_one, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(figures_are_named_for_the_type, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
