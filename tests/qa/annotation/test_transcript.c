#include <stdlib.h>
#include <string.h>

#include "qa/annotation/transcript.h"
#include "qa/base/utf8.h"
#include "tests/support/close.h"
#include "tests/support/reference.h"

static const struct qa_setting verbatim[QA_TYPE_SETTINGS_MAX] = {{.choice = 0}, {.choice = 0}};
static const struct qa_setting folded[QA_TYPE_SETTINGS_MAX] = {{.choice = 1}, {.choice = 0}};
static const struct qa_setting dropped[QA_TYPE_SETTINGS_MAX] = {{.choice = 0}, {.choice = 1}};
static const struct qa_setting lenient[QA_TYPE_SETTINGS_MAX] = {{.choice = 1}, {.choice = 1}};

static struct qa_objects one_text(const char *text, struct qa_piece *piece)
{
    *piece = (struct qa_piece){0, strlen(text)};
    return (struct qa_objects){.n = 1, .text = text, .text_at = piece};
}

enum unit { WORDS, CHARACTERS };

static struct qa_edits align(const char *reference, const char *delivered,
                             const struct qa_setting *setting, enum unit unit)
{
    struct qa_piece piece[2];
    struct qa_objects a = one_text(reference, &piece[0]);
    struct qa_objects b = one_text(delivered, &piece[1]);
    struct qa_arena *scratch = qa_arena_new();
    const struct qa_sides sides = {&a, &b, setting, scratch};
    struct qa_edits edits = unit == WORDS ? qa_transcript_align_words(&sides, 0, 0)
                                          : qa_transcript_align_characters(&sides, 0, 0);
    qa_arena_free(scratch);
    return edits;
}

static double similarity(const char *reference, const char *delivered,
                         const struct qa_setting *setting)
{
    struct qa_piece piece[2];
    struct qa_objects a = one_text(reference, &piece[0]);
    struct qa_objects b = one_text(delivered, &piece[1]);
    struct qa_arena *scratch = qa_arena_new();
    const struct qa_sides sides = {&a, &b, setting, scratch};
    double out = -1;
    qa_type_transcript.compare(&sides, &out);
    qa_arena_free(scratch);
    return out;
}

static uint64_t word_errors(const char *reference, const char *delivered,
                            const struct qa_setting *setting)
{
    struct qa_edits edits = align(reference, delivered, setting, WORDS);
    return qa_edits_errors(&edits);
}

static void assert_same_words(const char *reference, const char *delivered,
                              const struct qa_setting *setting)
{
    struct qa_edits words = align(reference, delivered, setting, WORDS);
    struct qa_edits characters = align(reference, delivered, setting, CHARACTERS);
    assert_int_equal(qa_edits_errors(&words), 0);
    assert_int_equal(words.reference, words.hits);
    assert_int_equal(qa_edits_errors(&characters), 0);
}

static void assert_part(const struct test_reference *reference, const char *column, uint64_t got)
{
    if ((double)got != test_reference_number(reference, column)) {
        test_reference_fail(reference, column);
    }
}

static void assert_rate(const struct test_reference *reference, const char *column, uint64_t above,
                        uint64_t below)
{
    if (below == 0) {
        assert_string_equal(test_reference_text(reference, column), "");
    } else {
        assert_close((double)above / (double)below, test_reference_number(reference, column),
                     1e-15);
    }
}

static void edits_are_those_of_the_whole_matrix(void **state)
{
    (void)state;
    static const struct qa_setting *const settings[2][2] = {{verbatim, dropped}, {folded, lenient}};
    struct test_reference reference;
    test_reference_open(&reference, "transcripts.csv");
    while (test_reference_next(&reference)) {
        bool fold = strcmp(test_reference_text(&reference, "letter_case"), "fold") == 0;
        bool drop = strcmp(test_reference_text(&reference, "punctuation"), "drop") == 0;
        const char *a = test_reference_text(&reference, "reference");
        const char *b = test_reference_text(&reference, "delivered");
        struct qa_edits words = align(a, b, settings[fold][drop], WORDS);
        struct qa_edits characters = align(a, b, settings[fold][drop], CHARACTERS);
        assert_part(&reference, "reference_words", words.reference);
        assert_part(&reference, "delivered_words", words.delivered);
        assert_part(&reference, "hits", words.hits);
        assert_part(&reference, "substitutions", words.substitutions);
        assert_part(&reference, "deletions", words.deletions);
        assert_part(&reference, "insertions", words.insertions);
        assert_part(&reference, "reference_characters", characters.reference);
        assert_part(&reference, "character_substitutions", characters.substitutions);
        assert_part(&reference, "character_deletions", characters.deletions);
        assert_part(&reference, "character_insertions", characters.insertions);
        uint64_t errors = qa_edits_errors(&words);
        assert_rate(&reference, "wer", errors, words.reference);
        assert_rate(&reference, "mer", errors, words.hits + errors);
        assert_rate(&reference, "cer", qa_edits_errors(&characters), characters.reference);
    }
    test_reference_close(&reference);
}

