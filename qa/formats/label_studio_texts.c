/* Label Studio: spans of texts and dialogues, and relations between them. */
#include "qa/formats/label_studio_parts.h"

#include <string.h>

#include "qa/annotation/relation.h"
#include "qa/annotation/span.h"
#include "qa/base/number.h"
#include "qa/base/utf8.h"

/* Whether the numbers of a value are offsets of a text, not times: whole numbers, with the text
 * that they quote or the paragraph that they are in, or without anything that recordings have. */
bool qa_studio_is_span(struct qa_json_value value)
{
    static const char *const names[] = {"start", "end", "text", "globalOffsets"};
    struct qa_json_value member[4];
    struct qa_json_text text;
    int64_t whole;
    qa_json_members(value, names, 4, member);
    if (qa_json_is_there(member[3])) {
        return true;
    }
    return qa_json_is_there(member[0]) && qa_json_is_there(member[1]) &&
           qa_json_is_there(member[2]) && qa_json_integer(member[0], &whole) &&
           qa_json_integer(member[1], &whole) && qa_json_string(member[2], &text);
}

static struct qa_json_text quote_of(const struct qa_studio_reading *reading)
{
    struct qa_json_value quote;
    struct qa_json_text text = {"", 0};
    if (qa_json_is_there(reading->value) && qa_json_member(reading->value, "text", &quote)) {
        (void)qa_json_string(quote, &text);
    }
    return text;
}

/* Offsets of a text in units of UTF-16, as browsers count, become the shape. */
static bool convert(const struct qa_studio_reading *reading, const double offsets[2],
                    struct qa_json_text whole)
{
    struct qa_studio_results *results = reading->results;
    struct qa_json_text quote = quote_of(reading);
    double number[2] = {offsets[0], offsets[1]};
    const struct qa_shape shape = {
        .number = number, .n_numbers = 2, .text = quote.text, .n_text = quote.length};
    if (results->spans == NULL) {
        results->spans = QA_NEW(qa_sink_arena(reading->sink), struct qa_span_text);
        qa_span_text_init(results->spans, reading->sink, QA_OFFSETS_UTF16);
    }
    qa_span_text_begin(results->spans, whole.text, whole.length, reading->place);
    if (!qa_span_text_convert(results->spans, &shape, reading->place)) {
        return false;
    }
    for (size_t i = 0; i < results->spans->shape.n_numbers; i++) {
        qa_shape_add(reading->shape, results->spans->shape.number[i]);
    }
    reading->shape->text = quote.text;
    reading->shape->n_text = quote.length;
    return true;
}

/* ---- a text ---- */

static struct qa_json_value offsets_of(struct qa_json_value value)
{
    struct qa_json_value offsets = value;
    (void)qa_json_member(value, "globalOffsets", &offsets);
    return offsets;
}

/* Whether the text holds what is quoted and is long enough. */
static bool fits(const struct qa_studio_reading *reading, struct qa_json_text text, size_t units)
{
    struct qa_json_value end;
    double number;
    return strstr(text.text, quote_of(reading).text) != NULL &&
           qa_json_member(offsets_of(reading->value), "end", &end) && qa_json_real(end, &number) &&
           number <= (double)units;
}

/* ... for all spans of the control, or for this one alone. */
static bool fits_control(const struct qa_studio_reading *reading, struct qa_json_text text,
                         bool for_all)
{
    size_t units = qa_utf16_length(text.text, text.length);
    struct qa_studio_results *results = reading->results;
    for (size_t i = 0; for_all && i < results->n; i++) {
        const struct qa_studio_result *result = &results->list[i];
        bool is_of_it = result->use == QA_STUDIO_OBJECT && result->type == &qa_type_span &&
                        strcmp(result->from_name, reading->result->from_name) == 0;
        const struct qa_studio_reading other =
            qa_studio_reading(results, result, reading->sink, reading->shape);
        if (is_of_it && !fits(&other, text, units)) {
            return false;
        }
    }
    return for_all || fits(reading, text, units);
}

