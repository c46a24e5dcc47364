/* The sheet Audit plan. */
#include <math.h>
#include <string.h>

#include "reports/sheets.h"
#include "reports/table_block.h"
#include "reports/workbook.h"

enum {
    MOST_ROWS_SHARED = 40,
    CHART_ROWS = 22,
    FIRST_ROW = 2,
    N_WIDTHS = 12,
    MARKS_AT = 7, /* column of the curve's sheet */
    TAB_COLOUR = 0x2E7D6B
};

struct page {
    struct qa_book *book;
    struct qa_sheet sheet;
    const struct qa_report *report;
    uint32_t row;
};

static bool is_shared(const struct qa_table *table)
{
    return table->n_rows <= MOST_ROWS_SHARED && strcmp(table->name, "curve") != 0 &&
           strcmp(table->name, "boundaries") != 0;
}

/* ---- tables ---- */

/* Heading of a cell: an estimate has four. */
static void put_heading(struct qa_sheet *sheet, uint32_t row, const struct qa_column *column,
                        uint16_t part)
{
    static const char *const parts[] = {"", ", low", ", high", ", n"};
    struct qa_arena *arena = sheet->book->arena;
    qa_put(sheet, row, 0,
           qa_arena_format(arena, "%s%s", qa_column_heading(arena, column), parts[part]),
           QA_STYLE_HEADER);
}

static enum qa_style style_of_part(enum qa_kind kind)
{
    return kind == QA_ESTIMATE_RATE ? QA_STYLE_RATE : QA_STYLE_REAL;
}

/* An estimate below each other: value, low, high, n. */
static void put_estimate_down(struct qa_sheet *sheet, uint32_t row, uint16_t at, enum qa_kind kind,
                              const struct qa_table_cell *cell)
{
    const struct qa_estimate *estimate = cell->present ? cell->as.estimate : NULL;
    if (estimate == NULL || !qa_is_defined(estimate)) {
        qa_put(sheet, row, at, estimate != NULL ? estimate->undefined : NULL, QA_STYLE_TEXT);
        return;
    }
    enum qa_style style = style_of_part(kind);
    qa_put_number(sheet, row, at, estimate->value, style);
    if (estimate->has_interval) {
        qa_put_number(sheet, row + 1, at, estimate->low, style);
        qa_put_number(sheet, row + 2, at, estimate->high, style);
    }
    qa_put_number(sheet, row + 3, at, (double)estimate->n, QA_STYLE_COUNT);
}

/* A column a row of the table, for tables with more fields than a page is wide. */
static uint32_t put_columns(struct qa_sheet *sheet, const struct qa_block *block, uint32_t row)
{
    for (size_t i = 0; i < block->n; i++) {
        const struct qa_column *column = &block->table->columns[block->column[i]];
        uint16_t cells = qa_cells_of_kind(column->kind);
        for (uint16_t part = 0; part < cells; part++) {
            put_heading(sheet, row + part, column, part);
        }
        for (size_t r = 0; r < block->table->n_rows; r++) {
            const struct qa_table_cell *cell = qa_table_cell(block->table, r, block->column[i]);
            uint16_t at = (uint16_t)(2 * r + 1);
            if (cells > 1) {
                put_estimate_down(sheet, row, at, column->kind, cell);
            } else {
                qa_put_block_cell(sheet, row, at, block, i, r);
            }
        }
        row += cells;
    }
    return row;
}

/* A note in lines that fit the page. */
static uint32_t put_note(struct qa_sheet *sheet, const char *note, uint32_t row)
{
    enum { LONGEST = 130 };
    while (*note != '\0') {
        size_t length = strlen(note);
        if (length > LONGEST) {
            length = LONGEST;
            while (length > 1 && note[length] != ' ') {
                length--;
            }
        }
        qa_put(sheet, row++, 0, qa_arena_text_n(sheet->book->arena, note, length), QA_STYLE_TEXT);
        note += length;
        note += strspn(note, " ");
    }
    return row;
}

/* Title, headings, rows and notes from `row` on; returns the row after the last. */
static uint32_t put_table(struct qa_sheet *sheet, const struct qa_table *table, uint32_t row)
{
    enum { WIDEST = 10, MOST_COLUMNS = 5 };
    struct qa_block block = qa_block_of(table, NULL);
    block.is_fixed = false;
    block.has_n = true;
    bool down = qa_block_width(&block) > WIDEST && table->n_rows <= MOST_COLUMNS;
    qa_put(sheet, row++, 0, table->title, QA_STYLE_SUBTITLE);
    row = down ? put_columns(sheet, &block, row) : qa_put_block(sheet, row, &block);
    for (size_t i = 0; i < table->n_notes; i++) {
        row = put_note(sheet, table->notes[i], row);
    }
    return row + 1;
}

