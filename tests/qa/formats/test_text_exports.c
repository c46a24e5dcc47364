#include "tests/qa/formats/folder.h"

/* Every line has spans, empty ones or lit up by a pattern: what was asked is the label. */
static void a_label_that_prodigy_asks_for_is_no_list_of_spans(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.jsonl",
        "{\"text\": \"a\", \"_input_hash\": 1, \"label\": \"RUDE\", \"spans\": [], \"answer\": "
        "\"accept\"}\n"
        "{\"text\": \"b\", \"_input_hash\": 2, \"label\": \"RUDE\", \"spans\": [], \"answer\": "
        "\"reject\"}\n"
        "{\"text\": \"c\", \"_input_hash\": 3, \"label\": \"RUDE\", \"spans\": [{\"start\": 0, "
        "\"end\": 1, \"label\": \"hit\"}], \"_view_id\": \"classification\", \"answer\": "
        "\"accept\"}\n"};
    assert_rows(&file, 1, NULL,
                "1 RUDE label line=1\n2 not RUDE label line=2\n3 RUDE label line=3\n");
}

#define TOKENS                                                                                     \
    "{\"text\": \"item of question\", \"_input_hash\": 1, \"tokens\": [{\"text\": \"item\", "      \
    "\"start\": 0, \"end\": 4}, {\"text\": \"of\", \"start\": 5, \"end\": 7}, {\"text\": "         \
    "\"question\", \"start\": 8, \"end\": 16}],\n\"spans\": [{\"start\": 0, \"end\": 4, "          \
    "\"label\": \"X\"}], \"answer\": \"accept\", \"relations\": "

/* An end is a span, else the number of a token. Tokens that are called as members are none. */
static void prodigy_has_relations_between_spans_and_tokens(void **state)
{
    (void)state;
    static const struct folder_file span = {
        "a.jsonl", TOKENS "[{\"head\": 2, \"child\": 0, \"label\": \"has\", \"head_span\": "
                          "{\"start\": 5, \"end\": 16}}]}\n"};
    static const struct folder_file token = {
        "a.jsonl", TOKENS "[{\"head\": 2, \"child\": 0, \"label\": \"has\"}]}\n"};
    static const struct folder_file beyond = {
        "a.jsonl", TOKENS "[{\"head\": 3, \"child\": 0, \"label\": \"has\"}]}\n"};
    assert_rows(&span, 1, NULL, "1 X span 0 4 line=2\n1 has relation 2 5 16 0 4 line=2\n");
    assert_rows(&token, 1, NULL, "1 X span 0 4 line=2\n1 has relation 2 8 16 0 4 line=2\n");
    assert_refused(&beyond, NULL, "E206", 2, "'head'");
}

/* One a text: a label. Else sets, of which none of the categories is one too. */
static void categories_of_spacy_are_labels_or_sets(void **state)
{
    (void)state;
    static const struct folder_file one = {
        "a.jsonl", "{\"text\": \"a\", \"cats\": {\"docs\": 0.0, \"other\": 1.0}}\n"
                   "{\"text\": \"b\", \"cats\": {\"docs\": true, \"other\": false}}\n"};
    static const struct folder_file several = {
        "a.json", "[[\"a\", {\"cats\": {\"x\": 1, \"y\": 0.9, \"z\": 0.2}}],\n"
                  "[\"b\", {\"cats\": {\"x\": 0, \"y\": 1}}],\n"
                  "[\"c\", {\"cats\": {\"x\": 0, \"y\": 0}}]]\n"};
    static const struct folder_file word = {"a.jsonl",
                                            "{\"text\": \"a\", \"cats\": {\"x\": 1}}\n"
                                            "{\"text\": \"a\", \"cats\": {\"x\": \"yes\"}}\n"};
    static const struct folder_file list = {"a.jsonl", "{\"text\": \"a\", \"cats\": [\"x\"]}\n"};
    assert_rows(&one, 1, NULL, "a:1 other label line=1\na:2 docs label line=2\n");
    assert_rows(&several, 1, NULL,
                "a:1 [\"x\",\"y\"] label line=1\na:2 [\"y\"] label line=2\na:3 [] label line=3\n");
    assert_refused(&word, NULL, "E119", 2, "'x'");
    assert_refused(&list, NULL, "E119", 1, "cats");
}

