#include "qa/formats/csv_quoted.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

struct qa_csv_quoted {
    struct qa_arena *arena;
    struct csv_parser parser;
    char delimiter;
    struct qa_slice *cells;
    size_t n_cells;
    size_t cells_capacity;
    char *text; /* of all cells, one after the other */
    size_t text_used;
    size_t text_capacity;
    bool ended;
};

static int nothing_is_space(unsigned char c)
{
    (void)c;
    return 0;
}

struct qa_csv_quoted *qa_csv_quoted_new(struct qa_arena *arena, char delimiter)
{
    struct qa_csv_quoted *quoted = QA_NEW(arena, struct qa_csv_quoted);
    quoted->arena = arena;
    quoted->delimiter = delimiter;
    return quoted;
}

static void on_cell(void *text, size_t length, void *context)
{
    struct qa_csv_quoted *quoted = context;
    quoted->cells = qa_arena_grow(quoted->arena, quoted->cells, &quoted->cells_capacity,
                                  quoted->n_cells + 1, sizeof *quoted->cells);
    quoted->text = qa_arena_grow(quoted->arena, quoted->text, &quoted->text_capacity,
                                 quoted->text_used + length + 1, 1);
    if (length > 0) {
        memcpy(quoted->text + quoted->text_used, text, length);
    }
    /* The buffer may still move: cells are offsets until the record is complete. */
    quoted->cells[quoted->n_cells++] = (struct qa_slice){.length = (uint32_t)length};
    quoted->text_used += length;
}

static void on_record(int end, void *context)
{
    (void)end;
    struct qa_csv_quoted *quoted = context;
    quoted->ended = true;
}

static size_t line_length(const unsigned char *data, size_t size)
{
    size_t i = 0;
    while (i < size && data[i] != '\n' && data[i] != '\r') {
        i++;
    }
    return i < size ? i + 1 : size;
}

/* Where each cell begins in the input, which libcsv does not tell. */
static void place_cells(struct qa_csv_quoted *quoted, const unsigned char *data, size_t used)
{
    size_t cell = 0;
    size_t column = 1;
    uint32_t cell_down = 0;
    size_t line_start = 0;
    uint32_t down = 0;
    size_t offset = 0;
    bool inside = false;
    for (size_t i = 0; i <= used && cell < quoted->n_cells; i++) {
        bool ends = i == used || (!inside && (data[i] == (unsigned char)quoted->delimiter ||
                                              data[i] == '\n' || data[i] == '\r'));
        if (ends) {
            struct qa_slice *slice = &quoted->cells[cell++];
            slice->text = quoted->text + offset;
            slice->column = (uint32_t)column;
            slice->down = cell_down;
            offset += slice->length;
            column = i + 1 - line_start + 1;
            cell_down = down;
        } else if (data[i] == '"') {
            inside = !inside;
        } else if (data[i] == '\n' || (data[i] == '\r' && i + 1 < used && data[i + 1] != '\n')) {
            down++;
            line_start = i + 1;
        }
    }
}

static size_t last_open_quote(const unsigned char *data, size_t size)
{
    size_t open = 0;
    bool inside = false;
    for (size_t i = 0; i < size; i++) {
        if (data[i] == '"') {
            inside = !inside;
            open = inside ? i : open;
        }
    }
    return open;
}

/* Feeds line by line until a record ends; false when libcsv refuses. *used is what was fed. */
static bool feed(struct qa_csv_quoted *quoted, const unsigned char *data, size_t size, size_t *used,
                 size_t *problem)
{
    while (!quoted->ended && *used < size) {
        size_t length = line_length(data + *used, size - *used);
        size_t parsed =
            csv_parse(&quoted->parser, data + *used, length, on_cell, on_record, quoted);
        if (parsed != length) {
            *problem = *used + parsed;
            return false;
        }
        *used += length;
    }
    if (!quoted->ended && csv_fini(&quoted->parser, on_cell, on_record, quoted) != 0) {
        *problem = last_open_quote(data, size);
        return false;
    }
    return true;
}

bool qa_csv_quoted_read(struct qa_csv_quoted *quoted, const unsigned char *data, size_t size,
                        size_t *used, size_t *problem)
{
    quoted->n_cells = 0;
    quoted->text_used = 0;
    quoted->ended = false;
    *used = 0;
    if (csv_init(&quoted->parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        QA_BUG("libcsv does not start");
    }
    csv_set_delim(&quoted->parser, (unsigned char)quoted->delimiter);
    csv_set_space_func(&quoted->parser, nothing_is_space);
    bool good = feed(quoted, data, size, used, problem);
    csv_free(&quoted->parser);
    if (!good) {
        return false;
    }
    place_cells(quoted, data, *used);
    if (*used > 0 && data[*used - 1] == '\r' && *used < size && data[*used] == '\n') {
        ++*used;
    }
    return true;
}

const struct qa_slice *qa_csv_quoted_cells(const struct qa_csv_quoted *quoted, size_t *n)
{
    *n = quoted->n_cells;
    return quoted->cells;
}
