#ifndef QA_FORMATS_IMAGE_HEADER_H
#define QA_FORMATS_IMAGE_HEADER_H

/*
 * The size of an image by the header of its file: PNG (IHDR), JPEG (the frame header, as pixels are
 * stored: a turn that EXIF asks viewers for is not made), WebP (VP8, VP8L, VP8X). No pixel is
 * decoded.
 */

#include <stdbool.h>
#include <stddef.h>

#include "qa/batch/batch.h"

enum qa_image_header {
    QA_IMAGE_SIZE,    /* *out is its size */
    QA_IMAGE_MORE,    /* the header goes on beyond these bytes */
    QA_IMAGE_UNKNOWN, /* no image of these formats, or damaged, or without a size */
};

/* data: the first n bytes of the file. O(n), and for JPEG O(segments). */
enum qa_image_header qa_image_header_read(const unsigned char *data, size_t n,
                                          struct qa_image_size *out);

/* By its suffix: jpg, jpeg, png, webp, bmp, gif, tif, tiff, in any case. */
bool qa_is_image_name(const char *name);

#endif
