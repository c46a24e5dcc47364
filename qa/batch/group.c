/* The second half of the builder: rows to answers. */
#include <stdlib.h>
#include <string.h>

#include "qa/base/error.h"
#include "qa/batch/builder.h"
#include "qa/batch/builder_rows.h"

/* The work of one finish. Rows are reached through `order`; what is kept moves to its front. */
struct grouping {
    struct qa_builder *rows;
    struct qa_findings *findings;
    enum qa_duplicates duplicates;
    uint32_t *order;
    size_t n_kept;
    uint64_t *first_object; /* of answer a: its place in order */
    size_t n_answers;
};

static uint32_t optional(const struct qa_u32_column *column, size_t row)
{
    return column->list != NULL ? column->list[row] : QA_NONE;
}

/* Rows without a question ask that of their kind: a file of labels and one of boxes go together. */
static void name_questions(struct qa_builder *rows)
{
    struct qa_u32_column *question = &rows->question;
    bool fresh = question->list == NULL;
    question->list = qa_arena_grow(rows->arena, question->list, &question->capacity,
                                   rows->n_rows + 1, sizeof *question->list);
    uint32_t of_kind[3] = {QA_NONE, QA_NONE, QA_NONE};
    for (size_t r = 0; r < rows->n_rows; r++) {
        if (!fresh && question->list[r] != QA_NONE) {
            continue;
        }
        enum qa_row_kind kind = qa_row_kind(rows, r);
        if (of_kind[kind] == QA_NONE) {
            of_kind[kind] = qa_strings_intern_text(rows->names->questions,
                                                   kind == QA_ROW_LABEL ? "label" : "boxes");
        }
        question->list[r] = of_kind[kind];
    }
}

/*
 * Rows of one file that come item by item and carry nothing optional, as bulk deliveries do, are
 * put in order where they stand. False when they do not come so, or when some annotator answers an
 * item twice: the general way, which keeps an index of rows, takes it from there. Either way rows
 * that were moved stay in an order that the general way accepts.
 */
static bool order_in_place(const struct qa_builder *rows)
{
    enum { MOST_OF_AN_ITEM = 64 };
    const uint32_t *item = rows->item.list;
    uint32_t *annotator = rows->annotator.list;
    uint32_t *label = rows->label.list;
    uint32_t *line = rows->line.list;
    if (rows->has_optional || rows->n_sources != 1) {
        return false;
    }
    size_t first = 0;
    for (size_t r = 1; r < rows->n_rows; r++) {
        if (item[r] != item[r - 1]) {
            if (item[r] < item[r - 1]) {
                return false;
            }
            first = r;
            continue;
        }
        uint32_t own = annotator[r];
        uint32_t own_label = label[r];
        uint32_t own_line = line[r];
        size_t at = r;
        for (; at > first && annotator[at - 1] > own; at--) {
            annotator[at] = annotator[at - 1];
            label[at] = label[at - 1];
            line[at] = line[at - 1];
        }
        annotator[at] = own;
        label[at] = own_label;
        line[at] = own_line;
        if ((at > first && annotator[at - 1] == own) || r - first > MOST_OF_AN_ITEM) {
            return false;
        }
    }
    return true;
}

/* Every row is an answer, in place. */
static void fill_in_place(struct qa_batch *batch, const struct qa_builder *rows)
{
    batch->n_answers = rows->n_rows;
    batch->n_objects = rows->n_rows;
    batch->item = rows->item.list;
    batch->annotator = rows->annotator.list;
    batch->only_question = qa_strings_intern_text(rows->names->questions, "label");
    batch->line = rows->line.list;
    batch->label = rows->label.list;
}

/* Stable counting sort by item. */
static uint32_t *order_by_item(const struct qa_builder *rows)
{
    uint32_t n_items = qa_strings_count(rows->names->items);
    uint32_t *order = QA_ARRAY(rows->arena, uint32_t, rows->n_rows + 1);
    struct qa_arena_mark mark = qa_arena_mark(rows->arena);
    uint32_t *next = QA_ARRAY(rows->arena, uint32_t, (size_t)n_items + 1);
    for (size_t r = 0; r < rows->n_rows; r++) {
        next[rows->item.list[r] + 1]++;
    }
    for (uint32_t i = 0; i < n_items; i++) {
        next[i + 1] += next[i];
    }
    for (size_t r = 0; r < rows->n_rows; r++) {
        order[next[rows->item.list[r]]++] = (uint32_t)r;
    }
    qa_arena_reset(rows->arena, mark);
    return order;
}

