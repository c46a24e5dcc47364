#ifndef QA_ANNOTATION_RELATION_H
#define QA_ANNOTATION_RELATION_H

/*
 * Relations between two spans of a text: "works for" from one to the other. The label is the type
 * of the relation. The numbers are how many numbers the first end has, then the fragments of the
 * first end and of the second, as those of a span (span.h).
 *
 * Similarity: 1 when both ends are the same characters, in this order, else 0. The classes of the
 * ends do not count: they are the spans' own errors.
 */

#include "qa/annotation/type.h"

extern const struct qa_type qa_type_relation;

/* The numbers of a relation between two spans. */
void qa_relation_shape(struct qa_shape *out, const struct qa_shape *from,
                       const struct qa_shape *to);

#endif
