#include "qa/formats/csv_input.h"

#include <string.h>
#include <strings.h>

#include "qa/base/utf8.h"
#include "qa/formats/csv_quoted.h"
#include "qa/formats/csv_scan.h"

enum { CHECKED_AHEAD = 1 << 20, GIVEN_BACK = 1 << 23, LOOKED_AT = 1 << 16, LINES_COMPARED = 20 };

struct qa_csv {
    struct qa_bytes *bytes;
    struct qa_arena *arena;
    struct qa_csv_scan scan;
    struct qa_csv_quoted *quoted;
    size_t offset;  /* of the next record */
    uint64_t line;  /* of the next record */
    size_t checked; /* UTF-8 is good up to here */
    size_t given_back;
    struct qa_slice *header;
    uint64_t header_line;
    size_t n_needed; /* rows may have so few cells; 0: all */
    size_t n_given;  /* that rows have; 0: none was read */
    size_t n_columns;
    struct qa_slice *cells;
    size_t cells_capacity;
    bool was_quoted; /* the last record */
};

/* The line and column of an offset in the bytes: only for errors, so it may count from the start.
 */
static void place_of(const struct qa_bytes *bytes, size_t offset, uint64_t *line, uint64_t *column)
{
    size_t start = 0;
    *line = 1;
    for (size_t i = 0; i < offset; i++) {
        bool carriage = bytes->data[i] == '\r' && bytes->data[i + 1] != '\n';
        if (bytes->data[i] == '\n' || carriage) {
            ++*line;
            start = i + 1;
        }
    }
    *column = offset - start + 1;
}

static enum qa_status fail_at_offset(const struct qa_csv *csv, const char *code, size_t offset,
                                     const char *what, struct qa_error *err)
{
    uint64_t line;
    uint64_t column;
    place_of(csv->bytes, offset, &line, &column);
    return qa_fail_at(err, code, csv->bytes->path, line, column, "%s", what);
}

/* Check the next stretch of the input before its cells are handed out. A sequence that the end of
 * the stretch cuts is left to the next one. */
static enum qa_status check_ahead(struct qa_csv *csv, struct qa_error *err)
{
    size_t start = csv->checked;
    size_t left = csv->bytes->size - start;
    size_t length = left < CHECKED_AHEAD ? left : CHECKED_AHEAD;
    size_t good = qa_utf8_check(csv->bytes->data + start, length);
    bool cut = length < left && length - good < 4;
    if (good < length && !cut) {
        return fail_at_offset(csv, "E108", start + good,
                              "a byte that is not UTF-8; expected UTF-8 or UTF-16 text", err);
    }
    const unsigned char *zero = memchr(csv->bytes->data + start, 0, good);
    if (zero != NULL) {
        return fail_at_offset(csv, "E108", (size_t)(zero - csv->bytes->data),
                              "a NUL byte; expected text", err);
    }
    csv->checked = start + good;
    return QA_OK;
}

static enum qa_status check_until(struct qa_csv *csv, size_t offset, struct qa_error *err)
{
    while (csv->checked < offset) {
        QA_TRY(check_ahead(csv, err));
    }
    return QA_OK;
}

/* ---- the delimiter ---- */

/* Delimiters outside quotes in the line at data; *length is the line's. */
static size_t count_in_line(const unsigned char *data, size_t size, char delimiter, size_t *length)
{
    size_t n = 0;
    bool inside = false;
    size_t i = 0;
    for (; i < size && (inside || (data[i] != '\n' && data[i] != '\r')); i++) {
        inside = data[i] == '"' ? !inside : inside;
        n += !inside && data[i] == (unsigned char)delimiter;
    }
    *length = i;
    return n;
}

