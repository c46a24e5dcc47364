#include "qa/formats/tagtog.h"

#include <string.h>

#include "qa/annotation/span.h"
#include "qa/base/utf8.h"
#include "qa/formats/lines.h"
#include "qa/formats/span_json.h"

enum member { ANNOTATABLE, COMPLETE, ENTITIES, RELATIONS, METAS, N_MEMBERS };
static const char *const names[N_MEMBERS] = {"annotatable", "anncomplete", "entities", "relations",
                                             "metas"};

enum entity_member { CLASS, PART, OFFSETS, CONFIDENCE, FIELDS, N_ENTITY };
static const char *const entity_names[N_ENTITY] = {"classId", "part", "offsets", "confidence",
                                                   "fields"};

/* ---- names of classes, of a whole run ---- */

struct legend {
    struct qa_strings *ids;
    const char **name; /* by id */
    size_t capacity;
};

static struct legend *legend_of(struct qa_sink *sink)
{
    struct legend *legend = qa_sink_shared(sink, "tagtog", sizeof *legend);
    legend->ids = legend->ids != NULL ? legend->ids : qa_strings_new(qa_sink_arena(sink));
    return legend;
}

static enum qa_status read_legend(struct qa_bytes *bytes, struct qa_sink *sink,
                                  struct qa_error *err)
{
    struct legend *legend = legend_of(sink);
    struct qa_json *json;
    QA_TRY(qa_json_parse(&json, bytes, err));
    struct qa_json_iterator entry = qa_json_iterate(qa_json_root(json));
    while (entry.is_object && qa_json_next(&entry)) {
        struct qa_json_text text;
        if (!qa_json_string(entry.value, &text)) {
            continue;
        }
        uint32_t id = qa_strings_intern(legend->ids, entry.key.text, entry.key.length);
        legend->name = qa_arena_grow(qa_sink_arena(sink), legend->name, &legend->capacity,
                                     (size_t)id + 1, sizeof *legend->name);
        legend->name[id] = qa_arena_text_n(qa_sink_arena(sink), text.text, text.length);
    }
    qa_json_free(json);
    return QA_OK;
}

/* ---- one document ---- */

struct reading {
    struct qa_sink *sink;
    struct qa_span_text spans;
    const char *document;
    const char *annotator; /* NULL: not known */
    struct qa_json_value entities;
    uint64_t n_proposed, n_unread;
    struct qa_shape shape;
};

static bool is_filled(struct qa_json_value value)
{
    return qa_json_is_there(value) && qa_json_count(value) > 0;
}

static bool says(struct qa_json_value object, const char *name, struct qa_json_text *out)
{
    struct qa_json_value value;
    return qa_json_is_there(object) && qa_json_member(object, name, &value) &&
           qa_json_string(value, out);
}

/* A proposal of a model or an import that nobody has confirmed: "pre-added", "pre-removed". */
static bool is_proposed(const struct qa_json_value *entity)
{
    struct qa_json_text state;
    return says(entity[CONFIDENCE], "state", &state) && strncmp(state.text, "pre-", 4) == 0;
}

/* The one user of all entities: NULL where there is none or there are several. */
static const char *only_user(const struct reading *reading)
{
    const char *found = NULL;
    struct qa_json_iterator entity = qa_json_iterate(reading->entities);
    while (qa_json_next(&entity)) {
        struct qa_json_value member[N_ENTITY];
        struct qa_json_value who;
        qa_json_members(entity.value, entity_names, N_ENTITY, member);
        if (is_proposed(member) || !qa_json_is_there(member[CONFIDENCE]) ||
            !qa_json_member(member[CONFIDENCE], "who", &who)) {
            continue;
        }
        struct qa_json_iterator person = qa_json_iterate(who);
        while (qa_json_next(&person)) {
            struct qa_json_text text;
            if (!qa_json_string(person.value, &text) || strncmp(text.text, "user:", 5) != 0) {
                continue;
            }
            if (found != NULL && strcmp(found, text.text + 5) != 0) {
                return NULL;
            }
            found = text.text + 5;
        }
    }
    return found;
}

/* "ann.json/members/anna/pool/a.ann.json" -> "anna" */
static const char *member_of_path(struct qa_sink *sink)
{
    static const char folder[] = "members/";
    const char *at = strstr(qa_sink_entry(sink), folder);
    const char *end = at != NULL ? strchr(at + strlen(folder), '/') : NULL;
    return end == NULL ? NULL
                       : qa_arena_text_n(qa_sink_arena(sink), at + strlen(folder),
                                         (size_t)(end - at) - strlen(folder));
}

