#include "qa/annotation/polygon_sweep.h"

#include <math.h>
#include <string.h>

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
struct run {
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

struct keyed {
    double key;
    uint32_t left, right;
};

struct side {
    const struct qa_polygon_chain *next; /* chains not begun yet, by height */
    const struct qa_polygon_chain *end;
    double start; /* height of the next one; infinite: none is left */
    double shift[2];
    uint32_t first_part;
};

struct qa_polygon_sweep {
    struct qa_arena *arena;
    int mask; /* a winding is inside when it has one of these bits */
    struct run *runs;
    size_t n_runs;
    struct run **order; /* those in the slab, left to right */
    size_t n;
    struct run **sorted;
    struct keyed *keyed;
    size_t capacity; /* of runs, order, sorted; keyed has most_crossings(capacity) */
    int *winding;    /* by part */
    size_t n_windings;
    struct side side[2];
    int outside[2];
    struct qa_polygon_chain *unsorted; /* of the region that is being made */
    size_t n_unsorted;
    double right;   /* nothing beyond this x is wanted */
    size_t n_begun; /* in this slab */
    bool stale;     /* the order changed otherwise than by crossings */
    double area;    /* doubled */
};

/* A slab with more is cut, which keeps memory in proportion to the runs. */
static size_t most_crossings(size_t n_runs)
{
    return 64 + 4 * n_runs;
}

struct qa_polygon_sweep *qa_polygon_sweep_new(enum qa_polygon_fill fill, struct qa_arena *arena)
{
    struct qa_polygon_sweep *sweep = QA_NEW(arena, struct qa_polygon_sweep);
    sweep->arena = arena;
    sweep->mask = fill == QA_POLYGON_NONZERO ? -1 : 1;
    return sweep;
}

static void reserve(struct qa_polygon_sweep *s, size_t n_runs, size_t n_parts)
{
    enum { LEAST = 32 };
    if (n_runs > s->capacity) {
        s->capacity = s->capacity > 0 ? 2 * s->capacity : LEAST;
        s->capacity = n_runs > s->capacity ? n_runs : s->capacity;
        s->runs = QA_ARRAY(s->arena, struct run, s->capacity);
        s->order = QA_ARRAY(s->arena, struct run *, s->capacity);
        s->sorted = QA_ARRAY(s->arena, struct run *, s->capacity);
        s->keyed = QA_ARRAY(s->arena, struct keyed, most_crossings(s->capacity));
    }
    if (n_parts > s->n_windings) {
        s->n_windings = n_parts > 2 * s->n_windings ? n_parts : 2 * s->n_windings;
        s->winding = QA_ARRAY(s->arena, int, s->n_windings);
    }
}

static inline bool comes_after(const struct keyed *a, const struct keyed *b)
{
    return a->key > b->key || (a->key == b->key && a->left > b->left);
}

/* Shell 1959, gaps after Ciura 2001: no memory, and an insertion sort for the few there mostly are.
 */
static void sort_keyed(struct keyed *keyed, size_t n)
{
    static const size_t gaps[] = {86961, 38651, 17178, 7634, 3393, 1508, 670,
                                  301,   132,   57,    23,   10,   4,    1};
    enum { N_GAPS = sizeof gaps / sizeof *gaps, FEW = 24 };
    for (size_t g = n > FEW ? 0 : N_GAPS - 1; g < N_GAPS; g++) {
        for (size_t i = gaps[g]; i < n; i++) {
            struct keyed moved = keyed[i];
            size_t j = i;
            while (j >= gaps[g] && comes_after(&keyed[j - gaps[g]], &moved)) {
                keyed[j] = keyed[j - gaps[g]];
                j -= gaps[g];
            }
            keyed[j] = moved;
        }
    }
}

/* ---- runs ---- */

/* Ends the piece of the run at (x, y) and begins one of another sign. */
static inline void begin_piece(struct qa_polygon_sweep *s, struct run *run, int sign, double x,
                               double y)
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
static inline double x_at(const struct run *run, double y)
{
    return run->end_x - (run->end_y - y) * run->slope;
}

/* To the side that goes up from height y. False when the chain ends there. */
static bool climb(struct run *run, const double shift[2], double y)
{
    do {
        if (run->next == run->end) {
            return false;
        }
        run->x = run->end_x;
        run->y = run->end_y;
        run->end_x = run->next[X] + shift[X];
        run->end_y = run->next[Y] + shift[Y];
        run->next += 2;
    } while (!(run->end_y > y));
    run->slope = (run->end_x - run->x) / (run->end_y - run->y);
    if (!isfinite(run->slope)) {
        run->slope = 0; /* too low for any height but its ends to be in it */
    }
    return true;
}

/* Of two neighbours: what is at their right does not change when both come or both go. */
static inline bool cancel(const struct run *a, const struct run *b)
{
    return a->part == b->part && a->step + b->step == 0;
}

/* Takes all runs to height y, to the sides that go up from it. Returns the least height at which
 * one of these ends, at most `next`. */
static double climb_all(struct qa_polygon_sweep *s, double y, double next)
{
    size_t kept = 0;
    const struct run *gone = NULL; /* the neighbour at the left, when it must not be alone */
    for (size_t i = 0; i < s->n; i++) {
        struct run *run = s->order[i];
        if (run->end_y <= y) {
            begin_piece(s, run, run->sign, run->end_x, run->end_y);
            if (!climb(run, s->side[run->side].shift, y)) {
                bool both = gone != NULL && cancel(gone, run);
                s->stale |= gone != NULL && !both;
                gone = both ? NULL : run;
                continue;
            }
            run->top = run->from_x = run->x; /* a level side may lie between */
        }
        s->stale |= gone != NULL;
        gone = NULL;
        next = run->end_y < next ? run->end_y : next;
        s->order[kept++] = run;
    }
    s->n = kept;
    return next;
}

static void begin_run(struct qa_polygon_sweep *s, uint32_t which, double y)
{
    const struct side *side = &s->side[which];
    const struct qa_polygon_chain *chain = side->next;
    struct run *run = &s->runs[s->n_runs];
    run->end_x = chain->vertex[X] + side->shift[X];
    run->end_y = side->start;
    run->next = chain->vertex + 2;
    run->end = chain->end;
    if (!climb(run, side->shift, y)) {
        return; /* it ends where the sweep begins */
    }
    run->top = run->y < y ? x_at(run, y) : run->x;
    run->sign = 0;
    run->step = chain->step;
    run->part = side->first_part + chain->part;
    run->side = which;
    run->fresh = true;
    s->order[s->n++] = run;
    s->n_runs++;
    s->n_begun++;
}

static void find_start(struct side *side)
{
    side->start =
        side->next != side->end ? side->next->vertex[Y] + side->shift[Y] : (double)INFINITY;
}

/* Begins the chains that are to be in a slab from height y. Returns the height to which that slab
 * may go, at most `next`. */
static double begin_runs(struct qa_polygon_sweep *s, double y, double next)
{
    for (uint32_t which = 0; which < 2; which++) {
        struct side *side = &s->side[which];
        while (side->next != side->end && side->start <= y) {
            /* What is left out is at the right of all that counts. */
            if (!(side->next->left + side->shift[X] > s->right)) {
                begin_run(s, which, y);
            }
            side->next++;
            find_start(side);
        }
        next = side->start < next ? side->start : next;
    }
    for (size_t i = s->n - s->n_begun; i < s->n; i++) {
        next = s->order[i]->end_y < next ? s->order[i]->end_y : next;
    }
    return next;
}

/* ---- order and windings ---- */

/* By x at the bottom of the slab, or at its top. */
static void sort_runs(struct qa_polygon_sweep *s, bool at_top)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct run *run = s->order[i];
        s->keyed[i] = (struct keyed){at_top ? run->top : run->bottom, (uint32_t)(run - s->runs), 0};
    }
    sort_keyed(s->keyed, s->n);
    for (size_t i = 0; i < s->n; i++) {
        s->order[i] = &s->runs[s->keyed[i].left];
    }
    s->stale = true;
}

