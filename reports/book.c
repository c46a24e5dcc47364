#include "reports/book.h"

#include <string.h>

#include "qa/base/strings.h"
#include "qa/base/time.h"
#include "qa/base/utf8.h"
#include "reports/book_formulas.h"

enum {
    LONGEST_SHEET_NAME = 31,
    LONGEST_FOOTER = 250,
    DARK = 0x1F3A4D,
    PALE = 0xEEF3F6,
    SAME = 0xE3E3E3,
    LINE = 0xD5DCE0,
    INPUT = 0xFFF4C2,
    GREY = 0x6B6B6B,
    GREEN = 0xD5EBD9,
    RED = 0xF4D3CF,
    AMBER = 0xFBE8C5
};

void qa_note_error(struct qa_book *book, lxw_error error)
{
    if (book->failed == LXW_NO_ERROR) {
        book->failed = error;
    }
}

/* ---- styles ---- */

/* How each style looks. */
struct look {
    const char *number;
    int size;
    bool bold, wrap, locked_open, underline, indent, left;
    int colour;
    int fill; /* 0: none */
    bool border;
    bool one_width; /* letters */
};

static const struct look looks[QA_N_STYLES] = {
    [QA_STYLE_TEXT] = {.size = 10},
    [QA_STYLE_WRAPPED] = {.size = 10, .wrap = true},
    [QA_STYLE_TITLE] = {.size = 18, .bold = true, .colour = DARK},
    [QA_STYLE_SUBTITLE] = {.size = 11, .bold = true, .colour = DARK},
    [QA_STYLE_HEADER] = {.size = 10, .bold = true, .wrap = true, .colour = 0xFFFFFF, .fill = DARK},
    [QA_STYLE_HEADER_NUMBER] = {.number = "General",
                                .size = 10,
                                .bold = true,
                                .wrap = true,
                                .colour = 0xFFFFFF,
                                .fill = DARK},
    [QA_STYLE_HEADER_TEXT] =
        {.size = 10, .bold = true, .wrap = true, .indent = true, .colour = 0xFFFFFF, .fill = DARK},
    [QA_STYLE_BODY] = {.size = 10, .wrap = true, .colour = 0x333333},
    [QA_STYLE_VERDICT] = {.size = 14, .bold = true, .wrap = true, .colour = DARK, .fill = PALE},
    [QA_STYLE_BAND] = {.size = 12, .bold = true, .colour = DARK, .fill = PALE},
    [QA_STYLE_NOTE] = {.size = 9, .wrap = true, .colour = GREY},
    [QA_STYLE_COUNT] = {.number = "#,##0", .size = 10, .border = true},
    [QA_STYLE_REAL] = {.number = "0.000", .size = 10, .border = true},
    [QA_STYLE_RATE] = {.number = "0.0%", .size = 10, .border = true},
    [QA_STYLE_SMALL_RATE] = {.number = "0.0##%", .size = 10, .border = true},
    [QA_STYLE_MONEY] = {.number = "#,##0.00", .size = 10, .border = true},
    [QA_STYLE_UNIT_PRICE] = {.number = "#,##0.0000", .size = 10, .border = true},
    [QA_STYLE_HOURS] = {.number = "#,##0.0", .size = 10, .border = true},
    [QA_STYLE_FIXED_REAL] = {.number = "0.000", .size = 10, .colour = GREY, .border = true},
    [QA_STYLE_FIXED_HOURS] = {.number = "#,##0.0", .size = 10, .colour = GREY, .border = true},
    [QA_STYLE_FIXED_RATE] = {.number = "0.0%", .size = 10, .colour = GREY, .border = true},
    [QA_STYLE_FIXED_COUNT] = {.number = "#,##0", .size = 10, .colour = GREY, .border = true},
    [QA_STYLE_FIXED_P] = {.number = "[<0.001]\"<0.001\";0.000",
                          .size = 10,
                          .colour = GREY,
                          .border = true},
    [QA_STYLE_P] = {.number = "[<0.001]\"<0.001\";0.000", .size = 10, .border = true},
    [QA_STYLE_BLOCK_NAME] = {.size = 10, .border = true},
    [QA_STYLE_BLOCK_TEXT] = {.size = 10, .indent = true, .border = true},
    [QA_STYLE_ROW_NAME] =
        {.size = 10, .bold = true, .indent = true, .colour = DARK, .border = true},
    [QA_STYLE_ROW_TEXT] = {.size = 10, .wrap = true, .indent = true, .border = true},
    [QA_STYLE_FIXED_TEXT] = {.size = 10, .indent = true, .colour = GREY, .border = true},
    [QA_STYLE_INPUT_REAL] =
        {.number = "#,##0.####", .size = 10, .locked_open = true, .fill = INPUT, .border = true},
    [QA_STYLE_INPUT_RATE] =
        {.number = "0.0#%", .size = 10, .locked_open = true, .fill = INPUT, .border = true},
    [QA_STYLE_INPUT_TEXT] = {.size = 10, .locked_open = true, .fill = INPUT, .border = true},
    [QA_STYLE_INPUT_WRAPPED] =
        {.size = 10, .wrap = true, .locked_open = true, .fill = INPUT, .border = true},
    [QA_STYLE_INPUT_DATE] =
        {.number = "yyyy-mm-dd", .size = 10, .locked_open = true, .fill = INPUT, .border = true},
    [QA_STYLE_TILE_VALUE] =
        {.number = "#,##0", .size = 16, .bold = true, .left = true, .colour = DARK, .fill = PALE},
    [QA_STYLE_TILE_REAL] =
        {.number = "0.00", .size = 16, .bold = true, .left = true, .colour = DARK, .fill = PALE},
    [QA_STYLE_TILE_NAME] = {.size = 10, .wrap = true, .colour = 0x444444, .fill = PALE},
    [QA_STYLE_LINK] = {.size = 10, .underline = true, .colour = 0x1F5FA8},
    [QA_STYLE_NOTE_LINE] = {.size = 9, .colour = GREY},
    [QA_STYLE_SOURCE] = {.size = 9, .colour = GREY, .indent = true},
    [QA_STYLE_CELL_COUNT] = {.number = "#,##0;-#,##0;\xc2\xb7", .size = 10, .border = true},
    [QA_STYLE_CELL_RATE] = {.number = "0.0%;-0.0%;\xc2\xb7", .size = 10, .border = true},
    [QA_STYLE_SAME_COUNT] = {.number = "#,##0", .size = 10, .colour = GREY, .fill = SAME},
    [QA_STYLE_SAME_RATE] = {.number = "0.0%", .size = 10, .colour = GREY, .fill = SAME},
    [QA_STYLE_GOOD] = {.size = 10, .bold = true, .indent = true, .fill = GREEN},
    [QA_STYLE_BAD] = {.size = 10, .bold = true, .indent = true, .fill = RED},
    [QA_STYLE_OPEN] = {.size = 10, .bold = true, .indent = true, .fill = AMBER},
    [QA_STYLE_MARKED] = {.size = 9, .indent = true, .border = true, .one_width = true},
    [QA_STYLE_MISSING] = {.size = 9,
                          .bold = true,
                          .indent = true,
                          .border = true,
                          .colour = 0xB00020,
                          .one_width = true},
    [QA_STYLE_SURPLUS] = {.size = 9,
                          .bold = true,
                          .indent = true,
                          .border = true,
                          .colour = 0x1F5FA8,
                          .one_width = true},
    [QA_STYLE_RIGHT] = {.size = 9,
                        .bold = true,
                        .indent = true,
                        .border = true,
                        .colour = 0x2E7D6B,
                        .one_width = true},
    [QA_STYLE_ANOTHER] = {.size = 9,
                          .bold = true,
                          .indent = true,
                          .border = true,
                          .colour = 0xA05A00,
                          .one_width = true},
};

