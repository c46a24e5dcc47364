#include "qa/formats/labelbox.h"

#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/label.h"
#include "qa/annotation/polygon.h"
#include "qa/formats/crowd_answer.h"
#include "qa/formats/json.h"
#include "qa/formats/sink.h"

/* The kinds of objects that are read, each a question. */
static const struct qa_type *const kinds[] = {&qa_type_box, &qa_type_polygon};
enum { N_KINDS = sizeof kinds / sizeof *kinds };

/* A label of a data row, of either export. */
struct label {
    struct qa_json_value at;
    struct qa_json_value item, annotator, created, seconds, id;
    struct qa_json_value objects, classifications; /* document NULL: absent */
    struct qa_image_size size;
    bool is_skipped, is_reference;
    enum qa_role role;
    bool is_timed;
};

struct reading {
    struct qa_sink *sink;
    bool is_first_form; /* v1 */
    bool has_kind[N_KINDS];
    uint64_t n_unread;
    bool is_survey; /* looks which kinds there are */
};

static bool member(struct qa_json_value object, const char *name, struct qa_json_value *out)
{
    return qa_json_is_there(object) && qa_json_member(object, name, out) &&
           qa_json_kind(*out) != QA_JSON_NULL;
}

static struct qa_json_value get(struct qa_json_value object, const char *name)
{
    struct qa_json_value out = {NULL, 0};
    return member(object, name, &out) ? out : (struct qa_json_value){NULL, 0};
}

static struct qa_json_value first_of(struct qa_json_value object, const char *const *names)
{
    struct qa_json_value out = {NULL, 0};
    for (; *names != NULL && !qa_json_is_there(out); names++) {
        out = get(object, *names);
    }
    return out;
}

/* Of what is absent, none. */
static struct qa_json_iterator elements(struct qa_json_value value)
{
    const struct qa_json_iterator none = {.next = 0};
    return qa_json_is_there(value) ? qa_json_iterate(value) : none;
}

static bool is_true(struct qa_json_value object, const char *name)
{
    bool out;
    struct qa_json_value value = get(object, name);
    return qa_json_is_there(value) && qa_json_bool(value, &out) && out;
}

/* ---- an answer ---- */

static void give_field(struct reading *in, enum qa_field field, struct qa_json_value value)
{
    if (qa_json_is_there(value)) {
        (void)qa_sink_json(in->sink, field, value);
    }
}

static void open_answer(struct reading *in, struct label *label)
{
    qa_sink_answer(in->sink, QA_AT_JSON(label->at));
    if (label->role != qa_sink_role(in->sink)) {
        qa_sink_answer_role(in->sink, label->role);
    }
    give_field(in, QA_FIELD_ITEM, label->item);
    give_field(in, QA_FIELD_ANNOTATOR, label->annotator);
    give_field(in, QA_FIELD_SUBMITTED, label->created);
    give_field(in, QA_FIELD_ANSWER, label->id);
    if (!label->is_timed) {
        give_field(in, QA_FIELD_SECONDS, label->seconds);
    }
    label->is_timed = true;
    qa_sink_image_size(in->sink, label->size);
}

/* ---- objects ---- */

static bool add_numbers(struct qa_shape *shape, struct qa_json_value object,
                        const char *const *names)
{
    for (; *names != NULL; names++) {
        double number;
        struct qa_json_value value = get(object, *names);
        if (!qa_json_is_there(value) || !qa_json_real(value, &number)) {
            return false;
        }
        qa_shape_add(shape, number);
    }
    return true;
}

static struct qa_json_value shape_of(const struct reading *in, struct qa_json_value object,
                                     size_t kind)
{
    static const char *const names[2][N_KINDS] = {{"bounding_box", "polygon"}, {"bbox", "polygon"}};
    return get(object, names[in->is_first_form][kind]);
}

