#include <ctype.h>
#include <math.h>

#include "reports/sheets.h"

enum { FIRST = 4, N_COLUMNS = 19, N_SHARES = 3, SHARES_COLUMN = 16 };

/* The sheet of one kind of objects: kinds are never put side by side. */
struct page {
    struct qa_vendor_book *book;
    struct qa_sheet *sheet;
    const struct qa_type *type;
};

static const double share_limits[N_SHARES] = {0.5, 0.75, 0.9};

/* Of the reference's objects, those with a matched one at this IoU or above; not known below the
 * threshold of matching. Bins of the histogram begin at these limits. */
static double share_from(const struct qa_overlap_row *row, double limit, double threshold)
{
    uint64_t n = 0;
    if (row->reference_objects == 0 || limit < threshold) {
        return (double)NAN;
    }
    for (int bin = (int)(limit * QA_IOU_BINS + 0.5); bin < QA_IOU_BINS; bin++) {
        n += row->histogram[bin];
    }
    return (double)n / (double)row->reference_objects;
}

static void put_headings(const struct page *page, uint32_t row, const char *second)
{
    struct qa_sheet *sheet = page->sheet;
    const char *similarity = page->type->similarity;
    struct qa_arena *arena = page->book->arena;
    const char *const headers[N_COLUMNS] = {"",
                                            second,
                                            "reference objects",
                                            "delivered objects",
                                            "matched",
                                            "missed",
                                            "spurious",
                                            "mis- labelled",
                                            "precision",
                                            "recall",
                                            qa_arena_format(arena, "mean %s", similarity),
                                            "p05",
                                            "p25",
                                            "median",
                                            "p75",
                                            "p95",
                                            qa_arena_format(arena, "found at %s 0.5", similarity),
                                            qa_arena_format(arena, "found at %s 0.75", similarity),
                                            qa_arena_format(arena, "found at %s 0.9", similarity)};
    static const char *const comments[N_COLUMNS] = {
        [2] = "Objects of gold on items that were compared.",
        [4] = "One-to-one pairs of equal class at the threshold or above.",
        [8] = "Matched over delivered.",
        [9] = "Matched over reference.",
        [11] = "Quantiles of the similarity of matched pairs, type 7.",
        [16] = ("Share of the reference's objects that have a matched one at this similarity or "
                "above.")};
    qa_put_subheaders(sheet, row, headers, N_COLUMNS);
    qa_comment_headers(sheet, row, comments, N_COLUMNS);
    qa_row_of_lines(sheet, row, 2);
}

static void put_row(struct qa_sheet *sheet, uint32_t row, const char *first, const char *second,
                    const struct qa_overlap_row *one, double threshold)
{
    const uint64_t counts[] = {one->reference_objects, one->delivered_objects,
                               one->matched,           one->missed,
                               one->spurious,          one->mislabelled};
    const struct qa_estimate *similarity[] = {&one->mean,        &one->quantile[0],
                                              &one->quantile[1], &one->quantile[2],
                                              &one->quantile[3], &one->quantile[4]};
    const struct qa_estimate *rates[] = {&one->precision, &one->recall};
    qa_put(sheet, row, 0, first, QA_STYLE_TEXT);
    qa_put(sheet, row, 1, second, QA_STYLE_TEXT);
    for (uint16_t k = 0; k < 6; k++) {
        qa_put_number(sheet, row, (uint16_t)(2 + k), (double)counts[k], QA_STYLE_FIXED_COUNT);
    }
    for (uint16_t k = 0; k < 2; k++) {
        qa_put_number(sheet, row, (uint16_t)(8 + k),
                      qa_is_defined(rates[k]) ? rates[k]->value : (double)NAN, QA_STYLE_FIXED_RATE);
    }
    for (uint16_t k = 0; k < 6; k++) {
        qa_put_number(sheet, row, (uint16_t)(10 + k),
                      one->n > 0 ? similarity[k]->value : (double)NAN, QA_STYLE_FIXED_REAL);
    }
    for (uint16_t k = 0; k < (uint16_t)N_SHARES; k++) {
        qa_put_number(sheet, row, (uint16_t)(SHARES_COLUMN + k),
                      share_from(one, share_limits[k], threshold), QA_STYLE_FIXED_RATE);
    }
}

/* ---- vendors and their size classes ---- */

static const struct qa_question *question_of(const struct qa_vendor_book *book,
                                             const struct qa_overlap_row *row)
{
    return qa_question_at(book->evaluation->overlap->comparison->b, row->question);
}

static bool is_here(const struct page *page, const struct qa_overlap_row *row)
{
    return question_of(page->book, row)->type == page->type;
}

