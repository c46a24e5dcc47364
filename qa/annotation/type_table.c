#include <math.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/keypoints.h"
#include "qa/annotation/label.h"
#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/relation.h"
#include "qa/annotation/rotated_box.h"
#include "qa/annotation/segment.h"
#include "qa/annotation/span.h"
#include "qa/annotation/track.h"
#include "qa/annotation/transcript.h"
#include "qa/annotation/turn.h"
#include "qa/annotation/type.h"
#include "qa/base/error.h"
#include "qa/base/number.h"

/* clang-format off */
const struct qa_type *const qa_types[] = { &qa_type_label, &qa_type_box, &qa_type_polygon, &qa_type_transcript, &qa_type_segment, &qa_type_turn, &qa_type_span, &qa_type_relation, &qa_type_mask, &qa_type_label_map, &qa_type_track, &qa_type_rotated_box, &qa_type_keypoints,
};
/* clang-format on */
const size_t qa_n_types = sizeof qa_types / sizeof *qa_types;

size_t qa_type_index(const struct qa_type *type)
{
    size_t i = 0;
    while (i < qa_n_types && qa_types[i] != type) {
        i++;
    }
    if (i == qa_n_types) {
        QA_BUG("type '%s' is not in the table", type != NULL ? type->name : "(none)");
    }
    return i;
}

const struct qa_type *qa_type_of_both(const struct qa_type *a, const struct qa_type *b)
{
    if (a == b || a->includes == b) {
        return a;
    }
    return b->includes == a ? b : NULL;
}

struct qa_setting qa_type_setting(const struct qa_type *type, const struct qa_setting *setting,
                                  size_t i)
{
    struct qa_setting value = {.text = NULL};
    const struct qa_type_setting *own = &type->settings[i];
    if (setting != NULL) {
        return setting[i];
    }
    if (own->kind == QA_SETTING_NUMBER || own->kind == QA_SETTING_RATE) {
        value.number = own->initial;
    }
    return value;
}

void qa_shape_add(struct qa_shape *shape, double number)
{
    if (shape->n_numbers == shape->numbers_capacity) {
        shape->number = qa_arena_grow(shape->arena, shape->number, &shape->numbers_capacity,
                                      shape->n_numbers + 1, sizeof *shape->number);
    }
    shape->number[shape->n_numbers++] = number;
}

void qa_write_real(struct qa_written_cell *cell, double value, struct qa_arena *arena)
{
    char text[QA_REAL_TEXT_MAX];
    qa_write_text(cell, qa_arena_text(arena, qa_real_text(value, text)));
    cell->is_number = true;
}

void qa_write_text(struct qa_written_cell *cell, const char *text)
{
    *cell = (struct qa_written_cell){text, strlen(text), false};
}

const struct qa_type_form *qa_type_write(const struct qa_type *type,
                                         const struct qa_objects *objects, size_t i,
                                         struct qa_arena *arena,
                                         struct qa_written_cell cells[QA_FORM_COLUMNS_MAX])
{
    for (size_t k = 0; k < type->n_forms; k++) {
        memset(cells, 0, QA_FORM_COLUMNS_MAX * sizeof *cells);
        const struct qa_type_form *form = &type->forms[k];
        if (form->write != NULL && form->write(objects, i, arena, cells)) {
            return form;
        }
    }
    return NULL;
}

static int compare_reals(double a, double b)
{
    if (isnan(a) || isnan(b)) {
        return isnan(b) - isnan(a);
    }
    return (a > b) - (a < b);
}

int qa_object_order(const struct qa_objects *a, size_t i, const struct qa_objects *b, size_t j)
{
    size_t n_a;
    size_t n_b;
    const double *one = qa_object_numbers(a, i, &n_a);
    const double *other = qa_object_numbers(b, j, &n_b);
    for (size_t k = 0; k < n_a && k < n_b; k++) {
        int by = compare_reals(one[k], other[k]);
        if (by != 0) {
            return by;
        }
    }
    if (n_a != n_b) {
        return n_a < n_b ? -1 : 1;
    }
    const char *text = qa_object_text(a, i, &n_a);
    const char *other_text = qa_object_text(b, j, &n_b);
    int by = memcmp(text, other_text, n_a < n_b ? n_a : n_b);
    return by != 0 ? by : (n_a > n_b) - (n_a < n_b);
}

enum qa_size_class qa_size_class(double area)
{
    if (area < 32.0 * 32.0) {
        return QA_SIZE_SMALL;
    }
    return area < 96.0 * 96.0 ? QA_SIZE_MEDIUM : QA_SIZE_LARGE;
}

const char *qa_size_class_name(enum qa_size_class size)
{
    static const char *const names[QA_N_SIZE_CLASSES] = {"small", "medium", "large"};
    return names[size];
}
