#include "qa/annotation/segment.h"
#include "qa/score/actions.h"
#include "qa/score/sound_events.h"
#include "tests/qa/score/period_world.h"
#include "tests/support/reference.h"

static const struct qa_score *const families[] = {&qa_score_sound_events, &qa_score_actions,
                                                  &qa_score_timeline};
enum { N_FAMILIES = sizeof families / sizeof *families };

/* The settings of segments.py. */
static struct period_world *new_world(void)
{
    struct period_world *world = period_world_new(&qa_type_segment);
    period_setting(world, QA_SEGMENT_RESOLUTION)->number = 0.1;
    period_setting(world, QA_SEGMENT_FRAME_RATE)->number = 8;
    period_setting(world, QA_SEGMENT_TOLERANCE)->number = 0.3;
    return world;
}

static bool is_in_file(const char *part)
{
    /* Of event-based substitutions only the sum with deletions and insertions is one. */
    static const char *const not_there[] = {
        "events_substitutions", "events_deletions", "events_insertions", "reference", "delivered",
        "matched_delivered"};
    for (size_t i = 0; i < sizeof not_there / sizeof *not_there; i++) {
        if (strcmp(part, not_there[i]) == 0) {
            return false;
        }
    }
    return true;
}

static void expect_parts(struct period_world *world, const struct test_reference *reference,
                         const struct qa_score *family)
{
    double parts[QA_PARTS_MAX];
    period_parts(world, family, parts);
    for (size_t i = 0; i < family->n_parts; i++) {
        if (is_in_file(family->parts[i])) {
            assert_close(parts[i], test_reference_number(reference, family->parts[i]), 1e-9);
        }
    }
}

static void parts_are_those_that_were_counted_one_by_one(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "segments.csv");
    while (test_reference_next(&reference)) {
        struct period_world *world = new_world();
        const char *a = test_reference_text(&reference, "reference_segments");
        const char *b = test_reference_text(&reference, "delivered_segments");
        period_compare(world, &a, &b, 1);
        for (size_t f = 0; f < N_FAMILIES; f++) {
            expect_parts(world, &reference, families[f]);
        }
        qa_arena_free(world->arena);
    }
    test_reference_close(&reference);
}

static void the_same_segments_in_any_order_are_right(void **state)
{
    (void)state;
    static const char *const perfect[] = {"segment_f1",  "event_f1",       "tiou_f1",
                                          "tiou_f1_50",  "edit_score",     "frame_accuracy",
                                          "frame_kappa", "boundary_recall"};
    const char *a = "walk 0 2.5; run 2.5 4; walk 5 6";
    const char *b = "walk 5 6; run 2.5 4; walk 0 2.5";
    struct period_world *world = new_world();
    period_compare(world, &a, &b, 1);
    for (size_t i = 0; i < sizeof perfect / sizeof *perfect; i++) {
        for (size_t f = 0; f < N_FAMILIES; f++) {
            double parts[QA_PARTS_MAX];
            period_parts(world, families[f], parts);
            if (qa_figure_find(families[f], perfect[i]) != SIZE_MAX) {
                assert_identical(period_figure(families[f], parts, perfect[i]), 1);
            }
        }
    }
    qa_arena_free(world->arena);
}

