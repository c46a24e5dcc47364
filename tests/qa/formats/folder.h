#ifndef TESTS_QA_FORMATS_FOLDER_H
#define TESTS_QA_FORMATS_FOLDER_H

/* Files of a folder as a delivery, and its objects as lines of text, for tests of readers. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/close.h"

#include "qa/annotation/polygon.h"
#include "qa/annotation/rotation.h"
#include "qa/formats/csv_input.h"
#include "qa/formats/delivery.h"

struct folder_file {
    const char *name;
    const char *content;
};

struct folder {
    struct qa_arena *arena;
    struct qa_findings findings;
    struct qa_deliveries out;
    struct qa_error err;
    char *rows;
};

struct folder_options {
    const char *format;
    const struct qa_type *shape;
    const char *sizes; /* a table as CSV */
    enum qa_signing signing;
};

static inline void write_file(const char *root, const struct folder_file *file)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", root, file->name);
    for (char *slash = strchr(path + strlen(root) + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0700);
        *slash = '/';
    }
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    fputs(file->content, out);
    fclose(out);
}

static inline void remove_folder(const char *root)
{
    char command[100];
    snprintf(command, sizeof command, "rm -r %s", root);
    assert_int_equal(system(command), 0);
}

static inline char *add_text(struct folder *folder, char *rows, const char *text)
{
    return qa_arena_format(folder->arena, "%s%s", rows, text);
}

/* "a.jpg car box 1 2 3 4 crowd score=0.5 id=7 by=anna of=640x480 line=3\n"; what is absent is not
 * there, "-" for no label, and "a.jpg nothing boxes" for an answer without objects. */
static inline char *row_of(struct folder *folder, const struct qa_batch *batch, size_t answer,
                           uint64_t object, char *rows)
{
    const struct qa_names *names = batch->names;
    struct qa_objects one = qa_batch_objects(batch, object, 1);
    size_t n;
    const double *number = qa_object_numbers(&one, 0, &n);
    uint8_t type = batch->question_type[qa_answer_question(batch, answer)];
    const char *label = batch->label[object] == QA_NONE
                            ? "-"
                            : qa_strings_text(names->labels, batch->label[object]);
    rows = qa_arena_format(folder->arena, "%s%s %s %s", rows,
                           qa_strings_text(names->items, batch->item[answer]), label,
                           qa_types[type]->name);
    for (size_t i = 0; i < n; i++) {
        char text[32];
        snprintf(text, sizeof text, "%.12g", number[i]);
        rows = qa_arena_format(folder->arena, "%s %s", rows,
                               isnan(number[i])   ? "|"
                               : isinf(number[i]) ? "||"
                                                  : text);
    }
    if (qa_object_is_crowd(batch, object)) {
        rows = add_text(folder, rows, " crowd");
    }
    if (batch->score != NULL && !isnan(batch->score[object])) {
        rows = qa_arena_format(folder->arena, "%s score=%g", rows, batch->score[object]);
    }
    if (batch->object_key != NULL && batch->object_key[object] != QA_NO_KEY) {
        rows = qa_arena_format(folder->arena, "%s id=%s", rows,
                               qa_key_text(names, batch->object_key[object], folder->arena));
    }
    if (batch->annotator[answer] != QA_NONE) {
        rows = qa_arena_format(folder->arena, "%s by=%s", rows,
                               qa_annotator_text(names, batch->annotator[answer]));
    }
    struct qa_image_size size = qa_answer_image_size(batch, answer);
    if (size.width > 0) {
        rows = qa_arena_format(folder->arena, "%s of=%ux%u", rows, size.width, size.height);
    }
    return qa_arena_format(folder->arena, "%s line=%u\n", rows,
                           qa_object_line(batch, answer, object));
}

static inline void list_rows(struct folder *folder)
{
    const struct qa_batch *batch = folder->out.delivery;
    char *rows = qa_arena_text(folder->arena, "");
    for (size_t a = 0; a < batch->n_answers; a++) {
        uint64_t first = qa_first_object(batch, a);
        size_t n = qa_object_count(batch, a);
        if (n == 0) {
            rows = qa_arena_format(
                folder->arena, "%s%s nothing %s\n", rows,
                qa_strings_text(batch->names->items, batch->item[a]),
                qa_strings_text(batch->names->questions, qa_answer_question(batch, a)));
        }
        for (uint64_t o = first; o < first + n; o++) {
            rows = row_of(folder, batch, a, o, rows);
        }
    }
    folder->rows = rows;
}

