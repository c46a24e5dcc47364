#include <math.h>
#include <string.h>

#include "tests/support/close.h"

#include "qa/annotation/track.h"
#include "qa/base/random.h"

enum { MOST_FRAMES = 24 };

/* A track as tests write it. */
struct track {
    double number[MOST_FRAMES * QA_TRACK_STRIDE];
    size_t n; /* frames */
};

static struct qa_objects objects_of(const struct track *track, const struct qa_piece *piece)
{
    return (struct qa_objects){.n = 1, .number = track->number, .number_at = piece};
}

static void compare_by(void (*by)(const struct qa_sides *, double *), const struct track *a,
                       const struct track *b, double *out)
{
    const struct qa_piece at_a = {0, a->n * QA_TRACK_STRIDE};
    const struct qa_piece at_b = {0, b->n * QA_TRACK_STRIDE};
    const struct qa_objects one = objects_of(a, &at_a);
    const struct qa_objects other = objects_of(b, &at_b);
    struct qa_arena *scratch = qa_arena_new();
    const struct qa_sides sides = {.a = &one, .b = &other, .scratch = scratch};
    by(&sides, out);
    qa_arena_free(scratch);
}

static double similarity(const struct track *a, const struct track *b)
{
    double out;
    compare_by(qa_type_track.compare, a, b, &out);
    return out;
}

static double covered(const struct track *a, const struct track *b)
{
    double out;
    compare_by(qa_type_track.covered, a, b, &out);
    return out;
}

static void add(struct track *track, double frame, double x, double y, double width, double height)
{
    const double number[QA_TRACK_STRIDE] = {frame, x, y, width, height, 0};
    memcpy(track->number + track->n++ * QA_TRACK_STRIDE, number, sizeof number);
}

/* By hand: frames 1 2 3 against 2 3 4; IoU 1 in frame 2, 1/3 in frame 3; four frames in all. */
static void similarity_is_the_sum_of_iou_over_the_frames_of_either(void **state)
{
    (void)state;
    struct track a = {.n = 0};
    struct track b = {.n = 0};
    add(&a, 1, 0, 0, 10, 10);
    add(&a, 2, 0, 0, 10, 10);
    add(&a, 3, 0, 0, 10, 10);
    add(&b, 2, 0, 0, 10, 10);
    add(&b, 3, 5, 0, 10, 10);
    add(&b, 4, 0, 0, 10, 10);
    assert_close(similarity(&a, &b), (1 + 1.0 / 3) / 4, 1e-15);
    assert_close(similarity(&b, &a), (1 + 1.0 / 3) / 4, 1e-15);
    assert_close(similarity(&a, &a), 1, 0);
}

static void tracks_that_share_no_frame_are_apart(void **state)
{
    (void)state;
    struct track a = {.n = 0};
    struct track b = {.n = 0};
    add(&a, 1, 0, 0, 10, 10);
    add(&a, 3, 0, 0, 10, 10);
    add(&b, 2, 0, 0, 10, 10);
    assert_close(similarity(&a, &b), 0, 0);
}

static void cover_is_a_share_of_the_own_area_over_all_frames(void **state)
{
    (void)state;
    struct track a = {.n = 0};
    struct track crowd = {.n = 0};
    add(&a, 1, 0, 0, 10, 10);
    add(&a, 2, 0, 0, 10, 10);
    add(&a, 3, 0, 0, 20, 10);
    add(&crowd, 1, 0, 0, 100, 100);
    add(&crowd, 2, 0, 5, 100, 100);
    assert_close(covered(&a, &crowd), 150.0 / 400, 1e-15);
    assert_close(covered(&a, &a), 1, 0);
}

static const char *fault(const struct track *track)
{
    const struct qa_piece piece = {0, track->n * QA_TRACK_STRIDE};
    const struct qa_objects objects = objects_of(track, &piece);
    const char *why = NULL;
    return qa_type_track.valid(&objects, 0, &why) ? NULL : why;
}

static void what_is_no_track_is_refused(void **state)
{
    (void)state;
    struct track track = {.n = 0};
    assert_string_equal(fault(&track), "the track has no frames");
    add(&track, 1, 0, 0, 10, 10);
    add(&track, 2, 0, 0, 0, 0);
    assert_null(fault(&track));
    track.number[QA_TRACK_STRIDE] = 1;
    assert_string_equal(fault(&track), "the frames of the track do not ascend");
    track.number[QA_TRACK_STRIDE] = 1.5;
    assert_string_equal(fault(&track), "a frame is not a whole number from 0 to 2147483647");
    track.number[QA_TRACK_STRIDE] = 2;
    track.number[QA_TRACK_STRIDE + QA_TRACK_WIDTH] = -1;
    assert_string_equal(fault(&track), "a box of the track has a negative side");
    track.number[QA_TRACK_STRIDE + QA_TRACK_WIDTH] = (double)INFINITY;
    assert_string_equal(fault(&track), "a number of the track is not finite");
    track.number[QA_TRACK_STRIDE + QA_TRACK_WIDTH] = 3;
    track.number[QA_TRACK_MARKS] = QA_TRACK_MARKS_END;
    assert_string_equal(fault(&track), "a mark of the track is not known");
}