static lxw_format *make_format(lxw_workbook *workbook, const struct look *look)
{
    lxw_format *format = workbook_add_format(workbook);
    format_set_font_name(format, look->one_width ? "Liberation Mono" : "Liberation Sans");
    format_set_font_size(format, look->size);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (look->bold) {
        format_set_bold(format);
    }
    if (look->indent) {
        format_set_indent(format, 1);
    }
    if (look->underline) {
        format_set_underline(format, LXW_UNDERLINE_SINGLE);
    }
    if (look->wrap) {
        format_set_text_wrap(format);
    }
    if (look->number != NULL) {
        format_set_num_format(format, look->number);
        /* Of words among numbers, such as n/a. */
        format_set_align(format, look->left ? LXW_ALIGN_LEFT : LXW_ALIGN_RIGHT);
    }
    if (look->colour != 0) {
        format_set_font_color(format, (lxw_color_t)look->colour);
    }
    if (look->fill != 0) {
        format_set_bg_color(format, (lxw_color_t)look->fill);
    }
    if (look->locked_open) {
        format_set_unlocked(format);
    }
    if (look->border) {
        format_set_bottom(format, LXW_BORDER_THIN);
        format_set_bottom_color(format, LINE);
    }
    return format;
}

/* ---- the book ---- */

