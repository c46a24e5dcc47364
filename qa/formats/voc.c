/* memmem, a look for words, is not in POSIX. */
#define _GNU_SOURCE
#include "qa/formats/voc.h"

#include <math.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/rotated_box.h"
#include "qa/base/number.h"
#include "qa/formats/picture.h"
#include "qa/formats/xml_place.h"

/* ---- where coordinates begin to count ---- */

enum base { BASE_UNTOLD, BASE_ONE, BASE_ZERO };

/* A folder, archive or list of files that one hand wrote. */
struct collection {
    enum base base;
    bool is_said;
};

struct collections {
    struct qa_strings *names;
    struct collection *list;
    size_t capacity;
};

static struct collection *collection_of(struct qa_sink *sink)
{
    struct collections *all = qa_sink_shared(sink, "voc", sizeof *all);
    struct qa_arena *arena = qa_sink_arena(sink);
    const char *vendor = qa_sink_current_file(sink)->vendor;
    const char *name = qa_arena_format(arena, "%d %s\n%s", (int)qa_sink_role(sink),
                                       vendor != NULL ? vendor : "", qa_sink_input(sink));
    all->names = all->names != NULL ? all->names : qa_strings_new(arena);
    uint32_t id = qa_strings_intern_text(all->names, name);
    all->list = qa_arena_grow(arena, all->list, &all->capacity, (size_t)id + 1, sizeof *all->list);
    return &all->list[id];
}

static void note_coordinate(struct collection *collection, const char *text, size_t n)
{
    double value;
    if (!qa_parse_real(text, n, &value)) {
        return;
    }
    /* Programs that count from 1 write whole numbers; those that have fractions write "12.0". */
    bool is_real = memchr(text, '.', n) != NULL;
    if (value < 1 || is_real || value != floor(value)) {
        collection->base = BASE_ZERO;
    } else if (value < 2 && collection->base == BASE_UNTOLD) {
        collection->base = BASE_ONE;
    }
}

static void survey(const struct qa_bytes *bytes, struct qa_sink *sink)
{
    static const char *const tags[] = {"<xmin>", "<ymin>"};
    struct collection *collection = collection_of(sink);
    for (size_t t = 0; t < 2; t++) {
        const char *at = (const char *)bytes->data;
        const char *end = at + bytes->size;
        while ((at = memmem(at, (size_t)(end - at), tags[t], strlen(tags[t]))) != NULL) {
            at += strlen(tags[t]);
            const char *close = memchr(at, '<', (size_t)(end - at));
            note_coordinate(collection, at, (size_t)((close != NULL ? close : end) - at));
        }
    }
}

static void say_base(struct qa_sink *sink, struct collection *collection)
{
    static const char *const texts[] = {
        [BASE_UNTOLD] =
            "nothing tells whether coordinates are 1-based and inclusive, as the format "
            "defines them, or 0-based as most tools write them; they are read as "
            "0-based, width = xmax - xmin",
        [BASE_ONE] =
            "coordinates are read as 1-based and inclusive, x = xmin - 1 and width = xmax - "
            "xmin + 1, since an xmin or ymin of 1 occurs and none of 0",
        [BASE_ZERO] = "coordinates are read as 0-based, width = xmax - xmin, since an xmin or ymin "
                      "of 0 or with a decimal point occurs"};
    if (!collection->is_said) {
        collection->is_said = true;
        qa_sink_finding(sink, collection->base == BASE_ZERO ? QA_NOTE : QA_WARNING, "W192",
                        QA_AT(0, 0), "%s; this holds for all files of the delivery",
                        texts[collection->base]);
    }
}

/* ---- one file ---- */

enum side { XMIN, YMIN, XMAX, YMAX, N_SIDES };
static const char *const side_names[N_SIDES] = {"xmin", "ymin", "xmax", "ymax"};

/* roLabelImg's <robndbox>, by centre or by corners. */
enum { CX, CY, W, H, ANGLE, N_CENTRED, CORNERS = N_CENTRED, N_ROTATED = CORNERS + 8 };
static const char *const rotated_names[N_ROTATED] = {
    [CX] = "cx",      [CY] = "cy",       [W] = "w",
    [H] = "h",        [ANGLE] = "angle", [CORNERS] = "x_left_top",
    "y_left_top",     "x_right_top",     "y_right_top",
    "x_right_bottom", "y_right_bottom",  "x_left_bottom",
    "y_left_bottom",
};