static void spans_of_several_people_in_one_list_are_an_answer_each(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.jsonl", "{\"id\": 7, \"text\": \"Anna in Rome\", \"annotations\": [{\"label\": 12, "
                   "\"start_offset\": 0, \"end_offset\": 4, \"user\": 1}, {\"label\": 13, "
                   "\"start_offset\": 8, \"end_offset\": 12, \"user\": 2}, {\"label\": 13, "
                   "\"start_offset\": 8, \"end_offset\": 12, \"user\": 1}], \"meta\": {}, "
                   "\"annotation_approver\": null}\n"};
    assert_rows(&file, 1, NULL,
                "7 12 span 0 4 by=1 line=1\n7 13 span 8 12 by=1 line=1\n"
                "7 13 span 8 12 by=2 line=1\n");
}

/* ---- speech ---- */

static const char *transcripts_of(const struct folder *folder)
{
    const struct qa_batch *batch = folder->out.delivery;
    const char *out = "";
    for (uint64_t o = 0; o < batch->n_objects; o++) {
        struct qa_objects one = qa_batch_objects(batch, o, 1);
        size_t n;
        const char *text = qa_object_text(&one, 0, &n);
        const char *label = batch->label[o] == QA_NONE
                                ? "-"
                                : qa_strings_text(batch->names->labels, batch->label[o]);
        out = qa_arena_format(folder->arena, "%s%s [%.*s]; ", out, label, (int)n, text);
    }
    return out;
}

static void assert_transcripts(const char *name, const char *content, const char *want,
                               const char *code)
{
    const struct folder_file file = {name, content};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_no_error(&folder);
    assert_string_equal(transcripts_of(&folder), want);
    assert_int_equal(finding_of(&folder, code != NULL ? code : "W761") != NULL, code != NULL);
    qa_arena_free(folder.arena);
}

/* The name of a cue stands before its times and is no text that was lost. */
static void text_of_subtitles_without_times_is_said(void **state)
{
    (void)state;
    assert_transcripts("a.srt",
                       "1\n00:00:00,500 --> 00:00:07,000\none\n\n2\ntwo\n\n3\n"
                       "00:00:11,890 --> 00:00:16,320\nthree\n",
                       "- [one three]; ", "W761");
    assert_transcripts("a.vtt",
                       "WEBVTT\n\nNOTE none\nat all\n\nthe first\n00:01.000 --> 00:02.000\none\n",
                       "- [one]; ", NULL);
    assert_transcripts("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\none\n\ntwo\n", "- [one]; ",
                       "W761");
}

static void channels_of_a_recording_are_voices_of_a_ctm(void **state)
{
    (void)state;
    assert_transcripts("a.ctm",
                       ";; two channels\nr A 0.0 0.5 hello 0.9\nr  B 0.2 0.5 yes\nr A 0.6 0.1 you\n"
                       "s 1 0 1 alone\nr  A 0.9 0.1 too\n",
                       "A [hello you too]; B [yes]; - [alone]; ", NULL);
}

static void braces_of_an_stm_need_no_blanks_around(void **state)
{
    (void)state;
    assert_transcripts("a.stm", "r 1 s 0 2 <o,f0> so {uh / um} well {@ / er}there\n",
                       "s [so uh well there]; ", "W233");
}

/* ---- crowds ---- */

#define TOLOKA                                                                                     \
    "INPUT:image\tOUTPUT:result\tOUTPUT:captcha\tASSIGNMENT:assignment_id\tASSIGNMENT:worker_id\t" \
    "ASSIGNMENT:status\tASSIGNMENT:started\n"

static void what_a_page_has_the_same_in_all_rows_is_no_label(void **state)
{
    (void)state;
    static const struct folder_file file = {"a.tsv", TOLOKA "/a.jpg\tcat\t7\ta1\tw1\tAPPROVED\t\n"
                                                            "/b.jpg\tdog\t7\ta1\tw1\tAPPROVED\t\n"
                                                            "/a.jpg\tdog\t7\ta2\tw2\tAPPROVED\t\n"};
    static const struct folder_file all = {"a.tsv", TOLOKA "/a.jpg\tcat\t7\ta1\tw1\tAPPROVED\t\n"
                                                           "/b.jpg\tcat\t7\ta1\tw1\tAPPROVED\t\n"
                                                           "/a.jpg\tcat\t7\ta2\tw2\tAPPROVED\t\n"};
    struct folder folder;
    assert_rows(&file, 1, NULL,
                "/a.jpg cat label by=w1 line=2\n/a.jpg dog label by=w2 line=4\n"
                "/b.jpg dog label by=w1 line=3\n");
    assert_int_equal(read_folder(&folder, &all, 1, NULL), QA_OK);
    assert_int_equal(folder.out.delivery->n_answers, 6);
    qa_arena_free(folder.arena);
}

