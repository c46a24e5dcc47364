#ifndef QA_FORMATS_NESTED_H
#define QA_FORMATS_NESTED_H

/*
 * Records in JSON or JSON Lines, an item each, with what several people answered inside. Forms:
 *
 *     "responses": {QUESTION: [{"user_id", "value"}]}             Argilla 2, records.to_json
 *     "responses": [{"user_id", "values": {QUESTION: {"value"}}, "status"}]   Argilla 1, its API
 *     QUESTION: [{"user_id", "value", "status"}]                  Argilla 1 on Hugging Face
 *     "QUESTION.responses": [], ".responses.users", ".responses.status"       Argilla 2 there
 *     "annotations": [{"annotator", "label"}]                     and the like: a list of objects
 *                                      with a member that names a person and one that is an answer
 *     "annotations": [{"user", "start_offset", "end_offset", "label"}]        doccano before 1.6
 *     "annotators": [], "labels": []                              in parallel
 *
 * Also the rows of Hugging Face's dataset viewer, {"features", "rows": [{"row_idx", "row"}]}: whole
 * numbers of a class label are its names; where nobody is named, columns of class labels are
 * answers that nobody signed.
 *
 * Answers: a text is a label, or what was written (see below); a number a label with a value; a
 * list of texts a set of tags; a list of start, end and label spans, in code points, of the
 * record's text; a list of values with ranks "a > b = c". Texts longer than 100 bytes, or of
 * several lines, anywhere in a question make it one of texts; --map text=QUESTION does.
 *
 * Status: submitted, or none, is done; draft is open; discarded is skipped. Suggestions are a
 * model's and left out, which is said (W265). Item: id, else external_id, else _server_id, else the
 * row's number, else the record's first text.
 */

#include "qa/formats/span_text.h"

extern const struct qa_reader qa_reader_nested;

/* ---- nested_values.c: one answer's value ---- */

struct qa_nested_values {
    struct qa_sink *sink;
    struct qa_span_text spans;
    struct qa_strings *with_spans; /* questions whose answers are spans */
    struct qa_strings *written;    /* and texts */
    struct qa_strings *ranked;     /* and ranks */
};

void qa_nested_values_init(struct qa_nested_values *values, struct qa_sink *sink);
/* What a value tells about all of its question. */
void qa_nested_note(struct qa_nested_values *values, const char *question,
                    struct qa_json_value value);
/* Gives the objects of the open answer. names: of classes, absent for none; text: of the record,
 * NULL for none. */
void qa_nested_give(struct qa_nested_values *values, const char *question,
                    struct qa_json_value value, struct qa_json_value names,
                    struct qa_json_text text, struct qa_place place);

#endif
