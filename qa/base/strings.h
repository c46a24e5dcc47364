#ifndef QA_BASE_STRINGS_H
#define QA_BASE_STRINGS_H

/*
 * Interned strings: each distinct byte string gets a dense id 0, 1, 2 ... in the order of its
 * first appearance. Compare ids instead of texts; keep columns of ids instead of strings.
 *
 * Texts live as long as the arena given to qa_strings_new, are NUL-terminated and may hold any
 * byte but NUL. Equal means equal bytes: nothing is folded or trimmed.
 */

#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"

#define QA_NONE UINT32_MAX /* "no id": the value is absent */

struct qa_strings;

struct qa_strings *qa_strings_new(struct qa_arena *arena);

/* The id of the text, new or old. Amortised O(length). At most 2^32 - 2 strings. */
uint32_t qa_strings_intern(struct qa_strings *strings, const char *text, size_t length);
uint32_t qa_strings_intern_text(struct qa_strings *strings, const char *text);

/* The same in two steps, so that many texts can be hashed on several threads, and the places where
 * they will be looked up fetched ahead of time. */
uint64_t qa_strings_hash(const char *text, size_t length);
void qa_strings_prefetch(const struct qa_strings *strings, uint64_t hash);
uint32_t qa_strings_intern_hashed(struct qa_strings *strings, const char *text, size_t length,
                                  uint64_t hash);

/* The id of the text, or QA_NONE when it was never interned. */
uint32_t qa_strings_find(const struct qa_strings *strings, const char *text, size_t length);

/* The text of an id; "" for QA_NONE. */
const char *qa_strings_text(const struct qa_strings *strings, uint32_t id);
size_t qa_strings_length(const struct qa_strings *strings, uint32_t id);
uint32_t qa_strings_count(const struct qa_strings *strings);

/* Make room for n strings in all, so that loading many does not rehash. */
void qa_strings_reserve(struct qa_strings *strings, size_t n);

/*
 * Order for people and for stable output: numbers by value come before other texts, which go by
 * bytes; equal numbers ("1", "1.0") by bytes. Total. Returns <0, 0, >0 like strcmp.
 */
int qa_text_compare(const char *a, const char *b);

/* order[0 .. n - 1] = all ids in the order of qa_text_compare; rank is the inverse. Either may
 * be NULL. O(n log n). */
void qa_strings_sorted(const struct qa_strings *strings, uint32_t *order, uint32_t *rank);

#endif
