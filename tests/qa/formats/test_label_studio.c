#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/close.h"

#include "qa/annotation/box.h"
#include "qa/annotation/label.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/transcript.h"
#include "qa/formats/delivery.h"
#include "qa/formats/json.h"
#include "qa/formats/label_studio.h"

struct run {
    struct qa_arena *arena;
    struct qa_findings findings;
    struct qa_deliveries out;
    struct qa_error err;
    struct qa_read_options options;
    char path[64];
};

static void setup(struct run *run)
{
    *run = (struct run){.arena = qa_arena_new(), .err = {.code = ""}};
    qa_findings_init(&run->findings, run->arena);
}

/* role: what the file is given as; an empty list of labels is the delivery when it is not that. */
static enum qa_status read_as(struct run *run, const char *text, enum qa_role role)
{
    static const char nothing[] = "item,annotator,label\nz,z,z\n";
    char other[64];
    snprintf(run->path, sizeof run->path, "/tmp/labelqa-test-XXXXXX");
    int file = mkstemp(run->path);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
    snprintf(other, sizeof other, "/tmp/labelqa-test-XXXXXX");
    file = mkstemp(other);
    assert_int_equal(write(file, nothing, strlen(nothing)), (ssize_t)strlen(nothing));
    close(file);
    const struct qa_delivery_file own = {.path = run->path};
    const struct qa_delivery_file delivery = {.path = role == QA_DELIVERY ? run->path : other};
    const struct qa_delivery_request request = {.files = &delivery,
                                                .n_files = 1,
                                                .gold_files = &own,
                                                .n_gold_files = role == QA_GOLD,
                                                .prelabel_files = &own,
                                                .n_prelabel_files = role == QA_PRELABELS,
                                                .options = run->options};
    enum qa_status status =
        qa_deliveries_read(&request, run->arena, &run->findings, &run->out, &run->err);
    unlink(run->path);
    unlink(other);
    return status;
}

static const struct qa_batch *read_good(struct run *run, const char *text)
{
    enum qa_status status = read_as(run, text, QA_DELIVERY);
    if (status != QA_OK || run->findings.total[QA_ERROR] > 0) {
        fail_msg("%s %s", run->err.text,
                 run->findings.n > 0 ? run->findings.list[0].text : "no finding");
    }
    return run->out.delivery;
}

static void cleanup(struct run *run)
{
    qa_arena_free(run->arena);
}

static const struct qa_finding *finding(const struct run *run, const char *code)
{
    for (size_t i = 0; i < run->findings.n; i++) {
        if (strcmp(run->findings.list[i].code, code) == 0) {
            return &run->findings.list[i];
        }
    }
    return NULL;
}

static const char *item(const struct run *run, const struct qa_batch *batch, size_t answer)
{
    return qa_strings_text(run->out.names->items, batch->item[answer]);
}

static const char *who(const struct run *run, const struct qa_batch *batch, size_t answer)
{
    return qa_annotator_text(run->out.names, batch->annotator[answer]);
}

static const char *label(const struct run *run, const struct qa_batch *batch, size_t object)
{
    return qa_strings_text(run->out.names->labels, batch->label[object]);
}

static const char *question(const struct run *run, const struct qa_batch *batch, size_t answer)
{
    return qa_strings_text(run->out.names->questions, qa_answer_question(batch, answer));
}

static size_t count_of(const struct qa_batch *batch, const struct qa_type *type)
{
    size_t n = 0;
    for (size_t a = 0; a < batch->n_answers; a++) {
        n += qa_answer_type(batch, a) == type;
    }
    return n;
}

static const double *numbers(const struct qa_batch *batch, size_t object, size_t *n)
{
    const struct qa_objects objects = qa_batch_objects(batch, object, 1);
    return qa_object_numbers(&objects, 0, n);
}

/* ---- pieces of exports ---- */

#define SIZE "\"original_width\":320,\"original_height\":240"
#define RECT(id, label, x, y, w, h)                                                                \
    "{\"id\":\"" id "\",\"type\":\"rectanglelabels\",\"from_name\":\"box\",\"to_name\":\"image\"," \
    "" SIZE ",\"value\":{\"x\":" x ",\"y\":" y ",\"width\":" w ",\"height\":" h                    \
    ",\"rotation\":0,\"rectanglelabels\":[\"" label "\"]}}"
