/* What a person asks of a plan, and what it comes to. */
#include "qa/audit/plan_choice.h"
#include "qa/audit/prior.h"
#include "qa/stats/special.h"
#include "tests/qa/audit/choices.h"

static struct qa_plan_choice by_two_risks(void)
{
    return (struct qa_plan_choice){.request = {.producer_risk = 0.05,
                                               .consumer_risk = 0.1,
                                               .margin = -1,
                                               .expected = 0.05,
                                               .power = 0.8,
                                               .design_effect = 1,
                                               .limit = -1,
                                               .most_errors = 3,
                                               .confidence = 0.95},
                                   .acceptable = "1%",
                                   .rejectable = "5%",
                                   .level = QA_LEVEL_II,
                                   .kappa = {.kappa = QA_NO_KAPPA}};
}

static enum qa_status choose_plan(const struct qa_plan_choice *choice, struct qa_plan_request *out)
{
    static struct qa_arena *arena;
    struct qa_error err;
    if (arena != NULL) {
        qa_arena_free(arena);
    }
    arena = qa_arena_new();
    return qa_plan_choose(choice, arena, out, &err);
}

static void the_model_follows_the_lot_and_the_kind(void **state)
{
    (void)state;
    struct qa_plan_choice choice = by_two_risks();
    struct qa_plan_request out;
    assert_int_equal(choose_plan(&choice, &out), QA_OK);
    assert_int_equal(out.kind, QA_PLAN_SINGLE);
    assert_int_equal(out.model.model, QA_BINOMIAL);
    assert_close(out.classes[0].acceptable, 0.01, 1e-15);
    assert_close(out.classes[0].rejectable, 0.05, 1e-15);
    choice.request.model.lot = 5000;
    assert_int_equal(choose_plan(&choice, &out), QA_OK);
    assert_int_equal(out.model.model, QA_HYPERGEOMETRIC);
    choice.model = 1 + QA_POISSON;
    assert_int_equal(choose_plan(&choice, &out), QA_OK);
    assert_int_equal(out.model.model, QA_POISSON);
    choice.model = 0;
    choice.standard = true;
    choice.acceptable = "1.0";
    choice.rejectable = NULL;
    choice.request.is_double = true; /* of the standard, not a kind beside it */
    assert_int_equal(choose_plan(&choice, &out), QA_OK);
    assert_int_equal(out.kind, QA_PLAN_STANDARD);
    assert_int_equal(out.model.model, QA_BINOMIAL);
    choice.request.model.lot = 1;
    assert_int_equal(choose_plan(&choice, &out), QA_USAGE);
}

static void a_class_of_errors_has_rates_of_its_own(void **state)
{
    (void)state;
    struct qa_plan_choice choice = by_two_risks();
    struct qa_plan_request out;
    choice.classes = "critical=0.1%/1%,minor=4%/10%";
    assert_int_equal(choose_plan(&choice, &out), QA_OK);
    assert_int_equal(out.n_classes, 2);
    assert_string_equal(out.classes[1].name, "minor");
    assert_close(out.classes[1].acceptable, 0.04, 1e-15);
    assert_close(out.classes[0].rejectable, 0.01, 1e-15);
    static const char *const bad[] = {"a=1%",    "1%/2%",           "=1%/2%",
                                      "a=2%/1%", "a=1%/2%,a=1%/3%", "a=1%/x"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        choice.classes = bad[i];
        assert_int_equal(choose_plan(&choice, &out), QA_USAGE);
    }
    choice.standard = true;
    choice.request.model.lot = 500;
    choice.classes = "critical=0.10,minor=4.0";
    assert_int_equal(choose_plan(&choice, &out), QA_OK);
    assert_close(qa_aqls[out.aqls[0]], 0.1, 1e-15);
    choice.classes = "critical=0.2"; /* no AQL of the table */
    assert_int_equal(choose_plan(&choice, &out), QA_USAGE);
    choice.classes = "any=25";
    assert_int_equal(choose_plan(&choice, &out), QA_OK);
    choice.model = 1 + QA_BINOMIAL; /* of errors per hundred */
    assert_int_equal(choose_plan(&choice, &out), QA_USAGE);
}

