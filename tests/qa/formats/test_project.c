#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/close.h"

#include "qa/formats/project.h"

#define BASE "deliveries:\n  - vendor: a\n    files: [a.csv]\n"

static enum qa_status read_project(const char *text, struct qa_arena *arena,
                                   struct qa_project *project, struct qa_error *err)
{
    char path[] = "/tmp/labelqa-test-XXXXXX";
    int file = mkstemp(path);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
    enum qa_status status = qa_project_read(path, arena, project, err);
    unlink(path);
    return status;
}

static void the_template_reads_as_it_stands(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_project project;
    struct qa_error err;
    assert_int_equal(read_project(qa_project_template(arena), arena, &project, &err), QA_OK);
    assert_int_equal(project.n_deliveries, 2);
    assert_string_equal(project.deliveries[1].vendor, "zeta");
    assert_string_equal(project.deliveries[1].files[1], "/tmp/zeta/labels.csv");
    assert_close(project.max_error, 0.05, 1e-17);
    qa_arena_free(arena);
}

static void unknown_keys_and_wrong_types_are_refused_with_their_line(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_project project;
    struct qa_error err;
    char text[256];
    snprintf(text, sizeof text, "%svolum: 3\n", BASE);
    assert_int_equal(read_project(text, arena, &project, &err), QA_INPUT);
    assert_string_equal(err.code, "E140");
    assert_int_equal(err.line, 4);
    assert_non_null(strstr(err.text, "volume"));
    snprintf(text, sizeof text, "%svolume: many\n", BASE);
    assert_int_equal(read_project(text, arena, &project, &err), QA_INPUT);
    assert_int_equal(err.line, 4);
    snprintf(text, sizeof text, "%slimits:\n  error: 5\n", BASE);
    assert_int_equal(read_project(text, arena, &project, &err), QA_INPUT);
    assert_int_equal(err.line, 5);
    assert_int_equal(read_project("name: x\n", arena, &project, &err), QA_INPUT);
    qa_arena_free(arena);
}

static void responses_are_files_or_files_under_a_name(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_project project;
    struct qa_error err;
    assert_int_equal(read_project(BASE "responses: [r/a.xlsx, b.csv]\n", arena, &project, &err),
                     QA_OK);
    assert_int_equal(project.n_responses, 2);
    assert_string_equal(project.responses[0].path, "/tmp/r/a.xlsx");
    assert_null(project.responses[0].vendor);
    assert_int_equal(read_project(BASE "responses:\n"
                                       "  - {vendor: acme, files: [a.xlsx]}\n"
                                       "  - vendor: zeta\n"
                                       "    files: [promises.csv, /answers.csv]\n"
                                       "  - files: [other.xlsx]\n"
                                       "volume: 7\n",
                                  arena, &project, &err),
                     QA_OK);
    assert_int_equal(project.n_responses, 4);
    assert_string_equal(project.responses[0].vendor, "acme");
    assert_string_equal(project.responses[2].path, "/answers.csv");
    assert_string_equal(project.responses[2].vendor, "zeta");
    assert_null(project.responses[3].vendor);
    assert_close(project.volume, 7.0, 0.0);
    assert_int_equal(read_project(BASE "responses: [\"\", {files: []}]\n", arena, &project, &err),
                     QA_INPUT);
    assert_int_equal(read_project(BASE "responses: [\"\"]\n", arena, &project, &err), QA_OK);
    assert_string_equal(project.responses[0].path, "");
    assert_int_equal(read_project(BASE "responses: []\n", arena, &project, &err), QA_OK);
    assert_int_equal(project.n_responses, 0);
    qa_arena_free(arena);
}

static void responses_of_neither_form_are_refused_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned line;
    } cases[] = {
        {BASE "responses:\n  - vendor: acme\n    file: a.xlsx\n", 6},
        {BASE "responses:\n  - vendor: acme\n", 5},
        {BASE "responses:\n  - a.xlsx\n  - {vendor: acme, files: [b.xlsx]}\n", 6},
        {BASE "responses:\n  - {vendor: acme, files: [b.xlsx]}\n  - a.xlsx\n", 5},
        {BASE "responses: a.xlsx\n", 4},
        {BASE "responses:\n  - [a.xlsx]\n", 5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_project project;
        struct qa_error err = {0};
        assert_int_equal(read_project(cases[i].text, arena, &project, &err), QA_INPUT);
        assert_string_equal(err.code, "E140");
        if (err.line != cases[i].line) {
            fail_msg("case %zu: line %llu: %s", i, (unsigned long long)err.line, err.text);
        }
        qa_arena_free(arena);
    }
}

static void work_in_house_is_a_mapping_of_texts_with_their_places(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_project project;
    struct qa_error err;
    assert_int_equal(read_project(BASE "seconds_per_item: 9\n"
                                       "in_house:\n"
                                       "  vendor: own team\n"
                                       "  wage_per_hour: 18.50\n"
                                       "  seconds_per_item: 40\n"
                                       "  overhead: 25%\n",
                                  arena, &project, &err),
                     QA_OK);
    assert_string_equal(project.in_house.vendor, "own team");
    assert_null(project.in_house.currency);
    assert_int_equal(project.in_house.n, 3);
    const struct qa_project_field *wage = &project.in_house.fields[0];
    assert_string_equal(wage->key, "wage_per_hour");
    assert_string_equal(wage->text, "18.50");
    assert_int_equal(wage->line, 7);
    assert_int_equal(wage->column, 3);
    assert_string_equal(project.in_house.fields[1].key, "overhead");
    assert_string_equal(project.in_house.fields[2].key, "seconds_per_item");
    assert_int_equal(project.in_house.fields[2].line, 8);
    assert_int_equal(read_project(BASE "in_house: {wage_per_hour: 3}\n", arena, &project, &err),
                     QA_OK);
    assert_int_equal(project.in_house.fields[0].line, 4);
    assert_int_equal(read_project(BASE "in_house:\n  wage_per_huor: 3\n", arena, &project, &err),
                     QA_INPUT);
    assert_non_null(strstr(err.text, "wage_per_hour"));
    assert_int_equal(err.line, 5);
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_template_reads_as_it_stands),
        cmocka_unit_test(unknown_keys_and_wrong_types_are_refused_with_their_line),
        cmocka_unit_test(responses_are_files_or_files_under_a_name),
        cmocka_unit_test(responses_of_neither_form_are_refused_with_their_line),
        cmocka_unit_test(work_in_house_is_a_mapping_of_texts_with_their_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