/* Columns may have been taken out; what a page took is still shared by its tasks. */
static void time_of_a_page_is_that_of_its_tasks(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.tsv", "INPUT:image\tOUTPUT:result\tASSIGNMENT:assignment_id\tASSIGNMENT:worker_id\t"
                 "ASSIGNMENT:started\tASSIGNMENT:submitted\n"
                 "a.jpg\tcat\tp\tw\t2026-01-01T00:00:00Z\t2026-01-01T00:01:00Z\n"
                 "b.jpg\tdog\tp\tw\t2026-01-01T00:00:00Z\t2026-01-01T00:01:00Z\n"};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_no_error(&folder);
    assert_string_equal(folder.out.delivery->sources[0].format, "toloka");
    for (size_t a = 0; a < 2; a++) {
        assert_int_equal(qa_answer_duration(folder.out.delivery, a), 30 * QA_SECOND);
    }
    qa_arena_free(folder.arena);
}

/* ---- regions, encodings, times ---- */

/* One object that need not be found is no region of uncounted ones, in every form. */
static void difficult_objects_are_no_crowds(void **state)
{
    (void)state;
    static const struct folder_file files[] = {
        {"a.xml", "<annotation><filename>a.jpg</filename><object><name>c</name><difficult>1"
                  "</difficult><bndbox><xmin>0</xmin><ymin>0</ymin><xmax>3</xmax><ymax>4</ymax>"
                  "</bndbox></object></annotation>"},
        {"a.txt", "10 10 20 10 20 20 10 20 plane 1\n"},
        {"a.csv", "item,label,x,y,width,height,crowd\n1,c,1,2,3,4,2\n"},
        {"a.json", "{\"images\":[{\"id\":1,\"file_name\":\"a.jpg\",\"width\":9,\"height\":9}],"
                   "\"categories\":[{\"id\":1,\"name\":\"c\"}],\"annotations\":[{\"id\":1,"
                   "\"image_id\":1,\"category_id\":1,\"bbox\":[1,2,3,4],\"ignore\":1}]}"}};
    static const struct folder_file crowd = {
        "a.txt", "DontCare -1 -1 -10 50.0 20.0 60.0 40.0 -1 -1 -1 -1000 -1000 -1000 -10\n"};
    struct folder folder;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        assert_int_equal(read_folder(&folder, &files[i], 1, NULL), QA_OK);
        assert_no_error(&folder);
        assert_int_equal(qa_object_region(folder.out.delivery, 0), QA_REGION_UNCOUNTED);
        qa_arena_free(folder.arena);
    }
    assert_int_equal(read_folder(&folder, &crowd, 1, NULL), QA_OK);
    assert_int_equal(qa_object_region(folder.out.delivery, 0), QA_REGION_CROWD);
    qa_arena_free(folder.arena);
}

static void segments_that_end_before_they_start_are_left_out_and_said(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.json", "{\"version\": \"1.3\", \"database\": {\"v\": {\"annotations\": [{\"segment\": "
                  "[\"1.0\", \"2.0\"], \"label\": \"run\"}, {\"segment\": [3, 2], \"label\": "
                  "\"run\"}]}, \"w\": {\"subset\": \"testing\", \"annotations\": []}}}"};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_no_error(&folder);
    assert_string_equal(folder.rows, "v run segment 1 2 line=1\nw nothing segments\n");
    assert_non_null(finding_of(&folder, "W763"));
    qa_arena_free(folder.arena);
}

/* ---- what holds no answers ---- */

static void names_of_classes_alone_are_no_delivery(void **state)
{
    (void)state;
    static const struct folder_file names = {"labels.pbtxt",
                                             "item {\n  name: \"run\"\n  id: 1\n}\n"};
    static const struct folder_file yaml = {"data.yaml", "names: [a, b]\n"};
    assert_refused(&names, NULL, "E760", 0, "ava-names");
    assert_refused(&yaml, NULL, "E760", 0, "yolo-names");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_label_that_prodigy_asks_for_is_no_list_of_spans),
        cmocka_unit_test(prodigy_has_relations_between_spans_and_tokens),
        cmocka_unit_test(categories_of_spacy_are_labels_or_sets),
        cmocka_unit_test(spans_of_several_people_in_one_list_are_an_answer_each),
        cmocka_unit_test(text_of_subtitles_without_times_is_said),
        cmocka_unit_test(channels_of_a_recording_are_voices_of_a_ctm),
        cmocka_unit_test(braces_of_an_stm_need_no_blanks_around),
        cmocka_unit_test(what_a_page_has_the_same_in_all_rows_is_no_label),
        cmocka_unit_test(time_of_a_page_is_that_of_its_tasks),
        cmocka_unit_test(difficult_objects_are_no_crowds),
        cmocka_unit_test(segments_that_end_before_they_start_are_left_out_and_said),
        cmocka_unit_test(names_of_classes_alone_are_no_delivery),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
