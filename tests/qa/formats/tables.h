/*
 * Tables that are written for a test, read as a delivery, and what was read as text: the same for a
 * CSV and for a workbook of the same cells.
 */
#ifndef TESTS_QA_FORMATS_TABLES_H
#define TESTS_QA_FORMATS_TABLES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/close.h"

#include "qa/formats/delivery.h"

struct run {
    struct qa_arena *arena;
    struct qa_findings findings;
    struct qa_deliveries out;
    struct qa_error err;
    char path[64];
};

static inline void name_file(char path[64])
{
    snprintf(path, 64, "/tmp/labelqa-test-XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
}

static inline void write_text(const char *path, const char *text, size_t n)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

/* Reads what stands at run->path, as gold or as a delivery, and removes it. */
static inline enum qa_status read_path(struct run *run, enum qa_role role,
                                       struct qa_read_options options)
{
    run->arena = qa_arena_new();
    run->err = (struct qa_error){.code = ""};
    qa_findings_init(&run->findings, run->arena);
    const struct qa_delivery_file file = {.path = run->path};
    struct qa_delivery_request request = {.options = options, .gold_options = &options};
    request.files = &file;
    request.gold_files = &file;
    request.n_files = role == QA_DELIVERY;
    request.n_gold_files = role == QA_GOLD;
    enum qa_status status =
        qa_deliveries_read(&request, run->arena, &run->findings, &run->out, &run->err);
    unlink(run->path);
    return status;
}

/* A delivery beside gold, both as text, which are freed. */
static inline void read_beside_gold(struct run *run, char *given, char *gold)
{
    char gold_path[64];
    name_file(run->path);
    name_file(gold_path);
    write_text(run->path, given, strlen(given));
    write_text(gold_path, gold, strlen(gold));
    run->arena = qa_arena_new();
    run->err = (struct qa_error){.code = ""};
    qa_findings_init(&run->findings, run->arena);
    const struct qa_delivery_file files[] = {{.path = run->path}, {.path = gold_path}};
    const struct qa_delivery_request request = {
        .files = &files[0], .n_files = 1, .gold_files = &files[1], .n_gold_files = 1};
    assert_int_equal(qa_deliveries_read(&request, run->arena, &run->findings, &run->out, &run->err),
                     QA_OK);
    unlink(run->path);
    unlink(gold_path);
    free(given);
    free(gold);
}

static inline enum qa_status read_csv(struct run *run, const char *text, enum qa_role role,
                                      struct qa_read_options options)
{
    name_file(run->path);
    write_text(run->path, text, strlen(text));
    return read_path(run, role, options);
}

static inline void end_run(struct run *run)
{
    qa_arena_free(run->arena);
}

static inline void print_objects(FILE *out, const struct qa_batch *batch, size_t answer)
{
    size_t n = answer < batch->n_answers ? qa_object_count(batch, answer) : 0;
    struct qa_objects objects = {.n = 0};
    if (n > 0) {
        objects = qa_batch_objects(batch, qa_first_object(batch, answer), n);
    }
    for (size_t i = 0; i < n; i++) {
        size_t n_numbers;
        size_t n_text;
        const double *number = qa_object_numbers(&objects, i, &n_numbers);
        const char *text = qa_object_text(&objects, i, &n_text);
        const char *label = objects.label[i] != QA_NONE
                                ? qa_strings_text(batch->names->labels, objects.label[i])
                                : "";
        fprintf(out, "%s%s", i > 0 ? "; " : "", label);
        for (size_t k = 0; k < n_numbers; k++) {
            fprintf(out, " %g", number[k]);
        }
        fprintf(out, n_text > 0 ? " '%.*s'" : "%.*s", (int)n_text, text);
        if (qa_object_is_crowd(batch, qa_first_object(batch, answer) + i)) {
            fprintf(out, " crowd");
        }
        if (batch->value != NULL) {
            fprintf(out, " =%g", batch->value[qa_first_object(batch, answer) + i]);
        }
    }
}

/* "2: a ann boxes [seconds]: car 1 2 3 4; ...", a line for each answer; malloc'ed. */
static inline char *text_of_batch(const struct qa_batch *batch)
{
    const struct qa_names *names = batch->names;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    for (size_t a = 0; a < batch->n_answers + batch->n_set_aside; a++) {
        bool is_done = a < batch->n_answers;
        fprintf(out, "%u: %s %s %s", batch->line[a], qa_strings_text(names->items, batch->item[a]),
                qa_annotator_text(names, batch->annotator[a]),
                is_done ? qa_strings_text(names->questions, qa_answer_question(batch, a))
                        : "set aside");
        if (qa_answer_duration(batch, a) != QA_NO_TIME) {
            fprintf(out, " %gs", (double)qa_answer_duration(batch, a) / 1e6);
        }
        if (qa_answer_vendor(batch, a) != QA_NONE) {
            fprintf(out, " of %s", qa_strings_text(names->vendors, batch->vendor[a]));
        }
        fprintf(out, ": ");
        print_objects(out, batch, a);
        fprintf(out, "\n");
    }
    fclose(out);
    return text;
}

static inline void assert_batch(const struct qa_batch *batch, const char *want)
{
    char *text = text_of_batch(batch);
    assert_string_equal(text, want);
    free(text);
}

#endif
