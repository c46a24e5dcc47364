#ifndef QA_FORMATS_LINES_H
#define QA_FORMATS_LINES_H

/*
 * Formats that are a line per thing: lines with their numbers and places, and their fields. And
 * what all formats of recordings share: the recording's name, and periods of time for the sink.
 */

#include "qa/formats/sink.h"

struct qa_line {
    const char *text; /* without its end; not NUL-terminated */
    size_t n;
    uint64_t number; /* from 1 */
};

struct qa_lines {
    const char *data;
    size_t size;
    size_t at;
    uint64_t number;
};
/* E108 with its place when a byte is not UTF-8. O(size). */
QA_NODISCARD enum qa_status qa_lines_check(const struct qa_bytes *bytes, struct qa_error *err);

struct qa_lines qa_lines_of(const struct qa_bytes *bytes);

/* The next line; CRLF, LF and CR alone end one. False after the last. */
bool qa_lines_next(struct qa_lines *lines, struct qa_line *line);

/* The place of a text within the line. */
struct qa_place qa_line_place(const struct qa_line *line, const char *text);

/* Fields between blanks and tabs into field[0 .. most - 1]; the last has the rest of the line.
 * Returns how many. */
size_t qa_line_fields(const struct qa_line *line, struct qa_text_cell *field, size_t most);

/* Fields between tabs, without the blanks around them. */
size_t qa_line_tab_fields(const struct qa_line *line, struct qa_text_cell *field, size_t most);

/* Fields between tabs as they stand: a token may be a blank of some kind. What follows the last
 * of most is left out. */
size_t qa_line_cells(const struct qa_line *line, struct qa_text_cell *field, size_t most);

bool qa_line_is_blank(const struct qa_line *line);
bool qa_cell_is(const struct qa_text_cell *cell, const char *word);

/* The name of a file that is one recording: without folders and the last suffix. In the arena. */
const char *qa_recording_name(struct qa_sink *sink);

/* The length of a file's name without what only says how it is packed: "a.srt.gz" -> 5. */
size_t qa_unpacked_length(const char *name);

/* An object of two times. */
void qa_sink_period(struct qa_sink *sink, const struct qa_type *type, double start, double end,
                    struct qa_place place);

#endif
