#include "reports/confusion_blocks.h"

#include "tests/qa/audit/batches.h"

enum { MANY = QA_MOST_CLASSES + 5 };

static struct qa_errors_result check(struct world *world, const struct qa_batch *delivery,
                                     const struct qa_batch *gold)
{
    const struct qa_errors_request request = {
        .comparison = compare_batches(world, delivery, gold, 0.5, false), .confidence = 0.95};
    struct qa_errors_result result;
    struct qa_error err;
    assert_int_equal(qa_errors(&request, world->arena, &result, &err), QA_OK);
    return result;
}

static uint64_t count(const struct qa_confusion_blocks *blocks, size_t choice, size_t question,
                      const char *gold, const char *given)
{
    const char *const *names = blocks->names + question * blocks->size;
    size_t at[2] = {blocks->size, blocks->size};
    for (size_t i = 0; i < blocks->size && names[i] != NULL; i++) {
        at[0] = strcmp(names[i], gold) == 0 ? i : at[0];
        at[1] = strcmp(names[i], given) == 0 ? i : at[1];
    }
    assert_true(at[0] < blocks->size && at[1] < blocks->size);
    size_t block = choice * blocks->n_questions + question;
    return blocks->counts[(block * blocks->size + at[0]) * blocks->size + at[1]];
}

static const struct given animals_gold[] = {{.item = "1", .question = "q", .label = "cat"},
                                            {.item = "2", .question = "q", .label = "cat"},
                                            {.item = "3", .question = "q", .label = "dog"}};
static const struct given animals[] = {
    {.vendor = "v", .annotator = "a", .item = "1", .question = "q", .label = "cat"},
    {.vendor = "v", .annotator = "a", .item = "2", .question = "q", .label = "dog"},
    {.vendor = "v", .annotator = "b", .item = "2", .question = "q", .label = "dog"},
    {.vendor = "w", .annotator = "c", .item = "2", .question = "q", .label = "cow"},
    {.vendor = "w", .annotator = "c", .item = "3", .question = "q", .label = "dog"}};

static void several_vendors_have_a_block_of_all_first(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_errors_result errors =
        check(&world, BATCH(&world, animals), BATCH(&world, animals_gold));
    struct qa_confusion_blocks blocks = qa_confusion_blocks(&errors, world.names, world.arena);
    assert_true(blocks.has_all);
    assert_int_equal(blocks.n_choices, 3);
    assert_int_equal(blocks.size, 4);
    assert_string_equal(blocks.names[0], "cat");
    assert_string_equal(blocks.names[1], "cow");
    assert_int_equal(count(&blocks, 0, 0, "cat", "dog"), 2);
    assert_int_equal(count(&blocks, 0, 0, "dog", "dog"), 1);
    assert_int_equal(count(&blocks, 1, 0, "cat", "dog"), 2);
    assert_int_equal(count(&blocks, 1, 0, "cat", "cow"), 0);
    assert_int_equal(count(&blocks, 2, 0, "cat", "cow"), 1);
    /* Each left one item out that the other has. */
    assert_int_equal(count(&blocks, 1, 0, "dog", "(nothing)"), 1);
    assert_int_equal(count(&blocks, 2, 0, "cat", "(nothing)"), 1);
    free_world(&world);
}

static void the_most_frequent_confusions_come_first_with_their_items(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_errors_result errors =
        check(&world, BATCH(&world, animals), BATCH(&world, animals_gold));
    struct qa_confusion_blocks blocks = qa_confusion_blocks(&errors, world.names, world.arena);
    const struct qa_top_confusion *tops = blocks.tops;
    assert_int_equal(tops[0].count, 2);
    assert_string_equal(qa_strings_text(world.names->labels, tops[0].given), "dog");
    /* Two people erred on one item: one example. */
    assert_int_equal(tops[0].n_examples, 1);
    assert_string_equal(qa_strings_text(world.names->items, tops[0].examples[0]), "2");
    assert_int_equal(tops[1].count, 1);
    assert_int_equal(tops[2].count, 1);
    assert_int_equal(tops[4].count, 0);
    free_world(&world);
}