#define CHOICES(from, list)                                                                        \
    "{\"type\":\"choices\",\"from_name\":\"" from "\",\"value\":{\"choices\":[" list "]}}"
#define TASK(id, image, annotations)                                                               \
    "{\"id\":" id ",\"data\":{\"image\":\"" image "\"},\"annotations\":[" annotations "]}"
#define BY(id, who, results) "{\"id\":" id ",\"completed_by\":" who ",\"result\":[" results "]}"

static void rectangles_become_boxes_in_pixels(void **state)
{
    (void)state;
    struct run run;
    size_t n;
    setup(&run);
    const struct qa_batch *batch = read_good(
        &run,
        "[" TASK("7", "/data/upload/1/ab-x.jpg",
                 "{\"id\":126,\"completed_by\":{\"id\":1,\"email\":\"c@x.org\"},"
                 "\"created_at\":\"2021-05-12T18:45:40.5Z\",\"lead_time\":10.25,\"result\":[" RECT(
                     "r1", "Car", "36.25", "61.5", "8.125", "10") "]}") "]");
    assert_int_equal(batch->n_answers, 1);
    assert_string_equal(batch->sources[0].format, "label-studio");
    assert_string_equal(item(&run, batch, 0), "/data/upload/1/ab-x.jpg");
    assert_string_equal(who(&run, batch, 0), "c@x.org");
    assert_string_equal(question(&run, batch, 0), "boxes");
    assert_string_equal(label(&run, batch, 0), "Car");
    const double *box = numbers(batch, 0, &n);
    assert_int_equal(n, 4);
    assert_close(box[0], 116, 1e-15);
    assert_close(box[1], 147.6, 1e-15);
    assert_close(box[2], 26, 1e-15);
    assert_close(box[3], 24, 1e-15);
    assert_int_equal(qa_answer_image_size(batch, 0).width, 320);
    assert_int_equal(qa_answer_image_size(batch, 0).height, 240);
    assert_int_equal(batch->duration[0], 10250000);
    assert_int_equal(batch->submitted[0], INT64_C(1620845140500000));
    assert_int_equal(batch->key[0], 126);
    assert_string_equal(qa_object_key_text(batch, 0, run.arena), "r1");
    cleanup(&run);
}

static void polygons_become_polygons_in_pixels(void **state)
{
    (void)state;
    struct run run;
    size_t n;
    setup(&run);
    const struct qa_batch *batch = read_good(
        &run, "[" TASK("7", "x.jpg",
                       BY("1", "2",
                          "{\"type\":\"polygonlabels\",\"from_name\":\"p\"," SIZE
                          ",\"value\":{\"points\":[[0,0],[50,0],[50,25]],\"polygonlabels\":"
                          "[\"a\"]}}")) "]");
    assert_ptr_equal(qa_answer_type(batch, 0), &qa_type_polygon);
    const double *xy = numbers(batch, 0, &n);
    static const double want[] = {0, 0, 160, 0, 160, 60};
    assert_int_equal(n, 6);
    for (size_t i = 0; i < n; i++) {
        assert_close(xy[i], want[i], 1e-15);
    }
    assert_string_equal(who(&run, batch, 0), "2");
    cleanup(&run);
}

/* The label of one control, the shape of another, a text and a choice about the region. */
static void results_of_a_region_are_one_object(void **state)
{
    (void)state;
    struct run run;
    setup(&run);
    const struct qa_batch *batch = read_good(
        &run, "[" TASK("1", "x.jpg",
                       BY("1", "2",
                          "{\"id\":\"r\",\"type\":\"rectangle\",\"from_name\":\"bbox\"," SIZE
                          ",\"value\":{\"x\":0,\"y\":0,\"width\":10,\"height\":10}},"
                          "{\"id\":\"r\",\"type\":\"labels\",\"from_name\":\"label\",\"value\":"
                          "{\"labels\":[\"Text\"]}},"
                          "{\"id\":\"r\",\"type\":\"textarea\",\"from_name\":\"words\",\"value\":"
                          "{\"text\":[\"hello\"]}},"
                          "{\"id\":\"q\",\"type\":\"rectangle\",\"from_name\":\"bbox\"," SIZE
                          ",\"value\":{\"x\":1,\"y\":0,\"width\":10,\"height\":10}},"
                          "{\"id\":\"q\",\"type\":\"rectanglelabels\",\"from_name\":\"bbox\"," SIZE
                          ",\"value\":{\"x\":1,\"y\":0,\"width\":10,\"height\":10,"
                          "\"rectanglelabels\":[\"Logo\"]}}")) "]");
    assert_int_equal(batch->n_answers, 1);
    assert_int_equal(batch->n_objects, 2);
    assert_string_equal(label(&run, batch, 0), "Text");
    assert_string_equal(label(&run, batch, 1), "Logo");
    assert_int_equal(batch->sources[0].excluded[QA_EXCLUDED_UNREAD_SHAPE], 1);
    assert_int_equal(batch->sources[0].rows_read, 3);
    assert_non_null(strstr(finding(&run, "W126")->text, "textarea of a region"));
    cleanup(&run);
}

