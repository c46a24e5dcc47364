#include <math.h>

#include "reports/sheets.h"

enum {
    FIRST_ROW = 4,
    N_COLUMNS = 21,
    CHART_COLUMN = 30,
    SECOND_CHART_COLUMN = 8,
    CHART_ROWS = 18,
    MOST_CHARTS = 8
};

/* What the others say of the annotator, by question; NULL: nothing. */
static const struct qa_annotator_row *beside_others(const struct qa_vendor_book *book,
                                                    uint32_t annotator, uint32_t question)
{
    const struct qa_annotators_result *all = book->evaluation->annotators;
    for (size_t i = 0; all != NULL && i < all->n_rows; i++) {
        if (all->rows[i].annotator == annotator && all->rows[i].question == question) {
            return &all->rows[i];
        }
    }
    return NULL;
}

/* The flags in words, one after the other; nobody's name. */
static const char *reasons(const struct qa_vendor_book *book, const struct qa_annotator_row *row)
{
    const char *text = NULL;
    for (size_t f = 0; row != NULL && f < row->n_flags; f++) {
        const struct qa_annotator_flag *flag = &row->flags[f];
        const char *colleague =
            flag->colleague == QA_NONE
                ? ""
                : qa_arena_format(book->arena, " (%s)", qa_person(book, flag->colleague));
        text = qa_arena_format(book->arena, "%s%s%s: %s%s", text != NULL ? text : "",
                               text != NULL ? "; " : "", qa_annotator_flag_name(flag->kind),
                               flag->reason, colleague);
    }
    return text;
}

static void put_others(struct qa_sheet *sheet, uint32_t row, const struct qa_vendor_book *book,
                       const struct qa_annotator_row *beside)
{
    const struct qa_estimate none = qa_undefined("no label question", 0);
    qa_put_estimate_cells(sheet, row, 14, beside != NULL ? &beside->agreement : &none,
                          QA_STYLE_FIXED_RATE);
    bool has_skill = beside != NULL && qa_is_defined(&beside->skill);
    qa_put_number(sheet, row, 17, has_skill ? beside->skill.value : (double)NAN,
                  QA_STYLE_FIXED_REAL);
    bool over = beside != NULL && beside->over_used != QA_NONE;
    bool under = beside != NULL && beside->under_used != QA_NONE;
    const struct qa_strings *labels = book->evaluation->names->labels;
    qa_put(sheet, row, 18,
           over
               ? qa_arena_format(book->arena, "%s +%.0f %%",
                                 qa_strings_text(labels, beside->over_used), 100 * beside->over_use)
               : NULL,
           QA_STYLE_TEXT);
    qa_put(sheet, row, 19,
           under ? qa_arena_format(book->arena, "%s %.0f %%",
                                   qa_strings_text(labels, beside->under_used),
                                   100 * beside->under_use)
                 : NULL,
           QA_STYLE_TEXT);
}

static void put_annotator(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                          const struct qa_annotator_errors *one)
{
    const struct qa_annotator_row *beside = beside_others(book, one->annotator, one->question);
    bool out = one->funnel != NULL && one->funnel[0] == 'a';
    qa_put(sheet, row, 0, qa_vendor_text(book, one->vendor), QA_STYLE_TEXT);
    qa_put(sheet, row, 1, qa_person(book, one->annotator), QA_STYLE_TEXT);
    qa_put(sheet, row, 2, qa_question_text(book, one->question), QA_STYLE_TEXT);
    qa_put_number(sheet, row, 3, (double)one->count.items, QA_STYLE_FIXED_COUNT);
    qa_put_number(sheet, row, 4, (double)one->count.trials, QA_STYLE_FIXED_COUNT);
    qa_put_number(sheet, row, 5, (double)one->count.errors, QA_STYLE_FIXED_COUNT);
    qa_put_estimate_cells(sheet, row, 6, &one->count.rate, QA_STYLE_FIXED_RATE);
    qa_put_number(sheet, row, 9, one->has_shrunken ? one->shrunken_rate : (double)NAN,
                  QA_STYLE_FIXED_RATE);
    qa_put(sheet, row, 10, one->funnel, out ? QA_STYLE_BAD : QA_STYLE_TEXT);
    qa_put_number(sheet, row, 11, one->compared ? one->z : (double)NAN, QA_STYLE_FIXED_REAL);
    qa_put_number(sheet, row, 12, one->compared ? one->p_adjusted : (double)NAN,
                  QA_STYLE_FIXED_REAL);
    qa_put_number(sheet, row, 13, one->has_seconds ? one->median_seconds : (double)NAN,
                  QA_STYLE_FIXED_REAL);
    put_others(sheet, row, book, beside);
    const char *why = reasons(book, beside);
    if (one->flag != NULL) {
        why = why != NULL ? qa_arena_format(book->arena, "%s; %s", one->flag, why) : one->flag;
    }
    qa_put_paragraph(sheet, row, 20, why, 64, QA_STYLE_WRAPPED);
}

