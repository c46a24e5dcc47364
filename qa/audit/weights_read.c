#include "qa/audit/weights_read.h"

#include <string.h>

#include "qa/base/number.h"
#include "qa/batch/questions.h"

static enum qa_status refuse(const struct qa_records *records, const struct qa_cell *cell,
                             const char *what, struct qa_error *err)
{
    return qa_fail_at(err, "E135", records->file, (uint32_t)cell->line, cell->column, "'%.80s': %s",
                      cell->text, what);
}

/* Column of the row's label, from 1. */
static size_t column_of(const struct qa_records *records, const char *label)
{
    size_t c = 1;
    while (c < records->n_columns && strcmp(records->header[c].text, label) != 0) {
        c++;
    }
    return c;
}

static enum qa_status read_rows(const struct qa_records *records, double *matrix,
                                struct qa_arena *arena, struct qa_error *err)
{
    size_t n = records->n_columns - 1;
    bool *seen = QA_ARRAY(arena, bool, n + 1);
    for (size_t r = 0; r < records->n_records; r++) {
        const struct qa_cell *row = records->cells + r * records->n_columns;
        size_t i = column_of(records, row[0].text) - 1;
        if (i == n) {
            return refuse(records, &row[0], "the header has no such label", err);
        }
        if (seen[i]) {
            return refuse(records, &row[0], "a second row of this label", err);
        }
        seen[i] = true;
        for (size_t j = 0; j < n; j++) {
            double *weight = &matrix[i * n + j];
            if (!qa_parse_real(row[j + 1].text, row[j + 1].length, weight) || *weight < 0 ||
                *weight > 1 || (i == j && *weight != 1)) {
                return refuse(records, &row[j + 1],
                              i == j ? "a label's weight with itself is 1"
                                     : "a weight is a number from 0 to 1",
                              err);
            }
        }
    }
    return QA_OK;
}

static enum qa_status check_symmetry(const struct qa_records *records, const double *matrix,
                                     struct qa_error *err)
{
    size_t n = records->n_columns - 1;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            if (matrix[i * n + j] != matrix[j * n + i]) {
                return qa_fail_at(err, "E135", records->file, 1, records->header[i + 1].column,
                                  "the weight of '%.80s' with '%.80s' is not that of the two the "
                                  "other way round",
                                  records->header[i + 1].text, records->header[j + 1].text);
            }
        }
    }
    return QA_OK;
}

/* Labels of the batch that the file does not know. */
static enum qa_status check_labels(const struct qa_batch *batch,
                                   const struct qa_custom_weights *weights, const char *path,
                                   struct qa_error *err)
{
    for (size_t a = 0; a < batch->n_answers; a++) {
        uint32_t label = qa_answer_is_label(batch, a) ? qa_answer_label(batch, a) : QA_NONE;
        size_t c = 0;
        while (c < weights->n && weights->labels[c] != label) {
            c++;
        }
        if (c == weights->n && label != QA_NONE) {
            return qa_fail_at(err, "E136", path, 1, 0,
                              "no weights for the label '%.80s' of the delivery",
                              qa_strings_text(batch->names->labels, label));
        }
    }
    return QA_OK;
}

enum qa_status qa_weights_named(const char *text, enum qa_weights *weights, const char **file,
                                struct qa_error *err)
{
    *file = NULL;
    if (text == NULL || qa_weights_by_name(text, weights)) {
        return QA_OK;
    }
    if (strchr(text, '.') == NULL && strchr(text, '/') == NULL) {
        return qa_fail(err, QA_USAGE, "E002",
                       "--weights takes identity, linear, quadratic, ordinal, radical, ratio, "
                       "circular, bipolar or a CSV file, not '%s'",
                       text);
    }
    *file = text;
    return QA_OK;
}

enum qa_status qa_weights_read(const struct qa_records *records, const struct qa_batch *batch,
                               struct qa_arena *arena, const struct qa_custom_weights **out,
                               struct qa_error *err)
{
    size_t n = records->n_columns > 0 ? records->n_columns - 1 : 0;
    if (n < 2 || records->n_records != n) {
        return qa_fail_at(err, "E135", records->file, 1, 0,
                          "a matrix of weights has a column and a row for each label, two or "
                          "more; this file has %zu columns of labels and %zu rows",
                          n, records->n_records);
    }
    double *matrix = QA_ARRAY(arena, double, n *n);
    uint32_t *labels = QA_ARRAY(arena, uint32_t, n);
    for (size_t c = 0; c < n; c++) {
        labels[c] = qa_strings_intern_text(batch->names->labels, records->header[c + 1].text);
    }
    QA_TRY(read_rows(records, matrix, arena, err));
    QA_TRY(check_symmetry(records, matrix, err));
    struct qa_custom_weights *weights = QA_NEW(arena, struct qa_custom_weights);
    *weights = (struct qa_custom_weights){n, labels, matrix};
    *out = weights;
    return check_labels(batch, weights, records->file, err);
}
