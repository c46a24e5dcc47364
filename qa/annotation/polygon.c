#include "qa/annotation/polygon.h"

#include <ctype.h>
#include <math.h>

#include "qa/annotation/polygon_sweep.h"

enum { X, Y };

/* ---- rings ---- */

struct qa_polygon_rings qa_polygon_rings(const struct qa_objects *objects, size_t i)
{
    static const double none[1];
    size_t n;
    const double *number = qa_object_numbers(objects, i, &n);
    number = number != NULL ? number : none;
    return (struct qa_polygon_rings){number, number + n, true};
}

/* Whether the last of n vertices repeats the first. */
static bool is_closed(const double *xy, size_t n)
{
    return n > 1 && xy[X] == xy[2 * (n - 1) + X] && xy[Y] == xy[2 * (n - 1) + Y];
}

bool qa_polygon_next_ring(struct qa_polygon_rings *rings, struct qa_polygon_ring *ring)
{
    const double *start = rings->at;
    if (start == NULL) {
        return false;
    }
    const double *at = start;
    while (at < rings->end && isfinite(*at)) {
        at++;
    }
    size_t n = (size_t)(at - start);
    *ring = (struct qa_polygon_ring){start, n / 2, rings->starts_part, n % 2 == 0};
    ring->n -= is_closed(start, ring->n);
    rings->starts_part = at < rings->end && !isnan(*at);
    rings->at = at < rings->end ? at + 1 : NULL;
    return true;
}

void qa_polygon_end(struct qa_shape *shape)
{
    size_t start = shape->n_numbers;
    while (start > 0 && isfinite(shape->number[start - 1])) {
        start--;
    }
    size_t n = shape->n_numbers - start;
    if (n % 2 == 0 && n > 0 && is_closed(shape->number + start, n / 2)) {
        shape->n_numbers -= 2;
    }
}

static void separate(struct qa_shape *shape, double separator)
{
    if (shape->n_numbers > 0) {
        qa_polygon_end(shape);
        qa_shape_add(shape, separator);
    }
}

void qa_polygon_begin_part(struct qa_shape *shape)
{
    separate(shape, (double)INFINITY);
}

void qa_polygon_begin_ring(struct qa_shape *shape)
{
    separate(shape, (double)NAN);
}

/* ---- one polygon ---- */

static inline void stretch(double *low, double *high, double to)
{
    *low = to < *low ? to : *low;
    *high = to > *high ? to : *high;
}

struct qa_polygon_bounds qa_polygon_bounds(const struct qa_objects *objects, size_t i)
{
    const double none = (double)INFINITY;
    struct qa_polygon_bounds out = {{none, none}, {-none, -none}, 0};
    struct qa_polygon_ring ring;
    for (struct qa_polygon_rings rings = qa_polygon_rings(objects, i);
         qa_polygon_next_ring(&rings, &ring);) {
        for (size_t k = 0; k < ring.n; k++) {
            stretch(&out.low[X], &out.high[X], ring.xy[2 * k + X]);
            stretch(&out.low[Y], &out.high[Y], ring.xy[2 * k + Y]);
        }
        out.n_vertices += ring.n;
    }
    return out;
}

static bool valid(const struct qa_objects *objects, size_t i, const char **why)
{
    size_t n;
    const double *number = qa_object_numbers(objects, i, &n);
    for (size_t k = 0; k < n; k++) {
        if (number[k] == -(double)INFINITY) {
            *why = "a coordinate of the polygon is not a finite number";
            return false;
        }
    }
    struct qa_polygon_ring ring;
    for (struct qa_polygon_rings rings = qa_polygon_rings(objects, i);
         qa_polygon_next_ring(&rings, &ring);) {
        if (!ring.whole) {
            *why = "a point of the polygon has one coordinate";
            return false;
        }
        if (ring.n < 3) {
            *why = "a ring of the polygon has fewer than three points";
            return false;
        }
    }
    struct qa_polygon_bounds bounds = qa_polygon_bounds(objects, i);
    if (!isfinite((bounds.high[X] - bounds.low[X]) * (bounds.high[Y] - bounds.low[Y]) *
                  (double)n)) {
        *why = "the polygon is too large to have an area";
        return false;
    }
    return true;
}

