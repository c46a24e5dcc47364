#ifndef QA_FORMATS_TABLE_NAMES_H
#define QA_FORMATS_TABLE_NAMES_H

/*
 * What people and platforms call the columns of a table of answers: sure names, names that are
 * taken where nothing surer is there, and what a column might be when the table lacks one.
 */

#include "qa/base/records.h"
#include "qa/formats/sink.h"

/* "class,category,...": other sure names of a field; NULL: none. */
const char *qa_field_synonyms(enum qa_field field);

/* What people say of a task is not the answer: a comment, a time. */
bool qa_is_remark(const char *name);

/* The name of a column without what a platform sets before it: "worker_id" of
 * "ASSIGNMENT:worker_id". */
const char *qa_column_name(const char *header);

/* A column for a field that no sure name tells: a weak name (target, rating, id), or the only one
 * of a platform's answers (Answer.x, OUTPUT:x), inputs (INPUT:x) or gold (GOLDEN:x). QA_NONE: none.
 * used: columns that have a meaning already. */
uint32_t qa_loose_column(const struct qa_records *header, const bool *used, enum qa_field field);

/* Whether a column looks like one of the field, sure or weak, or misspelt by one letter. */
bool qa_looks_like(const char *header, enum qa_field field);

/* Whether a column looks like a part of an object: "bbox", "x1", "points". Words that are as often
 * something else (text, start, width) do not count. */
bool qa_looks_like_object(const char *header);

/* "item=target,annotator=rater,label=rating" for --map: the columns of n fields as they are found,
 * QA_NONE for those to be guessed among those that are not used (which are marked then). In the
 * arena; NULL: no column is left for one of them. */
const char *qa_likely_map(const struct qa_records *header, bool *used, const enum qa_field *fields,
                          const uint32_t *columns, size_t n, struct qa_arena *arena);

/* All columns of a table, "a, b, c". In the arena. */
const char *qa_column_list(const struct qa_records *header, struct qa_arena *arena);

#endif
