#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/close.h"
#include "tests/support/reference.h"

#include "qa/annotation/keypoints.h"

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

/* One object by itself. */
struct one {
    struct qa_shape shape;
    struct qa_piece number_at;
    struct qa_piece text_at;
    struct qa_objects objects;
};

static void finish(struct one *out)
{
    out->number_at = (struct qa_piece){0, out->shape.n_numbers};
    out->text_at = (struct qa_piece){0, out->shape.n_text};
    out->objects = (struct qa_objects){.n = 1,
                                       .number = out->shape.number,
                                       .number_at = &out->number_at,
                                       .text = out->shape.text,
                                       .text_at = &out->text_at};
}

static void make(struct one *out, double area, const double *box, const double *points, size_t n)
{
    struct qa_keypoints_scale scale = QA_NO_SCALE;
    scale.area = area;
    if (box != NULL) {
        memcpy(scale.box, box, sizeof scale.box);
    }
    *out = (struct one){.shape = {.arena = arena}};
    qa_keypoints_begin(&out->shape, &scale);
    for (size_t k = 0; k < n; k++) {
        qa_keypoints_add(&out->shape, points[3 * k], points[3 * k + 1], points[3 * k + 2]);
    }
    finish(out);
}

static bool read_cell(struct one *out, const char *text)
{
    const struct qa_text_cell cells[6] = {{text, strlen(text)}};
    const char *why;
    size_t column;
    *out = (struct one){.shape = {.arena = arena}};
    bool good = qa_type_keypoints.forms[0].read(cells, &out->shape, &column, &why);
    finish(out);
    return good;
}

static double by(void (*function)(const struct qa_sides *, double *), const struct one *a,
                 const struct one *b, const struct qa_setting *setting)
{
    const struct qa_sides sides = {&a->objects, &b->objects, setting, arena};
    double out;
    function(&sides, &out);
    return out;
}

static double oks(const struct one *a, const struct one *b)
{
    return by(qa_type_keypoints.compare, a, b, NULL);
}

static const void *sigmas(const char *text)
{
    const void *out = NULL;
    struct qa_error err;
    assert_int_equal(qa_type_keypoints.settings[QA_KEYPOINTS_SIGMAS].load(text, arena, &out, &err),
                     QA_OK);
    return out;
}

static void it_agrees_with_cocos_formula(void **state)
{
    (void)state;
    static double a[TEST_REFERENCE_NUMBERS];
    static double b[TEST_REFERENCE_NUMBERS];
    static double box[TEST_REFERENCE_NUMBERS];
    struct test_reference reference;
    test_reference_open(&reference, "keypoints.csv");
    while (test_reference_next(&reference)) {
        struct one gold;
        struct one given;
        assert_int_equal(test_reference_numbers(&reference, "box", box), 4);
        size_t n = test_reference_numbers(&reference, "a", a);
        assert_int_equal(test_reference_numbers(&reference, "b", b), n);
        make(&gold, test_reference_number(&reference, "area"), box, a, n / 3);
        make(&given, (double)NAN, NULL, b, n / 3);
        double want = test_reference_number(&reference, "oks");
        if (!(fabs(oks(&gold, &given) - want) <= 1e-9)) {
            test_reference_fail(&reference, "the OKS differs");
        }
        /* Gold without a visible point is a region in which nothing counts. */
        if (qa_type_keypoints.uncounted(&gold.objects, 0)) {
            assert_close(by(qa_type_keypoints.covered, &given, &gold, NULL), want, 1e-9);
        }
    }
    test_reference_close(&reference);
}