/* How many of the first lines have as many of the delimiter as the first; 0 without any in it. */
static size_t consistency(const struct qa_bytes *bytes, char delimiter, size_t *in_first)
{
    size_t limit = bytes->size < LOOKED_AT ? bytes->size : LOOKED_AT;
    size_t offset = 0;
    size_t same = 0;
    *in_first = 0;
    for (size_t line = 0; offset < limit && line < LINES_COMPARED; line++) {
        size_t length;
        size_t n = count_in_line(bytes->data + offset, limit - offset, delimiter, &length);
        bool cut = offset + length == limit && limit < bytes->size;
        if (line == 0) {
            *in_first = n;
        }
        same += n == *in_first && !cut && length > 0;
        offset += length + 1;
    }
    return *in_first > 0 ? same : 0;
}

static char find_delimiter(const struct qa_bytes *bytes)
{
    static const char candidates[] = {',', '\t', ';', '|'};
    char best = ',';
    size_t best_same = 0;
    size_t best_count = 0;
    for (size_t i = 0; i < sizeof candidates; i++) {
        size_t count;
        size_t same = consistency(bytes, candidates[i], &count);
        if (same > best_same || (same == best_same && count > best_count && same > 0)) {
            best = candidates[i];
            best_same = same;
            best_count = count;
        }
    }
    return best;
}

/* The first line `sep=;` by which Excel is told the delimiter: its length with the line end, 0
 * without one. */
static size_t sep_line(const struct qa_bytes *bytes, char *delimiter)
{
    enum { WORD = 4 };
    const unsigned char *data = bytes->data;
    size_t quote = bytes->size > 0 && data[0] == '"';
    size_t end = quote + WORD + 1;
    if (bytes->size < end + quote || strncasecmp((const char *)data + quote, "sep=", WORD) != 0) {
        return 0;
    }
    *delimiter = (char)data[quote + WORD];
    if (quote > 0 && data[end++] != '"') {
        return 0;
    }
    if (end < bytes->size && data[end] != '\r' && data[end] != '\n') {
        return 0;
    }
    end += end < bytes->size && data[end] == '\r';
    end += end < bytes->size && data[end] == '\n';
    return strchr(",;|\t", *delimiter) != NULL && *delimiter != '\0' ? end : 0;
}

/* ---- records ---- */

static void add_cell(struct qa_csv *csv, size_t *n, size_t start, size_t end)
{
    csv->cells =
        qa_arena_grow(csv->arena, csv->cells, &csv->cells_capacity, *n + 1, sizeof *csv->cells);
    csv->cells[(*n)++] = (struct qa_slice){.text = (const char *)csv->bytes->data + start,
                                           .length = (uint32_t)(end - start),
                                           .column = (uint32_t)(start - csv->offset + 1)};
}

static uint64_t line_ends(const unsigned char *data, size_t size)
{
    uint64_t n = 0;
    for (size_t i = 0; i < size; i++) {
        n += data[i] == '\n' || (data[i] == '\r' && (i + 1 == size || data[i + 1] != '\n'));
    }
    return n;
}

/* A line whose quotes all stand within cells that none of them begins (5" wide, he said "hi"): they
 * are text, as other readers of such files take them. False when a cell begins with one. */
static bool read_literal(struct qa_csv *csv, const struct qa_slice **cells, size_t *n)
{
    const struct qa_bytes *bytes = csv->bytes;
    size_t start = csv->offset;
    size_t end = start;
    *n = 0;
    for (;; end++) {
        unsigned char c = end < bytes->size ? bytes->data[end] : '\n';
        bool ends_line = c == '\n' || c == '\r';
        if (c == '"' && end == start) {
            return false;
        }
        if (ends_line || c == (unsigned char)csv->scan.delimiter) {
            add_cell(csv, n, start, end);
            start = end + 1;
        }
        if (ends_line) {
            break;
        }
    }
    bool is_pair =
        end + 1 < bytes->size && bytes->data[end] == '\r' && bytes->data[end + 1] == '\n';
    csv->offset = end < bytes->size ? end + 1 + is_pair : bytes->size;
    csv->line++;
    qa_csv_scan_seek(&csv->scan, csv->offset);
    *cells = csv->cells;
    return true;
}

