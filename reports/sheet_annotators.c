#include "reports/sheets.h"
#include "reports/table_page.h"

/* ---- figures of the funnels, beside the page ---- */

static const struct qa_column funnel_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"trials", "funnel: trials", QA_COUNT, .about = "Answers, or objects, that could be wrong."},
    {"low_95", "95 % low", QA_RATE, .about = "Least rate within the 95 % limits."},
    {"high_95", "95 % high", QA_RATE, .about = "Highest rate within the 95 % limits."},
    {"low_998", "99.8 % low", QA_RATE, .about = "Least rate within the 99.8 % limits."},
    {"high_998", "99.8 % high", QA_RATE, .about = "Highest rate within the 99.8 % limits."},
};
static const struct qa_table_form funnel_form =
    QA_TABLE_FORM("funnels", "Limits about the vendor's rate", funnel_columns);

static void add_funnels(const struct qa_vendor_book *book, struct qa_report *report)
{
    const struct qa_errors_result *errors = book->evaluation->errors;
    struct qa_table *table = qa_table_new(report->arena, &funnel_form);
    for (size_t f = 0; f < errors->n_funnels; f++) {
        const struct qa_funnel_curve *curve = &errors->funnels[f];
        for (size_t p = 0; p < QA_FUNNEL_POINTS; p++) {
            qa_table_row(table);
            qa_put_text(table, qa_vendor_text(book, curve->vendor));
            qa_put_text(table, qa_question_text(book, curve->question));
            qa_put_count(table, curve->trials[p]);
            qa_put_real(table, curve->limits_95[p].low);
            qa_put_real(table, curve->limits_95[p].high);
            qa_put_real(table, curve->limits_998[p].low);
            qa_put_real(table, curve->limits_998[p].high);
        }
    }
    qa_report_add_table(report, table);
}

static const struct qa_chart_line funnel_lines[] = {
    {"error_annotators", "trials", "error_rate", "annotators", 0x1F3A4D, QA_LOOK_POINTS},
    {NULL, "trials", "low_95", "95 %", 0x6F8FA3, QA_LOOK_LINE},
    {NULL, "trials", "high_95", NULL, 0x6F8FA3, QA_LOOK_LINE},
    {NULL, "trials", "low_998", "99.8 %", 0xC0504D, QA_LOOK_LINE},
    {NULL, "trials", "high_998", NULL, 0xC0504D, QA_LOOK_LINE},
};
static const struct qa_page_chart funnel_charts[] = {
    {.table = "funnels",
     .each = "vendor,question",
     QA_CHART_LINES(funnel_lines),
     .type = LXW_CHART_SCATTER,
     .title = "error rates of the annotators",
     .description = "Points: each annotator's error rate by the trials checked, within a funnel of "
                    "95 and 99.8 % limits around the vendor's rate",
     .x_name = "trials",
     .y_name = "error rate",
     .y_format = "0%"},
};

static const struct qa_page_block blocks[] = {
    {.table = "error_annotators",
     .without = "error_rate_wilson,funnel_95_low,funnel_95_high,funnel_998_low,funnel_998_high",
     .has_filter = true,
     .is_untitled = true,
     QA_BLOCK_CHARTS(funnel_charts)},
    {.table = "funnels", .is_beside = true},
    {.table = "annotators",
     .without = "favourite,favourite_share,first_third,last_third,p10_seconds,repeats,idle"},
    {.table = "flags"},
};

void qa_sheet_annotators(struct qa_vendor_book *book)
{
    const struct qa_evaluation *evaluation = book->evaluation;
    const bool has_errors = evaluation->errors != NULL;
    const struct qa_page page = {
        .name = "Annotators",
        .title = "Annotators",
        .sentence =
            has_errors ? "p: against the vendor's other annotators, adjusted for their number. A "
                         "flag is a reason to look, not a verdict. Names are withheld unless asked "
                         "for."
                       : "No gold was given, so annotators cannot be judged by it.",
        .tab_colour = QA_TAB_MEASURE,
        QA_PAGE_BLOCKS(blocks)};
    struct qa_report *tables = qa_report_new(book->arena, "annotators");
    if (has_errors) {
        qa_errors_rates_tables(evaluation->errors, &book->names, tables);
        tables->tables[1]->name = "error_annotators";
        add_funnels(book, tables);
    }
    if (evaluation->annotators != NULL) {
        qa_annotators_tables(evaluation->annotators, &book->names, tables);
    }
    (void)qa_page_sheet(&book->book, &page, tables, NULL);
}
