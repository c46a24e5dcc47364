/* Questions to a delivery that are answered in one call. */
#include "qa/audit/agreement_answer.h"
#include "qa/audit/errors_answer.h"
#include "qa/audit/grouping.h"
#include "qa/audit/truth.h"
#include "qa/audit/weights_read.h"
#include "qa/stats/special.h"
#include "tests/qa/audit/choices.h"

static void weights_are_known_by_name_or_stand_in_a_file(void **state)
{
    (void)state;
    struct world world = new_world();
    enum qa_weights weights = QA_WEIGHTS_IDENTITY;
    const char *file;
    struct qa_error err;
    assert_int_equal(qa_weights_named("quadratic", &weights, &file, &err), QA_OK);
    assert_true(weights == QA_WEIGHTS_QUADRATIC && file == NULL);
    assert_int_equal(qa_weights_named("own.csv", &weights, &file, &err), QA_OK);
    assert_string_equal(file, "own.csv");
    assert_int_equal(qa_weights_named("cubic", &weights, &file, &err), QA_USAGE);
    const struct qa_batch *batch = make_batch(&world, three_items, 5, NULL, LISTS_ITEMS);
    const struct qa_custom_weights *custom;
    const struct qa_records *matrix = records(&world, "label,cat,dog\ndog,0.5,1\ncat,1,0.5\n");
    assert_int_equal(qa_weights_read(matrix, batch, world.arena, &custom, &err), QA_OK);
    assert_true(custom->n == 2 && custom->matrix[1] == 0.5 && custom->matrix[3] == 1);
    static const struct {
        const char *text;
        const char *code;
    } bad[] = {{"label,cat,dog\ncat,1,0.5\ndog,0.4,1\n", "E135"},
               {"label,cat,dog\ncat,1,2\ndog,2,1\n", "E135"},
               {"label,cat,dog\ncat,1,0.5\ncat,0.5,1\n", "E135"},
               {"label,cat,cow\ncat,1,0.5\ncow,0.5,1\n", "E136"}};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(
            qa_weights_read(records(&world, bad[i].text), batch, world.arena, &custom, &err),
            QA_INPUT);
        assert_string_equal(err.code, bad[i].code);
    }
    free_world(&world);
}

static struct qa_agreement_choice agreement_of(const struct qa_batch *batch)
{
    return (struct qa_agreement_choice){
        .request = {.batch = batch, .inference = {.confidence = 0.95}, .n_disputed = 3},
        .cannot_say = ""};
}

static void agreement_answers_with_the_coefficients_asked_for(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_report *report = qa_report_new(world.arena, "agree");
    static const char *const one[] = {"krippendorff_alpha"};
    static const char *const none[] = {"krippendorf_alpha"};
    struct qa_error err;
    struct qa_agreement_choice choice =
        agreement_of(make_batch(&world, three_items, 5, NULL, LISTS_ITEMS));
    choice.request.coefficients = one;
    choice.request.n_coefficients = 1;
    assert_int_equal(qa_agreement_answer(&choice, report, &world.findings, &err), QA_OK);
    assert_int_equal(qa_report_table(report, "coefficients")->n_rows, 1);
    assert_non_null(qa_report_table(report, "annotators"));
    choice.request.coefficients = none;
    assert_int_equal(qa_agreement_answer(&choice, report, &world.findings, &err), QA_USAGE);
    assert_string_equal(err.code, "E011");
    assert_non_null(strstr(err.text, "did you mean 'krippendorff_alpha'?"));
    choice.request.coefficients = one;
    choice.request.inference.population = 2;
    assert_int_equal(qa_agreement_answer(&choice, report, &world.findings, &err), QA_USAGE);
    assert_string_equal(err.code, "E002");
    choice.request.inference.population = 0;
    choice.by = QA_GROUP_BY_BATCH; /* no answer has one */
    assert_int_equal(qa_agreement_answer(&choice, report, &world.findings, &err), QA_USAGE);
    assert_string_equal(err.code, "E010");
    choice.request.inference.null_value = 1;
    assert_int_equal(qa_agreement_check(&choice, &err), QA_USAGE);
    choice.request.inference.null_value = 0.5;
    choice.idle_cap = -1;
    assert_int_equal(qa_agreement_check(&choice, &err), QA_USAGE);
    free_world(&world);
}

static void methods_of_truth_are_bits(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_error err;
    struct qa_truth_audit_request request = {
        .batch = make_batch(&world, three_items, 5, NULL, LISTS_ITEMS),
        .methods = 1U << QA_TRUTH_ONE_COIN,
        .max_iterations = 100,
        .confidence = 0.95};
    assert_int_equal(qa_truth_check(&request, &err), QA_OK);
    struct qa_truth_audit audit = qa_truth_audit(&request, world.arena);
    assert_int_equal(audit.n_fits, 1);
    assert_int_equal(audit.fits[0].method, QA_TRUTH_ONE_COIN);
    request.methods = QA_TRUTH_ALL;
    assert_int_equal(qa_truth_audit(&request, world.arena).n_fits, QA_N_TRUTH_METHODS);
    request.max_iterations = 0;
    assert_int_equal(qa_truth_check(&request, &err), QA_USAGE);
    free_world(&world);
}

static const struct given gold_of_three[] = {
    {.item = "i1", .question = "q", .label = "cat"},
    {.item = "i2", .question = "q", .label = "cat"},
    {.item = "i3", .question = "q", .label = "dog"},
};

static void errors_answer_by_gold_stages_and_periods(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_report *report = qa_report_new(world.arena, "errors");
    const struct qa_batch *delivery = BATCH(&world, three_items);
    const struct qa_batch *gold = BATCH(&world, gold_of_three);
    struct qa_errors_result errors;
    struct qa_error err;
    struct qa_errors_choice choice = {
        .request = {.comparison = compare_batches(&world, delivery, gold, 0, false),
                    .confidence = 0.95},
        .delivery = delivery,
        .gold = gold,
        .cannot_say_times = " (no times)",
        .cannot_say_stages = ""};
    assert_int_equal(qa_errors_answer(&choice, report, &errors, &err), QA_OK);
    assert_int_equal(errors.vendors[0].count.trials, 5);
    assert_int_equal(errors.vendors[0].count.errors, 1);
    assert_close(report->confidence, 0.95, 1e-15);
    assert_non_null(qa_report_table(report, "annotators"));
    assert_null(qa_report_table(report, "trend"));
    choice.stages = "first,second";
    assert_int_equal(qa_errors_answer(&choice, report, &errors, &err), QA_USAGE);
    assert_string_equal(err.code, "E012");
    choice.stages = NULL;
    choice.by = QA_GROUP_BY_WEEK;
    assert_int_equal(qa_errors_answer(&choice, report, &errors, &err), QA_USAGE);
    assert_string_equal(err.code, "E014");
    assert_non_null(strstr(err.text, "no answer has one (no times); columns started_at"));
    choice.by = QA_GROUP_BY_BATCH;
    assert_int_equal(qa_errors_answer(&choice, report, &errors, &err), QA_USAGE);
    assert_non_null(strstr(err.text, "--by batch needs the batch"));
    free_world(&world);
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_are_known_by_name_or_stand_in_a_file),
        cmocka_unit_test(agreement_answers_with_the_coefficients_asked_for),
        cmocka_unit_test(methods_of_truth_are_bits),
        cmocka_unit_test(errors_answer_by_gold_stages_and_periods),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
