#include "qa/score/consensus.h"
#include "tests/qa/audit/batches.h"

static struct given box(const char *annotator, const char *item, const char *label, double x,
                        double height)
{
    return (struct given){.annotator = annotator,
                          .item = item,
                          .question = "boxes",
                          .label = label,
                          .x = x,
                          .width = 10,
                          .height = height};
}

/* "i1: car 0 10, van 5 10; i2:" with x and height of each, in the order of the batch. */
static const char *shown(struct world *world, const struct qa_batch *batch)
{
    const char *out = "";
    for (size_t a = 0; a < batch->n_answers; a++) {
        out = qa_arena_format(world->arena, "%s%s%s:", out, a > 0 ? "; " : "",
                              qa_strings_text(batch->names->items, batch->item[a]));
        for (size_t k = 0; k < qa_object_count(batch, a); k++) {
            uint64_t object = qa_first_object(batch, a) + k;
            size_t n;
            const struct qa_objects one = qa_batch_objects(batch, object, 1);
            const double *number = qa_object_numbers(&one, 0, &n);
            out = qa_arena_format(world->arena, "%s%s %s %g %g", out, k > 0 ? "," : "",
                                  qa_strings_text(batch->names->labels, batch->label[object]),
                                  number[0], number[3]);
        }
        assert_int_equal(batch->annotator[a], QA_NONE);
    }
    return out;
}

static struct qa_consensus consensus_of(struct world *world, const struct given *rows, size_t n,
                                        const uint64_t *order, uint64_t quorum)
{
    struct qa_batch *batch = make_batch(world, rows, n, order, LISTS_ITEMS);
    struct qa_consensus out = qa_consensus_make(batch, quorum, world->arena, &world->findings);
    assert_int_equal(world->findings.total[QA_ERROR], 0);
    return out;
}

static const struct given rows[] = {
    {.annotator = "ann",
     .item = "i1",
     .question = "boxes",
     .label = "car",
     .width = 10,
     .height = 10},
    {.annotator = "bob",
     .item = "i1",
     .question = "boxes",
     .label = "car",
     .x = 1,
     .width = 10,
     .height = 10},
    {.annotator = "cid",
     .item = "i1",
     .question = "boxes",
     .label = "van",
     .width = 10,
     .height = 10},
    {.annotator = "ann",
     .item = "i1",
     .question = "boxes",
     .label = "car",
     .x = 50,
     .width = 10,
     .height = 10},
    {.annotator = "bob",
     .item = "i1",
     .question = "boxes",
     .label = "bus",
     .x = 80,
     .width = 10,
     .height = 10},
    {.annotator = "ann",
     .item = "i2",
     .question = "boxes",
     .label = "car",
     .width = 10,
     .height = 10},
    {.annotator = "bob",
     .item = "i2",
     .question = "boxes",
     .label = "car",
     .width = 10,
     .height = 12},
    {.annotator = "cid",
     .item = "i2",
     .question = "boxes",
     .label = "car",
     .width = 10,
     .height = 11},
    {.annotator = "ann",
     .item = "i3",
     .question = "boxes",
     .label = "car",
     .width = 10,
     .height = 10},
};
enum { N_ROWS = sizeof rows / sizeof *rows };

/* Three find the first box, one of them of another class; the member most like all stands for it;
 * an item of one annotator has no consensus. */
static void most_annotators_decide_object_class_and_place(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_consensus got = consensus_of(&world, rows, N_ROWS, NULL, QA_QUORUM_MAJORITY);
    assert_string_equal(shown(&world, got.batch), "i1: car 0 10; i2: car 0 11");
    assert_int_equal(got.n_items, 2);
    assert_int_equal(got.n_objects, 2);
    assert_int_equal(got.n_alone, 2);
    assert_int_equal(got.n_left_out, 1);
    free_world(&world);
}

static void no_order_of_rows_decides(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 5, 0);
    for (int round = 0; round < 50; round++) {
        struct world world = new_world();
        uint64_t order[N_ROWS];
        for (uint64_t i = 0; i < N_ROWS; i++) {
            uint64_t j = qa_random_below(&random, i + 1);
            order[i] = i;
            order[i] = order[j];
            order[j] = i;
        }
        struct qa_consensus got = consensus_of(&world, rows, N_ROWS, order, 2);
        const char *text = shown(&world, got.batch);
        assert_non_null(strstr(text, "i1: car 0 10"));
        assert_non_null(strstr(text, "i2: car 0 11"));
        assert_int_equal(got.n_objects, 2);
        free_world(&world);
    }
}

/* One class is matched before the nearer of another: two boxes at one place, both found by both. */
static void objects_of_one_class_join_before_others(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct given two[] = {box("ann", "i", "car", 0, 10), box("ann", "i", "van", 2, 10),
                                box("bob", "i", "car", 2, 10), box("bob", "i", "van", 0, 10)};
    struct qa_consensus got = consensus_of(&world, two, 4, NULL, 2);
    assert_string_equal(shown(&world, got.batch), "i: car 0 10, van 2 10");
    free_world(&world);
}

/* What all give alike is the consensus, of any quorum; more than there are give none. */
static void a_quorum_above_the_annotators_leaves_the_item_out(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct given same[] = {box("ann", "i", "car", 0, 10), box("bob", "i", "car", 0, 10),
                                 box("cid", "i", "car", 0, 10)};
    struct qa_consensus got = consensus_of(&world, same, 3, NULL, 3);
    assert_string_equal(shown(&world, got.batch), "i: car 0 10");
    free_world(&world);
    world = new_world();
    got = consensus_of(&world, same, 3, NULL, 4);
    assert_int_equal(got.n_items, 0);
    assert_int_equal(got.n_left_out, 1);
    free_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(most_annotators_decide_object_class_and_place),
        cmocka_unit_test(no_order_of_rows_decides),
        cmocka_unit_test(objects_of_one_class_join_before_others),
        cmocka_unit_test(a_quorum_above_the_annotators_leaves_the_item_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
