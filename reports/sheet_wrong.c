#include <math.h>

#include "reports/sheets.h"

enum { LAST_ROW = 1048575, HEADER_ROW = 2, N_HEADERS = 10 };

static struct qa_sheet start_sheet(struct qa_vendor_book *book, bool first)
{
    static const char *const headers[N_HEADERS] = {"item",    "vendor", "question", "annotator",
                                                   "what",    "given",  "gold",     "IoU",
                                                   "seconds", "source"};
    static const double widths[] = {26, 18, 12, 18, 14, 16, 16, 8, 9, 34};
    struct qa_sheet sheet = first ? qa_book_sheet(&book->book, "Wrong items", QA_TAB_TRACE)
                                  : qa_book_sheet_of(&book->book, "Wrong items");
    qa_widths(&sheet, widths, N_HEADERS);
    qa_put(&sheet, 0, 0, "Wrong items, to be sent back for rework", QA_STYLE_TITLE);
    qa_put_headers(&sheet, HEADER_ROW, headers, N_HEADERS);
    return sheet;
}

static const char *label_text(const struct qa_vendor_book *book, uint32_t label)
{
    return label == QA_NONE ? "(nothing)" : qa_strings_text(book->evaluation->names->labels, label);
}

static void put_item(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                     const struct qa_wrong_item *item)
{
    struct qa_arena_mark mark = qa_arena_mark(book->arena);
    qa_put(sheet, row, 0, qa_strings_text(book->evaluation->names->items, item->item),
           QA_STYLE_TEXT);
    qa_put(sheet, row, 1, qa_vendor_text(book, item->vendor), QA_STYLE_TEXT);
    qa_put(sheet, row, 2, qa_question_text(book, item->question), QA_STYLE_TEXT);
    qa_put(sheet, row, 3, qa_person(book, item->annotator), QA_STYLE_TEXT);
    qa_put(sheet, row, 4, item->kind, QA_STYLE_TEXT);
    qa_put(sheet, row, 5, label_text(book, item->given), QA_STYLE_TEXT);
    qa_put(sheet, row, 6, label_text(book, item->gold), QA_STYLE_TEXT);
    if (item->has_similarity) {
        qa_put_number(sheet, row, 7, item->similarity, QA_STYLE_FIXED_REAL);
    }
    if (item->has_seconds) {
        qa_put_number(sheet, row, 8, item->seconds, QA_STYLE_HOURS);
    }
    if (item->file != NULL) {
        qa_put(sheet, row, 9, qa_arena_format(book->arena, "%s:%u", item->file, item->line),
               QA_STYLE_NOTE);
    }
    qa_arena_reset(book->arena, mark);
}

void qa_sheet_wrong_items(struct qa_vendor_book *book)
{
    const struct qa_errors_result *errors = book->evaluation->errors;
    struct qa_sheet sheet = start_sheet(book, true);
    uint32_t row = HEADER_ROW;
    for (size_t i = 0; errors != NULL && i < errors->n_wrong; i++) {
        if (row == LAST_ROW) {
            qa_put(&sheet, 1, 0, "Continued on the next sheet.", QA_STYLE_NOTE);
            sheet = start_sheet(book, false);
            row = HEADER_ROW;
        }
        put_item(book, &sheet, ++row, &errors->wrong[i]);
    }
    if (row == HEADER_ROW) {
        qa_put(&sheet, HEADER_ROW + 1, 0,
               errors == NULL ? "No gold was given." : "No wrong items were found.", QA_STYLE_TEXT);
    } else {
        qa_note_error(&book->book,
                      worksheet_autofilter(sheet.worksheet, HEADER_ROW, 0, row, N_HEADERS - 1));
    }
}