static void a_second_label_of_a_region_is_not_dropped_in_silence(void **state)
{
    (void)state;
    struct run run;
    setup(&run);
    const struct qa_batch *batch = read_good(
        &run,
        "[" TASK("1", "x.jpg",
                 BY("1", "2",
                    RECT("r", "Car", "0", "0", "9", "9") ",{\"id\":\"r\",\"type\":"
                                                         "\"labels\",\"from_name\":\"colour\","
                                                         "\"value\":{\"labels\":[\"red\"]}}")) "]");
    assert_string_equal(label(&run, batch, 0), "Car");
    assert_int_equal(batch->sources[0].excluded[QA_EXCLUDED_UNREAD_SHAPE], 1);
    assert_non_null(strstr(finding(&run, "W126")->text, "labels beside"));
    cleanup(&run);
}

static void controls_of_one_kind_are_questions(void **state)
{
    (void)state;
    struct run run;
    setup(&run);
    const struct qa_batch *batch = read_good(
        &run,
        "[{\"id\":5,\"data\":{\"text\":\"So good.\"},\"annotations\":["
        "{\"id\":1,\"completed_by\":3,\"lead_time\":9,\"result\":[" CHOICES(
            "mood",
            "\"glad\"") "," CHOICES("topics",
                                    "\"b\",\"a\",\"b\"") ","
                                                         "{\"type\":\"rating\",\"from_name\":"
                                                         "\"stars\",\"value\":{\"rating\":4}},"
                                                         "{\"type\":\"textarea\",\"from_name\":"
                                                         "\"note\",\"value\":{\"text\":[\"x\","
                                                         "\"y\"]}}]},"
                                                         "{\"id\":2,\"completed_by\":4,\"lead_"
                                                         "time\":3,\"result\":[" CHOICES(
                                                             "mood", "\"sad\"") "]}]}]");
    assert_int_equal(count_of(batch, &qa_type_label), 4);
    assert_int_equal(count_of(batch, &qa_type_transcript), 2);
    assert_int_equal(batch->sources[0].excluded[QA_EXCLUDED_BLANK_LABEL], 2);
    int64_t seconds = 0;
    for (size_t a = 0; a < batch->n_answers; a++) {
        size_t object = (size_t)qa_first_object(batch, a);
        assert_string_equal(item(&run, batch, a), "5");
        seconds += qa_answer_duration(batch, a) == QA_NO_TIME ? 0 : qa_answer_duration(batch, a);
        if (strcmp(question(&run, batch, a), "topics") == 0) {
            assert_string_equal(label(&run, batch, object), "a;b");
        } else if (strcmp(question(&run, batch, a), "stars") == 0) {
            assert_string_equal(label(&run, batch, object), "4");
            assert_close(batch->value[object], 4, 0);
        } else if (strcmp(question(&run, batch, a), "transcript") == 0) {
            const struct qa_objects objects = qa_batch_objects(batch, object, 1);
            size_t n;
            const char *text = qa_object_text(&objects, 0, &n);
            assert_int_equal(n, strcmp(who(&run, batch, a), "3") == 0 ? 3 : 0);
            assert_memory_equal(text, "x\ny", n);
        }
    }
    assert_int_equal(seconds, 12 * QA_SECOND);
    cleanup(&run);
}

/* A file with one control of a kind answers the kind's question, so that gold of any format fits.
 */
static void one_control_answers_the_usual_question(void **state)
{
    (void)state;
    struct run run;
    setup(&run);
    const struct qa_batch *batch =
        read_good(&run, "[" TASK("1", "x.jpg", BY("1", "2", CHOICES("mood", "\"glad\""))) "]");
    assert_string_equal(question(&run, batch, 0), "label");
    cleanup(&run);
}