/* ---- the funnel ---- */

static const char *range(struct qa_vendor_book *book, uint32_t first, size_t n, uint16_t column)
{
    return qa_arena_format(
        book->arena, "=%s",
        qa_range_name(book->arena, "Annotators", first, (uint32_t)(first + n - 1), column));
}

/* One funnel's figures in columns of their own: the annotators, then the curves. */
struct funnel {
    const struct qa_funnel_curve *curve;
    uint32_t first;       /* row of the annotators */
    size_t n;             /* annotators */
    uint32_t curve_first; /* row of the curves */
};

static uint32_t put_figures(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                            struct funnel *funnel)
{
    const struct qa_errors_result *errors = book->evaluation->errors;
    const struct qa_funnel_curve *curve = funnel->curve;
    funnel->first = row;
    for (size_t i = 0; i < errors->n_annotators; i++) {
        const struct qa_annotator_errors *one = &errors->annotators[i];
        if (one->vendor == curve->vendor && one->question == curve->question &&
            one->funnel != NULL) {
            qa_put_number(sheet, row, CHART_COLUMN, (double)one->count.trials,
                          QA_STYLE_FIXED_COUNT);
            qa_put_number(sheet, row++, CHART_COLUMN + 1, one->count.rate.value,
                          QA_STYLE_FIXED_RATE);
            funnel->n++;
        }
    }
    funnel->curve_first = row;
    for (size_t p = 0; p < QA_FUNNEL_POINTS; p++, row++) {
        const double limits[] = {curve->limits_95[p].low, curve->limits_95[p].high,
                                 curve->limits_998[p].low, curve->limits_998[p].high};
        qa_put_number(sheet, row, CHART_COLUMN, (double)curve->trials[p], QA_STYLE_FIXED_COUNT);
        for (uint16_t c = 0; c < 4; c++) {
            qa_put_number(sheet, row, (uint16_t)(CHART_COLUMN + 2 + c), limits[c],
                          QA_STYLE_FIXED_RATE);
        }
    }
    return row + 1;
}

static void add_series(struct qa_vendor_book *book, lxw_chart *chart, const struct funnel *funnel,
                       uint16_t series)
{
    static const char *const names[] = {"annotators", "95 %", NULL, "99.8 %", NULL};
    static const lxw_color_t colours[] = {0x1F3A4D, 0x6F8FA3, 0x6F8FA3, 0xC0504D, 0xC0504D};
    bool points = series == 0;
    uint32_t first = points ? funnel->first : funnel->curve_first;
    size_t n = points ? funnel->n : QA_FUNNEL_POINTS;
    lxw_chart_series *added =
        chart_add_series(chart, range(book, first, n, CHART_COLUMN),
                         range(book, first, n, (uint16_t)(CHART_COLUMN + 1 + series)));
    lxw_chart_line line = {.color = colours[series], .width = 1.25F, .none = points};
    lxw_chart_fill fill = {.color = colours[series]};
    chart_series_set_line(added, &line);
    chart_series_set_marker_type(added, points ? LXW_CHART_MARKER_CIRCLE : LXW_CHART_MARKER_NONE);
    chart_series_set_marker_size(added, 6);
    chart_series_set_marker_fill(added, &fill);
    if (names[series] != NULL) {
        chart_series_set_name(added, names[series]);
    }
}

static void put_chart(struct qa_vendor_book *book, struct qa_sheet *sheet,
                      const struct funnel *funnel, uint32_t row, uint16_t column)
{
    lxw_chart *chart = workbook_add_chart(book->book.workbook, LXW_CHART_SCATTER);
    int16_t unnamed[] = {2, 4, -1};
    for (uint16_t series = 0; series < 5; series++) {
        add_series(book, chart, funnel, series);
    }
    chart_legend_delete_series(chart, unnamed);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    chart_axis_set_name(chart->x_axis, "labels checked");
    chart_axis_set_name(chart->y_axis, "error rate");
    chart_axis_set_num_format(chart->y_axis, "0%");
    chart_axis_set_min(chart->y_axis, 0);
    chart_axis_set_min(chart->x_axis, 0);
    const char *title = qa_arena_format(book->arena, "%s, %s: error rates of the annotators",
                                        qa_vendor_text(book, funnel->curve->vendor),
                                        qa_question_text(book, funnel->curve->question));
    const struct qa_chart_place place = {
        .row = row,
        .column = column,
        .x_scale = 1.35,
        .y_scale = 1.15,
        .title = title,
        .description = "Points: each annotator's error rate by the labels checked, within a funnel "
                       "of 95 and 99.8 % limits around the vendor's rate"};
    qa_put_chart(sheet, chart, &place);
}

