/* What to send back for rework: sheets Wrong items, Wrong items (2) ... */
#include <math.h>

#include "qa/audit/sample.h"
#include "reports/sheets.h"

/* A list for the screen, and for filters: its first page says what it looks like. */
enum { HEADER_ROW = 2, N_HEADERS = 10, ROWS_IN_PRINT = 75 };

static struct qa_sheet start_sheet(struct qa_vendor_book *book, unsigned part, size_t first,
                                   size_t last, size_t n)
{
    static const char *const headers[N_HEADERS] = {"item",    "vendor", "question", "annotator",
                                                   "what",    "given",  "gold",     "IoU",
                                                   "seconds", "source"};
    static const char *const comments[N_HEADERS] = {
        [4] = ("label: another label than gold's. missed: in gold only. spurious: delivered only. "
               "mislabelled: placed right, other class. poorly placed: same class, too little "
               "overlap."),
        [7] = "Overlap of the two boxes: area of the intersection over that of the union.",
        [8] = "From start to submission of the answer.",
        [9] = "File and line of the delivery."};
    static const double widths[N_HEADERS] = {26, 18, 12, 18, 14, 16, 16, 8, 9, 34};
    struct qa_sheet sheet = qa_book_list_sheet(&book->book, "Wrong items", QA_TAB_TRACE, part);
    qa_widths(&sheet, widths, N_HEADERS);
    qa_put(&sheet, 0, 0, "Wrong items, to be sent back for rework", QA_STYLE_TITLE);
    if (n > 0) {
        qa_put(&sheet, 1, 0,
               qa_arena_format(book->arena, "%zu to %zu of %zu, by question, vendor and item%s%s.",
                               first, last, n, last < n ? "; continued on the next sheet" : "",
                               n > ROWS_IN_PRINT ? "; the first page is printed" : ""),
               QA_STYLE_NOTE_LINE);
    }
    qa_put_headers(&sheet, HEADER_ROW, headers, N_HEADERS);
    qa_comment_headers(&sheet, HEADER_ROW, comments, N_HEADERS);
    return sheet;
}

static const char *label_text(const struct qa_vendor_book *book, uint32_t label)
{
    return label == QA_NONE ? "(nothing)" : qa_strings_text(book->evaluation->names->labels, label);
}

static void put_item_name(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                          const char *name)
{
    if (book->options->images == NULL) {
        qa_put(sheet, row, 0, name, QA_STYLE_TEXT);
        return;
    }
    qa_put_link(sheet, row, 0, qa_image_link(book->options->images, name, book->arena), name);
}

static void put_item(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                     const struct qa_wrong_item *item)
{
    struct qa_arena_mark mark = qa_arena_mark(book->arena);
    put_item_name(book, sheet, row, qa_strings_text(book->evaluation->names->items, item->item));
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
    const char *file = item->file != NULL ? qa_shown_file(book, item->file) : NULL;
    if (file != NULL) {
        qa_put(sheet, row, 9, qa_arena_format(book->arena, "%s:%u", file, item->line),
               QA_STYLE_SOURCE);
    }
    qa_arena_reset(book->arena, mark);
}

void qa_sheet_wrong_items(struct qa_vendor_book *book)
{
    const struct qa_errors_result *errors = book->evaluation->errors;
    size_t n = errors != NULL ? errors->n_wrong : 0;
    unsigned part = 0;
    for (size_t first = 0; first < n || part == 0; first += QA_ROWS_A_SHEET) {
        size_t end = first + QA_ROWS_A_SHEET < n ? first + QA_ROWS_A_SHEET : n;
        struct qa_sheet sheet = start_sheet(book, ++part, first + 1, end, n);
        for (size_t i = first; i < end; i++) {
            put_item(book, &sheet, HEADER_ROW + 1 + (uint32_t)(i - first), &errors->wrong[i]);
        }
        if (n == 0) {
            qa_put(&sheet, HEADER_ROW + 1, 0,
                   errors == NULL ? "No gold was given." : "No wrong items were found.",
                   QA_STYLE_TEXT);
            return;
        }
        uint32_t last = HEADER_ROW + (uint32_t)(end - first);
        qa_note_error(&book->book,
                      worksheet_autofilter(sheet.worksheet, HEADER_ROW, 0, last, N_HEADERS - 1));
        qa_note_error(&book->book, worksheet_print_area(sheet.worksheet, 0, 0,
                                                        last < ROWS_IN_PRINT ? last : ROWS_IN_PRINT,
                                                        N_HEADERS - 1));
        qa_print_upright(&sheet, 1);
    }
}
