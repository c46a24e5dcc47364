#include "qa/batch/builder.h"

#include <math.h>

#include "qa/base/error.h"
#include "qa/batch/builder_rows.h"

struct qa_builder *qa_builder_new(struct qa_arena *arena, struct qa_names *names)
{
    struct qa_builder *builder = QA_NEW(arena, struct qa_builder);
    builder->arena = arena;
    builder->names = names;
    return builder;
}

struct qa_source *qa_builder_source(struct qa_builder *builder, const char *path,
                                    const char *format)
{
    builder->sources = qa_arena_grow(builder->arena, builder->sources, &builder->sources_capacity,
                                     builder->n_sources + 1, sizeof *builder->sources);
    builder->source_first_row =
        qa_arena_grow(builder->arena, builder->source_first_row, &builder->source_first_capacity,
                      builder->n_sources + 1, sizeof *builder->source_first_row);
    builder->source_first_row[builder->n_sources] = builder->n_rows;
    struct qa_source *source = &builder->sources[builder->n_sources++];
    *source =
        (struct qa_source){.path = path, .format = format, .vendor = QA_NONE, .lists_items = true};
    return source;
}

struct qa_source *qa_builder_last_source(struct qa_builder *builder)
{
    return builder->n_sources > 0 ? &builder->sources[builder->n_sources - 1] : NULL;
}

uint32_t qa_builder_source_of(const struct qa_builder *builder, size_t row)
{
    size_t low = 0;
    size_t high = builder->n_sources;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (builder->source_first_row[middle] <= row) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (uint32_t)low;
}

static void grow_u32(struct qa_builder *builder, struct qa_u32_column *column, size_t n)
{
    column->list =
        qa_arena_grow(builder->arena, column->list, &column->capacity, n, sizeof *column->list);
}

void qa_builder_reserve(struct qa_builder *builder, size_t n_rows)
{
    size_t n = builder->n_rows + n_rows;
    grow_u32(builder, &builder->item, n);
    grow_u32(builder, &builder->annotator, n);
    grow_u32(builder, &builder->label, n);
    grow_u32(builder, &builder->line, n);
}

/* The four functions below store a value in a column that may not be in use yet: its first value
 * that is not the absent one puts it in use and fills in the rows before. */

static void put_u32(struct qa_builder *builder, struct qa_u32_column *column, uint32_t value,
                    uint32_t absent)
{
    size_t row = builder->n_rows;
    if (column->list == NULL && value == absent) {
        return;
    }
    bool fresh = column->list == NULL;
    grow_u32(builder, column, row + 1);
    for (size_t i = 0; fresh && i < row; i++) {
        column->list[i] = absent;
    }
    column->list[row] = value;
}

static void put_i64(struct qa_builder *builder, struct qa_i64_column *column, int64_t value)
{
    size_t row = builder->n_rows;
    if (column->list == NULL && value == QA_NO_TIME) {
        return;
    }
    bool fresh = column->list == NULL;
    column->list = qa_arena_grow(builder->arena, column->list, &column->capacity, row + 1,
                                 sizeof *column->list);
    for (size_t i = 0; fresh && i < row; i++) {
        column->list[i] = QA_NO_TIME;
    }
    column->list[row] = value;
}

static void put_real(struct qa_builder *builder, struct qa_real_column *column, double value)
{
    size_t row = builder->n_rows;
    if (column->list == NULL && isnan(value)) {
        return;
    }
    bool fresh = column->list == NULL;
    column->list = qa_arena_grow(builder->arena, column->list, &column->capacity, row + 1,
                                 sizeof *column->list);
    for (size_t i = 0; fresh && i < row; i++) {
        column->list[i] = (double)NAN;
    }
    column->list[row] = value;
}

static void put_u8(struct qa_builder *builder, struct qa_u8_column *column, uint8_t value)
{
    size_t row = builder->n_rows;
    if (column->list == NULL && value == 0) {
        return;
    }
    /* Grown memory is zero, which is the absent value. */
    column->list = qa_arena_grow(builder->arena, column->list, &column->capacity, row + 1,
                                 sizeof *column->list);
    column->list[row] = value;
}

