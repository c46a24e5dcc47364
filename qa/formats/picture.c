#include "qa/formats/picture.h"

#include <math.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/label.h"
#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
#include "qa/batch/item_names.h"
#include "qa/formats/input.h"
#include "qa/formats/lines.h"
#include "qa/formats/picture_people.h"

/* ---- filling ---- */

void qa_picture_init(struct qa_picture *picture, struct qa_sink *sink)
{
    *picture = (struct qa_picture){.sink = sink, .arena = qa_arena_new()};
    picture->empty = qa_arena_mark(picture->arena);
}

void qa_picture_free(struct qa_picture *picture)
{
    qa_arena_free(picture->arena);
}

void qa_picture_begin(struct qa_picture *picture, struct qa_place place)
{
    qa_arena_reset(picture->arena, picture->empty);
    memset(picture->field, 0, sizeof picture->field);
    picture->place = place;
    picture->size = (struct qa_image_size){0, 0};
    picture->first = NULL;
    picture->last = &picture->first;
    picture->n_left_out = 0;
}

struct qa_text_cell qa_picture_copy(struct qa_picture *picture, const char *text, size_t n)
{
    return (struct qa_text_cell){qa_arena_text_n(picture->arena, text, n), n};
}

void qa_picture_text(struct qa_picture *picture, enum qa_field field, const char *text, size_t n,
                     struct qa_place place)
{
    picture->field[field] = (struct qa_picture_field){qa_picture_copy(picture, text, n), place};
}

bool qa_picture_json(struct qa_picture *picture, enum qa_field field, struct qa_json_value value)
{
    struct qa_json_text text;
    int64_t whole;
    double number;
    if (!qa_json_is_there(value) || qa_json_kind(value) == QA_JSON_NULL) {
        return true;
    }
    if (qa_json_string(value, &text)) {
        qa_picture_text(picture, field, text.text, text.length, QA_AT_JSON(value));
    } else if (qa_json_integer(value, &whole)) {
        const char *digits = qa_arena_format(picture->arena, "%lld", (long long)whole);
        qa_picture_text(picture, field, digits, strlen(digits), QA_AT_JSON(value));
    } else if (qa_json_real(value, &number)) {
        const char *digits = qa_arena_format(picture->arena, "%.17g", number);
        qa_picture_text(picture, field, digits, strlen(digits), QA_AT_JSON(value));
    } else {
        return qa_sink_bad(picture->sink, QA_AT_JSON(value), "E119",
                           "%s is %s, expected a text or a number", qa_field_name(field),
                           qa_json_kind_name(qa_json_kind(value)));
    }
    return true;
}

struct qa_mark *qa_picture_mark(struct qa_picture *picture, const struct qa_type *type,
                                struct qa_place place)
{
    struct qa_mark *mark = QA_NEW(picture->arena, struct qa_mark);
    mark->type = type;
    mark->shape.arena = picture->arena;
    mark->score = (double)NAN;
    mark->place = place;
    *picture->last = mark;
    picture->last = &mark->next;
    return mark;
}

void qa_picture_drop(struct qa_picture *picture, struct qa_mark *mark)
{
    picture->n_left_out++;
    picture->last = &picture->first;
    while (*picture->last != mark) {
        picture->last = &(*picture->last)->next;
    }
    *picture->last = NULL;
}

/* ---- what is said once a run ---- */

struct said {
    struct qa_strings *kinds; /* unread, by file format and kind */
    bool boxes_around;
    bool people_joined;
};

static struct said *said_in(struct qa_sink *sink)
{
    struct said *said = qa_sink_shared(sink, "picture", sizeof *said);
    said->kinds = said->kinds != NULL ? said->kinds : qa_strings_new(qa_sink_arena(sink));
    return said;
}

void qa_picture_unread(struct qa_picture *picture, const char *what, struct qa_place place)
{
    struct said *said = said_in(picture->sink);
    uint32_t n = qa_strings_count(said->kinds);
    if (qa_strings_intern_text(said->kinds, what) == n) {
        qa_sink_finding(picture->sink, QA_WARNING, "W190", place,
                        "%s is not read; it is left out and counted, as are those that follow",
                        what);
    }
    qa_sink_exclude(picture->sink, QA_EXCLUDED_UNREAD_SHAPE);
    picture->n_left_out++;
}

