#include "qa/annotation/rle_shape.h"

#include <math.h>

#include "qa/annotation/rle_parts.h"

struct qa_rle qa_rle_combine(const struct qa_rle *a, const struct qa_rle *b, enum qa_rle_of of,
                             struct qa_arena *arena)
{
    struct qa_rle out = {a->height, a->width, NULL, 0};
    uint32_t *change = QA_ARRAY(arena, uint32_t, a->n + b->n + 1);
    size_t n = 0;
    size_t i = 0;
    size_t j = 0;
    bool is_in = false;
    uint64_t end_a = a->run[0];
    uint64_t end_b = b->run[0];
    while (i + 1 < a->n || j + 1 < b->n) {
        bool moves_a = j + 1 >= b->n || (i + 1 < a->n && end_a <= end_b);
        uint64_t at = moves_a ? end_a : end_b;
        if (moves_a) {
            end_a += a->run[++i];
        } else {
            end_b += b->run[++j];
        }
        /* Runs of odd index are foreground. */
        bool now = ((unsigned)of >> (i % 2 + 2 * (j % 2)) & 1) != 0;
        if (now != is_in) {
            change[n++] = (uint32_t)at;
            is_in = now;
        }
    }
    qa_rle_of_changes(change, n, &out);
    return out;
}

/* ---- erosion ---- */

/* A walk over the runs of foreground, cut at the ends of columns. */
struct pieces {
    const struct qa_rle *rle;
    size_t i; /* of the run at hand */
    uint64_t at;
    uint64_t end; /* of the run */
};

static struct pieces pieces_of(const struct qa_rle *rle)
{
    return (struct pieces){rle, 0, 0, rle->run[0]};
}

static bool next_piece(struct pieces *pieces, uint64_t *from, uint64_t *to)
{
    while (pieces->at == pieces->end || pieces->i % 2 == 0) {
        if (++pieces->i >= pieces->rle->n) {
            return false;
        }
        pieces->at = pieces->end;
        pieces->end += pieces->rle->run[pieces->i];
    }
    uint64_t height = pieces->rle->height;
    uint64_t foot = (pieces->at / height + 1) * height;
    *from = pieces->at;
    *to = foot < pieces->end ? foot : pieces->end;
    pieces->at = *to;
    return true;
}

/* What has `distance` pixels of the set above and below it. */
static struct qa_rle erode_columns(const struct qa_rle *rle, uint32_t distance,
                                   struct qa_arena *arena)
{
    struct qa_rle out = {rle->height, rle->width, NULL, 0};
    uint64_t from;
    uint64_t to;
    size_t n = 0;
    for (struct pieces pieces = pieces_of(rle); next_piece(&pieces, &from, &to);) {
        n += to - from > 2 * (uint64_t)distance;
    }
    uint32_t *change = QA_ARRAY(arena, uint32_t, 2 * n + 1);
    n = 0;
    for (struct pieces pieces = pieces_of(rle); next_piece(&pieces, &from, &to);) {
        if (to - from > 2 * (uint64_t)distance) {
            change[n++] = (uint32_t)(from + distance);
            change[n++] = (uint32_t)(to - distance);
        }
    }
    qa_rle_of_changes(change, n, &out);
    return out;
}

/* The set some columns further right, or, negative, left. */
static struct qa_rle shift(const struct qa_rle *rle, int64_t columns, struct qa_arena *arena)
{
    struct qa_rle out = {rle->height, rle->width, NULL, 0};
    int64_t all = (int64_t)rle->height * rle->width;
    int64_t by = columns * rle->height;
    int64_t at = 0;
    uint32_t *change = QA_ARRAY(arena, uint32_t, rle->n + 1);
    for (size_t i = 0; i + 1 < rle->n; i++) {
        at += rle->run[i];
        int64_t to = at + by < 0 ? 0 : at + by;
        change[i] = (uint32_t)(to < all ? to : all);
    }
    /* A set that ends with the picture ends there too when it moves left. */
    size_t n = rle->n - 1;
    if (n % 2 != 0) {
        int64_t to = all + by < 0 ? 0 : all + by;
        change[n++] = (uint32_t)(to < all ? to : all);
    }
    qa_rle_of_changes(change, n, &out);
    return out;
}

/* What has `distance` columns of the set left and right of it: windows of columns double. */
static struct qa_rle erode_rows(const struct qa_rle *rle, uint32_t distance, struct qa_arena *arena)
{
    uint32_t wanted = 2 * distance + 1;
    struct qa_rle window = *rle;
    for (uint32_t width = 1; width < wanted;) {
        uint32_t step = width < wanted - width ? width : wanted - width;
        struct qa_rle right = shift(&window, -(int64_t)step, arena);
        window = qa_rle_combine(&window, &right, QA_RLE_BOTH, arena);
        width += step;
    }
    return shift(&window, distance, arena);
}

