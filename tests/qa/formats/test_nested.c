#include "tests/qa/formats/folder.h"

static void rows_of(const char *name, const char *text, const char *rows)
{
    const struct folder_file file = {name, text};
    assert_rows(&file, 1, NULL, rows);
}

static void every_form_gives_the_same_answers(void **state)
{
    (void)state;
    static const char rows[] = "1 good label by=u line=1\n1 bad label by=v line=1\n";
    rows_of("a.jsonl",
            "{\"id\":1,\"fields\":{\"text\":\"x\"},\"responses\":{\"mood\":[{\"value\":\"good\","
            "\"user_id\":\"u\"},{\"value\":\"bad\",\"user_id\":\"v\"}]}}\n",
            rows);
    rows_of(
        "a.jsonl",
        "{\"id\":1,\"responses\":[{\"user_id\":\"u\",\"values\":{\"mood\":{\"value\":\"good\"}},"
        "\"status\":\"submitted\"},{\"user_id\":\"v\",\"values\":{\"mood\":{\"value\":\"bad\"}}}]}"
        "\n",
        rows);
    rows_of("a.jsonl",
            "{\"id\":1,\"mood\":[{\"user_id\":\"u\",\"value\":\"good\",\"status\":\"submitted\"},"
            "{\"user_id\":\"v\",\"value\":\"bad\",\"status\":\"submitted\"}]}\n",
            rows);
    rows_of(
        "a.jsonl",
        "{\"id\":1,\"mood.responses\":[\"good\",\"bad\"],\"mood.responses.users\":[\"u\",\"v\"],"
        "\"mood.responses.status\":[\"submitted\",\"submitted\"],\"mood.suggestion\":\"bad\"}\n",
        rows);
    rows_of(
        "a.jsonl",
        "{\"id\":1,\"annotations\":[{\"worker_id\":\"u\",\"label\":\"good\"},{\"worker_id\":\"v\","
        "\"label\":\"bad\"}]}\n",
        rows);
    rows_of("a.jsonl", "{\"id\":1,\"annotators\":[\"u\",\"v\"],\"labels\":[\"good\",\"bad\"]}\n",
            rows);
    rows_of(
        "a.json",
        "[{\"id\":1,\"annotations\":[{\"worker_id\":\"u\",\"label\":\"good\"},{\"worker_id\":\"v\","
        "\"label\":\"bad\"}]}]",
        rows);
}

static void values_become_labels_ratings_sets_ranks_and_spans(void **state)
{
    (void)state;
    rows_of(
        "a.jsonl",
        "{\"id\":1,\"fields\":{\"text\":\"\U0001f600 Rome\"},\"responses\":{\"s\":[{\"user_id\":"
        "\"u\",\"value\":[{\"start\":2,\"end\":6,\"label\":\"L\"}]},{\"user_id\":\"v\",\"value\":"
        "[]}],\"r\":[{\"user_id\":\"u\",\"value\":[{\"value\":\"b\",\"rank\":2},{\"value\":\"a\","
        "\"rank\":1},{\"value\":\"c\",\"rank\":2}]}],\"t\":[{\"user_id\":\"u\",\"value\":[\"y\","
        "\"x\"]}],\"n\":[{\"user_id\":\"u\",\"value\":4.5}],\"b\":[{\"user_id\":\"u\",\"value\":"
        "false}]}}\n",
        "1 L span 2 6 by=u line=1\n1 nothing s\n1 a > b = c label by=u line=1\n"
        "1 [\"x\",\"y\"] label by=u line=1\n1 4.5 label by=u line=1\n"
        "1 false label by=u line=1\n");
}

static void drafts_are_open_and_discarded_answers_skipped(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.jsonl", "{\"id\":1,\"m\":[{\"user_id\":\"u\",\"value\":\"a\",\"status\":\"draft\"},{"
                   "\"user_id\":\"v\",\"value\":\"b\",\"status\":\"discarded\"},{\"user_id\":\"w\","
                   "\"value\":\"c\"}]}\n"};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_string_equal(folder.rows, "1 c label by=w line=1\n");
    assert_int_equal(folder.out.delivery->sources[0].excluded[QA_EXCLUDED_OPEN], 1);
    assert_int_equal(folder.out.delivery->sources[0].excluded[QA_EXCLUDED_SKIPPED], 1);
    qa_arena_free(folder.arena);
}

