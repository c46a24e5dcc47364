#include "qa/formats/doccano.h"

#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/label.h"
#include "qa/annotation/relation.h"
#include "qa/annotation/span.h"
#include "qa/batch/tag_set.h"
#include "qa/formats/json.h"
#include "qa/formats/json_shape.h"
#include "qa/formats/span_json.h"

enum member {
    ID,
    TEXT,
    FILENAME,
    LABEL,
    LABELS,
    ENTITIES,
    SPANS,
    BBOX,
    RELATIONS,
    APPROVER,
    N_MEMBERS
};

static const char *const names[N_MEMBERS] = {
    "id",       "text",  "filename", "label",     "labels",
    "entities", "spans", "bbox",     "relations", "annotation_approver"};

/* A list of labels as the JSON list that a table would have in its cell: a set of tags. NULL after
 * a finding. */
static const char *label_set(struct qa_sink *sink, struct qa_json_value list)
{
    struct qa_arena *arena = qa_sink_arena(sink);
    const char **tags = QA_ARRAY(arena, const char *, qa_json_count(list) + 1);
    struct qa_json_iterator iterator = qa_json_iterate(list);
    size_t n = 0;
    while (qa_json_next(&iterator)) {
        struct qa_json_text text;
        if (!qa_json_string(iterator.value, &text)) {
            (void)qa_sink_bad(sink, QA_AT_JSON(iterator.value), "E127",
                              "a label is %s; expected a text",
                              qa_json_kind_name(qa_json_kind(iterator.value)));
            return NULL;
        }
        tags[n++] = text.text;
    }
    return qa_tag_set_text(tags, qa_tag_set_sort(tags, n), NULL, arena);
}

static bool give_label(struct qa_sink *sink, struct qa_json_value label)
{
    if (qa_json_kind(label) != QA_JSON_ARRAY) {
        return qa_sink_json(sink, QA_FIELD_LABEL, label);
    }
    const char *set = label_set(sink, label);
    return set != NULL && qa_sink_text(sink, QA_FIELD_LABEL, set, strlen(set), QA_AT_JSON(label));
}

static bool is_filled(struct qa_json_value list)
{
    return qa_json_is_there(list) && qa_json_count(list) > 0;
}

/* ---- spans ---- */

/* The list of a line that has spans; absent: none. */
static struct qa_json_value spans_of(const struct qa_json_value *member)
{
    static const enum member lists[] = {ENTITIES, SPANS, LABEL, LABELS};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (qa_json_is_there(member[lists[i]]) && qa_span_json_is_list(member[lists[i]])) {
            return member[lists[i]];
        }
    }
    return (struct qa_json_value){NULL, 0};
}

/* The entity that a relation names by its id; absent: none. */
static struct qa_json_value entity_of(struct qa_json_value entities, struct qa_json_value relation,
                                      const char *name)
{
    struct qa_json_iterator iterator = qa_json_iterate(entities);
    struct qa_json_value id;
    struct qa_json_value own;
    int64_t wanted;
    int64_t given;
    if (!qa_json_member(relation, name, &id) || !qa_json_integer(id, &wanted)) {
        return (struct qa_json_value){NULL, 0};
    }
    while (qa_json_next(&iterator)) {
        if (qa_json_member(iterator.value, "id", &own) && qa_json_integer(own, &given) &&
            given == wanted) {
            return iterator.value;
        }
    }
    return (struct qa_json_value){NULL, 0};
}

static bool end_of(struct qa_span_text *spans, struct qa_json_value entities,
                   struct qa_json_value relation, const char *name, double number[2])
{
    struct qa_json_value entity = entity_of(entities, relation, name);
    struct qa_json_value at[2];
    double offsets[2];
    if (!qa_json_is_there(entity) || !qa_json_member(entity, "start_offset", &at[0]) ||
        !qa_json_member(entity, "end_offset", &at[1]) || !qa_json_real(at[0], &offsets[0]) ||
        !qa_json_real(at[1], &offsets[1])) {
        return qa_sink_bad(spans->sink, QA_AT_JSON(relation), "E206",
                           "'%s' of a relation is none of the line's entities", name);
    }
    const struct qa_shape shape = {.number = offsets, .n_numbers = 2, .text = ""};
    if (!qa_span_text_convert(spans, &shape, QA_AT_JSON(entity))) {
        return false;
    }
    memcpy(number, spans->shape.number, 2 * sizeof *number);
    return true;
}

static void give_relation(struct qa_span_text *spans, struct qa_json_value entities,
                          struct qa_json_value relation)
{
    struct qa_json_value type;
    double number[2][2];
    struct qa_shape shape = {.arena = qa_sink_arena(spans->sink)};
    if (!end_of(spans, entities, relation, "from_id", number[0]) ||
        !end_of(spans, entities, relation, "to_id", number[1])) {
        return;
    }
    const struct qa_shape ends[2] = {{.number = number[0], .n_numbers = 2},
                                     {.number = number[1], .n_numbers = 2}};
    qa_relation_shape(&shape, &ends[0], &ends[1]);
    if (qa_json_member(relation, "type", &type)) {
        (void)qa_sink_json(spans->sink, QA_FIELD_LABEL, type);
    }
    (void)qa_sink_object(spans->sink, &qa_type_relation, &shape, QA_AT_JSON(relation));
}