static void nothing_marked_is_an_answer_and_a_skip_is_none(void **state)
{
    (void)state;
    struct run run;
    setup(&run);
    const struct qa_batch *batch = read_good(
        &run, "[" TASK("1", "x.jpg", BY("1", "2", RECT("a", "c", "0", "0", "9", "9"))) "," TASK(
                  "2", "y.jpg",
                  BY("2", "2", "") ",{\"id\":3,\"completed_by\":4,"
                                   "\"was_cancelled\":true,\"result\":[]}") "]");
    assert_int_equal(batch->n_answers, 2);
    assert_int_equal(batch->n_set_aside, 1);
    assert_string_equal(item(&run, batch, 1), "y.jpg");
    assert_int_equal(qa_object_count(batch, 1), 0);
    assert_int_equal(batch->sources[0].excluded[QA_EXCLUDED_SKIPPED], 1);
    cleanup(&run);
}

static void ground_truth_is_gold(void **state)
{
    (void)state;
    struct run run;
    static const char text[] =
        "[" TASK("1", "x.jpg",
                 BY("1", "2",
                    RECT("a", "c", "0", "0", "9", "9")) ",{\"id\":2,\"completed_by\":1,"
                                                        "\"ground_truth\":true,\"result\":[" RECT(
                                                            "a", "c", "0", "0", "9", "8") "]}") "]";
    setup(&run);
    const struct qa_batch *batch = read_good(&run, text);
    assert_int_equal(batch->n_answers, 1);
    assert_int_equal(run.out.gold->n_answers, 1);
    assert_int_equal(run.out.gold->key[0], 2);
    assert_int_equal(run.out.gold->sources[0].rows_used, 1);
    assert_non_null(strstr(finding(&run, "W138")->text, "1 answer is marked as ground truth"));
    cleanup(&run);
    /* Given as gold, all of it is. */
    setup(&run);
    assert_int_equal(read_as(&run, text, QA_GOLD), QA_OK);
    assert_int_equal(run.out.gold->sources[0].rows_read, 2);
    assert_null(finding(&run, "W138"));
    cleanup(&run);
    /* Or as the user says, who then need not be told. */
    static const struct {
        enum qa_ground_truth choice;
        size_t answers, gold;
    } choices[] = {{QA_GROUND_TRUTH_GOLD, 1, 1},
                   {QA_GROUND_TRUTH_ANSWERS, 2, 0},
                   {QA_GROUND_TRUTH_IGNORED, 1, 0}};
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        setup(&run);
        run.options.ground_truth = choices[i].choice;
        batch = read_good(&run, text);
        assert_int_equal(batch->n_answers, choices[i].answers);
        assert_int_equal(run.out.gold != NULL ? run.out.gold->n_answers : 0, choices[i].gold);
        assert_null(finding(&run, "W138"));
        cleanup(&run);
    }
}

static void predictions_are_prelabels_when_asked_for(void **state)
{
    (void)state;
    struct run run;
    static const char text[] = "[{\"id\":1,\"data\":{},\"annotations\":[" BY(
        "1", "2", CHOICES("m", "\"a\"")) "],\"predictions\":[{\"id\":9,\"score\":0.5,\"result\":"
                                         "[" CHOICES("m", "\"b\"") "]}]}]";
    setup(&run);
    (void)read_good(&run, text);
    assert_null(run.out.prelabels);
    assert_non_null(finding(&run, "W127"));
    cleanup(&run);
    setup(&run);
    run.options.with_predictions = true;
    (void)read_good(&run, text);
    assert_int_equal(run.out.prelabels->n_answers, 1);
    assert_string_equal(label(&run, run.out.prelabels, 0), "b");
    assert_close(run.out.prelabels->score[0], 0.5, 0);
    assert_null(finding(&run, "W127"));
    cleanup(&run);
    setup(&run);
    assert_int_equal(read_as(&run, text, QA_PRELABELS), QA_OK);
    assert_int_equal(run.out.prelabels->n_answers, 1);
    assert_string_equal(label(&run, run.out.prelabels, 0), "b");
    cleanup(&run);
}