struct reading {
    struct qa_sink *sink;
    struct qa_picture picture;
    bool is_one_based;
    bool has_rotated; /* boxes, to which that does not matter */
    bool has_upright;
    double image[2];
    /* the object that is read */
    struct qa_place place;
    struct qa_text_cell name;
    double side[N_SIDES];
    unsigned n_sides; /* a bit for each */
    double rotated[N_ROTATED];
    unsigned n_rotated; /* a bit for each */
    bool is_difficult;
    bool is_bad;
};

static void on_start(void *context, struct qa_xml *xml, const char *name, const char **attributes)
{
    struct reading *reading = context;
    (void)attributes;
    if (strcmp(qa_xml_ancestor(xml, 1), "") == 0 && strcmp(name, "annotation") != 0) {
        qa_xml_fail(xml, "E185", "the root is <%.60s>; expected <annotation> of Pascal VOC", name);
    }
    if (strcmp(name, "object") == 0 && strcmp(qa_xml_ancestor(xml, 1), "annotation") == 0) {
        reading->place = qa_xml_at(xml);
        reading->name = (struct qa_text_cell){NULL, 0};
        reading->n_sides = reading->n_rotated = 0;
        reading->is_difficult = reading->is_bad = false;
    }
}

/* The number of one of n names, and its bit. */
struct numbers {
    const char *const *names;
    size_t n;
    double *value;
    unsigned *is_given;
};

static void read_number(struct reading *reading, struct qa_xml *xml, const char *name,
                        const struct numbers *into)
{
    size_t n;
    const char *text = qa_xml_text(xml, &n);
    for (size_t i = 0; i < into->n; i++) {
        if (strcmp(name, into->names[i]) != 0) {
            continue;
        }
        if (!qa_parse_real(text, n, &into->value[i])) {
            reading->is_bad = true;
            (void)qa_sink_bad(reading->sink, qa_xml_at(xml), "E122",
                              "%s is '%.*s'; expected a number", name, n > 60 ? 60 : (int)n, text);
        }
        *into->is_given |= 1U << i;
    }
}

/* The angle is in radians, clockwise. */
static void give_rotated(struct reading *reading)
{
    enum { BY_CENTRE = (1 << N_CENTRED) - 1, BY_CORNERS = 0xff << CORNERS };
    static const double degrees = 180 / 3.14159265358979323846;
    static const double tolerance = 0.01;
    const double *at = reading->rotated;
    bool is_centred = (reading->n_rotated & BY_CENTRE) == BY_CENTRE;
    if (!is_centred && (reading->n_rotated & BY_CORNERS) != BY_CORNERS) {
        (void)qa_sink_bad(reading->sink, reading->place, "E185",
                          "a <robndbox> without cx, cy, w, h, angle, or its four corners");
        return;
    }
    struct qa_mark *mark = qa_picture_mark(&reading->picture, &qa_type_rotated_box, reading->place);
    mark->label = reading->name;
    mark->region = reading->is_difficult ? QA_REGION_UNCOUNTED : QA_REGION_NONE;
    if (is_centred) {
        qa_shape_add(&mark->shape, at[CX] - at[W] / 2);
        qa_shape_add(&mark->shape, at[CY] - at[H] / 2);
        qa_shape_add(&mark->shape, at[W]);
        qa_shape_add(&mark->shape, at[H]);
        qa_shape_add(&mark->shape, at[ANGLE] * degrees);
    } else if (!qa_rotated_box_from_corners(at + CORNERS, tolerance, &mark->shape)) {
        (void)qa_sink_bad(reading->sink, reading->place, "E122",
                          "the corners of a <robndbox> are no rectangle");
        qa_picture_drop(&reading->picture, mark);
    }
}

static void end_object(struct reading *reading)
{
    enum { ALL = (1 << N_SIDES) - 1 };
    if (reading->is_bad) {
        return;
    }
    if (reading->n_sides == 0 && reading->n_rotated != 0) {
        reading->has_rotated = true;
        give_rotated(reading);
        return;
    }
    if (reading->n_sides != ALL) {
        (void)qa_sink_bad(reading->sink, reading->place, "E185",
                          "an object without %s; expected a <bndbox> with xmin, ymin, xmax, ymax",
                          reading->n_sides == 0 ? "a box" : "all sides of its box");
        return;
    }
    reading->has_upright = true;
    struct qa_mark *mark = qa_picture_mark(&reading->picture, &qa_type_box, reading->place);
    const double *side = reading->side;
    const double from = reading->is_one_based ? 1 : 0;
    mark->label = reading->name;
    mark->region = reading->is_difficult ? QA_REGION_UNCOUNTED : QA_REGION_NONE;
    /* Not by corners in any order: a box inside out is a fault, which the sink names. */
    qa_shape_add(&mark->shape, side[XMIN] - from);
    qa_shape_add(&mark->shape, side[YMIN] - from);
    qa_shape_add(&mark->shape, side[XMAX] - side[XMIN] + from);
    qa_shape_add(&mark->shape, side[YMAX] - side[YMIN] + from);
}

