#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/close.h"
#include "tests/support/reference.h"

#include "qa/base/random.h"
#include "qa/stats/agreement_score.h"
#include "qa/stats/conger.h"
#include "qa/stats/kappa.h"
#include "qa/stats/special.h"
#include "qa/stats/weights.h"

enum { CONGER = QA_N_COEFFICIENTS, N_FIGURES };
static const char *const names[N_FIGURES] = {[QA_PERCENT_AGREEMENT] = "percent_agreement",
                                             [QA_PERCENT_AGREEMENT_POOLED] =
                                                 "percent_agreement_pooled",
                                             [QA_SCOTT_PI] = "scott_pi",
                                             [QA_BENNETT_S] = "bennett_s",
                                             [QA_FLEISS_KAPPA] = "fleiss_kappa",
                                             [QA_KRIPPENDORFF_ALPHA] = "krippendorff_alpha",
                                             [QA_GWET_AC] = "gwet_ac",
                                             [CONGER] = "conger_kappa"};

static int figure_named(const char *name)
{
    int c = 0;
    while (c < N_FIGURES && strcmp(names[c], name) != 0) {
        c++;
    }
    assert_true(c < N_FIGURES);
    return c;
}

/* Ratings as written in the reference: "0:1 1:0;0:0", annotator and category, items by ';'. */
enum { MOST_ITEMS = 400, MOST_RATINGS = 4000 };
struct data {
    uint64_t first[MOST_ITEMS + 1];
    uint32_t rater[MOST_RATINGS];
    uint32_t category[MOST_RATINGS];
    struct qa_ratings ratings;
};

static void add_rating(struct data *data, uint32_t rater, uint32_t category)
{
    struct qa_ratings *ratings = &data->ratings;
    assert_true(ratings->n_ratings < MOST_RATINGS);
    data->rater[ratings->n_ratings] = rater;
    data->category[ratings->n_ratings++] = category;
    ratings->n_raters = rater >= ratings->n_raters ? rater + 1 : ratings->n_raters;
}

static void end_item(struct data *data)
{
    assert_true(data->ratings.n_items < MOST_ITEMS);
    data->first[++data->ratings.n_items] = data->ratings.n_ratings;
}

static void start(struct data *data, uint32_t n_categories)
{
    *data = (struct data){.ratings = {.n_categories = n_categories}};
    data->ratings.first = data->first;
    data->ratings.rater = data->rater;
    data->ratings.category = data->category;
}

static void read_items(struct data *data, const char *text, uint32_t n_categories)
{
    start(data, n_categories);
    while (*text != '\0') {
        char *end;
        unsigned long rater = strtoul(text, &end, 10);
        if (end != text) {
            add_rating(data, (uint32_t)rater, (uint32_t)strtoul(end + 1, &end, 10));
        }
        text = end;
        if (*text == ';' || *text == '\0') {
            end_item(data);
        }
        text += *text != '\0';
    }
}

static struct qa_estimate estimate(const struct data *data, int figure, const double *weights,
                                   const struct qa_inference *inference, struct qa_arena *arena)
{
    struct qa_estimate out;
    if (figure == CONGER) {
        out = qa_conger_kappa(&data->ratings, weights, inference, NULL, arena);
        qa_conger_score(&data->ratings, weights, inference, &out, arena);
        return out;
    }
    struct qa_patterns patterns = qa_patterns_find(&data->ratings, arena);
    struct qa_agreement_basis basis = qa_agreement_basis(&patterns, weights, arena);
    enum qa_coefficient coefficient = (enum qa_coefficient)figure;
    out = qa_agreement_coefficient(&basis, coefficient, inference, NULL, arena);
    qa_agreement_score(&basis, coefficient, inference, &out, arena);
    return out;
}

static const double *weights_named(const char *name, uint32_t k, struct qa_arena *arena)
{
    enum qa_weights weights;
    return qa_weights_by_name(name, &weights) ? qa_weight_matrix(weights, NULL, k, arena) : NULL;
}