static void a_plan_is_of_one_kind_and_its_numbers_are_in_range(void **state)
{
    (void)state;
    struct qa_plan_request out;
    struct qa_plan_choice choice = by_two_risks();
    choice.zero = choice.sequential = true;
    assert_int_equal(choose_plan(&choice, &out), QA_USAGE);
    choice.sequential = false;
    choice.acceptable = NULL;
    assert_int_equal(choose_plan(&choice, &out), QA_OK);
    assert_true(out.classes[0].acceptable == 0);
    choice = by_two_risks();
    choice.request.margin = 1;
    assert_int_equal(choose_plan(&choice, &out), QA_USAGE);
    choice.request.margin = 0.02;
    choice.acceptable = NULL; /* nobody asks for it here */
    assert_int_equal(choose_plan(&choice, &out), QA_OK);
    assert_int_equal(out.kind, QA_PLAN_MARGIN);
    choice = by_two_risks();
    choice.apart = two(0.02, 0.04);
    assert_int_equal(choose_plan(&choice, &out), QA_OK);
    assert_true(out.rates[0] == 0.02 && out.rates[1] == 0.04);
    choice.request.power = 1;
    assert_int_equal(choose_plan(&choice, &out), QA_USAGE);
    choice = by_two_risks();
    choice.apart = two(0.02, 0.02);
    assert_int_equal(choose_plan(&choice, &out), QA_USAGE);
    choice = by_two_risks();
    choice.request.limit = 0.025;
    assert_int_equal(choose_plan(&choice, &out), QA_OK);
    assert_true(out.prior.a == 0.5 && out.prior.b == 0.5);
    choice.prior = two(3, 97);
    assert_int_equal(choose_plan(&choice, &out), QA_OK);
    assert_true(out.prior.a == 3 && out.prior.b == 97);
    choice = by_two_risks();
    choice.request.consumer_risk = 1;
    assert_int_equal(choose_plan(&choice, &out), QA_USAGE);
    choice = by_two_risks();
    choice.model = 1 + QA_HYPERGEOMETRIC; /* without a lot */
    assert_int_equal(choose_plan(&choice, &out), QA_USAGE);
    choice = by_two_risks();
    choice.variables = true;
    choice.classes = "a=1%/2%,b=1%/2%";
    assert_int_equal(choose_plan(&choice, &out), QA_USAGE);
}

/* MIL-STD-105E: two of five rejected, then ten lots on tightened inspection. */
static void a_history_of_lots_ends_in_no_inspection(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_report *report = qa_report_new(world.arena, "plan");
    struct qa_plan_choice choice = by_two_risks();
    struct qa_error err;
    choice.standard = true;
    choice.acceptable = "1.0";
    choice.rejectable = NULL;
    choice.request.model.lot = 500;
    choice.history = "arar";
    assert_int_equal(qa_plan_answer(&choice, report, &err), QA_OK);
    const struct qa_table *lots = qa_report_table(report, "switching");
    assert_int_equal(lots->n_rows, 5);
    assert_string_equal(qa_table_cell(lots, 4, 1)->as.text, "tightened");
    assert_non_null(qa_report_table(report, "plans"));
    report = qa_report_new(world.arena, "plan");
    choice.history = "rrrrrrrrrrrrrr";
    assert_int_equal(qa_plan_answer(&choice, report, &err), QA_OK);
    assert_null(qa_report_table(report, "plans"));
    choice.history = "arx";
    assert_int_equal(qa_plan_answer(&choice, report, &err), QA_USAGE);
    free_world(&world);
}

/* Rates that do not differ are as one lot; a row that cannot be is named. */
static void past_lots_make_a_prior(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_beta prior = {0, 0};
    struct qa_error err;
    const struct qa_records *alike = records(&world, "errors,n\n5,100\n5,100\n5,100\n");
    assert_int_equal(qa_prior_of_past(alike, world.arena, &prior, &err), QA_OK);
    assert_close(prior.a, 15, 1e-12);
    assert_close(prior.b, 285, 1e-12);
    static const char *const bad[] = {"errors,n\n5,100\nx,100\n5,100\n",
                                      "errors,n\n5,100\n6,5\n5,100\n",
                                      "errors,n\n5,100\n0,0\n5,100\n"};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(qa_prior_of_past(records(&world, bad[i]), world.arena, &prior, &err),
                         QA_INPUT);
        assert_int_equal(err.line, 3);
        assert_string_equal(err.code, "E304");
    }
    assert_int_equal(
        qa_prior_of_past(records(&world, "errors,n\n5,100\n1,100\n"), world.arena, &prior, &err),
        QA_USAGE);
    const struct qa_reals bad_pair = two(0, 3);
    assert_int_equal(qa_prior_given(&bad_pair, &prior, &err), QA_USAGE);
    free_world(&world);
}

static void shares_of_a_kappa_add_up(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_report *report = qa_report_new(world.arena, "plan");
    struct qa_error err;
    struct qa_kappa_wanted wanted = {.kappa = 0.7, .half_width = 0.1, .n_categories = 2};
    assert_int_equal(qa_plan_kappa(&wanted, 0.95, report, &err), QA_OK);
    assert_int_equal(qa_table_cell(qa_report_table(report, "plans"), 0, 7)->as.count, 2);
    wanted.shares = two(0.5, 0.4);
    assert_int_equal(qa_plan_kappa(&wanted, 0.95, report, &err), QA_USAGE);
    wanted.shares = two(1, 0);
    assert_int_equal(qa_plan_kappa(&wanted, 0.95, report, &err), QA_USAGE);
    wanted.shares.n = 0;
    wanted.weights = "cubic";
    assert_int_equal(qa_plan_kappa(&wanted, 0.95, report, &err), QA_USAGE);
    wanted.weights = NULL;
    wanted.kappa = 1;
    assert_int_equal(qa_plan_kappa(&wanted, 0.95, report, &err), QA_USAGE);
    free_world(&world);
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_model_follows_the_lot_and_the_kind),
        cmocka_unit_test(a_class_of_errors_has_rates_of_its_own),
        cmocka_unit_test(a_plan_is_of_one_kind_and_its_numbers_are_in_range),
        cmocka_unit_test(a_history_of_lots_ends_in_no_inspection),
        cmocka_unit_test(past_lots_make_a_prior),
        cmocka_unit_test(shares_of_a_kappa_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
