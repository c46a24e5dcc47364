#include "tests/qa/formats/folder.h"

#include "qa/annotation/box.h"

#define FILE_OF(annotations)                                                                       \
    "{\"version\": \"2.0\", \"item\": {\"name\": \"a.jpg\", \"path\": \"/\", \"slots\": "          \
    "[{\"type\": \"image\", \"slot_name\": \"0\", \"width\": 4, \"height\": 3}]},\n"               \
    "\"annotations\": [\n" annotations "]}\n"
#define ANNA "\"annotators\": [{\"email\": \"anna@x.org\", \"full_name\": \"Anna\"}]"
#define POLYGON                                                                                    \
    "{\"id\": \"p\", \"name\": \"road\", \"bounding_box\": {\"x\": 0, \"y\": 0, \"w\": 4, "        \
    "\"h\": 3}, \"polygon\": {\"paths\": [[{\"x\": 0, \"y\": 0}, {\"x\": 4, \"y\": 0}, {\"x\": "   \
    "4, \"y\": 3}], [{\"x\": 2, \"y\": 0.5}, {\"x\": 3, \"y\": 0.5}, {\"x\": 3, \"y\": 1}]]}}\n"

static void annotations_are_objects_of_their_kinds(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.json", FILE_OF("{\"id\": \"b\", \"name\": \"car\", " ANNA
                          ", \"bounding_box\": {\"x\": 1, \"y\": 2, "
                          "\"w\": 1.5, \"h\": 1}, \"inference\": {\"confidence\": 0.5}},\n" POLYGON
                          ",{\"id\": "
                          "\"k\", \"name\": \"nose\", \"keypoint\": {\"x\": 1, \"y\": 1}},\n"
                          "{\"id\": \"t\", \"name\": \"wet\", \"tag\": {}}\n")};
    assert_rows(&file, 1, NULL,
                "a.jpg car box 1 2 1.5 1 score=0.5 id=b by=anna@x.org of=4x3 line=3\n"
                "a.jpg road polygon 0 0 4 0 4 3 | 2 0.5 3 0.5 3 1 id=p of=4x3 line=4\n"
                "a.jpg nose keypoints | | | | | 1 1 2 id=k of=4x3 line=5\n"
                "a.jpg wet label id=t of=4x3 line=6\n");
}

static void a_polygon_and_its_box_are_one_object(void **state)
{
    (void)state;
    static const struct folder_options boxes = {.shape = &qa_type_box};
    static const struct folder_file file = {"a.json", FILE_OF(POLYGON)};
    assert_rows(&file, 1, &boxes, "a.jpg road box 0 0 4 3 id=p of=4x3 line=3\n");
}

/* Rows 0 1 1 0 / 2 1 0 0 / 2 2 0 0; by columns of 3: value 1 is at 3 4 6, value 2 at 1 2 5. */
#define ELLIPSE(radii, angle)                                                                      \
    "{\"id\": \"e\", \"name\": \"egg\", \"ellipse\": {\"angle\": " angle                           \
    ", \"center\": {\"x\": 2, \"y\": 1.5}, \"radius\": {" radii "}}}"

static void ellipses_are_polygons_of_their_area(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.json",
        FILE_OF(ELLIPSE("\"x\": 1.5, \"y\": 1", "0.0") ",\n" ELLIPSE(
            "\"x\": 1, \"y\": 1",
            "0.7") ",\n" ELLIPSE("\"x\": 1.5, \"y\": 1",
                                 "0.7") ",\n{\"name\": \"x\", \"line\": {\"path\": []}}")};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_no_error(&folder);
    assert_int_equal(folder.out.delivery->n_objects, 2);
    assert_ellipse(&folder, 0, 2, 1.5, 1.5, 1);
    assert_ellipse(&folder, 1, 2, 1.5, 1, 1);
    /* Of the third nothing says whether 0.7 are degrees. */
    assert_int_equal(folder.out.delivery->sources[0].excluded[QA_EXCLUDED_UNREAD_SHAPE], 2);
    assert_non_null(strstr(finding_of(&folder, "W190")->text, "turned"));
    qa_arena_free(folder.arena);
}

static void masks_have_their_pixels_in_one_layer(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.json",
        FILE_OF(
            "{\"id\": \"m1\", \"name\": \"sky\", \"mask\": {}},\n"
            "{\"id\": \"m2\", \"name\": \"sea\", \"mask\": {}},\n"
            "{\"id\": \"r\", \"name\": \"__raster_layer__\", \"raster_layer\": {\"dense_rle\": "
            "[0, 1, 1, 2, 0, 1, 2, 1, 1, 1, 0, 2, 2, 2, 0, 2], "
            "\"mask_annotation_ids_mapping\": {\"m1\": 1, \"m2\": 2}, \"total_pixels\": 12}}\n")};
    assert_rows(&file, 1, NULL,
                "a.jpg sky mask 3 4 3 2 1 1 5 id=m1 of=4x3 line=3\n"
                "a.jpg sea mask 3 4 1 2 2 1 6 id=m2 of=4x3 line=4\n");
}

static void broken_files_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct folder_options named = {.format = "v7"};
    static const struct {
        const char *content, *code, *text;
        uint64_t line;
    } cases[] = {
        {"{\"item\": {},\n\"annotations\": [{", "E115", "", 2},
        {FILE_OF("{\"id\": \"a\"}"), "E185", "'name'", 3},
        {FILE_OF("{\"name\": \"a\", \"bounding_box\": {\"x\": 1}}"), "E185", "'y'", 3},
        {FILE_OF("{\"name\": \"a\", \"bounding_box\": {\"x\": 1, \"y\": 1, \"w\": \"1\", \"h\": "
                 "1}}"),
         "E122", "w holds a string", 3},
        {FILE_OF("{\"name\": \"a\", \"polygon\": {}}"), "E185", "'paths'", 3},
        {FILE_OF("{\"name\": \"a\", \"id\": \"m\", \"mask\": {}}"), "E185", "raster layer", 3},
        {FILE_OF("{\"name\": \"a\", \"id\": \"m\", \"mask\": {}},\n{\"name\": \"l\", "
                 "\"raster_layer\": {\"dense_rle\": [1, 99], \"mask_annotation_ids_mapping\": "
                 "{\"m\": 1}}}"),
         "E122", "dense_rle", 4},
        {FILE_OF("{\"name\": \"a\", \"id\": \"m\", \"mask\": {}},\n{\"name\": \"l\", "
                 "\"raster_layer\": {\"dense_rle\": [1, 11], \"mask_annotation_ids_mapping\": "
                 "{\"m\": 1}}}"),
         "E122", "11 pixels", 4},
        {FILE_OF("{\"name\": \"\xff\"}"), "E115", "", 3},
        {"{\"annotations\": []}", "E185", "'item'", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct folder_file file = {"a.json", cases[i].content};
        assert_refused(&file, &named, cases[i].code, cases[i].line, cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(annotations_are_objects_of_their_kinds),
        cmocka_unit_test(a_polygon_and_its_box_are_one_object),
        cmocka_unit_test(ellipses_are_polygons_of_their_area),
        cmocka_unit_test(masks_have_their_pixels_in_one_layer),
        cmocka_unit_test(broken_files_are_refused_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
