#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/close.h"

#include "qa/base/arena.h"
#include "qa/base/random.h"
#include "qa/formats/json_elements.h"

enum { PART = 64 };
#define KEY "\"annotations\""

/* "line:column kind" of the value and of all that is in it. */
static void walk(FILE *out, struct qa_json_value value)
{
    uint64_t line;
    uint64_t column;
    double number;
    struct qa_json_text text;
    qa_json_place(value, &line, &column);
    fprintf(out, "%llu:%llu %s", (unsigned long long)line, (unsigned long long)column,
            qa_json_kind_name(qa_json_kind(value)));
    if (qa_json_real(value, &number)) {
        fprintf(out, " %.17g", number);
    } else if (qa_json_string(value, &text)) {
        fprintf(out, " %s", text.text);
    }
    fputc('\n', out);
    struct qa_json_iterator iterator = qa_json_iterate(value);
    while (qa_json_next(&iterator)) {
        if (iterator.is_object) {
            fprintf(out, "%s=", iterator.key.text);
        }
        walk(out, iterator.value);
    }
}

static void walk_rest(FILE *out, struct qa_json_value root)
{
    struct qa_json_iterator iterator = qa_json_iterate(root);
    while (qa_json_next(&iterator)) {
        if (strcmp(iterator.key.text, "annotations") != 0) {
            fprintf(out, "%s=", iterator.key.text);
            walk(out, iterator.value);
        }
    }
}

static bool next_element(struct qa_json_elements *elements, struct qa_json_value *one)
{
    struct qa_error err;
    bool is_there;
    assert_int_equal(qa_json_next_element(elements, &is_there, one, &err), QA_OK);
    return is_there;
}

/* Whole or cut, the same values in the same places. False: it was not cut. */
static bool same_when_cut(const char *text)
{
    struct qa_bytes bytes;
    struct qa_error err;
    struct qa_json *json;
    struct qa_json_elements *elements;
    struct qa_json_value array;
    struct qa_json_value one;
    char *got[2] = {NULL, NULL};
    char *want[2] = {NULL, NULL};
    size_t size[4];
    size_t n = 0;
    assert_int_equal(qa_bytes_of_memory(&bytes, text, strlen(text), "a.json", &err), QA_OK);
    if (!qa_json_cut(&bytes, KEY, PART, &json, &elements)) {
        qa_bytes_close(&bytes);
        return false;
    }
    FILE *out = open_memstream(&got[0], &size[0]);
    walk_rest(out, qa_json_root(json));
    fclose(out);
    out = open_memstream(&got[1], &size[1]);
    while (next_element(elements, &one)) {
        walk(out, one);
        n++;
    }
    fclose(out);
    bool is_rest_whole = qa_json_elements_whole(elements) == NULL;
    qa_json_elements_free(elements);
    qa_json_free(json);
    assert_int_equal(qa_json_parse(&json, &bytes, &err), QA_OK);
    assert_true(qa_json_member(qa_json_root(json), "annotations", &array));
    assert_int_equal(qa_json_count(array), n);
    out = open_memstream(&want[0], &size[2]);
    walk_rest(out, qa_json_root(json));
    fclose(out);
    out = open_memstream(&want[1], &size[3]);
    struct qa_json_iterator iterator = qa_json_iterate(array);
    while (qa_json_next(&iterator)) {
        walk(out, iterator.value);
    }
    fclose(out);
    for (int i = 0; i < 2; i++) {
        if (i == 1 || is_rest_whole) {
            assert_string_equal(got[i], want[i]);
        }
        free(got[i]);
        free(want[i]);
    }
    qa_json_free(json);
    qa_bytes_close(&bytes);
    return true;
}

/* Blanks, or lines. */
static void put_blank(FILE *out, struct qa_random *random)
{
    static const char *const blanks[] = {"", "", " ", "\n", " \n\t", "\r\n"};
    fputs(blanks[qa_random_below(random, 6)], out);
}

static void put_annotation(FILE *out, struct qa_random *random, int id)
{
    static const char *const texts[] = {"plain", "},{", "\\\"},{\\\"", "], \\\"images\\\": [",
                                        "\xc3\xa4"};
    bool is_plain = qa_random_below(random, 20) > 0;
    fprintf(out, "{\"id\":%d,", id);
    put_blank(out, random);
    fprintf(out, "\"name\": \"%s\",", texts[is_plain ? 0 : qa_random_below(random, 5)]);
    put_blank(out, random);
    fprintf(out, "\"segmentation\": [[%g, %g, 3]]", qa_random_real(random), qa_random_real(random));
    if (qa_random_below(random, 40) == 0) {
        fprintf(out, ", \"parts\": [{\"a\": 1}, {\"b\": 2}]");
    }
    put_blank(out, random);
    fputc('}', out);
}

static char *random_document(struct qa_random *random)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    int n = (int)qa_random_below(random, 40);
    bool is_first = qa_random_below(random, 3) == 0;
    put_blank(out, random);
    fprintf(out, "{%s", is_first ? "" : "\"images\": [{\"id\": 1,\n\"file_name\": \"a\"}],");
    put_blank(out, random);
    fprintf(out, "\"annotations\":");
    put_blank(out, random);
    fputc('[', out);
    for (int i = 0; i < n; i++) {
        put_blank(out, random);
        put_annotation(out, random, i);
        put_blank(out, random);
        fputs(i + 1 < n ? "," : "", out);
    }
    put_blank(out, random);
    fputc(']', out);
    if (is_first || qa_random_below(random, 2) == 0) {
        fprintf(out, ",\n\"images\": [],");
        put_blank(out, random);
        fprintf(out, "\"categories\": [{\"id\": 1}]");
    }
    put_blank(out, random);
    fprintf(out, "}\n");
    fclose(out);
    return text;
}

