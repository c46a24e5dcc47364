#include "qa/batch/item_names.h"

#include <string.h>

#include "tests/support/close.h"

static void check(const char *name, enum qa_item_reading reading, unsigned folders,
                  const char *want)
{
    struct qa_arena *arena = qa_arena_new();
    assert_string_equal(qa_item_key(name, reading, folders, arena), want);
    qa_arena_free(arena);
}

static void a_base_has_no_folders(void **state)
{
    (void)state;
    check("images/a.jpg", QA_ITEMS_BASE, 0, "a.jpg");
    check("..\\media\\a.jpg", QA_ITEMS_BASE, 0, "a.jpg");
    check("https://host/x/a.jpg?sig=1/2#top", QA_ITEMS_BASE, 0, "a.jpg");
    check("a.jpg?x", QA_ITEMS_BASE, 0, "a.jpg?x");
    check("images/", QA_ITEMS_BASE, 0, "images/");
    check("images/a.jpg", QA_ITEMS_AS_IS, 0, "images/a.jpg");
}

static void a_stem_has_no_suffix(void **state)
{
    (void)state;
    check("x/a.b.jpeg", QA_ITEMS_STEM, 0, "a.b");
    check(".jpg", QA_ITEMS_STEM, 0, ".jpg");
    check("a.", QA_ITEMS_STEM, 0, "a.");
    check("scan 1.of two", QA_ITEMS_STEM, 0, "scan 1.of two");
}

static void a_path_has_as_many_folders_as_it_is_told(void **state)
{
    (void)state;
    check("a/b/c.png", QA_ITEMS_PATH, 0, "c.png");
    check("a\\b/c.png", QA_ITEMS_PATH, 1, "b/c.png");
    check("a/b/c.png", QA_ITEMS_PATH, 9, "a/b/c.png");
}

static void an_upload_loses_eight_digits(void **state)
{
    (void)state;
    check("upload/4/cb0618f6-a.jpg", QA_ITEMS_UPLOAD, 0, "a.jpg");
    check("cb0618f-a.jpg", QA_ITEMS_UPLOAD, 0, "cb0618f-a.jpg");
    check("cb0618f6-", QA_ITEMS_UPLOAD, 0, "cb0618f6-");
}

static void forms_of_unicode_and_letter_cases_are_one(void **state)
{
    (void)state;
    check("cafe\xcc\x81.jpg", QA_ITEMS_AS_IS, 0, "caf\xc3\xa9.jpg");
    check("x/CAF\xc3\x89.JPG", QA_ITEMS_CASELESS, 0, "caf\xc3\xa9.jpg");
}

static void a_decoded_name_has_its_letters(void **state)
{
    (void)state;
    check("https://x.com/a/img%2001_%C3%A9.jpg?s=1", QA_ITEMS_DECODED, 0, "img 01_\xc3\xa9.jpg");
    check("a%2Fimg+01.jpg", QA_ITEMS_DECODED, 0, "img 01.jpg");
    check("a+b.jpg", QA_ITEMS_DECODED, 0, "a+b.jpg");
    check("100%.jpg", QA_ITEMS_DECODED, 0, "100%.jpg");
    check("50%ff.jpg", QA_ITEMS_DECODED, 0, "50%ff.jpg");
    check("a%00b.jpg", QA_ITEMS_DECODED, 0, "a%00b.jpg");
    check("cafe%CC%81.jpg", QA_ITEMS_DECODED, 0, "caf\xc3\xa9.jpg");
}

static void an_unpadded_name_has_no_zeros_before_its_numbers(void **state)
{
    (void)state;
    check("x/img007.jpg", QA_ITEMS_UNPADDED, 0, "img7.jpg");
    check("000", QA_ITEMS_UNPADDED, 0, "0");
    check("a00b010c.png", QA_ITEMS_UNPADDED, 0, "a0b10c.png");
    check("img70.jpg", QA_ITEMS_UNPADDED, 0, "img70.jpg");
    check("v1.05", QA_ITEMS_UNPADDED, 0, "v1.5");
}

static void what_cannot_be_seen_around_a_name_is_no_part_of_it(void **state)
{
    (void)state;
    check(" a.jpg ", QA_ITEMS_AS_IS, 0, "a.jpg");
    check("a b.jpg\t", QA_ITEMS_AS_IS, 0, "a b.jpg");
    check("\xef\xbb\xbf"
          "a.jpg\xe2\x80\x8b",
          QA_ITEMS_AS_IS, 0, "a.jpg");
    check("\xc2\xa0", QA_ITEMS_AS_IS, 0, "\xc2\xa0");
}

static void two_names_are_joined_by_the_first_reading_that_can(void **state)
{
    static const struct {
        const char *a, *b;
        enum qa_item_reading joins;
        bool folders_fit;
    } cases[] = {
        {"images/a.jpg", "a.jpg", QA_ITEMS_BASE, true},
        {"v1/a.jpg", "v2/a.jpg", QA_ITEMS_BASE, false},
        {"v1/a.jpg", "v1/A.JPG", QA_ITEMS_CASELESS, true},
        {"..\\v1\\a.jpg", "../v1/a.png", QA_ITEMS_STEM, true},
        {"7", "7.0", QA_ITEMS_STEM, true},
        {"7", "007", QA_ITEMS_UNPADDED, true},
        {"IMG 07.PNG", "img%207.jpg", QA_ITEMS_AUTO, true}, /* several at once */
        {"a.jpg", "b.jpg", QA_ITEMS_AUTO, true},
    };

    (void)state;
    struct qa_arena *arena = qa_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *a = cases[i].a;
        const char *b = cases[i].b;
        bool look_alike = strcmp(qa_item_loose_key(a, arena), qa_item_loose_key(b, arena)) == 0;
        assert_int_equal(qa_item_reading_that_joins(a, b, arena), cases[i].joins);
        assert_int_equal(qa_item_folders_fit(a, b, arena), cases[i].folders_fit);
        assert_int_equal(look_alike, i + 1 < sizeof cases / sizeof *cases);
    }
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_base_has_no_folders),
        cmocka_unit_test(a_stem_has_no_suffix),
        cmocka_unit_test(a_path_has_as_many_folders_as_it_is_told),
        cmocka_unit_test(an_upload_loses_eight_digits),
        cmocka_unit_test(forms_of_unicode_and_letter_cases_are_one),
        cmocka_unit_test(a_decoded_name_has_its_letters),
        cmocka_unit_test(an_unpadded_name_has_no_zeros_before_its_numbers),
        cmocka_unit_test(what_cannot_be_seen_around_a_name_is_no_part_of_it),
        cmocka_unit_test(two_names_are_joined_by_the_first_reading_that_can),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