static int compare_id(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b;
}

/* Within an item: by question, annotator, vendor, stage, and the order of the file. */
static int compare_rows(const struct qa_builder *rows, uint32_t a, uint32_t b)
{
    int by = compare_id(rows->question.list[a], rows->question.list[b]);
    by = by != 0 ? by : compare_id(rows->annotator.list[a], rows->annotator.list[b]);
    by = by != 0 ? by : compare_id(optional(&rows->vendor, a), optional(&rows->vendor, b));
    by = by != 0 ? by : compare_id(optional(&rows->stage, a), optional(&rows->stage, b));
    return by;
}

/* Stable merge sort of order[0 .. n - 1]; short runs by insertion. buffer holds n / 2. */
static void sort_rows(const struct qa_builder *rows, uint32_t *order, size_t n, uint32_t *buffer)
{
    if (n <= 16) {
        for (size_t i = 1; i < n; i++) {
            uint32_t row = order[i];
            size_t at = i;
            for (; at > 0 && compare_rows(rows, order[at - 1], row) > 0; at--) {
                order[at] = order[at - 1];
            }
            order[at] = row;
        }
        return;
    }
    size_t half = n / 2;
    sort_rows(rows, order, half, buffer);
    sort_rows(rows, order + half, n - half, buffer);
    memcpy(buffer, order, half * sizeof *buffer);
    size_t left = 0;
    size_t right = half;
    for (size_t out = 0; left < half; out++) {
        bool from_right = right < n && compare_rows(rows, order[right], buffer[left]) < 0;
        order[out] = from_right ? order[right++] : buffer[left++];
    }
}

static void sort_within_items(const struct grouping *grouping)
{
    const struct qa_builder *rows = grouping->rows;
    for (size_t start = 0; start < rows->n_rows;) {
        size_t end = start + 1;
        uint32_t item = rows->item.list[grouping->order[start]];
        while (end < rows->n_rows && rows->item.list[grouping->order[end]] == item) {
            end++;
        }
        struct qa_arena_mark mark = qa_arena_mark(rows->arena);
        uint32_t *buffer =
            end - start > 16 ? QA_ARRAY(rows->arena, uint32_t, (end - start) / 2) : NULL;
        sort_rows(rows, grouping->order + start, end - start, buffer);
        qa_arena_reset(rows->arena, mark);
        start = end;
    }
}

static void exclude_row(const struct qa_builder *rows, uint32_t row,
                        enum qa_exclusion_reason reason)
{
    struct qa_source *source = &rows->sources[qa_builder_source_of(rows, row)];
    source->rows_used--;
    source->excluded[reason]++;
}

static void report_duplicate(const struct grouping *grouping, uint32_t first, uint32_t second)
{
    const struct qa_builder *rows = grouping->rows;
    const struct qa_names *names = rows->names;
    const char *path = rows->sources[qa_builder_source_of(rows, second)].path;
    const char *who = qa_annotator_text(names, rows->annotator.list[second]);
    qa_findings_addf(grouping->findings, QA_ERROR, "E131", path, rows->line.list[second], 0,
                     "%s%s answers item '%s' with '%s' here and with '%s' in line %u; "
                     "--duplicates first or last keeps one, keep both",
                     who[0] != '\0' ? "annotator " : "an unknown annotator", who,
                     qa_strings_text(names->items, rows->item.list[second]),
                     qa_strings_text(names->labels, rows->label.list[second]),
                     qa_strings_text(names->labels, rows->label.list[first]),
                     rows->line.list[first]);
}

/* One answer to a label question: one row of order[start .. end - 1] stays. */
static void keep_label(struct grouping *grouping, size_t start, size_t end)
{
    const struct qa_builder *rows = grouping->rows;
    size_t kept = grouping->duplicates == QA_DUPLICATES_LAST ? end - 1 : start;
    uint32_t kept_row = grouping->order[kept];
    for (size_t i = start; i < end; i++) {
        uint32_t row = grouping->order[i];
        if (i == kept) {
            continue;
        }
        bool same = rows->label.list[row] == rows->label.list[kept_row];
        if (!same && grouping->duplicates == QA_DUPLICATES_ERROR) {
            report_duplicate(grouping, kept_row, row);
        }
        exclude_row(rows, row, same ? QA_EXCLUDED_REPEATED : QA_EXCLUDED_SUPERSEDED);
    }
    grouping->order[grouping->n_kept++] = kept_row;
}

