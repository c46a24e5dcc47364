#include "reports/table_block.h"

#include <math.h>
#include <string.h>

#include "qa/base/error.h"
#include "qa/base/time.h"
#include "qa/base/utf8.h"

enum { NARROW = 9, LAST_ROW = 1048575, SHEET_HEADER = 2 };

/* ---- which columns ---- */

static bool says_nothing(const struct qa_table *table, size_t column)
{
    for (size_t r = 0; r < table->n_rows; r++) {
        if (qa_table_cell(table, r, column)->present) {
            return false;
        }
    }
    return table->n_rows > 0;
}

static void add_column(struct qa_block *block, size_t column)
{
    if (block->n == QA_BLOCK_COLUMNS) {
        QA_BUG("table %s has too many columns for a sheet", block->table->name);
    }
    block->column[block->n++] = column;
}

/* The column of the next of the names, which are comma-separated. */
static size_t next_named(const struct qa_table *table, const char **names)
{
    size_t length = strcspn(*names, ",");
    size_t c = 0;
    while (c < table->n_columns && (strlen(table->columns[c].name) != length ||
                                    strncmp(table->columns[c].name, *names, length) != 0)) {
        c++;
    }
    if (c == table->n_columns) {
        QA_BUG("table %s has no column %.*s", table->name, (int)length, *names);
    }
    *names += length + ((*names)[length] == ',');
    return c;
}

static bool is_named(const struct qa_table *table, const char *names, size_t column)
{
    bool named = false;
    while (names != NULL && *names != '\0') {
        named = next_named(table, &names) == column || named;
    }
    return named;
}

struct qa_block qa_block_of(const struct qa_table *table, const char *names)
{
    struct qa_block block = {.table = table, .is_fixed = true, .end = table->n_rows};
    if (names != NULL) {
        while (*names != '\0') {
            add_column(&block, next_named(table, &names));
        }
        return block;
    }
    return qa_block_without(table, NULL, false);
}

struct qa_block qa_block_without(const struct qa_table *table, const char *names, bool has_all)
{
    struct qa_block block = {.table = table, .is_fixed = true, .end = table->n_rows};
    for (size_t c = 0; c < table->n_columns; c++) {
        if (!is_named(table, names, c) && (has_all || !says_nothing(table, c))) {
            add_column(&block, c);
        }
    }
    return block;
}

/* ---- how many cells ---- */

uint16_t qa_cells_of_kind(enum qa_kind kind)
{
    return qa_is_estimate(kind) ? 4 : 1;
}

static uint16_t cells_of(const struct qa_block *block, size_t i)
{
    enum qa_kind kind = block->table->columns[block->column[i]].kind;
    if (qa_is_estimate(kind)) {
        return block->has_n ? 4 : 3;
    }
    bool is_wide = block->is_fixed && block->widths == NULL;
    return is_wide && (kind == QA_TIME || kind == QA_WORD) ? 2 : 1;
}

uint16_t qa_block_width(const struct qa_block *block)
{
    uint16_t width = 0;
    for (size_t i = 0; i < block->n; i++) {
        width = (uint16_t)(width + cells_of(block, i));
    }
    return width;
}

bool qa_block_shows(const struct qa_block *block, const char *name)
{
    bool shown = false;
    for (size_t i = 0; i < block->n; i++) {
        shown = shown || strcmp(block->table->columns[block->column[i]].name, name) == 0;
    }
    return shown;
}

uint16_t qa_block_cell(const struct qa_block *block, const char *name)
{
    uint16_t at = block->left;
    for (size_t i = 0; i < block->n; i++) {
        if (strcmp(block->table->columns[block->column[i]].name, name) == 0) {
            return at;
        }
        at = (uint16_t)(at + cells_of(block, i));
    }
    QA_BUG("the block of table %s does not show %s", block->table->name, name);
}

/* ---- cells ---- */

