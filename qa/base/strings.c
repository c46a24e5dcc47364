#include "qa/base/strings.h"

#include <stdlib.h>
#include <string.h>

#include "qa/base/error.h"
#include "qa/base/hash.h"
#include "qa/base/number.h"

/* Texts stand in pages of the arena, each behind its length, so an id needs one pointer. Pages grow
 * with what is there, so that those of many texts are of memory that comes in large pieces. */
enum { FIRST_PAGE = 1 << 18, LAST_PAGE = 1 << 24, FIRST_SLOTS = 64 };

/* An open-addressing slot: the upper half of the hash spares most text comparisons. */
struct slot {
    uint32_t tag;
    uint32_t id_plus_one; /* 0: free */
};

struct qa_strings {
    struct qa_arena *arena;
    const char **text; /* points at the characters; a uint32_t length stands before them */
    size_t capacity;
    uint32_t n;
    struct slot *slots;
    size_t n_slots; /* a power of two, at least twice n */
    char *page;
    size_t page_left;
    size_t next_page;
};

struct qa_strings *qa_strings_new(struct qa_arena *arena)
{
    struct qa_strings *strings = QA_NEW(arena, struct qa_strings);
    strings->arena = arena;
    strings->n_slots = FIRST_SLOTS;
    strings->next_page = FIRST_PAGE;
    strings->slots = QA_ARRAY(arena, struct slot, FIRST_SLOTS);
    return strings;
}

static uint32_t length_before(const char *text)
{
    uint32_t length;
    memcpy(&length, text - sizeof length, sizeof length);
    return length;
}

static size_t slot_of(const struct qa_strings *strings, const char *text, size_t length,
                      uint64_t hash)
{
    size_t mask = strings->n_slots - 1;
    uint32_t tag = (uint32_t)(hash >> 32);
    size_t at = (size_t)hash & mask;
    while (strings->slots[at].id_plus_one != 0) {
        if (strings->slots[at].tag == tag) {
            const char *other = strings->text[strings->slots[at].id_plus_one - 1];
            if (length_before(other) == length && memcmp(other, text, length) == 0) {
                break;
            }
        }
        at = (at + 1) & mask;
    }
    return at;
}

static void rehash(struct qa_strings *strings, size_t n_slots)
{
    qa_arena_release(strings->arena, strings->slots);
    strings->slots = QA_ARRAY(strings->arena, struct slot, n_slots);
    strings->n_slots = n_slots;
    for (uint32_t id = 0; id < strings->n; id++) {
        size_t length = length_before(strings->text[id]);
        uint64_t hash = qa_strings_hash(strings->text[id], length);
        size_t at = (size_t)hash & (n_slots - 1);
        while (strings->slots[at].id_plus_one != 0) {
            at = (at + 1) & (n_slots - 1);
        }
        strings->slots[at] = (struct slot){(uint32_t)(hash >> 32), id + 1};
    }
}

static const char *store_text(struct qa_strings *strings, const char *text, size_t length)
{
    size_t room = sizeof(uint32_t) + length + 1;
    if (room > strings->page_left) {
        strings->page_left = room > strings->next_page ? room : strings->next_page;
        strings->page = qa_arena_alloc(strings->arena, strings->page_left);
        strings->next_page *= strings->next_page < LAST_PAGE ? 2 : 1;
    }
    uint32_t stored = (uint32_t)length;
    char *at = strings->page;
    memcpy(at, &stored, sizeof stored);
    memcpy(at + sizeof stored, text, length);
    at[room - 1] = '\0';
    strings->page += room;
    strings->page_left -= room;
    return at + sizeof stored;
}

void qa_strings_reserve(struct qa_strings *strings, size_t n)
{
    size_t n_slots = strings->n_slots;
    while (n_slots < n * 2) {
        n_slots *= 2;
    }
    if (n_slots > strings->n_slots) {
        rehash(strings, n_slots);
    }
    strings->text = qa_arena_grow(strings->arena, (void *)strings->text, &strings->capacity, n,
                                  sizeof *strings->text);
}

uint64_t qa_strings_hash(const char *text, size_t length)
{
    return qa_hash64(text, length, 0);
}

