#ifndef QA_ANNOTATION_POLYGON_SWEEP_PARTS_H
#define QA_ANNOTATION_POLYGON_SWEEP_PARTS_H

/* What the files of the sweep share: runs on their way through the slabs, and their order. */

#include "qa/annotation/polygon_sweep.h"

enum { X, Y };

/* Sides of a ring that follow one another and never go down. */
struct qa_polygon_chain {
    const double *vertex; /* x y x y ..., from the region's corner */
    const double *end;
    double left; /* least x */
    uint32_t part;
    int step; /* what it adds to the winding at its right: 1 where the ring climbs, else -1 */
};

/* A chain on its way through the slabs: one of its sides. */
struct qa_sweep_run {
    double bottom, top; /* its x at the lower and the upper end of the slab */
    double x, y, end_x, end_y, slope;
    const double *next; /* vertex after (end_x, end_y) */
    const double *end;
    double from_x, from_y; /* where the piece began that now has `sign` */
    int sign; /* 1: the wanted region is at the left only, -1: right only, 0: neither */
    int step;
    int own;     /* winding of its part at its left */
    int left[2]; /* of each side, parts that hold what is at its left */
    uint32_t part;
    uint32_t side;  /* 0 or 1: which polygon */
    uint32_t place; /* in the order; kept while crossings are taken */
    bool fresh;     /* begun in this slab, windings not known yet */
};

struct qa_sweep_keyed {
    double key;
    uint32_t left, right;
};

struct qa_sweep_side {
    const struct qa_polygon_chain *next; /* chains not begun yet, by height */
    const struct qa_polygon_chain *end;
    double start; /* height of the next one; infinite: none is left */
    double shift[2];
    uint32_t first_part;
};

struct qa_polygon_sweep {
    struct qa_arena *arena;
    int mask; /* a winding is inside when it has one of these bits */
    struct qa_sweep_run *runs;
    size_t n_runs;
    struct qa_sweep_run **order; /* those in the slab, left to right */
    size_t n;
    struct qa_sweep_run **sorted;
    struct qa_sweep_keyed *keyed;
    size_t capacity; /* of runs, order, sorted; keyed has qa_sweep_most_crossings(capacity) */
    int *winding;    /* by part */
    size_t n_windings;
    struct qa_sweep_side side[2];
    int outside[2];
    struct qa_polygon_chain *unsorted; /* of the region that is being made */
    size_t n_unsorted;
    double right;   /* nothing beyond this x is wanted */
    size_t n_begun; /* in this slab */
    bool stale;     /* the order changed otherwise than by crossings */
    double area;    /* doubled */
};

/* A slab with more is cut, which keeps memory in proportion to the runs. */
static inline size_t qa_sweep_most_crossings(size_t n_runs)
{
    return 64 + 4 * n_runs;
}

/* Ends the piece of the run at (x, y) and begins one of another sign. */
static inline void qa_sweep_begin_piece(struct qa_polygon_sweep *s, struct qa_sweep_run *run,
                                        int sign, double x, double y)
{
    if (run->sign != 0) {
        s->area += run->sign * (run->from_x + x) * (y - run->from_y);
    }
    run->sign = sign;
    run->from_x = x;
    run->from_y = y;
}

/* Counted from the upper end, where sides meet that must compare as equal; at the lower one x is
 * known. */
static inline double qa_sweep_x_at(const struct qa_sweep_run *run, double y)
{
    return run->end_x - (run->end_y - y) * run->slope;
}

/* Of two neighbours: what is at their right does not change when both come or both go. */
static inline bool qa_sweep_cancel(const struct qa_sweep_run *a, const struct qa_sweep_run *b)
{
    return a->part == b->part && a->step + b->step == 0;
}

/* ---- polygon_sweep.c: slab by slab ---- */

/* Room for so many runs and parts; grows only. */
void qa_sweep_reserve(struct qa_polygon_sweep *s, size_t n_runs, size_t n_parts);

/* The region, moved by shift, as a side of the sweep; its parts count from first_part. */
void qa_sweep_begin_side(struct qa_sweep_side *side, const struct qa_polygon_region *region,
                         const double shift[2], uint32_t first_part);

/* From height 0 to `high`. */
double qa_sweep_area(struct qa_polygon_sweep *s, double high);

/* ---- polygon_order.c: the runs of a slab from left to right, and where they cross ---- */

/* Shell 1959, gaps after Ciura 2001: no memory, and an insertion sort for the few there mostly are.
 */
void qa_sweep_sort_keyed(struct qa_sweep_keyed *keyed, size_t n);

/* By x at the bottom of the slab, or at its top. */
void qa_sweep_sort_runs(struct qa_polygon_sweep *s, bool at_top);

/* By x at the bottom; those that meet there by x at the top. */
void qa_sweep_arrange(struct qa_polygon_sweep *s);

/* Those of all runs that were begun. Mostly two begin side by side and leave the rest as it is. */
void qa_sweep_place_all(struct qa_polygon_sweep *s, double y);

/* Pairs whose order at the top differs, into s->keyed, by where they cross: 0 at the bottom of the
 * slab, 1 at the top. SIZE_MAX when they are too many. s->sorted is the order at the top. */
size_t qa_sweep_find_crossings(struct qa_polygon_sweep *s);

/* From the bottom up. Of crossings at one point rounding may put a later one first; it waits until
 * its runs are neighbours. */
void qa_sweep_cross_all(struct qa_polygon_sweep *s, size_t n, double y, double next);

#endif
