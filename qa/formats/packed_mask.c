#include "qa/formats/packed_mask.h"

#include <math.h>

#include "qa/annotation/mask.h"
#include "qa/base/base64.h"
#include "qa/base/inflate.h"
#include "qa/formats/png_image.h"

enum { PICTURE_MAX = 1 << 26 }; /* bytes of the file */

/* The picture as a file's bytes, which are not copied. */
static bool unpack(const struct qa_packed_mask *mask, struct qa_arena *arena, struct qa_bytes *out,
                   const char **why)
{
    size_t size;
    unsigned char *bytes = qa_base64_bytes(mask->text, mask->n, &size, arena);
    enum qa_png_kind kind;
    *why = "it is no text in base64";
    if (bytes == NULL) {
        return false;
    }
    *out = (struct qa_bytes){.data = bytes, .size = size, .path = mask->what};
    if (qa_png_kind(out, &kind)) {
        return true;
    }
    *why = "it holds no PNG picture";
    out->data = qa_inflate(bytes, size, PICTURE_MAX, &out->size, arena);
    return out->data != NULL && qa_png_kind(out, &kind);
}

/* Runs along the rows, the first of background. */
static uint32_t *runs_of(const struct qa_png_foreground *picture, size_t *n, struct qa_arena *arena)
{
    size_t n_pixels = (size_t)picture->width * picture->height;
    size_t capacity = 0;
    uint32_t *run = NULL;
    bool is_set = false;
    *n = 0;
    for (size_t from = 0, at = 0; at <= n_pixels; at++) {
        if (at == n_pixels || picture->is_set[at] != is_set) {
            run = qa_arena_grow(arena, run, &capacity, *n + 1, sizeof *run);
            run[(*n)++] = (uint32_t)(at - from);
            from = at;
            is_set = !is_set;
        }
    }
    return run;
}

static bool place_of_box(const struct qa_packed_mask *mask, const struct qa_png_foreground *picture,
                         struct qa_rle_box *box, const char **why)
{
    double left = trunc(mask->left);
    double top = trunc(mask->top);
    bool lies_inside = left >= 0 && top >= 0 && left + picture->width <= mask->image.width &&
                       top + picture->height <= mask->image.height;
    if (mask->width > 0 && (mask->width != picture->width || mask->height != picture->height)) {
        *why = "its picture has another size than its points say";
        return false;
    }
    if (!lies_inside) {
        *why = "it leaves the image";
        return false;
    }
    *box = (struct qa_rle_box){(uint32_t)left, (uint32_t)top, picture->width, picture->height};
    return true;
}

static bool read_mask(const struct qa_packed_mask *mask, struct qa_arena *scratch,
                      struct qa_shape *shape, const char **why)
{
    struct qa_bytes bytes;
    struct qa_png_foreground picture;
    struct qa_rle_box box;
    struct qa_error err;
    struct qa_rle rle = {.height = mask->image.height, .width = mask->image.width};
    size_t n;
    *why = "the size of the image is not known";
    if (mask->image.width == 0 || !qa_rle_fits(rle.height, rle.width, why) ||
        !unpack(mask, scratch, &bytes, why)) {
        return false;
    }
    if (qa_png_read_foreground(&bytes, scratch, &picture, &err) != QA_OK) {
        *why = qa_arena_format(scratch, "%s", err.text);
        return false;
    }
    uint32_t *run = runs_of(&picture, &n, scratch);
    if (!place_of_box(mask, &picture, &box, why) ||
        !qa_rle_of_rows(run, n, &box, &rle, scratch, why)) {
        return false;
    }
    qa_mask_put(&rle, shape);
    return true;
}

bool qa_read_packed_mask(struct qa_sink *sink, const struct qa_packed_mask *mask,
                         struct qa_shape *shape)
{
    struct qa_arena *scratch = qa_arena_new();
    const char *why;
    bool is_good = read_mask(mask, scratch, shape, &why) ||
                   qa_sink_bad(sink, mask->place, "E270", "%s: %s", mask->what, why);
    qa_arena_free(scratch);
    return is_good;
}
