#ifndef QA_BATCH_BATCH_H
#define QA_BATCH_BATCH_H

/*
 * A delivery in memory: answers in columns, their objects in columns beside them, all names as ids
 * of struct qa_names. Read-only once the builder has finished it.
 *
 * An answer is one annotator's work on one item for one question at one stage of review. The
 * answers are grouped by item in order of item id; within an item ordered by question, then
 * annotator id. The objects of an answer are contiguous and of one kind. An answer without objects
 * ("nothing to see here") differs from no answer.
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

/* The source's own id of an answer or an object: a whole number below 2^63 as it is, a text as its
 * id in names->keys with the top bit set. */
#define QA_NO_KEY UINT64_MAX

/* Why a row that was read is not used. */
enum qa_exclusion_reason {
    QA_EXCLUDED_BLANK_LABEL,
    QA_EXCLUDED_MISSING_WORD, /* its label is a word that --missing names */
    QA_EXCLUDED_UNDECLARED,   /* its label is outside the declared set */
    QA_EXCLUDED_SKIPPED,      /* its status says so */
    QA_EXCLUDED_OPEN,
    QA_EXCLUDED_OTHER_STAGE,  /* --stage asked for another */
    QA_EXCLUDED_REPEATED,     /* the same answer of the same annotator again */
    QA_EXCLUDED_SUPERSEDED,   /* another answer of the same annotator was kept (--duplicates) */
    QA_EXCLUDED_NO_SHAPE,     /* an object without any */
    QA_EXCLUDED_UNREAD_SHAPE, /* a shape of a kind that is not read, or not in this run */
    QA_EXCLUDED_TAINTED,      /* its worker failed the platform's test questions */
    QA_EXCLUDED_NO_PERSON,    /* a machine's, or a failure in place of an answer */
    QA_EXCLUDED_GROUND_TRUTH, /* --ground-truth ignored */
    QA_EXCLUDED_HEADER,       /* the names of the columns again */
    QA_N_EXCLUSION_REASONS
};
const char *qa_exclusion_reason_name(enum qa_exclusion_reason reason);

/* One input file. rows_read == rows_used + the sum of excluded[]. */
struct qa_source {
    const char *path;
    const char *format;
    char sha256[QA_SHA256_HEX];
    /* Of a file about one image among others: the folder that they lie in, which counts as the file
     * where files tell people apart and say what was asked. NULL: the file itself. */
    const char *unit;
    const char *input;   /* the folder or archive that it is in; NULL: a file by itself */
    const char *mapping; /* of a table: what its columns were taken for, in words; NULL: none */
    uint32_t vendor;     /* QA_NONE: several or none */
    uint64_t rows_read;
    uint64_t rows_used;
    uint64_t excluded[QA_N_EXCLUSION_REASONS];
    uint64_t shapes_unread; /* counted but kept unread, beside another that was used */
    /* The kind of answers without objects and without a question in a file that holds none. */
    const struct qa_type *type;
    /* What is wrong if its answers stay without an annotator; NULL: nothing. */
    const char *unsigned_text;
    /* False for a COCO results list: it cannot tell "nothing found" from "not delivered". */
    bool lists_items;
    /* Its answers were counts of labels: their annotators are numbers that stand for nobody. */
    bool is_counts;
};

/* Two labels of which one answer was kept, and which differ as they were written: an error unless
 * the rules of labels make them one. */
struct qa_label_conflict {
    uint32_t question; /* QA_NONE: that of labels */
    uint32_t label[2];
    const char *code; /* what is said if they are two, with its place */
    const char *file;
    uint32_t line;
    uint32_t column;
    const char *text;
    struct qa_source *source; /* of an answer that counts as superseded, until it is a repetition;
                                 or NULL */
};

/* Of an image, in pixels; a 0: not known. */
struct qa_image_size {
    uint32_t width;
    uint32_t height;
};

/* Of numbers as a file has them; what is no whole number from 1 to 2^31 is not known. */
struct qa_image_size qa_image_size(double width, double height);

struct qa_questions;

struct qa_batch {
    struct qa_names *names;
    struct qa_source *sources;
    size_t n_sources;
    /* The run's one table of questions (questions.h), the same in all of its batches. NULL until
     * qa_questions_make. */
    const struct qa_questions *questions;
    const struct qa_label_conflict *conflicts; /* settled by qa_labels_settle */
    size_t n_conflicts;

