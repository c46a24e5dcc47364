#include "qa/formats/tags.h"

#include <string.h>

#include "qa/annotation/span.h"
#include "qa/formats/lines.h"

struct token {
    struct qa_tag tag;
    double start; /* code points */
    double end;
    size_t byte; /* in the text */
    size_t byte_end;
    struct qa_place place;
};

struct qa_tagged {
    struct qa_sink *sink;
    struct qa_span_text spans;
    enum qa_tag_scheme scheme; /* AUTO: none was asked for, and decoding is lenient */
    bool is_plain;
    struct token *token;
    size_t n;
    size_t capacity;
    char *text;
    size_t size;
    size_t text_capacity;
    double length; /* code points */
    uint64_t n_dropped;
    struct qa_place dropped_at;
};

/* ---- tags ---- */

struct qa_tag qa_tag_of(const char *text, size_t n)
{
    static const char letters[] = "BIESLU";
    static const char as[] = "BIESES";
    if (n == 1 && (text[0] == 'O' || text[0] == 'o' || text[0] == '_')) {
        return (struct qa_tag){.letter = 'O', .type = text};
    }
    const char *at = n > 2 && text[1] == '-' ? strchr(letters, text[0]) : NULL;
    if (at == NULL || *at == '\0') {
        return (struct qa_tag){.type = text, .n = n};
    }
    return (struct qa_tag){.letter = as[at - letters],
                           .is_bilou = *at == 'L' || *at == 'U',
                           .type = text + 2,
                           .n = n - 2};
}

static bool same_type(const struct qa_tag *a, const struct qa_tag *b)
{
    return a->n == b->n && memcmp(a->type, b->type, a->n) == 0;
}

/* The rule of conlleval. */
static bool begins(const struct qa_tag *before, const struct qa_tag *tag)
{
    if (tag->letter == 'O') {
        return false;
    }
    bool is_closed = before->letter == 'O' || before->letter == 'E' || before->letter == 'S';
    return tag->letter == 'B' || tag->letter == 'S' || is_closed || !same_type(before, tag);
}

void qa_tag_survey_break(struct qa_tag_survey *survey)
{
    survey->before = (struct qa_tag){.letter = 'O', .type = ""};
}

void qa_tag_survey_add(struct qa_tag_survey *survey, struct qa_tag tag)
{
    const struct qa_tag *before = &survey->before;
    bool follows = before->letter != 'O' && same_type(before, &tag);
    survey->has_plain = survey->has_plain || tag.letter == '\0';
    survey->has_letters = survey->has_letters || (tag.letter != '\0' && tag.letter != 'O');
    survey->has_bilou = survey->has_bilou || tag.is_bilou;
    survey->has_iobes =
        survey->has_iobes || (!tag.is_bilou && (tag.letter == 'E' || tag.letter == 'S'));
    survey->has_inner_start = survey->has_inner_start || (tag.letter == 'I' && !follows);
    survey->has_outer_b = survey->has_outer_b || (tag.letter == 'B' && !follows);
    survey->before = tag;
}

static enum qa_tag_scheme scheme_of(const struct qa_tag_survey *survey)
{
    if (survey->has_bilou) {
        return QA_SCHEME_BILOU;
    }
    if (survey->has_iobes) {
        return QA_SCHEME_IOBES;
    }
    return survey->has_inner_start && !survey->has_outer_b ? QA_SCHEME_IOB1 : QA_SCHEME_IOB2;
}

/* ---- sentences ---- */

struct qa_tagged *qa_tagged_new(struct qa_sink *sink, const struct qa_tag_survey *survey)
{
    const struct qa_read_options *options = qa_sink_options(sink);
    struct qa_tagged *tagged = QA_NEW(qa_sink_arena(sink), struct qa_tagged);
    tagged->sink = sink;
    tagged->scheme = options->scheme;
    tagged->is_plain = !survey->has_letters;
    if (options->scheme == QA_SCHEME_AUTO && options->decoding == QA_DECODE_STRICT) {
        tagged->scheme = scheme_of(survey);
    }
    qa_span_text_init(&tagged->spans, sink, QA_OFFSETS_CODEPOINT);
    tagged->spans.unit = QA_OFFSETS_CODEPOINT; /* offsets are made here */
    if (tagged->is_plain && survey->has_plain) {
        qa_sink_finding(sink, QA_WARNING, "W205", QA_AT(0, 0),
                        "the tags have no letters such as B- and I-: neighbouring tokens of one "
                        "class are taken for one span");
    }
    return tagged;
}

