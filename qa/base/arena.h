#ifndef QA_BASE_ARENA_H
#define QA_BASE_ARENA_H

/*
 * Memory that is released all at once. A command owns one arena and passes it down; whatever
 * reads or measures allocates from it and frees nothing. Scratch work marks and resets.
 *
 * Running out of memory ends the program (qa_out_of_memory): no caller checks for NULL.
 * Under the address sanitizer, unused and reset memory is poisoned and pieces are kept
 * apart, so overruns and uses after reset are caught.
 * Not thread-safe: one arena per thread.
 */

#include <stdalign.h>
#include <stddef.h>

struct qa_arena;

struct qa_arena_mark {
    void *block;
    size_t used;
    void *large;
};

struct qa_arena *qa_arena_new(void);
void qa_arena_free(struct qa_arena *arena); /* NULL is allowed */

/* size bytes aligned for any type, all zero; size 0 gives a valid pointer. Pieces above a
 * megabyte are mapped on their own. n * size is checked for overflow. */
void *qa_arena_alloc(struct qa_arena *arena, size_t size);
void *qa_arena_array(struct qa_arena *arena, size_t n, size_t size);

/* Copies, NUL-terminated. */
char *qa_arena_text(struct qa_arena *arena, const char *text);
char *qa_arena_text_n(struct qa_arena *arena, const char *text, size_t length);
char *qa_arena_format(struct qa_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Everything allocated after the mark is released by the reset. */
struct qa_arena_mark qa_arena_mark(struct qa_arena *arena);
void qa_arena_reset(struct qa_arena *arena, struct qa_arena_mark mark);

/* Give one large piece (above a megabyte) back before the others; small ones are left alone. */
void qa_arena_release(struct qa_arena *arena, void *piece);

/* Bytes that the arena holds from the system. */
size_t qa_arena_bytes(const struct qa_arena *arena);

/*
 * Grow a column: the array of *capacity elements of `size` bytes that starts with `used` live
 * ones gets room for at least `needed`, at least doubling. Returns the new place; large arrays
 * are moved by remapping pages, without a copy. New elements are zero.
 */
void *qa_arena_grow(struct qa_arena *arena, void *array, size_t *capacity, size_t needed,
                    size_t size);

#define QA_NEW(arena, type) ((type *)qa_arena_alloc((arena), sizeof(type)))
#define QA_ARRAY(arena, type, n) ((type *)qa_arena_array((arena), (n), sizeof(type)))

#endif
