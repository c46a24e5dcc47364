#include "tests/qa/formats/folder.h"

#include "qa/annotation/track.h"

static const char *const sizes = "item,width,height\nfilm-1,200,100\n";

static void lines_of_ava_are_boxes_of_frames(void **state)
{
    (void)state;
    static const struct folder_options given = {.sizes = "item,width,height\nfilm-1,200,100\n"};
    static const struct folder_file files[] = {{"ava.csv", "film-1,0902,0.1,0.2,0.5,0.7,12,3\r\n"
                                                           "film-1,902,0.1,0.2,0.5,0.7,80,3\n"
                                                           "film-1,0903,,,,,,\n"
                                                           "film-1,1001.5,0,0,1,1,12,4\n"},
                                               {"names.pbtxt", "item {\n  name: \"stand\"\n"
                                                               "  id: 12\n}\n"
                                                               "label {\n  name: \"sit down\"\n"
                                                               "  label_id: 80\n"
                                                               "  label_type: X\n}\n"}};
    assert_rows(files, 2, &given,
                "film-1/0902 stand box 20 20 80 50 id=3 of=200x100 line=1\n"
                "film-1/0902 sit down box 20 20 80 50 id=3 of=200x100 line=2\n"
                "film-1/0903 nothing boxes\n"
                "film-1/1001.5 stand box 0 0 200 100 id=4 of=200x100 line=4\n");
}

static void eighth_column_of_ava_with_fractions_is_a_score(void **state)
{
    (void)state;
    const struct folder_options given = {.sizes = sizes};
    static const struct folder_file file = {"ava.csv", "film-1,0902,0,0,1,1,12,1\n"
                                                       "film-1,0903,0,0,1,1,talk,0.25\n"
                                                       "film-1,0903,0,0,1,0.5,talk\n"
                                                       "film-1,0904,0,0,1,1,,0.5\n"
                                                       "film-1,0905,0,0,1,1,-1,0.5\n"};
    assert_rows(&file, 1, &given,
                "film-1/0902 12 box 0 0 200 100 score=1 of=200x100 line=1\n"
                "film-1/0903 talk box 0 0 200 100 score=0.25 of=200x100 line=2\n"
                "film-1/0903 talk box 0 0 200 50 of=200x100 line=3\n"
                "film-1/0904 - box 0 0 200 100 score=0.5 of=200x100 line=4\n"
                "film-1/0905 - box 0 0 200 100 score=0.5 of=200x100 line=5\n");
}