static void extent_size_and_bounds_are_of_all_frames(void **state)
{
    (void)state;
    struct track track = {.n = 0};
    add(&track, 3, 10, 20, 4, 5);
    add(&track, 9, 0, 30, 2, 10);
    const struct qa_piece piece = {0, track.n * QA_TRACK_STRIDE};
    const struct qa_objects objects = objects_of(&track, &piece);
    double low;
    double high;
    struct qa_bounds bounds;
    qa_type_track.extent(&objects, 0, &low, &high);
    qa_type_track.bounds(&objects, 0, &bounds);
    assert_close(low, 3, 0);
    assert_close(high, 9, 0);
    assert_close(qa_type_track.size(&objects, 0), 20, 0);
    assert_close(bounds.low[0], 0, 0);
    assert_close(bounds.low[1], 20, 0);
    assert_close(bounds.high[0], 14, 0);
    assert_close(bounds.high[1], 40, 0);
    struct qa_arena *arena = qa_arena_new();
    assert_string_equal(qa_type_track.describe(&objects, 0, arena),
                        "2 frames from 3 (10, 20, 4 x 5) to 9");
    qa_arena_free(arena);
}

static struct track random_track(struct qa_random *random)
{
    struct track track = {.n = 0};
    for (int frame = 0; frame < MOST_FRAMES; frame++) {
        if (qa_random_below(random, 3) > 0 || (frame == MOST_FRAMES - 1 && track.n == 0)) {
            add(&track, frame, (double)qa_random_below(random, 4),
                (double)qa_random_below(random, 4), (double)qa_random_below(random, 4),
                (double)qa_random_below(random, 4));
        }
    }
    return track;
}

/* The definition, frame by frame. */
static double by_definition(const struct track *a, const struct track *b)
{
    double sum = 0;
    size_t n_either = a->n + b->n;
    for (size_t i = 0; i < a->n; i++) {
        for (size_t j = 0; j < b->n; j++) {
            const double *p = a->number + i * QA_TRACK_STRIDE;
            const double *q = b->number + j * QA_TRACK_STRIDE;
            if (p[0] != q[0]) {
                continue;
            }
            n_either--;
            double width = fmax(0, fmin(p[1] + p[3], q[1] + q[3]) - fmax(p[1], q[1]));
            double height = fmax(0, fmin(p[2] + p[4], q[2] + q[4]) - fmax(p[2], q[2]));
            double either = p[3] * p[4] + q[3] * q[4] - width * height;
            bool same = p[1] == q[1] && p[2] == q[2] && p[3] == q[3] && p[4] == q[4];
            sum += same ? 1 : either > 0 ? width * height / either : 0;
        }
    }
    return sum / (double)n_either;
}

static void similarity_is_symmetric_and_one_for_equal_tracks_alone(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 7, 0);
    for (int round = 0; round < 500; round++) {
        struct track a = random_track(&random);
        struct track b = random_track(&random);
        double is = similarity(&a, &b);
        assert_close(is, by_definition(&a, &b), 1e-14);
        assert_identical(is, similarity(&b, &a));
        assert_close(similarity(&a, &a), 1, 0);
        assert_true(is >= 0 && is < 1);
        b = a;
        b.number[QA_TRACK_MARKS] = QA_TRACK_INTERPOLATED;
        assert_close(similarity(&a, &b), 1, 0);
    }
}

static bool read_row(const char *const *texts, size_t n, struct qa_shape *shape, size_t *column)
{
    struct qa_text_cell cells[7];
    const char *why;
    for (size_t i = 0; i < 7; i++) {
        const char *text = i < n ? texts[i] : "";
        cells[i] = (struct qa_text_cell){text, strlen(text)};
    }
    shape->n_numbers = 0;
    return qa_type_track.forms[0].read(cells, shape, column, &why);
}

static void rows_of_tables_are_frames(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_shape shape = {.arena = arena};
    size_t column = 9;
    assert_true(read_row((const char *[]){"4", "1.5", "2", "3", "5"}, 5, &shape, &column));
    assert_int_equal(shape.n_numbers, QA_TRACK_STRIDE);
    assert_close(shape.number[QA_TRACK_FRAME], 4, 0);
    assert_close(shape.number[QA_TRACK_HEIGHT], 5, 0);
    assert_close(shape.number[QA_TRACK_MARKS], 0, 0);
    assert_true(read_row((const char *[]){"4", "1", "2", "3", "5", "0"}, 6, &shape, &column));
    assert_close(shape.number[QA_TRACK_MARKS], QA_TRACK_INTERPOLATED, 0);
    assert_true(read_row((const char *[]){"4", "1", "2", "3", "5", "1"}, 6, &shape, &column));
    assert_close(shape.number[QA_TRACK_MARKS], 0, 0);
    assert_true(read_row((const char *[]){"4", "1", "2", "3", "5", "0", "1"}, 7, &shape, &column));
    assert_close(shape.number[QA_TRACK_MARKS], QA_TRACK_INTERPOLATED + QA_TRACK_UNCOUNTED, 0);
    assert_false(read_row((const char *[]){"4", "1", "2", "3", "5", "", "2"}, 7, &shape, &column));
    assert_int_equal(column, 6);
    assert_false(read_row((const char *[]){"4", "1", "2", "3", "5", "yes"}, 6, &shape, &column));
    assert_int_equal(column, 5);
    assert_false(read_row((const char *[]){"4.5", "1", "2", "3", "5"}, 5, &shape, &column));
    assert_int_equal(column, 0);
    assert_false(read_row((const char *[]){"4", "1", "2", "-3", "5"}, 5, &shape, &column));
    assert_int_equal(column, 3);
    assert_false(read_row((const char *[]){"4", "1", "two", "3", "5"}, 5, &shape, &column));
    assert_int_equal(column, 2);
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(similarity_is_the_sum_of_iou_over_the_frames_of_either),
        cmocka_unit_test(tracks_that_share_no_frame_are_apart),
        cmocka_unit_test(cover_is_a_share_of_the_own_area_over_all_frames),
        cmocka_unit_test(what_is_no_track_is_refused),
        cmocka_unit_test(extent_size_and_bounds_are_of_all_frames),
        cmocka_unit_test(similarity_is_symmetric_and_one_for_equal_tracks_alone),
        cmocka_unit_test(rows_of_tables_are_frames),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
