/* Masks as Label Studio's brushes have them: the opacity of a picture, packed. */
#include <string.h>

#include "qa/annotation/mask.h"
#include "qa/formats/label_studio_parts.h"
#include "qa/formats/writer.h"

enum { PIXELS_MAX = 1 << 28, PIXEL_BYTES = 4, LONGEST_RUN = 1 << 16, OPAQUE = 255 };

/* Bits, the high ones first, as a JSON list of bytes. */
struct packing {
    FILE *stream;
    uint32_t held;
    uint32_t n_held;
    bool any;
};

static void put_bits(struct packing *packing, uint32_t value, uint32_t n)
{
    for (; n > 0; n--) {
        packing->held = packing->held << 1 | (value >> (n - 1) & 1);
        if (++packing->n_held == 8) {
            fprintf(packing->stream, packing->any ? ",%u" : "%u", packing->held);
            packing->any = true;
            packing->held = packing->n_held = 0;
        }
    }
}

static void put_run(struct packing *packing, uint64_t n_bytes, uint32_t value)
{
    static const uint32_t sizes[] = {3, 4, 8, 16};
    while (n_bytes > 0) {
        uint32_t n = n_bytes < LONGEST_RUN ? (uint32_t)n_bytes : LONGEST_RUN;
        uint32_t i = 0;
        while ((n - 1) >> sizes[i] != 0) {
            i++;
        }
        put_bits(packing, 1, 1);
        put_bits(packing, i, 2);
        put_bits(packing, n - 1, sizes[i]);
        put_bits(packing, value, 8);
        n_bytes -= n;
    }
}

bool qa_studio_put_brush(const struct qa_rle *rle, FILE *stream)
{
    struct packing packing = {.stream = stream};
    uint64_t n = (uint64_t)rle->height * rle->width;
    if (n > PIXELS_MAX) {
        return false;
    }
    struct qa_arena *scratch = qa_arena_new();
    const unsigned char *pixel = qa_writing_pixels(rle, scratch);
    put_bits(&packing, (uint32_t)n * PIXEL_BYTES, 32);
    put_bits(&packing, 8 - 1, 5);
    put_bits(&packing, 3 - 1, 4);
    put_bits(&packing, 4 - 1, 4);
    put_bits(&packing, 8 - 1, 4);
    put_bits(&packing, 16 - 1, 4);
    for (uint64_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && pixel[to] == pixel[from];) {
            to++;
        }
        put_run(&packing, (to - from) * PIXEL_BYTES, pixel[from] != 0 ? OPAQUE : 0);
    }
    put_bits(&packing, 0, (8 - packing.n_held) % 8);
    qa_arena_free(scratch);
    return true;
}
