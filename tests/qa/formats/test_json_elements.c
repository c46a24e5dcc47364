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
    for (; qa_json_next_element(elements, &one); n++) {
        walk(out, one);
    }
    fclose(out);
    assert_int_equal(n, qa_json_elements_count(elements));
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
        assert_string_equal(got[i], want[i]);
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

#define LONG "{\"id\": 1, \"name\": \"0123456789012345678901234567890123456789\"}"

static void what_is_not_proved_is_not_cut(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"annotations\": [" LONG ", " LONG ", " LONG ", " LONG ",]}",
        "{\"annotations\": [" LONG ", " LONG ", " LONG " " LONG "]}",
        "{\"annotations\": [" LONG ", " LONG ", " LONG ", " LONG "]",
        "{\"annotations\": [" LONG ", " LONG ", {\"id\": \"\xff\"}, " LONG "]}",
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_cut_is_the_same_as_what_is_whole),
        cmocka_unit_test(what_is_not_proved_is_not_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
