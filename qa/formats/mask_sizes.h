#ifndef QA_FORMATS_MASK_SIZES_H
#define QA_FORMATS_MASK_SIZES_H

/*
 * Masks compare pixel by pixel, so all masks of an item, in whichever file of the run, are of one
 * picture size; and of the size that their file says the image has, where it says one. E192 for the
 * first of an answer that differs, naming both places. O(answers).
 */

#include "qa/batch/questions.h"

void qa_mask_sizes_check(const struct qa_questions *questions, struct qa_findings *findings);

#endif
