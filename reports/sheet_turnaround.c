#include "qa/base/time.h"
#include "reports/sheets.h"
#include "reports/table_page.h"

/* ---- the curves' corners, beside the page ---- */

enum { MOST_POINTS = 400 }; /* of a curve in the chart */

static const struct qa_column curve_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"hours", NULL, QA_HOURS, .is_key = true, .about = "Hours since the order."},
    {"open_share", "still open", QA_RATE, .about = "Share of deliveries still open."},
};
static const struct qa_table_form curve_form =
    QA_TABLE_FORM("curves", "Share of deliveries still open", curve_columns);

static void put_corner(struct qa_table *table, const char *vendor, double hours, double open)
{
    qa_table_row(table);
    qa_put_text(table, vendor);
    qa_put_real(table, hours);
    qa_put_real(table, open);
}

/* One vendor's steps as corners of a line. */
static void put_curve(struct qa_table *table, const char *vendor,
                      const struct qa_survival *survival)
{
    size_t stride = survival->n_steps / MOST_POINTS + 1;
    double open = 1;
    put_corner(table, vendor, 0, 1);
    for (size_t s = 0; s < survival->n_steps; s += stride) {
        const struct qa_survival_step *step = &survival->steps[s];
        put_corner(table, vendor, step->time, open);
        open = step->survival;
        put_corner(table, vendor, step->time, open);
    }
    put_corner(table, vendor, survival->last_time, open);
}

static const struct qa_chart_line curve_lines[] = {
    {NULL, "hours", "open_share", NULL, 0, QA_LOOK_LINE},
};
static const struct qa_chart_line hour_lines[] = {
    {NULL, "vendor", "p50_hours", "median", 0x2E7D6B, QA_LOOK_BARS},
    {NULL, "vendor", "p90_hours", "p90", 0x1F3A4D, QA_LOOK_BARS},
};
static const struct qa_page_chart charts[] = {
    {.table = "curves",
     .series = "vendor",
     QA_CHART_LINES(curve_lines),
     .type = LXW_CHART_SCATTER_STRAIGHT,
     .title = "How long deliveries stay open",
     .description = "Steps: share of each vendor's deliveries that are still open after so many "
                    "hours; lower is faster",
     .x_name = "hours since the order",
     .y_name = "share still open",
     .y_format = "0%",
     .y_most = 1},
    {QA_CHART_LINES(hour_lines), .type = LXW_CHART_BAR, .title = "Hours to delivery, finished ones",
     .description = "Bars: median and 90th percentile of each vendor's finished deliveries"},
};
static const struct qa_page_block blocks[] = {
    {.table = "vendors", .is_untitled = true, QA_BLOCK_CHARTS(charts)},
    {.table = "curves", .is_beside = true},
    {.table = "tests"},
    {.table = "priorities"},
    {.table = "acceptance"},
    {.table = "promises_kept"},
    {.table = "penalties"},
    {.table = "deliveries", .has_filter = true, .is_for_screen = true},
};

static struct qa_report *tables_of(struct qa_vendor_book *book)
{
    const struct qa_evaluation *evaluation = book->evaluation;
    const struct qa_turnaround *time = evaluation->turnaround;
    struct qa_report *report = qa_report_new(book->arena, "turnaround");
    struct qa_table *curves = qa_table_new(book->arena, &curve_form);
    for (size_t i = 0; i < time->n_vendors; i++) {
        put_curve(curves, time->vendors[i].vendor, &time->vendors[i].hours.survival);
    }
    qa_report_add_table(report, curves);
    qa_turnaround_tables(time, report);
    if (evaluation->kept != NULL) {
        qa_kept_table(evaluation->kept, report);
    }
    if (evaluation->penalties != NULL) {
        qa_penalties_tables(evaluation->penalties, report);
    }
    return report;
}

static const char *note_text(const struct qa_vendor_book *book)
{
    const struct qa_turnaround *time = book->evaluation->turnaround;
    char as_of[QA_TIME_TEXT_MAX];
    qa_time_format(time->as_of, as_of);
    const char *text = qa_arena_format(
        book->arena,
        "Hours from order to delivery: of finished deliveries (type 7), and with open ones counted "
        "as still running (Kaplan-Meier). The log closes at %s.",
        as_of);
    return time->calendar == NULL ? text
                                  : qa_arena_format(book->arena, "%s Business hours: %s.", text,
                                                    qa_calendar_text(time->calendar));
}

void qa_sheet_turnaround(struct qa_vendor_book *book)
{
    const bool has_log = book->evaluation->turnaround != NULL;
    const struct qa_page page = {.name = "Turnaround",
                                 .title = "Turnaround",
                                 .sentence =
                                     has_log ? note_text(book) : "No delivery log was given.",
                                 .tab_colour = QA_TAB_MEASURE,
                                 QA_PAGE_BLOCKS(blocks)};
    (void)qa_page_sheet(&book->book, &page,
                        has_log ? tables_of(book) : qa_report_new(book->arena, "turnaround"), NULL);
}
