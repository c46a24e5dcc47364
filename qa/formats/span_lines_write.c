/* Spans of known texts, and labels of them, as JSON Lines: doccano's, and Prodigy's, which say
 * whose they are. Offsets are code points. */
#include <math.h>
#include <string.h>

#include "qa/annotation/label.h"
#include "qa/annotation/span.h"
#include "qa/batch/tag_set.h"
#include "qa/formats/writer.h"

/* ---- one line's parts ---- */

static void put_member(const char *name, FILE *stream)
{
    qa_put_json(name, stream);
    fputs(": ", stream);
}

/* The text of the item, which doccano's lines always have; of labels Prodigy's may do without.
 * False after an error. */
static bool put_text(struct qa_writing *writing, const struct qa_canonical_answer *answer)
{
    size_t size;
    const char *text =
        qa_names_item_text(writing->names, answer->batch->item[answer->answer], &size);
    if (text != NULL) {
        fputs(", ", writing->stream);
        put_member("text", writing->stream);
        qa_put_json_text(text, size, writing->stream);
    } else if (writing->writer == &qa_writer_doccano ||
               qa_answer_type(answer->batch, answer->answer) == &qa_type_span) {
        qa_writing_refuse(writing, answer, "E269",
                          "the text of item '%.80s' is not known: formats with texts have it, "
                          "tables have not",
                          qa_item_text_of(answer));
        return false;
    }
    return true;
}

/* Start and end; false after an error. */
static bool ends_of(struct qa_writing *writing, const struct qa_canonical_answer *answer,
                    uint64_t o, double at[2])
{
    const struct qa_objects one = qa_batch_objects(answer->batch, o, 1);
    size_t n;
    const double *number = qa_object_numbers(&one, 0, &n);
    at[0] = number[0];
    at[1] = number[n - 1];
    if (n != 2) {
        qa_writing_refuse(writing, answer, "E267",
                          "a span of item '%.80s' is in several pieces, which these lines cannot "
                          "say",
                          qa_item_text_of(answer));
    }
    return n == 2;
}

static bool is_set(const struct qa_canonical_answer *answer)
{
    const struct qa_batch *batch = answer->batch;
    return qa_question_at(batch, qa_answer_question(batch, answer->answer))->are_sets;
}

static size_t tags_of(const struct qa_canonical_answer *answer, uint64_t o, struct qa_arena *arena,
                      const char *const **tags)
{
    const struct qa_batch *batch = answer->batch;
    const char **list = QA_ARRAY(arena, const char *, 1);
    if (is_set(answer)) {
        size_t n = qa_tag_set_read(qa_label_text_of(batch, o), NULL, arena, &list);
        *tags = list;
        return n;
    }
    list[0] = qa_label_text_of(batch, o);
    *tags = list;
    return 1;
}

static void put_labels(const struct qa_canonical_answer *answer, uint64_t o,
                       struct qa_writing *writing)
{
    const char *const *tags;
    size_t n = tags_of(answer, o, writing->arena, &tags);
    fputc('[', writing->stream);
    for (size_t i = 0; i < n; i++) {
        fputs(i > 0 ? ", " : "", writing->stream);
        qa_put_json(tags[i], writing->stream);
    }
    fputc(']', writing->stream);
}

static bool is_aside(const struct qa_canonical_answer *answer)
{
    return answer->answer >= answer->batch->n_answers;
}

static uint64_t *objects_of(struct qa_writing *writing, const struct qa_canonical_answer *answer,
                            size_t *n)
{
    *n = 0;
    return is_aside(answer) ? NULL : qa_canonical_objects(answer, writing->arena, n);
}

static bool are_spans(const struct qa_writing *writing)
{
    for (size_t i = 0; i < writing->n; i++) {
        const struct qa_canonical_answer *answer = &writing->answers[i];
        if (!is_aside(answer)) {
            return qa_answer_type(answer->batch, answer->answer) == &qa_type_span;
        }
    }
    return false;
}

/* ---- doccano ---- */

static uint32_t annotator_of(const struct qa_canonical_answer *answer)
{
    return answer->batch->annotator[answer->answer];
}

/* A file in which nothing was found says by its key that spans were asked for. */
static const char *doccano_key(const struct qa_writing *writing, uint32_t annotator)
{
    bool has_spans = are_spans(writing);
    for (size_t i = 0; i < writing->n && has_spans; i++) {
        const struct qa_canonical_answer *answer = &writing->answers[i];
        if (annotator_of(answer) == annotator &&
            qa_object_count(answer->batch, answer->answer) > 0) {
            return "label";
        }
    }
    return has_spans ? "entities" : "label";
}

static void put_doccano(struct qa_writing *writing, const struct qa_canonical_answer *answer,
                        const char *key, bool has_spans)
{
    FILE *stream = writing->stream;
    double at[2];
    size_t n;
    uint64_t *list = objects_of(writing, answer, &n);
    fputc('{', stream);
    put_member("id", stream);
    qa_put_json(qa_item_text_of(answer), stream);
    if (!put_text(writing, answer)) {
        return;
    }
    fputs(", ", stream);
    put_member(key, stream);
    if (!has_spans && is_set(answer)) {
        put_labels(answer, list[0], writing);
    } else if (!has_spans) {
        qa_put_json(qa_label_text_of(answer->batch, list[0]), stream);
    }
    if (!has_spans) {
        fputs("}\n", stream);
        return;
    }
    fputc('[', stream);
    for (size_t k = 0; k < n && ends_of(writing, answer, list[k], at); k++) {
        fputs(k > 0 ? ", [" : "[", stream);
        qa_write_number(at[0], stream);
        fputs(", ", stream);
        qa_write_number(at[1], stream);
        fputs(", ", stream);
        qa_put_json(qa_label_text_of(answer->batch, list[k]), stream);
        fputc(']', stream);
    }
    fputs("]}\n", stream);
}

