#include "qa/formats/prodigy.h"

#include <string.h>

#include "qa/annotation/label.h"
#include "qa/annotation/relation.h"
#include "qa/annotation/span.h"
#include "qa/formats/span_json.h"

enum member {
    TEXT,
    SPANS,
    TOKENS,
    ACCEPT,
    OPTIONS,
    LABEL,
    ANSWER,
    INPUT_HASH,
    ID,
    META,
    ANNOTATOR_ID,
    SESSION_ID,
    ANNOTATOR,
    TIMESTAMP,
    RELATIONS,
    VIEW_ID,
    N_MEMBERS
};

static const char *const names[N_MEMBERS] = {
    "text",      "spans",       "tokens",    "accept",  "options",       "label",
    "answer",    "_input_hash", "id",        "meta",    "_annotator_id", "_session_id",
    "annotator", "_timestamp",  "relations", "_view_id"};

struct reading {
    struct qa_sink *sink;
    struct qa_span_text spans;
    bool has_spans;
    uint64_t n_rejected;
    struct qa_place rejected_at;
};

static bool says(const struct qa_json_value *member, enum member which, const char *word)
{
    struct qa_json_text text;
    return qa_json_is_there(member[which]) && qa_json_string(member[which], &text) &&
           strcmp(text.text, word) == 0;
}

static bool is_answer(const struct qa_json_value *member, const char *word)
{
    return says(member, ANSWER, word);
}

static bool is_filled(struct qa_json_value list)
{
    return qa_json_is_there(list) && qa_json_count(list) > 0;
}

/* Does the line ask for spans? One label of a whole text may have spans that a pattern lit up. */
static bool asks_spans(const struct qa_json_value *member)
{
    bool is_one_label = qa_json_is_there(member[LABEL]) &&
                        (!is_filled(member[SPANS]) || says(member, VIEW_ID, "classification"));
    return (qa_json_is_there(member[SPANS]) || qa_json_is_there(member[TOKENS])) &&
           !qa_json_is_there(member[ACCEPT]) && !is_one_label;
}

static void give_fields(struct reading *reading, const struct qa_json_value *member)
{
    static const enum member annotators[] = {ANNOTATOR_ID, SESSION_ID, ANNOTATOR};
    struct qa_json_value item = member[ID];
    if (!qa_json_is_there(item) && qa_json_is_there(member[META])) {
        (void)qa_json_member(member[META], "id", &item);
    }
    item = qa_json_is_there(item) ? item : member[INPUT_HASH];
    if (qa_json_is_there(item)) {
        (void)qa_sink_json(reading->sink, QA_FIELD_ITEM, item);
    }
    for (size_t i = 0; i < 3; i++) {
        if (qa_json_is_there(member[annotators[i]])) {
            (void)qa_sink_json(reading->sink, QA_FIELD_ANNOTATOR, member[annotators[i]]);
            break;
        }
    }
    if (qa_json_is_there(member[TIMESTAMP])) {
        (void)qa_sink_json(reading->sink, QA_FIELD_SUBMITTED, member[TIMESTAMP]);
    }
    if (is_answer(member, "ignore")) {
        (void)qa_sink_text(reading->sink, QA_FIELD_STATUS, "skipped", 7,
                           QA_AT_JSON(member[ANSWER]));
    }
}

/* One label, or a JSON list of several: a set of tags. */
static bool give_options(struct reading *reading, struct qa_json_value list)
{
    struct qa_json_iterator iterator = qa_json_iterate(list);
    struct qa_arena *arena = qa_sink_arena(reading->sink);
    const char *set = "[";
    size_t n = 0;
    for (; qa_json_next(&iterator); n++) {
        struct qa_json_text text;
        int64_t number = 0;
        if (qa_json_count(list) == 1) {
            return qa_sink_json(reading->sink, QA_FIELD_LABEL, iterator.value);
        }
        if (qa_json_string(iterator.value, &text) && strpbrk(text.text, "\"\\") == NULL) {
            set = qa_arena_format(arena, "%s%s\"%s\"", set, n > 0 ? ", " : "", text.text);
        } else if (qa_json_integer(iterator.value, &number)) {
            set = qa_arena_format(arena, "%s%s\"%lld\"", set, n > 0 ? ", " : "", (long long)number);
        } else {
            return qa_sink_bad(reading->sink, QA_AT_JSON(iterator.value), "E119",
                               "an accepted option is %s, expected its id",
                               qa_json_kind_name(qa_json_kind(iterator.value)));
        }
    }
    set = qa_arena_format(arena, "%s]", set);
    return qa_sink_text(reading->sink, QA_FIELD_LABEL, set, strlen(set), QA_AT_JSON(list));
}

