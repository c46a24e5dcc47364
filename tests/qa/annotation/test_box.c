#include <math.h>
#include <string.h>

#include "tests/support/close.h"

#include "qa/annotation/box.h"
#include "qa/base/random.h"

static double iou(const double a[4], const double b[4])
{
    struct qa_objects one = {.n = 1, .number = a, .arity = 4};
    struct qa_objects other = {.n = 1, .number = b, .arity = 4};
    const struct qa_sides sides = {.a = &one, .b = &other};
    double out;
    qa_type_box.compare(&sides, &out);
    return out;
}

static double covered(const double a[4], const double b[4])
{
    struct qa_objects one = {.n = 1, .number = a, .arity = 4};
    struct qa_objects other = {.n = 1, .number = b, .arity = 4};
    const struct qa_sides sides = {.a = &one, .b = &other};
    double out;
    qa_type_box.covered(&sides, &out);
    return out;
}

/* By hand, in fractions of areas. */
static void boxes_overlap_by_intersection_over_union(void **state)
{
    (void)state;
    const double unit[4] = {0, 0, 1, 1};
    assert_close(iou(unit, unit), 1, 0);
    assert_close(iou(unit, (const double[]){0.5, 0, 1, 1}), 1.0 / 3, 1e-15);
    assert_close(iou(unit, (const double[]){0, 0.5, 1, 1}), 1.0 / 3, 1e-15);
    assert_close(iou(unit, (const double[]){1, 0, 1, 1}), 0, 0);
    assert_close(iou(unit, (const double[]){0, 1, 1, 1}), 0, 0);
    assert_close(iou(unit, (const double[]){0.25, 0.25, 0.5, 0.5}), 0.25, 1e-15);
    assert_close(iou((const double[]){0, 0, 10, 10}, (const double[]){5, 5, 10, 10}), 25.0 / 175,
                 1e-15);
    assert_close(iou((const double[]){1e7, 1e7, 4, 4}, (const double[]){1e7 + 2, 1e7, 4, 4}),
                 1.0 / 3, 1e-12);
}

static void boxes_without_area_are_the_same_or_apart(void **state)
{
    (void)state;
    const double unit[4] = {0, 0, 1, 1};
    assert_close(iou((const double[]){3, 3, 0, 0}, (const double[]){3, 3, 0, 0}), 1, 0);
    assert_close(iou((const double[]){3, 3, 0, 0}, (const double[]){3, 4, 0, 0}), 0, 0);
    assert_close(iou((const double[]){3, 3, 0, 0}, (const double[]){4, 3, 0, 0}), 0, 0);
    assert_close(iou((const double[]){3, 3, 0, 2}, (const double[]){3, 3, 0, 2}), 1, 0);
    assert_close(iou((const double[]){3, 3, 0, 2}, (const double[]){3, 3, 0, 1}), 0, 0);
    assert_close(iou((const double[]){3, 3, 2, 0}, (const double[]){3, 3, 1, 0}), 0, 0);
    assert_close(iou((const double[]){0, 0, 0, 5}, unit), 0, 0);
    assert_close(iou(unit, (const double[]){0, 0, 0, 1}), 0, 0);
}

static void covered_is_over_the_own_area(void **state)
{
    (void)state;
    const double crowd[4] = {0, 0, 10, 10};
    assert_close(covered((const double[]){8, 0, 4, 2}, crowd), 0.5, 1e-15);
    assert_close(covered((const double[]){8, 9, 4, 2}, crowd), 0.25, 1e-15);
    assert_close(covered(crowd, (const double[]){0, 0, 5, 10}), 0.5, 1e-15);
    assert_close(covered((const double[]){20, 0, 4, 2}, crowd), 0, 0);
    /* Without area it lies inside or it does not; the border is inside. */
    assert_close(covered((const double[]){10, 10, 0, 0}, crowd), 1, 0);
    assert_close(covered((const double[]){0, 5, 10, 0}, crowd), 1, 0);
    assert_close(covered((const double[]){0, 5, 11, 0}, crowd), 0, 0);
    assert_close(covered((const double[]){5, 0, 0, 11}, crowd), 0, 0);
    assert_close(covered((const double[]){-1, 5, 0, 1}, crowd), 0, 0);
    assert_close(covered((const double[]){5, -1, 0, 1}, crowd), 0, 0);
}

/* ---- properties ---- */

enum { MANY = 40 };

/* Steps of a half, so that many boxes touch, are equal or have no area. */
static void random_boxes(struct qa_random *random, double *number)
{
    for (size_t i = 0; i < 4 * MANY; i++) {
        number[i] = (double)qa_random_below(random, i % 4 < 2 ? 12 : 8) / 2;
    }
}

