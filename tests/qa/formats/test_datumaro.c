#include "tests/qa/formats/folder.h"

#define FILE_OF(items)                                                                             \
    "{\"info\": {}, \"categories\": {\"label\": {\"labels\": [{\"name\": \"car\", \"parent\": "    \
    "\"\"}, {\"name\": \"bus\"}]}},\n\"items\": [\n" items "]}\n"
#define ITEM(annotations)                                                                          \
    "{\"id\": \"a\", \"annotations\": [\n" annotations                                             \
    "],\n\"image\": {\"path\": \"img/a.jpg\", \"size\": [6, 8]}}\n"

static void annotations_are_objects_of_their_kinds(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "default.json",
        FILE_OF(
            ITEM("{\"id\": 0, \"type\": \"bbox\", \"label_id\": 1, \"group\": 1, \"bbox\": [1, 2, "
                 "3, 4.5], \"attributes\": {\"is_crowd\": true}},\n"
                 "{\"id\": 0, \"type\": \"polygon\", \"label_id\": 0, \"group\": 3, \"points\": "
                 "[0, 0, 4, 0, 4, 4]},\n"
                 "{\"id\": 0, \"type\": \"polygon\", \"label_id\": 0, \"group\": 3, \"points\": "
                 "[5, 0, 6, 0, 6, 2]},\n"
                 "{\"id\": 0, \"type\": \"points\", \"label_id\": 0, \"group\": 0, \"points\": "
                 "[1, 2, 3, 4], \"visibility\": [2, 1]},"
                 "{\"type\": \"points\", \"points\": [7, 8]},\n"
                 "{\"type\": \"mask\", \"label_id\": 1, \"group\": 0, \"rle\": {\"counts\": [13, "
                 "2, 33], \"size\": [6, 8]}, \"attributes\": {\"score\": 0.5}},\n"
                 "{\"type\": \"label\", \"label_id\": 1}\n") ",{\"id\": \"b\", \"annotations\": "
                                                             "[], \"media\": {\"path\": "
                                                             "\"\"}}")};
    assert_rows(&file, 1, NULL,
                "img/a.jpg bus box 1 2 3 4.5 crowd of=8x6 line=4\n"
                "img/a.jpg car polygon 0 0 4 0 4 4 || 5 0 6 0 6 2 of=8x6 line=5\n"
                "img/a.jpg car keypoints | | | | | 1 2 2 3 4 1 of=8x6 line=7\n"
                "img/a.jpg - keypoints | | | | | 7 8 2 of=8x6 line=7\n"
                "img/a.jpg bus mask 6 8 13 2 33 score=0.5 of=8x6 line=8\n"
                "img/a.jpg bus label of=8x6 line=9\n"
                "b nothing boxes\n"
                "b nothing polygons\n"
                "b nothing keypoints\n"
                "b nothing masks\n");
}

static void ellipses_are_polygons_of_their_area(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "default.json", FILE_OF(ITEM("{\"id\": 0, \"type\": \"ellipse\", \"label_id\": 1, "
                                     "\"points\": [1.5, 2, 6.5, 4]}"))};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_no_error(&folder);
    assert_ellipse(&folder, 0, 4, 3, 2.5, 1);
    qa_arena_free(folder.arena);
}

static void other_shapes_are_left_out_and_said(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "default.json",
        FILE_OF(ITEM("{\"type\": \"polyline\", \"points\": [1, 2, 3, 4]},\n"
                     "{\"type\": \"cuboid_3d\", \"label_id\": 1},\n"
                     "{\"type\": \"bbox\", \"label_id\": 1, \"bbox\": [1, 2, 3, 4]}"))};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_no_error(&folder);
    assert_int_equal(folder.out.delivery->n_objects, 1);
    assert_int_equal(folder.out.delivery->sources[0].excluded[QA_EXCLUDED_UNREAD_SHAPE], 2);
    assert_non_null(strstr(finding_of(&folder, "W190")->text, "'polyline'"));
    qa_arena_free(folder.arena);
}

static void broken_files_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct folder_options named = {.format = "datumaro"};
    static const struct {
        const char *content, *code, *text;
        uint64_t line;
    } cases[] = {
        {"{\"categories\": {},\n\"items\": [{", "E115", "", 2},
        {FILE_OF(ITEM("{\"label_id\": 1}")), "E185", "'type'", 4},
        {FILE_OF(ITEM("{\"type\": \"bbox\", \"label_id\": 1}")), "E185", "'bbox'", 4},
        {FILE_OF(ITEM("{\"type\": \"bbox\", \"label_id\": 2, \"bbox\": [0, 0, 1, 1]}")), "E184",
         "label_id", 4},
        {FILE_OF(ITEM("{\"type\": \"bbox\", \"label_id\": 1, \"bbox\": [0, 0, 1]}")), "E122",
         "4 numbers", 4},
        {FILE_OF(ITEM("{\"type\": \"bbox\", \"label_id\": 1, \"bbox\": [0, 0, 1, \"1\"]}")), "E122",
         "bbox holds a string", 4},
        {FILE_OF(ITEM("{\"type\": \"polygon\", \"label_id\": 1, \"points\": [0, 0, 1]}")), "E122",
         "odd", 4},
        {FILE_OF(ITEM("{\"type\": \"mask\", \"label_id\": 1, \"rle\": {\"counts\": [1], \"size\": "
                      "[6, 8]}}")),
         "E122", "rle", 4},
        {FILE_OF("{\"id\": \"\xff\"}"), "E115", "", 3},
        {FILE_OF("{\"id\": \"a\"}"), "E185", "'annotations'", 3},
        {"[]", "E185", "'items'", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct folder_file file = {"a.json", cases[i].content};
        assert_refused(&file, &named, cases[i].code, cases[i].line, cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(annotations_are_objects_of_their_kinds),
        cmocka_unit_test(ellipses_are_polygons_of_their_area),
        cmocka_unit_test(other_shapes_are_left_out_and_said),
        cmocka_unit_test(broken_files_are_refused_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