static void limits_equal_an_independent_computation(void **state)
{
    (void)state;
    struct test_reference reference;
    static struct data data;
    size_t n_with_limits = 0;
    test_reference_open(&reference, "score_interval.csv");
    while (test_reference_next(&reference)) {
        struct qa_arena *arena = qa_arena_new();
        uint32_t k = (uint32_t)test_reference_number(&reference, "categories");
        read_items(&data, test_reference_text(&reference, "items"), k);
        struct qa_inference inference = {test_reference_number(&reference, "confidence"),
                                         (uint64_t)test_reference_number(&reference, "population"),
                                         0};
        int figure = figure_named(test_reference_text(&reference, "coefficient"));
        struct qa_estimate got = estimate(
            &data, figure, weights_named(test_reference_text(&reference, "weights"), k, arena),
            &inference, arena);
        assert_close(got.value, test_reference_number(&reference, "value"), 1e-12);
        if (got.has_interval) {
            assert_close(got.low, test_reference_number(&reference, "low"), 1e-8);
            assert_close(got.high, test_reference_number(&reference, "high"), 1e-8);
            n_with_limits++;
        } else {
            assert_int_equal(figure, QA_PERCENT_AGREEMENT_POOLED);
        }
        qa_arena_free(arena);
    }
    test_reference_close(&reference);
    assert_true(n_with_limits > 250);
}

/* The steps at lambda 0.3, of 7 items that three annotators call x and 3 that they call y; then of
 * 17 xx, 1 yy, 1 xy, 1 yx. */
static const char *const examples[2] = {
    "0:0 1:0 2:0;0:0 1:0 2:0;0:0 1:0 2:0;0:0 1:0 2:0;0:0 1:0 2:0;0:0 1:0 2:0;0:0 1:0 2:0;"
    "0:1 1:1 2:1;0:1 1:1 2:1;0:1 1:1 2:1",
    "0:0 1:0;0:0 1:0;0:0 1:0;0:0 1:0;0:0 1:0;0:0 1:0;0:0 1:0;0:0 1:0;0:0 1:0;0:0 1:0;0:0 1:0;"
    "0:0 1:0;0:0 1:0;0:0 1:0;0:0 1:0;0:0 1:0;0:0 1:0;0:1 1:1;0:0 1:1;0:1 1:0"};

