/* Label Studio: results of one control that are one object together. */
#include "qa/formats/label_studio_parts.h"

#include <stdlib.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/keypoints.h"
#include "qa/annotation/transcript.h"

struct group_reading {
    struct qa_studio_results *results;
    uint32_t control;
    struct qa_sink *sink;
    struct qa_shape *shape;
};

static bool give_labels(const struct qa_studio_reading *reading, struct qa_json_value labels)
{
    return !qa_json_is_there(labels) || qa_studio_give_label(reading, labels);
}

/* ---- keypoints: the points of one parent, or of an annotation without parents ---- */

struct point {
    const struct qa_studio_result *result;
    const char *parent; /* "": none */
    const char *name;
    double at[2];
    bool is_given;
};

static const char *text_of(struct qa_json_value value)
{
    struct qa_json_text text;
    return qa_json_is_there(value) && qa_json_string(value, &text) ? text.text : "";
}

static bool read_point(const struct qa_studio_reading *reading, struct point *out)
{
    static const char *const names[] = {"x", "y"};
    double scale[2] = {1, 1};
    struct qa_json_value labels = qa_studio_labels(reading->result);
    out->result = reading->result;
    out->parent = text_of(reading->result->member[QA_STUDIO_PARENT]);
    out->name = qa_json_is_there(labels) ? qa_studio_label_text(reading, labels) : "";
    if (out->name == NULL || !qa_studio_is_upright(reading) || !qa_studio_scale(reading, scale)) {
        return false;
    }
    for (int i = 0; i < 2; i++) {
        if (!qa_studio_number(reading, names[i], &out->at[i])) {
            return false;
        }
        out->at[i] = out->at[i] * scale[i] / 100;
    }
    return true;
}

static const struct qa_studio_result *find_region(const struct qa_studio_results *results,
                                                  const char *id)
{
    for (size_t i = 0; id[0] != '\0' && i < results->n; i++) {
        const struct qa_studio_result *result = &results->list[i];
        if (strcmp(text_of(result->member[QA_STUDIO_ID]), id) == 0 &&
            result->use == QA_STUDIO_OBJECT) {
            return result;
        }
    }
    return NULL;
}

/* The label and the box of a parent. False after a finding. */
static bool use_parent(const struct group_reading *group, const char *id,
                       struct qa_keypoints_scale *scale)
{
    const struct qa_studio_result *parent = find_region(group->results, id);
    struct qa_shape box = {.arena = group->results->scratch};
    if (parent == NULL) {
        return true;
    }
    struct qa_studio_reading reading = qa_studio_reading(group->results, parent, group->sink, &box);
    if (parent->type == &qa_type_box && parent->kind->read(&reading) && box.n_numbers == 4) {
        memcpy(scale->box, box.number, sizeof scale->box);
    }
    return give_labels(&reading, qa_studio_labels(parent));
}

/* The points from `first` on that have its parent, or that one alone. False after a finding. */
static bool give_thing(const struct group_reading *group, struct point *points, size_t n,
                       size_t first, bool is_alone)
{
    struct qa_keypoints_scale scale = QA_NO_SCALE;
    struct qa_keypoint_names names = {.arena = group->results->scratch};
    const struct qa_studio_result *result = points[first].result;
    const struct qa_studio_reading reading =
        qa_studio_reading(group->results, result, group->sink, group->shape);
    struct qa_json_value id = result->member[QA_STUDIO_ID];
    bool is_good = is_alone ? give_labels(&reading, qa_studio_labels(result))
                            : use_parent(group, points[first].parent, &scale);
    group->shape->n_numbers = group->shape->n_text = 0;
    qa_keypoints_begin(group->shape, &scale);
    for (size_t i = first; i < (is_alone ? first + 1 : n); i++) {
        if (!points[i].is_given && strcmp(points[i].parent, points[first].parent) == 0) {
            points[i].is_given = true;
            qa_keypoints_add(group->shape, points[i].at[0], points[i].at[1], 2);
            qa_keypoint_names_add(&names, is_alone ? "" : points[i].name,
                                  is_alone ? 0 : strlen(points[i].name));
        }
    }
    qa_keypoints_end(group->shape, &names);
    if (is_good && qa_json_is_there(id)) {
        is_good = qa_sink_json(group->sink, QA_FIELD_OBJECT, id);
    }
    return is_good && qa_sink_object(group->sink, &qa_type_keypoints, group->shape, reading.place);
}

