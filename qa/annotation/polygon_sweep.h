#ifndef QA_ANNOTATION_POLYGON_SWEEP_H
#define QA_ANNOTATION_POLYGON_SWEEP_H

/*
 * Areas of polygons and of their overlaps, by a sweep over slabs (Shamos and Hoey 1976; chains of
 * sides after Vatti 1992, the order of crossings at one point after Johnson's Clipper, 2010).
 *
 * A slab lies between two neighbouring heights at which a vertex lies. In it every side is a
 * straight line from its bottom to its top, so two sides cross in it exactly when their orders at
 * both ends differ. Which sides bound the wanted region follows from the windings at the left of
 * each; the area is the integral of x dy over them. No geometry is classified as touching,
 * collinear or degenerate: such cases are slabs or gaps whose width is 0, or as small as rounding.
 *
 * Coordinates count from the lower left corner of an object's bounding box, of an overlap from that
 * of the shared box, so large offsets cost no digits. Errors are of the order of 1e-16 of the box.
 *
 * Time: O(h s + k log s) for h heights, s sides that one height meets, k crossings; memory O(n) for
 * n vertices, whatever k is. Outlines have s of some 4 to 20. Where s is near n, as with 20,000
 * spikes, a pair takes seconds; a scribble of 20,000 sides that all cross each other takes minutes.
 */

#include "qa/annotation/polygon.h"

struct qa_polygon_chain;

/* A polygon, prepared. */
struct qa_polygon_region {
    double low[2]; /* corner of the bounding box: x, y */
    double span[2];
    double area; /* 0 when it is not above rounding */
    const struct qa_polygon_chain *chains;
    size_t n_chains;
    size_t n_parts;
};

/* What sweeps need again and again; lives in the arena, as regions do. */
struct qa_polygon_sweep;
struct qa_polygon_sweep *qa_polygon_sweep_new(enum qa_polygon_fill fill, struct qa_arena *arena);

/* Object i, whose bounds are given, prepared. One without vertices has no chains and area 0.
 * O(n log n) and a sweep. */
struct qa_polygon_region *qa_polygon_region_new(struct qa_polygon_sweep *sweep,
                                                const struct qa_objects *objects, size_t i,
                                                const struct qa_polygon_bounds *bounds);

/* Area of the intersection, not negative; may exceed the areas of the two by rounding. */
double qa_polygon_overlap(struct qa_polygon_sweep *sweep, const struct qa_polygon_region *a,
                          const struct qa_polygon_region *b);

#endif