static enum qa_style plain_style(enum qa_kind kind)
{
    switch (kind) {
    case QA_COUNT:
        return QA_STYLE_COUNT;
    case QA_RATE:
    case QA_ESTIMATE_RATE:
        return QA_STYLE_RATE;
    case QA_MONEY:
    case QA_ESTIMATE_MONEY:
        return QA_STYLE_MONEY;
    case QA_SECONDS:
    case QA_HOURS:
        return QA_STYLE_HOURS;
    case QA_P:
        return QA_STYLE_P;
    case QA_REAL:
    case QA_ESTIMATE:
        return QA_STYLE_REAL;
    default:
        return QA_STYLE_BLOCK_TEXT;
    }
}

static enum qa_style fixed_style(enum qa_kind kind)
{
    switch (plain_style(kind)) {
    case QA_STYLE_COUNT:
        return QA_STYLE_FIXED_COUNT;
    case QA_STYLE_RATE:
        return QA_STYLE_FIXED_RATE;
    case QA_STYLE_HOURS:
        return QA_STYLE_FIXED_HOURS;
    case QA_STYLE_P:
        return QA_STYLE_FIXED_P;
    case QA_STYLE_REAL:
        return QA_STYLE_FIXED_REAL;
    default:
        return plain_style(kind); /* amounts and texts look the same */
    }
}

static enum qa_style word_style(const char *word)
{
    static const enum qa_style styles[] = {[QA_TONE_NONE] = QA_STYLE_BLOCK_TEXT,
                                           [QA_TONE_GOOD] = QA_STYLE_GOOD,
                                           [QA_TONE_BAD] = QA_STYLE_BAD,
                                           [QA_TONE_OPEN] = QA_STYLE_OPEN};
    return styles[qa_word_tone(word)];
}

static void put_value(struct qa_sheet *sheet, uint32_t row, uint16_t at, enum qa_kind kind,
                      const struct qa_table_cell *cell, enum qa_style style)
{
    char time[QA_TIME_TEXT_MAX];
    if (!cell->present) {
        qa_put(sheet, row, at, NULL, style);
        return;
    }
    switch (kind) {
    case QA_WORD:
        qa_put(sheet, row, at, cell->as.text, word_style(cell->as.text));
        break;
    case QA_TEXT:
        qa_put(sheet, row, at, cell->as.text, style);
        break;
    case QA_COUNT:
        qa_put_number(sheet, row, at, (double)cell->as.count, style);
        break;
    case QA_TIME:
        qa_time_format(cell->as.time, time);
        qa_put(sheet, row, at, qa_arena_format(sheet->book->arena, "%.10s %.5s", time, time + 11),
               style);
        break;
    case QA_ESTIMATE:
    case QA_ESTIMATE_RATE:
    case QA_ESTIMATE_MONEY:
        qa_put_estimate_cells(sheet, row, at, cell->as.estimate, style);
        break;
    default:
        qa_put_number(sheet, row, at, cell->as.real, style);
    }
}

void qa_put_table_cell(struct qa_sheet *sheet, uint32_t row, uint16_t at,
                       const struct qa_column *column, const struct qa_table_cell *cell)
{
    put_value(sheet, row, at, column->kind, cell, plain_style(column->kind));
    if (cell->present && qa_is_estimate(column->kind)) {
        qa_put_number(sheet, row, (uint16_t)(at + 3), (double)cell->as.estimate->n, QA_STYLE_COUNT);
    }
}

/* Averages of counts that are whole have no decimals, large ones few, small rates more. */
static enum qa_style number_style(enum qa_kind kind, double value)
{
    if (kind == QA_RATE) {
        return value < 0.01 ? QA_STYLE_SMALL_RATE : QA_STYLE_RATE;
    }
    bool is_whole = value >= 10 && value < 1e15 && value == floor(value);
    return is_whole ? QA_STYLE_COUNT : value >= 100 ? QA_STYLE_HOURS : QA_STYLE_REAL;
}

/* Letters that a text of column i has room for. */
static double room_of(const struct qa_block *block, uint16_t at, size_t i)
{
    double room = block->widths[at];
    for (uint16_t c = (uint16_t)(at + 1); i + 1 == block->n && c < block->page_cells; c++) {
        room += block->widths[c];
    }
    return room;
}

static bool wraps(const struct qa_block *block, uint16_t at, size_t i, const char *text)
{
    return block->widths != NULL && (double)qa_utf8_width(text) > room_of(block, at, i);
}

