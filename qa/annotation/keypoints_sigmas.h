#ifndef QA_ANNOTATION_KEYPOINTS_SIGMAS_H
#define QA_ANNOTATION_KEYPOINTS_SIGMAS_H

/* The spreads of keypoints: the setting "sigmas". Private to the kind. */

#include "qa/annotation/keypoints.h"

/* A struct qa_keypoint_sigmas of a number, a comma list or a file. E230: neither; E231: a line of
 * the file that is no spread. */
enum qa_status qa_keypoint_sigmas_load(const char *text, struct qa_arena *arena, const void **out,
                                       struct qa_error *err);

/* The spread of point k of n, of that name ("" for none); NAN: there is none. sigmas may be NULL:
 * COCO's for 17 points. */
double qa_keypoint_sigma(const struct qa_keypoint_sigmas *sigmas, size_t k, size_t n,
                         const struct qa_text_cell *name);

#endif
