/* On Accuracy: kinds of errors with their cumulative share, and classes by vendors. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reports/sheets.h"

enum { MOST_IN_MAP = 30, MOST_VENDORS = 12 };

#define SHEET "Accuracy"

/* The vendors that the maps have a column for, in the order of the rows above. */
struct columns {
    uint32_t vendors[MOST_VENDORS];
    uint16_t n;
};

static struct columns list_columns(const struct qa_errors_result *errors)
{
    struct columns columns = {.n = 0};
    for (size_t i = 0; i < errors->n_vendors && columns.n < MOST_VENDORS; i++) {
        if (columns.n == 0 || columns.vendors[columns.n - 1] != errors->vendors[i].vendor) {
            columns.vendors[columns.n++] = errors->vendors[i].vendor;
        }
    }
    return columns;
}

static uint16_t column_of(const struct columns *columns, uint32_t vendor)
{
    uint16_t at = 0;
    while (at < columns->n && columns->vendors[at] != vendor) {
        at++;
    }
    return at;
}

/* ---- kinds of errors, the most frequent first ---- */

struct kind {
    const char *name;
    uint64_t counts[MOST_VENDORS];
    uint64_t total;
};

static int more_of(const void *left, const void *right)
{
    const struct kind *a = left;
    const struct kind *b = right;
    if (a->total != b->total) {
        return a->total < b->total ? 1 : -1;
    }
    return strcmp(a->name, b->name);
}

static struct kind *kind_named(struct kind *kinds, size_t *n, const char *name)
{
    size_t at = 0;
    while (at < *n && strcmp(kinds[at].name, name) != 0) {
        at++;
    }
    if (at == *n) {
        kinds[(*n)++] = (struct kind){.name = name};
    }
    return &kinds[at];
}

static void count_kinds(const struct qa_vendor_book *book, const struct qa_vendor_errors *vendor,
                        const struct columns *columns, struct kind *kinds, size_t *n)
{
    const struct qa_error_count *count = &vendor->count;
    uint64_t boxes = count->missed + count->spurious + count->mislabelled + count->localisation;
    const struct qa_type *type =
        qa_question_at(book->evaluation->errors->comparison->b, vendor->question)->type;
    const char *wrong = qa_arena_format(book->arena, "wrong %s", type->name);
    const struct {
        const char *name;
        uint64_t n;
    } parts[] = {{"missed", count->missed},
                 {"spurious", count->spurious},
                 {"mislabelled", count->mislabelled},
                 {"poorly placed", count->localisation},
                 {wrong, count->errors - boxes}};
    const char *question = qa_question_text(book, vendor->question);
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
        uint16_t column = column_of(columns, vendor->vendor);
        if (parts[p].n > 0 && column < columns->n) {
            const char *name = qa_arena_format(book->arena, "%s: %s", question, parts[p].name);
            struct kind *kind = kind_named(kinds, n, name);
            kind->counts[column] += parts[p].n;
            kind->total += parts[p].n;
        }
    }
}

static struct kind *list_kinds(const struct qa_vendor_book *book, const struct columns *columns,
                               size_t *n)
{
    const struct qa_errors_result *errors = book->evaluation->errors;
    struct kind *kinds = QA_ARRAY(book->arena, struct kind, 5 * errors->n_vendors + 1);
    *n = 0;
    for (size_t i = 0; i < errors->n_vendors; i++) {
        if (errors->vendors[i].question != QA_NONE) {
            count_kinds(book, &errors->vendors[i], columns, kinds, n);
        }
    }
    qsort(kinds, *n, sizeof *kinds, more_of);
    return kinds;
}

