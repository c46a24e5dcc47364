#include <string.h>

#include "qa/annotation/span.h"
#include "qa/base/random.h"
#include "tests/support/close.h"

struct numbers {
    size_t n;
    double list[8];
};

static struct qa_objects one_object(const struct numbers *numbers, struct qa_piece *at)
{
    *at = (struct qa_piece){0, numbers->n};
    return (struct qa_objects){.n = 1, .number = numbers->list, .number_at = at};
}

static double iou(struct numbers a, struct numbers b)
{
    struct qa_piece at[2];
    struct qa_objects one = one_object(&a, &at[0]);
    struct qa_objects other = one_object(&b, &at[1]);
    const struct qa_sides sides = {.a = &one, .b = &other};
    double out = -1;
    qa_type_span.compare(&sides, &out);
    return out;
}

/* By hand: characters in common over characters of either. */
static void spans_overlap_by_their_characters(void **state)
{
    (void)state;
    assert_close(iou((struct numbers){2, {0, 5}}, (struct numbers){2, {0, 5}}), 1, 0);
    assert_close(iou((struct numbers){2, {0, 5}}, (struct numbers){2, {0, 4}}), 4.0 / 5, 0);
    assert_close(iou((struct numbers){2, {0, 5}}, (struct numbers){2, {3, 9}}), 2.0 / 9, 1e-15);
    assert_close(iou((struct numbers){2, {0, 5}}, (struct numbers){2, {7, 9}}), 0, 0);
}

/* Ends are exclusive: 0-5 and 5-9 share nothing, where ends that are taken for inclusive would
 * make them overlap. */
static void spans_that_touch_share_nothing(void **state)
{
    (void)state;
    assert_close(iou((struct numbers){2, {0, 5}}, (struct numbers){2, {5, 9}}), 0, 0);
}

static void the_gap_of_a_discontinuous_span_is_not_covered(void **state)
{
    (void)state;
    const struct numbers parts = {4, {10, 15, 18, 20}};
    assert_close(iou(parts, (struct numbers){2, {10, 20}}), 7.0 / 10, 1e-15);
    assert_close(iou(parts, (struct numbers){2, {15, 18}}), 0, 0);
    assert_close(iou(parts, (struct numbers){4, {12, 16, 18, 22}}), 5.0 / 10, 1e-15);
    assert_close(iou((struct numbers){4, {0, 3, 3, 5}}, (struct numbers){2, {0, 5}}), 1, 0);
}

static const char *refusal(struct numbers numbers)
{
    struct qa_piece at;
    struct qa_objects one = one_object(&numbers, &at);
    const char *why = NULL;
    return qa_type_span.valid(&one, 0, &why) ? NULL : why;
}

static void a_span_that_cannot_be_is_refused(void **state)
{
    (void)state;
    assert_null(refusal((struct numbers){2, {0, 1}}));
    assert_null(refusal((struct numbers){4, {0, 3, 3, 5}}));
    assert_non_null(strstr(refusal((struct numbers){0, {0}}), "no start and end"));
    assert_non_null(strstr(refusal((struct numbers){3, {0, 1, 2}}), "no start and end"));
    assert_non_null(strstr(refusal((struct numbers){2, {4, 4}}), "does not end after"));
    assert_non_null(strstr(refusal((struct numbers){2, {4, 2}}), "does not end after"));
    assert_non_null(strstr(refusal((struct numbers){4, {8, 12, 0, 3}}), "ascending"));
    assert_non_null(strstr(refusal((struct numbers){4, {0, 5, 4, 8}}), "ascending"));
    assert_non_null(strstr(refusal((struct numbers){2, {-1, 2}}), "whole number"));
    assert_non_null(strstr(refusal((struct numbers){2, {0, 1.5}}), "whole number"));
    assert_non_null(strstr(refusal((struct numbers){2, {0, 3e9}}), "whole number"));
}

static void fragments_are_read_as_tables_and_as_brat_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        struct numbers want; /* n 0: refused */
    } cases[] = {
        {"0-3;8-12", {4, {0, 3, 8, 12}}},
        {"0 3;8 12", {4, {0, 3, 8, 12}}},
        {"7-9", {2, {7, 9}}},
        {"0-3; 8-12", {4, {0, 3, 8, 12}}},
        {"", {0, {0}}},
        {"3", {0, {0}}},
        {"3-", {0, {0}}},
        {"3-x", {0, {0}}},
        {"-3-5", {0, {0}}},
        {"1-2;", {0, {0}}},
        {"1.5-2", {0, {0}}},
        {"12345678901-12345678902", {0, {0}}},
    };
    struct qa_arena *arena = qa_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct qa_shape shape = {.arena = arena};
        const char *why = NULL;
        bool is_read = qa_span_parse(cases[i].text, strlen(cases[i].text), &shape, &why);
        assert_int_equal(is_read, cases[i].want.n > 0);
        for (size_t k = 0; is_read && k < cases[i].want.n; k++) {
            assert_int_equal(shape.n_numbers, cases[i].want.n);
            assert_close(shape.number[k], cases[i].want.list[k], 0);
        }
    }
    qa_arena_free(arena);
}

static void a_span_is_described_by_its_place_and_text(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const struct numbers numbers = {4, {0, 3, 8, 12}};
    const struct qa_piece text_at = {0, 8};
    struct qa_piece at;
    struct qa_objects one = one_object(&numbers, &at);
    assert_string_equal(qa_type_span.describe(&one, 0, arena), "0-3;8-12");
    one.text = "Los City";
    one.text_at = &text_at;
    assert_string_equal(qa_type_span.describe(&one, 0, arena), "0-3;8-12 \"Los City\"");
    qa_arena_free(arena);
}

/* ---- properties ---- */

/* Ascending fragments within 60 characters, which are marked too. */
static struct numbers random_span(struct qa_random *random, bool marks[64])
{
    struct numbers out = {0, {0}};
    double at = 0;
    memset(marks, 0, 64 * sizeof *marks);
    size_t n = 1 + (size_t)qa_random_below(random, 4);
    for (size_t i = 0; i < n; i++) {
        double start = at + (double)qa_random_below(random, 6);
        double end = start + 1 + (double)qa_random_below(random, 8);
        out.list[out.n++] = start;
        out.list[out.n++] = end;
        for (size_t c = (size_t)start; c < (size_t)end; c++) {
            marks[c] = true;
        }
        at = end;
    }
    return out;
}

static void similarity_is_that_of_marked_characters_and_symmetric(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 7, 0);
    for (int round = 0; round < 2000; round++) {
        bool a[64];
        bool b[64];
        struct numbers one = random_span(&random, a);
        struct numbers other = random_span(&random, b);
        int both = 0;
        int either = 0;
        for (size_t c = 0; c < 64; c++) {
            both += a[c] && b[c];
            either += a[c] || b[c];
        }
        assert_identical(iou(one, other), (double)both / either);
        assert_identical(iou(other, one), (double)both / either);
        assert_int_equal(qa_span_equal(one.list, one.n, other.list, other.n), both == either);
        assert_close(iou(one, one), 1, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_overlap_by_their_characters),
        cmocka_unit_test(spans_that_touch_share_nothing),
        cmocka_unit_test(the_gap_of_a_discontinuous_span_is_not_covered),
        cmocka_unit_test(a_span_that_cannot_be_is_refused),
        cmocka_unit_test(fragments_are_read_as_tables_and_as_brat_write_them),
        cmocka_unit_test(a_span_is_described_by_its_place_and_text),
        cmocka_unit_test(similarity_is_that_of_marked_characters_and_symmetric),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
