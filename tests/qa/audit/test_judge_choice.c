/* What a person asks of filled work sheets, and what it comes to. */
#include "qa/audit/judge_choice.h"
#include "qa/stats/special.h"
#include "tests/qa/audit/choices.h"

static struct qa_judge_choice by_limit(void)
{
    return (struct qa_judge_choice){.request = {.n_sheets = 1, .limit = 0.1, .confidence = 0.95},
                                    .lower_limit = (double)NAN};
}

static void classes_of_errors_gather_limits_weights_and_plans(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_judge_choice choice = by_limit();
    struct qa_judging out;
    struct qa_error err;
    choice.limits = "critical=0.1%,major=1%";
    choice.weights = "major=5,minor=1";
    choice.plan = records(&world, "class,n,accept,reject\ncritical,20,0,1\n,50,2,3\n");
    assert_int_equal(qa_judge_choose(&choice, world.arena, &out, &err), QA_OK);
    assert_false(out.is_of_scores);
    assert_int_equal(out.request.n_classes, 3);
    const struct qa_error_class *classes = out.request.classes;
    assert_string_equal(classes[1].name, "major");
    assert_close(classes[1].limit, 0.01, 1e-15);
    assert_true(classes[1].weight == 5 && classes[0].weight == 1 && classes[2].limit < 0);
    assert_int_equal(classes[0].plan->stages[0].n, 20);
    assert_null(classes[1].plan);
    assert_int_equal(out.request.plan->stages[0].accept, 2);
    choice.weights = "major=-1";
    assert_int_equal(qa_judge_choose(&choice, world.arena, &out, &err), QA_USAGE);
    choice.weights = NULL;
    choice.limits = "major";
    assert_int_equal(qa_judge_choose(&choice, world.arena, &out, &err), QA_USAGE);
    free_world(&world);
}

static void a_judgement_wants_sheets_and_a_rule(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_judge_choice choice = by_limit();
    struct qa_judging out;
    struct qa_error err;
    choice.prior = two(1, 9);
    assert_int_equal(qa_judge_choose(&choice, world.arena, &out, &err), QA_OK);
    assert_true(out.request.prior->a == 1 && out.request.prior->b == 9);
    choice.request.n_sheets = 0;
    assert_int_equal(qa_judge_choose(&choice, world.arena, &out, &err), QA_USAGE);
    assert_string_equal(err.code, "E005");
    const struct qa_judge_choice right = by_limit();
    struct qa_judge_choice wrong[4] = {right, right, right, right};
    wrong[0].request.limit = -1;
    wrong[1].request.confidence = 0.5;
    wrong[2].lower_limit = 0.7;
    wrong[3].prior = two(0, 1);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(qa_judge_choose(&wrong[i], world.arena, &out, &err), QA_USAGE);
        assert_string_equal(err.code, "E002");
    }
    choice = right;
    choice.plan = records(&world, "n\n50\n"); /* a size decides nothing */
    assert_int_equal(qa_judge_choose(&choice, world.arena, &out, &err), QA_INPUT);
    assert_string_equal(err.code, "E304");
    free_world(&world);
}

static void a_plan_of_scores_takes_a_limit_of_scores_alone(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_report *report = qa_report_new(world.arena, "judge");
    struct qa_judge_choice choice = by_limit();
    struct qa_judging out;
    enum qa_verdict verdict;
    struct qa_error err;
    choice.plan = records(&world, "n,k\n4,0.86\n");
    choice.lower_limit = 0.7;
    assert_int_equal(qa_judge_choose(&choice, world.arena, &out, &err), QA_USAGE); /* --limit */
    choice.request.limit = -1;
    assert_int_equal(qa_judge_choose(&choice, world.arena, &out, &err), QA_OK);
    assert_true(out.is_of_scores);
    const struct qa_records *lists[] = {
        records(&world, "item,score\na,0.7\nb,0.9\nc,0.7\nd,0.9\n")};
    out.request.sheets = lists;
    assert_int_equal(qa_judge_answer(&out, report, &verdict, &err), QA_OK);
    assert_int_equal(verdict, QA_ACCEPT);
    assert_string_equal(report->verdict, "ACCEPT");
    choice.lower_limit = (double)NAN;
    assert_int_equal(qa_judge_choose(&choice, world.arena, &out, &err), QA_USAGE);
    free_world(&world);
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_of_errors_gather_limits_weights_and_plans),
        cmocka_unit_test(a_judgement_wants_sheets_and_a_rule),
        cmocka_unit_test(a_plan_of_scores_takes_a_limit_of_scores_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