static void odd_things_are_said(void **state)
{
    (void)state;
    struct run run;
    setup(&run);
    (void)read_good(
        &run, "[" TASK("1", "x.jpg",
                       "{\"completed_by\":1,\"lead_time\":0.0,\"result\":[{\"type\":\"choices\","
                       "\"from_name\":\"m\",\"origin\":\"prediction\",\"value\":{\"choices\":"
                       "[\"a\"]}}]},{\"completed_by\":2,\"lead_time\":0,\"result\":[" CHOICES(
                           "m", "\"a\"") "]}") "]");
    assert_non_null(finding(&run, "W129"));
    assert_non_null(strstr(finding(&run, "W128")->text, "1 of 2 results"));
    cleanup(&run);
}

/* ---- items ---- */

static const char *first_item(struct run *run, const char *data, const char *more)
{
    char text[1024];
    snprintf(text, sizeof text, "[{\"id\":77,\"data\":{%s},\"annotations\":[%s]}%s]", data,
             BY("1", "2", CHOICES("m", "\"a\"")), more);
    const struct qa_batch *batch = read_good(run, text);
    return item(run, batch, 0);
}

static void items_are_called_by_their_file_or_id(void **state)
{
    (void)state;
    static const struct {
        const char *data, *more, *want;
    } cases[] = {
        {"\"image\":\"s3://b/x.jpg\"", "", "s3://b/x.jpg"},
        {"\"clip\":\"a b.WAV?t=1\",\"note\":\"loud\"", "", "a b.WAV?t=1"},
        {"\"text\":\"See a/b, or x.jpg.\"", "", "77"},
        {"\"left\":\"a.jpg\",\"right\":\"b.jpg\"", "", "77"},
        {"\"page\":\"/a\",\"image\":\"/b\"", "", "/b"},
        {"\"image\":\"data:image/png;base64,AAAA\"", "", "77"},
        {"\"image\":\"x.jpg\"", ",{\"id\":78,\"data\":{\"image\":\"not a file\"}}", "77"},
        {"\"image\":\"x.jpg\"", ",{\"id\":78,\"data\":{\"image\":\"x.jpg\"}}", "77"},
        {"\"image\":\"x.jpg\"", ",{\"id\":77,\"data\":{\"image\":\"x.jpg\"}}", "x.jpg"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run run;
        setup(&run);
        assert_string_equal(first_item(&run, cases[i].data, cases[i].more), cases[i].want);
        assert_int_equal(finding(&run, "W130") != NULL, i == 7);
        cleanup(&run);
    }
}

static void items_are_called_as_the_map_says(void **state)
{
    (void)state;
    struct run run;
    struct qa_column_map map = {"item", "name"};
    setup(&run);
    run.options.map = &map;
    run.options.n_map = 1;
    assert_string_equal(first_item(&run, "\"image\":\"x.jpg\",\"name\":12", ""), "12");
    map.column = "id";
    assert_string_equal(first_item(&run, "\"image\":\"x.jpg\"", ""), "77");
    cleanup(&run);
}

/* ---- what is wrong ---- */

static void faults_are_findings_with_a_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code, *says;
        unsigned line, column;
    } cases[] = {
        {"[\n" TASK("1", "x.jpg",
                    BY("1", "2",
                       "\n{\"type\":\"videorectangle\",\"from_name\":\"b\",\"value\":\n"
                       "{\"sequence\":[{\"rotation\":45,\"x\":1,\"y\":1,\"width\":2,\"height\":2,"
                       "\"frame\":1}]}}")) "]",
         "E148", "45 degrees", 4, 26},
        {"[" TASK("1", "x.jpg",
                  BY("1", "2",
                     "{\"type\":\"rectangle\",\"image_rotation\":90," SIZE ",\"value\":{}}")) "]",
         "E148", "image was turned", 1, 0},
        {"[" TASK("1", "x.jpg", BY("1", "2", "{\"type\":\"rectangle\",\"value\":{\"x\":1}}")) "]",
         "E119", "original_width", 1, 0},
        {"[" TASK("1", "x.jpg",
                  BY("1", "2", "{\"type\":\"rectangle\"," SIZE ",\"value\":{\"x\":1}}")) "]",
         "E119", "without 'y'", 1, 0},
        {"[" TASK("1", "x.jpg", BY("1", "2", RECT("a", "c", "0", "0", "\"w\"", "1"))) "]", "E122",
         "width of rectanglelabels is a string", 1, 0},
        {"[" TASK("1", "x.jpg", BY("1", "2", RECT("a", "c", "0", "0", "-1", "1"))) "]", "E122",
         "negative", 1, 0},
        {"[" TASK("1", "x.jpg",
                  BY("1", "2",
                     "{\"type\":\"polygon\"," SIZE ",\"value\":{\"points\":[[1,2],[3]]}}")) "]",
         "E122", "two numbers", 1, 0},
        {"[" TASK("1", "x.jpg",
                  BY("1", "2",
                     "{\"type\":\"polygon\"," SIZE ",\"value\":{\"points\":[[1,2],[3,4]]}}")) "]",
         "E122", "three points", 1, 0},
        {"[" TASK("1", "x.jpg", BY("1", "2", "{\"value\":{}}")) "]", "E119", "'type'", 1, 0},
        {"[" TASK("1", "x.jpg", BY("1", "2", "{\"type\":\"choices\"}")) "]", "E119", "'value'", 1,
         0},
        {"[" TASK("1", "x.jpg", BY("1", "2", CHOICES("m", "1"))) "]", "E119", "a text", 1, 0},
        {"[" TASK("1", "x.jpg",
                  BY("1", "2", "{\"type\":\"rating\",\"value\":{\"rating\":\"5\"}}")) "]",
         "E129", "a number", 1, 0},
        {"[" TASK("1", "x.jpg",
                  "{\"id\":1,\"completed_by\":[],"
                  "\"result\":[" CHOICES("m", "\"a\"") "]}") "]",
         "E128", "annotator is an array", 1, 0},
        {"[" TASK("1", "x.jpg", "{\"was_cancelled\":false}") "]", "E119", "without 'result'", 1, 0},
        {"[" TASK("1", "x.jpg",
                  "{\"id\":1,\"created_at\":\"2021-05-12 18:45:40\",\"result\":[" CHOICES(
                      "m", "\"a\"") "," CHOICES("n", "\"a\"") "]}") "]",
         "E124", "zone", 1, 0},
        {"[{\"data\":{},\"annotations\":[" BY("1", "2", CHOICES("m", "\"a\"")) "]}]", "E127",
         "no 'id'", 1, 2},
        {"[7," TASK("1", "x.jpg", BY("1", "2", CHOICES("m", "\"a\""))) "]", "E119", "a task", 1, 2},
        {"[{\"id\":1,\"data\":{},\"annotations\":{\"result\":[]}}]", "E119", "annotations", 1, 0},
        {TASK("1", "x.jpg",
              BY("1", "2", CHOICES("m", "\"a\""))) "\n\n {\"id\":2,\"annotations\":5}\n",
         "E119", "annotations", 3, 24},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run run;
        setup(&run);
        assert_int_equal(read_as(&run, cases[i].text, QA_DELIVERY), QA_OK);
        assert_int_equal(run.findings.total[QA_ERROR], 1);
        const struct qa_finding *found = &run.findings.list[0];
        assert_string_equal(found->code, cases[i].code);
        assert_non_null(strstr(found->text, cases[i].says));
        assert_int_equal(found->line, cases[i].line);
        assert_true(cases[i].column == 0 || found->column == cases[i].column);
        cleanup(&run);
    }
}

