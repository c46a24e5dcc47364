#include "qa/formats/via_video.h"

#include <stdlib.h>
#include <string.h>

#include "qa/annotation/segment.h"
#include "qa/formats/json.h"
#include "qa/formats/lines.h"
#include "qa/formats/sink.h"

enum { ATTRIBUTES_MAX = 1000 };

struct attribute {
    struct qa_json_text id;
    struct qa_json_value name;
    struct qa_json_value options;
    struct qa_json_value initial; /* id of the option that stands for the rest */
};

/* A segment, or a region, before views are told apart. */
struct metadatum {
    uint32_t view;
    uint32_t at; /* in the file */
    double time[2];
    struct qa_json_text id;
    struct qa_json_value values;
    struct qa_json_value place;
};

struct reading {
    struct qa_sink *sink;
    struct qa_arena *scratch;
    struct attribute *attributes; /* of segments */
    size_t n_attributes;
    struct qa_strings *views; /* ids, in the order of the file */
    const char **item;        /* by view */
    struct metadatum *list;
    size_t n;
    size_t capacity;
    uint64_t n_unread;           /* regions, moments, values of files as a whole */
    struct qa_json_value unread; /* the first */
};

static struct qa_json_text text_of(struct qa_json_value value)
{
    struct qa_json_text text = {"", 0};
    if (qa_json_is_there(value)) {
        (void)qa_json_string(value, &text);
    }
    return text;
}

static bool is_text(struct qa_json_text text, const char *word)
{
    return strcmp(text.text, word) == 0;
}

static void read_attributes(struct reading *reading, struct qa_json_value all)
{
    enum { ANCHOR, NAME, OPTIONS, INITIAL, N_MEMBERS };
    static const char *const names[] = {"anchor_id", "aname", "options", "default_option_id"};
    struct qa_json_iterator iterator = qa_json_iterate(all);
    size_t n = qa_json_count(all) < ATTRIBUTES_MAX ? qa_json_count(all) : ATTRIBUTES_MAX;
    reading->attributes = QA_ARRAY(reading->scratch, struct attribute, n + 1);
    while (iterator.is_object && reading->n_attributes < n && qa_json_next(&iterator)) {
        struct qa_json_value member[N_MEMBERS];
        qa_json_members(iterator.value, names, N_MEMBERS, member);
        if (!qa_json_is_there(member[ANCHOR]) || is_text(text_of(member[ANCHOR]), "FILE1_Z2_XY0")) {
            reading->attributes[reading->n_attributes++] =
                (struct attribute){iterator.key, member[NAME], member[OPTIONS], member[INITIAL]};
        }
    }
}

/* ---- views ---- */

static const char *name_of_file(struct reading *reading, struct qa_json_value files,
                                struct qa_json_value view)
{
    struct qa_json_value list;
    struct qa_json_value file;
    struct qa_json_value name;
    struct qa_json_text text;
    if (!qa_json_member(view, "fid_list", &list)) {
        return NULL;
    }
    struct qa_json_iterator iterator = qa_json_iterate(list);
    bool is_known = qa_json_next(&iterator) && qa_json_string(iterator.value, &text) &&
                    qa_json_member(files, text.text, &file) &&
                    qa_json_member(file, "fname", &name) && qa_json_string(name, &text);
    return is_known ? qa_arena_text_n(reading->scratch, text.text, text.length) : NULL;
}

static void read_views(struct reading *reading, struct qa_json_value files,
                       struct qa_json_value views)
{
    struct qa_json_iterator iterator = qa_json_iterate(views);
    reading->views = qa_strings_new(reading->scratch);
    reading->item = QA_ARRAY(reading->scratch, const char *, qa_json_count(views) + 1);
    while (iterator.is_object && qa_json_next(&iterator)) {
        uint32_t n = qa_strings_count(reading->views);
        const char *item = name_of_file(reading, files, iterator.value);
        if (item == NULL) {
            qa_sink_finding(reading->sink, QA_ERROR, "E282", QA_AT_JSON(iterator.value),
                            "a view without a file that the project lists");
        } else if (qa_strings_intern(reading->views, iterator.key.text, iterator.key.length) == n) {
            reading->item[n] = item;
        }
    }
}

/* ---- metadata ---- */

static size_t read_times(struct qa_json_value value, double time[2])
{
    size_t n = 0;
    struct qa_json_iterator iterator = qa_json_iterate(value);
    while (n < 2 && qa_json_next(&iterator) && qa_json_real(iterator.value, &time[n])) {
        n++;
    }
    return n == qa_json_count(value) ? n : 0;
}

