#ifndef QA_FORMATS_PACKED_MASK_H
#define QA_FORMATS_PACKED_MASK_H

/*
 * Masks that stand in a file of labels as a picture in base64: a PNG, or one that zlib packed once
 * more. The picture covers a part of the image; what it leaves is background. Foreground is what
 * the picture's transparency leaves visible where it has any, else what is not 0 (level, or place
 * in the palette).
 */

#include "qa/formats/sink.h"

struct qa_packed_mask {
    const char *what; /* "mask": messages */
    const char *text; /* base64, n bytes */
    size_t n;
    double left; /* of the image, where the picture's first pixel lies; a fraction is cut off */
    double top;
    double width; /* what the file says of the picture; 0: nothing */
    double height;
    struct qa_image_size image;
    struct qa_place place;
};

/* The numbers of a mask into an empty shape. False after E270, with its place: no base64, no PNG,
 * the image's size is not known, or the picture does not lie in it. O(pixels of the picture). */
bool qa_read_packed_mask(struct qa_sink *sink, const struct qa_packed_mask *mask,
                         struct qa_shape *shape);

#endif
