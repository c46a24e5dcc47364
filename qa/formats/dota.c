#include "qa/formats/dota.h"

#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/rotated_box.h"
#include "qa/base/number.h"
#include "qa/formats/lines.h"
#include "qa/formats/picture.h"

enum { CORNERS = 2 * QA_ROTATED_BOX_CORNERS, CLASS = CORNERS, DIFFICULT, MOST_FIELDS = 12 };

static bool is_header(const struct qa_line *line)
{
    static const char *const names[] = {"imagesource:", "gsd:"};
    for (size_t i = 0; i < 2; i++) {
        if (line->n >= strlen(names[i]) && memcmp(line->text, names[i], strlen(names[i])) == 0) {
            return true;
        }
    }
    return false;
}

static bool read_rotated(struct qa_sink *sink, const double *corner, struct qa_mark *mark)
{
    static const double tolerance = 0.02;
    mark->type = &qa_type_rotated_box;
    return qa_rotated_box_from_corners(corner, tolerance, &mark->shape) ||
           qa_sink_bad(sink, mark->place, "E122",
                       "the four corners are no rectangle, so this is no rotated box; --shape "
                       "polygon takes it as it is");
}

static bool read_object(struct qa_picture *picture, const struct qa_line *line,
                        const struct qa_text_cell *field, size_t n, struct qa_mark *mark)
{
    double corner[CORNERS];
    double difficult = 0;
    if (n != CLASS + 1 && n != DIFFICULT + 1) {
        return qa_sink_bad(picture->sink, mark->place, "E185",
                           "a line of %zu columns; expected x y of four corners, class, difficult",
                           n);
    }
    for (size_t i = 0; i < n; i++) {
        double *number = i < CORNERS ? &corner[i] : i == DIFFICULT ? &difficult : NULL;
        if (number != NULL && !qa_parse_real(field[i].text, field[i].length, number)) {
            return qa_sink_bad(picture->sink, qa_line_place(line, field[i].text), "E122",
                               "'%.*s' is no number",
                               field[i].length > 40 ? 40 : (int)field[i].length, field[i].text);
        }
    }
    mark->label = qa_picture_copy(picture, field[CLASS].text, field[CLASS].length);
    mark->region = difficult != 0 ? QA_REGION_UNCOUNTED : QA_REGION_NONE;
    if (qa_sink_shape(picture->sink) == &qa_type_rotated_box) {
        return read_rotated(picture->sink, corner, mark);
    }
    qa_polygon_begin_part(&mark->shape);
    for (size_t i = 0; i < CORNERS; i++) {
        qa_shape_add(&mark->shape, corner[i]);
    }
    qa_polygon_end(&mark->shape);
    return true;
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct qa_picture picture;
    const char *item = qa_file_item(sink);
    (void)err;
    qa_sink_source(sink, "dota", &qa_type_polygon);
    qa_picture_init(&picture, sink);
    qa_picture_begin(&picture, QA_AT(1, 1));
    qa_picture_text(&picture, QA_FIELD_ITEM, item, strlen(item), QA_AT(1, 1));
    picture.size = qa_sink_find_image_size(sink, qa_sink_entry(sink));
    while (qa_lines_next(&lines, &line)) {
        struct qa_text_cell field[MOST_FIELDS];
        size_t n = qa_line_fields(&line, field, MOST_FIELDS);
        if (n == 0 || is_header(&line)) {
            continue;
        }
        struct qa_mark *mark = qa_picture_mark(&picture, &qa_type_polygon, QA_AT(line.number, 1));
        if (!read_object(&picture, &line, field, n, mark)) {
            qa_picture_drop(&picture, mark);
        }
    }
    qa_picture_end(&picture);
    qa_picture_free(&picture);
    return QA_OK;
}

static bool is_object(const struct qa_line *line)
{
    struct qa_text_cell field[MOST_FIELDS];
    size_t n = qa_line_fields(line, field, MOST_FIELDS);
    double number;
    bool is_one = (n == CLASS + 1 || n == DIFFICULT + 1) &&
                  !qa_parse_real(field[CLASS].text, field[CLASS].length, &number);
    for (size_t i = 0; is_one && i < CORNERS; i++) {
        is_one = qa_parse_real(field[i].text, field[i].length, &number);
    }
    return is_one;
}

static int sniff(const struct qa_bytes *bytes)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    bool has_header = false;
    while (qa_lines_next(&lines, &line)) {
        if (is_header(&line)) {
            has_header = true;
        } else if (!qa_line_is_blank(&line)) {
            return is_object(&line) ? 90 : 0;
        }
    }
    return has_header ? 80 : 0;
}

static uint32_t offers(const struct qa_bytes *bytes)
{
    return qa_first_byte(bytes) == 0
               ? 0
               : QA_OFFER(qa_type_box) | QA_OFFER(qa_type_rotated_box) | QA_OFFER(qa_type_polygon);
}

const struct qa_reader qa_reader_dota = {
    .name = "dota",
    .description =
        "DOTA labels, a text file an image: four corners as polygons, or as rotated boxes "
        "(--shape); difficult objects need not be found; an empty file is an image "
        "without objects",
    .gives = QA_GIVES_ITEM | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .is_file_an_image = true,
    .reads_empty = true,
    .reads_lines = true,
    .sniff = sniff,
    .offers = offers,
    .read = read_file,
};
