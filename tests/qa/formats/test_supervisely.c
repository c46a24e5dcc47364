#include "tests/qa/formats/folder.h"

#define META                                                                                       \
    "{\"classes\": [{\"title\": \"car\", \"shape\": \"rectangle\", \"color\": \"#0F0\"}], "        \
    "\"tags\": []}"
#define FILE_OF(objects)                                                                           \
    "{\"description\": \"\", \"tags\": [{\"name\": \"weather\", \"value\": \"wet\", "              \
    "\"labelerLogin\": \"anna\"}], \"size\": {\"height\": 6, \"width\": 8},\n\"objects\": "        \
    "[\n" objects "]}\n"

static void objects_are_boxes_and_polygons_of_their_annotators(void **state)
{
    (void)state;
    static const struct folder_file files[] = {
        {"meta.json", META},
        {"ds0/ann/a.jpg.json",
         FILE_OF("{\"id\": 7, \"classTitle\": \"car\", \"geometryType\": \"rectangle\", "
                 "\"labelerLogin\": \"anna\", \"points\": {\"exterior\": [[5, 6], [1, 2.5]], "
                 "\"interior\": []}},\n"
                 "{\"id\": 8, \"classTitle\": \"lake\", \"geometryType\": \"polygon\", "
                 "\"labelerLogin\": \"ben\", \"points\": {\"exterior\": [[0, 0], [8, 0], [8, 6]], "
                 "\"interior\": [[[5, 1], [6, 1], [6, 2]]]}}\n")},
        {"ds0/ann/b.jpg.json",
         "{\"description\": \"\", \"tags\": [], \"size\": {\"height\": 6, \"width\": 8}, "
         "\"objects\": []}"},
        {"ds0/img/a.jpg", "no image"}};
    assert_rows(files, 4, NULL,
                "a.jpg car box 1 2.5 4 3.5 id=7 by=anna of=8x6 line=3\n"
                "a.jpg lake polygon 0 0 8 0 8 6 | 5 1 6 1 6 2 id=8 by=ben of=8x6 line=4\n"
                "a.jpg weather: wet label by=anna of=8x6 line=1\n"
                "b.jpg nothing boxes\n"
                "b.jpg nothing polygons\n");
}

#define PAIR(who, x0, x1)                                                                          \
    "{\"classTitle\": \"car\", \"geometryType\": \"rectangle\", \"labelerLogin\": \"" who          \
    "\", \"points\": {\"exterior\": [[" #x0 ", 0], [" #x1 ", 2]], \"interior\": []}}"
#define SHARED(objects)                                                                            \
    "{\"tags\": [], \"size\": {\"height\": 6, \"width\": 90}, \"objects\": [\n" objects "\n]}"

/* Ben came to add what Anna had missed; Cleo drew all of it anew. */
static void people_who_share_an_image_have_one_answer(void **state)
{
    (void)state;
    static const struct folder_file files[] = {
        {"meta.json", META},
        {"ann/a.jpg.json",
         SHARED(PAIR("anna", 0, 10) ",\n" PAIR("ben", 40, 50) ",\n" PAIR("anna", 20, 30))},
        {"ann/b.jpg.json",
         SHARED(PAIR("anna", 0, 10) ",\n" PAIR("cleo", 1, 10) ",\n" PAIR("anna", 20, 30))},
        {"ann/c.jpg.json", SHARED(PAIR("anna", 0, 10) ",\n" PAIR("cleo", 8, 18))}};
    assert_rows(files, 4, NULL,
                "a.jpg car box 0 0 10 2 by=anna of=90x6 line=2\n"
                "a.jpg car box 40 0 10 2 by=anna of=90x6 line=3\n"
                "a.jpg car box 20 0 10 2 by=anna of=90x6 line=4\n"
                "b.jpg car box 0 0 10 2 by=anna of=90x6 line=2\n"
                "b.jpg car box 20 0 10 2 by=anna of=90x6 line=4\n"
                "b.jpg car box 1 0 9 2 by=cleo of=90x6 line=3\n"
                "c.jpg car box 0 0 10 2 by=anna of=90x6 line=2\n"
                "c.jpg car box 8 0 10 2 by=anna of=90x6 line=3\n");
}

/* 1 0 1 over 1 1 0, packed: by a palette with transparency, one bit a pixel, by an alpha channel
 * beside colours that say nothing; and colours alone. */
#define BY_PALETTE                                                                                 \
    "eNrrDPBz5+WS4mJgYOD19HAJAtLMQMzEASJXrZqmAaTYAnxCXIH0////l96cfxfIYiwJ8gtmcHh2Iw3I4fN0cQypuJWc" \
    "kMLg5MbGwCDJwPpaKKYNKMPg6ernss4poQkAhwwZJA=="
#define BY_BIT                                                                                     \
    "eNrrDPBz5+WS4mJgYOD19HAJAtLMQMzECCQYtvJHbwdSPJ4ujiEVt5IjDhQAZZYwJm73MG8GyXu6+rmsc0poAgCpcQ7Y"
