#include "tests/qa/formats/folder.h"

#define FILE_OF(images)                                                                            \
    "<?xml version=\"1.0\" "                                                                       \
    "encoding=\"utf-8\"?>\n<annotations><version>1.1</version>\n<meta><task>"                      \
    "<owner><username>boss</username></owner><assignee><username>anna</username></assignee></"     \
    "task>"                                                                                        \
    "</meta>\n" images "</annotations>\n"
#define IMAGE(shapes)                                                                              \
    "<image id=\"0\" name=\"a.jpg\" width=\"8\" height=\"6\">\n" shapes "</image>\n"

static void shapes_are_objects_of_their_kinds(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "annotations.xml",
        FILE_OF(IMAGE(
            "<box label=\"car\" xtl=\"1\" ytl=\"2\" xbr=\"4\" ybr=\"3.5\" z_order=\"0\"/>\n"
            "<box ybr=\"5\" xbr=\"5\" ytl=\"1\" xtl=\"1\" label=\"car\" rotation=\"30.0\" "
            "group_id=\"1\"><attribute name=\"c\">red</attribute></box>\n"
            "<polygon label=\"road\" points=\"0,0;4,0;4,4\" group_id=\"2\"/>\n"
            "<polygon label=\"road\" points=\"5,0;6.5,0;6.5,2\" group_id=\"2\"></polygon>\n"
            "<polygon label=\"road\" points=\"0,0;1,0;1,1\"/>\n"
            "<points label=\"face\" points=\"1,2;3.5,4\"/>\n"
            "<tag label=\"wet\"/><tag label=\"dark\"/>\n") "<image name=\"b.jpg\" width=\"8\" "
                                                           "height=\"6\"></image>\n")};
    assert_rows(&file, 1, NULL,
                "a.jpg car rotated_box 1 2 3 1.5 0 by=anna of=8x6 line=5\n"
                "a.jpg car rotated_box 1 1 4 4 30 by=anna of=8x6 line=6\n"
                "a.jpg road polygon 0 0 4 0 4 4 || 5 0 6.5 0 6.5 2 by=anna of=8x6 line=7\n"
                "a.jpg road polygon 0 0 1 0 1 1 by=anna of=8x6 line=9\n"
                "a.jpg face keypoints | | | | | 1 2 2 3.5 4 2 by=anna of=8x6 line=10\n"
                "a.jpg [\"dark\",\"wet\"] label by=anna of=8x6 line=11\n"
                "b.jpg nothing boxes\n"
                "b.jpg nothing polygons\n"
                "b.jpg nothing keypoints\n");
}

/* In a picture of 8 x 6 a box of 3 x 2 at (2, 1): its rows 1 0 1 / 1 1 0. */
static void masks_are_runs_along_the_rows_of_their_box(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.xml", FILE_OF(IMAGE("<mask label=\"x\" rle=\"0, 1, 1, 3, 1\" left=\"2\" top=\"1\" "
                               "width=\"3\" height=\"2\"/>\n"))};
    /* By columns of 6: column 2 rows 1 2, column 3 row 2, column 4 row 1. */
    assert_rows(&file, 1, NULL, "a.jpg x mask 6 8 13 2 5 1 4 1 22 by=anna of=8x6 line=5\n");
}

static void skeletons_are_named_keypoints(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.xml",
        FILE_OF(IMAGE("<skeleton label=\"man\">\n<points label=\"head\" outside=\"0\" "
                      "occluded=\"0\" points=\"1,2\"/>\n<points label=\"hand\" outside=\"1\" "
                      "points=\"3,3\"/><points label=\"foot\" occluded=\"1\" points=\"5,5\"/>\n"
                      "</skeleton>\n"))};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_no_error(&folder);
    assert_string_equal(folder.rows, "a.jpg man keypoints | | | | | 1 2 2 0 0 0 5 5 1 by=anna "
                                     "of=8x6 line=5\n");
    struct qa_objects one = qa_batch_objects(folder.out.delivery, 0, 1);
    size_t n;
    const char *text = qa_object_text(&one, 0, &n);
    assert_int_equal(n, strlen("head\nhand\nfoot"));
    assert_memory_equal(text, "head\nhand\nfoot", n);
    qa_arena_free(folder.arena);
}

static void ellipses_are_polygons_of_their_area(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.xml", FILE_OF(IMAGE("<ellipse label=\"x\" cx=\"4\" cy=\"3\" rx=\"2.5\" ry=\"1\"/>\n"
                               "<ellipse label=\"x\" cx=\"4\" cy=\"3\" rx=\"1\" ry=\"2.5\" "
                               "rotation=\"90\"/>\n"))};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_no_error(&folder);
    assert_int_equal(folder.out.delivery->n_objects, 2);
    assert_ellipse(&folder, 0, 4, 3, 2.5, 1);
    assert_ellipse(&folder, 1, 4, 3, 2.5, 1);
    qa_arena_free(folder.arena);
}

