#include "qa/formats/ava.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/base/number.h"
#include "qa/formats/lines.h"
#include "qa/formats/picture.h"

enum { VIDEO, SECOND, X1, Y1, X2, Y2, ACTION, EIGHTH, MOST_FIELDS };
enum { LEAST_FIELDS = ACTION + 1 };

/* ---- names of actions ---- */

struct action_names {
    struct qa_strings *numbers;
    const char **name;
    size_t capacity;
    bool is_unnamed_said;
};

static struct action_names *names_of(struct qa_sink *sink)
{
    struct action_names *all = qa_sink_shared(sink, "ava", sizeof *all);
    all->numbers = all->numbers != NULL ? all->numbers : qa_strings_new(qa_sink_arena(sink));
    return all;
}

/* What stands behind `key:` on the line, without quotes; false where the key is another. */
static bool value_of(const struct qa_line *line, const char *key, struct qa_text_cell *out)
{
    struct qa_text_cell field[2];
    size_t n = qa_line_fields(line, field, 2);
    size_t length = strlen(key);
    if (n != 2 || field[0].length != length + 1 || memcmp(field[0].text, key, length) != 0 ||
        field[0].text[length] != ':') {
        return false;
    }
    *out = field[1];
    if (out->length >= 2 && (out->text[0] == '"' || out->text[0] == '\'')) {
        out->text++;
        out->length -= 2;
    }
    return true;
}

static enum qa_status read_names(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct action_names *all = names_of(sink);
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct qa_text_cell name = {NULL, 0};
    struct qa_text_cell number = {NULL, 0};
    (void)err;
    while (qa_lines_next(&lines, &line)) {
        (void)(value_of(&line, "name", &name) || value_of(&line, "label_id", &number) ||
               value_of(&line, "id", &number));
        if (name.text == NULL || number.text == NULL) {
            continue;
        }
        uint32_t id = qa_strings_intern(all->numbers, number.text, number.length);
        all->name = qa_arena_grow(qa_sink_arena(sink), all->name, &all->capacity, (size_t)id + 1,
                                  sizeof *all->name);
        all->name[id] = qa_arena_text_n(qa_sink_arena(sink), name.text, name.length);
        name.text = NULL;
        number.text = NULL;
    }
    return QA_OK;
}

static int sniff_names(const struct qa_bytes *bytes)
{
    bool is_list = qa_mentions(bytes, "item {") || qa_mentions(bytes, "label {") ||
                   qa_mentions(bytes, "item{");
    return is_list && qa_first_byte(bytes) != '{' && qa_mentions(bytes, "name:") &&
                   qa_mentions(bytes, "id:")
               ? 90
               : 0;
}

/* ---- boxes ---- */

struct reading {
    struct qa_sink *sink;
    struct action_names *names;
    bool has_scores;
    struct qa_shape shape;
};

/* Between commas; the last has the rest of the line. */
static size_t split(const struct qa_line *line, struct qa_text_cell *field)
{
    const char *at = line->text;
    const char *end = line->text + line->n;
    size_t n = 0;
    while (n < MOST_FIELDS) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma != NULL && n + 1 < MOST_FIELDS ? comma : end;
        field[n++] = (struct qa_text_cell){at, (size_t)(stop - at)};
        if (stop == end) {
            break;
        }
        at = comma + 1;
    }
    return n;
}

static bool has_no_box(const struct qa_text_cell *field)
{
    return field[X1].length + field[Y1].length + field[X2].length + field[Y2].length == 0;
}

static bool is_share(const struct qa_text_cell *cell, double *share)
{
    return qa_parse_real(cell->text, cell->length, share) && *share >= 0 && *share <= 1;
}

/* "0902", of 902, "902.0" and "0902" alike; 1001.33 keeps its fraction. */
static const char *frame_name(struct qa_sink *sink, const struct qa_text_cell *video, double second)
{
    return qa_arena_format(qa_sink_arena(sink),
                           second == floor(second) && second < 1e6 ? "%.*s/%04.0f" : "%.*s/%.9g",
                           (int)video->length, video->text, second);
}

static bool read_corners(struct reading *reading, const struct qa_line *line,
                         const struct qa_text_cell *field, double share[4])
{
    for (size_t i = 0; i < 4; i++) {
        const struct qa_text_cell *cell = &field[X1 + i];
        if (!is_share(cell, &share[i])) {
            return qa_sink_bad(reading->sink, qa_line_place(line, cell->text), "E280",
                               "'%.*s' is no share of the frame from 0 to 1; expected video, "
                               "second, x1, y1, x2, y2, action",
                               cell->length > 40 ? 40 : (int)cell->length, cell->text);
        }
    }
    return (share[0] <= share[2] && share[1] <= share[3]) ||
           qa_sink_bad(reading->sink, qa_line_place(line, field[X1].text), "E280",
                       "the second corner lies before the first; expected x1, y1, x2, y2");
}

