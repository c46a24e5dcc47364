#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/close.h"

#include "qa/annotation/segment.h"
#include "qa/annotation/transcript.h"
#include "qa/annotation/turn.h"
#include "qa/formats/delivery.h"

struct run {
    struct qa_arena *arena;
    struct qa_findings findings;
    struct qa_deliveries out;
    struct qa_error err;
};

/* A file "c1.SUFFIX" of these bytes, read as a delivery. */
static enum qa_status read_bytes(struct run *run, const char *suffix, const struct qa_type *shape,
                                 const char *bytes, size_t size)
{
    char folder[] = "/tmp/labelqa-test-XXXXXX";
    char path[64];
    *run = (struct run){.arena = qa_arena_new(), .err = {.code = ""}};
    qa_findings_init(&run->findings, run->arena);
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/c1.%s", folder, suffix);
    FILE *file = fopen(path, "w");
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
    const struct qa_delivery_file delivery = {.path = path};
    const struct qa_delivery_request request = {
        .files = &delivery, .n_files = 1, .options = {.shape = shape}};
    enum qa_status status =
        qa_deliveries_read(&request, run->arena, &run->findings, &run->out, &run->err);
    unlink(path);
    rmdir(folder);
    return status;
}

/* "item question label 0.5-1.5 [text]; ..." of all objects, "item question -" of answers without.
 */
static const char *objects_of(struct run *run)
{
    const struct qa_batch *batch = run->out.delivery;
    const char *out = "";
    for (size_t a = 0; a < batch->n_answers; a++) {
        struct qa_objects objects =
            qa_batch_objects(batch, qa_first_object(batch, a), qa_object_count(batch, a));
        const char *head =
            qa_arena_format(run->arena, "%s%s %s", out[0] != '\0' ? "; " : "",
                            qa_strings_text(batch->names->items, batch->item[a]),
                            qa_strings_text(batch->names->questions, qa_answer_question(batch, a)));
        for (size_t i = 0; i < objects.n; i++) {
            size_t n;
            const double *time = qa_object_numbers(&objects, i, &n);
            out = qa_arena_format(run->arena, "%s%s %s", out, head,
                                  qa_strings_text(batch->names->labels, objects.label[i]));
            if (n == 2) {
                out = qa_arena_format(run->arena, "%s %g-%g", out, time[0], time[1]);
            }
            const char *text = qa_object_text(&objects, i, &n);
            if (qa_answer_type(batch, a) == &qa_type_transcript) {
                out = qa_arena_format(run->arena, "%s [%.*s]", out, (int)n, text);
            }
            head = ",";
        }
        out = objects.n == 0 ? qa_arena_format(run->arena, "%s%s -", out, head) : out;
    }
    return out;
}

static void expect_bytes(const char *suffix, const struct qa_type *shape, const char *bytes,
                         size_t size, const char *objects)
{
    struct run run;
    if (read_bytes(&run, suffix, shape, bytes, size) != QA_OK) {
        fail_msg("%s: %s", suffix, run.err.text);
    }
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    assert_string_equal(objects_of(&run), objects);
    qa_arena_free(run.arena);
}

static void expect(const char *suffix, const struct qa_type *shape, const char *text,
                   const char *objects)
{
    expect_bytes(suffix, shape, text, strlen(text), objects);
}

/* A damaged file is an error with this code and line, either way. */
static void refuse(const char *suffix, const struct qa_type *shape, const char *text,
                   const char *code, uint64_t line)
{
    struct run run;
    const char *found = "";
    uint64_t at = 0;
    if (read_bytes(&run, suffix, shape, text, strlen(text)) != QA_OK) {
        found = run.err.code;
        at = run.err.line;
    }
    for (size_t i = 0; found[0] == '\0' && i < run.findings.n; i++) {
        if (run.findings.list[i].severity == QA_ERROR) {
            found = run.findings.list[i].code;
            at = run.findings.list[i].line;
        }
    }
    assert_string_equal(found, code);
    assert_int_equal(at, line);
    qa_arena_free(run.arena);
}

static bool has_code(const struct run *run, const char *code)
{
    for (size_t i = 0; i < run->findings.n; i++) {
        if (strcmp(run->findings.list[i].code, code) == 0) {
            return true;
        }
    }
    return false;
}

