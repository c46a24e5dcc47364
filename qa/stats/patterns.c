#include "qa/stats/patterns.h"

#include <stdlib.h>
#include <string.h>

#include "qa/base/strings.h"

/* A pattern's key: its categories in ascending order, repeated as often as chosen, as big-endian
 * bytes, so that the interner finds equal ones and the order of bytes is a canonical order. */
static void put_category(unsigned char *at, uint32_t category)
{
    at[0] = (unsigned char)(category >> 24);
    at[1] = (unsigned char)(category >> 16);
    at[2] = (unsigned char)(category >> 8);
    at[3] = (unsigned char)category;
}

static uint32_t get_category(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int by_id(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static void sort_small(uint32_t *list, size_t n)
{
    if (n > 32) {
        qsort(list, n, sizeof *list, by_id);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        uint32_t kept = list[i];
        size_t at = i;
        for (; at > 0 && list[at - 1] > kept; at--) {
            list[at] = list[at - 1];
        }
        list[at] = kept;
    }
}

/* Interned keys and how many items have each. */
struct found {
    struct qa_strings *keys;
    uint64_t *items;
    size_t capacity;
};

static void find_keys(const struct qa_ratings *ratings, struct found *found,
                      struct qa_arena *scratch)
{
    uint32_t *sorted = NULL;
    unsigned char *key = NULL;
    size_t sorted_capacity = 0;
    size_t key_capacity = 0;
    for (size_t i = 0; i < ratings->n_items; i++) {
        size_t n = (size_t)(ratings->first[i + 1] - ratings->first[i]);
        if (n == 0) {
            continue;
        }
        sorted = qa_arena_grow(scratch, sorted, &sorted_capacity, n, sizeof *sorted);
        key = qa_arena_grow(scratch, key, &key_capacity, n * 4, 1);
        memcpy(sorted, ratings->category + ratings->first[i], n * sizeof *sorted);
        sort_small(sorted, n);
        for (size_t r = 0; r < n; r++) {
            put_category(key + 4 * r, sorted[r]);
        }
        uint32_t id = qa_strings_intern(found->keys, (const char *)key, n * 4);
        found->items = qa_arena_grow(scratch, found->items, &found->capacity, (size_t)id + 1,
                                     sizeof *found->items);
        found->items[id]++;
    }
}

struct sortable {
    const char *key;
    size_t length;
    uint64_t items;
};

static int by_key(const void *left, const void *right)
{
    const struct sortable *a = left;
    const struct sortable *b = right;
    if (a->length != b->length) {
        return a->length < b->length ? -1 : 1;
    }
    return memcmp(a->key, b->key, a->length);
}

static struct sortable *sorted_keys(const struct found *found, struct qa_arena *scratch)
{
    uint32_t n = qa_strings_count(found->keys);
    struct sortable *list = QA_ARRAY(scratch, struct sortable, n);
    for (uint32_t id = 0; id < n; id++) {
        list[id] = (struct sortable){qa_strings_text(found->keys, id),
                                     qa_strings_length(found->keys, id), found->items[id]};
    }
    qsort(list, n, sizeof *list, by_key);
    return list;
}

/* Appends the key's runs of equal categories at `used`; returns where the next pattern begins. */
static size_t put_runs(const struct sortable *pattern, uint32_t *category, uint32_t *count,
                       size_t used)
{
    const unsigned char *key = (const unsigned char *)pattern->key;
    for (size_t at = 0; at < pattern->length; at += 4) {
        uint32_t c = get_category(key + at);
        if (at > 0 && category[used - 1] == c) {
            count[used - 1]++;
        } else {
            category[used] = c;
            count[used++] = 1;
        }
    }
    return used;
}

struct qa_patterns qa_patterns_find(const struct qa_ratings *ratings, struct qa_arena *arena)
{
    struct qa_arena *scratch = qa_arena_new();
    struct found found = {
        .keys = qa_strings_new(scratch), .items = QA_ARRAY(scratch, uint64_t, 8), .capacity = 8};
    find_keys(ratings, &found, scratch);
    const struct sortable *keys = sorted_keys(&found, scratch);
    size_t n = qa_strings_count(found.keys);
    size_t n_entries = 0;
    for (size_t p = 0; p < n; p++) {
        n_entries += keys[p].length / 4;
    }
    uint64_t *multiplicity = QA_ARRAY(arena, uint64_t, n + 1);
    uint32_t *n_ratings = QA_ARRAY(arena, uint32_t, n + 1);
    uint64_t *first = QA_ARRAY(arena, uint64_t, n + 1);
    uint32_t *category = QA_ARRAY(arena, uint32_t, n_entries + 1);
    uint32_t *count = QA_ARRAY(arena, uint32_t, n_entries + 1);
    struct qa_patterns out = {.n_patterns = n,
                              .n_categories = ratings->n_categories,
                              .n_raters = ratings->n_raters,
                              .n_ratings = ratings->n_ratings,
                              .multiplicity = multiplicity,
                              .ratings = n_ratings,
                              .first = first,
                              .category = category,
                              .count = count};
    for (size_t p = 0; p < n; p++) {
        multiplicity[p] = keys[p].items;
        n_ratings[p] = (uint32_t)(keys[p].length / 4);
        out.n_items += keys[p].items;
        out.n_pairable += n_ratings[p] >= 2 ? keys[p].items : 0;
        first[p + 1] = put_runs(&keys[p], category, count, (size_t)first[p]);
    }
    qa_arena_free(scratch);
    return out;
}