void qa_strings_prefetch(const struct qa_strings *strings, uint64_t hash)
{
    __builtin_prefetch(&strings->slots[(size_t)hash & (strings->n_slots - 1)]);
}

uint32_t qa_strings_intern(struct qa_strings *strings, const char *text, size_t length)
{
    return qa_strings_intern_hashed(strings, text, length, qa_strings_hash(text, length));
}

uint32_t qa_strings_intern_hashed(struct qa_strings *strings, const char *text, size_t length,
                                  uint64_t hash)
{
    size_t at = slot_of(strings, text, length, hash);
    if (strings->slots[at].id_plus_one != 0) {
        return strings->slots[at].id_plus_one - 1;
    }
    if (strings->n >= UINT32_MAX - 1 || length >= UINT32_MAX) {
        QA_BUG("too many distinct texts, or one of %zu bytes", length);
    }
    if (((size_t)strings->n + 1) * 2 > strings->n_slots) {
        rehash(strings, strings->n_slots * 2);
        at = slot_of(strings, text, length, hash);
    }
    strings->text = qa_arena_grow(strings->arena, (void *)strings->text, &strings->capacity,
                                  (size_t)strings->n + 1, sizeof *strings->text);
    strings->text[strings->n] = store_text(strings, text, length);
    strings->slots[at] = (struct slot){(uint32_t)(hash >> 32), ++strings->n};
    return strings->n - 1;
}

uint32_t qa_strings_intern_text(struct qa_strings *strings, const char *text)
{
    return qa_strings_intern(strings, text, strlen(text));
}

uint32_t qa_strings_find(const struct qa_strings *strings, const char *text, size_t length)
{
    size_t at = slot_of(strings, text, length, qa_strings_hash(text, length));
    uint32_t id_plus_one = strings->slots[at].id_plus_one;
    return id_plus_one != 0 ? id_plus_one - 1 : QA_NONE;
}

const char *qa_strings_text(const struct qa_strings *strings, uint32_t id)
{
    return id == QA_NONE ? "" : strings->text[id];
}

size_t qa_strings_length(const struct qa_strings *strings, uint32_t id)
{
    return id == QA_NONE ? 0 : length_before(strings->text[id]);
}

uint32_t qa_strings_count(const struct qa_strings *strings)
{
    return strings->n;
}

int qa_text_compare(const char *a, const char *b)
{
    double x;
    double y;
    bool a_is_number = qa_parse_real(a, strlen(a), &x);
    bool b_is_number = qa_parse_real(b, strlen(b), &y);
    if (a_is_number != b_is_number) {
        return a_is_number ? -1 : 1;
    }
    if (a_is_number && x != y) {
        return x < y ? -1 : 1;
    }
    return strcmp(a, b);
}

/* One text with its number, parsed once, so that sorting compares numbers and not digits. */
struct key {
    const char *text;
    double number;
    uint32_t id;
    bool is_number;
};

static int compare_keys(const void *left, const void *right)
{
    const struct key *a = left;
    const struct key *b = right;
    if (a->is_number != b->is_number) {
        return a->is_number ? -1 : 1;
    }
    if (a->is_number && a->number != b->number) {
        return a->number < b->number ? -1 : 1;
    }
    return strcmp(a->text, b->text);
}

void qa_strings_sorted(const struct qa_strings *strings, uint32_t *order, uint32_t *rank)
{
    struct qa_arena_mark mark = qa_arena_mark(strings->arena);
    struct key *keys = QA_ARRAY(strings->arena, struct key, strings->n);
    for (uint32_t id = 0; id < strings->n; id++) {
        keys[id].text = strings->text[id];
        keys[id].id = id;
        keys[id].is_number =
            qa_parse_real(keys[id].text, length_before(keys[id].text), &keys[id].number);
    }
    qsort(keys, strings->n, sizeof *keys, compare_keys);
    for (uint32_t i = 0; i < strings->n; i++) {
        if (order != NULL) {
            order[i] = keys[i].id;
        }
        if (rank != NULL) {
            rank[keys[i].id] = i;
        }
    }
    qa_arena_reset(strings->arena, mark);
}
