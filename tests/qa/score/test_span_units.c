#include <string.h>

#include "qa/annotation/span.h"
#include "qa/score/span_units.h"
#include "tests/qa/audit/batches.h"
#include "tests/support/reference.h"

struct unit_world {
    struct world world;
    struct qa_builder *builder[2];
    struct qa_setting setting[QA_TYPES_MAX][QA_TYPE_SETTINGS_MAX];
    size_t n;
};

static struct unit_world new_unit_world(void)
{
    struct unit_world out = {.world = new_world()};
    for (size_t side = 0; side < 2; side++) {
        out.builder[side] = qa_builder_new(out.world.arena, out.world.names);
        struct qa_source *source = qa_builder_source(out.builder[side], "rows.csv", "csv");
        source->vendor = QA_NONE;
        source->lists_items = true;
        source->type = &qa_type_span;
    }
    return out;
}

static void give_span(struct world *world, struct qa_builder *builder, const char *text)
{
    struct qa_shape shape = {.arena = world->arena};
    struct qa_object object = QA_NO_OBJECT;
    const char *why = NULL;
    const char *colon = strchr(text, ':');
    assert_non_null(colon);
    assert_true(qa_span_parse(text, (size_t)(colon - text), &shape, &why));
    object.label = qa_strings_intern_text(world->names->labels, colon + 1);
    object.number = shape.number;
    object.n_numbers = shape.n_numbers;
    qa_builder_object(builder, &qa_type_span, &object);
}

/* An item; text NULL: not known. Spans "0-3;8-12:LOC|14-16:PER". */
static void give_item(struct unit_world *out, const char *text, const char *a, const char *b)
{
    struct world *world = &out->world;
    const char *spans[2] = {a, b};
    uint32_t item = qa_strings_intern_text(world->names->items,
                                           qa_arena_format(world->arena, "i%03zu", out->n++));
    if (text != NULL) {
        (void)qa_names_set_item_text(world->names, item, text, strlen(text));
    }
    for (size_t side = 0; side < 2; side++) {
        struct qa_answer answer = QA_NO_ANSWER;
        char *rest = qa_arena_text(world->arena, spans[side]);
        answer.item = item;
        answer.line = 2;
        qa_builder_answer(out->builder[side], &answer);
        for (char *span; (span = strsep(&rest, "|")) != NULL;) {
            if (*span != '\0') {
                give_span(world, out->builder[side], span);
            }
        }
    }
}

static struct qa_run_result result_of(struct unit_world *out)
{
    struct world *world = &out->world;
    struct qa_batch *batch[2];
    for (size_t side = 0; side < 2; side++) {
        batch[side] = qa_builder_finish(out->builder[side], QA_DUPLICATES_ERROR, &world->findings);
    }
    const struct qa_question_options options = {
        .setting = (const struct qa_setting(*)[QA_TYPE_SETTINGS_MAX])out->setting};
    qa_questions_make(batch[1], batch[0], NULL, &options, world->arena, &world->findings);
    const struct qa_comparison_request request = {
        .delivery = batch[1], .reference = batch[0], .role = QA_GOLD};
    return qa_run_score_comparison(qa_compare(&request, world->arena), world->arena);
}

static const struct qa_run_row *row_of(const struct qa_run_result *result, enum qa_score_by by,
                                       const char *group, const char *figure)
{
    for (size_t r = 0; r < result->n_rows; r++) {
        const struct qa_run_row *row = &result->rows[r];
        if (row->by == by && strcmp(row->group, group) == 0 &&
            strcmp(row->figure->name, figure) == 0) {
            return row;
        }
    }
    return NULL;
}

static void check(const struct test_reference *reference, const struct qa_run_row *row,
                  const char *column)
{
    bool wanted = *test_reference_text(reference, column) != '\0';
    if (row == NULL) {
        return; /* the class is in no span, or the whole has no figure */
    }
    assert_true((row->value.undefined == NULL) == wanted);
    if (wanted) {
        assert_close(row->value.value, test_reference_number(reference, column), 1e-12);
    }
}

static void kappas_are_those_counted_unit_by_unit(void **state)
{
    (void)state;
    struct test_reference reference;
    size_t n_classes = 0;
    test_reference_open(&reference, "span_units.csv");
    while (test_reference_next(&reference)) {
        struct unit_world world = new_unit_world();
        give_item(&world, test_reference_text(&reference, "text"),
                  test_reference_text(&reference, "a"), test_reference_text(&reference, "b"));
        struct qa_run_result got = result_of(&world);
        check(&reference, row_of(&got, QA_SCORE_ALL, "", "token_kappa"), "token");
        check(&reference, row_of(&got, QA_SCORE_ALL, "", "character_kappa"), "character");
        const struct qa_run_row *class = row_of(&got, QA_SCORE_CLASS, "LOC", "token_kappa");
        n_classes += class != NULL;
        check(&reference, class, "token_loc");
        check(&reference, row_of(&got, QA_SCORE_CLASS, "LOC", "character_kappa"), "character_loc");
        free_world(&world.world);
    }
    assert_true(n_classes > 50);
    test_reference_close(&reference);
}

/* a: LOC 3 of 8, b: 4; equal 7: (7/8 - 32/64) / (1 - 32/64). */
static void texts_that_are_not_known_are_counted_in_characters_when_asked(void **state)
{
    (void)state;
    for (int unit = QA_UNIT_TOKEN; unit <= QA_UNIT_CHARACTER; unit++) {
        struct unit_world world = new_unit_world();
        world.setting[qa_type_index(&qa_type_span)][QA_SPAN_UNIT].choice = unit;
        give_item(&world, NULL, "5-8:LOC", "4-8:LOC");
        struct qa_run_result got = result_of(&world);
        const struct qa_run_row *tokens = row_of(&got, QA_SCORE_ALL, "", "token_kappa");
        const struct qa_run_row *characters = row_of(&got, QA_SCORE_ALL, "", "character_kappa");
        assert_close(characters->value.value, 0.75, 1e-15);
        if (unit == QA_UNIT_TOKEN) {
            assert_string_equal(tokens->value.undefined,
                                "the texts are not known: say --unit character");
        } else {
            assert_close(tokens->value.value, 0.75, 1e-15);
        }
        free_world(&world.world);
    }
}

/* Six tokens of three items, not the mean of three kappas: 5 of 6 equal, by chance
 * (2 x 3 + 4 x 3) / 36. */
static void items_are_counted_together(void **state)
{
    (void)state;
    struct unit_world world = new_unit_world();
    give_item(&world, "a b", "0-1:X", "0-1:X");
    give_item(&world, "c d", "", "0-1:X");
    give_item(&world, "e f", "2-3:X", "2-3:X");
    struct qa_run_result got = result_of(&world);
    const struct qa_run_row *row = row_of(&got, QA_SCORE_ALL, "", "token_kappa");
    assert_close(row->value.value, (5.0 / 6 - 0.5) / 0.5, 1e-15);
    assert_int_equal(row->n, 3);
    free_world(&world.world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kappas_are_those_counted_unit_by_unit),
        cmocka_unit_test(texts_that_are_not_known_are_counted_in_characters_when_asked),
        cmocka_unit_test(items_are_counted_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
