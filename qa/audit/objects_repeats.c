/* The objects of an answer that are there twice. */
#include <stdlib.h>

#include "qa/audit/objects_parts.h"
#include "qa/base/hash.h"

enum { FEW = 24 };

static bool is_same(const struct qa_objects *objects, size_t i, size_t j)
{
    return objects->label[i] == objects->label[j] && qa_object_order(objects, i, objects, j) == 0;
}

/* Few are compared each with each, by what usually tells them apart at once. */
static size_t compare_all(const struct qa_objects *objects, size_t *of)
{
    size_t n_repeats = 0;
    double first[FEW] = {0};
    for (size_t i = 0; i < objects->n; i++) {
        size_t n;
        const double *number = qa_object_numbers(objects, i, &n);
        first[i] = n > 0 ? number[0] : 0;
        of[i] = SIZE_MAX;
        for (size_t j = 0; j < i && of[i] == SIZE_MAX; j++) {
            if (first[j] == first[i] && is_same(objects, j, i)) {
                of[i] = j;
                n_repeats++;
            }
        }
    }
    return n_repeats;
}

struct hashed {
    uint64_t hash;
    size_t i;
};

static int compare_hashed(const void *a, const void *b)
{
    const struct hashed *one = a;
    const struct hashed *other = b;
    int by = (one->hash > other->hash) - (one->hash < other->hash);
    return by != 0 ? by : (one->i > other->i) - (one->i < other->i);
}

static struct hashed hash_of(const struct qa_objects *objects, size_t i)
{
    size_t n;
    const double *number = qa_object_numbers(objects, i, &n);
    uint64_t hash = objects->label[i];
    for (size_t k = 0; k < n; k++) {
        double value = number[k] + 0.0; /* -0 is 0 */
        hash = qa_hash64(&value, sizeof value, hash);
    }
    return (struct hashed){hash, i};
}

size_t qa_find_repeats(const struct qa_objects *objects, struct qa_arena *scratch, size_t *of)
{
    if (objects->n <= FEW) {
        return compare_all(objects, of);
    }
    size_t n_repeats = 0;
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct hashed *list = QA_ARRAY(scratch, struct hashed, objects->n);
    for (size_t i = 0; i < objects->n; i++) {
        list[i] = hash_of(objects, i);
        of[i] = SIZE_MAX;
    }
    qsort(list, objects->n, sizeof *list, compare_hashed);
    size_t start = 0; /* of those with one hash, of which the first stands for all */
    for (size_t i = 1; i < objects->n; i++) {
        if (list[i].hash != list[start].hash) {
            start = i;
        } else if (is_same(objects, list[start].i, list[i].i)) {
            of[list[i].i] = list[start].i;
            n_repeats++;
        }
    }
    qa_arena_reset(scratch, mark);
    return n_repeats;
}
