#ifndef QA_BATCH_BATCH_H
#define QA_BATCH_BATCH_H

/*
 * A delivery in memory: answers in columns, their objects in columns beside them, all names as ids
 * of struct qa_names. Read-only once the builder has finished it.
 *
 * An answer is one annotator's work on one item for one question at one stage of review. The
 * answers are grouped by item in order of item id; within an item ordered by question, then
 * annotator id. The objects of an answer are contiguous. An answer without objects ("nothing to see
 * here") differs from no answer.
 *
 * Columns that nothing in the delivery used are NULL and read as absent; use the accessors.
 * Gold, pre-labels and review layers are batches too.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/annotation/type.h"
#include "qa/base/bytes.h"
#include "qa/base/finding.h"
#include "qa/base/time.h"
#include "qa/batch/names.h"

enum qa_answer_status { QA_DONE = 0, QA_SKIPPED = 1, QA_OPEN = 2 };

/* Why a row that was read is not used. */
enum qa_exclusion_reason {
    QA_EXCLUDED_BLANK_LABEL,
    QA_EXCLUDED_SKIPPED, /* its status says so */
    QA_EXCLUDED_OPEN,
    QA_EXCLUDED_OTHER_STAGE,   /* --stage asked for another */
    QA_EXCLUDED_REPEATED,      /* same annotator, item and label again */
    QA_EXCLUDED_SUPERSEDED,    /* another label of the same annotator was kept (--duplicates) */
    QA_EXCLUDED_NO_ANNOTATION, /* a row that carries neither label nor shape nor annotator */
    QA_EXCLUDED_UNREAD_SHAPE,  /* a shape that is not read (polygon or mask without a box) */
    QA_N_EXCLUSION_REASONS
};
const char *qa_exclusion_reason_name(enum qa_exclusion_reason reason);

/* One input file. rows_read == rows_used + the sum of excluded[]. */
struct qa_source {
    const char *path;
    const char *format;
    char sha256[QA_SHA256_HEX];
    uint32_t vendor; /* QA_NONE: several or none */
    uint64_t rows_read;
    uint64_t rows_used;
    uint64_t excluded[QA_N_EXCLUSION_REASONS];
    uint64_t polygons_unread; /* shapes counted but kept unread, beside a box that was used */
    uint64_t masks_unread;
    /* False for a COCO results list: it cannot tell "nothing found" from "not delivered". */
    bool lists_items;
};

struct qa_batch {
    struct qa_names *names;
    struct qa_source *sources;
    size_t n_sources;

    size_t n_answers;
    const uint32_t *item;
    const uint32_t *annotator; /* QA_NONE: unknown */
    const uint32_t *question;  /* NULL: all answers respond to only_question */
    uint32_t only_question;
    const uint32_t *vendor; /* NULL: none */
    const uint32_t *batch;  /* NULL: none */
    const uint32_t *stage;  /* of review; NULL: none; QA_NONE: absent */
    const int64_t *started; /* NULL: none; QA_NO_TIME: absent */
    const int64_t *submitted;
    const int64_t *duration; /* microseconds, given or submitted - started; QA_NO_TIME: absent */
    const uint32_t *source;  /* index of sources; NULL: all 0 */
    const uint32_t *line;    /* of the answer's first row */

    size_t n_objects;
    const uint64_t *first_object; /* n_answers + 1; NULL: answer i has exactly object i */
    const uint32_t *label;        /* n_objects; QA_NONE: an object without a label */
    const uint8_t *type;          /* enum qa_type_id; NULL: all labels */
    const double *x;              /* NULL: no boxes in the batch; as in struct qa_objects */
    const double *y;
    const double *width;
    const double *height;
    const double *score;         /* of a model, or NULL */
    const double *value;         /* a numeric rating, or NULL; NAN: absent */
    const uint8_t *crowd;        /* 1: a region of uncounted objects; NULL: none */
    const uint32_t *object_line; /* NULL: as the answer's line */
};

static inline uint64_t qa_first_object(const struct qa_batch *batch, size_t answer)
{
    return batch->first_object ? batch->first_object[answer] : answer;
}

static inline size_t qa_object_count(const struct qa_batch *batch, size_t answer)
{
    return batch->first_object
               ? (size_t)(batch->first_object[answer + 1] - batch->first_object[answer])
               : 1;
}

static inline uint32_t qa_answer_question(const struct qa_batch *batch, size_t answer)
{
    return batch->question ? batch->question[answer] : batch->only_question;
}

static inline uint32_t qa_answer_vendor(const struct qa_batch *batch, size_t answer)
{
    return batch->vendor ? batch->vendor[answer] : QA_NONE;
}

static inline uint32_t qa_answer_batch(const struct qa_batch *batch, size_t answer)
{
    return batch->batch ? batch->batch[answer] : QA_NONE;
}

static inline uint32_t qa_answer_stage(const struct qa_batch *batch, size_t answer)
{
    return batch->stage ? batch->stage[answer] : QA_NONE;
}

static inline int64_t qa_answer_duration(const struct qa_batch *batch, size_t answer)
{
    return batch->duration ? batch->duration[answer] : QA_NO_TIME;
}

static inline enum qa_type_id qa_object_type(const struct qa_batch *batch, uint64_t object)
{
    return batch->type ? (enum qa_type_id)batch->type[object] : QA_TYPE_LABEL;
}

/* The path and line an answer came from. */
const struct qa_source *qa_answer_source(const struct qa_batch *batch, size_t answer);

/* The box objects of an answer as the annotation types take them; no copy. */
struct qa_objects qa_answer_objects(const struct qa_batch *batch, size_t answer);

/* The answers to an item are range.first .. range.end - 1; empty for an item without answers.
 * The index is built once per batch: O(items). */
struct qa_item_index {
    const uint64_t *first; /* n_items + 1 */
    uint32_t n_items;
};
struct qa_item_index qa_batch_index(const struct qa_batch *batch, struct qa_arena *arena);

/* The type a question asks for: that of its first object, QA_TYPE_LABEL without any. A question
 * never mixes types: the builder keeps them apart. type[question id] for all questions. */
enum qa_type_id *qa_question_types(const struct qa_batch *batch, struct qa_arena *arena);

#endif
