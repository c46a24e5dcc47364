#ifndef QA_FORMATS_JSON_SHAPE_H
#define QA_FORMATS_JSON_SHAPE_H

/* Numbers and points as formats in JSON give shapes. All return false after an error finding with
 * its place (E122 for values, E185 for what is missing), which `what` begins: "points". */

#include "qa/formats/sink.h"

/* An array of n numbers. */
bool qa_json_numbers(struct qa_sink *sink, struct qa_json_value list, const char *what, size_t n,
                     double *out);

/* A ring as [[x, y], ...], [{"x": x, "y": y}, ...] or [x, y, x, y, ...], to the end of a shape:
 * x, y, x, y ... At least `least` points. */
bool qa_json_ring(struct qa_sink *sink, struct qa_json_value ring, const char *what, size_t least,
                  struct qa_shape *shape);

/* Numbers that are members of an object, all of them wanted. */
bool qa_json_number_members(struct qa_sink *sink, struct qa_json_value object,
                            const char *const *names, size_t n, double *out);

/* The size of an image by two members; what is no size is not known. */
struct qa_image_size qa_json_image_size(struct qa_json_value width, struct qa_json_value height);

#endif
