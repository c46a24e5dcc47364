#ifndef QA_FORMATS_TRACK_ROWS_H
#define QA_FORMATS_TRACK_ROWS_H

/* What the line formats of tracks share: a frame's box for the sink. */

#include "qa/annotation/track.h"
#include "qa/formats/lines.h"

enum { QA_TRACK_FIELDS_MAX = 20 };

/* One frame of a track, as its line says. */
struct qa_track_row {
    double frame;
    double box[4];  /* x, y, width, height */
    const char *id; /* NULL: it has none, and is a track by itself */
    size_t id_length;
    const char *label; /* NULL: none */
    bool uncounted;
    double score; /* NAN: none */
};

/* The fields of the line from `first` that must be numbers; false after an error finding (E258). */
bool qa_track_numbers(struct qa_sink *sink, const struct qa_line *line,
                      const struct qa_text_cell *field, size_t n, double *number);

/* The row as an answer of its own to the item; the builder joins the frames of a track. */
void qa_track_row_give(struct qa_sink *sink, const char *item, const struct qa_track_row *row,
                       uint64_t line);

#endif
