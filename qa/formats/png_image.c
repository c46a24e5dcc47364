#include "qa/formats/png_image.h"

#include <png.h>
#include <string.h>

#include "qa/annotation/rle.h"

enum { SIGNATURE = 8, COLOUR_TYPE_AT = 25, BIT_DEPTH_AT = 24, HEADER = 33, PIXELS_MAX = 1 << 28 };

bool qa_png_kind(const struct qa_bytes *bytes, enum qa_png_kind *kind)
{
    if (bytes->size < HEADER || png_sig_cmp(bytes->data, 0, SIGNATURE) != 0) {
        return false;
    }
    int type = bytes->data[COLOUR_TYPE_AT];
    bool is_palette = type == PNG_COLOR_TYPE_PALETTE;
    bool is_grey = type == PNG_COLOR_TYPE_GRAY || type == PNG_COLOR_TYPE_GRAY_ALPHA;
    *kind = is_palette ? QA_PNG_PALETTE : is_grey ? QA_PNG_GREY : QA_PNG_COLOURS;
    return true;
}

/* One file while libpng reads it. */
struct reading {
    const struct qa_bytes *bytes;
    size_t at;
    struct qa_error *err;
    png_structp png;
    png_infop info;
    struct qa_png *out;
    struct qa_arena *arena;
};

static void take_bytes(png_structp png, png_bytep data, size_t n)
{
    struct reading *reading = png_get_io_ptr(png);
    if (n > reading->bytes->size - reading->at) {
        png_error(png, "the file is cut short");
    }
    memcpy(data, reading->bytes->data + reading->at, n);
    reading->at += n;
}

static void fail(png_structp png, png_const_charp why)
{
    struct reading *reading = png_get_error_ptr(png);
    (void)qa_fail_at(reading->err, "E194", reading->bytes->path, 0, 0,
                     "the image cannot be read: %.120s", why);
    png_longjmp(png, 1);
}

static void say_nothing(png_structp png, png_const_charp why)
{
    (void)png;
    (void)why;
}

/* ---- in the middle of libpng: what fails here jumps ---- */

static void read_palette(struct reading *reading)
{
    png_colorp colour = NULL;
    int n = 0;
    if (png_get_PLTE(reading->png, reading->info, &colour, &n) == 0) {
        png_error(reading->png, "it has no palette");
    }
    for (int i = 0; i < n && i < QA_PNG_PALETTE_MAX; i++) {
        reading->out->palette[i] =
            (uint32_t)colour[i].red << 16 | (uint32_t)colour[i].green << 8 | colour[i].blue;
        reading->out->n_palette = (size_t)i + 1;
    }
}

static void read_size(struct reading *reading)
{
    png_structp png = reading->png;
    struct qa_png *out = reading->out;
    const char *why = NULL;
    png_read_info(png, reading->info);
    out->width = png_get_image_width(png, reading->info);
    out->height = png_get_image_height(png, reading->info);
    if (!qa_rle_fits(out->height, out->width, &why) ||
        (uint64_t)out->width * out->height > PIXELS_MAX) {
        png_error(png, "it is too large");
    }
    (void)qa_png_kind(reading->bytes, &out->kind);
}

/* Rows will come as they are stored, a byte a pixel where they are less. */
static void ask_for_values(struct reading *reading)
{
    png_structp png = reading->png;
    struct qa_png *out = reading->out;
    if (out->kind == QA_PNG_PALETTE) {
        read_palette(reading);
    }
    if (out->kind == QA_PNG_COLOURS && png_get_bit_depth(png, reading->info) > 8) {
        png_error(png, "its colours have 16 bit a channel, and tables of colours have 8");
    }
    png_set_packing(png);
    png_set_strip_alpha(png);
}

/* The last byte of each pixel will say whether it is set. */
static void ask_for_foreground(struct reading *reading)
{
    png_structp png = reading->png;
    bool has_alpha = (png_get_color_type(png, reading->info) & PNG_COLOR_MASK_ALPHA) != 0;
    if (has_alpha || png_get_valid(png, reading->info, PNG_INFO_tRNS) != 0) {
        png_set_expand(png);
    } else if (reading->out->kind == QA_PNG_COLOURS) {
        png_error(png, "a picture in colours without transparency, which is no mask");
    }
    png_set_packing(png);
}

/* What becomes of the rows, and what they are like. */
struct rows {
    void (*begin)(struct reading *reading, struct rows *rows);
    void (*take)(struct rows *rows, uint32_t y, const png_byte *row, const png_byte *above);
    int bits; /* of a sample */
    size_t pixel_bytes;
    uint32_t width;
    struct qa_rle_scan *scan; /* of values */
    bool *is_set;             /* of foreground */
};

