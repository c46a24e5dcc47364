/* The canonical row: columns, and what an answer and an object have in them. */
#include "qa/formats/canonical_parts.h"

#include <math.h>
#include <string.h>

#include "qa/annotation/label.h"
#include "qa/base/error.h"
#include "qa/batch/tag_set.h"

/* ---- columns ---- */

/* "keyframe,is_keyframe": the name, without its synonyms. */
static size_t add_column(struct qa_canonical_columns *columns, const char *names)
{
    size_t length = strcspn(names, ",");
    if (columns->n == QA_CANONICAL_COLUMNS_MAX || length >= QA_CANONICAL_NAME_MAX) {
        QA_BUG("the canonical row has more than %d columns, or a name too long: '%s'",
               QA_CANONICAL_COLUMNS_MAX, names);
    }
    memcpy(columns->name[columns->n], names, length);
    columns->name[columns->n][length] = '\0';
    return columns->n++;
}

size_t qa_canonical_form_column(const struct qa_canonical_columns *columns, const char *names)
{
    names += *names == '?';
    size_t length = strcspn(names, ",");
    size_t c = 0;
    while (c < columns->n &&
           (strncmp(columns->name[c], names, length) != 0 || columns->name[c][length] != '\0')) {
        c++;
    }
    return c;
}

/* Kinds may bring columns that nobody listed before them. */
static void add_form_columns(struct qa_canonical_columns *columns, const struct qa_type_form *form)
{
    for (size_t c = 0; form->write != NULL && form->columns[c] != NULL; c++) {
        const char *names = form->columns[c] + (form->columns[c][0] == '?');
        if (qa_canonical_form_column(columns, names) == columns->n) {
            (void)add_column(columns, names);
        }
    }
}

static void add_kinds_columns(struct qa_canonical_columns *columns)
{
    for (size_t t = 0; t < qa_n_types; t++) {
        for (size_t k = 0; k < qa_types[t]->n_forms; k++) {
            add_form_columns(columns, &qa_types[t]->forms[k]);
        }
    }
}

void qa_canonical_columns(struct qa_canonical_columns *columns)
{
    static const enum qa_field before[] = {
        QA_FIELD_ITEM,    QA_FIELD_QUESTION,  QA_FIELD_ANNOTATOR, QA_FIELD_VENDOR,
        QA_FIELD_BATCH,   QA_FIELD_STAGE,     QA_FIELD_STATUS,    QA_FIELD_GOLD,
        QA_FIELD_STARTED, QA_FIELD_SUBMITTED, QA_FIELD_SECONDS,   QA_FIELD_ANSWER,
        QA_FIELD_OBJECT,  QA_FIELD_TYPE,      QA_FIELD_LABEL};
    static const char *const shapes[] = {"x",         "y",     "width",     "height", "angle",
                                         "wkt",       "rle",   "keypoints", "start",  "end",
                                         "fragments", "frame", "text"};
    static const enum qa_field after[] = {QA_FIELD_IMAGE_WIDTH, QA_FIELD_IMAGE_HEIGHT,
                                          QA_FIELD_VALUE, QA_FIELD_SCORE, QA_FIELD_CROWD};
    *columns = (struct qa_canonical_columns){.n = 0};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        columns->of_field[before[i]] = add_column(columns, qa_field_name(before[i]));
    }
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        (void)add_column(columns, shapes[i]);
    }
    for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
        columns->of_field[after[i]] = add_column(columns, qa_field_name(after[i]));
    }
    add_kinds_columns(columns);
}

/* ---- cells ---- */

struct filling {
    const struct qa_canonical_columns *columns;
    struct qa_canonical_row *row;
    struct qa_arena *arena;
};

static struct qa_written_cell *cell_of(const struct filling *to, enum qa_field field)
{
    return &to->row->cell[to->columns->of_field[field]];
}

static void put_text(const struct filling *to, enum qa_field field, const char *text)
{
    if (text != NULL && text[0] != '\0') {
        qa_write_text(cell_of(to, field), text);
    }
}

static void put_real(const struct filling *to, enum qa_field field, double value)
{
    qa_write_real(cell_of(to, field), value, to->arena);
}

static void put_time(const struct filling *to, enum qa_field field, const int64_t *times,
                     size_t answer)
{
    if (times != NULL && times[answer] != QA_NO_TIME) {
        char text[QA_TIME_TEXT_MAX];
        qa_time_format(times[answer], text);
        put_text(to, field, qa_arena_text(to->arena, text));
    }
}

static const char *status_name(enum qa_answer_status status)
{
    static const char *const names[] = {
        [QA_DONE] = "done", [QA_SKIPPED] = "skipped", [QA_OPEN] = "open"};
    return names[status];
}

static void put_size(const struct filling *to, struct qa_image_size size)
{
    if (size.width > 0) {
        put_real(to, QA_FIELD_IMAGE_WIDTH, size.width);
    }
    if (size.height > 0) {
        put_real(to, QA_FIELD_IMAGE_HEIGHT, size.height);
    }
}

