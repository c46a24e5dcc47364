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

/* ---- which values there are ---- */

/* Values with a number each, by open addressing. */
struct value_table {
    uint32_t *slot; /* number + 1; 0: free */
    size_t mask;
    struct qa_rle_values values;
    size_t capacity[3];
    size_t *n_runs; /* by number */
    struct qa_arena *arena;
};

static size_t slot_of(const struct value_table *table, uint32_t value)
{
    size_t at = (value * UINT32_C(2654435761) >> 7) & table->mask;
    while (table->slot[at] != 0 && table->values.value[table->slot[at] - 1] != value) {
        at = (at + 1) & table->mask;
    }
    return at;
}

static void widen(struct value_table *table)
{
    size_t n_slots = 2 * (table->mask + 1);
    table->slot = QA_ARRAY(table->arena, uint32_t, n_slots);
    table->mask = n_slots - 1;
    for (size_t i = 0; i < table->values.n; i++) {
        table->slot[slot_of(table, table->values.value[i])] = (uint32_t)i + 1;
    }
}

/* place: of a pixel of it, row by row, none later than a first one. */
static uint32_t number_of(struct value_table *table, uint32_t value, uint32_t place)
{
    struct qa_rle_values *values = &table->values;
    size_t at = slot_of(table, value);
    if (table->slot[at] == 0) {
        if (2 * values->n > table->mask) {
            widen(table);
            at = slot_of(table, value);
        }
        size_t needed = values->n + 1;
        values->value = qa_arena_grow(table->arena, values->value, &table->capacity[0], needed,
                                      sizeof *values->value);
        values->first = qa_arena_grow(table->arena, values->first, &table->capacity[1], needed,
                                      sizeof *values->first);
        table->n_runs = qa_arena_grow(table->arena, table->n_runs, &table->capacity[2], needed,
                                      sizeof *table->n_runs);
        values->value[values->n] = value;
        values->first[values->n] = place;
        table->n_runs[values->n] = 0;
        table->slot[at] = (uint32_t)++values->n;
    }
    return table->slot[at] - 1;
}

/* ---- pixels ---- */

struct change {
    uint32_t x;
    uint32_t number; /* of its value */
};

/* The pixels that differ from the one above, row by row: those of row y are i < end[y]. The first
 * row differs from nothing. */
struct qa_rle_scan {
    struct qa_arena *arena;
    uint32_t height;
    size_t pixel_bytes;
    struct columns columns;
    uint32_t n_rows; /* that came */
    size_t *end;
    struct change *list;
    size_t n;
    size_t capacity;
    struct value_table table;
};

struct qa_rle_scan *qa_rle_scan_new(uint32_t height, uint32_t width, size_t pixel_bytes,
                                    struct qa_arena *arena)
{
    enum { SLOTS = 256, OFTEN = 8 };
    struct qa_rle_scan *scan = QA_NEW(arena, struct qa_rle_scan);
    const size_t expected = OFTEN * ((size_t)height + width);
    scan->arena = arena;
    scan->height = height;
    scan->pixel_bytes = pixel_bytes;
    scan->columns = columns_new(width, arena);
    scan->end = QA_ARRAY(arena, size_t, height);
    scan->list = qa_arena_grow(arena, NULL, &scan->capacity, expected, sizeof *scan->list);
    scan->table = (struct value_table){
        .slot = QA_ARRAY(arena, uint32_t, SLOTS), .mask = SLOTS - 1, .arena = arena};
    scan->table.n_runs =
        qa_arena_grow(arena, NULL, &scan->table.capacity[2], 1, sizeof *scan->table.n_runs);
    return scan;
}

/* The first place from `at` on where a and b differ; n: none. */
static size_t next_difference(const uint8_t *a, const uint8_t *b, size_t at, size_t n)
{
    while (n - at >= sizeof(uint64_t)) {
        uint64_t word[2];
        memcpy(&word[0], a + at, sizeof word[0]);
        memcpy(&word[1], b + at, sizeof word[1]);
        if (word[0] != word[1]) {
            break;
        }
        at += sizeof word[0];
    }
    while (at < n && a[at] == b[at]) {
        at++;
    }
    return at;
}