/* Rows in two places in turn. */
static void take_in_turn(struct reading *reading, struct rows *rows)
{
    size_t row_bytes = png_get_rowbytes(reading->png, reading->info);
    png_bytep place[2] = {qa_arena_array(reading->arena, row_bytes, 1),
                          qa_arena_array(reading->arena, row_bytes, 1)};
    for (uint32_t y = 0; y < reading->out->height; y++) {
        png_read_row(reading->png, place[y % 2], NULL);
        rows->take(rows, y, place[y % 2], y > 0 ? place[1 - y % 2] : NULL);
    }
}

/* Interlaced: a row is complete when all are. */
static void take_together(struct reading *reading, struct rows *rows)
{
    size_t row_bytes = png_get_rowbytes(reading->png, reading->info);
    uint32_t height = reading->out->height;
    png_bytep all = qa_arena_array(reading->arena, height, row_bytes);
    png_bytepp row = QA_ARRAY(reading->arena, png_bytep, height);
    for (uint32_t y = 0; y < height; y++) {
        row[y] = all + y * row_bytes;
    }
    png_read_image(reading->png, row);
    for (uint32_t y = 0; y < height; y++) {
        rows->take(rows, y, row[y], y > 0 ? row[y - 1] : NULL);
    }
}

static void read_rows(struct reading *reading, struct rows *rows)
{
    bool is_interlaced = png_set_interlace_handling(reading->png) > 1;
    png_read_update_info(reading->png, reading->info);
    rows->width = reading->out->width;
    rows->bits = png_get_bit_depth(reading->png, reading->info);
    rows->pixel_bytes = png_get_rowbytes(reading->png, reading->info) / rows->width;
    rows->begin(reading, rows);
    if (is_interlaced) {
        take_together(reading, rows);
    } else {
        take_in_turn(reading, rows);
    }
    png_read_end(reading->png, NULL);
}

static void begin_values(struct reading *reading, struct rows *rows)
{
    rows->scan =
        qa_rle_scan_new(reading->out->height, rows->width, rows->pixel_bytes, reading->arena);
}

static void take_values(struct rows *rows, uint32_t y, const png_byte *row, const png_byte *above)
{
    (void)y;
    qa_rle_scan_row(rows->scan, row, above);
}

static void begin_foreground(struct reading *reading, struct rows *rows)
{
    rows->is_set = QA_ARRAY(reading->arena, bool, (size_t)reading->out->height * rows->width);
}

static void take_foreground(struct rows *rows, uint32_t y, const png_byte *row,
                            const png_byte *above)
{
    const size_t sample_bytes = rows->bits > 8 ? 2 : 1;
    const png_byte *sample = row + rows->pixel_bytes - sample_bytes;
    bool *is_set = rows->is_set + (size_t)y * rows->width;
    (void)above;
    for (uint32_t x = 0; x < rows->width; x++, sample += rows->pixel_bytes) {
        is_set[x] = sample[0] != 0 || sample[sample_bytes - 1] != 0;
    }
}

/* ---- whole files ---- */

static enum qa_status read_file(struct reading *reading, void (*ask)(struct reading *reading),
                                struct rows *rows)
{
    reading->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reading, fail, say_nothing);
    reading->info = reading->png != NULL ? png_create_info_struct(reading->png) : NULL;
    if (reading->info == NULL) {
        QA_BUG("libpng has no memory, or is not the one that was built with");
    }
    if (setjmp(png_jmpbuf(reading->png)) != 0) {
        png_destroy_read_struct(&reading->png, &reading->info, NULL);
        return QA_INPUT;
    }
    png_set_user_limits(reading->png, QA_RLE_SIDE_MAX, QA_RLE_SIDE_MAX);
    png_set_crc_action(reading->png, PNG_CRC_ERROR_QUIT, PNG_CRC_WARN_DISCARD);
    png_set_read_fn(reading->png, reading, take_bytes);
    read_size(reading);
    ask(reading);
    read_rows(reading, rows);
    png_destroy_read_struct(&reading->png, &reading->info, NULL);
    return QA_OK;
}

enum qa_status qa_png_read(const struct qa_bytes *bytes, struct qa_arena *arena, struct qa_png *out,
                           struct qa_error *err)
{
    struct qa_error unheard;
    struct rows rows = {.begin = begin_values, .take = take_values};
    struct reading reading = {
        .bytes = bytes, .err = err != NULL ? err : &unheard, .out = out, .arena = arena};
    *out = (struct qa_png){.width = 0};
    QA_TRY(read_file(&reading, ask_for_values, &rows));
    qa_rle_scan_end(rows.scan, &out->values);
    return QA_OK;
}

enum qa_status qa_png_read_foreground(const struct qa_bytes *bytes, struct qa_arena *arena,
                                      struct qa_png_foreground *out, struct qa_error *err)
{
    struct qa_error unheard;
    struct rows rows = {.begin = begin_foreground, .take = take_foreground};
    struct qa_png png = {.width = 0};
    struct reading reading = {
        .bytes = bytes, .err = err != NULL ? err : &unheard, .out = &png, .arena = arena};
    QA_TRY(read_file(&reading, ask_for_foreground, &rows));
    *out = (struct qa_png_foreground){png.width, png.height, rows.is_set};
    return QA_OK;
}
