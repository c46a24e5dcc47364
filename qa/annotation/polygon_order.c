/* Runs in the order in which a slab has them, what is at the left of each, and where they cross. */
#include "qa/annotation/polygon_sweep_parts.h"

#include <math.h>
#include <string.h>

static inline bool comes_after(const struct qa_sweep_keyed *a, const struct qa_sweep_keyed *b)
{
    return a->key > b->key || (a->key == b->key && a->left > b->left);
}

void qa_sweep_sort_keyed(struct qa_sweep_keyed *keyed, size_t n)
{
    static const size_t gaps[] = {86961, 38651, 17178, 7634, 3393, 1508, 670,
                                  301,   132,   57,    23,   10,   4,    1};
    enum { N_GAPS = sizeof gaps / sizeof *gaps, FEW = 24 };
    for (size_t g = n > FEW ? 0 : N_GAPS - 1; g < N_GAPS; g++) {
        for (size_t i = gaps[g]; i < n; i++) {
            struct qa_sweep_keyed moved = keyed[i];
            size_t j = i;
            while (j >= gaps[g] && comes_after(&keyed[j - gaps[g]], &moved)) {
                keyed[j] = keyed[j - gaps[g]];
                j -= gaps[g];
            }
            keyed[j] = moved;
        }
    }
}

/* ---- order and windings ---- */

void qa_sweep_sort_runs(struct qa_polygon_sweep *s, bool at_top)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct qa_sweep_run *run = s->order[i];
        s->keyed[i] =
            (struct qa_sweep_keyed){at_top ? run->top : run->bottom, (uint32_t)(run - s->runs), 0};
    }
    qa_sweep_sort_keyed(s->keyed, s->n);
    for (size_t i = 0; i < s->n; i++) {
        s->order[i] = &s->runs[s->keyed[i].left];
    }
    s->stale = true;
}

void qa_sweep_arrange(struct qa_polygon_sweep *s)
{
    enum { FEW = 8 };
    if (s->n_begun > FEW) {
        qa_sweep_sort_runs(s, false);
    }
    for (size_t i = 1; i < s->n; i++) {
        struct qa_sweep_run *run = s->order[i];
        size_t j = i;
        for (; j > 0; j--) {
            const struct qa_sweep_run *other = s->order[j - 1];
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
static inline void settle(struct qa_polygon_sweep *s, struct qa_sweep_run *run, double x, double y)
{
    int right[2] = {run->left[0], run->left[1]};
    right[run->side] += inside(s, run->own + run->step) - inside(s, run->own);
    int sign = wanted(run->left) - wanted(right);
    if (sign != run->sign) {
        qa_sweep_begin_piece(s, run, sign, x, y);
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
        struct qa_sweep_run *run = s->order[i];
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
    struct qa_sweep_run *run = s->order[i];
    size_t same = i;
    while (same > 0 && s->order[same - 1]->part != run->part) {
        same--;
    }
    run->own = same > 0 ? s->order[same - 1]->own + s->order[same - 1]->step : 0;
    memcpy(run->left, s->outside, sizeof run->left);
    if (i > 0) {
        const struct qa_sweep_run *left = s->order[i - 1];
        memcpy(run->left, left->left, sizeof run->left);
        run->left[left->side] += inside(s, left->own + left->step) - inside(s, left->own);
    }
    run->fresh = false;
    settle(s, run, run->bottom, y);
}

void qa_sweep_place_all(struct qa_polygon_sweep *s, double y)
{
    for (size_t i = 0; i < s->n && !s->stale; i++) {
        if (s->order[i]->fresh) {
            s->stale = i + 1 == s->n || !s->order[i + 1]->fresh ||
                       !qa_sweep_cancel(s->order[i], s->order[i + 1]);
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

size_t qa_sweep_find_crossings(struct qa_polygon_sweep *s)
{
    size_t most = qa_sweep_most_crossings(s->n);
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        struct qa_sweep_run *run = s->order[i];
        run->place = (uint32_t)i;
        size_t j = i;
        for (; j > 0 && s->sorted[j - 1]->top > run->top; j--) {
            if (n == most) {
                return SIZE_MAX;
            }
            const struct qa_sweep_run *other = s->sorted[j - 1];
            double before = run->bottom - other->bottom;
            double at = before / (before + (other->top - run->top));
            s->keyed[n++] = (struct qa_sweep_keyed){at > 0 ? at : 0, (uint32_t)(other - s->runs),
                                                    (uint32_t)(run - s->runs)};
            s->sorted[j] = s->sorted[j - 1];
        }
        s->sorted[j] = run;
    }
    qa_sweep_sort_keyed(s->keyed, n);
    return n;
}

/* The runs, neighbours, change places at height y, which is `at` of the slab's. */
static void cross(struct qa_polygon_sweep *s, struct qa_sweep_run *left, struct qa_sweep_run *right,
                  double at, double y)
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

void qa_sweep_cross_all(struct qa_polygon_sweep *s, size_t n, double y, double next)
{
    for (size_t i = 0; i < n; i++) {
        size_t taken = next_neighbours(s, i, n);
        if (taken == n) { /* only with numbers that overflow */
            memcpy(s->order, s->sorted, s->n * sizeof(*s->order));
            s->stale = true;
            return;
        }
        struct qa_sweep_keyed crossing = s->keyed[taken];
        memmove(&s->keyed[i + 1], &s->keyed[i], (taken - i) * sizeof crossing);
        cross(s, &s->runs[crossing.left], &s->runs[crossing.right], crossing.key,
              y + crossing.key * (next - y));
    }
}
