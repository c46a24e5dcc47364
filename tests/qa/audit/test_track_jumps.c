#include <math.h>
#include <string.h>

#include "tests/support/close.h"

#include "qa/annotation/track.h"
#include "qa/audit/track_jumps.h"
#include "qa/base/random.h"

enum { LONGEST = 200 };

struct walk {
    double box[LONGEST * QA_TRACK_STRIDE];
    size_t n;
};

static void put(struct walk *walk, double frame, double x, double y, double width, double height)
{
    double *box = walk->box + walk->n++ * QA_TRACK_STRIDE;
    const double numbers[QA_TRACK_STRIDE] = {frame, x, y, width, height, 0};
    memcpy(box, numbers, sizeof numbers);
}

static size_t jumps_of(const struct walk *walk, struct qa_track_jump *first)
{
    struct qa_arena *scratch = qa_arena_new();
    struct qa_track_jump *list;
    size_t n = qa_track_jumps(walk->box, walk->n, scratch, &list);
    if (n > 0) {
        *first = list[0];
    }
    qa_arena_free(scratch);
    return n;
}

static void steady_motion_has_no_jumps_however_fast(void **state)
{
    (void)state;
    struct walk walk = {.n = 0};
    struct qa_track_jump first = {.share = 0};
    for (int f = 0; f < 30; f++) {
        /* Ten of its widths a frame; it grows, then stands still from frame 15 on. */
        double t = f < 15 ? f : 15;
        put(&walk, f, 100 * t, 7, 10 + t, 10 + 2 * t);
    }
    assert_int_equal(jumps_of(&walk, &first), 0);
}

static void what_leaves_the_picture_at_a_steady_pace_has_no_jumps(void **state)
{
    (void)state;
    struct walk walk = {.n = 0};
    struct qa_track_jump first = {.share = 0};
    for (int f = 0; f < 20; f++) {
        double left = fmin(600 + 10 * f, 699);
        put(&walk, f, left, 50, fmin(100, 700 - left), 80);
    }
    assert_int_equal(jumps_of(&walk, &first), 0);
}

static void a_box_on_another_object_jumps_there_and_back(void **state)
{
    (void)state;
    struct walk walk = {.n = 0};
    struct qa_track_jump first = {.share = 0};
    for (int f = 0; f < 10; f++) {
        put(&walk, f, 5 * f + (f == 6 ? 60 : 0), 0, 30, 40);
    }
    assert_int_equal(jumps_of(&walk, &first), 2);
    assert_int_equal(first.kind, QA_JUMP_OF_PLACE);
    assert_close(first.frame, 6, 0);
    assert_close(first.last_frame, 5, 0);
    assert_close(first.share, 60.0 / 50, 1e-12);
}

static void a_box_that_stays_on_another_object_jumps_once(void **state)
{
    (void)state;
    static const int at[] = {1, 2, 5, 8, 9};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        struct walk walk = {.n = 0};
        struct qa_track_jump first = {.share = 0};
        for (int f = 0; f < 10; f++) {
            put(&walk, f, 5 * f + (f >= at[i] ? 60 : 0), 0, 30, 40);
        }
        assert_int_equal(jumps_of(&walk, &first), 1);
        assert_close(first.frame, at[i], 0);
    }
}

static void frames_between_keyframes_share_the_motion(void **state)
{
    (void)state;
    struct walk walk = {.n = 0};
    struct qa_track_jump first = {.share = 0};
    static const double frames[] = {0, 10, 20, 25, 60, 61, 62};
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        put(&walk, frames[i], 20 * frames[i], 0, 30, 40);
    }
    assert_int_equal(jumps_of(&walk, &first), 0);
}

static void a_size_that_changes_at_once_is_a_jump_of_size(void **state)
{
    (void)state;
    struct walk walk = {.n = 0};
    struct qa_track_jump first = {.share = 0};
    for (int f = 0; f < 10; f++) {
        double side = f < 4 ? 20 : 32;
        put(&walk, f, 50 - side / 2, 50 - side / 2, side, side);
    }
    assert_int_equal(jumps_of(&walk, &first), 1);
    assert_int_equal(first.kind, QA_JUMP_OF_SIZE);
    assert_close(first.frame, 4, 0);
    assert_close(first.share, 12.0 / 32, 1e-12);
}

static void short_tracks_and_boxes_without_sides_are_not_judged(void **state)
{
    (void)state;
    struct walk walk = {.n = 0};
    struct qa_track_jump first = {.share = 0};
    put(&walk, 0, 0, 0, 5, 5);
    put(&walk, 1, 100, 0, 5, 5);
    put(&walk, 2, 0, 0, 5, 5);
    assert_int_equal(jumps_of(&walk, &first), 0);
    walk.n = 0;
    for (int f = 0; f < 5; f++) {
        put(&walk, f, f, 0, 0, 0);
    }
    assert_int_equal(jumps_of(&walk, &first), 0);
}

/* Speed and size are random walks with some memory, boxes tremble: of any strength. */
static void random_walk(struct walk *walk, struct qa_random *random)
{
    double side = 10 + 90 * qa_random_real(random);
    double memory = qa_random_real(random);
    double push = side * pow(10, -3 + 3 * qa_random_real(random));
    double tremble = side * pow(10, -3 + 2 * qa_random_real(random));
    double speed[2] = {0, 0};
    double at[2] = {500, 500};
    walk->n = 0;
    for (int f = 0; f < LONGEST; f++) {
        for (int d = 0; d < 2; d++) {
            speed[d] = memory * speed[d] + push * qa_random_normal(random);
            at[d] += speed[d];
        }
        side *= exp(0.02 * qa_random_normal(random));
        put(walk, f, at[0] + tremble * qa_random_normal(random),
            at[1] + tremble * qa_random_normal(random),
            fabs(side + tremble * qa_random_normal(random)),
            fabs(side + tremble * qa_random_normal(random)));
    }
}

static void random_walks_are_hardly_ever_called_jumps(void **state)
{
    (void)state;
    enum { WALKS = 1000 };
    struct qa_random random;
    qa_random_init(&random, 15, 0);
    size_t n = 0;
    for (int i = 0; i < WALKS; i++) {
        struct walk walk;
        struct qa_track_jump first = {.share = 0};
        random_walk(&walk, &random);
        n += jumps_of(&walk, &first);
    }
    print_message("jumps called: %zu of %d steps\n", n, WALKS * (LONGEST - 1));
    assert_true(n <= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steady_motion_has_no_jumps_however_fast),
        cmocka_unit_test(what_leaves_the_picture_at_a_steady_pace_has_no_jumps),
        cmocka_unit_test(a_box_on_another_object_jumps_there_and_back),
        cmocka_unit_test(a_box_that_stays_on_another_object_jumps_once),
        cmocka_unit_test(frames_between_keyframes_share_the_motion),
        cmocka_unit_test(a_size_that_changes_at_once_is_a_jump_of_size),
        cmocka_unit_test(short_tracks_and_boxes_without_sides_are_not_judged),
        cmocka_unit_test(random_walks_are_hardly_ever_called_jumps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