static time_t report_time(void)
{
    return (time_t)(qa_time_report() / QA_SECOND);
}

/* Programs show 255 characters of a document's property and refuse more. */
static char *document_text(struct qa_arena *arena, const char *text)
{
    enum { LONGEST = 255 };
    char *clean = qa_utf8_clean(arena, text, strlen(text));
    size_t used = 0;
    for (size_t n = 0; n < LONGEST && clean[used] != '\0'; n++) {
        size_t length;
        (void)qa_utf8_decode(clean + used, strlen(clean + used), &length);
        used += length;
    }
    clean[used] = '\0';
    return clean;
}

enum qa_status qa_book_open(struct qa_book *book, const char *path, const char *title,
                            const char *footer, struct qa_arena *arena, struct qa_error *err)
{
    *book = (struct qa_book){.arena = arena, .footer = footer};
    book->workbook = workbook_new(path);
    if (book->workbook == NULL) {
        return qa_fail(err, QA_OUTPUT, "E510", "cannot make the workbook '%s'", path);
    }
    /* The library's own first format says what a column's width is counted in: digits of a font
     * that other programs than Excel rarely have, and stand in for by a wider one. */
    lxw_format *plain = STAILQ_FIRST(book->workbook->formats);
    format_set_font_name(plain, "Liberation Sans");
    format_set_font_size(plain, 10);
    for (int s = 0; s < QA_N_STYLES; s++) {
        book->styles[s] = make_format(book->workbook, &looks[s]);
    }
    book->formulas = qa_book_formulas_new();
    const char *made = qa_arena_format(arena, "Made with %s", footer);
    lxw_doc_properties properties = {.title = document_text(arena, title),
                                     .subject = qa_library_text("Quality of labeled data"),
                                     .category = qa_library_text("Audit"),
                                     .company = qa_library_text(""),
                                     .comments = document_text(arena, made),
                                     .created = report_time()};
    qa_note_error(book, workbook_set_properties(book->workbook, &properties));
    return QA_OK;
}

enum qa_status qa_book_close(struct qa_book *book, struct qa_error *err)
{
    qa_write_formulas(book);
    qa_book_formulas_free(book->formulas);
    book->formulas = NULL;
    lxw_error error = workbook_close(book->workbook);
    qa_note_error(book, error);
    if (book->failed == LXW_NO_ERROR) {
        return QA_OK;
    }
    return qa_fail(err, QA_OUTPUT, "E510", "writing the workbook failed: %s",
                   lxw_strerror(book->failed));
}

