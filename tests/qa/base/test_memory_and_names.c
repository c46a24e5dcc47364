#include <stdio.h>
#include <string.h>

#include "tests/support/close.h"

#include "qa/base/arena.h"
#include "qa/base/bytes.h"
#include "qa/base/finding.h"
#include "qa/base/random.h"
#include "qa/base/strings.h"

static void interned_texts_keep_their_ids(void **state)
{
    (void)state;
    enum { N = 100000 };
    struct qa_arena *arena = qa_arena_new();
    struct qa_strings *strings = qa_strings_new(arena);
    char text[32];
    for (uint32_t i = 0; i < N; i++) {
        int length = snprintf(text, sizeof text, "item-%u", i * 7919U % N);
        assert_int_equal(qa_strings_intern(strings, text, (size_t)length), i);
    }
    for (uint32_t i = 0; i < N; i++) {
        int length = snprintf(text, sizeof text, "item-%u", i * 7919U % N);
        assert_int_equal(qa_strings_find(strings, text, (size_t)length), i);
        assert_string_equal(qa_strings_text(strings, i), text);
    }
    assert_int_equal(qa_strings_count(strings), N);
    assert_int_equal(qa_strings_find(strings, "none", 4), QA_NONE);
    assert_string_equal(qa_strings_text(strings, QA_NONE), "");
    qa_arena_free(arena);
}

static void numbers_come_before_other_texts_and_by_value(void **state)
{
    (void)state;
    assert_true(qa_text_compare("9", "10") < 0);
    assert_true(qa_text_compare("10", "a") < 0);
    assert_true(qa_text_compare("-1.5", "1e-3") < 0);
    assert_true(qa_text_compare("1", "1.0") != 0);
    assert_true(qa_text_compare("b", "a") > 0);
    assert_int_equal(qa_text_compare("x", "x"), 0);
}

static void a_reset_gives_memory_back_and_keeps_what_was_before(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    char *kept = qa_arena_text(arena, "kept");
    struct qa_arena_mark mark = qa_arena_mark(arena);
    size_t before = qa_arena_bytes(arena);
    for (int i = 0; i < 1000; i++) {
        unsigned char *piece = qa_arena_alloc(arena, 5000);
        assert_int_equal(piece[4999], 0);
        memset(piece, 255, 5000);
    }
    (void)qa_arena_alloc(arena, (size_t)1 << 22);
    qa_arena_reset(arena, mark);
    assert_int_equal(qa_arena_bytes(arena), before);
    assert_string_equal(kept, "kept");
    unsigned char *again = qa_arena_alloc(arena, 5000);
    assert_int_equal(again[0], 0);
    qa_arena_free(arena);
}

static void a_growing_column_keeps_its_elements_and_is_zero_behind(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    uint32_t *column = NULL;
    size_t capacity = 0;
    for (uint32_t i = 0; i < 1000000; i++) {
        column = qa_arena_grow(arena, column, &capacity, i + (size_t)1, sizeof *column);
        assert_int_equal(column[i], 0);
        column[i] = i;
    }
    for (uint32_t i = 0; i < 1000000; i++) {
        assert_int_equal(column[i], i);
    }
    qa_arena_free(arena);
}

static void findings_count_all_and_keep_some(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_findings findings;
    qa_findings_init(&findings, arena);
    for (int i = 0; i < 3 * QA_FINDINGS_KEPT_PER_CODE; i++) {
        qa_findings_addf(&findings, QA_ERROR, "E110", "a.csv", 1, 1, "row %d", i);
    }
    qa_findings_addf(&findings, QA_WARNING, "W201", NULL, 0, 0, "another");
    assert_int_equal(findings.total[QA_ERROR], 3 * QA_FINDINGS_KEPT_PER_CODE);
    assert_int_equal(findings.n, QA_FINDINGS_KEPT_PER_CODE + 1);
    qa_arena_free(arena);
}

/* First outputs of xoshiro256** for the state 1, 2, 3, 4, as in the reference code's test vectors.
 */
static void the_generator_is_xoshiro(void **state)
{
    (void)state;
    static const uint64_t want[] = {11520, 0, 1509978240, UINT64_C(1215971899390074240)};
    struct qa_random random = {{1, 2, 3, 4}};
    for (int i = 0; i < 4; i++) {
        assert_true(qa_random_u64(&random) == want[i]);
    }
}

static void bounded_numbers_are_even(void **state)
{
    (void)state;
    struct qa_random random;
    uint64_t counts[7] = {0};
    qa_random_init(&random, 1, 2);
    for (int i = 0; i < 70000; i++) {
        counts[qa_random_below(&random, 7)]++;
    }
    for (int i = 0; i < 7; i++) {
        assert_in_range(counts[i], 9600, 10400);
    }
}

static void what_unpacks_a_thousandfold_is_bounded(void **state)
{
    (void)state;
    const uint64_t gigabyte = (uint64_t)1 << 30;
    assert_int_equal(qa_bytes_unpacked_most(10, UINT64_MAX), gigabyte);
    assert_int_equal(qa_bytes_unpacked_most(10, 7), 7);
    assert_int_equal(qa_bytes_unpacked_most(gigabyte, UINT64_MAX), 200 * gigabyte);
    assert_int_equal(qa_bytes_unpacked_most(gigabyte, 64 * gigabyte), 64 * gigabyte);
    assert_int_equal(qa_bytes_unpacked_most(UINT64_MAX / 2, UINT64_MAX), UINT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(interned_texts_keep_their_ids),
        cmocka_unit_test(numbers_come_before_other_texts_and_by_value),
        cmocka_unit_test(a_reset_gives_memory_back_and_keeps_what_was_before),
        cmocka_unit_test(a_growing_column_keeps_its_elements_and_is_zero_behind),
        cmocka_unit_test(what_unpacks_a_thousandfold_is_bounded),
        cmocka_unit_test(findings_count_all_and_keep_some),
        cmocka_unit_test(the_generator_is_xoshiro),
        cmocka_unit_test(bounded_numbers_are_even),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
