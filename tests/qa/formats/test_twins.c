#include "tests/qa/formats/folder.h"
#include "tests/qa/formats/samples.h"

static size_t files_of(const struct sample *sample, const char *content,
                       struct folder_file files[2])
{
    files[0] = (struct folder_file){sample->name, content};
    files[1] = (struct folder_file){"a.txt", "EU a\n"};
    return strcmp(sample->format, "brat") == 0 ? 2 : 1;
}

static void each_format_is_found_by_its_content(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        const struct sample *sample = &samples[i];
        const struct folder_options named = {.format = sample->by_name ? sample->format : NULL,
                                             .sizes = sizes};
        struct folder_file files[2];
        struct folder folder;
        size_t n = files_of(sample, sample->good, files);
        enum qa_status status = read_folder(&folder, files, n, &named);
        const char *found =
            status == QA_OK ? folder.out.delivery->sources[0].format : folder.err.text;
        if (strcmp(found, sample->format) != 0) {
            print_error("%s is taken for %s\n", sample->format, found);
        }
        assert_string_equal(found, sample->format);
        assert_no_error(&folder);
        assert_true(folder.out.delivery->n_objects > 0);
        qa_arena_free(folder.arena);
    }
}

static bool is_refused_with_its_place(const struct sample *sample, const char *content)
{
    const struct folder_options named = {.format = sample->format, .sizes = sizes};
    struct folder_file files[2];
    struct folder folder;
    size_t n = files_of(sample, content, files);
    enum qa_status status = read_folder(&folder, files, n, &named);
    uint64_t line = folder.err.line;
    uint64_t column = folder.err.column;
    bool is_refused = status == QA_INPUT;
    for (size_t f = 0; status == QA_OK && !is_refused && f < folder.findings.n; f++) {
        is_refused = folder.findings.list[f].severity == QA_ERROR;
        line = folder.findings.list[f].line;
        column = folder.findings.list[f].column;
    }
    if (!is_refused || line == 0 || column == 0) {
        print_error("%s: %s at %llu:%llu of:\n%s\n", sample->format,
                    is_refused ? folder.err.text : "not refused", (unsigned long long)line,
                    (unsigned long long)column, content);
    }
    qa_arena_free(folder.arena);
    return is_refused && line > 0 && column > 0;
}

static void broken_twins_of_each_format_are_refused_with_their_place(void **state)
{
    (void)state;
    size_t n_bad = 0;
    for (size_t i = 0; i < COUNT(samples); i++) {
        const char *const twins[] = {samples[i].cut, samples[i].wrong, samples[i].latin};
        for (size_t t = 0; t < COUNT(twins); t++) {
            n_bad += twins[t] != NULL && !is_refused_with_its_place(&samples[i], twins[t]);
        }
    }
    assert_int_equal(n_bad, 0);
}

/* Under every other format's name each file is refused, or says what it has read: nothing crashes,
 * and nothing is an empty answer of a kind that others could not tell from work. */
static void no_format_takes_all_of_another_for_silence(void **state)
{
    (void)state;
    static const struct folder_file line = {"a.txt", "a line of text\n"};
    size_t n_bad = 0;
    for (size_t i = 0; i < COUNT(samples); i++) {
        const struct folder_options named = {.format = samples[i].format, .sizes = sizes};
        struct folder folder;
        enum qa_status status = read_folder(&folder, &line, 1, &named);
        bool is_silence = status == QA_OK && folder.findings.total[QA_ERROR] == 0 &&
                          folder.out.delivery->n_answers > 0 && folder.out.delivery->n_objects == 0;
        if (is_silence) {
            print_error("a line of text is an answer in which nothing was found: %s\n",
                        samples[i].format);
        }
        n_bad += is_silence;
        qa_arena_free(folder.arena);
    }
    assert_int_equal(n_bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_format_is_found_by_its_content),
        cmocka_unit_test(broken_twins_of_each_format_are_refused_with_their_place),
        cmocka_unit_test(no_format_takes_all_of_another_for_silence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
