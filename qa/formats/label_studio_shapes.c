/* Label Studio: shapes on images. */
#include "qa/formats/label_studio_parts.h"

#include <math.h>

#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
#include "qa/base/number.h"

static const double pi = 3.14159265358979323846;

/* Turned less than this is not turned: rounding. */
static const double least_turn = 1e-3; /* degrees */

static bool read_turn(struct qa_json_value degrees, double *out)
{
    return qa_json_is_there(degrees) && qa_json_real(degrees, out) &&
           fabs(remainder(*out, 360)) > least_turn;
}

/* Where a shape stands on an image that was turned in the editor is said differently by different
 * versions, so it is not guessed. */
bool qa_studio_is_upright(const struct qa_studio_reading *reading)
{
    struct qa_json_value image = reading->result->member[QA_STUDIO_IMAGE_ROTATION];
    double turn;
    return !read_turn(image, &turn) ||
           qa_sink_bad(reading->sink, qa_studio_at(reading->results, image), "E148",
                       "the image was turned by %g degrees when this was marked; expected 0", turn);
}

/* The size that the user, or the image files of the run, say. */
static bool scale_by_sizes(const struct qa_studio_reading *reading, double scale[2])
{
    struct qa_json_text name;
    struct qa_json_value item = reading->results->item;
    struct qa_image_size size = {0, 0};
    if (qa_json_is_there(item) && qa_json_string(item, &name)) {
        size = qa_sink_find_image_size(reading->sink, name.text);
    }
    scale[0] = size.width;
    scale[1] = size.height;
    return size.width > 0 && size.height > 0;
}

bool qa_studio_scale(const struct qa_studio_reading *reading, double scale[2])
{
    static const char *const names[] = {"original_width", "original_height"};
    const struct qa_json_value *size = &reading->result->member[QA_STUDIO_WIDTH];
    if ((!qa_json_is_there(size[0]) || !qa_json_is_there(size[1])) &&
        scale_by_sizes(reading, scale)) {
        qa_sink_image_size(reading->sink, qa_image_size(scale[0], scale[1]));
        return true;
    }
    for (int i = 0; i < 2; i++) {
        if (!qa_json_is_there(size[i])) {
            return qa_sink_bad(
                reading->sink, qa_studio_at(reading->results, reading->result->at), "E119",
                "a result without '%s': percent of an unknown size, which --sizes can give",
                names[i]);
        }
        if (!qa_json_real(size[i], &scale[i]) || scale[i] <= 0) {
            return qa_sink_bad(reading->sink, qa_studio_at(reading->results, size[i]), "E122",
                               "%s is not a number above 0", names[i]);
        }
    }
    qa_sink_image_size(reading->sink, qa_image_size(scale[0], scale[1]));
    return true;
}

static bool read_percents(const struct qa_studio_reading *reading, const char *const *names,
                          double out[4])
{
    double scale[2] = {1, 1};
    if (!qa_studio_is_upright(reading) || !qa_studio_scale(reading, scale)) {
        return false;
    }
    for (int i = 0; i < 4; i++) {
        if (!qa_studio_number(reading, names[i], &out[i])) {
            return false;
        }
        out[i] = out[i] * scale[i % 2] / 100;
    }
    return true;
}

static bool turn_of(const struct qa_studio_reading *reading, double *degrees)
{
    struct qa_json_value rotation;
    return qa_json_member(reading->value, "rotation", &rotation) && read_turn(rotation, degrees);
}

/* A rectangle is turned about its top left corner; a rotated box about its centre. */
bool qa_studio_read_rectangle(const struct qa_studio_reading *reading)
{
    static const char *const names[] = {"x", "y", "width", "height"};
    double box[4] = {0};
    double degrees = 0;
    if (!read_percents(reading, names, box)) {
        return false;
    }
    bool is_turned = turn_of(reading, &degrees);
    if (is_turned) {
        double across = cos(degrees * pi / 180);
        double down = sin(degrees * pi / 180);
        double half[2] = {box[2] / 2, box[3] / 2};
        box[0] += half[0] * across - half[1] * down - half[0];
        box[1] += half[0] * down + half[1] * across - half[1];
    }
    for (int i = 0; i < 4; i++) {
        qa_shape_add(reading->shape, box[i]);
    }
    if (is_turned) {
        qa_shape_add(reading->shape, degrees);
    }
    return true;
}

bool qa_studio_read_polygon(const struct qa_studio_reading *reading)
{
    struct qa_json_value points;
    double scale[2] = {1, 1};
    if (!qa_studio_is_upright(reading) || !qa_studio_scale(reading, scale) ||
        !qa_studio_member(reading, "points", &points)) {
        return false;
    }
    qa_polygon_begin_part(reading->shape);
    struct qa_json_iterator point = qa_json_iterate(points);
    while (qa_json_next(&point)) {
        struct qa_json_iterator at = qa_json_iterate(point.value);
        double percent[2] = {0, 0};
        bool is_good = !point.is_object && qa_json_count(point.value) == 2;
        for (int i = 0; i < 2 && is_good; i++) {
            is_good = qa_json_next(&at) && qa_json_real(at.value, &percent[i]);
            qa_shape_add(reading->shape, percent[i] * scale[i] / 100);
        }
        if (!is_good) {
            return qa_studio_bad(reading, point.value, "E122", "a point that is not two numbers");
        }
    }
    qa_polygon_end(reading->shape);
    return true;
}

/* As a polygon of so many corners and of the ellipse's area, so that areas are right and shapes all
 * but: they are off by less than a thousandth of the radius. */
