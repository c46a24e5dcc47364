#include "tests/qa/formats/folder.h"

#define OBJECT(name, xmin, ymin, xmax, ymax)                                                       \
    "<object><name>" name "</name><bndbox><xmin>" xmin "</xmin><ymin>" ymin "</ymin><xmax>" xmax   \
    "</xmax><ymax>" ymax "</ymax></bndbox></object>\n"
#define IMAGE(name, objects) "<annotation><filename>" name "</filename>\n" objects "</annotation>\n"

static void objects_are_boxes_in_any_order_of_elements(void **state)
{
    (void)state;
    static const struct folder_file files[] = {
        {"Annotations/a.xml",
         "<?xml version=\"1.0\"?>\n<annotation verified=\"yes\">\n"
         "<object><bndbox><ymax>40</ymax><xmax>30.5</xmax><ymin>0</ymin><xmin>10</xmin></bndbox>\n"
         "<part><name>head</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax>"
         "</bndbox></part><difficult> 1 </difficult><name>dog &amp; cat</name></object>\n" OBJECT(
             "cat", "5", "6", "5", "6") "<size><depth>3</depth><height>480</height><width>640</"
                                        "width></size>\n"
                                        "<filename> a b.jpg </filename></annotation>\n"},
        {"Annotations/b.xml", IMAGE("b.jpg", "")},
        {"Annotations/c.xml", "<annotation><segmented>0</segmented></annotation>"},
        {"JPEGImages/a b.jpg", "no image"}};
    assert_rows(files, 4, NULL,
                "a b.jpg dog & cat box 10 0 20.5 40 crowd of=640x480 line=3\n"
                "a b.jpg cat box 5 6 0 0 of=640x480 line=5\n"
                "b.jpg nothing boxes\n"
                "c nothing boxes\n");
}

static void assert_base(const char *first, const char *second, const char *rows,
                        enum qa_severity severity, const char *text)
{
    const struct folder_file files[] = {{"a.xml", first}, {"b.xml", second}};
    struct folder folder;
    assert_int_equal(read_folder(&folder, files, 2, NULL), QA_OK);
    assert_no_error(&folder);
    assert_string_equal(folder.rows, rows);
    const struct qa_finding *said = finding_of(&folder, "W192");
    assert_non_null(said);
    assert_int_equal(said->severity, severity);
    assert_non_null(strstr(said->text, text));
    qa_arena_free(folder.arena);
}

/* Whatever the order of the files, and for the first as for the last. */
static void where_coordinates_begin_is_told_by_all_files_together(void **state)
{
    (void)state;
    assert_base(IMAGE("a", OBJECT("x", "10", "20", "30", "40")),
                IMAGE("b", OBJECT("x", "7", "1", "9", "4")),
                "a x box 9 19 21 21 line=2\nb x box 6 0 3 4 line=2\n", QA_WARNING, "1-based");
    assert_base(IMAGE("a", OBJECT("x", "1", "20", "30", "40")),
                IMAGE("b", OBJECT("x", "0", "3", "9", "4")),
                "a x box 1 20 29 20 line=2\nb x box 0 3 9 1 line=2\n", QA_NOTE, "0-based");
    assert_base(IMAGE("a", OBJECT("x", "1", "20", "30", "40")),
                IMAGE("b", OBJECT("x", "2.5", "3", "9", "4")),
                "a x box 1 20 29 20 line=2\nb x box 2.5 3 6.5 1 line=2\n", QA_NOTE,
                "decimal point");
    /* Programs that write real numbers count from 0, whole or not. */
    assert_base(IMAGE("a", OBJECT("x", "1.0", "20.0", "30.0", "40.0")),
                IMAGE("b", OBJECT("x", "2.0", "3.0", "9.0", "4.0")),
                "a x box 1 20 29 20 line=2\nb x box 2 3 7 1 line=2\n", QA_NOTE, "decimal point");
    assert_base(IMAGE("a", OBJECT("x", "10", "20", "30", "40")),
                IMAGE("b", OBJECT("x", "5", "3", "9", "4")),
                "a x box 10 20 20 20 line=2\nb x box 5 3 4 1 line=2\n", QA_WARNING,
                "nothing tells");
}

static void encodings_are_those_of_the_declaration(void **state)
{
    (void)state;
    static const struct folder_file file = {"a.xml",
                                            "<?xml version='1.0' encoding='ISO-8859-1'?>\n" IMAGE(
                                                "\xe4.jpg", OBJECT("caf\xe9", "0", "0", "1", "1"))};
    assert_rows(&file, 1, NULL, "\xc3\xa4.jpg caf\xc3\xa9 box 0 0 1 1 line=3\n");
}

