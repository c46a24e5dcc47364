#ifndef QA_BATCH_TAG_SET_H
#define QA_BATCH_TAG_SET_H

/*
 * Labels that are sets of tags: a list as JSON writes it (["sky", "sea"], also of numbers, also
 * in single quotes, as Python prints it), or tags divided by a separator. White space around a tag
 * is no part of it, an empty tag is none, and neither order nor repeats mean anything.
 */

#include <stdbool.h>
#include <stddef.h>

#include "qa/base/arena.h"

/* The label is a list. O(1) when it does not begin with '['. */
bool qa_is_tag_list(const char *label);

/* The tags of a label in the order of qa_text_compare, each once, in the arena; returns how many.
 * separator NULL: a label that is no list is one tag. */
size_t qa_tag_set_read(const char *label, const char *separator, struct qa_arena *arena,
                       const char ***tags);

/* Sorts the tags and drops repeats; returns how many are left. */
size_t qa_tag_set_sort(const char **tags, size_t n);

/* The one text of a set of sorted tags. separator NULL: as a list. In the arena. */
const char *qa_tag_set_text(const char *const *tags, size_t n, const char *separator,
                            struct qa_arena *arena);

#endif