static enum qa_style style_of(const struct qa_block *block, uint16_t at, size_t i,
                              const struct qa_table_cell *cell)
{
    enum qa_kind kind = block->table->columns[block->column[i]].kind;
    if (kind == QA_TEXT && cell->present) {
        return wraps(block, at, i, cell->as.text) ? QA_STYLE_ROW_TEXT
               : at == block->left                ? QA_STYLE_BLOCK_NAME
                                                  : QA_STYLE_BLOCK_TEXT;
    }
    if (block->is_fixed) {
        return fixed_style(kind);
    }
    return cell->present && (kind == QA_REAL || kind == QA_RATE) ? number_style(kind, cell->as.real)
                                                                 : plain_style(kind);
}

/* ---- rows ---- */

static const struct qa_estimate *undefined_of(const struct qa_block *block, size_t r, size_t i)
{
    const struct qa_column *column = &block->table->columns[block->column[i]];
    const struct qa_table_cell *cell = qa_table_cell(block->table, r, block->column[i]);
    bool is_undefined =
        cell->present && qa_is_estimate(column->kind) && !qa_is_defined(cell->as.estimate);
    return is_undefined ? cell->as.estimate : NULL;
}

/* Why an estimate of the row is undefined; NULL: all are defined. */
static const char *remark_of(const struct qa_sheet *sheet, const struct qa_block *block, size_t r)
{
    struct qa_arena *arena = sheet->book->arena;
    for (size_t i = 0; i < block->n; i++) {
        const struct qa_estimate *estimate = undefined_of(block, r, i);
        if (estimate != NULL) {
            return qa_arena_format(
                arena, "%s: %s", qa_column_heading(arena, &block->table->columns[block->column[i]]),
                estimate->undefined);
        }
    }
    return NULL;
}

static bool has_remark(const struct qa_sheet *sheet, const struct qa_block *block)
{
    for (size_t r = block->first; r < block->end; r++) {
        if (remark_of(sheet, block, r) != NULL) {
            return true;
        }
    }
    return false;
}

static const char *part_heading(struct qa_arena *arena, const struct qa_column *column,
                                uint16_t part)
{
    static const char *const parts[] = {NULL, "low", "high", "n"};
    if (part == 0) {
        return qa_column_heading(arena, column);
    }
    return qa_is_estimate(column->kind) ? parts[part] : NULL;
}

/* Lines of the longest heading where columns are as narrow as most are. */
static unsigned heading_lines(struct qa_arena *arena, const struct qa_block *block)
{
    unsigned most = 1;
    uint16_t at = block->left;
    for (size_t i = 0; i < block->n; i++) {
        const char *text = qa_column_heading(arena, &block->table->columns[block->column[i]]);
        unsigned width = block->widths != NULL     ? (unsigned)block->widths[at] - 1
                         : cells_of(block, i) == 2 ? 2 * NARROW
                                                   : NARROW;
        unsigned lines = qa_text_lines(text, width);
        most = lines > most ? lines : most;
        at = (uint16_t)(at + cells_of(block, i));
    }
    return most;
}

void qa_put_block_headings(struct qa_sheet *sheet, uint32_t row, const struct qa_block *block)
{
    struct qa_arena *arena = sheet->book->arena;
    uint16_t at = block->left;
    qa_row_of_lines(sheet, row, heading_lines(arena, block));
    for (size_t i = 0; i < block->n; i++) {
        const struct qa_column *column = &block->table->columns[block->column[i]];
        bool is_text = qa_is_text(column->kind) || column->kind == QA_TIME;
        enum qa_style style = !is_text ? QA_STYLE_HEADER_NUMBER
                              : i == 0 ? QA_STYLE_HEADER
                                       : QA_STYLE_HEADER_TEXT;
        qa_comment_heading(sheet, row, at, column->about);
        for (uint16_t part = 0; part < cells_of(block, i); part++) {
            qa_put(sheet, row, at++, part_heading(arena, column, part), style);
        }
    }
    if (has_remark(sheet, block)) {
        qa_put(sheet, row, at, "remark", QA_STYLE_HEADER);
    }
}