static const struct {
    int example;
    const char *name;
    double low, high, observed, expected, tau, sigma, gamma, z, above, below;
} steps[] = {
    {0, "percent_agreement", 0.8106699215, 1, 0, 1, -2.451790634, 0.331662479, 0.06356417262,
     -2.860387768, 0.998439508, 0.001703130856},
    {0, "percent_agreement_pooled", 0.8106699215, 1, 0, 1, -2.451790634, 0.331662479, 0.06356417262,
     -2.860387768, 0.998439508, 0.001703130856},
    {0, "bennett_s", 0.621339843, 1, 0, 1, -2.451790634, 0.331662479, 0.06356417262, -2.860387768,
     0.998439508, 0.001703130856},
    {0, "scott_pi", 0.6252106733, 1, 0, 0.4666666667, -1.51364803, 0.2542914986, 0.3416986065,
     -1.740989671, 0.9751681961, 0.03661435983},
    {0, "fleiss_kappa", 0.6252106733, 1, 0, 0.4666666667, -1.51364803, 0.2542914986, 0.3416986065,
     -1.740989671, 0.9751681961, 0.03661435983},
    {0, "krippendorff_alpha", 0.6252106733, 1, 0, 0.4666666667, -1.51364803, 0.2542914986,
     0.3416986065, -1.740989671, 0.9751681961, 0.03661435983},
    {0, "gwet_ac", 0.6235956529, 1, 0, 0.58, -1.459484108, 0.3113879377, 0.3099606363, -1.767044404,
     0.9756432228, 0.03447764479},
    {0, "conger_kappa", 0.5805069848, 1, 0, 0.4666666667, -1.51364803, 0.2542914986, 0.3416986065,
     -1.740989671, 0.9751681961, 0.03661435983},
    {1, "percent_agreement", 0.6983694914, 0.9799546713, 0.1, 1, -0.9122203098, 0.4582575695,
     0.1951800146, -1.951800146, 0.9821266077, 0.02220706138},
    {1, "percent_agreement_pooled", 0.6983694914, 0.9799546713, 0.1, 1, -0.9122203098, 0.4582575695,
     0.1951800146, -1.951800146, 0.9821266077, 0.02220706138},
    {1, "bennett_s", 0.3967389828, 0.9599093425, 0.1, 1, -0.9122203098, 0.4582575695, 0.1951800146,
     -1.951800146, 0.9821266077, 0.02220706138},
    {1, "scott_pi", -0.1077714098, 0.8978676305, 0.1, 0.1868421053, 0.8986719046, 0.2408261424,
     0.2784659155, 0.8161016262, 0.2192349555, 0.8100214913},
    {1, "fleiss_kappa", -0.1077714098, 0.8978676305, 0.1, 0.1868421053, 0.8986719046, 0.2408261424,
     0.2784659155, 0.8161016262, 0.2192349555, 0.8100214913},
    {1, "krippendorff_alpha", -0.1077714098, 0.8978676305, 0.1, 0.1868421053, 0.8986719046,
     0.2408261424, 0.2784659155, 0.8161016262, 0.2192349555, 0.8100214913},
    {1, "gwet_ac", 0.5467791121, 0.9773094014, 0.1, 0.82, -0.5249141177, 0.5076090379, 0.2807073548,
     -1.286288857, 0.9159426289, 0.1055093046},
    {1, "conger_kappa", -0.1231399122, 0.9075874519, 0.1, 0.1842105263, 0.8986719046, 0.2408261424,
     0.2784659155, 0.8307621344, 0.2152277456, 0.8136649338},
};

static void the_steps_of_the_worked_examples_come_out(void **state)
{
    (void)state;
    static struct data data;
    const struct qa_inference at_95 = QA_INFERENCE(0.95);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct qa_arena *arena = qa_arena_new();
        int figure = figure_named(steps[i].name);
        struct qa_agreement_problem problem;
        read_items(&data, examples[steps[i].example], 2);
        if (figure == CONGER) {
            assert_true(qa_conger_problem(&data.ratings, NULL, &at_95, &problem, arena));
        } else {
            struct qa_patterns patterns = qa_patterns_find(&data.ratings, arena);
            struct qa_agreement_basis basis = qa_agreement_basis(&patterns, NULL, arena);
            assert_true(
                qa_agreement_problem(&basis, (enum qa_coefficient)figure, &at_95, &problem, arena));
        }
        struct qa_score_test test = qa_score_test(&problem.score, 0.3);
        assert_close(problem.score.observed, steps[i].observed, 1e-9);
        assert_close(problem.score.expected, steps[i].expected, 1e-9);
        assert_close(test.tau, steps[i].tau, 1e-9);
        assert_close(test.sigma, steps[i].sigma, 1e-9);
        assert_close(test.gamma, steps[i].gamma, 1e-9);
        assert_close(test.z, steps[i].z, 1e-9);
        assert_close(test.above, steps[i].above, 1e-9);
        assert_close(test.below, steps[i].below, 1e-9);
        struct qa_estimate got = estimate(&data, figure, NULL, &at_95, arena);
        assert_close(got.low, steps[i].low, 1e-9);
        assert_close(got.high, steps[i].high, 1e-9);
        qa_arena_free(arena);
    }
}

/* ---- properties ---- */