static void f1_is_symmetric_and_halves_add_up(void **state)
{
    (void)state;
    const char *a[] = {"x 0 2; y 1 3", "x 4 9"};
    const char *b[] = {"x 0.1 2.2; x 1 3; y 5 6", "y 4 9; x 1 2"};
    struct period_world *forth = new_world();
    struct period_world *back = new_world();
    period_compare(forth, a, b, 2);
    period_compare(back, b, a, 2);
    for (size_t f = 0; f < N_FAMILIES; f++) {
        double one[QA_PARTS_MAX];
        double other[QA_PARTS_MAX];
        double sum[QA_PARTS_MAX] = {0};
        static const char *const symmetric[] = {"segment_f1", "tiou_f1", "edit_score",
                                                "frame_kappa"};
        period_parts(forth, families[f], one);
        period_parts(back, families[f], other);
        for (size_t i = 0; i < sizeof symmetric / sizeof *symmetric; i++) {
            if (qa_figure_find(families[f], symmetric[i]) != SIZE_MAX) {
                assert_close(period_figure(families[f], one, symmetric[i]),
                             period_figure(families[f], other, symmetric[i]), 1e-12);
            }
        }
        for (size_t r = 0; r < 2; r++) {
            struct period_world *half = new_world();
            double own[QA_PARTS_MAX];
            period_compare(half, &a[r], &b[r], 1);
            period_parts(half, families[f], own);
            for (size_t i = 0; i < families[f]->n_parts; i++) {
                sum[i] += own[i];
            }
            qa_arena_free(half->arena);
        }
        for (size_t i = 0; i < families[f]->n_parts; i++) {
            assert_close(one[i], sum[i], 1e-12);
        }
    }
    qa_arena_free(forth->arena);
    qa_arena_free(back->arena);
}

static void background_is_no_segment_but_its_frames_count(void **state)
{
    (void)state;
    const char *a = "walk 0 2; none 2 10";
    const char *b = "walk 0 4; none 4 10";
    struct period_world *world = new_world();
    double parts[QA_PARTS_MAX];
    period_setting(world, QA_SEGMENT_BACKGROUND)->text = "none";
    period_compare(world, &a, &b, 1);
    period_parts(world, &qa_score_timeline, parts);
    assert_identical(period_part(&qa_score_timeline, parts, "frames"), 80);
    assert_identical(period_part(&qa_score_timeline, parts, "frames_different"), 16);
    assert_identical(period_figure(&qa_score_timeline, parts, "edit_score"), 1);
    period_parts(world, &qa_score_actions, parts);
    assert_identical(period_part(&qa_score_actions, parts, "reference"), 1);
    assert_identical(period_part(&qa_score_actions, parts, "matched"), 1);
    qa_arena_free(world->arena);
}

static void a_clip_without_events_is_an_answer(void **state)
{
    (void)state;
    const char *a[] = {"", "x 0 1"};
    const char *b[] = {"", ""};
    struct period_world *world = new_world();
    double parts[QA_PARTS_MAX];
    period_compare(world, a, b, 2);
    assert_int_equal(world->comparison->n_pairs, 2);
    period_parts(world, &qa_score_sound_events, parts);
    assert_identical(period_figure(&qa_score_sound_events, parts, "event_error_rate"), 1);
    qa_arena_free(world->arena);
}

static void wrong_times_of_the_right_class_and_wrong_classes_are_told_apart(void **state)
{
    (void)state;
    const char *a = "x 0 1; y 2 3; x 5 6";
    const char *b = "y 0 1; y 2 3; x 8 9";
    struct period_world *world = new_world();
    double parts[QA_PARTS_MAX];
    period_compare(world, &a, &b, 1);
    period_parts(world, &qa_score_sound_events, parts);
    assert_identical(period_part(&qa_score_sound_events, parts, "events_hits"), 1);
    assert_identical(period_part(&qa_score_sound_events, parts, "events_substitutions"), 1);
    assert_identical(period_part(&qa_score_sound_events, parts, "events_deletions"), 1);
    assert_identical(period_part(&qa_score_sound_events, parts, "events_insertions"), 1);
    qa_arena_free(world->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_those_that_were_counted_one_by_one),
        cmocka_unit_test(the_same_segments_in_any_order_are_right),
        cmocka_unit_test(f1_is_symmetric_and_halves_add_up),
        cmocka_unit_test(background_is_no_segment_but_its_frames_count),
        cmocka_unit_test(a_clip_without_events_is_an_answer),
        cmocka_unit_test(wrong_times_of_the_right_class_and_wrong_classes_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