void qa_put_block_cell(struct qa_sheet *sheet, uint32_t row, uint16_t at,
                       const struct qa_block *block, size_t i, size_t r)
{
    const struct qa_column *column = &block->table->columns[block->column[i]];
    const struct qa_table_cell *cell = qa_table_cell(block->table, r, block->column[i]);
    if (column->is_marked && cell->present) {
        qa_put_marked(sheet, row, at, cell->as.text);
        return;
    }
    put_value(sheet, row, at, column->kind, cell, style_of(block, at, i, cell));
    if (cells_of(block, i) == 2) {
        /* The text runs over a cell that looks the same. */
        bool is_word = cell->present && column->kind == QA_WORD;
        qa_put(sheet, row, (uint16_t)(at + 1), NULL,
               is_word ? word_style(cell->as.text) : QA_STYLE_BLOCK_TEXT);
    }
    if (block->has_n && cell->present && qa_is_estimate(column->kind)) {
        qa_put_number(sheet, row, (uint16_t)(at + 3), (double)cell->as.estimate->n,
                      block->is_fixed ? QA_STYLE_FIXED_COUNT : QA_STYLE_COUNT);
    }
}

/* Lines of the longest text of a row. */
static unsigned row_lines(const struct qa_block *block, size_t r)
{
    unsigned most = 1;
    uint16_t at = block->left;
    for (size_t i = 0; i < block->n; i++) {
        const struct qa_column *column = &block->table->columns[block->column[i]];
        const struct qa_table_cell *cell = qa_table_cell(block->table, r, block->column[i]);
        if (column->kind == QA_TEXT && !column->is_marked && cell->present &&
            wraps(block, at, i, cell->as.text)) {
            unsigned lines = qa_text_lines(cell->as.text, (unsigned)block->widths[at]);
            most = lines > most ? lines : most;
        }
        at = (uint16_t)(at + cells_of(block, i));
    }
    return most;
}

void qa_put_block_row(struct qa_sheet *sheet, uint32_t row, const struct qa_block *block, size_t r)
{
    uint16_t at = block->left;
    if (block->widths != NULL) {
        qa_row_of_lines(sheet, row, row_lines(block, r));
    }
    for (size_t i = 0; i < block->n; i++) {
        qa_put_block_cell(sheet, row, at, block, i, r);
        at = (uint16_t)(at + cells_of(block, i));
    }
    const char *remark = remark_of(sheet, block, r);
    if (remark != NULL) {
        qa_put(sheet, row, at, remark, QA_STYLE_NOTE_LINE);
    }
}

uint32_t qa_put_block(struct qa_sheet *sheet, uint32_t row, const struct qa_block *block)
{
    qa_put_block_headings(sheet, row++, block);
    for (size_t r = block->first; r < block->end && row < LAST_ROW; r++) {
        qa_put_block_row(sheet, row++, block, r);
    }
    return row;
}

uint32_t qa_put_titled_block(struct qa_sheet *sheet, uint32_t row, const char *title,
                             const struct qa_table *table, const char *names)
{
    if (table == NULL || table->n_rows == 0) {
        return row;
    }
    struct qa_block block = qa_block_of(table, names);
    qa_put(sheet, row, 0, title, QA_STYLE_SUBTITLE);
    return qa_put_block(sheet, row + 1, &block) + 1;
}

/* ---- widths ---- */

static size_t longest_word(const char *text)
{
    size_t most = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        most = length > most ? length : most;
        text += length;
        text += strspn(text, " ");
    }
    return most;
}

/* Letters that a column's cells need; numbers are as wide as their format makes them. */
static size_t letters_of(const struct qa_block *block, size_t column)
{
    enum { OF_NUMBERS = 7, OF_TIMES = 17, SURPLUS_OF_BOLD = 2 };
    const struct qa_column *form = &block->table->columns[column];
    size_t most = 0;
    if (form->is_marked || form->kind == QA_TIME) {
        return form->is_marked ? QA_MARKED_TEXT : OF_TIMES;
    }
    for (size_t r = block->first; qa_is_text(form->kind) && r < block->end; r++) {
        const struct qa_table_cell *cell = qa_table_cell(block->table, r, column);
        size_t n = cell->present ? qa_utf8_width(cell->as.text) : 0;
        most = n > most ? n : most;
    }
    most = most > QA_WIDEST_TEXT ? QA_WIDEST_TEXT : most;
    return form->kind == QA_WORD    ? most + SURPLUS_OF_BOLD
           : qa_is_text(form->kind) ? most
                                    : OF_NUMBERS;
}