#define BY_ALPHA                                                                                   \
    "eNrrDPBz5+WS4mJgYOD19HAJAtLMQMzEwQYk55akSQEpKU8Xx5CKW8kPnjz5w3+Ex+HMCQaWNw5/5DkkGLSms4bGLBVa" \
    "BVTF4Onq57LOKaEJAAV0Ff8="
#define COLOURS                                                                                    \
    "eNrrDPBz5+WS4mJgYOD19HAJAtLMQMzEwQQkhcQ++oIoTxfHkIpbyQ+ePElJSGCYWCDGwOLDkMtQ59QBlGXwdPVzWeeU" \
    "0AQAHBsRFg=="
#define BITMAP(data)                                                                               \
    "{\"classTitle\": \"cat\", \"geometryType\": \"bitmap\", \"bitmap\": {\"data\": \"" data       \
    "\", \"origin\": [2, 1]}}"
#define BARE(objects)                                                                              \
    "{\"tags\": [], \"size\": {\"height\": 6, \"width\": 8}, \"objects\": [\n" objects "\n]}"

static void bitmaps_are_masks_and_points_are_keypoints(void **state)
{
    (void)state;
    static const struct folder_file files[] = {
        {"ann/a.jpg.json", BARE(BITMAP(BY_PALETTE))},
        {"ann/b.jpg.json", BARE(BITMAP(BY_BIT))},
        {"ann/c.jpg.json", BARE(BITMAP(BY_ALPHA))},
        {"ann/d.jpg.json",
         BARE("{\"classTitle\": \"nose\", \"geometryType\": \"point\", \"points\": {\"exterior\": "
              "[[3, 4]], \"interior\": []}}")}};
    assert_rows(files, 4, NULL,
                "a.jpg cat mask 6 8 13 2 5 1 4 1 22 of=8x6 line=2\n"
                "b.jpg cat mask 6 8 13 2 5 1 4 1 22 of=8x6 line=2\n"
                "c.jpg cat mask 6 8 13 2 5 1 4 1 22 of=8x6 line=2\n"
                "d.jpg nose keypoints | | | | | 3 4 2 of=8x6 line=2\n");
}

static void other_shapes_are_left_out_and_said(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "ann/a.jpg.json", "{\"tags\": [], \"size\": {\"height\": 6, \"width\": 8}, \"objects\": "
                          "[{\"classTitle\": \"x\", \"geometryType\": \"line\", \"points\": {}},\n"
                          "{\"classTitle\": \"x\", \"geometryType\": \"rectangle\", \"points\": "
                          "{\"exterior\": [[1, 2], [3, 4]]}}]}"};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_no_error(&folder);
    assert_string_equal(folder.rows, "a.jpg x box 1 2 2 2 of=8x6 line=2\n");
    assert_non_null(strstr(finding_of(&folder, "W190")->text, "'line'"));
    qa_arena_free(folder.arena);
}

static void broken_files_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct folder_options named = {.format = "supervisely"};
    static const struct {
        const char *content, *code, *text;
        uint64_t line;
    } cases[] = {
        {"{\"objects\": [\n{", "E115", "", 2},
        {BARE(BITMAP(COLOURS)), "E270", "colours without transparency", 2},
        {BARE(BITMAP("eNrrDPBz5+WS4mJgYOD1")), "E270", "no PNG", 2},
        {BARE(BITMAP("?")), "E270", "base64", 2},
        {BARE("{\"classTitle\": \"x\", \"geometryType\": \"bitmap\"}"), "E185", "'bitmap'", 2},
        {FILE_OF("{\"classTitle\": \"x\"}"), "E185", "'geometryType'", 3},
        {FILE_OF("{\"geometryType\": \"rectangle\"}"), "E185", "'classTitle'", 3},
        {FILE_OF("{\"classTitle\": \"x\", \"geometryType\": \"rectangle\"}"), "E185", "'exterior'",
         3},
        {FILE_OF("{\"classTitle\": \"x\", \"geometryType\": \"rectangle\", \"points\": "
                 "{\"exterior\": [[1, 2]]}}"),
         "E122", "1 points", 3},
        {FILE_OF(
             "{\"classTitle\": \"x\", \"geometryType\": \"polygon\", \"points\": {\"exterior\": "
             "[[1, 2], [3, \"4\"], [5, 6]]}}"),
         "E122", "exterior holds a string", 3},
        {FILE_OF("{\"classTitle\": \"\xff\"}"), "E115", "", 3},
        {"{\"objects\": {}}", "E185", "'objects'", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct folder_file file = {"a.json", cases[i].content};
        assert_refused(&file, &named, cases[i].code, cases[i].line, cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_are_boxes_and_polygons_of_their_annotators),
        cmocka_unit_test(people_who_share_an_image_have_one_answer),
        cmocka_unit_test(bitmaps_are_masks_and_points_are_keypoints),
        cmocka_unit_test(other_shapes_are_left_out_and_said),
        cmocka_unit_test(broken_files_are_refused_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