/* "anna.jsonl", as doccano calls what one member did; NULL after an error. */
static const char *member_file(struct qa_writing *writing, const struct qa_canonical_answer *answer)
{
    const char *who = qa_annotator_text(writing->names, annotator_of(answer));
    bool has_suffix = strchr(who, '.') != NULL && strchr(who, '@') == NULL;
    if (strpbrk(who, "/\\") != NULL || has_suffix) {
        qa_writing_refuse(writing, answer, "E269",
                          "annotator '%.80s' is no name that a file can have, as doccano's have it",
                          who);
        return NULL;
    }
    return qa_arena_format(writing->arena, "%s.jsonl", who[0] != '\0' ? who : "all");
}

/* Whether an annotator wrote an answer before this one. */
static bool is_first(const struct qa_writing *writing, size_t i)
{
    size_t k = 0;
    while (annotator_of(&writing->answers[k]) != annotator_of(&writing->answers[i])) {
        k++;
    }
    return k == i;
}

static void write_doccano(struct qa_writing *writing)
{
    bool has_spans = are_spans(writing);
    for (size_t i = 0; i < writing->n; i++) {
        const char *name = is_first(writing, i) ? member_file(writing, &writing->answers[i]) : NULL;
        if (name == NULL) {
            continue;
        }
        const char *key = doccano_key(writing, annotator_of(&writing->answers[i]));
        qa_writing_begin(writing, name);
        for (size_t k = i; k < writing->n; k++) {
            if (annotator_of(&writing->answers[k]) == annotator_of(&writing->answers[i])) {
                put_doccano(writing, &writing->answers[k], key, has_spans);
            }
        }
        qa_writing_end(writing);
    }
}

/* ---- Prodigy ---- */

static void put_spans(struct qa_writing *writing, const struct qa_canonical_answer *answer,
                      const uint64_t *list, size_t n)
{
    FILE *stream = writing->stream;
    double at[2];
    fputs(", \"spans\": [", stream);
    for (size_t k = 0; k < n && ends_of(writing, answer, list[k], at); k++) {
        fputs(k > 0 ? ", {\"start\": " : "{\"start\": ", stream);
        qa_write_number(at[0], stream);
        fputs(", \"end\": ", stream);
        qa_write_number(at[1], stream);
        fputs(", \"label\": ", stream);
        qa_put_json(qa_label_text_of(answer->batch, list[k]), stream);
        fputc('}', stream);
    }
    fputc(']', stream);
}

/* Seconds since 1970, which Prodigy writes without a fraction. */
static void put_time(const struct qa_batch *batch, size_t a, FILE *stream)
{
    if (batch->submitted != NULL && batch->submitted[a] != QA_NO_TIME) {
        fputs(", \"_timestamp\": ", stream);
        qa_write_number((double)batch->submitted[a] / (double)QA_SECOND, stream);
    }
}

static void put_prodigy(struct qa_writing *writing, const struct qa_canonical_answer *answer,
                        bool has_spans)
{
    FILE *stream = writing->stream;
    const struct qa_batch *batch = answer->batch;
    size_t n;
    uint64_t *list = objects_of(writing, answer, &n);
    fputc('{', stream);
    put_member("id", stream);
    qa_put_json(qa_item_text_of(answer), stream);
    if (!put_text(writing, answer)) {
        return;
    }
    if (has_spans) {
        put_spans(writing, answer, list, n);
    } else if (n > 0) {
        fputs(", \"accept\": ", stream);
        put_labels(answer, list[0], writing);
    }
    fputs(is_aside(answer) ? ", \"answer\": \"ignore\"" : ", \"answer\": \"accept\"", stream);
    put_time(batch, answer->answer, stream);
    fputs(", \"_annotator_id\": ", stream);
    const char *who = qa_annotator_text(batch->names, batch->annotator[answer->answer]);
    fputs(who[0] == '\0' ? "null" : "", stream);
    if (who[0] != '\0') {
        qa_put_json(who, stream);
    }
    fputs("}\n", stream);
}

static void write_prodigy(struct qa_writing *writing)
{
    bool has_spans = are_spans(writing);
    qa_writing_begin(writing, qa_writer_prodigy.file);
    for (size_t i = 0; i < writing->n; i++) {
        put_prodigy(writing, &writing->answers[i], has_spans);
    }
    qa_writing_end(writing);
}

static const struct qa_type *const types[] = {&qa_type_span, &qa_type_label, NULL};

const struct qa_writer qa_writer_doccano = {
    .name = "doccano",
    .about = "spans or labels of texts that are known, a file of JSON Lines an annotator; "
             "--annotator-from filename says again whose they are",
    .holds = QA_HOLDS_ANNOTATOR | QA_HOLDS_NOTHING,
    .types = types,
    .write = write_doccano,
};

const struct qa_writer qa_writer_prodigy = {
    .name = "prodigy",
    .about = "spans of texts that are known, or labels, of any number of annotators, as JSON Lines",
    .file = "answers.jsonl",
    .holds = QA_HOLDS_ANNOTATOR | QA_HOLDS_SUBMITTED | QA_HOLDS_SKIPPED | QA_HOLDS_NOTHING,
    .types = types,
    .write = write_prodigy,
};
