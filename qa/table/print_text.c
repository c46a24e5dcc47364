/* Tables for people on a terminal. */
#include <stdlib.h>
#include <string.h>

#include "qa/base/utf8.h"
#include "qa/table/print_forms.h"

enum {
    GAP = 2,
    NARROWEST_TEXT = 12,
    NARROWEST_BROKEN = 5,
    HEADING_LINES = 5,
    CELL_LINES = 40,
    PROSE = 100
};

/* A table as texts with the widths they take. */
struct sheet {
    const struct qa_table *table;
    struct qa_arena *arena;
    FILE *stream;
    bool colour;
    size_t n_rows;      /* shown */
    const char **texts; /* n_rows x n_columns */
    const char **headings;
    size_t *widths;
};

static bool left_aligned(const struct qa_column *column)
{
    return qa_is_text(column->kind) || column->kind == QA_TIME;
}

static size_t longest_word(const char *text)
{
    size_t longest = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        longest = length > longest ? length : longest;
        text += length;
        text += strspn(text, " ");
    }
    return longest;
}

/* A heading may wrap: its column needs room for the longest word, and for two lines of the rest. */
static size_t heading_width(const char *heading)
{
    size_t word = longest_word(heading);
    size_t half = (qa_utf8_width(heading) + 1) / 2;
    return word > half ? word : half;
}

static struct sheet make_sheet(const struct qa_report *report, const struct qa_table *table,
                               const struct qa_print_options *options, FILE *stream)
{
    size_t n_columns = table->n_columns;
    struct sheet sheet = {.table = table,
                          .arena = report->arena,
                          .stream = stream,
                          .colour = options->colour,
                          .n_rows = table->n_rows};
    if (table->rows_shown > 0 && table->rows_shown < table->n_rows) {
        sheet.n_rows = table->rows_shown;
    }
    sheet.texts = QA_ARRAY(report->arena, const char *, sheet.n_rows *n_columns);
    sheet.headings = QA_ARRAY(report->arena, const char *, n_columns);
    sheet.widths = QA_ARRAY(report->arena, size_t, n_columns);
    for (size_t c = 0; c < n_columns; c++) {
        sheet.headings[c] = qa_column_heading(report->arena, &table->columns[c]);
        sheet.widths[c] = heading_width(sheet.headings[c]);
        for (size_t r = 0; r < sheet.n_rows; r++) {
            const char *text = qa_cell_text(report->arena, &table->columns[c],
                                            qa_table_cell(table, r, c), options->digits);
            size_t width = qa_utf8_width(text);
            sheet.texts[r * n_columns + c] = text;
            sheet.widths[c] = width > sheet.widths[c] ? width : sheet.widths[c];
        }
    }
    return sheet;
}

/* A column in which every shown cell is absent says nothing to people. */
static bool is_empty_column(const struct sheet *sheet, size_t column)
{
    for (size_t r = 0; r < sheet->n_rows; r++) {
        if (qa_table_cell(sheet->table, r, column)->present) {
            return false;
        }
    }
    return sheet->n_rows > 0;
}

/* Whether the comma-separated names hold this one; NULL holds all. */
static bool is_named(const char *names, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = names; at != NULL && *at != '\0'; at += *at == ',') {
        size_t part = strcspn(at, ",");
        if (part == length && memcmp(at, name, part) == 0) {
            return true;
        }
        at += part;
    }
    return names == NULL;
}

static size_t total_width(const struct sheet *sheet, const size_t *columns, size_t n)
{
    size_t width = 0;
    for (size_t i = 0; i < n; i++) {
        width += sheet->widths[columns[i]] + (i > 0 ? GAP : 0);
    }
    return width;
}

/* Shorten the widest text columns, as far as they can bear it, until the table fits. Where headings
 * may break, so that numbers stay whole, no word of theirs keeps its room. */