static void extent(const struct qa_objects *objects, size_t i, double *low, double *high)
{
    struct qa_polygon_bounds bounds = qa_polygon_bounds(objects, i);
    *low = bounds.low[X];
    *high = bounds.high[X];
}

static void bounds_of(const struct qa_objects *objects, size_t i, struct qa_bounds *out)
{
    struct qa_polygon_bounds bounds = qa_polygon_bounds(objects, i);
    *out = (struct qa_bounds){{bounds.low[X], bounds.low[Y]}, {bounds.high[X], bounds.high[Y]}};
}

static double size(const struct qa_objects *objects, size_t i)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_polygon_sweep *sweep = qa_polygon_sweep_new(QA_POLYGON_EVENODD, arena);
    struct qa_polygon_bounds bounds = qa_polygon_bounds(objects, i);
    double area = qa_polygon_region_new(sweep, objects, i, &bounds)->area;
    qa_arena_free(arena);
    return area;
}

static const char *describe(const struct qa_objects *objects, size_t i, struct qa_arena *arena)
{
    struct qa_polygon_bounds bounds = qa_polygon_bounds(objects, i);
    return qa_arena_format(arena, "%zu points, %.6g, %.6g, %.6g x %.6g", bounds.n_vertices,
                           bounds.low[X], bounds.low[Y], bounds.high[X] - bounds.low[X],
                           bounds.high[Y] - bounds.low[Y]);
}

/* ---- two polygons ---- */

/* One answer's polygons; a region is made when the first pair needs it. */
struct prepared {
    const struct qa_objects *objects;
    struct qa_polygon_bounds *bounds;
    const struct qa_polygon_region **region;
};

struct pairs {
    struct prepared a, b;
    struct qa_polygon_sweep *sweep;
    enum qa_polygon_fill fill;
};

static struct prepared prepare(const struct qa_objects *objects, struct qa_arena *arena)
{
    struct prepared out = {objects, QA_ARRAY(arena, struct qa_polygon_bounds, objects->n),
                           QA_ARRAY(arena, const struct qa_polygon_region *, objects->n)};
    for (size_t i = 0; i < objects->n; i++) {
        out.bounds[i] = qa_polygon_bounds(objects, i);
    }
    return out;
}

static struct pairs prepare_pairs(const struct qa_sides *sides)
{
    enum qa_polygon_fill fill =
        sides->setting != NULL && sides->setting[0].choice == QA_POLYGON_NONZERO
            ? QA_POLYGON_NONZERO
            : QA_POLYGON_EVENODD;
    return (struct pairs){prepare(sides->a, sides->scratch), prepare(sides->b, sides->scratch),
                          qa_polygon_sweep_new(fill, sides->scratch), fill};
}

static const struct qa_polygon_region *region_of(struct pairs *pairs, struct prepared *of, size_t i)
{
    if (of->region[i] == NULL) {
        of->region[i] = qa_polygon_region_new(pairs->sweep, of->objects, i, &of->bounds[i]);
    }
    return of->region[i];
}

static bool share_area(const struct qa_polygon_bounds *a, const struct qa_polygon_bounds *b)
{
    return a->low[X] < b->high[X] && b->low[X] < a->high[X] && a->low[Y] < b->high[Y] &&
           b->low[Y] < a->high[Y];
}

static bool same_bounds(const struct qa_polygon_bounds *a, const struct qa_polygon_bounds *b)
{
    return a->low[X] == b->low[X] && a->low[Y] == b->low[Y] && a->high[X] == b->high[X] &&
           a->high[Y] == b->high[Y];
}

