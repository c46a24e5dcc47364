#include "qa/score/object_alpha.h"
#include "tests/qa/audit/batches.h"

static struct given box(const char *annotator, const char *item, const char *label, double x)
{
    return (struct given){.annotator = annotator,
                          .item = item,
                          .question = "boxes",
                          .label = label,
                          .x = x,
                          .width = 10,
                          .height = 10};
}

static struct qa_object_alpha only_alpha(struct world *world, const struct given *rows, size_t n)
{
    size_t n_alphas;
    struct qa_batch *batch = make_batch(world, rows, n, NULL, LISTS_ITEMS);
    const struct qa_comparison *comparison = compare_batches(world, batch, NULL, 0.5, true);
    const struct qa_object_alpha *alphas =
        qa_object_alphas(comparison, 0.95, world->arena, &n_alphas);
    assert_int_equal(n_alphas, 1);
    return alphas[0];
}

/* Five items with an object of both annotators, once of unequal class, and in the first one more
 * of one of them alone. Matched: 7 cars, 3 vans: Do = 1/5, De = 42/90. All: 8 cars, 3 vans, 1
 * absent: Do = 2/6, De = 70/132. */
static void both_conventions_are_those_worked_by_hand(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct given rows[] = {
        box("ann", "i1", "car", 0), box("bob", "i1", "car", 0), box("ann", "i1", "car", 50),
        box("ann", "i2", "car", 0), box("bob", "i2", "van", 1), box("ann", "i3", "van", 0),
        box("bob", "i3", "van", 0), box("ann", "i4", "car", 0), box("bob", "i4", "car", 0),
        box("ann", "i5", "car", 0), box("bob", "i5", "car", 0)};
    struct qa_object_alpha alpha = only_alpha(&world, rows, sizeof rows / sizeof *rows);
    assert_close(alpha.matched.value, 1 - (1.0 / 5) / (42.0 / 90), 1e-14);
    assert_close(alpha.all.value, 1 - (2.0 / 6) / (70.0 / 132), 1e-14);
    assert_int_equal(alpha.matched.n, 5);
    assert_int_equal(alpha.all.n, 5);
    assert_true(alpha.all.low < alpha.all.value && alpha.all.value < alpha.all.high);
    free_world(&world);
}

static void one_class_only_is_undefined(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct given rows[] = {box("ann", "i1", "car", 0), box("bob", "i1", "car", 0)};
    struct qa_object_alpha alpha = only_alpha(&world, rows, 2);
    assert_string_equal(alpha.matched.undefined, "one class only");
    assert_string_equal(alpha.all.undefined, "one class only");
    free_world(&world);
}

/* Names change which annotator comes first, and nothing else. */
static void the_order_of_annotators_means_nothing(void **state)
{
    (void)state;
    static const char *const labels[] = {"car", "van", "bus"};
    struct qa_random random;
    qa_random_init(&random, 8, 0);
    for (int round = 0; round < 20; round++) {
        struct given rows[2][60];
        struct world worlds[2] = {new_world(), new_world()};
        struct qa_object_alpha alpha[2];
        for (size_t i = 0; i < 60; i++) {
            const char *item = qa_arena_format(worlds[0].arena, "i%zu", i / 6);
            const char *label = labels[qa_random_below(&random, 3)];
            double x = (double)(20 * (i % 3)) + (double)qa_random_below(&random, 12);
            bool first = i % 6 < 3;
            rows[0][i] = box(first ? "ann" : "bob", item, label, x);
            rows[1][i] = box(first ? "zoe" : "bob", item, label, x);
        }
        for (size_t w = 0; w < 2; w++) {
            alpha[w] = only_alpha(&worlds[w], rows[w], 60);
        }
        assert_close(alpha[0].matched.value, alpha[1].matched.value, 1e-12);
        assert_close(alpha[0].all.value, alpha[1].all.value, 1e-12);
        assert_close(alpha[0].all.low, alpha[1].all.low, 1e-9);
        free_world(&worlds[0]);
        free_world(&worlds[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_conventions_are_those_worked_by_hand),
        cmocka_unit_test(one_class_only_is_undefined),
        cmocka_unit_test(the_order_of_annotators_means_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