static void read_metadatum(struct reading *reading, struct qa_json_text id,
                           struct qa_json_value value)
{
    enum { VIEW, TIMES, REGION, VALUES, N_MEMBERS };
    static const char *const names[] = {"vid", "z", "xy", "av"};
    struct qa_json_value member[N_MEMBERS];
    struct metadatum out = {.id = id, .place = value, .at = (uint32_t)reading->n};
    qa_json_members(value, names, N_MEMBERS, member);
    struct qa_json_text view = text_of(member[VIEW]);
    out.view = qa_strings_find(reading->views, view.text, view.length);
    bool is_region = qa_json_is_there(member[REGION]) && qa_json_count(member[REGION]) > 0;
    if (is_region || (qa_json_is_there(member[TIMES]) && qa_json_count(member[TIMES]) != 2)) {
        reading->unread = reading->n_unread++ == 0 ? value : reading->unread;
        qa_sink_exclude(reading->sink, QA_EXCLUDED_UNREAD_SHAPE);
        return;
    }
    if (out.view == QA_NONE || !qa_json_is_there(member[TIMES])) {
        qa_sink_finding(reading->sink, QA_ERROR, "E282", QA_AT_JSON(value),
                        "expected \"vid\", one of the views, and \"z\", the times of a segment");
        return;
    }
    if (read_times(member[TIMES], out.time) != 2) {
        qa_sink_finding(reading->sink, QA_ERROR, "E282", QA_AT_JSON(member[TIMES]),
                        "the times of a segment are no two numbers of seconds");
        return;
    }
    out.values = member[VALUES];
    reading->list = qa_arena_grow(reading->scratch, reading->list, &reading->capacity,
                                  reading->n + 1, sizeof *reading->list);
    reading->list[reading->n++] = out;
}

static int by_view(const void *left, const void *right)
{
    const struct metadatum *a = left;
    const struct metadatum *b = right;
    int by = (a->view > b->view) - (a->view < b->view);
    return by != 0 ? by : (a->at > b->at) - (a->at < b->at);
}

/* ---- labels ---- */

static const char *option_of(struct reading *reading, const struct attribute *attribute,
                             const char *id)
{
    struct qa_json_value value;
    struct qa_json_text text;
    const char *asked = strcmp(id, "_DEFAULT") == 0 ? text_of(attribute->initial).text : id;
    bool is_known = qa_json_is_there(attribute->options) &&
                    qa_json_member(attribute->options, asked, &value) &&
                    qa_json_string(value, &text);
    return is_known ? qa_arena_text_n(reading->scratch, text.text, text.length) : asked;
}

/* Ids of options with commas between, or a text. */
static const char *label_of(struct reading *reading, const struct attribute *attribute,
                            struct qa_json_value value)
{
    struct qa_json_text text = text_of(value);
    bool has_options =
        qa_json_is_there(attribute->options) && qa_json_count(attribute->options) > 0;
    if (!has_options || strchr(text.text, ',') == NULL) {
        return option_of(reading, attribute, text.text);
    }
    const char *label = "";
    for (const char *at = text.text; *at != '\0';) {
        size_t n = strcspn(at, ",");
        const char *id = qa_arena_text_n(reading->scratch, at, n);
        label = qa_arena_format(reading->scratch, "%s%s%s", label, *label != '\0' ? ";" : "",
                                option_of(reading, attribute, id));
        at += n + (at[n] == ',');
    }
    return label;
}

/* ---- giving ---- */

static bool has_value(const struct metadatum *segment, const struct attribute *attribute,
                      struct qa_json_value *value)
{
    return qa_json_is_there(segment->values) &&
           qa_json_member(segment->values, attribute->id.text, value);
}

/* Of several attributes, a segment without a value of any answers the first. */
static bool answers(const struct reading *reading, const struct metadatum *segment,
                    const struct attribute *attribute, struct qa_json_value *value)
{
    bool any = has_value(segment, attribute, value);
    if (!any && attribute == reading->attributes) {
        struct qa_json_value other;
        size_t i = 1;
        while (i < reading->n_attributes && !has_value(segment, &reading->attributes[i], &other)) {
            i++;
        }
        return i == reading->n_attributes;
    }
    return any;
}

