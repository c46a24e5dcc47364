#include "qa/batch/builder.h"

#include <string.h>

#include "qa/annotation/label.h"
#include "qa/base/error.h"
#include "qa/base/fold.h"
#include "qa/batch/builder_columns.h"

struct qa_builder *qa_builder_new(struct qa_arena *arena, struct qa_names *names)
{
    struct qa_builder *builder = QA_NEW(arena, struct qa_builder);
    builder->arena = arena;
    builder->names = names;
    builder->is_plain = true;
    builder->only_type = QA_NO_TYPE;
    return builder;
}

/* ---- columns that may not be in use yet ---- */

#define GROW(builder, column, n)                                                                   \
    ((column)->list = qa_arena_grow((builder)->arena, (column)->list, &(column)->capacity, (n),    \
                                    sizeof *(column)->list))

/* PUT stores a value at a row; the first value that is not the absent one puts the column in use
 * and gives the rows before it the absent one. */
#define DEFINE_PUT(name, column_type, value_type)                                                  \
    static void name(struct qa_builder *builder, struct column_type *column, size_t row,           \
                     value_type value, value_type absent)                                          \
    {                                                                                              \
        if (column->list == NULL && value == absent) {                                             \
            return;                                                                                \
        }                                                                                          \
        size_t from = column->list == NULL ? 0 : row;                                              \
        GROW(builder, column, row + 1);                                                            \
        for (size_t i = from; i < row; i++) {                                                      \
            column->list[i] = absent;                                                              \
        }                                                                                          \
        column->list[row] = value;                                                                 \
    }
DEFINE_PUT(put_u32, qa_u32_column, uint32_t)
DEFINE_PUT(put_i64, qa_i64_column, int64_t)
DEFINE_PUT(put_u64, qa_u64_column, uint64_t)
DEFINE_PUT(put_u8, qa_u8_column, uint8_t)

/* NAN is the absent value, and equals nothing. */
static void put_real(struct qa_builder *builder, struct qa_real_column *column, size_t row,
                     double value)
{
    if (column->list == NULL && isnan(value)) {
        return;
    }
    size_t from = column->list == NULL ? 0 : row;
    GROW(builder, column, row + 1);
    for (size_t i = from; i < row; i++) {
        column->list[i] = (double)NAN;
    }
    column->list[row] = value;
}

static void put_piece(struct qa_builder *builder, struct qa_piece_column *column, size_t row,
                      struct qa_piece piece)
{
    GROW(builder, column, row + 1);
    column->list[row] = piece;
}

/* Grown memory is zero: rows without a size have none. */
static void put_image_size(struct qa_builder *builder, size_t row, struct qa_image_size size)
{
    struct qa_image_size_column *column = &builder->image_size;
    if (size.width > 0 && size.height > 0) {
        GROW(builder, column, row + 1);
        column->list[row] = size;
    }
}

/* ---- sources ---- */

/* An answer that stayed without objects is a row of its own. */
static void count_empty(struct qa_builder *builder)
{
    if (builder->open_is_empty) {
        struct qa_source *source = &builder->sources[builder->n_sources - 1];
        source->rows_read++;
        source->rows_used++;
        builder->open_is_empty = false;
    }
}

struct qa_source *qa_builder_source(struct qa_builder *builder, const char *path,
                                    const char *format)
{
    count_empty(builder);
    builder->sources = qa_arena_grow(builder->arena, builder->sources, &builder->sources_capacity,
                                     builder->n_sources + 1, sizeof *builder->sources);
    GROW(builder, &builder->source_first, builder->n_sources + 1);
    builder->source_first.list[builder->n_sources] = builder->n_records;
    struct qa_source *source = &builder->sources[builder->n_sources++];
    *source =
        (struct qa_source){.path = path, .format = format, .vendor = QA_NONE, .lists_items = true};
    return source;
}

struct qa_source *qa_builder_last_source(struct qa_builder *builder)
{
    return builder->n_sources > 0 ? &builder->sources[builder->n_sources - 1] : NULL;
}

size_t qa_builder_source_count(const struct qa_builder *builder)
{
    return builder->n_sources;
}

struct qa_source *qa_builder_source_at(struct qa_builder *builder, size_t i)
{
    return &builder->sources[i];
}