static void rotated_boxes_of_a_group_stay_apart(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.xml", FILE_OF(IMAGE("<box label=\"x\" xtl=\"1\" ytl=\"1\" xbr=\"3\" ybr=\"2\" "
                               "rotation=\"10\" group_id=\"1\"/>\n"
                               "<box label=\"x\" xtl=\"4\" ytl=\"1\" xbr=\"6\" ybr=\"2\" "
                               "rotation=\"20\" group_id=\"1\"/>\n"))};
    assert_rows(&file, 1, NULL,
                "a.jpg x rotated_box 1 1 2 1 10 by=anna of=8x6 line=5\n"
                "a.jpg x rotated_box 4 1 2 1 20 by=anna of=8x6 line=6\n");
}

static void other_shapes_are_left_out_and_said(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.xml", FILE_OF(IMAGE("<cuboid label=\"x\" xtl1=\"1\" ytl1=\"1\" "
                               "xbl1=\"1\"/>\n"
                               "<polyline label=\"x\" points=\"1,1;2,2\"/>\n"
                               "<box label=\"x\" xtl=\"1\" ytl=\"1\" xbr=\"2\" "
                               "ybr=\"2\"/>\n") "<track id=\"0\" label=\"x\"><box "
                                                "frame=\"0\"/></track>\n")};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_no_error(&folder);
    assert_string_equal(folder.rows, "a.jpg x box 1 1 1 1 by=anna of=8x6 line=7\n");
    assert_int_equal(folder.out.delivery->sources[0].excluded[QA_EXCLUDED_UNREAD_SHAPE], 3);
    assert_non_null(strstr(finding_of(&folder, "W190")->text, "<cuboid>"));
    qa_arena_free(folder.arena);
}

static void broken_files_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct folder_options named = {.format = "cvat"};
    static const struct {
        const char *content, *code, *text;
        uint64_t line;
    } cases[] = {
        {"<annotations>\n<image name=\"a\">\n<box label=\"x\"", "E183", "well-formed", 3},
        {"<annotations>\n<image name=\"a\">\n", "E183", "inside of <image>", 3},
        {FILE_OF(IMAGE("<box label=\"x\" xtl=\"1\" ytl=\"1\" xbr=\"2\"/>")), "E185", "'ybr'", 5},
        {FILE_OF(IMAGE("<box label=\"x\" xtl=\"one\" ytl=\"1\" xbr=\"2\" ybr=\"3\"/>")), "E122",
         "xtl is 'one'", 5},
        {FILE_OF(IMAGE("<box xtl=\"1\" ytl=\"1\" xbr=\"2\" ybr=\"3\"/>")), "E185", "'label'", 5},
        {FILE_OF(IMAGE("<ellipse label=\"x\" cx=\"1\" cy=\"1\" rx=\"2\"/>")), "E185", "'ry'", 5},
        {FILE_OF(IMAGE("<ellipse label=\"x\" cx=\"1\" cy=\"1\" rx=\"2\" ry=\"-2\"/>")), "E122",
         "negative radius", 5},
        {FILE_OF(IMAGE("<polygon label=\"x\" points=\"1,2;3\"/>")), "E122", "points is", 5},
        {FILE_OF(IMAGE("<polygon label=\"x\" points=\"1;2,3\"/>")), "E122", "points is", 5},
        {FILE_OF(IMAGE("<polygon label=\"x\" points=\"1,2;3,4\"/>")), "E122", "", 5},
        {FILE_OF(IMAGE("<mask label=\"x\" rle=\"0, 99\" left=\"2\" top=\"1\" width=\"3\" "
                       "height=\"2\"/>")),
         "E122", "the mask", 5},
        {FILE_OF(IMAGE("<mask label=\"x\" rle=\"0, -9\" left=\"2\" top=\"1\" width=\"3\" "
                       "height=\"2\"/>")),
         "E122", "rle holds", 5},
        {FILE_OF(IMAGE("<tag label=\"\xff\"/>")), "E183", "well-formed", 5},
        {"{\"annotations\": []}", "E183", "well-formed", 1},
        {"<annotation/>", "E185", "the root is <annotation>", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct folder_file file = {"a.xml", cases[i].content};
        assert_refused(&file, &named, cases[i].code, cases[i].line, cases[i].text);
    }
}

static void the_stage_of_a_job_is_that_of_its_answers(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.xml", "<annotations><meta><job><stage>acceptance</stage><assignee>anna</assignee></job>"
                 "</meta><image name=\"b.jpg\" width=\"8\" height=\"6\"><box label=\"x\" xtl=\"1\" "
                 "ytl=\"2\" xbr=\"4\" ybr=\"3\"/></image></annotations>"};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    const struct qa_batch *batch = folder.out.delivery;
    assert_int_equal(batch->n_answers, 1);
    assert_string_equal(qa_strings_text(batch->names->stages, qa_answer_stage(batch, 0)),
                        "acceptance");
    qa_arena_free(folder.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_are_objects_of_their_kinds),
        cmocka_unit_test(masks_are_runs_along_the_rows_of_their_box),
        cmocka_unit_test(skeletons_are_named_keypoints),
        cmocka_unit_test(ellipses_are_polygons_of_their_area),
        cmocka_unit_test(rotated_boxes_of_a_group_stay_apart),
        cmocka_unit_test(other_shapes_are_left_out_and_said),
        cmocka_unit_test(broken_files_are_refused_with_their_place),
        cmocka_unit_test(the_stage_of_a_job_is_that_of_its_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
