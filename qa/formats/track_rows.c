#include "qa/formats/track_rows.h"

#include <math.h>
#include <string.h>

#include "qa/base/number.h"

bool qa_track_numbers(struct qa_sink *sink, const struct qa_line *line,
                      const struct qa_text_cell *field, size_t n, double *number)
{
    for (size_t i = 0; i < n; i++) {
        if (!qa_parse_real(field[i].text, field[i].length, &number[i])) {
            return qa_sink_bad(sink, qa_line_place(line, field[i].text), "E258",
                               "'%.*s' is no number",
                               field[i].length > 40 ? 40 : (int)field[i].length, field[i].text);
        }
    }
    return true;
}

void qa_track_row_give(struct qa_sink *sink, const char *item, const struct qa_track_row *row,
                       uint64_t line)
{
    double number[QA_TRACK_STRIDE] = {row->frame,  row->box[0], row->box[1],
                                      row->box[2], row->box[3], 0};
    const struct qa_shape shape = {.number = number, .n_numbers = QA_TRACK_STRIDE};
    struct qa_place place = QA_AT(line, 0);
    (void)qa_sink_text(sink, QA_FIELD_ITEM, item, strlen(item), place);
    if (row->id != NULL) {
        (void)qa_sink_text(sink, QA_FIELD_OBJECT, row->id, row->id_length, place);
    }
    if (row->label != NULL) {
        (void)qa_sink_text(sink, QA_FIELD_LABEL, row->label, strlen(row->label), place);
    }
    if (row->uncounted) {
        (void)qa_sink_number(sink, QA_FIELD_CROWD, 1, place);
    }
    if (!isnan(row->score)) {
        (void)qa_sink_number(sink, QA_FIELD_SCORE, row->score, place);
    }
    (void)qa_sink_object(sink, &qa_type_track, &shape, place);
    qa_sink_end(sink);
}
