#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/close.h"

#include "qa/formats/delivery.h"

/* A run over files that are written for it. */
struct run {
    struct qa_arena *arena;
    struct qa_findings findings;
    struct qa_deliveries out;
    struct qa_error err;
    char path[64];
};

static void write_file(struct run *run, const char *text)
{
    snprintf(run->path, sizeof run->path, "/tmp/labelqa-test-XXXXXX");
    int file = mkstemp(run->path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
}

static enum qa_status read_with(struct run *run, const char *text, struct qa_read_options options)
{
    run->arena = qa_arena_new();
    run->err = (struct qa_error){.code = ""};
    qa_findings_init(&run->findings, run->arena);
    write_file(run, text);
    const struct qa_delivery_file file = {.path = run->path};
    const struct qa_delivery_request request = {.files = &file, .n_files = 1, .options = options};
    enum qa_status status =
        qa_deliveries_read(&request, run->arena, &run->findings, &run->out, &run->err);
    unlink(run->path);
    return status;
}

static void finish(struct run *run)
{
    qa_arena_free(run->arena);
}

static const struct qa_read_options plain;

static void check_sums(const struct qa_source *source)
{
    uint64_t sum = source->rows_used;
    for (int r = 0; r < QA_N_EXCLUSION_REASONS; r++) {
        sum += source->excluded[r];
    }
    assert_int_equal(source->rows_read, sum);
}

static void synonyms_name_the_columns(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(read_with(&run,
                               "Image,Worker ID,Class,lead_time\n"
                               "a,w1,cat,2.5\na,w2,dog,\nb,w1,cat,1\n",
                               plain),
                     QA_OK);
    const struct qa_batch *batch = run.out.delivery;
    assert_int_equal(batch->n_answers, 3);
    assert_string_equal(qa_strings_text(run.out.names->items, batch->item[2]), "b");
    assert_string_equal(qa_annotator_text(run.out.names, batch->annotator[1]), "w2");
    assert_int_equal(qa_answer_duration(batch, 0), 2500000);
    assert_true(qa_answer_duration(batch, 1) == QA_NO_TIME);
    assert_null(run.out.gold);
    finish(&run);
}

static void repeated_rows_are_excluded_and_differing_ones_refused(void **state)
{
    (void)state;
    static const char text[] = "item,annotator,label\na,w,x\na,w,x\na,w,y\nb,w,z\n";
    struct run run;
    assert_int_equal(read_with(&run, text, plain), QA_OK);
    assert_int_equal(run.findings.total[QA_ERROR], 1);
    assert_string_equal(run.findings.list[0].code, "E131");
    assert_int_equal(run.findings.list[0].line, 4);
    finish(&run);

    assert_int_equal(
        read_with(&run, text, (struct qa_read_options){.duplicates = QA_DUPLICATES_LAST}), QA_OK);
    const struct qa_batch *batch = run.out.delivery;
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    assert_int_equal(batch->n_answers, 2);
    assert_string_equal(qa_strings_text(run.out.names->labels, batch->label[0]), "y");
    assert_int_equal(batch->sources[0].rows_used, 2);
    assert_int_equal(batch->sources[0].excluded[QA_EXCLUDED_SUPERSEDED], 2);
    check_sums(&batch->sources[0]);
    finish(&run);

    assert_int_equal(
        read_with(&run, text, (struct qa_read_options){.duplicates = QA_DUPLICATES_FIRST}), QA_OK);
    assert_string_equal(qa_strings_text(run.out.names->labels, run.out.delivery->label[0]), "x");
    assert_int_equal(run.out.delivery->sources[0].excluded[QA_EXCLUDED_REPEATED], 1);
    check_sums(&run.out.delivery->sources[0]);
    finish(&run);
}

static void blank_labels_and_skipped_rows_are_counted(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(read_with(&run,
                               "item,annotator,label,status\na,w,,done\nb,w,x,Skipped\n"
                               "c,w,x,pending\nd,w,x,\n",
                               plain),
                     QA_OK);
    const struct qa_source *source = &run.out.delivery->sources[0];
    assert_int_equal(source->rows_read, 4);
    assert_int_equal(source->rows_used, 1);
    assert_int_equal(source->excluded[QA_EXCLUDED_BLANK_LABEL], 1);
    assert_int_equal(source->excluded[QA_EXCLUDED_SKIPPED], 1);
    assert_int_equal(source->excluded[QA_EXCLUDED_OPEN], 1);
    finish(&run);
}

static void a_gold_column_becomes_a_gold_batch(void **state)
{
    (void)state;
    struct run run;
    const struct qa_column_map map[] = {{"gold", "truth"}};
    const struct qa_read_options options = {.map = map, .n_map = 1};
    assert_int_equal(
        read_with(&run, "item,annotator,label,truth\na,w,x,x\na,v,y,x\nb,w,x,\nc,w,x,y\n", options),
        QA_OK);
    assert_non_null(run.out.gold);
    assert_int_equal(run.out.gold->n_answers, 2);
    check_sums(&run.out.gold->sources[0]);
    finish(&run);
    assert_int_equal(read_with(&run, "item,annotator,label,truth\na,w,x,x\na,v,y,y\n", options),
                     QA_OK);
    assert_string_equal(run.findings.list[0].code, "E133");
    finish(&run);
}

static void boxes_come_by_sides_or_corners(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(read_with(&run,
                               "image,annotator,class,xmin,ymin,xmax,ymax\n"
                               "a,w,car,10,20,40,60\na,w,bus,0,0,5,5\nb,w,,,,,\n",
                               plain),
                     QA_OK);
    const struct qa_batch *batch = run.out.delivery;
    assert_int_equal(batch->n_answers, 2);
    assert_int_equal(batch->n_objects, 2);
    assert_int_equal(qa_object_count(batch, 0), 2);
    assert_int_equal(qa_object_count(batch, 1), 0);
    assert_int_equal(batch->arity, 4);
    assert_close(batch->number[2], 30, 0);
    assert_close(batch->number[3], 40, 0);
    finish(&run);
}

struct bad_row {
    const char *text;
    const char *code;
    uint64_t line;
    uint64_t column;
};

static void bad_rows_are_findings_with_their_place(void **state)
{
    (void)state;
    static const struct bad_row rows[] = {
        {"item,annotator,label\n,w,x\n", "E127", 2, 1},
        {"item,annotator,label\na,,x\n", "E128", 2, 3},
        {"item,annotator,label,status\na,w,x,lost\n", "E123", 2, 7},
        {"item,annotator,label,started_at\na,w,x,2026-03-01T10:00:00\n", "E124", 2, 7},
        {"item,annotator,label,started_at\na,w,x,yesterday\n", "E125", 2, 7},
        {"item,annotator,label,seconds\na,w,x,-1\n", "E126", 2, 7},
        {"item,annotator,label,x,y,width,height\na,w,c,1,2,-3,4\n", "E122", 2, 11},
        {"item,annotator,label,x,y,width,height\na,w,c,1,2,nan,4\n", "E122", 2, 11},
        {"item,annotator,label,x,y,width,height\na,w,c,1,2,,4\n", "E121", 2, 11},
        {"item,annotator,label,xmin,ymin,xmax,ymax\na,w,c,9,2,3,4\n", "E122", 2, 11},
        {"item,annotator,label\na,w,x\nb,w\n", "E110", 3, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run run;
        assert_int_equal(read_with(&run, rows[i].text, plain), QA_OK);
        assert_int_equal(run.findings.total[QA_ERROR], 1);
        assert_string_equal(run.findings.list[0].code, rows[i].code);
        assert_int_equal(run.findings.list[0].line, rows[i].line);
        assert_int_equal(run.findings.list[0].column, rows[i].column);
        finish(&run);
    }
}

static void missing_and_ambiguous_columns_are_refused(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(read_with(&run, "item,label\na,x\n", plain), QA_INPUT);
    assert_string_equal(run.err.code, "E112");
    assert_non_null(strstr(run.err.text, "--annotator-from filename"));
    finish(&run);
    assert_int_equal(read_with(&run, "task_id,image,annotator,label\na,b,w,x\n", plain), QA_INPUT);
    assert_string_equal(run.err.code, "E113");
    finish(&run);
    const struct qa_column_map map[] = {{"itme", "image"}};
    assert_int_equal(read_with(&run, "image,annotator,label\na,w,x\n",
                               (struct qa_read_options){.map = map, .n_map = 1}),
                     QA_USAGE);
    assert_non_null(strstr(run.err.text, "'item'"));
    finish(&run);
}

static void the_same_path_twice_is_refused(void **state)
{
    (void)state;
    struct run run = {.arena = qa_arena_new()};
    qa_findings_init(&run.findings, run.arena);
    write_file(&run, "item,annotator,label\na,w,x\n");
    const struct qa_delivery_file files[] = {{.path = run.path}, {.path = run.path}};
    const struct qa_delivery_request request = {.files = files, .n_files = 2};
    assert_int_equal(qa_deliveries_read(&request, run.arena, &run.findings, &run.out, &run.err),
                     QA_USAGE);
    assert_string_equal(run.err.code, "E107");
    unlink(run.path);
    finish(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(synonyms_name_the_columns),
        cmocka_unit_test(repeated_rows_are_excluded_and_differing_ones_refused),
        cmocka_unit_test(blank_labels_and_skipped_rows_are_counted),
        cmocka_unit_test(a_gold_column_becomes_a_gold_batch),
        cmocka_unit_test(boxes_come_by_sides_or_corners),
        cmocka_unit_test(bad_rows_are_findings_with_their_place),
        cmocka_unit_test(missing_and_ambiguous_columns_are_refused),
        cmocka_unit_test(the_same_path_twice_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
