#include "qa/formats/span_json.h"

enum member {
    START,
    START_OFFSET,
    BEGIN,
    END,
    END_OFFSET,
    LABEL,
    ENTITY,
    TYPE,
    GROUP,
    TEXT,
    ID,
    SCORE,
    N_MEMBERS
};

struct qa_place qa_json_line_place(struct qa_json_value value)
{
    uint64_t line;
    uint64_t column;
    qa_json_place(value, &line, &column);
    return QA_AT(line, column);
}

/* The first of n members that is there. */
static struct qa_json_value first_of(const struct qa_json_value *member, enum member from, size_t n)
{
    struct qa_json_value out = {NULL, 0};
    for (size_t i = 0; i < n && !qa_json_is_there(out); i++) {
        out = member[from + i];
    }
    return out;
}

static bool refuse(struct qa_span_text *spans, struct qa_json_value at)
{
    return qa_sink_bad(
        spans->sink, QA_AT_JSON(at), "E119",
        "a span is %s, expected [start, end, label] or an object with start, end and "
        "label",
        qa_json_kind_name(qa_json_kind(at)));
}

static bool give(struct qa_span_text *spans, struct qa_json_value at,
                 const struct qa_json_value *start_end_label, struct qa_json_value quote)
{
    double number[2];
    struct qa_json_text text = {"", 0};
    if (!qa_json_real(start_end_label[0], &number[0]) ||
        !qa_json_real(start_end_label[1], &number[1])) {
        return refuse(spans, at);
    }
    if (qa_json_is_there(quote)) {
        (void)qa_json_string(quote, &text);
    }
    const struct qa_shape shape = {
        .number = number, .n_numbers = 2, .text = text.text, .n_text = text.length};
    if (qa_json_is_there(start_end_label[2]) &&
        !qa_sink_json(spans->sink, QA_FIELD_LABEL, start_end_label[2])) {
        return false;
    }
    return qa_span_text_give(spans, &shape, QA_AT_JSON(at));
}

static bool give_list(struct qa_span_text *spans, struct qa_json_value span)
{
    struct qa_json_value list[3] = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    struct qa_json_iterator iterator = qa_json_iterate(span);
    size_t n = 0;
    while (n < 3 && qa_json_next(&iterator)) {
        list[n++] = iterator.value;
    }
    return n == 3 ? give(spans, span, list, (struct qa_json_value){NULL, 0}) : refuse(spans, span);
}

static bool give_object(struct qa_span_text *spans, struct qa_json_value span)
{
    static const char *const names[N_MEMBERS] = {[START] = "start",
                                                 [START_OFFSET] = "start_offset",
                                                 [BEGIN] = "begin",
                                                 [END] = "end",
                                                 [END_OFFSET] = "end_offset",
                                                 [LABEL] = "label",
                                                 [ENTITY] = "entity",
                                                 [TYPE] = "type",
                                                 [GROUP] = "entity_group",
                                                 [TEXT] = "text",
                                                 [ID] = "id",
                                                 [SCORE] = "score"};
    struct qa_json_value member[N_MEMBERS];
    qa_json_members(span, names, N_MEMBERS, member);
    const struct qa_json_value parts[3] = {first_of(member, START, 3), first_of(member, END, 2),
                                           first_of(member, LABEL, 4)};
    if (!qa_json_is_there(parts[0]) || !qa_json_is_there(parts[1])) {
        return refuse(spans, span);
    }
    if (qa_json_is_there(member[ID])) {
        (void)qa_sink_json(spans->sink, QA_FIELD_OBJECT, member[ID]);
    }
    if (qa_json_is_there(member[SCORE])) {
        (void)qa_sink_json(spans->sink, QA_FIELD_SCORE, member[SCORE]);
    }
    return give(spans, span, parts, member[TEXT]);
}

bool qa_span_json_give(struct qa_span_text *spans, struct qa_json_value span)
{
    switch (qa_json_kind(span)) {
    case QA_JSON_ARRAY:
        return give_list(spans, span);
    case QA_JSON_OBJECT:
        return give_object(spans, span);
    default:
        return refuse(spans, span);
    }
}

bool qa_span_json_give_all(struct qa_span_text *spans, struct qa_json_value list)
{
    struct qa_json_iterator iterator = qa_json_iterate(list);
    bool all = true;
    while (qa_json_next(&iterator)) {
        all = qa_span_json_give(spans, iterator.value) && all;
    }
    return all;
}

bool qa_span_json_is_list(struct qa_json_value list)
{
    struct qa_json_iterator iterator = qa_json_iterate(list);
    if (qa_json_kind(list) != QA_JSON_ARRAY || !qa_json_next(&iterator)) {
        return false;
    }
    enum qa_json_kind kind = qa_json_kind(iterator.value);
    return kind == QA_JSON_ARRAY || kind == QA_JSON_OBJECT;
}
