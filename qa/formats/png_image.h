#ifndef QA_FORMATS_PNG_IMAGE_H
#define QA_FORMATS_PNG_IMAGE_H

/*
 * The pixels of a PNG file as they are stored, as sets of those of one value: grey levels and
 * places in the palette of 1, 2, 4, 8 or 16 bit are values, never scaled and never turned into
 * colours; colours of 8 bit a channel are 0xRRGGBB. Transparency says nothing. The one place where
 * libpng is called.
 *
 * Bounds: those of rle.h for sides, and 2^28 pixels. E194 for damaged files (cut short, a checksum
 * that does not fit), larger ones, and colours of 16 bit a channel.
 */

#include <stdbool.h>
#include <stdint.h>

#include "qa/annotation/rle.h"
#include "qa/base/arena.h"
#include "qa/base/bytes.h"

enum qa_png_kind { QA_PNG_GREY, QA_PNG_PALETTE, QA_PNG_COLOURS };

enum { QA_PNG_PALETTE_MAX = 256 };

struct qa_png {
    enum qa_png_kind kind;
    uint32_t width;
    uint32_t height;
    struct qa_rle_values values; /* grey levels, places in the palette, or colours */
    uint32_t palette[QA_PNG_PALETTE_MAX];
    size_t n_palette;
};

/* By its header alone: whether it is a PNG file, and of which kind. */
bool qa_png_kind(const struct qa_bytes *bytes, enum qa_png_kind *kind);

/* What is read lives in the arena. O(pixels). */
QA_NODISCARD enum qa_status qa_png_read(const struct qa_bytes *bytes, struct qa_arena *arena,
                                        struct qa_png *out, struct qa_error *err);

/* A picture that says of each pixel whether it is set: not wholly transparent where the picture
 * has transparency, else not 0. */
struct qa_png_foreground {
    uint32_t width;
    uint32_t height;
    const bool *is_set; /* row by row */
};

/* The same bounds; E194 too for colours without transparency, which say neither. O(pixels). */
QA_NODISCARD enum qa_status qa_png_read_foreground(const struct qa_bytes *bytes,
                                                   struct qa_arena *arena,
                                                   struct qa_png_foreground *out,
                                                   struct qa_error *err);

#endif
