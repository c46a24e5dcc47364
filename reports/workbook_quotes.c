/* The tables of quotes as a workbook that begins with the curves of cost. */
#include <string.h>

#include "reports/sheets.h"
#include "reports/table_block.h"
#include "reports/workbook.h"

enum { CHART_ROWS = 22, MOST_CURVES = 24 };

/* The table curve turned: a column a volume, a row a vendor. Its rows go by vendor, then volume. */
struct grid {
    const struct qa_table *curve;
    size_t n_volumes;
    size_t n_vendors;
};

static struct grid grid_of(const struct qa_table *curve)
{
    struct grid grid = {.curve = curve};

    while (grid.n_volumes < curve->n_rows &&
           strcmp(qa_table_cell(curve, grid.n_volumes, 0)->as.text,
                  qa_table_cell(curve, 0, 0)->as.text) == 0) {
        grid.n_volumes++;
    }
    grid.n_vendors = grid.n_volumes > 0 ? curve->n_rows / grid.n_volumes : 0;
    grid.n_vendors = grid.n_vendors < MOST_CURVES ? grid.n_vendors : MOST_CURVES;
    return grid;
}

/* One column of the curve for all vendors; returns the row after the last. */
static uint32_t put_grid(struct qa_sheet *sheet, const struct grid *grid, const char *column,
                         uint32_t row)
{
    size_t c = qa_table_column(grid->curve, column);
    size_t volume = qa_table_column(grid->curve, "volume");
    const struct qa_column *kind = &grid->curve->columns[c];

    qa_put(sheet, row, 0, kind->heading != NULL ? kind->heading : kind->name, QA_STYLE_HEADER);
    for (size_t i = 0; i < grid->n_volumes; i++) {
        qa_put_number(sheet, row, (uint16_t)(i + 1),
                      (double)qa_table_cell(grid->curve, i, volume)->as.count, QA_STYLE_COUNT);
    }
    for (size_t v = 0; v < grid->n_vendors; v++) {
        row++;
        qa_put(sheet, row, 0, qa_table_cell(grid->curve, v * grid->n_volumes, 0)->as.text,
               QA_STYLE_SUBTITLE);
        for (size_t i = 0; i < grid->n_volumes; i++) {
            qa_put_table_cell(sheet, row, (uint16_t)(i + 1), kind,
                              qa_table_cell(grid->curve, v * grid->n_volumes + i, c));
        }
    }
    return row + 1;
}

static void put_chart(struct qa_sheet *sheet, const struct grid *grid, uint32_t header,
                      uint32_t row, const char *title)
{
    struct qa_arena *arena = sheet->book->arena;
    uint16_t last = (uint16_t)grid->n_volumes;
    lxw_chart *chart = workbook_add_chart(sheet->book->workbook, LXW_CHART_LINE);
    const char *volumes =
        qa_arena_format(arena, "=Costs!%s:%s", qa_cell_name(arena, NULL, header, 1),
                        qa_cell_name(arena, NULL, header, last));

    for (uint32_t v = 0; v < grid->n_vendors; v++) {
        uint32_t at = header + 1 + v;
        lxw_chart_series *series = chart_add_series(
            chart, volumes,
            qa_arena_format(arena, "=Costs!%s:%s", qa_cell_name(arena, NULL, at, 1),
                            qa_cell_name(arena, NULL, at, last)));

        chart_series_set_name(series,
                              qa_arena_format(arena, "=%s", qa_cell_name(arena, "Costs", at, 0)));
    }
    chart_title_set_name(chart, title);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    chart_axis_set_name(chart->x_axis, "volume");
    lxw_chart_options place = {
        .x_scale = 1.5, .y_scale = 1.4, .description = qa_library_text("Lines: costs by volume")};
    qa_note_error(sheet->book, worksheet_insert_chart_opt(sheet->worksheet, row, 0, chart, &place));
}

static void put_costs(struct qa_book *book, const struct qa_report *report)
{
    static const double widths[] = {26, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13};
    const struct qa_table *curve = qa_report_table(report, "curve");
    struct qa_sheet sheet = qa_book_sheet(book, "Costs", QA_TAB_DECIDE);
    uint32_t row = 0;

    qa_widths(&sheet, widths, 12);
    qa_put(&sheet, row++, 0, "Price quotes", QA_STYLE_TITLE);
    for (size_t i = 0; i < report->n_lines; i++) {
        qa_put(&sheet, row++, 0, report->lines[i], QA_STYLE_TEXT);
    }
    if (curve == NULL || curve->n_rows == 0) {
        return;
    }
    const struct grid grid = grid_of(curve);
    uint32_t totals = ++row;
    row = put_grid(&sheet, &grid, "total", row) + 1;
    uint32_t units = row;
    row = put_grid(&sheet, &grid, "unit_cost", row) + 1;
    put_chart(&sheet, &grid, totals, row, "Charges by volume");
    put_chart(&sheet, &grid, units, row + CHART_ROWS, "Charges per item by volume");
}

enum qa_status qa_workbook_quotes(const struct qa_report *report, const char *path,
                                  struct qa_error *err)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_book book;
    const char *footer = qa_arena_format(arena, "labelqa %s", report->version);
    enum qa_status status = qa_book_open(&book, path, "Price quotes", footer, arena, err);

    if (status == QA_OK) {
        put_costs(&book, report);
        for (size_t t = 0; t < report->n_tables; t++) {
            qa_put_table_sheet(&book, report->tables[t]);
        }
        status = qa_book_close(&book, err);
    }
    qa_arena_free(arena);
    return status;
}
