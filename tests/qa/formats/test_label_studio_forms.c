/* Label Studio's controls beyond boxes and choices, and the exports that are not its full JSON. */
#include "tests/qa/formats/folder.h"

#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/turn.h"
#include "qa/base/random.h"

#define TASK(data, results)                                                                        \
    "[{\"id\":7,\"data\":{" data "},\"annotations\":[{\"id\":1,\"completed_by\":3,\"result\":["    \
    "\n" results "\n]}]}]\n"
#define IMAGE "\"image\":\"/a.jpg\""
#define SIZE "\"original_width\":200,\"original_height\":100"
#define RESULT(id, type, more, value)                                                              \
    "{\"id\":\"" id "\",\"type\":\"" type "\",\"from_name\":\"" type "\"," more                    \
    ",\"value\":{" value "}}"

static void rows_of(const char *text, const char *rows)
{
    const struct folder_file file = {"a.json", text};
    assert_rows(&file, 1, NULL, rows);
}

/* About the top left corner (20, 20): a quarter turn puts the centre at (15, 40). */
static void a_turned_rectangle_is_a_rotated_box_about_its_centre(void **state)
{
    (void)state;
    rows_of(TASK(IMAGE, RESULT("r", "rectanglelabels", SIZE,
                               "\"x\":10,\"y\":20,\"width\":20,\"height\":10,\"rotation\":90,"
                               "\"rectanglelabels\":[\"car\"]")),
            "/a.jpg car rotated_box -5 35 40 10 90 id=r by=3 of=200x100 line=2\n");
    rows_of(TASK(IMAGE, RESULT("r", "rectangle", SIZE,
                               "\"x\":10,\"y\":20,\"width\":20,\"height\":10,\"rotation\":360")),
            "/a.jpg - box 20 20 40 10 id=r by=3 of=200x100 line=2\n");
}

static void an_ellipse_is_a_polygon_of_its_area(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.json", TASK(IMAGE, RESULT("e", "ellipselabels", SIZE,
                                     "\"x\":50,\"y\":50,\"radiusX\":10,\"radiusY\":30,\"rotation\":"
                                     "33,\"ellipselabels\":[\"eye\"]"))};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    const struct qa_objects one = qa_batch_objects(folder.out.delivery, 0, 1);
    struct qa_bounds bounds;
    assert_close(qa_type_polygon.size(&one, 0), 3.14159265358979323846 * 20 * 30, 1e-12);
    qa_type_polygon.bounds(&one, 0, &bounds);
    assert_close(bounds.low[0] + bounds.high[0], 200, 1e-9);
    assert_close(bounds.low[1] + bounds.high[1], 100, 1e-9);
    qa_arena_free(folder.arena);
}

static void points_of_one_parent_are_one_thing(void **state)
{
    (void)state;
    rows_of(TASK(IMAGE,
                 RESULT("r", "rectanglelabels", SIZE,
                        "\"x\":10,\"y\":20,\"width\":20,\"height\":10,\"rectanglelabels\":"
                        "[\"man\"]") ",\n" RESULT("a", "keypointlabels", SIZE ",\"parentID\":\"r\"",
                                                  "\"x\":12,\"y\":22,\"keypointlabels\":"
                                                  "[\"nose\"]") ",\n" RESULT("b", "keypointlabels",
                                                                             SIZE,
                                                                             "\"x\":1,\"y\":2,"
                                                                             "\"keypointlabels\":"
                                                                             "[\"tail\"]")),
            "/a.jpg man box 20 20 40 10 id=r by=3 of=200x100 line=2\n"
            "/a.jpg man keypoints | 20 20 40 10 24 22 2 id=a by=3 of=200x100 line=3\n"
            "/a.jpg - keypoints | | | | | 2 2 2 id=b by=3 of=200x100 line=4\n");
}

