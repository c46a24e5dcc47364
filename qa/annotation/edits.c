#include "qa/annotation/edits.h"

#include <string.h>

#include "qa/base/error.h"

/* ---- the number of edits ---- */

enum { BLOCK = 64 };

/* 64 rows of one column of the matrix of distances: where it grows and where it falls from a row to
 * the next. */
struct column {
    uint64_t grows;
    uint64_t falls;
};

/* From a column to the next. equal: rows whose symbol is the column's. Between the two columns, the
 * row above the block changes by `above` (-1, 0, 1); returned is the change in row `last`. */
static inline int advance(struct column *column, uint64_t equal, int above, unsigned last)
{
    uint64_t diagonal = equal | column->falls;
    equal |= (uint64_t)(above < 0);
    uint64_t carried = (((equal & column->grows) + column->grows) ^ column->grows) | equal;
    uint64_t grows = column->falls | ~(carried | column->grows);
    uint64_t falls = column->grows & carried;
    int below = (int)(grows >> last & 1) - (int)(falls >> last & 1);
    grows = grows << 1 | (uint64_t)(above > 0);
    falls = falls << 1 | (uint64_t)(above < 0);
    column->grows = falls | ~(diagonal | grows);
    column->falls = grows & diagonal;
    return below;
}

/* The blocks one after the other, each over all columns: so that the memory is that of one row. */
static size_t distance(struct qa_symbols a, struct qa_symbols b, uint32_t n_symbols,
                       struct qa_arena *scratch)
{
    uint64_t *rows_of = QA_ARRAY(scratch, uint64_t, n_symbols);
    int8_t *above = QA_ARRAY(scratch, int8_t, b.n);
    memset(above, 1, b.n); /* the row before the first: j edits make b's first j symbols */
    for (size_t first = 0; first < a.n; first += BLOCK) {
        size_t n = a.n - first < BLOCK ? a.n - first : BLOCK;
        const uint32_t *symbol = a.list + first;
        for (size_t i = 0; i < n; i++) {
            rows_of[symbol[i]] |= UINT64_C(1) << i;
        }
        struct column column = {.grows = UINT64_MAX};
        for (size_t j = 0; j < b.n; j++) {
            above[j] = (int8_t)advance(&column, rows_of[b.list[j]], above[j], (unsigned)n - 1);
        }
        for (size_t i = 0; i < n; i++) {
            rows_of[symbol[i]] = 0;
        }
    }
    int64_t edits = (int64_t)a.n;
    for (size_t j = 0; j < b.n; j++) {
        edits += above[j];
    }
    return (size_t)edits;
}

/* ---- the most hits ---- */

/* Edits and substitutions in one number, whose least is the fewest edits, then the fewest
 * substitutions: of two alignments of as many edits, the one with fewer has more hits. Doubles hold
 * them exactly and are what processors find the least of, several at a time. */
static const double EDIT = 1 << 30;
static const double NEVER = 1e300;

/*
 * Cells of the matrix whose i + j is `step` are worked out together: none depends on another. Of
 * those, cell i stands at [i]; [low - 1] and [high + 1] hold NEVER, which is all that the next two
 * steps read beyond.
 */
struct band {
    struct qa_symbols a;
    const uint32_t *reversed; /* b: so that it runs along a step as a does */
    size_t n_b;
    size_t down; /* most that i is above j */
    size_t right;
    double *now;
    double *one; /* of the step before */
    double *two;
};

static double *new_step(size_t n, struct qa_arena *scratch)
{
    return QA_ARRAY(scratch, double, n + 3) + 1;
}

static const uint32_t *reversed(struct qa_symbols b, struct qa_arena *scratch)
{
    uint32_t *out = QA_ARRAY(scratch, uint32_t, b.n);
    for (size_t j = 0; j < b.n; j++) {
        out[j] = b.list[b.n - 1 - j];
    }
    return out;
}

/* n cells from those above, left and across of them. */
static void work_out(const uint32_t *a, const uint32_t *b, size_t n, const double *one,
                     const double *two, double *now)
{
#pragma omp simd
    for (size_t k = 0; k < n; k++) {
        double across = two[k] + (a[k] == b[k] ? 0 : EDIT + 1);
        double beside = (one[k] < one[k + 1] ? one[k] : one[k + 1]) + EDIT;
        now[k] = across < beside ? across : beside;
    }
}

