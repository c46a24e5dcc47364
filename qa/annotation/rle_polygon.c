/* COCO's rasteriser, without its points: of a side drawn on the grid of fifths only those points
 * matter where it enters the middle fifth of a column, and they are found by arithmetic. */
#include "qa/annotation/rle.h"

#include <math.h>
#include <stdlib.h>

#include "qa/annotation/rle_parts.h"

/* Points of the grid a pixel; the columns of the grid between which a column of pixels turns are
 * x * SCALE + MIDDLE and the next. */
enum { SCALE = 5, MIDDLE = 2, INSERTION_MAX = 24 };
static const double furthest = 0x1p26;

struct point {
    int64_t x, y;
};

/* Where columns turn, as found: columns in any order. */
struct turns {
    uint32_t *column;
    uint32_t *row;
    size_t n;
    uint32_t height;
};

/* A side, from its lower end on the axis along which it is longer. */
struct side {
    struct point from;
    int64_t dx, dy; /* lengths, not negative */
    double slope;
};

static struct side make_side(struct point a, struct point b)
{
    struct side side = {a, llabs(a.x - b.x), llabs(a.y - b.y), 0};
    struct point to = b;
    if ((side.dx >= side.dy && a.x > b.x) || (side.dx < side.dy && a.y > b.y)) {
        side.from = b;
        to = a;
    }
    side.slope = side.dx >= side.dy ? (double)(to.y - side.from.y) / (double)side.dx
                                    : (double)(to.x - side.from.x) / (double)side.dy;
    return side;
}

/* The other coordinate of the side's point t. It is cut toward 0, below 0 too: masks depend on it.
 */
static inline int64_t other_at(const struct side *side, int64_t t)
{
    double from = (double)(side->dx >= side->dy ? side->from.y : side->from.x);
    return (int64_t)(from + side->slope * (double)t + .5);
}

/* A column turns at the lower (on paper: upper) of two points next to each other. */
static void turn(struct turns *turns, int64_t x, int64_t y)
{
    static const int64_t to_next = SCALE - MIDDLE - 1;
    int64_t row = y + to_next < 0 ? 0 : (y + to_next) / SCALE;
    row = row < turns->height ? row : turns->height;
    turns->column[turns->n] = (uint32_t)x;
    turns->row[turns->n++] = (uint32_t)row;
}

static int64_t floor_of_five(int64_t value)
{
    return value >= 0 ? value / SCALE : -((-value + SCALE - 1) / SCALE);
}

/* The columns of pixels that a side between two columns of the grid turns: first .. end - 1. */
struct span {
    int64_t first;
    int64_t end;
};

static struct span columns_between(int64_t low, int64_t high, int64_t width)
{
    int64_t first = floor_of_five(low - MIDDLE + SCALE - 1);
    int64_t last = floor_of_five(high - MIDDLE - 1);
    first = first > 0 ? first : 0;
    last = last < width - 1 ? last : width - 1;
    return (struct span){first, last + 1 > first ? last + 1 : first};
}

static struct span columns_of(const struct side *side, int64_t width)
{
    if (side->dx >= side->dy) {
        return columns_between(side->from.x, side->from.x + side->dx, width);
    }
    int64_t a = other_at(side, 0);
    int64_t b = other_at(side, side->dy);
    return columns_between(a < b ? a : b, a < b ? b : a, width);
}

/* Each point of a flat side is in a column of its own. */
static void turn_flat(const struct side *side, struct span columns, struct turns *turns)
{
    for (int64_t x = columns.first; x < columns.end; x++) {
        int64_t t = x * SCALE + MIDDLE - side->from.x;
        int64_t a = other_at(side, t);
        int64_t b = other_at(side, t + 1);
        turn(turns, x, a < b ? a : b);
    }
}

/* On a steep side, the last point (or, leaning back, the first) that is not right of a column of
 * the grid: near where the line crosses, and from there step by step, since roundings decide. */
static void turn_steep(const struct side *side, struct span columns, struct turns *turns)
{
    for (int64_t x = columns.first; x < columns.end; x++) {
        int64_t grid = x * SCALE + MIDDLE;
        double guess = ((double)grid + .5 - (double)side->from.x) / side->slope;
        int64_t t = guess < 0 ? 0 : guess > (double)side->dy ? side->dy : (int64_t)guess;
        bool leans_back = side->slope < 0;
        /* t becomes the greatest with the point before the crossing. */
        while (t > 0 && (other_at(side, t) > grid) != leans_back) {
            t--;
        }
        while (t < side->dy && (other_at(side, t + 1) > grid) == leans_back) {
            t++;
        }
        turn(turns, x, side->from.y + t);
    }
}

