#include <math.h>
#include <string.h>

#include "tests/support/close.h"
#include "tests/support/random_objects.h"

#include "qa/annotation/type.h"

/* ---- written and read back ---- */

static struct qa_objects one_object(const struct qa_shape *shape, struct qa_piece piece[2])
{
    static const uint32_t label = 0;
    piece[0] = (struct qa_piece){0, shape->n_numbers};
    piece[1] = (struct qa_piece){0, shape->n_text};
    return (struct qa_objects){.n = 1,
                               .label = &label,
                               .number = shape->number,
                               .number_at = &piece[0],
                               .text = shape->text,
                               .text_at = &piece[1]};
}

static bool same_object(const struct qa_shape *a, const struct qa_shape *b)
{
    for (size_t k = 0; k < a->n_numbers && k < b->n_numbers; k++) {
        bool both_nan = isnan(a->number[k]) && isnan(b->number[k]);
        if (!both_nan && a->number[k] != b->number[k]) {
            return false;
        }
    }
    return a->n_numbers == b->n_numbers && a->n_text == b->n_text &&
           (a->n_text == 0 || memcmp(a->text, b->text, a->n_text) == 0);
}

static void check_object(const struct qa_type *type, const struct qa_shape *shape)
{
    struct qa_piece piece[2];
    struct qa_objects object = one_object(shape, piece);
    struct qa_written_cell written[QA_FORM_COLUMNS_MAX];
    struct qa_text_cell cells[QA_FORM_COLUMNS_MAX];
    struct qa_shape back = {.arena = shape->arena};
    const char *why = "";
    size_t column = 0;
    assert_true(type->valid == NULL || type->valid(&object, 0, &why));
    const struct qa_type_form *form = qa_type_write(type, &object, 0, shape->arena, written);
    assert_non_null(form);
    for (size_t c = 0; form->columns[c] != NULL; c++) {
        cells[c] = (struct qa_text_cell){written[c].text ? written[c].text : "", written[c].length};
        bool may_be_blank = form->columns[c][0] == '?' || type->matching == QA_MATCH_ANSWER;
        assert_true(may_be_blank || cells[c].length > 0);
    }
    if (!form->read(cells, &back, &column, &why)) {
        fail_msg("a %s is not read back: column %s '%s', expected %s", type->name,
                 form->columns[column], cells[column].text, why);
    }
    if (!same_object(shape, &back)) {
        fail_msg("a %s is another when it is read back: '%s'", type->name, cells[0].text);
    }
}

static void objects_of_every_kind_are_the_same_when_written_and_read_back(void **state)
{
    (void)state;
    for (size_t t = 0; t < qa_n_types; t++) {
        const struct qa_type *type = qa_types[t];
        if (type->is_category) {
            assert_int_equal(type->n_forms, 0);
            continue;
        }
        struct qa_random random;
        qa_random_init(&random, 14 + t, 0);
        for (int round = 0; round < 2000; round++) {
            struct qa_arena *arena = qa_arena_new();
            struct qa_shape shape = {.arena = arena, .text = ""};
            if (!random_object(type, &random, &shape)) {
                fail_msg("tests/support/random_objects.c does not make a %s", type->name);
            }
            check_object(type, &shape);
            qa_arena_free(arena);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_of_every_kind_are_the_same_when_written_and_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
