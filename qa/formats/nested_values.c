#include <stdlib.h>
#include <string.h>

#include "qa/annotation/label.h"
#include "qa/annotation/span.h"
#include "qa/annotation/transcript.h"
#include "qa/formats/crowd_answer.h"
#include "qa/formats/nested.h"
#include "qa/formats/span_json.h"

enum { LONGEST_LABEL = 100 };

void qa_nested_values_init(struct qa_nested_values *values, struct qa_sink *sink)
{
    const struct qa_read_options *options = qa_sink_options(sink);
    struct qa_arena *arena = qa_sink_arena(sink);
    *values = (struct qa_nested_values){.sink = sink,
                                        .with_spans = qa_strings_new(arena),
                                        .written = qa_strings_new(arena),
                                        .ranked = qa_strings_new(arena)};
    qa_span_text_init(&values->spans, sink, QA_OFFSETS_CODEPOINT);
    for (size_t i = 0; i < options->n_map; i++) {
        if (strcmp(options->map[i].field, "text") == 0) {
            (void)qa_strings_intern_text(values->written, options->map[i].column);
        }
    }
}

static bool is_in(const struct qa_strings *set, const char *question)
{
    return qa_strings_find(set, question, strlen(question)) != QA_NONE;
}

static struct qa_json_value first_of(struct qa_json_value list)
{
    struct qa_json_iterator iterator = qa_json_iterate(list);
    return qa_json_kind(list) == QA_JSON_ARRAY && qa_json_next(&iterator)
               ? iterator.value
               : (struct qa_json_value){NULL, 0};
}

void qa_nested_note(struct qa_nested_values *values, const char *question,
                    struct qa_json_value value)
{
    struct qa_json_text text;
    struct qa_json_value member;
    struct qa_json_value first = first_of(value);
    if (qa_json_string(value, &text) &&
        (text.length > LONGEST_LABEL || strchr(text.text, '\n') != NULL)) {
        (void)qa_strings_intern_text(values->written, question);
    }
    if (qa_json_is_there(first) && qa_json_member(first, "start", &member)) {
        (void)qa_strings_intern_text(values->with_spans, question);
    }
    if (qa_json_is_there(first) && qa_json_member(first, "rank", &member)) {
        (void)qa_strings_intern_text(values->ranked, question);
    }
}

/* ---- labels ---- */

/* A text, a truth value, or a number: NULL when it is none of these. *is_number, *number. */
static const char *label_of(const struct qa_nested_values *values, struct qa_json_value value,
                            struct qa_json_value names, double *number, bool *is_number)
{
    struct qa_json_text text;
    struct qa_written_cell cell;
    int64_t class;
    bool is_true;
    *is_number = false;
    if (qa_json_string(value, &text)) {
        return text.text;
    }
    if (qa_json_bool(value, &is_true)) {
        return is_true ? "true" : "false";
    }
    if (!qa_json_real(value, number)) {
        return NULL;
    }
    if (qa_json_is_there(names) && qa_json_integer(value, &class)) {
        struct qa_json_iterator name = qa_json_iterate(names);
        if (class < 0) {
            return NULL; /* as the hub marks what has no label */
        }
        for (int64_t i = 0; qa_json_next(&name); i++) {
            if (i == class && qa_json_string(name.value, &text)) {
                return text.text;
            }
        }
    }
    *is_number = true;
    qa_write_real(&cell, *number, qa_sink_arena(values->sink));
    return cell.text;
}

static void give_label(const struct qa_nested_values *values, const char *label,
                       struct qa_place place)
{
    if (label != NULL) {
        (void)qa_sink_text(values->sink, QA_FIELD_LABEL, label, strlen(label), place);
    }
    (void)qa_sink_object(values->sink, &qa_type_label, NULL, place);
}

static void refuse(const struct qa_nested_values *values, const char *question,
                   struct qa_json_value value)
{
    (void)qa_sink_bad(values->sink, QA_AT_JSON(value), "E263",
                      "an answer to '%.60s' is %s; expected a text, a number, a list of labels, "
                      "spans or ranks",
                      question, qa_json_kind_name(qa_json_kind(value)));
}

