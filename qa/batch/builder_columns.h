#ifndef QA_BATCH_BUILDER_COLUMNS_H
#define QA_BATCH_BUILDER_COLUMNS_H

/*
 * What the builder was given, as columns, shared by the file that appends and the one that groups.
 * Private to this room. A column that nothing has used yet has list NULL and stands for its absent
 * value.
 *
 * A record is an answer as it was given, with its objects; grouping merges records.
 */

#include "qa/batch/builder.h"

struct qa_u32_column {
    uint32_t *list;
    size_t capacity;
};

struct qa_i64_column {
    int64_t *list;
    size_t capacity;
};

struct qa_u64_column {
    uint64_t *list;
    size_t capacity;
};

struct qa_real_column {
    double *list;
    size_t capacity;
};

struct qa_u8_column {
    uint8_t *list;
    size_t capacity;
};

struct qa_piece_column {
    struct qa_piece *list;
    size_t capacity;
};

struct qa_image_size_column {
    struct qa_image_size *list;
    size_t capacity;
};

struct qa_builder {
    struct qa_arena *arena;
    struct qa_names *names;

    size_t n_records;
    size_t n_given;     /* of them; the others repeat one for a further question */
    uint32_t *repeated; /* of record n_given + i: the record it repeats */
    size_t repeated_capacity;
    struct qa_u32_column item, annotator, line;
    struct qa_u32_column question, vendor, batch, stage; /* absent: QA_NONE */
    struct qa_i64_column started, submitted, duration;   /* absent: QA_NO_TIME */
    struct qa_u64_column key;                            /* absent: QA_NO_KEY */
    struct qa_u8_column status;                          /* absent: QA_DONE */
    struct qa_image_size_column image_size;              /* absent: 0 x 0 */
    /* Objects of record r: first_object.list[r] up to that of r + 1. Absent: exactly object r. */
    struct qa_u64_column first_object;

    size_t n_objects;
    struct qa_u32_column label;
    struct qa_u32_column object_line; /* absent: the record's */
    struct qa_u8_column type;         /* index in qa_types; absent: only_type */
    uint8_t only_type;                /* of all objects so far; QA_NO_TYPE before the first */
    struct qa_real_column number;
    size_t n_numbers;
    struct qa_piece_column number_at; /* absent: every object has `arity` */
    uint32_t arity;
    struct {
        char *list;
        size_t capacity;
    } text;
    size_t n_text;
    struct qa_piece_column text_at;           /* absent: no text */
    struct qa_real_column score, value, area; /* absent: NAN */
    struct qa_u8_column crowd;                /* absent: 0 */
    struct qa_u64_column object_key;          /* absent: QA_NO_KEY */

    /* Every record is a label with an item, annotator, line and nothing else. */
    bool is_plain;
    bool open_is_empty; /* the last record is done and has no object yet: not counted */

    struct qa_source *sources;
    size_t n_sources;
    size_t sources_capacity;
    struct qa_label_conflict *conflicts;
    size_t n_conflicts;
    size_t conflicts_capacity;
    struct qa_u64_column source_first; /* record: those of a source follow one another */
};

/* The source that a record came from, as an index. O(log sources). */
uint32_t qa_builder_source_of(const struct qa_builder *builder, size_t record);

/* Nothing more comes: n_given is set. */
void qa_builder_close(struct qa_builder *builder);

/* One record more, as `from`, which has no objects, for another question. After the close. */
void qa_builder_repeat_empty(struct qa_builder *builder, size_t from, uint32_t question);

static inline uint64_t qa_record_first(const struct qa_builder *builder, size_t record)
{
    return builder->first_object.list == NULL ? record
           : record < builder->n_records      ? builder->first_object.list[record]
                                              : builder->n_objects;
}

static inline size_t qa_record_count(const struct qa_builder *builder, size_t record)
{
    return (size_t)(qa_record_first(builder, record + 1) - qa_record_first(builder, record));
}

static inline uint8_t qa_record_object_type(const struct qa_builder *builder, uint64_t object)
{
    return builder->type.list != NULL ? builder->type.list[object] : builder->only_type;
}

#endif