static void points_of_one_name_without_a_parent_are_each_by_itself(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.json",
        TASK(IMAGE,
             RESULT(
                 "a", "keypointlabels", SIZE,
                 "\"x\":12,\"y\":22,\"keypointlabels\":[\"cell\"]") ",\n" RESULT("b",
                                                                                 "keypointlabels",
                                                                                 SIZE,
                                                                                 "\"x\":1,\"y\":2,"
                                                                                 "\"keypointlabels"
                                                                                 "\":[\"cell\"]"))};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_string_equal(folder.rows,
                        "/a.jpg cell keypoints | | | | | 24 22 2 id=a by=3 of=200x100 line=2\n"
                        "/a.jpg cell keypoints | | | | | 2 2 2 id=b by=3 of=200x100 line=3\n");
    assert_non_null(finding_of(&folder, "W266"));
    qa_arena_free(folder.arena);
}

/* ---- brush ---- */

struct packed {
    char text[40000];
    size_t n;
    unsigned held, have;
};

static void put_bits(struct packed *out, uint32_t value, int n)
{
    for (int i = n - 1; i >= 0; i--) {
        out->held = out->held << 1 | (value >> i & 1);
        if (++out->have == 8) {
            out->n += (size_t)snprintf(out->text + out->n, sizeof out->text - out->n, "%s%u",
                                       out->n > 0 ? "," : "", out->held);
            out->held = out->have = 0;
        }
    }
}

/* Runs of up to 16 equal bytes, or pieces of up to 4 different ones. */
static void pack(struct packed *out, const uint8_t *byte, size_t n)
{
    put_bits(out, (uint32_t)n, 32);
    put_bits(out, 7, 5);
    for (int i = 0; i < 4; i++) {
        put_bits(out, i == 0 ? 1 : 3, 4);
    }
    for (size_t i = 0; i < n;) {
        size_t same = 1;
        while (same < 16 && i + same < n && byte[i + same] == byte[i]) {
            same++;
        }
        bool is_run = same > 2;
        size_t length = is_run ? same : i + 4 < n ? 4 : n - i;
        put_bits(out, is_run, 1);
        put_bits(out, is_run ? 1 : 0, 2);
        put_bits(out, (uint32_t)length - 1, is_run ? 4 : 2);
        for (size_t k = 0; k < (is_run ? 1 : length); k++) {
            put_bits(out, byte[i + k], 8);
        }
        i += length;
    }
    put_bits(out, 0, 7);
}

static void check_brush(struct qa_random *random, uint32_t width, uint32_t height)
{
    static const uint8_t opacities[] = {0, 0, 127, 128, 255, 255};
    static char text[50000];
    uint8_t byte[4 * 24 * 24] = {0};
    uint16_t value[24 * 24];
    struct packed packed = {.n = 0};
    for (size_t i = 0; i < (size_t)width * height; i++) {
        bool is_new = i == 0 || qa_random_below(random, 3) == 0;
        byte[4 * i] = (uint8_t)qa_random_below(random, 256);
        byte[4 * i + 3] = is_new ? opacities[qa_random_below(random, 6)] : byte[4 * i - 1];
        value[i] = byte[4 * i + 3] >= 128;
    }
    byte[3] = 255;
    value[0] = 1;
    pack(&packed, byte, 4 * (size_t)width * height);
    snprintf(text, sizeof text,
             "[{\"id\":1,\"data\":{},\"annotations\":[{\"completed_by\":1,\"result\":[{\"type\":"
             "\"brushlabels\",\"from_name\":\"b\",\"original_width\":%u,\"original_height\":%u,"
             "\"value\":{\"format\":\"rle\",\"brushlabels\":[\"x\"],\"rle\":[%s]}}]}]}]",
             width, height, packed.text);
    const struct folder_file file = {"a.json", text};
    struct folder folder;
    struct qa_rle want[2];
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    assert_no_error(&folder);
    const struct qa_objects one = qa_batch_objects(folder.out.delivery, 0, 1);
    struct qa_rle got = qa_mask_rle(&one, 0, folder.arena);
    qa_rle_of_values(value, height, width, 2, want, folder.arena);
    assert_int_equal(got.n, want[1].n);
    assert_memory_equal(got.run, want[1].run, got.n * sizeof *got.run);
    qa_arena_free(folder.arena);
}

static void a_brush_is_what_is_at_least_half_opaque(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 11, 0);
    for (int i = 0; i < 60; i++) {
        check_brush(&random, 1 + (uint32_t)qa_random_below(&random, 24),
                    1 + (uint32_t)qa_random_below(&random, 24));
    }
}

