/* The request that goes to vendors: the book, its first sheet, and what its sheets share. */
#include <string.h>

#include "reports/request_sheets.h"
#include "reports/workbook.h"

void qa_request_protect(struct qa_sheet *sheet)
{
    lxw_protection protection = {.format_columns = 1, .format_rows = 1};
    worksheet_protect(sheet->worksheet, NULL, &protection);
}

void qa_request_choices(struct qa_sheet *sheet, uint32_t first, uint32_t last, uint16_t column,
                        const struct qa_choices *choices, const char *message)
{
    char **list = QA_ARRAY(sheet->book->arena, char *, choices->n + 1);
    for (size_t i = 0; i < choices->n; i++) {
        list[i] = qa_library_text(choices->words[i]);
    }
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_LIST,
                                .value_list = list,
                                .error_title = qa_library_text("One of the list"),
                                .error_message = qa_library_text(message)};
    qa_note_error(sheet->book, worksheet_data_validation_range(sheet->worksheet, first, column,
                                                               last, column, &rule));
}

void qa_request_dates(struct qa_sheet *sheet, uint32_t first, uint32_t last, uint16_t column)
{
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_DATE,
                                .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
                                .minimum_datetime = {2000, 1, 1, 0, 0, 0},
                                .maximum_datetime = {2199, 12, 31, 0, 0, 0},
                                .error_title = qa_library_text("A date"),
                                .error_message = qa_library_text("A date, such as 2027-03-31.")};
    qa_note_error(sheet->book, worksheet_data_validation_range(sheet->worksheet, first, column,
                                                               last, column, &rule));
}

const char *qa_request_text(const struct qa_table *table, size_t row, size_t column)
{
    const struct qa_table_cell *cell = qa_table_cell(table, row, column);
    return cell->present ? cell->as.text : "";
}

/* ---- Instructions ---- */

enum { NAME_COLUMN, TEXT_COLUMN, EXPLANATION_COLUMN, N_WIDTHS };
static const double widths[N_WIDTHS] = {20, 48, 48};

static uint32_t put_facts(struct qa_sheet *sheet, const struct qa_request *request, uint32_t row)
{
    size_t n;
    const char *const *facts = qa_request_facts(request, &n, sheet->book->arena);
    for (size_t f = 0; f < n; f += 2) {
        qa_put(sheet, row, NAME_COLUMN, facts[f], QA_STYLE_NOTE);
        qa_put(sheet, row++, TEXT_COLUMN, facts[f + 1], QA_STYLE_TEXT);
    }
    return row;
}

static uint32_t put_steps(struct qa_sheet *sheet, uint32_t row)
{
    size_t n;
    const char *const *steps = qa_request_steps(&n);
    qa_put(sheet, row++, NAME_COLUMN, "How to answer", QA_STYLE_SUBTITLE);
    qa_put(sheet, row++, NAME_COLUMN,
           "Fill the yellow cells of the four sheets, save the file and send it back as it is.",
           QA_STYLE_TEXT);
    for (size_t s = 0; s < n; s++) {
        const char *colon = strchr(steps[s], ':');
        size_t heading = colon != NULL ? (size_t)(colon - steps[s]) : 0;
        const char *text = colon != NULL ? colon + 2 : steps[s];
        qa_put(sheet, row, NAME_COLUMN, qa_arena_text_n(sheet->book->arena, steps[s], heading),
               QA_STYLE_SUBTITLE);
        qa_note_error(sheet->book, worksheet_merge_range(sheet->worksheet, row, TEXT_COLUMN, row,
                                                         EXPLANATION_COLUMN, "",
                                                         sheet->book->styles[QA_STYLE_WRAPPED]));
        qa_put(sheet, row, TEXT_COLUMN, text, QA_STYLE_WRAPPED);
        qa_fit_row(sheet, row++,
                   (double)strlen(text) / (widths[TEXT_COLUMN] + widths[EXPLANATION_COLUMN]));
    }
    return row;
}

/* The reader knows this table by its headings. */
static void put_about(struct qa_sheet *sheet, uint32_t row)
{
    const struct qa_table *about = qa_request_about(sheet->book->arena);
    qa_put(sheet, row++, NAME_COLUMN, "About you", QA_STYLE_SUBTITLE);
    for (uint16_t c = 0; c < about->n_columns; c++) {
        qa_put(sheet, row, c, about->columns[c].name, QA_STYLE_HEADER);
    }
    qa_define(sheet->book, QA_REQUEST_VENDOR, sheet->name, row + 1, TEXT_COLUMN);
    for (size_t r = 0; r < about->n_rows; r++) {
        const char *field = qa_request_text(about, r, NAME_COLUMN);
        bool is_date = strcmp(field, "date") == 0;
        row++;
        qa_put(sheet, row, NAME_COLUMN, field, QA_STYLE_TEXT);
        qa_put(sheet, row, TEXT_COLUMN, NULL, is_date ? QA_STYLE_INPUT_DATE : QA_STYLE_INPUT_TEXT);
        qa_put(sheet, row, EXPLANATION_COLUMN, qa_request_text(about, r, EXPLANATION_COLUMN),
               QA_STYLE_NOTE);
        if (is_date) {
            qa_request_dates(sheet, row, row, TEXT_COLUMN);
        }
    }
}

void qa_request_sheet_instructions(struct qa_book *book, const struct qa_request *request)
{
    struct qa_sheet sheet = qa_book_sheet(book, "Instructions", 0x1F3A4D);
    qa_widths(&sheet, widths, N_WIDTHS);
    worksheet_gridlines(sheet.worksheet, LXW_HIDE_ALL_GRIDLINES);
    worksheet_fit_to_pages(sheet.worksheet, 1, 1);
    worksheet_set_portrait(sheet.worksheet);
    qa_put(&sheet, 0, NAME_COLUMN, "Request for a quote", QA_STYLE_TITLE);
    uint32_t row = put_facts(&sheet, request, 2);
    row = put_steps(&sheet, row + 1);
    put_about(&sheet, row + 1);
    qa_request_protect(&sheet);
}

enum qa_status qa_workbook_request(const struct qa_request *request, const char *version,
                                   const char *path, struct qa_error *err)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_book book;
    const char *footer =
        qa_arena_format(arena, "%s, made with labelqa %s", request->project, version);
    const char *title = qa_arena_format(arena, "Request for a quote: %s", request->project);
    enum qa_status status = qa_book_open(&book, path, title, footer, arena, err);
    if (status == QA_OK) {
        qa_request_sheet_instructions(&book, request);
        qa_request_sheet_charges(&book, request);
        qa_request_sheet_promises(&book);
        qa_request_sheet_questions(&book, request);
        status = qa_book_close(&book, err);
    }
    qa_arena_free(arena);
    return status;
}