static void list_sheet(struct qa_book *book, const char *name)
{
    book->sheets = qa_arena_grow(book->arena, book->sheets, &book->sheets_capacity,
                                 book->n_sheets + 1, sizeof *book->sheets);
    book->sheets[book->n_sheets++] = (struct qa_sheet_entry){.name = name};
}

static struct qa_sheet new_sheet(struct qa_book *book, const char *name)
{
    struct qa_sheet sheet = {.book = book,
                             .worksheet = workbook_add_worksheet(book->workbook, name),
                             .name = name,
                             .number = (unsigned)book->n_sheets};
    if (sheet.worksheet == NULL) {
        QA_BUG("sheet name '%s' is not valid", name);
    }
    list_sheet(book, name);
    worksheet_set_landscape(sheet.worksheet);
    worksheet_set_paper(sheet.worksheet, 9);
    worksheet_fit_to_pages(sheet.worksheet, 1, 0);
    worksheet_set_margins(sheet.worksheet, 0.5, 0.5, 0.6, 0.6);
    qa_note_error(book, worksheet_set_row(sheet.worksheet, 0, 28, NULL));
    const char *footer = qa_arena_format(book->arena, "&L&8%.*s&R&8&A, page &P of &N",
                                         LONGEST_FOOTER - 40, book->footer);
    qa_note_error(book, worksheet_set_footer(sheet.worksheet, footer));
    return sheet;
}

struct qa_sheet qa_book_sheet(struct qa_book *book, const char *name, uint32_t tab_colour)
{
    struct qa_sheet sheet = new_sheet(book, name);
    worksheet_set_tab_color(sheet.worksheet, tab_colour);
    return sheet;
}

struct qa_sheet qa_book_list_sheet(struct qa_book *book, const char *name, uint32_t tab_colour,
                                   unsigned part)
{
    const char *own = part > 1 ? qa_arena_format(book->arena, "%s (%u)", name, part) : name;
    /* The library asks for this mode once a book; it keeps to it sheet by sheet. */
    book->workbook->options.constant_memory = LXW_TRUE;
    struct qa_sheet sheet = qa_book_sheet(book, own, tab_colour);
    book->workbook->options.constant_memory = LXW_FALSE;
    sheet.is_list = true;
    return sheet;
}

void qa_sheet_about(struct qa_book *book, const char *name, const char *about)
{
    for (size_t i = 0; i < book->n_sheets; i++) {
        if (strcmp(book->sheets[i].name, name) == 0) {
            book->sheets[i].about = about;
        }
    }
}

/* Excel's rules for sheet names: at most 31 characters, none of []:*?/\, no quote at the ends. */
static char *valid_sheet_name(struct qa_arena *arena, const char *wanted)
{
    char *name = qa_utf8_clean(arena, wanted, strlen(wanted));
    size_t used = 0;
    size_t n_characters = 0;
    while (name[used] != '\0' && n_characters < LONGEST_SHEET_NAME - 4) {
        size_t length;
        (void)qa_utf8_decode(name + used, strlen(name + used), &length);
        if (strchr("[]:*?/\\'", name[used]) != NULL) {
            name[used] = '_';
        }
        used += length;
        n_characters++;
    }
    name[used] = '\0';
    return used > 0 ? name : qa_arena_text(arena, "Sheet");
}

struct qa_sheet qa_book_sheet_of(struct qa_book *book, const char *wanted)
{
    const char *name = valid_sheet_name(book->arena, wanted);
    const char *base = name;
    for (int i = 2; workbook_validate_sheet_name(book->workbook, name) != LXW_NO_ERROR; i++) {
        if (i > 999) {
            QA_BUG("no sheet name for '%s'", wanted);
        }
        name = qa_arena_format(book->arena, "%s %d", base, i);
    }
    return new_sheet(book, name);
}

/* ---- headings and widths ---- */

void qa_put_subheaders(struct qa_sheet *sheet, uint32_t row, const char *const *headers, uint16_t n)
{
    for (uint16_t c = 0; c < n; c++) {
        qa_put(sheet, row, c, headers[c], QA_STYLE_HEADER);
    }
}

