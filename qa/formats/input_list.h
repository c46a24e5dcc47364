#ifndef QA_FORMATS_INPUT_LIST_H
#define QA_FORMATS_INPUT_LIST_H

/* The entries of an input, collected from a folder or an archive: names, order, what is left out.
 * A part of input.c, which says what the rules are. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/formats/input.h"

enum qa_entry_state {
    QA_ENTRY_UNREAD,
    QA_ENTRY_DROPPED,
    QA_ENTRY_WANTED, /* by the pass over the archive that is on */
    QA_ENTRY_RAW,    /* bytes are here as they were delivered */
    QA_ENTRY_OPEN    /* and converted */
};

struct qa_entry {
    const char *name;
    const char *path; /* for messages */
    const char *file; /* of a folder: what to open; else NULL */
    uint64_t size;
    size_t ordinal; /* in the archive's own order, counting all of its headers */
    struct qa_bytes *bytes;
    uint64_t held; /* unpacked bytes in memory, for an archive */
    enum qa_entry_state state;
    bool has_failed; /* is not read ahead again */
};

struct qa_entries {
    struct qa_arena *arena;
    const char *root; /* the input's path without slashes at its end */
    struct qa_input_limits limits;
    struct qa_entry *list;
    size_t n;
    size_t capacity;
    size_t n_seen; /* with what is left out */
    char *clean;   /* scratch: the name that is looked at */
    size_t clean_capacity;
    struct qa_input_left_out left_out;
};

enum qa_found_kind { QA_FOUND_FILE, QA_FOUND_FOLDER, QA_FOUND_LINK, QA_FOUND_SPECIAL };

/* Something in a folder or archive. */
struct qa_found {
    const char *name; /* below the root, as it is written there; need not last */
    const char *file; /* in a folder root/name, which is kept; NULL in an archive */
    uint64_t size;
    enum qa_found_kind kind;
};

/* Adds a file, or counts what is left out; E144 past a limit. A folder only counts. */
QA_NODISCARD enum qa_status qa_entries_add(struct qa_entries *entries, const struct qa_found *found,
                                           struct qa_error *err);

/* The one entry of an input that is a file. */
struct qa_entry *qa_entries_add_file(struct qa_entries *entries, const char *path, uint64_t size,
                                     bool is_compressed);

/* A component of the name, cleaned or as in a file system, is one of those that people do not see.
 */
bool qa_name_is_hidden(const char *name);

/* Puts the entries in order; E146 for two of one name. */
QA_NODISCARD enum qa_status qa_entries_sort(struct qa_entries *entries, struct qa_error *err);

/* input_folder.c: the entries of the folder at entries->root, not yet in order. E101. */
QA_NODISCARD enum qa_status qa_entries_of_folder(struct qa_entries *entries, struct qa_error *err);

#endif
