#ifndef QA_FORMATS_PICTURE_PEOPLE_H
#define QA_FORMATS_PICTURE_PEOPLE_H

/* Private to the picture: whose its objects are, where several people worked on it. */

#include "qa/formats/picture.h"

/*
 * People who each answered alone drew the same objects; those who shared an image, or came to add
 * what another had missed, drew different ones, and have one answer together. Where fewer than half
 * of the objects of a question that are not the busiest person's lie on one of somebody else's
 * (bounds with IoU of 0.5 or more), all become that person's. Labels of the image stay each
 * person's own. Returns the first mark that changed hands; NULL: none. O(n log n) where few
 * overlap.
 */
const struct qa_mark *qa_picture_join_people(struct qa_picture *picture);

#endif
