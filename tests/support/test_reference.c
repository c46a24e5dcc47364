#include "tests/support/reference.h"

#include "tests/support/close.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A root folder of its own, so that the loader reads what a test wrote. */
struct root {
    char path[64];
    char file[128];
};

static int make_root(void **state)
{
    static struct root root;
    char folder[128];
    snprintf(root.path, sizeof root.path, "/tmp/labelqa-reference.XXXXXX");
    if (mkdtemp(root.path) == NULL)
        return -1;
    snprintf(folder, sizeof folder, "%s/tests", root.path);
    if (mkdir(folder, 0700) != 0)
        return -1;
    snprintf(folder, sizeof folder, "%s/tests/reference", root.path);
    if (mkdir(folder, 0700) != 0)
        return -1;
    snprintf(root.file, sizeof root.file, "%s/tests/reference/case.csv", root.path);
    *state = &root;
    return setenv("LABELQA_ROOT", root.path, 1);
}

static int remove_root(void **state)
{
    const struct root *root = *state;
    char folder[128];
    remove(root->file);
    snprintf(folder, sizeof folder, "%s/tests/reference", root->path);
    remove(folder);
    snprintf(folder, sizeof folder, "%s/tests", root->path);
    remove(folder);
    return remove(root->path);
}

static struct test_reference open_text(void **state, const char *text)
{
    const struct root *root = *state;
    struct test_reference reference;
    FILE *file = fopen(root->file, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    test_reference_open(&reference, "case.csv");
    return reference;
}

static void rows_are_read_by_column_name(void **state)
{
    struct test_reference reference = open_text(state, "# made by hand\n"
                                                       "case,want\r\n"
                                                       "half,0.5\r\n"
                                                       "\n"
                                                       "third,0x1p-2");
    assert_true(test_reference_has(&reference, "want"));
    assert_false(test_reference_has(&reference, "tool"));
    assert_true(test_reference_next(&reference));
    assert_string_equal(test_reference_text(&reference, "case"), "half");
    assert_identical(test_reference_number(&reference, "want"), 0.5);
    assert_true(test_reference_next(&reference));
    assert_int_equal(reference.line, 5);
    assert_identical(test_reference_number(&reference, "want"), 0.25);
    assert_false(test_reference_next(&reference));
    test_reference_close(&reference);
}

static void quoted_cells_hold_commas_and_quotes(void **state)
{
    struct test_reference reference = open_text(state, "a,b,c\n\"x, \"\"y\"\"\",,\"\"\n");
    assert_true(test_reference_next(&reference));
    assert_string_equal(test_reference_text(&reference, "a"), "x, \"y\"");
    assert_string_equal(test_reference_text(&reference, "b"), "");
    assert_string_equal(test_reference_text(&reference, "c"), "");
    test_reference_close(&reference);
}

static void a_cell_holds_a_list_of_numbers(void **state)
{
    struct test_reference reference = open_text(state, "input,none\n 3 0 1; 2 -2.5e1 ,\n");
    const double want[] = {3.0, 0.0, 1.0, 2.0, -25.0};
    static double numbers[TEST_REFERENCE_NUMBERS];
    assert_true(test_reference_next(&reference));
    assert_int_equal(test_reference_numbers(&reference, "input", numbers), 5);
    for (size_t i = 0; i < 5; i++)
        assert_identical(numbers[i], want[i]);
    assert_int_equal(test_reference_numbers(&reference, "none", numbers), 0);
    test_reference_close(&reference);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read_by_column_name),
        cmocka_unit_test(quoted_cells_hold_commas_and_quotes),
        cmocka_unit_test(a_cell_holds_a_list_of_numbers),
    };
    return cmocka_run_group_tests(tests, make_root, remove_root);
}