static void without_spreads_boxes_are_compared(void **state)
{
    (void)state;
    static const double box[] = {0, 0, 10, 10};
    static const double points[] = {0, 0, 2, 4, 5, 1, 2, 2, 0};
    static const double elsewhere[] = {2, 0, 2, 12, 10, 2, -90, -90, 0};
    static const double one_point[] = {3, 3, 2, 0, 0, 0, 0, 0, 0};
    const struct qa_type_fallback *by_box = qa_type_keypoints.fallback;
    struct one with_box;
    struct one around;
    struct one point;
    make(&with_box, (double)NAN, box, points, 3);
    make(&around, (double)NAN, NULL, elsewhere, 3);
    make(&point, (double)NAN, NULL, one_point, 3);
    /* 10 x 10 at 0, 0 and 10 x 10 at 2, 0: 80 of 120; 80 of 100 inside. */
    assert_close(by(by_box->compare, &with_box, &around, NULL), 80.0 / 120, 1e-15);
    assert_close(by(by_box->covered, &with_box, &around, NULL), 0.8, 1e-15);
    assert_true(by_box->serves(&with_box.objects, 0) && by_box->serves(&around.objects, 0));
    /* A point has no area: nothing but itself is like it. */
    assert_false(by_box->serves(&point.objects, 0));
    assert_close(by(by_box->compare, &with_box, &point, NULL), 0, 0);
    assert_close(by(by_box->compare, &point, &point, NULL), 1, 0);
}

static void a_point_that_is_not_labelled_is_nowhere(void **state)
{
    (void)state;
    const struct qa_setting setting[2] = {{.loaded = sigmas("0.1")}, {.number = 0.2}};
    struct one gold;
    struct one given;
    struct one moved;
    assert_true(read_cell(&gold, "a:10:10:2 b:0:0:0 c:20:20:1"));
    assert_true(read_cell(&given, "a:10:10:2 b:500:900:0 c:20:20:1"));
    assert_true(read_cell(&moved, "a:10:10:2 b:15:15:2 c:20:20:0"));
    assert_close(by(qa_type_keypoints.compare, &gold, &given, setting), 1, 0);
    assert_close(by(qa_type_keypoints.compare, &gold, &moved, setting), 0.5, 0);
    struct qa_bounds around;
    qa_type_keypoints.bounds(&given.objects, 0, &around);
    assert_close(around.high[0], 20, 0);
    assert_close(around.low[1], 10, 0);
}

static void points_pair_by_name_where_both_have_names(void **state)
{
    (void)state;
    const struct qa_setting setting[2] = {{.loaded = sigmas("0.1")}, {.number = 0.2}};
    struct one gold;
    struct one turned;
    struct one nameless;
    assert_true(read_cell(&gold, "left eye:1:2:2 nose:5:6:2"));
    assert_true(read_cell(&turned, "nose:5:6:2 left eye:1:2:2"));
    assert_true(read_cell(&nameless, ":5:6:2 :1:2:2"));
    assert_close(by(qa_type_keypoints.compare, &gold, &turned, setting), 1, 0);
    assert_true(by(qa_type_keypoints.compare, &gold, &nameless, setting) < 0.01);
    assert_string_equal(qa_keypoints_text(&gold.objects, 0, arena), "left eye:1:2:2 nose:5:6:2");
    assert_string_equal(qa_keypoints_text(&nameless.objects, 0, arena), ":5:6:2 :1:2:2");
}