static void what_is_cut_is_the_same_as_what_is_whole(void **state)
{
    (void)state;
    struct qa_random random;
    size_t n_cut = 0;
    qa_random_init(&random, 5, 0);
    for (int round = 0; round < 600; round++) {
        char *text = random_document(&random);
        n_cut += same_when_cut(text);
        free(text);
    }
    assert_in_range(n_cut, 100, 600);
}

#define LONG_TEXT "01234567890123456789012345678901234567890123456789012345678901234567"
#define LONG "{\"id\": 1, \"name\": \"0123456789012345678901234567890123456789\"}"

/* False: it was not cut. */
static bool same_fault_when_cut(const char *text)
{
    struct qa_bytes bytes;
    struct qa_error err[2];
    struct qa_json *json;
    struct qa_json_elements *elements;
    struct qa_json_value one;
    bool is_there = true;
    enum qa_status status = QA_OK;
    assert_int_equal(qa_bytes_of_memory(&bytes, text, strlen(text), "a.json", &err[0]), QA_OK);
    bool is_cut = qa_json_cut(&bytes, KEY, PART, &json, &elements);
    if (is_cut) {
        while (status == QA_OK && is_there) {
            status = qa_json_next_element(elements, &is_there, &one, &err[0]);
        }
        assert_int_equal(status, QA_INPUT);
        qa_json_elements_free(elements);
        qa_json_free(json);
        assert_int_equal(qa_json_parse(&json, &bytes, &err[1]), QA_INPUT);
        assert_string_equal(err[0].text, err[1].text);
        assert_int_equal(err[0].line, err[1].line);
        assert_int_equal(err[0].column, err[1].column);
    }
    qa_bytes_close(&bytes);
    return is_cut;
}

static void a_fault_in_a_part_is_the_whole_texts(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"annotations\": [" LONG ", " LONG ",\n " LONG ", " LONG ",]}",
        "{\"annotations\": [" LONG ", " LONG ", " LONG " " LONG "]}",
        "{\"annotations\": [" LONG ", " LONG ", {\"id\": \"\xff\"},\n " LONG "]}",
        "{\"annotations\": [" LONG ", " LONG ", " LONG ", " LONG "], \"b\": [], \"c\" []}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_true(same_fault_when_cut(texts[i]));
    }
}

/* One byte of a document is another: cut or whole, the same values, or the same fault. */
static void damaged_documents_are_read_as_the_whole_is(void **state)
{
    (void)state;
    static const char bytes[] = "{}[],:\"1 a\n";
    struct qa_random random;
    size_t n_faulty = 0;
    qa_random_init(&random, 6, 0);
    for (int round = 0; round < 3000; round++) {
        struct qa_bytes input;
        struct qa_error err;
        struct qa_json *json;
        char *text = random_document(&random);
        text[qa_random_below(&random, strlen(text))] =
            bytes[qa_random_below(&random, sizeof bytes - 1)];
        assert_int_equal(qa_bytes_of_memory(&input, text, strlen(text), "a.json", &err), QA_OK);
        bool is_good = qa_json_parse(&json, &input, &err) == QA_OK;
        if (is_good) {
            qa_json_free(json);
            (void)same_when_cut(text);
        } else {
            n_faulty += same_fault_when_cut(text);
        }
        qa_bytes_close(&input);
        free(text);
    }
    assert_in_range(n_faulty, 300, 3000);
}

static void what_the_rest_does_not_prove_is_not_cut(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"annotations\": [" LONG ", " LONG ", " LONG ", " LONG "]",
        "[{\"annotations\": [" LONG ", " LONG ", " LONG ", " LONG "]}]",
        /* Another array of the name comes first. */
        "{\"images\": [{\"annotations\": [" LONG ", " LONG ", " LONG ", " LONG "]}], "
        "\"annotations\": []}",
        "{\"images\": [{\"annotations\": []}], \"annotations\": [" LONG ", " LONG ", " LONG "]}",
        "{\"annotations\": {}}", "{\"annotations\": [" LONG "]}", "\"annotations\"", ""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct qa_bytes bytes;
        struct qa_error err;
        struct qa_json *json;
        struct qa_json_elements *elements;
        assert_int_equal(qa_bytes_of_memory(&bytes, texts[i], strlen(texts[i]), "a.json", &err),
                         QA_OK);
        assert_false(qa_json_cut(&bytes, KEY, PART, &json, &elements));
        qa_bytes_close(&bytes);
    }
    assert_true(same_when_cut("{\"annotations\": [" LONG ", " LONG ", " LONG ", " LONG "]}"));
}

/* The array is thought to end where another one does, or parts to meet within an element. */
static void what_was_guessed_wrong_is_read_whole(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"annotations\": [" LONG ", " LONG ", " LONG "], \"other\": [" LONG ", 1]}",
        "{\"annotations\": [" LONG ", " LONG ", {\"a\": [" LONG ", " LONG ", 3]}, " LONG "]}",
        "{\"annotations\": [" LONG ", " LONG ", {\"a\": \"" LONG_TEXT "},{\"}, " LONG "]}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_true(same_when_cut(texts[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_cut_is_the_same_as_what_is_whole),
        cmocka_unit_test(what_the_rest_does_not_prove_is_not_cut),
        cmocka_unit_test(what_was_guessed_wrong_is_read_whole),
        cmocka_unit_test(a_fault_in_a_part_is_the_whole_texts),
        cmocka_unit_test(damaged_documents_are_read_as_the_whole_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
