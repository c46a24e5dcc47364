#define _GNU_SOURCE /* mremap */
#include "qa/base/arena.h"

#include <malloc.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "qa/base/error.h"

#if defined(__SANITIZE_ADDRESS__)
#define QA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define QA_ASAN 1
#endif
#endif
#ifdef QA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(at, size) ASAN_POISON_MEMORY_REGION((at), (size))
#define UNPOISON(at, size) ASAN_UNPOISON_MEMORY_REGION((at), (size))
enum { GAP = 16 };
#else
#define POISON(at, size) ((void)(at), (void)(size))
#define UNPOISON(at, size) ((void)(at), (void)(size))
enum { GAP = 0 };
#endif

enum { FIRST_BLOCK = 1 << 16, LAST_BLOCK = 1 << 20, PAGE = 4096, ALIGNMENT = alignof(max_align_t) };

/*
 * A block holds many small pieces (from malloc) or exactly one large one (mapped, so that growing
 * it moves pages and not bytes). The two kinds stand in lists of their own, newest first, so that
 * a large piece does not close the block that small ones are filling.
 */
struct block {
    struct block *older;
    size_t size; /* of data */
    size_t used;
    unsigned char *data;
};

struct qa_arena {
    struct block *small; /* never NULL */
    struct block *large;
    size_t next_size;
};

static size_t round_up(size_t size, size_t unit)
{
    if (size > SIZE_MAX - unit) {
        qa_out_of_memory(size);
    }
    return (size + unit - 1) / unit * unit;
}

/* Columns of millions of rows fault once for 2 MB instead of 512 times, and tables that are looked
 * up at random miss the page cache less. A hint: where it is not taken nothing changes. */
static void use_huge_pages(void *data, size_t size)
{
    enum { WORTH = 8 << 20 };
    if (size >= WORTH) {
        (void)madvise(data, size, MADV_HUGEPAGE);
    }
}

static unsigned char *map_pages(size_t size)
{
    void *data = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data == MAP_FAILED) {
        qa_out_of_memory(size);
    }
    use_huge_pages(data, size);
    return data;
}

static void push_block(struct block **list, unsigned char *data, size_t size)
{
    struct block *block = malloc(sizeof *block);
    if (block == NULL || data == NULL) {
        qa_out_of_memory(size);
    }
    *block = (struct block){*list, size, 0, data};
    *list = block;
}

static void add_small(struct qa_arena *arena, size_t size)
{
    push_block(&arena->small, malloc(size), size);
    POISON(arena->small->data, size);
    if (arena->next_size < LAST_BLOCK) {
        arena->next_size *= 2;
    }
}

static void pop_small(struct qa_arena *arena)
{
    struct block *block = arena->small;
    arena->small = block->older;
    UNPOISON(block->data, block->size);
    free(block->data);
    free(block);
}

static void pop_large(struct qa_arena *arena)
{
    struct block *block = arena->large;
    arena->large = block->older;
    munmap(block->data, block->size);
    free(block);
}

/* Arenas come and go by the item or the image. Memory that one has freed stays the program's for
 * the next, up to a bound: to give it back and be given it again, page by page and each of them
 * cleared, takes a fifth of the time of reading label maps. */
static void keep_freed_memory(void)
{
#ifdef M_TRIM_THRESHOLD
    enum { KEPT = 64 << 20, MAPPED_FROM = 32 << 20 };
    (void)mallopt(M_TRIM_THRESHOLD, KEPT);
    (void)mallopt(M_MMAP_THRESHOLD, MAPPED_FROM);
#endif
}

struct qa_arena *qa_arena_new(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, keep_freed_memory);
    struct qa_arena *arena = malloc(sizeof *arena);
    if (arena == NULL) {
        qa_out_of_memory(sizeof *arena);
    }
    *arena = (struct qa_arena){NULL, NULL, FIRST_BLOCK};
    add_small(arena, FIRST_BLOCK);
    return arena;
}

void qa_arena_free(struct qa_arena *arena)
{
    if (arena == NULL) {
        return;
    }
    while (arena->large != NULL) {
        pop_large(arena);
    }
    while (arena->small != NULL) {
        pop_small(arena);
    }
    free(arena);
}

