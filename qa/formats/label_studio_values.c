/* Label Studio: the values of results, as objects. A type of results is one row of `kinds`. */
#include "qa/formats/label_studio_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/label.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/span.h"
#include "qa/annotation/transcript.h"
#include "qa/base/utf8.h"

/* What reading a value works with. */
struct qa_studio_reading {
    struct qa_sink *sink;
    struct qa_arena *scratch;
    struct qa_shape *shape;
    const struct qa_studio_result *result;
    struct qa_json_value value;
    struct qa_studio_results *results;
    struct qa_place place;
};

static bool bad_value(const struct qa_studio_reading *reading, struct qa_json_value at,
                      const char *code, const char *text)
{
    return qa_sink_bad(reading->sink, QA_AT_JSON(at), code, "%s of %s", text,
                       reading->result->kind->name);
}

/* The member of the value, or a finding. */
static bool member_of(const struct qa_studio_reading *reading, const char *name,
                      struct qa_json_value *out)
{
    return qa_json_member(reading->value, name, out) ||
           qa_sink_bad(reading->sink, QA_AT_JSON(reading->value), "E119",
                       "a value of %s without '%s'", reading->result->kind->name, name);
}

/* ---- shapes ---- */

/* Turned less than this is not turned: rounding. */
static const double least_turn = 1e-3; /* degrees */

static bool is_turned(struct qa_json_value degrees)
{
    double turn;
    return qa_json_is_there(degrees) && qa_json_real(degrees, &turn) &&
           fabs(remainder(turn, 360)) > least_turn;
}

/* Where a shape stands on an image that was turned in the editor is said differently by different
 * versions, so it is not guessed. */
static bool is_upright(const struct qa_studio_reading *reading)
{
    struct qa_json_value rotation;
    struct qa_json_value image = reading->result->member[QA_STUDIO_IMAGE_ROTATION];
    double turn;
    if (is_turned(image)) {
        (void)qa_json_real(image, &turn);
        return qa_sink_bad(reading->sink, QA_AT_JSON(image), "E148",
                           "the image was turned by %g degrees when this was marked; expected 0",
                           turn);
    }
    if (qa_json_member(reading->value, "rotation", &rotation) && is_turned(rotation)) {
        (void)qa_json_real(rotation, &turn);
        return qa_sink_bad(reading->sink, QA_AT_JSON(rotation), "E148",
                           "the rectangle is turned by %g degrees; expected 0: boxes are upright",
                           turn);
    }
    return true;
}

/* Pixels of a percent, across and down. */
static bool read_scale(const struct qa_studio_reading *reading, double scale[2])
{
    static const char *const names[] = {"original_width", "original_height"};
    for (int i = 0; i < 2; i++) {
        struct qa_json_value size = reading->result->member[QA_STUDIO_WIDTH + i];
        if (!qa_json_is_there(size)) {
            return qa_sink_bad(reading->sink, QA_AT_JSON(reading->result->at), "E119",
                               "a result without '%s': percent of an unknown size", names[i]);
        }
        if (!qa_json_real(size, &scale[i]) || scale[i] <= 0) {
            return qa_sink_bad(reading->sink, QA_AT_JSON(size), "E122",
                               "%s is not a number above 0", names[i]);
        }
    }
    qa_sink_image_size(reading->sink, qa_image_size(scale[0], scale[1]));
    return true;
}

static bool read_rectangle(const struct qa_studio_reading *reading)
{
    static const char *const names[] = {"x", "y", "width", "height"};
    double scale[2] = {1, 1};
    if (!is_upright(reading) || !read_scale(reading, scale)) {
        return false;
    }
    for (int i = 0; i < 4; i++) {
        struct qa_json_value side;
        double percent;
        if (!member_of(reading, names[i], &side)) {
            return false;
        }
        if (!qa_json_real(side, &percent)) {
            return qa_sink_bad(reading->sink, QA_AT_JSON(side), "E122",
                               "%s is not a number; expected percent of the image", names[i]);
        }
        qa_shape_add(reading->shape, percent * scale[i % 2] / 100);
    }
    return true;
}

static bool read_polygon(const struct qa_studio_reading *reading)
{
    struct qa_json_value points;
    double scale[2] = {1, 1};
    if (!is_upright(reading) || !read_scale(reading, scale) ||
        !member_of(reading, "points", &points)) {
        return false;
    }
    qa_polygon_begin_part(reading->shape);
    struct qa_json_iterator point = qa_json_iterate(points);
    while (qa_json_next(&point)) {
        struct qa_json_iterator at = qa_json_iterate(point.value);
        double percent[2] = {0, 0};
        bool is_good = !point.is_object && qa_json_count(point.value) == 2;
        for (int i = 0; i < 2 && is_good; i++) {
            is_good = qa_json_next(&at) && qa_json_real(at.value, &percent[i]);
            qa_shape_add(reading->shape, percent[i] * scale[i] / 100);
        }
        if (!is_good) {
            return bad_value(reading, point.value, "E122", "a point that is not two numbers");
        }
    }
    qa_polygon_end(reading->shape);
    return true;
}