static void report_mixture(const struct grouping *grouping, uint32_t row)
{
    const struct qa_builder *rows = grouping->rows;
    qa_findings_addf(grouping->findings, QA_ERROR, "E132",
                     rows->sources[qa_builder_source_of(rows, row)].path, rows->line.list[row], 0,
                     "question '%s' of item '%s' is answered with a label and with a box; give "
                     "each its own question",
                     qa_strings_text(rows->names->questions, rows->question.list[row]),
                     qa_strings_text(rows->names->items, rows->item.list[row]));
}

/* One answer with boxes, or with nothing: every box stays, an empty row only marks the answer. */
static void keep_boxes(struct grouping *grouping, size_t start, size_t end)
{
    const struct qa_builder *rows = grouping->rows;
    for (size_t i = start; i < end; i++) {
        uint32_t row = grouping->order[i];
        if (qa_row_kind(rows, row) == QA_ROW_BOX) {
            grouping->order[grouping->n_kept++] = row;
        } else if (qa_row_kind(rows, row) == QA_ROW_LABEL) {
            report_mixture(grouping, row);
        }
    }
}

/* The answers' rows, in the arena of the rows: answer_row[a] is the row that describes it. */
static uint32_t *group_answers(struct grouping *grouping)
{
    const struct qa_builder *rows = grouping->rows;
    uint32_t *answer_row = QA_ARRAY(rows->arena, uint32_t, rows->n_rows + 1);
    bool only_labels = rows->kind.list == NULL;
    if (!only_labels) {
        grouping->first_object = QA_ARRAY(rows->arena, uint64_t, rows->n_rows + 2);
    }
    for (size_t start = 0; start < rows->n_rows;) {
        uint32_t row = grouping->order[start];
        size_t end = start + 1;
        while (end < rows->n_rows &&
               rows->item.list[grouping->order[end]] == rows->item.list[row] &&
               compare_rows(rows, row, grouping->order[end]) == 0) {
            end++;
        }
        if (!only_labels) {
            grouping->first_object[grouping->n_answers] = grouping->n_kept;
        }
        if (qa_row_kind(rows, row) == QA_ROW_LABEL) {
            if (grouping->duplicates == QA_DUPLICATES_KEEP) {
                end = start + 1;
            }
            keep_label(grouping, start, end);
            row = grouping->order[grouping->n_kept - 1];
        } else {
            keep_boxes(grouping, start, end);
        }
        answer_row[grouping->n_answers++] = row;
        start = end;
    }
    if (!only_labels) {
        grouping->first_object[grouping->n_answers] = grouping->n_kept;
    }
    return answer_row;
}

static bool is_identity(const uint32_t *order, size_t n, size_t n_rows)
{
    size_t i = 0;
    while (n == n_rows && i < n && order[i] == i) {
        i++;
    }
    return i == n && n == n_rows;
}

/* A column in the order of the answers or objects. The old one is given back: at ten million rows
 * the two together would be the peak of the run. Columns that are in order already stay. */
static void *gather(struct qa_arena *arena, void *column, size_t size, const uint32_t *order,
                    size_t n, bool keep)
{
    if (column == NULL) {
        return NULL;
    }
    unsigned char *out = qa_arena_array(arena, n + 1, size);
    const unsigned char *in = column;
    if (size == sizeof(uint32_t)) {
        const uint32_t *from = column;
        uint32_t *to = (void *)out;
        for (size_t i = 0; i < n; i++) {
            to[i] = from[order[i]];
        }
    } else {
        for (size_t i = 0; i < n; i++) {
            memcpy(out + i * size, in + order[i] * size, size);
        }
    }
    if (!keep) {
        qa_arena_release(arena, column);
    }
    return out;
}