static void broken_lines_of_ava_are_refused(void **state)
{
    (void)state;
    const struct folder_options given = {.format = "ava", .sizes = sizes};
    static const struct {
        const char *content, *code, *text;
        uint64_t line;
    } cases[] = {{"film-1,0902,0,0,1,1,12,1\nfilm-1,0902,0,0", "E280", "expected video", 2},
                 {"film-1,0902,0,0,640,480,12,1", "E280", "'640'", 1},
                 {"film-1,0902,0.5,0,0.1,1,12,1", "E280", "second corner", 1},
                 {"film-1,later,0,0,1,1,12,1", "E280", "expected video", 1},
                 {",0902,0,0,1,1,12,1", "E280", "expected video", 1},
                 {"fi\xfflm,0902,0,0,1,1,12,1", "E108", "not UTF-8", 1},
                 {"film-1,0902,0,0,1,1,\xffrun,1", "E108", "not UTF-8", 1},
                 {"film-2,0902,0,0,1,1,12,1", "E181", "film-2", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct folder_file file = {"a.csv", cases[i].content};
        assert_refused(&file, &given, cases[i].code, cases[i].line, cases[i].text);
    }
}

/* 3 x 2 pixels: the middle column, of two; and its upper pixel. */
#define MIDDLE "222"
#define UPPER "213"
static const struct folder_file mots = {"0002.txt", "1 2001 2 2 3 " MIDDLE "\n"
                                                    "0 2001 2 2 3 " UPPER "\n"
                                                    "0 10000 10 2 3 " MIDDLE "\n"};

static void lines_of_mots_are_masks_of_frames(void **state)
{
    (void)state;
    assert_rows(&mots, 1, NULL,
                "0002/000001 2 mask 2 3 2 2 2 id=2001 of=3x2 line=1\n"
                "0002/000000 2 mask 2 3 2 1 3 id=2001 of=3x2 line=2\n"
                "0002/000000 - mask 2 3 2 2 2 crowd of=3x2 line=3\n");
}

static void masks_of_mots_may_be_tracks_of_the_boxes_around_them(void **state)
{
    (void)state;
    const struct folder_options given = {.shape = &qa_type_track};
    assert_rows(&mots, 1, &given,
                "0002 2 track 0 1 0 1 1 0 1 1 0 1 2 0 id=2001 line=1\n"
                "0002 - track 0 1 0 1 2 0 crowd id=region-3 line=3\n");
}

static void broken_lines_of_mots_are_refused(void **state)
{
    (void)state;
    static const struct folder_options given = {.format = "mots"};
    static const struct {
        const char *content, *text;
        uint64_t line;
    } cases[] = {{"0 2001 2 2 3 " MIDDLE "\n0 2001 2 2 3", "expected frame", 2},
                 {"0 2001 2.5 2 3 " MIDDLE, "expected frame", 1},
                 {"-1 2001 2 2 3 " MIDDLE, "expected frame", 1},
                 {"0 2001 2 2 2 " MIDDLE, "mask cannot be read", 1},
                 {"0 2001 2 0 3 " MIDDLE, "mask cannot be read", 1},
                 {"0 2001 2 2 3 \x01\x02", "mask cannot be read", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct folder_file file = {"a.txt", cases[i].content};
        assert_refused(&file, &given, "E281", cases[i].line, cases[i].text);
    }
}

#define VIA(attributes, metadata)                                                                  \
    "{\"attribute\": {" attributes "},\n"                                                          \
    "\"file\": {\"7\": {\"fid\": \"7\", \"fname\": \"a.mp4\"}, \"8\": {\"fname\": \"b.mp4\"}},\n"  \
    "\"metadata\": {" metadata "},\n"                                                              \
    "\"view\": {\"1\": {\"fid_list\": [\"7\"]}, \"2\": {\"fid_list\": [\"8\"]}}}"
#define ACTION                                                                                     \
    "\"1\": {\"aname\": \"Action\", \"anchor_id\": \"FILE1_Z2_XY0\", \"options\": "                \
    "{\"1\": \"cut\", \"2\": \"mix\"}, \"default_option_id\": \"2\"}"
#define REGION ", \"2\": {\"aname\": \"Thing\", \"anchor_id\": \"FILE1_Z1_XY1\", \"options\": {}}"
#define SPEECH ", \"3\": {\"aname\": \"Speech\", \"anchor_id\": \"FILE1_Z2_XY0\", \"options\": {}}"

static void segments_of_via_have_the_name_of_their_option(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "via.json", VIA(ACTION REGION,
                        "\"m\": {\"vid\": \"1\", \"z\": [1.5, 2], \"xy\": [], \"av\": "
                        "{\"1\": \"1\"}},\n"
                        "\"n\": {\"vid\": \"1\", \"z\": [3, 4], \"av\": {\"1\": \"1,2\"}},\n"
                        "\"o\": {\"vid\": \"1\", \"z\": [5, 6], \"av\": {\"1\": \"_DEFAULT\"}},\n"
                        "\"p\": {\"vid\": \"1\", \"z\": [7], \"xy\": [2, 1, 1, 5, 5], \"av\": "
                        "{\"2\": \"x\"}},\n"
                        "\"q\": {\"vid\": \"1\", \"z\": [7, 9], \"xy\": [], \"av\": {}}")};
    assert_rows(&file, 1, NULL,
                "a.mp4 cut segment 1.5 2 id=m line=3\n"
                "a.mp4 cut;mix segment 3 4 id=n line=4\n"
                "a.mp4 mix segment 5 6 id=o line=5\n"
                "a.mp4 - segment 7 9 id=q line=7\n"
                "b.mp4 nothing segments\n");
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_int_equal(finding_of(&folder, "W280")->line, 6);
    qa_arena_free(folder.arena);
}

static void several_attributes_of_via_are_questions(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "via.json", VIA(ACTION SPEECH, "\"m\": {\"vid\": \"1\", \"z\": [1, 2], \"av\": "
                                       "{\"1\": \"1\", \"3\": \"hello\"}},\n"
                                       "\"n\": {\"vid\": \"2\", \"z\": [3, 4], \"av\": {}}")};
    assert_rows(&file, 1, NULL,
                "a.mp4 cut segment 1 2 id=m line=3\n"
                "a.mp4 hello segment 1 2 id=m line=3\n"
                "b.mp4 - segment 3 4 id=n line=4\n"
                "b.mp4 nothing Speech\n");
}

static void projects_of_via_that_do_not_hold_together_are_refused(void **state)
{
    (void)state;
    static const struct folder_options given = {.format = "via-video"};
    static const struct {
        const char *content, *text;
        uint64_t line;
    } cases[] = {{"{\"metadata\": {}}", "expected a project", 1},
                 {VIA(ACTION, "\"m\": {\"vid\": \"9\", \"z\": [1, 2]}"), "one of the views", 3},
                 {VIA(ACTION, "\"m\": {\"vid\": \"1\"}"), "the times of a segment", 3},
                 {VIA(ACTION, "\"m\": {\"vid\": \"1\", \"z\": [\"a\", 2]}"), "two numbers", 3},
                 {"{\"file\": {}, \"metadata\": {},\n\"view\": {\"1\": {\"fid_list\": [\"1\"]}}}",
                  "without a file", 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct folder_file file = {"a.json", cases[i].content};
        assert_refused(&file, &given, "E282", cases[i].line, cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_of_ava_are_boxes_of_frames),
        cmocka_unit_test(eighth_column_of_ava_with_fractions_is_a_score),
        cmocka_unit_test(broken_lines_of_ava_are_refused),
        cmocka_unit_test(lines_of_mots_are_masks_of_frames),
        cmocka_unit_test(masks_of_mots_may_be_tracks_of_the_boxes_around_them),
        cmocka_unit_test(broken_lines_of_mots_are_refused),
        cmocka_unit_test(segments_of_via_have_the_name_of_their_option),
        cmocka_unit_test(several_attributes_of_via_are_questions),
        cmocka_unit_test(projects_of_via_that_do_not_hold_together_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
