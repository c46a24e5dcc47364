#include "qa/formats/png_masks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qa/annotation/mask.h"
#include "qa/formats/label_colours.h"
#include "qa/formats/picture.h"
#include "qa/formats/png_image.h"
#include "qa/formats/sink.h"

enum { VOID_OF_BYTES = 255, INSTANCES = 1000, MOTS_IGNORED = 10000 };

/* Of the run: what labelmap.txt files said, and what was said. */
struct shared {
    struct qa_colours *colours; /* NULL: none */
    bool said_void;
    bool said_instances;
};

static struct shared *shared_of(struct qa_sink *sink)
{
    return qa_sink_shared(sink, "png-masks", sizeof(struct shared));
}

/* ---- pictures ---- */

/* What a file's bytes give, before anybody knows what its values stand for. */
struct decoded {
    enum qa_status status;
    struct qa_error err;
    struct qa_png png;
};

static void *decode(const struct qa_bytes *bytes, struct qa_arena *arena)
{
    struct decoded *out = QA_NEW(arena, struct decoded);
    out->status = qa_png_read(bytes, arena, &out->png, &out->err);
    return out;
}

/* ---- classes ---- */

/* The classes of a picture: its values, or labels of its colours. */
struct classes {
    const char **name;
    uint32_t *value; /* as it stands in the file */
    struct qa_rle *rle;
    size_t n;
};

static void add_class(struct classes *classes, const char *name, uint32_t value,
                      const struct qa_rle *rle)
{
    classes->name[classes->n] = name;
    classes->rle[classes->n] = *rle;
    classes->value[classes->n++] = value;
}

/* A value of a picture and the number that it is sorted by. */
struct ranked {
    uint32_t by;
    uint32_t i;
};

static int by_rank(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;
    return x->by < y->by ? -1 : x->by > y->by;
}

static struct ranked *rank(const uint32_t *by, size_t n, struct qa_arena *arena)
{
    struct ranked *order = QA_ARRAY(arena, struct ranked, n);
    for (size_t i = 0; i < n; i++) {
        order[i] = (struct ranked){by[i], (uint32_t)i};
    }
    qsort(order, n, sizeof *order, by_rank);
    return order;
}

/* Values in ascending order are the classes, whatever comes first in the picture. */
static void classes_of_values(const struct qa_rle_values *values, struct qa_arena *scratch,
                              struct classes *classes)
{
    const struct ranked *order = rank(values->value, values->n, scratch);
    for (size_t i = 0; i < values->n; i++) {
        uint32_t v = order[i].i;
        add_class(classes, qa_arena_format(scratch, "%u", values->value[v]), values->value[v],
                  &values->rle[v]);
    }
}

static uint32_t colour_of(const struct qa_png *png, uint32_t value)
{
    return png->kind == QA_PNG_PALETTE ? png->palette[value] : value;
}

/* A colour that no table has: how often, and where first. */
static enum qa_status unknown_colour(const struct decoded *picture, uint32_t v, const char *path,
                                     struct qa_error *err)
{
    const struct qa_png *png = &picture->png;
    const struct qa_rle_values *values = &picture->png.values;
    uint32_t colour = colour_of(png, values->value[v]);
    uint32_t first = values->first[v];
    uint64_t n = 0;
    for (size_t i = 0; i < values->n; i++) {
        bool is_it = colour_of(png, values->value[i]) == colour;
        n += is_it ? qa_rle_area(&values->rle[i]) : 0;
    }
    return qa_fail_at(err, "E195", path, 0, 0,
                      "colour %u,%u,%u of %llu pixel%s, the first at x %u, y %u, is in no table of "
                      "colours; give --colours FILE (label,red,green,blue) with it",
                      colour >> 16, colour >> 8 & 0xff, colour & 0xff, (unsigned long long)n,
                      n == 1 ? "" : "s", first % png->width, first / png->width);
}