bool qa_studio_read_ellipse(const struct qa_studio_reading *reading)
{
    enum { CORNERS = 128 };
    static const char *const names[] = {"x", "y", "radiusX", "radiusY"};
    double at[4] = {0};
    double degrees = 0;
    if (!read_percents(reading, names, at)) {
        return false;
    }
    if (at[2] <= 0 || at[3] <= 0) {
        return qa_studio_bad(reading, reading->value, "E122", "a radius that is not above 0");
    }
    (void)turn_of(reading, &degrees);
    double step = 2 * pi / CORNERS;
    double larger = sqrt(step / sin(step));
    double across = cos(degrees * pi / 180);
    double down = sin(degrees * pi / 180);
    qa_polygon_begin_part(reading->shape);
    for (int i = 0; i < CORNERS; i++) {
        double x = at[2] * larger * cos(i * step);
        double y = at[3] * larger * sin(i * step);
        qa_shape_add(reading->shape, at[0] + x * across - y * down);
        qa_shape_add(reading->shape, at[1] + x * down + y * across);
    }
    qa_polygon_end(reading->shape);
    return true;
}

/* ---- brush: runs of the bytes of a picture of red, green, blue and opacity ---- */

/* Bits of a list of bytes, the high ones first. */
struct bits {
    struct qa_json_iterator byte;
    uint32_t have; /* bits of `held` that are not read yet */
    uint32_t held;
    bool is_short;
};

static uint32_t next_bits(struct bits *bits, uint32_t n)
{
    uint32_t out = 0;
    for (; n > 0; n--) {
        int64_t byte = 0;
        if (bits->have == 0) {
            bits->is_short = bits->is_short || !qa_json_next(&bits->byte) ||
                             !qa_json_integer(bits->byte.value, &byte) || byte < 0 || byte > 255;
            bits->held = bits->is_short ? 0 : (uint32_t)byte;
            bits->have = 8;
        }
        bits->have--;
        out = out << 1 | (bits->held >> bits->have & 1);
    }
    return out;
}

/* Runs along the rows of what is opaque, the first of what is not. */
struct row_runs {
    struct qa_arena *arena;
    uint32_t *run;
    size_t n;
    size_t capacity;
};

static void add_pixels(struct row_runs *runs, bool is_opaque, uint32_t n)
{
    bool is_open = runs->n > 0 && (runs->n - 1) % 2 == is_opaque;
    if (n == 0) {
        return;
    }
    while (!is_open) {
        runs->run =
            qa_arena_grow(runs->arena, runs->run, &runs->capacity, runs->n + 1, sizeof *runs->run);
        runs->run[runs->n++] = 0;
        is_open = (runs->n - 1) % 2 == is_opaque;
    }
    runs->run[runs->n - 1] += n;
}

/* Opacities are every fourth of the bytes from `from` to `to`. A pixel is marked when it is at
 * least half opaque. */
static void add_bytes(struct row_runs *runs, uint32_t value, uint64_t from, uint64_t to)
{
    add_pixels(runs, value >= 128, (uint32_t)(to / 4 - from / 4));
}

/* rle-pack's form: 32 bits of length, 5 of the size of a value, four sizes of runs, then pieces of
 * one value or of several. */
static bool unpack(struct bits *bits, uint64_t wanted, struct row_runs *runs)
{
    uint32_t size[4];
    uint64_t total = next_bits(bits, 32);
    uint32_t word = next_bits(bits, 5) + 1;
    for (int i = 0; i < 4; i++) {
        size[i] = next_bits(bits, 4) + 1;
    }
    if (total != wanted || word != 8 || bits->is_short) {
        return false;
    }
    for (uint64_t i = 0; i < total && !bits->is_short;) {
        bool is_run = next_bits(bits, 1) == 1;
        uint64_t end = i + 1 + next_bits(bits, size[next_bits(bits, 2)]);
        if (end > total || runs->n > QA_RLE_RUNS_MAX) {
            return false;
        }
        while (i < end && !bits->is_short) {
            uint64_t to = is_run ? end : i + 1;
            add_bytes(runs, next_bits(bits, word), i, to);
            i = to;
        }
    }
    return !bits->is_short;
}

bool qa_studio_read_brush(const struct qa_studio_reading *reading)
{
    struct qa_json_value rle;
    double scale[2] = {1, 1};
    const char *why = "";
    if (!qa_studio_is_upright(reading) || !qa_studio_scale(reading, scale) ||
        !qa_studio_member(reading, "rle", &rle)) {
        return false;
    }
    if (!qa_rle_fits(scale[1], scale[0], &why)) {
        return qa_sink_bad(reading->sink, qa_studio_at(reading->results, rle), "E260", "%s", why);
    }
    struct qa_arena *arena = qa_sink_arena(reading->sink);
    struct row_runs runs = {.arena = reading->scratch};
    struct bits bits = {.byte = qa_json_iterate(rle)};
    struct qa_rle out = {.height = (uint32_t)scale[1], .width = (uint32_t)scale[0]};
    const struct qa_rle_box whole = {0, 0, out.width, out.height};
    if (!unpack(&bits, (uint64_t)out.width * out.height * 4, &runs)) {
        return qa_sink_bad(reading->sink, qa_studio_at(reading->results, rle), "E260",
                           "rle of %s is broken, or not of a picture of %u x %u",
                           reading->result->kind->name, out.width, out.height);
    }
    if (!qa_rle_of_rows(runs.run, runs.n, &whole, &out, arena, &why)) {
        return qa_sink_bad(reading->sink, qa_studio_at(reading->results, rle), "E260", "%s", why);
    }
    qa_mask_put(&out, reading->shape);
    return true;
}