/* ---- marks that are one ---- */

static bool same_text(struct qa_text_cell a, struct qa_text_cell b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.text, b.text, a.length) == 0);
}

static void join_boxes(struct qa_shape *to, const struct qa_shape *part)
{
    double *a = to->number;
    const double *b = part->number;
    double right = fmax(a[0] + a[2], b[0] + b[2]);
    double bottom = fmax(a[1] + a[3], b[1] + b[3]);
    a[0] = fmin(a[0], b[0]);
    a[1] = fmin(a[1], b[1]);
    a[2] = right - a[0];
    a[3] = bottom - a[1];
}

static void join_masks(struct qa_mark *to, const struct qa_mark *part, struct qa_arena *arena)
{
    struct qa_rle list[2];
    const struct qa_mark *both[2] = {to, part};
    for (int i = 0; i < 2; i++) {
        const struct qa_piece at = {0, both[i]->shape.n_numbers};
        const uint32_t label = QA_NONE;
        const struct qa_objects one = {
            .n = 1, .label = &label, .number = both[i]->shape.number, .number_at = &at};
        list[i] = qa_mask_rle(&one, 0, arena);
    }
    struct qa_rle joined = qa_rle_union(list, 2, arena);
    to->shape.n_numbers = 0;
    qa_mask_put(&joined, &to->shape);
}

static void join(struct qa_mark *to, const struct qa_mark *part, struct qa_arena *arena)
{
    if (to->type == &qa_type_box) {
        join_boxes(&to->shape, &part->shape);
    } else if (to->type == &qa_type_mask) {
        join_masks(to, part, arena);
    } else {
        qa_polygon_begin_part(&to->shape);
        for (size_t i = 0; i < part->shape.n_numbers; i++) {
            qa_shape_add(&to->shape, part->shape.number[i]);
        }
    }
}

/* "kind\nlabel\ngroup", without NUL bytes inside. */
static uint32_t group_of(struct qa_picture *picture, struct qa_strings *groups,
                         const struct qa_mark *mark)
{
    const char *key = qa_arena_format(
        picture->arena, "%s\n%.*s\n%.*s\n%.*s", mark->type->name, (int)mark->label.length,
        mark->label.length > 0 ? mark->label.text : "", (int)mark->group.length, mark->group.text,
        (int)mark->annotator.length, mark->annotator.length > 0 ? mark->annotator.text : "");
    return qa_strings_intern_text(groups, key);
}

static bool any_group(const struct qa_picture *picture)
{
    for (const struct qa_mark *mark = picture->first; mark != NULL; mark = mark->next) {
        if (mark->group.length > 0) {
            return true;
        }
    }
    return false;
}

/* Of other kinds each is an object by itself, whatever its group. */
static bool is_part(const struct qa_mark *mark)
{
    return mark->group.length > 0 && (mark->type == &qa_type_box || mark->type == &qa_type_mask ||
                                      mark->type == &qa_type_polygon);
}

static void join_groups(struct qa_picture *picture)
{
    struct qa_strings *groups = qa_strings_new(picture->arena);
    struct qa_mark **first = NULL;
    size_t capacity = 0;
    for (struct qa_mark **at = &picture->first; *at != NULL;) {
        struct qa_mark *mark = *at;
        uint32_t n = qa_strings_count(groups);
        uint32_t group = is_part(mark) ? group_of(picture, groups, mark) : QA_NONE;
        if (first != NULL && group < n) {
            join(first[group], mark, picture->arena);
            *at = mark->next;
            continue;
        }
        if (group != QA_NONE) {
            first = qa_arena_grow(picture->arena, first, &capacity, (size_t)group + 1,
                                  sizeof(struct qa_mark *));
            first[group] = mark;
        }
        at = &mark->next;
    }
}

/* A text as JSON has it. */
static const char *quoted(const struct qa_text_cell *text, struct qa_arena *arena)
{
    char *out = qa_arena_array(arena, 2 * text->length + 3, 1);
    size_t n = 0;
    out[n++] = '"';
    for (size_t i = 0; i < text->length; i++) {
        char c = text->text[i];
        if (c == '"' || c == '\\') {
            out[n++] = '\\';
        }
        out[n++] = c;
        if (c >= 0 && c < ' ') {
            out[n - 1] = ' ';
        }
    }
    out[n] = '"';
    return out;
}

