/* Label Studio: the values of results, as objects. A type of results is one row of `kinds`. */
#include "qa/formats/label_studio_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/keypoints.h"
#include "qa/annotation/label.h"
#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/relation.h"
#include "qa/annotation/rotated_box.h"
#include "qa/annotation/segment.h"
#include "qa/annotation/span.h"
#include "qa/annotation/track.h"
#include "qa/annotation/transcript.h"
#include "qa/annotation/turn.h"

struct qa_studio_reading qa_studio_reading(struct qa_studio_results *results,
                                           const struct qa_studio_result *result,
                                           struct qa_sink *sink, struct qa_shape *shape)
{
    return (struct qa_studio_reading){sink,
                                      results->scratch,
                                      shape,
                                      result,
                                      result->member[QA_STUDIO_VALUE],
                                      results,
                                      qa_studio_object_at(results, result->at)};
}

bool qa_studio_bad(const struct qa_studio_reading *reading, struct qa_json_value at,
                   const char *code, const char *text)
{
    return qa_sink_bad(reading->sink, qa_studio_at(reading->results, at), code, "%s of %s", text,
                       reading->result->kind->name);
}

bool qa_studio_member(const struct qa_studio_reading *reading, const char *name,
                      struct qa_json_value *out)
{
    return qa_json_member(reading->value, name, out) ||
           qa_sink_bad(reading->sink, qa_studio_at(reading->results, reading->value), "E119",
                       "a value of %s without '%s'", reading->result->kind->name, name);
}

bool qa_studio_number(const struct qa_studio_reading *reading, const char *name, double *out)
{
    struct qa_json_value value;
    return qa_studio_member(reading, name, &value) &&
           (qa_json_real(value, out) ||
            qa_sink_bad(reading->sink, qa_studio_at(reading->results, value), "E122",
                        "%s of %s is %s, expected a number", name, reading->result->kind->name,
                        qa_json_kind_name(qa_json_kind(value))));
}

/* ---- lists of texts ---- */

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
        (void)qa_studio_bad(reading, value, "E119", "expected a list of texts as the value");
        return -1;
    }
    struct qa_json_iterator iterator = qa_json_iterate(value);
    while (qa_json_next(&iterator)) {
        if (!qa_json_string(iterator.value, &text)) {
            (void)qa_studio_bad(reading, iterator.value, "E119", "expected a text in the value");
            return -1;
        }
        list[n++] = text.text;
    }
    return (ptrdiff_t)n;
}

