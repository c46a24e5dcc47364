#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/close.h"

#include "qa/formats/delivery.h"
#include "qa/formats/json.h"

struct run {
    struct qa_arena *arena;
    struct qa_findings findings;
    struct qa_deliveries out;
    struct qa_error err;
    char delivery[64];
    char gold[64];
};

static void write_file(char path[64], const char *text)
{
    snprintf(path, 64, "/tmp/labelqa-test-XXXXXX");
    int file = mkstemp(path);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
}

static bool rasterise; /* of the next run */

static enum qa_status read_files(struct run *run, const char *delivery, const char *gold)
{
    run->arena = qa_arena_new();
    run->err = (struct qa_error){.code = ""};
    qa_findings_init(&run->findings, run->arena);
    write_file(run->delivery, delivery);
    struct qa_delivery_file files[2] = {{.path = run->delivery}};
    struct qa_delivery_request request = {
        .files = &files[0], .n_files = 1, .options = {.rasterise = rasterise}};
    if (gold != NULL) {
        write_file(run->gold, gold);
        files[1].path = run->gold;
        request.gold_files = &files[1];
        request.n_gold_files = 1;
    }
    enum qa_status status =
        qa_deliveries_read(&request, run->arena, &run->findings, &run->out, &run->err);
    unlink(run->delivery);
    if (gold != NULL) {
        unlink(run->gold);
    }
    return status;
}

/* Annotations come first, ids have gaps, 0 is an id, one image has nothing on it. */
static const char instances[] =
    "{\"annotations\": ["
    "{\"id\": 0, \"image_id\": 7, \"category_id\": 90, \"bbox\": [1, 2, 3, 4], \"annotator\": "
    "\"w\"},"
    "{\"id\": 1, \"image_id\": 7, \"category_id\": 0, \"bbox\": [5, 5, 9.5, 9], \"iscrowd\": 1,"
    " \"worker\": \"v\", \"segmentation\": {\"counts\": [1], \"size\": [1, 1]}},"
    "{\"id\": 2, \"image_id\": 9, \"category_id\": 0, \"segmentation\": [[0, 0, 1, 1, 0, 1]]}],"
    "\"images\": [{\"id\": 7, \"file_name\": \"a.jpg\"}, {\"id\": 9}, {\"id\": 11}],"
    "\"categories\": [{\"id\": 90, \"name\": \"toothbrush\"}, {\"id\": 0, \"name\": \"person\"}]}";

static void instances_become_answers_of_their_annotators(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(read_files(&run, instances, NULL), QA_OK);
    const struct qa_batch *batch = run.out.delivery;
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    assert_int_equal(batch->n_answers, 3);
    assert_int_equal(batch->n_objects, 2);
    assert_string_equal(qa_strings_text(run.out.names->items, batch->item[0]), "a.jpg");
    assert_string_equal(qa_strings_text(run.out.names->items, batch->item[2]), "11");
    assert_int_equal(qa_object_count(batch, 2), 0);
    assert_string_equal(qa_strings_text(run.out.names->labels, batch->label[0]), "toothbrush");
    assert_int_equal(batch->crowd[1], 1);
    const struct qa_source *source = &batch->sources[0];
    assert_int_equal(source->rows_read, 4);
    assert_int_equal(source->excluded[QA_EXCLUDED_UNREAD_SHAPE], 1);
    assert_int_equal(source->shapes_unread, 2);
    qa_arena_free(run.arena);
}