static void end_of_object(struct reading *reading, const char *name, const char *text, size_t n)
{
    if (strcmp(name, "name") == 0) {
        reading->name = qa_picture_copy(&reading->picture, text, n);
    } else if (strcmp(name, "difficult") == 0) {
        double number;
        reading->is_difficult = qa_parse_real(text, n, &number) && number != 0;
    }
}

static void end_of_size(struct reading *reading, const char *name, const char *text, size_t n)
{
    int axis = strcmp(name, "width") == 0 ? 0 : strcmp(name, "height") == 0 ? 1 : -1;
    if (axis >= 0 && !qa_parse_real(text, n, &reading->image[axis])) {
        reading->image[axis] = 0;
    }
}

static void on_end(void *context, struct qa_xml *xml, const char *name)
{
    struct reading *reading = context;
    const char *parent = qa_xml_ancestor(xml, 1);
    const char *above = qa_xml_ancestor(xml, 2);
    size_t n;
    const char *text = qa_xml_text(xml, &n);
    if (strcmp(parent, "annotation") == 0 && strcmp(name, "filename") == 0) {
        qa_picture_text(&reading->picture, QA_FIELD_ITEM, text, n, qa_xml_at(xml));
    } else if (strcmp(parent, "annotation") == 0 && strcmp(name, "object") == 0) {
        end_object(reading);
    } else if (strcmp(parent, "size") == 0) {
        end_of_size(reading, name, text, n);
    } else if (strcmp(parent, "bndbox") == 0 && strcmp(above, "object") == 0) {
        const struct numbers sides = {side_names, N_SIDES, reading->side, &reading->n_sides};
        read_number(reading, xml, name, &sides);
    } else if (strcmp(parent, "robndbox") == 0 && strcmp(above, "object") == 0) {
        const struct numbers rotated = {rotated_names, N_ROTATED, reading->rotated,
                                        &reading->n_rotated};
        read_number(reading, xml, name, &rotated);
    } else if (strcmp(parent, "object") == 0) {
        end_of_object(reading, name, text, n);
    }
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct collection *collection = collection_of(sink);
    struct reading reading = {.sink = sink, .is_one_based = collection->base == BASE_ONE};
    const struct qa_xml_handlers handlers = {on_start, on_end, NULL, &reading};
    const struct qa_xml_input input = qa_xml_input_of(bytes);
    qa_sink_source(sink, "voc", &qa_type_box);
    qa_picture_init(&reading.picture, sink);
    qa_picture_begin(&reading.picture, QA_AT(1, 1));
    enum qa_status status = qa_xml_parse(&input, &handlers, qa_sink_arena(sink), err);
    if (status == QA_OK) {
        if (reading.has_upright || !reading.has_rotated) {
            say_base(sink, collection);
        }
        reading.picture.size = qa_image_size(reading.image[0], reading.image[1]);
        if (reading.picture.field[QA_FIELD_ITEM].text.length == 0) {
            const char *item = qa_file_item(sink);
            qa_picture_text(&reading.picture, QA_FIELD_ITEM, item, strlen(item), QA_AT(1, 1));
        }
        qa_picture_end(&reading.picture);
    }
    qa_picture_free(&reading.picture);
    return status;
}

static int sniff(const struct qa_bytes *bytes)
{
    bool is_annotation = qa_mentions(bytes, "<annotation>") || qa_mentions(bytes, "<annotation ");
    bool is_voc = qa_mentions(bytes, "<bndbox>") || qa_mentions(bytes, "<robndbox>") ||
                  qa_mentions(bytes, "<filename") || qa_mentions(bytes, "<segmented>");
    return qa_first_byte(bytes) == '<' && is_annotation && is_voc ? 90 : 0;
}

const struct qa_reader qa_reader_voc = {
    .name = "voc",
    .description =
        "Pascal VOC XML, a file an image: boxes, 1-based or 0-based by what all files of "
        "the delivery hold, which is said; roLabelImg's rotated boxes; difficult objects need not "
        "be found",
    .gives = QA_GIVES_ITEM | QA_GIVES_SIZE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .is_file_an_image = true,
    .sniff = sniff,
    .survey = survey,
    .read = read_file,
};