/* A record with a quote in it, from its beginning, through libcsv. */
static enum qa_status read_quoted(struct qa_csv *csv, const struct qa_slice **cells, size_t *n,
                                  struct qa_error *err)
{
    const unsigned char *data = csv->bytes->data + csv->offset;
    size_t used;
    size_t problem = 0;
    if (!qa_csv_quoted_read(csv->quoted, data, csv->bytes->size - csv->offset, &used, &problem)) {
        if (read_literal(csv, cells, n)) {
            return QA_OK;
        }
        return fail_at_offset(csv, "E109", csv->offset + problem,
                              "a quote that is never closed or not around a whole cell", err);
    }
    *cells = qa_csv_quoted_cells(csv->quoted, n);
    csv->line += line_ends(data, used);
    csv->offset += used;
    qa_csv_scan_seek(&csv->scan, csv->offset);
    return QA_OK;
}

/* The cells of the record at csv->offset, which moves behind it. */
static enum qa_status read_record(struct qa_csv *csv, const struct qa_slice **cells, size_t *n,
                                  struct qa_error *err)
{
    const struct qa_bytes *bytes = csv->bytes;
    size_t start = csv->offset;
    *n = 0;
    *cells = NULL;
    csv->was_quoted = false;
    for (;;) {
        size_t at = qa_csv_scan_next(&csv->scan);
        unsigned char c = at < bytes->size ? bytes->data[at] : '\n';
        if (c == '"') {
            csv->was_quoted = true;
            return read_quoted(csv, cells, n, err);
        }
        add_cell(csv, n, start, at);
        start = at + 1;
        if (c == '\n' || c == '\r') {
            bool pair = c == '\r' && start < bytes->size && bytes->data[start] == '\n';
            if (pair) {
                start++;
                (void)qa_csv_scan_next(&csv->scan);
            }
            csv->offset = start < bytes->size ? start : bytes->size;
            csv->line++;
            *cells = csv->cells;
            return QA_OK;
        }
    }
}

/* A line of nothing; `""` is a cell. */
static bool is_empty_line(const struct qa_csv *csv, const struct qa_slice *cells, size_t n)
{
    return n == 0 || cells == NULL || (n == 1 && cells[0].length == 0 && !csv->was_quoted);
}

static void give_back(struct qa_csv *csv)
{
    if (csv->offset - csv->given_back >= GIVEN_BACK) {
        qa_bytes_done_until(csv->bytes, csv->offset);
        csv->given_back = csv->offset;
    }
}

/* The next record that is not an empty line. */
static enum qa_csv_result next_cells(struct qa_csv *csv, const struct qa_slice **cells, size_t *n,
                                     uint64_t *line, struct qa_error *err)
{
    do {
        if (csv->offset >= csv->bytes->size) {
            return QA_CSV_END;
        }
        give_back(csv);
        *line = csv->line;
        /* Bad bytes are found before the record's own faults, which they may have caused. */
        if (read_record(csv, cells, n, err) != QA_OK) {
            struct qa_error other;
            bool bad_bytes = check_until(csv, csv->bytes->size, &other) != QA_OK;
            if (bad_bytes && other.line <= err->line) {
                *err = other;
            }
            return QA_CSV_BAD;
        }
        if (check_until(csv, csv->offset, err) != QA_OK) {
            return QA_CSV_BAD;
        }
    } while (is_empty_line(csv, *cells, *n));
    return QA_CSV_RECORD;
}

/* Columns that only the header has. */
static void add_blanks(struct qa_csv *csv, const struct qa_slice **cells, size_t n)
{
    csv->cells = qa_arena_grow(csv->arena, csv->cells, &csv->cells_capacity, csv->n_columns,
                               sizeof *csv->cells);
    if (*cells != csv->cells) {
        memmove(csv->cells, *cells, n * sizeof *csv->cells);
    }
    for (size_t c = n; c < csv->n_columns; c++) {
        csv->cells[c] = (struct qa_slice){.text = ""};
    }
    *cells = csv->cells;
}