/* ---- the operating characteristic ---- */

static const char *class_of(const struct qa_table *curve, size_t r)
{
    const struct qa_table_cell *cell = qa_table_cell(curve, r, qa_table_column(curve, "class"));
    return cell->present ? cell->as.text : "";
}

static void add_series(const struct page *page, lxw_chart *chart, const struct qa_table *curve,
                       size_t first, size_t last)
{
    static const uint32_t colours[] = {0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7};
    struct qa_arena *arena = page->book->arena;
    /* The curve's own sheet has its title in row 0 and its headings in row 1. */
    uint32_t top = 2 + (uint32_t)first;
    uint32_t bottom = 2 + (uint32_t)last;
    struct qa_block block = qa_block_of(curve, NULL);
    block.has_n = true;
    uint16_t rate = qa_block_cell(&block, "rate");
    uint16_t accept = qa_block_cell(&block, "p_accept");
    const char *x =
        qa_arena_format(arena, "=%s", qa_range_name(arena, curve->name, top, bottom, rate));
    const char *y =
        qa_arena_format(arena, "=%s", qa_range_name(arena, curve->name, top, bottom, accept));
    lxw_chart_series *series = chart_add_series(chart, x, y);
    lxw_chart_line line = {.color = colours[first / 41 % 4], .width = 2};
    chart_series_set_line(series, &line);
    chart_series_set_marker_type(series, LXW_CHART_MARKER_NONE);
    chart_series_set_name(series, class_of(curve, first)[0] != '\0' ? class_of(curve, first)
                                                                    : "chance of acceptance");
}

/* The points that the plans promise, beside the curve: lists on its sheet and series of the chart.
 */
struct mark {
    const char *heading, *name;
    const char *rate, *risk; /* columns of the plans */
    bool is_acceptable;
    uint32_t colour;
    uint16_t at;
};
static const struct mark marks[] = {
    {"AQL", "AQL: acceptable rate", "acceptable", "producer_risk", true, 0x009E73, MARKS_AT},
    {"RQL", "RQL: rejectable rate", "rejectable", "consumer_risk", false, 0xB00020, MARKS_AT + 2},
};

/* Returns the row after the last. Stages of one plan have one point. */
static uint32_t put_mark_rows(struct qa_sheet *sheet, const struct qa_table *plans,
                              const struct mark *mark)
{
    uint32_t row = FIRST_ROW;
    double last = -1;
    qa_put(sheet, 1, mark->at, mark->heading, QA_STYLE_HEADER_NUMBER);
    qa_put(sheet, 1, mark->at + 1, "accepted", QA_STYLE_HEADER_NUMBER);
    for (size_t r = 0; r < plans->n_rows; r++) {
        const struct qa_table_cell *x = qa_table_cell(plans, r, qa_table_column(plans, mark->rate));
        const struct qa_table_cell *y = qa_table_cell(plans, r, qa_table_column(plans, mark->risk));
        if (!x->present || !y->present || x->as.real == last) {
            continue;
        }
        last = x->as.real;
        qa_put_number(sheet, row, mark->at, last,
                      last < 0.01 ? QA_STYLE_SMALL_RATE : QA_STYLE_RATE);
        qa_put_number(sheet, row, mark->at + 1, mark->is_acceptable ? 1 - y->as.real : y->as.real,
                      QA_STYLE_RATE);
        row++;
    }
    return row;
}

static void put_mark(const struct page *page, struct qa_sheet *sheet, lxw_chart *chart,
                     const struct mark *mark)
{
    struct qa_arena *arena = page->book->arena;
    uint32_t end = put_mark_rows(sheet, qa_report_table(page->report, "plans"), mark);
    if (end == FIRST_ROW) {
        return;
    }
    const char *x = qa_range_name(arena, sheet->name, FIRST_ROW, end - 1, mark->at);
    const char *y = qa_range_name(arena, sheet->name, FIRST_ROW, end - 1, mark->at + 1);
    lxw_chart_series *series =
        chart_add_series(chart, qa_arena_format(arena, "=%s", x), qa_arena_format(arena, "=%s", y));
    lxw_chart_line none = {.none = LXW_TRUE};
    lxw_chart_fill fill = {.color = mark->colour};
    chart_series_set_line(series, &none);
    chart_series_set_marker_type(series, mark->is_acceptable ? LXW_CHART_MARKER_CIRCLE
                                                             : LXW_CHART_MARKER_DIAMOND);
    chart_series_set_marker_size(series, 9);
    chart_series_set_marker_fill(series, &fill);
    chart_series_set_name(series, mark->name);
}

