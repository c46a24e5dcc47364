#include <math.h>

#include "qa/base/time.h"
#include "reports/sheets.h"

enum { FIRST = 3, N_HEADERS = 13 };

static uint32_t put_vendors(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    static const char *const headers[N_HEADERS] = {
        "vendor",   "deliveries", "items", "open deliveries", "open items", "late", "undecided",
        "median h", "p90 h",      "p95 h", "on time",         "low",        "high"};
    const struct qa_turnaround *time = book->evaluation->turnaround;
    qa_put_headers(sheet, FIRST - 1, headers, N_HEADERS);
    for (size_t i = 0; i < time->n_vendors; i++) {
        const struct qa_vendor_turnaround *one = &time->vendors[i];
        uint32_t row = FIRST + (uint32_t)i;
        const uint64_t counts[] = {one->deliveries, one->items, one->open,
                                   one->open_items, one->late,  one->undecided};
        qa_put(sheet, row, 0, one->vendor, QA_STYLE_TEXT);
        for (uint16_t k = 0; k < 6; k++) {
            qa_put_number(sheet, row, (uint16_t)(1 + k), (double)counts[k], QA_STYLE_FIXED_COUNT);
        }
        qa_put_number(sheet, row, 7, one->has_quantiles ? one->p50_hours : (double)NAN,
                      QA_STYLE_FIXED_REAL);
        qa_put_number(sheet, row, 8, one->has_quantiles ? one->p90_hours : (double)NAN,
                      QA_STYLE_FIXED_REAL);
        qa_put_number(sheet, row, 9, one->has_quantiles ? one->p95_hours : (double)NAN,
                      QA_STYLE_FIXED_REAL);
        qa_put_estimate_cells(sheet, row, 10, &one->on_time, QA_STYLE_FIXED_RATE);
    }
    return FIRST + (uint32_t)time->n_vendors;
}

static void put_chart(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t last,
                      uint32_t row)
{
    static const char *const names[] = {"median hours", "p90 hours"};
    struct qa_arena *arena = book->arena;
    lxw_chart *chart = workbook_add_chart(book->book.workbook, LXW_CHART_BAR);
    for (uint16_t k = 0; k < 2; k++) {
        lxw_chart_series *series = chart_add_series(
            chart,
            qa_arena_format(arena, "=%s", qa_range_name(arena, "Turnaround", FIRST, last, 0)),
            qa_arena_format(arena, "=%s",
                            qa_range_name(arena, "Turnaround", FIRST, last, (uint16_t)(7 + k))));
        chart_series_set_name(series, names[k]);
    }
    chart_title_set_name(chart, "Turnaround in hours");
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    lxw_chart_options place = {
        .description =
            qa_library_text("Bars: median and 90th percentile of turnaround of each vendor")};
    qa_note_error(&book->book, worksheet_insert_chart_opt(sheet->worksheet, row, 7, chart, &place));
}

static void put_deliveries(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {"vendor",  "batch", "items",
                                          "ordered", "due",   "delivered"};
    const struct qa_turnaround *time = book->evaluation->turnaround;
    for (uint16_t c = 0; c < 6; c++) {
        qa_put(sheet, row, c, headers[c], QA_STYLE_HEADER);
    }
    for (size_t i = 0; i < time->n_entries; i++) {
        const struct qa_delivery_entry *entry = &time->entries[i];
        const int64_t times[] = {entry->ordered, entry->due, entry->delivered};
        row++;
        qa_put(sheet, row, 0, entry->vendor, QA_STYLE_TEXT);
        qa_put(sheet, row, 1, entry->batch, QA_STYLE_TEXT);
        qa_put_number(sheet, row, 2, (double)entry->items, QA_STYLE_COUNT);
        for (uint16_t k = 0; k < 3; k++) {
            char text[QA_TIME_TEXT_MAX] = "open";
            if (times[k] != QA_NO_TIME) {
                qa_time_format(times[k], text);
            }
            qa_put(sheet, row, (uint16_t)(3 + k), text, QA_STYLE_TEXT);
        }
    }
}

void qa_sheet_turnaround(struct qa_vendor_book *book)
{
    static const double widths[] = {18, 14, 10, 21, 21, 21, 10, 10, 10, 10, 10, 10, 10};
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Turnaround", QA_TAB_MEASURE);
    qa_widths(&sheet, widths, N_HEADERS);
    qa_put(&sheet, 0, 0, "Turnaround", QA_STYLE_TITLE);
    if (book->evaluation->turnaround == NULL) {
        qa_put(&sheet, 2, 0, "No delivery log was given.", QA_STYLE_TEXT);
        return;
    }
    char as_of[QA_TIME_TEXT_MAX];
    qa_time_format(book->evaluation->turnaround->as_of, as_of);
    qa_put(&sheet, 1, 0,
           qa_arena_format(book->arena,
                           "Quantiles of finished deliveries (type 7); open ones stand beside "
                           "them. On time at the log's end, %s.",
                           as_of),
           QA_STYLE_TEXT);
    uint32_t row = put_vendors(book, &sheet);
    if (row > FIRST) {
        put_chart(book, &sheet, row - 1, row + 1);
    }
    put_deliveries(book, &sheet, row + 1);
}
