#include "qa/audit/check.h"
#include "tests/qa/audit/batches.h"

static const struct given delivered[] = {
    {.vendor = "v", .annotator = "a", .item = "1", .label = "truck"},
    {.vendor = "v", .annotator = "b", .item = "1", .label = "tuck"},
    {.vendor = "v", .annotator = "a", .item = "2", .label = "Truck "},
    {.vendor = "w", .annotator = "a", .item = "9", .label = "zebra"},
    {.vendor = "w", .annotator = "b", .item = "9", .label = "car"},
    {.vendor = "w", .annotator = "b", .item = "1", .label = "car"},
};

/* Ids of texts, interned where they are new. */
static uint32_t *ids(struct world *world, struct qa_strings *strings, const char *const *texts,
                     size_t n)
{
    uint32_t *list = QA_ARRAY(world->arena, uint32_t, n);
    for (size_t i = 0; i < n; i++) {
        list[i] = qa_strings_intern_text(strings, texts[i]);
    }
    return list;
}

static const struct qa_finding *find(const struct world *world, const char *code, size_t nth)
{
    for (size_t i = 0; i < world->findings.n; i++) {
        if (strcmp(world->findings.list[i].code, code) == 0 && nth-- == 0) {
            return &world->findings.list[i];
        }
    }
    return NULL;
}

static struct qa_check_result check_all(struct world *world, const struct qa_batch *batch)
{
    static const char *const items[] = {"1", "2", "3", "4", "5", "6", "7", "8", "8"};
    static const char *const labels[] = {"car", "truck"};
    const struct qa_check_request request = {.delivery = batch,
                                             .expected_items =
                                                 ids(world, world->names->items, items, 9),
                                             .n_expected_items = 9};
    const struct qa_question_options options = {
        .labels = ids(world, world->names->labels, labels, 2), .n_labels = 2};
    qa_questions_declare(batch->questions, &options);
    return qa_check(&request, world->arena, &world->findings);
}

static void items_are_counted_per_vendor(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_check_result result = check_all(&world, BATCH(&world, delivered));
    assert_int_equal(result.n_rows, 2);
    assert_int_equal(result.rows[0].ordered, 8);
    assert_int_equal(result.rows[0].delivered, 2);
    assert_int_equal(result.rows[0].missing, 6);
    assert_int_equal(result.rows[0].unknown, 0);
    assert_int_equal(result.rows[0].answers, 3);
    assert_int_equal(result.rows[1].missing, 7);
    assert_int_equal(result.rows[1].unknown, 1);
    assert_int_equal(result.rows[1].objects, 3);
    free_world(&world);
}

static void missing_items_are_named_up_to_five(void **state)
{
    (void)state;
    struct world world = new_world();
    check_all(&world, BATCH(&world, delivered));
    const struct qa_finding *missing = find(&world, "W201", 0);
    assert_string_equal(missing->text,
                        "6 items ordered and not delivered (question label): 3, 4, 5, 6, 7 and 1 "
                        "more");
    assert_string_equal(missing->vendor, "v");
    assert_null(find(&world, "W201", 2));
    free_world(&world);
}

static void a_list_of_objects_says_that_missing_may_be_empty(void **state)
{
    (void)state;
    static const struct given boxes[] = {{.item = "1", .label = "car", .width = 5, .height = 5}};
    struct world world = new_world();
    check_all(&world, make_batch(&world, boxes, 1, NULL, LISTS_OBJECTS_ONLY));
    assert_non_null(strstr(find(&world, "W201", 0)->text, "may be done and empty"));
    free_world(&world);
}

static void an_unknown_item_is_found_once_with_its_place(void **state)
{
    (void)state;
    struct world world = new_world();
    check_all(&world, BATCH(&world, delivered));
    const struct qa_finding *unknown = find(&world, "W202", 0);
    assert_string_equal(unknown->file, "rows.csv");
    assert_int_equal(unknown->line, 5);
    assert_string_equal(unknown->vendor, "w");
    assert_non_null(strstr(unknown->text, "'9'"));
    assert_null(find(&world, "W202", 1));
    free_world(&world);
}

static void a_label_outside_the_set_comes_with_the_nearest(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_check_result result = check_all(&world, BATCH(&world, delivered));
    const struct qa_finding *label = find(&world, "E203", 0);
    assert_string_equal(label->text,
                        "label 'tuck' is not in the label set (did you mean 'truck'?)");
    assert_int_equal(label->severity, QA_ERROR);
    assert_int_equal(label->line, 3);
    assert_string_equal(find(&world, "E203", 2)->text, "label 'zebra' is not in the label set");
    assert_int_equal(result.rows[0].outside_labels, 2);
    assert_int_equal(result.rows[1].outside_labels, 1);
    free_world(&world);
}

static void labels_of_boxes_have_their_own_set(void **state)
{
    (void)state;
    static const struct given rows[] = {
        {.item = "1", .label = "car", .width = 5, .height = 5},
        {.item = "1", .label = "sunny", .width = 5, .height = 5},
        {.item = "1", .label = "sunny"},
    };
    static const char *const labels[] = {"car"};
    struct world world = new_world();
    const struct qa_batch *batch = BATCH(&world, rows);
    const struct qa_check_request request = {.delivery = batch};
    const struct qa_question_options options = {
        .object_labels = ids(&world, world.names->labels, labels, 1), .n_object_labels = 1};
    qa_questions_declare(batch->questions, &options);
    struct qa_check_result result = qa_check(&request, world.arena, &world.findings);
    assert_int_equal(result.n_rows, 2);
    assert_int_equal(result.rows[0].outside_labels, 1); /* boxes before label */
    assert_int_equal(result.rows[1].outside_labels, 0);
    assert_int_equal(find(&world, "E203", 0)->line, 3);
    assert_int_equal(result.rows[0].ordered, 0);
    assert_null(find(&world, "W201", 0));
    free_world(&world);
}

static void tables_list_completeness_and_problems(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_check_result result = check_all(&world, BATCH(&world, delivered));
    struct qa_report *report = qa_report_new(world.arena, "check");
    qa_check_tables(&result, NULL, world.names, &world.findings, report);
    const struct qa_table *problems = qa_report_table(report, "problems");
    assert_int_equal(qa_report_table(report, "completeness")->n_rows, 2);
    assert_int_equal(problems->n_rows, world.findings.n);
    size_t where = qa_table_column(problems, "where");
    assert_string_equal(qa_table_cell(problems, 0, where)->as.text, "rows.csv:3");
    free(terminal_text(report));
    free_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_counted_per_vendor),
        cmocka_unit_test(missing_items_are_named_up_to_five),
        cmocka_unit_test(a_list_of_objects_says_that_missing_may_be_empty),
        cmocka_unit_test(an_unknown_item_is_found_once_with_its_place),
        cmocka_unit_test(a_label_outside_the_set_comes_with_the_nearest),
        cmocka_unit_test(labels_of_boxes_have_their_own_set),
        cmocka_unit_test(tables_list_completeness_and_problems),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
