#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/close.h"

#include "qa/cli/project.h"
#include "qa/procurement/inputs.h"

#define BASE "deliveries:\n  - vendor: a\n    files: [a.csv]\n"

static enum qa_status read_project(const char *text, struct qa_arena *arena,
                                   struct qa_project *project, struct qa_error *err)
{
    char path[] = "/tmp/labelqa-test-XXXXXX";
    int file = mkstemp(path);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
    *project = (struct qa_project)QA_PROJECT_DEFAULTS;
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
    assert_int_equal(read_project(qa_project_template(NULL, arena), arena, &project, &err), QA_OK);
    assert_int_equal(project.n_deliveries, 2);
    assert_string_equal(project.deliveries[1].vendor, "zeta");
    assert_string_equal(project.deliveries[1].files[1], "/tmp/zeta/labels.csv");
    assert_close(project.max_error, 0.05, 1e-17);
    qa_arena_free(arena);
}

/* Each line that is a key in a comment becomes one; what follows the groups has keys twice. */
static void uncomment(const char *template, char *out)
{
    const char *end = strstr(template, "# ---- Returned");
    while (template <end) {
        size_t length = strcspn(template, "\n") + 1;
        const char *at = template + strspn(template, "# ");
        const char *word = at + strspn(at, "abcdefghijklmnopqrstuvwxyz_");
        bool is_key = template[0] == '#' && word > at && word[0] == ':' &&
                      memchr(template + 1, '#', (size_t)(at - template - 1)) == NULL;
        size_t skipped = is_key ? 2 : 0;
        memcpy(out, template + skipped, length - skipped);
        out += length - skipped;
        template += length;
    }
    *out = '\0';
}

static void every_key_of_the_template_reads_with_its_example(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_project project;
    struct qa_error err = {.code = NULL};
    const char *template = qa_project_template(NULL, arena);
    char *text = qa_arena_array(arena, strlen(template) + 1, 1);
    uncomment(template, text);
    if (read_project(text, arena, &project, &err) != QA_OK) {
        fail_msg("line %llu: %s", (unsigned long long)err.line, err.text);
    }
    assert_string_equal(project.calendar.hours, "Mon-Fri 09:00-17:00");
    assert_close(project.values[QA_CRITERION_COST].worst, 0.6, 1e-17);
    assert_close(project.scenario.value[QA_SC_REJECTED], 0.03, 1e-17);
    assert_int_equal(project.reading.labels.n, 3);
    assert_string_equal(project.reading.object_labels.list[1], "truck");
    assert_string_equal(project.reading.gold.list[0], "/tmp/gold.csv");
    assert_string_equal(project.reading.shape, "polygon");
    assert_true(project.reading.fold_case);
    assert_string_equal(project.workbook.images, "https://images.example/{item}.jpg");
    /* Every key of the tables is there: each has put a value other than none into its member. */
    const struct qa_project none = QA_PROJECT_DEFAULTS;
    struct qa_table *table = qa_project_table(&project, &none, arena);
    size_t n = 0;
    for (size_t g = 0; g < QA_N_PROJECT_GROUPS; g++) {
        size_t n_options;
        const struct qa_option *options = qa_group_options(&qa_project_groups[g], &n_options);
        for (size_t i = 0; i < n_options; i++) {
            n += qa_option_key(&qa_project_groups[g], &options[i], arena) != NULL;
        }
    }
    assert_int_equal(table->n_rows, n + 3); /* and the files of two vendors */
    qa_arena_free(arena);
}

static void what_is_in_force_says_where_it_comes_from(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_project file;
    struct qa_error err;
    assert_int_equal(read_project(BASE "limits: {error: 3%}\nbudget: 10\n", arena, &file, &err),
                     QA_OK);
    struct qa_project project = file;
    project.budget = 12;
    const struct qa_table *table = qa_project_table(&project, &file, arena);
    static const char *const expected[][3] = {{"limits.error", "3%", "file"},
                                              {"budget", "12", "option"},
                                              {"confidence", "95%", "default"}};
    for (size_t e = 0; e < 3; e++) {
        bool found = false;
        for (size_t r = 0; r < table->n_rows; r++) {
            const struct qa_table_cell *row = qa_table_cell(table, r, 0);
            found = found || (strcmp(row[0].as.text, expected[e][0]) == 0 &&
                              strcmp(row[1].as.text, expected[e][1]) == 0 &&
                              strcmp(row[2].as.text, expected[e][2]) == 0);
        }
        assert_true(found);
    }
    qa_arena_free(arena);
}