static bool read_shape(struct qa_json_value value, size_t kind, struct qa_shape *shape)
{
    static const char *const sides[] = {"left", "top", "width", "height", NULL};
    static const char *const point[] = {"x", "y", NULL};
    if (kinds[kind] == &qa_type_box) {
        return add_numbers(shape, value, sides);
    }
    struct qa_json_iterator iterator = elements(value);
    bool is_good = true;
    qa_polygon_begin_part(shape);
    while (is_good && qa_json_next(&iterator)) {
        is_good = add_numbers(shape, iterator.value, point);
    }
    qa_polygon_end(shape);
    return is_good;
}

static void give_object(struct reading *in, struct qa_json_value object, size_t kind,
                        struct qa_json_value value)
{
    static const char *const names[] = {"name", "title", "value", NULL};
    static const char *const ids[] = {"feature_id", "featureId", NULL};
    struct qa_shape shape = {.arena = qa_sink_arena(in->sink)};
    give_field(in, QA_FIELD_LABEL, first_of(object, names));
    give_field(in, QA_FIELD_OBJECT, first_of(object, ids));
    if (!read_shape(value, kind, &shape)) {
        (void)qa_sink_bad(in->sink, QA_AT_JSON(value), "E220", "a %s without all its numbers",
                          kinds[kind]->name);
        return;
    }
    (void)qa_sink_object(in->sink, kinds[kind], &shape, QA_AT_JSON(object));
}

static void read_kind(struct reading *in, struct label *label, size_t kind)
{
    const char *question = kinds[kind]->question;
    struct qa_json_iterator iterator = elements(label->objects);
    open_answer(in, label);
    (void)qa_sink_text(in->sink, QA_FIELD_QUESTION, question, strlen(question),
                       QA_AT_JSON(label->at));
    bool is_wanted = qa_sink_wants_objects(in->sink);
    while (is_wanted && qa_json_next(&iterator)) {
        struct qa_json_value value = shape_of(in, iterator.value, kind);
        if (qa_json_is_there(value)) {
            give_object(in, iterator.value, kind, value);
        }
    }
    qa_sink_end(in->sink);
}

/* Which kinds the objects are of; those of none are counted. */
static void look_at_objects(struct reading *in, const struct label *label)
{
    struct qa_json_iterator iterator = elements(label->objects);
    while (qa_json_next(&iterator)) {
        bool is_read = false;
        for (size_t k = 0; k < N_KINDS; k++) {
            bool is_it = qa_json_is_there(shape_of(in, iterator.value, k));
            in->has_kind[k] = in->has_kind[k] || is_it;
            is_read = is_read || is_it;
        }
        struct qa_json_value classes = get(iterator.value, "classifications");
        size_t n_of_it = !is_read + (qa_json_is_there(classes) ? qa_json_count(classes) : 0);
        if (!in->is_survey && n_of_it > 0) {
            in->n_unread += n_of_it;
            qa_sink_exclude(in->sink, QA_EXCLUDED_UNREAD_SHAPE);
        }
    }
}

/* ---- classifications ---- */

static const char *choice_name(struct qa_json_value choice)
{
    static const char *const names[] = {"name", "title", "value", NULL};
    struct qa_json_text text;
    if (qa_json_string(choice, &text)) {
        return text.text;
    }
    struct qa_json_value name = first_of(choice, names);
    return qa_json_is_there(name) && qa_json_string(name, &text) ? text.text : NULL;
}

