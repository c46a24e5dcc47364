/* Plans as tables: what is shown is the plan, and its risks are those that are stated. */
#include <math.h>
#include <string.h>

#include "tests/support/close.h"
#include "tests/support/reference.h"

#include "qa/audit/plan.h"
#include "qa/stats/special.h"

struct planned {
    struct qa_report *report;
    const struct qa_table *plans;
    enum qa_status status;
    struct qa_error err;
};

static struct planned plan(const struct qa_plan_request *request, struct qa_arena *arena)
{
    struct planned out = {.report = qa_report_new(arena, "plan")};
    out.status = qa_plan_tables(request, out.report, &out.err);
    out.plans = qa_report_table(out.report, "plans");
    return out;
}

static struct qa_plan_request by_risks(enum qa_plan_kind kind, const struct qa_plan_class *class,
                                       struct qa_plan_model model)
{
    return (struct qa_plan_request){.kind = kind,
                                    .model = model,
                                    .classes = class,
                                    .n_classes = 1,
                                    .producer_risk = 0.05,
                                    .consumer_risk = 0.1,
                                    .curve = true};
}

static const struct qa_table_cell *cell(const struct qa_table *table, size_t row, const char *name)
{
    size_t column = qa_table_column(table, name);
    assert_true(column != SIZE_MAX);
    return qa_table_cell(table, row, column);
}

/* The plan that a person works by who has the table alone. */
static struct qa_plan plan_of_boundaries(const struct qa_table *table, struct qa_arena *arena)
{
    size_t n = (size_t)cell(table, table->n_rows - 1, "n")->as.count;
    struct qa_plan_stage *stages = QA_ARRAY(arena, struct qa_plan_stage, n);
    size_t r = 0;
    for (size_t s = 0; s < n; s++) {
        r += r + 1 < table->n_rows && cell(table, r + 1, "n")->as.count == s + 1;
        const struct qa_table_cell *accept = cell(table, r, "accept");
        const struct qa_table_cell *reject = cell(table, r, "reject");
        stages[s] =
            (struct qa_plan_stage){1, accept->present ? (int64_t)accept->as.count : QA_NEVER_ACCEPT,
                                   reject->present ? reject->as.count : s + 2};
    }
    return (struct qa_plan){stages, n};
}

static void the_boundary_table_is_the_whole_plan(void **state)
{
    (void)state;
    static const struct qa_plan_class classes[] = {
        {NULL, 0.01, 0.05}, {NULL, 0.02, 0.06}, {NULL, 0.005, 0.08}};
    static const struct qa_plan_model models[] = {
        {QA_BINOMIAL, 0}, {QA_HYPERGEOMETRIC, 900}, {QA_POISSON, 0}};
    struct qa_arena *arena = qa_arena_new();
    for (size_t i = 0; i < 9; i++) {
        const struct qa_plan_class *class = &classes[i / 3];
        const struct qa_plan_model *model = &models[i % 3];
        struct qa_plan_request request = by_risks(QA_PLAN_SEQUENTIAL, class, *model);
        struct planned out = plan(&request, arena);
        assert_int_equal(out.status, QA_OK);
        struct qa_plan shown = plan_of_boundaries(qa_report_table(out.report, "boundaries"), arena);
        const struct qa_two_points points = {*model, class->acceptable, 0.05, class->rejectable,
                                             0.1};
        assert_close(1 - qa_plan_evaluate(&shown, model, qa_acceptable_rate(&points)).p_accept,
                     cell(out.plans, 0, "producer_risk")->as.real, 1e-12);
        assert_close(qa_plan_evaluate(&shown, model, qa_rejectable_rate(&points)).p_accept,
                     cell(out.plans, 0, "consumer_risk")->as.real, 1e-12);
        assert_close(qa_plan_evaluate(&shown, model, class->acceptable).sample_number,
                     cell(out.plans, 0, "average_sample")->as.real, 1e-9);
        /* The columns of the lines hold the plan as well. */
        const struct qa_sequential lines = {.slope = cell(out.plans, 0, "slope")->as.real,
                                            .h1 = cell(out.plans, 0, "accept_line")->as.real,
                                            .h2 = cell(out.plans, 0, "reject_line")->as.real,
                                            .cut_off = cell(out.plans, 0, "n")->as.count};
        struct qa_plan between = qa_plan_between_lines(&lines, arena);
        assert_int_equal(between.n_stages, shown.n_stages);
        assert_close(qa_plan_evaluate(&between, model, qa_rejectable_rate(&points)).p_accept,
                     cell(out.plans, 0, "consumer_risk")->as.real, 1e-12);
    }
    qa_arena_free(arena);
}

static struct qa_plan_request by_standard(uint64_t lot, enum qa_inspection_level level,
                                          const int *aql)
{
    static const struct qa_plan_class class = {NULL, 0, (double)NAN};
    return (struct qa_plan_request){.kind = QA_PLAN_STANDARD,
                                    .model = {QA_BINOMIAL, lot},
                                    .classes = &class,
                                    .n_classes = 1,
                                    .level = level,
                                    .aqls = aql};
}

