/* Cells: whatever the data holds, what is written is well-formed. */
#include <math.h>
#include <string.h>

#include "qa/base/strings.h"
#include "qa/base/utf8.h"
#include "reports/book_formulas.h"

enum { LONGEST_CELL = 32767 };

/* True at "_xHHHH_", which a spreadsheet program would turn into a character. */
static bool is_escape(const char *text)
{
    if (text[0] != '_' || text[1] != 'x') {
        return false;
    }
    return strspn(text + 2, "0123456789abcdefABCDEF") >= 4 && text[6] == '_';
}

enum escapes { AS_ESCAPED, AS_THEY_ARE };

/* Most texts are: nothing in them needs a second look. */
static bool is_harmless(const char *text)
{
    const char *at = text;
    while (*at >= ' ' && *at <= '~' && *at != '_') {
        at++;
    }
    return *at == '\0' && at - text <= LONGEST_CELL;
}

static const char *fit_text(struct qa_arena *arena, const char *text, enum escapes escapes)
{
    if (is_harmless(text)) {
        return text;
    }
    const char *clean = qa_utf8_clean(arena, text, strlen(text));
    char *out = qa_arena_alloc(arena, strlen(clean) * 8 + 8);
    size_t used = 0;
    size_t n = 0;
    const char *end = clean + strlen(clean);
    for (const char *at = clean; at < end;) {
        size_t length;
        (void)qa_utf8_decode(at, (size_t)(end - at), &length);
        if (n + 8 > LONGEST_CELL) {
            return qa_arena_format(arena, "%s\xe2\x80\xa6", out);
        }
        if (escapes == AS_ESCAPED && is_escape(at)) {
            static const char escaped[] = {'_', 'x', '0', '0', '5', 'F', '_'};
            memcpy(out + used, escaped, sizeof escaped);
            used += sizeof escaped;
            n += 7;
            at++;
            continue;
        }
        memcpy(out + used, at, length);
        used += length;
        at += length;
        n++;
    }
    return out;
}

const char *qa_safe_text(struct qa_arena *arena, const char *text)
{
    return fit_text(arena, text, AS_ESCAPED);
}

const char *qa_cached_text(struct qa_arena *arena, const char *text)
{
    return fit_text(arena, text, AS_THEY_ARE);
}

void qa_put(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *text,
            enum qa_style style)
{
    lxw_format *format = sheet->book->styles[style];
    struct qa_arena *arena = sheet->book->arena;
    struct qa_arena_mark mark = qa_arena_mark(arena);
    lxw_error error = text == NULL || text[0] == '\0'
                          ? worksheet_write_blank(sheet->worksheet, row, column, format)
                          : worksheet_write_string(sheet->worksheet, row, column,
                                                   qa_safe_text(arena, text), format);
    qa_arena_reset(arena, mark);
    qa_note_error(sheet->book, error);
    struct qa_formula_value empty = {.kind = QA_FORMULA_EMPTY};
    bool is_empty = text == NULL || text[0] == '\0';
    qa_remember_cell(sheet, row, column, is_empty ? empty : qa_formula_text(text));
}

unsigned qa_text_lines(const char *text, unsigned width)
{
    unsigned lines = 1;
    unsigned used = 0;
    while (*text != '\0') {
        unsigned word = (unsigned)strcspn(text, " ");
        if (used > 0 && used + 1 + word > width) {
            lines++;
            used = 0;
        }
        used += (used > 0) + word;
        lines += used > width ? (used - 1) / width : 0;
        used = used > width ? (used - 1) % width + 1 : used;
        text += word;
        text += strspn(text, " ");
    }
    return lines;
}

void qa_row_of_lines(struct qa_sheet *sheet, uint32_t row, unsigned lines)
{
    enum { MOST_LINES = 30 };
    if (lines > 1) {
        double height = 13.5 * (lines < MOST_LINES ? lines : MOST_LINES) + 2;
        qa_note_error(sheet->book, worksheet_set_row(sheet->worksheet, row, height, NULL));
    }
}

void qa_put_paragraph(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *text,
                      unsigned width, enum qa_style style)
{
    qa_row_of_lines(sheet, row, text != NULL ? qa_text_lines(text, width) : 1);
    qa_put(sheet, row, column, text, style);
}

void qa_put_number(struct qa_sheet *sheet, uint32_t row, uint16_t column, double value,
                   enum qa_style style)
{
    if (!isfinite(value)) {
        qa_put(sheet, row, column, "n/a", style);
        return;
    }
    qa_note_error(sheet->book, worksheet_write_number(sheet->worksheet, row, column, value,
                                                      sheet->book->styles[style]));
    qa_remember_cell(sheet, row, column, qa_formula_number(value));
}

void qa_put_estimate_cells(struct qa_sheet *sheet, uint32_t row, uint16_t column,
                           const struct qa_estimate *estimate, enum qa_style style)
{
    bool defined = qa_is_defined(estimate);
    bool interval = defined && estimate->has_interval;
    qa_put_number(sheet, row, column, defined ? estimate->value : (double)NAN, style);
    qa_put_number(sheet, row, (uint16_t)(column + 1), interval ? estimate->low : (double)NAN,
                  style);
    qa_put_number(sheet, row, (uint16_t)(column + 2), interval ? estimate->high : (double)NAN,
                  style);
}

void qa_fit_row(struct qa_sheet *sheet, uint32_t row, double widths_of_text)
{
    /* Points; columns are measured in digits, which are wider than most letters. */
    static const double line = 12.75;
    static const double letters_per_digit = 1.3;
    double lines = fmax(1, ceil(widths_of_text / letters_per_digit));
    qa_note_error(sheet->book, worksheet_set_row(sheet->worksheet, row, line * lines + 2, NULL));
}