void *qa_arena_alloc(struct qa_arena *arena, size_t size)
{
    size_t room = round_up(size > 0 ? size : 1, ALIGNMENT);
    if (room > LAST_BLOCK) {
        size_t bytes = round_up(room, PAGE);
        push_block(&arena->large, map_pages(bytes), bytes);
        return arena->large->data;
    }
    if (arena->small->size - arena->small->used < room + GAP) {
        add_small(arena, room + GAP > arena->next_size ? room + GAP : arena->next_size);
    }
    struct block *block = arena->small;
    void *piece = block->data + block->used;
    block->used += room + GAP;
    UNPOISON(piece, size > 0 ? size : 1);
    memset(piece, 0, size);
    return piece;
}

void *qa_arena_array(struct qa_arena *arena, size_t n, size_t size)
{
    if (size > 0 && n > SIZE_MAX / size) {
        QA_BUG("an array of %zu elements of %zu bytes", n, size);
    }
    return qa_arena_alloc(arena, n * size);
}

char *qa_arena_text_n(struct qa_arena *arena, const char *text, size_t length)
{
    char *copy = qa_arena_alloc(arena, length + 1);
    if (length > 0) {
        memcpy(copy, text, length);
    }
    return copy;
}

char *qa_arena_text(struct qa_arena *arena, const char *text)
{
    return qa_arena_text_n(arena, text, strlen(text));
}

char *qa_arena_format(struct qa_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0) {
        QA_BUG("format '%s' cannot be printed", format);
    }
    char *text = qa_arena_alloc(arena, (size_t)length + 1);
    va_start(args, format);
    vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    return text;
}

struct qa_arena_mark qa_arena_mark(struct qa_arena *arena)
{
    return (struct qa_arena_mark){arena->small, arena->small->used, arena->large};
}

void qa_arena_reset(struct qa_arena *arena, struct qa_arena_mark mark)
{
    while (arena->large != mark.large) {
        pop_large(arena);
    }
    while (arena->small != mark.block) {
        pop_small(arena);
    }
    arena->small->used = mark.used;
    POISON(arena->small->data + mark.used, arena->small->size - mark.used);
}

static size_t list_bytes(const struct block *block)
{
    size_t bytes = 0;
    for (; block != NULL; block = block->older) {
        bytes += block->size;
    }
    return bytes;
}

size_t qa_arena_bytes(const struct qa_arena *arena)
{
    return list_bytes(arena->small) + list_bytes(arena->large);
}

void qa_arena_release(struct qa_arena *arena, void *piece)
{
    for (struct block **link = &arena->large; *link != NULL; link = &(*link)->older) {
        struct block *block = *link;
        if (block->data == piece) {
            *link = block->older;
            munmap(block->data, block->size);
            free(block);
            return;
        }
    }
}

static struct block *large_block(struct qa_arena *arena, const void *data)
{
    struct block *block = arena->large;
    while (block != NULL && block->data != data) {
        block = block->older;
    }
    return block;
}

static void *remap(struct block *block, size_t bytes)
{
    void *moved = mremap(block->data, block->size, bytes, MREMAP_MAYMOVE);
    if (moved == MAP_FAILED) {
        qa_out_of_memory(bytes);
    }
    use_huge_pages(moved, bytes);
    block->data = moved;
    block->size = bytes;
    return moved;
}

void *qa_arena_grow(struct qa_arena *arena, void *array, size_t *capacity, size_t needed,
                    size_t size)
{
    if (needed <= *capacity) {
        return array;
    }
    size_t doubled = *capacity > SIZE_MAX / 2 ? needed : *capacity * 2;
    size_t wanted = needed > doubled ? needed : doubled;
    wanted = wanted < 8 ? 8 : wanted;
    if (wanted > SIZE_MAX / size) {
        QA_BUG("an array of %zu elements of %zu bytes", wanted, size);
    }
    struct block *block = large_block(arena, array);
    void *grown;
    if (array != NULL && block != NULL) {
        grown = remap(block, round_up(wanted * size, PAGE));
    } else {
        grown = qa_arena_array(arena, wanted, size);
        if (array != NULL && *capacity > 0) {
            memcpy(grown, array, *capacity * size);
        }
    }
    *capacity = wanted;
    return grown;
}
