#include "qa/formats/doccano.h"

#include <string.h>

#include "qa/annotation/label.h"
#include "qa/formats/json.h"
#include "qa/formats/sink.h"

enum member { ID, TEXT, FILENAME, LABEL, LABELS, ENTITIES, BBOX, N_MEMBERS };

static struct qa_place place_of(struct qa_json_value value)
{
    uint64_t line;
    uint64_t column;
    qa_json_place(value, &line, &column);
    return QA_AT(line, column);
}

/* The text between quotes, as JSON has it. */
static const char *quoted(const struct qa_json_text *text, struct qa_arena *arena)
{
    char *out = qa_arena_array(arena, 2 * text->length + 3, 1);
    size_t n = 0;
    out[n++] = '"';
    for (size_t i = 0; i < text->length; i++) {
        char c = text->text[i];
        if (c == '"' || c == '\\') {
            out[n++] = '\\';
        }
        if (c >= 0 && c < ' ') {
            c = ' ';
        }
        out[n++] = c;
    }
    out[n++] = '"';
    out[n] = '\0';
    return out;
}

/* A list of labels as the JSON list that a table would have in its cell: a set of tags. NULL after
 * a finding. */
static const char *label_set(struct qa_sink *sink, struct qa_json_value list)
{
    struct qa_arena *arena = qa_sink_arena(sink);
    struct qa_json_iterator iterator = qa_json_iterate(list);
    const char *out = "[";
    for (size_t n = 0; qa_json_next(&iterator); n++) {
        struct qa_json_text text;
        if (!qa_json_string(iterator.value, &text)) {
            (void)qa_sink_bad(
                sink, QA_AT_JSON(iterator.value), "E127",
                "a label is %s; expected a text (spans of characters are not read yet)",
                qa_json_kind_name(qa_json_kind(iterator.value)));
            return NULL;
        }
        out = qa_arena_format(arena, "%s%s%s", out, n > 0 ? ", " : "", quoted(&text, arena));
    }
    return qa_arena_format(arena, "%s]", out);
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

/* False after a finding. */
static bool read_line(struct qa_sink *sink, struct qa_json_value line)
{
    static const char *const names[N_MEMBERS] = {"id",     "text",     "filename", "label",
                                                 "labels", "entities", "bbox"};
    struct qa_json_value member[N_MEMBERS];
    qa_json_members(line, names, N_MEMBERS, member);
    qa_sink_answer(sink, place_of(line));
    int item = qa_json_is_there(member[ID])         ? ID
               : qa_json_is_there(member[FILENAME]) ? FILENAME
                                                    : TEXT;
    int unread = is_filled(member[ENTITIES]) ? ENTITIES : BBOX;
    if (is_filled(member[unread])) {
        return qa_sink_bad(sink, QA_AT_JSON(member[unread]), "E127",
                           "'%s' is not read yet, and nothing is left out in silence",
                           names[unread]);
    }
    if (!qa_json_is_there(member[item])) {
        return qa_sink_bad(sink, QA_AT_JSON(line), "E127",
                           "a line has no id, filename or text to name the item");
    }
    int label = qa_json_is_there(member[LABEL]) ? LABEL : LABELS;
    if (!qa_sink_json(sink, QA_FIELD_ITEM, member[item]) ||
        (qa_json_is_there(member[label]) && !give_label(sink, member[label]))) {
        return false;
    }
    if (qa_sink_wants_objects(sink)) {
        (void)qa_sink_object(sink, &qa_type_label, NULL, place_of(line));
        qa_sink_end(sink);
    }
    return true;
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_json *json;
    QA_TRY(qa_json_parse_sequence(&json, bytes, err));
    struct qa_source *source = qa_sink_source(sink, "doccano", &qa_type_label);
    struct qa_json_iterator iterator = qa_json_iterate(qa_json_root(json));
    source->lists_items = true;
    while (qa_json_next(&iterator)) {
        if (read_line(sink, iterator.value)) {
            source->unsigned_text =
                "doccano names no annotator; an export of one member is called by it: "
                "--annotator-from filename";
        }
    }
    qa_json_free(json);
    return QA_OK;
}

/* A line is an object with a text or file and labels, and with nothing that other formats have. */
static int sniff(const struct qa_bytes *bytes)
{
    bool has_text = qa_mentions(bytes, "\"text\"") || qa_mentions(bytes, "\"filename\"");
    bool has_label = qa_mentions(bytes, "\"label\"") || qa_mentions(bytes, "\"labels\"") ||
                     qa_mentions(bytes, "\"entities\"");
    bool is_other = qa_mentions(bytes, "\"annotations\"") ||
                    qa_mentions(bytes, "\"completions\"") || qa_mentions(bytes, "\"images\"") ||
                    qa_mentions(bytes, "\"_input_hash\"");
    return qa_first_byte(bytes) == '{' && has_text && has_label && !is_other ? 60 : 0;
}

const struct qa_reader qa_reader_doccano = {
    .name = "doccano",
    .description = "doccano's JSON Lines of classified texts and images: id, text, label; the "
                   "annotator is the file's name",
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .read = read_file,
};
