#include "qa/formats/mots.h"

#include <math.h>
#include <string.h>

#include "qa/annotation/mask.h"
#include "qa/base/number.h"
#include "qa/formats/picture.h"
#include "qa/formats/track_rows.h"

enum { FRAME, ID, CLASS, HEIGHT, WIDTH, RUNS, N_FIELDS, N_NUMBERS = RUNS };
enum { CLASS_OF_REGIONS = 10 };

struct reading {
    struct qa_sink *sink;
    const char *sequence;
    bool as_tracks;
    struct qa_arena *scratch;
};

/* One line, as far as it is good. */
struct row {
    const struct qa_line *line;
    struct qa_text_cell field[N_FIELDS];
    double number[N_NUMBERS];
    struct qa_rle rle;
};

static bool is_whole(double number)
{
    return number >= 0 && number <= INT32_MAX && number == floor(number);
}

/* The first numbers that are none, or no whole ones; N_NUMBERS: all are. */
static size_t first_wrong(const struct qa_text_cell *field, double *number)
{
    size_t i = 0;
    while (i < N_NUMBERS && qa_parse_real(field[i].text, field[i].length, &number[i]) &&
           is_whole(number[i])) {
        i++;
    }
    return i;
}

static bool read_runs(struct row *row, struct qa_arena *scratch, const char **why)
{
    const struct qa_text_cell *runs = &row->field[RUNS];
    if (!qa_rle_fits(row->number[HEIGHT], row->number[WIDTH], why)) {
        return false;
    }
    row->rle = (struct qa_rle){.height = (uint32_t)row->number[HEIGHT],
                               .width = (uint32_t)row->number[WIDTH]};
    return qa_rle_read(runs->text, runs->length, &row->rle, scratch, why);
}

static bool read_row(struct reading *reading, struct row *row)
{
    const char *why = NULL;
    size_t n = qa_line_fields(row->line, row->field, N_FIELDS);
    size_t wrong = n == N_FIELDS ? first_wrong(row->field, row->number) : 0;
    if (n != N_FIELDS || wrong < N_NUMBERS) {
        const struct qa_text_cell *cell = &row->field[wrong];
        return qa_sink_bad(reading->sink, qa_line_place(row->line, cell->text), "E281",
                           "expected frame, id, class, height and width as whole numbers, then "
                           "the mask's run lengths");
    }
    return read_runs(row, reading->scratch, &why) ||
           qa_sink_bad(reading->sink, qa_line_place(row->line, row->field[RUNS].text), "E281",
                       "the mask cannot be read: %s", why);
}

static void give_mask(const struct reading *reading, const struct row *row,
                      const struct qa_shape *mask)
{
    struct qa_sink *sink = reading->sink;
    struct qa_place place = QA_AT(row->line->number, 0);
    const char *item =
        qa_arena_format(qa_sink_arena(sink), "%s/%06.0f", reading->sequence, row->number[FRAME]);
    (void)qa_sink_text(sink, QA_FIELD_ITEM, item, strlen(item), place);
    qa_sink_image_size(sink, (struct qa_image_size){row->rle.width, row->rle.height});
    if (row->number[CLASS] == CLASS_OF_REGIONS) {
        (void)qa_sink_number(sink, QA_FIELD_CROWD, 1, place);
    } else {
        (void)qa_sink_text(sink, QA_FIELD_LABEL, row->field[CLASS].text, row->field[CLASS].length,
                           place);
        (void)qa_sink_text(sink, QA_FIELD_OBJECT, row->field[ID].text, row->field[ID].length,
                           place);
    }
    (void)qa_sink_object(sink, &qa_type_mask, mask, place);
    qa_sink_end(sink);
}

/* The box around the mask; of an empty one there is none. */
static void give_box(const struct reading *reading, const struct row *row,
                     const struct qa_shape *mask)
{
    const struct qa_piece piece = {0, mask->n_numbers};
    const struct qa_objects one = {.n = 1, .number = mask->number, .number_at = &piece};
    struct qa_arena *arena = qa_sink_arena(reading->sink);
    bool is_region = row->number[CLASS] == CLASS_OF_REGIONS;
    struct qa_bounds around;
    qa_type_mask.bounds(&one, 0, &around);
    const char *id =
        is_region ? qa_arena_format(arena, "region-%llu", (unsigned long long)row->line->number)
                  : qa_arena_text_n(arena, row->field[ID].text, row->field[ID].length);
    const struct qa_track_row track = {
        .frame = row->number[FRAME],
        .box = {around.low[0], around.low[1], around.high[0] - around.low[0],
                around.high[1] - around.low[1]},
        .id = id,
        .id_length = strlen(id),
        .label = is_region
                     ? NULL
                     : qa_arena_text_n(arena, row->field[CLASS].text, row->field[CLASS].length),
        .uncounted = is_region,
        .score = (double)NAN};
    qa_track_row_give(reading->sink, reading->sequence, &track, row->line->number);
}

static void read_line(struct reading *reading, const struct qa_line *line)
{
    struct row row = {.line = line};
    struct qa_shape mask = {.arena = reading->scratch};
    qa_sink_answer(reading->sink, QA_AT(line->number, 0));
    if (!read_row(reading, &row)) {
        return;
    }
    qa_mask_put(&row.rle, &mask);
    if (reading->as_tracks) {
        give_box(reading, &row, &mask);
    } else {
        give_mask(reading, &row, &mask);
    }
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct reading reading = {.sink = sink,
                              .sequence = qa_recording_name(sink),
                              .as_tracks = qa_sink_shape(sink) == &qa_type_track,
                              .scratch = qa_arena_new()};
    (void)err;
    qa_sink_source(sink, "mots", reading.as_tracks ? &qa_type_track : &qa_type_mask)->lists_items =
        reading.as_tracks;
    while (qa_lines_next(&lines, &line)) {
        struct qa_arena_mark mark = qa_arena_mark(reading.scratch);
        if (!qa_line_is_blank(&line)) {
            read_line(&reading, &line);
        }
        qa_arena_reset(reading.scratch, mark);
    }
    qa_arena_free(reading.scratch);
    return QA_OK;
}

/* The first line that is not blank: run lengths that fill the picture are no accident. */
static int sniff(const struct qa_bytes *bytes)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct row row = {.line = &line};
    const char *why;
    for (size_t i = 0; i < 20 && qa_lines_next(&lines, &line); i++) {
        if (qa_line_is_blank(&line)) {
            continue;
        }
        struct qa_arena *scratch = qa_arena_new();
        bool is_mask = qa_line_fields(&line, row.field, N_FIELDS) == N_FIELDS &&
                       first_wrong(row.field, row.number) == N_NUMBERS &&
                       read_runs(&row, scratch, &why);
        qa_arena_free(scratch);
        return is_mask ? 97 : 0;
    }
    return 0;
}

static uint32_t offers(const struct qa_bytes *bytes)
{
    (void)bytes;
    return QA_OFFER(qa_type_mask) | QA_OFFER(qa_type_track);
}

const struct qa_reader qa_reader_mots = {
    .name = "mots",
    .description = "MOTS in text: masks of tracked objects, a frame an item; with --shape track "
                   "the boxes around them as tracks",
    .gives = QA_GIVES_ITEM | QA_GIVES_SIZE,
    .pass = QA_PASS_DELIVERIES,
    .suffixes = "txt",
    .sniff = sniff,
    .offers = offers,
    .read = read_file,
};