    size_t n_answers;
    /* Answers that were skipped or are open; they follow the n_answers in every column of answers,
     * have no objects and take part in nothing. */
    size_t n_set_aside;
    const uint8_t *status; /* enum qa_answer_status; NULL: all done */
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
    const uint64_t *key;     /* the source's id of the answer; NULL: none; QA_NO_KEY: absent */
    /* What the answer's file says of its item, so that two files can say different things: COCO
     * and Label Studio do, tables only with columns image_width and image_height. NULL: none do. */
    const struct qa_image_size *image_size;
    const uint32_t *source; /* index of sources; NULL: all 0 */
    const uint32_t *line;   /* of the answer's first row */

    size_t n_objects;
    const uint64_t *first_object; /* n_answers + 1; NULL: answer i has exactly object i */
    const uint32_t *label;        /* n_objects; QA_NONE: an object without a label */
    /* The pools of struct qa_objects. number_at NULL: every object has `arity` numbers. */
    const double *number;
    const struct qa_piece *number_at;
    uint32_t arity;
    const char *text;
    const struct qa_piece *text_at; /* NULL: no text in the batch */
    const double *score;            /* of a model, or NULL */
    const double *area;             /* square pixels, as the file says; NULL: none; NAN: absent */
    const double *value;            /* a numeric rating, or NULL; NAN: absent */
    const uint8_t *crowd;           /* enum qa_region; NULL: none */
    const uint64_t *object_key;     /* the source's id of the object; NULL: none */
    const uint32_t *object_line;    /* NULL: as the answer's line */

    /* By question id: index in qa_types of its objects' kind, QA_NO_TYPE without any; and the first
     * answer that has an object. What questions.h is made from. */
    const uint8_t *question_type;
    const size_t *question_answer;
    uint32_t n_questions;
};
enum { QA_NO_TYPE = 255 };

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

static inline struct qa_image_size qa_answer_image_size(const struct qa_batch *batch, size_t answer)
{
    return batch->image_size ? batch->image_size[answer] : (struct qa_image_size){0, 0};
}

/* The label of an answer that is one: of its first object; QA_NONE without any. */
static inline uint32_t qa_answer_label(const struct qa_batch *batch, size_t answer)
{
    return qa_object_count(batch, answer) > 0 ? batch->label[qa_first_object(batch, answer)]
                                              : QA_NONE;
}

/* What an object of a reference is when it is none to be found. */
enum qa_region {
    QA_REGION_NONE,
    QA_REGION_CROWD,    /* a region of uncounted objects */
    QA_REGION_UNCOUNTED /* one object that need not be found: difficult, to be ignored */
};

static inline uint8_t qa_object_region(const struct qa_batch *batch, uint64_t object)
{
    return batch->crowd != NULL ? batch->crowd[object] : QA_REGION_NONE;
}

/* Of either sort. */
static inline bool qa_object_is_crowd(const struct qa_batch *batch, uint64_t object)
{
    return batch->crowd != NULL && batch->crowd[object] != 0;
}

/* The line an object came from. */
static inline uint32_t qa_object_line(const struct qa_batch *batch, size_t answer, uint64_t object)
{
    return batch->object_line != NULL ? batch->object_line[object] : batch->line[answer];
}

/* The path and line an answer came from. */
const struct qa_source *qa_answer_source(const struct qa_batch *batch, size_t answer);

/* Whether a source was of counts, so that annotators are nobody. */
bool qa_batch_has_counts(const struct qa_batch *batch);

/* n objects from the first as the annotation types take them; no copy. */
struct qa_objects qa_batch_objects(const struct qa_batch *batch, uint64_t first, size_t n);

/* "42", "ann-7", in the arena; NULL for QA_NO_KEY. */
const char *qa_key_text(const struct qa_names *names, uint64_t key, struct qa_arena *arena);

/* The area that the file gives of an object, else that of its kind; 0 without either. */
double qa_object_area(const struct qa_batch *batch, const struct qa_type *type, uint64_t object);

/* What the file calls an object, and where it is in words; NULL for SIZE_MAX, or where there is
 * nothing to say. In the arena. */
const char *qa_object_key_text(const struct qa_batch *batch, size_t object, struct qa_arena *arena);
const char *qa_object_place(const struct qa_batch *batch, const struct qa_type *type, size_t object,
                            struct qa_arena *arena);

/* The answers to an item are range.first .. range.end - 1; empty for an item without answers.
 * The index is built once per batch: O(items). */
struct qa_item_index {
    const uint64_t *first; /* n_items + 1 */
    uint32_t n_items;
};
struct qa_item_index qa_batch_index(const struct qa_batch *batch, struct qa_arena *arena);

#endif
