#ifndef QA_BATCH_GROUP_PARTS_H
#define QA_BATCH_GROUP_PARTS_H

/* Private to the second half of the builder: what its steps hand to each other. */

#include "qa/batch/builder.h"
#include "qa/batch/builder_columns.h"

/* The work of one finish. Records are reached through `order`. */
struct qa_grouping {
    struct qa_builder *given;
    struct qa_findings *findings;
    enum qa_duplicates duplicates;
    uint32_t *order;
    size_t n_done; /* the first of order; behind them those that were set aside */
    /* What comes out: of answer a, the record that describes it, and its objects. */
    uint32_t *record_of;
    uint64_t *first_object; /* NULL: every answer has one object */
    size_t n_answers;
    uint32_t *object_order;
    size_t n_objects;
    uint8_t *absorbed;        /* by object as given: it is part of another now; NULL: none are */
    struct qa_arena *scratch; /* of the joining, from its begin to its end */
};

static inline bool qa_group_is_absorbed(const struct qa_grouping *grouping, uint64_t object)
{
    return grouping->absorbed != NULL && grouping->absorbed[object] != 0;
}

static inline uint32_t qa_group_optional(const struct qa_u32_column *column, size_t record)
{
    return column->list != NULL ? column->list[record] : QA_NONE;
}

static inline uint64_t qa_group_key(const struct qa_builder *given, size_t record)
{
    return given->key.list != NULL ? given->key.list[record] : QA_NO_KEY;
}

static inline bool qa_group_is_done(const struct qa_builder *given, size_t record)
{
    return given->status.list == NULL || given->status.list[record] == QA_DONE;
}

static inline int qa_group_compare_id(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

/* Answers without a question answer that of their kind: labels and boxes go together in one file.
 */
void qa_group_name_questions(struct qa_builder *given);

/* Fills order: by item, then question, annotator, vendor, stage, the order of the files, the
 * answer's own id and the order of rows; behind n_done what was set aside. */
void qa_group_order(struct qa_grouping *grouping);

/* Whether two records of an item belong to one annotator's answer to one question (0), and else
 * their order. */
int qa_group_compare_answers(const struct qa_builder *given, uint32_t a, uint32_t b);

/*
 * Objects of kinds that come in parts (type.h): those of the records of one answer that have one id
 * become one, where the first of them in the file stands; the others are absorbed. The order of
 * records means nothing. A part that is there twice is E255, one of another class than the first
 * E256. The first function makes ready for it once; false where nothing comes in parts.
 * O(n log n) of the answer's objects.
 */
bool qa_group_join_begin(struct qa_grouping *grouping);
/* Numbers of objects that come out alone are kept; once object_order is there. */
void qa_group_join_end(struct qa_grouping *grouping);
void qa_group_join(struct qa_grouping *grouping, const uint32_t *records, size_t n_records);

/* Fills what comes out: the answers, then what was set aside; returns how many were. */
size_t qa_group_answers(struct qa_grouping *grouping);

/* A column that zero stands in for ends at the last row that used it; this gives the rows after it
 * their zeros. Once all rows are there. */
void qa_group_complete_columns(struct qa_builder *given);

/* The columns of the batch in the order of its answers and objects; frees the old ones. */
void qa_group_columns(struct qa_batch *batch, struct qa_grouping *grouping);

/* What kind each question asks for: of a batch that is all of one question, and in general (E132).
 */
void qa_group_only_kind(struct qa_batch *batch, const struct qa_builder *given);
void qa_group_kinds(struct qa_batch *batch, const struct qa_builder *given,
                    const uint32_t *object_order, struct qa_findings *findings);

#endif