static void text_reads_back_to_the_bit(void **state)
{
    (void)state;
    struct one first;
    struct one second;
    assert_true(read_cell(&first, "  a:b:0.1:1e-7:2   :3:4:0 c d:1e300:-5:1 "));
    size_t n;
    qa_keypoints_points(&first.objects, 0, &n);
    assert_int_equal(n, 3);
    assert_true(read_cell(&second, qa_keypoints_text(&first.objects, 0, arena)));
    assert_int_equal(first.shape.n_numbers, second.shape.n_numbers);
    assert_memory_equal(first.shape.number + 5, second.shape.number + 5, 9 * sizeof(double));
    assert_int_equal(first.shape.n_text, second.shape.n_text);
    assert_memory_equal(first.shape.text, second.shape.text, first.shape.n_text);
    static const char *const bad[] = {"", "a", "a:1:2", "a:1:2:x", "a:1:2:2 b:3", "a:1:nan:2"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(read_cell(&first, bad[i]));
    }
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    const char *why;
    struct one object;
    make(&object, -1, NULL, (const double[]){1, 2, 2}, 1);
    assert_false(qa_type_keypoints.valid(&object.objects, 0, &why));
    make(&object, 1, NULL, (const double[]){1, 2, 3}, 1);
    assert_false(qa_type_keypoints.valid(&object.objects, 0, &why));
    make(&object, 1, NULL, (const double[]){1, (double)INFINITY, 2}, 1);
    assert_false(qa_type_keypoints.valid(&object.objects, 0, &why));
    make(&object, 1, NULL, NULL, 0);
    assert_false(qa_type_keypoints.valid(&object.objects, 0, &why));
    make(&object, (double)NAN, NULL, (const double[]){1, 2, 1}, 1);
    assert_true(qa_type_keypoints.valid(&object.objects, 0, &why));
    assert_false(qa_type_keypoints.comparable(&object.objects, 0, NULL, &why));
}

static void spreads_come_as_a_number_a_list_or_a_file(void **state)
{
    (void)state;
    const struct qa_keypoint_sigmas *one = sigmas("0.05");
    assert_int_equal(one->n, 1);
    const struct qa_keypoint_sigmas *list = sigmas("0.1, 0.2,0.3");
    assert_int_equal(list->n, 3);
    assert_close(list->sigma[2], 0.3, 0);
    char path[] = "/tmp/labelqa-sigmas-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    FILE *file = fdopen(descriptor, "w");
    fputs("# spreads\nleft eye, 0.25\nnose\t0.5\r\n\n", file);
    fclose(file);
    const struct qa_keypoint_sigmas *named = sigmas(path);
    assert_int_equal(named->n, 2);
    assert_string_equal(named->name[0], "left eye");
    assert_close(named->sigma[1], 0.5, 0);
    struct one object;
    const char *why;
    const struct qa_setting setting[2] = {{.loaded = named}, {.number = 0.2}};
    assert_true(read_cell(&object, "nose:1:1:2 left eye:2:2:2"));
    assert_true(qa_type_keypoints.comparable(&object.objects, 0, setting, &why));
    assert_true(read_cell(&object, "nose:1:1:2 right eye:2:2:2"));
    assert_false(qa_type_keypoints.comparable(&object.objects, 0, setting, &why));
    unlink(path);
    const void *out;
    struct qa_error err;
    static const char *const bad[] = {"0", "-1", "0.1,,0.2", "no such file", "nan"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_not_equal(qa_type_keypoints.settings[0].load(bad[i], arena, &out, &err), QA_OK);
        assert_string_equal(err.code, "E230");
    }
}

/* The area is the outline's; without it the box's, without that the rectangle around the points. */
static void the_scale_is_what_the_file_knows(void **state)
{
    (void)state;
    const double box[4] = {0, 0, 10, 20};
    const double points[] = {1, 1, 2, 4, 5, 1, 100, 100, 0};
    struct one object;
    make(&object, 50, box, points, 3);
    assert_close(qa_type_keypoints.size(&object.objects, 0), 50, 0);
    make(&object, (double)NAN, box, points, 3);
    assert_close(qa_type_keypoints.size(&object.objects, 0), 200, 0);
    make(&object, (double)NAN, NULL, points, 3);
    assert_close(qa_type_keypoints.size(&object.objects, 0), 12, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_agrees_with_cocos_formula),
        cmocka_unit_test(without_spreads_boxes_are_compared),
        cmocka_unit_test(a_point_that_is_not_labelled_is_nowhere),
        cmocka_unit_test(points_pair_by_name_where_both_have_names),
        cmocka_unit_test(text_reads_back_to_the_bit),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(spreads_come_as_a_number_a_list_or_a_file),
        cmocka_unit_test(the_scale_is_what_the_file_knows),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