/* By x at the bottom; those that meet there by x at the top. */
static void arrange(struct qa_polygon_sweep *s)
{
    enum { FEW = 8 };
    if (s->n_begun > FEW) {
        sort_runs(s, false);
    }
    for (size_t i = 1; i < s->n; i++) {
        struct run *run = s->order[i];
        size_t j = i;
        for (; j > 0; j--) {
            const struct run *other = s->order[j - 1];
            if (other->bottom < run->bottom ||
                (other->bottom == run->bottom && other->top <= run->top) ||
                isnan(other->bottom - run->bottom)) {
                break;
            }
            s->order[j] = s->order[j - 1];
            s->stale |= !run->fresh;
        }
        s->order[j] = run;
    }
}

static inline int inside(const struct qa_polygon_sweep *s, int winding)
{
    return (winding & s->mask) != 0;
}

static inline bool wanted(const int n[2])
{
    return n[0] > 0 && n[1] > 0;
}

/* After its `own` and `left` changed, at (x, y). */
static inline void settle(struct qa_polygon_sweep *s, struct run *run, double x, double y)
{
    int right[2] = {run->left[0], run->left[1]};
    right[run->side] += inside(s, run->own + run->step) - inside(s, run->own);
    int sign = wanted(run->left) - wanted(right);
    if (sign != run->sign) {
        begin_piece(s, run, sign, x, y);
    }
}