static void put_chart(struct page *page, const struct qa_table *curve, struct qa_sheet *sheet)
{
    lxw_chart *chart = workbook_add_chart(page->book->workbook, LXW_CHART_SCATTER_STRAIGHT);
    lxw_chart_font font = {.size = 11, .bold = LXW_TRUE};
    size_t first = 0;
    for (size_t r = 1; r <= curve->n_rows; r++) {
        if (r == curve->n_rows || strcmp(class_of(curve, r), class_of(curve, first)) != 0) {
            add_series(page, chart, curve, first, r - 1);
            first = r;
        }
    }
    if (qa_report_table(page->report, "plans") != NULL) {
        put_mark(page, sheet, chart, &marks[0]);
        put_mark(page, sheet, chart, &marks[1]);
    }
    chart_title_set_name(chart, "Chance that a lot is accepted");
    chart_title_set_name_font(chart, &font);
    chart_axis_set_name(chart->x_axis, "error rate of the lot");
    chart_axis_set_name(chart->y_axis, "chance of acceptance");
    chart_axis_set_num_format(chart->x_axis, "0.0%");
    chart_axis_set_num_format(chart->y_axis, "0%");
    chart_axis_set_min(chart->y_axis, 0);
    chart_axis_set_max(chart->y_axis, 1);
    chart_axis_set_min(chart->x_axis, 0);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    lxw_chart_options place = {
        .x_scale = 1.4,
        .y_scale = 1.4,
        .description = qa_library_text(
            "Operating characteristic: chance of acceptance by the lot's error rate")};
    qa_note_error(page->book,
                  worksheet_insert_chart_opt(page->sheet.worksheet, page->row, 0, chart, &place));
    page->row += CHART_ROWS;
}

static struct qa_sheet put_own_sheet(const struct page *page, const struct qa_table *table,
                                     const double *widths)
{
    struct qa_sheet sheet = qa_book_sheet_of(page->book, table->name);
    worksheet_set_tab_color(sheet.worksheet, TAB_COLOUR);
    qa_widths(&sheet, widths, N_WIDTHS);
    (void)put_table(&sheet, table, 0);
    return sheet;
}

static void put_page(struct page *page)
{
    double widths[N_WIDTHS];
    for (int c = 0; c < N_WIDTHS; c++) {
        widths[c] = c == 0 ? 20 : 12;
    }
    qa_widths(&page->sheet, widths, N_WIDTHS);
    qa_put(&page->sheet, 0, 0, "Audit plan", QA_STYLE_TITLE);
    page->row = FIRST_ROW;
    for (size_t i = 0; i < page->report->n_lines; i++) {
        page->row = put_note(&page->sheet, page->report->lines[i], page->row);
    }
    page->row += page->report->n_lines > 0;
    /* The chart comes first: further down it would break across pages. */
    const struct qa_table *curve = qa_report_table(page->report, "curve");
    if (curve != NULL && curve->n_rows > 1) {
        struct qa_sheet sheet = put_own_sheet(page, curve, widths);
        put_chart(page, curve, &sheet);
    }
    for (size_t t = 0; t < page->report->n_tables; t++) {
        const struct qa_table *table = page->report->tables[t];
        if (is_shared(table)) {
            page->row = put_table(&page->sheet, table, page->row);
        } else if (table != curve || curve->n_rows <= 1) {
            (void)put_own_sheet(page, table, widths);
        }
    }
}

void qa_sheet_audit_plan(struct qa_vendor_book *book)
{
    if (book->options->audit_plan == NULL) {
        return;
    }
    struct page page = {.book = &book->book, .report = book->options->audit_plan};
    page.sheet = qa_book_sheet(&book->book, "Audit plan", QA_TAB_MEASURE);
    put_page(&page);
}

enum qa_status qa_workbook_audit_plan(const struct qa_report *report, const char *path,
                                      struct qa_error *err)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_book book;
    const char *footer = qa_arena_format(arena, "labelqa %s", report->version);
    enum qa_status status = qa_book_open(&book, path, "Audit plan", footer, arena, err);
    if (status == QA_OK) {
        struct page page = {.book = &book, .report = report};
        page.sheet = qa_book_sheet(&book, "Audit plan", 0x1F3A4D);
        put_page(&page);
        worksheet_activate(page.sheet.worksheet);
        status = qa_book_close(&book, err);
    }
    qa_arena_free(arena);
    return status;
}