uint32_t qa_rle_boundary_distance(uint32_t height, uint32_t width)
{
    static const double share = 0.02;
    double diagonal = sqrt((double)height * height + (double)width * width);
    double distance = nearbyint(share * diagonal);
    return distance < 1 ? 1 : (uint32_t)distance;
}

struct qa_rle qa_rle_boundary(const struct qa_rle *rle, uint32_t distance, struct qa_arena *arena)
{
    struct qa_rle inner = erode_columns(rle, distance, arena);
    inner = erode_rows(&inner, distance, arena);
    return qa_rle_combine(rle, &inner, QA_RLE_WITHOUT, arena);
}

struct qa_rle qa_rle_border(const struct qa_rle *rle, struct qa_arena *arena)
{
    struct qa_rle left = shift(rle, 1, arena);
    struct qa_rle right = shift(rle, -1, arena);
    struct qa_rle inner = erode_columns(rle, 1, arena);
    inner = qa_rle_combine(&inner, &left, QA_RLE_BOTH, arena);
    inner = qa_rle_combine(&inner, &right, QA_RLE_BOTH, arena);
    return qa_rle_combine(rle, &inner, QA_RLE_WITHOUT, arena);
}

/* ---- distances ---- */

/* The pieces of a set by column: of column x, piece[first[x]] .. piece[first[x + 1] - 1]. */
struct span {
    uint32_t from, to; /* rows from .. to - 1 */
};

struct by_column {
    struct span *piece;
    uint32_t *first;
    uint32_t low, high; /* columns with pieces: low .. high - 1 */
};

static struct by_column columns_of(const struct qa_rle *rle, struct qa_arena *arena)
{
    struct by_column out = {NULL, QA_ARRAY(arena, uint32_t, (size_t)rle->width + 1), rle->width, 0};
    uint64_t from;
    uint64_t to;
    size_t n = 0;
    for (struct pieces pieces = pieces_of(rle); next_piece(&pieces, &from, &to);) {
        uint32_t x = (uint32_t)(from / rle->height);
        out.first[x + 1]++;
        out.low = x < out.low ? x : out.low;
        out.high = x + 1;
        n++;
    }
    for (uint32_t x = 0; x < rle->width; x++) {
        out.first[x + 1] += out.first[x];
    }
    out.piece = QA_ARRAY(arena, struct span, n);
    n = 0;
    for (struct pieces pieces = pieces_of(rle); next_piece(&pieces, &from, &to);) {
        uint64_t head = from / rle->height * rle->height;
        out.piece[n++] = (struct span){(uint32_t)(from - head), (uint32_t)(to - head)};
    }
    return out;
}

/* Rows from y to the nearest pixel of the column; `most` when none is nearer. */
static double rows_to(const struct by_column *set, uint32_t x, uint32_t y, double most)
{
    uint32_t low = set->first[x];
    uint32_t end = set->first[x + 1];
    uint32_t high = end;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (set->piece[middle].to <= y) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    double best = most;
    if (low < end) {
        const struct span *span = &set->piece[low];
        best = fmin(best, span->from > y ? (double)(span->from - y) : 0);
    }
    if (low > set->first[x]) {
        best = fmin(best, (double)(y - (set->piece[low - 1].to - 1)));
    }
    return best;
}

/* Columns are looked at from near to far, as long as they are nearer than what was found. most: a
 * bound that is known. */
static double distance_to(const struct by_column *set, uint32_t x, uint32_t y, double most)
{
    double best = most * most;
    for (uint32_t step = 0; (double)step * step < best; step++) {
        double far = (double)step * step;
        bool is_left = x >= step && x - step >= set->low && x - step < set->high;
        bool is_right = step > 0 && x + step >= set->low && x + step < set->high;
        if (is_left) {
            double rows = rows_to(set, x - step, y, most);
            best = fmin(best, far + rows * rows);
        }
        if (is_right) {
            double rows = rows_to(set, x + step, y, most);
            best = fmin(best, far + rows * rows);
        }
    }
    return sqrt(best);
}

const double *qa_rle_distances(const struct qa_rle *a, const struct qa_rle *b, size_t *n,
                               struct qa_arena *arena)
{
    struct by_column set = columns_of(b, arena);
    double *out = QA_ARRAY(arena, double, qa_rle_area(a));
    /* No pixel is further than this; the next pixel of a column at most one step further. */
    const double furthest = (double)a->height + a->width;
    uint64_t from;
    uint64_t to;
    *n = 0;
    for (struct pieces pieces = pieces_of(a); next_piece(&pieces, &from, &to);) {
        double most = furthest;
        uint32_t x = (uint32_t)(from / a->height);
        uint32_t y = (uint32_t)(from % a->height);
        for (uint64_t at = from; at < to; at++, y++) {
            out[*n] = distance_to(&set, x, y, most);
            most = out[(*n)++] + 1;
        }
    }
    return out;
}
