/* Texts with marks as rich text: each run between marks in the colour of what it is. */
#include <string.h>

#include "reports/book.h"

enum { MOST_RUNS = 400 };

struct run {
    const char *text;
    size_t length;
    enum qa_style style;
};

static enum qa_style style_of_mark(char mark)
{
    switch (mark) {
    case '-':
        return QA_STYLE_MISSING;
    case '+':
        return QA_STYLE_SURPLUS;
    case '~':
        return QA_STYLE_ANOTHER;
    case '=':
        return QA_STYLE_RIGHT;
    default:
        return QA_STYLE_MARKED;
    }
}

/* The end of the mark that begins at `text`, "[-...-]"; NULL: none does. */
static const char *end_of_mark(const char *text)
{
    if (text[0] != '[' || style_of_mark(text[1]) == QA_STYLE_MARKED) {
        return NULL;
    }
    const char end[3] = {text[1], ']', '\0'};
    const char *found = text[2] != '\0' ? strstr(text + 3, end) : NULL;
    return found;
}

static bool is_shade(const char *text)
{
    return strncmp(text, "\xe2\x96\x92", 3) == 0;
}

/* The run that begins at `text`, which is not at its end; *next is behind it. */
static struct run next_run(const char *text, const char **next)
{
    const char *end = end_of_mark(text);
    if (end != NULL) {
        *next = end + 2;
        return (struct run){text + 2, (size_t)(end - text - 2), style_of_mark(text[1])};
    }
    bool shade = is_shade(text);
    const char *at = text;
    while (*at != '\0' && is_shade(at) == shade && (at == text || end_of_mark(at) == NULL)) {
        at += shade ? 3 : 1;
    }
    *next = at;
    return (struct run){text, (size_t)(at - text), shade ? QA_STYLE_MISSING : QA_STYLE_MARKED};
}

/* What the marks stand around, in one style; what has too many runs, or one, is no rich text. */
static void put_plainly(struct qa_sheet *sheet, uint32_t row, uint16_t column,
                        const struct run *runs, size_t n)
{
    const char *text = "";
    for (size_t i = 0; i < n; i++) {
        text =
            qa_arena_format(sheet->book->arena, "%s%.*s", text, (int)runs[i].length, runs[i].text);
    }
    qa_put(sheet, row, column, text, n == 1 ? runs[0].style : QA_STYLE_MARKED);
}

void qa_put_marked(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *text)
{
    struct qa_book *book = sheet->book;
    struct qa_arena_mark mark = qa_arena_mark(book->arena);
    struct run *runs = QA_ARRAY(book->arena, struct run, MOST_RUNS);
    lxw_rich_string_tuple *tuples = QA_ARRAY(book->arena, lxw_rich_string_tuple, MOST_RUNS);
    lxw_rich_string_tuple **list = QA_ARRAY(book->arena, lxw_rich_string_tuple *, MOST_RUNS + 1);
    const char *clean = qa_safe_text(book->arena, text);
    size_t n = 0;
    while (*clean != '\0' && n < MOST_RUNS) {
        runs[n++] = next_run(clean, &clean);
    }
    for (size_t i = 0; i < n; i++) {
        tuples[i].format = book->styles[runs[i].style];
        tuples[i].string = qa_arena_text_n(book->arena, runs[i].text, runs[i].length);
        list[i] = &tuples[i];
    }
    list[n] = NULL;
    if (n < 2) {
        put_plainly(sheet, row, column, runs, n);
    } else {
        qa_note_error(book, worksheet_write_rich_string(sheet->worksheet, row, column, list,
                                                        book->styles[QA_STYLE_MARKED]));
    }
    qa_arena_reset(book->arena, mark);
}
