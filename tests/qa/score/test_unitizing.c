#include <string.h>

#include "qa/annotation/span.h"
#include "qa/annotation/uem.h"
#include "qa/score/unitizing.h"
#include "tests/qa/audit/batches.h"
#include "tests/support/reference.h"

enum { MOST_ITEMS = 16 };

/* "150-450@c 225 295;k 180 240|c 220 300#...": of each item its extent and, annotator by annotator,
 * its units. Only one extent can be said without a UEM, so there always is one. */
struct unit_world {
    struct world world;
    struct qa_uem uem;
    struct qa_uem_recording recording[MOST_ITEMS];
    struct qa_uem_part part[MOST_ITEMS];
    struct qa_setting setting[QA_TYPES_MAX][QA_TYPE_SETTINGS_MAX];
    const char *const *annotators;
};

static void give_units(struct world *world, struct qa_builder *builder, char *text)
{
    for (char *unit; (unit = strsep(&text, ";")) != NULL;) {
        char label[8];
        double number[2];
        struct qa_object object = QA_NO_OBJECT;
        if (sscanf(unit, "%7s %lf %lf", label, &number[0], &number[1]) == 3) {
            object.label = intern(world->names->labels, label);
            object.number = number;
            object.n_numbers = 2;
            qa_builder_object(builder, &qa_type_span, &object);
        }
    }
}

static void give_item(struct unit_world *world, struct qa_builder *builder, size_t i, char *text)
{
    const char *name = qa_arena_format(world->world.arena, "item-%02zu", i);
    int at = 0;
    assert_int_equal(sscanf(text, "%lf-%lf@%n", &world->part[i].start, &world->part[i].end, &at),
                     2);
    world->recording[i] = (struct qa_uem_recording){name, &world->part[i], 1};
    char *rest = text + at;
    size_t coder = 0;
    for (char *units; (units = strsep(&rest, "|")) != NULL; coder++) {
        struct qa_answer answer = QA_NO_ANSWER;
        const char *annotator = world->annotators[coder];
        answer.item = intern(world->world.names->items, name);
        answer.annotator =
            qa_names_annotator(world->world.names, QA_NONE, annotator, strlen(annotator));
        answer.line = 2;
        qa_builder_answer(builder, &answer);
        give_units(&world->world, builder, units);
    }
}

static const char *const annotators[] = {"ann", "bob", "cid", "dan"};

static struct qa_unitizing unitize(struct unit_world *world, const char *items,
                                   const char *const *names, bool with_uem)
{
    size_t n = 0;
    *world = (struct unit_world){.world = new_world(), .annotators = names};
    struct qa_builder *builder = qa_builder_new(world->world.arena, world->world.names);
    struct qa_source *source = qa_builder_source(builder, "rows.csv", "csv");
    source->vendor = QA_NONE;
    source->lists_items = true;
    source->type = &qa_type_span;
    char *rest = qa_arena_text(world->world.arena, items);
    for (char *item; (item = strsep(&rest, "#")) != NULL;) {
        give_item(world, builder, n++, item);
    }
    struct qa_batch *batch =
        qa_builder_finish(builder, QA_DUPLICATES_ERROR, &world->world.findings);
    world->uem = (struct qa_uem){world->recording, n};
    world->setting[qa_type_index(&qa_type_span)][QA_SPAN_UEM].loaded =
        with_uem ? &world->uem : NULL;
    const struct qa_question_options options = {
        .setting = (const struct qa_setting(*)[QA_TYPE_SETTINGS_MAX])world->setting};
    qa_questions_make(batch, NULL, NULL, &options, world->world.arena, &world->world.findings);
    const struct qa_comparison_request request = {.delivery = batch, .class_agnostic = true};
    const struct qa_unitizing *out =
        qa_unitizing_alphas(qa_compare(&request, world->world.arena), 0.95, world->world.arena, &n);
    return n > 0 ? out[0] : (struct qa_unitizing){.alpha = qa_undefined("none", 0)};
}

static void alpha_is_that_of_the_formula_in_exact_fractions(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "unitizing.csv");
    while (test_reference_next(&reference)) {
        struct unit_world world;
        const char *items = test_reference_text(&reference, "items");
        struct qa_unitizing got = unitize(&world, items, annotators, true);
        assert_null(got.alpha.undefined);
        assert_close(got.alpha.value, test_reference_number(&reference, "alpha"), 1e-11);
        const char *want = test_reference_text(&reference, "categories");
        for (size_t c = 0; c < got.n_classes; c++) {
            char label[8];
            double value;
            if (got.classes[c].alpha.undefined != NULL) {
                continue;
            }
            assert_int_equal(sscanf(want, "%7s %lf", label, &value), 2);
            assert_string_equal(label,
                                qa_strings_text(world.world.names->labels, got.classes[c].label));
            assert_close(got.classes[c].alpha.value, value, 1e-10);
            want = strchr(want, ';') != NULL ? strchr(want, ';') + 1 : "";
        }
        assert_string_equal(want, "");
        free_world(&world.world);
    }
    test_reference_close(&reference);
}

