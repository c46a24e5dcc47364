#include "tests/qa/formats/folder.h"

#define REST " 1.5 1.6 3.7 -1 1.7 20 -1.5"

static void lines_are_boxes_and_dont_care_is_a_region(void **state)
{
    (void)state;
    static const struct folder_file files[] = {
        {"label_2/000001.txt", "Car 0.00 0 -1.57 10.5 20 30 60" REST "\r\n"
                               "DontCare -1 -1 -10 1 2 4 6 -1 -1 -1 -1000 -1000 -1000 -10\n"
                               "Cyclist 0 3 0 1 1 2 2" REST " 0.75\n"},
        {"label_2/000002.txt", ""}};
    assert_rows(files, 2, NULL,
                "000001 Car box 10.5 20 19.5 40 line=1\n"
                "000001 - box 1 2 3 4 crowd line=2\n"
                "000001 Cyclist box 1 1 1 1 score=0.75 line=3\n"
                "000002 nothing boxes\n");
}

static void broken_lines_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct folder_options named = {.format = "kitti"};
    static const struct {
        const char *content, *code, *text;
        uint64_t line;
    } cases[] = {{"Car 0 0 0 1 1 2 2" REST "\nCar 0 0 0 1 1", "E185", "6 columns", 2},
                 {"Car 0 0 0 one 1 2 2" REST, "E122", "'one'", 1},
                 {"Car 0 0 0 5 1 2 2" REST, "E122", "", 1},
                 {"0 1 Car 0 0 0 1 1 2 2" REST, "E185", "tracks", 1},
                 {"Car 0 0 0 1 \xff 2 2" REST, "E108", "not UTF-8", 1},
                 {"[1]", "E185", "1 columns", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct folder_file file = {"a.txt", cases[i].content};
        assert_refused(&file, &named, cases[i].code, cases[i].line, cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_boxes_and_dont_care_is_a_region),
        cmocka_unit_test(broken_lines_are_refused_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
