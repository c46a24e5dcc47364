#include <math.h>
#include <string.h>

#include "qa/annotation/span.h"
#include "qa/annotation/transcript.h"
#include "qa/score/error_rate.h"
#include "qa/stats/interval.h"
#include "tests/support/close.h"

static void every_error_figure_of_a_kind_is_one_of_a_family_that_serves_it(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    size_t n_found = 0;
    for (size_t t = 0; t < qa_n_types; t++) {
        const struct qa_type *type = qa_types[t];
        struct qa_error_figure figure;
        bool found = qa_error_figure(type, &figure, arena);
        assert_int_equal(found, type->error_figure != NULL);
        assert_int_equal(type->error_figure != NULL, type->error_trial != NULL);
        if (found) {
            n_found++;
            const struct qa_figure *of = &figure.score->figures[figure.figure];
            assert_string_equal(of->name, type->error_figure);
            assert_false(of->is_mean || of->is_count || of->value != NULL);
        }
    }
    assert_int_equal(n_found, 4); /* transcripts, turns, spans, segments */
    qa_arena_free(arena);
}

static void an_f1_is_an_error_rate_by_its_complement(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_error_figure figure;
    assert_true(qa_error_figure(&qa_type_span, &figure, arena));
    assert_string_equal(figure.name, "1 - F1, strict");
    assert_true(qa_error_figure(&qa_type_transcript, &figure, arena));
    assert_string_equal(figure.name, "WER");
    assert_string_equal(figure.trial, "words");
    qa_arena_free(arena);
}

static void effective_trials_give_back_the_ends_they_were_made_of(void **state)
{
    (void)state;
    static const double rates[] = {0, 0.01, 0.1, 0.5, 0.93};
    static const double trials[] = {3.5, 20, 411.25, 1e6};
    for (size_t r = 0; r < sizeof rates / sizeof *rates; r++) {
        for (size_t t = 0; t < sizeof trials / sizeof *trials; t++) {
            struct qa_estimate rate = qa_wilson_effective(rates[r], trials[t], 0.95);
            rate.low = qa_clopper_pearson_effective(rates[r], trials[t], 0.95).low;
            const struct qa_effective_trials back = qa_error_effective_trials(&rate, 0.95);
            assert_close(back.high_trials / trials[t], 1, 1e-6);
            if (rate.low > 0) {
                assert_close(back.low_trials / trials[t], 1, 1e-6);
            }
        }
    }
}

static void without_an_interval_each_item_is_one_trial(void **state)
{
    (void)state;
    const struct qa_estimate rate = {.value = 0.2, .low = 0.2, .high = 0.2, .n = 4};
    const struct qa_effective_trials effective = qa_error_effective_trials(&rate, 0.95);
    assert_close(effective.high_trials, 4, 0);
    assert_close(effective.low_trials, 4, 0);
}

static void a_rate_beyond_all_trials_still_has_numbers_of_trials(void **state)
{
    (void)state;
    const struct qa_estimate rate = {
        .value = 1.4, .low = 1.1, .high = 1.9, .n = 9, .has_interval = true};
    const struct qa_effective_trials effective = qa_error_effective_trials(&rate, 0.95);
    assert_true(effective.high_trials > 0 && isfinite(effective.high_trials));
    assert_true(effective.low_trials > 0 && isfinite(effective.low_trials));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_error_figure_of_a_kind_is_one_of_a_family_that_serves_it),
        cmocka_unit_test(an_f1_is_an_error_rate_by_its_complement),
        cmocka_unit_test(effective_trials_give_back_the_ends_they_were_made_of),
        cmocka_unit_test(without_an_interval_each_item_is_one_trial),
        cmocka_unit_test(a_rate_beyond_all_trials_still_has_numbers_of_trials),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