static void errors_per_hundred_are_poisson(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct test_reference reference;
    test_reference_open(&reference, "plan_per_hundred.csv");
    while (test_reference_next(&reference)) {
        int level = 0;
        while (strcmp(qa_level_names[level], test_reference_text(&reference, "level")) != 0) {
            level++;
        }
        int aql = qa_aql_place(test_reference_number(&reference, "aql"));
        struct qa_plan_request request =
            by_standard((uint64_t)test_reference_number(&reference, "lot"),
                        (enum qa_inspection_level)level, &aql);
        request.is_double = strcmp(test_reference_text(&reference, "kind"), "double") == 0;
        struct planned out = plan(&request, arena);
        assert_int_equal(out.status, QA_OK);
        assert_int_equal(cell(out.plans, 0, "n")->as.count,
                         (uint64_t)test_reference_number(&reference, "n"));
        assert_close(cell(out.plans, 0, "producer_risk")->as.real,
                     test_reference_number(&reference, "producer_risk"), 1e-12);
        assert_string_equal(cell(out.plans, 0, "model")->as.text, "poisson");
        assert_false(cell(out.plans, 0, "acceptable")->present);
    }
    test_reference_close(&reference);
    qa_arena_free(arena);
}

static void a_lot_smaller_than_the_sample_is_checked_whole(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    int aql = qa_aql_place(1.0);
    for (uint64_t lot = 2; lot <= 13; lot++) {
        struct qa_plan_request request = by_standard(lot, QA_LEVEL_II, &aql);
        struct planned out = plan(&request, arena);
        assert_int_equal(out.status, QA_OK);
        assert_int_equal(cell(out.plans, 0, "n")->as.count, lot);
        assert_int_equal(cell(out.plans, 0, "accept")->as.count, 0);
        assert_false(cell(out.plans, 0, "producer_risk")->present);
    }
    /* 50 and 50 more of a lot of 60: the second sample is what is left. */
    aql = qa_aql_place(2.5);
    struct qa_plan_request request = by_standard(60, QA_LEVEL_II, &aql);
    request.is_double = true;
    struct planned out = plan(&request, arena);
    uint64_t units = 0;
    for (size_t r = 0; r < out.plans->n_rows; r++) {
        units += cell(out.plans, r, "n")->as.count;
    }
    assert_true(units <= 60);
    /* By two risks there is a model that knows the lot. */
    const struct qa_plan_class class = {NULL, 0.01, 0.05};
    request = by_risks(QA_PLAN_SINGLE, &class, (struct qa_plan_model){QA_BINOMIAL, 30});
    out = plan(&request, arena);
    assert_int_equal(out.status, QA_USAGE);
    assert_string_equal(out.err.code, "E321");
    qa_arena_free(arena);
}

static void the_curve_of_a_small_lot_is_at_whole_errors(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const struct qa_plan_class class = {NULL, 0.01, 0.05};
    const struct qa_plan_request request =
        by_risks(QA_PLAN_SINGLE, &class, (struct qa_plan_model){QA_HYPERGEOMETRIC, 300});
    struct planned out = plan(&request, arena);
    const struct qa_table *curve = qa_report_table(out.report, "curve");
    assert_true(curve->n_rows > 20);
    for (size_t r = 0; r < curve->n_rows; r++) {
        double errors = 300 * cell(curve, r, "rate")->as.real;
        assert_close(errors, floor(errors + 0.5), 1e-9);
        double before = r > 0 ? cell(curve, r - 1, "p_accept")->as.real : 1;
        assert_true(cell(curve, r, "p_accept")->as.real <= before + 1e-12);
    }
    qa_arena_free(arena);
}

static void a_plan_for_scores_has_a_curve(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const struct qa_plan_class class = {NULL, 0.02, 0.1};
    struct qa_plan_request request =
        by_risks(QA_PLAN_VARIABLES, &class, (struct qa_plan_model){QA_BINOMIAL, 0});
    request.lower_limit = 0.75;
    struct planned out = plan(&request, arena);
    const struct qa_table *curve = qa_report_table(out.report, "curve");
    bool at_rejectable = false;
    for (size_t r = 1; r < curve->n_rows; r++) {
        assert_true(cell(curve, r, "p_accept")->as.real <= cell(curve, r - 1, "p_accept")->as.real);
        if (fabs(cell(curve, r, "rate")->as.real - 0.105) < 1e-9) {
            at_rejectable = true;
            assert_true(cell(curve, r, "p_accept")->as.real < 0.1);
        }
    }
    assert_true(at_rejectable);
    qa_arena_free(arena);
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_boundary_table_is_the_whole_plan),
        cmocka_unit_test(errors_per_hundred_are_poisson),
        cmocka_unit_test(a_lot_smaller_than_the_sample_is_checked_whole),
        cmocka_unit_test(the_curve_of_a_small_lot_is_at_whole_errors),
        cmocka_unit_test(a_plan_for_scores_has_a_curve),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