static const char *document_of(struct qa_sink *sink)
{
    static const char suffix[] = ".ann.json";
    const char *entry = qa_sink_entry(sink);
    const char *slash = strrchr(entry, '/');
    const char *name = slash != NULL ? slash + 1 : entry;
    size_t n = qa_unpacked_length(name);
    size_t tail = strlen(suffix);
    n -= n > tail && strncmp(name + n - tail, suffix, tail) == 0 ? tail : 0;
    return qa_arena_text_n(qa_sink_arena(sink), name, n);
}

/* Pairs of start and end from [{"start", "text"}]. False after a finding. */
static bool read_offsets(struct reading *reading, struct qa_json_value offsets)
{
    struct qa_json_iterator piece = qa_json_iterate(offsets);
    reading->shape.n_numbers = 0;
    while (qa_json_next(&piece)) {
        struct qa_json_value start;
        struct qa_json_text text;
        double number;
        if (!qa_json_member(piece.value, "start", &start) || !qa_json_real(start, &number) ||
            !says(piece.value, "text", &text)) {
            return qa_sink_bad(reading->sink, QA_AT_JSON(piece.value), "E119",
                               "an offset without its start or its text");
        }
        qa_shape_add(&reading->shape, number);
        qa_shape_add(&reading->shape, number + (double)qa_utf16_length(text.text, text.length));
    }
    return reading->shape.n_numbers > 0 ||
           qa_sink_bad(reading->sink, QA_AT_JSON(offsets), "E119", "an entity without offsets");
}

static bool give_label(struct reading *reading, const struct qa_json_text *id,
                       struct qa_json_value at)
{
    const struct legend *legend = legend_of(reading->sink);
    uint32_t known = qa_strings_find(legend->ids, id->text, id->length);
    const char *label = known != QA_NONE ? legend->name[known] : id->text;
    return qa_sink_text(reading->sink, QA_FIELD_LABEL, label, strlen(label), QA_AT_JSON(at));
}

static void give_entity(struct reading *reading, struct qa_json_value entity, const char *part)
{
    struct qa_json_value member[N_ENTITY];
    struct qa_json_text own;
    struct qa_json_text class;
    qa_json_members(entity, entity_names, N_ENTITY, member);
    if (!qa_json_is_there(member[PART]) || !qa_json_string(member[PART], &own) ||
        strcmp(own.text, part) != 0 || is_proposed(member)) {
        return;
    }
    if (!qa_json_is_there(member[CLASS]) || !qa_json_string(member[CLASS], &class) ||
        !qa_json_is_there(member[OFFSETS])) {
        (void)qa_sink_bad(reading->sink, QA_AT_JSON(entity), "E119",
                          "an entity without classId and offsets");
        return;
    }
    if (give_label(reading, &class, member[CLASS]) && read_offsets(reading, member[OFFSETS])) {
        reading->shape.text = "";
        (void)qa_span_text_give(&reading->spans, &reading->shape, QA_AT_JSON(entity));
    }
}

static void read_part(struct reading *reading, const char *part, struct qa_json_value at)
{
    struct qa_sink *sink = reading->sink;
    const char *item = qa_arena_format(qa_sink_arena(sink), "%s#%s", reading->document, part);
    qa_sink_answer(sink, QA_AT_JSON(at));
    (void)qa_sink_text(sink, QA_FIELD_ITEM, item, strlen(item), QA_AT_JSON(at));
    if (reading->annotator != NULL) {
        (void)qa_sink_text(sink, QA_FIELD_ANNOTATOR, reading->annotator, strlen(reading->annotator),
                           QA_AT_JSON(at));
    }
    if (qa_sink_wants_objects(sink)) {
        struct qa_json_iterator entity = qa_json_iterate(reading->entities);
        qa_span_text_begin(&reading->spans, NULL, 0, QA_AT_JSON(at));
        while (qa_json_next(&entity)) {
            give_entity(reading, entity.value, part);
        }
    }
    qa_sink_end(sink);
}

/* An entity of a part that is not listed would be lost. */
static void check_parts(struct reading *reading, struct qa_json_value parts)
{
    struct qa_json_iterator entity = qa_json_iterate(reading->entities);
    struct qa_arena *scratch = qa_arena_new();
    struct qa_strings *listed = qa_strings_new(scratch);
    struct qa_json_iterator part = qa_json_iterate(parts);
    struct qa_json_text text;
    while (qa_json_next(&part)) {
        if (qa_json_string(part.value, &text)) {
            (void)qa_strings_intern(listed, text.text, text.length);
        }
    }
    while (qa_json_next(&entity)) {
        struct qa_json_value member[N_ENTITY];
        qa_json_members(entity.value, entity_names, N_ENTITY, member);
        if (!qa_json_is_there(member[PART]) || !qa_json_string(member[PART], &text) ||
            qa_strings_find(listed, text.text, text.length) == QA_NONE) {
            (void)qa_sink_bad(reading->sink, QA_AT_JSON(entity.value), "E119",
                              "an entity of no part that is annotatable");
        }
    }
    qa_arena_free(scratch);
}

