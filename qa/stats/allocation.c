#include "qa/stats/allocation.h"

#include <math.h>
#include <stdlib.h>

/* Rates nearer to 0 or 1 are not believed. */
#define SMALLEST_RATE 0.001

struct fraction {
    double part; /* of the share beyond its whole part, in 1e-9 */
    size_t stratum;
};

struct whole_remainder {
    uint64_t part; /* in units of 1 / total */
    size_t stratum;
};

static int largest_fraction_first(const void *left, const void *right)
{
    const struct fraction *a = left;
    const struct fraction *b = right;
    if (a->part != b->part) {
        return a->part > b->part ? -1 : 1;
    }
    return (a->stratum > b->stratum) - (a->stratum < b->stratum);
}

static int largest_remainder_first(const void *left, const void *right)
{
    const struct whole_remainder *a = left;
    const struct whole_remainder *b = right;
    if (a->part != b->part) {
        return a->part > b->part ? -1 : 1;
    }
    return (a->stratum > b->stratum) - (a->stratum < b->stratum);
}

static void allocate_whole(const uint64_t *sizes, size_t n_strata, uint64_t n, uint64_t total,
                           uint64_t *allocation, struct qa_arena *scratch)
{
    __extension__ typedef unsigned __int128 wide;
    struct whole_remainder *remainders = QA_ARRAY(scratch, struct whole_remainder, n_strata + 1);
    uint64_t left = n;
    for (size_t h = 0; h < n_strata; h++) {
        wide share = (wide)n * sizes[h];
        allocation[h] = (uint64_t)(share / total);
        remainders[h] = (struct whole_remainder){(uint64_t)(share % total), h};
        left -= allocation[h];
    }
    qsort(remainders, n_strata, sizeof *remainders, largest_remainder_first);
    for (size_t i = 0; left > 0; i++, left--) {
        /* A remainder above zero leaves room in its stratum; there are more of those than units. */
        allocation[remainders[i].stratum]++;
    }
}

static double measure(const struct qa_allocation_request *request, uint64_t size, size_t h)
{
    double rate;
    switch (request->rule) {
    case QA_EQUAL:
        return size > 0;
    case QA_POWER:
        return size > 0 ? pow((double)size, request->power) : 0;
    case QA_NEYMAN:
        rate = fmin(fmax(request->rate[h], SMALLEST_RATE), 1 - SMALLEST_RATE);
        return (double)size * sqrt(rate * (1 - rate));
    case QA_PROPORTIONAL:
        break;
    }
    return (double)size;
}

struct sharing {
    const uint64_t *sizes;
    size_t n_strata;
    double *weight;
    uint64_t *least;
};

static double share_of(const struct sharing *sharing, size_t h, double factor)
{
    double share = factor * sharing->weight[h];
    return fmin(fmax(share, (double)sharing->least[h]), (double)sharing->sizes[h]);
}

static double sum_of_shares(const struct sharing *sharing, double factor)
{
    double sum = 0;
    for (size_t h = 0; h < sharing->n_strata; h++) {
        sum += share_of(sharing, h, factor);
    }
    return sum;
}

/* The largest factor, to the last bit, whose shares do not add up to more than n. */
static double common_factor(const struct sharing *sharing, double n)
{
    double low = 0;
    double high = 1;
    while (sum_of_shares(sharing, high) < n) {
        high *= 2;
    }
    for (;;) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) {
            return low;
        }
        if (sum_of_shares(sharing, middle) <= n) {
            low = middle;
        } else {
            high = middle;
        }
    }
}

static void round_shares(const struct sharing *sharing, uint64_t n, double factor,
                         uint64_t *allocation, struct qa_arena *scratch)
{
    struct fraction *fractions = QA_ARRAY(scratch, struct fraction, sharing->n_strata + 1);
    uint64_t left = n;
    for (size_t h = 0; h < sharing->n_strata; h++) {
        double share = share_of(sharing, h, factor);
        /* A share that is whole but for rounding is whole. */
        allocation[h] = (uint64_t)(share * (1 + 1e-12));
        allocation[h] = allocation[h] < left ? allocation[h] : left;
        /* Fractions that are equal but for rounding are a tie. */
        fractions[h] = (struct fraction){round(1e9 * (share - (double)allocation[h])), h};
        left -= allocation[h];
    }
    qsort(fractions, sharing->n_strata, sizeof *fractions, largest_fraction_first);
    for (size_t i = 0; left > 0; i = (i + 1) % sharing->n_strata) {
        size_t h = fractions[i].stratum;
        if (allocation[h] < sharing->sizes[h]) {
            allocation[h]++;
            left--;
        }
    }
}

void qa_allocate(const uint64_t *sizes, size_t n_strata, uint64_t n,
                 const struct qa_allocation_request *request, uint64_t *allocation,
                 struct qa_arena *scratch)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct sharing sharing = {sizes, n_strata, QA_ARRAY(scratch, double, n_strata + 1),
                              QA_ARRAY(scratch, uint64_t, n_strata + 1)};
    uint64_t total = 0;
    uint64_t total_least = 0;
    for (size_t h = 0; h < n_strata; h++) {
        uint64_t least = request->minimum_of != NULL ? request->minimum_of[h] : request->minimum;
        sharing.least[h] = least < sizes[h] ? least : sizes[h];
        sharing.weight[h] = measure(request, sizes[h], h);
        total += sizes[h];
        total_least += sharing.least[h];
    }
    if (n >= total || n <= total_least) {
        for (size_t h = 0; h < n_strata; h++) {
            allocation[h] = n >= total ? sizes[h] : sharing.least[h];
        }
    } else if (request->rule == QA_PROPORTIONAL && total_least == 0) {
        allocate_whole(sizes, n_strata, n, total, allocation, scratch);
    } else {
        round_shares(&sharing, n, common_factor(&sharing, (double)n), allocation, scratch);
    }
    qa_arena_reset(scratch, mark);
}
