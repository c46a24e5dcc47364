#include <limits.h>
#include <stdlib.h>

#include "qa/annotation/segment.h"
#include "qa/annotation/track.h"
#include "qa/score/detection.h"
#include "qa/score/object_alpha.h"
#include "qa/score/scores.h"
#include "tests/qa/audit/batches.h"
#include "tests/support/reference.h"

/* "item annotator; item annotator label numbers ...; ...": a row without a label begins an answer.
 */
static struct qa_batch *batch_of(struct world *world, const struct qa_type *type, const char *text)
{
    struct qa_builder *builder = qa_builder_new(world->arena, world->names);
    struct qa_source *source = qa_builder_source(builder, "rows", "csv");
    source->type = type;
    source->lists_items = true;
    char *rest = qa_arena_text(world->arena, text);
    for (char *row; (row = strsep(&rest, ";")) != NULL;) {
        row += strspn(row, " ");
        char *item = strsep(&row, " ");
        char *annotator = strsep(&row, " ");
        char *label = strsep(&row, " ");
        struct qa_answer answer = QA_NO_ANSWER;
        struct qa_object object = QA_NO_OBJECT;
        double numbers[64];
        answer.item = intern(world->names->items, item);
        answer.annotator = qa_names_annotator(world->names, QA_NONE, annotator, strlen(annotator));
        if (label == NULL) {
            qa_builder_answer(builder, &answer);
            continue;
        }
        object.label = intern(world->names->labels, label);
        object.number = numbers;
        for (char *number; (number = strsep(&row, " ")) != NULL;) {
            numbers[object.n_numbers++] = strtod(number, NULL);
        }
        qa_builder_object(builder, type, &object);
    }
    struct qa_batch *batch = qa_builder_finish(builder, QA_DUPLICATES_ERROR, &world->findings);
    const struct qa_question_options options = {0};
    qa_questions_make(batch, NULL, NULL, &options, world->arena, &world->findings);
    return batch;
}

static const struct qa_score_row *all_of(const struct qa_score_result *result)
{
    for (size_t r = 0; r < result->n_rows; r++) {
        if (result->rows[r].score == &qa_score_detection && result->rows[r].by == QA_SCORE_ALL) {
            return &result->rows[r];
        }
    }
    fail_msg("no row of all");
    return NULL;
}

static void expect(const struct qa_estimate *estimate, const struct test_reference *reference,
                   const char *column)
{
    bool has_value = test_reference_text(reference, column)[0] != '\0';
    assert_int_equal(qa_is_defined(estimate), has_value);
    if (has_value) {
        assert_close(estimate->value, test_reference_number(reference, column), 1e-9);
    }
}

static void annotators_agree_as_all_assignments_tried_say(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "pairwise_objects.csv");
    while (test_reference_next(&reference)) {
        struct world world = new_world();
        bool of_tracks = strcmp(test_reference_text(&reference, "kind"), "track") == 0;
        struct qa_batch *batch = batch_of(&world, of_tracks ? &qa_type_track : &qa_type_segment,
                                          test_reference_text(&reference, "answers"));
        const struct qa_scores_request request = {
            .comparison = compare_batches(&world, batch, NULL, 0.5, false)};
        struct qa_score_result result = qa_score_comparison(&request, world.arena);
        const struct qa_score_row *all = all_of(&result);
        struct qa_estimate similarity =
            qa_score_estimate(all, QA_DETECTION_PAIRWISE_SIMILARITY, 0.95);
        struct qa_estimate f1 = qa_score_estimate(all, QA_DETECTION_PAIRWISE_F1, 0.95);
        size_t n;
        const struct qa_object_alpha *alpha = qa_object_alphas(
            compare_batches(&world, batch, NULL, 0.5, true), 0.95, world.arena, &n);
        assert_int_equal(n, 1);
        expect(&similarity, &reference, "pairwise_similarity");
        expect(&f1, &reference, "pairwise_f1");
        expect(&alpha->matched, &reference, "alpha_matched");
        expect(&alpha->all, &reference, "alpha_all");
        free_world(&world);
    }
    test_reference_close(&reference);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(annotators_agree_as_all_assignments_tried_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
