#include "tests/qa/formats/folder.h"

static const char sizes[] = "item,width,height\na,200,100\nb.jpg,100,100\n";

static const struct folder_options plain = {.sizes = sizes};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void lines_are_boxes_in_shares_of_the_image(void **state)
{
    (void)state;
    static const struct folder_file files[] = {
        {"obj.names", "car\r\nbig truck\r\n\r\n"},
        {"data/a.txt", "1 0.5 0.5 0.25 0.5\n\n0 0.1 0.2 0.02 0.04 0.875\r\n"},
        {"data/b.txt", ""},
        {"data/c.txt", "\n"},
        {"data/a.jpg", "no image"},
        {"train.txt", "data/a.jpg\ndata/b.jpg\n"},
        {"README.txt", "how to use it\n"}};
    assert_rows(files, COUNT(files), &plain,
                "a big truck box 75 25 50 50 of=200x100 line=1\n"
                "a car box 18 18 4 4 score=0.875 of=200x100 line=3\n"
                "b nothing boxes\n"
                "c nothing boxes\n");
}

static void names_come_from_the_nearest_list_above(void **state)
{
    (void)state;
    static const struct folder_file files[] = {
        {"data.yaml",
         "path: \"C:\\data\\new\"\ntrain: ..\\train\\images\nnc: 2\nnames:\n- car\n- 'a "
         "bus'\nroboflow:\n  url: x\n"},
        {"other/classes.txt", "tram\n"},
        {"labels/a.txt", "1 0.5 0.5 0.5 0.5\n"},
        {"other/b.txt", "0 0.5 0.5 0.5 0.5\n"}};
    assert_rows(files, COUNT(files), &plain,
                "a a bus box 50 25 100 50 of=200x100 line=1\n"
                "b tram box 25 25 50 50 of=100x100 line=1\n");
    static const struct folder_file mapped[] = {{"x/data.yaml", "names:\n  0: car\n  7: bus\n"},
                                                {"labels/a.txt", "7 0.5 0.5 0.5 0.5\n"}};
    assert_rows(mapped, COUNT(mapped), &plain, "a bus box 50 25 100 50 of=200x100 line=1\n");
}

static void without_names_classes_are_numbers_and_that_is_said(void **state)
{
    (void)state;
    static const struct folder_file file = {"a.txt", "3 0.5 0.5 0.5 0.5\n"};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, &plain), QA_OK);
    assert_string_equal(folder.rows, "a 3 box 50 25 100 50 of=200x100 line=1\n");
    assert_non_null(finding_of(&folder, "W193"));
    qa_arena_free(folder.arena);
}

static void lists_that_differ_and_classes_without_a_name_are_refused(void **state)
{
    (void)state;
    static const struct folder_file differ[] = {{"classes.txt", "car\n"},
                                                {"data.yaml", "names: [bus]\n"},
                                                {"a.txt", "0 0.5 0.5 0.5 0.5\n"}};
    static const struct folder_file unnamed[] = {{"classes.txt", "car\n"},
                                                 {"a.txt", "0 0.5 0.5 0.5 0.5\n1 0 0 0 0\n"}};
    struct folder folder;
    assert_int_equal(read_folder(&folder, differ, COUNT(differ), &plain), QA_OK);
    assert_non_null(strstr(finding_of(&folder, "E184")->text, "classes.txt"));
    qa_arena_free(folder.arena);
    assert_int_equal(read_folder(&folder, unnamed, COUNT(unnamed), &plain), QA_OK);
    assert_non_null(strstr(finding_of(&folder, "E184")->text, "class 1 has no name"));
    assert_int_equal(finding_of(&folder, "E184")->line, 2);
    qa_arena_free(folder.arena);
}

static void items_have_the_folders_that_tell_them_apart(void **state)
{
    (void)state;
    static const struct folder_file files[] = {{"labels/train/a.txt", "0 0.5 0.5 0.5 0.5\n"},
                                               {"labels/val/a.txt", "0 0.5 0.5 0.5 0.5\n"},
                                               {"classes.txt", "x\n"}};
    static const struct folder_options both = {
        .sizes = "item,width,height\nimages/train/a.jpg,100,100\nimages/val/a.jpg,10,10\n"};
    assert_rows(files, COUNT(files), &both,
                "train/a x box 25 25 50 50 of=100x100 line=1\n"
                "val/a x box 2.5 2.5 5 5 of=10x10 line=1\n");
}