static void give_set(const struct qa_nested_values *values, const char *question,
                     struct qa_json_value list, struct qa_json_value names, struct qa_place place)
{
    struct qa_arena *arena = qa_sink_arena(values->sink);
    const char **tags = QA_ARRAY(arena, const char *, qa_json_count(list) + 1);
    struct qa_json_iterator iterator = qa_json_iterate(list);
    size_t n = 0;
    while (qa_json_next(&iterator)) {
        double number;
        bool is_number;
        tags[n] = label_of(values, iterator.value, names, &number, &is_number);
        if (tags[n++] == NULL) {
            refuse(values, question, iterator.value);
            return;
        }
    }
    give_label(values, qa_crowd_label(tags, n, arena), place);
}

/* ---- ranks ---- */

struct ranked {
    double rank;
    const char *value;
};

static int compare_ranks(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    int by = (a->rank > b->rank) - (a->rank < b->rank);
    return by != 0 ? by : strcmp(a->value, b->value);
}

static bool read_rank(struct qa_json_value value, struct ranked *out)
{
    static const char *const names[] = {"rank", "value"};
    struct qa_json_value member[2];
    struct qa_json_text text;
    qa_json_members(value, names, 2, member);
    if (!qa_json_is_there(member[0]) || !qa_json_is_there(member[1]) ||
        !qa_json_real(member[0], &out->rank) || !qa_json_string(member[1], &text)) {
        return false;
    }
    out->value = text.text;
    return true;
}

static void give_ranks(const struct qa_nested_values *values, const char *question,
                       struct qa_json_value list, struct qa_place place)
{
    struct qa_arena *arena = qa_sink_arena(values->sink);
    struct ranked *ranks = QA_ARRAY(arena, struct ranked, qa_json_count(list) + 1);
    struct qa_json_iterator iterator = qa_json_iterate(list);
    size_t n = 0;
    const char *label = n == 0 ? NULL : "";
    while (qa_json_next(&iterator)) {
        if (!read_rank(iterator.value, &ranks[n++])) {
            refuse(values, question, iterator.value);
            return;
        }
    }
    qsort(ranks, n, sizeof *ranks, compare_ranks);
    for (size_t i = 0; i < n; i++) {
        const char *between = i == 0 ? "" : ranks[i].rank > ranks[i - 1].rank ? " > " : " = ";
        label =
            qa_arena_format(arena, "%s%s%s", label != NULL ? label : "", between, ranks[i].value);
    }
    give_label(values, label, place);
}

/* ---- any value ---- */

static void give_text(const struct qa_nested_values *values, const char *question,
                      struct qa_json_value value, struct qa_place place)
{
    struct qa_json_text text = {"", 0};
    if (qa_json_kind(value) != QA_JSON_NULL && !qa_json_string(value, &text)) {
        refuse(values, question, value);
        return;
    }
    const struct qa_shape shape = {.text = text.text, .n_text = text.length};
    (void)qa_sink_object(values->sink, &qa_type_transcript, &shape, place);
}

static void give_one(const struct qa_nested_values *values, const char *question,
                     struct qa_json_value value, struct qa_json_value names, struct qa_place place)
{
    double number;
    bool is_number = false;
    const char *label = label_of(values, value, names, &number, &is_number);
    bool is_blank = qa_json_kind(value) == QA_JSON_NULL || qa_json_kind(value) == QA_JSON_NUMBER;
    if (label == NULL && !is_blank) {
        refuse(values, question, value);
        return;
    }
    if (is_number) {
        (void)qa_sink_number(values->sink, QA_FIELD_VALUE, number, place);
    }
    give_label(values, label, place);
}

void qa_nested_give(struct qa_nested_values *values, const char *question,
                    struct qa_json_value value, struct qa_json_value names,
                    struct qa_json_text text, struct qa_place place)
{
    if (is_in(values->with_spans, question)) {
        qa_span_text_begin(&values->spans, text.text, text.length, place);
        (void)qa_span_json_give_all(&values->spans, value);
    } else if (is_in(values->ranked, question)) {
        give_ranks(values, question, value, place);
    } else if (is_in(values->written, question)) {
        give_text(values, question, value, place);
    } else if (qa_json_kind(value) == QA_JSON_ARRAY) {
        give_set(values, question, value, names, place);
    } else {
        give_one(values, question, value, names, place);
    }
}
