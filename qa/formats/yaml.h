#ifndef QA_FORMATS_YAML_H
#define QA_FORMATS_YAML_H

/*
 * A YAML document as a tree whose nodes know their line and column, so that whoever knows what a
 * value means can say where a wrong one stands. Scalars stay texts: what is a number, a rate or a
 * date is decided by one reading for files and options alike.
 *
 * Refused (E140 with the place): what is not YAML, more than one document, a key twice in one
 * mapping, keys that are not texts, anchors and aliases (a few lines of them make a tree without
 * end), and nesting deeper than QA_YAML_DEPTH.
 */

#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/base/bytes.h"
#include "qa/base/error.h"

enum { QA_YAML_DEPTH = 16 };

enum qa_yaml_kind {
    QA_YAML_NONE, /* nothing, or ~ */
    QA_YAML_TEXT,
    QA_YAML_LIST,
    QA_YAML_MAP
};

struct qa_yaml {
    enum qa_yaml_kind kind;
    const char *text; /* QA_YAML_TEXT */
    uint64_t line;    /* of the value, or of its key in a mapping; from 1 */
    uint64_t column;
    const char *key;               /* in a mapping; else NULL */
    const struct qa_yaml *entries; /* of a list or a mapping, in the order of the file */
    size_t n;
};

/* The tree in the arena; kind QA_YAML_NONE for a file that says nothing. O(bytes), and O(keys^2)
 * within one mapping. */
QA_NODISCARD enum qa_status qa_yaml_read(const struct qa_bytes *bytes, struct qa_arena *arena,
                                         struct qa_yaml *root, struct qa_error *err);

/* "a list", "a mapping", "a value": for messages. */
const char *qa_yaml_kind_name(enum qa_yaml_kind kind);

#endif