void qa_put_headers(struct qa_sheet *sheet, uint32_t row, const char *const *headers, uint16_t n)
{
    /* Before the cells: a list's rows are gone once the next begins. */
    qa_note_error(sheet->book, worksheet_set_row(sheet->worksheet, row, 30, NULL));
    qa_put_subheaders(sheet, row, headers, n);
    worksheet_freeze_panes(sheet->worksheet, row + 1, 1);
    qa_note_error(sheet->book, worksheet_repeat_rows(sheet->worksheet, row, row));
}

void qa_widths(struct qa_sheet *sheet, const double *widths, uint16_t n)
{
    for (uint16_t c = 0; c < n; c++) {
        qa_note_error(sheet->book, worksheet_set_column(sheet->worksheet, c, c, widths[c], NULL));
    }
}

void qa_print_upright(struct qa_sheet *sheet, uint32_t rows)
{
    enum { MOST_ON_A_PAGE = 115 };
    worksheet_set_portrait(sheet->worksheet);
    worksheet_fit_to_pages(sheet->worksheet, 1, rows <= MOST_ON_A_PAGE);
}

/* ---- names ---- */

static const char *column_letters(struct qa_arena *arena, uint16_t column)
{
    return column < 26 ? qa_arena_format(arena, "%c", 'A' + column)
                       : qa_arena_format(arena, "%c%c", 'A' + column / 26 - 1, 'A' + column % 26);
}

const char *qa_cell(struct qa_arena *arena, uint32_t row, uint16_t column)
{
    return qa_arena_format(arena, "%s%u", column_letters(arena, column), row + 1);
}

/* "Vendors!", "'Geometry box'!" */
static const char *sheet_prefix(struct qa_arena *arena, const char *sheet)
{
    return sheet == NULL                ? ""
           : strchr(sheet, ' ') != NULL ? qa_arena_format(arena, "'%s'!", sheet)
                                        : qa_arena_format(arena, "%s!", sheet);
}

const char *qa_cell_name(struct qa_arena *arena, const char *sheet, uint32_t row, uint16_t column)
{
    return qa_arena_format(arena, "%s$%s$%u", sheet_prefix(arena, sheet),
                           column_letters(arena, column), row + 1);
}

const char *qa_range_name(struct qa_arena *arena, const char *sheet, uint32_t first_row,
                          uint32_t last_row, uint16_t column)
{
    const char *letters = column_letters(arena, column);
    return qa_arena_format(arena, "%s$%s$%u:$%s$%u", sheet_prefix(arena, sheet), letters,
                           first_row + 1, letters, last_row + 1);
}

void qa_define(struct qa_book *book, const char *name, const char *sheet, uint32_t row,
               uint16_t column)
{
    const char *formula =
        qa_arena_format(book->arena, "=%s", qa_cell_name(book->arena, sheet, row, column));
    qa_note_error(book, workbook_define_name(book->workbook, name, formula));
    qa_remember_name(book, name, sheet, row, column);
}

void qa_colour_gates(struct qa_sheet *sheet, uint32_t first_row, uint32_t last_row, uint16_t column)
{
    static const struct {
        const char *word;
        enum qa_style style;
    } gates[] = {{"PASS", QA_STYLE_GOOD}, {"FAIL", QA_STYLE_BAD}, {"INCONCLUSIVE", QA_STYLE_OPEN}};
    for (size_t i = 0; i < 3; i++) {
        lxw_conditional_format rule = {.type = LXW_CONDITIONAL_TYPE_CELL,
                                       .criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO,
                                       .value_string = (char *)(uintptr_t)qa_arena_format(
                                           sheet->book->arena, "\"%s\"", gates[i].word),
                                       .format = sheet->book->styles[gates[i].style]};
        qa_note_error(sheet->book,
                      worksheet_conditional_format_range(sheet->worksheet, first_row, column,
                                                         last_row, column, &rule));
    }
}