/* Rows of vendors, or of all when there is no vendor's. */
static bool is_of_vendors(const struct page *page)
{
    const struct qa_overlap_result *overlap = page->book->evaluation->overlap;
    for (size_t i = 0; i < overlap->n_rows; i++) {
        if (overlap->rows[i].by == QA_SCORE_VENDOR && is_here(page, &overlap->rows[i])) {
            return true;
        }
    }
    return false;
}

/* Every row is of one question; where there is but one of the kind, its name would be repeated in
 * every row. */
static const char *in_question(const struct page *page, const struct qa_overlap_row *row,
                               const char *group)
{
    const struct qa_overlap_result *overlap = page->book->evaluation->overlap;
    for (size_t i = 0; i < overlap->n_rows; i++) {
        if (is_here(page, &overlap->rows[i]) && overlap->rows[i].question != row->question) {
            return qa_arena_format(page->book->arena, "%s: %s",
                                   qa_question_text(page->book, row->question), group);
        }
    }
    return group;
}

static double threshold_of(const struct page *page, const struct qa_overlap_row *row)
{
    return question_of(page->book, row)->threshold;
}

static bool is_vendor_row(const struct page *page, const struct qa_overlap_row *row)
{
    return is_here(page, row) && row->by == (is_of_vendors(page) ? QA_SCORE_VENDOR : QA_SCORE_ALL);
}

static uint32_t put_vendors(const struct page *page)
{
    const struct qa_overlap_result *overlap = page->book->evaluation->overlap;
    struct qa_sheet *sheet = page->sheet;
    uint32_t row = FIRST;
    put_headings(page, FIRST - 1, "size");
    for (size_t i = 0; i < overlap->n_rows; i++) {
        const struct qa_overlap_row *one = &overlap->rows[i];
        if (!is_vendor_row(page, one)) {
            continue;
        }
        const char *name = one->by == QA_SCORE_VENDOR ? one->group : "all";
        put_row(sheet, row++, name, in_question(page, one, "all sizes"), one,
                threshold_of(page, one));
        for (size_t s = 0; s < overlap->n_vendor_sizes; s++) {
            const struct qa_overlap_row *size = &overlap->vendor_sizes[s];
            if (size->vendor == one->vendor && size->question == one->question) {
                put_row(sheet, row++, name, in_question(page, size, size->group), size,
                        threshold_of(page, size));
            }
        }
    }
    return row;
}

static uint32_t put_others(const struct page *page, uint32_t row)
{
    struct qa_vendor_book *book = page->book;
    struct qa_sheet *sheet = page->sheet;
    const struct qa_overlap_result *overlap = book->evaluation->overlap;
    qa_put(sheet, row++, 0, "By class of all vendors, by batch and by annotator",
           QA_STYLE_SUBTITLE);
    put_headings(page, row++, "group");
    for (size_t i = 0; i < overlap->n_rows; i++) {
        const struct qa_overlap_row *one = &overlap->rows[i];
        if (!is_here(page, one) || one->by == QA_SCORE_ALL || one->by == QA_SCORE_VENDOR ||
            one->by == QA_SCORE_SIZE) {
            continue;
        }
        const char *group =
            one->by == QA_SCORE_ANNOTATOR
                ? qa_arena_format(book->arena, "%s: %s", qa_vendor_text(book, one->vendor),
                                  qa_person(book, one->id))
                : one->group;
        put_row(sheet, row++, qa_score_by_name(one->by), in_question(page, one, group), one,
                threshold_of(page, one));
    }
    return row;
}

/* ---- the distribution of IoU ---- */

/* Shares rather than counts, since vendors deliver different numbers of objects. */
static uint16_t put_histogram(const struct page *page, uint32_t header)
{
    struct qa_vendor_book *book = page->book;
    struct qa_sheet *sheet = page->sheet;
    const struct qa_overlap_result *overlap = book->evaluation->overlap;
    uint16_t column = 1;
    qa_put(sheet, header, 0, qa_arena_format(book->arena, "%s from", page->type->similarity),
           QA_STYLE_HEADER);
    for (int bin = 0; bin < QA_IOU_BINS; bin++) {
        qa_put(sheet, header + 1 + (uint32_t)bin, 0,
               qa_arena_format(book->arena, "%.2f", (double)bin / QA_IOU_BINS), QA_STYLE_TEXT);
    }
    for (size_t i = 0; i < overlap->n_rows; i++) {
        const struct qa_overlap_row *one = &overlap->rows[i];
        if (!is_vendor_row(page, one)) {
            continue;
        }
        qa_put(sheet, header, column,
               in_question(page, one, one->by == QA_SCORE_ALL ? "all" : one->group),
               QA_STYLE_HEADER);
        for (int bin = 0; bin < QA_IOU_BINS; bin++) {
            qa_put_number(sheet, header + 1 + (uint32_t)bin, column,
                          one->n > 0 ? (double)one->histogram[bin] / (double)one->n : (double)NAN,
                          QA_STYLE_FIXED_RATE);
        }
        column++;
    }
    return column;
}

