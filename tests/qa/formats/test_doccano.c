#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/close.h"

#include "qa/formats/delivery.h"
#include "qa/formats/doccano.h"

struct run {
    struct qa_arena *arena;
    struct qa_findings findings;
    struct qa_deliveries out;
    struct qa_error err;
};

static enum qa_status read_text(struct run *run, const char *text)
{
    char path[] = "/tmp/labelqa-test-XXXXXX";
    *run = (struct run){.arena = qa_arena_new(), .err = {.code = ""}};
    qa_findings_init(&run->findings, run->arena);
    int file = mkstemp(path);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
    const struct qa_delivery_file delivery = {.path = path};
    const struct qa_delivery_request request = {
        .files = &delivery, .n_files = 1, .options = {.annotator_from = QA_SIGN_BY_FILE}};
    enum qa_status status =
        qa_deliveries_read(&request, run->arena, &run->findings, &run->out, &run->err);
    unlink(path);
    return status;
}

static const char *label_of(const struct run *run, const char *item)
{
    const struct qa_batch *batch = run->out.delivery;
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (strcmp(qa_strings_text(batch->names->items, batch->item[a]), item) == 0) {
            uint32_t label = qa_answer_label(batch, a);
            return label == QA_NONE ? "" : qa_strings_text(batch->names->labels, label);
        }
    }
    return NULL;
}

static void lines_are_answers_named_by_id_file_or_text(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(read_text(&run,
                               "{\"id\": 11, \"text\": \"great\", \"label\": \"pos\"}\n"
                               "{\"filename\": \"a.jpg\", \"text\": null, \"label\": \"neg\"}\n"
                               "{\"text\": \"so so\", \"label\": \"neu\", \"Comments\": []}\n"),
                     QA_OK);
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    assert_int_equal(run.out.delivery->n_answers, 3);
    assert_string_equal(run.out.delivery->sources[0].format, "doccano");
    assert_string_equal(label_of(&run, "11"), "pos");
    assert_string_equal(label_of(&run, "a.jpg"), "neg");
    assert_string_equal(label_of(&run, "so so"), "neu");
    qa_arena_free(run.arena);
}

static void lists_are_sets_in_any_order(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(read_text(&run,
                               "{\"id\": 1, \"text\": \"x\", \"label\": [\"b\", \"a\\\"c\"]}\n"
                               "{\"id\": 2, \"text\": \"x\", \"label\": [\"a\\\"c\", \"b\"]}\n"
                               "{\"id\": 3, \"text\": \"x\", \"label\": []}\n"),
                     QA_OK);
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    assert_string_equal(label_of(&run, "1"), label_of(&run, "2"));
    assert_string_not_equal(label_of(&run, "1"), label_of(&run, "3"));
    assert_int_equal(run.out.delivery->n_answers, 3);
    qa_arena_free(run.arena);
}

static void what_is_not_read_is_refused_by_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const char *code;
        uint64_t at;
    } cases[] = {{"{\"id\": 2, \"filename\": \"x\", \"bbox\": [{\"x\": 1, \"y\": 1, \"width\": 1, "
                  "\"height\": 1}]}\n",
                  "E127", 1},
                 {"{\"label\": \"a\"}\n", "E127", 2},
                 /* One file is of labels or of spans: here the first line is the odd one. */
                 {"{\"id\": 2, \"text\": \"x\", \"label\": [[0, 1, \"PER\"]]}\n", "E127", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200] = "{\"id\": 1, \"text\": \"x\", \"label\": [\"a\"]}\n";
        struct run run;
        strncat(text, cases[i].line, sizeof text - strlen(text) - 1);
        assert_int_equal(read_text(&run, text), QA_OK);
        assert_int_equal(run.findings.total[QA_ERROR], 1);
        assert_string_equal(run.findings.list[0].code, cases[i].code);
        assert_int_equal(run.findings.list[0].line, cases[i].at);
        assert_int_equal(run.out.delivery->n_answers, 1);
        qa_arena_free(run.arena);
    }
}

/* The emoji is one character, so Rome begins at 16. */
static void spans_stand_in_labels_or_entities_with_relations_beside(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(
        read_text(
            &run,
            "{\"id\": 1, \"text\": \"Anna lives in \U0001f600 Rome\", \"entities\": [{\"id\": 7, "
            "\"start_offset\": 16, \"end_offset\": 20, \"label\": \"LOC\"}, {\"id\": 9, "
            "\"start_offset\": 0, \"end_offset\": 4, \"label\": \"PER\"}], \"relations\": [{"
            "\"from_id\": 9, \"to_id\": 7, \"type\": \"lives\"}]}\n"
            "{\"id\": 2, \"text\": \"x\", \"label\": []}\n"),
        QA_OK);
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    /* The second line answers both questions of the file: no spans, no relations. */
    assert_int_equal(run.out.delivery->n_answers, 4);
    assert_int_equal(run.out.delivery->n_objects, 3);
    qa_arena_free(run.arena);
}

