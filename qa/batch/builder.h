#ifndef QA_BATCH_BUILDER_H
#define QA_BATCH_BUILDER_H

/*
 * Turns what readers find, in whatever order a file has it, into a batch: an answer first, then its
 * objects. Everything handed over is counted, used or excluded with its reason: an object is a row,
 * and so is an answer without objects.
 */

#include <math.h>

#include "qa/batch/batch.h"

enum qa_duplicates {
    QA_DUPLICATES_ERROR,
    QA_DUPLICATES_FIRST,
    QA_DUPLICATES_LAST,
    QA_DUPLICATES_KEEP /* every one is an answer: hidden repeats are data */
};

/* Who answered what, when; everything but the objects. Ids of the shared names. */
struct qa_answer {
    uint32_t item;
    uint32_t annotator; /* QA_NONE: unknown */
    uint32_t question;  /* QA_NONE: that of the objects' kind */
    uint32_t vendor;    /* QA_NONE, as the next two */
    uint32_t batch;
    uint32_t stage;
    uint32_t line;
    enum qa_answer_status status; /* other than QA_DONE: kept aside, without objects */
    int64_t started;              /* QA_NO_TIME, as the next two */
    int64_t submitted;
    int64_t duration;
    uint64_t key; /* QA_NO_KEY */
    struct qa_image_size image_size;
};
#define QA_NO_ANSWER                                                                               \
    ((struct qa_answer){.item = QA_NONE,                                                           \
                        .annotator = QA_NONE,                                                      \
                        .question = QA_NONE,                                                       \
                        .vendor = QA_NONE,                                                         \
                        .batch = QA_NONE,                                                          \
                        .stage = QA_NONE,                                                          \
                        .started = QA_NO_TIME,                                                     \
                        .submitted = QA_NO_TIME,                                                   \
                        .duration = QA_NO_TIME,                                                    \
                        .key = QA_NO_KEY})

struct qa_object {
    uint32_t label; /* QA_NONE: an object without a class */
    uint32_t line;
    const double *number; /* copied */
    size_t n_numbers;
    const char *text; /* copied */
    size_t n_text;
    double score;  /* NAN: none */
    double value;  /* NAN: none */
    double area;   /* NAN: none */
    uint8_t crowd; /* enum qa_region */
    uint64_t key;  /* QA_NO_KEY */
};
#define QA_NO_OBJECT                                                                               \
    ((struct qa_object){.label = QA_NONE,                                                          \
                        .score = (double)NAN,                                                      \
                        .value = (double)NAN,                                                      \
                        .area = (double)NAN,                                                       \
                        .key = QA_NO_KEY})

struct qa_builder;

/* The builder and the finished batch live in the arena. */
struct qa_builder *qa_builder_new(struct qa_arena *arena, struct qa_names *names);

/* Answers from now on come from this file. Returns the source, to be filled with what the reader
 * knows; rows_read and the counts are kept by the functions below. */
struct qa_source *qa_builder_source(struct qa_builder *builder, const char *path,
                                    const char *format);

/* The source that was added last, or NULL before the first. */
struct qa_source *qa_builder_last_source(struct qa_builder *builder);

/* How many sources there are so far. */
size_t qa_builder_source_count(const struct qa_builder *builder);
struct qa_source *qa_builder_source_at(struct qa_builder *builder, size_t i);

/* Room for n more answers of one object each. */
void qa_builder_reserve(struct qa_builder *builder, size_t n);

/* An answer; its objects follow. Where a file gives an answer row by row, give the answer with each
 * row: those of one file that agree in annotator, item, question, stage, vendor and key become one,
 * unless its kind is one object an answer. Amortised O(1); what is absent costs nothing. */
void qa_builder_answer(struct qa_builder *builder, const struct qa_answer *answer);

/* An object of the last answer. */
void qa_builder_object(struct qa_builder *builder, const struct qa_type *type,
                       const struct qa_object *object);

/* An answer that is a label and has nothing but its item, annotator and line: the rows of bulk
 * deliveries, for which filling and looking through whole structs would be half the work. */
void qa_builder_label(struct qa_builder *builder, uint32_t item, uint32_t annotator, uint32_t label,
                      uint32_t line);

/* Whether two labels that differ may be one once the rules of labels are applied: numbers, letters
 * of other cases or forms, lists or tags. */
bool qa_may_be_one_label(const char *a, const char *b);

/* Two labels to be told apart when the rules of labels are applied; copied. */
void qa_builder_conflict(struct qa_builder *builder, const struct qa_label_conflict *conflict);

/* How many answers were given, and the times of one of them: dates that only the rest of a file
 * tells are known after it. */
size_t qa_builder_count(const struct qa_builder *builder);
struct qa_record_times {
    int64_t started; /* QA_NO_TIME, as the next two */
    int64_t submitted;
    int64_t duration;
};
struct qa_record_times qa_builder_times(const struct qa_builder *builder, size_t record);
void qa_builder_set_times(struct qa_builder *builder, size_t record,
                          const struct qa_record_times *times);

/* A row read and not to be used. */
void qa_builder_exclude(struct qa_builder *builder, enum qa_exclusion_reason reason);

/*
 * Group what was given to answers and close the builder.
 *
 * Two answers of one annotator, item, question, stage and vendor, of whatever kind and from
 * whichever files, are a repetition when their objects are the same (the first is kept); when they
 * differ the policy decides, and QA_DUPLICATES_ERROR adds one error finding a case (E131), naming
 * both places. QA_DUPLICATES_KEEP keeps equal ones too, as answers of their own, in the order of
 * the files. Labels that may be one by the rules of labels (labels.h) are left to them
 * (qa_label_conflict). First and last go by the time of the answers where all of them have one,
 * else by the order of the files and their rows. Two vendors for one answer of an unknown annotator
 * stay two answers. A question that is answered with objects of two kinds is an error finding
 * (E132).
 *
 * An answer without objects and without a question answers the questions of its file: those of the
 * kinds that the file holds, of the source's type when it holds none.
 * O(rows + items), and O(rows log rows) only within an item.
 */
struct qa_batch *qa_builder_finish(struct qa_builder *builder, enum qa_duplicates duplicates,
                                   struct qa_findings *findings);

#endif