/* -1 is the hub's word for no label; other numbers without a name stay numbers. */
static void rows_of_the_hub_have_names_for_their_classes(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.json",
        "{\"features\":[{\"name\":\"label\",\"type\":{\"_type\":\"ClassLabel\",\"names\":[\"no\","
        "\"yes\"]}}],\"rows\":[{\"row_idx\":3,\"row\":{\"text\":\"a\",\"label\":1}},{\"row_idx\":4,"
        "\"row\":{\"text\":\"b\",\"label\":-1}},{\"row_idx\":5,\"row\":{\"text\":\"c\",\"label\":9}"
        "}]}"};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_string_equal(folder.rows, "3 yes label line=1\n5 9 label line=1\n");
    assert_int_equal(folder.out.delivery->sources[0].excluded[QA_EXCLUDED_BLANK_LABEL], 1);
    qa_arena_free(folder.arena);
}

static void entries_that_name_nobody_are_counted(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.jsonl",
        "{\"text\":\"t\",\"annotations\":[{\"annotator\":\"u\",\"label\":\"a\"},{\"label\":"
        "\"b\"},{\"annotator\":null,\"label\":\"c\"}]}\n"};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_string_equal(folder.rows, "t a label by=u line=1\nt c label line=1\n");
    assert_non_null(finding_of(&folder, "W265"));
    assert_int_equal(folder.out.delivery->sources[0].excluded[QA_EXCLUDED_NO_PERSON], 1);
    qa_arena_free(folder.arena);
}

static void broken_records_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const char *code;
        const char *text;
    } cases[] = {
        {"{\"id\":2,\"annotations\":[{\"annotator\":\"u\",\"label\":{\"x\":1}}]}", "E263",
         "is an object"},
        {"{\"id\":2,\"annotations\":[{\"annotator\":\"u\",\"label\":[[1]]}]}", "E263", "an array"},
        {"{\"annotations\":[{\"annotator\":\"u\",\"label\":\"a\"}]}", "E264", "without an id"},
        {"{\"id\":2,\"m.responses\":[\"a\"],\"m.responses.users\":[]}", "E263", "1 answers"},
        {"{\"id\":2,\"annotations\":[{\"annotator\":{},\"label\":\"a\"}]}", "E128", "annotator"},
        {"{\"id\":2,\"m\":[{\"user_id\":\"u\",\"value\":\"a\",\"status\":\"half\"}]}", "E123",
         "half"},
        {"{\"id\":2,\"annotations\":[{\"annotator\":\"u\",\"label\":\"a\",\"created_at\":\"soon\"}]"
         "}",
         "E125", "soon"},
        {"[1]", "E263", "a record is an array"},
        {"{\"id\":2,\"annotations\":[{\"annotator\":\"u\",", "E115", "JSON"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[400];
        snprintf(text, sizeof text,
                 "{\"id\":1,\"annotations\":[{\"annotator\":\"u\",\"label\":\"a\"}]}\n%s\n",
                 cases[i].line);
        const struct folder_file file = {"a.jsonl", text};
        static const struct folder_options by_name = {.format = "records"};
        assert_refused(&file, &by_name, cases[i].code, i + 1 < sizeof cases / sizeof *cases ? 2 : 3,
                       cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_gives_the_same_answers),
        cmocka_unit_test(values_become_labels_ratings_sets_ranks_and_spans),
        cmocka_unit_test(drafts_are_open_and_discarded_answers_skipped),
        cmocka_unit_test(rows_of_the_hub_have_names_for_their_classes),
        cmocka_unit_test(entries_that_name_nobody_are_counted),
        cmocka_unit_test(broken_records_are_refused_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
