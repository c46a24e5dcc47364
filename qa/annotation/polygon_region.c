/* A polygon prepared for sweeps: its rings cut into chains that go up. */
#include "qa/annotation/polygon_sweep_parts.h"

#include <math.h>

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
        sweep->keyed[i] = (struct qa_sweep_keyed){chains[i].vertex[Y], (uint32_t)i, 0};
    }
    qa_sweep_sort_keyed(sweep->keyed, n);
    for (size_t i = 0; i < n; i++) {
        sorted[i] = chains[sweep->keyed[i].left];
    }
    region->chains = sorted;
}

static double area_of(struct qa_polygon_sweep *sweep, const struct qa_polygon_region *region)
{
    qa_sweep_begin_side(&sweep->side[0], region, (const double[]){0, 0}, 0);
    sweep->side[1] = (struct qa_sweep_side){.start = (double)INFINITY};
    sweep->outside[0] = 0;
    sweep->outside[1] = 1; /* as if the other side held everything */
    sweep->right = (double)INFINITY;
    double area = qa_sweep_area(sweep, region->span[Y]);
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
    qa_sweep_reserve(sweep, region->n_chains, region->n_parts);
    sort_chains(sweep, region, sweep->unsorted);
    region->area = area_of(sweep, region);
    return region;
}
