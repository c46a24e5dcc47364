/* Charges of several files as the rows of one quote. */
#include <string.h>

#include "qa/base/strings.h"
#include "qa/procurement/quote_rows.h"
#include "qa/procurement/request.h"
#include "qa/procurement/response_rows.h"

enum { N_COLUMNS = QA_N_QUOTE_COLUMNS };

/* The list as it grows. */
struct merging {
    struct qa_arena *arena;
    struct qa_error *err;
    struct qa_cell *cells;
    size_t cells_capacity;
    const char **files;
    size_t files_capacity;
    size_t n;
};

static struct qa_cell *new_row(struct merging *merging, const char *file)
{
    merging->cells = qa_arena_grow(merging->arena, merging->cells, &merging->cells_capacity,
                                   (merging->n + 1) * N_COLUMNS, sizeof *merging->cells);
    merging->files = qa_arena_grow(merging->arena, merging->files, &merging->files_capacity,
                                   merging->n + 1, sizeof *merging->files);
    merging->files[merging->n] = file;
    return &merging->cells[merging->n++ * N_COLUMNS];
}

/* A cell of the list: the file's, or an empty one where it has no such column. */
static struct qa_cell cell_of(const struct qa_records *records, size_t row, uint32_t column)
{
    const struct qa_cell *cell = qa_records_cell(records, row, column);
    const struct qa_cell *first = &records->cells[row * records->n_columns];

    return cell != NULL ? *cell : (struct qa_cell){.text = "", .line = first->line};
}

/* A drop-down or the form's own vendor alone do not make a charge. */
static bool is_blank(const struct qa_records *records, size_t row, const uint32_t *index,
                     struct qa_arena *arena)
{
    return qa_cell_trimmed(qa_records_cell(records, row, index[QA_CHARGE_NAME]), arena)[0] ==
               '\0' &&
           qa_cell_trimmed(qa_records_cell(records, row, index[QA_CHARGE_PRICE]), arena)[0] == '\0';
}

static void put_row(struct merging *merging, const struct qa_records *records, size_t row,
                    const uint32_t *index, const char *vendor)
{
    struct qa_cell *cells = new_row(merging, records->file);

    for (size_t c = 0; c < N_COLUMNS; c++) {
        cells[c] = cell_of(records, row, index[c]);
    }
    if (vendor != NULL) {
        cells[QA_CHARGE_VENDOR].text = vendor;
        cells[QA_CHARGE_VENDOR].length = (uint32_t)strlen(vendor);
    }
}

static enum qa_status add_quotes(struct merging *merging, const struct qa_records *quotes)
{
    uint32_t index[N_COLUMNS];

    if (quotes == NULL) {
        return QA_OK;
    }
    QA_TRY(qa_records_columns(quotes, qa_quote_columns, N_COLUMNS, index, merging->err));
    for (size_t row = 0; row < quotes->n_records; row++) {
        put_row(merging, quotes, row, index, NULL);
    }
    return QA_OK;
}

/* The first n rows came another way; none of them may be of this vendor. */
static enum qa_status refuse_double(const struct merging *merging, size_t n, const char *vendor,
                                    const struct qa_records *records, size_t row)
{
    for (size_t i = 0; i < n; i++) {
        const struct qa_cell *cell = &merging->cells[i * N_COLUMNS + QA_CHARGE_VENDOR];
        if (strcmp(qa_cell_trimmed(cell, merging->arena), vendor) == 0) {
            const struct qa_cell *here = &records->cells[row * records->n_columns];
            return qa_fail_at(merging->err, "E448", records->file, here->line, 0,
                              "'%s' has charges here and on line %llu of %s; keep one of them",
                              vendor, (unsigned long long)cell->line, merging->files[i]);
        }
    }
    return QA_OK;
}

static enum qa_status add_file(struct merging *merging, struct qa_response_file *file,
                               size_t n_quotes)
{
    const struct qa_records *charges = &file->charges;
    uint32_t index[N_COLUMNS];
    struct qa_row_vendors vendors;
    const char *vendor;

    if (charges->header == NULL) {
        return QA_OK;
    }
    QA_TRY(qa_records_columns(charges, qa_quote_columns, N_COLUMNS, index, merging->err));
    QA_TRY(qa_row_vendors_init(&vendors, file, charges, merging->arena, merging->err));
    for (size_t row = 0; row < charges->n_records; row++) {
        if (qa_row_is_example(charges, row) || is_blank(charges, row, index, merging->arena)) {
            continue;
        }
        QA_TRY(qa_row_vendor(&vendors, row, &vendor, merging->err));
        QA_TRY(refuse_double(merging, n_quotes, vendor, charges, row));
        put_row(merging, charges, row, index, vendor);
        file->n_used++;
    }
    return QA_OK;
}

static const struct qa_records *finish(const struct merging *merging)
{
    struct qa_records *records = QA_NEW(merging->arena, struct qa_records);
    struct qa_cell *header = QA_ARRAY(merging->arena, struct qa_cell, N_COLUMNS);

    for (size_t c = 0; c < N_COLUMNS; c++) {
        header[c].text = qa_quote_columns[c].name;
        header[c].length = (uint32_t)strlen(header[c].text);
    }
    *records = (struct qa_records){.file = merging->files[0],
                                   .files = merging->files,
                                   .n_columns = N_COLUMNS,
                                   .n_records = merging->n,
                                   .header = header,
                                   .cells = merging->cells};
    return records;
}

enum qa_status qa_responses_charges(struct qa_response_file *files, size_t n,
                                    const struct qa_records *also, struct qa_arena *arena,
                                    const struct qa_records **out, struct qa_error *err)
{
    struct merging merging = {.arena = arena, .err = err};

    *out = also;
    QA_TRY(add_quotes(&merging, also));
    size_t n_quotes = merging.n;
    for (size_t i = 0; i < n; i++) {
        QA_TRY(add_file(&merging, &files[i], n_quotes));
    }
    if (merging.n > n_quotes) {
        *out = finish(&merging);
    }
    return QA_OK;
}