static struct qa_json_text shortest_text(const struct qa_studio_reading *reading, bool for_all)
{
    struct qa_json_text found = {NULL, 0};
    struct qa_json_text text;
    struct qa_json_iterator data = qa_json_iterate(reading->results->data);
    while (qa_json_is_there(reading->results->data) && qa_json_next(&data)) {
        if (qa_json_string(data.value, &text) &&
            (found.text == NULL || text.length < found.length) &&
            fits_control(reading, text, for_all)) {
            found = text;
        }
    }
    return found;
}

/* The export does not say which text of a task is marked: the shortest that fits all spans of the
 * control; where none does, each span has its own. */
static struct qa_json_text text_of_task(const struct qa_studio_reading *reading)
{
    struct qa_studio_results *results = reading->results;
    if (results->text_of == NULL || strcmp(results->text_of, reading->result->from_name) != 0) {
        results->text_of = reading->result->from_name;
        results->text = shortest_text(reading, true);
    }
    return results->text.text != NULL ? results->text : shortest_text(reading, false);
}

/* Of hypertext the offsets of the whole text. */
bool qa_studio_read_span(const struct qa_studio_reading *reading)
{
    struct qa_json_value offsets = offsets_of(reading->value);
    struct qa_json_value at[2];
    double number[2];
    if (!qa_json_member(offsets, "start", &at[0]) || !qa_json_member(offsets, "end", &at[1]) ||
        !qa_json_real(at[0], &number[0]) || !qa_json_real(at[1], &number[1])) {
        return qa_studio_bad(reading, reading->value, "E119",
                             "start and end are no offsets of the text in a value");
    }
    return convert(reading, number, text_of_task(reading));
}

/* ---- a dialogue: a list of objects, of which a member is what was said ---- */

struct dialogue {
    struct qa_json_value list;
    const char *key;
};

static bool has_quote(struct qa_json_value turn, const char *key, struct qa_json_text quote)
{
    struct qa_json_value said;
    struct qa_json_text text;
    return qa_json_member(turn, key, &said) && qa_json_string(said, &text) &&
           strstr(text.text, quote.text) != NULL;
}

/* The n-th turn, from 0. */
static bool turn_at(struct qa_json_value list, double n, struct qa_json_value *out)
{
    struct qa_json_iterator turn = qa_json_iterate(list);
    for (double i = 0; qa_json_next(&turn); i++) {
        if (i == n) {
            *out = turn.value;
            return true;
        }
    }
    return false;
}

/* The member that holds what is quoted: "text" where that does; else the longest that does. */
static bool find_key(struct qa_json_value turn, struct qa_json_text quote, const char **key)
{
    struct qa_json_iterator member = qa_json_iterate(turn);
    size_t longest = 0;
    *key = "text";
    if (!member.is_object || has_quote(turn, *key, quote)) {
        return member.is_object;
    }
    while (qa_json_next(&member)) {
        struct qa_json_text said;
        if (qa_json_string(member.value, &said) && said.length > longest &&
            strstr(said.text, quote.text) != NULL) {
            longest = said.length;
            *key = member.key.text;
        }
    }
    return longest > 0;
}

static bool find_dialogue(const struct qa_studio_reading *reading, double first,
                          struct dialogue *out)
{
    struct qa_json_iterator data = qa_json_iterate(reading->results->data);
    struct qa_json_text quote = quote_of(reading);
    while (qa_json_is_there(reading->results->data) && qa_json_next(&data)) {
        struct qa_json_value turn;
        out->list = data.value;
        if (qa_json_kind(data.value) == QA_JSON_ARRAY && turn_at(data.value, first, &turn) &&
            find_key(turn, quote, &out->key)) {
            return true;
        }
    }
    return false;
}

