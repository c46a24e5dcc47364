#include "qa/audit/judge_scores.h"

#include <math.h>

#include "qa/stats/special.h"
#include "qa/stats/variables.h"
#include "tests/qa/procurement/text_records.h"
#include "tests/support/close.h"
#include "tests/support/reference.h"

static enum qa_status judge(const char *text, const struct qa_score_plan *plan,
                            struct qa_arena *arena, struct qa_score_verdict *out,
                            struct qa_error *err)
{
    struct qa_records *list = QA_NEW(arena, struct qa_records);
    *list = text_records(arena, "scores.csv", text);
    const struct qa_records *const lists[] = {list};
    return qa_judge_scores(lists, 1, plan, 0.95, arena, out, err);
}

/* Mean 0.8, deviations 0.1 to both sides: s^2 = 4 x 0.01 / 3. */
static const char four[] = "item,score\na,0.7\nb,0.9\nc,0.7\nd,0.9\n";

static void mean_and_deviation_decide(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_score_plan plan = {4, 0.86, 0.7};
    struct qa_score_verdict verdict;
    struct qa_error err;
    assert_int_equal(judge(four, &plan, arena, &verdict, &err), QA_OK);
    assert_close(verdict.mean, 0.8, 1e-14);
    assert_close(verdict.s, sqrt(0.04 / 3), 1e-14);
    assert_close(verdict.quality, 0.1 / sqrt(0.04 / 3), 1e-12); /* 0.866 */
    assert_int_equal(verdict.verdict, QA_ACCEPT);
    assert_int_equal(verdict.below, 0);
    plan.k = 0.87;
    assert_int_equal(judge(four, &plan, arena, &verdict, &err), QA_OK);
    assert_int_equal(verdict.verdict, QA_REJECT);
    plan.n = 5;
    assert_int_equal(judge(four, &plan, arena, &verdict, &err), QA_OK);
    assert_int_equal(verdict.verdict, QA_VERDICT_UNDECIDED);
    qa_arena_free(arena);
}

static void scores_that_do_not_vary_are_judged_by_the_limit(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const struct qa_score_plan plan = {2, 1.5, 0.7};
    struct qa_score_verdict verdict;
    struct qa_error err;
    assert_int_equal(judge("id,iou\na,0.7\nb,0.7\n", &plan, arena, &verdict, &err), QA_OK);
    assert_int_equal(verdict.verdict, QA_ACCEPT);
    assert_false(qa_is_defined(&verdict.rate));
    assert_int_equal(judge("id,iou\na,0.5\nb,0.5\n", &plan, arena, &verdict, &err), QA_OK);
    assert_int_equal(verdict.verdict, QA_REJECT);
    /* One score of two that are wanted, and one row that is not done. */
    assert_int_equal(judge("id,iou\na,0.9\nb,\n", &plan, arena, &verdict, &err), QA_OK);
    assert_int_equal(verdict.verdict, QA_VERDICT_UNDECIDED);
    assert_int_equal(verdict.unfinished, 1);
    qa_arena_free(arena);
}

static void what_is_no_score_is_refused_in_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
        uint64_t line;
    } cases[] = {
        {"item,score\na,0.7\nb,good\n", "E318", 3},
        {"item,score\na,0.7\na,0.8\n", "E313", 3},
        {"item,score\na,\n", "E318", 1},
        {"item,verdict\na,correct\n", "E112", 1},
        {"item,score\na,nan\n", "E318", 2},
    };
    struct qa_arena *arena = qa_arena_new();
    const struct qa_score_plan plan = {2, 1.5, 0.7};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct qa_score_verdict verdict;
        struct qa_error err;
        assert_int_equal(judge(cases[c].text, &plan, arena, &verdict, &err), QA_INPUT);
        assert_string_equal(err.code, cases[c].code);
        assert_int_equal(err.line, cases[c].line);
    }
    qa_arena_free(arena);
}

static void the_rate_below_the_limit_has_its_exact_interval(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "score_rates.csv");
    while (test_reference_next(&reference)) {
        struct qa_estimate rate =
            qa_variables_rate((uint64_t)test_reference_number(&reference, "n"),
                              test_reference_number(&reference, "quality"), 0.95);
        assert_true(qa_is_defined(&rate));
        assert_close(rate.value, test_reference_number(&reference, "rate"), 1e-12);
        assert_close(rate.low, test_reference_number(&reference, "low"), 1e-10);
        assert_close(rate.high, test_reference_number(&reference, "high"), 1e-10);
    }
    test_reference_close(&reference);
    struct qa_estimate none = qa_variables_rate(1, 2, 0.95);
    assert_false(qa_is_defined(&none));
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mean_and_deviation_decide),
        cmocka_unit_test(scores_that_do_not_vary_are_judged_by_the_limit),
        cmocka_unit_test(what_is_no_score_is_refused_in_its_place),
        cmocka_unit_test(the_rate_below_the_limit_has_its_exact_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
