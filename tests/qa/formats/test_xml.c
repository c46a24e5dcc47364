#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/close.h"

#include "qa/formats/xml.h"

/* What the handlers saw, one word a call: "+name", "-name=text", "@line:column". */
struct seen {
    struct qa_arena *arena;
    struct qa_xml_buffer log;
    struct qa_error err;
    const char *fail_at; /* an element at which the handler gives up */
};

static void note(struct seen *seen, const char *text)
{
    qa_xml_append(&seen->log, text, strlen(text), seen->arena);
}

static void on_start(void *context, struct qa_xml *xml, const char *name, const char **attributes)
{
    struct seen *seen = context;
    uint64_t line;
    uint64_t column;
    qa_xml_place(xml, &line, &column);
    note(seen, qa_arena_format(seen->arena, " +%s@%llu:%llu", name, (unsigned long long)line,
                               (unsigned long long)column));
    if (qa_xml_attribute(attributes, "id") != NULL) {
        note(seen, qa_arena_format(seen->arena, "#%s", qa_xml_attribute(attributes, "id")));
    }
    assert_string_equal(qa_xml_ancestor(xml, 0), name);
    if (seen->fail_at != NULL && strcmp(seen->fail_at, name) == 0) {
        qa_xml_fail(xml, "E185", "no %s is wanted", name);
    }
}

static void on_end(void *context, struct qa_xml *xml, const char *name)
{
    struct seen *seen = context;
    size_t length;
    const char *text = qa_xml_text(xml, &length);
    note(seen, qa_arena_format(seen->arena, " -%s/%s=%.*s", qa_xml_ancestor(xml, 1), name,
                               (int)length, text));
}

static enum qa_status parse_bytes(struct seen *seen, const void *data, size_t size)
{
    const char *fail_at = seen->fail_at;
    *seen = (struct seen){.arena = qa_arena_new(), .err = {.code = ""}, .fail_at = fail_at};
    const struct qa_xml_handlers handlers = {on_start, on_end, NULL, seen};
    const struct qa_xml_input input = {.data = data, .size = size, .path = "a.xml"};
    note(seen, "");
    return qa_xml_parse(&input, &handlers, seen->arena, &seen->err);
}

static enum qa_status parse(struct seen *seen, const char *text)
{
    return parse_bytes(seen, text, strlen(text));
}

static void elements_have_text_attributes_ancestors_and_places(void **state)
{
    (void)state;
    struct seen seen = {.fail_at = NULL};
    assert_int_equal(parse(&seen, "<?xml version='1.0'?>\n<a>\n  <x:b id='7'> two\n words </x:b>"
                                  "<c/>\xc3\xa9<c id='&lt;&#65;'>&amp;</c></a>\n"),
                     QA_OK);
    assert_string_equal(seen.log.text, " +a@2:1 +b@3:3#7 -a/b=two\n words +c@4:14 -a/c= "
                                       "+c@4:20#<A -a/c=& -/a=");
    qa_arena_free(seen.arena);
}

static void encodings_are_those_of_the_declaration(void **state)
{
    (void)state;
    static const char *const names[] = {"ISO-8859-1", "windows-1252", "CP1252"};
    for (size_t i = 0; i < 3; i++) {
        char text[100];
        struct seen seen = {.fail_at = NULL};
        snprintf(text, sizeof text, "<?xml version='1.0' encoding='%s'?><a>%s</a>", names[i],
                 i == 0 ? "\xe9" : "\x80\xe9");
        assert_int_equal(parse(&seen, text), QA_OK);
        assert_non_null(strstr(seen.log.text, i == 0 ? "=\xc3\xa9" : "=\xe2\x82\xac\xc3\xa9"));
        qa_arena_free(seen.arena);
    }
}

