#include <string.h>

#include "tests/support/close.h"

#include "qa/base/base64.h"

/* RFC 4648, section 10, and what people leave out or put in. */
static void texts_are_the_bytes_of_the_standard(void **state)
{
    (void)state;
    static const struct {
        const char *text, *bytes;
    } cases[] = {{"", ""},
                 {"Zg==", "f"},
                 {"Zm8=", "fo"},
                 {"Zm9v", "foo"},
                 {"Zm9vYg==", "foob"},
                 {"Zm9vYmE=", "fooba"},
                 {"Zm9vYmFy", "foobar"},
                 {"Zm9vYmE", "fooba"},
                 {"Zm 9v\r\nYmFy\n", "foobar"},
                 {"+/+/", "\xfb\xff\xbf"}};
    struct qa_arena *arena = qa_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n;
        unsigned char *bytes = qa_base64_bytes(cases[i].text, strlen(cases[i].text), &n, arena);
        assert_non_null(bytes);
        assert_int_equal(n, strlen(cases[i].bytes));
        assert_memory_equal(bytes, cases[i].bytes, n);
    }
    qa_arena_free(arena);
}

static void other_texts_are_none(void **state)
{
    (void)state;
    static const char *const texts[] = {"Z", "Zm9vY", "Zm9-", "Zm9_", "Zg==Zg==", "\xc3\xa4"};
    struct qa_arena *arena = qa_arena_new();
    size_t n;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_null(qa_base64_bytes(texts[i], strlen(texts[i]), &n, arena));
    }
    assert_null(qa_base64_bytes("Zm\0v", 4, &n, arena));
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_the_bytes_of_the_standard),
        cmocka_unit_test(other_texts_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
