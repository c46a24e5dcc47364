/* A sheet a kind that figures say little of: how far answers differ, and the worst of them. */
#include "qa/audit/examples.h"

#include <ctype.h>

#include "reports/sheets.h"
#include "reports/table_page.h"

static const struct qa_chart_line lines[] = {{NULL, "range", "share", NULL, 0, QA_LOOK_BARS}};
static const struct qa_page_chart charts[] = {
    {.each = "question",
     .series = "vendor",
     QA_CHART_LINES(lines),
     .type = LXW_CHART_COLUMN,
     .title = "how much of an answer is wrong",
     .description = "Columns: share of each vendor's answers by how much of them differs from gold",
     .x_name = "wrong in an answer",
     .y_name = "share of the answers",
     .y_format = "0%"},
};
static const struct qa_page_block blocks[] = {
    {.table = "answer_differences", QA_BLOCK_CHARTS(charts)},
    {.table = "examples", .without = "wrong,of,unit,part", .has_filter = true},
};

static void put_kind(struct qa_vendor_book *book, const struct qa_type *type,
                     const struct qa_report *tables)
{
    const char *name =
        qa_arena_format(book->arena, "%c%s", toupper(type->plural[0]), type->plural + 1);
    const struct qa_page page = {
        .name = name,
        .title = qa_arena_format(book->arena, "%s: what differs from gold", name),
        .sentence = "The answers of each vendor that differ most. Red: gold alone has it; blue: "
                    "the delivery alone; brown: both, and they differ; green: a span that both "
                    "have. Of bars a light shade is what this side alone says; an ellipsis: there "
                    "is more.",
        .tab_colour = QA_TAB_MEASURE,
        QA_PAGE_BLOCKS(blocks)};
    (void)qa_page_sheet(&book->book, &page, tables, NULL);
    qa_sheet_about(&book->book, name, "How far answers differ from gold, and the worst of them");
}

void qa_sheet_examples(struct qa_vendor_book *book)
{
    const struct qa_errors_result *errors = book->evaluation->errors;
    if (errors == NULL || errors->n_vendors == 0) {
        return;
    }
    for (size_t i = 0; qa_example_types[i] != NULL; i++) {
        struct qa_report *tables = qa_report_new(book->arena, "examples");
        const struct qa_examples_request request = {
            .comparison = errors->comparison,
            .names = &book->names,
            .type = qa_example_types[i],
            .vendor = book->for_vendor ? &errors->vendors[0].vendor : NULL};
        qa_examples_tables(&request, tables);
        if (tables->n_tables > 0) {
            put_kind(book, qa_example_types[i], tables);
        }
    }
}
