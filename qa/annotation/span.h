#ifndef QA_ANNOTATION_SPAN_H
#define QA_ANNOTATION_SPAN_H

/*
 * Spans of a text: an entity, a phrase. The numbers are its fragments one after another, start and
 * end of each in Unicode code points from 0, the end exclusive: 4, 9 is the fifth to the ninth
 * character. Most spans have one fragment; a discontinuous one has several, in ascending order,
 * which may touch and do not overlap. The text of an object is what the file quotes, if it does.
 *
 * Similarity: intersection over union of the characters (Jaccard 1912). So fragments that touch are
 * the same as the one that they make together.
 */

#include "qa/annotation/type.h"

extern const struct qa_type qa_type_span;

enum qa_span_setting {
    QA_SPAN_UNIT, /* enum qa_span_unit: what token_kappa counts */
    QA_SPAN_UEM,  /* which characters of which texts were to be annotated (uem.h) */
    QA_N_SPAN_SETTINGS
};
enum qa_span_unit { QA_UNIT_TOKEN, QA_UNIT_CHARACTER };

/* The greatest offset that is valid: any text of 2 GiB. */
#define QA_SPAN_OFFSET_MAX 2147483647.0

/* Fragments as texts have them, "0-3;8-12" or brat's "0 3;8 12", into the shape. False, with *why
 * in words, for anything else. */
bool qa_span_parse(const char *text, size_t n, struct qa_shape *out, const char **why);

/* The characters of a span, and of those that two have in common. O(fragments of both). */
double qa_span_length(const double *fragments, size_t n);
double qa_span_shared(const double *a, size_t n_a, const double *b, size_t n_b);

/* Are they the same characters? */
bool qa_span_equal(const double *a, size_t n_a, const double *b, size_t n_b);

#endif