/* Where each column's turns begin among all. */
static uint32_t *places_of_columns(const struct turns *turns, uint32_t low, uint32_t high,
                                   struct qa_arena *arena)
{
    uint32_t *first = QA_ARRAY(arena, uint32_t, (size_t)(high - low) + 2);
    for (size_t i = 0; i < turns->n; i++) {
        first[turns->column[i] - low + 1]++;
    }
    for (uint32_t x = 0; x <= high - low; x++) {
        first[x + 1] += first[x];
    }
    return first;
}

static int compare_places(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static void sort_column(uint32_t *place, size_t n)
{
    if (n > INSERTION_MAX) {
        qsort(place, n, sizeof *place, compare_places);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        uint32_t moving = place[i];
        size_t at = i;
        for (; at > 0 && place[at - 1] > moving; at--) {
            place[at] = place[at - 1];
        }
        place[at] = moving;
    }
}

/* The turns as places in the picture, ascending, with room for one more. */
static uint32_t *sort_turns(const struct turns *turns, struct qa_arena *arena)
{
    uint32_t *place = QA_ARRAY(arena, uint32_t, turns->n + 1);
    uint32_t low = UINT32_MAX;
    uint32_t high = 0;
    for (size_t i = 0; i < turns->n; i++) {
        low = turns->column[i] < low ? turns->column[i] : low;
        high = turns->column[i] > high ? turns->column[i] : high;
    }
    if (turns->n == 0) {
        return place;
    }
    uint32_t *next = places_of_columns(turns, low, high, arena);
    for (size_t i = 0; i < turns->n; i++) {
        place[next[turns->column[i] - low]++] = turns->column[i] * turns->height + turns->row[i];
    }
    /* Now each column's end is where the next one began. */
    uint32_t begin = 0;
    for (uint32_t x = 0; x <= high - low; x++) {
        sort_column(place + begin, next[x] - begin);
        begin = next[x];
    }
    return place;
}

/* All sides of a polygon on the grid, and the columns that each turns. */
struct sides {
    struct side *side;
    struct span *columns;
    size_t n;
    size_t n_turns;
};

static struct point corner_at(const struct qa_rle_ring *ring, size_t i)
{
    const double *xy = ring->xy + 2 * (i < ring->n ? i : 0);
    return (struct point){(int64_t)(SCALE * xy[0] + .5), (int64_t)(SCALE * xy[1] + .5)};
}

static bool add_ring(struct sides *sides, const struct qa_rle_ring *ring, uint32_t width,
                     const char **why)
{
    for (size_t i = 0; i < 2 * ring->n; i++) {
        if (!(fabs(ring->xy[i]) <= furthest)) {
            *why = "a corner of the polygon is too far from its picture";
            return false;
        }
    }
    for (size_t i = 0; i < ring->n; i++) {
        struct side side = make_side(corner_at(ring, i), corner_at(ring, i + 1));
        struct span columns = columns_of(&side, width);
        sides->side[sides->n] = side;
        sides->columns[sides->n++] = columns;
        sides->n_turns += (size_t)(columns.end - columns.first);
        if (sides->n_turns > QA_RLE_RUNS_MAX) {
            *why = "the polygon as a mask has more than 2^24 runs";
            return false;
        }
    }
    return true;
}

bool qa_rle_of_polygon(const struct qa_rle_ring *rings, size_t n_rings, struct qa_rle *out,
                       struct qa_arena *arena, const char **why)
{
    size_t n = 0;
    for (size_t r = 0; r < n_rings; r++) {
        n += rings[r].n;
    }
    struct sides sides = {QA_ARRAY(arena, struct side, n), QA_ARRAY(arena, struct span, n), 0, 0};
    for (size_t r = 0; r < n_rings; r++) {
        if (!add_ring(&sides, &rings[r], out->width, why)) {
            return false;
        }
    }
    struct turns turns = {QA_ARRAY(arena, uint32_t, sides.n_turns),
                          QA_ARRAY(arena, uint32_t, sides.n_turns), 0, out->height};
    for (size_t i = 0; i < sides.n; i++) {
        const struct side *side = &sides.side[i];
        (side->dx >= side->dy ? turn_flat : turn_steep)(side, sides.columns[i], &turns);
    }
    uint32_t *place = sort_turns(&turns, arena);
    qa_rle_of_changes(place, turns.n, out);
    return true;
}
