#include "qa/formats/kitti_tracking.h"

#include <math.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/formats/track_rows.h"

enum { FRAME, ID, TYPE, TRUNCATED, OCCLUDED, ALPHA, LEFT, TOP, RIGHT, BOTTOM };
enum { OF_TRUTH = 17, OF_RESULTS = 18 };

static bool is_of_kitti(const struct qa_text_cell *field, size_t n)
{
    double ignored;
    for (size_t i = 0; i < n; i++) {
        if ((i == TYPE) == qa_parse_real(field[i].text, field[i].length, &ignored)) {
            return false;
        }
    }
    return n == OF_TRUTH || n == OF_RESULTS;
}

static void read_line(struct qa_sink *sink, const char *item, const struct qa_line *line)
{
    struct qa_text_cell field[QA_TRACK_FIELDS_MAX];
    double number[QA_TRACK_FIELDS_MAX];
    size_t n = qa_line_fields(line, field, QA_TRACK_FIELDS_MAX);
    if (n == 0) {
        return;
    }
    qa_sink_answer(sink, QA_AT(line->number, 0));
    if (n != OF_TRUTH && n != OF_RESULTS) {
        (void)qa_sink_bad(sink, QA_AT(line->number, 1), "E258",
                          "expected 17 fields, or 18 with a score: frame, id, type, truncated, "
                          "occluded, alpha, left, top, right, bottom ...");
        return;
    }
    if (!qa_track_numbers(sink, line, field, TYPE, number) ||
        !qa_track_numbers(sink, line, field + TRUNCATED, n - TRUNCATED, number + TRUNCATED)) {
        return;
    }
    bool is_region = qa_cell_is(&field[TYPE], "DontCare");
    if (number[ID] < 0 && !is_region) {
        (void)qa_sink_bad(sink, qa_line_place(line, field[ID].text), "E259",
                          "the id is %.17g: a detection without a track, which tracks cannot have",
                          number[ID]);
        return;
    }
    struct qa_arena *arena = qa_sink_arena(sink);
    const char *id = is_region
                         ? qa_arena_format(arena, "DontCare-%llu", (unsigned long long)line->number)
                         : qa_arena_text_n(arena, field[ID].text, field[ID].length);
    const struct qa_track_row row = {
        .frame = number[FRAME],
        .box = {number[LEFT], number[TOP], number[RIGHT] - number[LEFT],
                number[BOTTOM] - number[TOP]},
        .id = id,
        .id_length = strlen(id),
        .label = is_region ? NULL : qa_arena_text_n(arena, field[TYPE].text, field[TYPE].length),
        .uncounted = is_region,
        .score = n == OF_RESULTS ? number[n - 1] : (double)NAN};
    qa_track_row_give(sink, item, &row, line->number);
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    const char *item = qa_recording_name(sink);
    (void)err;
    qa_sink_source(sink, "kitti-tracking", &qa_type_track);
    while (qa_lines_next(&lines, &line)) {
        read_line(sink, item, &line);
    }
    return QA_OK;
}

static int sniff(const struct qa_bytes *bytes)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct qa_text_cell field[QA_TRACK_FIELDS_MAX];
    for (size_t i = 0; i < 20 && qa_lines_next(&lines, &line); i++) {
        size_t n = qa_line_fields(&line, field, QA_TRACK_FIELDS_MAX);
        if (n > 0) {
            return is_of_kitti(field, n) ? 90 : 0;
        }
    }
    return 0;
}

static uint32_t offers(const struct qa_bytes *bytes)
{
    (void)bytes;
    return UINT32_C(1) << qa_type_index(&qa_type_track);
}

const struct qa_reader qa_reader_kitti_tracking = {
    .name = "kitti-tracking",
    .description = "KITTI's tracking labels: tracks of boxes, a sequence a file",
    .gives = QA_GIVES_ITEM | QA_GIVES_SCORE,
    .pass = QA_PASS_DELIVERIES,
    .suffixes = "txt",
    .sniff = sniff,
    .offers = offers,
    .read = read_file,
};
