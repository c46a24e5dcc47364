#ifndef QA_ANNOTATION_POLYGON_H
#define QA_ANNOTATION_POLYGON_H

/*
 * Polygons with holes and parts, in pixels. Similarity is intersection over union (Jaccard 1912) of
 * the regions themselves, not of their pixels.
 *
 * Numbers of an object: x y x y ..., one pair a vertex; a NAN stands between two rings of one part,
 * an INFINITY between two parts. A ring goes back to its first vertex by itself; one that repeats
 * it at the end means the same. Rings may cross themselves, touch, share sides and turn either way.
 *
 * The region: a point is inside a part by the setting "fill", over all rings of the part: "evenodd"
 * when a ray from it meets an odd number of sides (so a ring in a ring is a hole; masks made from
 * such polygons agree), "nonzero" when the rings wind around it, on balance, other than 0 times. A
 * point is inside the object when it is inside any part.
 *
 * Without area (all vertices on a line, or thinner than 1e-14 of the bounding box): similarity is 1
 * to an object of the same numbers, else 0. Of such an object, `covered` is 1 when all its vertices
 * are in the other region or on its boundary, else 0.
 *
 * `size` takes no settings and is the area by "evenodd".
 */

#include "qa/annotation/type.h"

extern const struct qa_type qa_type_polygon;

/* The places of `fill`, the type's one setting. */
enum qa_polygon_fill { QA_POLYGON_EVENODD, QA_POLYGON_NONZERO };

/*
 * For readers: before the first vertex of a ring call one of the first two (of the first ring
 * begin_part), then qa_shape_add for x and for y of each vertex, and end after the last ring. A
 * first vertex that is repeated at a ring's end is dropped. What comes out wrong, such as a ring of
 * two vertices, is for `valid` to find.
 */
void qa_polygon_begin_part(struct qa_shape *shape);
void qa_polygon_begin_ring(struct qa_shape *shape);
void qa_polygon_end(struct qa_shape *shape);

struct qa_polygon_ring {
    const double *xy;
    size_t n;         /* vertices, a repeated first one not counted */
    bool starts_part; /* of the first ring of a part */
    bool whole;       /* no vertex lacks its y; one that does is left out of n */
};
/* Ring by ring: `struct qa_polygon_rings rings = qa_polygon_rings(objects, i);` and while next. An
 * object without numbers is one empty ring. */
struct qa_polygon_rings {
    const double *at; /* NULL: no more */
    const double *end;
    bool starts_part;
};
struct qa_polygon_rings qa_polygon_rings(const struct qa_objects *objects, size_t i);
bool qa_polygon_next_ring(struct qa_polygon_rings *rings, struct qa_polygon_ring *ring);

/* Its bounding box, x then y; infinite the wrong way round without vertices. */
struct qa_polygon_bounds {
    double low[2];
    double high[2];
    size_t n_vertices;
};
struct qa_polygon_bounds qa_polygon_bounds(const struct qa_objects *objects, size_t i);

/* "POLYGON ((0 0, 9 0, 9 9, 0 0))", or MULTIPOLYGON for several parts; rings closed, in the order
 * of the numbers. Reads back as the same numbers, to the bit. In the arena. */
const char *qa_polygon_wkt(const struct qa_objects *objects, size_t i, struct qa_arena *arena);

/* Reads "POLYGON ((x y, ...), (hole))" or "MULTIPOLYGON (((...)), ((...)))" into an empty shape:
 * any case, blanks anywhere, rings closed or not. Refused, with *why (what was expected): Z and M,
 * EMPTY, other geometries, an SRID in front. O(length). */
bool qa_polygon_read_wkt(const char *text, size_t length, struct qa_shape *out, const char **why);

/* Reads vertices as numbers in order, x before y, into an empty shape: "0,0 9,0 9,9", "(0 0) (9
 * 0)",
 * "[[0,0],[9,0],[9,9]]", rings "[[0,0,9,0,9,9],[...]]" as parts, "[[[0,0],...],[[...]]]" as one
 * part with holes. Refused, with *why: other text, an odd count, brackets that do not close.
 * O(length). */
bool qa_polygon_read_points(const char *text, size_t length, struct qa_shape *out,
                            const char **why);

#endif