/* All windings anew, at the bottom of the slab, height y. */
static void walk(struct qa_polygon_sweep *s, double y)
{
    int left[2] = {s->outside[0], s->outside[1]};
    for (size_t i = 0; i < s->n; i++) {
        s->winding[s->order[i]->part] = 0;
    }
    for (size_t i = 0; i < s->n; i++) {
        struct run *run = s->order[i];
        int *winding = &s->winding[run->part];
        run->fresh = false;
        run->own = *winding;
        run->left[0] = left[0];
        run->left[1] = left[1];
        *winding += run->step;
        left[run->side] += inside(s, *winding) - inside(s, run->own);
        settle(s, run, run->bottom, y);
    }
    s->stale = false;
}

/* The windings of a run that was begun, from those of the runs at its left. */
static void place(struct qa_polygon_sweep *s, size_t i, double y)
{
    struct run *run = s->order[i];
    size_t same = i;
    while (same > 0 && s->order[same - 1]->part != run->part) {
        same--;
    }
    run->own = same > 0 ? s->order[same - 1]->own + s->order[same - 1]->step : 0;
    memcpy(run->left, s->outside, sizeof run->left);
    if (i > 0) {
        const struct run *left = s->order[i - 1];
        memcpy(run->left, left->left, sizeof run->left);
        run->left[left->side] += inside(s, left->own + left->step) - inside(s, left->own);
    }
    run->fresh = false;
    settle(s, run, run->bottom, y);
}

/* Those of all runs that were begun. Mostly two begin side by side and leave the rest as it is. */
static void place_all(struct qa_polygon_sweep *s, double y)
{
    for (size_t i = 0; i < s->n && !s->stale; i++) {
        if (s->order[i]->fresh) {
            s->stale =
                i + 1 == s->n || !s->order[i + 1]->fresh || !cancel(s->order[i], s->order[i + 1]);
            place(s, i, y);
            if (!s->stale) {
                place(s, ++i, y);
            }
        }
    }
    if (s->stale) {
        walk(s, y);
    }
}

/* ---- crossings ---- */

/* Pairs whose order at the top differs, into s->keyed, by where they cross: 0 at the bottom of the
 * slab, 1 at the top. SIZE_MAX when they are too many. s->sorted is the order at the top. */
static size_t find_crossings(struct qa_polygon_sweep *s)
{
    size_t most = most_crossings(s->n);
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        struct run *run = s->order[i];
        run->place = (uint32_t)i;
        size_t j = i;
        for (; j > 0 && s->sorted[j - 1]->top > run->top; j--) {
            if (n == most) {
                return SIZE_MAX;
            }
            const struct run *other = s->sorted[j - 1];
            double before = run->bottom - other->bottom;
            double at = before / (before + (other->top - run->top));
            s->keyed[n++] = (struct keyed){at > 0 ? at : 0, (uint32_t)(other - s->runs),
                                           (uint32_t)(run - s->runs)};
            s->sorted[j] = s->sorted[j - 1];
        }
        s->sorted[j] = run;
    }
    sort_keyed(s->keyed, n);
    return n;
}

/* The runs, neighbours, change places at height y, which is `at` of the slab's. */
static void cross(struct qa_polygon_sweep *s, struct run *left, struct run *right, double at,
                  double y)
{
    uint32_t place = left->place;
    left->place = right->place;
    right->place = place;
    s->order[left->place] = left;
    s->order[right->place] = right;
    bool same_part = left->part == right->part;
    memcpy(right->left, left->left, sizeof right->left);
    if (same_part) {
        right->own = left->own;
        left->own = right->own + right->step;
    }
    left->left[right->side] += inside(s, right->own + right->step) - inside(s, right->own);
    settle(s, right, right->bottom + at * (right->top - right->bottom), y);
    settle(s, left, left->bottom + at * (left->top - left->bottom), y);
}

/* Index of the first crossing from i on whose runs are neighbours; n when there is none. */
static size_t next_neighbours(const struct qa_polygon_sweep *s, size_t i, size_t n)
{
    while (i < n && s->runs[s->keyed[i].left].place + 1 != s->runs[s->keyed[i].right].place) {
        i++;
    }
    return i;
}

/* From the bottom up. Of crossings at one point rounding may put a later one first; it waits until
 * its runs are neighbours. */