/* ---- what is not answered or not read ---- */

static void count(struct reading *reading, const struct qa_json_value *member)
{
    struct qa_json_iterator entity = qa_json_iterate(reading->entities);
    reading->n_unread += is_filled(member[RELATIONS]) ? qa_json_count(member[RELATIONS]) : 0;
    reading->n_unread += is_filled(member[METAS]) ? qa_json_count(member[METAS]) : 0;
    while (qa_json_next(&entity)) {
        struct qa_json_value of[N_ENTITY];
        qa_json_members(entity.value, entity_names, N_ENTITY, of);
        reading->n_proposed += is_proposed(of);
        reading->n_unread += is_filled(of[FIELDS]) ? qa_json_count(of[FIELDS]) : 0;
    }
}

static void say(const struct reading *reading, bool is_complete)
{
    struct qa_sink *sink = reading->sink;
    if (reading->n_proposed > 0) {
        qa_sink_finding(sink, QA_WARNING, "W854", QA_AT(0, 0),
                        "%llu entities were proposed and not confirmed, and are left out",
                        (unsigned long long)reading->n_proposed);
    }
    if (reading->n_unread > 0) {
        qa_sink_finding(sink, QA_WARNING, "W854", QA_AT(0, 0),
                        "%llu relations and labels of documents or entities are not read",
                        (unsigned long long)reading->n_unread);
    }
    if (!is_complete) {
        qa_sink_finding(sink, QA_WARNING, "W854", QA_AT(0, 0),
                        "the document is not marked as complete (anncomplete); it is read as it "
                        "stands");
    }
}

static enum qa_status read_document(struct qa_bytes *bytes, struct qa_sink *sink,
                                    struct qa_error *err)
{
    struct reading reading = {.sink = sink, .shape = {.arena = qa_sink_arena(sink)}};
    struct qa_json_value member[N_MEMBERS];
    struct qa_json_value parts;
    struct qa_json *json;
    bool is_complete = true;
    QA_TRY(qa_json_parse(&json, bytes, err));
    qa_json_members(qa_json_root(json), names, N_MEMBERS, member);
    bool is_document = qa_json_is_there(member[ENTITIES]) &&
                       qa_json_kind(member[ENTITIES]) == QA_JSON_ARRAY &&
                       qa_json_is_there(member[ANNOTATABLE]) &&
                       qa_json_member(member[ANNOTATABLE], "parts", &parts);
    if (!is_document) {
        qa_json_free(json);
        return qa_fail_at(err, "E119", bytes->path, 1, 1,
                          "expected an object with entities and the parts that are annotatable");
    }
    reading.entities = member[ENTITIES];
    reading.document = document_of(sink);
    reading.annotator = member_of_path(sink);
    reading.annotator = reading.annotator != NULL ? reading.annotator : only_user(&reading);
    qa_sink_source(sink, "tagtog", &qa_type_span)->lists_items = true;
    qa_span_text_init(&reading.spans, sink, QA_OFFSETS_CODEPOINT);
    struct qa_json_iterator part = qa_json_iterate(parts);
    while (qa_json_next(&part)) {
        struct qa_json_text text;
        if (qa_json_string(part.value, &text)) {
            read_part(&reading, text.text, part.value);
        }
    }
    check_parts(&reading, parts);
    count(&reading, member);
    bool is_told =
        qa_json_is_there(member[COMPLETE]) && qa_json_bool(member[COMPLETE], &is_complete);
    say(&reading, !is_told || is_complete);
    qa_json_free(json);
    return QA_OK;
}

static int sniff(const struct qa_bytes *bytes)
{
    return qa_first_byte(bytes) == '{' && qa_has_member(bytes, "anncomplete") &&
                   qa_has_member(bytes, "entities")
               ? 95
               : 0;
}

static int sniff_legend(const struct qa_bytes *bytes)
{
    static const char name[] = "annotations-legend.json";
    const char *slash = strrchr(bytes->path, '/');
    return strcmp(slash != NULL ? slash + 1 : bytes->path, name) == 0 ? 99 : 0;
}

const struct qa_reader qa_reader_tagtog = {
    .name = "tagtog",
    .description = "tagtog's anndoc (.ann.json): spans of the parts of documents, which are the "
                   "items; the annotator is the member's folder or the one user",
    .gives = QA_GIVES_ITEM | QA_GIVES_ANNOTATOR | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .read = read_document,
};

const struct qa_reader qa_reader_tagtog_legend = {
    .name = "tagtog-legend",
    .description = "annotations-legend.json of tagtog: the names of classes",
    .pass = QA_PASS_FACTS,
    .sniff = sniff_legend,
    .read = read_legend,
};