/* A label that was put to the annotator: accepted, or not. */
static bool give_binary(struct reading *reading, const struct qa_json_value *member)
{
    struct qa_json_text text;
    if (!is_answer(member, "reject")) {
        return qa_sink_json(reading->sink, QA_FIELD_LABEL, member[LABEL]);
    }
    if (!qa_json_string(member[LABEL], &text)) {
        return qa_sink_bad(reading->sink, QA_AT_JSON(member[LABEL]), "E119",
                           "the label is %s, expected a text",
                           qa_json_kind_name(qa_json_kind(member[LABEL])));
    }
    const char *label = qa_arena_format(qa_sink_arena(reading->sink), "not %s", text.text);
    return qa_sink_text(reading->sink, QA_FIELD_LABEL, label, strlen(label),
                        QA_AT_JSON(member[LABEL]));
}

static void give_label(struct reading *reading, const struct qa_json_value *member,
                       struct qa_json_value line)
{
    bool is_given = qa_json_is_there(member[ACCEPT]) ? give_options(reading, member[ACCEPT])
                    : qa_json_is_there(member[LABEL])
                        ? give_binary(reading, member)
                        : qa_sink_bad(reading->sink, QA_AT_JSON(line), "E119",
                                      "the line has neither spans nor accept nor a label");
    if (is_given && qa_sink_wants_objects(reading->sink)) {
        (void)qa_sink_object(reading->sink, &qa_type_label, NULL, QA_AT_JSON(line));
    }
}

static void give_spans(struct reading *reading, const struct qa_json_value *member,
                       struct qa_json_value line)
{
    struct qa_json_text text = {NULL, 0};
    if (!qa_sink_wants_objects(reading->sink)) {
        return;
    }
    if (qa_json_is_there(member[TEXT])) {
        (void)qa_json_string(member[TEXT], &text);
    }
    qa_span_text_begin(&reading->spans, text.text, text.length, QA_AT_JSON(line));
    if (qa_json_is_there(member[SPANS])) {
        (void)qa_span_json_give_all(&reading->spans, member[SPANS]);
    }
}

/* ---- relations ---- */

/* An end of a relation: {"start", "end"}, or the number of a token. False after a finding. */
static bool end_of(struct reading *reading, const struct qa_json_value *member,
                   struct qa_json_value relation, const char *name, double number[2])
{
    const char *span_name = qa_arena_format(qa_sink_arena(reading->sink), "%s_span", name);
    struct qa_json_value end;
    struct qa_json_value at[2];
    double offsets[2];
    int64_t index = -1;
    bool is_there = qa_json_member(relation, span_name, &end);
    if (!is_there && qa_json_member(relation, name, &end) && qa_json_integer(end, &index) &&
        qa_json_is_there(member[TOKENS])) {
        struct qa_json_iterator token = qa_json_iterate(member[TOKENS]);
        for (int64_t i = 0; !is_there && qa_json_next(&token); i++) {
            is_there = i == index;
            end = token.value;
        }
    }
    if (!is_there || !qa_json_member(end, "start", &at[0]) || !qa_json_member(end, "end", &at[1]) ||
        !qa_json_real(at[0], &offsets[0]) || !qa_json_real(at[1], &offsets[1])) {
        return qa_sink_bad(reading->sink, QA_AT_JSON(relation), "E206",
                           "'%s' of a relation is neither a span nor one of the line's tokens",
                           name);
    }
    const struct qa_shape shape = {.number = offsets, .n_numbers = 2, .text = ""};
    if (!qa_span_text_convert(&reading->spans, &shape, QA_AT_JSON(relation))) {
        return false;
    }
    memcpy(number, reading->spans.shape.number, 2 * sizeof *number);
    return true;
}