static void squeeze(struct sheet *sheet, const size_t *columns, size_t n, size_t width,
                    bool may_break)
{
    size_t least = may_break ? NARROWEST_BROKEN : NARROWEST_TEXT;
    while (total_width(sheet, columns, n) > width) {
        size_t widest = SIZE_MAX;
        for (size_t i = 0; i < n; i++) {
            size_t c = columns[i];
            if (qa_is_text(sheet->table->columns[c].kind) && sheet->widths[c] > least &&
                (may_break || sheet->widths[c] > heading_width(sheet->headings[c])) &&
                (widest == SIZE_MAX || sheet->widths[c] > sheet->widths[widest])) {
                widest = c;
            }
        }
        if (widest == SIZE_MAX) {
            return;
        }
        sheet->widths[widest]--;
    }
}

/* Prints at most `width` columns of the text, with an ellipsis where it was cut; returns them. */
static size_t put_cut(const char *text, size_t width, FILE *stream)
{
    size_t full = qa_utf8_width(text);
    if (full <= width) {
        fputs(text, stream);
        return full;
    }
    size_t used = 0;
    size_t size = strlen(text);
    for (size_t at = 0; at < size;) {
        size_t length;
        char one[5] = "";
        (void)qa_utf8_decode(text + at, size - at, &length);
        memcpy(one, text + at, length);
        size_t step = qa_utf8_width(one);
        if (used + step + 1 > width) {
            break;
        }
        fputs(one, stream);
        used += step;
        at += length;
    }
    fputs("\xe2\x80\xa6", stream);
    return used + 1;
}

/* What turns the terminal to the colour of a word; NULL: nothing does. */
static const char *colour_of(const char *word)
{
    static const char *const colours[] = {[QA_TONE_NONE] = NULL,
                                          [QA_TONE_GOOD] = "\033[32m",
                                          [QA_TONE_BAD] = "\033[31m",
                                          [QA_TONE_OPEN] = "\033[33m"};
    return colours[qa_word_tone(word)];
}

static void put_aligned(const struct sheet *sheet, size_t column, const char *text,
                        const char *colour, bool is_last)
{
    size_t width = sheet->widths[column];
    size_t used = qa_utf8_width(text);
    size_t pad = used < width ? width - used : 0;
    if (!left_aligned(&sheet->table->columns[column])) {
        fprintf(sheet->stream, "%*s", (int)pad, "");
        pad = 0;
    }
    fputs(colour != NULL ? colour : "", sheet->stream);
    put_cut(text, width, sheet->stream);
    fputs(colour != NULL ? "\033[0m" : "", sheet->stream);
    if (!is_last) {
        fprintf(sheet->stream, "%*s", (int)(pad + GAP), "");
    }
}

/* A line of a column, as bytes of a text. */
struct line {
    size_t bytes;
    size_t next; /* where the next line begins */
};

/* The first line of a text: up to the last blank that fits, in a longer word behind the last
 * character at which people divide names, else where the column ends. */
static struct line first_line(const char *text, size_t width)
{
    size_t size = strlen(text);
    size_t used = 0;
    struct line blank = {0, 0};
    size_t divided = 0;
    size_t at = 0;
    while (at < size) {
        size_t length;
        char one[5] = "";
        (void)qa_utf8_decode(text + at, size - at, &length);
        memcpy(one, text + at, length);
        blank = *one == ' ' && at > 0 ? (struct line){at, at + 1} : blank;
        used += qa_utf8_width(one);
        if (used > width && at > 0) {
            break;
        }
        at += length;
        divided = strchr("/_-.:,;@|", *one) != NULL && 2 * used >= width ? at : divided;
    }
    if (text[at] == '\0') {
        return (struct line){at, at};
    }
    size_t end = divided > 0 ? divided : at;
    return blank.bytes > 0 ? blank : (struct line){end, end};
}

/* Line `line` of a text wrapped to its column; "" when it has fewer. */
static const char *line_of(const struct sheet *sheet, size_t column, const char *text, size_t line)
{
    for (size_t i = 0;; i++) {
        struct line first = first_line(text, sheet->widths[column]);
        if (i == line) {
            return qa_arena_text_n(sheet->arena, text, first.bytes);
        }
        text += first.next;
        if (*text == '\0') {
            return "";
        }
    }
}

/* How many lines the columns' texts take, at most `most`. */
static size_t lines_of(const struct sheet *sheet, const char *const *texts, const size_t *columns,
                       size_t n, size_t most)
{
    size_t lines = 1;
    for (size_t i = 0; i < n; i++) {
        while (lines < most && line_of(sheet, columns[i], texts[columns[i]], lines)[0] != '\0') {
            lines++;
        }
    }
    return lines;
}

