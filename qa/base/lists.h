#ifndef QA_BASE_LISTS_H
#define QA_BASE_LISTS_H

/* Lists as people write them in one text: "a,b,c". What they point to is in an arena. */

#include <stdbool.h>
#include <stddef.h>

#include "qa/base/arena.h"

struct qa_texts {
    const char **list;
    size_t n;
};

struct qa_reals {
    double *list;
    size_t n;
};

/* The parts between the commas; empty parts are dropped. NULL: none. O(length + parts^2). */
struct qa_texts qa_split_list(struct qa_arena *arena, const char *text);
void qa_texts_add(struct qa_texts *texts, const char *text, struct qa_arena *arena);

/* "a, b, c"; NULL of an empty list. */
const char *qa_join_list(const struct qa_texts *texts, struct qa_arena *arena);

/* "NAME=VALUE" cut at its first '='; false when nothing or no name is before it. */
bool qa_split_pair(struct qa_arena *arena, const char *text, const char **name, const char **value);

#endif
