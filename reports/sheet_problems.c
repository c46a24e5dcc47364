#include "reports/sheets.h"

enum { LAST_ROW = 1048000 };

static uint32_t put_inputs(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {"file",      "role",     "format",  "rows read",
                                          "rows used", "excluded", "of which"};
    const struct qa_report *report = book->report;
    uint64_t read = 0;
    uint64_t used = 0;
    qa_put_headers(sheet, row++, headers, 7);
    uint32_t first = row;
    for (size_t i = 0; i < report->n_inputs; i++, row++) {
        const struct qa_report_input *input = &report->inputs[i];
        const char *reasons = "";
        for (size_t e = 0; e < input->n_exclusions; e++) {
            reasons = qa_arena_format(book->arena, "%s%s%llu %s", reasons, e > 0 ? ", " : "",
                                      (unsigned long long)input->exclusions[e].rows,
                                      input->exclusions[e].reason);
        }
        qa_put(sheet, row, 0, input->path, QA_STYLE_TEXT);
        qa_put(sheet, row, 1, input->role, QA_STYLE_TEXT);
        qa_put(sheet, row, 2, input->format, QA_STYLE_TEXT);
        qa_put_number(sheet, row, 3, (double)input->rows_read, QA_STYLE_COUNT);
        qa_put_number(sheet, row, 4, (double)input->rows_used, QA_STYLE_COUNT);
        qa_put_number(sheet, row, 5, (double)(input->rows_read - input->rows_used), QA_STYLE_COUNT);
        qa_put(sheet, row, 6, reasons, QA_STYLE_NOTE);
        read += input->rows_read;
        used += input->rows_used;
    }
    const double totals[] = {(double)read, (double)used, (double)(read - used)};
    qa_put(sheet, row, 0, "all files", QA_STYLE_SUBTITLE);
    for (uint16_t c = 0; c < 3 && row > first; c++) {
        const char *range =
            qa_range_name(book->arena, "Problems", first, row - 1, (uint16_t)(3 + c));
        qa_put_formula(sheet, row, (uint16_t)(3 + c),
                       qa_arena_format(book->arena, "=SUM(%s)", range), QA_NUMBER(totals[c]),
                       QA_STYLE_COUNT);
    }
    return row + 1;
}

static uint32_t put_completeness(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {"vendor",
                                          "question",
                                          "ordered",
                                          "delivered",
                                          "missing",
                                          "not ordered",
                                          "labels outside the set"};
    const struct qa_check_result *check = &book->evaluation->check;
    for (uint16_t c = 0; c < 7; c++) {
        qa_put(sheet, row, c, headers[c], QA_STYLE_HEADER);
    }
    row++;
    for (size_t i = 0; i < check->n_rows; i++, row++) {
        const struct qa_completeness *one = &check->rows[i];
        const uint64_t counts[] = {one->ordered, one->delivered, one->missing, one->unknown,
                                   one->outside_labels};
        qa_put(sheet, row, 0, qa_vendor_text(book, one->vendor), QA_STYLE_TEXT);
        qa_put(sheet, row, 1, qa_question_text(book, one->question), QA_STYLE_TEXT);
        for (uint16_t k = 0; k < 5; k++) {
            qa_put_number(sheet, row, (uint16_t)(2 + k), (double)counts[k], QA_STYLE_FIXED_COUNT);
        }
    }
    return row;
}

static void put_findings(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {"what", "severity", "code", "vendor", "file", "line"};
    const struct qa_findings *findings = book->evaluation->findings;
    for (uint16_t c = 0; c < 6; c++) {
        qa_put(sheet, row, c, headers[c], QA_STYLE_HEADER);
    }
    for (size_t i = 0; i < findings->n && row < LAST_ROW; i++) {
        const struct qa_finding *finding = &findings->list[i];
        row++;
        qa_put(sheet, row, 0, finding->text, QA_STYLE_TEXT);
        qa_put(sheet, row, 1, qa_severity_name(finding->severity), QA_STYLE_TEXT);
        qa_put(sheet, row, 2, finding->code, QA_STYLE_TEXT);
        qa_put(sheet, row, 3, finding->vendor, QA_STYLE_TEXT);
        qa_put(sheet, row, 4, finding->file, QA_STYLE_NOTE);
        if (finding->line > 0) {
            qa_put_number(sheet, row, 5, (double)finding->line, QA_STYLE_COUNT);
        }
    }
    if (findings->n == 0) {
        qa_put(sheet, row + 1, 0, "No problems were found.", QA_STYLE_TEXT);
    }
}

void qa_sheet_problems(struct qa_vendor_book *book)
{
    static const double widths[] = {70, 14, 12, 14, 26, 12, 40};
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Problems", QA_TAB_TRACE);
    qa_widths(&sheet, widths, 7);
    qa_put(&sheet, 0, 0, "What was read, and what is wrong with it", QA_STYLE_TITLE);
    uint32_t row = put_inputs(book, &sheet, 2);
    row = put_completeness(book, &sheet, row + 1);
    put_findings(book, &sheet, row + 1);
}