static uint32_t value_of(const uint8_t *byte, size_t n)
{
    uint32_t value = 0;
    for (size_t k = 0; k < n; k++) {
        value = value << 8 | byte[k];
    }
    return value;
}

void qa_rle_scan_row(struct qa_rle_scan *scan, const uint8_t *row, const uint8_t *above)
{
    const size_t size = scan->pixel_bytes;
    const size_t n_bytes = size * scan->columns.width;
    const uint32_t *values = scan->table.values.value;
    const uint32_t place = scan->n_rows * scan->columns.width;
    uint32_t number = 0;
    scan->list = qa_arena_grow(scan->arena, scan->list, &scan->capacity,
                               scan->n + scan->columns.width, sizeof *scan->list);
    size_t at = above == NULL ? 0 : next_difference(row, above, 0, n_bytes);
    while (at < n_bytes) {
        size_t x = at / size;
        uint32_t value = value_of(row + x * size, size);
        if (values == NULL || values[number] != value) {
            number = number_of(&scan->table, value, place + (uint32_t)x);
            values = scan->table.values.value;
        }
        scan->table.n_runs[number]++;
        scan->list[scan->n++] = (struct change){(uint32_t)x, number};
        scan->columns.first[x + 1]++;
        at = (x + 1) * size;
        at = above == NULL ? at : next_difference(row, above, at, n_bytes);
    }
    scan->end[scan->n_rows++] = scan->n;
}

/* A run of one value down a column begins with pixel `at`, down the columns. */
struct value_run {
    uint32_t at;
    uint32_t number;
};

static struct value_run *runs_of(struct qa_rle_scan *scan, size_t *n)
{
    struct columns *columns = &scan->columns;
    *n = lay_out(columns);
    struct value_run *runs = QA_ARRAY(scan->arena, struct value_run, *n + 1);
    size_t i = 0;
    for (uint32_t y = 0; y < scan->height; y++) {
        for (; i < scan->end[y]; i++) {
            uint32_t x = scan->list[i].x;
            runs[columns->next[x]++] =
                (struct value_run){x * scan->height + y, scan->list[i].number};
        }
    }
    runs[*n] = (struct value_run){scan->height * columns->width, 0};
    return runs;
}

void qa_rle_scan_end(struct qa_rle_scan *scan, struct qa_rle_values *out)
{
    struct qa_arena *arena = scan->arena;
    size_t n_runs;
    const struct value_run *runs = runs_of(scan, &n_runs);
    size_t *n = scan->table.n_runs;
    *out = scan->table.values;
    uint32_t **change = QA_ARRAY(arena, uint32_t *, out->n);
    for (size_t v = 0; v < out->n; v++) {
        change[v] = QA_ARRAY(arena, uint32_t, 2 * n[v] + 1);
        n[v] = 0;
    }
    for (size_t i = 0; i < n_runs; i++) {
        uint32_t v = runs[i].number;
        change[v][n[v]++] = runs[i].at;
        change[v][n[v]++] = runs[i + 1].at;
    }
    out->rle = QA_ARRAY(arena, struct qa_rle, out->n);
    for (size_t v = 0; v < out->n; v++) {
        out->rle[v] = (struct qa_rle){scan->height, scan->columns.width, NULL, 0};
        qa_rle_of_changes(change[v], n[v], &out->rle[v]);
    }
}

void qa_rle_by_value(const uint8_t *pixel, size_t pixel_bytes, uint32_t height, uint32_t width,
                     struct qa_rle_values *out, struct qa_arena *arena)
{
    struct qa_rle_scan *scan = qa_rle_scan_new(height, width, pixel_bytes, arena);
    const size_t row_bytes = pixel_bytes * width;
    for (uint32_t y = 0; y < height; y++) {
        const uint8_t *row = pixel + y * row_bytes;
        qa_rle_scan_row(scan, row, y > 0 ? row - row_bytes : NULL);
    }
    qa_rle_scan_end(scan, out);
}
