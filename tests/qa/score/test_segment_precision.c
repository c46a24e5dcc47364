#include <math.h>

#include "qa/annotation/segment.h"
#include "qa/score/run_scores.h"
#include "tests/qa/score/period_world.h"
#include "tests/support/reference.h"

/* "video label start end score; ...", a list by video; score is optional. */
static struct qa_batch *batch_of(struct period_world *world, const char *text)
{
    struct qa_builder *builder = qa_builder_new(world->arena, world->names);
    struct qa_source *source = qa_builder_source(builder, "side", "csv");
    char last[32] = "";
    source->vendor = QA_NONE;
    source->lists_items = true;
    source->type = &qa_type_segment;
    char *rest = qa_arena_text(world->arena, text);
    for (char *part; (part = strsep(&rest, ";")) != NULL;) {
        char video[32];
        char label[32];
        double time[2];
        double score = (double)NAN;
        if (sscanf(part, "%31s %31s %lf %lf %lf", video, label, &time[0], &time[1], &score) < 4) {
            continue;
        }
        if (strcmp(video, last) != 0) {
            struct qa_answer answer = QA_NO_ANSWER;
            answer.item = qa_strings_intern_text(world->names->items, video);
            answer.line = 1;
            qa_builder_answer(builder, &answer);
            snprintf(last, sizeof last, "%s", video);
        }
        struct qa_object object = QA_NO_OBJECT;
        object.label = qa_strings_intern_text(world->names->labels, label);
        object.number = time;
        object.n_numbers = 2;
        object.score = score;
        qa_builder_object(builder, &qa_type_segment, &object);
    }
    return qa_builder_finish(builder, QA_DUPLICATES_ERROR, &world->findings);
}

static struct qa_run_result run(struct period_world *world, const char *reference,
                                const char *delivered, double threshold)
{
    struct qa_batch *batch[2] = {batch_of(world, reference), batch_of(world, delivered)};
    const struct qa_question_options options = {
        .threshold = threshold,
        .setting = (const struct qa_setting(*)[QA_TYPE_SETTINGS_MAX])world->setting};
    qa_questions_make(batch[1], batch[0], NULL, &options, world->arena, &world->findings);
    const struct qa_comparison_request request = {
        .delivery = batch[1], .reference = batch[0], .role = QA_GOLD};
    world->comparison = qa_compare(&request, world->arena);
    return qa_run_score_comparison(world->comparison, world->arena);
}

static struct qa_estimate figure_of(const struct qa_run_result *result, const char *name,
                                    enum qa_score_by by, const char *group)
{
    for (size_t r = 0; r < result->n_rows; r++) {
        const struct qa_run_row *row = &result->rows[r];
        if (row->by == by && strcmp(row->figure->name, name) == 0 &&
            strcmp(row->group, group) == 0) {
            return qa_run_estimate(row, 0.95);
        }
    }
    return qa_undefined("no such row", 0);
}

static void average_precision_is_the_area_under_the_definition_s_curve(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "segment_precision.csv");
    while (test_reference_next(&reference)) {
        struct period_world *world = period_world_new(&qa_type_segment);
        struct qa_run_result result = run(world, test_reference_text(&reference, "reference"),
                                          test_reference_text(&reference, "delivered"),
                                          test_reference_number(&reference, "threshold"));
        struct qa_estimate all = figure_of(&result, "ap", QA_SCORE_ALL, "");
        struct qa_estimate of_class = figure_of(&result, "ap", QA_SCORE_CLASS, "a");
        assert_true(qa_is_defined(&all));
        assert_close(all.value, test_reference_number(&reference, "ap"), 1e-12);
        bool has_class = test_reference_text(&reference, "ap_a")[0] != '\0';
        assert_int_equal(qa_is_defined(&of_class), has_class);
        if (has_class) {
            assert_close(of_class.value, test_reference_number(&reference, "ap_a"), 1e-12);
        }
        qa_arena_free(world->arena);
    }
    test_reference_close(&reference);
}

