/* The sweep over slabs, from the lowest vertex to the highest. */
#include "qa/annotation/polygon_sweep_parts.h"

#include <math.h>

struct qa_polygon_sweep *qa_polygon_sweep_new(enum qa_polygon_fill fill, struct qa_arena *arena)
{
    struct qa_polygon_sweep *sweep = QA_NEW(arena, struct qa_polygon_sweep);
    sweep->arena = arena;
    sweep->mask = fill == QA_POLYGON_NONZERO ? -1 : 1;
    return sweep;
}

void qa_sweep_reserve(struct qa_polygon_sweep *s, size_t n_runs, size_t n_parts)
{
    enum { LEAST = 32 };
    if (n_runs > s->capacity) {
        s->capacity = s->capacity > 0 ? 2 * s->capacity : LEAST;
        s->capacity = n_runs > s->capacity ? n_runs : s->capacity;
        s->runs = QA_ARRAY(s->arena, struct qa_sweep_run, s->capacity);
        s->order = QA_ARRAY(s->arena, struct qa_sweep_run *, s->capacity);
        s->sorted = QA_ARRAY(s->arena, struct qa_sweep_run *, s->capacity);
        s->keyed = QA_ARRAY(s->arena, struct qa_sweep_keyed, qa_sweep_most_crossings(s->capacity));
    }
    if (n_parts > s->n_windings) {
        s->n_windings = n_parts > 2 * s->n_windings ? n_parts : 2 * s->n_windings;
        s->winding = QA_ARRAY(s->arena, int, s->n_windings);
    }
}

/* ---- runs ---- */

/* To the side that goes up from height y. False when the chain ends there. */
static bool climb(struct qa_sweep_run *run, const double shift[2], double y)
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

/* Takes all runs to height y, to the sides that go up from it. Returns the least height at which
 * one of these ends, at most `next`. */
static double climb_all(struct qa_polygon_sweep *s, double y, double next)
{
    size_t kept = 0;
    const struct qa_sweep_run *gone =
        NULL; /* the neighbour at the left, when it must not be alone */
    for (size_t i = 0; i < s->n; i++) {
        struct qa_sweep_run *run = s->order[i];
        if (run->end_y <= y) {
            qa_sweep_begin_piece(s, run, run->sign, run->end_x, run->end_y);
            if (!climb(run, s->side[run->side].shift, y)) {
                bool both = gone != NULL && qa_sweep_cancel(gone, run);
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
    const struct qa_sweep_side *side = &s->side[which];
    const struct qa_polygon_chain *chain = side->next;
    struct qa_sweep_run *run = &s->runs[s->n_runs];
    run->end_x = chain->vertex[X] + side->shift[X];
    run->end_y = side->start;
    run->next = chain->vertex + 2;
    run->end = chain->end;
    if (!climb(run, side->shift, y)) {
        return; /* it ends where the sweep begins */
    }
    run->top = run->y < y ? qa_sweep_x_at(run, y) : run->x;
    run->sign = 0;
    run->step = chain->step;
    run->part = side->first_part + chain->part;
    run->side = which;
    run->fresh = true;
    s->order[s->n++] = run;
    s->n_runs++;
    s->n_begun++;
}

static void find_start(struct qa_sweep_side *side)
{
    side->start =
        side->next != side->end ? side->next->vertex[Y] + side->shift[Y] : (double)INFINITY;
}

/* Begins the chains that are to be in a slab from height y. Returns the height to which that slab
 * may go, at most `next`. */
static double begin_runs(struct qa_polygon_sweep *s, double y, double next)
{
    for (uint32_t which = 0; which < 2; which++) {
        struct qa_sweep_side *side = &s->side[which];
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

/* ---- slabs ---- */

/* True when the order holds at both ends of the slab. */
static bool reach(struct qa_polygon_sweep *s, double next)
{
    bool ordered = true;
    double bottom = -(double)INFINITY;
    double top = -(double)INFINITY;
    for (size_t i = 0; i < s->n; i++) {
        struct qa_sweep_run *run = s->order[i];
        run->bottom = run->top;
        run->top = qa_sweep_x_at(run, next);
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
        qa_sweep_arrange(s);
    }
    if (s->stale || s->n_begun > 0) {
        qa_sweep_place_all(s, y);
    }
    while (!ordered) {
        size_t n = qa_sweep_find_crossings(s);
        if (n != SIZE_MAX) {
            qa_sweep_cross_all(s, n, y, next);
            break;
        }
        double middle = y + (next - y) / 2;
        if (!(middle > y && middle < next)) { /* no height is left to err in */
            qa_sweep_sort_runs(s, true);
            break;
        }
        next = middle;
        for (size_t i = 0; i < s->n; i++) {
            s->order[i]->top = qa_sweep_x_at(s->order[i], next);
        }
    }
    return next;
}

double qa_sweep_area(struct qa_polygon_sweep *s, double high)
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
        qa_sweep_begin_piece(s, s->order[i], 0, s->order[i]->top, high);
    }
    return s->area > 0 ? s->area / 2 : 0;
}

void qa_sweep_begin_side(struct qa_sweep_side *side, const struct qa_polygon_region *region,
                         const double shift[2], uint32_t first_part)
{
    *side = (struct qa_sweep_side){.next = region->chains,
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
    qa_sweep_reserve(sweep, a->n_chains + b->n_chains, a->n_parts + b->n_parts);
    qa_sweep_begin_side(&sweep->side[0], a, shift[0], 0);
    qa_sweep_begin_side(&sweep->side[1], b, shift[1], (uint32_t)a->n_parts);
    sweep->outside[0] = 0;
    sweep->outside[1] = 0;
    sweep->right = high[X];
    return qa_sweep_area(sweep, high[Y]);
}