/* Two colours may stand for one label. */
static void add_colour(struct classes *classes, const char *label, uint32_t colour,
                       const struct qa_rle *rle, struct qa_arena *arena)
{
    size_t c = 0;
    while (c < classes->n && strcmp(classes->name[c], label) != 0) {
        c++;
    }
    if (c == classes->n) {
        add_class(classes, label, colour, rle);
        return;
    }
    const struct qa_rle both[2] = {classes->rle[c], *rle};
    classes->rle[c] = qa_rle_union(both, 2, arena);
}

static const char *label_of(const struct qa_colours *const tables[2], uint32_t colour)
{
    const char *label = tables[0] != NULL ? qa_colours_label(tables[0], colour) : NULL;
    return label == NULL && tables[1] != NULL ? qa_colours_label(tables[1], colour) : label;
}

/* In the order in which they come in the picture, row by row. */
static enum qa_status classes_of_colours(const struct decoded *picture,
                                         const struct qa_colours *const tables[2], const char *path,
                                         struct qa_arena *scratch, struct classes *classes,
                                         struct qa_error *err)
{
    const struct qa_rle_values *values = &picture->png.values;
    const struct ranked *order = rank(values->first, values->n, scratch);
    for (size_t i = 0; i < values->n; i++) {
        uint32_t v = order[i].i;
        uint32_t colour = colour_of(&picture->png, values->value[v]);
        const char *label = label_of(tables, colour);
        if (label == NULL) {
            return unknown_colour(picture, v, path, err);
        }
        add_colour(classes, label, colour, &values->rle[v], scratch);
    }
    return QA_OK;
}

static enum qa_status find_classes(const struct decoded *picture, struct qa_sink *sink,
                                   struct qa_arena *scratch, struct classes *classes,
                                   struct qa_error *err)
{
    const char *path = qa_sink_current_file(sink)->path;
    const struct qa_colours *const tables[2] = {qa_sink_options(sink)->colours,
                                                shared_of(sink)->colours};
    bool has_colours = tables[0] != NULL || tables[1] != NULL;
    size_t n = picture->png.values.n;
    classes->name = QA_ARRAY(scratch, const char *, n);
    classes->value = QA_ARRAY(scratch, uint32_t, n);
    classes->rle = QA_ARRAY(scratch, struct qa_rle, n);
    if (picture->png.kind == QA_PNG_COLOURS && !has_colours) {
        return qa_fail_at(err, "E195", path, 0, 0,
                          "a picture in colours, and no table says what they stand for; give "
                          "--colours FILE (label,red,green,blue)");
    }
    if (picture->png.kind == QA_PNG_GREY || !has_colours) {
        classes_of_values(&picture->png.values, scratch, classes);
        return QA_OK;
    }
    return classes_of_colours(picture, tables, path, scratch, classes, err);
}

/* ---- objects ---- */

/* A picture on its way to the sink. */
struct picture {
    struct qa_sink *sink;
    struct qa_shape shape;
    struct classes classes;
};

/* Which values are objects, and of which class. */
struct rule {
    const struct qa_type *type;
    bool (*take)(struct qa_sink *sink, const struct classes *classes, size_t c);
};

static bool put_number(struct qa_sink *sink, enum qa_field field, uint32_t number)
{
    char text[16];
    int n = snprintf(text, sizeof text, "%u", number);
    return qa_sink_text(sink, field, text, (size_t)n, QA_AT(0, 0));
}

static bool take_class(struct qa_sink *sink, const struct classes *classes, size_t c)
{
    const char *name = classes->name[c];
    return qa_sink_text(sink, QA_FIELD_LABEL, name, strlen(name), QA_AT(0, 0));
}

static bool take_instance(struct qa_sink *sink, const struct classes *classes, size_t c)
{
    uint32_t value = classes->value[c];
    bool is_crowd = value < INSTANCES;
    return put_number(sink, QA_FIELD_LABEL, is_crowd ? value : value / INSTANCES) &&
           put_number(sink, QA_FIELD_OBJECT, value) &&
           qa_sink_text(sink, QA_FIELD_CROWD, is_crowd ? "1" : "0", 1, QA_AT(0, 0));
}