/* The next mark that is a label of the image by the same annotator. */
static struct qa_mark **next_label(const struct qa_mark *first)
{
    struct qa_mark **at = &((struct qa_mark *)(uintptr_t)first)->next;
    while (*at != NULL &&
           ((*at)->type != &qa_type_label || !same_text((*at)->annotator, first->annotator))) {
        at = &(*at)->next;
    }
    return at;
}

/* Several labels become the JSON list that a table would have in its cell: a set of tags. */
static void join_labels(struct qa_picture *picture)
{
    for (struct qa_mark *mark = picture->first; mark != NULL; mark = mark->next) {
        struct qa_mark **other = mark->type == &qa_type_label ? next_label(mark) : NULL;
        if (other == NULL || *other == NULL) {
            continue;
        }
        const char *set =
            qa_arena_format(picture->arena, "[%s", quoted(&mark->label, picture->arena));
        for (; *other != NULL; other = next_label(mark)) {
            set = qa_arena_format(picture->arena, "%s, %s", set,
                                  quoted(&(*other)->label, picture->arena));
            *other = (*other)->next;
        }
        set = qa_arena_format(picture->arena, "%s]", set);
        mark->label = (struct qa_text_cell){set, strlen(set)};
    }
}

/* ---- handing over ---- */

static void box_around(struct qa_picture *picture, struct qa_mark *mark)
{
    const struct qa_piece at = {0, mark->shape.n_numbers};
    const uint32_t label = QA_NONE;
    const struct qa_objects one = {
        .n = 1, .label = &label, .number = mark->shape.number, .number_at = &at};
    const char *why;
    struct said *said = said_in(picture->sink);
    if (!qa_type_polygon.valid(&one, 0, &why)) {
        return;
    }
    if (!said->boxes_around) {
        said->boxes_around = true;
        qa_sink_finding(picture->sink, QA_WARNING, "W191", mark->place,
                        "outlines count as the boxes around them, here and in what follows, since "
                        "boxes are what this run reads");
    }
    struct qa_polygon_bounds bounds = qa_polygon_bounds(&one, 0);
    mark->type = &qa_type_box;
    mark->shape.n_numbers = 0;
    qa_shape_corners(&mark->shape, bounds.low[0], bounds.low[1], bounds.high[0], bounds.high[1]);
}

static void join_people(struct qa_picture *picture)
{
    const struct qa_mark *first = qa_picture_join_people(picture);
    struct said *said = said_in(picture->sink);
    if (first != NULL && !said->people_joined) {
        said->people_joined = true;
        qa_sink_finding(picture->sink, QA_WARNING, "W804", first->place,
                        "objects of one image are by several people who drew different ones, the "
                        "first here: they are one answer, of who drew most of it");
    }
}

static bool go_together(const struct qa_mark *a, const struct qa_mark *b)
{
    /* Boxes and rotated boxes answer one question. */
    return strcmp(a->type->question, b->type->question) == 0 &&
           same_text(a->annotator, b->annotator);
}

static void begin_answer(struct qa_picture *picture, const struct qa_mark *first)
{
    struct qa_sink *sink = picture->sink;
    qa_sink_answer(sink, picture->place);
    for (enum qa_field field = 0; field < QA_FIELD_LABEL; field++) {
        const struct qa_picture_field *given = &picture->field[field];
        if (field == QA_FIELD_ANNOTATOR && first != NULL && first->annotator.length > 0) {
            (void)qa_sink_text(sink, field, first->annotator.text, first->annotator.length,
                               first->place);
        } else if (given->text.text != NULL) {
            (void)qa_sink_text(sink, field, given->text.text, given->text.length, given->place);
        }
    }
    if (picture->size.width > 0) {
        qa_sink_image_size(sink, picture->size);
    }
}

static void give_object(struct qa_sink *sink, const struct qa_mark *mark)
{
    (void)qa_sink_text(sink, QA_FIELD_LABEL, mark->label.text, mark->label.length, mark->place);
    if (mark->key.length > 0) {
        (void)qa_sink_text(sink, QA_FIELD_OBJECT, mark->key.text, mark->key.length, mark->place);
    }
    if (!isnan(mark->score)) {
        (void)qa_sink_number(sink, QA_FIELD_SCORE, mark->score, mark->place);
    }
    if (mark->region != QA_REGION_NONE) {
        (void)qa_sink_number(sink, QA_FIELD_CROWD, mark->region, mark->place);
    }
    (void)qa_sink_object(sink, mark->type, mark->type == &qa_type_label ? NULL : &mark->shape,
                         mark->place);
}

