#include <math.h>
#include <string.h>

#include "tests/support/close.h"
#include "tests/support/reference.h"

#include "qa/annotation/polygon.h"
#include "qa/annotation/rotated_box.h"
#include "qa/base/random.h"

static struct qa_arena *arena;

static int begin(void **state)
{
    (void)state;
    arena = qa_arena_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    qa_arena_free(arena);
    return 0;
}

static double by(void (*function)(const struct qa_sides *, double *), const double a[5],
                 const double b[5])
{
    struct qa_objects one = {.n = 1, .number = a, .arity = 5};
    struct qa_objects other = {.n = 1, .number = b, .arity = 5};
    const struct qa_sides sides = {.a = &one, .b = &other, .scratch = arena};
    double out;
    function(&sides, &out);
    return out;
}

static double iou(const double a[5], const double b[5])
{
    return by(qa_type_rotated_box.compare, a, b);
}

static double covered(const double a[5], const double b[5])
{
    return by(qa_type_rotated_box.covered, a, b);
}

static void it_agrees_with_exact_fractions(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "rotated_boxes.csv");
    while (test_reference_next(&reference)) {
        static const char *const names[2][5] = {{"ax", "ay", "aw", "ah", "aangle"},
                                                {"bx", "by", "bw", "bh", "bangle"}};
        double box[2][5];
        for (size_t k = 0; k < 10; k++) {
            box[k / 5][k % 5] = test_reference_number(&reference, names[k / 5][k % 5]);
        }
        double want = test_reference_number(&reference, "iou");
        if (!(fabs(iou(box[0], box[1]) - want) <= 1e-9)) {
            test_reference_fail(&reference, "the IoU differs");
        }
    }
    test_reference_close(&reference);
}

static void turned_boxes_overlap_as_they_would_unturned(void **state)
{
    (void)state;
    /* 40 x 4 at 45 degrees, shifted along themselves by 10 sqrt 2. */
    double shift = 10 * sqrt(2);
    double want = (40 - shift) / (40 + shift);
    assert_close(iou((const double[]){-20, -2, 40, 4, 45}, (const double[]){-10, 8, 40, 4, 45}),
                 want, 1e-14);
    assert_close(want, 0.4776, 1e-4);
    assert_close(iou((const double[]){0, 0, 10, 10, 0}, (const double[]){5, 5, 10, 10, 90}),
                 25.0 / 175, 1e-15);
    /* A square in its own square turned by 45 degrees: an octagon. */
    double octagon = 2 * (sqrt(2) - 1);
    assert_close(iou((const double[]){0, 0, 10, 10, 0}, (const double[]){0, 0, 10, 10, 45}),
                 octagon / (2 - octagon), 1e-15);
}

static void angles_count_modulo_what_a_box_looks_like(void **state)
{
    (void)state;
    const double box[5] = {3, 4, 10, 2, 30};
    assert_close(iou(box, (const double[]){3, 4, 10, 2, 210}), 1, 0);
    assert_close(iou(box, (const double[]){3, 4, 10, 2, -330}), 1, 0);
    assert_close(iou(box, (const double[]){7, 0, 2, 10, 120}), 1, 1e-15);
    assert_close(iou(box, (const double[]){7, 0, 2, 10, -60}), 1, 1e-15);
    assert_true(iou(box, (const double[]){3, 4, 10, 2, -30}) < 0.5);
}

/* Clockwise as people see it, y down: the right end of a wide box goes down. */
static void angles_are_clockwise_in_the_picture(void **state)
{
    (void)state;
    const double number[5] = {0, 0, 10, 2, 90};
    struct qa_objects box = {.n = 1, .number = number, .arity = 5};
    double xy[8];
    qa_rotated_box_corners(&box, 0, xy);
    const double want[8] = {6, -4, 6, 6, 4, 6, 4, -4};
    for (size_t k = 0; k < 8; k++) {
        assert_close(xy[k], want[k], 0);
    }
    assert_close(covered((const double[]){4.5, 4, 1, 1, 0}, number), 1, 0);
    assert_close(covered((const double[]){0, 0, 1, 1, 0}, number), 0, 0);
    const double part[5] = {0, 0, 10, 2, 30};
    struct qa_objects turned = {.n = 1, .number = part, .arity = 5};
    qa_rotated_box_corners(&turned, 0, xy);
    assert_true(xy[3] > xy[1]); /* the top right corner is lower than the top left one */
}

static void boxes_without_area_are_the_same_or_apart(void **state)
{
    (void)state;
    const double line[5] = {3, 3, 8, 0, 30};
    assert_close(iou(line, line), 1, 0);
    assert_close(iou(line, (const double[]){3, 3, 8, 0, 210}), 1, 0);
    assert_close(iou(line, (const double[]){3, 3, 8, 0, 31}), 0, 0);
    assert_close(iou(line, (const double[]){0, 0, 20, 20, 0}), 0, 0);
    assert_close(covered(line, (const double[]){0, 0, 20, 20, 0}), 1, 0);
    assert_close(covered(line, (const double[]){0, 0, 4, 20, 0}), 0, 0);
}