static void give_segment(struct reading *reading, const struct attribute *attribute,
                         const struct metadatum *segment)
{
    struct qa_place place = QA_AT_JSON(segment->place);
    struct qa_json_value value = {NULL, 0};
    if (attribute != NULL && !answers(reading, segment, attribute, &value)) {
        return;
    }
    if (qa_json_is_there(value)) {
        const char *label = label_of(reading, attribute, value);
        (void)qa_sink_text(reading->sink, QA_FIELD_LABEL, label, strlen(label), place);
    }
    (void)qa_sink_text(reading->sink, QA_FIELD_OBJECT, segment->id.text, segment->id.length, place);
    qa_sink_period(reading->sink, &qa_type_segment, segment->time[0], segment->time[1], place);
}

/* The segments of a view as answers to one attribute. */
static void give_view(struct reading *reading, const struct attribute *attribute, uint32_t view,
                      const struct metadatum *list, size_t n)
{
    const char *item = reading->item[view];
    struct qa_place place = n > 0 ? QA_AT_JSON(list->place) : QA_AT(0, 0);
    qa_sink_answer(reading->sink, place);
    (void)qa_sink_text(reading->sink, QA_FIELD_ITEM, item, strlen(item), place);
    if (reading->n_attributes > 1) {
        struct qa_json_text name = text_of(attribute->name);
        (void)qa_sink_text(reading->sink, QA_FIELD_QUESTION, name.text, name.length, place);
    }
    for (size_t i = 0; i < n; i++) {
        give_segment(reading, attribute, &list[i]);
    }
    qa_sink_end(reading->sink);
}

static void give_all(struct reading *reading)
{
    size_t n_questions = reading->n_attributes > 1 ? reading->n_attributes : 1;
    size_t at = 0;
    for (uint32_t view = 0; view < qa_strings_count(reading->views); view++) {
        size_t n = 0;
        while (at + n < reading->n && reading->list[at + n].view == view) {
            n++;
        }
        for (size_t q = 0; q < n_questions; q++) {
            const struct attribute *attribute =
                reading->n_attributes > 0 ? &reading->attributes[q] : NULL;
            give_view(reading, attribute, view, reading->list + at, n);
        }
        at += n;
    }
}

/* ---- the file ---- */

static enum qa_status read_project(struct reading *reading, struct qa_json_value root,
                                   const char *path, struct qa_error *err)
{
    enum { ATTRIBUTE, FILES, METADATA, VIEWS, N_MEMBERS };
    static const char *const names[] = {"attribute", "file", "metadata", "view"};
    struct qa_json_value member[N_MEMBERS];
    qa_json_members(root, names, N_MEMBERS, member);
    if (!qa_json_is_there(member[FILES]) || !qa_json_is_there(member[METADATA]) ||
        !qa_json_is_there(member[VIEWS])) {
        return qa_fail_at(err, "E282", path, 1, 1,
                          "expected a project of VIA 3: file, view and metadata");
    }
    if (qa_json_is_there(member[ATTRIBUTE])) {
        read_attributes(reading, member[ATTRIBUTE]);
    }
    read_views(reading, member[FILES], member[VIEWS]);
    struct qa_json_iterator iterator = qa_json_iterate(member[METADATA]);
    while (iterator.is_object && qa_json_next(&iterator)) {
        read_metadatum(reading, iterator.key, iterator.value);
    }
    if (reading->n > 0) {
        qsort(reading->list, reading->n, sizeof *reading->list, by_view);
    }
    give_all(reading);
    if (reading->n_unread > 0) {
        qa_sink_finding(reading->sink, QA_WARNING, "W280", QA_AT_JSON(reading->unread),
                        "%llu metadata that are no segments (regions, moments, whole files) are "
                        "not read; the first is here",
                        (unsigned long long)reading->n_unread);
    }
    return QA_OK;
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_json *json;
    QA_TRY(qa_json_parse(&json, bytes, err));
    struct reading reading = {.sink = sink, .scratch = qa_arena_new()};
    qa_sink_source(sink, "via-video", &qa_type_segment)->lists_items = true;
    enum qa_status status = read_project(&reading, qa_json_root(json), bytes->path, err);
    qa_arena_free(reading.scratch);
    qa_json_free(json);
    return status;
}

static int sniff(const struct qa_bytes *bytes)
{
    return qa_first_byte(bytes) == '{' && qa_has_member(bytes, "metadata") &&
                   qa_has_member(bytes, "view") &&
                   (qa_has_member(bytes, "fid_list") || qa_has_member(bytes, "vid_list"))
               ? 96
               : 0;
}

const struct qa_reader qa_reader_via_video = {
    .name = "via-video",
    .description = "VGG Image Annotator 3, projects of sound and video: segments, a question an "
                   "attribute where there are several",
    .gives = QA_GIVES_ITEM | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .read = read_file,
};