/* By search: a source a record would be four bytes more for each of millions of rows. */
uint32_t qa_builder_source_of(const struct qa_builder *builder, size_t record)
{
    size_t low = 0;
    size_t high = builder->n_sources;
    if (builder->n_given > 0 && record >= builder->n_given) {
        record = builder->repeated[record - builder->n_given];
    }
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (builder->source_first.list[middle] <= record) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (uint32_t)low;
}

/* ---- records ---- */

void qa_builder_reserve(struct qa_builder *builder, size_t n)
{
    GROW(builder, &builder->item, builder->n_records + n);
    GROW(builder, &builder->annotator, builder->n_records + n);
    GROW(builder, &builder->line, builder->n_records + n);
    GROW(builder, &builder->label, builder->n_objects + n);
}

/* Room for one more record. Returns its index. */
static size_t start_record(struct qa_builder *builder, uint32_t item, uint32_t annotator,
                           uint32_t line)
{
    if (builder->n_sources == 0) {
        QA_BUG("an answer without a source");
    }
    if (builder->n_records >= UINT32_MAX - 1) {
        QA_BUG("more than %u answers", UINT32_MAX - 1);
    }
    size_t at = builder->n_records++;
    /* Three columns that grow together are asked about once. */
    if (at >= builder->line.capacity) {
        GROW(builder, &builder->item, at + 1024);
        GROW(builder, &builder->annotator, at + 1024);
        GROW(builder, &builder->line, at + 1024);
    }
    builder->item.list[at] = item;
    builder->annotator.list[at] = annotator;
    builder->line.list[at] = line;
    return at;
}

/* From here on a record may have another number of objects than one. Until then, as with labels,
 * record and object have one number, and the column is saved. */
static void use_first_object(struct qa_builder *builder, size_t n_records)
{
    GROW(builder, &builder->first_object, n_records + 1);
    for (size_t r = 0; r < n_records; r++) {
        builder->first_object.list[r] = r;
    }
}

static bool is_plain(const struct qa_answer *answer)
{
    return answer->question == QA_NONE && answer->vendor == QA_NONE && answer->batch == QA_NONE &&
           answer->stage == QA_NONE && answer->started == QA_NO_TIME &&
           answer->submitted == QA_NO_TIME && answer->duration == QA_NO_TIME &&
           answer->key == QA_NO_KEY && answer->status == QA_DONE && answer->image_size.width == 0;
}

void qa_builder_answer(struct qa_builder *builder, const struct qa_answer *answer)
{
    count_empty(builder);
    size_t at = start_record(builder, answer->item, answer->annotator, answer->line);
    if (builder->first_object.list == NULL && builder->n_objects != at) {
        use_first_object(builder, at);
    }
    if (builder->first_object.list != NULL) {
        GROW(builder, &builder->first_object, at + 1);
        builder->first_object.list[at] = builder->n_objects;
    }
    builder->open_is_empty = answer->status == QA_DONE;
    builder->is_plain = builder->is_plain && is_plain(answer);
    put_u32(builder, &builder->question, at, answer->question, QA_NONE);
    put_u32(builder, &builder->vendor, at, answer->vendor, QA_NONE);
    put_u32(builder, &builder->batch, at, answer->batch, QA_NONE);
    put_u32(builder, &builder->stage, at, answer->stage, QA_NONE);
    put_i64(builder, &builder->started, at, answer->started, QA_NO_TIME);
    put_i64(builder, &builder->submitted, at, answer->submitted, QA_NO_TIME);
    put_i64(builder, &builder->duration, at, answer->duration, QA_NO_TIME);
    put_u64(builder, &builder->key, at, answer->key, QA_NO_KEY);
    put_u8(builder, &builder->status, at, (uint8_t)answer->status, QA_DONE);
    put_image_size(builder, at, answer->image_size);
}

size_t qa_builder_count(const struct qa_builder *builder)
{
    return builder->n_records;
}

static int64_t time_at(const struct qa_i64_column *column, size_t record)
{
    return column->list != NULL ? column->list[record] : QA_NO_TIME;
}

struct qa_record_times qa_builder_times(const struct qa_builder *builder, size_t record)
{
    return (struct qa_record_times){time_at(&builder->started, record),
                                    time_at(&builder->submitted, record),
                                    time_at(&builder->duration, record)};
}

static void set_time(struct qa_builder *builder, struct qa_i64_column *column, size_t record,
                     int64_t time)
{
    bool is_new = column->list == NULL;
    if (is_new && time == QA_NO_TIME) {
        return;
    }
    GROW(builder, column, builder->n_records);
    for (size_t r = 0; is_new && r < builder->n_records; r++) {
        column->list[r] = QA_NO_TIME;
    }
    column->list[record] = time;
}