static void draw(struct data *data, struct qa_random *random)
{
    uint32_t k = 2 + (uint32_t)qa_random_below(random, 3);
    uint32_t n_raters = 2 + (uint32_t)qa_random_below(random, 3);
    size_t n_items = 6 + (size_t)qa_random_below(random, 60);
    double missing = qa_random_real(random) < 0.5 ? 0 : 0.3;
    double knows = qa_random_real(random);
    start(data, k);
    for (size_t i = 0; i < n_items; i++) {
        double u = qa_random_real(random);
        uint32_t truth = (uint32_t)(u * u * k);
        for (uint32_t g = 0; g < n_raters; g++) {
            bool is_known = qa_random_real(random) < knows;
            uint32_t guess = (uint32_t)qa_random_below(random, k);
            if (qa_random_real(random) >= missing) {
                add_rating(data, g, is_known ? truth : guess);
            }
        }
        end_item(data);
    }
    data->ratings.n_raters = n_raters;
}

/* The same items, last first, each `times` times; categories renamed from the other end. */
static void turn(const struct data *from, struct data *to, size_t times, bool rename)
{
    uint32_t k = from->ratings.n_categories;
    start(to, k);
    for (size_t i = from->ratings.n_items; i > 0; i--) {
        for (size_t t = 0; t < times; t++) {
            for (uint64_t r = from->first[i - 1]; r < from->first[i]; r++) {
                uint32_t c = from->category[r];
                add_rating(to, from->rater[r], rename ? k - 1 - c : c);
            }
            end_item(to);
        }
    }
    to->ratings.n_raters = from->ratings.n_raters;
}

enum { N_DRAWS = 300 };

static void limits_depend_on_neither_order_nor_names(void **state)
{
    (void)state;
    static struct data data, turned;
    const struct qa_inference at_95 = QA_INFERENCE(0.95);
    struct qa_random random;
    qa_random_init(&random, 5, 0);
    for (int i = 0; i < N_DRAWS; i++) {
        struct qa_arena *arena = qa_arena_new();
        draw(&data, &random);
        for (int c = 0; c < N_FIGURES; c++) {
            struct qa_estimate a = estimate(&data, c, NULL, &at_95, arena);
            turn(&data, &turned, 1, false);
            struct qa_estimate b = estimate(&turned, c, NULL, &at_95, arena);
            assert_int_equal(a.has_interval, b.has_interval);
            if (a.has_interval) {
                assert_identical(a.low, b.low);
                assert_identical(a.high, b.high);
                turn(&data, &turned, 1, true);
                b = estimate(&turned, c, NULL, &at_95, arena);
                assert_close(a.low, b.low, 1e-9);
                assert_close(a.high, b.high, 1e-9);
            }
        }
        qa_arena_free(arena);
    }
}

static void check_nesting(const struct data *data, int figure, struct qa_arena *arena)
{
    static const double levels[] = {0.8, 0.9, 0.95, 0.99, 0.999};
    double low = INFINITY;
    double high = -INFINITY;
    for (size_t l = 0; l < sizeof levels / sizeof *levels; l++) {
        const struct qa_inference inference = QA_INFERENCE(levels[l]);
        struct qa_estimate got = estimate(data, figure, NULL, &inference, arena);
        if (!got.has_interval) {
            return;
        }
        assert_true(got.low <= fmin(low, got.value));
        assert_true(got.high >= fmax(high, got.value));
        assert_true(got.low < got.high);
        low = got.low;
        high = got.high;
    }
}

static void limits_nest_in_confidence_and_hold_the_value(void **state)
{
    (void)state;
    static struct data data;
    struct qa_random random;
    qa_random_init(&random, 6, 0);
    for (int i = 0; i < N_DRAWS; i++) {
        struct qa_arena *arena = qa_arena_new();
        draw(&data, &random);
        for (int c = 0; c < N_FIGURES; c++) {
            check_nesting(&data, c, arena);
        }
        qa_arena_free(arena);
    }
}