static void take_step(struct band *band, size_t step)
{
    size_t least = step > band->n_b ? step - band->n_b : 0;
    size_t most = step < band->a.n ? step : band->a.n;
    size_t low = step > band->right ? (step - band->right + 1) / 2 : 0;
    size_t high = (step + band->down) / 2;
    low = low > least ? low : least;
    high = high < most ? high : most;
    /* In the first row and column there are only insertions and only deletions. */
    size_t first = low > 0 ? low : 1;
    size_t end = high < step ? high + 1 : step;
    if (first < end) {
        work_out(band->a.list + first - 1, band->reversed + (band->n_b + first - step), end - first,
                 band->one + first - 1, band->two + first - 1, band->now + first);
    }
    if (low == 0) {
        band->now[0] = (double)step * EDIT;
    }
    if (high == step) {
        band->now[step] = (double)step * EDIT;
    }
    *(band->now + low - 1) = NEVER;
    band->now[high + 1] = NEVER;
}

/* Hits of the alignments with `edits` edits, the fewest. Such a one has at most `down` deletions
 * and `right` insertions, whose difference is that of the lengths: it stays on the diagonals
 * between. */
static size_t most_hits(struct qa_symbols a, struct qa_symbols b, size_t edits,
                        struct qa_arena *scratch)
{
    struct band band = {.a = a,
                        .reversed = reversed(b, scratch),
                        .n_b = b.n,
                        .down = (edits + a.n - b.n) / 2,
                        .right = (edits + b.n - a.n) / 2,
                        .now = new_step(a.n, scratch),
                        .one = new_step(a.n, scratch),
                        .two = new_step(a.n, scratch)};
    for (size_t step = 0; step <= a.n + b.n; step++) {
        double *oldest = band.two;
        band.two = band.one;
        band.one = band.now;
        band.now = oldest;
        take_step(&band, step);
    }
    size_t substitutions = (size_t)(band.now[a.n] - (double)edits * EDIT);
    return (a.n + b.n - edits - substitutions) / 2;
}

/* ---- both ---- */

/* What both begin and end with is hit by some best alignment: any other that leaves one of two
 * equal first symbols alone or pairs it later can pair them instead, at no more edits and no fewer
 * hits. Returns how many, *first of them at the beginning. */
static size_t shared_ends(struct qa_symbols a, struct qa_symbols b, size_t *first)
{
    size_t most = a.n < b.n ? a.n : b.n;
    size_t shared = 0;
    while (shared < most && a.list[shared] == b.list[shared]) {
        shared++;
    }
    *first = shared;
    while (shared < most &&
           a.list[a.n - 1 - (shared - *first)] == b.list[b.n - 1 - (shared - *first)]) {
        shared++;
    }
    return shared;
}

struct qa_edits qa_edits_align(struct qa_symbols reference, struct qa_symbols delivered,
                               uint32_t n_symbols, struct qa_arena *scratch)
{
    if (reference.n > QA_SYMBOLS_MAX || delivered.n > QA_SYMBOLS_MAX) {
        QA_BUG("sequences of %zu and %zu symbols", reference.n, delivered.n);
    }
    size_t first;
    size_t hits = shared_ends(reference, delivered, &first);
    size_t n = reference.n - hits;
    size_t m = delivered.n - hits;
    size_t errors = n + m; /* when one of them is 0 */
    if (n > 0 && m > 0) {
        struct qa_symbols a = {reference.list + first, n};
        struct qa_symbols b = {delivered.list + first, m};
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        errors = distance(a, b, n_symbols, scratch);
        hits += most_hits(a, b, errors, scratch);
        qa_arena_reset(scratch, mark);
    }
    return (struct qa_edits){.hits = hits,
                             .substitutions = reference.n + delivered.n - 2 * hits - errors,
                             .deletions = errors - (delivered.n - hits),
                             .insertions = errors - (reference.n - hits),
                             .reference = reference.n,
                             .delivered = delivered.n};
}
