#include <math.h>

#include "reports/sheets.h"

enum { FIRST = 4, N_COLUMNS = 19, N_SHARES = 3, SHARES_COLUMN = 16 };

#define SHEET "Geometry"

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

static void put_headings(struct qa_sheet *sheet, uint32_t row, const char *second)
{
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
                                            "mean IoU",
                                            "p05",
                                            "p25",
                                            "median",
                                            "p75",
                                            "p95",
                                            "found at IoU 0.5",
                                            "found at IoU 0.75",
                                            "found at IoU 0.9"};
    static const char *const comments[N_COLUMNS] = {
        [2] = "Objects of gold on items that were compared.",
        [4] = "One-to-one pairs of equal class at the threshold or above.",
        [8] = "Matched over delivered.",
        [9] = "Matched over reference.",
        [11] = "Quantiles of the IoU of matched pairs, type 7.",
        [16] = "Share of the reference's objects that have a matched one at this IoU or above."};
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

/* Rows of one kind, or of all when there is no vendor's. */
static bool is_of_vendors(const struct qa_overlap_result *overlap)
{
    for (size_t i = 0; i < overlap->n_rows; i++) {
        if (overlap->rows[i].by == QA_SCORE_VENDOR) {
            return true;
        }
    }
    return false;
}

/* Kinds are never averaged together, so every row is of one question; where there is but one, its
 * name would be repeated in every row. */
static const char *in_question(struct qa_vendor_book *book, const struct qa_overlap_row *row,
                               const char *group)
{
    const struct qa_overlap_result *overlap = book->evaluation->overlap;
    bool several = overlap->rows[0].question != overlap->rows[overlap->n_rows - 1].question;
    return several ? qa_arena_format(book->arena, "%s: %s", qa_question_text(book, row->question),
                                     group)
                   : group;
}

static double threshold_of(struct qa_vendor_book *book, const struct qa_overlap_row *row)
{
    return qa_question_at(book->evaluation->overlap->comparison->b, row->question)->threshold;
}

static bool is_vendor_row(const struct qa_overlap_result *overlap, const struct qa_overlap_row *row)
{
    return row->by == (is_of_vendors(overlap) ? QA_SCORE_VENDOR : QA_SCORE_ALL);
}

static uint32_t put_vendors(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    const struct qa_overlap_result *overlap = book->evaluation->overlap;
    uint32_t row = FIRST;
    put_headings(sheet, FIRST - 1, "size");
    for (size_t i = 0; i < overlap->n_rows; i++) {
        const struct qa_overlap_row *one = &overlap->rows[i];
        if (!is_vendor_row(overlap, one)) {
            continue;
        }
        const char *name = one->by == QA_SCORE_VENDOR ? one->group : "all";
        put_row(sheet, row++, name, in_question(book, one, "all sizes"), one,
                threshold_of(book, one));
        for (size_t s = 0; s < overlap->n_vendor_sizes; s++) {
            const struct qa_overlap_row *size = &overlap->vendor_sizes[s];
            if (size->vendor == one->vendor && size->question == one->question) {
                put_row(sheet, row++, name, in_question(book, size, size->group), size,
                        threshold_of(book, size));
            }
        }
    }
    return row;
}

static uint32_t put_others(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    const struct qa_overlap_result *overlap = book->evaluation->overlap;
    qa_put(sheet, row++, 0, "By class of all vendors, by batch and by annotator",
           QA_STYLE_SUBTITLE);
    put_headings(sheet, row++, "group");
    for (size_t i = 0; i < overlap->n_rows; i++) {
        const struct qa_overlap_row *one = &overlap->rows[i];
        if (one->by == QA_SCORE_ALL || one->by == QA_SCORE_VENDOR || one->by == QA_SCORE_SIZE) {
            continue;
        }
        const char *group =
            one->by == QA_SCORE_ANNOTATOR
                ? qa_arena_format(book->arena, "%s: %s", qa_vendor_text(book, one->vendor),
                                  qa_person(book, one->id))
                : one->group;
        put_row(sheet, row++, qa_score_by_name(one->by), in_question(book, one, group), one,
                threshold_of(book, one));
    }
    return row;
}