static void put_chart(const struct page *page, uint32_t header, uint16_t end, uint32_t row)
{
    struct qa_vendor_book *book = page->book;
    struct qa_sheet *sheet = page->sheet;
    static const uint32_t colours[] = {0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9};
    struct qa_arena *arena = book->arena;
    lxw_chart *chart = workbook_add_chart(book->book.workbook, LXW_CHART_COLUMN);
    uint32_t first_bin = header + 1 + QA_IOU_BINS / 2;
    uint32_t last_bin = header + QA_IOU_BINS;
    for (uint16_t column = 1; column < end; column++) {
        lxw_chart_series *series = chart_add_series(
            chart,
            qa_arena_format(arena, "=%s",
                            qa_range_name(arena, sheet->name, first_bin, last_bin, 0)),
            qa_arena_format(arena, "=%s",
                            qa_range_name(arena, sheet->name, first_bin, last_bin, column)));
        lxw_chart_fill fill = {.color = colours[(column - 1) % 6]};
        chart_series_set_fill(series, &fill);
        chart_series_set_name(
            series,
            qa_arena_format(arena, "=%s", qa_cell_name(arena, sheet->name, header, column)));
    }
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    chart_axis_set_num_format(chart->y_axis, "0%");
    chart_axis_set_name(chart->x_axis, qa_arena_format(arena, "%s from", page->type->similarity));
    const struct qa_chart_place place = {
        .row = row,
        .x_scale = 1.5,
        .y_scale = 1.1,
        .title = qa_arena_format(arena, "%s of matched objects, share of each vendor's",
                                 page->type->similarity),
        .description = "Columns: distribution of the similarity of each vendor's matched objects"};
    qa_put_chart(sheet, chart, &place);
}

static void put_kind(struct qa_vendor_book *book, const struct qa_type *type, bool is_only)
{
    enum { CHART_ROWS = 18 };
    static const double widths[N_COLUMNS] = {20, 24, 10, 10, 10, 10, 10, 10, 10, 10,
                                             10, 10, 10, 10, 10, 10, 10, 10, 10};
    const struct qa_overlap_result *overlap = book->evaluation->overlap;
    struct qa_sheet sheet = qa_book_sheet(
        &book->book, is_only ? "Geometry" : qa_arena_format(book->arena, "Geometry %s", type->name),
        QA_TAB_MEASURE);
    const struct page page = {book, &sheet, type};
    const struct qa_overlap_row *first = overlap->rows;
    while (!is_here(&page, first)) {
        first++;
    }
    qa_sheet_about(&book->book, sheet.name, "How well objects are placed, by vendor and size");
    qa_widths(&sheet, widths, N_COLUMNS);
    worksheet_freeze_panes(sheet.worksheet, 0, 1);
    qa_put(&sheet, 0, 0,
           qa_arena_format(book->arena, "%c%s against the reference", toupper(type->plural[0]),
                           type->plural + 1),
           QA_STYLE_TITLE);
    qa_put(&sheet, 1, 0,
           qa_arena_format(book->arena,
                           "One-to-one matching of equal classes at %s %g or above, %s.%s Computed "
                           "by labelqa.",
                           type->similarity, threshold_of(&page, first),
                           qa_pairing_name(overlap->comparison->b->questions->pairing),
                           overlap->n_vendor_sizes > 0
                               ? " Small below 32 x 32 pixels, large from 96 x 96."
                               : ""),
           QA_STYLE_TEXT);
    uint32_t row = put_vendors(&page) + 1;
    uint32_t chart_row = row;
    row = put_others(&page, row + CHART_ROWS);
    uint16_t end = put_histogram(&page, row + 1);
    put_chart(&page, row + 1, end, chart_row);
    qa_print_upright(&sheet, row + QA_IOU_BINS);
}

static bool is_first_of_kind(const struct qa_vendor_book *book, size_t row)
{
    const struct qa_overlap_row *rows = book->evaluation->overlap->rows;
    for (size_t i = 0; i < row; i++) {
        if (question_of(book, &rows[i])->type == question_of(book, &rows[row])->type) {
            return false;
        }
    }
    return true;
}

/* A sheet a kind of objects. */
void qa_sheet_geometry(struct qa_vendor_book *book)
{
    const struct qa_overlap_result *overlap = book->evaluation->overlap;
    size_t n_rows = overlap != NULL ? overlap->n_rows : 0;
    size_t n_kinds = 0;
    for (size_t i = 0; i < n_rows; i++) {
        n_kinds += is_first_of_kind(book, i);
    }
    for (size_t i = 0; i < n_rows; i++) {
        if (is_first_of_kind(book, i)) {
            put_kind(book, question_of(book, &overlap->rows[i])->type, n_kinds == 1);
        }
    }
}
