#ifndef QA_FORMATS_CANONICAL_H
#define QA_FORMATS_CANONICAL_H

/*
 * The canonical row: what was read, one object a row, with every field that labelqa knows under one
 * name, so that reading it back gives the same batch and writing that the same bytes.
 *
 *     item question annotator vendor batch stage status gold started_at submitted_at seconds
 *     answer_id object type label, the columns of the kinds' forms (type.h), image_width
 *     image_height value score crowd
 *
 * An answer without objects is one row with a blank type. Rows are in order of item, question,
 * vendor, annotator, stage, batch and the answer's id, and within an answer in the order of the
 * objects' numbers, whatever the order they were read in. Columns that nothing fills are left out,
 * but item, question and type, by which a table is known as one of canonical rows: its `gold` is
 * true or blank, where other tables have the right label.
 *
 * type is the kind, "rating" for labels with a value, "tags" for labels that are sets: those are
 * written as the labels stand in CSV, as lists in JSON Lines. Files, lines and hashes are not kept.
 */

#include <stdio.h>

#include "qa/batch/questions.h"
#include "qa/formats/reader.h"

enum qa_canonical_form { QA_CANONICAL_CSV, QA_CANONICAL_JSONL };

struct qa_canonical_answer; /* canonical_parts.h */

struct qa_canonical_request {
    const struct qa_batch *delivery;
    const struct qa_batch *gold; /* NULL: none; its rows have gold = true */
    const char *tag_separator;   /* of labels that are sets; NULL: they are lists */
    enum qa_canonical_form form;
    const struct qa_canonical_answer *only; /* these and no others, in their order; NULL: all */
    size_t n_only;
};

/* Returns the number of rows. Write errors are found by the caller on the stream. O(objects log
 * objects) time; the arena holds a few words an answer. */
uint64_t qa_canonical_write(const struct qa_canonical_request *request, struct qa_arena *arena,
                            FILE *stream);

/* Reads the JSON Lines back; CSV is read as any table. */
extern const struct qa_reader qa_reader_canonical;

#endif