static bool give_relation(struct reading *reading, const struct qa_json_value *member,
                          struct qa_json_value relation)
{
    struct qa_json_value label;
    double number[2][2];
    struct qa_shape shape = {.arena = qa_sink_arena(reading->sink)};
    if (!end_of(reading, member, relation, "head", number[0]) ||
        !end_of(reading, member, relation, "child", number[1])) {
        return false;
    }
    const struct qa_shape ends[2] = {{.number = number[0], .n_numbers = 2},
                                     {.number = number[1], .n_numbers = 2}};
    qa_relation_shape(&shape, &ends[0], &ends[1]);
    if (qa_json_member(relation, "label", &label)) {
        (void)qa_sink_json(reading->sink, QA_FIELD_LABEL, label);
    }
    return qa_sink_object(reading->sink, &qa_type_relation, &shape, QA_AT_JSON(relation));
}

/* An answer of its own, to another question. */
static void read_relations(struct reading *reading, const struct qa_json_value *member,
                           struct qa_json_value line)
{
    qa_sink_answer(reading->sink, qa_json_line_place(line));
    give_fields(reading, member);
    if (qa_sink_wants_objects(reading->sink)) {
        struct qa_json_iterator relation = qa_json_iterate(member[RELATIONS]);
        while (qa_json_next(&relation) && give_relation(reading, member, relation.value)) {
        }
    }
    qa_sink_end(reading->sink);
}

static void read_line(struct reading *reading, struct qa_json_value line)
{
    struct qa_json_value member[N_MEMBERS];
    qa_json_members(line, names, N_MEMBERS, member);
    bool is_binary =
        !reading->has_spans && !qa_json_is_there(member[ACCEPT]) && qa_json_is_there(member[LABEL]);
    qa_sink_answer(reading->sink, qa_json_line_place(line));
    if (is_answer(member, "reject") && !is_binary) {
        if (reading->n_rejected++ == 0) {
            reading->rejected_at = qa_json_line_place(line);
        }
        qa_sink_exclude(reading->sink, QA_EXCLUDED_SKIPPED);
        return;
    }
    give_fields(reading, member);
    if (reading->has_spans) {
        give_spans(reading, member, line);
    } else if (!is_answer(member, "ignore") || qa_json_is_there(member[ACCEPT]) || is_binary) {
        give_label(reading, member, line);
    }
    qa_sink_end(reading->sink);
    if (reading->has_spans && is_filled(member[RELATIONS])) {
        read_relations(reading, member, line);
    }
}

static bool any_spans(struct qa_json_value lines)
{
    struct qa_json_iterator iterator = qa_json_iterate(lines);
    bool found = false;
    while (!found && qa_json_next(&iterator)) {
        struct qa_json_value member[N_MEMBERS];
        qa_json_members(iterator.value, names, N_MEMBERS, member);
        found = asks_spans(member);
    }
    return found;
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_json *json;
    struct reading reading = {.sink = sink};
    QA_TRY(qa_json_parse_sequence(&json, bytes, err));
    reading.has_spans = any_spans(qa_json_root(json));
    qa_sink_source(sink, "prodigy", reading.has_spans ? &qa_type_span : &qa_type_label)
        ->lists_items = true;
    qa_span_text_init(&reading.spans, sink, QA_OFFSETS_CODEPOINT);
    struct qa_json_iterator iterator = qa_json_iterate(qa_json_root(json));
    while (qa_json_next(&iterator)) {
        read_line(&reading, iterator.value);
    }
    if (reading.n_rejected > 0) {
        qa_sink_finding(sink, QA_WARNING, "W207", reading.rejected_at,
                        "%llu answer%s rejected in Prodigy, the first here, and left out: of spans "
                        "or options, that says only that something is wrong",
                        (unsigned long long)reading.n_rejected,
                        reading.n_rejected == 1 ? " was" : "s were");
    }
    qa_json_free(json);
    return QA_OK;
}

static int sniff(const struct qa_bytes *bytes)
{
    bool is_prodigy = qa_has_member(bytes, "_input_hash") ||
                      qa_has_member(bytes, "_annotator_id") || qa_has_member(bytes, "_session_id");
    return qa_first_byte(bytes) == '{' && is_prodigy ? 85 : 0;
}

const struct qa_reader qa_reader_prodigy = {
    .name = "prodigy",
    .description =
        "Prodigy's JSON Lines: spans, relations, accepted options, accepted and rejected labels, "
        "with annotator and time",
    .gives = QA_GIVES_ITEM | QA_GIVES_ANNOTATOR | QA_GIVES_TIMES | QA_GIVES_STATUS |
             QA_GIVES_SCORE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .read = read_file,
};
