#include "reports/table_page.h"

#include <string.h>

#include "qa/base/error.h"
#include "qa/base/utf8.h"
#include "reports/workbook.h"

enum { FIRST = 3, HEADING = 2, MOST_ROWS = 1048575, ROWS_IN_PRINT = 75, MEASURED = 4096 };

/* ---- where blocks stand ---- */

struct layout {
    struct qa_placed placed[QA_PAGE_BLOCKS_MAX];
    size_t n;
    double widths[QA_PAGE_CELLS];
    uint16_t n_cells; /* of the page; what is beside it begins one further right */
    uint32_t end;
};

static void place_beside(struct layout *layout, uint32_t row)
{
    uint16_t left = (uint16_t)(layout->n_cells + 1);
    for (size_t i = 0; i < layout->n; i++) {
        struct qa_placed *placed = &layout->placed[i];
        if (placed->form->is_beside && placed->block.table != NULL) {
            placed->block.left = left;
            placed->heading = row;
            placed->first = row + 1;
            left = (uint16_t)(left + qa_block_width(&placed->block) + 1);
        }
    }
}

static size_t rows_of(const struct qa_placed *placed)
{
    return placed->block.end - placed->block.first;
}

static void place_below(struct layout *layout, uint32_t row)
{
    for (size_t i = 0; i < layout->n; i++) {
        struct qa_placed *placed = &layout->placed[i];
        if (placed->form->is_beside || placed->block.table == NULL) {
            continue;
        }
        placed->heading = row + !placed->form->is_untitled;
        placed->first = placed->heading + 1;
        placed->charts = placed->first + (uint32_t)rows_of(placed) + 1;
        size_t n_charts = qa_page_charts(layout->placed, layout->n, placed->form);
        row = placed->charts + (uint32_t)((n_charts + 1) / 2) * QA_CHART_ROWS;
    }
    layout->end = row;
}

static void take_blocks(struct layout *layout, const struct qa_page *page,
                        const struct qa_report *tables)
{
    if (page->n_blocks > QA_PAGE_BLOCKS_MAX) {
        QA_BUG("sheet %s has too many blocks", page->name);
    }
    for (size_t c = 0; page->least != NULL && page->least[c] > 0; c++) {
        layout->widths[c] = page->least[c];
        layout->n_cells = (uint16_t)(c + 1);
    }
    for (size_t i = 0; i < page->n_blocks; i++) {
        struct qa_placed *placed = &layout->placed[layout->n++];
        const struct qa_table *table = qa_report_table(tables, page->blocks[i].table);
        *placed = (struct qa_placed){.form = &page->blocks[i]};
        if (table == NULL || table->n_rows == 0) {
            continue;
        }
        placed->block = qa_block_without(table, placed->form->without, placed->form->is_beside);
        placed->block.widths = layout->widths;
        placed->block.has_n = placed->form->has_n;
        placed->block.end = table->n_rows < MOST_ROWS / 2 ? table->n_rows : MOST_ROWS / 2;
        if (!placed->form->is_beside) {
            uint16_t width = qa_block_width(&placed->block);
            layout->n_cells = layout->n_cells > width ? layout->n_cells : width;
        }
    }
}

/* When it is known how many cells the page has. */
static void measure(struct layout *layout, struct qa_arena *arena)
{
    for (size_t i = 0; i < layout->n; i++) {
        struct qa_placed *placed = &layout->placed[i];
        if (placed->block.table != NULL && !placed->form->is_beside) {
            placed->block.page_cells = layout->n_cells;
            qa_measure_block(&placed->block, layout->widths, arena);
        }
    }
    for (size_t i = 0; i < layout->n; i++) {
        const struct qa_placed *placed = &layout->placed[i];
        if (placed->block.table != NULL && !placed->form->is_beside) {
            qa_widen_last(&placed->block, layout->widths);
        }
    }
}

static double total_width(const struct layout *layout)
{
    double total = 0;
    for (uint16_t c = 0; c < layout->n_cells; c++) {
        total += layout->widths[c];
    }
    return total;
}

/* ---- what stands on a block ---- */

static void colour_column(struct qa_sheet *sheet, const struct qa_placed *placed)
{
    lxw_conditional_format scale = {.type = LXW_CONDITIONAL_2_COLOR_SCALE,
                                    .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                    .min_color = 0xFFFFFF,
                                    .max_color = 0xE07B6A};
    uint16_t column = qa_block_cell(&placed->block, placed->form->coloured);
    uint32_t last = placed->first + (uint32_t)rows_of(placed) - 1;
    qa_note_error(sheet->book, worksheet_conditional_format_range(sheet->worksheet, placed->first,
                                                                  column, last, column, &scale));
}