void qa_builder_set_times(struct qa_builder *builder, size_t record,
                          const struct qa_record_times *times)
{
    set_time(builder, &builder->started, record, times->started);
    set_time(builder, &builder->submitted, record, times->submitted);
    set_time(builder, &builder->duration, record, times->duration);
    builder->is_plain = false;
}

void qa_builder_close(struct qa_builder *builder)
{
    count_empty(builder);
    builder->n_given = builder->n_records;
    if (builder->first_object.list == NULL && builder->n_objects != builder->n_records) {
        use_first_object(builder, builder->n_records);
    }
}

void qa_builder_repeat_empty(struct qa_builder *builder, size_t from, uint32_t question)
{
    struct qa_answer answer = QA_NO_ANSWER;
    answer.item = builder->item.list[from];
    answer.annotator = builder->annotator.list[from];
    answer.line = builder->line.list[from];
    answer.question = question;
    answer.vendor = builder->vendor.list != NULL ? builder->vendor.list[from] : QA_NONE;
    answer.batch = builder->batch.list != NULL ? builder->batch.list[from] : QA_NONE;
    answer.stage = builder->stage.list != NULL ? builder->stage.list[from] : QA_NONE;
    answer.started = builder->started.list != NULL ? builder->started.list[from] : QA_NO_TIME;
    answer.submitted = builder->submitted.list != NULL ? builder->submitted.list[from] : QA_NO_TIME;
    answer.duration = builder->duration.list != NULL ? builder->duration.list[from] : QA_NO_TIME;
    answer.key = builder->key.list != NULL ? builder->key.list[from] : QA_NO_KEY;
    answer.status =
        builder->status.list != NULL ? (enum qa_answer_status)builder->status.list[from] : QA_DONE;
    if (from < builder->image_size.capacity) {
        answer.image_size = builder->image_size.list[from];
    }
    size_t i = builder->n_records - builder->n_given;
    builder->repeated =
        qa_arena_grow(builder->arena, builder->repeated, &builder->repeated_capacity, i + 1,
                      sizeof *builder->repeated);
    builder->repeated[i] = (uint32_t)from;
    qa_builder_answer(builder, &answer);
    builder->open_is_empty = false;
}

/* ---- objects ---- */

/* Objects of one kind need no column of kinds. */
static void put_type(struct qa_builder *builder, size_t object, const struct qa_type *type)
{
    uint8_t index = builder->only_type;
    if (index == QA_NO_TYPE || qa_types[index] != type) {
        index = (uint8_t)qa_type_index(type);
    }
    if (object == 0) {
        builder->only_type = index;
    }
    if (builder->type.list == NULL && index != builder->only_type) {
        GROW(builder, &builder->type, object + 1);
        memset(builder->type.list, builder->only_type, object);
    }
    if (builder->type.list != NULL) {
        GROW(builder, &builder->type, object + 1);
        builder->type.list[object] = index;
    }
}

/* As long as all objects have as many numbers as the first, their place in the pool is known. */
static void put_numbers(struct qa_builder *builder, size_t object, const double *number, size_t n)
{
    if (object == 0) {
        builder->arity = (uint32_t)n;
    }
    if (builder->number_at.list == NULL && n != builder->arity) {
        for (size_t o = 0; o < object; o++) {
            put_piece(builder, &builder->number_at, o,
                      (struct qa_piece){o * builder->arity, builder->arity});
        }
        GROW(builder, &builder->number_at, object + 1);
    }
    if (builder->number_at.list != NULL) {
        put_piece(builder, &builder->number_at, object, (struct qa_piece){builder->n_numbers, n});
    }
    if (n > 0) {
        GROW(builder, &builder->number, builder->n_numbers + n);
        memcpy(builder->number.list + builder->n_numbers, number, n * sizeof *number);
        builder->n_numbers += n;
    }
}

static void put_text(struct qa_builder *builder, size_t object, const char *text, size_t n)
{
    if (builder->text_at.list == NULL && n == 0) {
        return;
    }
    /* Names of keypoints are the same again and again. */
    const struct qa_piece *last =
        builder->text_at.list != NULL && object > 0 ? &builder->text_at.list[object - 1] : NULL;
    if (n > 0 && last != NULL && last->n == n &&
        memcmp(builder->text.list + last->first, text, n) == 0) {
        put_piece(builder, &builder->text_at, object, *last);
        return;
    }
    /* Grown memory is zero: objects before this one have empty pieces. */
    put_piece(builder, &builder->text_at, object, (struct qa_piece){builder->n_text, n});
    if (n > 0) {
        GROW(builder, &builder->text, builder->n_text + n);
        memcpy(builder->text.list + builder->n_text, text, n);
        builder->n_text += n;
    }
}