/* Nobody's objects count in the region, whatever their class: it has none. */
static bool take_mots(struct qa_sink *sink, const struct classes *classes, size_t c)
{
    uint32_t value = classes->value[c];
    if (value == MOTS_IGNORED) {
        return qa_sink_text(sink, QA_FIELD_CROWD, "1", 1, QA_AT(0, 0));
    }
    return value > 0 && take_instance(sink, classes, c);
}

static const struct rule rules[] = {
    {&qa_type_label_map, take_class},
    {&qa_type_mask, take_instance},
    {&qa_type_mask, take_mots},
};

/* 255 is void in VOC, in Cityscapes' trainIds and in many other sets. */
static void ask_about_void(struct picture *picture, const struct qa_png *png)
{
    struct shared *shared = shared_of(picture->sink);
    const struct classes *classes = &picture->classes;
    const struct qa_read_options *options = qa_sink_options(picture->sink);
    bool has_void = png->kind != QA_PNG_COLOURS && classes->n > 1 &&
                    classes->value[classes->n - 1] == VOID_OF_BYTES &&
                    classes->value[classes->n - 2] + 1 < VOID_OF_BYTES &&
                    strcmp(classes->name[classes->n - 1], "255") == 0;
    for (size_t i = 0; i < options->n_ignored; i++) {
        has_void = has_void && strcmp(options->ignored[i], "255") != 0;
    }
    if (has_void && !shared->said_void) {
        shared->said_void = true;
        qa_sink_finding(picture->sink, QA_WARNING, "W197", QA_AT(0, 0),
                        "pixels of 255, which many label maps use for void, count as a class; "
                        "--ignore-label 255 leaves them out");
    }
}

/* Values of 16 bit beyond a thousand are hardly ever classes. */
static void ask_about_instances(struct picture *picture)
{
    struct shared *shared = shared_of(picture->sink);
    const struct classes *classes = &picture->classes;
    uint32_t most = classes->n > 0 ? classes->value[classes->n - 1] : 0;
    if (most < INSTANCES || most > UINT16_MAX || shared->said_instances) {
        return;
    }
    shared->said_instances = true;
    qa_sink_finding(picture->sink, QA_WARNING, "W760", QA_AT(0, 0),
                    "a value of %u looks like class * 1000 + number, and counts as a class of its "
                    "own; -i mots-png (0 background, 10000 void) or -i instance-png (as "
                    "Cityscapes has them) reads instances",
                    most);
}

static void give_objects(struct picture *picture, const struct rule *rule, const struct qa_png *png)
{
    struct qa_sink *sink = picture->sink;
    const struct classes *classes = &picture->classes;
    qa_sink_answer(sink, QA_AT(0, 0));
    const char *item = qa_file_item(sink);
    (void)qa_sink_text(sink, QA_FIELD_ITEM, item, strlen(item), QA_AT(0, 0));
    qa_sink_image_size(sink, (struct qa_image_size){png->width, png->height});
    for (size_t c = 0; c < classes->n; c++) {
        if (rule->take(sink, classes, c)) {
            picture->shape.n_numbers = 0;
            qa_mask_put(&picture->classes.rle[c], &picture->shape);
            (void)qa_sink_object(sink, rule->type, &picture->shape, QA_AT(0, 0));
        }
    }
    qa_sink_end(sink);
}

static enum qa_status give_picture(const struct decoded *decoded, struct picture *picture,
                                   const struct rule *rule, struct qa_arena *scratch,
                                   struct qa_error *err)
{
    const char *path = qa_sink_current_file(picture->sink)->path;
    if (decoded->status != QA_OK) {
        *err = decoded->err;
        return decoded->status;
    }
    if (rule->type == &qa_type_mask && decoded->png.kind == QA_PNG_COLOURS) {
        return qa_fail_at(err, "E194", path, 0, 0,
                          "a picture in colours; expected grey levels of 16 bit");
    }
    QA_TRY(find_classes(decoded, picture->sink, scratch, &picture->classes, err));
    if (rule->type == &qa_type_label_map) {
        ask_about_void(picture, &decoded->png);
        if (decoded->png.kind == QA_PNG_GREY) {
            ask_about_instances(picture);
        }
    }
    give_objects(picture, rule, &decoded->png);
    return QA_OK;
}