static void two_answers_of_one_annotator_are_told_by_their_ids(void **state)
{
    (void)state;
    struct run run;
    setup(&run);
    assert_int_equal(read_as(&run,
                             "[" TASK("1", "x.jpg",
                                      BY("126", "2", RECT("a", "c", "0", "0", "9", "9")) "," BY(
                                          "148", "2", RECT("a", "c", "0", "0", "9", "8"))) "]",
                             QA_DELIVERY),
                     QA_OK);
    const struct qa_finding *found = finding(&run, "E131");
    assert_non_null(found);
    assert_non_null(strstr(found->text, "here (id 148) and in line 1 (id 126)"));
    cleanup(&run);
}

static void files_that_hold_nothing_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code, *says;
    } cases[] = {
        {"[{\"id\":1,\"data\":{\"image\":\"x.jpg\"}}]", "E159", "no task has an annotation"},
        {"[" TASK("1", "x.jpg", BY("1", "2", "")) "]", "E159", "no annotation has a result"},
        {"[" TASK("1", "x.jpg", BY("1", "2", "{\"type\":\"bitmasklabels\",\"value\":{}}")) "]",
         "E159", "bitmasklabels"},
        {"[{\"image\":\"x.jpg\",\"id\":1,\"annotator\":2,\"annotation_id\":3,\"lead_time\":4}]",
         "E159", "no annotation has a result"},
        {"{\"id\":1,\"annotations\":[{\"result\":[]}]}\n{\"id\":", "E115", "JSON"},
        {"{\"action\":\"ANNOTATION_CREATED\",\"annotation\":{\"id\":1,\"result\":[]},\"project\":{}"
         ","
         "\"task\":{\"id\":9}}",
         "E159", "a webhook"},
        {"[{\"model_version\":\"v1\",\"result\":[]}]", "E159", "predictions without the tasks"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run run;
        setup(&run);
        assert_int_equal(read_as(&run, cases[i].text, QA_DELIVERY), QA_INPUT);
        assert_string_equal(run.err.code, cases[i].code);
        assert_non_null(strstr(run.err.text, cases[i].says));
        cleanup(&run);
    }
}