/* Only words are coloured, whatever the text of another cell says. Texts wider than their column
 * go on in further lines. */
static void put_row(const struct sheet *sheet, size_t row, const size_t *columns, size_t n)
{
    const char *const *texts = sheet->texts + row * sheet->table->n_columns;
    size_t lines = lines_of(sheet, texts, columns, n, CELL_LINES);
    for (size_t line = 0; line < lines; line++) {
        for (size_t i = 0; i < n; i++) {
            size_t c = columns[i];
            bool is_word = sheet->colour && sheet->table->columns[c].kind == QA_WORD;
            const char *text = line_of(sheet, c, texts[c], line);
            put_aligned(sheet, c, text, is_word ? colour_of(text) : NULL, i + 1 == n);
        }
        fputc('\n', sheet->stream);
    }
}

static void put_block(const struct sheet *sheet, const size_t *columns, size_t n)
{
    size_t lines = lines_of(sheet, sheet->headings, columns, n, HEADING_LINES);
    for (size_t line = 0; line < lines; line++) {
        for (size_t i = 0; i < n; i++) {
            const char *text = line_of(sheet, columns[i], sheet->headings[columns[i]], line);
            put_aligned(sheet, columns[i], text, NULL, i + 1 == n);
        }
        fputc('\n', sheet->stream);
    }
    for (size_t i = total_width(sheet, columns, n); i > 0; i--) {
        fputs("\xe2\x94\x80", sheet->stream);
    }
    fputc('\n', sheet->stream);
    for (size_t r = 0; r < sheet->n_rows; r++) {
        put_row(sheet, r, columns, n);
    }
}

/* How many leading keys are repeated in each block of a wide table. */
static size_t naming_columns(const struct sheet *sheet, const size_t *columns, size_t n,
                             size_t width)
{
    size_t named = 0;
    while (named < n && sheet->table->columns[columns[named]].is_key &&
           total_width(sheet, columns, named + 1) * 3 < width * 2) {
        named++;
    }
    return named;
}

/* Texts that were cut short take the room that a block leaves. */
static void put_widened(struct sheet *sheet, const size_t *columns, size_t n, const size_t *full,
                        size_t width)
{
    size_t *cut = QA_ARRAY(sheet->arena, size_t, sheet->table->n_columns);
    memcpy(cut, sheet->widths, sheet->table->n_columns * sizeof *cut);
    squeeze(sheet, columns, n, width, true);
    for (size_t i = 0; i < n; i++) {
        size_t used = total_width(sheet, columns, n);
        size_t wanted = full[columns[i]] - sheet->widths[columns[i]];
        size_t left = used < width ? width - used : 0;
        sheet->widths[columns[i]] += wanted < left ? wanted : left;
    }
    put_block(sheet, columns, n);
    memcpy(sheet->widths, cut, sheet->table->n_columns * sizeof *cut);
}

static void put_blocks(struct sheet *sheet, size_t *columns, size_t n, size_t width)
{
    size_t *full = QA_ARRAY(sheet->arena, size_t, sheet->table->n_columns);
    memcpy(full, sheet->widths, sheet->table->n_columns * sizeof *full);
    squeeze(sheet, columns, n, width, false);
    if (total_width(sheet, columns, n) <= width) {
        put_block(sheet, columns, n);
        return;
    }
    /* Cut in blocks, texts need not be short; but one alone must not fill the line. */
    for (size_t c = 0; c < sheet->table->n_columns; c++) {
        size_t most = qa_is_text(sheet->table->columns[c].kind) ? width / 3 : width;
        sheet->widths[c] = full[c] < most ? full[c] : most;
    }
    size_t named = naming_columns(sheet, columns, n, width);
    size_t *block = QA_ARRAY(sheet->arena, size_t, n);
    memcpy(block, columns, named * sizeof *block);
    for (size_t next = named; next < n;) {
        size_t used = named;
        do {
            block[used++] = columns[next++];
        } while (next < n &&
                 total_width(sheet, block, used) + GAP + sheet->widths[columns[next]] <= width);
        put_widened(sheet, block, used, full, width);
        fputs(next < n ? "\n" : "", sheet->stream);
    }
}

