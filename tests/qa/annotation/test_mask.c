#include <math.h>
#include <string.h>

#include "tests/support/close.h"
#include "tests/support/reference.h"

#include "qa/annotation/mask.h"
#include "qa/base/random.h"

/* A list of masks as an answer has them. */
struct list {
    struct qa_shape shape;
    struct qa_piece piece[64];
    uint32_t label[64];
    size_t n;
};

static void add(struct list *list, const struct qa_rle *rle)
{
    size_t first = list->shape.n_numbers;
    qa_mask_put(rle, &list->shape);
    list->piece[list->n++] = (struct qa_piece){first, list->shape.n_numbers - first};
}

static void add_runs(struct list *list, uint32_t height, uint32_t width, const uint32_t *run,
                     size_t n)
{
    struct qa_rle rle = {height, width, run, n};
    add(list, &rle);
}
#define ADD(list, height, width, ...)                                                              \
    add_runs(list, height, width, (const uint32_t[]){__VA_ARGS__},                                 \
             sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

static struct qa_objects objects_of(const struct list *list)
{
    return (struct qa_objects){
        .n = list->n, .label = list->label, .number = list->shape.number, .number_at = list->piece};
}

static struct list empty_list(struct qa_arena *arena)
{
    return (struct list){.shape = {.arena = arena}};
}

static double measure(void (*of)(const struct qa_sides *, double *), const struct list *a,
                      const struct list *b, struct qa_arena *arena)
{
    struct qa_objects one = objects_of(a);
    struct qa_objects other = objects_of(b);
    double out[64 * 64];
    of(&(struct qa_sides){&one, &other, NULL, arena}, out);
    return out[0];
}

static void similarities_are_those_of_coco(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "coco_masks.csv");
    while (test_reference_next(&reference)) {
        struct qa_arena *arena = qa_arena_new();
        static const char *const columns[] = {"rle_a", "rle_b"};
        struct list list[2] = {empty_list(arena), empty_list(arena)};
        const char *why = NULL;
        for (size_t k = 0; k < 2; k++) {
            struct qa_rle rle = {(uint32_t)test_reference_number(&reference, "height"),
                                 (uint32_t)test_reference_number(&reference, "width"), NULL, 0};
            const char *text = test_reference_text(&reference, columns[k]);
            assert_true(qa_rle_read(text, strlen(text), &rle, arena, &why));
            add(&list[k], &rle);
        }
        struct qa_objects a = objects_of(&list[0]);
        struct qa_objects b = objects_of(&list[1]);
        assert_true(qa_type_mask.valid(&a, 0, &why));
        double area[2] = {qa_type_mask.size(&a, 0), qa_type_mask.size(&b, 0)};
        assert_close(area[0], test_reference_number(&reference, "area_a"), 0);
        if (area[0] > 0 || area[1] > 0) { /* two of nothing are the same to us */
            assert_identical(measure(qa_type_mask.compare, &list[0], &list[1], arena),
                             test_reference_number(&reference, "iou"));
        }
        assert_identical(measure(qa_type_mask.covered, &list[0], &list[1], arena),
                         test_reference_number(&reference, "covered"));
        struct qa_bounds bounds;
        double want[4];
        assert_int_equal(test_reference_numbers(&reference, "box_a", want) <= 4, true);
        qa_type_mask.bounds(&a, 0, &bounds);
        if (area[0] > 0) {
            assert_close(bounds.low[0], want[0], 0);
            assert_close(bounds.low[1], want[1], 0);
            assert_close(bounds.high[0] - bounds.low[0], want[2], 0);
            assert_close(bounds.high[1] - bounds.low[1], want[3], 0);
        }
        qa_arena_free(arena);
    }
    test_reference_close(&reference);
}

static void masks_that_cannot_be_are_named(void **state)
{
    (void)state;
    static const double bad[][5] = {
        {0, 4, 0, 0, 0},  {3, 4, 3, 8, 0},    {3, 4, 3, 0, 9},           {3, 4, -3, 6, 9},
        {3, 4, 2.5, 9.5}, {3, 2.5, 3, 4, .5}, {3, 4, (double)NAN, 6, 6}, {65536, 65536, 0, 1, 1},
    };
    const char *why = NULL;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const struct qa_piece piece = {0, 5};
        const struct qa_objects objects = {.n = 1, .number = bad[i], .number_at = &piece};
        why = NULL;
        assert_false(qa_type_mask.valid(&objects, 0, &why));
        assert_non_null(why);
    }
    const struct qa_piece piece = {0, 2};
    const struct qa_objects objects = {.n = 1, .number = bad[1], .number_at = &piece};
    assert_false(qa_type_mask.valid(&objects, 0, &why));
}

static void edges_of_a_picture(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct list none = empty_list(arena);
    struct list all = empty_list(arena);
    struct list other_size = empty_list(arena);
    struct list left = empty_list(arena);
    struct list right = empty_list(arena);
    struct list flat = empty_list(arena);
    ADD(&none, 3, 4, 12);
    ADD(&all, 3, 4, 0, 12);
    ADD(&other_size, 4, 3, 0, 12);
    ADD(&left, 3, 4, 0, 6, 6);
    ADD(&right, 3, 4, 6, 6);
    ADD(&flat, 1, 12, 2, 9, 1);
    assert_identical(measure(qa_type_mask.compare, &none, &none, arena), 1);
    assert_identical(measure(qa_type_mask.compare, &none, &all, arena), 0);
    assert_identical(measure(qa_type_mask.compare, &all, &other_size, arena), 0);
    assert_identical(measure(qa_type_mask.compare, &left, &right, arena), 0); /* they touch */
    assert_identical(measure(qa_type_mask.compare, &left, &all, arena), 0.5);
    assert_identical(measure(qa_type_mask.covered, &left, &all, arena), 1);
    assert_identical(measure(qa_type_mask.covered, &all, &left, arena), 0.5);
    assert_identical(measure(qa_type_mask.covered, &none, &all, arena), 0);
    assert_identical(measure(qa_type_mask.compare, &flat, &flat, arena), 1);
    struct qa_objects objects = objects_of(&flat);
    assert_string_equal(qa_type_mask.describe(&objects, 0, arena), "9 pixels, 2, 0, 9 x 1");
    objects = objects_of(&none);
    assert_string_equal(qa_type_mask.describe(&objects, 0, arena), "0 pixels, 0, 0, 0 x 0");
    qa_arena_free(arena);
}