static void put_pareto(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t first,
                       uint32_t n, uint16_t total, uint32_t row)
{
    struct qa_arena *arena = book->arena;
    lxw_chart *chart = workbook_add_chart(book->book.workbook, LXW_CHART_COLUMN);
    lxw_chart_series *series = chart_add_series(
        chart, qa_arena_format(arena, "=%s", qa_range_name(arena, SHEET, first, first + n - 1, 0)),
        qa_arena_format(arena, "=%s", qa_range_name(arena, SHEET, first, first + n - 1, total)));
    lxw_chart_fill colour = {.color = 0x1F3A4D};
    chart_series_set_fill(series, &colour);
    chart_set_series_gap(chart, 40);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    chart_axis_set_min(chart->y_axis, 0);
    const struct qa_chart_place place = {
        .row = row,
        .x_scale = 1.5,
        .title = "Kinds of errors, the most frequent first",
        .description =
            "Columns: number of errors of each kind, sorted; the cumulative share stands "
            "in the table"};
    qa_put_chart(sheet, chart, &place);
}

/* Total, share and cumulative share of a kind, over its vendors' columns. */
static void put_shares(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                       uint32_t first, uint32_t last, uint16_t n_vendors)
{
    struct qa_arena *arena = book->arena;
    uint16_t total = (uint16_t)(2 + n_vendors);
    const char *own = qa_cell(arena, row, total);
    const char *all = qa_range_name(arena, SHEET, first, last, total);
    qa_put_formula(sheet, row, total,
                   qa_arena_format(arena, "=SUM(%s:%s)", qa_cell(arena, row, 2),
                                   qa_cell(arena, row, (uint16_t)(total - 1))),
                   QA_STYLE_COUNT);
    qa_put_formula(sheet, row, (uint16_t)(total + 1),
                   qa_arena_format(arena, "=%s/SUM(%s)", own, all), QA_STYLE_RATE);
    qa_put_formula(sheet, row, (uint16_t)(total + 2),
                   qa_arena_format(arena, "=SUM(%s)/SUM(%s)",
                                   qa_range_name(arena, SHEET, first, row, total), all),
                   QA_STYLE_RATE);
}

static void put_map_headers(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                            const char *first, const char *second, const struct columns *columns)
{
    qa_put(sheet, row, 0, first, QA_STYLE_HEADER);
    qa_put(sheet, row, 1, second, QA_STYLE_HEADER);
    for (uint16_t c = 0; c < columns->n; c++) {
        qa_put(sheet, row, (uint16_t)(2 + c), qa_vendor_text(book, columns->vendors[c]),
               QA_STYLE_HEADER);
    }
    qa_row_of_lines(sheet, row, 2);
}

static uint32_t put_kinds(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                          const struct columns *columns)
{
    enum { CHART_ROWS = 16 };
    size_t n;
    const struct kind *kinds = list_kinds(book, columns, &n);
    if (n == 0) {
        return row;
    }
    qa_put(sheet, row++, 0, "Kinds of errors, the most frequent first", QA_STYLE_SUBTITLE);
    put_map_headers(book, sheet, row, "kind", "", columns);
    static const char *const last_headers[] = {"all", "share", "cumulative"};
    for (uint16_t c = 0; c < 3; c++) {
        qa_put(sheet, row, (uint16_t)(2 + columns->n + c), last_headers[c], QA_STYLE_HEADER);
    }
    uint32_t first = ++row;
    for (size_t k = 0; k < n; k++, row++) {
        qa_put(sheet, row, 0, kinds[k].name, QA_STYLE_TEXT);
        for (uint16_t c = 0; c < columns->n; c++) {
            qa_put_number(sheet, row, (uint16_t)(2 + c), (double)kinds[k].counts[c],
                          QA_STYLE_FIXED_COUNT);
        }
        put_shares(book, sheet, row, first, first + (uint32_t)n - 1, columns->n);
    }
    uint16_t cumulative = (uint16_t)(4 + columns->n);
    lxw_conditional_format bar = {.type = LXW_CONDITIONAL_DATA_BAR, .bar_color = 0x9CC3D5};
    qa_note_error(&book->book, worksheet_conditional_format_range(
                                   sheet->worksheet, first, cumulative, row - 1, cumulative, &bar));
    put_pareto(book, sheet, first, (uint32_t)n, (uint16_t)(2 + columns->n), row + 1);
    return row + 1 + CHART_ROWS;
}

/* ---- the heat map of classes and vendors ---- */

/* A class of a question, of all vendors. */
struct map_row {
    uint32_t question, label;
    uint64_t errors;
    size_t place; /* of its first vendor among the classes, which is in order of names */
};

