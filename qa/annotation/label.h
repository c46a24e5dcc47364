#ifndef QA_ANNOTATION_LABEL_H
#define QA_ANNOTATION_LABEL_H

/* A category for the whole item. Similarity is 1 for the same label and 0 for another. */

#include "qa/annotation/type.h"

extern const struct qa_type qa_type_label;

#endif
