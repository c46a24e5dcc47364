/* All answers, as they were read, by name: sheets Rows, Rows (2) ... */
#include <math.h>

#include "qa/base/time.h"
#include "qa/score/ranks.h"
#include "reports/sheets.h"

enum { HEADER_ROW = 2, N_HEADERS = 13 };

static struct qa_sheet start_sheet(struct qa_vendor_book *book, unsigned part, size_t first,
                                   size_t last)
{
    static const char *const headers[N_HEADERS] = {
        "item",         "vendor",       "batch",   "question",  "annotator", "label", "objects",
        "gold's label", "against gold", "started", "submitted", "seconds",   "source"};
    static const double widths[N_HEADERS] = {26, 18, 14, 12, 18, 18, 9, 18, 12, 21, 21, 9, 40};
    struct qa_sheet sheet = qa_book_list_sheet(&book->book, "Rows", QA_TAB_TRACE, part);
    qa_widths(&sheet, widths, N_HEADERS);
    qa_put(&sheet, 0, 0, "All answers that were used", QA_STYLE_TITLE);
    qa_put(&sheet, 1, 0,
           qa_arena_format(book->arena, "Answers %zu to %zu of %zu.", first, last,
                           book->evaluation->delivery->n_answers),
           QA_STYLE_NOTE_LINE);
    qa_put_headers(&sheet, HEADER_ROW, headers, N_HEADERS);
    return sheet;
}

static void put_label(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                      uint16_t column, uint32_t label)
{
    if (label != QA_NONE) {
        qa_put(sheet, row, column, qa_strings_text(book->evaluation->names->labels, label),
               QA_STYLE_TEXT);
    }
}

/* The answer, and what gold says to it: by the pairing that errors count by. */
static void put_what(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                     size_t answer)
{
    const struct qa_batch *batch = book->evaluation->delivery;
    const struct qa_comparison *comparison = book->evaluation->comparison;
    size_t right = comparison != NULL ? qa_reference_of(comparison, answer) : SIZE_MAX;
    bool is_label = qa_answer_is_label(batch, answer);
    if (is_label) {
        put_label(book, sheet, row, 5, qa_answer_label(batch, answer));
    } else {
        qa_put_number(sheet, row, 6, (double)qa_object_count(batch, answer), QA_STYLE_COUNT);
    }
    if (right == SIZE_MAX) {
        return;
    }
    if (!is_label) {
        qa_put(sheet, row, 8, "checked", QA_STYLE_TEXT);
        return;
    }
    put_label(book, sheet, row, 7, qa_answer_label(comparison->a, right));
    bool same = qa_answer_label(comparison->a, right) == qa_answer_label(batch, answer);
    qa_put(sheet, row, 8, same ? "right" : "wrong", same ? QA_STYLE_TEXT : QA_STYLE_BAD);
}

static void put_time(struct qa_sheet *sheet, uint32_t row, uint16_t column, const int64_t *times,
                     size_t answer)
{
    if (times != NULL && times[answer] != QA_NO_TIME) {
        char text[QA_TIME_TEXT_MAX];
        qa_time_format(times[answer], text);
        qa_put(sheet, row, column, text, QA_STYLE_TEXT);
    }
}

static void put_row(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                    size_t answer)
{
    const struct qa_batch *batch = book->evaluation->delivery;
    const struct qa_names *names = book->evaluation->names;
    struct qa_arena_mark mark = qa_arena_mark(book->arena);
    uint32_t in_batch = qa_answer_batch(batch, answer);
    int64_t duration = qa_answer_duration(batch, answer);
    qa_put(sheet, row, 0, qa_strings_text(names->items, batch->item[answer]), QA_STYLE_TEXT);
    qa_put(sheet, row, 1, qa_vendor_text(book, qa_answer_vendor(batch, answer)), QA_STYLE_TEXT);
    if (in_batch != QA_NONE) {
        qa_put(sheet, row, 2, qa_strings_text(names->batches, in_batch), QA_STYLE_TEXT);
    }
    qa_put(sheet, row, 3, qa_question_text(book, qa_answer_question(batch, answer)), QA_STYLE_TEXT);
    qa_put(sheet, row, 4, qa_person(book, batch->annotator[answer]), QA_STYLE_TEXT);
    put_what(book, sheet, row, answer);
    put_time(sheet, row, 9, batch->started, answer);
    put_time(sheet, row, 10, batch->submitted, answer);
    if (duration != QA_NO_TIME) {
        qa_put_number(sheet, row, 11, (double)duration / (double)QA_SECOND, QA_STYLE_HOURS);
    }
    qa_put(sheet, row, 12,
           qa_arena_format(book->arena, "%s:%u",
                           qa_shown_file(book, qa_answer_source(batch, answer)->path),
                           batch->line[answer]),
           QA_STYLE_SOURCE);
    qa_arena_reset(book->arena, mark);
}

void qa_sheet_rows(struct qa_vendor_book *book)
{
    const struct qa_batch *batch = book->evaluation->delivery;
    if (!book->options->show_rows || batch == NULL) {
        return;
    }
    const size_t *order = qa_answers_by_name(batch, book->arena);
    unsigned part = 0;
    for (size_t first = 0; first < batch->n_answers || part == 0; first += QA_ROWS_A_SHEET) {
        size_t end =
            first + QA_ROWS_A_SHEET < batch->n_answers ? first + QA_ROWS_A_SHEET : batch->n_answers;
        struct qa_sheet sheet = start_sheet(book, ++part, first + 1, end);
        for (size_t i = first; i < end; i++) {
            put_row(book, &sheet, HEADER_ROW + 1 + (uint32_t)(i - first), order[i]);
        }
        qa_note_error(&book->book,
                      worksheet_autofilter(sheet.worksheet, HEADER_ROW, 0,
                                           HEADER_ROW + (uint32_t)(end - first), N_HEADERS - 1));
    }
}
