#ifndef QA_FORMATS_CSV_INPUT_H
#define QA_FORMATS_CSV_INPUT_H

/*
 * Delimited text (RFC 4180 and its relatives) as records of cells. The delimiter (comma,
 * semicolon, tab, bar) is found by content, or told by a first line `sep=;`; line ends may be LF,
 * CRLF or CR; Windows-1252 is decoded, and bytes->was_windows tells. The bulk path is a vectorised
 * splitter of our own; files with quotes that it does not take go through libcsv record by record,
 * with the same result.
 *
 * Refused with file:line:column, never guessed: a record with another number of cells than the
 * header (E110), bad UTF-8 or a NUL byte (E108), a quote never closed or not around a whole cell
 * (E109). Quotes are text in a line in which no cell begins with one.
 */

#include "qa/base/bytes.h"
#include "qa/base/finding.h"
#include "qa/base/records.h"

/* A whole small file as text records. header_names: NULL when the file's first line names the
 * columns, else n_header names. Fails on the first bad record. */
QA_NODISCARD enum qa_status qa_csv_records(struct qa_bytes *bytes, const char *const *header_names,
                                           size_t n_header, struct qa_arena *arena,
                                           struct qa_records *out, struct qa_error *err);

/* One cell of the bulk reader: a slice of the input, or of a buffer where quotes were undone. */
struct qa_slice {
    const char *text; /* not NUL-terminated */
    uint32_t length;
    uint32_t column; /* byte column in its line, from 1 */
    uint32_t down;   /* lines below the record's first, where quoted line ends stand before it */
};

struct qa_csv;

/* Opens over bytes that outlive it. Finds the delimiter and reads the header. */
QA_NODISCARD enum qa_status qa_csv_open(struct qa_csv **csv, struct qa_bytes *bytes,
                                        const char *const *header_names, size_t n_header,
                                        struct qa_arena *arena, struct qa_error *err);
/* The same of a header that begins at an offset, in a line from 1. */
QA_NODISCARD enum qa_status qa_csv_open_below(struct qa_csv **csv, struct qa_bytes *bytes,
                                              size_t offset, uint64_t line, struct qa_arena *arena,
                                              struct qa_error *err);
size_t qa_csv_columns(const struct qa_csv *csv);
const struct qa_slice *qa_csv_header(const struct qa_csv *csv); /* qa_csv_columns long */
char qa_csv_delimiter(const struct qa_csv *csv);

/* About how many records the file holds, by the length of its first ones; for reserving. */
size_t qa_csv_record_estimate(const struct qa_csv *csv);

enum qa_csv_result { QA_CSV_RECORD, QA_CSV_END, QA_CSV_BAD };

/* The next record: *cells has qa_csv_columns entries, valid until the next call; *line is where it
 * begins. QA_CSV_BAD: err says what and where; reading may go on with the next record after E110,
 * and not after the others. Empty lines are skipped. */
enum qa_csv_result qa_csv_next(struct qa_csv *csv, const struct qa_slice **cells, uint64_t *line,
                               struct qa_error *err);

/* Rows may all be short of the last columns, which only the header has, down to n_needed cells: as
 * many as the first row has, the others are blank. Without this call rows have all cells. */
void qa_csv_allow_short(struct qa_csv *csv, size_t n_needed);
/* The cells that rows have; 0 before the first. */
size_t qa_csv_given(const struct qa_csv *csv);

/* Byte offset up to which the input has been consumed, and the line that begins there. */
size_t qa_csv_offset(const struct qa_csv *csv);
uint64_t qa_csv_line(const struct qa_csv *csv);

/* Rows of one line each, which somebody else has read and found to be good (csv_plain.h), are
 * consumed: up to the offset. */
void qa_csv_skip(struct qa_csv *csv, size_t offset, size_t n_rows);

#endif
