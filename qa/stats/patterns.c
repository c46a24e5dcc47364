#include "qa/stats/patterns.h"

#include <stdlib.h>
#include <string.h>

#include "qa/base/strings.h"

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

/*
 * A pattern's key: its categories in ascending order, repeated as often as chosen. Where all
 * categories of an item fit in 64 bits, which is nearly always, keys are numbers in a table of
 * their own; else they are bytes for the interner.
 */
struct finding {
    const struct qa_ratings *ratings;
    struct qa_arena *scratch;
    uint32_t *of_item; /* ids in the order of discovery */
    uint32_t *sorted;  /* categories of the current item */
    size_t sorted_capacity;
    uint64_t *items; /* of pattern id */
    size_t *example; /* an item that has it */
    size_t items_capacity;
    size_t example_capacity;
    uint32_t n;
    /* Number keys, open addressing; slots hold id + 1. */
    uint64_t *key;
    uint32_t *slot;
    size_t n_slots; /* a power of 2 */
    unsigned bits;  /* of a category */
    struct qa_strings *long_keys;
};

static unsigned bits_for(uint64_t n)
{
    unsigned bits = 1;
    while (n >> bits != 0) {
        bits++;
    }
    return bits;
}

/* The categories in their places from the top, each plus one: shorter keys differ from longer. */
static uint64_t number_key(const uint32_t *sorted, size_t n, unsigned bits)
{
    uint64_t key = 0;
    for (size_t r = 0; r < n; r++) {
        key = key << bits | ((uint64_t)sorted[r] + 1);
    }
    return key;
}

static size_t start_slot(uint64_t key, size_t n_slots)
{
    return (size_t)((key ^ key >> 29) * 0x9e3779b97f4a7c15u >> 20) & (n_slots - 1);
}

static void grow_slots(struct finding *finding)
{
    size_t n_old = finding->n_slots;
    uint64_t *old_key = finding->key;
    uint32_t *old_slot = finding->slot;
    finding->n_slots = n_old * 2;
    finding->key = QA_ARRAY(finding->scratch, uint64_t, finding->n_slots);
    finding->slot = QA_ARRAY(finding->scratch, uint32_t, finding->n_slots);
    for (size_t i = 0; i < n_old; i++) {
        if (old_slot[i] != 0) {
            size_t at = start_slot(old_key[i], finding->n_slots);
            while (finding->slot[at] != 0) {
                at = (at + 1) & (finding->n_slots - 1);
            }
            finding->slot[at] = old_slot[i];
            finding->key[at] = old_key[i];
        }
    }
}

static uint32_t number_id(struct finding *finding, uint64_t key)
{
    size_t at = start_slot(key, finding->n_slots);
    while (finding->slot[at] != 0) {
        if (finding->key[at] == key) {
            return finding->slot[at] - 1;
        }
        at = (at + 1) & (finding->n_slots - 1);
    }
    finding->slot[at] = finding->n + 1;
    finding->key[at] = key;
    if ((size_t)(finding->n + 1) * 2 > finding->n_slots) {
        grow_slots(finding);
    }
    return finding->n;
}

static uint32_t pattern_id(struct finding *finding, size_t n)
{
    if (n * finding->bits <= 64) {
        return number_id(finding, number_key(finding->sorted, n, finding->bits));
    }
    uint32_t id = qa_strings_intern(finding->long_keys, (const char *)finding->sorted,
                                    n * sizeof *finding->sorted);
    /* The interner numbers its own keys; map them to ours by a key that no short one has. */
    return number_id(finding, UINT64_MAX - id);
}

static void note_item(struct finding *finding, size_t item, uint32_t id)
{
    if (id == finding->n) {
        finding->n++;
        finding->items = qa_arena_grow(finding->scratch, finding->items, &finding->items_capacity,
                                       finding->n, sizeof *finding->items);
        finding->example =
            qa_arena_grow(finding->scratch, finding->example, &finding->example_capacity,
                          finding->n, sizeof *finding->example);
        finding->example[id] = item;
    }
    finding->items[id]++;
    finding->of_item[item] = id;
}

static void find(struct finding *finding)
{
    const struct qa_ratings *ratings = finding->ratings;
    for (size_t i = 0; i < ratings->n_items; i++) {
        size_t n = (size_t)(ratings->first[i + 1] - ratings->first[i]);
        if (n == 0) {
            finding->of_item[i] = QA_NO_PATTERN;
            continue;
        }
        finding->sorted = qa_arena_grow(finding->scratch, finding->sorted,
                                        &finding->sorted_capacity, n, sizeof *finding->sorted);
        memcpy(finding->sorted, ratings->category + ratings->first[i], n * sizeof *finding->sorted);
        sort_small(finding->sorted, n);
        note_item(finding, i, pattern_id(finding, n));
    }
}

