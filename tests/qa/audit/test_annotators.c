/* Flags of annotators on simulated deliveries: quick forms of tests/calibrate/flags.c. */
#include "tests/support/close.h"

#include "qa/stats/special.h"
#include "tests/support/flags.h"

/* Several per cent of 60 deliveries: three standard errors above 5 % are 8, above 0.5 % 2. */
enum { DELIVERIES = 60, MOST_ALARMS = 8, MOST_COPYING = 2 };

static void expect_quiet(const struct review_case *review)
{
    struct review_counts counts = simulate_reviews(review, DELIVERIES);
    for (int kind = 0; kind < N_FLAGS; kind++) {
        assert_in_range(counts.false_alarms[kind], 0,
                        kind == QA_FLAG_COPYING ? MOST_COPYING : MOST_ALARMS);
    }
}

static void expect_found(const struct review_case *review, enum qa_annotator_flag_kind kind,
                         unsigned least)
{
    struct review_counts counts = simulate_reviews(review, DELIVERIES);
    assert_in_range(counts.found[kind], least, DELIVERIES);
    assert_in_range(counts.false_alarms[kind], 0, MOST_ALARMS);
}

/* Where items differ in difficulty, errors are shared without anybody copying. */
static void independent_annotators_of_hard_items_do_not_copy(void **state)
{
    (void)state;
    static const struct review_case alike = {.annotators = 5,
                                             .items = 200,
                                             .raters = 5,
                                             .classes = 2,
                                             .commonest = 0.5,
                                             .wrong = 0.05,
                                             .hard = 0.15,
                                             .wrong_hard = 0.6};
    struct review_case differ = alike;
    differ.spread = 0.7;
    expect_quiet(&alike);
    expect_quiet(&differ);
}

static void a_copyist_is_found(void **state)
{
    (void)state;
    static const struct review_case copyist = {.annotators = 5,
                                               .items = 200,
                                               .raters = 5,
                                               .classes = 2,
                                               .commonest = 0.5,
                                               .wrong = 0.1,
                                               .hard = 0.15,
                                               .wrong_hard = 0.5,
                                               .oddity = COPIES,
                                               .odd_share = 0.9};
    expect_found(&copyist, QA_FLAG_COPYING, 40);
}

/* Labels that are numbers are hardly ever equal; a class that nearly all items have leaves little
 * to agree on beyond chance. Neither is guessing. */
static void able_annotators_are_not_at_chance(void **state)
{
    (void)state;
    static const struct review_case numbers = {
        .annotators = 6, .items = 40, .raters = 6, .classes = 2, .commonest = 0.5, .noise = 7.5};
    static const struct review_case rare = {
        .annotators = 8, .items = 40, .raters = 5, .classes = 2, .commonest = 0.95, .wrong = 0.05};
    static const struct review_case weak = {
        .annotators = 4, .items = 30, .raters = 4, .classes = 2, .commonest = 0.5, .wrong = 0.3};
    expect_quiet(&numbers);
    expect_quiet(&rare);
    expect_quiet(&weak);
}

static void who_guesses_is_found(void **state)
{
    (void)state;
    static const struct review_case labels = {.annotators = 5,
                                              .items = 200,
                                              .raters = 5,
                                              .classes = 2,
                                              .commonest = 0.9,
                                              .wrong = 0.05,
                                              .oddity = GUESSES};
    static const struct review_case numbers = {.annotators = 6,
                                               .items = 40,
                                               .raters = 6,
                                               .classes = 2,
                                               .commonest = 0.5,
                                               .noise = 7.5,
                                               .oddity = GUESSES};
    expect_found(&labels, QA_FLAG_AT_CHANCE, 50);
    expect_found(&numbers, QA_FLAG_AT_CHANCE, 40);
}

static void who_swaps_says_one_or_tires_is_found(void **state)
{
    (void)state;
    static const struct review_case swaps = {.annotators = 5,
                                             .items = 100,
                                             .raters = 4,
                                             .classes = 4,
                                             .commonest = 0.25,
                                             .wrong = 0.1,
                                             .oddity = SWAPS};
    static const struct review_case one = {.annotators = 5,
                                           .items = 40,
                                           .raters = 5,
                                           .classes = 3,
                                           .commonest = 0.4,
                                           .wrong = 0.1,
                                           .oddity = SAYS_ONE,
                                           .odd_share = 0.95};
    /* His colleagues agree with one another as before. */
    static const struct review_case tires = {.annotators = 5,
                                             .items = 300,
                                             .raters = 4,
                                             .classes = 3,
                                             .commonest = 0.4,
                                             .wrong = 0.05,
                                             .oddity = TIRES};
    expect_found(&swaps, QA_FLAG_SWAPPED, 45);
    expect_found(&one, QA_FLAG_ONE_ANSWER, 55);
    expect_found(&tires, QA_FLAG_TIRING, 55);
}

/* Half of the team clicks: the median of all answers would be theirs. */
static void clickers_are_found_even_where_they_are_half(void **state)
{
    (void)state;
    static const struct review_case team = {.annotators = 10,
                                            .items = 100,
                                            .raters = 5,
                                            .classes = 3,
                                            .commonest = 0.4,
                                            .wrong = 0.05,
                                            .seconds = 8,
                                            .answer_sd = 0.6,
                                            .annotator_sd = 0.3};
    struct review_case clicks = team;
    clicks.oddity = CLICKS;
    clicks.click_seconds = 1;
    clicks.n_odd = 5;
    expect_quiet(&team);
    expect_found(&clicks, QA_FLAG_TOO_FAST, 50);
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(independent_annotators_of_hard_items_do_not_copy),
        cmocka_unit_test(a_copyist_is_found),
        cmocka_unit_test(able_annotators_are_not_at_chance),
        cmocka_unit_test(who_guesses_is_found),
        cmocka_unit_test(who_swaps_says_one_or_tires_is_found),
        cmocka_unit_test(clickers_are_found_even_where_they_are_half),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