static void broken_spans_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const char *code;
    } cases[] = {
        {"{\"id\": 2, \"text\": \"xyz\", \"label\": [[0, \"PER\"]]}\n", "E119"},
        {"{\"id\": 2, \"text\": \"xyz\", \"entities\": [{\"start_offset\": 0}]}\n", "E119"},
        {"{\"id\": 2, \"text\": \"xyz\", \"label\": [[0, 9, \"PER\"]]}\n", "E201"},
        {"{\"id\": 2, \"text\": \"xyz\", \"label\": [[2, 2, \"PER\"]]}\n", "E122"},
        {"{\"id\": 2, \"text\": \"xyz\", \"entities\": [], \"relations\": [{\"from_id\": 1, "
         "\"to_id\": 2}]}\n",
         "E206"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run run;
        assert_int_equal(read_text(&run, cases[i].line), QA_OK);
        assert_true(run.findings.total[QA_ERROR] > 0);
        assert_string_equal(run.findings.list[0].code, cases[i].code);
        assert_int_equal(run.findings.list[0].line, 1);
        qa_arena_free(run.arena);
    }
}

static void boxes_are_of_the_image_that_the_line_names(void **state)
{
    (void)state;
    static const char lines[] =
        "{\"id\": 7, \"filename\": \"a.jpg\", \"bbox\": [{\"uuid\": \"u\", \"x\": 1.5, \"y\": 2, "
        "\"width\": 3, \"height\": 4, \"label\": \"cat\"}], \"Comments\": []}\n"
        "{\"id\": 8, \"filename\": \"b.jpg\", \"bbox\": [], \"Comments\": []}\n";
    struct run run;
    assert_int_equal(read_text(&run, lines), QA_OK);
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    const struct qa_batch *batch = run.out.delivery;
    assert_int_equal(batch->n_answers, 2);
    assert_int_equal(batch->n_objects, 1);
    assert_string_equal(qa_strings_text(run.out.names->items, batch->item[0]), "a.jpg");
    const struct qa_objects box = qa_batch_objects(batch, 0, 1);
    size_t n;
    const double *number = qa_object_numbers(&box, 0, &n);
    assert_int_equal(n, 4);
    assert_close(number[0], 1.5, 1e-15);
    assert_close(number[3], 4, 1e-15);
    assert_string_equal(qa_strings_text(run.out.names->labels, batch->label[0]), "cat");
    qa_arena_free(run.arena);
}

static void broken_boxes_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const char *code;
    } cases[] = {{"{\"filename\": \"b.jpg\", \"bbox\": [{\"x\": 1, \"y\": 2, \"width\": 3, "
                  "\"label\": \"c\"}]}\n",
                  "E185"},
                 {"{\"filename\": \"b.jpg\", \"bbox\": [{\"x\": \"1\", \"y\": 2, \"width\": 3, "
                  "\"height\": 3}]}"
                  "\n",
                  "E122"},
                 {"{\"filename\": \"b.jpg\", \"bbox\": [{\"x\": 1, \"y\": 2, \"width\": -3, "
                  "\"height\": 3}]}\n",
                  "E122"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run run;
        assert_int_equal(read_text(&run, cases[i].line), QA_OK);
        assert_int_equal(run.findings.total[QA_ERROR], 1);
        assert_string_equal(run.findings.list[0].code, cases[i].code);
        assert_int_equal(run.findings.list[0].line, 1);
        qa_arena_free(run.arena);
    }
}

/* An approver's answers are of a stage of their own; the annotator is the file. */
static void what_was_approved_is_an_answer_of_the_approver_too(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(
        read_text(&run, "{\"id\": 1, \"text\": \"Rome\", \"meta\": {}, \"annotation_approver\": "
                        "\"eve\", \"labels\": [[0, 4, \"LOC\"]]}\n"
                        "{\"id\": 2, \"text\": \"Oslo\", \"meta\": {}, \"annotation_approver\": "
                        "null, \"labels\": []}\n"),
        QA_OK);
    const struct qa_batch *batch = run.out.delivery;
    size_t n_approvals = 0;
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    assert_int_equal(batch->n_answers, 3);
    for (size_t a = 0; a < 3; a++) {
        const char *stage = qa_strings_text(run.out.names->stages, qa_answer_stage(batch, a));
        const char *who = qa_annotator_text(run.out.names, batch->annotator[a]);
        bool is_approval = strcmp(stage, "review") == 0;
        assert_true(is_approval || strcmp(stage, "annotation") == 0);
        assert_int_equal(strcmp(who, "eve") == 0, is_approval);
        assert_true(!is_approval ||
                    strcmp(qa_strings_text(run.out.names->items, batch->item[a]), "1") == 0);
        n_approvals += is_approval;
    }
    assert_int_equal(n_approvals, 1);
    qa_arena_free(run.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_answers_named_by_id_file_or_text),
        cmocka_unit_test(lists_are_sets_in_any_order),
        cmocka_unit_test(what_is_not_read_is_refused_by_its_line),
        cmocka_unit_test(spans_stand_in_labels_or_entities_with_relations_beside),
        cmocka_unit_test(boxes_are_of_the_image_that_the_line_names),
        cmocka_unit_test(broken_boxes_are_refused_with_their_place),
        cmocka_unit_test(broken_spans_are_refused_with_their_place),
        cmocka_unit_test(what_was_approved_is_an_answer_of_the_approver_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