static void rttm_rows_are_turns_of_their_recordings(void **state)
{
    (void)state;
    expect("rttm", NULL,
           ";; remark\nSPKR-INFO r2 1 <NA> <NA> <NA> unknown A <NA>\n"
           "SPEAKER r2 1 3.5 1.5 <NA> <NA> A <NA> <NA>\nSPEAKER r1 1 0 2 <NA> <NA> B <NA>\r\n"
           "SPEAKER r2 1 0 2 <NA> <NA> A <NA> <NA>\n",
           "r2 turns A 3.5-5, A 0-2; r1 turns B 0-2");
    refuse("rttm", NULL, "SPEAKER r1 1 0 2 <NA> <NA> A <NA>\nSPEAKER r1 1 x 2 <NA> <NA> A <NA>\n",
           "E241", 2);
    refuse("rttm", NULL, "SPEAKER r1 1 0 -2 <NA> <NA> A <NA>\n", "E122", 1);
    refuse("rttm", NULL, "SPEAKER r1 1 0 2 <NA> <NA> A <NA>\nSPEAKER r1 1 0 2\n", "E241", 2);
}

static void rttm_says_what_no_figure_sees(void **state)
{
    (void)state;
    struct run run;
    const char *text = "SPEAKER r1 1 0 0 <NA> <NA> A <NA>\nNON-LEX r1 1 0 1 <NA> laugh A <NA>\n"
                       "SPEAKER r1 2 0 3 <NA> <NA> A <NA>\n";
    assert_int_equal(read_bytes(&run, "rttm", NULL, text, strlen(text)), QA_OK);
    assert_true(has_code(&run, "W230"));
    assert_true(has_code(&run, "W231"));
    assert_int_equal(run.out.delivery->sources[0].excluded[QA_EXCLUDED_UNREAD_SHAPE], 1);
    qa_arena_free(run.arena);
}

static const char stm[] = ";; x\n"
                          "r1 1 anna 5 6 bye { @ / then }\n"
                          "r1 1 anna 0 2.5 <o,f0> hello { there / their } you\n"
                          "r1 1 bob 2 3 <o,f0> hi\n"
                          "r1 1 inter_segment_gap 3 4 <o,f0>\n"
                          "r1 1 anna 4 5 IGNORE_TIME_SEGMENT_IN_SCORING\n";

static void stm_gives_what_each_speaker_says_in_the_order_of_time(void **state)
{
    (void)state;
    struct run run;
    expect("stm", NULL, stm, "r1 transcript anna [hello there you bye], bob [hi]");
    expect("stm", &qa_type_turn, stm, "r1 turns anna 0-2.5, anna 5-6, bob 2-3");
    assert_int_equal(read_bytes(&run, "stm", NULL, stm, strlen(stm)), QA_OK);
    assert_true(has_code(&run, "W232"));
    assert_true(has_code(&run, "W233"));
    qa_arena_free(run.arena);
    refuse(
        "stm", NULL,
        "r1 1 a 0 1 x\nr1 1 a 1 2 x\nr1 1 a 2 3 x\nr1 1 a 3 4 x\nr1 1 a 4 5 x\nr1 1 a two 3 hi\n",
        "E241", 6);
}

static void of_a_ctm_alternative_the_first_counts(void **state)
{
    (void)state;
    expect("ctm", NULL,
           "r1 1 0.9 0.2 you\nr1 1 0.0 0.3 hello 0.9\nr1 1 * * <ALT_BEGIN>\nr1 1 0.5 0 there\n"
           "r1 1 * * <ALT>\nr1 1 0.5 0 their\nr1 1 * * <ALT_END>\nr1 1 2 1 breath 1 non-lex\n",
           "r1 transcript  [hello there you]");
    refuse("ctm", NULL, "r1 1 0 1 a\nr1 1 1 1 b\nr1 1 2 1 c\nr1 1 3 1 d\nr1 1 4 1 e\nr1 1 0.0\n",
           "E241", 6);
}

static const char textgrid[] = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n"
                               "0\n2.5\n<exists>\n2\n\"IntervalTier\"\n\"Mary\"\n0\n2.5\n3\n"
                               "0\n0.5\n\"\"\n0.5\n1.5\n\"he said \"\"hi\"\"\"\n1.5\n2.5\n\"you\"\n"
                               "\"TextTier\"\n\"bell\"\n0\n2.5\n1\n1.25\n\"ding\"\n";

static void textgrids_are_segments_turns_or_transcripts(void **state)
{
    (void)state;
    expect("TextGrid", NULL, textgrid,
           "c1 Mary he said \"hi\" 0.5-1.5, you 1.5-2.5; c1 bell ding 1.25-1.25");
    expect("TextGrid", &qa_type_turn, textgrid, "c1 turns Mary 0.5-1.5, Mary 1.5-2.5");
    expect("TextGrid", &qa_type_transcript, textgrid, "c1 transcript Mary [he said \"hi\" you]");
}

