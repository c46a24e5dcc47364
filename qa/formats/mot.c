#include "qa/formats/mot.h"

#include <math.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/formats/track_rows.h"

enum { FRAME, ID, LEFT, TOP, WIDTH, HEIGHT, SEVENTH, CLASS, VISIBILITY, LEAST = SEVENTH + 1 };
enum { LEAST_FIELDS = 6, MOST_FIELDS = 10 };

static const char *const classes[] = {
    "pedestrian",      "person_on_vehicle", "car",        "bicycle",  "motorbike",
    "non_mot_vehicle", "static_person",     "distractor", "occluder", "occluder_on_ground",
    "occluder_full",   "reflection",        "crowd"};
enum { CLASSES = sizeof classes / sizeof *classes };

struct reading {
    struct qa_sink *sink;
    const char *item;
    bool is_truth; /* its name says so */
    double first;  /* the number of the first frame: 1, or 0 where the file begins there */
};

/* Fields between commas, or blanks. */
static size_t split(const struct qa_line *line, struct qa_text_cell *field, size_t most)
{
    const char *end = line->text + line->n;
    size_t n = 0;
    if (memchr(line->text, ',', line->n) == NULL) {
        return 0;
    }
    for (const char *at = line->text; n < most;) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma != NULL ? comma : end;
        const char *from = at;
        while (from < stop && *from == ' ') {
            from++;
        }
        size_t length = (size_t)(stop - from);
        while (length > 0 && from[length - 1] == ' ') {
            length--;
        }
        field[n++] = (struct qa_text_cell){from, length};
        if (comma == NULL) {
            break;
        }
        at = comma + 1;
    }
    return n;
}

static bool are_numbers(const struct qa_text_cell *field, size_t n)
{
    double ignored;
    size_t i = 0;
    while (i < n && qa_parse_real(field[i].text, field[i].length, &ignored)) {
        i++;
    }
    return i == n;
}

/* ---- what the file is ---- */

/* The last folders and the file of a path, from the end. */
static const char *component(const char *path, size_t from_end, struct qa_arena *arena)
{
    size_t end = strlen(path);
    for (;; from_end--) {
        size_t begin = end;
        while (begin > 0 && path[begin - 1] != '/' && path[begin - 1] != '\\') {
            begin--;
        }
        if (from_end == 0 || begin == 0) {
            return from_end == 0 ? qa_arena_text_n(arena, path + begin, end - begin) : "";
        }
        end = begin - 1;
    }
}

static bool is_word(const char *text, const char *a, const char *b)
{
    return strcmp(text, a) == 0 || strcmp(text, b) == 0;
}

static const char *sequence_of(struct qa_sink *sink, bool *is_truth)
{
    struct qa_arena *arena = qa_sink_arena(sink);
    const char *path = qa_sink_current_file(sink)->path;
    const char *file = component(path, 0, arena);
    const char *sequence = component(path, 2, arena);
    *is_truth = strcmp(file, "gt.txt") == 0;
    if (is_word(file, "gt.txt", "det.txt") && is_word(component(path, 1, arena), "gt", "det") &&
        sequence[0] != '\0') {
        return sequence;
    }
    return qa_recording_name(sink);
}

static double first_frame(const struct qa_bytes *bytes)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct qa_text_cell field[MOST_FIELDS];
    double frame;
    while (qa_lines_next(&lines, &line)) {
        if (split(&line, field, 1) == 1 && qa_parse_real(field[0].text, field[0].length, &frame) &&
            frame == 0) {
            return 0;
        }
    }
    return 1;
}

/* ---- lines ---- */

static const char *class_of(struct qa_sink *sink, double number)
{
    if (number < 0) {
        return classes[0];
    }
    return number >= 1 && number <= CLASSES && floor(number) == number
               ? classes[(size_t)number - 1]
               : qa_arena_format(qa_sink_arena(sink), "%.17g", number);
}

/* Columns from the seventh on: what they say depends on what the file is. */
static void read_rest(const struct reading *reading, const double *number, size_t n,
                      struct qa_track_row *row)
{
    bool has_classes = n == VISIBILITY + 1 && number[CLASS] >= 0;
    row->label = has_classes ? class_of(reading->sink, number[CLASS]) : classes[0];
    if (has_classes || reading->is_truth) {
        row->uncounted = n > SEVENTH && number[SEVENTH] == 0;
    } else if (n > SEVENTH && number[SEVENTH] != -1) {
        row->score = number[SEVENTH];
    }
}

static void read_line(const struct reading *reading, const struct qa_line *line)
{
    struct qa_sink *sink = reading->sink;
    struct qa_text_cell field[MOST_FIELDS + 1];
    double number[MOST_FIELDS];
    size_t n = split(line, field, MOST_FIELDS + 1);
    if (qa_line_is_blank(line)) {
        return;
    }
    qa_sink_answer(sink, QA_AT(line->number, 0));
    if (n < LEAST_FIELDS || n > MOST_FIELDS) {
        (void)qa_sink_bad(sink, QA_AT(line->number, 1), "E258",
                          "expected 6 to 10 numbers with commas between: frame, id, left, top, "
                          "width, height ...");
        return;
    }
    if (!qa_track_numbers(sink, line, field, n, number)) {
        return;
    }
    if (number[ID] < 0) {
        (void)qa_sink_bad(sink, qa_line_place(line, field[ID].text), "E259",
                          "the id is %.17g: a detection without a track, which tracks cannot have",
                          number[ID]);
        return;
    }
    struct qa_track_row row = {
        .frame = number[FRAME] - reading->first,
        .box = {number[LEFT] - 1, number[TOP] - 1, number[WIDTH], number[HEIGHT]},
        .id = field[ID].text,
        .id_length = field[ID].length,
        .score = (double)NAN};
    read_rest(reading, number, n, &row);
    qa_track_row_give(sink, reading->item, &row, line->number);
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct reading reading = {.sink = sink, .first = first_frame(bytes)};
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    (void)err;
    reading.item = sequence_of(sink, &reading.is_truth);
    qa_sink_source(sink, "mot", &qa_type_track);
    if (reading.first == 0) {
        qa_sink_finding(sink, QA_WARNING, "W241", QA_AT(0, 0),
                        "frames begin at 0, though MOTChallenge counts from 1; they are taken as "
                        "they are");
    }
    while (qa_lines_next(&lines, &line)) {
        read_line(&reading, &line);
    }
    return QA_OK;
}

/* By the first line that is not blank: later ones may be broken, which is to be said. */
static int sniff(const struct qa_bytes *bytes)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct qa_text_cell field[MOST_FIELDS + 1];
    for (size_t i = 0; i < 20 && qa_lines_next(&lines, &line); i++) {
        if (!qa_line_is_blank(&line)) {
            size_t n = split(&line, field, MOST_FIELDS + 1);
            return n >= LEAST && n <= MOST_FIELDS && are_numbers(field, n) ? 85 : 0;
        }
    }
    return 0;
}

static uint32_t offers(const struct qa_bytes *bytes)
{
    (void)bytes;
    return UINT32_C(1) << qa_type_index(&qa_type_track);
}

const struct qa_reader qa_reader_mot = {
    .name = "mot",
    .description = "MOTChallenge's text files: tracks of boxes, a sequence a file",
    .gives = QA_GIVES_ITEM | QA_GIVES_SCORE,
    .pass = QA_PASS_DELIVERIES,
    .suffixes = "txt",
    .sniff = sniff,
    .offers = offers,
    .read = read_file,
};
