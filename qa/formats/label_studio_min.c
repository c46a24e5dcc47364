/* Label Studio's JSON-MIN form: one object an annotation, the members of the task's data before its
 * `id`, those of controls behind it. */
#include "qa/formats/label_studio_parts.h"

#include <string.h>

#include "qa/annotation/transcript.h"

enum { LONGEST_LABEL = 100 };

bool qa_studio_min_is_field(const char *key)
{
    static const char *const names[] = {"id",         "annotator", "annotation_id", "created_at",
                                        "updated_at", "lead_time", "agreement"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(key, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

void qa_studio_min_members(struct qa_json_value record,
                           struct qa_json_value out[QA_ANSWER_N_MEMBERS])
{
    static const char *const names[] = {"annotation_id", "annotator", "created_at", "lead_time"};
    static const int members[] = {QA_ANSWER_ID, QA_ANSWER_COMPLETED_BY, QA_ANSWER_CREATED_AT,
                                  QA_ANSWER_LEAD_TIME};
    struct qa_json_value found[4];
    qa_json_members(record, names, 4, found);
    for (int i = 0; i < QA_ANSWER_N_MEMBERS; i++) {
        out[i] = (struct qa_json_value){NULL, 0};
    }
    for (int i = 0; i < 4; i++) {
        out[members[i]] = found[i];
    }
}

/* A value as results have it, or a list that begins with one. */
bool qa_studio_min_is_value(struct qa_json_value value)
{
    struct qa_json_iterator first = qa_json_iterate(value);
    if (qa_json_kind(value) == QA_JSON_ARRAY) {
        return qa_json_next(&first) && qa_json_kind(first.value) == QA_JSON_OBJECT &&
               qa_studio_value_name(first.value) != NULL;
    }
    return qa_json_kind(value) == QA_JSON_OBJECT && qa_studio_value_name(value) != NULL;
}

/* ---- the results of a record ---- */

/* What tells regions from each other where their ids are lost: their place. NULL: none. */
static const char *place_key(struct qa_json_value value, struct qa_arena *arena)
{
    static const char *const names[] = {"x", "y", "width", "height", "start", "end"};
    struct qa_json_value member[6];
    const char *key = "";
    qa_json_members(value, names, 6, member);
    for (int i = 0; i < 6; i++) {
        double number;
        struct qa_json_text text;
        if (!qa_json_is_there(member[i])) {
            continue;
        }
        if (qa_json_real(member[i], &number)) {
            key = qa_arena_format(arena, "%s %s=%.17g", key, names[i], number);
        } else if (qa_json_string(member[i], &text)) {
            key = qa_arena_format(arena, "%s %s=%s", key, names[i], text.text);
        }
    }
    return key[0] != '\0' ? key : NULL;
}

static struct qa_studio_result *add_result(struct qa_studio_results *results,
                                           struct qa_json_value at, const char *control)
{
    results->list = qa_arena_grow(results->scratch, results->list, &results->capacity,
                                  results->n + 1, sizeof *results->list);
    struct qa_studio_result *result = &results->list[results->n++];
    *result = (struct qa_studio_result){
        .at = at, .use = QA_STUDIO_UNREAD, .region = QA_NONE, .from_name = control};
    result->member[QA_STUDIO_VALUE] = at;
    return result;
}

static void use_kind(struct qa_studio_result *result, const struct qa_studio_kind *kind)
{
    result->kind = kind;
    if (kind != NULL) {
        result->use = QA_STUDIO_OBJECT;
        result->type = kind->type;
        result->what = kind->name;
    }
}

/* A text by itself: a choice, or what was written. */
static void add_text(struct qa_studio_results *results, struct qa_json_value text,
                     const char *control, bool is_only)
{
    struct qa_studio_result *result = add_result(results, text, control);
    bool is_written = qa_strings_find(results->written, control, strlen(control)) != QA_NONE;
    result->what = qa_arena_format(results->scratch, "one of several texts of '%s'", control);
    if (is_only) {
        use_kind(result, qa_studio_kind_find(is_written ? "textarea" : "choices", text));
        result->is_bare = true;
    }
}

static void add_value(struct qa_studio_results *results, struct qa_json_value value,
                      const char *control)
{
    static const char *const names[] = {"original_width", "original_height", "image_rotation",
                                        "item_index"};
    static const int members[] = {QA_STUDIO_WIDTH, QA_STUDIO_HEIGHT, QA_STUDIO_IMAGE_ROTATION,
                                  QA_STUDIO_ITEM_INDEX};
    struct qa_json_value found[4];
    const char *name = qa_studio_value_name(value);
    struct qa_studio_result *result = add_result(results, value, control);
    result->region_key = place_key(value, results->scratch);
    qa_json_members(value, names, 4, found);
    for (int i = 0; i < 4; i++) {
        result->member[members[i]] = found[i];
    }
    result->what =
        name != NULL ? name : qa_arena_format(results->scratch, "a value of '%s'", control);
    use_kind(result, name != NULL ? qa_studio_kind_find(name, value) : NULL);
}

static void add_control(struct qa_studio_results *results, struct qa_json_value value,
                        const char *control)
{
    struct qa_json_iterator element = qa_json_iterate(value);
    switch (qa_json_kind(value)) {
    case QA_JSON_STRING:
        add_text(results, value, control, true);
        break;
    case QA_JSON_OBJECT:
        add_value(results, value, control);
        break;
    case QA_JSON_ARRAY:
        while (qa_json_next(&element)) {
            if (qa_json_kind(element.value) == QA_JSON_STRING) {
                add_text(results, element.value, control, qa_json_count(value) == 1);
            } else {
                add_value(results, element.value, control);
            }
        }
        break;
    case QA_JSON_NULL:
        break;
    default:
        add_result(results, value, control)->what = "a number or truth value by itself";
    }
}

/* Calls visit for each member of the record that a control gave. */
static void for_controls(struct qa_studio_results *results, struct qa_json_value record,
                         void (*visit)(struct qa_studio_results *results,
                                       struct qa_json_value value, const char *control))
{
    struct qa_json_iterator member = qa_json_iterate(record);
    bool is_behind = false;
    while (member.is_object && qa_json_next(&member)) {
        is_behind = is_behind || strcmp(member.key.text, "id") == 0;
        /* A control that is called as a key of the data stands in its place. */
        if (!qa_studio_min_is_field(member.key.text) &&
            (is_behind || qa_studio_min_is_value(member.value))) {
            visit(results, member.value, member.key.text);
        }
    }
}

void qa_studio_min_load(struct qa_studio_results *results, struct qa_json_value record)
{
    qa_arena_reset(results->scratch, results->mark);
    results->list = NULL;
    results->n = results->capacity = 0;
    for_controls(results, record, add_control);
    qa_studio_results_link(results);
}

/* A text that is no label: longer than one, or of several lines. */
static void note_written(struct qa_studio_results *results, struct qa_json_value value,
                         const char *control)
{
    struct qa_json_text text;
    if (qa_json_string(value, &text) &&
        (text.length > LONGEST_LABEL || strchr(text.text, '\n') != NULL)) {
        (void)qa_strings_intern_text(results->written, control);
    }
}

void qa_studio_min_survey(struct qa_studio_results *results, struct qa_json_value records,
                          struct qa_sink *sink)
{
    const struct qa_read_options *options = qa_sink_options(sink);
    struct qa_json_iterator record = qa_json_iterate(records);
    results->written = qa_strings_new(qa_sink_arena(sink));
    for (size_t i = 0; i < options->n_map; i++) {
        if (strcmp(options->map[i].field, "text") == 0) {
            (void)qa_strings_intern_text(results->written, options->map[i].column);
        }
    }
    while (qa_json_next(&record)) {
        for_controls(results, record.value, note_written);
    }
}

bool qa_studio_is_min(struct qa_json_value tasks)
{
    struct qa_json_iterator task = qa_json_iterate(tasks);
    struct qa_json_value value;
    return qa_json_next(&task) && qa_json_member(task.value, "annotation_id", &value) &&
           !qa_json_member(task.value, "annotations", &value);
}

/* Between "id" and "annotator" stand the controls. */
static int sniff(const struct qa_bytes *bytes)
{
    bool is_min = qa_has_member(bytes, "annotation_id") && qa_has_member(bytes, "annotator") &&
                  qa_has_member(bytes, "lead_time");
    return qa_first_byte(bytes) == '[' && is_min && !qa_has_member(bytes, "annotations") ? 90 : 0;
}

const struct qa_reader qa_reader_label_studio_min = {
    .name = "label-studio-min",
    .description =
        "Label Studio's JSON-MIN export: an object an annotation, with a member for each "
        "control; its CSV and TSV exports, which csv reads, hold the same",
    .gives = QA_GIVES_ITEM | QA_GIVES_ANNOTATOR | QA_GIVES_TIMES | QA_GIVES_SIZE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .read = qa_studio_read_file,
};
