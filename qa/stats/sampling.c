#include "qa/stats/sampling.h"

#include <math.h>
#include <stdlib.h>

/* Probabilities so near to 0 or 1 are there. */
#define ROUNDING 1e-9

static bool is_larger(const struct qa_bottom_entry *a, const struct qa_bottom_entry *b)
{
    return a->number != b->number ? a->number > b->number : a->unit > b->unit;
}

static void swap_entries(struct qa_bottom_entry *a, struct qa_bottom_entry *b)
{
    struct qa_bottom_entry kept = *a;
    *a = *b;
    *b = kept;
}

static void sift_up(struct qa_bottom_entry *heap, uint64_t i)
{
    while (i > 0 && is_larger(&heap[i], &heap[(i - 1) / 2])) {
        swap_entries(&heap[i], &heap[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
}

static void sift_down(struct qa_bottom_entry *heap, uint64_t n)
{
    for (uint64_t i = 0;;) {
        uint64_t largest = i;
        for (uint64_t child = 2 * i + 1; child <= 2 * i + 2 && child < n; child++) {
            largest = is_larger(&heap[child], &heap[largest]) ? child : largest;
        }
        if (largest == i) {
            return;
        }
        swap_entries(&heap[i], &heap[largest]);
        i = largest;
    }
}

struct qa_bottom qa_bottom_new(uint64_t n, struct qa_arena *arena)
{
    return (struct qa_bottom){QA_ARRAY(arena, struct qa_bottom_entry, n), n, 0};
}

bool qa_bottom_offer(struct qa_bottom *bottom, uint64_t number, uint64_t unit, uint64_t *out)
{
    struct qa_bottom_entry entry = {number, unit};
    *out = UINT64_MAX;
    if (bottom->n < bottom->room) {
        bottom->heap[bottom->n] = entry;
        sift_up(bottom->heap, bottom->n++);
        return true;
    }
    if (!is_larger(&bottom->heap[0], &entry)) {
        return false;
    }
    *out = bottom->heap[0].unit;
    bottom->heap[0] = entry;
    sift_down(bottom->heap, bottom->n);
    return true;
}

static int smallest_first(const void *left, const void *right)
{
    const struct qa_bottom_entry *a = left;
    const struct qa_bottom_entry *b = right;
    return is_larger(a, b) - is_larger(b, a);
}

void qa_bottom_finish(struct qa_bottom *bottom)
{
    if (bottom->n > 1) {
        qsort(bottom->heap, (size_t)bottom->n, sizeof *bottom->heap, smallest_first);
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

void qa_sample_systematic(double u, uint64_t size, uint64_t n, uint64_t *out)
{
    __extension__ typedef unsigned __int128 wide;
    /* In whole 2^-64 of a step, so that the last unit of a long list is not lost to rounding. */
    wide start = (wide)ldexp(u, 64);
    for (uint64_t i = 0; i < n; i++) {
        wide position = (wide)i * size;
        uint64_t whole = (uint64_t)(position / n);
        wide rest = position % n;
        /* floor of (rest + u size) / n, with u size split into its whole part and 2^-64 ths. */
        wide product_low = (uint64_t)start * (wide)(uint32_t)size;
        wide product_high = (uint64_t)start * (wide)(size >> 32);
        wide u_size = (product_low >> 32) + product_high; /* in 2^-32 */
        out[i] = whole + (uint64_t)(((rest << 32) + u_size) / ((wide)n << 32));
    }
}

static bool is_open(double size, double probability)
{
    return size > 0 && probability < 1;
}

/* Shares `left` out among the open units; how many of them are then certain. */
static size_t share_out(const double *size, size_t n_units, double left, double sum,
                        double *probability)
{
    size_t n_certain = 0;
    for (size_t i = 0; i < n_units; i++) {
        if (is_open(size[i], probability[i])) {
            probability[i] = fmin(left * (size[i] / sum), 1);
            n_certain += probability[i] >= 1;
        }
    }
    return n_certain;
}

void qa_pps_probabilities(const double *size, size_t n_units, uint64_t n, double *probability)
{
    double left = (double)n;
    size_t n_certain = 0;
    for (size_t i = 0; i < n_units; i++) {
        probability[i] = 0;
    }
    do {
        double sum = 0;
        size_t n_open = 0;
        for (size_t i = 0; i < n_units; i++) {
            bool open = is_open(size[i], probability[i]);
            sum += open ? size[i] : 0;
            n_open += open;
        }
        if (n_open == 0) {
            return;
        }
        /* With as many to draw as there are, each is certain. */
        double share = left < (double)n_open ? left : HUGE_VAL;
        n_certain = share_out(size, n_units, share, sum, probability);
        left -= (double)n_certain;
    } while (n_certain > 0);
}

void qa_pps_draw(const double *probability, size_t n_units, struct qa_random *random, bool *taken)
{
    size_t at = n_units; /* the unit that still fights, with chance p */
    double p = 0;
    for (size_t i = 0; i < n_units; i++) {
        double q = probability[i];
        taken[i] = q >= 1;
        if (q <= 0 || q >= 1) {
            continue;
        }
        if (at == n_units) {
            at = i;
            p = q;
            continue;
        }
        double u = qa_random_real(random);
        double sum = p + q;
        if (sum < 1) {
            /* One of the two gives all it has to the other. */
            at = u * sum < p ? at : i;
            p = sum;
        } else {
            /* One of the two is drawn, the other keeps what is left. */
            bool first = u * (2 - sum) < 1 - q;
            taken[first ? at : i] = true;
            at = first ? i : at;
            p = sum - 1;
        }
        if (p <= ROUNDING || p >= 1 - ROUNDING) {
            taken[at] = p > 0.5;
            at = n_units;
        }
    }
    if (at < n_units) {
        taken[at] = qa_random_real(random) < p;
    }
}