/* What is no whole number of pixels is not known, and costs nothing where no image has any. */
static void sizes_of_images_stand_with_their_answers(void **state)
{
    (void)state;
    static const char sized[] =
        "{\"annotations\": ["
        "{\"id\": 0, \"image_id\": 1, \"category_id\": 1, \"bbox\": [1, 2, 3, 4]},"
        "{\"id\": 1, \"image_id\": 2, \"category_id\": 1, \"bbox\": [1, 2, 3, 4]}],"
        "\"images\": [{\"id\": 1, \"file_name\": \"a.jpg\"}, {\"id\": 2, \"file_name\": \"b.jpg\", "
        "\"width\": 640, \"height\": 480.0}, {\"id\": 3, \"file_name\": \"c.jpg\", \"height\": 9, "
        "\"width\": 8}, {\"id\": 4, \"file_name\": \"d.jpg\", \"width\": 0.5, \"height\": 9}],"
        "\"categories\": [{\"id\": 1, \"name\": \"cat\"}]}";
    static const struct qa_image_size want[] = {{0, 0}, {640, 480}, {8, 9}, {0, 0}};
    struct run run;
    assert_int_equal(read_files(&run, sized, instances), QA_OK);
    assert_int_equal(run.out.delivery->n_answers, 4);
    for (size_t a = 0; a < 4; a++) {
        struct qa_image_size size = qa_answer_image_size(run.out.delivery, a);
        assert_int_equal(size.width, want[a].width);
        assert_int_equal(size.height, want[a].height);
    }
    assert_null(run.out.gold->image_size);
    qa_arena_free(run.arena);
}

static void results_take_their_names_from_the_gold(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(read_files(&run,
                                "[{\"image_id\": 7, \"category_id\": 0, \"bbox\": [1, 2, 3, 4], "
                                "\"score\": 0.5}]",
                                instances),
                     QA_OK);
    const struct qa_batch *batch = run.out.delivery;
    assert_string_equal(qa_strings_text(run.out.names->items, batch->item[0]), "a.jpg");
    assert_string_equal(qa_strings_text(run.out.names->labels, batch->label[0]), "person");
    assert_false(batch->sources[0].lists_items);
    assert_close(batch->score[0], 0.5, 0);
    qa_arena_free(run.arena);
}

struct bad {
    const char *text;
    const char *code;
    uint64_t line;
    uint64_t column;
};

static void bad_annotations_are_findings_with_their_place(void **state)
{
    (void)state;
#define FRAME(annotation)                                                                          \
    "{\"images\": [{\"id\": 1}], \"categories\": [{\"id\": 2, \"name\": \"c\"}],\n"                \
    " \"annotations\": [" annotation "]}"
    static const struct bad cases[] = {
        {FRAME("{\"image_id\": 5, \"category_id\": 2, \"bbox\": [1, 2, 3, 4]}"), "E116", 2, 31},
        {FRAME("{\"image_id\": 1, \"category_id\": 3, \"bbox\": [1, 2, 3, 4]}"), "E117", 2, 49},
        {FRAME("{\"image_id\": 1, \"category_id\": 2, \"bbox\": [1, 2, -3, 4]}"), "E122", 2, 60},
        {FRAME("{\"image_id\": 1, \"category_id\": 2, \"bbox\": [1, 2]}"), "E122", 2, 60},
        {FRAME("{\"category_id\": 2, \"bbox\": [1, 2, 3, 4]}"), "E119", 2, 18},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run run;
        assert_int_equal(read_files(&run, cases[i].text, NULL), QA_OK);
        assert_int_equal(run.findings.total[QA_ERROR], 1);
        assert_string_equal(run.findings.list[0].code, cases[i].code);
        assert_int_equal(run.findings.list[0].line, cases[i].line);
        assert_int_equal(run.findings.list[0].column, cases[i].column);
        qa_arena_free(run.arena);
    }
}

/* ---- masks ---- */

#define MASKS(annotations)                                                                         \
    "{\"images\": [{\"id\": 1, \"width\": 4, \"height\": 3}], \"categories\": [{\"id\": 2, "       \
    "\"name\": \"c\"}],\n \"annotations\": [" annotations "]}"
#define MASK(segmentation)                                                                         \
    "{\"image_id\": 1, \"category_id\": 2, \"segmentation\": " segmentation "}"

