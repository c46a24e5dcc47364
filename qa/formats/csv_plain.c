#include "qa/formats/csv_plain.h"

#include <string.h>

#include "qa/base/strings.h"
#include "qa/base/utf8.h"
#include "qa/formats/csv_scan.h"

/* Texts of a stretch that are told apart, of annotators and of labels; a stretch with more ends. */
enum { SLOTS = 4096, MOST_TEXTS = SLOTS / 2 };

struct slot {
    uint64_t hash;
    uint32_t number_plus_one; /* 0: free */
    uint32_t length;
};

static uint32_t add_text(struct qa_plain_rows *rows, enum qa_plain_column column, const char *text,
                         size_t length, uint64_t hash)
{
    struct qa_plain_texts *texts = &rows->texts[column];
    if (texts->n == texts->capacity) {
        texts->list = qa_arena_grow(rows->arena, texts->list, &texts->capacity, texts->n + 1,
                                    sizeof *texts->list);
    }
    texts->list[texts->n++] = (struct qa_plain_text){text, length, hash};
    return (uint32_t)(texts->n - 1);
}

static bool is_same(const struct qa_plain_text *known, const char *text, size_t length)
{
    return known->length == length && memcmp(known->text, text, length) == 0;
}

/* Items come in runs, or all differ. */
static uint32_t number_of_item(struct qa_plain_rows *rows, const char *text, size_t length)
{
    const struct qa_plain_texts *items = &rows->texts[QA_PLAIN_ITEM];
    if (items->n > 0 && is_same(&items->list[items->n - 1], text, length)) {
        return (uint32_t)(items->n - 1);
    }
    return add_text(rows, QA_PLAIN_ITEM, text, length, qa_strings_hash(text, length));
}

/* Its number among the texts of the column, of which there are few. */
static uint32_t number_of(struct qa_plain_rows *rows, enum qa_plain_column column, const char *text,
                          size_t length)
{
    struct slot *slots = rows->slots[column];
    uint64_t hash = qa_strings_hash(text, length);
    size_t at = hash % SLOTS;
    while (slots[at].number_plus_one != 0) {
        uint32_t number = slots[at].number_plus_one - 1;
        if (slots[at].hash == hash && is_same(&rows->texts[column].list[number], text, length)) {
            return number;
        }
        at = (at + 1) % SLOTS;
    }
    uint32_t number = add_text(rows, column, text, length, hash);
    slots[at] = (struct slot){hash, number + 1, (uint32_t)length};
    return number;
}

/* The start and end of the cells that count, of one row. */
struct cells {
    size_t begin[QA_N_PLAIN];
    size_t end[QA_N_PLAIN];
};

static void keep_cell(const struct qa_plain_layout *layout, struct cells *cells, size_t column,
                      size_t begin, size_t end)
{
    for (int k = 0; k < QA_N_PLAIN; k++) {
        if (layout->column[k] == column) {
            cells->begin[k] = begin;
            cells->end[k] = end;
        }
    }
}

static bool is_header_again(const struct qa_plain_layout *layout, const unsigned char *data,
                            const struct cells *cells)
{
    bool is_same = true;
    for (int k = 0; k < QA_N_PLAIN && is_same; k++) {
        is_same = cells->end[k] - cells->begin[k] == layout->name_length[k] &&
                  memcmp(data + cells->begin[k], layout->name[k], layout->name_length[k]) == 0;
    }
    return is_same;
}

static bool has_all(const struct cells *cells)
{
    bool all = true;
    for (int k = 0; k < QA_N_PLAIN; k++) {
        all = all && cells->end[k] > cells->begin[k];
    }
    return all;
}

/* Splits the row at *at, which moves behind it; false: it is not plain. */
static bool split_row(struct qa_csv_scan *scan, const struct qa_plain_layout *layout, size_t *at,
                      struct cells *cells)
{
    size_t column = 0;
    for (size_t begin = *at;; column++) {
        size_t end = qa_csv_scan_next(scan);
        unsigned char c = end < scan->size ? scan->data[end] : '"';
        if (c != (unsigned char)layout->delimiter && c != '\n' && c != '\r') {
            return false;
        }
        keep_cell(layout, cells, column, begin, end);
        begin = end + 1;
        if (c == '\r') {
            size_t feed = qa_csv_scan_next(scan);
            if (feed != begin || feed >= scan->size || scan->data[feed] != '\n') {
                return false;
            }
            begin++;
        }
        if (c == '\n' || c == '\r') {
            *at = begin;
            return column + 1 == layout->n_columns && has_all(cells) &&
                   !is_header_again(layout, scan->data, cells);
        }
    }
}

static bool has_room(const struct qa_plain_rows *rows)
{
    return rows->texts[QA_PLAIN_ANNOTATOR].n < MOST_TEXTS &&
           rows->texts[QA_PLAIN_LABEL].n < MOST_TEXTS;
}

static void add_row(struct qa_plain_rows *rows, const unsigned char *data,
                    const struct cells *cells)
{
    const char *text[QA_N_PLAIN];
    size_t length[QA_N_PLAIN];
    for (int k = 0; k < QA_N_PLAIN; k++) {
        text[k] = (const char *)data + cells->begin[k];
        length[k] = cells->end[k] - cells->begin[k];
    }
    if (rows->n == rows->capacity) {
        rows->row =
            qa_arena_grow(rows->arena, rows->row, &rows->capacity, rows->n + 1, sizeof *rows->row);
    }
    rows->row[rows->n++] = (struct qa_plain_row){
        number_of_item(rows, text[QA_PLAIN_ITEM], length[QA_PLAIN_ITEM]),
        (uint16_t)number_of(rows, QA_PLAIN_ANNOTATOR, text[QA_PLAIN_ANNOTATOR],
                            length[QA_PLAIN_ANNOTATOR]),
        (uint16_t)number_of(rows, QA_PLAIN_LABEL, text[QA_PLAIN_LABEL], length[QA_PLAIN_LABEL])};
}

static void forget(struct qa_plain_rows *rows)
{
    rows->n = 0;
    for (int k = 0; k < QA_N_PLAIN; k++) {
        rows->texts[k].n = 0;
        if (k == QA_PLAIN_ITEM) {
            continue;
        }
        if (rows->slots[k] == NULL) {
            rows->slots[k] = QA_ARRAY(rows->arena, struct slot, SLOTS);
        } else {
            memset(rows->slots[k], 0, SLOTS * sizeof(struct slot));
        }
    }
}

void qa_plain_rows_read(struct qa_plain_rows *rows, const struct qa_plain_layout *layout,
                        const unsigned char *data, size_t begin, size_t end)
{
    struct qa_csv_scan scan;
    struct cells cells = {{0}, {0}};
    forget(rows);
    rows->end = begin;
    /* Rows after a bad byte are good ones too, but what is bad ends the file's reading. */
    if (qa_utf8_check(data + begin, end - begin) != end - begin ||
        memchr(data + begin, 0, end - begin) != NULL) {
        return;
    }
    qa_csv_scan_init(&scan, data, end, layout->delimiter);
    qa_csv_scan_seek(&scan, begin);
    size_t at = begin;
    while (at < end && has_room(rows) && split_row(&scan, layout, &at, &cells)) {
        add_row(rows, data, &cells);
        rows->end = at;
    }
}
