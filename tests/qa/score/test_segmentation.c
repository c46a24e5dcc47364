#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/close.h"
#include "tests/support/pixels.h"
#include "tests/support/reference.h"

#include "qa/annotation/mask.h"
#include "qa/annotation/rle_shape.h"
#include "qa/formats/delivery.h"
#include "qa/score/scores.h"
#include "qa/score/segmentation.h"

enum { PIXELS_MAX = 1 << 14, CLASSES = 10, IGNORED = 9 };

/* ---- pictures as tables ---- */

struct picture {
    uint32_t height;
    uint32_t width;
    uint16_t value[PIXELS_MAX];
};

static void read_picture(const struct test_reference *reference, const char *column,
                         struct picture *out)
{
    const char *at = test_reference_text(reference, column);
    out->height = (uint32_t)test_reference_number(reference, "height");
    out->width = (uint32_t)test_reference_number(reference, "width");
    for (size_t i = 0; i < (size_t)out->height * out->width; i++) {
        char *end;
        out->value[i] = (uint16_t)strtol(at, &end, 10);
        at = end;
    }
}

/* A row for each class of each picture. */
static void write_table(char path[64], const struct picture *pictures, size_t n)
{
    snprintf(path, 64, "/tmp/labelqa-test-XXXXXX");
    FILE *file = fdopen(mkstemp(path), "w");
    struct qa_arena *arena = qa_arena_new();
    assert_non_null(file);
    fputs("item,annotator,label,type,rle,image_width,image_height\n", file);
    for (size_t p = 0; p < n; p++) {
        struct qa_rle list[CLASSES];
        classes_of_pixels(pictures[p].value, pictures[p].height, pictures[p].width, CLASSES, list,
                          arena);
        for (int c = 0; c < CLASSES; c++) {
            size_t length;
            if (qa_rle_area(&list[c]) > 0) {
                fprintf(file, "%zu,ann,%d,label_map,%s,%u,%u\n", p, c,
                        qa_rle_text(&list[c], &length, arena), pictures[p].width,
                        pictures[p].height);
            }
        }
    }
    fclose(file);
    qa_arena_free(arena);
}

struct world {
    struct qa_arena *arena;
    struct qa_score_result result;
};

static struct world compare(const struct picture *a, const struct picture *b, size_t n)
{
    static const char *const ignored[] = {"9"};
    struct world world = {.arena = qa_arena_new()};
    struct qa_findings findings;
    struct qa_error err = {.status = QA_OK};
    struct qa_deliveries deliveries;
    char path[2][64];
    write_table(path[0], b, n);
    write_table(path[1], a, n);
    qa_findings_init(&findings, world.arena);
    const struct qa_delivery_file files[2] = {{.path = path[0]}, {.path = path[1]}};
    const struct qa_delivery_request request = {.files = files,
                                                .n_files = 1,
                                                .gold_files = files + 1,
                                                .n_gold_files = 1,
                                                .options = {.ignored = ignored, .n_ignored = 1}};
    enum qa_status status = qa_deliveries_read(&request, world.arena, &findings, &deliveries, &err);
    unlink(path[0]);
    unlink(path[1]);
    assert_int_equal(status, QA_OK);
    assert_int_equal(findings.total[QA_ERROR], 0);
    const struct qa_comparison_request of = {
        .delivery = deliveries.delivery, .reference = deliveries.gold, .role = QA_GOLD};
    const struct qa_scores_request scores = {.comparison = qa_compare(&of, world.arena)};
    world.result = qa_score_comparison(&scores, world.arena);
    return world;
}

static const struct qa_score_row *row_of(const struct qa_score_result *result, enum qa_score_by by,
                                         const char *group)
{
    for (size_t r = 0; r < result->n_rows; r++) {
        const struct qa_score_row *row = &result->rows[r];
        if (row->score == &qa_score_semantic && row->by == by && strcmp(row->group, group) == 0) {
            return row;
        }
    }
    return NULL;
}

/* ---- against single pixels ---- */

static void assert_parts(const struct qa_score_row *row, const double *want)
{
    for (size_t p = 0; p < QA_N_SEMANTIC_PARTS; p++) {
        assert_close(row != NULL ? qa_tally_sum(&row->tally, p) : 0, want[p], 1e-9);
    }
}

static void parts_are_those_of_single_pixels(void **state)
{
    (void)state;
    static struct picture a;
    static struct picture b;
    static double want[TEST_REFERENCE_NUMBERS];
    struct test_reference reference;
    test_reference_open(&reference, "label_maps.csv");
    while (test_reference_next(&reference)) {
        read_picture(&reference, "a", &a);
        read_picture(&reference, "b", &b);
        struct world world = compare(&a, &b, 1);
        assert_int_equal(test_reference_numbers(&reference, "parts", want), QA_N_SEMANTIC_PARTS);
        assert_parts(row_of(&world.result, QA_SCORE_ALL, ""), want);
        size_t n = test_reference_numbers(&reference, "classes", want);
        for (size_t at = 0; at < n; at += 1 + QA_N_SEMANTIC_PARTS) {
            char name[16];
            snprintf(name, sizeof name, "%.0f", want[at]);
            assert_parts(row_of(&world.result, QA_SCORE_CLASS, name), want + at + 1);
        }
        qa_arena_free(world.arena);
    }
    test_reference_close(&reference);
}