static void cross_all(struct qa_polygon_sweep *s, size_t n, double y, double next)
{
    for (size_t i = 0; i < n; i++) {
        size_t taken = next_neighbours(s, i, n);
        if (taken == n) { /* only with numbers that overflow */
            memcpy(s->order, s->sorted, s->n * sizeof(*s->order));
            s->stale = true;
            return;
        }
        struct keyed crossing = s->keyed[taken];
        memmove(&s->keyed[i + 1], &s->keyed[i], (taken - i) * sizeof crossing);
        cross(s, &s->runs[crossing.left], &s->runs[crossing.right], crossing.key,
              y + crossing.key * (next - y));
    }
}

/* ---- slabs ---- */

/* True when the order holds at both ends of the slab. */
static bool reach(struct qa_polygon_sweep *s, double next)
{
    bool ordered = true;
    double bottom = -(double)INFINITY;
    double top = -(double)INFINITY;
    for (size_t i = 0; i < s->n; i++) {
        struct run *run = s->order[i];
        run->bottom = run->top;
        run->top = x_at(run, next);
        ordered = ordered & (bottom <= run->bottom) & (top <= run->top);
        bottom = run->bottom;
        top = run->top;
    }
    return ordered;
}

/* The slab from y to at most `next`. Returns how far it went. */
static double pass(struct qa_polygon_sweep *s, double y, double next)
{
    bool ordered = reach(s, next);
    if (!ordered) {
        arrange(s);
    }
    if (s->stale || s->n_begun > 0) {
        place_all(s, y);
    }
    while (!ordered) {
        size_t n = find_crossings(s);
        if (n != SIZE_MAX) {
            cross_all(s, n, y, next);
            break;
        }
        double middle = y + (next - y) / 2;
        if (!(middle > y && middle < next)) { /* no height is left to err in */
            sort_runs(s, true);
            break;
        }
        next = middle;
        for (size_t i = 0; i < s->n; i++) {
            s->order[i]->top = x_at(s->order[i], next);
        }
    }
    return next;
}

/* From height 0 to `high`. */
static double sweep_area(struct qa_polygon_sweep *s, double high)
{
    s->n = 0;
    s->n_runs = 0;
    s->area = 0;
    s->stale = false;
    for (double y = 0; y < high;) {
        s->n_begun = 0;
        double next = climb_all(s, y, high);
        next = begin_runs(s, y, next);
        next = pass(s, y, next);
        if (!(next > y)) {
            return 0; /* only with numbers that overflow */
        }
        y = next;
    }
    for (size_t i = 0; i < s->n; i++) {
        begin_piece(s, s->order[i], 0, s->order[i]->top, high);
    }
    return s->area > 0 ? s->area / 2 : 0;
}

static void begin_side(struct side *side, const struct qa_polygon_region *region,
                       const double shift[2], uint32_t first_part)
{
    *side = (struct side){.next = region->chains,
                          .end = region->chains + region->n_chains,
                          .shift = {shift[X], shift[Y]},
                          .first_part = first_part};
    find_start(side);
}

double qa_polygon_overlap(struct qa_polygon_sweep *sweep, const struct qa_polygon_region *a,
                          const struct qa_polygon_region *b)
{
    double shift[2][2];
    double high[2];
    for (int axis = X; axis <= Y; axis++) {
        double corner = a->low[axis] > b->low[axis] ? a->low[axis] : b->low[axis];
        shift[0][axis] = a->low[axis] - corner;
        shift[1][axis] = b->low[axis] - corner;
        double end_a = a->span[axis] + shift[0][axis];
        double end_b = b->span[axis] + shift[1][axis];
        high[axis] = end_a < end_b ? end_a : end_b;
    }
    if (!(high[X] > 0 && high[Y] > 0)) {
        return 0;
    }
    reserve(sweep, a->n_chains + b->n_chains, a->n_parts + b->n_parts);
    begin_side(&sweep->side[0], a, shift[0], 0);
    begin_side(&sweep->side[1], b, shift[1], (uint32_t)a->n_parts);
    sweep->outside[0] = 0;
    sweep->outside[1] = 0;
    sweep->right = high[X];
    return sweep_area(sweep, high[Y]);
}

/* ---- regions ---- */

struct builder {
    struct qa_polygon_region *region;
    struct qa_polygon_chain *chains;
    double *vertex; /* where the next one goes */
};

static inline const double *vertex_of(const struct qa_polygon_ring *ring, size_t i)
{
    return ring->xy + 2 * (i < ring->n ? i : i - ring->n);
}