const char *qa_studio_join(struct qa_arena *arena, const char *const *texts, size_t n,
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

/* In order, so that the order of clicks says nothing. */
const char *qa_studio_label_text(const struct qa_studio_reading *reading,
                                 struct qa_json_value value)
{
    const char **texts;
    ptrdiff_t n = list_texts(reading, value, &texts);
    if (n < 0) {
        return NULL;
    }
    size_t n_different = 0;
    qsort(texts, (size_t)n, sizeof *texts, compare_texts);
    for (ptrdiff_t i = 0; i < n; i++) {
        if (n_different == 0 || strcmp(texts[n_different - 1], texts[i]) != 0) {
            texts[n_different++] = texts[i];
        }
    }
    return qa_studio_join(reading->scratch, texts, n_different, ";");
}

static bool give_text(const struct qa_studio_reading *reading, struct qa_json_value at,
                      const char *label)
{
    return qa_sink_text(reading->sink, QA_FIELD_LABEL, label, strlen(label),
                        qa_studio_at(reading->results, at));
}

bool qa_studio_give_label(const struct qa_studio_reading *reading, struct qa_json_value value)
{
    const char *label = qa_studio_label_text(reading, value);
    return label != NULL && give_text(reading, value, label);
}

/* ---- labels ---- */

static bool read_choices(const struct qa_studio_reading *reading)
{
    struct qa_json_value choices;
    if (reading->result->is_bare) {
        return qa_studio_give_label(reading, reading->value);
    }
    return qa_studio_member(reading, "choices", &choices) && qa_studio_give_label(reading, choices);
}

static bool give_number(const struct qa_studio_reading *reading, const char *name)
{
    struct qa_json_value number;
    struct qa_written_cell cell;
    double value;
    if (!qa_studio_member(reading, name, &number)) {
        return false;
    }
    if (!qa_json_real(number, &value)) {
        return qa_studio_bad(reading, number, "E129", "expected a number as the value");
    }
    qa_write_real(&cell, value, reading->scratch);
    return qa_sink_text(reading->sink, QA_FIELD_LABEL, cell.text, cell.length,
                        qa_studio_at(reading->results, number)) &&
           qa_sink_number(reading->sink, QA_FIELD_VALUE, value,
                          qa_studio_at(reading->results, number));
}

static bool read_rating(const struct qa_studio_reading *reading)
{
    return give_number(reading, "rating");
}

static bool read_number(const struct qa_studio_reading *reading)
{
    return give_number(reading, "number");
}

static bool read_date(const struct qa_studio_reading *reading)
{
    struct qa_json_value date;
    return qa_studio_member(reading, "datetime", &date) && qa_studio_give_label(reading, date);
}

static bool read_pair(const struct qa_studio_reading *reading)
{
    struct qa_json_value side;
    return qa_studio_member(reading, "selected", &side) && qa_studio_give_label(reading, side);
}

/* Paths of a tree, "animal/dog", several of them a set. */
static bool read_taxonomy(const struct qa_studio_reading *reading)
{
    struct qa_json_value paths;
    if (!qa_studio_member(reading, "taxonomy", &paths)) {
        return false;
    }
    const char **list = QA_ARRAY(reading->scratch, const char *, qa_json_count(paths) + 1);
    struct qa_json_iterator path = qa_json_iterate(paths);
    size_t n = 0;
    while (qa_json_next(&path)) {
        const char **steps;
        ptrdiff_t n_steps = list_texts(reading, path.value, &steps);
        if (n_steps < 0) {
            return false;
        }
        list[n++] = qa_studio_join(reading->scratch, steps, (size_t)n_steps, "/");
    }
    qsort(list, n, sizeof *list, compare_texts);
    return give_text(reading, paths, qa_studio_join(reading->scratch, list, n, ";"));
}

/* "a > b > c", or of each bucket "good: a > b;bad: c". What is in no bucket ("_") is not named. */
static bool read_ranker(const struct qa_studio_reading *reading)
{
    struct qa_json_value order;
    const char **texts;
    if (!qa_studio_member(reading, "ranker", &order)) {
        return false;
    }
    const char **list = QA_ARRAY(reading->scratch, const char *, qa_json_count(order) + 1);
    struct qa_json_iterator bucket = qa_json_iterate(order);
    size_t n = 0;
    if (!bucket.is_object) {
        ptrdiff_t n_texts = list_texts(reading, order, &texts);
        return n_texts >= 0 &&
               give_text(reading, order,
                         qa_studio_join(reading->scratch, texts, (size_t)n_texts, " > "));
    }
    while (qa_json_next(&bucket)) {
        ptrdiff_t n_texts = list_texts(reading, bucket.value, &texts);
        if (n_texts < 0) {
            return false;
        }
        const char *ranks = qa_studio_join(reading->scratch, texts, (size_t)n_texts, " > ");
        if (strcmp(bucket.key.text, "_") != 0) {
            list[n++] = qa_json_count(order) == 1
                            ? ranks
                            : qa_arena_format(reading->scratch, "%s: %s", bucket.key.text, ranks);
        }
    }
    qsort(list, n, sizeof *list, compare_texts);
    return give_text(reading, order, qa_studio_join(reading->scratch, list, n, ";"));
}

/* ---- texts ---- */

const char *qa_studio_text(const struct qa_studio_reading *reading)
{
    struct qa_json_value text = reading->value;
    const char **lines;
    if (!reading->result->is_bare && !qa_studio_member(reading, "text", &text)) {
        return NULL;
    }
    ptrdiff_t n = list_texts(reading, text, &lines);
    return n >= 0 ? qa_studio_join(reading->scratch, lines, (size_t)n, "\n") : NULL;
}

static bool read_text(const struct qa_studio_reading *reading)
{
    const char *text = qa_studio_text(reading);
    if (text == NULL) {
        return false;
    }
    reading->shape->text = text;
    reading->shape->n_text = strlen(text);
    return true;
}

/* ---- the table ---- */

static const struct qa_studio_kind kinds[] = {
    {"rectanglelabels", &qa_type_box, "rectanglelabels", qa_studio_read_rectangle},
    {"rectangle", &qa_type_box, NULL, qa_studio_read_rectangle},
    {"polygonlabels", &qa_type_polygon, "polygonlabels", qa_studio_read_polygon},
    {"polygon", &qa_type_polygon, NULL, qa_studio_read_polygon},
    {"ellipselabels", &qa_type_polygon, "ellipselabels", qa_studio_read_ellipse},
    {"ellipse", &qa_type_polygon, NULL, qa_studio_read_ellipse},
    {"brushlabels", &qa_type_mask, "brushlabels", qa_studio_read_brush},
    {"brush", &qa_type_mask, NULL, qa_studio_read_brush},
    {"keypointlabels", &qa_type_keypoints, "keypointlabels", NULL},
    {"keypoint", &qa_type_keypoints, NULL, NULL},
    {"choices", &qa_type_label, NULL, read_choices},
    {"rating", &qa_type_label, NULL, read_rating},
    {"number", &qa_type_label, NULL, read_number},
    {"datetime", &qa_type_label, NULL, read_date},
    {"taxonomy", &qa_type_label, NULL, read_taxonomy},
    {"pairwise", &qa_type_label, NULL, read_pair},
    {"ranker", &qa_type_label, NULL, read_ranker},
    {"textarea", &qa_type_transcript, NULL, read_text},
    {"hypertextlabels", &qa_type_span, "hypertextlabels", qa_studio_read_span, qa_studio_is_span},
    {"labels", &qa_type_span, "labels", qa_studio_read_span, qa_studio_is_span},
    {"labels", &qa_type_segment, "labels", qa_studio_read_period, qa_studio_is_period},
    {"audio", &qa_type_segment, NULL, qa_studio_read_period, qa_studio_is_period},
    {"paragraphlabels", &qa_type_span, "paragraphlabels", qa_studio_read_paragraph},
    {"timeserieslabels", &qa_type_segment, "timeserieslabels", qa_studio_read_time_series,
     qa_studio_is_time_series},
    {"timelinelabels", &qa_type_segment, "timelinelabels", NULL, NULL, qa_studio_give_ranges},
    {"videorectangle", &qa_type_track, "labels", NULL, NULL, qa_studio_give_track},
    {"relation", &qa_type_relation, NULL, qa_studio_read_relation},
};
enum { N_KINDS = sizeof kinds / sizeof *kinds };

const struct qa_studio_kind *qa_studio_kind_find(const char *name, struct qa_json_value value)
{
    for (size_t i = 0; i < N_KINDS; i++) {
        if (strcmp(kinds[i].name, name) == 0 &&
            (kinds[i].is_it == NULL || (qa_json_is_there(value) && kinds[i].is_it(value)))) {
            return &kinds[i];
        }
    }
    return NULL;
}

const char *qa_studio_value_name(struct qa_json_value value)
{
    static const struct {
        const char *member, *name;
        bool is_list;
    } members[] = {
        {"rectanglelabels", "rectanglelabels", true},
        {"polygonlabels", "polygonlabels", true},
        {"ellipselabels", "ellipselabels", true},
        {"brushlabels", "brushlabels", true},
        {"keypointlabels", "keypointlabels", true},
        {"hypertextlabels", "hypertextlabels", true},
        {"paragraphlabels", "paragraphlabels", true},
        {"timeserieslabels", "timeserieslabels", true},
        {"timelinelabels", "timelinelabels", true},
        {"sequence", "videorectangle", true},
        {"labels", "labels", true},
        {"choices", "choices", true},
        {"rating", "rating", false},
        {"number", "number", false},
        {"datetime", "datetime", false},
        {"taxonomy", "taxonomy", true},
        {"selected", "pairwise", false},
        {"ranker", "ranker", false},
        {"text", "textarea", true},
        {"points", "polygon", true},
        {"radiusX", "ellipse", false},
        {"rle", "brush", true},
        {"height", "rectangle", false},
    };
    struct qa_json_value member;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (qa_json_member(value, members[i].member, &member) &&
            (!members[i].is_list || qa_json_kind(member) == QA_JSON_ARRAY)) {
            return members[i].name;
        }
    }
    return NULL;
}