static const char long_grid[] =
    "\xEF\xBB\xBF"
    "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = -0 \nxmax = 2 \n"
    "tiers? <exists> \nsize = 1 \nitem []: \n    item [1]:\n        class = \"IntervalTier\" \n"
    "        name = \"mood\" \n        xmin = 0 \n        xmax = 2 \n"
    "        intervals: size = 2 \n        intervals [1]:\n            xmin = 0 \n"
    "            xmax = 1 \n            text = \"glad\" \n        intervals [2]:\n"
    "            xmin = 1 \n            xmax = 2 \n            text = \"\" \n";

static void long_textgrids_and_utf16_are_the_same(void **state)
{
    (void)state;
    char wide[2 * sizeof long_grid];
    size_t n = 0;
    wide[n++] = (char)0xFF;
    wide[n++] = (char)0xFE;
    for (const char *at = long_grid + 3; *at != '\0'; at++) {
        wide[n++] = *at;
        wide[n++] = '\0';
    }
    expect("TextGrid", NULL, long_grid, "c1 segments glad 0-1");
    expect_bytes("TextGrid", NULL, wide, n, "c1 segments glad 0-1");
}

static void a_textgrid_cut_anywhere_is_refused(void **state)
{
    (void)state;
    size_t last = strlen(textgrid) - strlen("ding\"\n");
    for (size_t size = 60; size < last; size++) {
        struct run run;
        assert_int_equal(read_bytes(&run, "TextGrid", NULL, textgrid, size), QA_INPUT);
        qa_arena_free(run.arena);
    }
}

static void a_grid_of_silence_is_an_answer(void **state)
{
    (void)state;
    expect("TextGrid", NULL,
           "\"ooTextFile\"\n\"TextGrid\"\n0 2 <exists> 1\n\"IntervalTier\" \"x\" 0 2 1 0 2 \" \"\n",
           "c1 segments -");
}

static void a_grid_may_begin_anywhere(void **state)
{
    (void)state;
    expect("TextGrid", NULL,
           "\"ooTextFile\"\n\"TextGrid\"\n-0 2 <exists> 1\n\"IntervalTier\" \"x\" -0 2 2 -0 1 "
           "\"a\" 1 2 "
           "\"\"\n",
           "c1 segments a 0-1");
    expect("TextGrid", NULL,
           "\"ooTextFile\"\n\"TextGrid\"\n100.5 103 <exists> 1\n\"IntervalTier\" \"x\" 100.5 103 1 "
           "100.5 103 \"a\"\n",
           "c1 segments a 100.5-103");
}

static void a_voice_of_webvtt_is_the_speaker(void **state)
{
    (void)state;
    const char *text = "WEBVTT - a call\n\nNOTE a --> b\nis a remark\n\nSTYLE\n"
                       "::cue { color: red }\n\n1\n00:00.500 --> 00:02.000 align:start\n"
                       "<v Anna>Hello &amp; welcome</v>\n\nintro\n01:00:02.000 --> 01:00:04.000\n"
                       "<v Bob>to the <i>show</i>\n<v Anna>yes\n";
    expect("vtt", NULL, text, "c1 transcript Anna [Hello & welcome yes], Bob [to the show]");
    expect("vtt", &qa_type_turn, text, "c1 turns Anna 0.5-2, Anna 3602-3604, Bob 3602-3604");
    /* A cue may name nobody where others do. */
    expect("vtt", NULL,
           "WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n\n00:03.000 --> 00:04.000\n<v Ann>you\n",
           "c1 transcript (unnamed) [hi], Ann [you]");
    refuse("vtt", NULL, "WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n\n00:0x.000 --> 00:04.000\nyou\n",
           "E243", 6);
}

static void srt_files_are_read_as_they_come(void **state)
{
    (void)state;
    expect("srt", NULL,
           "1\r\n00:00:01,000 --> 00:00:02,500 X1:10\r\n<i>Hall\xf6"
           "chen</i> du\r\n2\r\n00:03,000 --> 00:04,000\r\nja\r\n42\r\n\r\n2\r\n"
           "0:00:05,0 --> 00:00:06,000\r\n{\\an8}end\r\n",
           "c1 transcript  [Hall\xc3\xb6"
           "chen du ja 42 end]");
    expect("srt", NULL, "00:00:01,000 --> 00:00:02,000\nhi\n", "c1 transcript  [hi]");
    refuse("srt", NULL, "1\n00:00:01,000 --> 00:00:02,000\nhi\n\n2\n00:00:01,000 --> later\nyou\n",
           "E243", 6);
}

