#include "qa/formats/kitti.h"

#include <string.h>

#include "qa/annotation/box.h"
#include "qa/base/number.h"
#include "qa/formats/lines.h"
#include "qa/formats/picture.h"

enum { TYPE = 0, LEFT = 4, SCORE = 15, FIELDS = 15, MOST_FIELDS = 20 };

static bool read_object(struct qa_picture *picture, const struct qa_line *line,
                        const struct qa_text_cell *field, size_t n, struct qa_mark *mark)
{
    double number[MOST_FIELDS];
    if (n != FIELDS && n != FIELDS + 1) {
        return qa_sink_bad(picture->sink, mark->place, "E185",
                           "a line of %zu columns; expected %d, or %d with a score%s", n, FIELDS,
                           FIELDS + 1, n > FIELDS + 1 ? " (files of tracks are not read)" : "");
    }
    for (size_t i = TYPE + 1; i < n; i++) {
        if (!qa_parse_real(field[i].text, field[i].length, &number[i])) {
            return qa_sink_bad(picture->sink, qa_line_place(line, field[i].text), "E122",
                               "'%.*s' is no number",
                               field[i].length > 40 ? 40 : (int)field[i].length, field[i].text);
        }
    }
    const double *corner = &number[LEFT];
    bool is_region = qa_cell_is(&field[TYPE], "DontCare");
    mark->region = is_region ? QA_REGION_CROWD : QA_REGION_NONE;
    if (!is_region) {
        mark->label = qa_picture_copy(picture, field[TYPE].text, field[TYPE].length);
    }
    qa_shape_add(&mark->shape, corner[0]);
    qa_shape_add(&mark->shape, corner[1]);
    qa_shape_add(&mark->shape, corner[2] - corner[0]);
    qa_shape_add(&mark->shape, corner[3] - corner[1]);
    if (n > SCORE) {
        mark->score = number[SCORE];
    }
    return true;
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct qa_picture picture;
    const char *item = qa_file_item(sink);
    (void)err;
    qa_sink_source(sink, "kitti", &qa_type_box);
    qa_picture_init(&picture, sink);
    qa_picture_begin(&picture, QA_AT(1, 1));
    qa_picture_text(&picture, QA_FIELD_ITEM, item, strlen(item), QA_AT(1, 1));
    picture.size = qa_sink_find_image_size(sink, qa_sink_entry(sink));
    while (qa_lines_next(&lines, &line)) {
        struct qa_text_cell field[MOST_FIELDS];
        size_t n = qa_line_fields(&line, field, MOST_FIELDS);
        if (n == 0) {
            continue;
        }
        struct qa_mark *mark = qa_picture_mark(&picture, &qa_type_box, QA_AT(line.number, 1));
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
    bool is_one = (n == FIELDS || n == FIELDS + 1) &&
                  !qa_parse_real(field[TYPE].text, field[TYPE].length, &number);
    for (size_t i = TYPE + 1; is_one && i < n; i++) {
        is_one = qa_parse_real(field[i].text, field[i].length, &number);
    }
    return is_one;
}

static int sniff(const struct qa_bytes *bytes)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    while (qa_lines_next(&lines, &line)) {
        if (!qa_line_is_blank(&line)) {
            return is_object(&line) ? 90 : 0;
        }
    }
    return 0;
}

const struct qa_reader qa_reader_kitti = {
    .name = "kitti",
    .description = "KITTI labels of objects, a text file an image: boxes; DontCare is a region in "
                   "which nothing counts; an empty file is an image without objects",
    .gives = QA_GIVES_ITEM | QA_GIVES_SCORE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .is_file_an_image = true,
    .reads_empty = true,
    .reads_lines = true,
    .sniff = sniff,
    .read = read_file,
};
