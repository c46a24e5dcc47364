/* What a person asks of a draw, and what it comes to. */
#include "qa/audit/sample_choice.h"
#include "tests/qa/audit/choices.h"

static struct qa_sample_choice of_three(struct world *world)
{
    return (struct qa_sample_choice){
        .request = {.delivery = make_batch(world, three_items, 5, NULL, LISTS_ITEMS),
                    .question = QA_NONE,
                    .n = 2,
                    .power = QA_SAMPLE_POWER}};
}

static void what_no_rule_of_the_draw_looks_at_is_refused(void **state)
{
    (void)state;
    struct qa_error err;
    struct qa_sample_choice choice = {.request = {.power = QA_SAMPLE_POWER}};
    assert_int_equal(qa_sample_check_choice(&choice, &err), QA_OK);
    choice.rates_file = "rates.csv";
    assert_int_equal(qa_sample_check_choice(&choice, &err), QA_USAGE);
    choice.allocation = 1 + QA_NEYMAN;
    assert_int_equal(qa_sample_check_choice(&choice, &err), QA_OK);
    choice.request.power = 0.7;
    assert_int_equal(qa_sample_check_choice(&choice, &err), QA_USAGE);
    choice = (struct qa_sample_choice){.request = {.power = 0.7}, .allocation = 1 + QA_POWER};
    assert_int_equal(qa_sample_check_choice(&choice, &err), QA_OK);
    choice = (struct qa_sample_choice){.request = {.power = 0.5, .minimum = 3}, .cluster = 1};
    assert_int_equal(qa_sample_check_choice(&choice, &err), QA_USAGE);
    choice =
        (struct qa_sample_choice){.request = {.power = 0.5}, .systematic = true, .pps = "seconds"};
    assert_int_equal(qa_sample_check_choice(&choice, &err), QA_USAGE);
}

static void uncertain_items_have_strata_and_as_many_of_each(void **state)
{
    (void)state;
    struct world world = new_world();
    static const struct given even[] = {
        {.annotator = "anna", .item = "i1", .question = "q", .label = "cat"},
        {.annotator = "ben", .item = "i1", .question = "q", .label = "dog"},
        {.annotator = "anna", .item = "i2", .question = "q", .label = "cat"},
        {.annotator = "ben", .item = "i2", .question = "q", .label = "cat"},
        {.annotator = "anna", .item = "i3", .question = "q", .label = "dog"},
        {.annotator = "ben", .item = "i3", .question = "q", .label = "dog"},
    };
    struct qa_sample_choice choice = of_three(&world);
    struct qa_sample_chosen out;
    struct qa_error err;
    choice.request.delivery = BATCH(&world, even);
    choice.uncertain = true;
    assert_int_equal(qa_sample_choose(&choice, world.arena, &out, &err), QA_OK);
    assert_int_equal(out.request.allocation, QA_EQUAL);
    assert_int_equal(out.request.stratify, QA_STRATUM_CERTAINTY);
    const struct qa_strings *items = world.names->items;
    double of_split = out.request.certainty[qa_strings_find(items, "i1", 2)];
    double of_alike = out.request.certainty[qa_strings_find(items, "i2", 2)];
    assert_close(of_split, 0.5, 1e-9); /* neither annotator is better */
    assert_true(of_alike > 0.9);
    choice.allocation = 1 + QA_PROPORTIONAL;
    choice.request.stratify = 32U | QA_STRATUM_VENDOR; /* "class,vendor" */
    choice.uncertain = false;
    assert_int_equal(qa_sample_choose(&choice, world.arena, &out, &err), QA_OK);
    assert_int_equal(out.request.stratify, QA_STRATUM_LABEL | QA_STRATUM_VENDOR);
    assert_int_equal(out.request.allocation, QA_PROPORTIONAL);
    const struct qa_batch *single = make_batch(&world, &three_items[4], 1, NULL, LISTS_ITEMS);
    choice = (struct qa_sample_choice){.request = {.delivery = single, .question = QA_NONE},
                                       .uncertain = true};
    assert_int_equal(qa_sample_choose(&choice, world.arena, &out, &err), QA_USAGE);
    assert_string_equal(err.code, "E304");
    free_world(&world);
}