static void similarity_is_symmetric_and_one_for_the_same_box_alone(void **state)
{
    (void)state;
    struct qa_random random;
    double number[4 * MANY];
    double there[MANY * MANY];
    double back[MANY * MANY];
    struct qa_objects all = {.n = MANY, .number = number, .arity = 4};
    qa_random_init(&random, 5, 0);
    for (int trial = 0; trial < 50; trial++) {
        random_boxes(&random, number);
        struct qa_objects some = {.n = MANY / 2, .number = number + 8, .arity = 4};
        const struct qa_sides sides = {.a = &all, .b = &some};
        const struct qa_sides turned = {.a = &some, .b = &all};
        qa_type_box.compare(&sides, there);
        qa_type_box.compare(&turned, back);
        for (size_t i = 0; i < MANY; i++) {
            for (size_t j = 0; j < MANY / 2; j++) {
                double similarity = there[i * (MANY / 2) + j];
                bool same = memcmp(number + 4 * i, number + 8 + 4 * j, 4 * sizeof *number) == 0;
                assert_identical(similarity, back[j * MANY + i]);
                assert_true(similarity >= 0 && similarity <= 1);
                assert_int_equal(similarity >= 1, same);
            }
        }
    }
}

/* Boxes whose sides are not exact in binary have rounding in their union, the more so the farther
 * they are from the origin. */
static void a_box_is_itself_whatever_the_rounding(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 6, 0);
    for (int trial = 0; trial < 20000; trial++) {
        double box[4];
        for (size_t i = 0; i < 4; i++) {
            box[i] = qa_random_real(&random) * (i < 2 ? 1e4 : 1);
        }
        assert_identical(iou(box, box), 1);
    }
}

static void far_boxes_have_extents_apart(void **state)
{
    (void)state;
    struct qa_random random;
    double number[4 * MANY];
    struct qa_objects all = {.n = MANY, .number = number, .arity = 4};
    qa_random_init(&random, 7, 0);
    random_boxes(&random, number);
    for (size_t i = 0; i < MANY; i++) {
        for (size_t j = 0; j < MANY; j++) {
            double low[2];
            double high[2];
            qa_type_box.extent(&all, i, &low[0], &high[0]);
            qa_type_box.extent(&all, j, &low[1], &high[1]);
            if (high[0] < low[1] || high[1] < low[0]) {
                assert_close(iou(number + 4 * i, number + 4 * j), 0, 0);
            }
        }
        assert_close(qa_type_box.size(&all, i), number[4 * i + 2] * number[4 * i + 3], 0);
    }
}

/* The same boxes as pieces of a pool that holds other things too. */
static void boxes_in_pieces_compare_as_boxes_in_rows(void **state)
{
    (void)state;
    struct qa_random random;
    double number[4 * MANY];
    double pool[5 * MANY];
    struct qa_piece at[MANY];
    double rows[MANY * MANY];
    double pieces[MANY * MANY];
    qa_random_init(&random, 8, 0);
    random_boxes(&random, number);
    for (size_t i = 0; i < MANY; i++) {
        size_t slot = (i * 7) % MANY;
        at[i] = (struct qa_piece){5 * slot + 1, 4};
        pool[5 * slot] = -1;
        memcpy(pool + 5 * slot + 1, number + 4 * i, 4 * sizeof *number);
    }
    struct qa_objects in_rows = {.n = MANY, .number = number, .arity = 4};
    struct qa_objects in_pieces = {.n = MANY, .number = pool, .number_at = at};
    const struct qa_objects *const ways[] = {&in_rows, &in_pieces};
    for (size_t a = 0; a < 2; a++) {
        for (size_t b = 0; b < 2; b++) {
            const struct qa_sides plain = {.a = &in_rows, .b = &in_rows};
            const struct qa_sides mixed = {.a = ways[a], .b = ways[b]};
            qa_type_box.compare(&plain, rows);
            qa_type_box.compare(&mixed, pieces);
            assert_memory_equal(rows, pieces, sizeof rows);
            qa_type_box.covered(&plain, rows);
            qa_type_box.covered(&mixed, pieces);
            assert_memory_equal(rows, pieces, sizeof rows);
        }
    }
    for (size_t i = 0; i < MANY; i++) {
        assert_int_equal(qa_object_order(&in_rows, i, &in_pieces, i), 0);
        assert_close(qa_type_box.size(&in_rows, i), qa_type_box.size(&in_pieces, i), 0);
    }
}