static double boundary_iou(struct qa_rle a, struct qa_rle b, struct qa_arena *arena)
{
    uint32_t distance = qa_rle_boundary_distance(a.height, a.width);
    a = qa_rle_boundary(&a, distance, arena);
    b = qa_rle_boundary(&b, distance, arena);
    struct qa_rle both = qa_rle_combine(&a, &b, QA_RLE_BOTH, arena);
    struct qa_rle either = qa_rle_combine(&a, &b, QA_RLE_EITHER, arena);
    double n = (double)qa_rle_area(&either);
    return n > 0 ? (double)qa_rle_area(&both) / n : 1;
}

static void boundaries_are_those_of_single_pixels(void **state)
{
    (void)state;
    static struct picture a;
    static struct picture b;
    struct test_reference reference;
    test_reference_open(&reference, "label_maps.csv");
    while (test_reference_next(&reference)) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_rle list[2][CLASSES];
        read_picture(&reference, "a", &a);
        read_picture(&reference, "b", &b);
        classes_of_pixels(a.value, a.height, a.width, CLASSES, list[0], arena);
        classes_of_pixels(b.value, b.height, b.width, CLASSES, list[1], arena);
        assert_close(boundary_iou(list[0][0], list[1][0], arena),
                     test_reference_number(&reference, "boundary_iou_of_0"), 1e-12);
        qa_arena_free(arena);
    }
    test_reference_close(&reference);
}

/* Boundary = mask, however far the picture goes on: 9 of 11 pixels. */
static void a_mask_one_pixel_high_is_all_boundary(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const uint32_t a[] = {10, 10, 180};
    const uint32_t b[] = {11, 10, 179};
    assert_int_equal(qa_rle_boundary_distance(1, 200), 4);
    assert_close(boundary_iou((struct qa_rle){1, 200, a, 3}, (struct qa_rle){1, 200, b, 3}, arena),
                 9.0 / 11, 1e-15);
    assert_int_equal(qa_rle_boundary_distance(1, 1), 1);
    assert_int_equal(qa_rle_boundary_distance(480, 640), 16);
    qa_arena_free(arena);
}

/* ---- figures ---- */

static double value(const struct qa_score_row *row, enum qa_semantic_figure figure)
{
    struct qa_estimate estimate = qa_score_estimate(row, figure, 0.95);
    assert_null(estimate.undefined);
    return estimate.value;
}

/* Two pictures of 2 x 4: of class 0, 1 and void. */
static void means_over_classes_are_of_sums_over_items(void **state)
{
    (void)state;
    static const struct picture gold[2] = {{2, 4, {0, 0, 1, 1, 0, 0, 1, 9}},
                                           {2, 4, {0, 0, 0, 0, 0, 0, 0, 2}}};
    static const struct picture given[2] = {{2, 4, {0, 0, 0, 1, 0, 0, 1, 1}},
                                            {2, 4, {0, 0, 0, 0, 0, 0, 0, 0}}};
    struct world world = compare(gold, given, 2);
    const struct qa_score_row *all = row_of(&world.result, QA_SCORE_ALL, "");
    const double iou[3] = {11.0 / 13, 2.0 / 3, 0};
    const double dice[3] = {22.0 / 24, 4.0 / 5, 0};
    const double accuracy[3] = {1, 2.0 / 3, 0};
    assert_int_equal(all->n_classes, 3);
    assert_close(value(all, QA_SEMANTIC_MEAN_IOU), (iou[0] + iou[1] + iou[2]) / 3, 1e-15);
    assert_close(value(all, QA_SEMANTIC_MEAN_DICE), (dice[0] + dice[1] + dice[2]) / 3, 1e-15);
    assert_close(value(all, QA_SEMANTIC_MEAN_CLASS_ACCURACY),
                 (accuracy[0] + accuracy[1] + accuracy[2]) / 3, 1e-15);
    assert_close(value(all, QA_SEMANTIC_FW_IOU), (11 * iou[0] + 3 * iou[1] + 1 * iou[2]) / 15,
                 1e-15);
    assert_close(value(all, QA_SEMANTIC_PIXEL_ACCURACY), 13.0 / 15, 1e-15);
    assert_false(qa_score_has_figure(all, QA_SEMANTIC_IOU));
    assert_true(qa_score_has_figure(&all->classes[0], QA_SEMANTIC_IOU));
    assert_close(value(&all->classes[1], QA_SEMANTIC_IOU), iou[1], 1e-15);
    qa_arena_free(world.arena);
}

static void equal_maps_are_without_fault(void **state)
{
    (void)state;
    static const struct picture map = {3, 4, {0, 0, 1, 1, 0, 0, 1, 9, 2, 2, 2, 2}};
    struct world world = compare(&map, &map, 1);
    const struct qa_score_row *all = row_of(&world.result, QA_SCORE_ALL, "");
    for (int f = QA_SEMANTIC_MEAN_IOU; f <= QA_SEMANTIC_BOUNDARY_F; f++) {
        assert_identical(value(all, (enum qa_semantic_figure)f), 1);
    }
    assert_identical(value(all, QA_SEMANTIC_HAUSDORFF_DISTANCE), 0);
    assert_identical(value(all, QA_SEMANTIC_HAUSDORFF95_DISTANCE), 0);
    qa_arena_free(world.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_those_of_single_pixels),
        cmocka_unit_test(boundaries_are_those_of_single_pixels),
        cmocka_unit_test(a_mask_one_pixel_high_is_all_boundary),
        cmocka_unit_test(means_over_classes_are_of_sums_over_items),
        cmocka_unit_test(equal_maps_are_without_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