static void broken_brushes_are_refused(void **state)
{
    (void)state;
    static const char *const lists[] = {"",
                                        "0,0,0,48",
                                        "255,255,255,255,255,255,255,255,255,255",
                                        "0,0,0,48,57,0,1,2",
                                        "300,1,1,1,1,1,1,1",
                                        "\"x\",1"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        char text[400];
        snprintf(text, sizeof text,
                 "[{\"id\":1,\"data\":{},\"annotations\":[{\"result\":[\n{\"type\":\"brush\","
                 "\"original_width\":4,\"original_height\":3,\"value\":{\"rle\":[%s]}}]}]}]",
                 lists[i]);
        const struct folder_file file = {"a.json", text};
        assert_refused(&file, NULL, "E260", 2, "rle of brush is broken");
    }
}

/* ---- texts and times ---- */

/* "Bob" is in the note too, but only the text holds both; the emoji counts for two there. */
static void spans_are_of_the_text_that_fits_them_all(void **state)
{
    (void)state;
    rows_of(
        TASK(
            "\"note\":\"Bob\",\"text\":\"\U0001f600 Bob met Al\"",
            RESULT("s", "labels", "\"x\":1", "\"start\":3,\"end\":6,\"text\":\"Bob\",\"labels\":[\"P\"]") ",\n" RESULT(
                "t", "labels", "\"x\":1",
                "\"start\":11,\"end\":13,\"text\":\"Al\",\"labels\":[\"P\"]") ",\n"
                                                                              "{\"type\":"
                                                                              "\"relation\",\"from_"
                                                                              "id\":\"t\",\"to_"
                                                                              "id\":\"s\","
                                                                              "\"direction\":"
                                                                              "\"bi\","
                                                                              "\"labels\":["
                                                                              "\"knows\"]},\n"
                                                                              "{\"type\":"
                                                                              "\"relation\",\"from_"
                                                                              "id\":\"t\",\"to_"
                                                                              "id\":\"s\","
                                                                              "\"direction\":"
                                                                              "\"right\"}"),
        "7 P span 2 5 id=s by=3 line=2\n7 P span 10 12 id=t by=3 line=3\n"
        "7 knows relation 2 2 5 10 12 by=3 line=4\n7 - relation 2 10 12 2 5 by=3 line=5\n");
}

static void a_dialogue_is_a_text_with_a_line_a_turn(void **state)
{
    (void)state;
    rows_of(TASK("\"talk\":[{\"who\":\"a\",\"said\":\"Hi \U0001f600\"},{\"who\":\"b\",\"said\":"
                 "\"Oh no\"}]",
                 RESULT("p", "paragraphlabels", "\"x\":1",
                        "\"start\":\"1\",\"end\":\"1\",\"startOffset\":3,\"endOffset\":5,\"text\":"
                        "\"no\",\"paragraphlabels\":[\"N\"]")),
            "7 N span 8 10 id=p by=3 line=2\n");
}

/* A period of speaker A, and what was said in it. */
#define SPOKEN(id, start, end, text)                                                               \
    "{\"id\":\"" id "\",\"type\":\"labels\",\"from_name\":\"who\",\"original_length\":9,"          \
    "\"value\":{\"start\":" start ",\"end\":" end ",\"labels\":[\"A\"]}},\n"                       \
    "{\"id\":\"" id "\",\"type\":\"textarea\",\"from_name\":\"said\",\"value\":{\"start\":" start  \
    ",\"end\":" end ",\"text\":[" text "]}}"

static void periods_are_segments_or_turns_and_their_texts_a_transcript(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "a.json", TASK("\"audio\":\"/a.wav\"", SPOKEN("b", "2", "3", "\"you\"") ",\n" SPOKEN(
                                                   "a", "0", "1.5", "\"how\",\"are\""))};
    static const struct folder_options as_turns = {.shape = &qa_type_turn};
    assert_rows(&file, 1, NULL,
                "/a.wav A segment 2 3 id=b by=3 line=2\n/a.wav A segment 0 1.5 id=a by=3 line=4\n"
                "/a.wav A transcript by=3 line=5\n");
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, &as_turns), QA_OK);
    assert_non_null(strstr(folder.rows, "/a.wav A turn 0 1.5 id=a"));
    for (uint64_t o = 0; o < folder.out.delivery->n_objects; o++) {
        const struct qa_objects one = qa_batch_objects(folder.out.delivery, o, 1);
        size_t n;
        const char *text = qa_object_text(&one, 0, &n);
        assert_true(n == 0 || (n == 11 && memcmp(text, "how\nare you", n) == 0));
    }
    qa_arena_free(folder.arena);
}