static void what_is_broken_is_said_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *xml;
        const char *text;
        uint64_t line;
        uint64_t column;
    } cases[] = {
        {"<a>\n <b>1</b>\n <b>2", "inside of <b>", 3, 6},
        {"<a>\n <b>1</c></a>", "mismatched tag", 2, 8},
        {"<a>\n  \xff</a>", "not well-formed", 2, 3},
        {"<?xml version='1.0' encoding='EBCDIC-7'?><a/>", "unknown encoding", 1, 31},
        {"<a>&b;</a>", "undefined entity", 1, 4},
        {"", "no element found", 1, 1},
        {"<a/><b/>", "junk after document element", 1, 5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct seen seen = {.fail_at = NULL};
        assert_int_equal(parse(&seen, cases[i].xml), QA_INPUT);
        assert_string_equal(seen.err.code, "E183");
        assert_string_equal(seen.err.file, "a.xml");
        assert_non_null(strstr(seen.err.text, cases[i].text));
        assert_int_equal(seen.err.line, cases[i].line);
        assert_int_equal(seen.err.column, cases[i].column);
        qa_arena_free(seen.arena);
    }
}

static void nothing_is_expanded(void **state)
{
    (void)state;
    static const char *const refused[] = {
        "<!DOCTYPE a [<!ENTITY l 'lol'><!ENTITY m '&l;&l;'>]><a>&m;</a>",
        "<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><a>&f;</a>",
        "<!DOCTYPE a SYSTEM 'a.dtd'><a>&from_the_type;</a>"};
    struct seen seen = {.fail_at = NULL};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_int_equal(parse(&seen, refused[i]), QA_INPUT);
        assert_string_equal(seen.err.code, "E183");
        assert_non_null(
            strstr(seen.err.text, i < 2 ? "document type" : "the entity 'from_the_type'"));
        qa_arena_free(seen.arena);
    }
    assert_int_equal(parse(&seen, "<!DOCTYPE a SYSTEM 'a.dtd'><a>1</a>"), QA_OK);
    qa_arena_free(seen.arena);
}

static void depth_has_a_limit(void **state)
{
    (void)state;
    char text[4 * (QA_XML_DEEPEST + 1) + 1] = "";
    struct seen seen = {.fail_at = NULL};
    for (size_t i = 0; i < QA_XML_DEEPEST + 1; i++) {
        strncat(text, "<a>", sizeof text - strlen(text) - 1);
    }
    assert_int_equal(parse(&seen, text), QA_INPUT);
    assert_non_null(strstr(seen.err.text, "too deep"));
    qa_arena_free(seen.arena);
}

static void a_handler_that_fails_is_the_last(void **state)
{
    (void)state;
    struct seen seen = {.fail_at = "b"};
    assert_int_equal(parse(&seen, "<a>\n <b/><c/></a>"), QA_INPUT);
    assert_string_equal(seen.err.code, "E185");
    assert_string_equal(seen.err.text, "no b is wanted");
    assert_int_equal(seen.err.line, 2);
    assert_int_equal(seen.err.column, 2);
    assert_string_equal(seen.log.text, " +a@1:1 +b@2:2");
    qa_arena_free(seen.arena);
}

static void files_of_several_pieces_are_one(void **state)
{
    (void)state;
    enum { N = 3 << 20 };
    char *text = malloc(N + 8);
    struct seen seen = {.fail_at = NULL};
    assert_non_null(text);
    memcpy(text, "<a>\n", 4);
    memset(text + 4, 'x', N);
    memcpy(text + 4 + N, "</a>", 4);
    assert_int_equal(parse_bytes(&seen, text, N + 8), QA_OK);
    assert_int_equal(seen.log.length, strlen(" +a@1:1 -/a=") + N);
    qa_arena_free(seen.arena);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_have_text_attributes_ancestors_and_places),
        cmocka_unit_test(encodings_are_those_of_the_declaration),
        cmocka_unit_test(what_is_broken_is_said_with_its_place),
        cmocka_unit_test(nothing_is_expanded),
        cmocka_unit_test(depth_has_a_limit),
        cmocka_unit_test(a_handler_that_fails_is_the_last),
        cmocka_unit_test(files_of_several_pieces_are_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