static void fill_answers(struct qa_batch *batch, struct qa_builder *rows, const uint32_t *order,
                         bool in_order)
{
    struct qa_arena *arena = rows->arena;
    size_t n = batch->n_answers;
    if (rows->n_sources > 1) {
        uint32_t *source = QA_ARRAY(arena, uint32_t, n + 1);
        for (size_t a = 0; a < n; a++) {
            source[a] = qa_builder_source_of(rows, order[a]);
        }
        batch->source = source;
    }
    /* Lines serve the answers and the objects, so the old column stays for the second. */
    batch->line = in_order ? rows->line.list
                           : gather(arena, rows->line.list, sizeof(uint32_t), order, n, true);
#define COLUMN(member, size)                                                                       \
    (in_order ? (void *)rows->member.list                                                          \
              : gather(arena, rows->member.list, (size), order, n, false))
    batch->item = COLUMN(item, sizeof(uint32_t));
    batch->annotator = COLUMN(annotator, sizeof(uint32_t));
    batch->question = COLUMN(question, sizeof(uint32_t));
    batch->vendor = COLUMN(vendor, sizeof(uint32_t));
    batch->batch = COLUMN(batch, sizeof(uint32_t));
    batch->stage = COLUMN(stage, sizeof(uint32_t));
    batch->started = COLUMN(started, sizeof(int64_t));
    batch->submitted = COLUMN(submitted, sizeof(int64_t));
    batch->duration = COLUMN(duration, sizeof(int64_t));
#undef COLUMN
}

static uint8_t *type_column(const struct qa_builder *rows, const uint32_t *order, size_t n)
{
    if (rows->kind.list == NULL) {
        return NULL;
    }
    uint8_t *types = QA_ARRAY(rows->arena, uint8_t, n + 1);
    for (size_t o = 0; o < n; o++) {
        types[o] = rows->kind.list[order[o]] == QA_ROW_BOX ? QA_TYPE_BOX : QA_TYPE_LABEL;
    }
    return types;
}

static void fill_objects(struct qa_batch *batch, struct qa_builder *rows, const uint32_t *order,
                         bool in_order)
{
    struct qa_arena *arena = rows->arena;
    size_t n = batch->n_objects;
    batch->type = type_column(rows, order, n);
#define COLUMN(member, size)                                                                       \
    (in_order ? (void *)rows->member.list                                                          \
              : gather(arena, rows->member.list, (size), order, n, false))
    batch->label = COLUMN(label, sizeof(uint32_t));
    batch->x = COLUMN(x, sizeof(double));
    batch->y = COLUMN(y, sizeof(double));
    batch->width = COLUMN(width, sizeof(double));
    batch->height = COLUMN(height, sizeof(double));
    batch->score = COLUMN(score, sizeof(double));
    batch->value = COLUMN(value, sizeof(double));
    batch->crowd = COLUMN(crowd, sizeof(uint8_t));
    if (rows->kind.list != NULL) {
        batch->object_line = COLUMN(line, sizeof(uint32_t));
    }
#undef COLUMN
}

/* An optional column ends at the last row that used it; give the rows after it their zero or
 * absent values by growing every column in use to the full length. */
static void complete_columns(struct qa_builder *rows)
{
    if (rows->kind.list != NULL) {
        rows->kind.list = qa_arena_grow(rows->arena, rows->kind.list, &rows->kind.capacity,
                                        rows->n_rows, sizeof *rows->kind.list);
    }
    if (rows->crowd.list != NULL) {
        rows->crowd.list = qa_arena_grow(rows->arena, rows->crowd.list, &rows->crowd.capacity,
                                         rows->n_rows, sizeof *rows->crowd.list);
    }
}

const struct qa_batch *qa_builder_finish(struct qa_builder *builder, enum qa_duplicates duplicates,
                                         struct qa_findings *findings)
{
    struct qa_batch *batch = QA_NEW(builder->arena, struct qa_batch);
    batch->names = builder->names;
    batch->sources = builder->sources;
    batch->n_sources = builder->n_sources;
    if (builder->n_rows == 0) {
        qa_builder_reserve(builder, 1);
    }
    complete_columns(builder);
    if (order_in_place(builder)) {
        fill_in_place(batch, builder);
        return batch;
    }
    name_questions(builder);
    struct grouping grouping = {.rows = builder,
                                .findings = findings,
                                .duplicates = duplicates,
                                .order = order_by_item(builder)};
    sort_within_items(&grouping);
    uint32_t *answer_row = group_answers(&grouping);
    batch->n_answers = grouping.n_answers;
    batch->n_objects = grouping.n_kept;
    batch->first_object = grouping.first_object;
    bool answers_in_order = is_identity(answer_row, grouping.n_answers, builder->n_rows);
    bool objects_in_order = is_identity(grouping.order, grouping.n_kept, builder->n_rows);
    fill_answers(batch, builder, answer_row, answers_in_order);
    fill_objects(batch, builder, grouping.order, objects_in_order);
    qa_arena_release(builder->arena, answer_row);
    qa_arena_release(builder->arena, grouping.order);
    return batch;
}
