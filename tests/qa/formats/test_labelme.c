#include "tests/qa/formats/folder.h"

#include "qa/annotation/box.h"

#define FILE_OF(shapes)                                                                            \
    "{\"version\": \"5.0.1\", \"flags\": {},\n\"shapes\": [\n" shapes                              \
    "],\n\"imagePath\": \"..\\\\img\\\\a.jpg\", \"imageData\": \"/9j/4AAQ\",\n"                    \
    "\"imageHeight\": 480, \"imageWidth\": 640}\n"

static void shapes_are_boxes_and_polygons(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.json",
        FILE_OF("{\"label\": \"car\", \"points\": [[30, 40.5], [10, 20]], \"group_id\": null, "
                "\"shape_type\": \"rectangle\"},\n"
                "{\"label\": \"road\", \"points\": [[0, 0], [9, 0], [9, 9]], \"shape_type\": "
                "null},\n"
                "{\"label\": \"__ignore__\", \"points\": [[0, 0], [5, 5]], \"shape_type\": "
                "\"rectangle\"}\n")};
    assert_rows(&file, 1, NULL,
                "..\\img\\a.jpg car box 10 20 20 20.5 of=640x480 line=3\n"
                "..\\img\\a.jpg - box 0 0 5 5 crowd of=640x480 line=5\n"
                "..\\img\\a.jpg road polygon 0 0 9 0 9 9 of=640x480 line=4\n");
}

static void a_label_and_a_group_are_one_object(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.json",
        FILE_OF("{\"label\": \"car\", \"points\": [[0, 0], [9, 0], [9, 9]], \"group_id\": 1},\n"
                "{\"label\": \"bus\", \"points\": [[0, 0], [8, 0], [8, 8]], \"group_id\": 1},\n"
                "{\"label\": \"car\", \"points\": [[20, 0], [29, 0], [29, 9]], \"group_id\": 1},\n"
                "{\"label\": \"car\", \"points\": [[0, 0], [7, 0], [7, 7]], \"group_id\": 2},\n"
                "{\"label\": \"car\", \"points\": [[0, 0], [4, 4]], \"group_id\": 2, "
                "\"shape_type\": \"rectangle\"},\n"
                "{\"label\": \"car\", \"points\": [[2, 9], [6, 3]], \"group_id\": 2, "
                "\"shape_type\": \"rectangle\"}\n")};
    assert_rows(&file, 1, NULL,
                "..\\img\\a.jpg car polygon 0 0 9 0 9 9 || 20 0 29 0 29 9 of=640x480 line=3\n"
                "..\\img\\a.jpg bus polygon 0 0 8 0 8 8 of=640x480 line=4\n"
                "..\\img\\a.jpg car polygon 0 0 7 0 7 7 of=640x480 line=6\n"
                "..\\img\\a.jpg car box 0 0 6 9 of=640x480 line=7\n");
}

static void flags_of_an_image_without_shapes_are_its_labels(void **state)
{
    (void)state;
    static const struct folder_file files[] = {
        {"a.json", "{\"flags\": {\"cat\": true, \"dog\": false}, \"shapes\": [], \"imagePath\": "
                   "\"a.jpg\"}"},
        {"b.json", "{\"flags\": {\"cat\": true, \"dog\": true}, \"shapes\": [], \"imagePath\": "
                   "\"b.jpg\"}"},
        {"c.json", "{\"flags\": {}, \"shapes\": [], \"imageData\": null, \"imagePath\": null}"}};
    assert_rows(files, 3, NULL,
                "a.jpg [\"cat\"] label line=1\n"
                "b.jpg [\"cat\",\"dog\"] label line=1\n"
                "c nothing polygons\n");
}

static void outlines_can_be_read_as_boxes(void **state)
{
    (void)state;
    static const struct folder_options boxes = {.shape = &qa_type_box};
    static const struct folder_file file = {
        "a.json",
        FILE_OF("{\"label\": \"car\", \"points\": [[5, 1], [9, 4], [2, 8]], \"shape_type\": "
                "\"polygon\"}\n")};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, &boxes), QA_OK);
    assert_string_equal(folder.rows, "..\\img\\a.jpg car box 2 1 7 7 of=640x480 line=3\n");
    assert_non_null(finding_of(&folder, "W191"));
    qa_arena_free(folder.arena);
}