/* Krippendorff 2004, p. 254, prints .8591 from rounded terms. */
static const char book[] = "150-450@c 225 295;c 370 400;k 180 240;k 300 350|"
                           "c 220 300;c 355 375;c 400 420;k 180 240;k 300 350";

static void the_example_of_the_book_is_0_858665(void **state)
{
    (void)state;
    struct unit_world world;
    struct qa_unitizing got = unitize(&world, book, annotators, true);
    assert_close(got.alpha.value, 0.858665, 5e-7);
    assert_int_equal(got.alpha.n, 1);
    assert_false(got.alpha.has_interval);
    assert_close(got.classes[0].share, 220.0 / 600, 1e-15);
    free_world(&world.world);
}

static void units_of_one_class_that_overlap_are_one(void **state)
{
    (void)state;
    struct unit_world one;
    struct unit_world other;
    struct qa_unitizing apart = unitize(&one, "0-60@c 5 20;c 12 30|c 4 30", annotators, true);
    struct qa_unitizing whole = unitize(&other, "0-60@c 5 30|c 4 30", annotators, true);
    assert_close(apart.alpha.value, whole.alpha.value, 1e-15);
    assert_close(apart.classes[0].share, 51.0 / 120, 1e-15);
    free_world(&one.world);
    free_world(&other.world);
}

/* A unit is cut at the ends of what there was to divide, and dropped beyond. */
static void what_lies_beyond_the_uem_takes_no_part(void **state)
{
    (void)state;
    struct unit_world one;
    struct unit_world other;
    struct qa_unitizing cut =
        unitize(&one, "10-60@c 5 20;c 70 80|c 2 22;c 90 99", annotators, true);
    struct qa_unitizing whole = unitize(&other, "10-60@c 10 20|c 10 22", annotators, true);
    assert_close(cut.alpha.value, whole.alpha.value, 1e-15);
    free_world(&one.world);
    free_world(&other.world);
}

static void without_a_uem_a_text_ends_with_its_last_unit(void **state)
{
    (void)state;
    struct unit_world one;
    struct unit_world other;
    struct qa_unitizing bare = unitize(&one, "7-9@c 10 20|c 10 22", annotators, false);
    struct qa_unitizing said = unitize(&other, "0-22@c 10 20|c 10 22", annotators, true);
    assert_close(bare.alpha.value, said.alpha.value, 1e-15);
    assert_false(bare.has_uem);
    assert_true(said.has_uem);
    free_world(&one.world);
    free_world(&other.world);
}

/* Names change which annotator comes first, and nothing else; one alone divides nothing. */
static void the_order_of_annotators_means_nothing(void **state)
{
    (void)state;
    static const char *const others[] = {"zoe", "bob", "ann", "dan"};
    static const char five[] = "0-30@A 1 5|A 2 6;B 9 12#0-30@A 3 9|A 3 8|B 3 8#0-20@|A 1 2#"
                               "0-40@B 30 35|B 31 35#4-30@A 5 9;B 9 11|A 5 9|A 5 10";
    struct unit_world one;
    struct unit_world other;
    struct qa_unitizing a = unitize(&one, five, annotators, true);
    struct qa_unitizing b = unitize(&other, five, others, true);
    assert_close(a.alpha.value, b.alpha.value, 1e-14);
    assert_int_equal(a.alpha.n, 5);
    assert_true(a.alpha.has_interval);
    assert_true(a.alpha.low < a.alpha.value && a.alpha.value < a.alpha.high);
    assert_close(a.alpha.low, b.alpha.low, 1e-12);
    free_world(&one.world);
    free_world(&other.world);
    struct qa_unitizing alone = unitize(&one, "0-60@c 5 20", annotators, true);
    assert_int_equal(alone.alpha.n, 0);
    free_world(&one.world);
}

static void nothing_to_differ_about_is_said(void **state)
{
    (void)state;
    struct unit_world world;
    struct qa_unitizing got = unitize(&world, "0-60@|", annotators, true);
    assert_string_equal(got.alpha.undefined, "no units");
    free_world(&world.world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alpha_is_that_of_the_formula_in_exact_fractions),
        cmocka_unit_test(the_example_of_the_book_is_0_858665),
        cmocka_unit_test(units_of_one_class_that_overlap_are_one),
        cmocka_unit_test(what_lies_beyond_the_uem_takes_no_part),
        cmocka_unit_test(without_a_uem_a_text_ends_with_its_last_unit),
        cmocka_unit_test(the_order_of_annotators_means_nothing),
        cmocka_unit_test(nothing_to_differ_about_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