/* Vertices first .. last of the ring, which go up (step 1) or down. */
static void add_chain(struct builder *out, const struct qa_polygon_ring *ring, size_t first,
                      size_t last, int step)
{
    const double *low = out->region->low;
    struct qa_polygon_chain *chain = &out->chains[out->region->n_chains++];
    *chain = (struct qa_polygon_chain){.vertex = out->vertex,
                                       .left = (double)INFINITY,
                                       .part = (uint32_t)(out->region->n_parts - 1),
                                       .step = step};
    for (size_t i = 0; i <= last - first; i++) {
        const double *vertex = vertex_of(ring, step > 0 ? first + i : last - i);
        double x = vertex[X] - low[X];
        chain->left = x < chain->left ? x : chain->left;
        *out->vertex++ = x;
        *out->vertex++ = vertex[Y] - low[Y];
    }
    chain->end = out->vertex;
}

/* Cut where the ring turns from up to down or back, beginning at its lowest vertex. Level sides
 * stay with the sides before them. */
static void add_ring(struct builder *out, const struct qa_polygon_ring *ring)
{
    size_t lowest = 0;
    for (size_t i = 1; i < ring->n; i++) {
        lowest = ring->xy[2 * i + Y] < ring->xy[2 * lowest + Y] ? i : lowest;
    }
    size_t first = lowest;
    int step = 1;
    double y = ring->xy[2 * lowest + Y];
    for (size_t i = lowest + 1; i <= lowest + ring->n; i++) {
        double next = vertex_of(ring, i)[Y];
        if (step > 0 ? next < y : next > y) {
            add_chain(out, ring, first, i - 1, step);
            first = i - 1;
            step = -step;
        }
        y = next;
    }
    if (step < 0) { /* else the ring is level */
        add_chain(out, ring, first, lowest + ring->n, step);
    }
}

/* By height, into the region. */
static void sort_chains(struct qa_polygon_sweep *sweep, struct qa_polygon_region *region,
                        const struct qa_polygon_chain *chains)
{
    size_t n = region->n_chains;
    struct qa_polygon_chain *sorted = QA_ARRAY(sweep->arena, struct qa_polygon_chain, n);
    for (size_t i = 0; i < n; i++) {
        sweep->keyed[i] = (struct keyed){chains[i].vertex[Y], (uint32_t)i, 0};
    }
    sort_keyed(sweep->keyed, n);
    for (size_t i = 0; i < n; i++) {
        sorted[i] = chains[sweep->keyed[i].left];
    }
    region->chains = sorted;
}

static double area_of(struct qa_polygon_sweep *sweep, const struct qa_polygon_region *region)
{
    begin_side(&sweep->side[0], region, (const double[]){0, 0}, 0);
    sweep->side[1] = (struct side){.start = (double)INFINITY};
    sweep->outside[0] = 0;
    sweep->outside[1] = 1; /* as if the other side held everything */
    sweep->right = (double)INFINITY;
    double area = sweep_area(sweep, region->span[Y]);
    return area > 1e-14 * (region->span[X] * region->span[Y]) ? area : 0;
}

struct qa_polygon_region *qa_polygon_region_new(struct qa_polygon_sweep *sweep,
                                                const struct qa_objects *objects, size_t i,
                                                const struct qa_polygon_bounds *bounds)
{
    struct qa_polygon_region *region = QA_NEW(sweep->arena, struct qa_polygon_region);
    size_t n = bounds->n_vertices;
    for (int axis = X; axis <= Y; axis++) {
        region->low[axis] = bounds->low[axis];
        region->span[axis] = n > 0 ? bounds->high[axis] - bounds->low[axis] : 0;
    }
    if (n > sweep->n_unsorted) {
        sweep->n_unsorted = n > 2 * sweep->n_unsorted ? n : 2 * sweep->n_unsorted;
        sweep->unsorted = QA_ARRAY(sweep->arena, struct qa_polygon_chain, sweep->n_unsorted);
    }
    /* A chain has a vertex of its own and shares its last with the next. */
    struct builder out = {region, sweep->unsorted, QA_ARRAY(sweep->arena, double, 4 * n)};
    struct qa_polygon_ring ring;
    for (struct qa_polygon_rings rings = qa_polygon_rings(objects, i);
         qa_polygon_next_ring(&rings, &ring);) {
        region->n_parts += ring.starts_part;
        if (ring.n > 2) {
            add_ring(&out, &ring);
        }
    }
    reserve(sweep, region->n_chains, region->n_parts);
    sort_chains(sweep, region, sweep->unsorted);
    region->area = area_of(sweep, region);
    return region;
}
