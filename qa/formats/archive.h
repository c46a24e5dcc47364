#ifndef QA_FORMATS_ARCHIVE_H
#define QA_FORMATS_ARCHIVE_H

/* The parts of a ZIP archive that is in memory, as office files have them; by minizip. */

#include <stdbool.h>
#include <stddef.h>

#include "qa/base/arena.h"
#include "qa/base/bytes.h"

/* By its first bytes. */
bool qa_is_archive(const struct qa_bytes *bytes);

struct qa_part {
    char *data; /* NUL-terminated beyond size */
    size_t size;
};

/* A part of at most max_size bytes when unpacked. E137 for a damaged archive or part; a part that
 * is not there has data NULL. */
QA_NODISCARD enum qa_status qa_archive_part(const struct qa_bytes *bytes, const char *name,
                                            size_t max_size, struct qa_arena *arena,
                                            struct qa_part *out, struct qa_error *err);

struct qa_part_names {
    const char **list;
    size_t n;
    size_t capacity; /* private */
};

/* The names of all parts, in the archive's order. E137 for a damaged list. */
QA_NODISCARD enum qa_status qa_archive_names(const struct qa_bytes *bytes, struct qa_arena *arena,
                                             struct qa_part_names *out, struct qa_error *err);

#endif