static size_t count_points(const char *text, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    }
    return count;
}

static void append(struct qa_tagged *tagged, const char *text, size_t n)
{
    if (tagged->size + n > tagged->text_capacity) {
        tagged->text = qa_arena_grow(qa_sink_arena(tagged->sink), tagged->text,
                                     &tagged->text_capacity, tagged->size + n, 1);
    }
    memcpy(tagged->text + tagged->size, text, n);
    tagged->size += n;
}

void qa_tagged_token(struct qa_tagged *tagged, const struct qa_text_cell *token,
                     const struct qa_text_cell *tag, struct qa_place place)
{
    if (tagged->n == tagged->capacity) {
        tagged->token = qa_arena_grow(qa_sink_arena(tagged->sink), tagged->token, &tagged->capacity,
                                      tagged->n + 1, sizeof *tagged->token);
    }
    if (tagged->n > 0) {
        append(tagged, " ", 1);
        tagged->length++;
    }
    struct token *out = &tagged->token[tagged->n++];
    *out = (struct token){.tag = qa_tag_of(tag->text, tag->length),
                          .start = tagged->length,
                          .byte = tagged->size,
                          .place = place};
    append(tagged, token->text, token->length);
    tagged->length += (double)count_points(token->text, token->length);
    out->end = tagged->length;
    out->byte_end = tagged->size;
}

size_t qa_tagged_count(const struct qa_tagged *tagged)
{
    return tagged->n;
}

void qa_tagged_drop(struct qa_tagged *tagged)
{
    tagged->n = 0;
    tagged->size = 0;
    tagged->length = 0;
}

/* Whether a tag is one of the file's: of the scheme that was asked for, and with a letter where
 * others have one. False after a finding. */
static bool is_of_scheme(struct qa_tagged *tagged, const struct token *token)
{
    static const char *const names[QA_N_TAG_SCHEMES] = {"", "IOB1", "IOB2", "IOBES", "BILOU"};
    enum qa_tag_scheme asked = qa_sink_options(tagged->sink)->scheme;
    const struct qa_tag *tag = &token->tag;
    bool is_iobes = tag->letter == 'E' || tag->letter == 'S';
    if (tag->letter == '\0' && !tagged->is_plain) {
        return qa_sink_bad(
            tagged->sink, token->place, "E204",
            "the tag '%.*s' is neither O nor a letter and a class such as B-%.*s, as "
            "other tags of the file are",
            tag->n > 40 ? 40 : (int)tag->n, tag->type, tag->n > 40 ? 40 : (int)tag->n, tag->type);
    }
    bool is_right = asked == QA_SCHEME_AUTO || tag->letter == 'O' ||
                    (asked == QA_SCHEME_IOBES && !tag->is_bilou) ||
                    (asked == QA_SCHEME_BILOU && (tag->is_bilou || !is_iobes)) ||
                    (asked < QA_SCHEME_IOBES && !is_iobes);
    return (is_right && (asked == QA_SCHEME_AUTO || tag->letter != '\0')) ||
           qa_sink_bad(tagged->sink, token->place, "E204",
                       "a tag of class '%.*s' is none of the scheme %s",
                       tag->n > 40 ? 40 : (int)tag->n, tag->type, names[asked]);
}

static bool are_of_scheme(struct qa_tagged *tagged)
{
    bool all = true;
    for (size_t i = 0; i < tagged->n; i++) {
        all = is_of_scheme(tagged, &tagged->token[i]) && all;
    }
    return all;
}

/* ---- decoding ---- */

static void give(struct qa_tagged *tagged, size_t first, size_t end)
{
    const struct token *begin = &tagged->token[first];
    const struct token *last = &tagged->token[end - 1];
    double number[2] = {begin->start, last->end};
    const struct qa_shape shape = {.number = number,
                                   .n_numbers = 2,
                                   .text = tagged->text + begin->byte,
                                   .n_text = last->byte_end - begin->byte};
    (void)qa_sink_text(tagged->sink, QA_FIELD_LABEL, begin->tag.type, begin->tag.n, begin->place);
    (void)qa_sink_object(tagged->sink, &qa_type_span, &shape, begin->place);
}

