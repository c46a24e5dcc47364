/* Spans as CoNLL's columns: a token and its tag (IOB2) a line, a sentence an item, in the order in
 * which the items were read. Tokens are what stands between white space, which becomes one blank
 * when it is read back. */
#include <stdlib.h>
#include <string.h>

#include "qa/annotation/span.h"
#include "qa/base/utf8.h"
#include "qa/formats/writer.h"

struct sentence {
    struct qa_writing *writing;
    const struct qa_canonical_answer *answer;
    const char *text;
    size_t size;
    uint32_t *tag_of;  /* by code point: 1 + the span that it is in; 0: none */
    uint64_t *objects; /* of the answer */
    size_t n_points;
};

static size_t count_points(const char *text, size_t size)
{
    size_t n = 0;
    for (size_t at = 0; at < size; n++) {
        size_t length;
        (void)qa_utf8_decode(text + at, size - at, &length);
        at += length;
    }
    return n;
}

/* False after an error: spans that overlap, or in pieces, are no tags of tokens. */
static bool mark(struct sentence *sentence, size_t k)
{
    size_t n;
    const struct qa_objects one =
        qa_batch_objects(sentence->answer->batch, sentence->objects[k], 1);
    const double *at = qa_object_numbers(&one, 0, &n);
    const char *why = n != 2 ? "is in several pieces"
                      : at[1] > (double)sentence->n_points || at[0] >= at[1] ? "is not in the text"
                                                                             : NULL;
    for (size_t p = (size_t)at[0]; why == NULL && p < (size_t)at[1]; p++) {
        why = sentence->tag_of[p] != 0 ? "overlaps another" : NULL;
        sentence->tag_of[p] = (uint32_t)k + 1;
    }
    if (why != NULL) {
        qa_writing_refuse(sentence->writing, sentence->answer, "E267",
                          "the span %g-%g of item '%.80s' %s: CoNLL has a tag a token", at[0],
                          at[1], qa_item_text_of(sentence->answer), why);
    }
    return why == NULL;
}

/* A token from byte to end, its first code point being `point`, the last before `end_point`. */
static void put_token(struct sentence *sentence, size_t byte, size_t end, size_t point,
                      size_t end_point)
{
    FILE *stream = sentence->writing->stream;
    uint32_t tag = sentence->tag_of[point];
    bool is_inside = point > 0 && tag != 0;
    for (size_t p = point; p < end_point; p++) {
        if (sentence->tag_of[p] != tag) {
            qa_writing_refuse(sentence->writing, sentence->answer, "E267",
                              "a span of item '%.80s' begins or ends within the token '%.*s'",
                              qa_item_text_of(sentence->answer),
                              (int)(end - byte > 40 ? 40 : end - byte), sentence->text + byte);
            return;
        }
    }
    /* The code point before a token is white space, which a span of several tokens covers. */
    is_inside = is_inside && sentence->tag_of[point - 1] == tag;
    fwrite(sentence->text + byte, 1, end - byte, stream);
    if (tag == 0) {
        fputs(" O\n", stream);
        return;
    }
    fputs(is_inside ? " I-" : " B-", stream);
    fputs(qa_label_text_of(sentence->answer->batch, sentence->objects[tag - 1]), stream);
    fputc('\n', stream);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void put_tokens(struct sentence *sentence)
{
    size_t byte = 0;
    size_t point = 0;
    while (byte < sentence->size) {
        size_t length;
        if (is_blank(sentence->text[byte])) {
            byte++;
            point++;
            continue;
        }
        size_t end = byte;
        size_t end_point = point;
        while (end < sentence->size && !is_blank(sentence->text[end])) {
            (void)qa_utf8_decode(sentence->text + end, sentence->size - end, &length);
            end += length;
            end_point++;
        }
        put_token(sentence, byte, end, point, end_point);
        byte = end;
        point = end_point;
    }
    fputc('\n', sentence->writing->stream);
}

/* Labels are behind a letter and before the end of the line. */
static bool are_tags(const struct sentence *sentence, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        const char *label = qa_label_text_of(sentence->answer->batch, sentence->objects[k]);
        if (strpbrk(label, " \t\r\n") != NULL) {
            qa_writing_refuse(sentence->writing, sentence->answer, "E269",
                              "class '%.80s' has a blank, which ends a column of CoNLL", label);
            return false;
        }
    }
    return true;
}

static void put_sentence(struct qa_writing *writing, const struct qa_canonical_answer *answer)
{
    struct sentence sentence = {.writing = writing, .answer = answer};
    size_t n;
    sentence.text =
        qa_names_item_text(writing->names, answer->batch->item[answer->answer], &sentence.size);
    sentence.objects = qa_canonical_objects(answer, writing->arena, &n);
    if (sentence.text == NULL) {
        qa_writing_refuse(writing, answer, "E269",
                          "the text of item '%.80s' is not known: formats with texts have it, "
                          "tables have not",
                          qa_item_text_of(answer));
        return;
    }
    sentence.n_points = count_points(sentence.text, sentence.size);
    sentence.tag_of = QA_ARRAY(writing->arena, uint32_t, sentence.n_points + 1);
    bool is_good = are_tags(&sentence, n);
    for (size_t k = 0; k < n && is_good; k++) {
        is_good = mark(&sentence, k);
    }
    if (is_good) {
        put_tokens(&sentence);
    }
}

static int compare_items(const void *left, const void *right)
{
    const struct qa_canonical_answer *const *a = left;
    const struct qa_canonical_answer *const *b = right;
    uint32_t one = (*a)->batch->item[(*a)->answer];
    uint32_t other = (*b)->batch->item[(*b)->answer];
    return one < other ? -1 : one > other;
}

static void write_conll(struct qa_writing *writing)
{
    const struct qa_canonical_answer **order =
        QA_ARRAY(writing->arena, const struct qa_canonical_answer *, writing->n + 1);
    for (size_t i = 0; i < writing->n; i++) {
        order[i] = &writing->answers[i];
    }
    if (writing->n > 0) {
        qsort((void *)order, writing->n, sizeof *order, compare_items);
    }
    qa_writing_begin(writing, qa_writer_conll.file);
    for (size_t i = 0; i < writing->n; i++) {
        put_sentence(writing, order[i]);
    }
    qa_writing_end(writing);
}

static const struct qa_type *const types[] = {&qa_type_span, NULL};

const struct qa_writer qa_writer_conll = {
    .name = "conll",
    .about = "spans of texts that are known, one annotator's, as tags of tokens; items are called "
             "by their place",
    .file = "spans.conll",
    .holds = QA_HOLDS_NOTHING,
    .types = types,
    .write = write_conll,
};