/* ---- to the sink ---- */

struct qa_json_value qa_studio_labels(const struct qa_studio_result *result)
{
    struct qa_json_value labels = result->labels;
    if (!result->is_bare && result->kind != NULL && result->kind->labels != NULL) {
        (void)qa_json_member(result->member[QA_STUDIO_VALUE], result->kind->labels, &labels);
    }
    return labels;
}

/* The kind that an object has after all: a rectangle that is turned, a period of a speaker. */
static const struct qa_type *own_type(const struct qa_studio_reading *reading)
{
    const struct qa_type *type = reading->result->type;
    return type == &qa_type_box && reading->shape->n_numbers == 5 ? &qa_type_rotated_box : type;
}

bool qa_studio_give(struct qa_studio_results *results, const struct qa_studio_result *result,
                    struct qa_sink *sink, struct qa_shape *shape, struct qa_place place)
{
    struct qa_studio_reading reading = qa_studio_reading(results, result, sink, shape);
    struct qa_json_value labels = qa_studio_labels(result);
    struct qa_json_value id = result->member[QA_STUDIO_ID];
    reading.place = place;
    shape->n_numbers = 0;
    shape->n_text = 0;
    if (result->kind->give != NULL) {
        return result->kind->give(&reading, labels);
    }
    if (!result->kind->read(&reading) ||
        (qa_json_is_there(labels) && !qa_studio_give_label(&reading, labels))) {
        return false;
    }
    if (qa_json_is_there(id) && !qa_sink_json(sink, QA_FIELD_OBJECT, id)) {
        return false;
    }
    return qa_sink_object(sink, own_type(&reading), shape, place);
}
