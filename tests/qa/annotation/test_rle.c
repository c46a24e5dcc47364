#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/close.h"
#include "tests/support/pixels.h"
#include "tests/support/reference.h"

#include "qa/annotation/rle.h"
#include "qa/base/random.h"

enum { SIDE_MAX = 40, PIXELS_MAX = SIDE_MAX * SIDE_MAX };

static void assert_runs(const struct qa_rle *rle, const uint32_t *want, size_t n)
{
    assert_int_equal(rle->n, n);
    assert_memory_equal(rle->run, want, n * sizeof *want);
}

/* ---- pixels, for comparison ---- */

/* Down the columns, as the runs go. */
static void draw(const struct qa_rle *rle, uint8_t *pixel)
{
    size_t at = 0;
    for (size_t i = 0; i < rle->n; i++) {
        memset(pixel + at, i % 2 != 0, rle->run[i]);
        at += rle->run[i];
    }
    assert_int_equal(at, rle->height * rle->width);
}

static struct qa_rle random_picture(struct qa_random *random, uint16_t *value, uint16_t n_classes,
                                    struct qa_arena *arena)
{
    struct qa_rle list[4];
    uint32_t height = 1 + (uint32_t)qa_random_below(random, SIDE_MAX);
    uint32_t width = 1 + (uint32_t)qa_random_below(random, SIDE_MAX);
    for (size_t i = 0; i < (size_t)height * width; i++) {
        bool repeats = i > 0 && qa_random_below(random, 3) > 0;
        value[i] = repeats ? value[i - 1] : (uint16_t)qa_random_below(random, n_classes);
    }
    classes_of_pixels(value, height, width, n_classes, list, arena);
    for (uint16_t c = 0; c < n_classes; c++) {
        uint8_t pixel[PIXELS_MAX];
        draw(&list[c], pixel);
        for (size_t i = 0; i < (size_t)height * width; i++) {
            assert_int_equal(pixel[i % width * height + i / width], value[i] == c);
        }
    }
    return list[1];
}

/* ---- COCO ---- */

static struct qa_rle rasterised(const struct test_reference *reference, const char *column,
                                struct qa_arena *arena)
{
    static double xy[TEST_REFERENCE_NUMBERS];
    struct qa_rle rle = {(uint32_t)test_reference_number(reference, "height"),
                         (uint32_t)test_reference_number(reference, "width"), NULL, 0};
    const char *why = NULL;
    size_t n = test_reference_numbers(reference, column, xy);
    assert_true(qa_rle_of_polygon(&(struct qa_rle_ring){xy, n / 2}, 1, &rle, arena, &why));
    return rle;
}

static void assert_text(const struct qa_rle *rle, const char *want, struct qa_arena *arena)
{
    size_t length;
    struct qa_rle back = {rle->height, rle->width, NULL, 0};
    const char *why = NULL;
    assert_string_equal(qa_rle_text(rle, &length, arena), want);
    assert_int_equal(length, strlen(want));
    assert_true(qa_rle_read(want, length, &back, arena, &why));
    assert_runs(&back, rle->run, rle->n);
}

static void polygons_become_the_masks_that_coco_makes_of_them(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "coco_masks.csv");
    while (test_reference_next(&reference)) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_rle list[2] = {rasterised(&reference, "a", arena),
                                 rasterised(&reference, "b", arena)};
        assert_text(&list[0], test_reference_text(&reference, "rle_a"), arena);
        assert_text(&list[1], test_reference_text(&reference, "rle_b"), arena);
        struct qa_rle either = qa_rle_union(list, 2, arena);
        assert_text(&either, test_reference_text(&reference, "rle_union"), arena);
        assert_int_equal(qa_rle_area(&list[0]), test_reference_number(&reference, "area_a"));
        qa_arena_free(arena);
    }
    test_reference_close(&reference);
}

static void corners_beyond_reach_are_refused(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const double far[] = {0, 0, 1e9, 0, 0, 5};
    const double wide[] = {-60e6, -60e6, 60e6, -60e6, 60e6, 60e6, -60e6, 60e6};
    const char *why = NULL;
    struct qa_rle rle = {7, 9, NULL, 0};
    assert_false(qa_rle_of_polygon(&(struct qa_rle_ring){far, 3}, 1, &rle, arena, &why));
    assert_non_null(why);
    assert_true(qa_rle_of_polygon(&(struct qa_rle_ring){wide, 4}, 1, &rle, arena, &why));
    assert_runs(&rle, (const uint32_t[]){0, 63}, 2);
    qa_arena_free(arena);
}