/* ---- the distribution of IoU ---- */

/* Shares rather than counts, since vendors deliver different numbers of objects. */
static uint16_t put_histogram(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t header)
{
    const struct qa_overlap_result *overlap = book->evaluation->overlap;
    uint16_t column = 1;
    qa_put(sheet, header, 0, "IoU from", QA_STYLE_HEADER);
    for (int bin = 0; bin < QA_IOU_BINS; bin++) {
        qa_put(sheet, header + 1 + (uint32_t)bin, 0,
               qa_arena_format(book->arena, "%.2f", (double)bin / QA_IOU_BINS), QA_STYLE_TEXT);
    }
    for (size_t i = 0; i < overlap->n_rows; i++) {
        const struct qa_overlap_row *one = &overlap->rows[i];
        if (!is_vendor_row(overlap, one)) {
            continue;
        }
        qa_put(sheet, header, column,
               in_question(book, one, one->by == QA_SCORE_ALL ? "all" : one->group),
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

static void put_chart(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t header,
                      uint16_t end, uint32_t row)
{
    static const uint32_t colours[] = {0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9};
    struct qa_arena *arena = book->arena;
    lxw_chart *chart = workbook_add_chart(book->book.workbook, LXW_CHART_COLUMN);
    uint32_t first_bin = header + 1 + QA_IOU_BINS / 2;
    uint32_t last_bin = header + QA_IOU_BINS;
    for (uint16_t column = 1; column < end; column++) {
        lxw_chart_series *series = chart_add_series(
            chart,
            qa_arena_format(arena, "=%s", qa_range_name(arena, SHEET, first_bin, last_bin, 0)),
            qa_arena_format(arena, "=%s",
                            qa_range_name(arena, SHEET, first_bin, last_bin, column)));
        lxw_chart_fill fill = {.color = colours[(column - 1) % 6]};
        chart_series_set_fill(series, &fill);
        chart_series_set_name(
            series, qa_arena_format(arena, "=%s", qa_cell_name(arena, SHEET, header, column)));
    }
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    chart_axis_set_num_format(chart->y_axis, "0%");
    chart_axis_set_name(chart->x_axis, "IoU from");
    const struct qa_chart_place place = {
        .row = row,
        .x_scale = 1.5,
        .y_scale = 1.1,
        .title = "IoU of matched objects, share of each vendor's",
        .description = "Columns: distribution of IoU of each vendor's matched objects"};
    qa_put_chart(sheet, chart, &place);
}

void qa_sheet_geometry(struct qa_vendor_book *book)
{
    enum { CHART_ROWS = 18 };
    static const double widths[N_COLUMNS] = {20, 24, 10, 10, 10, 10, 10, 10, 10, 10,
                                             10, 10, 10, 10, 10, 10, 10, 10, 10};
    const struct qa_overlap_result *overlap = book->evaluation->overlap;
    if (overlap == NULL || overlap->n_rows == 0) {
        return;
    }
    struct qa_sheet sheet = qa_book_sheet(&book->book, SHEET, QA_TAB_MEASURE);
    qa_widths(&sheet, widths, N_COLUMNS);
    worksheet_freeze_panes(sheet.worksheet, 0, 1);
    const struct qa_questions *questions = overlap->comparison->b->questions;
    qa_put(&sheet, 0, 0,
           qa_arena_format(book->arena, "%s against the reference",
                           qa_questions_title(questions, book->arena)),
           QA_STYLE_TITLE);
    qa_put(&sheet, 1, 0,
           qa_arena_format(book->arena,
                           "Optimal one-to-one matching of equal classes at %s %g or above. Small "
                           "below 32 x 32 pixels, large from 96 x 96. Computed by labelqa.",
                           qa_questions_similarity(questions),
                           threshold_of(book, &overlap->rows[0])),
           QA_STYLE_TEXT);
    uint32_t row = put_vendors(book, &sheet) + 1;
    uint32_t chart_row = row;
    row = put_others(book, &sheet, row + CHART_ROWS);
    uint16_t end = put_histogram(book, &sheet, row + 1);
    put_chart(book, &sheet, row + 1, end, chart_row);
    qa_print_upright(&sheet, row + QA_IOU_BINS);
}