#define ROTATED(name, inside)                                                                      \
    "<object><type>robndbox</type><name>" name "</name><robndbox>" inside "</robndbox></object>\n"

/* Of a delivery of them alone nothing is said of where coordinates begin. */
static void rotated_boxes_turn_by_radians(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.xml",
        IMAGE("a", ROTATED("ship", "<cx>50</cx><cy>40</cy><w>20</w><h>10</h><angle>"
                                   "0.5235987755982988</angle>")
                       ROTATED("ship", "<x_left_top>10</x_left_top><y_left_top>0</y_left_top>"
                                       "<x_right_top>10</x_right_top><y_right_top>8</y_right_top>"
                                       "<x_right_bottom>4</x_right_bottom><y_right_bottom>8"
                                       "</y_right_bottom><x_left_bottom>4</x_left_bottom>"
                                       "<y_left_bottom>0</y_left_bottom><angle>0</angle>"))};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_no_error(&folder);
    assert_string_equal(folder.rows, "a ship rotated_box 40 35 20 10 30 line=2\n"
                                     "a ship rotated_box 3 1 8 6 90 line=3\n");
    assert_null(finding_of(&folder, "W192"));
    qa_arena_free(folder.arena);
}

static void broken_files_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *content, *code, *text;
        uint64_t line;
    } cases[] = {
        {"<annotation><filename>a</filename>\n<object><name>x</name><bndbox>\n<xmin>1</x", "E183",
         "well-formed", 3},
        {"<annotation><filename>a</filename>\n<object>\n", "E183", "inside of <object>", 3},
        {IMAGE("a", OBJECT("x", "left", "2", "3", "4")), "E122", "xmin is 'left'", 2},
        {IMAGE("a", ROTATED("x", "<cx>1</cx><cy>1</cy><w>2</w><h>1</h>")), "E185", "angle", 2},
        {IMAGE("a", ROTATED("x", "<cx>1</cx><cy>one</cy><w>2</w><h>1</h><angle>0</angle>")), "E122",
         "cy is 'one'", 2},
        {IMAGE("a", OBJECT("x", "", "2", "3", "4")), "E122", "xmin is ''", 2},
        {IMAGE("a", "<object><name>x</name></object>\n"), "E185", "without a box", 2},
        {IMAGE("a", "<object><bndbox><xmin>1</xmin></bndbox></object>\n"), "E185", "all sides", 2},
        {IMAGE("a", OBJECT("x", "5", "5", "3", "9")), "E122", "", 2},
        {IMAGE("a\xff", OBJECT("x", "5", "5", "3", "9")), "E183", "well-formed", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct folder_file file = {"a.xml", cases[i].content};
        assert_refused(&file, NULL, cases[i].code, cases[i].line, cases[i].text);
    }
    static const struct folder_options named = {.format = "voc"};
    static const struct folder_file json = {"a.xml", "{\"annotation\": 1}"};
    static const struct folder_file other = {"a.xml", "<annotations/>"};
    assert_refused(&json, &named, "E183", 1, "well-formed");
    assert_refused(&other, &named, "E185", 1, "the root is <annotations>");
}

/* Each image has a file of its own; that two folders have it makes the folders people. */
static void folders_of_the_same_images_are_people(void **state)
{
    (void)state;
    static const struct folder_file files[] = {
        {"anna/a.xml", IMAGE("a", OBJECT("x", "0", "3", "9", "4"))},
        {"anna/b.xml", IMAGE("b", OBJECT("x", "0", "3", "9", "4"))},
        {"ben/a.xml", IMAGE("a", OBJECT("x", "0", "3", "8", "4"))},
        {"ben/b.xml", IMAGE("b", "")}};
    assert_rows(files, 4, NULL,
                "a x box 0 3 9 1 by=anna line=2\n"
                "a x box 0 3 8 1 by=ben line=2\n"
                "b x box 0 3 9 1 by=anna line=2\n"
                "b nothing boxes\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_are_boxes_in_any_order_of_elements),
        cmocka_unit_test(where_coordinates_begin_is_told_by_all_files_together),
        cmocka_unit_test(encodings_are_those_of_the_declaration),
        cmocka_unit_test(rotated_boxes_turn_by_radians),
        cmocka_unit_test(folders_of_the_same_images_are_people),
        cmocka_unit_test(broken_files_are_refused_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