static void a_missing_size_is_asked_for(void **state)
{
    (void)state;
    static const struct folder_file file = {"c.txt", "\n0 0.5 0.5 0.5 0.5\n"};
    assert_refused(&file, NULL, "E181", 2, "--sizes");
}

static void copies_of_one_image_are_said(void **state)
{
    (void)state;
    static const struct folder_file files[] = {{"a.rf.0123.txt", ""}, {"a.rf.4567.txt", ""}};
    static const struct folder_options named = {.format = "yolo"};
    struct folder folder;
    assert_int_equal(read_folder(&folder, files, 2, &named), QA_OK);
    assert_string_equal(folder.rows, "a.rf.0123 nothing boxes\na.rf.4567 nothing boxes\n");
    assert_non_null(finding_of(&folder, "W194"));
    qa_arena_free(folder.arena);
}

/* ---- the formats that are named ---- */

static void outlines_are_polygons(void **state)
{
    (void)state;
    static const struct folder_options seg = {.format = "yolo-seg", .sizes = sizes};
    static const struct folder_file files[] = {
        {"classes.txt", "x\n"},
        {"data.yaml", "names: [x]\n"},
        {"notes.yaml", "a: b\n"},
        {"labels/a.txt", "0 0 0 0.5 0 0.5 0.5\n0 0 0 0.5 0 0.5 0.5 0 0.5\n0 0 0 1 0 1 1 0.25\n"},
        {"labels/b.txt", ""}};
    assert_rows(files, COUNT(files), &seg,
                "a x polygon 0 0 100 0 100 50 of=200x100 line=1\n"
                "a x polygon 0 0 100 0 100 50 0 50 of=200x100 line=2\n"
                "a x polygon 0 0 200 0 200 100 score=0.25 of=200x100 line=3\n"
                "b nothing polygons\n");
}

static void corners_are_rotated_boxes(void **state)
{
    (void)state;
    static const struct folder_options obb = {.format = "yolo-obb", .sizes = sizes};
    /* In b, of 100 x 100: a square on its corner, and an upright box. */
    static const struct folder_file files[] = {
        {"classes.txt", "x\n"},
        {"b.txt",
         "0 0.5 0.25 0.75 0.5 0.5 0.75 0.25 0.5\n0 0.1 0.1 0.3 0.1 0.3 0.2 0.1 0.2 0.5\n"}};
    struct folder folder;
    assert_int_equal(read_folder(&folder, files, COUNT(files), &obb), QA_OK);
    assert_no_error(&folder);
    const struct qa_batch *batch = folder.out.delivery;
    assert_int_equal(batch->n_answers, 1);
    assert_int_equal(batch->n_objects, 2);
    struct qa_objects one = qa_batch_objects(batch, 0, 2);
    size_t n;
    const double *turned = qa_object_numbers(&one, 0, &n);
    assert_int_equal(n, 5);
    assert_close(turned[0] + turned[2] / 2, 50, 1e-12);
    assert_close(turned[2], 50 / sqrt(2), 1e-12);
    assert_close(turned[3], 50 / sqrt(2), 1e-12);
    assert_close(turned[4], 45, 1e-9);
    const double *upright = qa_object_numbers(&one, 1, &n);
    assert_close(upright[0], 10, 1e-12);
    assert_close(upright[3], 10, 1e-12);
    qa_arena_free(folder.arena);
}

static void points_are_keypoints_with_or_without_visibility(void **state)
{
    (void)state;
    static const struct folder_options pose = {.format = "yolo-pose", .sizes = sizes};
    static const struct folder_file three[] = {{"data.yaml", "names: [x]\n"},
                                               {"b.txt",
                                                "0 0.5 0.5 0.2 0.4 0.1 0.2 2 0 0 0 0.5 0.5 1\n"
                                                "0 0.5 0.5 0.2 0.4 0.1 0.2 2 0 0 0 0.5 0.5 1 0.75\n"
                                                "0 0.5 0.5 0.2 0.4 0.1 0.2 0 0 0.5 0.5\n"}};
    static const char rows[] =
        "b x keypoints | 40 30 20 40 10 20 2 0 0 0 50 50 1 of=100x100 line=1\n"
        "b x keypoints | 40 30 20 40 10 20 2 0 0 0 50 50 1 score=0.75 of=100x100 line=2\n"
        "b x keypoints | 40 30 20 40 10 20 2 0 0 0 50 50 2 of=100x100 line=3\n";
    assert_rows(three, COUNT(three), &pose, rows);
    static const struct folder_file declared[] = {{"data.yaml", "kpt_shape: [2, 3]\nnames: [x]\n"},
                                                  {"b.txt", "0 0.5 0.5 0.2 0.4 0 0 0 0 0 0\n"}};
    assert_rows(declared, COUNT(declared), &pose,
                "b x keypoints | 40 30 20 40 0 0 0 0 0 0 of=100x100 line=1\n");
}

