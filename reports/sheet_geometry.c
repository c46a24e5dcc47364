#include <math.h>

#include "reports/sheets.h"

enum { FIRST = 4 };

static uint32_t put_rows(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    static const char *const headers[] = {"by",
                                          "group",
                                          "reference objects",
                                          "delivered objects",
                                          "matched",
                                          "missed",
                                          "spurious",
                                          "mis- labelled",
                                          "poorly placed",
                                          "precision",
                                          "recall",
                                          "F1",
                                          "mean IoU",
                                          "p05",
                                          "median",
                                          "p95"};
    const struct qa_overlap_result *overlap = book->evaluation->overlap;
    qa_put_headers(sheet, FIRST - 1, headers, 16);
    uint32_t row = FIRST;
    for (size_t i = 0; i < overlap->n_rows; i++, row++) {
        const struct qa_overlap_row *one = &overlap->rows[i];
        const uint64_t counts[] = {
            one->reference_objects, one->delivered_objects, one->matched, one->missed,
            one->spurious,          one->mislabelled,       one->poor};
        bool any = one->n > 0;
        qa_put(sheet, row, 0, qa_overlap_by_name(one->by), QA_STYLE_TEXT);
        qa_put(sheet, row, 1,
               one->by == QA_BY_ANNOTATOR
                   ? qa_arena_format(book->arena, "%s: %s", qa_vendor_text(book, one->vendor),
                                     qa_person(book, one->id))
                   : one->group,
               QA_STYLE_TEXT);
        for (uint16_t k = 0; k < 7; k++) {
            qa_put_number(sheet, row, (uint16_t)(2 + k), (double)counts[k], QA_STYLE_FIXED_COUNT);
        }
        qa_put_number(sheet, row, 9,
                      qa_is_defined(&one->precision) ? one->precision.value : (double)NAN,
                      QA_STYLE_FIXED_RATE);
        qa_put_number(sheet, row, 10, qa_is_defined(&one->recall) ? one->recall.value : (double)NAN,
                      QA_STYLE_FIXED_RATE);
        qa_put_number(sheet, row, 11, one->f1_defined ? one->f1 : (double)NAN, QA_STYLE_FIXED_REAL);
        qa_put_number(sheet, row, 12, any ? one->mean : (double)NAN, QA_STYLE_FIXED_REAL);
        qa_put_number(sheet, row, 13, any ? one->p05 : (double)NAN, QA_STYLE_FIXED_REAL);
        qa_put_number(sheet, row, 14, any ? one->p50 : (double)NAN, QA_STYLE_FIXED_REAL);
        qa_put_number(sheet, row, 15, any ? one->p95 : (double)NAN, QA_STYLE_FIXED_REAL);
    }
    return row;
}

/* Shares rather than counts, since vendors deliver different numbers of objects. */
static void put_histogram(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    const struct qa_overlap_result *overlap = book->evaluation->overlap;
    struct qa_arena *arena = book->arena;
    uint32_t header = row;
    qa_put(sheet, header, 0, "IoU from", QA_STYLE_HEADER);
    for (int bin = 0; bin < QA_IOU_BINS; bin++) {
        qa_put(sheet, header + 1 + (uint32_t)bin, 0,
               qa_arena_format(arena, "%.2f", (double)bin / QA_IOU_BINS), QA_STYLE_TEXT);
    }
    lxw_chart *chart = workbook_add_chart(book->book.workbook, LXW_CHART_COLUMN);
    uint16_t column = 1;
    uint32_t first_bin = header + 1 + QA_IOU_BINS / 2;
    uint32_t last_bin = header + QA_IOU_BINS;
    for (size_t i = 0; i < overlap->n_rows; i++) {
        const struct qa_overlap_row *one = &overlap->rows[i];
        if (one->by != QA_BY_VENDOR && !(one->by == QA_BY_ALL && book->n < 2)) {
            continue;
        }
        qa_put(sheet, header, column, one->by == QA_BY_ALL ? "all" : one->group, QA_STYLE_HEADER);
        for (int bin = 0; bin < QA_IOU_BINS; bin++) {
            qa_put_number(sheet, header + 1 + (uint32_t)bin, column,
                          one->n > 0 ? (double)one->histogram[bin] / (double)one->n : (double)NAN,
                          QA_STYLE_FIXED_RATE);
        }
        lxw_chart_series *series = chart_add_series(
            chart,
            qa_arena_format(arena, "=%s", qa_range_name(arena, "Geometry", first_bin, last_bin, 0)),
            qa_arena_format(arena, "=%s",
                            qa_range_name(arena, "Geometry", first_bin, last_bin, column)));
        chart_series_set_name(
            series, qa_arena_format(arena, "=%s", qa_cell_name(arena, "Geometry", header, column)));
        column++;
    }
    chart_title_set_name(chart, "IoU of matched boxes, share of each vendor's");
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    lxw_chart_options place = {.x_scale = 1.3,
                               .y_scale = 1.2,
                               .description =
                                   qa_library_text("Columns: distribution of IoU of each vendor")};
    qa_note_error(&book->book, worksheet_insert_chart_opt(sheet->worksheet, header,
                                                          (uint16_t)(column + 1), chart, &place));
}

void qa_sheet_geometry(struct qa_vendor_book *book)
{
    static const double widths[] = {11, 28, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10};
    const struct qa_overlap_result *overlap = book->evaluation->overlap;
    if (overlap == NULL) {
        return;
    }
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Geometry", QA_TAB_MEASURE);
    qa_widths(&sheet, widths, 16);
    qa_put(&sheet, 0, 0, "Boxes against the reference", QA_STYLE_TITLE);
    qa_put(&sheet, 1, 0,
           qa_arena_format(book->arena,
                           "Optimal one-to-one matching of equal classes at IoU %g or above. "
                           "Computed by labelqa.",
                           overlap->threshold),
           QA_STYLE_TEXT);
    uint32_t row = put_rows(book, &sheet);
    put_histogram(book, &sheet, row + 2);
}