enum qa_csv_result qa_csv_next(struct qa_csv *csv, const struct qa_slice **cells, uint64_t *line,
                               struct qa_error *err)
{
    size_t n = 0;
    enum qa_csv_result result = next_cells(csv, cells, &n, line, err);
    if (result != QA_CSV_RECORD) {
        return result;
    }
    if (csv->n_given == 0) {
        bool is_short = csv->n_needed > 0 && n >= csv->n_needed && n < csv->n_columns;
        csv->n_given = is_short ? n : csv->n_columns;
    }
    if (n != csv->n_given) {
        (void)qa_fail_at(err, "E110", csv->bytes->path, *line, 1,
                         "the row has %zu cell%s, expected %zu%s", n, n == 1 ? "" : "s",
                         csv->n_given,
                         csv->n_given < csv->n_columns ? ", as the first row has"
                         : n > csv->n_columns
                             ? ", as the first line has; a title above the names of the columns "
                               "has to go, and a cell with the delimiter in it stands in quotes"
                             : "");
        return QA_CSV_BAD;
    }
    if (n < csv->n_columns) {
        add_blanks(csv, cells, n);
    }
    return result;
}

void qa_csv_allow_short(struct qa_csv *csv, size_t n_needed)
{
    csv->n_needed = n_needed;
}

size_t qa_csv_given(const struct qa_csv *csv)
{
    return csv->n_given;
}

/* ---- opening ---- */

static enum qa_status take_header(struct qa_csv *csv, struct qa_error *err)
{
    const struct qa_slice *cells = NULL;
    size_t n = 0;
    uint64_t line;
    enum qa_csv_result result = next_cells(csv, &cells, &n, &line, err);
    if (result == QA_CSV_BAD) {
        return QA_INPUT;
    }
    if (result == QA_CSV_END) {
        return qa_fail_at(err, "E111", csv->bytes->path, 1, 1,
                          "the file is empty; expected a line with the names of the columns");
    }
    csv->header_line = line;
    csv->n_columns = n;
    csv->header = QA_ARRAY(csv->arena, struct qa_slice, n);
    for (size_t c = 0; c < n; c++) {
        csv->header[c] = cells[c];
        csv->header[c].text = qa_arena_text_n(csv->arena, cells[c].text, cells[c].length);
    }
    return QA_OK;
}

static void name_columns(struct qa_csv *csv, const char *const *names, size_t n)
{
    csv->n_columns = n;
    csv->header = QA_ARRAY(csv->arena, struct qa_slice, n);
    for (size_t c = 0; c < n; c++) {
        csv->header[c] =
            (struct qa_slice){.text = names[c], .length = (uint32_t)strlen(names[c]), .column = 1};
    }
}

enum qa_status qa_csv_open(struct qa_csv **csv, struct qa_bytes *bytes,
                           const char *const *header_names, size_t n_header, struct qa_arena *arena,
                           struct qa_error *err)
{
    struct qa_csv *new = QA_NEW(arena, struct qa_csv);
    qa_bytes_decode_windows(bytes);
    new->bytes = bytes;
    new->arena = arena;
    new->line = 1;
    new->header_line = 1;
    char delimiter;
    size_t skipped = sep_line(bytes, &delimiter);
    if (skipped == 0) {
        delimiter = find_delimiter(bytes);
    }
    qa_csv_scan_init(&new->scan, bytes->data, bytes->size, delimiter);
    if (skipped > 0) {
        new->offset = skipped;
        new->line = 2;
        qa_csv_scan_seek(&new->scan, skipped);
    }
    new->quoted = qa_csv_quoted_new(arena, delimiter);
    *csv = new;
    if (header_names != NULL) {
        name_columns(new, header_names, n_header);
        return QA_OK;
    }
    return take_header(new, err);
}