/* Prose in lines that are easy to read, however wide the tables are. Names in it may hold what a
 * terminal would obey. */
static void put_wrapped(struct qa_arena *arena, const char *text, size_t width, const char *indent,
                        FILE *stream)
{
    width = width < PROSE ? width : PROSE;
    size_t column = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, " \n");
        const char *word = qa_utf8_clean(arena, text, length);
        size_t taken = qa_utf8_width(word);
        if (column > 0 && column + 1 + taken > width) {
            fprintf(stream, "\n%s", indent);
            column = strlen(indent);
        } else if (column > 0) {
            fputc(' ', stream);
            column++;
        }
        fputs(word, stream);
        column += taken;
        text += length;
        text += strspn(text, " \n");
    }
    fputc('\n', stream);
}

/* "undefined" in a cell is explained below the table, each reason once. */
static void put_reasons(const struct sheet *sheet, const size_t *columns, size_t n, size_t width)
{
    const char *seen[8];
    size_t n_seen = 0;
    const struct qa_table *table = sheet->table;
    for (size_t i = 0; i < sheet->n_rows * n && n_seen < 8; i++) {
        const struct qa_table_cell *cell = qa_table_cell(table, i / n, columns[i % n]);
        if (!qa_is_estimate(table->columns[columns[i % n]].kind) || !cell->present ||
            qa_is_defined(cell->as.estimate)) {
            continue;
        }
        size_t s = 0;
        while (s < n_seen && strcmp(seen[s], cell->as.estimate->undefined) != 0) {
            s++;
        }
        if (s == n_seen) {
            seen[n_seen++] = cell->as.estimate->undefined;
            put_wrapped(sheet->arena, qa_arena_format(sheet->arena, "undefined: %s", seen[s]),
                        width, "  ", sheet->stream);
        }
    }
}

static void put_table(const struct qa_report *report, const struct qa_table *table,
                      const struct qa_print_options *options, FILE *stream)
{
    size_t width = options->width > 0 ? options->width : 80;
    struct sheet sheet = make_sheet(report, table, options, stream);
    size_t *columns = QA_ARRAY(report->arena, size_t, table->n_columns);
    size_t n = 0;
    for (size_t c = 0; c < table->n_columns; c++) {
        if (!table->columns[c].is_detail && !is_empty_column(&sheet, c) &&
            is_named(table->shown, table->columns[c].name)) {
            columns[n++] = c;
        }
    }
    fprintf(stream, options->colour ? "\033[1m%s\033[0m\n" : "%s\n",
            qa_utf8_clean(report->arena, table->title, strlen(table->title)));
    if (table->n_rows == 0) {
        fputs("(nothing)\n", stream);
    } else {
        put_blocks(&sheet, columns, n, width);
    }
    if (sheet.n_rows < table->n_rows) {
        fprintf(stream, "... and %zu more rows (--format csv --table %s shows all)\n",
                table->n_rows - sheet.n_rows, table->name);
    }
    put_reasons(&sheet, columns, n, width);
    for (size_t i = 0; i < table->n_notes; i++) {
        put_wrapped(report->arena, table->notes[i], width, "  ", stream);
    }
}

void qa_print_text(const struct qa_report *report, const struct qa_print_options *options,
                   FILE *stream)
{
    size_t width = options->width > 0 ? options->width : 80;
    bool first = true;
    for (size_t i = 0; options->table == NULL && i < report->n_lines; i++) {
        put_wrapped(report->arena, report->lines[i], width, "", stream);
        first = false;
    }
    for (size_t t = 0; t < report->n_tables; t++) {
        if (options->table == NULL || strcmp(options->table, report->tables[t]->name) == 0) {
            fputs(first ? "" : "\n", stream);
            put_table(report, report->tables[t], options, stream);
            first = false;
        }
    }
    if (report->verdict != NULL && options->table == NULL) {
        const char *colour = options->colour ? colour_of(report->verdict) : NULL;
        fprintf(stream, "\nverdict: %s%s%s\n", colour != NULL ? colour : "", report->verdict,
                colour != NULL ? "\033[0m" : "");
    }
}