/* The label of a classification: NULL without an answer that is read. */
static const char *class_label(struct reading *in, struct qa_json_value at)
{
    static const char *const single[] = {"radio_answer", "answer", NULL};
    static const char *const several[] = {"checklist_answers", "checklist_answer", "answers", NULL};
    struct qa_json_value one = first_of(at, single);
    struct qa_json_value list = first_of(at, several);
    struct qa_json_value text = get(get(at, "text_answer"), "content");
    if (qa_json_is_there(text)) {
        return choice_name(text);
    }
    if (qa_json_is_there(one)) {
        return choice_name(one);
    }
    if (!qa_json_is_there(list)) {
        return NULL;
    }
    struct qa_arena *arena = qa_sink_arena(in->sink);
    const char **choices = QA_ARRAY(arena, const char *, qa_json_count(list) + 1);
    struct qa_json_iterator iterator = elements(list);
    size_t n = 0;
    while (qa_json_next(&iterator)) {
        const char *name = choice_name(iterator.value);
        if (name != NULL) {
            choices[n++] = name;
        }
    }
    return qa_crowd_label(choices, n, arena);
}

static void read_class(struct reading *in, struct label *label, struct qa_json_value at)
{
    static const char *const names[] = {"name", "title", "value", NULL};
    struct qa_place place = QA_AT_JSON(at);
    const char *text = class_label(in, at);
    if (text == NULL) {
        in->n_unread++;
        qa_sink_exclude(in->sink, QA_EXCLUDED_UNREAD_SHAPE);
        return;
    }
    open_answer(in, label);
    give_field(in, QA_FIELD_QUESTION, first_of(at, names));
    (void)qa_sink_text(in->sink, QA_FIELD_LABEL, text, strlen(text), place);
    if (qa_sink_wants_objects(in->sink)) {
        (void)qa_sink_object(in->sink, &qa_type_label, NULL, place);
    }
    qa_sink_end(in->sink);
}

/* ---- labels ---- */

static void read_label(struct reading *in, struct label *label)
{
    static const char skipped[] = "skipped";
    look_at_objects(in, label);
    if (in->is_survey) {
        return;
    }
    label->role = qa_sink_role(in->sink);
    if (label->is_reference && !qa_sink_ground_truth(in->sink, &label->role)) {
        qa_sink_exclude(in->sink, QA_EXCLUDED_GROUND_TRUTH);
        return;
    }
    if (label->is_skipped) {
        open_answer(in, label);
        (void)qa_sink_text(in->sink, QA_FIELD_STATUS, skipped, strlen(skipped),
                           QA_AT_JSON(label->at));
        qa_sink_end(in->sink);
        return;
    }
    for (size_t k = 0; k < N_KINDS; k++) {
        if (in->has_kind[k]) {
            read_kind(in, label, k);
        }
    }
    struct qa_json_iterator iterator = elements(label->classifications);
    while (qa_json_next(&iterator)) {
        read_class(in, label, iterator.value);
    }
}

static struct qa_image_size size_of(struct qa_json_value media)
{
    double side[2];
    struct qa_json_value width = get(media, "width");
    struct qa_json_value height = get(media, "height");
    bool is_known = qa_json_is_there(width) && qa_json_is_there(height) &&
                    qa_json_real(width, &side[0]) && qa_json_real(height, &side[1]);
    return is_known ? qa_image_size(side[0], side[1]) : (struct qa_image_size){0, 0};
}

static void read_new_label(struct reading *in, struct qa_json_value row, struct qa_json_value at)
{
    static const char *const items[] = {"global_key", "external_id", "id", NULL};
    struct qa_json_value details = get(at, "label_details");
    struct qa_json_value performance = get(at, "performance_details");
    struct qa_json_value annotations = get(at, "annotations");
    struct label label = {.at = at,
                          .item = first_of(get(row, "data_row"), items),
                          .annotator = get(details, "created_by"),
                          .created = get(details, "created_at"),
                          .seconds = get(performance, "seconds_to_create"),
                          .id = get(at, "id"),
                          .objects = get(annotations, "objects"),
                          .classifications = get(annotations, "classifications"),
                          .size = size_of(get(row, "media_attributes")),
                          .is_skipped = is_true(performance, "skipped"),
                          .is_reference = is_true(details, "is_benchmark_reference") ||
                                          is_true(performance, "is_benchmark_reference")};
    read_label(in, &label);
}