static void put_box(struct qa_builder *builder, const struct qa_row *row)
{
    bool is_box = row->kind == QA_ROW_BOX;
    put_real(builder, &builder->x, is_box ? row->x : (double)NAN);
    put_real(builder, &builder->y, is_box ? row->y : (double)NAN);
    put_real(builder, &builder->width, is_box ? row->width : (double)NAN);
    put_real(builder, &builder->height, is_box ? row->height : (double)NAN);
}

/* Room for one more row, counted as used. Returns its index. */
static size_t start_row(struct qa_builder *builder)
{
    if (builder->n_sources == 0) {
        QA_BUG("a row without a source");
    }
    if (builder->n_rows >= UINT32_MAX) {
        QA_BUG("more than %u rows", UINT32_MAX);
    }
    struct qa_source *source = &builder->sources[builder->n_sources - 1];
    source->rows_read++;
    source->rows_used++;
    if (builder->n_rows >= builder->line.capacity) {
        qa_builder_reserve(builder, builder->n_rows + 1024);
    }
    return builder->n_rows;
}

static bool uses_optional(const struct qa_row *row)
{
    return row->question != QA_NONE || row->vendor != QA_NONE || row->batch != QA_NONE ||
           row->stage != QA_NONE || row->started != QA_NO_TIME || row->submitted != QA_NO_TIME ||
           row->duration != QA_NO_TIME || row->kind != QA_ROW_LABEL || row->crowd ||
           !isnan(row->score) || !isnan(row->value);
}

static void put_optional(struct qa_builder *builder, const struct qa_row *row)
{
    put_u32(builder, &builder->question, row->question, QA_NONE);
    put_u32(builder, &builder->vendor, row->vendor, QA_NONE);
    put_u32(builder, &builder->batch, row->batch, QA_NONE);
    put_u32(builder, &builder->stage, row->stage, QA_NONE);
    put_i64(builder, &builder->started, row->started);
    put_i64(builder, &builder->submitted, row->submitted);
    put_i64(builder, &builder->duration, row->duration);
    put_u8(builder, &builder->kind, (uint8_t)row->kind);
    put_u8(builder, &builder->crowd, row->crowd);
    put_box(builder, row);
    put_real(builder, &builder->score, row->score);
    put_real(builder, &builder->value, row->value);
}

void qa_builder_append(struct qa_builder *builder, const struct qa_row *row)
{
    size_t at = start_row(builder);
    builder->item.list[at] = row->item;
    builder->annotator.list[at] = row->annotator;
    builder->label.list[at] = row->label;
    builder->line.list[at] = row->line;
    builder->has_optional = builder->has_optional || uses_optional(row);
    if (builder->has_optional) {
        put_optional(builder, row);
    }
    builder->n_rows++;
}

void qa_builder_append_label(struct qa_builder *builder, uint32_t item, uint32_t annotator,
                             uint32_t label, uint32_t line)
{
    if (builder->has_optional) {
        const struct qa_row row = {.kind = QA_ROW_LABEL,
                                   .item = item,
                                   .annotator = annotator,
                                   .question = QA_NONE,
                                   .vendor = QA_NONE,
                                   .batch = QA_NONE,
                                   .stage = QA_NONE,
                                   .label = label,
                                   .line = line,
                                   .started = QA_NO_TIME,
                                   .submitted = QA_NO_TIME,
                                   .duration = QA_NO_TIME,
                                   .score = (double)NAN,
                                   .value = (double)NAN};
        qa_builder_append(builder, &row);
        return;
    }
    size_t at = start_row(builder);
    builder->item.list[at] = item;
    builder->annotator.list[at] = annotator;
    builder->label.list[at] = label;
    builder->line.list[at] = line;
    builder->n_rows++;
}

void qa_builder_exclude(struct qa_builder *builder, enum qa_exclusion_reason reason)
{
    struct qa_source *source = &builder->sources[builder->n_sources - 1];
    source->rows_read++;
    source->excluded[reason]++;
}