static void edits_are_the_fewest_not_the_cheapest_of_other_weights(void **state)
{
    (void)state;
    struct qa_edits edits = align("a b c d e", "d e f g h", verbatim, WORDS);
    assert_int_equal(edits.substitutions, 5);
    assert_int_equal(qa_edits_errors(&edits), 5);
    edits = align("a b", "b c", verbatim, WORDS);
    assert_int_equal(edits.hits, 1);
    assert_int_equal(edits.deletions, 1);
    assert_int_equal(edits.insertions, 1);
}

static void composed_and_decomposed_letters_are_the_same(void **state)
{
    (void)state;
    assert_same_words("caf\u00e9 \u00c5ngstr\u00f6m", "cafe\u0301 \u212bngstro\u0308m", verbatim);
    assert_same_words("\ud55c\uad6d", "\u1112\u1161\u11ab\u1100\u116e\u11a8", verbatim);
    assert_int_equal(word_errors("caf\u00e9", "cafe", verbatim), 1);
    struct qa_edits edits = align("caf\u00e9", "cafe\u0301s", verbatim, CHARACTERS);
    assert_int_equal(edits.reference, 4);
    assert_int_equal(edits.insertions, 1);
    assert_int_equal(qa_edits_errors(&edits), 1);
}

static void letter_case_folds_where_it_is_asked_for(void **state)
{
    (void)state;
    assert_int_equal(word_errors("Yes we can", "yes We can", verbatim), 2);
    assert_same_words("Yes we CAN", "yes We can", folded);
    assert_same_words("STRASSE \u0391\u03a3 \u041c\u0418\u0420",
                      "stra\u00dfe \u03b1\u03c2 \u043c\u0438\u0440", folded);
    assert_int_equal(word_errors("\u0131", "I", folded), 1); /* dotless i is another letter */
    assert_int_equal(word_errors("Yes,", "yes", folded), 1);
}

static void punctuation_drops_where_it_is_asked_for(void **state)
{
    (void)state;
    assert_int_equal(word_errors("Yes, we can!", "Yes we can", verbatim), 2);
    assert_same_words("Yes, we \u2014 can!", "Yes we can", dropped);
    assert_same_words("don\u2019t \u00bfqu\u00e9?", "don't qu\u00e9", dropped);
    assert_same_words("twenty-one", "twentyone", dropped);
    assert_int_equal(word_errors("5 $", "5", dropped), 1);
    assert_same_words("\u3053\u3093\u306b\u3061\u306f\u3002", "\u3053\u3093\u306b\u3061\u306f",
                      dropped);
    assert_same_words("Yes, WE can!", "yes we can", lenient);
    assert_same_words("...", "", dropped);
}

static void white_space_only_parts_words(void **state)
{
    (void)state;
    assert_same_words(" one  two\t", "one\ntwo", verbatim);
    assert_same_words("one two", "one\u00a0\u2003two\u3000", verbatim);
    assert_int_equal(word_errors("one two", "one\u200btwo", verbatim), 2);
    struct qa_edits edits = align("one two", "onetwo", verbatim, CHARACTERS);
    assert_int_equal(edits.deletions, 1);
    assert_int_equal(qa_edits_errors(&edits), 1);
}

static void characters_of_any_script_are_counted(void **state)
{
    (void)state;
    struct qa_edits edits = align("\u4eca\u65e5\u306f\u5929\u6c17",
                                  "\u4eca\u65e5\u5929\u6c14\u54ed", verbatim, CHARACTERS);
    assert_int_equal(edits.reference, 5);
    assert_int_equal(edits.hits, 3);
    assert_int_equal(qa_edits_errors(&edits), 3);
    edits = align("\U0001f600 ok", "\U0001f601 ok", verbatim, CHARACTERS);
    assert_int_equal(edits.substitutions, 1);
    assert_int_equal(edits.reference, 4);
}

static void similarity_is_one_less_the_error_rate_of_side_a(void **state)
{
    (void)state;
    assert_identical(similarity("one two three four", "one two three", verbatim), 0.75);
    assert_close(similarity("one two three", "one two three four", verbatim), 2.0 / 3, 1e-15);
    assert_identical(similarity("one", "one", verbatim), 1);
    assert_identical(similarity("one", "one two three", verbatim), 0);
    assert_identical(similarity("", "", verbatim), 1);
    assert_identical(similarity(" ", "", NULL), 1);
    assert_identical(similarity("", "one", verbatim), 0);
    assert_identical(similarity("one", "", verbatim), 0);
}

