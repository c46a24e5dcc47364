/* Spans as examples: the text twice, with the reference's spans and with those delivered. */
#include <string.h>

#include "qa/annotation/span.h"
#include "qa/audit/examples.h"
#include "qa/base/utf8.h"

static void judge(struct qa_example *example)
{
    for (size_t i = 0; i < example->pair->n_matches; i++) {
        enum qa_outcome outcome = example->pair->matches[i].outcome;
        example->wrong += outcome != QA_MATCHED && outcome != QA_IGNORED;
    }
    example->of = (double)example->objects.a.n;
}

/* What stands at each character of the text on one side. */
struct cover {
    const struct qa_objects *objects;
    size_t *object; /* index + 1; 0: none */
    char *mark;     /* of each object */
};

struct text {
    const char *bytes;
    size_t n; /* characters */
    size_t *at;
};

static struct text text_of(struct qa_example *example)
{
    size_t size = 0;
    struct text text = {.n = 0};
    text.bytes = qa_names_item_text(example->comparison->b->names, example->pair->item, &size);
    text.at = QA_ARRAY(example->scratch, size_t, size + 1);
    for (size_t at = 0; text.bytes != NULL && at < size;) {
        size_t length;
        (void)qa_utf8_decode(text.bytes + at, size - at, &length);
        text.at[text.n++] = at;
        at += length;
    }
    text.at[text.n] = size;
    return text;
}

static char mark_of(const struct qa_match *match, bool is_gold)
{
    switch (match->outcome) {
    case QA_MATCHED:
    case QA_IGNORED:
        return '=';
    case QA_MISSED:
    case QA_SPURIOUS:
        return is_gold ? '-' : '+';
    default:
        return '~';
    }
}

/* The marks of a side's objects, by their matches. */
static struct cover cover_of(const struct qa_example *example, const struct text *text,
                             bool is_gold)
{
    const struct qa_comparison *comparison = example->comparison;
    const struct qa_pair *pair = example->pair;
    const struct qa_objects *objects = is_gold ? &example->objects.a : &example->objects.b;
    const struct qa_batch *batch = is_gold ? comparison->a : comparison->b;
    size_t answer = is_gold ? pair->answer_a : pair->answer_b;
    struct cover cover = {objects, QA_ARRAY(example->scratch, size_t, text->n + 1),
                          QA_ARRAY(example->scratch, char, objects->n + 1)};
    for (size_t m = 0; m < pair->n_matches; m++) {
        const struct qa_match *match = &pair->matches[m];
        size_t object = is_gold ? match->object_a : match->object_b;
        if (object != SIZE_MAX && answer != SIZE_MAX) {
            cover.mark[object - qa_first_object(batch, answer)] = mark_of(match, is_gold);
        }
    }
    for (size_t i = 0; i < objects->n; i++) {
        size_t n;
        const double *fragments = qa_object_numbers(objects, i, &n);
        for (size_t f = 0; f + 1 < n; f += 2) {
            for (double c = fragments[f]; c < fragments[f + 1] && c < (double)text->n; c++) {
                cover.object[(size_t)c] = i + 1;
            }
        }
    }
    return cover;
}

/* Characters first to end - 1 with the side's spans in marks: "[-Anna:PER-]". */
static const char *line_of(struct qa_example *example, const struct text *text,
                           const struct cover *cover, size_t first, size_t end)
{
    struct qa_arena *arena = example->scratch;
    const char *line = "";
    for (size_t c = first; c < end;) {
        size_t object = cover->object[c];
        size_t from = c;
        while (c < end && cover->object[c] == object) {
            c++;
        }
        int length = (int)(text->at[c] - text->at[from]);
        const char *bytes = text->bytes + text->at[from];
        char mark = '=';
        if (object > 0 && cover->mark[object - 1] != '\0') {
            mark = cover->mark[object - 1];
        }
        const char *label =
            object > 0 ? qa_example_label(example, cover->objects->label[object - 1]) : NULL;
        line = object == 0 ? qa_arena_format(arena, "%s%.*s", line, length, bytes)
                           : qa_arena_format(arena, "%s[%c%.*s:%s%c]", line, mark, length, bytes,
                                             label != NULL ? label : "", mark);
    }
    return line;
}

static bool differs(const struct cover *cover, size_t first, size_t end)
{
    for (size_t c = first; c < end; c++) {
        if (cover->object[c] > 0 && cover->mark[cover->object[c] - 1] != '=') {
            return true;
        }
    }
    return false;
}

/* Where a line from `first` on ends: at a blank between spans of both sides, where there is one. */
static size_t end_of_line(const struct text *text, const struct cover covers[2], size_t first)
{
    size_t end = first + QA_EXAMPLE_LETTERS - 18; /* labels take room too */
    if (end >= text->n) {
        return text->n;
    }
    for (size_t c = end; c > first; c--) {
        if (text->bytes[text->at[c]] == ' ' && covers[0].object[c] == 0 &&
            covers[1].object[c] == 0) {
            return c + 1;
        }
    }
    return end;
}

/* Without a text: what the spans quote, one after the other. */
static void put_list(struct qa_example *example)
{
    const struct qa_pair *pair = example->pair;
    const struct qa_comparison *comparison = example->comparison;
    for (int side = 0; side < 2; side++) {
        const struct qa_batch *batch = side == 0 ? comparison->a : comparison->b;
        const char *line = "";
        size_t n_shown = 0;
        for (size_t m = 0; m < pair->n_matches; m++) {
            const struct qa_match *match = &pair->matches[m];
            size_t object = side == 0 ? match->object_a : match->object_b;
            if (object == SIZE_MAX || match->outcome == QA_MATCHED || n_shown >= QA_EXAMPLES) {
                continue;
            }
            char mark = mark_of(match, side == 0);
            const char *place =
                qa_object_place(batch, example->objects.type, object, example->scratch);
            const char *label = qa_example_label(example, batch->label[object]);
            line = qa_arena_format(example->scratch, "%s%s[%c%s:%s%c]", line,
                                   n_shown++ > 0 ? "  " : "", mark, place != NULL ? place : "",
                                   label != NULL ? label : "", mark);
        }
        qa_put_example(example, side == 0 ? "gold" : "given", NULL, line);
    }
}

static void put(struct qa_example *example)
{
    struct text text = text_of(example);
    if (text.n == 0) {
        put_list(example);
        return;
    }
    const struct cover covers[2] = {cover_of(example, &text, true),
                                    cover_of(example, &text, false)};
    bool has_gap = false;
    for (size_t first = 0; first < text.n && example->part <= QA_EXAMPLE_PARTS;) {
        size_t end = end_of_line(&text, covers, first);
        bool shown = differs(&covers[0], first, end) || differs(&covers[1], first, end);
        for (int side = 0; shown && side < 2; side++) {
            qa_put_example(example, side == 0 ? "gold" : "given", NULL,
                           qa_arena_format(example->scratch, "%s%s%s",
                                           has_gap ? "\xe2\x80\xa6 " : "",
                                           line_of(example, &text, &covers[side], first, end),
                                           end < text.n ? "\xe2\x80\xa6" : ""));
        }
        example->part += shown;
        has_gap = true;
        first = end;
    }
}

const struct qa_example_kind qa_example_spans = {&qa_type_span, "spans", judge, put};