static struct qa_rle random_mask(struct qa_random *random, struct qa_arena *arena)
{
    double xy[16];
    struct qa_rle rle = {50, 70, NULL, 0};
    const char *why = NULL;
    for (size_t k = 0; k < 8; k++) {
        xy[2 * k] = 90 * qa_random_real(random) - 10;
        xy[2 * k + 1] = 70 * qa_random_real(random) - 10;
    }
    assert_true(qa_rle_of_polygon(&(struct qa_rle_ring){xy, 8}, 1, &rle, arena, &why));
    return rle;
}

static void similarity_is_symmetric_and_extent_tells_far_ones(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 8, 0);
    struct qa_arena *arena = qa_arena_new();
    struct list list = empty_list(arena);
    for (size_t i = 0; i < 60; i++) {
        struct qa_rle rle = random_mask(&random, arena);
        add(&list, &rle);
    }
    struct qa_objects objects = objects_of(&list);
    static double all[60 * 60];
    qa_type_mask.compare(&(struct qa_sides){&objects, &objects, NULL, arena}, all);
    for (size_t i = 0; i < 60; i++) {
        double low[2];
        double high[2];
        qa_type_mask.extent(&objects, i, &low[0], &high[0]);
        assert_identical(all[i * 60 + i], 1);
        for (size_t j = 0; j < 60; j++) {
            qa_type_mask.extent(&objects, j, &low[1], &high[1]);
            assert_identical(all[i * 60 + j], all[j * 60 + i]);
            assert_true(all[i * 60 + j] >= 0 && all[i * 60 + j] <= 1);
            if (high[0] < low[1] || high[1] < low[0]) {
                assert_identical(all[i * 60 + j], 0);
            }
        }
    }
    qa_arena_free(arena);
}

static void cells_of_a_table_give_the_same_mask_again(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 9, 0);
    struct qa_arena *arena = qa_arena_new();
    struct list list = empty_list(arena);
    struct qa_rle rle = random_mask(&random, arena);
    add(&list, &rle);
    struct qa_objects objects = objects_of(&list);
    const struct qa_type_form *form = &qa_type_mask.forms[0];
    struct qa_written_cell written[3] = {{NULL, 0, false}};
    struct qa_text_cell cells[3];
    assert_true(form->write(&objects, 0, arena, written));
    for (size_t i = 0; i < 3; i++) {
        cells[i] = (struct qa_text_cell){written[i].text, written[i].length};
    }
    struct qa_shape shape = {.arena = arena};
    size_t column = 9;
    const char *why = NULL;
    assert_true(form->read(cells, &shape, &column, &why));
    assert_int_equal(shape.n_numbers, list.piece[0].n);
    assert_memory_equal(shape.number, list.shape.number, shape.n_numbers * sizeof(double));
    cells[1] = (struct qa_text_cell){"71", 2};
    assert_false(form->read(cells, &shape, &column, &why));
    assert_int_equal(column, 0);
    cells[2] = (struct qa_text_cell){"x", 1};
    assert_false(form->read(cells, &shape, &column, &why));
    assert_int_equal(column, 2);
    qa_arena_free(arena);
}

/* Columns of 2: a map of 0 0 1 1 over 0 0 1 void against 0 1 1 1 over 0 0 1 1; of the 7 pixels that
 * count, either class has 3 in common and 4 in one of the maps. */
static void what_takes_no_part_is_none_of_any_object(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct list gold = empty_list(arena);
    struct list given = empty_list(arena);
    struct list nowhere = empty_list(arena);
    ADD(&nowhere, 2, 4, 7, 1);
    ADD(&gold, 2, 4, 0, 4, 4);
    ADD(&gold, 2, 4, 4, 3, 1);
    ADD(&given, 2, 4, 0, 2, 1, 1, 4);
    ADD(&given, 2, 4, 2, 1, 1, 4);
    const struct qa_objects regions = objects_of(&nowhere);
    const struct qa_objects a = objects_of(&gold);
    const struct qa_objects b = objects_of(&given);
    const struct qa_objects left = qa_type_label_map.without(&a, &regions, arena);
    const struct qa_objects right = qa_type_label_map.without(&b, &regions, arena);
    const struct qa_sides whole = {.a = &a, .b = &b, .scratch = arena};
    const struct qa_sides counted = {.a = &left, .b = &right, .scratch = arena};
    double out[4];
    qa_type_label_map.compare(&whole, out);
    assert_close(out[3], 0.6, 1e-15);
    qa_type_label_map.compare(&counted, out);
    assert_close(out[0], 0.75, 1e-15);
    assert_close(out[3], 0.75, 1e-15);
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(similarities_are_those_of_coco),
        cmocka_unit_test(masks_that_cannot_be_are_named),
        cmocka_unit_test(what_takes_no_part_is_none_of_any_object),
        cmocka_unit_test(edges_of_a_picture),
        cmocka_unit_test(similarity_is_symmetric_and_extent_tells_far_ones),
        cmocka_unit_test(cells_of_a_table_give_the_same_mask_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