static void give_spans(struct qa_span_text *spans, const struct qa_json_value *member,
                       struct qa_json_value line)
{
    struct qa_json_text text = {NULL, 0};
    struct qa_json_value list = spans_of(member);
    if (!qa_sink_wants_objects(spans->sink)) {
        return;
    }
    if (qa_json_is_there(member[TEXT])) {
        (void)qa_json_string(member[TEXT], &text);
    }
    qa_span_text_begin(spans, text.text, text.length, QA_AT_JSON(line));
    if (qa_json_is_there(list)) {
        (void)qa_span_json_give_all(spans, list);
    }
}

/* ---- boxes, in pixels ---- */

static bool give_box(struct qa_sink *sink, struct qa_json_value box)
{
    enum { LABEL_OF_BOX, UUID, N_BOX_MEMBERS };
    static const char *const sides[] = {"x", "y", "width", "height"};
    static const char *const others[] = {"label", "uuid"};
    struct qa_json_value member[N_BOX_MEMBERS];
    double number[4];
    const struct qa_shape shape = {.number = number, .n_numbers = 4};
    if (!qa_json_number_members(sink, box, sides, 4, number)) {
        return false;
    }
    qa_json_members(box, others, N_BOX_MEMBERS, member);
    if ((qa_json_is_there(member[LABEL_OF_BOX]) &&
         !qa_sink_json(sink, QA_FIELD_LABEL, member[LABEL_OF_BOX])) ||
        (qa_json_is_there(member[UUID]) && !qa_sink_json(sink, QA_FIELD_OBJECT, member[UUID]))) {
        return false;
    }
    return qa_sink_object(sink, &qa_type_box, &shape, qa_json_line_place(box));
}

static void give_boxes(struct qa_sink *sink, const struct qa_json_value *member)
{
    int label = qa_json_is_there(member[LABEL]) ? LABEL : LABELS;
    if (is_filled(member[label])) {
        (void)qa_sink_bad(sink, QA_AT_JSON(member[label]), "E127",
                          "a line has '%s', and others boxes: one file is of one or the other",
                          names[label]);
    }
    if (qa_sink_wants_objects(sink) && qa_json_is_there(member[BBOX])) {
        struct qa_json_iterator box = qa_json_iterate(member[BBOX]);
        while (qa_json_next(&box) && give_box(sink, box.value)) {
        }
    }
    qa_sink_end(sink);
}

/* ---- lines ---- */

struct reading {
    struct qa_sink *sink;
    struct qa_span_text spans;
    bool has_spans;     /* lines without any have none; else labels are of the whole text */
    bool has_boxes;     /* lines are of images, which their files name */
    bool has_approvers; /* then answers are of stages */
    bool is_approval;   /* what is read is the approver's */
    uint64_t n_lines, n_approved;
};

static bool is_approved(const struct qa_json_value *member)
{
    struct qa_json_text who;
    return qa_json_is_there(member[APPROVER]) && qa_json_string(member[APPROVER], &who) &&
           who.length > 0;
}

static bool give_stage(struct reading *reading, const struct qa_json_value *member,
                       struct qa_json_value line)
{
    const char *stage = reading->is_approval ? "review" : "annotation";
    return !reading->has_approvers ||
           (qa_sink_text(reading->sink, QA_FIELD_STAGE, stage, strlen(stage),
                         qa_json_line_place(line)) &&
            (!reading->is_approval ||
             qa_sink_json(reading->sink, QA_FIELD_ANNOTATOR, member[APPROVER])));
}

/* False after a finding. */
static bool open_answer(struct reading *reading, const struct qa_json_value *member,
                        struct qa_json_value line)
{
    bool is_named = qa_json_is_there(member[FILENAME]);
    int item = reading->has_boxes && is_named ? FILENAME
               : qa_json_is_there(member[ID]) ? ID
               : is_named                     ? FILENAME
                                              : TEXT;
    qa_sink_answer(reading->sink, qa_json_line_place(line));
    if (!qa_json_is_there(member[item])) {
        return qa_sink_bad(reading->sink, QA_AT_JSON(line), "E127",
                           "a line has no id, filename or text to name the item");
    }
    return qa_sink_json(reading->sink, QA_FIELD_ITEM, member[item]) &&
           give_stage(reading, member, line);
}

static void read_relations(struct reading *reading, const struct qa_json_value *member,
                           struct qa_json_value line)
{
    if (!is_filled(member[RELATIONS]) || !open_answer(reading, member, line)) {
        return;
    }
    struct qa_json_iterator iterator = qa_json_iterate(member[RELATIONS]);
    while (qa_sink_wants_objects(reading->sink) && qa_json_next(&iterator)) {
        give_relation(&reading->spans, member[ENTITIES], iterator.value);
    }
    qa_sink_end(reading->sink);
}