static void an_answer_without_objects_is_an_empty_text(void **state)
{
    (void)state;
    struct qa_piece piece;
    struct qa_objects none = {0};
    struct qa_objects text = one_text("one two", &piece);
    struct qa_arena *scratch = qa_arena_new();
    const struct qa_sides sides = {&text, &none, NULL, scratch};
    struct qa_edits edits = qa_transcript_align_words(&sides, 0, 0);
    assert_int_equal(edits.deletions, 2);
    assert_int_equal(qa_edits_errors(&edits), 2);
    edits = qa_transcript_align_characters(&sides, 0, 0);
    assert_int_equal(edits.deletions, 7);
    qa_arena_free(scratch);
}

static const char *fault_of(const char *text, size_t n)
{
    struct qa_piece piece = {0, n};
    struct qa_objects objects = {.n = 1, .text = text, .text_at = &piece};
    const char *why = NULL;
    return qa_type_transcript.valid(&objects, 0, &why) ? NULL : why;
}

static void texts_that_cannot_be_right_are_refused(void **state)
{
    (void)state;
    char *text = calloc(1, QA_TRANSCRIPT_BYTES_MAX + 1);
    assert_non_null(text);
    memset(text, 'a', QA_TRANSCRIPT_BYTES_MAX + 1);
    assert_null(fault_of("", 0));
    assert_null(fault_of("caf\u00e9", 5));
    assert_null(fault_of(text, QA_TRANSCRIPT_BYTES_MAX));
    assert_non_null(strstr(fault_of(text, QA_TRANSCRIPT_BYTES_MAX + 1), "256 KiB"));
    assert_non_null(strstr(fault_of("caf\xe9", 4), "UTF-8"));
    assert_non_null(strstr(fault_of("a\0b", 3), "NUL"));
    free(text);
}

static void a_cell_is_the_text(void **state)
{
    (void)state;
    const struct qa_type_form *form = &qa_type_transcript.forms[0];
    struct qa_shape shape = {0};
    size_t column = 0;
    const char *why = NULL;
    assert_true(form->read(&(struct qa_text_cell){"one two", 7}, &shape, &column, &why));
    assert_int_equal(shape.n_text, 7);
    assert_memory_equal(shape.text, "one two", 7);
    assert_int_equal(shape.n_numbers, 0);
    assert_true(form->read(&(struct qa_text_cell){"", 0}, &shape, &column, &why));
    assert_int_equal(shape.n_text, 0);
}

static void assert_description(const char *text, const char *want)
{
    struct qa_piece piece;
    struct qa_objects objects = one_text(text, &piece);
    struct qa_arena *arena = qa_arena_new();
    assert_string_equal(qa_type_transcript.describe(&objects, 0, arena), want);
    qa_arena_free(arena);
}

static void descriptions_are_short(void **state)
{
    (void)state;
#define TEN "123456789 "
#define IDEOGRAPHS "\u4eca\u65e5\u306f\u5929\u6c17\u4eca\u65e5\u306f\u5929\u6c17"
    assert_description("", "(empty)");
    assert_description("one\ntwo\x01", "one two\ufffd");
    assert_description(TEN TEN TEN TEN TEN "1234567890", TEN TEN TEN TEN TEN "1234567890");
    assert_description(TEN TEN TEN TEN TEN "1234567890A", TEN TEN TEN TEN TEN "123456789\u2026");
    assert_description(IDEOGRAPHS IDEOGRAPHS IDEOGRAPHS, IDEOGRAPHS IDEOGRAPHS IDEOGRAPHS);
    assert_description(IDEOGRAPHS IDEOGRAPHS IDEOGRAPHS "A", IDEOGRAPHS IDEOGRAPHS
                       "\u4eca\u65e5\u306f\u5929\u6c17\u4eca\u65e5\u306f\u5929"
                       "\u2026");
    char marks[4002] = "a";
    for (size_t i = 1; i + 2 < sizeof marks; i += 2) {
        memcpy(marks + i, "\u0301", 2);
    }
    struct qa_piece piece;
    struct qa_objects objects = one_text(marks, &piece);
    struct qa_arena *arena = qa_arena_new();
    assert_true(strlen(qa_type_transcript.describe(&objects, 0, arena)) < 1100);
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits_are_those_of_the_whole_matrix),
        cmocka_unit_test(edits_are_the_fewest_not_the_cheapest_of_other_weights),
        cmocka_unit_test(composed_and_decomposed_letters_are_the_same),
        cmocka_unit_test(letter_case_folds_where_it_is_asked_for),
        cmocka_unit_test(punctuation_drops_where_it_is_asked_for),
        cmocka_unit_test(white_space_only_parts_words),
        cmocka_unit_test(characters_of_any_script_are_counted),
        cmocka_unit_test(similarity_is_one_less_the_error_rate_of_side_a),
        cmocka_unit_test(an_answer_without_objects_is_an_empty_text),
        cmocka_unit_test(texts_that_cannot_be_right_are_refused),
        cmocka_unit_test(a_cell_is_the_text),
        cmocka_unit_test(descriptions_are_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