static inline enum qa_status read_folder(struct folder *folder, const struct folder_file *files,
                                         size_t n, const struct folder_options *given)
{
    char root[] = "/tmp/labelqa-test-XXXXXX";
    struct qa_records sizes;
    struct qa_bytes bytes;
    struct qa_delivery_request request = {.n_files = 1};
    *folder = (struct folder){.arena = qa_arena_new(), .err = {.code = ""}};
    qa_findings_init(&folder->findings, folder->arena);
    assert_non_null(mkdtemp(root));
    for (size_t i = 0; i < n; i++) {
        write_file(root, &files[i]);
    }
    const struct qa_delivery_file delivery = {.path = root};
    request.files = &delivery;
    request.options.duplicates = QA_DUPLICATES_KEEP;
    if (given != NULL) {
        request.options.format = given->format;
        request.options.shape = given->shape;
        request.options.annotator_from = given->signing;
    }
    if (given != NULL && given->sizes != NULL) {
        assert_int_equal(qa_bytes_of_memory(&bytes, given->sizes, strlen(given->sizes), "sizes.csv",
                                            &folder->err),
                         QA_OK);
        assert_int_equal(qa_csv_records(&bytes, NULL, 0, folder->arena, &sizes, &folder->err),
                         QA_OK);
        request.image_sizes = &sizes;
    }
    enum qa_status status =
        qa_deliveries_read(&request, folder->arena, &folder->findings, &folder->out, &folder->err);
    if (request.image_sizes != NULL) {
        qa_bytes_close(&bytes);
    }
    remove_folder(root);
    if (status == QA_OK) {
        list_rows(folder);
    }
    return status;
}

static inline void assert_no_error(struct folder *folder)
{
    for (size_t i = 0; i < folder->findings.n; i++) {
        if (folder->findings.list[i].severity == QA_ERROR) {
            print_error(
                "%s %s:%llu:%llu %s\n", folder->findings.list[i].code,
                folder->findings.list[i].file, (unsigned long long)folder->findings.list[i].line,
                (unsigned long long)folder->findings.list[i].column, folder->findings.list[i].text);
        }
    }
    assert_int_equal(folder->findings.total[QA_ERROR], 0);
}

/* Reads without an error, as these rows. */
static inline void assert_rows(const struct folder_file *files, size_t n,
                               const struct folder_options *given, const char *rows)
{
    struct folder folder;
    enum qa_status status = read_folder(&folder, files, n, given);
    if (status != QA_OK) {
        print_error("%s %s\n", folder.err.code, folder.err.text);
    }
    assert_int_equal(status, QA_OK);
    assert_no_error(&folder);
    assert_string_equal(folder.rows, rows);
    qa_arena_free(folder.arena);
}

static inline const struct qa_finding *finding_of(const struct folder *folder, const char *code)
{
    for (size_t i = 0; i < folder->findings.n; i++) {
        if (strcmp(folder->findings.list[i].code, code) == 0) {
            return &folder->findings.list[i];
        }
    }
    return NULL;
}

/* Object o of the delivery is a polygon of this ellipse, which is upright, to within the 0.0201 %
 * of the radii. */
static inline void assert_ellipse(const struct folder *folder, uint64_t o, double cx, double cy,
                                  double rx, double ry)
{
    struct qa_objects one = qa_batch_objects(folder->out.delivery, o, 1);
    struct qa_polygon_bounds bounds = qa_polygon_bounds(&one, 0);
    assert_int_equal(bounds.n_vertices, QA_ELLIPSE_VERTICES);
    assert_close(bounds.low[0], cx - 1.000200834 * rx, 1e-7);
    assert_close(bounds.low[1], cy - 1.000200834 * ry, 1e-7);
    assert_close(bounds.high[0], cx + 1.000200834 * rx, 1e-7);
    assert_close(bounds.high[1], cy + 1.000200834 * ry, 1e-7);
}

/* One file that is refused, as a failure or as an error finding, in that line, with that text. */
static inline void assert_refused(const struct folder_file *file,
                                  const struct folder_options *given, const char *code,
                                  uint64_t line, const char *text)
{
    struct folder folder;
    enum qa_status status = read_folder(&folder, file, 1, given);
    const struct qa_finding *finding = status == QA_OK ? finding_of(&folder, code) : NULL;
    if (status == QA_OK && finding == NULL) {
        print_error("not refused: %s\n", file->content);
        assert_no_error(&folder);
    }
    assert_true(status != QA_OK || finding != NULL);
    assert_string_equal(finding != NULL ? finding->code : folder.err.code, code);
    assert_non_null(strstr(finding != NULL ? finding->text : folder.err.text, text));
    assert_int_equal(finding != NULL ? finding->line : folder.err.line, line);
    qa_arena_free(folder.arena);
}

#endif