static void twice_the_items_do_not_widen_the_limits(void **state)
{
    (void)state;
    static struct data data, doubled;
    const struct qa_inference at_95 = QA_INFERENCE(0.95);
    struct qa_random random;
    qa_random_init(&random, 7, 0);
    for (int i = 0; i < N_DRAWS; i++) {
        struct qa_arena *arena = qa_arena_new();
        draw(&data, &random);
        turn(&data, &doubled, 2, false);
        for (int c = 0; c < N_FIGURES; c++) {
            struct qa_estimate once = estimate(&data, c, NULL, &at_95, arena);
            struct qa_estimate twice = estimate(&doubled, c, NULL, &at_95, arena);
            if (once.has_interval && twice.has_interval) {
                assert_true(twice.high - twice.low <= once.high - once.low);
            }
        }
        qa_arena_free(arena);
    }
}

static void p_is_below_the_level_where_the_interval_leaves_the_null_out(void **state)
{
    (void)state;
    static struct data data;
    struct qa_random random;
    size_t n_out = 0;
    qa_random_init(&random, 8, 0);
    for (int i = 0; i < N_DRAWS; i++) {
        struct qa_arena *arena = qa_arena_new();
        draw(&data, &random);
        const struct qa_inference inference = {0.95, 0, qa_random_real(&random) - 0.2};
        for (int c = 0; c < N_FIGURES; c++) {
            struct qa_estimate got = estimate(&data, c, NULL, &inference, arena);
            if (got.has_interval && got.has_p_value && got.low > -1) {
                bool out = got.low > inference.null_value || got.high < inference.null_value;
                assert_int_equal(out, got.p_value < 0.05);
                n_out += out;
            }
        }
        qa_arena_free(arena);
    }
    assert_true(n_out > 100);
}

static void cohens_interval_is_congers_of_the_two_without_missing_ratings(void **state)
{
    (void)state;
    static struct data data;
    struct qa_arena *arena = qa_arena_new();
    const struct qa_inference at_95 = QA_INFERENCE(0.95);
    const uint64_t table[] = {17, 1, 1, 1};
    read_items(&data, examples[1], 2);
    struct qa_estimate conger = estimate(&data, CONGER, NULL, &at_95, arena);
    struct qa_estimate cohen = qa_cohen_kappa(table, 2, NULL, &at_95, arena);
    qa_cohen_score(table, 2, NULL, &at_95, &cohen, arena);
    assert_identical(conger.low, cohen.low);
    assert_identical(conger.high, cohen.high);
    assert_string_equal(cohen.method, "matched_score");
    qa_arena_free(arena);
}

static void few_items_have_a_value_and_no_limits(void **state)
{
    (void)state;
    static struct data data;
    struct qa_arena *arena = qa_arena_new();
    const struct qa_inference at_95 = QA_INFERENCE(0.95);
    read_items(&data, "0:0 1:0;0:0 1:0;0:1 1:1;0:0", 2);
    for (int c = 0; c < N_FIGURES; c++) {
        struct qa_estimate got = estimate(&data, c, NULL, &at_95, arena);
        assert_true(qa_is_defined(&got));
        assert_false(got.has_interval);
        assert_false(got.has_p_value);
        assert_string_equal(got.no_interval, "fewer than 5 items with two ratings");
    }
    qa_arena_free(arena);
}

static void ratings_added_to_some_items_take_pooled_agreements_limits(void **state)
{
    (void)state;
    static struct data data;
    struct qa_arena *arena = qa_arena_new();
    const struct qa_inference at_95 = QA_INFERENCE(0.95);
    read_items(&data, "0:0 1:0;0:0 1:0;0:1 1:1;0:0 1:1 2:1;0:0 1:0;0:1 1:1", 2);
    struct qa_estimate pooled = estimate(&data, QA_PERCENT_AGREEMENT_POOLED, NULL, &at_95, arena);
    assert_false(pooled.has_interval);
    assert_true(estimate(&data, QA_PERCENT_AGREEMENT, NULL, &at_95, arena).has_interval);
    qa_arena_free(arena);
}

