/* Consistency on hidden repeats, in deliveries by task and by item. */
#include "qa/audit/repeats.h"
#include "tests/qa/audit/batches.h"
#include "tests/qa/procurement/text_records.h"

static const char key_text[] = "task,item,kind,label,repeats_task\n"
                               "t1,g1,gold,cat,\n"
                               "t5,a,repeat,,t2\n"
                               "t6,b,repeat,,t3\n"
                               "t7,c,repeat,,t4\n";

static struct qa_repeats read_repeats(struct world *world, const struct qa_batch *batch)
{
    const struct qa_records key = text_records(world->arena, "key.csv", key_text);
    struct qa_repeats repeats;
    struct qa_error err;
    assert_int_equal(qa_repeats_read(batch, &key, 0.95, world->arena, &repeats, &err), QA_OK);
    return repeats;
}

static void tasks_of_one_annotator_tell_his_consistency(void **state)
{
    (void)state;
    static const struct given rows[] = {
        {.annotator = "ben", .item = "t2", .label = "cat"},
        {.annotator = "ben", .item = "t5", .label = "cat"},
        {.annotator = "ben", .item = "t3", .label = "cat"},
        {.annotator = "ben", .item = "t6", .label = "dog"},
        {.annotator = "ann", .item = "t3", .label = "cat"},
        {.annotator = "ann", .item = "t6", .label = "cat"},
        {.annotator = "ann", .item = "t4", .label = "dog"},
        {.annotator = "cid", .item = "t7", .label = "dog"},
    };
    struct world world = new_world();
    struct qa_repeats repeats = read_repeats(&world, BATCH(&world, rows));
    assert_int_equal(repeats.n_repeats, 3);
    assert_int_equal(repeats.n_undelivered, 0);
    assert_int_equal(repeats.n_annotators, 2);
    assert_string_equal(qa_annotator_text(world.names, repeats.annotators[0].annotator), "ann");
    assert_int_equal(repeats.annotators[0].n, 1);
    assert_int_equal(repeats.annotators[0].alike, 1);
    assert_int_equal(repeats.annotators[1].n, 2);
    assert_int_equal(repeats.annotators[1].alike, 1);
    assert_close(repeats.annotators[1].rate.value, 0.5, 1e-15);
    /* Clopper and Pearson for one of two: 1 - sqrt(1 - 0.025) and sqrt(1 - 0.025). */
    assert_close(repeats.annotators[1].rate.high, 0.98742088290657497, 1e-9);
    /* t7 went to another annotator than t4. */
    assert_int_equal(repeats.n_others, 1);
    assert_int_equal(repeats.n_others_alike, 1);
    struct qa_report *report = qa_report_new(world.arena, "errors");
    qa_repeats_table(&repeats, world.names, report);
    assert_int_equal(qa_report_table(report, "consistency")->n_rows, 2);
    free_world(&world);
}

static void a_delivery_by_item_has_both_answers_under_it(void **state)
{
    (void)state;
    static const struct given rows[] = {
        {.annotator = "ann", .item = "a", .label = "cat"},
        {.annotator = "ann", .item = "a", .label = "cat"},
        {.annotator = "ann", .item = "b", .label = "cat"},
        {.annotator = "ann", .item = "b", .label = "dog"},
        {.annotator = "ann", .item = "c", .label = "dog"},
        {.annotator = "ben", .item = "z", .label = "dog"},
        {.annotator = "ben", .item = "z", .label = "cat"},
    };
    struct world world = new_world();
    struct qa_builder *builder = qa_builder_new(world.arena, world.names);
    struct qa_source *source = qa_builder_source(builder, "rows.csv", "csv");
    source->vendor = QA_NONE;
    for (uint32_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        give_row(&world, builder, &rows[i], i + 2);
    }
    const struct qa_batch *batch = qa_builder_finish(builder, QA_DUPLICATES_KEEP, &world.findings);
    struct qa_repeats repeats = read_repeats(&world, batch);
    assert_int_equal(repeats.n_annotators, 1);
    assert_int_equal(repeats.annotators[0].n, 2);
    assert_int_equal(repeats.annotators[0].alike, 1);
    assert_int_equal(repeats.n_undelivered, 1);
    assert_int_equal(repeats.n_others, 0);
    free_world(&world);
}

static void a_key_without_repeats_is_refused(void **state)
{
    (void)state;
    static const struct given rows[] = {{.annotator = "ann", .item = "a", .label = "cat"}};
    struct world world = new_world();
    const struct qa_batch *batch = BATCH(&world, rows);
    struct qa_records key = text_records(world.arena, "key.csv",
                                         "task,item,kind,label,repeats_task\nt1,g1,gold,cat,\n");
    struct qa_repeats repeats;
    struct qa_error err;
    assert_int_equal(qa_repeats_read(batch, &key, 0.95, world.arena, &repeats, &err), QA_INPUT);
    assert_string_equal(err.code, "E306");
    key = text_records(world.arena, "key.csv", "task,item\nt1,g1\n");
    assert_int_equal(qa_repeats_read(batch, &key, 0.95, world.arena, &repeats, &err), QA_INPUT);
    assert_string_equal(err.code, "E112");
    free_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tasks_of_one_annotator_tell_his_consistency),
        cmocka_unit_test(a_delivery_by_item_has_both_answers_under_it),
        cmocka_unit_test(a_key_without_repeats_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