void qa_canonical_answer_cells(const struct qa_canonical_columns *columns,
                               const struct qa_canonical_answer *answer, struct qa_arena *arena,
                               struct qa_canonical_row *row)
{
    const struct filling to = {columns, row, arena};
    const struct qa_batch *batch = answer->batch;
    const struct qa_names *names = batch->names;
    size_t a = answer->answer;
    memset(row, 0, sizeof *row);
    put_text(&to, QA_FIELD_ITEM, qa_strings_text(names->items, batch->item[a]));
    put_text(&to, QA_FIELD_QUESTION,
             qa_strings_text(names->questions, qa_answer_question(batch, a)));
    put_text(&to, QA_FIELD_ANNOTATOR, qa_annotator_id(names, batch->annotator[a]));
    put_text(&to, QA_FIELD_VENDOR, qa_strings_text(names->vendors, qa_answer_vendor(batch, a)));
    put_text(&to, QA_FIELD_BATCH, qa_strings_text(names->batches, qa_answer_batch(batch, a)));
    put_text(&to, QA_FIELD_STAGE, qa_strings_text(names->stages, qa_answer_stage(batch, a)));
    put_text(&to, QA_FIELD_GOLD, answer->is_gold ? "true" : "");
    if (batch->n_set_aside > 0) {
        put_text(&to, QA_FIELD_STATUS, status_name((enum qa_answer_status)batch->status[a]));
    }
    put_time(&to, QA_FIELD_STARTED, batch->started, a);
    put_time(&to, QA_FIELD_SUBMITTED, batch->submitted, a);
    if (qa_answer_duration(batch, a) != QA_NO_TIME) {
        put_real(&to, QA_FIELD_SECONDS, (double)batch->duration[a] / (double)QA_SECOND);
    }
    put_text(&to, QA_FIELD_ANSWER,
             qa_key_text(names, batch->key != NULL ? batch->key[a] : QA_NO_KEY, arena));
    put_size(&to, qa_answer_image_size(batch, a));
}

/* The label, and of a set its tags. */
static void put_label(const struct filling *to, const struct qa_canonical_answer *answer,
                      uint64_t object, const char *tag_separator)
{
    const struct qa_batch *batch = answer->batch;
    const char *label = qa_strings_text(batch->names->labels, batch->label[object]);
    put_text(to, QA_FIELD_LABEL, label);
    const struct qa_question *question =
        qa_question_at(batch, qa_answer_question(batch, answer->answer));
    if (question->type->is_category && question->are_sets) {
        const char **tags;
        to->row->n_tags = qa_tag_set_read(label, tag_separator, to->arena, &tags);
        to->row->tags = tags;
    }
}

static const char *type_name(const struct filling *to, const struct qa_type *type)
{
    if (!type->is_category) {
        return type->name;
    }
    if (to->row->tags != NULL) {
        return "tags";
    }
    return cell_of(to, QA_FIELD_VALUE)->text != NULL ? "rating" : type->name;
}

size_t qa_canonical_parts(const struct qa_canonical_answer *answer, uint64_t object)
{
    const struct qa_type *type = qa_answer_type(answer->batch, answer->answer);
    const struct qa_objects one = qa_batch_objects(answer->batch, object, 1);
    size_t n;
    (void)qa_object_numbers(&one, 0, &n);
    return type->part_numbers > 0 && n > type->part_numbers ? n / type->part_numbers : 1;
}

static void put_shape(const struct filling *to, const struct qa_canonical_answer *answer,
                      const struct qa_canonical_part *part, const struct qa_type *type)
{
    struct qa_objects one = qa_batch_objects(answer->batch, part->object, 1);
    struct qa_piece piece;
    if (type->part_numbers > 0) {
        size_t n;
        const double *numbers = qa_object_numbers(&one, 0, &n);
        piece = (struct qa_piece){part->part * type->part_numbers, type->part_numbers};
        one.number = numbers;
        one.number_at = &piece;
    }
    struct qa_written_cell cells[QA_FORM_COLUMNS_MAX];
    const struct qa_type_form *form = qa_type_write(type, &one, 0, to->arena, cells);
    for (size_t c = 0; form != NULL && form->columns[c] != NULL; c++) {
        if (cells[c].text != NULL) {
            to->row->cell[qa_canonical_form_column(to->columns, form->columns[c])] = cells[c];
        }
    }
}

void qa_canonical_object_cells(const struct qa_canonical_columns *columns,
                               const struct qa_canonical_answer *answer,
                               const struct qa_canonical_part *part, struct qa_arena *arena,
                               struct qa_canonical_row *row)
{
    uint64_t object = part->object;
    const struct filling to = {columns, row, arena};
    const struct qa_batch *batch = answer->batch;
    const struct qa_type *type = qa_answer_type(batch, answer->answer);
    put_text(&to, QA_FIELD_OBJECT,
             qa_key_text(batch->names,
                         batch->object_key != NULL ? batch->object_key[object] : QA_NO_KEY, arena));
    put_label(&to, answer, object, part->tag_separator);
    if (batch->value != NULL && !isnan(batch->value[object])) {
        put_real(&to, QA_FIELD_VALUE, batch->value[object]);
    }
    if (batch->score != NULL && !isnan(batch->score[object])) {
        put_real(&to, QA_FIELD_SCORE, batch->score[object]);
    }
    if (qa_object_is_crowd(batch, object)) {
        put_real(&to, QA_FIELD_CROWD, qa_object_region(batch, object));
    }
    put_shape(&to, answer, part, type);
    put_text(&to, QA_FIELD_TYPE, type_name(&to, type));
}
