#ifndef QA_FORMATS_WORKBOOK_CHECK_H
#define QA_FORMATS_WORKBOOK_CHECK_H

#include "qa/base/arena.h"
#include "qa/base/error.h"

/*
 * A workbook that was written, read back before it takes its name: the list of its parts is whole,
 * each part inflates to what its checksum says, each is XML that can be read, and every sheet that
 * the book names is there. E510 (QA_OUTPUT) with what is wrong; a disk that ran full or a library
 * that ran out of memory shows here. O(bytes of the parts).
 */
QA_NODISCARD enum qa_status qa_workbook_check(const char *path, struct qa_error *err);

#endif