static void audacity_labels_are_segments(void **state)
{
    (void)state;
    const char *text = "0.5\t1.5\tdog bark\n\\\t100\t2000\n2\t2\tclick\n3\t4\t\n";
    expect("txt", NULL, text, "c1 segments dog bark 0.5-1.5, click 2-2");
    expect("txt", &qa_type_turn, text, "c1 turns dog bark 0.5-1.5, click 2-2");
    refuse("txt", NULL, "0\t1\ta\n2\t3\tb\n4\t5\tc\n6\t7\td\n8\t9\te\n1\tx\tf\n", "E241", 6);
    refuse("txt", NULL, "2\t1\ta\n", "E122", 1);
}

static void a_dcase_row_without_times_is_a_clip_without_events(void **state)
{
    (void)state;
    const char *objects = "a.wav segments Speech 0.1-2; b.wav segments -; c.wav segments -";
    expect("tsv", NULL,
           "filename\tonset\toffset\tevent_label\na.wav\t0.1\t2\tSpeech\nb.wav\t\t\t\nc.wav\n",
           objects);
    expect("tsv", NULL, "a.wav\t0.1\t2\tSpeech\nb.wav\t\t\t\nc.wav\n", objects);
    expect("tsv", NULL, "filename\tevent_labels\na.wav\tDog,Cat\n",
           "a.wav label [\"Cat\",\"Dog\"]");
    refuse("tsv", NULL, "filename\tonset\toffset\tevent_label\na.wav\t0.1\tx\tSpeech\n", "E241", 2);
}

