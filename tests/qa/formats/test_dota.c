#include "tests/qa/formats/folder.h"

#include "qa/annotation/rotated_box.h"

static const struct folder_file files[] = {
    {"P0001.txt", "imagesource:GoogleEarth\r\ngsd:0.146\r\n"
                  "5 0 10 5 5 10 0 5 plane 0\r\n1.5 1 3 1 3 2 1.5 2 small-vehicle 1\r\n"},
    {"P0002.txt", "imagesource:GoogleEarth\ngsd:null\n"},
    {"P0003.txt", ""}};

static void four_corners_are_polygons(void **state)
{
    (void)state;
    assert_rows(files, 3, NULL,
                "P0001 plane polygon 5 0 10 5 5 10 0 5 line=3\n"
                "P0001 small-vehicle polygon 1.5 1 3 1 3 2 1.5 2 crowd line=4\n"
                "P0002 nothing polygons\n"
                "P0003 nothing polygons\n");
}

static void or_rotated_boxes_where_those_are_read(void **state)
{
    (void)state;
    static const struct folder_options rotated = {.shape = &qa_type_rotated_box};
    static const struct folder_file crooked = {"a.txt", "0 0 9 0 9 9 0 4 plane 0\n"};
    struct folder folder;
    assert_int_equal(read_folder(&folder, files, 3, &rotated), QA_OK);
    assert_no_error(&folder);
    struct qa_objects one = qa_batch_objects(folder.out.delivery, 0, 1);
    size_t n;
    const double *number = qa_object_numbers(&one, 0, &n);
    assert_int_equal(n, 5);
    assert_close(number[0] + number[2] / 2, 5, 1e-12);
    assert_close(number[2], sqrt(50), 1e-12);
    assert_close(number[4], 45, 1e-9);
    qa_arena_free(folder.arena);
    assert_refused(&crooked, &rotated, "E122", 1, "no rectangle");
}

static void broken_lines_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct folder_options named = {.format = "dota"};
    static const struct {
        const char *content, *code, *text;
        uint64_t line;
    } cases[] = {{"5 0 10 5 5 10 0 5 plane 0\n5 0 10", "E185", "3 columns", 2},
                 {"5 0 10 5 5 ten 0 5 plane 0", "E122", "'ten'", 1},
                 {"5 0 10 5 5 10 0 5 plane hard", "E122", "'hard'", 1},
                 {"5 0 10 5 5 10 0 \xff plane 0", "E108", "not UTF-8", 1},
                 {"gsd:1\r\n5 0 10 5 5 10 0 5 pl\xe9ne 0", "E108", "not UTF-8", 2},
                 {"gsd:1\n\xe9", "E108", "not UTF-8", 2},
                 {"{}", "E185", "1 columns", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct folder_file file = {"a.txt", cases[i].content};
        assert_refused(&file, &named, cases[i].code, cases[i].line, cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(four_corners_are_polygons),
        cmocka_unit_test(or_rotated_boxes_where_those_are_read),
        cmocka_unit_test(broken_lines_are_refused_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
