#include "qa/base/lists.h"

#include "qa/base/error.h"
#include "tests/support/close.h"

static void lists_are_cut_at_commas_and_pairs_at_the_first_equals_sign(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_texts parts = qa_split_list(arena, "a,,b=c=d,");
    const char *name;
    const char *value;
    assert_int_equal(parts.n, 2);
    assert_string_equal(parts.list[1], "b=c=d");
    assert_string_equal(qa_join_list(&parts, arena), "a, b=c=d");
    assert_true(qa_split_pair(arena, parts.list[1], &name, &value));
    assert_string_equal(name, "b");
    assert_string_equal(value, "c=d");
    assert_false(qa_split_pair(arena, "a", &name, &value));
    assert_false(qa_split_pair(arena, "=a", &name, &value));
    assert_int_equal(qa_split_list(arena, NULL).n, 0);
    assert_null(qa_join_list(&(const struct qa_texts){NULL, 0}, arena));
    qa_arena_free(arena);
}

static void the_first_refusal_that_applies_is_said(void **state)
{
    (void)state;
    struct qa_error err;
    assert_int_equal(QA_REFUSE(&err, "E002", {false, "one"}), QA_OK);
    assert_int_equal(QA_REFUSE(&err, "E304", {false, "one"}, {true, "two"}, {true, "three"}),
                     QA_USAGE);
    assert_string_equal(err.text, "two");
    assert_string_equal(err.code, "E304");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_cut_at_commas_and_pairs_at_the_first_equals_sign),
        cmocka_unit_test(the_first_refusal_that_applies_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
