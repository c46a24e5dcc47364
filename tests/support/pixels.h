#ifndef TESTS_SUPPORT_PIXELS_H
#define TESTS_SUPPORT_PIXELS_H

/* A picture of classes as one set for each class, in tests. */

#include "qa/annotation/rle.h"

/* value[y * width + x] < n_classes; list has n_classes places, empty sets among them. */
static inline void classes_of_pixels(const uint16_t *value, uint32_t height, uint32_t width,
                                     size_t n_classes, struct qa_rle *list, struct qa_arena *arena)
{
    size_t n = (size_t)height * width;
    uint8_t *byte = QA_ARRAY(arena, uint8_t, 2 * n);
    struct qa_rle_values values;
    for (size_t i = 0; i < n; i++) {
        byte[2 * i] = (uint8_t)(value[i] >> 8);
        byte[2 * i + 1] = (uint8_t)(value[i] & 0xff);
    }
    qa_rle_by_value(byte, 2, height, width, &values, arena);
    for (size_t c = 0; c < n_classes; c++) {
        uint32_t *all = QA_ARRAY(arena, uint32_t, 1);
        all[0] = (uint32_t)n;
        list[c] = (struct qa_rle){height, width, all, 1};
    }
    for (size_t v = 0; v < values.n; v++) {
        list[values.value[v]] = values.rle[v];
    }
}

#endif