/* The item's cell again, as a link to its image. */
static void link_item(struct qa_sheet *sheet, uint32_t row, const struct qa_page *page,
                      const struct qa_placed *placed, size_t r)
{
    struct qa_arena *arena = sheet->book->arena;
    const struct qa_table *table = placed->block.table;
    const struct qa_table_cell *cell =
        qa_table_cell(table, r, qa_table_column(table, placed->form->linked));
    if (cell->present) {
        qa_put_link(sheet, row, qa_block_cell(&placed->block, placed->form->linked),
                    qa_image_link(page->images, cell->as.text, arena), cell->as.text);
    }
}

static void put_rows(struct qa_sheet *sheet, const struct qa_page *page,
                     const struct qa_placed *placed)
{
    struct qa_arena *arena = sheet->book->arena;
    for (size_t r = placed->block.first; r < placed->block.end; r++) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        uint32_t row = placed->first + (uint32_t)(r - placed->block.first);
        qa_put_block_row(sheet, row, &placed->block, r);
        if (placed->form->linked != NULL && page->images != NULL) {
            link_item(sheet, row, page, placed, r);
        }
        qa_arena_reset(arena, mark);
    }
}

static void put_filter(struct qa_sheet *sheet, const struct qa_placed *placed)
{
    uint16_t last = (uint16_t)(placed->block.left + qa_block_width(&placed->block) - 1);
    qa_note_error(sheet->book,
                  worksheet_autofilter(sheet->worksheet, placed->heading, placed->block.left,
                                       placed->first + (uint32_t)rows_of(placed) - 1, last));
}

static void put_one(struct qa_sheet *sheet, const struct qa_page *page,
                    const struct qa_placed *placed)
{
    const struct qa_page_block *form = placed->form;
    if (!form->is_untitled && !form->is_beside) {
        qa_put(sheet, placed->heading - 1, 0,
               form->title != NULL ? form->title : placed->block.table->title, QA_STYLE_SUBTITLE);
    }
    qa_put_block_headings(sheet, placed->heading, &placed->block);
    put_rows(sheet, page, placed);
    if (form->has_filter) {
        put_filter(sheet, placed);
    }
    if (form->coloured != NULL) {
        colour_column(sheet, placed);
    }
}

/* ---- the page ---- */

static void set_widths(struct qa_sheet *sheet, struct layout *layout)
{
    enum { LEAST = 8, OF_FIGURES = 11 };
    for (uint16_t c = 0; c < (uint16_t)QA_PAGE_CELLS; c++) {
        double least = c < layout->n_cells ? LEAST : OF_FIGURES;
        layout->widths[c] = layout->widths[c] < least ? least : layout->widths[c];
    }
    qa_widths(sheet, layout->widths, QA_PAGE_CELLS);
}

/* On one page where it can be read so: upright or across, by its shape. */
static void set_print(struct qa_sheet *sheet, const struct layout *layout)
{
    enum { PIXELS_A_ROW = 20, PIXELS_A_LETTER = 7 };
    uint32_t end = layout->end;
    bool is_all = layout->n > 0;
    for (size_t i = 0; i < layout->n; i++) {
        const struct qa_placed *placed = &layout->placed[i];
        bool is_there = placed->block.table != NULL;
        if (is_there && placed->form->is_for_screen && placed->heading > 2) {
            end = end < placed->heading - 2 ? end : placed->heading - 2;
        }
        is_all = is_all && !(is_there && (placed->form->is_for_screen || placed->form->is_beside));
    }
    if (!is_all && layout->n_cells > 0) {
        qa_note_error(sheet->book, worksheet_print_area(sheet->worksheet, 0, 0, end,
                                                        (uint16_t)(layout->n_cells - 1)));
    }
    qa_print_upright(sheet, end);
    if (total_width(layout) * PIXELS_A_LETTER > (double)end * PIXELS_A_ROW) {
        worksheet_set_landscape(sheet->worksheet);
    }
}

static struct layout lay_out(struct qa_sheet *sheet, uint32_t row, const struct qa_page *page,
                             const struct qa_report *tables)
{
    struct layout layout = {.n = 0};
    take_blocks(&layout, page, tables);
    measure(&layout, sheet->book->arena);
    place_beside(&layout, row);
    place_below(&layout, row);
    return layout;
}

static void put_blocks(struct qa_sheet *sheet, const struct layout *layout,
                       const struct qa_page *page)
{
    double pixels = 0;
    for (uint16_t c = 0; c < layout->n_cells; c++) {
        pixels += 7 * layout->widths[c] + 5;
    }
    for (size_t i = 0; i < layout->n; i++) {
        if (layout->placed[i].block.table != NULL) {
            put_one(sheet, page, &layout->placed[i]);
            qa_put_page_charts(sheet, layout->placed, layout->n, &layout->placed[i], pixels);
        }
    }
}

/* The blocks point to the widths of the layout that they are in. */
static void point_to_widths(struct layout *layout)
{
    for (size_t i = 0; i < layout->n; i++) {
        layout->placed[i].block.widths = layout->widths;
    }
}