/* Points of one name without a parent are of several things, and nothing says of which. */
static bool is_repeated(const struct point *points, size_t n, size_t at)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; points[i].parent[0] == '\0' && k < i; k++) {
            if (points[k].parent[0] == '\0' && strcmp(points[i].name, points[k].name) == 0) {
                return points[at].parent[0] == '\0';
            }
        }
    }
    return false;
}

static void give_keypoints(const struct group_reading *group)
{
    struct qa_studio_results *results = group->results;
    struct point *points = QA_ARRAY(results->scratch, struct point, results->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < results->n; i++) {
        if (results->list[i].control == group->control) {
            const struct qa_studio_reading reading =
                qa_studio_reading(results, &results->list[i], group->sink, group->shape);
            if (!read_point(&reading, &points[n])) {
                return;
            }
            n++;
        }
    }
    bool loose = false;
    for (size_t i = 0; i < n && !loose; i++) {
        loose = is_repeated(points, n, i);
    }
    for (size_t i = 0; i < n; i++) {
        bool is_alone = loose && points[i].parent[0] == '\0';
        results->n_loose += is_alone;
        if (!points[i].is_given && !give_thing(group, points, n, i, is_alone)) {
            return;
        }
    }
}

/* ---- transcripts: what each speaker said, in the order of time ---- */

struct piece {
    const char *speaker;
    const char *text;
    double start;
    size_t order;
    const struct qa_studio_result *result;
};

static int compare_pieces(const void *left, const void *right)
{
    const struct piece *a = left;
    const struct piece *b = right;
    int by = strcmp(a->speaker, b->speaker);
    by = by != 0 ? by : (a->start > b->start) - (a->start < b->start);
    return by != 0 ? by : (a->order > b->order) - (a->order < b->order);
}

static bool read_piece(const struct group_reading *group, const struct qa_studio_result *result,
                       struct piece *out)
{
    const struct qa_studio_result *place = result->place;
    struct qa_studio_reading of_place =
        qa_studio_reading(group->results, place, group->sink, group->shape);
    const struct qa_studio_reading of_text =
        qa_studio_reading(group->results, result, group->sink, group->shape);
    struct qa_json_value labels = qa_studio_labels(place);
    out->result = result;
    out->speaker = qa_json_is_there(labels) ? qa_studio_label_text(&of_place, labels) : "";
    return out->speaker != NULL && qa_studio_number(&of_place, "start", &out->start) &&
           (out->text = qa_studio_text(&of_text)) != NULL;
}

static bool give_voice(const struct group_reading *group, const struct piece *pieces, size_t n)
{
    const char **texts = QA_ARRAY(group->results->scratch, const char *, n + 1);
    struct qa_place at = qa_studio_object_at(group->results, pieces[0].result->at);
    for (size_t i = 0; i < n; i++) {
        texts[i] = pieces[i].text;
    }
    group->shape->n_numbers = 0;
    group->shape->text = qa_studio_join(group->results->scratch, texts, n, " ");
    group->shape->n_text = strlen(group->shape->text);
    if (pieces[0].speaker[0] != '\0' &&
        !qa_sink_text(group->sink, QA_FIELD_LABEL, pieces[0].speaker, strlen(pieces[0].speaker),
                      at)) {
        return false;
    }
    return qa_sink_object(group->sink, &qa_type_transcript, group->shape, at);
}

static void give_transcript(const struct group_reading *group)
{
    struct qa_studio_results *results = group->results;
    struct piece *pieces = QA_ARRAY(results->scratch, struct piece, results->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < results->n; i++) {
        if (results->list[i].control != group->control) {
            continue;
        }
        if (!read_piece(group, &results->list[i], &pieces[n])) {
            return;
        }
        pieces[n].order = n;
        n++;
    }
    qsort(pieces, n, sizeof *pieces, compare_pieces);
    for (size_t i = 0; i < n;) {
        size_t end = i + 1;
        while (end < n && strcmp(pieces[end].speaker, pieces[i].speaker) == 0) {
            end++;
        }
        if (!give_voice(group, &pieces[i], end - i)) {
            return;
        }
        i = end;
    }
}

bool qa_studio_give_groups(struct qa_studio_results *results, uint32_t control,
                           struct qa_sink *sink, struct qa_shape *shape)
{
    const struct group_reading group = {results, control, sink, shape};
    const struct qa_studio_result *first = NULL;
    for (size_t i = 0; i < results->n && first == NULL; i++) {
        first = results->list[i].control == control ? &results->list[i] : NULL;
    }
    if (first != NULL && first->type == &qa_type_keypoints) {
        give_keypoints(&group);
    } else if (first != NULL && first->place != NULL) {
        give_transcript(&group);
    } else {
        return false;
    }
    return true;
}