/* False after a finding. */
static bool read_answer(struct reading *reading, const struct qa_json_value *member,
                        struct qa_json_value line)
{
    struct qa_sink *sink = reading->sink;
    if (!open_answer(reading, member, line)) {
        return false;
    }
    if (reading->has_boxes) {
        give_boxes(sink, member);
        return true;
    }
    if (reading->has_spans) {
        int given = qa_json_is_there(member[LABEL]) ? LABEL : LABELS;
        if (is_filled(member[given]) && !qa_span_json_is_list(member[given]) &&
            !qa_json_is_there(member[ENTITIES])) {
            return qa_sink_bad(sink, QA_AT_JSON(member[given]), "E127",
                               "'%s' is of the whole text, and other lines have spans: one file is "
                               "of one or the other",
                               names[given]);
        }
        give_spans(&reading->spans, member, line);
        qa_sink_end(sink);
        read_relations(reading, member, line);
        return true;
    }
    int label = qa_json_is_there(member[LABEL]) ? LABEL : LABELS;
    if (qa_json_is_there(member[label]) && !give_label(sink, member[label])) {
        return false;
    }
    if (qa_sink_wants_objects(sink)) {
        (void)qa_sink_object(sink, &qa_type_label, NULL, qa_json_line_place(line));
        qa_sink_end(sink);
    }
    return true;
}

/* What was approved is the annotators' and the approver's. False after a finding. */
static bool read_line(struct reading *reading, struct qa_json_value line)
{
    struct qa_json_value member[N_MEMBERS];
    qa_json_members(line, names, N_MEMBERS, member);
    reading->n_lines++;
    if (!read_answer(reading, member, line)) {
        return false;
    }
    reading->is_approval = is_approved(member);
    reading->n_approved += reading->is_approval;
    bool is_good = !reading->is_approval || read_answer(reading, member, line);
    reading->is_approval = false;
    return is_good;
}

static void survey(struct reading *reading, struct qa_json_value lines)
{
    struct qa_json_iterator iterator = qa_json_iterate(lines);
    while (qa_json_next(&iterator)) {
        struct qa_json_value member[N_MEMBERS];
        qa_json_members(iterator.value, names, N_MEMBERS, member);
        reading->has_spans = reading->has_spans || qa_json_is_there(spans_of(member)) ||
                             qa_json_is_there(member[ENTITIES]);
        reading->has_boxes = reading->has_boxes || is_filled(member[BBOX]);
        reading->has_approvers = reading->has_approvers || is_approved(member);
    }
}

static void say_approvals(const struct reading *reading)
{
    if (reading->has_approvers) {
        qa_sink_finding(reading->sink, QA_WARNING, "W262", QA_AT(0, 0),
                        "%llu of %llu lines were approved: these are answers of the approver too, "
                        "of stage review, and --stage annotation leaves those out",
                        (unsigned long long)reading->n_approved,
                        (unsigned long long)reading->n_lines);
    }
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_json *json;
    QA_TRY(qa_json_parse_sequence(&json, bytes, err));
    struct reading reading = {.sink = sink};
    survey(&reading, qa_json_root(json));
    const struct qa_type *type = reading.has_boxes   ? &qa_type_box
                                 : reading.has_spans ? &qa_type_span
                                                     : &qa_type_label;
    struct qa_source *source = qa_sink_source(sink, "doccano", type);
    struct qa_json_iterator iterator = qa_json_iterate(qa_json_root(json));
    qa_span_text_init(&reading.spans, sink, QA_OFFSETS_CODEPOINT);
    source->lists_items = true;
    while (qa_json_next(&iterator)) {
        if (read_line(&reading, iterator.value) && !reading.has_spans && !reading.has_boxes) {
            source->unsigned_text =
                "doccano names no annotator; an export of one member is called by it: "
                "--annotator-from filename";
        }
    }
    say_approvals(&reading);
    qa_json_free(json);
    return QA_OK;
}

/* A line is an object with a text or file and labels, and with nothing that other formats have. */
static int sniff(const struct qa_bytes *bytes)
{
    bool has_text = qa_has_member(bytes, "text") || qa_has_member(bytes, "filename");
    bool has_label = qa_has_member(bytes, "label") || qa_has_member(bytes, "labels") ||
                     qa_has_member(bytes, "entities") || qa_has_member(bytes, "bbox");
    bool is_other = qa_has_member(bytes, "annotations") || qa_has_member(bytes, "completions") ||
                    qa_has_member(bytes, "images") || qa_has_member(bytes, "_input_hash");
    return qa_first_byte(bytes) == '{' && has_text && has_label && !is_other ? 60 : 0;
}

const struct qa_reader qa_reader_doccano = {
    .name = "doccano",
    .description = "doccano's JSON Lines of classified texts and images, of spans, relations and "
                   "boxes: id, text, label or entities; the annotator is the file's name, an "
                   "approver that of the stage review",
    .gives = QA_GIVES_ITEM | QA_GIVES_ANNOTATOR | QA_GIVES_STAGE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .read = read_file,
};