static void read_new_row(struct reading *in, struct qa_json_value row)
{
    struct qa_json_value projects = get(row, "projects");
    if (!qa_json_is_there(projects) || qa_json_kind(projects) != QA_JSON_OBJECT) {
        if (!in->is_survey) {
            qa_sink_finding(in->sink, QA_ERROR, "E220", QA_AT_JSON(row),
                            "a data row without 'projects'");
        }
        return;
    }
    struct qa_json_iterator project = elements(projects);
    while (qa_json_next(&project)) {
        struct qa_json_iterator label = elements(get(project.value, "labels"));
        while (qa_json_next(&label)) {
            read_new_label(in, row, label.value);
        }
    }
}

static void read_old_row(struct reading *in, struct qa_json_value row)
{
    static const char *const items[] = {"External ID", "DataRow ID", NULL};
    struct qa_json_value made = get(row, "Label");
    struct label label = {.at = row,
                          .item = first_of(row, items),
                          .annotator = get(row, "Created By"),
                          .created = get(row, "Created At"),
                          .seconds = get(row, "Seconds to Label"),
                          .id = get(row, "ID"),
                          .objects = get(made, "objects"),
                          .classifications = get(made, "classifications"),
                          .is_skipped = is_true(row, "Skipped")};
    if (!qa_json_is_there(label.item)) {
        if (!in->is_survey) {
            qa_sink_finding(in->sink, QA_ERROR, "E220", QA_AT_JSON(row),
                            "a row without 'External ID' or 'DataRow ID'");
        }
        return;
    }
    read_label(in, &label);
}

static void read_rows(struct reading *in, struct qa_json_value rows)
{
    struct qa_json_iterator row = elements(rows);
    while (qa_json_next(&row)) {
        if (in->is_first_form) {
            read_old_row(in, row.value);
        } else {
            read_new_row(in, row.value);
        }
    }
}

static const struct qa_type *main_type(const struct reading *in)
{
    for (size_t k = 0; k < N_KINDS; k++) {
        if (in->has_kind[k]) {
            return kinds[k];
        }
    }
    return &qa_type_label;
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_json *json;
    struct reading in = {.sink = sink, .is_survey = true};
    in.is_first_form = qa_has_member(bytes, "DataRow ID");
    QA_TRY(qa_first_byte(bytes) == '[' ? qa_json_parse(&json, bytes, err)
                                       : qa_json_parse_sequence(&json, bytes, err));
    read_rows(&in, qa_json_root(json));
    (void)qa_sink_source(sink, "labelbox", main_type(&in));
    in.is_survey = false;
    read_rows(&in, qa_json_root(json));
    if (in.n_unread > 0) {
        qa_sink_finding(sink, QA_WARNING, "W219", QA_AT(0, 0),
                        "%llu annotation%s of kinds that are not read here (masks are addresses "
                        "only, classifications of objects)",
                        (unsigned long long)in.n_unread, in.n_unread == 1 ? " is" : "s are");
    }
    qa_json_free(json);
    return QA_OK;
}

static int sniff(const struct qa_bytes *bytes)
{
    unsigned char first = qa_first_byte(bytes);
    bool is_new = first == '{' && qa_has_member(bytes, "data_row");
    bool is_old = (first == '[' || first == '{') && qa_has_member(bytes, "DataRow ID") &&
                  qa_has_member(bytes, "Label");
    return is_new || is_old ? 95 : 0;
}

const struct qa_reader qa_reader_labelbox = {
    .name = "labelbox",
    .description = "Labelbox's exports, NDJSON (v2) and JSON (v1): boxes, polygons and "
                   "classifications of each label; benchmark references are gold",
    .gives = QA_GIVES_ITEM | QA_GIVES_ANNOTATOR | QA_GIVES_TIMES | QA_GIVES_GOLD | QA_GIVES_STATUS |
             QA_GIVES_SIZE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .read = read_file,
};