static void keys_are_those_of_reading_and_of_kinds_too(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_project project;
    struct qa_error err;
    assert_int_equal(read_project(BASE "item_names: stem\nfill: nonzero\nshape: box\n"
                                       "missing: NA\nstage: review\n",
                                  arena, &project, &err),
                     QA_OK);
    assert_string_equal(project.reading.shape, "box");
    assert_string_equal(project.reading.stage, "review");
    assert_int_equal(read_project(BASE "fill: odd\n", arena, &project, &err), QA_INPUT);
    assert_string_equal(err.text, "fill: 'odd' is not one of evenodd|nonzero");
    assert_int_equal(err.line, 4);
    assert_int_equal(read_project(BASE "limits: 5%\n", arena, &project, &err), QA_INPUT);
    assert_string_equal(err.text, "limits is a value, expected a mapping");
    assert_int_equal(read_project(BASE "limit:\n  error: 5%\n", arena, &project, &err), QA_INPUT);
    assert_string_equal(err.text, "there is no key 'limit' (did you mean 'limits'?)");
    assert_int_equal(read_project(BASE "vendor: x\n", arena, &project, &err), QA_INPUT);
    assert_int_equal(
        read_project(BASE "starts: 2026-05-01\nends: 2026-04-01\n", arena, &project, &err),
        QA_INPUT);
    assert_int_equal(err.line, 5);
    qa_arena_free(arena);
}

/* What the workbook allows is what the option does: each input has one, with its very bounds. */
static void every_input_of_the_workbook_is_a_setting_with_its_bounds(void **state)
{
    bool found[QA_N_INPUTS] = {false};
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    for (size_t g = 0; g < QA_N_PROJECT_GROUPS; g++) {
        size_t n;
        const struct qa_option *options = qa_group_options(&qa_project_groups[g], &n);
        for (size_t i = 0; i < n; i++) {
            const struct qa_input *input = options[i].input;
            if (input == NULL) {
                continue;
            }
            struct qa_project project = QA_PROJECT_DEFAULTS;
            const struct qa_option_group *group = &qa_project_groups[g];
            const double *member = (const double *)(const void *)((const char *)&project +
                                                                  group->base + options[i].offset);
            const double in[] = {input->least, input->most};
            const double out[] = {input->least - 1e-6, input->most * 1.001};
            struct qa_error err;
            found[input - qa_inputs] = true;
            assert_non_null(qa_option_key(group, &options[i], arena));
            assert_int_equal(options[i].kind == QA_OPTION_RATE, input->is_rate);
            for (int end = 0; end < 2; end++) {
                assert_int_equal(qa_option_store(group, &options[i],
                                                 qa_arena_format(arena, "%.6f", in[end]), &project,
                                                 arena, &err),
                                 QA_OK);
                assert_close(*member, in[end], 1e-15);
                assert_int_equal(qa_option_store(group, &options[i],
                                                 qa_arena_format(arena, "%.6f", out[end]), &project,
                                                 arena, &err),
                                 QA_USAGE);
            }
        }
    }
    for (int i = 0; i < QA_N_INPUTS; i++) {
        assert_true(found[i]);
    }
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
    assert_int_equal(read_project(BASE "responses: [{files: a.xlsx}]\n", arena, &project, &err),
                     QA_OK);
    assert_string_equal(project.responses[0].path, "/tmp/a.xlsx");
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
        {BASE "responses:\n  - {vendor: acme, files: [b.xlsx]}\n  - a.xlsx\n", 6},
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
    assert_string_equal(project.in_house.fields[1].key, "seconds_per_item");
    assert_string_equal(project.in_house.fields[2].key, "overhead");
    assert_int_equal(project.in_house.fields[2].line, 9);
    assert_int_equal(read_project(BASE "in_house: {wage_per_hour: 3}\n", arena, &project, &err),
                     QA_OK);
    assert_int_equal(project.in_house.fields[0].line, 4);
    assert_int_equal(
        read_project(BASE "in_house:\n  wage_per_hour: 1,250\n", arena, &project, &err), QA_INPUT);
    assert_string_equal(err.text, "in_house.wage_per_hour is '1,250', which is 1250 or 1.250");
    assert_int_equal(err.line, 5);
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_template_reads_as_it_stands),
        cmocka_unit_test(every_key_of_the_template_reads_with_its_example),
        cmocka_unit_test(what_is_in_force_says_where_it_comes_from),
        cmocka_unit_test(keys_are_those_of_reading_and_of_kinds_too),
        cmocka_unit_test(every_input_of_the_workbook_is_a_setting_with_its_bounds),
        cmocka_unit_test(unknown_keys_and_wrong_types_are_refused_with_their_line),
        cmocka_unit_test(responses_are_files_or_files_under_a_name),
        cmocka_unit_test(responses_of_neither_form_are_refused_with_their_line),
        cmocka_unit_test(work_in_house_is_a_mapping_of_texts_with_their_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
