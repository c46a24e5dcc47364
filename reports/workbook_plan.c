/* The sheet Audit plan. */
#include <string.h>

#include "reports/sheets.h"
#include "reports/table_cells.h"
#include "reports/workbook.h"

enum {
    MOST_ROWS_SHARED = 40,
    CHART_ROWS = 24,
    FIRST_ROW = 2,
    N_WIDTHS = 12,
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

/* Cells of the table's rows, were they in a row each. */
static uint16_t width_of(const struct qa_table *table)
{
    uint16_t width = 0;
    for (size_t c = 0; c < table->n_columns; c++) {
        width = (uint16_t)(width + qa_cells_of_kind(table->columns[c].kind));
    }
    return width;
}

/* Headings above the rows. Returns the row after the last. */
static uint32_t put_rows(struct qa_sheet *sheet, const struct qa_table *table,
                         const char *const *headers, uint32_t row)
{
    uint16_t width = width_of(table);
    for (uint16_t h = 0; h < width; h++) {
        qa_put(sheet, row, h, headers[h], QA_STYLE_HEADER);
    }
    row++;
    for (size_t r = 0; r < table->n_rows; r++, row++) {
        uint16_t at = 0;
        for (size_t c = 0; c < table->n_columns; c++) {
            qa_put_table_cell(sheet, row, at, &table->columns[c], qa_table_cell(table, r, c));
            at = (uint16_t)(at + qa_cells_of_kind(table->columns[c].kind));
        }
    }
    return row;
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
static uint32_t put_columns(struct qa_sheet *sheet, const struct qa_table *table,
                            const char *const *headers, uint32_t row)
{
    uint16_t at = 0;
    for (size_t c = 0; c < table->n_columns; c++) {
        uint16_t cells = qa_cells_of_kind(table->columns[c].kind);
        for (uint16_t i = 0; i < cells; i++) {
            qa_put(sheet, row + i, 0, headers[at + i], QA_STYLE_HEADER);
        }
        for (size_t r = 0; r < table->n_rows; r++) {
            const struct qa_table_cell *cell = qa_table_cell(table, r, c);
            uint16_t column = (uint16_t)(2 * r + 1);
            if (cells > 1) {
                put_estimate_down(sheet, row, column, table->columns[c].kind, cell);
            } else {
                qa_put_table_cell(sheet, row, column, &table->columns[c], cell);
            }
        }
        at = (uint16_t)(at + cells);
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
    const char *headers[256];
    (void)qa_table_headers(table, headers, sheet->book->arena);
    bool down = width_of(table) > WIDEST && table->n_rows <= MOST_COLUMNS;
    qa_put(sheet, row++, 0, table->title, QA_STYLE_SUBTITLE);
    row = down ? put_columns(sheet, table, headers, row) : put_rows(sheet, table, headers, row);
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
    uint16_t rate = (uint16_t)qa_table_column(curve, "rate");
    uint16_t accept = (uint16_t)qa_table_column(curve, "p_accept");
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

static void put_chart(struct page *page, const struct qa_table *curve)
{
    lxw_chart *chart = workbook_add_chart(page->book->workbook, LXW_CHART_SCATTER_SMOOTH);
    lxw_chart_font font = {.size = 11, .bold = LXW_TRUE};
    size_t first = 0;
    for (size_t r = 1; r <= curve->n_rows; r++) {
        if (r == curve->n_rows || strcmp(class_of(curve, r), class_of(curve, first)) != 0) {
            add_series(page, chart, curve, first, r - 1);
            first = r;
        }
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
    for (size_t t = 0; t < page->report->n_tables; t++) {
        const struct qa_table *table = page->report->tables[t];
        if (is_shared(table)) {
            page->row = put_table(&page->sheet, table, page->row);
        } else {
            struct qa_sheet sheet = qa_book_sheet_of(page->book, table->name);
            worksheet_set_tab_color(sheet.worksheet, TAB_COLOUR);
            qa_widths(&sheet, widths, N_WIDTHS);
            (void)put_table(&sheet, table, 0);
        }
        if (strcmp(table->name, "curve") == 0 && table->n_rows > 1) {
            put_chart(page, table);
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