/* Separators included: a NAN equals a NAN. */
static bool same_numbers(const struct pairs *pairs, size_t i, size_t j)
{
    size_t n;
    size_t m;
    const double *a = qa_object_numbers(pairs->a.objects, i, &n);
    const double *b = qa_object_numbers(pairs->b.objects, j, &m);
    for (size_t k = 0; n == m && k < n; k++) {
        if (a[k] != b[k] && !(isnan(a[k]) && isnan(b[k]))) {
            return false;
        }
    }
    return n == m;
}

static double similarity_of(struct pairs *pairs, size_t i, size_t j)
{
    const struct qa_polygon_bounds *a = &pairs->a.bounds[i];
    const struct qa_polygon_bounds *b = &pairs->b.bounds[j];
    if (same_bounds(a, b) && same_numbers(pairs, i, j)) {
        return 1;
    }
    if (!share_area(a, b)) {
        return 0;
    }
    const struct qa_polygon_region *one = region_of(pairs, &pairs->a, i);
    const struct qa_polygon_region *other = region_of(pairs, &pairs->b, j);
    if (one->area <= 0 || other->area <= 0) {
        return 0;
    }
    double both = qa_polygon_overlap(pairs->sweep, one, other);
    double either = one->area + other->area - both;
    /* Rounding may put the intersection above the union, and overflow makes either NAN. */
    return both < either ? both / either : both > 0;
}

static void compare(const struct qa_sides *sides, double *similarity)
{
    struct qa_arena_mark mark = qa_arena_mark(sides->scratch);
    struct pairs pairs = prepare_pairs(sides);
    for (size_t i = 0; i < sides->a->n; i++) {
        for (size_t j = 0; j < sides->b->n; j++) {
            similarity[i * sides->b->n + j] = similarity_of(&pairs, i, j);
        }
    }
    qa_arena_reset(sides->scratch, mark);
}

/* ---- share of one in the other ---- */

/* Adds to *winding what the side from p to q, both relative to the point, winds around it. True
 * when the point is on the side. */
static bool side_winds(const double p[2], const double q[2], int *winding)
{
    double cross = p[X] * q[Y] - p[Y] * q[X];
    bool meets_height = (p[Y] <= 0) != (q[Y] <= 0);
    if (cross == 0 && p[X] * q[X] <= 0 && p[Y] * q[Y] <= 0) {
        return true;
    }
    if (meets_height && (q[Y] > p[Y] ? cross > 0 : cross < 0)) {
        *winding += q[Y] > p[Y] ? 1 : -1;
    }
    return false;
}

static bool ring_winds(const struct qa_polygon_ring *ring, const double at[2], int *winding)
{
    for (size_t k = 0; k < ring->n; k++) {
        const double *p = ring->xy + 2 * k;
        const double *q = k + 1 < ring->n ? p + 2 : ring->xy;
        if (side_winds((const double[]){p[X] - at[X], p[Y] - at[Y]},
                       (const double[]){q[X] - at[X], q[Y] - at[Y]}, winding)) {
            return true;
        }
    }
    return false;
}

static bool holds(const struct pairs *pairs, size_t j, const double at[2])
{
    int winding = 0;
    int mask = pairs->fill == QA_POLYGON_NONZERO ? -1 : 1;
    struct qa_polygon_ring ring;
    for (struct qa_polygon_rings rings = qa_polygon_rings(pairs->b.objects, j);
         qa_polygon_next_ring(&rings, &ring);) {
        if (ring.starts_part && (winding & mask) != 0) {
            return true;
        }
        winding = ring.starts_part ? 0 : winding;
        if (ring_winds(&ring, at, &winding)) {
            return true;
        }
    }
    return (winding & mask) != 0;
}

