#include "reports/sheets.h"
#include "reports/table_page.h"

static const struct qa_chart_line rate_lines[] = {
    {NULL, "period", "error_rate", "error rate", 0x1F3A4D, QA_LOOK_MARKED},
    {NULL, "period", "centre", "centre", 0x2E7D6B, QA_LOOK_LINE},
    {NULL, "period", "low", "lower limit", 0xC0504D, QA_LOOK_DASHED},
    {NULL, "period", "high", "upper limit", 0xC0504D, QA_LOOK_DASHED},
};
static const struct qa_page_chart rate_charts[] = {
    {.each = "vendor",
     QA_CHART_LINES(rate_lines),
     .type = LXW_CHART_LINE,
     .title = "error rate by period",
     .description = "p-chart: the error rate of each period about the vendor's own rate, with "
                    "limits that chance stays within",
     .y_format = "0%"},
};
static const struct qa_chart_line week_lines[] = {
    {NULL, "week", "due_so_far", "promised so far", 0x6F8FA3, QA_LOOK_DASHED},
    {NULL, "week", "delivered_so_far", "delivered so far", 0x2E7D6B, QA_LOOK_MARKED},
    {NULL, "week", "backlog", "backlog", 0xC0504D, QA_LOOK_LINE},
};
static const struct qa_page_chart week_charts[] = {
    {.each = "vendor",
     QA_CHART_LINES(week_lines),
     .type = LXW_CHART_LINE,
     .title = "items promised and delivered",
     .description = "Lines: items promised and delivered up to each week, and the backlog at its "
                    "end"},
};
static const struct qa_page_block blocks[] = {
    {.table = "changes", .title = "Since the last audit"},
    {.table = "changes_hours", .title = "Hours since the last audit"},
    {.table = "trends", .title = "Error rates"},
    {.table = "trend", QA_BLOCK_CHARTS(rate_charts)},
    {.table = "weeks", .title = "Deliveries by week", QA_BLOCK_CHARTS(week_charts)},
};

/* Only those that the sheet shows. */
static struct qa_report *tables_of(struct qa_vendor_book *book)
{
    const struct qa_evaluation *evaluation = book->evaluation;
    struct qa_report *report = qa_report_new(book->arena, "trend");
    if (evaluation->changes != NULL) {
        qa_changes_table(evaluation->changes, report);
    }
    if (evaluation->hours_changes != NULL) {
        qa_hours_changes_table(evaluation->hours_changes, report);
    }
    if (evaluation->trend != NULL) {
        qa_trend_tables(evaluation->trend, &book->names, report);
    }
    if (evaluation->turnaround != NULL) {
        qa_turnaround_weeks_table(evaluation->turnaround, report);
    }
    return report;
}

static const char *sentence_of(const struct qa_vendor_book *book)
{
    const struct qa_evaluation *evaluation = book->evaluation;
    return qa_arena_format(
        book->arena, "%s%s%s",
        book->for_vendor ? "Limits: binomial about your own rate, 0.135 % in each tail, at trials "
                           "/ design effect; trend: Cochran-Armitage."
                         : "Better or worse over time. Limits: binomial about each vendor's own "
                           "rate, 0.135 % in each tail, at trials / design effect; trend: "
                           "Cochran-Armitage, Holm over the vendors.",
        evaluation->changes == NULL && !book->for_vendor
            ? " No audit before was given (before: in audit.yaml, or --before): what it found as "
              "JSON."
            : "",
        evaluation->trend == NULL
            ? " No two batches or weeks with gold: there is no course of errors over time."
            : "");
}

void qa_sheet_trend(struct qa_vendor_book *book)
{
    const struct qa_page page = {.name = "Trend",
                                 .title = "Trend",
                                 .sentence = sentence_of(book),
                                 .tab_colour = QA_TAB_MEASURE,
                                 QA_PAGE_BLOCKS(blocks)};
    (void)qa_page_sheet(&book->book, &page, tables_of(book), NULL);
}
