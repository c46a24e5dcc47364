/* Sets of pixels that come row by row: changes are counted by column, then laid out column by
 * column, so that each column's come in order without sorting. */
#include "qa/annotation/rle.h"

#include <string.h>

#include "qa/annotation/rle_parts.h"

/* Changes down the columns: those of column x are at[first[x]] .. at[first[x + 1] - 1], rows in
 * ascending order. */
struct columns {
    uint32_t *first; /* width + 1, counts at first */
    uint32_t *next;
    uint32_t width;
};

static struct columns columns_new(uint32_t width, struct qa_arena *arena)
{
    return (struct columns){QA_ARRAY(arena, uint32_t, (size_t)width + 2),
                            QA_ARRAY(arena, uint32_t, (size_t)width + 2), width};
}

/* Counts, of column x in first[x + 1], become places. Returns how many there are. */
static size_t lay_out(struct columns *columns)
{
    for (uint32_t x = 0; x < columns->width; x++) {
        columns->first[x + 1] += columns->first[x];
    }
    memcpy(columns->next, columns->first, ((size_t)columns->width + 1) * sizeof *columns->next);
    return columns->first[columns->width];
}

/* ---- runs along rows ---- */

/* The runs of foreground in one row of a box: from, to, from, to ... in columns of the picture. */
struct row {
    uint32_t *end;
    size_t n;
};

/* Walks over the runs row by row. */
struct row_walk {
    const uint32_t *run;
    size_t n;
    size_t i;      /* of the run at hand; odd: foreground */
    uint64_t left; /* of it */
    const struct qa_rle_box *box;
};

static void next_row(struct row_walk *walk, struct row *row)
{
    uint32_t x = 0;
    row->n = 0;
    while (x < walk->box->width && walk->i < walk->n) {
        uint32_t room = walk->box->width - x;
        uint32_t length = walk->left < room ? (uint32_t)walk->left : room;
        if (walk->i % 2 != 0 && length > 0) {
            row->end[row->n++] = walk->box->left + x;
            row->end[row->n++] = walk->box->left + x + length;
        }
        x += length;
        walk->left -= length;
        if (walk->left == 0 && ++walk->i < walk->n) {
            walk->left = walk->run[walk->i];
        }
    }
}

/* What is done with a column that changes in row y. */
struct change_work {
    struct columns columns;
    uint32_t *at; /* NULL: they are counted */
    uint32_t height;
};

static void change_columns(struct change_work *work, uint32_t from, uint32_t to, uint32_t y)
{
    struct columns *columns = &work->columns;
    for (uint32_t x = from; x < to; x++) {
        if (work->at == NULL) {
            columns->first[x + 1]++;
        } else {
            work->at[columns->next[x]++] = x * work->height + y;
        }
    }
}

/* Columns in one of two rows and not in the other change: between the first and second end of both,
 * the third and fourth ... */
static void change_between(struct change_work *work, const struct row *a, const struct row *b,
                           uint32_t y)
{
    size_t i = 0;
    size_t j = 0;
    uint32_t from = 0;
    bool is_open = false;
    while (i < a->n || j < b->n) {
        bool takes_a = j == b->n || (i < a->n && a->end[i] <= b->end[j]);
        uint32_t at = takes_a ? a->end[i++] : b->end[j++];
        if (is_open) {
            change_columns(work, from, at, y);
        }
        from = at;
        is_open = !is_open;
    }
}

/* What is open below the last row goes on to the head of the next column, where it ends. */
static void walk_rows(struct change_work *work, struct row_walk walk, struct row rows[2])
{
    const struct qa_rle_box *box = walk.box;
    struct row *above = &rows[0];
    struct row *row = &rows[1];
    above->n = 0;
    walk.left = walk.n > 0 ? walk.run[0] : 0;
    for (uint32_t y = 0; y <= box->height; y++) {
        row->n = 0;
        if (y < box->height) {
            next_row(&walk, row);
        }
        change_between(work, above, row, box->top + y);
        struct row *other = above;
        above = row;
        row = other;
    }
}

static bool box_fits(const struct qa_rle_box *box, const struct qa_rle *picture, const char **why)
{
    if ((uint64_t)box->left + box->width > picture->width ||
        (uint64_t)box->top + box->height > picture->height) {
        *why = "the box of the mask leaves the picture";
        return false;
    }
    return true;
}