static void what_can_be_read_in_several_ways_is_refused(void **state)
{
    (void)state;
    static const struct folder_options pose = {.format = "yolo-pose", .sizes = sizes};
    static const struct folder_file nine = {"a.txt", "0 0.1 0.1 0.3 0.1 0.3 0.2 0.1 0.2\n"};
    static const struct folder_file nowhere = {"a.txt", "0 0.5 0.5 0.2 0.4 0 0 0 0 0 0\n"};
    assert_refused(&nine, &plain, "E182", 1, "--input-format yolo-seg");
    assert_refused(&nowhere, &pose, "E182", 1, "kpt_shape");
}

static void broken_lines_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *format, *content, *code, *text;
        uint64_t line;
    } cases[] = {{"yolo", "0 0.5 0.5 0.5 0.5\n0 0.5 0.5 0.", "E185", "4 numbers", 2},
                 {"yolo", "0 0.5 0.5 0.5 wide\n", "E122", "'wide' is no number", 1},
                 {"yolo", "0 0.5 0.5 nan 0.5\n", "E122", "'nan'", 1},
                 {"yolo", "car 0.5 0.5 0.5 0.5\n", "E122", "'car'", 1},
                 {"yolo", "0.5 0.5 0.5 0.5 0.5\n", "E184", "class '0.5'", 1},
                 {"yolo", "-1 0.5 0.5 0.5 0.5\n", "E184", "class '-1'", 1},
                 {"yolo", "0 50 50 20 20\n", "E122", "no share", 1},
                 {"yolo", "0 0.5 0.5 -0.5 0.5\n", "E122", "", 1},
                 {"yolo", "0 0.5 \xff 0.5 0.5\n", "E108", "not UTF-8", 1},
                 {"yolo-seg", "0 0.5 0.5 0.5 0.5\n", "E185", "three points", 1},
                 {"yolo-obb", "0 0.5 0.5 0.5 0.5\n", "E185", "four corners", 1},
                 {"yolo-obb", "0 0 0 0.5 0 0.9 0.9 0 0.5\n", "E122", "no rectangle", 1},
                 {"yolo-pose", "0 0.5 0.5 0.5 0.5\n", "E185", "keypoints", 1},
                 {"yolo-pose", "{\"a\": 1}\n", "E122", "no number", 1}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct folder_file file = {"a.txt", cases[i].content};
        const struct folder_options named = {.format = cases[i].format, .sizes = sizes};
        assert_refused(&file, &named, cases[i].code, cases[i].line, cases[i].text);
    }
    static const struct folder_file yaml = {"data.yaml", "names: [a,\n"};
    static const struct folder_file texts = {"data.yaml", "names: {a: b}\n"};
    assert_refused(&yaml, NULL, "E140", 2, "");
    assert_refused(&texts, NULL, "E184", 1, "0: person");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_boxes_in_shares_of_the_image),
        cmocka_unit_test(names_come_from_the_nearest_list_above),
        cmocka_unit_test(without_names_classes_are_numbers_and_that_is_said),
        cmocka_unit_test(lists_that_differ_and_classes_without_a_name_are_refused),
        cmocka_unit_test(items_have_the_folders_that_tell_them_apart),
        cmocka_unit_test(a_missing_size_is_asked_for),
        cmocka_unit_test(copies_of_one_image_are_said),
        cmocka_unit_test(outlines_are_polygons),
        cmocka_unit_test(corners_are_rotated_boxes),
        cmocka_unit_test(points_are_keypoints_with_or_without_visibility),
        cmocka_unit_test(what_can_be_read_in_several_ways_is_refused),
        cmocka_unit_test(broken_lines_are_refused_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
