#include "qa/formats/earlier.h"

#include <string.h>

#include "tests/support/close.h"

static struct qa_arena *arena;
static struct qa_earlier earlier;
static struct qa_error error;

static int set_up(void **state)
{
    (void)state;
    arena = qa_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    qa_arena_free(arena);
    return 0;
}

static enum qa_status read_text(const char *text)
{
    struct qa_bytes bytes;
    assert_int_equal(qa_bytes_of_memory(&bytes, text, strlen(text), "march.json", &error), QA_OK);
    enum qa_status status = qa_earlier_read(&bytes, arena, &earlier, &error);
    qa_bytes_close(&bytes);
    return status;
}

#define RESULT(tables) "{\"schema_version\": 1, \"tables\": {" tables "}}"

static void the_row_over_all_questions_counts(void **state)
{
    (void)state;
    assert_int_equal(
        read_text(
            RESULT("\"vendors\": [{\"vendor\": \"acme\", \"score\": 1}],\"errors_vendors\": ["
                   "{\"vendor\": \"acme\", \"question\": \"box\", \"trials\": 4, \"errors\": "
                   "1},{\"vendor\": \"acme\", \"question\": \"(all)\", \"trials\": 9, "
                   "\"errors\": 3, \"design_effect\": 1.5},{\"vendor\": \"acme\", "
                   "\"question\": \"scene\", \"trials\": 5, \"errors\": 2},{\"vendor\": null, "
                   "\"question\": \"scene\", \"trials\": 7, \"errors\": 0}]")),
        QA_OK);
    assert_int_equal(earlier.n_vendors, 2);
    assert_string_equal(earlier.vendors[0].vendor, "acme");
    assert_int_equal(earlier.vendors[0].trials, 9);
    assert_int_equal(earlier.vendors[0].errors, 3);
    assert_close(earlier.vendors[0].design_effect, 1.5, 0);
    assert_null(earlier.vendors[1].vendor);
    assert_close(earlier.vendors[1].design_effect, 1, 0);
}

static void questions_and_steps_are_taken_where_they_are(void **state)
{
    (void)state;
    assert_int_equal(earlier.n_questions, 2);
    assert_string_equal(earlier.questions[0], "box");
    assert_string_equal(earlier.questions[1], "scene");
    assert_int_equal(earlier.n_steps, 0);
    assert_int_equal(
        read_text(RESULT("\"vendors\": [{\"vendor\": \"a\", \"trials\": 1, \"errors\": 0}], "
                         "\"survival\": [{\"vendor\": \"a\", \"hours\": 2, \"at_risk\": 3, "
                         "\"delivered\": 1}, {\"vendor\": \"a\", \"hours\": 4.5, \"at_risk\": 1, "
                         "\"delivered\": 1}]")),
        QA_OK);
    assert_int_equal(earlier.n_questions, 0);
    assert_int_equal(earlier.n_steps, 2);
    assert_close(earlier.steps[1].hours, 4.5, 0);
    assert_int_equal(earlier.steps[0].at_risk, 3);
}

#define STEPS(rows)                                                                                \
    RESULT(                                                                                        \
        "\"vendors\": [{\"vendor\": \"a\", \"trials\": 1, \"errors\": 0}], \"survival\": [" rows   \
        "]")
#define STEP(hours, at_risk, delivered)                                                            \
    "{\"vendor\": \"a\", \"hours\": " #hours ", \"at_risk\": " #at_risk                            \
    ", \"delivered\": " #delivered "}"

static void other_json_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "[]",
        "{\"tables\": {}}",
        "{\"schema_version\": 2, \"tables\": {}}",
        RESULT(""),
        RESULT("\"vendors\": []"),
        RESULT("\"vendors\": [{\"vendor\": \"a\", \"score\": 1}]"),
        RESULT("\"vendors\": [{\"vendor\": 5, \"trials\": 1, \"errors\": 0}]"),
        RESULT("\"vendors\": [{\"vendor\": \"a\", \"trials\": 1, \"errors\": 2}]"),
        RESULT("\"vendors\": [{\"vendor\": \"a\", \"trials\": -1, \"errors\": 0}]"),
        RESULT("\"vendors\": [{\"vendor\": \"a\", \"trials\": 1.5, \"errors\": 0}]"),
        RESULT("\"vendors\": [{\"vendor\": \"a\", \"trials\": 1, \"errors\": 0, "
               "\"design_effect\": 0}]"),
        RESULT("\"vendors\": [{\"vendor\": \"a\", \"trials\": 1, \"errors\": 0},"
               "{\"vendor\": \"a\", \"trials\": 2, \"errors\": 0}]"),
        STEPS("{}"),
        STEPS(STEP(-1, 3, 1)),
        STEPS(STEP(1, 3, 4)),
        STEPS(STEP(1, 3, 0)),
        STEPS(STEP(2, 3, 1) "," STEP(2, 2, 1)),
        STEPS(STEP(2, 3, 2) "," STEP(3, 2, 1))};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(read_text(wrong[i]), QA_INPUT);
        assert_string_equal(error.code, "E145");
        assert_int_equal(error.line, 1);
    }
    assert_int_equal(read_text("{\"schema_version\": "), QA_INPUT);
    assert_string_equal(error.code, "E115");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_row_over_all_questions_counts),
        cmocka_unit_test(questions_and_steps_are_taken_where_they_are),
        cmocka_unit_test(other_json_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
