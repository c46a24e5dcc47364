#include <string.h>

#include "qa/base/fold.h"
#include "qa/base/utf8.h"
#include "tests/support/close.h"
#include "tests/support/reference.h"

/* Code points of a cell as UTF-8. */
static size_t encode(const struct test_reference *reference, const char *column, char *out)
{
    double code[TEST_REFERENCE_NUMBERS];
    size_t n = test_reference_numbers(reference, column, code);
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        used += qa_utf8_encode((uint32_t)code[i], out + used);
    }
    return used;
}

static void assert_folds(struct test_reference *reference, struct qa_arena *arena,
                         const char *column, enum qa_letter_case letter_case)
{
    char text[256];
    double want[TEST_REFERENCE_NUMBERS];
    size_t size = encode(reference, "text", text);
    size_t n_want = test_reference_numbers(reference, column, want);
    size_t n;
    const uint32_t *got = qa_fold_text(arena, text, size, letter_case, &n);
    bool is_same = n == n_want;
    for (size_t i = 0; is_same && i < n; i++) {
        is_same = got[i] == (uint32_t)want[i];
    }
    if (!is_same) {
        test_reference_fail(reference, column);
    }
}

static void texts_fold_as_the_standard_says(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct test_reference reference;
    test_reference_open(&reference, "fold.csv");
    while (test_reference_next(&reference)) {
        assert_folds(&reference, arena, "kept", QA_CASE_KEEP);
        assert_folds(&reference, arena, "folded", QA_CASE_FOLD);
    }
    test_reference_close(&reference);
    qa_arena_free(arena);
}

/* What is only decoded must not differ from what goes the long way: the mark before forces it. */
static void every_character_is_the_same_alone_and_after_a_mark(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    for (uint32_t c = 1; c < 0x110000; c++) {
        if (c >= 0xd800 && c < 0xe000) {
            continue;
        }
        struct qa_arena_mark mark = qa_arena_mark(arena);
        char text[16] = "\xe2\x84\xaax"; /* the Kelvin sign, which has another form */
        size_t before = strlen(text);
        size_t size = before + qa_utf8_encode(c, text + before);
        size_t n;
        size_t n_long;
        const uint32_t *alone = qa_fold_text(arena, text + 3, size - 3, QA_CASE_KEEP, &n);
        const uint32_t *longer = qa_fold_text(arena, text, size, QA_CASE_KEEP, &n_long);
        assert_int_equal(n_long, n + 1);
        assert_int_equal(longer[0], 'K');
        assert_memory_equal(alone, longer + 1, n * sizeof *alone);
        qa_arena_reset(arena, mark);
    }
    qa_arena_free(arena);
}

static void blanks_and_punctuation_are_those_of_unicode(void **state)
{
    (void)state;
    size_t n_spaces = 0;
    for (uint32_t c = 0; c < 0x110000; c++) {
        n_spaces += qa_is_space(c);
    }
    assert_int_equal(n_spaces, 25);
    assert_false(qa_is_space(0x200b)); /* zero width: joins what it stands between */
    for (const char *mark = "!\"#%&'()*,-./:;?@[\\]_{}"; *mark != '\0'; mark++) {
        assert_true(qa_is_punctuation((uint32_t)*mark));
    }
    for (const char *other = "$+<=>^`|~ aZ09"; *other != '\0'; other++) {
        assert_false(qa_is_punctuation((uint32_t)*other));
    }
    assert_true(qa_is_punctuation(0x2019));  /* apostrophe */
    assert_true(qa_is_punctuation(0x3002));  /* ideographic full stop */
    assert_false(qa_is_punctuation(0x20ac)); /* euro */
}

static void nothing_folds_to_nothing(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    size_t n = 1;
    assert_non_null(qa_fold_text(arena, "", 0, QA_CASE_FOLD, &n));
    assert_int_equal(n, 0);
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_fold_as_the_standard_says),
        cmocka_unit_test(every_character_is_the_same_alone_and_after_a_mark),
        cmocka_unit_test(blanks_and_punctuation_are_those_of_unicode),
        cmocka_unit_test(nothing_folds_to_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