static void sizes_come_from_the_answers_or_a_file(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_sample_choice choice = of_three(&world);
    const struct qa_batch *batch = choice.request.delivery;
    struct qa_sample_chosen out;
    struct qa_error err;
    choice.pps = "seconds";
    assert_true(qa_sample_knows_size(choice.pps));
    assert_int_equal(qa_sample_choose(&choice, world.arena, &out, &err), QA_OK);
    assert_int_equal(out.request.design, QA_SAMPLE_PPS);
    double sum = 0;
    for (size_t a = 0; a < batch->n_answers; a++) {
        sum += out.request.size[a];
    }
    assert_close(sum, 14 * (double)QA_SECOND, 1e-9);
    choice.pps = "sizes.csv";
    assert_false(qa_sample_knows_size(choice.pps));
    choice.sizes = records(&world, "item,size\ni1,50%\ni3,4\nother,9\n");
    assert_int_equal(qa_sample_choose(&choice, world.arena, &out, &err), QA_OK);
    for (size_t a = 0; a < batch->n_answers; a++) {
        const char *item = qa_strings_text(world.names->items, batch->item[a]);
        double want = strcmp(item, "i1") == 0 ? 0.5 : strcmp(item, "i3") == 0 ? 4 : 0;
        assert_true(out.request.size[a] == want);
    }
    choice.sizes = records(&world, "item,size\ni1,1\ni3,-4\n");
    assert_int_equal(qa_sample_choose(&choice, world.arena, &out, &err), QA_INPUT);
    assert_int_equal(err.line, 3);
    free_world(&world);
}

static void a_sample_takes_its_plan_and_what_was_drawn_before(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_sample_choice choice = of_three(&world);
    const struct qa_records *earlier[] = {records(&world, "id\nx1\nx2\n"),
                                          records(&world, "unit_id\nx3\n")};
    struct qa_sample_chosen out;
    struct qa_error err;
    choice.earlier = earlier;
    choice.n_earlier = 2;
    choice.plan = records(&world, "n,accept,reject,lot\n3,0,1,40\n");
    choice.rates = records(&world, "stratum,rate\nanna,5%\n");
    assert_int_equal(qa_sample_choose(&choice, world.arena, &out, &err), QA_OK);
    assert_int_equal(out.request.n, 3);
    assert_int_equal(out.request.n_earlier, 3);
    assert_string_equal(out.request.earlier[2], "x3");
    assert_close(out.request.rates[0].rate, 0.05, 1e-15);
    /* Of 5 answers there are not 6; the plan is for 40; nothing of scores. */
    struct qa_sample_stratum stratum = {.lot = "all", .size = 5};
    const struct qa_sample sample = {.frame_size = 5, .strata = &stratum, .n_strata = 1};
    qa_sample_say(&out, &sample, &world.findings);
    assert_int_equal(world.findings.n, 2);
    assert_string_equal(world.findings.list[0].code, "W301");
    assert_string_equal(world.findings.list[1].code, "W302");
    out.plan.lot = 5;
    out.request.n = 2;
    out.plan.kind = QA_FILE_OF_SCORES;
    qa_sample_say(&out, &sample, &world.findings);
    assert_int_equal(world.findings.n, 3);
    assert_string_equal(world.findings.list[2].code, "W303");
    free_world(&world);
}

static void nobody_checks_a_row_against_himself(void **state)
{
    (void)state;
    static const char *const names[] = {"anna", "ben", "anna"};
    struct qa_sample_sheet sheet = {.auditors = names, .n_auditors = 2, .overlap = 0.2};
    struct qa_error err;
    assert_int_equal(qa_sample_check_auditors(&sheet, &err), QA_OK);
    sheet.n_auditors = 1;
    assert_int_equal(qa_sample_check_auditors(&sheet, &err), QA_USAGE);
    sheet.n_auditors = 3;
    assert_int_equal(qa_sample_check_auditors(&sheet, &err), QA_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_no_rule_of_the_draw_looks_at_is_refused),
        cmocka_unit_test(uncertain_items_have_strata_and_as_many_of_each),
        cmocka_unit_test(sizes_come_from_the_answers_or_a_file),
        cmocka_unit_test(a_sample_takes_its_plan_and_what_was_drawn_before),
        cmocka_unit_test(nobody_checks_a_row_against_himself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
