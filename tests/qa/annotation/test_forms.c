#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/close.h"

#include "qa/annotation/polygon.h"
#include "qa/annotation/track.h"
#include "qa/annotation/type.h"
#include "qa/base/random.h"

/* ---- random valid objects of each kind ---- */

static double real(struct qa_random *random)
{
    double wide = 1000 * qa_random_real(random);
    return qa_random_below(random, 3) == 0 ? floor(wide) : wide;
}

static void some_box(struct qa_random *random, struct qa_shape *out)
{
    for (int i = 0; i < 4; i++) {
        qa_shape_add(out, i < 2 ? real(random) - 300 : real(random));
    }
}

static void some_polygon(struct qa_random *random, struct qa_shape *out)
{
    uint64_t n_parts = 1 + qa_random_below(random, 3);
    for (uint64_t p = 0; p < n_parts; p++) {
        uint64_t n_rings = 1 + qa_random_below(random, 2);
        qa_polygon_begin_part(out);
        for (uint64_t r = 0; r < n_rings; r++) {
            if (r > 0) {
                qa_polygon_begin_ring(out);
            }
            for (uint64_t v = 3 + qa_random_below(random, 4); v > 0; v--) {
                qa_shape_add(out, real(random));
                qa_shape_add(out, real(random));
            }
        }
    }
    qa_polygon_end(out);
}

static void some_text(struct qa_random *random, struct qa_shape *out)
{
    static const char *const texts[] = {"",     "one", "two, \"three\"", "a\nb\tc", "Straße 7",
                                        "=1+1", "1e5"};
    out->text = texts[qa_random_below(random, sizeof texts / sizeof *texts)];
    out->n_text = strlen(out->text);
}

/* A row holds one frame. */
static void some_frame(struct qa_random *random, struct qa_shape *out)
{
    qa_shape_add(out, (double)qa_random_below(random, 100000));
    some_box(random, out);
    qa_shape_add(out, (double)qa_random_below(random, QA_TRACK_MARKS_END));
}

static const struct {
    const char *kind;
    void (*fill)(struct qa_random *random, struct qa_shape *out);
} fillers[] = {
    {"box", some_box},
    {"polygon", some_polygon},
    {"transcript", some_text},
    {"track", some_frame},
};

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
        size_t f = 0;
        while (f < sizeof fillers / sizeof *fillers && strcmp(fillers[f].kind, type->name) != 0) {
            f++;
        }
        if (type->is_category) {
            assert_int_equal(type->n_forms, 0);
            continue;
        }
        if (f == sizeof fillers / sizeof *fillers) {
            fail_msg("fillers[] has no line that makes a random %s", type->name);
        }
        struct qa_random random;
        qa_random_init(&random, 14 + t, 0);
        for (int round = 0; round < 2000; round++) {
            struct qa_arena *arena = qa_arena_new();
            struct qa_shape shape = {.arena = arena, .text = ""};
            fillers[f].fill(&random, &shape);
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
