#include "qa/formats/via.h"

#include <string.h>
#include <strings.h>

#include "qa/annotation/box.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/rotation.h"
#include "qa/formats/csv_input.h"
#include "qa/formats/json.h"
#include "qa/formats/picture.h"
#include "qa/formats/span_json.h"

struct reading {
    struct qa_sink *sink;
    struct qa_picture picture;
    struct qa_place place; /* of the region: its line of a CSV too */
};

/* ---- regions ---- */

static bool read_number(struct reading *reading, struct qa_json_value shape, const char *name,
                        double *out)
{
    struct qa_json_value value;
    if (!qa_json_member(shape, name, &value)) {
        return qa_sink_bad(reading->sink, reading->place, "E185", "a region without '%s'", name);
    }
    return qa_json_real(value, out) ||
           qa_sink_bad(reading->sink, reading->place, "E122", "%s of a region is no number", name);
}

static bool read_rectangle(struct reading *reading, struct qa_json_value shape,
                           struct qa_mark *mark)
{
    static const char *const names[] = {"x", "y", "width", "height"};
    for (int i = 0; i < 4; i++) {
        double number = 0;
        if (!read_number(reading, shape, names[i], &number)) {
            return false;
        }
        qa_shape_add(&mark->shape, number);
    }
    return true;
}

static bool read_polygon(struct reading *reading, struct qa_json_value shape, struct qa_mark *mark)
{
    struct qa_json_value axis[2];
    if (!qa_json_member(shape, "all_points_x", &axis[0]) ||
        !qa_json_member(shape, "all_points_y", &axis[1]) ||
        qa_json_count(axis[0]) != qa_json_count(axis[1])) {
        return qa_sink_bad(reading->sink, reading->place, "E185",
                           "a region without all_points_x and all_points_y of one length");
    }
    struct qa_json_iterator x = qa_json_iterate(axis[0]);
    struct qa_json_iterator y = qa_json_iterate(axis[1]);
    qa_polygon_begin_part(&mark->shape);
    while (qa_json_next(&x) && qa_json_next(&y)) {
        double xy[2];
        if (!qa_json_real(x.value, &xy[0]) || !qa_json_real(y.value, &xy[1])) {
            return qa_sink_bad(reading->sink, reading->place, "E122",
                               "a point of a region is no number");
        }
        qa_shape_add(&mark->shape, xy[0]);
        qa_shape_add(&mark->shape, xy[1]);
    }
    return true;
}

/* A turn is in radians, clockwise. */
static bool read_ellipse(struct reading *reading, struct qa_json_value shape, struct qa_mark *mark,
                         bool is_circle)
{
    static const double degrees = 180 / 3.14159265358979323846;
    struct qa_json_value theta;
    struct qa_ellipse ellipse = {.degrees = 0};
    const char *why;
    if (!read_number(reading, shape, "cx", &ellipse.centre[0]) ||
        !read_number(reading, shape, "cy", &ellipse.centre[1]) ||
        !read_number(reading, shape, is_circle ? "r" : "rx", &ellipse.radius[0]) ||
        !read_number(reading, shape, is_circle ? "r" : "ry", &ellipse.radius[1])) {
        return false;
    }
    if (!is_circle && qa_json_member(shape, "theta", &theta)) {
        if (!read_number(reading, shape, "theta", &ellipse.degrees)) {
            return false;
        }
        ellipse.degrees *= degrees;
    }
    return qa_polygon_of_ellipse(&ellipse, &mark->shape, &why) ||
           qa_sink_bad(reading->sink, reading->place, "E122", "%s", why);
}

static bool closes_itself(const struct qa_shape *shape)
{
    size_t n = shape->n_numbers;
    return n >= 8 && shape->number[0] == shape->number[n - 2] &&
           shape->number[1] == shape->number[n - 1];
}

/* A text, or of check boxes those that are set. */
static struct qa_text_cell value_of(struct reading *reading, struct qa_json_value value)
{
    struct qa_json_text text;
    const char *set = "";
    if (qa_json_string(value, &text)) {
        return qa_picture_copy(&reading->picture, text.text, text.length);
    }
    struct qa_json_iterator iterator = qa_json_iterate(value);
    while (iterator.is_object && qa_json_next(&iterator)) {
        bool is_set;
        if (qa_json_bool(iterator.value, &is_set) && is_set) {
            set = qa_arena_format(reading->picture.arena, "%s%s%s", set, *set != '\0' ? ";" : "",
                                  iterator.key.text);
        }
    }
    return (struct qa_text_cell){set, strlen(set)};
}

