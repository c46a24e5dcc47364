/* The first page of a workbook for one vendor. */
#include <math.h>
#include <stdlib.h>

#include "qa/base/time.h"
#include "reports/sheets.h"

enum { SENTENCE_ROW = 3, FIRST_ROW = 5, N_COLUMNS = 7, MOST_CLASSES = 10 };

#define SHEET "Report"

static const char *percent(const struct qa_vendor_book *book, double share)
{
    return qa_arena_format(book->arena, "%.1f %%", 100 * share);
}

static const char *sentence(const struct qa_vendor_book *book)
{
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    struct qa_arena *arena = book->arena;
    if (card->n_scores == 0 || !qa_is_defined(&card->scores[0].error_rate)) {
        return "No answer was checked against gold.";
    }
    const struct qa_vendor_score *score = &card->scores[0];
    const struct qa_estimate *rate = &score->error_rate;
    const char *against[] = {[QA_GATE_PASS] = "within the limit of",
                             [QA_GATE_FAIL] = "above the limit of",
                             [QA_GATE_INCONCLUSIVE] =
                                 "not yet told from the limit by so many labels:"};
    if (score->facts->rate_name != NULL) {
        return qa_arena_format(arena, "%s: %s (%s to %s), %s %s.", score->facts->rate_name,
                               percent(book, rate->value), percent(book, rate->low),
                               percent(book, rate->high), against[score->gate],
                               percent(book, card->settings.max_error));
    }
    return qa_arena_format(arena, "%llu of %llu checked labels are wrong: %s (%s to %s), %s %s.",
                           (unsigned long long)score->facts->errors,
                           (unsigned long long)score->facts->audited, percent(book, rate->value),
                           percent(book, rate->low), percent(book, rate->high),
                           against[score->gate], percent(book, card->settings.max_error));
}

static void put_top(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    char made[QA_TIME_TEXT_MAX];
    qa_time_format(qa_time_report(), made);
    qa_put(sheet, 0, 0, book->evaluation->name, QA_STYLE_TITLE);
    qa_put(sheet, 1, 0,
           qa_arena_format(book->arena, "Quality report for %s%s%s, made %.10s",
                           card->n_scores > 0 ? card->scores[0].facts->name : "",
                           book->evaluation->period != NULL ? ", " : "",
                           book->evaluation->period != NULL ? book->evaluation->period : "", made),
           QA_STYLE_TEXT);
    for (uint16_t c = 0; c < (uint16_t)N_COLUMNS; c++) {
        qa_put(sheet, SENTENCE_ROW, c, NULL, QA_STYLE_BAND);
    }
    qa_put(sheet, SENTENCE_ROW, 0, sentence(book), QA_STYLE_BAND);
    qa_note_error(&book->book, worksheet_set_row(sheet->worksheet, SENTENCE_ROW, 24, NULL));
}

static uint32_t put_questions(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[N_COLUMNS] = {
        "question", "items", "labels checked", "errors", "error rate", "low", "high"};
    const struct qa_errors_result *errors = book->evaluation->errors;
    qa_put_subheaders(sheet, row++, headers, N_COLUMNS);
    for (size_t i = 0; errors != NULL && i < errors->n_vendors; i++, row++) {
        const struct qa_error_count *count = &errors->vendors[i].count;
        qa_put(sheet, row, 0, qa_question_text(book, errors->vendors[i].question), QA_STYLE_TEXT);
        qa_put_number(sheet, row, 1, (double)count->items, QA_STYLE_COUNT);
        qa_put_number(sheet, row, 2, (double)count->trials, QA_STYLE_COUNT);
        qa_put_number(sheet, row, 3, (double)count->errors, QA_STYLE_COUNT);
        qa_put_estimate_cells(sheet, row, 4, &count->rate_wilson, QA_STYLE_RATE);
    }
    return row;
}

/* ---- classes ---- */

static int more_errors(const void *left, const void *right)
{
    const struct qa_class_errors *a = *(const struct qa_class_errors *const *)left;
    const struct qa_class_errors *b = *(const struct qa_class_errors *const *)right;
    if (a->count.errors != b->count.errors) {
        return a->count.errors < b->count.errors ? 1 : -1;
    }
    return (a > b) - (a < b);
}

static void put_chart(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t first,
                      uint32_t n, uint32_t row)
{
    struct qa_arena *arena = book->arena;
    lxw_chart *chart = workbook_add_chart(book->book.workbook, LXW_CHART_BAR);
    lxw_chart_series *series = chart_add_series(
        chart, qa_arena_format(arena, "=%s", qa_range_name(arena, SHEET, first, first + n - 1, 0)),
        qa_arena_format(arena, "=%s", qa_range_name(arena, SHEET, first, first + n - 1, 3)));
    lxw_chart_fill colour = {.color = 0x1F3A4D};
    chart_series_set_fill(series, &colour);
    chart_set_series_gap(chart, 60);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    chart_axis_set_min(chart->x_axis, 0);
    chart_axis_set_reverse(chart->y_axis);
    const struct qa_chart_place place = {.row = row,
                                         .x_scale = 1.4,
                                         .title = "Errors by class of the gold",
                                         .description =
                                             "Bars: errors of each class of the gold, most first"};
    qa_put_chart(sheet, chart, &place);
}