static bool holds_all(const struct pairs *pairs, size_t i, size_t j)
{
    size_t n_held = 0;
    struct qa_polygon_ring ring;
    for (struct qa_polygon_rings rings = qa_polygon_rings(pairs->a.objects, i);
         qa_polygon_next_ring(&rings, &ring);) {
        for (size_t k = 0; k < ring.n; k++) {
            if (!holds(pairs, j, ring.xy + 2 * k)) {
                return false;
            }
            n_held++;
        }
    }
    return n_held > 0;
}

static double share_of(struct pairs *pairs, size_t i, size_t j)
{
    const struct qa_polygon_region *one = region_of(pairs, &pairs->a, i);
    if (one->area <= 0) {
        return holds_all(pairs, i, j);
    }
    if (!share_area(&pairs->a.bounds[i], &pairs->b.bounds[j])) {
        return 0;
    }
    const struct qa_polygon_region *other = region_of(pairs, &pairs->b, j);
    double share = qa_polygon_overlap(pairs->sweep, one, other) / one->area;
    return share < 1 ? share : share >= 1; /* overflow makes it NAN */
}

static void covered(const struct qa_sides *sides, double *share)
{
    struct qa_arena_mark mark = qa_arena_mark(sides->scratch);
    struct pairs pairs = prepare_pairs(sides);
    for (size_t i = 0; i < sides->a->n; i++) {
        for (size_t j = 0; j < sides->b->n; j++) {
            share[i * sides->b->n + j] = share_of(&pairs, i, j);
        }
    }
    qa_arena_reset(sides->scratch, mark);
}

/* ---- as a column of a table ---- */

static bool read_wkt(const struct qa_text_cell *cells, struct qa_shape *out, size_t *column,
                     const char **why)
{
    *column = 0;
    return qa_polygon_read_wkt(cells[0].text, cells[0].length, out, why);
}

static bool write_wkt(const struct qa_objects *objects, size_t i, struct qa_arena *arena,
                      struct qa_written_cell *cells)
{
    qa_write_text(&cells[0], qa_polygon_wkt(objects, i, arena));
    return true;
}

static bool begins_with_a_letter(const struct qa_text_cell *cell)
{
    size_t i = 0;
    while (i < cell->length && cell->text[i] == ' ') {
        i++;
    }
    return i < cell->length && isalpha((unsigned char)cell->text[i]);
}

/* Vertices, or WKT under a name that says either. */
static bool read_points(const struct qa_text_cell *cells, struct qa_shape *out, size_t *column,
                        const char **why)
{
    if (begins_with_a_letter(&cells[0])) {
        return read_wkt(cells, out, column, why);
    }
    *column = 0;
    return qa_polygon_read_points(cells[0].text, cells[0].length, out, why);
}

static const struct qa_type_form forms[] = {
    {(const char *const[]){"wkt,geometry,polygon_wkt", NULL}, read_wkt, write_wkt, .texts = 1},
    {(const char *const[]){"polygon,polygon_points,vertices", NULL}, read_points, NULL, .texts = 1},
    {(const char *const[]){"points,coordinates,coords", NULL}, read_points, NULL, .is_named = true,
     .texts = 1},
};

static const struct qa_type_setting settings[] = {
    {"fill", "what is inside a polygon that crosses itself, or has rings in rings",
     .choices = (const char *const[]){"evenodd", "nonzero", NULL}},
};

const struct qa_type qa_type_polygon = {
    .name = "polygon",
    .plural = "polygons",
    .question = "polygons",
    .similarity = "IoU",
    .matching = QA_MATCH_ASSIGN,
    .threshold = 0.5,
    .localisation = 0.1,
    .detail = 2,
    .forms = forms,
    .n_forms = sizeof forms / sizeof *forms,
    .settings = settings,
    .n_settings = sizeof settings / sizeof *settings,
    .valid = valid,
    .extent = extent,
    .bounds = bounds_of,
    .compare = compare,
    .covered = covered,
    .size = size,
    .describe = describe,
};