static void give_leniently(struct qa_tagged *tagged)
{
    const struct qa_tag outside = {.letter = 'O', .type = ""};
    const struct qa_tag *before = &outside;
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < tagged->n; i++) {
        const struct qa_tag *tag = &tagged->token[i].tag;
        bool is_start = begins(before, tag);
        if (first != SIZE_MAX && (is_start || tag->letter == 'O')) {
            give(tagged, first, i);
            first = SIZE_MAX;
        }
        first = is_start ? i : first;
        before = tag;
    }
    if (first != SIZE_MAX) {
        give(tagged, first, tagged->n);
    }
}

static bool begins_strictly(enum qa_tag_scheme scheme, const struct qa_tag *before,
                            const struct qa_tag *tag)
{
    bool follows = before->letter != 'O' && same_type(before, tag);
    switch (scheme) {
    case QA_SCHEME_IOB1:
        return (tag->letter == 'I' && !follows) || (tag->letter == 'B' && follows);
    case QA_SCHEME_IOB2:
        return tag->letter == 'B';
    default:
        return tag->letter == 'B' || tag->letter == 'S';
    }
}

/* The end of the span that begins at a token. */
static size_t end_of(const struct qa_tagged *tagged, size_t first)
{
    size_t end = first + 1;
    while (end < tagged->n) {
        const struct qa_tag *before = &tagged->token[end - 1].tag;
        const struct qa_tag *tag = &tagged->token[end].tag;
        bool is_open = before->letter == 'B' || before->letter == 'I';
        bool is_inside = tag->letter == 'I' || tag->letter == 'E';
        if (!is_open || !is_inside || !same_type(before, tag)) {
            break;
        }
        end++;
    }
    return end;
}

static void drop(struct qa_tagged *tagged, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        if (tagged->token[i].tag.letter != 'O' && tagged->n_dropped++ == 0) {
            tagged->dropped_at = tagged->token[i].place;
        }
    }
}

static void give_strictly(struct qa_tagged *tagged)
{
    const struct qa_tag outside = {.letter = 'O', .type = ""};
    bool has_ends = tagged->scheme == QA_SCHEME_IOBES || tagged->scheme == QA_SCHEME_BILOU;
    for (size_t i = 0; i < tagged->n;) {
        const struct qa_tag *before = i > 0 ? &tagged->token[i - 1].tag : &outside;
        if (!begins_strictly(tagged->scheme, before, &tagged->token[i].tag)) {
            drop(tagged, i, i + 1);
            i++;
            continue;
        }
        size_t end = end_of(tagged, i);
        char last = tagged->token[end - 1].tag.letter;
        if (!has_ends || last == 'E' || last == 'S') {
            give(tagged, i, end);
        } else {
            drop(tagged, i, end);
        }
        i = end;
    }
}

void qa_tagged_give(struct qa_tagged *tagged, struct qa_place place)
{
    bool is_strict = qa_sink_options(tagged->sink)->decoding == QA_DECODE_STRICT;
    if (qa_sink_wants_objects(tagged->sink) && are_of_scheme(tagged)) {
        qa_sink_item_text(tagged->sink, tagged->text != NULL ? tagged->text : "", tagged->size,
                          place);
        if (is_strict && !tagged->is_plain) {
            give_strictly(tagged);
        } else {
            give_leniently(tagged);
        }
    }
    qa_tagged_drop(tagged);
}

void qa_tagged_end(struct qa_tagged *tagged)
{
    if (tagged->n_dropped > 0) {
        qa_sink_finding(
            tagged->sink, QA_WARNING, "W206", tagged->dropped_at,
            "%llu tag%s of no span that the scheme allows, the first here, and left out "
            "(--decode lenient reads them as conlleval does)",
            (unsigned long long)tagged->n_dropped, tagged->n_dropped == 1 ? " is" : "s are");
    }
}

const char *qa_sentence_name(struct qa_sink *sink, uint64_t n)
{
    bool is_alone = qa_sink_current_file(sink)->entry == NULL;
    return is_alone ? qa_arena_format(qa_sink_arena(sink), "%llu", (unsigned long long)n)
                    : qa_arena_format(qa_sink_arena(sink), "%s:%llu", qa_recording_name(sink),
                                      (unsigned long long)n);
}