static uint32_t put_classes(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    enum { CHART_ROWS = 17 };
    static const char *const headers[N_COLUMNS] = {
        "class", "question", "labels checked", "errors", "error rate", "low", "high"};
    const struct qa_errors_result *errors = book->evaluation->errors;
    const struct qa_class_errors **list =
        QA_ARRAY(book->arena, const struct qa_class_errors *, errors->n_classes + 1);
    uint32_t n = 0;
    for (size_t i = 0; i < errors->n_classes; i++) {
        if (errors->classes[i].count.errors > 0) {
            list[n++] = &errors->classes[i];
        }
    }
    if (n == 0) {
        return row;
    }
    qsort(list, n, sizeof *list, more_errors);
    n = n < MOST_CLASSES ? n : MOST_CLASSES;
    qa_put(sheet, row, 0, "Where most errors are", QA_STYLE_SUBTITLE);
    qa_put_subheaders(sheet, ++row, headers, N_COLUMNS);
    for (uint32_t i = 0; i < n; i++) {
        const struct qa_error_count *count = &list[i]->count;
        row++;
        qa_put(sheet, row, 0, qa_strings_text(book->evaluation->names->labels, list[i]->label),
               QA_STYLE_TEXT);
        qa_put(sheet, row, 1, qa_question_text(book, list[i]->question), QA_STYLE_TEXT);
        qa_put_number(sheet, row, 2, (double)count->trials, QA_STYLE_COUNT);
        qa_put_number(sheet, row, 3, (double)count->errors, QA_STYLE_COUNT);
        qa_put_estimate_cells(sheet, row, 4, &count->rate_wilson, QA_STYLE_RATE);
    }
    put_chart(book, sheet, row - n + 1, n, row + 2);
    return row + 2 + CHART_ROWS;
}

/* ---- agreement and turnaround ---- */

static uint32_t put_line(struct qa_sheet *sheet, uint32_t row, const char *text)
{
    qa_put(sheet, row, 0, text, QA_STYLE_TEXT);
    return row + 1;
}

static uint32_t put_others(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    const struct qa_evaluation *own = book->evaluation;
    struct qa_arena *arena = book->arena;
    if (own->scorecard.n_scores > 0) {
        const struct qa_vendor_facts *facts = own->scorecard.scores[0].facts;
        if (qa_is_defined(&facts->agreement)) {
            row = put_line(sheet, row,
                           qa_arena_format(arena,
                                           "Agreement of your annotators with each other "
                                           "(Krippendorff's alpha, lowest question): %.2f.",
                                           facts->agreement.value));
        }
        if (facts->has_mean_iou) {
            row = put_line(sheet, row,
                           qa_arena_format(arena, "Mean IoU of the %llu matched boxes: %.3f.",
                                           (unsigned long long)facts->matched, facts->mean_iou));
        }
    }
    if (own->turnaround != NULL && own->turnaround->n_vendors > 0) {
        const struct qa_vendor_turnaround *time = &own->turnaround->vendors[0];
        if (time->has_quantiles) {
            row = put_line(
                sheet, row,
                qa_arena_format(arena,
                                "Turnaround: half of the deliveries within %.1f hours, nine in "
                                "ten within %.1f.",
                                time->p50_hours, time->p90_hours));
        }
    }
    return put_line(
        sheet, row,
        qa_arena_format(arena, "To be put right: %llu answers, on the sheet Wrong items.",
                        own->errors != NULL ? (unsigned long long)own->errors->n_wrong : 0ULL));
}

void qa_sheet_report(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    static const double widths[N_COLUMNS] = {22, 18, 12, 12, 12, 12, 12};
    qa_widths(sheet, widths, N_COLUMNS);
    put_top(book, sheet);
    uint32_t row = put_questions(book, sheet, FIRST_ROW) + 1;
    if (book->evaluation->errors != NULL) {
        row = put_classes(book, sheet, row);
    }
    row = put_others(book, sheet, row + 1);
    row = qa_put_sheet_links(sheet, row + 1, 0);
    qa_put(sheet, row + 1, 0,
           qa_arena_format(book->arena,
                           "Intervals at %.0f %% confidence. Annotators are numbered in the order "
                           "of their names.",
                           100 * book->evaluation->scorecard.settings.confidence),
           QA_STYLE_NOTE_LINE);
    worksheet_set_portrait(sheet->worksheet);
    worksheet_fit_to_pages(sheet->worksheet, 1, 1);
    worksheet_gridlines(sheet->worksheet, LXW_HIDE_ALL_GRIDLINES);
}