static void assert_numbers(const struct qa_batch *batch, size_t object, const double *want,
                           size_t n)
{
    size_t n_numbers;
    struct qa_objects one = qa_batch_objects(batch, object, 1);
    const double *number = qa_object_numbers(&one, 0, &n_numbers);
    assert_int_equal(n_numbers, n);
    for (size_t i = 0; i < n; i++) {
        assert_close(number[i], want[i], 0);
    }
}

static void run_length_codes_are_masks(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(
        read_files(&run,
                   MASKS(MASK("{\"size\": [3, 4], \"counts\": [2, 4, 0, 1, 5]}") "," MASK(
                       "{\"counts\": \"39\", \"size\": [3, 4]}")),
                   NULL),
        QA_OK);
    const struct qa_batch *batch = run.out.delivery;
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    assert_int_equal(batch->n_objects, 2);
    assert_string_equal(qa_answer_type(batch, 0)->name, "mask");
    assert_numbers(batch, 0, (const double[]){3, 4, 2, 5, 5}, 5);
    assert_numbers(batch, 1, (const double[]){3, 4, 3, 9}, 4);
    qa_arena_free(run.arena);
}

static void bad_masks_are_findings_with_their_place(void **state)
{
    (void)state;
    static const struct bad cases[] = {
        {MASKS(MASK("{\"counts\": \"3\", \"size\": [3, 4]}")), "E122", 2, 79},
        {MASKS(MASK("{\"counts\": \"3 9\", \"size\": [3, 4]}")), "E122", 2, 79},
        {MASKS(MASK("{\"counts\": [3, -9], \"size\": [3, 4]}")), "E122", 2, 83},
        {MASKS(MASK("{\"counts\": [3, 9.5], \"size\": [3, 4]}")), "E122", 2, 83},
        {MASKS(MASK("{\"counts\": [3, 9]}")), "E122", 2, 68},
        {MASKS(MASK("{\"counts\": {}, \"size\": [3, 4]}")), "E122", 2, 79},
        {MASKS(MASK("{\"counts\": [12], \"size\": [3, 4, 1]}")), "E122", 2, 68},
        {MASKS(MASK("{\"counts\": [12], \"size\": [0, 4]}")), "E122", 2, 93},
        {MASKS(MASK("{\"counts\": [12], \"size\": [4, 3]}")), "E192", 2, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run run;
        assert_int_equal(read_files(&run, cases[i].text, NULL), QA_OK);
        assert_int_equal(run.findings.total[QA_ERROR], 1);
        assert_string_equal(run.findings.list[0].code, cases[i].code);
        assert_int_equal(run.findings.list[0].line, cases[i].line);
        assert_int_equal(run.findings.list[0].column, cases[i].column);
        qa_arena_free(run.arena);
    }
}

static const char outline[] = MASKS(MASK("[[1, 0, 3, 0, 3, 2, 1, 2]]"));
static const char code[] = MASKS(MASK("{\"counts\": [3, 2, 1, 2, 4], \"size\": [3, 4]}"));

static void outlines_against_codes_want_to_be_told(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(read_files(&run, code, outline), QA_INPUT);
    assert_string_equal(run.err.code, "E190");
    assert_non_null(strstr(run.err.text, "--rasterise"));
    qa_arena_free(run.arena);
}

static void rasterised_outlines_are_masks(void **state)
{
    (void)state;
    struct run run;
    rasterise = true;
    enum qa_status status = read_files(&run, code, outline);
    rasterise = false;
    assert_int_equal(status, QA_OK);
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    assert_string_equal(qa_answer_type(run.out.gold, 0)->name, "mask");
    assert_numbers(run.out.gold, 0, (const double[]){3, 4, 3, 2, 1, 2, 4}, 7);
    assert_numbers(run.out.delivery, 0, (const double[]){3, 4, 3, 2, 1, 2, 4}, 7);
    qa_arena_free(run.arena);
}

static void masks_of_one_image_have_one_size(void **state)
{
    (void)state;
    struct run run;
    const char other[] =
        "{\"images\": [{\"id\": 1}], \"categories\": [{\"id\": 2, \"name\": "
        "\"c\"}], \"annotations\": [" MASK("{\"counts\": [6, 6], \"size\": [6, 2]}") "]}";
    assert_int_equal(read_files(&run, code, other), QA_OK);
    assert_int_equal(run.findings.total[QA_ERROR], 1);
    assert_string_equal(run.findings.list[0].code, "E192");
    qa_arena_free(run.arena);
}

static void broken_json_says_where(void **state)
{
    (void)state;
    static const struct bad cases[] = {
        {"{\"images\": [1, 2\n,,]}", "E115", 2, 2},
        {"{\"images\": [\n  {\"id\" 1}]}", "E115", 2, 9},
        {"{\"images\": [1", "E115", 1, 14},
        {"{\"images\": [\"\\x\"]}", "E115", 1, 14},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run run;
        assert_int_equal(read_files(&run, cases[i].text, NULL), QA_INPUT);
        assert_string_equal(run.err.code, cases[i].code);
        assert_int_equal(run.err.line, cases[i].line);
        assert_int_equal(run.err.column, cases[i].column);
        qa_arena_free(run.arena);
    }
}

/* Nothing beside the points says how large the thing is. */
static void keypoints_need_neither_box_nor_area(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(
        read_files(&run,
                   "{\"images\": [{\"id\": 1, \"file_name\": \"a.jpg\"}], \"categories\": "
                   "[{\"id\": 1, \"name\": \"hand\"}], \"annotations\": [{\"id\": 1, "
                   "\"image_id\": 1, \"category_id\": 1, \"keypoints\": [3, 4, 2, 5, 6, 1]}]}",
                   NULL),
        QA_OK);
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    assert_int_equal(run.out.delivery->n_objects, 1);
    qa_arena_free(run.arena);
}

/* Of three outlines one has another box; rounding to whole pixels is none. */
static void a_box_that_is_not_around_its_outline_is_said(void **state)
{
    (void)state;
#define OUTLINE(id, box)                                                                           \
    "{\"id\": " id ", \"image_id\": 1, \"category_id\": 1, \"bbox\": " box                         \
    ", \"segmentation\": [[8.4, 8, 12, 8, 12, 12.6]]}"
    struct run run;
    const struct qa_finding *said = NULL;
    assert_int_equal(
        read_files(
            &run,
            "{\"images\": [{\"id\": 1, \"file_name\": \"a.jpg\"}], \"categories\": "
            "[{\"id\": 1, \"name\": \"c\"}], \"annotations\": [" OUTLINE(
                "1", "[8, 8, 4, 5]") ", " OUTLINE("2",
                                                  "[1, 2, 3, 4]") ",\n" OUTLINE("3",
                                                                                "[8.4, 8, 3.6, "
                                                                                "4.6]") "]}",
            NULL),
        QA_OK);
    for (size_t f = 0; f < run.findings.n; f++) {
        said = strcmp(run.findings.list[f].code, "W853") == 0 ? &run.findings.list[f] : said;
    }
    assert_non_null(said);
    assert_non_null(strstr(said->text, "1 of 3 outlines"));
    qa_arena_free(run.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_box_that_is_not_around_its_outline_is_said),
        cmocka_unit_test(keypoints_need_neither_box_nor_area),
        cmocka_unit_test(instances_become_answers_of_their_annotators),
        cmocka_unit_test(sizes_of_images_stand_with_their_answers),
        cmocka_unit_test(results_take_their_names_from_the_gold),
        cmocka_unit_test(bad_annotations_are_findings_with_their_place),
        cmocka_unit_test(run_length_codes_are_masks),
        cmocka_unit_test(bad_masks_are_findings_with_their_place),
        cmocka_unit_test(outlines_against_codes_want_to_be_told),
        cmocka_unit_test(rasterised_outlines_are_masks),
        cmocka_unit_test(masks_of_one_image_have_one_size),
        cmocka_unit_test(broken_json_says_where),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