static void give_action(struct reading *reading, const struct qa_text_cell *cell,
                        struct qa_place place)
{
    struct action_names *names = reading->names;
    uint32_t id = qa_strings_find(names->numbers, cell->text, cell->length);
    double ignored;
    if (id != QA_NONE) {
        const char *name = names->name[id];
        (void)qa_sink_text(reading->sink, QA_FIELD_LABEL, name, strlen(name), place);
        return;
    }
    if (!names->is_unnamed_said && qa_parse_real(cell->text, cell->length, &ignored)) {
        names->is_unnamed_said = true;
        qa_sink_finding(reading->sink, QA_WARNING, "W193", place,
                        "action %.*s has no name; give AVA's list of actions (pbtxt) as another "
                        "file",
                        cell->length > 40 ? 40 : (int)cell->length, cell->text);
    }
    (void)qa_sink_text(reading->sink, QA_FIELD_LABEL, cell->text, cell->length, place);
}

static void give_eighth(const struct reading *reading, const struct qa_text_cell *cell,
                        struct qa_place place)
{
    if (reading->has_scores) {
        (void)qa_sink_text(reading->sink, QA_FIELD_SCORE, cell->text, cell->length, place);
    } else {
        (void)qa_sink_text(reading->sink, QA_FIELD_OBJECT, cell->text, cell->length, place);
    }
}

static void read_box(struct reading *reading, const struct qa_line *line,
                     const struct qa_text_cell *field, size_t n)
{
    struct qa_sink *sink = reading->sink;
    const char *video =
        qa_arena_text_n(qa_sink_arena(sink), field[VIDEO].text, field[VIDEO].length);
    struct qa_image_size size;
    double share[4] = {0, 0, 0, 0};
    if (!read_corners(reading, line, field, share) ||
        !qa_sink_need_image_size(sink, video, QA_AT(line->number, 1), &size)) {
        return;
    }
    qa_sink_image_size(sink, size);
    give_action(reading, &field[ACTION], qa_line_place(line, field[ACTION].text));
    if (n > EIGHTH) {
        give_eighth(reading, &field[EIGHTH], qa_line_place(line, field[EIGHTH].text));
    }
    reading->shape.n_numbers = 0;
    qa_shape_corners(&reading->shape, share[0] * size.width, share[1] * size.height,
                     share[2] * size.width, share[3] * size.height);
    (void)qa_sink_object(sink, &qa_type_box, &reading->shape, QA_AT(line->number, 0));
}

static void read_line(struct reading *reading, const struct qa_line *line)
{
    struct qa_sink *sink = reading->sink;
    struct qa_text_cell field[MOST_FIELDS];
    double second = -1;
    size_t n = split(line, field);
    if (qa_line_is_blank(line)) {
        return;
    }
    qa_sink_answer(sink, QA_AT(line->number, 0));
    if (n < LEAST_FIELDS || field[VIDEO].length == 0 ||
        !qa_parse_real(field[SECOND].text, field[SECOND].length, &second) || second < 0) {
        (void)qa_sink_bad(sink, QA_AT(line->number, 1), "E280",
                          "expected video, second, x1, y1, x2, y2, action, with the person's "
                          "number or a score behind them");
        return;
    }
    const char *item = frame_name(sink, &field[VIDEO], second);
    (void)qa_sink_text(sink, QA_FIELD_ITEM, item, strlen(item), QA_AT(line->number, 1));
    if (!has_no_box(field)) {
        read_box(reading, line, field, n);
    }
    qa_sink_end(sink);
}

/* Numbers of people are whole. */
static bool any_fraction(const struct qa_bytes *bytes)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct qa_text_cell field[MOST_FIELDS];
    double number;
    while (qa_lines_next(&lines, &line)) {
        if (split(&line, field) == MOST_FIELDS &&
            memchr(field[EIGHTH].text, '.', field[EIGHTH].length) != NULL &&
            is_share(&field[EIGHTH], &number)) {
            return true;
        }
    }
    return false;
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct reading reading = {.sink = sink,
                              .names = names_of(sink),
                              .has_scores = any_fraction(bytes),
                              .shape = {.arena = qa_sink_arena(sink)}};
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    (void)err;
    qa_sink_source(sink, "ava", &qa_type_box)->lists_items = false;
    while (qa_lines_next(&lines, &line)) {
        read_line(&reading, &line);
    }
    return QA_OK;
}

/* By the first line that has a box; a name, a second, shares. */
static int sniff(const struct qa_bytes *bytes)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct qa_text_cell field[MOST_FIELDS];
    double share[4];
    double second;
    for (size_t i = 0; i < 50 && qa_lines_next(&lines, &line); i++) {
        size_t n = split(&line, field);
        if (n < LEAST_FIELDS || !qa_parse_real(field[SECOND].text, field[SECOND].length, &second)) {
            return 0;
        }
        if (has_no_box(field)) {
            continue;
        }
        for (size_t k = 0; k < 4; k++) {
            if (!is_share(&field[X1 + k], &share[k])) {
                return 0;
            }
        }
        return share[0] <= share[2] && share[1] <= share[3] &&
                       memchr(field[n - 1].text, ',', field[n - 1].length) == NULL
                   ? 94
                   : 0;
    }
    return 0;
}

const struct qa_reader qa_reader_ava = {
    .name = "ava",
    .description = "AVA's CSV: boxes of people in frames of films, an action each (--sizes names "
                   "the videos' sizes); names of actions from a label map beside it",
    .gives = QA_GIVES_ITEM,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .read = read_file,
};

const struct qa_reader qa_reader_ava_names = {
    .name = "ava-names",
    .description = "AVA's names of actions: a label map (pbtxt)",
    .pass = QA_PASS_FACTS,
    .suffixes = "pbtxt",
    .sniff = sniff_names,
    .read = read_names,
};