uint32_t qa_put_page(struct qa_sheet *sheet, uint32_t row, const struct qa_page *page,
                     const struct qa_report *tables)
{
    struct layout layout = lay_out(sheet, row, page, tables);
    point_to_widths(&layout);
    set_widths(sheet, &layout);
    put_blocks(sheet, &layout, page);
    set_print(sheet, &layout);
    return layout.end;
}

/* A sentence in lines that the page is wide enough for. */
static uint32_t put_sentence(struct qa_sheet *sheet, uint32_t row, const char *text, double width)
{
    size_t most = (size_t)(width * 1.15);
    while (*text != '\0') {
        size_t length = strlen(text);
        for (length = length > most ? most : length; text[length] != '\0' && text[length] != ' ';) {
            length--;
        }
        qa_put(sheet, row++, 0, qa_arena_text_n(sheet->book->arena, text, length), QA_STYLE_TEXT);
        text += length;
        text += strspn(text, " ");
    }
    return row;
}

struct qa_sheet qa_page_sheet(struct qa_book *book, const struct qa_page *page,
                              const struct qa_report *tables, uint32_t *end)
{
    enum { NARROWEST = 90 };
    struct qa_sheet sheet = qa_book_sheet(book, page->name, page->tab_colour);
    struct layout layout = lay_out(&sheet, FIRST, page, tables);
    double width = total_width(&layout);
    qa_put(&sheet, 0, 0, page->title, QA_STYLE_TITLE);
    uint32_t row = put_sentence(&sheet, 1, page->sentence != NULL ? page->sentence : "",
                                width > NARROWEST ? width : NARROWEST);
    uint32_t after = qa_put_page(&sheet, row + 1, page, tables);
    worksheet_freeze_panes(sheet.worksheet, 0, after > row + 1 ? 1 : 0);
    if (end != NULL) {
        *end = after;
    }
    return sheet;
}

/* ---- lists of any length ---- */

static struct qa_sheet start_list(struct qa_book *book, const struct qa_page *page, unsigned part,
                                  const char *which)
{
    struct qa_sheet sheet = qa_book_list_sheet(book, page->name, page->tab_colour, part);
    qa_put(&sheet, 0, 0, page->title, QA_STYLE_TITLE);
    qa_put(&sheet, 1, 0, which, QA_STYLE_NOTE_LINE);
    return sheet;
}

/* Rows `first` to `end` of the list, some at a time, so that few are in memory. */
static void put_part(struct qa_sheet *sheet, const struct qa_page *page,
                     const struct qa_list_rows *rows, size_t first, size_t end)
{
    struct layout layout = {.n = 1};
    struct qa_placed *placed = &layout.placed[0];
    uint32_t row = HEADING + 1;
    for (size_t from = first; from < end; from += MEASURED) {
        struct qa_arena *arena = qa_arena_new();
        size_t to = from + MEASURED < end ? from + MEASURED : end;
        const struct qa_table *table = rows->rows(rows->context, from, to, arena);
        *placed = (struct qa_placed){.form = page->blocks,
                                     .block = qa_block_without(table, page->blocks->without, true),
                                     .heading = HEADING,
                                     .first = row};
        placed->block.widths = layout.widths;
        if (from == first) {
            qa_measure_block(&placed->block, layout.widths, sheet->book->arena);
            layout.n_cells = qa_block_width(&placed->block);
            set_widths(sheet, &layout);
            qa_put_block_headings(sheet, HEADING, &placed->block);
        }
        put_rows(sheet, page, placed);
        row += (uint32_t)(to - from);
        qa_arena_free(arena);
    }
    worksheet_freeze_panes(sheet->worksheet, HEADING + 1, 1);
    qa_note_error(sheet->book, worksheet_repeat_rows(sheet->worksheet, HEADING, HEADING));
    qa_note_error(sheet->book, worksheet_autofilter(sheet->worksheet, HEADING, 0, row - 1,
                                                    (uint16_t)(layout.n_cells - 1)));
    layout.end = row - 1 < ROWS_IN_PRINT ? row - 1 : ROWS_IN_PRINT;
    qa_note_error(sheet->book, worksheet_print_area(sheet->worksheet, 0, 0, layout.end,
                                                    (uint16_t)(layout.n_cells - 1)));
    qa_print_upright(sheet, 1);
}

void qa_list_sheets(struct qa_book *book, const struct qa_page *page,
                    const struct qa_list_rows *rows)
{
    enum { MOST = MOST_ROWS - HEADING };
    unsigned part = 0;
    for (size_t first = 0; first < rows->n; first += MOST) {
        size_t end = first + MOST < rows->n ? first + MOST : rows->n;
        struct qa_sheet sheet = start_list(
            book, page, ++part,
            qa_arena_format(book->arena, "%zu to %zu of %zu, %s%s%s.", first + 1, end, rows->n,
                            rows->order, end < rows->n ? "; continued on the next sheet" : "",
                            rows->n > ROWS_IN_PRINT ? "; the first page is printed" : ""));
        put_part(&sheet, page, rows, first, end);
    }
    if (rows->n == 0) {
        (void)start_list(book, page, 1, page->sentence);
    }
}
