#ifndef QA_ANNOTATION_OWNED_BOUNDS_H
#define QA_ANNOTATION_OWNED_BOUNDS_H

/* Whether several people who worked on one picture drew the same objects, by their bounds alone:
 * those who answered alone did, those who shared the work did not. */

#include <stdbool.h>
#include <stddef.h>

#include "qa/annotation/type.h"

struct qa_owned_bounds {
    struct qa_bounds bounds;
    size_t owner;
    size_t object;  /* the caller's own number of it */
    bool is_shared; /* lies on an object of another owner: IoU of the bounds of 0.5 or more */
};

/* Sets is_shared, and sorts by the left edge. O(n log n) where few overlap, else O(n^2). */
void qa_find_shared_bounds(struct qa_owned_bounds *list, size_t n);

#endif
