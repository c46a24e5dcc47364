#ifndef QA_FORMATS_INPUT_PARTS_H
#define QA_FORMATS_INPUT_PARTS_H

/* Private to the input: what it holds. */

#include "qa/formats/input_list.h"
#include "qa/formats/unpack.h"

enum qa_input_shape { QA_SHAPE_FILE, QA_SHAPE_FOLDER, QA_SHAPE_ARCHIVE };

struct qa_input {
    const char *path;
    enum qa_input_shape shape;
    bool is_read_once;      /* a pipe, or memory: its file cannot be opened again */
    struct qa_bytes packed; /* an archive as it was delivered */
    enum qa_content content;
    struct qa_entries entries;
    size_t *place; /* of an archive's header, by ordinal: the entry, or QA_NO_ENTRY */
    uint64_t ahead;
    uint64_t held;
};

#define QA_NO_ENTRY SIZE_MAX

#endif