static void circles_are_polygons_of_their_area(void **state)
{
    (void)state;
    static const struct folder_options boxes = {.shape = &qa_type_box};
    static const struct folder_file file = {
        "a.json", FILE_OF("{\"label\": \"sun\", \"points\": [[40, 30], [43, 34]], "
                          "\"shape_type\": \"circle\"}\n")};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_no_error(&folder);
    assert_non_null(strstr(folder.rows, "a.jpg sun polygon 45.001"));
    assert_ellipse(&folder, 0, 40, 30, 5, 5);
    qa_arena_free(folder.arena);
    assert_int_equal(read_folder(&folder, &file, 1, &boxes), QA_OK);
    assert_non_null(strstr(folder.rows, "a.jpg sun box 34.99"));
    qa_arena_free(folder.arena);
}

static void oriented_rectangles_are_rotated_boxes(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.json", FILE_OF("{\"label\": \"car\", \"points\": [[10, 0], [10, 8], [4, 8], [4, 0]], "
                          "\"shape_type\": \"oriented_rectangle\", \"group_id\": 1},\n"
                          "{\"label\": \"car\", \"points\": [[20, 0], [20, 8], [14, 8], [14, 0]], "
                          "\"shape_type\": \"oriented_rectangle\", \"group_id\": 1}\n")};
    /* Of a group, too, each is one: there is no turned box around two. */
    assert_rows(&file, 1, NULL,
                "..\\img\\a.jpg car rotated_box 3 1 8 6 90 of=640x480 line=3\n"
                "..\\img\\a.jpg car rotated_box 13 1 8 6 90 of=640x480 line=4\n");
}

/* 1 0 1 over 1 1 0, in grey levels of 8 and of 16 bit. */
#define MASK_8                                                                                     \
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAAAAAC4HznGAAAADklEQVR42mNgZABCRgYAABkABesSXIYAAAAASUVORK5C" \
    "YII="
#define MASK_16                                                                                    \
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACEAAAAADoj+WFAAAAFElEQVR42mNgZAACRgZGRgYmBgYAADQAByFYQF0AAAAA" \
    "SUVORK5CYII="
#define MASK(points, text)                                                                         \
    "{\"label\": \"cat\", \"points\": [" points "], \"shape_type\": \"mask\", \"mask\": \"" text   \
    "\"}"
#define SMALL(shapes)                                                                              \
    "{\"shapes\": [\n" shapes                                                                      \
    "\n], \"imagePath\": \"a.jpg\", \"imageHeight\": 6, \"imageWidth\": "                          \
    "8}"

static void masks_are_pictures_between_two_corners(void **state)
{
    (void)state;
    static const struct folder_file files[] = {
        {"a.json", SMALL(MASK("[2.0, 1.0], [4.0, 2.0]", MASK_8))},
        {"b.json",
         "{\"imagePath\": \"b.jpg\", \"imageHeight\": 6, \"imageWidth\": 8, \"shapes\": [\n" MASK(
             "[2.7, 1.9], [4.2, 2.1]", MASK_16) "\n]}"}};
    assert_rows(files, 2, NULL,
                "a.jpg cat mask 6 8 13 2 5 1 4 1 22 of=8x6 line=2\n"
                "b.jpg cat mask 6 8 13 2 5 1 4 1 22 of=8x6 line=2\n");
}

static void masks_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    static const struct folder_options named = {.format = "labelme"};
    static const struct {
        const char *content, *text;
    } cases[] = {
        {SMALL(MASK("[2, 1], [5, 2]", MASK_8)), "another size"},
        {SMALL(MASK("[6, 1], [8, 2]", MASK_8)), "leaves the image"},
        {SMALL(MASK("[-1, 1], [1, 2]", MASK_8)), "leaves the image"},
        {SMALL(MASK("[2, 1], [4, 2]", "iVBO*")), "base64"},
        {SMALL(MASK("[2, 1], [4, 2]", "AAAA")), "no PNG"},
        {SMALL(MASK("[2, 1], [4, 2]", "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAAAAAC4HznGAAAADklEQVR4")),
         "cut short"},
        {"{\"imagePath\": \"a\",\n\"shapes\": [" MASK("[2, 1], [4, 2]", MASK_8) "]}",
         "size of the image"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct folder_file file = {"a.json", cases[i].content};
        assert_refused(&file, &named, "E270", 2, cases[i].text);
    }
}