/* Two charts side by side. Returns the row after the last. */
static uint32_t put_funnels(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t chart_row)
{
    static const char *const headers[] = {"funnel: checked", "error rate", "95 % low",
                                          "95 % high",       "99.8 % low", "99.8 % high"};
    const struct qa_errors_result *errors = book->evaluation->errors;
    uint32_t row = FIRST_ROW;
    size_t n = errors->n_funnels < MOST_CHARTS ? errors->n_funnels : MOST_CHARTS;
    for (size_t f = 0; f < n; f++) {
        struct funnel funnel = {.curve = &errors->funnels[f]};
        row = put_figures(book, sheet, row, &funnel);
        put_chart(book, sheet, &funnel, chart_row + (uint32_t)(f / 2) * CHART_ROWS,
                  f % 2 == 0 ? 0 : SECOND_CHART_COLUMN);
    }
    for (uint16_t c = 0; n > 0 && c < 6; c++) {
        qa_put(sheet, FIRST_ROW - 1, (uint16_t)(CHART_COLUMN + c), headers[c], QA_STYLE_NOTE);
    }
    return chart_row + (uint32_t)((n + 1) / 2) * CHART_ROWS;
}

void qa_sheet_annotators(struct qa_vendor_book *book)
{
    static const char *const headers[N_COLUMNS] = {"vendor",
                                                   "annotator",
                                                   "question",
                                                   "items",
                                                   "labels checked",
                                                   "errors",
                                                   "error rate",
                                                   "low",
                                                   "high",
                                                   "shrunk to the mean",
                                                   "in the funnel",
                                                   "z against the others",
                                                   "adjusted p",
                                                   "median seconds",
                                                   "agreement with others",
                                                   "low",
                                                   "high",
                                                   "skill (kappa)",
                                                   "over-used",
                                                   "under-used",
                                                   "flags"};
    static const char *const comments[N_COLUMNS] = {
        [6] = "Errors over labels checked.",
        [7] = "Exact (Clopper and Pearson), or of items whose trials may fail together.",
        [9] = ("The rate drawn to the vendor's mean, the more the fewer labels were checked: "
               "(errors + a) / (labels + a + b)."),
        [10] = ("Above 95 %: so many errors come about in fewer than 25 of 1,000 annotators who "
                "err at the vendor's rate. Above 99.8 %: in fewer than 1."),
        [11] = "Distance from the rate of the vendor's other annotators in standard errors.",
        [12] = ("Exact binomial test against the vendor's others, adjusted for the number of "
                "annotators."),
        [14] = "Chance that another annotator of the same item gives the same label.",
        [17] = "The same, corrected for chance: 1 is perfect, 0 is chance.",
        [18] = "The label given more often than others give it to the same items.",
        [19] = "The label given less often.",
        [20] = "Reasons to look, not verdicts."};
    static const double widths[N_COLUMNS] = {18, 18, 12, 8,  10, 8,  10, 10, 10, 10, 13,
                                             10, 10, 10, 11, 10, 10, 10, 14, 14, 56};
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Annotators", QA_TAB_MEASURE);
    const struct qa_errors_result *errors = book->evaluation->errors;
    qa_widths(&sheet, widths, N_COLUMNS);
    qa_put(&sheet, 0, 0, "Annotators", QA_STYLE_TITLE);
    if (errors == NULL) {
        qa_put(&sheet, 2, 0, "No gold was given, so annotators cannot be judged.", QA_STYLE_TEXT);
        return;
    }
    qa_put(&sheet, 1, 0,
           "Intervals: exact, or of items whose trials may fail together. p: Fisher's exact test "
           "against the vendor's other "
           "annotators, or the spread of whole items where that says less; Benjamini-Hochberg over "
           "the vendor's annotators. Names are withheld unless "
           "asked for.",
           QA_STYLE_TEXT);
    qa_put_headers(&sheet, FIRST_ROW - 1, headers, N_COLUMNS);
    qa_comment_headers(&sheet, FIRST_ROW - 1, comments, N_COLUMNS);
    uint32_t row = FIRST_ROW;
    for (size_t i = 0; i < errors->n_annotators; i++) {
        put_annotator(book, &sheet, row++, &errors->annotators[i]);
    }
    if (row > FIRST_ROW) {
        qa_note_error(&book->book, worksheet_autofilter(sheet.worksheet, FIRST_ROW - 1, 0, row - 1,
                                                        N_COLUMNS - 1));
        uint32_t end = put_funnels(book, &sheet, row + 1);
        /* The charts' figures stand beside the page. */
        qa_note_error(&book->book, worksheet_print_area(sheet.worksheet, 0, 0, end, N_COLUMNS - 1));
        qa_print_upright(&sheet, end);
    }
}
