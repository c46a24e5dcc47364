/* Charts of the tables of a page, as they are declared. */
#include <string.h>

#include "qa/base/error.h"
#include "reports/table_page.h"

enum { MOST_CHARTS = 12, MOST_SERIES = 24 };

/* Told apart by those who do not see all colours (Okabe and Ito 2008). */
static const uint32_t colours[] = {0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7,
                                   0xE69F00, 0x56B4E9, 0x555555, 0x8B6F00};

/* ---- runs of rows ---- */

static const char *text_at(const struct qa_table *table, size_t r, size_t column)
{
    const struct qa_table_cell *cell = qa_table_cell(table, r, column);
    return cell->present ? cell->as.text : "";
}

/* The values of the columns of these names, "acme, scene"; "" for no names. */
static const char *values_at(const struct qa_table *table, size_t r, const char *names,
                             struct qa_arena *arena)
{
    const char *text = "";
    while (names != NULL && *names != '\0') {
        size_t length = strcspn(names, ",");
        size_t column = qa_table_column(table, qa_arena_text_n(arena, names, length));
        text = qa_arena_format(arena, "%s%s%s", text, text[0] != '\0' ? ", " : "",
                               text_at(table, r, column));
        names += length + (names[length] == ',');
    }
    return text;
}

struct run {
    size_t first, end;
};

static struct run run_from(const struct qa_table *table, size_t first, size_t end,
                           const char *names, struct qa_arena *arena)
{
    const char *values = values_at(table, first, names, arena);
    struct run run = {first, first + 1};
    while (run.end < end && strcmp(values_at(table, run.end, names, arena), values) == 0) {
        run.end++;
    }
    return run;
}

/* The run of another table with the same values; none: end == first. */
static struct run same_run(const struct qa_placed *placed, const char *names, const char *values,
                           struct qa_arena *arena)
{
    const struct qa_table *table = placed->block.table;
    for (size_t r = placed->block.first; r < placed->block.end; r++) {
        if (strcmp(values_at(table, r, names, arena), values) == 0) {
            return run_from(table, r, placed->block.end, names, arena);
        }
    }
    return (struct run){0, 0};
}

static const struct qa_placed *placed_table(const struct qa_placed *placed, size_t n,
                                            const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (placed[i].block.table != NULL && strcmp(placed[i].form->table, name) == 0) {
            return &placed[i];
        }
    }
    return NULL;
}

static const char *table_of(const struct qa_page_chart *chart, const struct qa_page_block *form)
{
    return chart->table != NULL ? chart->table : form->table;
}

static size_t charts_of(const struct qa_placed *placed, const struct qa_page_chart *chart)
{
    struct qa_arena *arena = qa_arena_new();
    size_t n = 0;
    size_t first = placed->block.first;
    while (first < placed->block.end) {
        first = run_from(placed->block.table, first, placed->block.end, chart->each, arena).end;
        n++;
    }
    qa_arena_free(arena);
    return n;
}

size_t qa_page_charts(const struct qa_placed *placed, size_t n, const struct qa_page_block *form)
{
    size_t count = 0;
    for (size_t c = 0; c < form->n_charts; c++) {
        const struct qa_placed *of = placed_table(placed, n, table_of(&form->charts[c], form));
        count += of != NULL ? charts_of(of, &form->charts[c]) : 0;
    }
    return count < MOST_CHARTS ? count : MOST_CHARTS;
}

/* ---- one chart ---- */

struct drawing {
    struct qa_sheet *sheet;
    lxw_chart *chart;
    uint16_t n_series;
    int16_t unnamed[MOST_SERIES + 1];
    size_t n_unnamed;
};

static const char *cells_of(const struct drawing *drawing, const struct qa_placed *placed,
                            struct run run, const char *column)
{
    struct qa_arena *arena = drawing->sheet->book->arena;
    uint32_t first = placed->first + (uint32_t)(run.first - placed->block.first);
    uint32_t last = placed->first + (uint32_t)(run.end - 1 - placed->block.first);
    return qa_arena_format(arena, "=%s",
                           qa_range_name(arena, drawing->sheet->name, first, last,
                                         qa_block_cell(&placed->block, column)));
}

static void look(lxw_chart_series *series, const struct qa_chart_line *line, uint32_t colour)
{
    bool has_markers = line->look == QA_LOOK_MARKED || line->look == QA_LOOK_POINTS;
    lxw_chart_fill fill = {.color = colour};
    if (line->look == QA_LOOK_BARS) {
        chart_series_set_fill(series, &fill);
        return;
    }
    lxw_chart_line drawn = {.color = colour,
                            .width = has_markers ? 2.0F : 1.5F,
                            .none = line->look == QA_LOOK_POINTS,
                            .dash_type = line->look == QA_LOOK_DASHED ? LXW_CHART_LINE_DASH_DASH
                                                                      : LXW_CHART_LINE_DASH_SOLID};
    chart_series_set_line(series, &drawn);
    chart_series_set_marker_type(series,
                                 has_markers ? LXW_CHART_MARKER_CIRCLE : LXW_CHART_MARKER_NONE);
    chart_series_set_marker_size(series, 6);
    chart_series_set_marker_fill(series, &fill);
}

