#include "tests/qa/formats/folder.h"

#define REGION(shape, attributes)                                                                  \
    "{\"shape_attributes\": " shape ", \"region_attributes\": " attributes "}"
#define IMAGE(name, regions)                                                                       \
    "\"" name "123\": {\"filename\": \"" name "\", \"size\": 123, \"regions\": [\n" regions        \
    "], \"file_attributes\": {}}\n"
#define RECT "{\"name\": \"rect\", \"x\": 1, \"y\": 2, \"width\": 3.5, \"height\": 4}"
#define LINE(name, xs, ys)                                                                         \
    "{\"name\": \"" name "\", \"all_points_x\": [" xs "], \"all_points_y\": [" ys "]}"

static void regions_of_json_are_boxes_and_polygons(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.json",
        "{\"_via_settings\": {}, \"_via_img_metadata\": {\n" IMAGE(
            "a.jpg",
            REGION(RECT, "{\"kind\": \"car\"}") ",\n" REGION(
                LINE("polygon", "0, 4, 4", "4, 0, 4"),
                "{\"id\": \"7\", \"class\": \"road\"}") ",\n" REGION(LINE("polyline", "0, 4, 4, 0",
                                                                          "0, 0, 4, 0"),
                                                                     "{\"type\": {\"road\": true, "
                                                                     "\"lake\": false}}") "\n") "," IMAGE("b.jpg",
                                                                                                          "") "}}"};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_no_error(&folder);
    assert_non_null(strstr(folder.rows, "a.jpg car box 1 2 3.5 4 line=3\n"));
    assert_non_null(strstr(folder.rows, "a.jpg road polygon 0 4 4 0 4 4 line=4\n"));
    assert_non_null(strstr(folder.rows, "a.jpg road polygon 0 0 4 0 4 4 line=5\n"));
    assert_non_null(strstr(folder.rows, "b.jpg nothing boxes\nb.jpg nothing polygons\n"));
    qa_arena_free(folder.arena);
}

#define HEADER                                                                                     \
    "filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_"    \
    "attributes\n"
#define CSV_RECT                                                                                   \
    "\"{\"\"name\"\":\"\"rect\"\",\"\"x\"\":1,\"\"y\"\":2,\"\"width\"\":3.5,\"\"height\"\":4}\""

static void circles_and_ellipses_are_polygons_of_their_area(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.json",
        "{" IMAGE(
            "a.jpg",
            REGION(
                "{\"name\": \"circle\", \"cx\": 40, \"cy\": 30, \"r\": 5}",
                "{\"kind\": \"sun\"}") ",\n" REGION("{\"name\": \"ellipse\", \"cx\": 4, \"cy\": "
                                                    "3, \"rx\": 1, \"ry\": 2.5, "
                                                    "\"theta\": 1.5707963267948966}",
                                                    "{\"kind\": \"egg\"}") ",\n" REGION("{\"name"
                                                                                        "\": "
                                                                                        "\"point"
                                                                                        "\", "
                                                                                        "\"cx\":"
                                                                                        " 4, "
                                                                                        "\"cy\":"
                                                                                        " 3}",
                                                                                        "{\"kind"
                                                                                        "\": "
                                                                                        "\"x\""
                                                                                        "}")) "}"};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_no_error(&folder);
    assert_ellipse(&folder, 0, 40, 30, 5, 5);
    assert_ellipse(&folder, 1, 4, 3, 2.5, 1);
    assert_non_null(strstr(finding_of(&folder, "W190")->text, "'point'"));
    qa_arena_free(folder.arena);
}

static void rows_of_csv_are_the_same(void **state)
{
    (void)state;
    static const struct folder_file file = {"a.csv", HEADER "a.jpg,123,{},2,0," CSV_RECT
                                                            ",\"{\"\"kind\"\":\"\"car\"\"}\"\n"
                                                            "a.jpg,123,{},2,1," CSV_RECT ",{}\n"
                                                            "b.jpg,9,{},0,0,{},{}\n"};
    assert_rows(&file, 1, NULL,
                "a.jpg car box 1 2 3.5 4 line=2\na.jpg - box 1 2 3.5 4 line=3\n"
                "b.jpg nothing boxes\n");
}

static void broken_files_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct folder_options named = {.format = "via"};
    static const struct {
        const char *content, *code, *text;
        uint64_t line;
    } cases[] = {
        {"{\"a\": {\"filename\": \"a\",\n\"regions\": [", "E115", "", 2},
        {"{" IMAGE("a", REGION("{\"x\": 1}", "{}")) "}", "E185", "name", 2},
        {"{" IMAGE("a", REGION("{\"name\": \"rect\", \"x\": \"1\"}", "{}")) "}", "E122", "x of", 2},
        {"{" IMAGE("a", REGION(LINE("polygon", "1, 2", "1"), "{}")) "}", "E185", "one length", 2},
        {"{" IMAGE("a", REGION(RECT, "{\"p\": \"1\", \"q\": \"2\"}")) "}", "E182", "2 attributes",
         2},
        {"{\"a\": {\"filename\": \"\xff\"}}", "E115", "", 1},
        {HEADER "a.jpg,123,{},1,0,{,{}\n", "E115", "no JSON", 2},
        {"a,b\n1,2\n", "E112", "", 1},
        {"[]", "E185", "images", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct folder_file file = {"a.json", cases[i].content};
        assert_refused(&file, &named, cases[i].code, cases[i].line, cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regions_of_json_are_boxes_and_polygons),
        cmocka_unit_test(circles_and_ellipses_are_polygons_of_their_area),
        cmocka_unit_test(rows_of_csv_are_the_same),
        cmocka_unit_test(broken_files_are_refused_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