/* ---- other exports ---- */

static void json_min_and_its_tables_hold_the_same(void **state)
{
    (void)state;
    static const struct folder_file min = {
        "a.json",
        "[\n{\"image\":\"/a.jpg\",\"id\":1,\"box\":[{\"x\":10,\"y\":20,\"width\":20,\"height\":10,"
        "\"rectanglelabels\":[\"car\"],\"original_width\":200,\"original_height\":100}],\"tags\":"
        "{\"choices\":[\"b\",\"a\"]},\"annotator\":3,\"annotation_id\":1,\"created_at\":"
        "\"2024-03-01T10:00:00Z\",\"lead_time\":4},\n"
        "{\"image\":\"/b.jpg\",\"id\":2,\"tags\":\"c\",\"annotator\":3,\"annotation_id\":2,"
        "\"created_at\":\"2024-03-01T10:00:00Z\",\"lead_time\":4}]\n"};
    static const struct folder_file table = {
        "a.csv", "annotation_id,annotator,box,created_at,id,image,lead_time,tags\n"
                 "1,3,\"[{\"\"x\"\":10,\"\"y\"\":20,\"\"width\"\":20,\"\"height\"\":10,"
                 "\"\"rectanglelabels\"\":"
                 "[\"\"car\"\"],\"\"original_width\"\":200,\"\"original_height\"\":100}]\",2024-03-"
                 "01T10:00:00Z"
                 ",1,/a.jpg,4,\"{\"\"choices\"\":[\"\"b\"\",\"\"a\"\"]}\"\n"
                 "2,3,,2024-03-01T10:00:00Z,2,/b.jpg,4,c\n"};
    static const char rows[] = "/a.jpg car box 20 20 40 10 by=3 of=200x100 line=2\n"
                               "/a.jpg a;b label by=3 line=2\n/b.jpg nothing boxes\n"
                               "/b.jpg c label by=3 line=3\n";
    assert_rows(&min, 1, NULL, rows);
    assert_rows(&table, 1, NULL, rows);
}

static void columns_of_answers_are_told_by_their_cells(void **state)
{
    (void)state;
    static const struct folder_file same = {
        "a.csv", "annotation_id,annotator,created_at,id,kind,lead_time,mood\n"
                 "1,3,2024-03-01T10:00:00Z,1,x,4,glad\n2,4,2024-03-01T10:00:00Z,1,x,4,sad\n"};
    static const struct folder_file open = {
        "a.csv", "annotation_id,annotator,created_at,id,kind,lead_time,mood\n"
                 "1,3,2024-03-01T10:00:00Z,1,x,4,glad\n2,3,2024-03-01T10:00:00Z,2,x,4,glad\n"};
    assert_rows(&same, 1, NULL, "1 glad label by=3 line=2\n1 sad label by=4 line=3\n");
    assert_refused(&open, NULL, "E262", 1, "it may be 'kind', 'mood'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_turned_rectangle_is_a_rotated_box_about_its_centre),
        cmocka_unit_test(an_ellipse_is_a_polygon_of_its_area),
        cmocka_unit_test(points_of_one_parent_are_one_thing),
        cmocka_unit_test(points_of_one_name_without_a_parent_are_each_by_itself),
        cmocka_unit_test(a_brush_is_what_is_at_least_half_opaque),
        cmocka_unit_test(broken_brushes_are_refused),
        cmocka_unit_test(spans_are_of_the_text_that_fits_them_all),
        cmocka_unit_test(a_dialogue_is_a_text_with_a_line_a_turn),
        cmocka_unit_test(periods_are_segments_or_turns_and_their_texts_a_transcript),
        cmocka_unit_test(json_min_and_its_tables_hold_the_same),
        cmocka_unit_test(columns_of_answers_are_told_by_their_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
