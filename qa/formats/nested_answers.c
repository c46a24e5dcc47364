/* One person's answer to one question of a record. */
#include "qa/formats/nested_parts.h"

#include <string.h>

#include "qa/formats/span_json.h"

/* The names of a class label anywhere in a feature's type. */
static struct qa_json_value class_names(struct qa_json_value type, size_t depth)
{
    struct qa_json_value out = {NULL, 0};
    struct qa_json_value kind;
    struct qa_json_text text;
    if (qa_json_member(type, "_type", &kind) && qa_json_string(kind, &text) &&
        strcmp(text.text, "ClassLabel") == 0 && qa_json_member(type, "names", &out)) {
        return out;
    }
    struct qa_json_iterator iterator = qa_json_iterate(type);
    while (depth > 0 && !qa_json_is_there(out) && qa_json_next(&iterator)) {
        out = class_names(iterator.value, depth - 1);
    }
    return out;
}

struct qa_json_value qa_nested_class_names(const struct qa_nested_reading *reading,
                                           const char *column)
{
    struct qa_json_value out = {NULL, 0};
    if (!qa_json_is_there(reading->features)) {
        return out;
    }
    struct qa_json_iterator feature = qa_json_iterate(reading->features);
    while (qa_json_next(&feature)) {
        struct qa_json_value name;
        struct qa_json_value type;
        struct qa_json_text text;
        if (qa_json_member(feature.value, "name", &name) && qa_json_string(name, &text) &&
            strcmp(text.text, column) == 0 && qa_json_member(feature.value, "type", &type)) {
            out = class_names(type, 4);
        }
    }
    return out;
}

/* The text that spans are of: "text", else the longest that the record, or its fields, has. */
static struct qa_json_text text_of(struct qa_json_value record)
{
    struct qa_json_text out = {NULL, 0};
    struct qa_json_value fields = record;
    struct qa_json_value value;
    struct qa_json_text text;
    (void)qa_json_member(record, "fields", &fields);
    if (qa_json_member(fields, "text", &value) && qa_json_string(value, &text)) {
        return text;
    }
    struct qa_json_iterator member = qa_json_iterate(fields);
    while (member.is_object && qa_json_next(&member)) {
        if (qa_json_string(member.value, &text) && text.length > out.length) {
            out = text;
        }
    }
    return out;
}

static bool give_item(const struct qa_nested_reading *reading)
{
    static const char *const ids[] = {"id", "external_id", "_server_id", NULL};
    struct qa_json_value item;
    const char *name;
    if (qa_nested_first_member(reading->record, ids, &item, &name)) {
        return qa_sink_json(reading->sink, QA_FIELD_ITEM, item);
    }
    if (qa_json_is_there(reading->number)) {
        return qa_sink_json(reading->sink, QA_FIELD_ITEM, reading->number);
    }
    struct qa_json_text text = text_of(reading->record);
    return text.length > 0 ? qa_sink_text(reading->sink, QA_FIELD_ITEM, text.text, text.length,
                                          qa_json_line_place(reading->record))
                           : qa_sink_bad(reading->sink, QA_AT_JSON(reading->record), "E264",
                                         "a record without an id or a text to name the item");
}

/* Argilla's words for what is no answer yet, or none at all. */
static bool give_status(const struct qa_nested_reading *reading, struct qa_json_value status)
{
    struct qa_json_text text;
    if (!qa_json_is_there(status) || !qa_json_string(status, &text)) {
        return true;
    }
    const char *word = strcmp(text.text, "draft") == 0       ? "open"
                       : strcmp(text.text, "discarded") == 0 ? "skipped"
                                                             : text.text;
    return qa_sink_text(reading->sink, QA_FIELD_STATUS, word, strlen(word), QA_AT_JSON(status));
}

static bool give_times(const struct qa_nested_reading *reading, struct qa_json_value object)
{
    static const char *const submitted[] = {"submitted_at", "updated_at", "created_at",
                                            "inserted_at",  "timestamp",  NULL};
    static const char *const started[] = {"started_at", NULL};
    static const char *const seconds[] = {"seconds", "duration", "lead_time", NULL};
    static const struct {
        enum qa_field field;
        const char *const *names;
    } fields[] = {
        {QA_FIELD_SUBMITTED, submitted}, {QA_FIELD_STARTED, started}, {QA_FIELD_SECONDS, seconds}};
    for (size_t i = 0; qa_json_is_there(object) && i < 3; i++) {
        struct qa_json_value value;
        const char *name;
        if (qa_nested_first_member(object, fields[i].names, &value, &name) &&
            !qa_sink_json(reading->sink, fields[i].field, value)) {
            return false;
        }
    }
    return true;
}

bool qa_nested_is_same(struct qa_json_value a, struct qa_json_value b)
{
    struct qa_json_text text[2];
    int64_t number[2];
    if (qa_json_string(a, &text[0]) && qa_json_string(b, &text[1])) {
        return strcmp(text[0].text, text[1].text) == 0;
    }
    return qa_json_integer(a, &number[0]) && qa_json_integer(b, &number[1]) &&
           number[0] == number[1];
}

static void give_marks(struct qa_nested_reading *reading, const struct qa_nested_answer *answer)
{
    struct qa_span_text *spans = &reading->values.spans;
    struct qa_json_text text = text_of(reading->record);
    struct qa_json_iterator mark = qa_json_iterate(answer->marks);
    qa_span_text_begin(spans, text.text, text.length, qa_json_line_place(reading->record));
    while (qa_json_next(&mark)) {
        struct qa_json_value who;
        if (qa_nested_find_person(mark.value, &who) && qa_nested_is_same(who, answer->who) &&
            !qa_span_json_give(spans, mark.value)) {
            return;
        }
    }
}

void qa_nested_take(struct qa_nested_reading *reading, const struct qa_nested_answer *answer)
{
    if (reading->is_survey) {
        if (qa_json_is_there(answer->value)) {
            qa_nested_note(&reading->values, answer->question, answer->value);
        }
        return;
    }
    struct qa_place place = qa_json_line_place(reading->record);
    reading->n_answers++;
    qa_sink_answer(reading->sink, place);
    bool is_good = give_item(reading) &&
                   (!qa_json_is_there(answer->who) || qa_json_kind(answer->who) == QA_JSON_NULL ||
                    qa_sink_json(reading->sink, QA_FIELD_ANNOTATOR, answer->who)) &&
                   (answer->question[0] == '\0' ||
                    qa_sink_text(reading->sink, QA_FIELD_QUESTION, answer->question,
                                 strlen(answer->question), place)) &&
                   give_status(reading, answer->status) && give_times(reading, answer->facts);
    if (is_good && qa_sink_wants_objects(reading->sink) && qa_json_is_there(answer->marks)) {
        give_marks(reading, answer);
    } else if (is_good && qa_sink_wants_objects(reading->sink) && qa_json_is_there(answer->value)) {
        const char *column = answer->question[0] != '\0' ? answer->question : "label";
        qa_nested_give(&reading->values, answer->question, answer->value,
                       qa_nested_class_names(reading, column), text_of(reading->record), place);
    }
    qa_sink_end(reading->sink);
}
