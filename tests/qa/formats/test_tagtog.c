#include "tests/qa/formats/folder.h"

#include "qa/formats/tagtog.h"

#define WHO(state, who) "\"confidence\":{\"state\":\"" state "\",\"who\":[\"" who "\"],\"prob\":1}"
#define ENTITY(class, part, start, text, more)                                                     \
    "{\"classId\":\"" class "\",\"part\":\"" part "\",\"offsets\":[{\"start\":" start              \
                            ",\"text\":\"" text "\"}]," more "}"
#define DOCUMENT(entities, more)                                                                   \
    "{\"anncomplete\":true,\"sources\":[],\"entities\":[" entities                                 \
    "],\"relations\":[],\"metas\":{}," more "\"annotatable\":{\"parts\":[\"s1h1\",\"s2p1\"]}}"

static void parts_are_items_whose_names_of_classes_stand_beside(void **state)
{
    (void)state;
    static const struct folder_file files[] = {
        {"ann.json/members/anna/pool/d-1.ann.json",
         DOCUMENT(ENTITY("e_1", "s2p1", "106", "Bob", WHO("", "user:x")) "," ENTITY(
                      "e_2", "s2p1", "3", "M\xc3\xbcl \xf0\x9f\x98\x80", WHO("", "user:x")),
                  "")},
        {"annotations-legend.json", "{\"e_1\": \"person\", \"m_1\": \"kind\"}"}};
    assert_rows(files, 2, NULL,
                "d-1#s1h1 nothing spans\n"
                "d-1#s2p1 person span 106 109 by=anna line=1\n"
                "d-1#s2p1 e_2 span 3 9 by=anna line=1\n");
}

static void the_annotator_is_the_one_user_of_a_document(void **state)
{
    (void)state;
    static const struct folder_file one = {
        "d.ann.json", DOCUMENT(ENTITY("c", "s1h1", "1", "x", WHO("", "user:ben")), "")};
    static const struct folder_file two = {
        "d.ann.json", DOCUMENT(ENTITY("c", "s1h1", "1", "x", WHO("", "user:ben")) "," ENTITY(
                                   "c", "s1h1", "5", "y", WHO("", "user:eva")),
                               "")};
    assert_rows(&one, 1, NULL, "d#s1h1 c span 1 2 by=ben line=1\nd#s2p1 nothing spans\n");
    assert_rows(&two, 1, NULL,
                "d#s1h1 c span 1 2 line=1\nd#s1h1 c span 5 6 line=1\nd#s2p1 nothing spans\n");
}

static void pieces_of_one_entity_are_one_span(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "d.ann.json",
        DOCUMENT(
            "{\"classId\":\"c\",\"part\":\"s1h1\",\"offsets\":[{\"start\":0,\"text\":\"North\"},{"
            "\"start\":16,\"text\":\"America\"}]}",
            "")};
    assert_rows(&file, 1, NULL, "d#s1h1 c span 0 5 16 23 line=1\nd#s2p1 nothing spans\n");
}

static void what_nobody_confirmed_or_is_not_read_is_said(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "d.ann.json", "{\"anncomplete\":false,\"entities\":[" ENTITY(
                          "c", "s1h1", "1", "x",
                          WHO("pre-added", "ml:m")) "],\"relations\":[{\"classId\":\"r_1\"}],"
                                                    "\"metas\":{\"m_1\":{\"value\":true}},"
                                                    "\"annotatable\":{\"parts\":[\"s1h1\"]}}"};
    static const char *const texts[] = {"1 entities were proposed", "2 relations and labels",
                                        "not marked as complete"};
    struct folder folder;
    size_t n = 0;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_no_error(&folder);
    assert_string_equal(folder.rows, "d#s1h1 nothing spans\n");
    for (size_t f = 0; f < folder.findings.n; f++) {
        const struct qa_finding *one = &folder.findings.list[f];
        n += n < 3 && strcmp(one->code, "W854") == 0 && strstr(one->text, texts[n]) != NULL;
    }
    assert_int_equal(n, 3);
    qa_arena_free(folder.arena);
}

static void broken_documents_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct folder_options named = {.format = "tagtog"};
    static const struct folder_file files[] = {
        {"a.json", "{\"entities\":[]}"},
        {"a.json", "[1]"},
        {"a.json", DOCUMENT("{\"part\":\"s1h1\"}", "")},
        {"a.json", DOCUMENT("{\"part\":\"s1h1\",\"classId\":\"c\",\"offsets\":[]}", "")},
        {"a.json",
         DOCUMENT("{\"part\":\"s1h1\",\"classId\":\"c\",\"offsets\":[{\"start\":1}]}", "")},
        {"a.json", DOCUMENT(ENTITY("c", "s9", "4", "x", "\"fields\":{}"), "")},
        {"a.json", DOCUMENT(ENTITY("c", "s1h1", "-4", "x", "\"fields\":{}"), "")}};
    static const char *const codes[] = {"E119", "E119", "E119", "E119", "E119", "E119", "E122"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        assert_refused(&files[i], &named, codes[i], 1, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_items_whose_names_of_classes_stand_beside),
        cmocka_unit_test(the_annotator_is_the_one_user_of_a_document),
        cmocka_unit_test(pieces_of_one_entity_are_one_span),
        cmocka_unit_test(what_nobody_confirmed_or_is_not_read_is_said),
        cmocka_unit_test(broken_documents_are_refused_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