/* All that was said, a line each; begin[i] is where line i begins, in units of UTF-16. */
static const char *join_turns(const struct qa_studio_reading *reading,
                              const struct dialogue *dialogue, double *begin)
{
    size_t n = qa_json_count(dialogue->list);
    const char **said = QA_ARRAY(reading->scratch, const char *, n + 1);
    struct qa_json_iterator turn = qa_json_iterate(dialogue->list);
    double at = 0;
    for (size_t i = 0; qa_json_next(&turn); i++) {
        struct qa_json_value value;
        struct qa_json_text text = {"", 0};
        if (qa_json_member(turn.value, dialogue->key, &value)) {
            (void)qa_json_string(value, &text);
        }
        said[i] = text.text;
        begin[i] = at;
        at += (double)qa_utf16_length(text.text, text.length) + 1;
    }
    return qa_studio_join(qa_sink_arena(reading->sink), said, n, "\n");
}

/* Numbers that are texts in older exports. */
static bool index_of(struct qa_json_value value, const char *name, double *out)
{
    struct qa_json_value member;
    struct qa_json_text text;
    return qa_json_member(value, name, &member) &&
           (qa_json_real(member, out) ||
            (qa_json_string(member, &text) && qa_parse_real(text.text, text.length, out)));
}

/* A text that runs over turns is quoted with what stands between them, in a manner of its own: only
 * that of one turn is compared. */
bool qa_studio_read_paragraph(const struct qa_studio_reading *reading)
{
    static const char *const names[] = {"start", "end", "startOffset", "endOffset"};
    double at[4];
    for (int i = 0; i < 4; i++) {
        if (!index_of(reading->value, names[i], &at[i])) {
            return qa_studio_bad(reading, reading->value, "E119",
                                 "start, end and their offsets are no numbers in a value");
        }
    }
    struct qa_studio_reading unquoted = *reading;
    struct dialogue dialogue;
    if (at[0] != at[1]) {
        unquoted.value = (struct qa_json_value){NULL, 0};
    }
    if (!find_dialogue(&unquoted, at[0], &dialogue)) {
        return qa_studio_bad(reading, reading->value, "E119",
                             "the task's data have no dialogue with the turn or the text");
    }
    size_t n = qa_json_count(dialogue.list);
    double *begin = QA_ARRAY(reading->scratch, double, n + 1);
    const char *whole = join_turns(reading, &dialogue, begin);
    if (!(at[0] >= 0 && at[1] >= at[0] && at[1] < (double)n)) {
        return qa_studio_bad(reading, reading->value, "E122", "there is no such turn as the end");
    }
    double offsets[2] = {begin[(size_t)at[0]] + at[2], begin[(size_t)at[1]] + at[3]};
    return convert(&unquoted, offsets, (struct qa_json_text){whole, strlen(whole)});
}

/* ---- relations ---- */

static bool read_end(const struct qa_studio_reading *reading, int end, struct qa_shape *shape)
{
    const struct qa_studio_result *result = reading->result->ends[end];
    const struct qa_studio_reading of_end = {
        reading->sink,    reading->scratch, shape, result, result->member[QA_STUDIO_VALUE],
        reading->results, reading->place};
    return result->kind->read(&of_end);
}

/* From one span to the other, as the arrow points; an arrow both ways goes from the earlier one. */
bool qa_studio_read_relation(const struct qa_studio_reading *reading)
{
    struct qa_shape ends[2] = {{.arena = reading->scratch}, {.arena = reading->scratch}};
    struct qa_json_text direction = {"right", 5};
    struct qa_json_value given = reading->result->member[QA_STUDIO_DIRECTION];
    struct qa_json_value labels = reading->result->member[QA_STUDIO_LABELS];
    if (!read_end(reading, 0, &ends[0]) || !read_end(reading, 1, &ends[1])) {
        return false;
    }
    if (qa_json_is_there(given)) {
        (void)qa_json_string(given, &direction);
    }
    int from = strcmp(direction.text, "left") == 0;
    if (strcmp(direction.text, "bi") == 0) {
        from = ends[1].number[0] < ends[0].number[0];
    }
    qa_relation_shape(reading->shape, &ends[from], &ends[1 - from]);
    return !qa_json_is_there(labels) || qa_studio_give_label(reading, labels);
}