/* ---- texts ---- */

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A text or a list of texts. Returns how many, or -1 after a finding. */
static ptrdiff_t list_texts(const struct qa_studio_reading *reading, struct qa_json_value value,
                            const char ***out)
{
    struct qa_json_text text;
    size_t n = 0;
    const char **list = QA_ARRAY(reading->scratch, const char *, qa_json_count(value) + 1);
    *out = list;
    if (qa_json_string(value, &text)) {
        list[0] = text.text;
        return 1;
    }
    if (qa_json_kind(value) != QA_JSON_ARRAY) {
        (void)bad_value(reading, value, "E119", "expected a list of texts as the value");
        return -1;
    }
    struct qa_json_iterator iterator = qa_json_iterate(value);
    while (qa_json_next(&iterator)) {
        if (!qa_json_string(iterator.value, &text)) {
            (void)bad_value(reading, iterator.value, "E119", "expected a text in the value");
            return -1;
        }
        list[n++] = text.text;
    }
    return (ptrdiff_t)n;
}

static const char *join(struct qa_arena *arena, const char *const *texts, size_t n,
                        const char *between)
{
    size_t length = 1;
    size_t step = strlen(between);
    for (size_t i = 0; i < n; i++) {
        length += strlen(texts[i]) + step;
    }
    char *out = QA_ARRAY(arena, char, length);
    char *at = out;
    for (size_t i = 0; i < n; i++) {
        const char *parts[2] = {i > 0 ? between : "", texts[i]};
        for (int k = 0; k < 2; k++) {
            size_t size = strlen(parts[k]);
            memcpy(at, parts[k], size);
            at += size;
        }
    }
    return out;
}

/* Several labels are a set: in order, so that the order of clicks says nothing. */
static bool give_label(const struct qa_studio_reading *reading, struct qa_json_value value)
{
    const char **texts;
    ptrdiff_t n = list_texts(reading, value, &texts);
    if (n < 0) {
        return false;
    }
    size_t n_different = 0;
    qsort(texts, (size_t)n, sizeof *texts, compare_texts);
    for (ptrdiff_t i = 0; i < n; i++) {
        if (n_different == 0 || strcmp(texts[n_different - 1], texts[i]) != 0) {
            texts[n_different++] = texts[i];
        }
    }
    const char *label = join(reading->scratch, texts, n_different, ";");
    return qa_sink_text(reading->sink, QA_FIELD_LABEL, label, strlen(label), QA_AT_JSON(value));
}

static bool read_choices(const struct qa_studio_reading *reading)
{
    struct qa_json_value choices;
    return member_of(reading, "choices", &choices) && give_label(reading, choices);
}

static bool read_rating(const struct qa_studio_reading *reading)
{
    struct qa_json_value rating;
    if (!member_of(reading, "rating", &rating)) {
        return false;
    }
    if (qa_json_kind(rating) != QA_JSON_NUMBER) {
        return bad_value(reading, rating, "E129", "expected a number as the value");
    }
    return qa_sink_json(reading->sink, QA_FIELD_LABEL, rating) &&
           qa_sink_json(reading->sink, QA_FIELD_VALUE, rating);
}

static bool read_text(const struct qa_studio_reading *reading)
{
    struct qa_json_value text;
    const char **lines;
    if (!member_of(reading, "text", &text)) {
        return false;
    }
    ptrdiff_t n = list_texts(reading, text, &lines);
    if (n < 0) {
        return false;
    }
    reading->shape->text = join(reading->scratch, lines, (size_t)n, "\n");
    reading->shape->n_text = strlen(reading->shape->text);
    return true;
}

/* ---- spans of a text ---- */

/* Whether the numbers of a value are offsets of a text, not times: whole numbers, with the text
 * that they quote or the paragraph that they are in. */
static bool is_of_text(struct qa_json_value value)
{
    static const char *const names[] = {"start", "end", "text", "globalOffsets"};
    struct qa_json_value member[4];
    struct qa_json_text text;
    int64_t whole;
    qa_json_members(value, names, 4, member);
    if (qa_json_is_there(member[3])) {
        return true;
    }
    return qa_json_is_there(member[0]) && qa_json_is_there(member[1]) &&
           qa_json_is_there(member[2]) && qa_json_integer(member[0], &whole) &&
           qa_json_integer(member[1], &whole) && qa_json_string(member[2], &text);
}