bool qa_rle_of_rows(const uint32_t *run, size_t n, const struct qa_rle_box *box, struct qa_rle *out,
                    struct qa_arena *arena, const char **why)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += run[i];
    }
    if (sum > (uint64_t)box->width * box->height) {
        *why = "the runs of the mask are longer than its box";
        return false;
    }
    if (!box_fits(box, out, why)) {
        return false;
    }
    struct change_work work = {columns_new(out->width, arena), NULL, out->height};
    struct row rows[2] = {{QA_ARRAY(arena, uint32_t, n + 2), 0},
                          {QA_ARRAY(arena, uint32_t, n + 2), 0}};
    struct row_walk walk = {run, n, 0, 0, box};
    walk_rows(&work, walk, rows);
    size_t n_changes = lay_out(&work.columns);
    work.at = QA_ARRAY(arena, uint32_t, n_changes + 1);
    walk_rows(&work, walk, rows);
    qa_rle_of_changes(work.at, n_changes, out);
    return true;
}

/* ---- pixels ---- */

/* Counts the pixels that differ from the one above; the first row does from nothing. */
static void count_changes(const uint16_t *value, uint32_t height, uint32_t width,
                          uint32_t *restrict count)
{
    for (uint32_t x = 0; x < width; x++) {
        count[x] = 1;
    }
    for (uint32_t y = 1; y < height; y++) {
        const uint16_t *row = value + (size_t)y * width;
        const uint16_t *above = row - width;
        for (uint32_t x = 0; x < width; x++) {
            count[x] += row[x] != above[x];
        }
    }
}

/* The rows of these pixels, column by column. */
static uint32_t *list_changes(const uint16_t *value, uint32_t height, struct columns *columns,
                              struct qa_arena *arena)
{
    uint32_t width = columns->width;
    count_changes(value, height, width, columns->first + 1);
    uint32_t *at = QA_ARRAY(arena, uint32_t, lay_out(columns));
    for (uint32_t x = 0; x < width; x++) {
        at[columns->next[x]++] = 0;
    }
    for (uint32_t y = 1; y < height; y++) {
        const uint16_t *row = value + (size_t)y * width;
        const uint16_t *above = row - width;
        for (uint32_t x = 0; x < width; x++) {
            if (row[x] != above[x]) {
                at[columns->next[x]++] = y;
            }
        }
    }
    return at;
}

/* Each run down a column, one after the other. */
struct value_runs {
    const uint16_t *value;
    uint32_t height;
    const struct columns *columns;
    const uint32_t *row; /* of the changes */
};

static void gather_runs(const struct value_runs *runs, uint32_t **change, size_t *n)
{
    const struct columns *columns = runs->columns;
    for (uint32_t x = 0; x < columns->width; x++) {
        for (uint32_t i = columns->first[x]; i < columns->first[x + 1]; i++) {
            uint32_t from = runs->row[i];
            uint32_t to = i + 1 < columns->first[x + 1] ? runs->row[i + 1] : runs->height;
            uint16_t class = runs->value[(size_t)from * columns->width + x];
            uint32_t *list = change[class];
            size_t k = n[class];
            list[k] = x * runs->height + from;
            list[k + 1] = x * runs->height + to;
            n[class] = k + 2;
        }
    }
}

void qa_rle_of_values(const uint16_t *value, uint32_t height, uint32_t width, size_t n_classes,
                      struct qa_rle *list, struct qa_arena *arena)
{
    struct columns columns = columns_new(width, arena);
    const uint32_t *row = list_changes(value, height, &columns, arena);
    struct value_runs runs = {value, height, &columns, row};
    size_t *n = QA_ARRAY(arena, size_t, n_classes);
    uint32_t **change = QA_ARRAY(arena, uint32_t *, n_classes);
    for (uint32_t x = 0; x < width; x++) {
        for (uint32_t i = columns.first[x]; i < columns.first[x + 1]; i++) {
            n[value[(size_t)row[i] * width + x]]++;
        }
    }
    for (size_t c = 0; c < n_classes; c++) {
        change[c] = QA_ARRAY(arena, uint32_t, 2 * n[c] + 1);
        n[c] = 0;
    }
    gather_runs(&runs, change, n);
    for (size_t c = 0; c < n_classes; c++) {
        list[c] = (struct qa_rle){height, width, NULL, 0};
        qa_rle_of_changes(change[c], n[c], &list[c]);
    }
}