static void other_shapes_are_left_out_and_said(void **state)
{
    (void)state;
    static const struct folder_file files[] = {
        {"a.json",
         FILE_OF("{\"label\": \"car\", \"points\": [[0, 0], [9, 0]], \"shape_type\": "
                 "\"linestrip\"},\n"
                 "{\"label\": \"car\", \"points\": [[0, 0], [9, 0]], \"shape_type\": \"line\"}\n")},
        {"b.json", "{\"shapes\": [], \"imagePath\": \"b.jpg\"}"}};
    struct folder folder;
    assert_int_equal(read_folder(&folder, files, 2, NULL), QA_OK);
    assert_no_error(&folder);
    /* Nothing is not what was found on it. */
    assert_string_equal(folder.rows, "b.jpg nothing polygons\n");
    assert_non_null(finding_of(&folder, "W190"));
    assert_int_equal(folder.out.delivery->sources[0].excluded[QA_EXCLUDED_UNREAD_SHAPE], 2);
    qa_arena_free(folder.arena);
}

static void broken_files_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct folder_options named = {.format = "labelme"};
    static const struct {
        const char *content, *code, *text;
        uint64_t line;
    } cases[] = {
        {"{\"imagePath\": \"a\",\n\"shapes\": [{\"label\": \"a\"", "E115", "", 2},
        {FILE_OF("{\"label\": \"a\"}"), "E185", "'points'", 3},
        {FILE_OF("{\"label\": 7, \"points\": [[1, 2]]}"), "E185", "'label'", 3},
        {FILE_OF("{\"label\": \"a\", \"points\": \"1,2\"}"), "E122", "points is a string", 3},
        {FILE_OF("{\"label\": \"a\", \"points\": [[1, 2], [3]]}"), "E122", "2 numbers", 3},
        {FILE_OF("{\"label\": \"a\", \"points\": [[1, 2], [3, 4]]}"), "E122", "", 3},
        {FILE_OF("{\"label\": \"a\", \"points\": [[1, \"2\"]]}"), "E122", "points holds a string",
         3},
        {FILE_OF("{\"label\": \"a\", \"points\": [[1, 2], [3, 4], [5, 6]], \"shape_type\": "
                 "\"rectangle\"}"),
         "E122", "3 points", 3},
        {FILE_OF("{\"label\": \"a\", \"points\": [[1, 2]], \"shape_type\": \"circle\"}"), "E122",
         "1 points", 3},
        {FILE_OF("{\"label\": \"a\", \"points\": [[1, 2], [3, 4]], \"shape_type\": \"mask\"}"),
         "E185", "'mask'", 3},
        {FILE_OF("{\"label\": \"a\", \"points\": [[0, 0], [9, 0], [8, 8], [0, 8]], "
                 "\"shape_type\": \"oriented_rectangle\"}"),
         "E122", "no rectangle", 3},
        {FILE_OF("{\"label\": \"\xff\", \"points\": []}"), "E115", "", 3},
        {"{\"imagePath\": \"a\", \"shapes\": {}}", "E185", "'shapes'", 1},
        {"<shapes/>", "E115", "", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct folder_file file = {"a.json", cases[i].content};
        assert_refused(&file, &named, cases[i].code, cases[i].line, cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_are_boxes_and_polygons),
        cmocka_unit_test(a_label_and_a_group_are_one_object),
        cmocka_unit_test(flags_of_an_image_without_shapes_are_its_labels),
        cmocka_unit_test(outlines_can_be_read_as_boxes),
        cmocka_unit_test(circles_are_polygons_of_their_area),
        cmocka_unit_test(oriented_rectangles_are_rotated_boxes),
        cmocka_unit_test(masks_are_pictures_between_two_corners),
        cmocka_unit_test(masks_that_do_not_fit_are_refused),
        cmocka_unit_test(other_shapes_are_left_out_and_said),
        cmocka_unit_test(broken_files_are_refused_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
