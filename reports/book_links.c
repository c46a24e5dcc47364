/* Comments on headings, and links. */
#include <string.h>

#include "reports/book.h"

void qa_comment_heading(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *comment)
{
    lxw_comment_options look = {.width = 260, .height = 90, .font_size = 9};
    if (comment != NULL) {
        qa_note_error(sheet->book,
                      worksheet_write_comment_opt(sheet->worksheet, row, column, comment, &look));
    }
}

void qa_comment_headers(struct qa_sheet *sheet, uint32_t row, const char *const *comments,
                        uint16_t n)
{
    for (uint16_t c = 0; c < n; c++) {
        qa_comment_heading(sheet, row, c, comments[c]);
    }
}

void qa_put_sheet_link(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *name)
{
    const char *address = qa_arena_format(sheet->book->arena, "internal:'%s'!A1", name);
    qa_note_error(sheet->book,
                  worksheet_write_url_opt(sheet->worksheet, row, column, address,
                                          sheet->book->styles[QA_STYLE_LINK], name, NULL));
}

uint32_t qa_put_sheet_links(struct qa_sheet *sheet, uint32_t row, uint16_t column)
{
    const struct qa_book *book = sheet->book;
    for (size_t i = 0; i < book->n_sheets; i++) {
        if (book->sheets[i].about != NULL && strcmp(book->sheets[i].name, sheet->name) != 0) {
            qa_put_sheet_link(sheet, row, column, book->sheets[i].name);
            qa_put(sheet, row, (uint16_t)(column + 1), book->sheets[i].about, QA_STYLE_NOTE_LINE);
            row++;
        }
    }
    return row;
}

uint32_t qa_put_sheet_link_grid(struct qa_sheet *sheet, uint32_t row)
{
    /* Narrow ones, and those whose texts would run into the next, are passed over. */
    static const uint16_t columns[] = {1, 2, 4, 5, 6, 8};
    enum { N = sizeof columns / sizeof *columns };
    const struct qa_book *book = sheet->book;
    size_t at = 0;
    for (size_t i = 0; i < book->n_sheets; i++) {
        if (book->sheets[i].about == NULL || strcmp(book->sheets[i].name, sheet->name) == 0) {
            continue;
        }
        row += at == N;
        at = at == N ? 0 : at;
        qa_put_sheet_link(sheet, row, columns[at++], book->sheets[i].name);
    }
    return row + 1;
}

/* What Excel takes as an address: a known scheme, no blanks or control characters, not too long. */
static bool is_address(const char *text)
{
    enum { LONGEST = 2000 };
    static const char *const schemes[] = {"http://", "https://", "file://"};
    size_t length = strlen(text);
    if (length > LONGEST || strcspn(text, " \"<>\\^`{|}'#") != length) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] < ' ' || (unsigned char)text[i] >= 0x7F) {
            return false;
        }
    }
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        if (strncmp(text, schemes[i], strlen(schemes[i])) == 0) {
            return true;
        }
    }
    return false;
}

void qa_put_link(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *address,
                 const char *text)
{
    if (sheet->n_links >= QA_MOST_LINKS || !is_address(address)) {
        qa_put(sheet, row, column, text, QA_STYLE_TEXT);
        return;
    }
    struct qa_arena *arena = sheet->book->arena;
    struct qa_arena_mark mark = qa_arena_mark(arena);
    qa_note_error(sheet->book, worksheet_write_url_opt(sheet->worksheet, row, column, address,
                                                       sheet->book->styles[QA_STYLE_LINK],
                                                       qa_safe_text(arena, text), NULL));
    qa_arena_reset(arena, mark);
    sheet->n_links++;
}