static void a_population_that_was_rated_whole_leaves_nothing_to_guess(void **state)
{
    (void)state;
    static struct data data;
    struct qa_arena *arena = qa_arena_new();
    const struct qa_inference whole = {0.95, 20, 0};
    const struct qa_inference most = {0.95, 30, 0};
    read_items(&data, examples[1], 2);
    struct qa_estimate got = estimate(&data, QA_FLEISS_KAPPA, NULL, &whole, arena);
    assert_identical(got.low, got.value);
    assert_identical(got.high, got.value);
    got = estimate(&data, QA_FLEISS_KAPPA, NULL, &most, arena);
    assert_false(got.has_interval);
    qa_arena_free(arena);
}

/* Three annotators who know the class with `knows` and else guess by its share, `rare` of the
 * second.
 */
static void draw_population(struct data *data, struct qa_random *random, size_t n_items,
                            double knows, double rare)
{
    start(data, 2);
    for (size_t i = 0; i < n_items; i++) {
        uint32_t truth = qa_random_real(random) < rare;
        for (uint32_t g = 0; g < 3; g++) {
            bool is_known = qa_random_real(random) < knows;
            uint32_t guess = qa_random_real(random) < rare;
            add_rating(data, g, is_known ? truth : guess);
        }
        end_item(data);
    }
}

/* Share of the samples whose interval holds the truth: kappa is knows^2, agreement follows. */
static double coverage(int figure, size_t n_items, double knows, double rare)
{
    enum { SAMPLES = 600 };
    static struct data data;
    const struct qa_inference at_95 = QA_INFERENCE(0.95);
    double kappa = knows * knows;
    double agreement = 1 - (1 - kappa) * 2 * rare * (1 - rare);
    double truth = figure == QA_PERCENT_AGREEMENT ? agreement : kappa;
    double covered = 0;
    double defined = 0;
    struct qa_random random;
    qa_random_init(&random, 11, 0);
    for (int s = 0; s < SAMPLES; s++) {
        struct qa_arena *arena = qa_arena_new();
        draw_population(&data, &random, n_items, knows, rare);
        struct qa_estimate got = estimate(&data, figure, NULL, &at_95, arena);
        if (qa_is_defined(&got)) {
            assert_true(got.has_interval);
            defined++;
            covered += got.low <= truth && truth <= got.high;
        }
        qa_arena_free(arena);
    }
    return covered / defined;
}

/* Linearised intervals cover 47 to 81 % of these. */
static void limits_hold_where_few_disagree_or_a_class_is_rare(void **state)
{
    (void)state;
    static const int figures[] = {QA_PERCENT_AGREEMENT, QA_FLEISS_KAPPA, QA_KRIPPENDORFF_ALPHA,
                                  CONGER};
    for (size_t f = 0; f < sizeof figures / sizeof *figures; f++) {
        assert_true(coverage(figures[f], 20, 0.97, 0.4) > 0.925);
        assert_true(coverage(figures[f], 30, 0.85, 0.05) > 0.925);
        assert_true(coverage(figures[f], 50, 0.6, 0.3) > 0.925);
    }
}

static void limits_are_as_wide_as_the_linearised_ones_where_those_hold(void **state)
{
    (void)state;
    static struct data data;
    const struct qa_inference at_95 = QA_INFERENCE(0.95);
    struct qa_random random;
    double own = 0;
    double linearised = 0;
    qa_random_init(&random, 12, 0);
    for (int s = 0; s < 40; s++) {
        struct qa_arena *arena = qa_arena_new();
        draw_population(&data, &random, 300, 0.7, 0.4);
        struct qa_patterns patterns = qa_patterns_find(&data.ratings, arena);
        struct qa_agreement_basis basis = qa_agreement_basis(&patterns, NULL, arena);
        struct qa_estimate other =
            qa_agreement_coefficient(&basis, QA_FLEISS_KAPPA, &at_95, NULL, arena);
        struct qa_estimate got = estimate(&data, QA_FLEISS_KAPPA, NULL, &at_95, arena);
        own += got.high - got.low;
        linearised += other.high - other.low;
        qa_arena_free(arena);
    }
    assert_close(own, linearised, 0.02);
}