/* The answer of the first mark and of all that go with it, which leave the list. */
static void give_answer(struct qa_picture *picture)
{
    const struct qa_mark *first = picture->first;
    struct qa_mark *rest = NULL;
    struct qa_mark **last = &rest;
    begin_answer(picture, first);
    for (struct qa_mark *mark = picture->first; mark != NULL; mark = mark->next) {
        if (go_together(first, mark)) {
            give_object(picture->sink, mark);
        } else {
            *last = mark;
            last = &mark->next;
        }
    }
    *last = NULL;
    qa_sink_end(picture->sink);
    picture->first = rest;
}

void qa_picture_end(struct qa_picture *picture)
{
    if (any_group(picture)) {
        join_groups(picture);
    }
    join_labels(picture);
    join_people(picture);
    bool reads_boxes = qa_sink_shape(picture->sink) == &qa_type_box;
    for (struct qa_mark *mark = picture->first; reads_boxes && mark != NULL; mark = mark->next) {
        if (mark->type == &qa_type_polygon) {
            box_around(picture, mark);
        }
    }
    if (picture->first == NULL && picture->n_left_out == 0) {
        begin_answer(picture, NULL);
        qa_sink_end(picture->sink);
    }
    while (picture->first != NULL) {
        give_answer(picture);
    }
}

/* ---- shapes and items ---- */

void qa_shape_corners(struct qa_shape *shape, double x0, double y0, double x1, double y1)
{
    qa_shape_add(shape, x0 < x1 ? x0 : x1);
    qa_shape_add(shape, y0 < y1 ? y0 : y1);
    qa_shape_add(shape, fabs(x1 - x0));
    qa_shape_add(shape, fabs(y1 - y0));
}

/* How many folders tell the files of an input apart, of those with one suffix. */
struct folders {
    const struct qa_input *input;
    const char *suffix;
    unsigned n;
};

static const char *suffix_of(const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *dot = strrchr(slash != NULL ? slash : name, '.');
    return dot != NULL ? dot : "";
}

/* A path of so many folders, without suffix. */
static const char *stem_of(const char *name, unsigned folders, struct qa_arena *arena)
{
    size_t length = strlen(name) - strlen(suffix_of(name));
    return qa_item_key(qa_arena_text_n(arena, name, length), QA_ITEMS_PATH, folders, arena);
}

static bool are_apart(const struct folders *folders, struct qa_arena *arena)
{
    struct qa_strings *seen = qa_strings_new(arena);
    for (size_t i = 0; i < qa_input_count(folders->input); i++) {
        const char *name = qa_input_name(folders->input, i);
        uint32_t n = qa_strings_count(seen);
        if (strcmp(suffix_of(name), folders->suffix) == 0 &&
            qa_strings_intern_text(seen, stem_of(name, folders->n, arena)) < n) {
            return false;
        }
    }
    return true;
}

static unsigned folders_needed(struct qa_sink *sink, const struct qa_input *input,
                               const char *suffix)
{
    struct folders *known = qa_sink_shared(sink, "items of files", sizeof *known);
    if (known->input == input && strcmp(known->suffix, suffix) == 0) {
        return known->n;
    }
    struct qa_arena *scratch = qa_arena_new();
    *known = (struct folders){input, suffix, 0};
    while (known->n < QA_ITEM_FOLDERS_MAX && !are_apart(known, scratch)) {
        known->n++;
    }
    qa_arena_free(scratch);
    return known->n;
}

const char *qa_file_item(struct qa_sink *sink)
{
    const struct qa_delivery_file *file = qa_sink_current_file(sink);
    const char *entry = qa_sink_entry(sink);
    entry = qa_arena_text_n(qa_sink_arena(sink), entry, qa_unpacked_length(entry));
    unsigned folders = file->set != NULL ? folders_needed(sink, file->set, suffix_of(entry)) : 0;
    return stem_of(entry, folders, qa_sink_arena(sink));
}
