#ifndef QA_FORMATS_TAGS_H
#define QA_FORMATS_TAGS_H

/*
 * Sentences of tokens with a tag each, as CoNLL files have them, to spans.
 *
 * Tags are O or a letter and a class: B-LOC begins a span, I-LOC goes on, E-LOC (L-LOC) ends it and
 * S-LOC (U-LOC) is one of a single token; "_" is O. In a file without such letters every tag but O
 * is a class by itself, and neighbours of one class make one span (W205).
 *
 * Lenient decoding (the default) is the rule of conlleval, whatever the scheme (Tjong Kim Sang and
 * Buchholz 2000): a span begins at B and S, at any tag of another class than the one before, and at
 * I and E behind O, E or S; it ends behind E and S, and before what begins one or is O. Strict
 * decoding takes the spans alone that the scheme allows whole; the tags of others are left out and
 * said (W206):
 *
 *     iob1    I begins behind O or another class; B behind a span of the same class only
 *     iob2    B begins, I goes on
 *     iobes   B begins, I goes on, E ends; S: one token. bilou the same with L and U
 *
 * Without a scheme the letters say: E or S is iobes, L or U bilou; else iob1 where B stands behind
 * spans of its class only and an I begins some span, iob2 otherwise. With a scheme, a tag of
 * another is an error (E204).
 *
 * The item's text is its tokens joined by one blank; spans are offsets of that.
 */

#include "qa/formats/span_text.h"

struct qa_tag {
    char letter;      /* 'O', 'B', 'I', 'E' or 'S'; '\0': a class without letter */
    bool is_bilou;    /* was written L or U */
    const char *type; /* of the file; none for O */
    size_t n;
};
struct qa_tag qa_tag_of(const char *text, size_t n);

/* What a file's tags are like: all of them are shown to it before the first is decoded. */
struct qa_tag_survey {
    bool has_letters, has_plain, has_iobes, has_bilou;
    bool has_inner_start; /* an I begins a span */
    bool has_outer_b;     /* a B stands where no span of its class ends */
    struct qa_tag before; /* within the sentence; letter O at its start */
};
void qa_tag_survey_add(struct qa_tag_survey *survey, struct qa_tag tag);
void qa_tag_survey_break(struct qa_tag_survey *survey);

struct qa_tagged; /* one for a file; lives in the sink's arena */

struct qa_tagged *qa_tagged_new(struct qa_sink *sink, const struct qa_tag_survey *survey);

/* The next token of the sentence. Texts are used before qa_tagged_end and not kept. */
void qa_tagged_token(struct qa_tagged *tagged, const struct qa_text_cell *token,
                     const struct qa_text_cell *tag, struct qa_place place);
size_t qa_tagged_count(const struct qa_tagged *tagged);

/* The sentence is complete: gives the sink its text and spans, and begins the next. The answer and
 * its item have been given by the caller, who ends it. */
void qa_tagged_give(struct qa_tagged *tagged, struct qa_place place);
/* Forget the sentence. */
void qa_tagged_drop(struct qa_tagged *tagged);

/* What is said once a file. */
void qa_tagged_end(struct qa_tagged *tagged);

/* "3", or "doc:3" of a file in a folder: the n-th sentence. In the arena. */
const char *qa_sentence_name(struct qa_sink *sink, uint64_t n);

#endif