static void without_scores_there_is_no_ranking(void **state)
{
    (void)state;
    struct period_world *world = period_world_new(&qa_type_segment);
    struct qa_run_result result = run(world, "v a 0 1", "v a 0 1; v a 2 3 0.5", 0.5);
    struct qa_estimate all = figure_of(&result, "ap", QA_SCORE_ALL, "");
    assert_string_equal(all.undefined, "delivered segments without a score have no rank");
    qa_arena_free(world->arena);
}

static void background_is_no_class_of_average_precision(void **state)
{
    (void)state;
    struct period_world *world = period_world_new(&qa_type_segment);
    period_setting(world, QA_SEGMENT_BACKGROUND)->text = "none";
    struct qa_run_result result =
        run(world, "v a 0 1; v none 1 9", "v a 0 1 0.4; v none 20 21 0.9", 0.5);
    assert_close(figure_of(&result, "ap", QA_SCORE_ALL, "").value, 1, 0);
    assert_string_equal(figure_of(&result, "ap", QA_SCORE_CLASS, "none").undefined,
                        "no reference segments");
    qa_arena_free(world->arena);
}

static void medians_are_of_matched_pairs_by_the_class_of_the_reference(void **state)
{
    (void)state;
    struct period_world *world = period_world_new(&qa_type_segment);
    struct qa_run_result result = run(world, "v a 0 10; v a 20 30; w a 0 10; w b 50 60; w b 80 81",
                                      "v a 1 10; v a 20.5 29; w a 0 14; w b 53 60; w b 90 91", 0.5);
    struct qa_estimate onset = figure_of(&result, "onset_deviation_median", QA_SCORE_ALL, "");
    struct qa_estimate offset = figure_of(&result, "offset_deviation_median", QA_SCORE_ALL, "");
    assert_close(onset.value, 0.75, 1e-15); /* of 0, 0.5, 1, 3 */
    assert_close(offset.value, 0.5, 1e-15); /* of 0, 0, 1, 4 */
    assert_int_equal(onset.n, 2);
    assert_false(onset.has_interval);
    assert_close(figure_of(&result, "onset_deviation_median", QA_SCORE_CLASS, "b").value, 3, 0);
    assert_close(figure_of(&result, "onset_deviation_median", QA_SCORE_CLASS, "a").value, 0.5, 0);
    qa_arena_free(world->arena);
}

static void limits_of_medians_hold_the_median(void **state)
{
    (void)state;
    struct period_world *world = period_world_new(&qa_type_segment);
    const char *gold = "";
    const char *given = "";
    for (int i = 0; i < 30; i++) {
        gold = qa_arena_format(world->arena, "%s v%02d a 10 20;", gold, i);
        given = qa_arena_format(world->arena, "%s v%02d a %g 20;", given, i, 10 + i / 10.0);
    }
    struct qa_run_result result = run(world, gold, given, 0.5);
    struct qa_estimate onset = figure_of(&result, "onset_deviation_median", QA_SCORE_ALL, "");
    assert_close(onset.value, 1.45, 1e-12);
    assert_true(onset.has_interval);
    assert_true(onset.low > 0.3 && onset.low < onset.value);
    assert_true(onset.high > onset.value && onset.high < 2.6);
    struct qa_estimate offset = figure_of(&result, "offset_deviation_median", QA_SCORE_ALL, "");
    assert_close(offset.value, 0, 0);
    qa_arena_free(world->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(average_precision_is_the_area_under_the_definition_s_curve),
        cmocka_unit_test(without_scores_there_is_no_ranking),
        cmocka_unit_test(background_is_no_class_of_average_precision),
        cmocka_unit_test(medians_are_of_matched_pairs_by_the_class_of_the_reference),
        cmocka_unit_test(limits_of_medians_hold_the_median),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
