#ifndef QA_ANNOTATION_RLE_PARTS_H
#define QA_ANNOTATION_RLE_PARTS_H

/* What the files of rle.h share. */

#include "qa/annotation/rle.h"

/* The set that begins as background and changes at n places, ascending; two changes at one place
 * are none. Done in place: at has room for one more. */
void qa_rle_of_changes(uint32_t *at, size_t n, struct qa_rle *out);

#endif