static enum qa_status read_picture(struct qa_bytes *bytes, struct qa_sink *sink, const char *format,
                                   const struct rule *rule, struct qa_error *err)
{
    struct qa_arena *scratch = qa_arena_new();
    struct picture picture = {.sink = sink, .shape = {.arena = scratch}};
    const struct decoded *decoded = qa_sink_prepared(sink);
    (void)qa_sink_source(sink, format, rule->type);
    if (decoded == NULL) {
        decoded = decode(bytes, scratch);
    }
    enum qa_status status = give_picture(decoded, &picture, rule, scratch, err);
    qa_arena_free(scratch);
    return status;
}

/* ---- readers ---- */

static enum qa_status read_classes(struct qa_bytes *bytes, struct qa_sink *sink,
                                   struct qa_error *err)
{
    return read_picture(bytes, sink, "png-masks", &rules[0], err);
}

static enum qa_status read_instances(struct qa_bytes *bytes, struct qa_sink *sink,
                                     struct qa_error *err)
{
    return read_picture(bytes, sink, "instance-png", &rules[1], err);
}

static enum qa_status read_mots(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    return read_picture(bytes, sink, "mots-png", &rules[2], err);
}

static enum qa_status read_labelmap(struct qa_bytes *bytes, struct qa_sink *sink,
                                    struct qa_error *err)
{
    struct shared *shared = shared_of(sink);
    if (shared->colours == NULL) {
        shared->colours = qa_colours_new(qa_sink_arena(sink));
    }
    return qa_colours_of_labelmap(shared->colours, bytes, err);
}

static int sniff_png(const struct qa_bytes *bytes)
{
    enum qa_png_kind kind;
    return qa_png_kind(bytes, &kind) ? 50 : 0;
}

/* What it is cannot be told from label maps. */
static int sniff_named(const struct qa_bytes *bytes)
{
    return sniff_png(bytes) / 50;
}

static int sniff_labelmap(const struct qa_bytes *bytes)
{
    return qa_is_labelmap(bytes) ? 95 : 0;
}

const struct qa_reader qa_reader_png_masks = {
    .name = "png-masks",
    .description = "label maps, a PNG file an item: a class is the pixel's value (grey level, or "
                   "place in the palette), or the label of its colour by --colours or a "
                   "labelmap.txt beside it; found without asking in folders without other labels",
    .gives = QA_GIVES_ITEM | QA_GIVES_SIZE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .suffixes = "png",
    .is_last_resort = true,
    .sniff = sniff_png,
    .prepare = decode,
    .read = read_classes,
};

const struct qa_reader qa_reader_instance_png = {
    .name = "instance-png",
    .description =
        "instances in PNG files of 16 bit as Cityscapes has them: class * 1000 + number; "
        "below 1000 a class without instances, which takes no part",
    .gives = QA_GIVES_ITEM | QA_GIVES_SIZE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .suffixes = "png",
    .is_last_resort = true,
    .sniff = sniff_named,
    .prepare = decode,
    .read = read_instances,
};

const struct qa_reader qa_reader_mots_png = {
    .name = "mots-png",
    .description = "instances in PNG files of 16 bit as MOTS has them: class * 1000 + number, 0 "
                   "background, 10000 a region that takes no part",
    .gives = QA_GIVES_ITEM | QA_GIVES_SIZE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .suffixes = "png",
    .is_last_resort = true,
    .sniff = sniff_named,
    .prepare = decode,
    .read = read_mots,
};

const struct qa_reader qa_reader_labelmap = {
    .name = "labelmap",
    .description = "labelmap.txt of CVAT's segmentation exports: the colours of the labels",
    .pass = QA_PASS_FACTS,
    .sniff = sniff_labelmap,
    .read = read_labelmap,
};