static void add_series(struct drawing *drawing, const struct qa_placed *placed, struct run run,
                       const struct qa_chart_line *line, const char *name)
{
    if (drawing->n_series == MOST_SERIES) {
        return;
    }
    lxw_chart_series *series =
        chart_add_series(drawing->chart, cells_of(drawing, placed, run, line->x),
                         cells_of(drawing, placed, run, line->y));
    uint32_t next = colours[drawing->n_series % (sizeof colours / sizeof *colours)];
    look(series, line, line->colour != 0 ? line->colour : next);
    if (name != NULL && name[0] != '\0') {
        chart_series_set_name(series, qa_safe_text(drawing->sheet->book->arena, name));
    } else {
        drawing->unnamed[drawing->n_unnamed++] = (int16_t)drawing->n_series;
    }
    drawing->n_series++;
}

/* A line once, or once for each value of the chart's column of series. */
static void add_line(struct drawing *drawing, const struct qa_placed *placed, struct run run,
                     const struct qa_page_chart *chart, const struct qa_chart_line *line)
{
    struct qa_arena *arena = drawing->sheet->book->arena;
    if (chart->series == NULL) {
        add_series(drawing, placed, run, line, line->name);
        return;
    }
    for (size_t first = run.first; first < run.end;) {
        struct run own = run_from(placed->block.table, first, run.end, chart->series, arena);
        add_series(drawing, placed, own, line,
                   values_at(placed->block.table, first, chart->series, arena));
        first = own.end;
    }
}

static void set_axes(lxw_chart *chart, const struct qa_page_chart *form)
{
    if (form->x_name != NULL) {
        chart_axis_set_name(chart->x_axis, form->x_name);
    }
    if (form->y_name != NULL) {
        chart_axis_set_name(chart->y_axis, form->y_name);
    }
    if (form->y_format != NULL) {
        chart_axis_set_num_format(chart->y_axis, form->y_format);
    }
    if (form->y_most > 0) {
        chart_axis_set_max(chart->y_axis, form->y_most);
    }
    if (form->type != LXW_CHART_BAR) {
        chart_axis_set_min(chart->y_axis, 0);
    }
    if (form->type == LXW_CHART_SCATTER || form->type == LXW_CHART_SCATTER_STRAIGHT) {
        chart_axis_set_min(chart->x_axis, 0);
    }
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
}

/* Where the i-th of n charts stands. */
static struct qa_chart_place place_of(uint32_t row, size_t i, size_t n, double width)
{
    enum { GAP = 12, WIDE = 480, WIDEST = 720 };
    double half = (width - GAP) / 2;
    half = half < WIDE ? WIDE : half > WIDEST ? WIDEST : half;
    return (struct qa_chart_place){.row = row + (uint32_t)(i / 2) * QA_CHART_ROWS,
                                   .x_offset = i % 2 == 0 ? 0 : (unsigned)(half + GAP),
                                   .x_scale = (n == 1 && width > WIDEST ? WIDEST : half) / WIDE,
                                   .y_scale = 1.1};
}

struct grid {
    uint32_t row;
    size_t i, n;
    double width;
};

/* A line whose columns say nothing in any row is not there. */
static const struct qa_placed *source_of(const struct qa_chart_line *line,
                                         const struct qa_placed *placed, size_t n,
                                         const struct qa_placed *of)
{
    const struct qa_placed *source =
        line->table != NULL ? placed_table(placed, n, line->table) : of;
    bool is_there = source != NULL && qa_block_shows(&source->block, line->x) &&
                    qa_block_shows(&source->block, line->y);
    return is_there ? source : NULL;
}

static void put_chart(struct qa_sheet *sheet, const struct qa_placed *placed, size_t n,
                      const struct qa_page_chart *form, const struct qa_placed *of, struct run run,
                      struct grid *grid)
{
    struct qa_arena *arena = sheet->book->arena;
    struct drawing drawing = {.sheet = sheet,
                              .chart = workbook_add_chart(sheet->book->workbook, form->type)};
    const char *values = values_at(of->block.table, run.first, form->each, arena);
    for (size_t l = 0; l < form->n_lines; l++) {
        const struct qa_placed *source = source_of(&form->lines[l], placed, n, of);
        struct run own = source == NULL ? (struct run){0, 0}
                         : source == of ? run
                                        : same_run(source, form->each, values, arena);
        if (own.end > own.first) {
            add_line(&drawing, source, own, form, &form->lines[l]);
        }
    }
    if (drawing.n_series == 0) {
        return;
    }
    set_axes(drawing.chart, form);
    drawing.unnamed[drawing.n_unnamed] = -1;
    if (drawing.n_unnamed == drawing.n_series) {
        chart_legend_set_position(drawing.chart, LXW_CHART_LEGEND_NONE);
    } else if (drawing.n_unnamed > 0) {
        chart_legend_delete_series(drawing.chart, drawing.unnamed);
    }
    struct qa_chart_place place = place_of(grid->row, grid->i++, grid->n, grid->width);
    place.title =
        values[0] == '\0' ? form->title : qa_arena_format(arena, "%s: %s", values, form->title);
    place.description = form->description;
    qa_put_chart(sheet, drawing.chart, &place);
}

void qa_put_page_charts(struct qa_sheet *sheet, const struct qa_placed *placed, size_t n,
                        const struct qa_placed *of, double width)
{
    struct grid grid = {of->charts, 0, qa_page_charts(placed, n, of->form), width};
    for (size_t c = 0; c < of->form->n_charts; c++) {
        const struct qa_page_chart *chart = &of->form->charts[c];
        const struct qa_placed *source = placed_table(placed, n, table_of(chart, of->form));
        for (size_t first = source != NULL ? source->block.first : 0;
             source != NULL && first < source->block.end && grid.i < grid.n;) {
            struct run run = run_from(source->block.table, first, source->block.end, chart->each,
                                      sheet->book->arena);
            put_chart(sheet, placed, n, chart, source, run, &grid);
            first = run.end;
        }
    }
}
