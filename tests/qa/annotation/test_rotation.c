#include <math.h>

#include "tests/support/close.h"

#include "qa/annotation/polygon.h"
#include "qa/annotation/rotation.h"
#include "qa/base/random.h"

static const double pi = 3.14159265358979323846;

/* An ellipse as a polygon; the two of one call are compared. */
static double iou_of(struct qa_shape shapes[2], struct qa_arena *arena)
{
    struct qa_piece at[2];
    struct qa_objects objects[2];
    uint32_t label = 0;
    double iou;
    for (int i = 0; i < 2; i++) {
        at[i] = (struct qa_piece){0, shapes[i].n_numbers};
        objects[i] = (struct qa_objects){
            .n = 1, .label = &label, .number = shapes[i].number, .number_at = &at[i]};
    }
    const struct qa_sides sides = {.a = &objects[0], .b = &objects[1], .scratch = arena};
    qa_type_polygon.compare(&sides, &iou);
    return iou;
}

static void right_angles_are_exact(void **state)
{
    (void)state;
    static const double turns[][3] = {{0, 1, 0},    {90, 0, 1},  {180, -1, 0}, {270, 0, -1},
                                      {-90, 0, -1}, {360, 1, 0}, {450, 0, 1},  {3600090, 0, 1}};
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        struct qa_rotation turn = qa_rotation_of(turns[i][0]);
        assert_true(turn.cos == turns[i][1] && turn.sin == turns[i][2]);
    }
    struct qa_rotation third = qa_rotation_of(120);
    assert_close(third.cos, -0.5, 1e-15);
    assert_close(third.sin, sqrt(0.75), 1e-15);
}

static double area_of(const struct qa_shape *shape)
{
    struct qa_piece at = {0, shape->n_numbers};
    uint32_t label = 0;
    const struct qa_objects one = {
        .n = 1, .label = &label, .number = shape->number, .number_at = &at};
    return qa_type_polygon.size(&one, 0);
}

static void an_ellipse_is_a_polygon_of_its_area_close_to_its_outline(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_random random;
    qa_random_init(&random, 13, 0);
    for (int round = 0; round < 50; round++) {
        const double rx = 1 + 300 * qa_random_real(&random);
        const double ry = 1 + 300 * qa_random_real(&random);
        const double cx = 1000 * qa_random_real(&random) - 500;
        const double cy = 1000 * qa_random_real(&random) - 500;
        const double degrees = 720 * qa_random_real(&random) - 360;
        const struct qa_ellipse ellipse = {{cx, cy}, {rx, ry}, degrees};
        struct qa_shape shape = {.arena = arena};
        const char *why;
        assert_true(qa_polygon_of_ellipse(&ellipse, &shape, &why));
        assert_int_equal(shape.n_numbers, 2 * QA_ELLIPSE_VERTICES);
        assert_close(area_of(&shape), pi * rx * ry, 1e-9 * rx * ry);
        double c = cos(degrees * pi / 180);
        double s = sin(degrees * pi / 180);
        for (size_t k = 0; k < shape.n_numbers; k += 2) {
            double x = shape.number[k] - cx;
            double y = shape.number[k + 1] - cy;
            double along = (x * c + y * s) / rx;
            double across = (-x * s + y * c) / ry;
            assert_close(hypot(along, across), 1.000200834, 1e-9);
        }
    }
    qa_arena_free(arena);
}

static void its_iou_with_the_ellipse_is_what_the_header_says(void **state)
{
    (void)state;
    enum { FINE = 1 << 14 };
    struct qa_arena *arena = qa_arena_new();
    const struct qa_ellipse ellipse = {{7, 9}, {50, 20}, 30};
    struct qa_shape shapes[2] = {{.arena = arena}, {.arena = arena}};
    const char *why;
    assert_true(qa_polygon_of_ellipse(&ellipse, &shapes[0], &why));
    qa_polygon_begin_part(&shapes[1]);
    for (int k = 0; k < FINE; k++) {
        double x = 50 * cos(2 * pi * k / FINE);
        double y = 20 * sin(2 * pi * k / FINE);
        qa_shape_add(&shapes[1], 7 + x * cos(pi / 6) - y * sin(pi / 6));
        qa_shape_add(&shapes[1], 9 + x * sin(pi / 6) + y * cos(pi / 6));
    }
    assert_close(iou_of(shapes, arena), 0.99985, 1e-5);
    qa_arena_free(arena);
}

static void what_is_no_ellipse_is_refused(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const struct qa_ellipse bad[] = {{{0, 0}, {-1, 1}, 0},
                                     {{0, 0}, {1, -1}, 0},
                                     {{(double)NAN, 0}, {1, 1}, 0},
                                     {{0, 0}, {(double)INFINITY, 1}, 0},
                                     {{0, 0}, {1, 1}, (double)NAN}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct qa_shape shape = {.arena = arena};
        const char *why = NULL;
        assert_false(qa_polygon_of_ellipse(&bad[i], &shape, &why));
        assert_non_null(why);
        assert_int_equal(shape.n_numbers, 0);
    }
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(right_angles_are_exact),
        cmocka_unit_test(an_ellipse_is_a_polygon_of_its_area_close_to_its_outline),
        cmocka_unit_test(its_iou_with_the_ellipse_is_what_the_header_says),
        cmocka_unit_test(what_is_no_ellipse_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