static int map_order(const void *left, const void *right)
{
    const struct map_row *a = left;
    const struct map_row *b = right;
    if (a->errors != b->errors) {
        return a->errors < b->errors ? 1 : -1;
    }
    return (a->place > b->place) - (a->place < b->place);
}

static int same_class(const void *left, const void *right)
{
    const struct map_row *a = left;
    const struct map_row *b = right;
    if (a->question != b->question) {
        return a->question < b->question ? -1 : 1;
    }
    if (a->label != b->label) {
        return a->label < b->label ? -1 : 1;
    }
    return (a->place > b->place) - (a->place < b->place);
}

/* Most errors first. */
static struct map_row *list_map_rows(const struct qa_vendor_book *book, size_t *n)
{
    const struct qa_errors_result *errors = book->evaluation->errors;
    struct map_row *rows = QA_ARRAY(book->arena, struct map_row, errors->n_classes + 1);
    for (size_t i = 0; i < errors->n_classes; i++) {
        const struct qa_class_errors *one = &errors->classes[i];
        rows[i] = (struct map_row){one->question, one->label, one->count.errors, i};
    }
    qsort(rows, errors->n_classes, sizeof *rows, same_class);
    *n = 0;
    for (size_t i = 0; i < errors->n_classes; i++) {
        struct map_row *last = *n > 0 ? &rows[*n - 1] : NULL;
        if (last != NULL && last->question == rows[i].question && last->label == rows[i].label) {
            last->errors += rows[i].errors;
        } else {
            rows[(*n)++] = rows[i];
        }
    }
    qsort(rows, *n, sizeof *rows, map_order);
    return rows;
}

static void fill_map(const struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t first,
                     const struct map_row *rows, size_t n, const struct columns *columns)
{
    const struct qa_errors_result *errors = book->evaluation->errors;
    for (size_t i = 0; i < errors->n_classes; i++) {
        const struct qa_class_errors *one = &errors->classes[i];
        uint16_t column = column_of(columns, one->vendor);
        for (size_t r = 0; r < n && column < columns->n; r++) {
            if (rows[r].question == one->question && rows[r].label == one->label) {
                bool known = qa_is_defined(&one->count.rate);
                qa_put_number(sheet, first + (uint32_t)r, (uint16_t)(2 + column),
                              known ? one->count.rate.value : (double)NAN, QA_STYLE_CELL_RATE);
            }
        }
    }
}

static uint32_t put_map(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                        const struct columns *columns)
{
    size_t n;
    const struct map_row *rows = list_map_rows(book, &n);
    if (n == 0) {
        return row;
    }
    size_t shown = n < MOST_IN_MAP ? n : MOST_IN_MAP;
    qa_put(sheet, row++, 0,
           n > shown ? "Error rate by class of the gold and vendor, the classes with most errors"
                     : "Error rate by class of the gold and vendor",
           QA_STYLE_SUBTITLE);
    put_map_headers(book, sheet, row, "class", "question", columns);
    uint32_t first = ++row;
    for (size_t r = 0; r < shown; r++, row++) {
        qa_put(sheet, row, 0, qa_strings_text(book->evaluation->names->labels, rows[r].label),
               QA_STYLE_TEXT);
        qa_put(sheet, row, 1, qa_question_text(book, rows[r].question), QA_STYLE_TEXT);
    }
    fill_map(book, sheet, first, rows, shown, columns);
    lxw_conditional_format scale = {.type = LXW_CONDITIONAL_2_COLOR_SCALE,
                                    .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                    .min_value = 0,
                                    .min_color = 0xFFFFFF,
                                    .max_color = 0xE07B6A};
    qa_note_error(&book->book,
                  worksheet_conditional_format_range(sheet->worksheet, first, 2, row - 1,
                                                     (uint16_t)(1 + columns->n), &scale));
    return row + 1;
}

uint32_t qa_put_error_maps(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    struct columns columns = list_columns(book->evaluation->errors);
    row = put_kinds(book, sheet, row, &columns);
    return put_map(book, sheet, row + 1, &columns);
}