static bool read_label(struct reading *reading, struct qa_json_value attributes,
                       struct qa_mark *mark)
{
    static const char *const names[] = {"label", "class", "name", "type", "category"};
    struct qa_json_iterator iterator = qa_json_iterate(attributes);
    size_t n = qa_json_count(attributes);
    while (iterator.is_object && qa_json_next(&iterator)) {
        bool is_label = n == 1;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            is_label = is_label || strcasecmp(iterator.key.text, names[i]) == 0;
        }
        if (is_label) {
            mark->label = value_of(reading, iterator.value);
            return true;
        }
    }
    return n == 0 || qa_sink_bad(reading->sink, reading->place, "E182",
                                 "a region has %zu attributes, and none is called label, class, "
                                 "name, type or category",
                                 n);
}

enum shape_kind { RECTANGLE, POLYGON, LINE, CIRCLE, ELLIPSE, UNREAD };

static enum shape_kind kind_of(const char *name)
{
    static const char *const names[UNREAD] = {[RECTANGLE] = "rect",
                                              [POLYGON] = "polygon",
                                              [LINE] = "polyline",
                                              [CIRCLE] = "circle",
                                              [ELLIPSE] = "ellipse"};
    for (enum shape_kind kind = 0; kind < UNREAD; kind++) {
        if (strcmp(name, names[kind]) == 0) {
            return kind;
        }
    }
    return UNREAD;
}

static bool read_shape(struct reading *reading, enum shape_kind kind, struct qa_json_value shape,
                       struct qa_mark *mark)
{
    switch (kind) {
    case RECTANGLE:
        return read_rectangle(reading, shape, mark);
    case CIRCLE:
    case ELLIPSE:
        return read_ellipse(reading, shape, mark, kind == CIRCLE);
    default:
        return read_polygon(reading, shape, mark);
    }
}

static void read_region(struct reading *reading, struct qa_json_value shape,
                        struct qa_json_value attributes)
{
    struct qa_picture *picture = &reading->picture;
    struct qa_json_value value;
    struct qa_json_text name = {"", 0};
    if (!qa_json_member(shape, "name", &value) || !qa_json_string(value, &name)) {
        (void)qa_sink_bad(reading->sink, reading->place, "E185", "a region without a shape's name");
        return;
    }
    enum shape_kind kind = kind_of(name.text);
    if (kind == UNREAD) {
        qa_picture_unread(picture, qa_arena_format(picture->arena, "VIA's '%.40s'", name.text),
                          reading->place);
        return;
    }
    struct qa_mark *mark = qa_picture_mark(
        picture, kind == RECTANGLE ? &qa_type_box : &qa_type_polygon, reading->place);
    if (!read_shape(reading, kind, shape, mark) || !read_label(reading, attributes, mark)) {
        qa_picture_drop(picture, mark);
    } else if (kind == LINE && !closes_itself(&mark->shape)) {
        qa_picture_drop(picture, mark);
        picture->n_left_out--;
        qa_picture_unread(picture, "VIA's 'polyline'", reading->place);
    } else if (kind != RECTANGLE) {
        qa_polygon_end(&mark->shape);
    }
}

/* ---- JSON ---- */

static void read_image(struct reading *reading, struct qa_json_value image)
{
    enum { NAME, REGIONS, N_MEMBERS };
    static const char *const names[] = {"filename", "regions"};
    static const char *const parts[] = {"shape_attributes", "region_attributes"};
    struct qa_json_value member[N_MEMBERS];
    qa_json_members(image, names, N_MEMBERS, member);
    qa_picture_begin(&reading->picture, qa_json_line_place(image));
    if (!qa_json_is_there(member[NAME]) || !qa_json_is_there(member[REGIONS])) {
        (void)qa_sink_bad(reading->sink, QA_AT_JSON(image), "E185",
                          "an image without filename and regions");
        return;
    }
    (void)qa_picture_json(&reading->picture, QA_FIELD_ITEM, member[NAME]);
    struct qa_json_iterator iterator = qa_json_iterate(member[REGIONS]);
    while (qa_json_next(&iterator)) {
        struct qa_json_value part[2];
        qa_json_members(iterator.value, parts, 2, part);
        reading->place = qa_json_line_place(iterator.value);
        if (!qa_json_is_there(part[0]) || !qa_json_is_there(part[1])) {
            (void)qa_sink_bad(reading->sink, reading->place, "E185",
                              "a region without shape_attributes and region_attributes");
            continue;
        }
        read_region(reading, part[0], part[1]);
    }
    qa_picture_end(&reading->picture);
}

static enum qa_status read_json(struct reading *reading, struct qa_bytes *bytes,
                                struct qa_error *err)
{
    struct qa_json *json;
    QA_TRY(qa_json_parse(&json, bytes, err));
    struct qa_json_value root = qa_json_root(json);
    struct qa_json_value images = root;
    if (!qa_json_member(root, "_via_img_metadata", &images)) {
        images = root;
    }
    enum qa_status status = QA_OK;
    if (qa_json_kind(images) != QA_JSON_OBJECT) {
        status = qa_fail_at(err, "E185", bytes->path, 1, 1,
                            "no object of images; expected a file of VIA");
    }
    struct qa_json_iterator iterator = qa_json_iterate(images);
    while (status == QA_OK && qa_json_next(&iterator)) {
        read_image(reading, iterator.value);
    }
    qa_json_free(json);
    return status;
}

