#ifndef REPORTS_TABLE_PAGE_H
#define REPORTS_TABLE_PAGE_H

/*
 * A sheet of tables: what stands on it is declared, nothing of it is code. A table shows all its
 * columns but those that the sheet leaves out by name and those that say nothing in any row, so
 * that a column added to a table is on its sheet too. Widths follow what is in the cells; texts
 * that are too long wrap, in rows made high enough.
 */

#include "qa/table/report.h"
#include "reports/table_block.h"

enum qa_line_look { QA_LOOK_LINE, QA_LOOK_DASHED, QA_LOOK_MARKED, QA_LOOK_POINTS, QA_LOOK_BARS };

/* Cells of two columns of a table that stands on the sheet. */
struct qa_chart_line {
    const char *table; /* NULL: the chart's */
    const char *x;
    const char *y;
    const char *name; /* in the legend; NULL: it is not there */
    uint32_t colour;  /* 0: the next of those that all can tell apart */
    enum qa_line_look look;
};

struct qa_page_chart {
    const char *table; /* NULL: the block's */
    const char *each;  /* columns: a chart for each run of rows that are equal in them; NULL: one */
    const char *series; /* a column: each line once for each run of its values, named by them */
    const struct qa_chart_line *lines;
    size_t n_lines;
    uint8_t type;      /* of the library */
    const char *title; /* after the values of `each` */
    const char *description;
    const char *x_name;
    const char *y_name;
    const char *y_format;
    double y_most; /* 0: as it comes */
};

struct qa_page_block {
    const char *table; /* of the report; nothing of the block where it has no row */
    const char *title; /* NULL: the table's */
    const char *without;
    const char *coloured; /* a column of shares or counts, deeper red the more */
    const char *linked;   /* a column of items, that lead to their images */
    bool has_filter;
    bool has_n;     /* estimates show n */
    bool is_beside; /* figures of charts only: right of the page, not printed */
    bool is_untitled;
    bool is_for_screen; /* a long list, not printed */
    const struct qa_page_chart *charts;
    size_t n_charts;
};

struct qa_page {
    const char *name;
    const char *title;
    const char *sentence; /* below the title; NULL: none */
    const char *images;   /* template of links; NULL: none */
    uint32_t tab_colour;
    const double *least; /* widths that what stands there by hand needs, ended by 0; NULL: none */
    const struct qa_page_block *blocks;
    size_t n_blocks;
};
#define QA_PAGE_BLOCKS(list) .blocks = (list), .n_blocks = sizeof(list) / sizeof *(list)
#define QA_BLOCK_CHARTS(list) .charts = (list), .n_charts = sizeof(list) / sizeof *(list)
#define QA_CHART_LINES(list) .lines = (list), .n_lines = sizeof(list) / sizeof *(list)

/* The blocks below each other from `row` on, with their charts; on a sheet that is there. Returns
 * the row after the last. O(cells). */
uint32_t qa_put_page(struct qa_sheet *sheet, uint32_t row, const struct qa_page *page,
                     const struct qa_report *tables);

/* A sheet of its own, with title and sentence; *end is the row after the last, and may be NULL. */
struct qa_sheet qa_page_sheet(struct qa_book *book, const struct qa_page *page,
                              const struct qa_report *tables, uint32_t *end);

/* A sheet, or several of QA_ROWS_A_SHEET rows, of the page's one block, for lists of any length:
 * no row is held but those of a part. */
struct qa_list_rows {
    /* The table of rows first to end - 1, in the arena. */
    struct qa_table *(*rows)(const void *context, size_t first, size_t end, struct qa_arena *arena);
    const void *context;
    size_t n;
    const char *order; /* "by question, vendor and item" */
};
void qa_list_sheets(struct qa_book *book, const struct qa_page *page,
                    const struct qa_list_rows *rows);

/* ---- the parts of it ---- */

enum { QA_PAGE_CELLS = 128, QA_PAGE_BLOCKS_MAX = 16, QA_CHART_ROWS = 17 };

/* Where a block stands. */
struct qa_placed {
    const struct qa_page_block *form;
    struct qa_block block; /* without a table: not on the sheet */
    uint32_t heading;
    uint32_t first; /* row */
    uint32_t charts;
};

/* How many charts the block has. */
size_t qa_page_charts(const struct qa_placed *placed, size_t n, const struct qa_page_block *form);

/* All charts of a block, two side by side from `row` on; `width` in pixels of the page. */
void qa_put_page_charts(struct qa_sheet *sheet, const struct qa_placed *placed, size_t n,
                        const struct qa_placed *of, double width);

#endif