static void a_box_that_cannot_be_is_refused(void **state)
{
    (void)state;
    const double bad[][5] = {{0, 0, -1, 1, 0},
                             {0, 0, 1, -1, 0},
                             {0, 0, 1, 1, (double)NAN},
                             {0, (double)INFINITY, 1, 1, 0}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct qa_objects box = {.n = 1, .number = bad[i], .arity = 5};
        const char *why = NULL;
        assert_false(qa_type_rotated_box.valid(&box, 0, &why));
        assert_non_null(why);
    }
}

/* ---- properties ---- */

static void random_box(struct qa_random *random, double box[5])
{
    bool is_plain = qa_random_below(random, 3) == 0;
    for (size_t k = 0; k < 4; k++) {
        box[k] = is_plain ? (double)qa_random_below(random, 10) : 10 * qa_random_real(random);
    }
    box[4] = is_plain ? 45 * (double)qa_random_below(random, 9) - 180
                      : 720 * qa_random_real(random) - 360;
}

/* The corners as a polygon, whose overlap another algorithm computes. */
static double as_polygons(const double a[5], const double b[5])
{
    double xy[2][8];
    const struct qa_piece piece = {0, 8};
    struct qa_objects polygons[2];
    for (size_t k = 0; k < 2; k++) {
        struct qa_objects box = {.n = 1, .number = k == 0 ? a : b, .arity = 5};
        qa_rotated_box_corners(&box, 0, xy[k]);
        polygons[k] = (struct qa_objects){.n = 1, .number = xy[k], .number_at = &piece};
    }
    const struct qa_sides sides = {.a = &polygons[0], .b = &polygons[1], .scratch = arena};
    double out;
    qa_type_polygon.compare(&sides, &out);
    return out;
}

static void it_is_symmetric_bounded_and_what_polygons_say(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 7, 0);
    for (int trial = 0; trial < 20000; trial++) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        double a[5];
        double b[5];
        random_box(&random, a);
        random_box(&random, b);
        double similarity = iou(a, b);
        assert_identical(similarity, iou(b, a));
        assert_true(similarity >= 0 && similarity <= 1);
        assert_close(iou(a, a), 1, 0);
        if (a[2] * a[3] > 0 && b[2] * b[3] > 0) {
            assert_close(similarity, as_polygons(a, b), 1e-9);
        }
        qa_arena_reset(arena, mark);
    }
}

static void disjoint_extents_mean_no_overlap(void **state)
{
    (void)state;
    struct qa_random random;
    size_t n_apart = 0;
    qa_random_init(&random, 8, 0);
    for (int trial = 0; trial < 5000; trial++) {
        double number[10];
        double low[2];
        double high[2];
        random_box(&random, number);
        random_box(&random, number + 5);
        struct qa_objects both = {.n = 2, .number = number, .arity = 5};
        qa_type_rotated_box.extent(&both, 0, &low[0], &high[0]);
        qa_type_rotated_box.extent(&both, 1, &low[1], &high[1]);
        if (high[0] < low[1] || high[1] < low[0]) {
            n_apart++;
            assert_close(iou(number, number + 5), 0, 0);
        }
    }
    assert_true(n_apart > 100);
}

static void corners_and_numbers_are_one(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 9, 0);
    for (int trial = 0; trial < 2000; trial++) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        double box[5];
        double xy[8];
        random_box(&random, box);
        struct qa_objects objects = {.n = 1, .number = box, .arity = 5};
        struct qa_shape shape = {.arena = arena};
        qa_rotated_box_corners(&objects, 0, xy);
        assert_true(qa_rotated_box_from_corners(xy, 1e-9, &shape));
        assert_int_equal(shape.n_numbers, 5);
        if (box[2] * box[3] > 1e-3) {
            assert_close(iou(box, shape.number), 1, 1e-9);
        }
        qa_arena_reset(arena, mark);
    }
    struct qa_shape shape = {.arena = arena};
    assert_false(
        qa_rotated_box_from_corners((const double[]){0, 0, 10, 0, 12, 10, 0, 10}, 0.01, &shape));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_agrees_with_exact_fractions),
        cmocka_unit_test(turned_boxes_overlap_as_they_would_unturned),
        cmocka_unit_test(angles_count_modulo_what_a_box_looks_like),
        cmocka_unit_test(angles_are_clockwise_in_the_picture),
        cmocka_unit_test(boxes_without_area_are_the_same_or_apart),
        cmocka_unit_test(a_box_that_cannot_be_is_refused),
        cmocka_unit_test(it_is_symmetric_bounded_and_what_polygons_say),
        cmocka_unit_test(disjoint_extents_mean_no_overlap),
        cmocka_unit_test(corners_and_numbers_are_one),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
