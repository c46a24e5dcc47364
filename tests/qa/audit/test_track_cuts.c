#include <string.h>

#include "tests/support/close.h"

#include "qa/annotation/track.h"
#include "qa/audit/track_cuts.h"

enum { MOST = 16, MOST_NUMBERS = 2000 };

struct scene {
    struct qa_arena *arena;
    double number[MOST_NUMBERS];
    struct qa_piece at[MOST];
    uint32_t label[MOST];
    size_t n_numbers;
    size_t n;
};

/* A box of 20 x 20 that starts at x in the first frame and moves on by step. */
static void add(struct scene *scene, uint32_t label, int first, int n, double x, double step)
{
    scene->label[scene->n] = label;
    scene->at[scene->n++] = (struct qa_piece){scene->n_numbers, (uint64_t)n * QA_TRACK_STRIDE};
    for (int k = 0; k < n; k++) {
        const double box[QA_TRACK_STRIDE] = {first + k, x + k * step, 0, 20, 20, 0};
        memcpy(scene->number + scene->n_numbers, box, sizeof box);
        scene->n_numbers += QA_TRACK_STRIDE;
    }
}

static size_t cuts_of(struct scene *scene, struct qa_track_cut **cuts)
{
    const struct qa_objects tracks = {
        .n = scene->n, .label = scene->label, .number = scene->number, .number_at = scene->at};
    scene->arena = qa_arena_new();
    return qa_track_cuts(&tracks, scene->arena, cuts);
}

static void a_track_that_goes_on_under_another_id_is_cut(void **state)
{
    (void)state;
    struct scene scene = {.n = 0};
    struct qa_track_cut *cuts;
    add(&scene, 1, 10, 5, 200, 12); /* where the other's motion takes it: 6 frames on */
    add(&scene, 1, 0, 5, 80, 12);
    assert_int_equal(cuts_of(&scene, &cuts), 1);
    assert_int_equal(cuts[0].before, 1);
    assert_int_equal(cuts[0].after, 0);
    assert_close(cuts[0].last_frame, 4, 0);
    assert_close(cuts[0].frame, 10, 0);
    assert_close(cuts[0].similarity, 1, 0);
    qa_arena_free(scene.arena);
}

static void classes_time_and_place_tell_other_objects_apart(void **state)
{
    (void)state;
    struct scene scene = {.n = 0};
    struct qa_track_cut *cuts;
    add(&scene, 1, 0, 5, 0, 0);
    add(&scene, 2, 5, 5, 0, 0);                  /* another class */
    add(&scene, 1, 15, 5, 0, 0);                 /* the eleventh frame after */
    add(&scene, 1, 5, 5, 12, 0);                 /* too far off */
    add(&scene, 1, 4, 2, 0, 0);                  /* there at the same time */
    assert_int_equal(cuts_of(&scene, &cuts), 1); /* the last of these into the third */
    assert_int_equal(cuts[0].before, 4);
    assert_int_equal(cuts[0].after, 2);
    qa_arena_free(scene.arena);
}

static void each_track_goes_on_in_one_other_the_nearest(void **state)
{
    (void)state;
    struct scene scene = {.n = 0};
    struct qa_track_cut *cuts;
    add(&scene, 1, 0, 5, 0, 0);
    add(&scene, 1, 0, 5, 4, 0);
    add(&scene, 1, 5, 5, 5, 0);
    assert_int_equal(cuts_of(&scene, &cuts), 1);
    assert_int_equal(cuts[0].before, 1);
    assert_close(cuts[0].similarity, 19.0 / 21, 1e-15);
    qa_arena_free(scene.arena);
    add(&scene, 1, 7, 5, 0, 0);
    assert_int_equal(cuts_of(&scene, &cuts), 2);
    assert_int_equal(cuts[1].before, 0);
    assert_int_equal(cuts[1].after, 3);
    qa_arena_free(scene.arena);
}

static void no_track_or_one_is_not_cut(void **state)
{
    (void)state;
    struct scene scene = {.n = 0};
    struct qa_track_cut *cuts;
    assert_int_equal(cuts_of(&scene, &cuts), 0);
    qa_arena_free(scene.arena);
    add(&scene, 1, 0, 5, 0, 0);
    assert_int_equal(cuts_of(&scene, &cuts), 0);
    qa_arena_free(scene.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_track_that_goes_on_under_another_id_is_cut),
        cmocka_unit_test(classes_time_and_place_tell_other_objects_apart),
        cmocka_unit_test(each_track_goes_on_in_one_other_the_nearest),
        cmocka_unit_test(no_track_or_one_is_not_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