static void sides_are_finite_and_not_negative(void **state)
{
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        const double odd[] = {(double)NAN, (double)INFINITY, -(double)INFINITY};
        double box[4] = {-5, -6, 0, 7};
        struct qa_objects one = {.n = 1, .number = box, .arity = 4};
        const char *why = NULL;
        assert_true(qa_type_box.valid(&one, 0, &why));
        for (size_t k = 0; k < 3; k++) {
            box[i] = odd[k];
            assert_false(qa_type_box.valid(&one, 0, &why));
            assert_string_equal(why, "a side of the box is not a finite number");
        }
        box[i] = -0.5;
        assert_int_equal(qa_type_box.valid(&one, 0, &why), i < 2);
        if (i >= 2) {
            assert_string_equal(why, "the box has a negative side");
        }
    }
}

static void a_box_says_where_it_is(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const double boxes[8] = {0, 0, 1, 1, 10.5, -20, 300.25, 4};
    struct qa_objects two = {.n = 2, .number = boxes, .arity = 4};
    assert_string_equal(qa_type_box.describe(&two, 1, arena), "10.5, -20, 300.25 x 4");
    qa_arena_free(arena);
}

/* ---- columns of a table ---- */

struct cells {
    const char *cell[4];
    double want[4];
    size_t column; /* at fault, of those that are */
    const char *why;
};

static void check_form(const struct qa_type_form *form, const struct cells *given)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_shape shape = {.arena = arena};
    struct qa_text_cell cells[4];
    size_t column = 9;
    const char *why = NULL;
    for (size_t i = 0; i < 4; i++) {
        cells[i] = (struct qa_text_cell){given->cell[i], strlen(given->cell[i])};
    }
    bool is_good = form->read(cells, &shape, &column, &why);
    assert_int_equal(is_good, given->why == NULL);
    if (is_good) {
        assert_int_equal(shape.n_numbers, 4);
        for (size_t i = 0; i < 4; i++) {
            assert_close(shape.number[i], given->want[i], 0);
        }
    } else {
        assert_int_equal(column, given->column);
        assert_string_equal(why, given->why);
    }
    qa_arena_free(arena);
}

static void a_table_gives_corners_sides_or_a_centre(void **state)
{
    (void)state;
    static const struct cells corners[] = {
        {.cell = {"1", "2", "11.5", "22"}, .want = {1, 2, 10.5, 20}},
        {.cell = {"-5", "-5", "-5", "0"}, .want = {-5, -5, 0, 5}},
        {.cell = {"1", "2", "0.5", "22"}, .column = 2, .why = "a corner not before the first one"},
        {.cell = {"1", "2", "3", "1"}, .column = 3, .why = "a corner not before the first one"},
        {.cell = {"one", "2", "3", "4"}, .column = 0, .why = "a number"},
        {.cell = {"1", "2", "3", "4px"}, .column = 3, .why = "a number"},
    };
    static const struct cells sides[] = {
        {.cell = {"1", "2", "10.5", "20"}, .want = {1, 2, 10.5, 20}},
        {.cell = {"-1", "-2", "0", "0"}, .want = {-1, -2, 0, 0}},
        {.cell = {"1", "2", "-3", "4"}, .column = 2, .why = "a side that is not negative"},
        {.cell = {"1", "2", "3", "-4"}, .column = 3, .why = "a side that is not negative"},
        {.cell = {"1", "", "3", "4"}, .column = 1, .why = "a number"},
    };
    assert_int_equal(qa_type_box.n_forms, 4);
    for (size_t f = 0; f < 2; f++) {
        for (size_t i = 0; i < sizeof corners / sizeof *corners; i++) {
            check_form(&qa_type_box.forms[f], &corners[i]);
        }
    }
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        check_form(&qa_type_box.forms[2], &sides[i]);
    }
    static const struct cells centres[] = {
        {.cell = {"6", "12", "10", "20"}, .want = {1, 2, 10, 20}},
        {.cell = {"0", "0", "0", "3"}, .want = {0, -1.5, 0, 3}},
        {.cell = {"0", "0", "-1", "3"}, .column = 2, .why = "a side that is not negative"},
        {.cell = {"0", "?", "1", "3"}, .column = 1, .why = "a number"},
    };
    for (size_t i = 0; i < sizeof centres / sizeof *centres; i++) {
        check_form(&qa_type_box.forms[3], &centres[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_overlap_by_intersection_over_union),
        cmocka_unit_test(boxes_without_area_are_the_same_or_apart),
        cmocka_unit_test(covered_is_over_the_own_area),
        cmocka_unit_test(similarity_is_symmetric_and_one_for_the_same_box_alone),
        cmocka_unit_test(a_box_is_itself_whatever_the_rounding),
        cmocka_unit_test(far_boxes_have_extents_apart),
        cmocka_unit_test(boxes_in_pieces_compare_as_boxes_in_rows),
        cmocka_unit_test(sides_are_finite_and_not_negative),
        cmocka_unit_test(a_box_says_where_it_is),
        cmocka_unit_test(a_table_gives_corners_sides_or_a_centre),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