static void count_used(struct qa_builder *builder)
{
    struct qa_source *source = &builder->sources[builder->n_sources - 1];
    source->rows_read++;
    source->rows_used++;
    builder->open_is_empty = false;
}

void qa_builder_object(struct qa_builder *builder, const struct qa_type *type,
                       const struct qa_object *object)
{
    if (builder->n_records == 0) {
        QA_BUG("an object without an answer");
    }
    size_t record = builder->n_records - 1;
    size_t at = builder->n_objects;
    if (builder->first_object.list == NULL && at != record) {
        use_first_object(builder, builder->n_records);
    }
    count_used(builder);
    builder->n_objects++;
    if (at >= builder->label.capacity) {
        GROW(builder, &builder->label, at + 1024);
    }
    builder->label.list[at] = object->label;
    builder->is_plain = builder->is_plain && type == &qa_type_label && object->n_numbers == 0 &&
                        object->n_text == 0 && isnan(object->score) && isnan(object->value) &&
                        !object->crowd && object->key == QA_NO_KEY;
    put_type(builder, at, type);
    put_numbers(builder, at, object->number, object->n_numbers);
    put_text(builder, at, object->text, object->n_text);
    put_u32(builder, &builder->object_line, at,
            object->line != builder->line.list[record] ? object->line : QA_NONE, QA_NONE);
    put_real(builder, &builder->score, at, object->score);
    put_real(builder, &builder->value, at, object->value);
    put_u8(builder, &builder->crowd, at, object->crowd, 0);
    put_u64(builder, &builder->object_key, at, object->key, QA_NO_KEY);
}

void qa_builder_label(struct qa_builder *builder, uint32_t item, uint32_t annotator, uint32_t label,
                      uint32_t line)
{
    if (!builder->is_plain || builder->first_object.list != NULL || builder->n_objects == 0) {
        struct qa_answer answer = QA_NO_ANSWER;
        struct qa_object object = QA_NO_OBJECT;
        answer.item = item;
        answer.annotator = annotator;
        answer.line = line;
        object.label = label;
        object.line = line;
        qa_builder_answer(builder, &answer);
        qa_builder_object(builder, &qa_type_label, &object);
        return;
    }
    size_t at = start_record(builder, item, annotator, line);
    count_used(builder);
    if (at >= builder->label.capacity) {
        GROW(builder, &builder->label, at + 1024);
    }
    builder->label.list[at] = label;
    builder->n_objects++;
}

void qa_builder_conflict(struct qa_builder *builder, const struct qa_label_conflict *conflict)
{
    builder->conflicts =
        qa_arena_grow(builder->arena, builder->conflicts, &builder->conflicts_capacity,
                      builder->n_conflicts + 1, sizeof *builder->conflicts);
    builder->conflicts[builder->n_conflicts++] = *conflict;
}

static bool is_folded_alike(const char *a, const char *b)
{
    struct qa_arena *scratch = qa_arena_new();
    size_t n[2];
    const uint32_t *points[2] = {qa_fold_text(scratch, a, strlen(a), QA_CASE_FOLD, &n[0]),
                                 qa_fold_text(scratch, b, strlen(b), QA_CASE_FOLD, &n[1])};
    bool same = n[0] == n[1] && memcmp(points[0], points[1], n[0] * sizeof **points) == 0;
    qa_arena_free(scratch);
    return same;
}

bool qa_may_be_one_label(const char *a, const char *b)
{
    static const char numeric[] = "0123456789+-.";
    static const char of_tags[] = " |;,/+&[]";
    bool are_numbers = strchr(numeric, a[0]) != NULL && strchr(numeric, b[0]) != NULL;
    bool are_tags = strpbrk(a, of_tags) != NULL || strpbrk(b, of_tags) != NULL;
    return are_numbers || are_tags || is_folded_alike(a, b);
}

void qa_builder_exclude(struct qa_builder *builder, enum qa_exclusion_reason reason)
{
    struct qa_source *source = &builder->sources[builder->n_sources - 1];
    source->rows_read++;
    source->excluded[reason]++;
}