/* ---- strings ---- */

static void broken_strings_are_refused_in_words(void **state)
{
    (void)state;
    static const char *const broken[] = {
        "",          /* no runs, but 12 pixels */
        "3",         /* too few */
        "=",         /* too many */
        "300000000", /* no end */
        "39P",       /* within a number */
        "3 9",       /* no such character */
        "3\xff",     /* beyond the last */
        "N<",        /* a run of -2 */
        "ooooooooooooooo0",
    };
    struct qa_arena *arena = qa_arena_new();
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct qa_rle rle = {3, 4, NULL, 0};
        const char *why = NULL;
        assert_false(qa_rle_read(broken[i], strlen(broken[i]), &rle, arena, &why));
        assert_non_null(why);
    }
    struct qa_rle rle = {3, 4, NULL, 0};
    const char *why = NULL;
    assert_true(qa_rle_read("39", 2, &rle, arena, &why));
    assert_runs(&rle, (const uint32_t[]){3, 9}, 2);
    qa_arena_free(arena);
}

static void runs_without_length_join_their_neighbours(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_rle rle = {3, 4, NULL, 0};
    const char *why = NULL;
    assert_true(qa_rle_of_runs((const uint32_t[]){0, 0, 4, 2, 0, 1, 5, 0}, 8, &rle, arena, &why));
    assert_runs(&rle, (const uint32_t[]){4, 3, 5}, 3);
    assert_true(qa_rle_of_runs((const uint32_t[]){0, 12}, 2, &rle, arena, &why));
    assert_runs(&rle, (const uint32_t[]){0, 12}, 2);
    assert_false(qa_rle_of_runs((const uint32_t[]){UINT32_MAX, 13}, 2, &rle, arena, &why));
    qa_arena_free(arena);
}

static void random_sets_survive_the_string(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 3, 0);
    for (int i = 0; i < 500; i++) {
        struct qa_arena *arena = qa_arena_new();
        uint16_t value[PIXELS_MAX];
        struct qa_rle rle = random_picture(&random, value, 2, arena);
        size_t length;
        const char *text = qa_rle_text(&rle, &length, arena);
        struct qa_rle back = {rle.height, rle.width, NULL, 0};
        const char *why = NULL;
        assert_true(qa_rle_read(text, length, &back, arena, &why));
        assert_runs(&back, rle.run, rle.n);
        qa_arena_free(arena);
    }
}

/* ---- pictures ---- */

static void classes_of_a_picture_are_sets(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 4, 0);
    for (int i = 0; i < 500; i++) {
        struct qa_arena *arena = qa_arena_new();
        uint16_t value[PIXELS_MAX];
        (void)random_picture(&random, value, 4, arena);
        qa_arena_free(arena);
    }
}

/* A row-major mask in its own box, pixel by pixel. */
static void runs_along_rows_turn_to_columns(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 5, 0);
    for (int round = 0; round < 1000; round++) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_rle rle = {1 + (uint32_t)qa_random_below(&random, SIDE_MAX),
                             1 + (uint32_t)qa_random_below(&random, SIDE_MAX), NULL, 0};
        struct qa_rle_box box = {.left = (uint32_t)qa_random_below(&random, rle.width),
                                 .top = (uint32_t)qa_random_below(&random, rle.height)};
        box.width = 1 + (uint32_t)qa_random_below(&random, rle.width - box.left);
        box.height = 1 + (uint32_t)qa_random_below(&random, rle.height - box.top);
        uint32_t run[PIXELS_MAX + 2] = {0};
        uint8_t want[PIXELS_MAX] = {0};
        uint8_t pixel[PIXELS_MAX];
        size_t n = 0;
        uint8_t value = 0;
        for (uint32_t i = 0; i < box.width * box.height; i++) {
            if (qa_random_below(&random, 3) == 0) {
                value = !value;
                n++;
            }
            run[n]++;
            want[(box.left + i % box.width) * rle.height + box.top + i / box.width] = value;
        }
        n += value || qa_random_below(&random, 2) == 0; /* background at the end may be left out */
        const char *why = NULL;
        assert_true(qa_rle_of_rows(run, n, &box, &rle, arena, &why));
        draw(&rle, pixel);
        assert_memory_equal(pixel, want, rle.height * rle.width);
        qa_arena_free(arena);
    }
}

