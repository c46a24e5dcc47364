#include "tests/support/close.h"

#include <string.h>

#include "qa/batch/spelling.h"

static void spellings_of_one_name_are_told_from_names(void **state)
{
    static const struct {
        const char *a, *b;
        bool is_one;
    } cases[] = {
        {"northlight", "Northlight", true},
        {"North Light", "north-light", true},
        {"Caf\xc3\xa9", "CAFE\xcc\x81", true},
        {"acme", "acme", false}, /* the same, not another spelling */
        {"vendor1", "vendor2", false},
        {"acme", "acne", false},
        {"-", ".", false}, /* nothing is left of either */
        {"1", "1.0", true},
        {"7", "007", true},
        {"1", "10", false},
        {"1.5", "15", false},
        {"team1-1", "team-11", false}, /* between digits a mark tells numbers apart */
        {"team 1-1", "Team1_1", true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(qa_is_respelt(cases[i].a, cases[i].b), cases[i].is_one);
        assert_int_equal(qa_is_respelt(cases[i].b, cases[i].a), cases[i].is_one);
    }
}

static void each_further_spelling_is_said_once(void **state)
{
    static const char *const names[] = {"acme", "Acme", "blue", "AC-ME"};
    struct qa_arena *arena = qa_arena_new();
    struct qa_findings findings;

    (void)state;
    qa_findings_init(&findings, arena);
    qa_say_respelt(names, 4, "quotes.csv", &findings);
    assert_int_equal(findings.n, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(findings.list[i].code, "W168");
        assert_string_equal(findings.list[i].file, "quotes.csv");
        assert_non_null(strstr(findings.list[i].text, "'acme'"));
    }
    assert_string_equal(qa_respelt_among("ACME", names, 4), "acme");
    assert_null(qa_respelt_among("green", names, 4));
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_of_one_name_are_told_from_names),
        cmocka_unit_test(each_further_spelling_is_said_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