static size_t utf16_length(const char *text, size_t size)
{
    size_t n = 0;
    for (size_t at = 0; at < size;) {
        size_t length;
        n += qa_utf8_decode(text + at, size - at, &length) > 0xffff ? 2 : 1;
        at += length;
    }
    return n;
}

/* The export does not say which text of a task is marked: that which holds what is quoted and is
 * long enough, the shortest of several. */
static struct qa_json_text text_of_task(const struct qa_studio_reading *reading,
                                        const struct qa_shape *shape)
{
    struct qa_json_text found = {NULL, 0};
    struct qa_json_iterator data = qa_json_iterate(reading->results->data);
    const char *quote = qa_arena_text_n(reading->scratch, shape->text, shape->n_text);
    while (qa_json_is_there(reading->results->data) && qa_json_next(&data)) {
        struct qa_json_text text;
        bool fits = qa_json_string(data.value, &text) && strstr(text.text, quote) != NULL &&
                    (double)utf16_length(text.text, text.length) >= shape->number[1];
        if (fits && (found.text == NULL || text.length < found.length)) {
            found = text;
        }
    }
    return found;
}

/* Offsets in units of UTF-16, as browsers count; of hypertext those of the whole text. */
static bool read_span(const struct qa_studio_reading *reading)
{
    struct qa_json_value offsets = reading->value;
    struct qa_json_value at[2];
    struct qa_json_value quote;
    struct qa_json_text text = {"", 0};
    double number[2];
    struct qa_studio_results *results = reading->results;
    (void)qa_json_member(reading->value, "globalOffsets", &offsets);
    if (!qa_json_member(offsets, "start", &at[0]) || !qa_json_member(offsets, "end", &at[1]) ||
        !qa_json_real(at[0], &number[0]) || !qa_json_real(at[1], &number[1])) {
        return bad_value(reading, reading->value, "E119",
                         "start and end are no offsets of the text in a value");
    }
    if (qa_json_member(reading->value, "text", &quote)) {
        (void)qa_json_string(quote, &text);
    }
    const struct qa_shape shape = {
        .number = number, .n_numbers = 2, .text = text.text, .n_text = text.length};
    if (results->spans == NULL) {
        results->spans = QA_NEW(qa_sink_arena(reading->sink), struct qa_span_text);
        qa_span_text_init(results->spans, reading->sink, QA_OFFSETS_UTF16);
    }
    struct qa_json_text whole = text_of_task(reading, &shape);
    qa_span_text_begin(results->spans, whole.text, whole.length, reading->place);
    if (!qa_span_text_convert(results->spans, &shape, reading->place)) {
        return false;
    }
    for (size_t i = 0; i < results->spans->shape.n_numbers; i++) {
        qa_shape_add(reading->shape, results->spans->shape.number[i]);
    }
    reading->shape->text = text.text;
    reading->shape->n_text = text.length;
    return true;
}

/* ---- the table ---- */

static const struct qa_studio_kind kinds[] = {
    {"rectanglelabels", &qa_type_box, "rectanglelabels", read_rectangle},
    {"rectangle", &qa_type_box, NULL, read_rectangle},
    {"polygonlabels", &qa_type_polygon, "polygonlabels", read_polygon},
    {"polygon", &qa_type_polygon, NULL, read_polygon},
    {"choices", &qa_type_label, NULL, read_choices},
    {"rating", &qa_type_label, NULL, read_rating},
    {"textarea", &qa_type_transcript, NULL, read_text},
    {"hypertextlabels", &qa_type_span, "hypertextlabels", read_span},
    {"labels", &qa_type_span, "labels", read_span},
};

const struct qa_studio_kind *qa_studio_kind_find(const char *name, struct qa_json_value value)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            bool is_other =
                kinds[i].type == &qa_type_span && !(qa_json_is_there(value) && is_of_text(value));
            return is_other ? NULL : &kinds[i];
        }
    }
    return NULL;
}

bool qa_studio_give(struct qa_studio_results *results, const struct qa_studio_result *result,
                    struct qa_sink *sink, struct qa_shape *shape, struct qa_place place)
{
    const struct qa_studio_reading reading = {
        sink, results->scratch, shape, result, result->member[QA_STUDIO_VALUE], results, place};
    struct qa_json_value labels = result->labels;
    shape->n_numbers = 0;
    shape->n_text = 0;
    if (result->kind->labels != NULL) {
        (void)qa_json_member(reading.value, result->kind->labels, &labels);
    }
    if (!result->kind->read(&reading) ||
        (qa_json_is_there(labels) && !give_label(&reading, labels))) {
        return false;
    }
    if (qa_json_is_there(result->member[QA_STUDIO_ID]) &&
        !qa_sink_json(sink, QA_FIELD_OBJECT, result->member[QA_STUDIO_ID])) {
        return false;
    }
    return qa_sink_object(sink, result->type, shape, place);
}
