#include "tests/support/close.h"

#include <string.h>

#include "qa/base/filename.h"

static void check(const char *text, const char *want)
{
    struct qa_arena *arena = qa_arena_new();
    assert_string_equal(qa_file_name(arena, text), want);
    qa_arena_free(arena);
}

static void plain_names_stay(void **state)
{
    (void)state;
    check("Acme-2_b.v1", "Acme-2_b.v1");
    check("\xc3\xbcn\xc3\xaf", "\xc3\xbcn\xc3\xaf");
}

static void paths_and_shell_characters_become_one_name(void **state)
{
    (void)state;
    check("../../etc/passwd", "_._.._etc_passwd");
    check("/", "_");
    check("..", "__");
    check("-rf *", "_rf__");
    check("a\\b:c*d?e\"f<g>h|i", "a_b_c_d_e_f_g_h_i");
    check("$(reboot)`x`", "__reboot__x_");
    check("", "_");
}

static void control_characters_and_bad_bytes_do_not_get_through(void **state)
{
    (void)state;
    check("a\nb", "a\xef\xbf\xbd"
                  "b");
    check("\xff", "\xef\xbf\xbd");
}

static void names_of_devices_are_changed(void **state)
{
    (void)state;
    check("con", "_con");
    check("NUL.txt", "_NUL.txt");
    check("com1", "_com1");
    check("com0", "com0");
    check("console", "console");
}

static void long_names_are_cut_between_characters(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    char text[300];
    for (int i = 0; i < 298; i += 2) {
        text[i] = '\xc3';
        text[i + 1] = '\xbc';
    }
    text[298] = '\0';
    assert_int_equal(strlen(qa_file_name(arena, text)), QA_LONGEST_FILE_NAME);
    memmove(text + 1, text, 298);
    text[0] = 'a';
    text[299] = '\0';
    assert_int_equal(strlen(qa_file_name(arena, text)), QA_LONGEST_FILE_NAME - 1);
    qa_arena_free(arena);
}

static void equal_names_get_numbers_whatever_their_case(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const char *const taken[] = {"Acme", "acme-2"};
    assert_string_equal(qa_file_name_unlike(arena, "ACME", taken, 2), "ACME-3");
    assert_string_equal(qa_file_name_unlike(arena, "zeta", taken, 2), "zeta");
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_names_stay),
        cmocka_unit_test(paths_and_shell_characters_become_one_name),
        cmocka_unit_test(control_characters_and_bad_bytes_do_not_get_through),
        cmocka_unit_test(names_of_devices_are_changed),
        cmocka_unit_test(long_names_are_cut_between_characters),
        cmocka_unit_test(equal_names_get_numbers_whatever_their_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