/* ---- CSV ---- */

enum column { FILENAME, COUNT, SHAPE, ATTRIBUTES, N_COLUMNS };

/* The JSON of a cell; NULL after a finding. */
static struct qa_json *parse_cell(struct reading *reading, const struct qa_cell *cell)
{
    struct qa_bytes bytes;
    struct qa_error err;
    struct qa_json *json = NULL;
    if (qa_bytes_of_memory(&bytes, cell->text, cell->length, "cell", &err) == QA_OK) {
        if (qa_json_parse(&json, &bytes, &err) != QA_OK) {
            json = NULL;
        }
        qa_bytes_close(&bytes);
    }
    if (json == NULL) {
        (void)qa_sink_bad(reading->sink, QA_AT(cell->line, cell->column), "E115",
                          "the cell is no JSON: %.200s", err.text);
    }
    return json;
}

static void read_cells(struct reading *reading, const struct qa_cell *shape,
                       const struct qa_cell *attributes)
{
    struct qa_json *first = parse_cell(reading, shape);
    struct qa_json *second = first != NULL ? parse_cell(reading, attributes) : NULL;
    if (second != NULL) {
        read_region(reading, qa_json_root(first), qa_json_root(second));
        qa_json_free(second);
    }
    if (first != NULL) {
        qa_json_free(first);
    }
}

static enum qa_status read_csv(struct reading *reading, struct qa_bytes *bytes,
                               struct qa_error *err)
{
    static const struct qa_column_spec specs[N_COLUMNS] = {{"filename", "#filename", true},
                                                           {"region_count", NULL, true},
                                                           {"region_shape_attributes", NULL, true},
                                                           {"region_attributes", NULL, true}};
    struct qa_records records;
    uint32_t index[N_COLUMNS];
    const char *open = NULL;
    QA_TRY(qa_csv_records(bytes, NULL, 0, qa_sink_arena(reading->sink), &records, err));
    QA_TRY(qa_records_columns(&records, specs, N_COLUMNS, index, err));
    for (size_t r = 0; r < records.n_records; r++) {
        const struct qa_cell *cell[N_COLUMNS];
        for (int c = 0; c < N_COLUMNS; c++) {
            cell[c] = qa_records_cell(&records, r, index[c]);
        }
        reading->place = QA_AT(cell[FILENAME]->line, 1);
        if (open == NULL || strcmp(open, cell[FILENAME]->text) != 0) {
            if (open != NULL) {
                qa_picture_end(&reading->picture);
            }
            qa_picture_begin(&reading->picture, reading->place);
            qa_picture_text(&reading->picture, QA_FIELD_ITEM, cell[FILENAME]->text,
                            cell[FILENAME]->length, reading->place);
            open = cell[FILENAME]->text;
        }
        if (strcmp(cell[COUNT]->text, "0") != 0) {
            read_cells(reading, cell[SHAPE], cell[ATTRIBUTES]);
        }
    }
    if (open != NULL) {
        qa_picture_end(&reading->picture);
    }
    return QA_OK;
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct reading reading = {.sink = sink};
    qa_sink_source(sink, "via", &qa_type_box);
    qa_picture_init(&reading.picture, sink);
    unsigned char first = qa_first_byte(bytes);
    enum qa_status status = first == '{' || first == '[' ? read_json(&reading, bytes, err)
                                                         : read_csv(&reading, bytes, err);
    qa_picture_free(&reading.picture);
    return status;
}

static int sniff(const struct qa_bytes *bytes)
{
    bool is_csv =
        qa_mentions(bytes, "region_shape_attributes") && qa_mentions(bytes, "region_count");
    bool is_json = qa_first_byte(bytes) == '{' && qa_has_member(bytes, "regions") &&
                   qa_has_member(bytes, "filename");
    return is_csv ? 100 : is_json ? 93 : 0;
}

static uint32_t offers(const struct qa_bytes *bytes)
{
    bool has_outlines = qa_mentions(bytes, "all_points_x") || qa_mentions(bytes, "circle") ||
                        qa_mentions(bytes, "ellipse");
    return has_outlines ? QA_OFFER(qa_type_box) | QA_OFFER(qa_type_polygon) : 0;
}

const struct qa_reader qa_reader_via = {
    .name = "via",
    .description = "VGG Image Annotator, JSON and CSV: rectangles, polygons, circles and ellipses "
                   "as polygons, "
                   "labelled by the one attribute of the region, or that called label, class, "
                   "name, type or category",
    .gives = QA_GIVES_ITEM | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .offers = offers,
    .read = read_file,
};