static void boxes_of_rows_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_rle rle = {5, 6, NULL, 0};
    const char *why = NULL;
    const struct qa_rle_box outside = {4, 0, 3, 2};
    const struct qa_rle_box inside = {3, 0, 3, 2};
    const struct qa_rle_box endless = {UINT32_MAX, UINT32_MAX, 2, 2};
    assert_false(qa_rle_of_rows((const uint32_t[]){0, 6}, 2, &outside, &rle, arena, &why));
    assert_false(qa_rle_of_rows((const uint32_t[]){0, 4}, 2, &endless, &rle, arena, &why));
    assert_false(qa_rle_of_rows((const uint32_t[]){0, 7}, 2, &inside, &rle, arena, &why));
    assert_true(qa_rle_of_rows((const uint32_t[]){0, 6}, 2, &inside, &rle, arena, &why));
    assert_runs(&rle, (const uint32_t[]){15, 2, 3, 2, 3, 2, 3}, 7);
    assert_true(qa_rle_of_rows(NULL, 0, &inside, &rle, arena, &why));
    assert_runs(&rle, (const uint32_t[]){30}, 1);
    qa_arena_free(arena);
}

/* ---- several sets ---- */

static void unions_and_overlaps_are_those_of_pixels(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 6, 0);
    for (int round = 0; round < 1000; round++) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_rle list[3];
        uint8_t pixel[3][PIXELS_MAX];
        uint8_t either[PIXELS_MAX];
        uint32_t height = 1 + (uint32_t)qa_random_below(&random, SIDE_MAX);
        uint32_t width = 1 + (uint32_t)qa_random_below(&random, SIDE_MAX);
        for (size_t k = 0; k < 3; k++) {
            uint32_t run[PIXELS_MAX + 1];
            size_t n = 0;
            const char *why = NULL;
            for (uint32_t left = height * width; left > 0; left -= run[n++]) {
                run[n] = (uint32_t)qa_random_below(&random, left + 1);
            }
            list[k] = (struct qa_rle){height, width, NULL, 0};
            assert_true(qa_rle_of_runs(run, n, &list[k], arena, &why));
            draw(&list[k], pixel[k]);
        }
        uint64_t both = 0;
        struct qa_rle all = qa_rle_union(list, 3, arena);
        draw(&all, either);
        for (size_t i = 0; i < (size_t)height * width; i++) {
            both += pixel[0][i] && pixel[1][i];
            assert_int_equal(either[i], pixel[0][i] | pixel[1][i] | pixel[2][i]);
        }
        struct qa_rle_ends a = qa_rle_ends(&list[0], arena);
        struct qa_rle_ends b = qa_rle_ends(&list[1], arena);
        assert_int_equal(qa_rle_overlap(&a, &b), both);
        assert_int_equal(qa_rle_overlap(&b, &a), both);
        assert_int_equal(qa_rle_overlap(&a, &a), qa_rle_area(&list[0]));
        qa_arena_free(arena);
    }
}

static void pictures_without_bounds_are_refused(void **state)
{
    (void)state;
    const char *why = NULL;
    assert_true(qa_rle_fits(1, 1048576, &why));
    assert_true(qa_rle_fits(65535, 65537, &why));
    assert_false(qa_rle_fits(65536, 65536, &why));
    assert_false(qa_rle_fits(1, 1048577, &why));
    assert_false(qa_rle_fits(0, 4, &why));
    assert_false(qa_rle_fits(2.5, 4, &why));
    assert_false(qa_rle_fits((double)NAN, 4, &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(polygons_become_the_masks_that_coco_makes_of_them),
        cmocka_unit_test(corners_beyond_reach_are_refused),
        cmocka_unit_test(broken_strings_are_refused_in_words),
        cmocka_unit_test(runs_without_length_join_their_neighbours),
        cmocka_unit_test(random_sets_survive_the_string),
        cmocka_unit_test(classes_of_a_picture_are_sets),
        cmocka_unit_test(runs_along_rows_turn_to_columns),
        cmocka_unit_test(boxes_of_rows_that_do_not_fit_are_refused),
        cmocka_unit_test(unions_and_overlaps_are_those_of_pixels),
        cmocka_unit_test(pictures_without_bounds_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