static void missed_and_spurious_objects_stand_against_nothing(void **state)
{
    (void)state;
    static const struct given gold[] = {
        {.item = "1", .label = "car", .x = 0, .width = 10, .height = 10},
        {.item = "1", .label = "car", .x = 100, .width = 10, .height = 10},
        {.item = "1", .label = "bus", .x = 200, .width = 10, .height = 10}};
    static const struct given given[] = {
        {.vendor = "v", .annotator = "a", .item = "1", .label = "car", .width = 10, .height = 10},
        {.vendor = "v",
         .annotator = "a",
         .item = "1",
         .label = "bus",
         .x = 205,
         .width = 10,
         .height = 10},
        {.vendor = "v",
         .annotator = "a",
         .item = "1",
         .label = "bus",
         .x = 500,
         .width = 10,
         .height = 10}};
    struct world world = new_world();
    struct qa_errors_result errors = check(&world, BATCH(&world, given), BATCH(&world, gold));
    struct qa_confusion_blocks blocks = qa_confusion_blocks(&errors, world.names, world.arena);
    assert_false(blocks.has_all);
    assert_string_equal(blocks.names[blocks.size - 1], "(nothing)");
    assert_int_equal(count(&blocks, 0, 0, "car", "car"), 1);
    assert_int_equal(count(&blocks, 0, 0, "car", "(nothing)"), 1);
    /* Placed poorly: missed and spurious. */
    assert_int_equal(count(&blocks, 0, 0, "bus", "(nothing)"), 1);
    assert_int_equal(count(&blocks, 0, 0, "(nothing)", "bus"), 2);
    free_world(&world);
}

static void rare_classes_are_pooled_and_nothing_is_lost(void **state)
{
    (void)state;
    struct world world = new_world();
    struct given gold[MANY * 3];
    struct given given[MANY * 3];
    for (int i = 0; i < MANY * 3; i++) {
        /* Class c<k> occurs once, or three times for the lower numbers. */
        int class = i < MANY ? i : (i - MANY) / 2 % QA_MOST_CLASSES;
        gold[i] = (struct given){.item = qa_arena_format(world.arena, "i%d", i),
                                 .label = qa_arena_format(world.arena, "c%02d", class)};
        given[i] = gold[i];
        given[i].annotator = "a";
        given[i].label = qa_arena_format(world.arena, "c%02d", (class * 7 + i) % MANY);
    }
    struct qa_errors_result errors = check(&world, BATCH(&world, given), BATCH(&world, gold));
    struct qa_confusion_blocks blocks = qa_confusion_blocks(&errors, world.names, world.arena);
    assert_int_equal(blocks.size, QA_MOST_CLASSES + 1);
    assert_string_equal(blocks.names[QA_MOST_CLASSES], "(other classes)");
    uint64_t total = 0;
    for (size_t i = 0; i < blocks.size * blocks.size; i++) {
        total += blocks.counts[i];
    }
    assert_int_equal(total, MANY * 3);
    free_world(&world);
}

static void without_a_checked_answer_there_are_no_blocks(void **state)
{
    (void)state;
    static const struct given gold[] = {{.item = "other", .label = "cat"}};
    struct world world = new_world();
    struct qa_errors_result errors = check(&world, BATCH(&world, animals), BATCH(&world, gold));
    struct qa_confusion_blocks blocks = qa_confusion_blocks(&errors, world.names, world.arena);
    assert_int_equal(blocks.size, 0);
    free_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several_vendors_have_a_block_of_all_first),
        cmocka_unit_test(the_most_frequent_confusions_come_first_with_their_items),
        cmocka_unit_test(missed_and_spurious_objects_stand_against_nothing),
        cmocka_unit_test(rare_classes_are_pooled_and_nothing_is_lost),
        cmocka_unit_test(without_a_checked_answer_there_are_no_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