static void other_formats_are_left_alone(void **state)
{
    (void)state;
    static const char *const others[] = {
        "{\"images\":[{\"id\":1,\"file_name\":\"result\"}],\"annotations\":[],\"categories\":[]}",
        "{\"images\":[],\"annotations\":[{\"result\":1}],\"categories\":[]}",
        "[{\"image_id\":1,\"category_id\":2,\"bbox\":[1,2,3,4],\"score\":0.5}]",
        "item,annotator,label\n\"annotations\",\"result\",x\n",
        "",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct qa_bytes bytes;
        struct qa_error err;
        assert_int_equal(qa_bytes_of_memory(&bytes, others[i], strlen(others[i]), "x", &err),
                         QA_OK);
        assert_int_equal(qa_reader_label_studio.sniff(&bytes), 0);
        qa_bytes_close(&bytes);
    }
}

/* Places may be asked for in any order. */
static void places_are_found_behind_and_ahead(void **state)
{
    (void)state;
    enum { LINES = 20000 };
    struct qa_arena *arena = qa_arena_new();
    struct qa_bytes bytes;
    struct qa_error err;
    struct qa_json *json;
    char *text = QA_ARRAY(arena, char, LINES * 24);
    size_t length = 0;
    for (int i = 0; i < LINES; i++) {
        length += (size_t)snprintf(text + length, LINES * 24 - length, "%s{\"a\": [1, %d]}\n",
                                   i % 3 == 0 ? " " : "", i);
    }
    assert_int_equal(qa_bytes_of_memory(&bytes, text, length, "x", &err), QA_OK);
    assert_int_equal(qa_json_parse_sequence(&json, &bytes, &err), QA_OK);
    struct qa_json_value *values = QA_ARRAY(arena, struct qa_json_value, LINES);
    struct qa_json_iterator iterator = qa_json_iterate(qa_json_root(json));
    for (int i = 0; qa_json_next(&iterator); i++) {
        assert_true(qa_json_member(iterator.value, "a", &values[i]));
    }
    for (int i = 0; i < LINES; i++) {
        int at = (int)((unsigned)i * 7919U % LINES);
        uint64_t line;
        uint64_t column;
        qa_json_place(values[at], &line, &column);
        assert_int_equal(line, at + 1);
        assert_int_equal(column, at % 3 == 0 ? 8 : 7);
    }
    qa_json_free(json);
    qa_bytes_close(&bytes);
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rectangles_become_boxes_in_pixels),
        cmocka_unit_test(polygons_become_polygons_in_pixels),
        cmocka_unit_test(results_of_a_region_are_one_object),
        cmocka_unit_test(a_second_label_of_a_region_is_not_dropped_in_silence),
        cmocka_unit_test(controls_of_one_kind_are_questions),
        cmocka_unit_test(one_control_answers_the_usual_question),
        cmocka_unit_test(nothing_marked_is_an_answer_and_a_skip_is_none),
        cmocka_unit_test(ground_truth_is_gold),
        cmocka_unit_test(predictions_are_prelabels_when_asked_for),
        cmocka_unit_test(odd_things_are_said),
        cmocka_unit_test(items_are_called_by_their_file_or_id),
        cmocka_unit_test(items_are_called_as_the_map_says),
        cmocka_unit_test(faults_are_findings_with_a_place),
        cmocka_unit_test(two_answers_of_one_annotator_are_told_by_their_ids),
        cmocka_unit_test(files_that_hold_nothing_are_refused),
        cmocka_unit_test(other_formats_are_left_alone),
        cmocka_unit_test(places_are_found_behind_and_ahead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