/* 20,000 items: a null far away is rejected, and the limits lie about the value. */
static void many_items_have_narrow_limits_and_a_small_p(void **state)
{
    (void)state;
    static const uint64_t tables[][4] = {{9000, 1000, 500, 9500}, {19000, 100, 400, 500},
                                         {500, 9500, 9000, 1000}, {9900, 100, 100, 9900},
                                         {19990, 3, 2, 5},        {200000, 3, 30, 500000}};
    const struct qa_inference at_95 = QA_INFERENCE(0.95);
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_estimate kappa = qa_cohen_kappa(tables[t], 2, NULL, &at_95, arena);
        struct qa_estimate got = kappa;
        qa_cohen_score(tables[t], 2, NULL, &at_95, &got, arena);
        assert_true(got.has_interval);
        assert_true(got.p_value < 1e-6);
        assert_true(got.high - got.low < 1.6 * (kappa.high - kappa.low));
        assert_true(got.low > kappa.low - 2 * kappa.se - 0.01);
        assert_true(got.high < kappa.high + 2 * kappa.se + 0.01);
        qa_arena_free(arena);
    }
}

/* A million items, one in ten of which disagrees, tested against one in a hundred: so far out that
 * a correction of the normal for skewness would turn around. */
static void a_null_far_away_is_rejected(void **state)
{
    (void)state;
    static const double times[] = {900000, 100000};
    static const double own[] = {0, 1};
    static const double chance[] = {1, 1};
    const struct qa_score_problem problem = {.n_entries = 2,
                                             .times = times,
                                             .own = own,
                                             .chance = chance,
                                             .n_items = 1000000,
                                             .observed = 0.1,
                                             .expected = 1,
                                             .freedom = 2000000,
                                             .finite = 1};
    assert_true(fabs(qa_score_test(&problem, 0.0101).gamma) < 0.01);
    assert_true(qa_score_p_value(&problem, 0.0101, 0.95) < 1e-6);
    assert_true(qa_score_p_value(&problem, 0.9899, 0.95) < 1e-6);
    struct qa_score_limits limits = qa_score_limits(&problem, 0.95);
    assert_close(limits.low, 0.0994, 1e-3);
    assert_close(limits.high, 0.1006, 1e-3);
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_equal_an_independent_computation),
        cmocka_unit_test(the_steps_of_the_worked_examples_come_out),
        cmocka_unit_test(limits_depend_on_neither_order_nor_names),
        cmocka_unit_test(limits_nest_in_confidence_and_hold_the_value),
        cmocka_unit_test(twice_the_items_do_not_widen_the_limits),
        cmocka_unit_test(p_is_below_the_level_where_the_interval_leaves_the_null_out),
        cmocka_unit_test(cohens_interval_is_congers_of_the_two_without_missing_ratings),
        cmocka_unit_test(few_items_have_a_value_and_no_limits),
        cmocka_unit_test(ratings_added_to_some_items_take_pooled_agreements_limits),
        cmocka_unit_test(limits_hold_where_few_disagree_or_a_class_is_rare),
        cmocka_unit_test(limits_are_as_wide_as_the_linearised_ones_where_those_hold),
        cmocka_unit_test(a_null_far_away_is_rejected),
        cmocka_unit_test(many_items_have_narrow_limits_and_a_small_p),
        cmocka_unit_test(a_population_that_was_rated_whole_leaves_nothing_to_guess),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
