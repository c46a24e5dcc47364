#include "qa/stats/sampling.h"

#include <stdlib.h>

void qa_sample_without_replacement(struct qa_random *random, uint64_t size, uint64_t n,
                                   uint64_t *out)
{
    uint64_t taken = 0;
    for (uint64_t i = 0; taken < n; i++) {
        /* i is taken with probability (still wanted) / (still left). */
        if (qa_random_below(random, size - i) < n - taken) {
            out[taken++] = i;
        }
    }
}

void qa_shuffle(struct qa_random *random, uint64_t *order, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        order[i] = i;
    }
    for (size_t i = n; i > 1; i--) {
        size_t j = (size_t)qa_random_below(random, i);
        uint64_t kept = order[i - 1];
        order[i - 1] = order[j];
        order[j] = kept;
    }
}

struct remainder {
    uint64_t size; /* of what is left of the stratum's share, in units of 1 / total */
    size_t stratum;
};

static int largest_first(const void *left, const void *right)
{
    const struct remainder *a = left;
    const struct remainder *b = right;
    if (a->size != b->size) {
        return a->size > b->size ? -1 : 1;
    }
    return a->stratum < b->stratum ? -1 : a->stratum > b->stratum;
}

void qa_allocate_proportional(const uint64_t *sizes, size_t n_strata, uint64_t n,
                              uint64_t *allocation, struct qa_arena *scratch)
{
    __extension__ typedef unsigned __int128 wide;
    uint64_t total = 0;
    for (size_t h = 0; h < n_strata; h++) {
        total += sizes[h];
    }
    if (n >= total) {
        for (size_t h = 0; h < n_strata; h++) {
            allocation[h] = sizes[h];
        }
        return;
    }
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct remainder *remainders = QA_ARRAY(scratch, struct remainder, n_strata);
    uint64_t left = n;
    for (size_t h = 0; h < n_strata; h++) {
        /* In whole numbers: n size / total is below size, since n is below total. */
        wide share = (wide)n * sizes[h];
        allocation[h] = (uint64_t)(share / total);
        remainders[h] = (struct remainder){(uint64_t)(share % total), h};
        left -= allocation[h];
    }
    qsort(remainders, n_strata, sizeof *remainders, largest_first);
    for (size_t i = 0; left > 0; i++) {
        /* A remainder above zero leaves room in its stratum; there are more of those than units. */
        allocation[remainders[i].stratum]++;
        left--;
    }
    qa_arena_reset(scratch, mark);
}