struct sortable {
    const uint32_t *sorted;
    size_t n;
    uint32_t id;
};

static int by_key(const void *left, const void *right)
{
    const struct sortable *a = left;
    const struct sortable *b = right;
    if (a->n != b->n) {
        return a->n < b->n ? -1 : 1;
    }
    for (size_t i = 0; i < a->n; i++) {
        if (a->sorted[i] != b->sorted[i]) {
            return a->sorted[i] < b->sorted[i] ? -1 : 1;
        }
    }
    return 0;
}

static struct sortable *in_canonical_order(const struct finding *finding)
{
    const struct qa_ratings *ratings = finding->ratings;
    struct sortable *list = QA_ARRAY(finding->scratch, struct sortable, finding->n + (size_t)1);
    for (uint32_t id = 0; id < finding->n; id++) {
        uint64_t first = ratings->first[finding->example[id]];
        size_t n = (size_t)(ratings->first[finding->example[id] + 1] - first);
        uint32_t *sorted = QA_ARRAY(finding->scratch, uint32_t, n);
        memcpy(sorted, ratings->category + first, n * sizeof *sorted);
        sort_small(sorted, n);
        list[id] = (struct sortable){sorted, n, id};
    }
    qsort(list, finding->n, sizeof *list, by_key);
    return list;
}

/* Appends the pattern's runs of equal categories at `used`; returns where the next begins. */
static size_t put_runs(const struct sortable *pattern, uint32_t *category, uint32_t *count,
                       size_t used)
{
    for (size_t at = 0; at < pattern->n; at++) {
        if (at > 0 && pattern->sorted[at] == pattern->sorted[at - 1]) {
            count[used - 1]++;
        } else {
            category[used] = pattern->sorted[at];
            count[used++] = 1;
        }
    }
    return used;
}

static struct qa_patterns lay_out(struct finding *finding, struct qa_arena *arena)
{
    const struct qa_ratings *ratings = finding->ratings;
    const struct sortable *keys = in_canonical_order(finding);
    size_t n = finding->n;
    size_t n_entries = 0;
    for (size_t p = 0; p < n; p++) {
        n_entries += keys[p].n;
    }
    uint64_t *multiplicity = QA_ARRAY(arena, uint64_t, n + 1);
    uint32_t *n_ratings = QA_ARRAY(arena, uint32_t, n + 1);
    uint64_t *first = QA_ARRAY(arena, uint64_t, n + 1);
    uint32_t *category = QA_ARRAY(arena, uint32_t, n_entries + 1);
    uint32_t *count = QA_ARRAY(arena, uint32_t, n_entries + 1);
    uint32_t *place = QA_ARRAY(finding->scratch, uint32_t, n + 1);
    struct qa_patterns out = {.n_patterns = n,
                              .n_categories = ratings->n_categories,
                              .n_raters = ratings->n_raters,
                              .n_ratings = ratings->n_ratings,
                              .multiplicity = multiplicity,
                              .ratings = n_ratings,
                              .first = first,
                              .category = category,
                              .count = count,
                              .of_item = finding->of_item};
    for (size_t p = 0; p < n; p++) {
        multiplicity[p] = finding->items[keys[p].id];
        n_ratings[p] = (uint32_t)keys[p].n;
        out.n_items += multiplicity[p];
        out.n_pairable += n_ratings[p] >= 2 ? multiplicity[p] : 0;
        first[p + 1] = put_runs(&keys[p], category, count, (size_t)first[p]);
        place[keys[p].id] = (uint32_t)p;
    }
    for (size_t i = 0; i < ratings->n_items; i++) {
        if (finding->of_item[i] != QA_NO_PATTERN) {
            finding->of_item[i] = place[finding->of_item[i]];
        }
    }
    return out;
}

struct qa_patterns qa_patterns_find(const struct qa_ratings *ratings, struct qa_arena *arena)
{
    struct qa_arena *scratch = qa_arena_new();
    struct finding finding = {.ratings = ratings,
                              .scratch = scratch,
                              .of_item = QA_ARRAY(arena, uint32_t, ratings->n_items + 1),
                              .n_slots = 1024,
                              .bits = bits_for((uint64_t)ratings->n_categories + 1),
                              .long_keys = qa_strings_new(scratch)};
    finding.key = QA_ARRAY(scratch, uint64_t, finding.n_slots);
    finding.slot = QA_ARRAY(scratch, uint32_t, finding.n_slots);
    find(&finding);
    struct qa_patterns out = lay_out(&finding, arena);
    qa_arena_free(scratch);
    return out;
}
