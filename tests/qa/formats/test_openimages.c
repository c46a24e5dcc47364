#include "tests/qa/formats/folder.h"

#define HEADER                                                                                     \
    "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,"    \
    "IsDepiction,IsInside\n"

static const struct folder_options sized = {.sizes = "item,width,height\na.jpg,200,100\nb,10,10\n"};

static void boxes_are_shares_named_by_a_list(void **state)
{
    (void)state;
    static const struct folder_file files[] = {
        {"boxes.csv", HEADER "a,xclick,/m/01g317,1,0.25,0.5,0.1,0.9,0,0,0,0,0\n"
                             "b,activemil,/m/0k4j,0.5,0,1,0,0.5,-1,-1,-1,-1,-1\n"
                             "a,xclick,/m/01g317,1,0,0.1,0,0.1,0,0,1,0,0\n"},
        {"class-descriptions-boxable.csv", "/m/01g317,Person\n/m/0k4j,\"Car, big\"\n"}};
    assert_rows(files, 2, &sized,
                "a Person box 50 10 50 80 of=200x100 line=2\n"
                "a Person box 0 0 20 10 crowd of=200x100 line=4\n"
                "b Car, big box 0 0 10 5 score=0.5 of=10x10 line=3\n");
}

/* As version 6 is downloaded: a header above the names, and a list of the images. */
static void lists_of_version_six_are_read(void **state)
{
    (void)state;
    static const struct folder_file files[] = {
        {"boxes.csv", HEADER "a,xclick,/m/01g317,1,0.25,0.5,0.1,0.9,0,0,0,0,0\n"},
        {"classes.csv", "LabelName,DisplayName\n/m/01g317,Person\n"},
        {"images.csv", "ImageID,Subset,OriginalURL,Rotation\na,train,https://x.example/a,0.0\n"}};
    assert_rows(files, 3, &sized, "a Person box 50 10 50 80 of=200x100 line=2\n");
}

static void codes_without_names_are_said(void **state)
{
    (void)state;
    static const struct folder_file file = {"boxes.csv", HEADER
                                            "a,xclick,/m/01g317,1,0.25,0.5,0.1,0.9,0,0,0,0,0\n"};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, &sized), QA_OK);
    assert_string_equal(folder.rows, "a /m/01g317 box 50 10 50 80 of=200x100 line=2\n");
    assert_non_null(finding_of(&folder, "W193"));
    qa_arena_free(folder.arena);
}

static void broken_files_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *content, *code, *text;
        uint64_t line;
    } cases[] = {{HEADER "a,x,/m/1,1,0.1,0.2,0.3,0.4,0,0,0,0,0\na,x,/m/1,1,0.1", "E110", "", 3},
                 {HEADER "a,x,/m/1,1,left,0.2,0.3,0.4,0,0,0,0,0\n", "E122", "XMin is 'left'", 2},
                 {HEADER "a,x,/m/1,1,10,20,300,400,0,0,0,0,0\n", "E186", "no share", 2},
                 {HEADER "a,x,/m/1,1,0.1,0.2,0.3,\xff,0,0,0,0,0\n", "E108", "not UTF-8", 2},
                 {HEADER "c,x,/m/1,1,0.1,0.2,0.3,0.4,0,0,0,0,0\n", "E181", "--sizes", 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct folder_file file = {"a.csv", cases[i].content};
        assert_refused(&file, &sized, cases[i].code, cases[i].line, cases[i].text);
    }
    static const struct folder_options named = {.format = "openimages"};
    static const struct folder_file other = {"a.csv", "item,label\na,b\n"};
    assert_refused(&other, &named, "E185", 1, "'ImageID'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_are_shares_named_by_a_list),
        cmocka_unit_test(lists_of_version_six_are_read),
        cmocka_unit_test(codes_without_names_are_said),
        cmocka_unit_test(broken_files_are_refused_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
