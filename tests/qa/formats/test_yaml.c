#include <stdio.h>
#include <string.h>

#include "tests/support/close.h"

#include "qa/formats/yaml.h"

static enum qa_status read(const char *text, size_t size, struct qa_arena *arena,
                           struct qa_yaml *root, struct qa_error *err)
{
    const struct qa_bytes bytes = {
        .data = (const unsigned char *)text, .size = size, .path = "x.yaml"};
    *err = (struct qa_error){.code = NULL};
    return qa_yaml_read(&bytes, arena, root, err);
}

static void a_tree_knows_its_texts_and_places(void **state)
{
    (void)state;
    static const char text[] = "# what\nname: a b\nlist: [1, \"\", ~]\nmap:\n  deep:\n    - x: 1\n"
                               "none:\nquoted: '~'\n";
    struct qa_arena *arena = qa_arena_new();
    struct qa_yaml root;
    struct qa_error err;
    assert_int_equal(read(text, strlen(text), arena, &root, &err), QA_OK);
    assert_int_equal(root.kind, QA_YAML_MAP);
    assert_int_equal(root.n, 5);
    assert_string_equal(root.entries[0].text, "a b");
    assert_int_equal(root.entries[0].line, 2);
    const struct qa_yaml *list = &root.entries[1];
    assert_int_equal(list->n, 3);
    assert_string_equal(list->entries[0].text, "1");
    assert_int_equal(list->entries[0].column, 8);
    assert_int_equal(list->entries[1].kind, QA_YAML_TEXT);
    assert_int_equal(list->entries[2].kind, QA_YAML_NONE);
    const struct qa_yaml *x = &root.entries[2].entries[0].entries[0].entries[0];
    assert_string_equal(x->key, "x");
    assert_int_equal(x->line, 6);
    assert_int_equal(x->column, 7);
    assert_int_equal(root.entries[3].kind, QA_YAML_NONE);
    assert_string_equal(root.entries[4].text, "~");
    qa_arena_free(arena);
}

static void nothing_is_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "\n", "# a comment\n", "---\n", "~\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_yaml root;
        struct qa_error err;
        assert_int_equal(read(texts[i], strlen(texts[i]), arena, &root, &err), QA_OK);
        assert_int_equal(root.kind, QA_YAML_NONE);
        qa_arena_free(arena);
    }
}

static void what_is_no_tree_is_refused_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t size; /* 0: all */
        unsigned line;
        const char *why;
    } cases[] = {
        {"a: 1\nb: [1, 2\n", 0, 3, "not YAML"},
        {"a: 1\n\tb: 2\n", 0, 2, "not YAML"},
        {"a: 1\nb: 2\na: 3\n", 0, 3, "the key 'a' stands here again after line 1"},
        {"a: &x 1\nb: *x\n", 0, 1, "anchors"},
        {"a: 1\nb: *x\n", 0, 2, ""},
        {"a: 1\n? [x]\n: 2\n", 0, 2, "a key has to be a text"},
        {"a: 1\n---\nb: 2\n", 0, 2, "a second document"},
        {"a: [[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]\n", 0, 1, "nested too deeply"},
        {"a: \"\\0\"\n", 0, 1, "NUL"},
        {"a: \xff\n", 0, 1, "not YAML"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_yaml root;
        struct qa_error err;
        size_t size = cases[i].size > 0 ? cases[i].size : strlen(cases[i].text);
        assert_int_equal(read(cases[i].text, size, arena, &root, &err), QA_INPUT);
        assert_string_equal(err.code, "E140");
        if (strstr(err.text, cases[i].why) == NULL || err.line != cases[i].line) {
            fail_msg("case %zu: line %llu: %s", i, (unsigned long long)err.line, err.text);
        }
        qa_arena_free(arena);
    }
}

static void a_mapping_has_an_end(void **state)
{
    (void)state;
    enum { KEYS = 20000, LENGTH = 8 };
    struct qa_arena *arena = qa_arena_new();
    char *text = qa_arena_array(arena, (size_t)KEYS * LENGTH + 1, 1);
    for (size_t i = 0; i < KEYS; i++) {
        (void)snprintf(text + i * LENGTH, LENGTH + 1, "k%05zu:\n", i);
    }
    struct qa_yaml root;
    struct qa_error err;
    assert_int_equal(read(text, (size_t)KEYS * LENGTH, arena, &root, &err), QA_INPUT);
    assert_string_equal(err.text, "too many keys in one mapping");
    assert_int_equal(err.line, 10001);
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tree_knows_its_texts_and_places),
        cmocka_unit_test(nothing_is_nothing),
        cmocka_unit_test(what_is_no_tree_is_refused_with_its_place),
        cmocka_unit_test(a_mapping_has_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