static const char eaf[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ANNOTATION_DOCUMENT>\n"
    "<HEADER TIME_UNITS=\"milliseconds\"/>\n<TIME_ORDER>\n"
    "<TIME_SLOT TIME_SLOT_ID=\"ts1\" TIME_VALUE=\"500\"/>\n"
    "<TIME_SLOT TIME_SLOT_ID=\"ts2\"/>\n"
    "<TIME_SLOT TIME_SLOT_ID=\"ts3\" TIME_VALUE=\"2250\"/>\n</TIME_ORDER>\n"
    "<TIER TIER_ID=\"A-words\" PARTICIPANT=\"Ann\" ANNOTATOR=\"joe\">\n"
    "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"a1\" TIME_SLOT_REF1=\"ts1\" "
    "TIME_SLOT_REF2=\"ts3\"><ANNOTATION_VALUE>moin &amp; hallo</ANNOTATION_VALUE>"
    "</ALIGNABLE_ANNOTATION></ANNOTATION>\n"
    "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"a2\" TIME_SLOT_REF1=\"ts1\" "
    "TIME_SLOT_REF2=\"ts2\"><ANNOTATION_VALUE>du</ANNOTATION_VALUE>"
    "</ALIGNABLE_ANNOTATION></ANNOTATION>\n</TIER>\n"
    "<TIER TIER_ID=\"A-gloss\" PARENT_REF=\"A-words\" PARTICIPANT=\"Ann\" ANNOTATOR=\"joe\">\n"
    "<ANNOTATION><REF_ANNOTATION ANNOTATION_ID=\"a4\" ANNOTATION_REF=\"a3\">"
    "<ANNOTATION_VALUE>deep</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>\n"
    "<ANNOTATION><REF_ANNOTATION ANNOTATION_ID=\"a3\" ANNOTATION_REF=\"a1\">"
    "<ANNOTATION_VALUE>hello</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>\n</TIER>\n"
    "</ANNOTATION_DOCUMENT>\n";

/* What has no times was found all the same: the recording is no answer of nothing. */
static void what_has_no_times_is_not_nothing(void **state)
{
    (void)state;
    struct run run;
    static const char text[] =
        "<ANNOTATION_DOCUMENT><HEADER TIME_UNITS=\"milliseconds\"/><TIME_ORDER><TIME_SLOT "
        "TIME_SLOT_ID=\"a\"/><TIME_SLOT TIME_SLOT_ID=\"b\"/></TIME_ORDER><TIER TIER_ID=\"t\">"
        "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"1\" TIME_SLOT_REF1=\"a\" "
        "TIME_SLOT_REF2=\"b\"><ANNOTATION_VALUE>hi</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION>"
        "</ANNOTATION></TIER></ANNOTATION_DOCUMENT>";
    assert_int_equal(read_bytes(&run, "eaf", NULL, text, strlen(text)), QA_OK);
    assert_int_equal(run.out.delivery->n_answers, 0);
    assert_int_equal(run.out.delivery->sources[0].excluded[QA_EXCLUDED_NO_SHAPE], 1);
    qa_arena_free(run.arena);
}

static void elan_annotations_have_their_own_times_or_their_parents(void **state)
{
    (void)state;
    struct run run;
    expect("eaf", NULL, eaf,
           "c1 A-gloss hello 0.5-2.25, deep 0.5-2.25; c1 A-words moin & hallo 0.5-2.25");
    expect("eaf", &qa_type_turn, eaf, "c1 turns Ann 0.5-2.25");
    expect("eaf", &qa_type_transcript, eaf, "c1 transcript Ann [moin & hallo du]");
    assert_int_equal(read_bytes(&run, "eaf", NULL, eaf, strlen(eaf)), QA_OK);
    assert_int_equal(run.out.delivery->sources[0].excluded[QA_EXCLUDED_NO_SHAPE], 1);
    assert_string_equal(qa_annotator_text(run.out.names, run.out.delivery->annotator[0]), "joe");
    qa_arena_free(run.arena);
}

static void an_elan_reference_to_nothing_is_refused(void **state)
{
    (void)state;
    refuse("eaf", NULL,
           "<ANNOTATION_DOCUMENT>\n<TIER TIER_ID=\"t\">\n<ANNOTATION>\n<REF_ANNOTATION "
           "ANNOTATION_ID=\"a1\" ANNOTATION_REF=\"a9\"><ANNOTATION_VALUE>x</ANNOTATION_VALUE>"
           "</REF_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>",
           "E244", 4);
    refuse("eaf", NULL,
           "<ANNOTATION_DOCUMENT>\n<TIER TIER_ID=\"t\">\n<ANNOTATION>\n<ALIGNABLE_ANNOTATION "
           "ANNOTATION_ID=\"a1\" TIME_SLOT_REF1=\"ts1\" TIME_SLOT_REF2=\"ts2\">"
           "<ANNOTATION_VALUE>x</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>"
           "</ANNOTATION_DOCUMENT>",
           "E244", 4);
}

static void activitynet_lists_videos_with_and_without_segments(void **state)
{
    (void)state;
    struct run run;
    const char *objects = "v1 segments run 1.5-20; v2 segments -";
    const char *text = "{\"version\": \"1\", \"database\": {\"v1\": {\"duration\": 12.5, "
                       "\"annotations\": [{\"segment\": [\"1.5\", 20], \"label\": \"run\"}]},\n"
                       "\"v2\": {\"duration\": 3, \"annotations\": []}}}";
    expect("json", NULL, text, objects);
    expect("json", NULL,
           "{\"results\": {\"v1\": [{\"segment\": [1.5, 20], \"label\": \"run\", \"score\": 0.5}], "
           "\"v2\": []}}",
           objects);
    assert_int_equal(read_bytes(&run, "json", NULL, text, strlen(text)), QA_OK);
    assert_true(has_code(&run, "W234"));
    qa_arena_free(run.arena);
    refuse("json", NULL, "{\"results\": {\n\"v1\": [\n{\"segment\": [1.5], \"label\": \"run\"}]}}",
           "E245", 3);
    refuse("json", NULL, "{\"results\": {\n\"v1\": [\n{\"segment\": [5, 1], \"label\": \"run\"}]}}",
           "E122", 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rttm_rows_are_turns_of_their_recordings),
        cmocka_unit_test(rttm_says_what_no_figure_sees),
        cmocka_unit_test(stm_gives_what_each_speaker_says_in_the_order_of_time),
        cmocka_unit_test(of_a_ctm_alternative_the_first_counts),
        cmocka_unit_test(textgrids_are_segments_turns_or_transcripts),
        cmocka_unit_test(long_textgrids_and_utf16_are_the_same),
        cmocka_unit_test(a_textgrid_cut_anywhere_is_refused),
        cmocka_unit_test(a_grid_of_silence_is_an_answer),
        cmocka_unit_test(a_grid_may_begin_anywhere),
        cmocka_unit_test(a_voice_of_webvtt_is_the_speaker),
        cmocka_unit_test(srt_files_are_read_as_they_come),
        cmocka_unit_test(audacity_labels_are_segments),
        cmocka_unit_test(what_has_no_times_is_not_nothing),
        cmocka_unit_test(elan_annotations_have_their_own_times_or_their_parents),
        cmocka_unit_test(an_elan_reference_to_nothing_is_refused),
        cmocka_unit_test(activitynet_lists_videos_with_and_without_segments),
        cmocka_unit_test(a_dcase_row_without_times_is_a_clip_without_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
