#include "qa/score/speakers.h"

#include "qa/annotation/turn.h"
#include "qa/annotation/uem.h"
#include "tests/qa/score/period_world.h"
#include "tests/support/reference.h"

static const struct qa_score *const family = &qa_score_speakers;

/* "start end; start end" as the map of recording r0. */
static void set_uem(struct period_world *world, const char *text)
{
    struct qa_uem *uem = QA_NEW(world->arena, struct qa_uem);
    struct qa_uem_recording *recording = QA_NEW(world->arena, struct qa_uem_recording);
    struct qa_uem_part *parts = QA_ARRAY(world->arena, struct qa_uem_part, 16);
    *recording = (struct qa_uem_recording){"r0", parts, 0};
    char *rest = qa_arena_text(world->arena, text);
    for (char *part; (part = strsep(&rest, ";")) != NULL;) {
        struct qa_uem_part *into = &parts[recording->n];
        recording->n += sscanf(part, "%lf %lf", &into->start, &into->end) == 2;
    }
    *uem = (struct qa_uem){recording, 1};
    if (recording->n > 0) {
        period_setting(world, QA_TURN_UEM)->loaded = uem;
    }
}

static void one_pair(struct period_world *world, const char *reference, const char *delivered,
                     double *parts)
{
    period_compare(world, &reference, &delivered, 1);
    period_parts(world, family, parts);
}

static void parts_are_those_of_exact_fractions(void **state)
{
    (void)state;
    struct test_reference reference;
    static const char *const names[][2] = {
        {"scored_seconds", "scored"},           {"missed_seconds", "missed"},
        {"false_alarm_seconds", "false_alarm"}, {"confused_seconds", "confused"},
        {"jaccard_error", "jaccard_error"},     {"speakers", "speakers"}};
    test_reference_open(&reference, "speakers.csv");
    while (test_reference_next(&reference)) {
        struct period_world *world = period_world_new(&qa_type_turn);
        double parts[QA_PARTS_MAX];
        period_setting(world, QA_TURN_COLLAR)->number = test_reference_number(&reference, "collar");
        period_setting(world, QA_TURN_SKIP_OVERLAP)->flag =
            test_reference_number(&reference, "skip_overlap") != 0;
        set_uem(world, test_reference_text(&reference, "uem"));
        one_pair(world, test_reference_text(&reference, "reference"),
                 test_reference_text(&reference, "delivered"), parts);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            assert_close(period_part(family, parts, names[i][0]),
                         test_reference_number(&reference, names[i][1]), 1e-9);
        }
        qa_arena_free(world->arena);
    }
    test_reference_close(&reference);
}

static void parts_of_der_add_up(void **state)
{
    (void)state;
    struct period_world *world = period_world_new(&qa_type_turn);
    double parts[QA_PARTS_MAX];
    one_pair(world, "A 0 5; B 4 9", "x 0.1 4.4; y 4.6 10; z 2 3", parts);
    assert_close(period_figure(family, parts, "der_missed") +
                     period_figure(family, parts, "der_false_alarm") +
                     period_figure(family, parts, "der_confusion"),
                 period_figure(family, parts, "der"), 1e-12);
    qa_arena_free(world->arena);
}

static void the_same_turns_have_no_error_whatever_speakers_are_called(void **state)
{
    (void)state;
    struct period_world *world = period_world_new(&qa_type_turn);
    double parts[QA_PARTS_MAX];
    one_pair(world, "A 0 5; B 4 9; A 8 12", "2 8 12; 1 4 9; 2 0 5", parts);
    assert_identical(period_figure(family, parts, "der"), 0);
    assert_identical(period_figure(family, parts, "jer"), 0);
    assert_identical(period_part(family, parts, "named_scored_seconds"), 0);
    qa_arena_free(world->arena);
}

static void names_count_when_they_are_asked_for(void **state)
{
    (void)state;
    struct period_world *world = period_world_new(&qa_type_turn);
    double parts[QA_PARTS_MAX];
    period_setting(world, QA_TURN_IDENTIFY)->flag = true;
    one_pair(world, "A 0 6; B 6 10", "B 0 6; A 6 9", parts);
    assert_close(period_figure(family, parts, "der"), 0.1, 1e-12);
    assert_close(period_figure(family, parts, "identification_error"), 1, 1e-12);
    qa_arena_free(world->arena);
}

static void two_recordings_are_the_sum_of_each(void **state)
{
    (void)state;
    const char *reference[] = {"A 0 5; B 5 9", "A 1 3"};
    const char *delivered[] = {"A 0 4; B 6 9", "B 0 3; C 2 4"};
    struct period_world *both = period_world_new(&qa_type_turn);
    double parts[QA_PARTS_MAX];
    double sum[QA_PARTS_MAX] = {0};
    period_compare(both, reference, delivered, 2);
    period_parts(both, family, parts);
    for (size_t r = 0; r < 2; r++) {
        struct period_world *one = period_world_new(&qa_type_turn);
        double own[QA_PARTS_MAX];
        one_pair(one, reference[r], delivered[r], own);
        for (size_t i = 0; i < family->n_parts; i++) {
            sum[i] += own[i];
        }
        qa_arena_free(one->arena);
    }
    for (size_t i = 0; i < family->n_parts; i++) {
        assert_identical(parts[i], sum[i]);
    }
    qa_arena_free(both->arena);
}

static void a_map_is_read_and_its_parts_joined(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const char text[] = ";; remark\nc01 1 0.0 10.5\nc01 2 10.5 12\r\nc02 1 3 4\nc01 1 20 21\n";
    char path[] = "/tmp/labelqa-uem-XXXXXX";
    int file = mkstemp(path);
    FILE *stream = fdopen(file, "w");
    fputs(text, stream);
    fclose(stream);
    const void *loaded = NULL;
    struct qa_error err;
    assert_int_equal(qa_uem_load(path, arena, &loaded, &err), QA_OK);
    const struct qa_uem_recording *found = qa_uem_find(loaded, "calls/c01.wav");
    assert_non_null(found);
    assert_int_equal(found->n, 2);
    assert_identical(found->parts[0].end, 12);
    assert_non_null(qa_uem_find(loaded, "c02"));
    assert_null(qa_uem_find(loaded, "c03"));
    stream = fopen(path, "w");
    fputs("c01 1 0 10\nc01 1 5\n", stream);
    fclose(stream);
    assert_int_equal(qa_uem_load(path, arena, &loaded, &err), QA_INPUT);
    assert_string_equal(err.code, "E240");
    assert_int_equal(err.line, 2);
    remove(path);
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_those_of_exact_fractions),
        cmocka_unit_test(parts_of_der_add_up),
        cmocka_unit_test(the_same_turns_have_no_error_whatever_speakers_are_called),
        cmocka_unit_test(names_count_when_they_are_asked_for),
        cmocka_unit_test(two_recordings_are_the_sum_of_each),
        cmocka_unit_test(a_map_is_read_and_its_parts_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