void qa_measure_block(const struct qa_block *block, double *widths, struct qa_arena *arena)
{
    enum { INDENT = 2 };
    uint16_t at = block->left;
    for (size_t i = 0; i < block->n; i++) {
        const struct qa_column *column = &block->table->columns[block->column[i]];
        const char *heading = qa_column_heading(arena, column);
        bool runs_on = i + 1 == block->n && column->kind == QA_TEXT && !column->is_marked &&
                       at + 1 < block->page_cells;
        size_t letters = runs_on ? 0 : letters_of(block, block->column[i]);
        for (uint16_t part = 0; part < cells_of(block, i); part++, at++) {
            size_t of_heading = part == 0 ? longest_word(heading) : 0;
            double width = (double)(letters > of_heading ? letters : of_heading) + INDENT;
            widths[at] = widths[at] > width ? widths[at] : width;
        }
    }
}

void qa_widen_last(const struct qa_block *block, double *widths)
{
    enum { WIDEST = 60, INDENT = 2 };
    size_t last = block->n - 1;
    uint16_t at = (uint16_t)(block->left + qa_block_width(block) - cells_of(block, last));
    const struct qa_column *column = &block->table->columns[block->column[last]];
    double longest = 0;

    for (size_t r = block->first; column->kind == QA_TEXT && r < block->end; r++) {
        const struct qa_table_cell *cell = qa_table_cell(block->table, r, block->column[last]);
        longest = cell->present ? fmax(longest, (double)qa_utf8_width(cell->as.text)) : longest;
    }
    double lacking = longest + INDENT - room_of(block, at, last);
    if (!column->is_marked && lacking > 0 && widths[at] < WIDEST) {
        widths[at] = fmin(widths[at] + lacking, WIDEST);
    }
}

/* ---- a sheet of its own ---- */

static struct qa_sheet start_sheet(struct qa_book *book, const struct qa_block *block,
                                   const char *title)
{
    struct qa_sheet sheet = qa_book_sheet_of(book, block->table->name);
    sheet.is_list = true;
    uint16_t at = 0;
    for (size_t i = 0; i < block->n; i++) {
        const struct qa_column *column = &block->table->columns[block->column[i]];
        uint16_t next = (uint16_t)(at + cells_of(block, i));
        qa_note_error(book, worksheet_set_column(sheet.worksheet, at, (uint16_t)(next - 1),
                                                 qa_is_text(column->kind) ? 22 : 12, NULL));
        at = next;
    }
    qa_put(&sheet, 0, 0, title, QA_STYLE_SUBTITLE);
    qa_put_block_headings(&sheet, SHEET_HEADER, block);
    worksheet_freeze_panes(sheet.worksheet, SHEET_HEADER + 1, 1);
    qa_note_error(book, worksheet_repeat_rows(sheet.worksheet, SHEET_HEADER, SHEET_HEADER));
    return sheet;
}

/* All columns, since the sheet stands for the table's CSV. */
void qa_put_table_sheet(struct qa_book *book, const struct qa_table *table)
{
    struct qa_block block = {.table = table, .has_n = true, .end = table->n_rows};
    for (size_t c = 0; c < table->n_columns; c++) {
        add_column(&block, c);
    }
    struct qa_sheet sheet = start_sheet(book, &block, table->title);
    uint32_t row = SHEET_HEADER + 1;
    for (size_t r = 0; r < table->n_rows; r++) {
        if (row > LAST_ROW) {
            sheet = start_sheet(book, &block, "continued");
            row = SHEET_HEADER + 1;
        }
        qa_put_block_row(&sheet, row++, &block, r);
    }
    for (size_t i = 0; i < table->n_notes && row + 1 < LAST_ROW; i++) {
        qa_put(&sheet, ++row, 0, table->notes[i], QA_STYLE_TEXT);
    }
}