enum qa_status qa_csv_open_below(struct qa_csv **csv, struct qa_bytes *bytes, size_t offset,
                                 uint64_t line, struct qa_arena *arena, struct qa_error *err)
{
    struct qa_csv *new = QA_NEW(arena, struct qa_csv);
    struct qa_bytes below = *bytes;
    below.data += offset;
    below.size -= offset;
    char delimiter = find_delimiter(&below);
    new->bytes = bytes;
    new->arena = arena;
    new->line = line;
    new->header_line = line;
    new->offset = offset;
    qa_csv_scan_init(&new->scan, bytes->data, bytes->size, delimiter);
    qa_csv_scan_seek(&new->scan, offset);
    new->quoted = qa_csv_quoted_new(arena, delimiter);
    *csv = new;
    return take_header(new, err);
}

size_t qa_csv_columns(const struct qa_csv *csv)
{
    return csv->n_columns;
}

const struct qa_slice *qa_csv_header(const struct qa_csv *csv)
{
    return csv->header;
}

char qa_csv_delimiter(const struct qa_csv *csv)
{
    return csv->scan.delimiter;
}

size_t qa_csv_offset(const struct qa_csv *csv)
{
    return csv->offset;
}

uint64_t qa_csv_line(const struct qa_csv *csv)
{
    return csv->line;
}

void qa_csv_skip(struct qa_csv *csv, size_t offset, size_t n_rows)
{
    csv->offset = offset;
    csv->line += n_rows;
    csv->checked = csv->checked > offset ? csv->checked : offset;
    qa_csv_scan_seek(&csv->scan, offset);
    give_back(csv);
}

size_t qa_csv_record_estimate(const struct qa_csv *csv)
{
    size_t looked = csv->bytes->size < LOOKED_AT ? csv->bytes->size : LOOKED_AT;
    uint64_t lines = line_ends(csv->bytes->data, looked);
    return looked == 0
               ? 0
               : (size_t)((double)(lines + 1) * 1.02 * (double)csv->bytes->size / (double)looked);
}

/* ---- small files ---- */

static struct qa_cell to_cell(struct qa_arena *arena, const struct qa_slice *slice, uint64_t line)
{
    return (struct qa_cell){.text = qa_arena_text_n(arena, slice->text, slice->length),
                            .length = slice->length,
                            .column = slice->column,
                            .line = line + slice->down};
}

enum qa_status qa_csv_records(struct qa_bytes *bytes, const char *const *header_names,
                              size_t n_header, struct qa_arena *arena, struct qa_records *out,
                              struct qa_error *err)
{
    struct qa_csv *csv;
    QA_TRY(qa_csv_open(&csv, bytes, header_names, n_header, arena, err));
    struct qa_cell *header = QA_ARRAY(arena, struct qa_cell, csv->n_columns);
    for (size_t c = 0; c < csv->n_columns; c++) {
        header[c] = to_cell(arena, &csv->header[c], csv->header_line);
    }
    struct qa_cell *all = NULL;
    size_t capacity = 0;
    size_t n_records = 0;
    const struct qa_slice *cells;
    uint64_t line;
    enum qa_csv_result result;
    while ((result = qa_csv_next(csv, &cells, &line, err)) == QA_CSV_RECORD) {
        all = qa_arena_grow(arena, all, &capacity, (n_records + 1) * csv->n_columns, sizeof *all);
        for (size_t c = 0; c < csv->n_columns; c++) {
            all[n_records * csv->n_columns + c] = to_cell(arena, &cells[c], line);
        }
        n_records++;
    }
    *out = (struct qa_records){.file = bytes->path,
                               .delimiter = qa_csv_delimiter(csv),
                               .n_columns = csv->n_columns,
                               .n_records = n_records,
                               .header = header,
                               .cells = all};
    return result == QA_CSV_BAD ? QA_INPUT : QA_OK;
}
