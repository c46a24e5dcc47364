#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/close.h"
#include "tests/support/reference.h"

#include "qa/annotation/polygon.h"
#include "qa/base/random.h"

enum { MOST = 1024 };

/* One polygon that is an object by itself. */
struct one {
    double number[MOST];
    struct qa_piece piece;
    struct qa_objects objects;
};

static struct qa_arena *arena;

static int begin(void **state)
{
    (void)state;
    arena = qa_arena_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    qa_arena_free(arena);
    return 0;
}

static void take(struct one *out, const double *number, size_t n)
{
    assert_true(n <= MOST);
    if (n > 0) {
        memcpy(out->number, number, n * sizeof *number);
    }
    out->piece = (struct qa_piece){0, n};
    out->objects = (struct qa_objects){.n = 1, .number = out->number, .number_at = &out->piece};
}

static bool read_text(const char *text, struct qa_shape *shape, const char **why)
{
    *shape = (struct qa_shape){.arena = arena};
    size_t column = 9;
    struct qa_text_cell cell = {text, strlen(text)};
    bool good = qa_type_polygon.forms[0].read(&cell, shape, &column, why);
    assert_int_equal(column, 0);
    return good;
}

static void from_wkt(struct one *out, const char *text)
{
    struct qa_shape shape;
    const char *why = NULL;
    if (!read_text(text, &shape, &why)) {
        fail_msg("%s: expected %s", text, why);
    }
    take(out, shape.number, shape.n_numbers);
}

static double compared(const struct one *a, const struct one *b, int fill)
{
    double similarity = -1;
    struct qa_sides sides = {&a->objects, &b->objects, &(struct qa_setting){.choice = fill}, arena};
    qa_type_polygon.compare(&sides, &similarity);
    return similarity;
}

static double covered(const struct one *a, const struct one *b, int fill)
{
    double share = -1;
    struct qa_sides sides = {&a->objects, &b->objects, &(struct qa_setting){.choice = fill}, arena};
    qa_type_polygon.covered(&sides, &share);
    return share;
}

static double size(const struct one *a)
{
    return qa_type_polygon.size(&a->objects, 0);
}

static double iou(const char *a, const char *b)
{
    struct one one;
    struct one other;
    from_wkt(&one, a);
    from_wkt(&other, b);
    return compared(&one, &other, QA_POLYGON_EVENODD);
}

static double share(const char *a, const char *b)
{
    struct one one;
    struct one other;
    from_wkt(&one, a);
    from_wkt(&other, b);
    return covered(&one, &other, QA_POLYGON_EVENODD);
}

#define UNIT "POLYGON ((0 0, 1 0, 1 1, 0 1))"
#define BOX "POLYGON ((0 0, 10 0, 10 10, 0 10))"
#define FRAME "POLYGON ((0 0, 10 0, 10 10, 0 10), (2 2, 8 2, 8 8, 2 8))"
#define BOW_TIE "POLYGON ((0 0, 4 4, 4 0, 0 4))"

/* ---- values ---- */

/* By hand, in fractions of areas. */
static void polygons_overlap_by_intersection_over_union(void **state)
{
    (void)state;
    assert_close(iou(UNIT, "POLYGON ((0.5 0, 1.5 0, 1.5 1, 0.5 1))"), 1.0 / 3, 1e-15);
    assert_close(iou(UNIT, "POLYGON ((0 0, 1 0, 0 1))"), 0.5, 1e-15);
    assert_close(iou("POLYGON ((0 0, 4 0, 0 4))", "POLYGON ((4 4, 4 0, 0 4))"), 0, 0);
    assert_close(iou("POLYGON ((0 0, 4 0, 0 4))", "POLYGON ((0 0, 4 0, 4 4))"), 1.0 / 3, 1e-15);
    assert_close(iou("POLYGON ((0 0, 4 0, 4 4, 0 4))", BOW_TIE), 0.5, 1e-15);
    assert_close(iou("POLYGON ((0 0, 4 0, 2 2))", BOW_TIE), 0, 0);
    assert_close(iou("POLYGON ((4 0, 4 4, 2 2))", BOW_TIE), 0.5, 1e-15);
    /* Two triangles of 9/2 that form a hexagon of 3: a star of David. */
    assert_close(iou("POLYGON ((0 0, 3 0, 0 3))", "POLYGON ((2 2, -1 2, 2 -1))"), 0.5, 1e-15);
}

static void holes_are_not_inside(void **state)
{
    (void)state;
    assert_close(iou(FRAME, BOX), 0.64, 1e-15);
    assert_close(iou(FRAME, "POLYGON ((2 2, 8 2, 8 8, 2 8))"), 0, 0);
    assert_close(iou(FRAME, "POLYGON ((4 4, 14 4, 14 14, 4 14))"), 20.0 / 144, 1e-15);
    struct one frame;
    from_wkt(&frame, FRAME);
    assert_close(size(&frame), 64, 1e-15);
}

static void parts_are_united(void **state)
{
    (void)state;
    const char *both = "MULTIPOLYGON (((0 0, 6 0, 6 6, 0 6)), ((4 4, 10 4, 10 10, 4 10)))";
    struct one parts;
    from_wkt(&parts, both);
    assert_close(size(&parts), 68, 1e-15);
    assert_close(iou(both, "POLYGON ((4 4, 6 4, 6 6, 4 6))"), 4.0 / 68, 1e-15);
    /* A part in another one's hole, and the same part twice. */
    assert_close(iou("MULTIPOLYGON (((0 0, 10 0, 10 10, 0 10), (2 2, 8 2, 8 8, 2 8)),"
                     " ((2 2, 8 2, 8 8, 2 8)))",
                     BOX),
                 1, 1e-15);
    assert_close(iou("MULTIPOLYGON (((0 0, 1 0, 1 1, 0 1)), ((0 0, 1 0, 1 1, 0 1)))", UNIT), 1,
                 1e-15);
    /* In one part the same two rings leave nothing. */
    assert_close(iou("POLYGON ((0 0, 1 0, 1 1, 0 1), (0 0, 1 0, 1 1, 0 1))", UNIT), 0, 0);
}

static void polygons_that_only_touch_share_nothing(void **state)
{
    (void)state;
    assert_close(iou(UNIT, "POLYGON ((1 0, 2 0, 2 1, 1 1))"), 0, 0);
    assert_close(iou(UNIT, "POLYGON ((1 1, 2 1, 2 2, 1 2))"), 0, 0);
    assert_close(iou(UNIT, "POLYGON ((1 0.25, 2 0, 2 1, 1 0.75))"), 0, 0);
    assert_close(iou("POLYGON ((0 0, 4 0, 4 4, 0 4), (1 1, 3 1, 3 3, 1 3))",
                     "POLYGON ((1 1, 3 1, 3 3, 1 3))"),
                 0, 0);
    assert_close(iou("POLYGON ((0 0, 4 0, 4 4))", "POLYGON ((0 0, 4 4, 0 4))"), 0, 1e-15);
    assert_close(iou("POLYGON ((0 0, 3 1, 0 2))", "POLYGON ((6 0, 3 1, 6 2))"), 0, 0);
}

static void the_fill_decides_what_is_inside_where_a_polygon_crosses_itself(void **state)
{
    (void)state;
    struct one loop;
    struct one box;
    from_wkt(&loop, "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0, 8 0, 8 8, 0 8))");
    from_wkt(&box, BOX);
    assert_close(compared(&loop, &box, QA_POLYGON_EVENODD), 0.36, 1e-15);
    assert_close(compared(&loop, &box, QA_POLYGON_NONZERO), 1, 1e-15);
    /* A hole that turns against the outside is one by both; one that turns with it, by one. */
    from_wkt(&loop, FRAME);
    assert_close(compared(&loop, &box, QA_POLYGON_NONZERO), 1, 1e-15);
    from_wkt(&loop, "POLYGON ((0 0, 10 0, 10 10, 0 10), (2 2, 2 8, 8 8, 8 2))");
    assert_close(compared(&loop, &box, QA_POLYGON_NONZERO), 0.64, 1e-15);
    assert_string_equal(qa_type_polygon.settings[0].name, "fill");
    assert_string_equal(qa_type_polygon.settings[0].choices[QA_POLYGON_EVENODD], "evenodd");
    assert_string_equal(qa_type_polygon.settings[0].choices[QA_POLYGON_NONZERO], "nonzero");
}

/* Far ones within 1e-9, as their overlap may hang on crossings of a few units in the last place. */
static void areas_are_those_of_exact_fractions(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "polygons.csv");
    while (test_reference_next(&reference)) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        struct one a;
        struct one b;
        from_wkt(&a, test_reference_text(&reference, "a"));
        from_wkt(&b, test_reference_text(&reference, "b"));
        const char *fill = test_reference_text(&reference, "fill");
        int setting = strcmp(fill, "nonzero") == 0 ? QA_POLYGON_NONZERO : QA_POLYGON_EVENODD;
        const char *name = test_reference_text(&reference, "case");
        double bar = strncmp(name, "far", 3) == 0 ? 1e-9 : 1e-12;
        double want = test_reference_number(&reference, "iou");
        double area_a = test_reference_number(&reference, "area_a");
        double both = test_reference_number(&reference, "both");
        if (!(fabs(compared(&a, &b, setting) - want) <= bar * want) ||
            !(fabs(compared(&b, &a, setting) - want) <= bar * want)) {
            test_reference_fail(&reference, "the similarity is another");
        }
        if (area_a > 0 &&
            !(fabs(covered(&a, &b, setting) - both / area_a) <= bar * both / area_a)) {
            test_reference_fail(&reference, "the covered share is another");
        }
        if (setting == QA_POLYGON_EVENODD && !(fabs(size(&a) - area_a) <= bar * area_a)) {
            test_reference_fail(&reference, "the area is another");
        }
        qa_arena_reset(arena, mark);
    }
    test_reference_close(&reference);
}

static void far_from_the_origin_nothing_is_lost(void **state)
{
    (void)state;
    assert_close(iou("POLYGON ((10000000 10000000, 10000004 10000000, 10000000 10000004))",
                     "POLYGON ((10000000 10000000, 10000004 10000000, 10000004 10000004))"),
                 1.0 / 3, 1e-15);
    assert_close(
        iou("POLYGON ((-1e7 1e7, -9999999.75 1e7, -9999999.75 10000000.25, -1e7 10000000.25))",
            "POLYGON ((-1e7 1e7, -9999999.875 1e7, -9999999.875 10000000.25, -1e7 10000000.25))"),
        0.5, 1e-15);
    /* A sliver of one pixel across a map. */
    assert_close(iou("POLYGON ((0 0, 1e7 1e7, 1e7 10000001, 0 1))",
                     "POLYGON ((0 0, 1e7 1e7, 1e7 1e8, 0 1e8))") /
                     (1e7 / (1e7 * 1e8 - 5e13)),
                 1, 1e-9);
}

/* ---- no area ---- */

static void the_same_numbers_are_identical(void **state)
{
    (void)state;
    const char *const polygons[] = {UNIT,
                                    FRAME,
                                    BOW_TIE,
                                    "POLYGON ((0.1 0.7, 1e7 0.3, 5 1e-9))",
                                    "MULTIPOLYGON (((0 0, 1 0, 0 1)), ((9 9, 9 8, 8 9)))",
                                    "POLYGON ((3 3, 3 3, 3 3))",
                                    "POLYGON ((0 0, 1 3, 2 6))"};
    for (size_t i = 0; i < sizeof polygons / sizeof *polygons; i++) {
        assert_identical(iou(polygons[i], polygons[i]), 1);
    }
}

static void without_area_only_the_same_numbers_match(void **state)
{
    (void)state;
    assert_identical(iou("POLYGON ((0 0, 1 3, 2 6))", "POLYGON ((0 0, 2 6, 1 3))"), 0);
    assert_identical(iou("POLYGON ((0 0, 9 9, 3 3))", BOX), 0);
    assert_identical(iou("POLYGON ((3 3, 3 3, 3 3))", "POLYGON ((3 4, 3 4, 3 4))"), 0);
    struct one line;
    from_wkt(&line, "POLYGON ((0.1 0.2, 0.4 0.8, 0.7 1.4))");
    assert_identical(size(&line), 0);
}

static void covered_is_over_the_own_area(void **state)
{
    (void)state;
    assert_close(share("POLYGON ((8 0, 12 0, 12 2, 8 2))", BOX), 0.5, 1e-15);
    assert_close(share(BOX, "POLYGON ((8 0, 12 0, 12 2, 8 2))"), 0.04, 1e-15);
    assert_identical(share("POLYGON ((1 1, 9 1, 9 9))", BOX), 1);
    assert_identical(share("POLYGON ((11 0, 12 0, 12 2))", BOX), 0);
    assert_identical(share(BOX, "POLYGON ((0 0, 9 9, 3 3))"), 0);
}

static void without_area_covered_asks_where_the_points_are(void **state)
{
    (void)state;
    assert_identical(share("POLYGON ((1 1, 9 9, 3 3))", BOX), 1);
    assert_identical(share("POLYGON ((0 0, 10 0, 3 0))", BOX), 1);
    assert_identical(share("POLYGON ((1 1, 11 11, 3 3))", BOX), 0);
    assert_identical(share("POLYGON ((5 5, 5 5, 5 5))", FRAME), 0);
    assert_identical(share("POLYGON ((2 5, 2 5, 2 5))", FRAME), 1);
    assert_identical(share("POLYGON ((1 5, 1 5, 1 5))", FRAME), 1);
    const char *parts = "MULTIPOLYGON (((0 0, 2 0, 2 2, 0 2)), ((5 5, 7 5, 7 7, 5 7)))";
    assert_identical(share("POLYGON ((1 1, 6 6, 1 1))", parts), 1);
    assert_identical(share("POLYGON ((1 1, 3 3, 1 1))", parts), 0);
    struct one point;
    struct one loop;
    from_wkt(&point, "POLYGON ((1 1, 1 1, 1 1))");
    from_wkt(&loop, "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0, 8 0, 8 8, 0 8))");
    assert_identical(covered(&point, &loop, QA_POLYGON_EVENODD), 0);
    assert_identical(covered(&point, &loop, QA_POLYGON_NONZERO), 1);
}

/* ---- properties ---- */

/* One to three parts of one or two rings; half of them on a small lattice, where all sorts of
 * touching occur. */
static size_t random_polygon(struct qa_random *random, double number[MOST])
{
    bool lattice = qa_random_below(random, 2) == 0;
    size_t n_rings = 1 + (size_t)qa_random_below(random, 3);
    size_t n = 0;
    for (size_t r = 0; r < n_rings; r++) {
        if (r > 0) {
            number[n++] = qa_random_below(random, 2) == 0 ? (double)NAN : (double)INFINITY;
        }
        size_t n_vertices = 3 + (size_t)qa_random_below(random, 8);
        for (size_t k = 0; k < 2 * n_vertices; k++) {
            number[n++] = lattice ? (double)qa_random_below(random, 8) : 8 * qa_random_real(random);
        }
    }
    return n;
}

/* Each ring given otherwise: from another vertex on, the other way round, sides halved. */
static size_t retold(struct qa_random *random, const struct one *polygon, double out[MOST])
{
    size_t n = 0;
    struct qa_polygon_ring ring;
    for (struct qa_polygon_rings rings = qa_polygon_rings(&polygon->objects, 0);
         qa_polygon_next_ring(&rings, &ring);) {
        if (n > 0) {
            out[n++] = ring.starts_part ? (double)INFINITY : (double)NAN;
        }
        size_t first = (size_t)qa_random_below(random, ring.n);
        bool back = qa_random_below(random, 2) == 0;
        for (size_t k = 0; k < ring.n; k++) {
            size_t at = (back ? first + ring.n - k : first + k) % ring.n;
            size_t next = (back ? at + ring.n - 1 : at + 1) % ring.n;
            const double *p = ring.xy + 2 * at;
            const double *q = ring.xy + 2 * next;
            out[n++] = p[0];
            out[n++] = p[1];
            if (qa_random_below(random, 2) == 0) {
                out[n++] = (p[0] + q[0]) / 2;
                out[n++] = (p[1] + q[1]) / 2;
            }
        }
    }
    return n;
}

static void similarity_does_not_depend_on_how_a_polygon_is_told(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 2026, 1);
    for (int trial = 0; trial < 3000; trial++) {
        double number[MOST];
        struct one a;
        struct one b;
        struct one other;
        take(&a, number, random_polygon(&random, number));
        take(&b, number, random_polygon(&random, number));
        double want = compared(&a, &b, QA_POLYGON_EVENODD);
        assert_close(compared(&b, &a, QA_POLYGON_EVENODD), want, 1e-14);
        take(&other, number, retold(&random, &a, number));
        assert_close(compared(&other, &b, QA_POLYGON_EVENODD), want, 1e-13);
        assert_close(compared(&a, &other, QA_POLYGON_EVENODD), size(&a) > 0, 1e-13);
        assert_close(size(&other), size(&a), 1e-13);
    }
}

static void transform(const struct one *polygon, const double by[6], struct one *out)
{
    double number[MOST];
    size_t n = (size_t)polygon->piece.n;
    memcpy(number, polygon->number, n * sizeof *number);
    for (size_t k = 0; k < n; k++) {
        if (isfinite(number[k])) {
            double x = number[k];
            double y = number[k + 1];
            number[k] = by[0] * x + by[1] * y + by[2];
            number[k + 1] = by[3] * x + by[4] * y + by[5];
            k++;
        }
    }
    take(out, number, n);
}

static void similarity_does_not_depend_on_where_and_how_the_picture_lies(void **state)
{
    (void)state;
    /* Moved, mirrored, turned by 90 degrees, turned by some, sheared, stretched far. */
    const double ways[][6] = {{1, 0, 1024, 0, 1, -512}, {-1, 0, 0, 0, 1, 0},
                              {0, 1, 0, 1, 0, 0},       {0.6, -0.8, 3, 0.8, 0.6, 1},
                              {1, 0.5, 0, 0, 1, 0},     {1e6, 0, 0, 0, 1e-6, 0}};
    struct qa_random random;
    qa_random_init(&random, 2026, 2);
    for (int trial = 0; trial < 1500; trial++) {
        double number[MOST];
        struct one polygon[2];
        struct one moved[2];
        int fill = trial % 2;
        take(&polygon[0], number, random_polygon(&random, number));
        take(&polygon[1], number, random_polygon(&random, number));
        double want = compared(&polygon[0], &polygon[1], fill);
        for (size_t way = 0; way < sizeof ways / sizeof *ways; way++) {
            transform(&polygon[0], ways[way], &moved[0]);
            transform(&polygon[1], ways[way], &moved[1]);
            assert_close(compared(&moved[0], &moved[1], fill), want, 1e-12);
        }
    }
}

static void both_and_either_add_up_to_the_two(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 2026, 3);
    for (int trial = 0; trial < 3000; trial++) {
        double number[MOST];
        struct one a;
        struct one b;
        struct one united;
        size_t n = random_polygon(&random, number);
        take(&a, number, n);
        number[n] = (double)INFINITY;
        double *rest = number + n + 1;
        size_t m = random_polygon(&random, rest);
        take(&b, rest, m);
        take(&united, number, n + 1 + m);
        double both = size(&a) * covered(&a, &b, QA_POLYGON_EVENODD);
        assert_close(size(&a) + size(&b), both + size(&united), 1e-13);
        assert_close(size(&b) * covered(&b, &a, QA_POLYGON_EVENODD), size(&b) > 0 ? both : 0,
                     1e-13);
        if (size(&united) > 0) {
            assert_close(compared(&a, &b, QA_POLYGON_EVENODD), both / size(&united), 1e-13);
        }
    }
}

static void a_block_is_its_pairs(void **state)
{
    (void)state;
    enum { N = 7, M = 11 };
    struct qa_random random;
    qa_random_init(&random, 2026, 4);
    static double number[2][N + M][MOST];
    struct qa_piece piece[2][N + M];
    const size_t n[2] = {N, M};
    struct qa_objects objects[2];
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < n[side]; i++) {
            size_t length = random_polygon(&random, number[side][i]);
            for (size_t k = 0; k < length; k++) { /* some apart from each other */
                number[side][i][k] += 6.0 * (double)(i % 3);
            }
            piece[side][i] = (struct qa_piece){i * MOST, length};
        }
        objects[side] =
            (struct qa_objects){.n = n[side], .number = number[side][0], .number_at = piece[side]};
    }
    double similarity[N * M];
    double shares[N * M];
    size_t bytes = qa_arena_bytes(arena);
    qa_type_polygon.compare(&(struct qa_sides){&objects[0], &objects[1], NULL, arena}, similarity);
    qa_type_polygon.covered(&(struct qa_sides){&objects[0], &objects[1], NULL, arena}, shares);
    assert_int_equal(qa_arena_bytes(arena), bytes);
    for (size_t i = 0; i < N; i++) {
        for (size_t j = 0; j < M; j++) {
            struct one a;
            struct one b;
            take(&a, number[0][i], (size_t)piece[0][i].n);
            take(&b, number[1][j], (size_t)piece[1][j].n);
            assert_identical(similarity[i * M + j], compared(&a, &b, QA_POLYGON_EVENODD));
            assert_identical(shares[i * M + j], covered(&a, &b, QA_POLYGON_EVENODD));
        }
    }
    qa_type_polygon.compare(&(struct qa_sides){&(struct qa_objects){0}, &objects[1], NULL, arena},
                            NULL);
}

/* ---- hard ones ---- */

/* Sides that all cross in one slab, more than are kept at a time; upright, every crossing is in a
 * slab of its own. */
static void thousands_of_crossings_in_one_slab_are_taken(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 2026, 5);
    for (int fill = 0; fill < 2; fill++) {
        double number[MOST];
        struct one a[2];
        struct one b[2];
        for (size_t k = 0; k < MOST; k++) {
            number[k] = k % 2 == 0 ? qa_random_real(&random) : (double)(k / 2 % 2);
        }
        take(&a[0], number, MOST);
        for (size_t k = 0; k < MOST / 2; k += 2) {
            number[k] = qa_random_real(&random);
        }
        take(&b[0], number, MOST / 2);
        const double upright[] = {0, 1, 0, 1, 0, 0};
        transform(&a[0], upright, &a[1]);
        transform(&b[0], upright, &b[1]);
        double want = compared(&a[1], &b[1], fill);
        assert_true(want > 0.1 && want < 1);
        assert_close(compared(&a[0], &b[0], fill), want, 1e-12);
        assert_close(size(&a[0]), size(&a[1]), 1e-12);
    }
}

/* Every second of 2 n equal sectors of a disc, as one ring through its centre n times. */
static void many_sides_through_one_point_are_taken(void **state)
{
    (void)state;
    enum { N = 101 };
    double number[4 * N + 2];
    double disc[4 * N];
    for (size_t k = 0; k < 2 * N; k++) {
        double angle = 3.141592653589793 * (double)k / N + 0.1;
        disc[2 * k] = cos(angle);
        disc[2 * k + 1] = sin(angle);
    }
    /* Along each second side of the disc, then through the centre to the other end. */
    for (size_t k = 0; k < N; k++) {
        size_t first = k * (N + 1) % (2 * N);
        memcpy(&number[4 * k], &disc[2 * first], 2 * sizeof *number);
        memcpy(&number[4 * k + 2], &disc[2 * ((first + 1) % (2 * N))], 2 * sizeof *number);
    }
    struct one star;
    struct one whole;
    take(&star, number, 4 * N);
    take(&whole, disc, 4 * N);
    assert_close(size(&whole), N * sin(3.141592653589793 / N), 1e-12);
    assert_close(size(&star) / size(&whole), 0.5, 1e-12);
    assert_close(compared(&star, &whole, QA_POLYGON_EVENODD), 0.5, 1e-12);
}

static void twenty_thousand_vertices_are_taken(void **state)
{
    (void)state;
    enum { N = 20000 };
    struct qa_arena_mark mark = qa_arena_mark(arena);
    double *number[2] = {QA_ARRAY(arena, double, 2 * N), QA_ARRAY(arena, double, 2 * N)};
    struct qa_piece piece = {0, 2 * N};
    struct qa_objects objects[2];
    for (int i = 0; i < 2; i++) {
        for (size_t k = 0; k < N; k++) {
            double angle = 6.283185307179586 * (double)k / N;
            number[i][2 * k] = (i + 1) * (2 + sin(5 * angle)) * cos(angle);
            number[i][2 * k + 1] = (i + 1) * (2 + sin(5 * angle)) * sin(angle);
        }
        objects[i] = (struct qa_objects){.n = 1, .number = number[i], .number_at = &piece};
    }
    double similarity;
    struct qa_sides sides = {&objects[0], &objects[1], NULL, arena};
    qa_type_polygon.compare(&sides, &similarity);
    assert_close(similarity, 0.25, 1e-12);
    qa_arena_reset(arena, mark);
}

/* What readers keep out. */
static void nonsense_gives_a_similarity_all_the_same(void **state)
{
    (void)state;
    enum { LONGEST = 30 };
    const double numbers[] = {0,
                              1,
                              2,
                              0.5,
                              1e7,
                              -1e7,
                              1e-300,
                              5e-324,
                              1e308,
                              -1e308,
                              1e16,
                              -1e-200,
                              (double)NAN,
                              (double)INFINITY,
                              -(double)INFINITY};
    struct qa_random random;
    qa_random_init(&random, 2026, 6);
    for (int trial = 0; trial < 20000; trial++) {
        struct one polygon[2];
        for (int i = 0; i < 2; i++) {
            double number[LONGEST];
            for (size_t k = 0; k < LONGEST; k++) {
                number[k] = numbers[qa_random_below(&random, sizeof numbers / sizeof *numbers)];
            }
            take(&polygon[i], number, (size_t)qa_random_below(&random, LONGEST + 1));
        }
        double similarity = compared(&polygon[0], &polygon[1], trial % 2);
        double covering = covered(&polygon[0], &polygon[1], trial % 2);
        assert_true(similarity >= 0 && similarity <= 1);
        assert_true(covering >= 0 && covering <= 1);
        assert_true(size(&polygon[0]) >= 0);
    }
}

/* ---- one polygon ---- */

static const char *fault(const double *number, size_t n)
{
    struct one polygon;
    take(&polygon, number, n);
    const char *why = "";
    bool good = qa_type_polygon.valid(&polygon.objects, 0, &why);
    assert_int_equal(good, *why == '\0');
    return why;
}

#define FAULT(...)                                                                                 \
    fault((const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

static void what_cannot_be_a_polygon_is_refused(void **state)
{
    (void)state;
    const double next = (double)NAN;
    const double part = (double)INFINITY;
    const char *few = "a ring of the polygon has fewer than three points";
    assert_string_equal(FAULT(0, 0, 1, 0, 0, 1), "");
    assert_string_equal(FAULT(0, 0, 0, 0, 0, 0, 0, 0), "");
    assert_string_equal(FAULT(0, 0, 1, 0, 0, 1, next, 2, 2, 3, 3, 4, 4, part, 0, 0, 1, 1, 2, 0),
                        "");
    assert_string_equal(fault(NULL, 0), few);
    assert_string_equal(FAULT(0, 0, 1, 0), few);
    assert_string_equal(FAULT(0, 0, 1, 0, 0, 0), few);
    assert_string_equal(FAULT(0, 0, 1, 0, 0, 1, next), few);
    assert_string_equal(FAULT(0, 0, 1, 0, 0, 1, next, next, 0, 0, 1, 1, 2, 0), few);
    assert_string_equal(FAULT(part, 0, 0, 1, 0, 0, 1), few);
    assert_string_equal(FAULT(0, 0, 1, 0, 0, 1, 5), "a point of the polygon has one coordinate");
    assert_string_equal(FAULT(0, 0, 1, next, 0, 1), "a point of the polygon has one coordinate");
    assert_string_equal(FAULT(0, 0, 1, -part, 0, 1),
                        "a coordinate of the polygon is not a finite number");
    assert_string_equal(FAULT(-1e308, 0, 1e308, 1, 1e308, 7),
                        "the polygon is too large to have an area");
}

static void people_read_where_a_polygon_is(void **state)
{
    (void)state;
    struct one frame;
    from_wkt(&frame, "MULTIPOLYGON (((10 20, 40 20, 40 60, 10 60, 10 20), (12 22, 14 22, 14 24)),"
                     " ((0.5 30, 1 30, 1 31)))");
    assert_string_equal(qa_type_polygon.describe(&frame.objects, 0, arena),
                        "10 points, 0.5, 20, 39.5 x 40");
    double low;
    double high;
    qa_type_polygon.extent(&frame.objects, 0, &low, &high);
    assert_identical(low, 0.5);
    assert_identical(high, 40);
    assert_close(size(&frame), 1198.25, 1e-15);
}

static void readers_build_rings_and_parts_and_need_not_open_them(void **state)
{
    (void)state;
    struct qa_shape shape = {.arena = arena};
    const double ring[] = {0, 0, 1, 0, 0, 1, 0, 0};
    for (int r = 0; r < 4; r++) {
        if (r % 2 == 0) {
            qa_polygon_begin_part(&shape);
        } else {
            qa_polygon_begin_ring(&shape);
        }
        for (size_t k = 0; k < (r % 3 == 0 ? 8 : 6); k++) {
            qa_shape_add(&shape, ring[k]);
        }
    }
    qa_polygon_end(&shape);
    struct one polygon;
    take(&polygon, shape.number, shape.n_numbers);
    assert_string_equal(qa_polygon_wkt(&polygon.objects, 0, arena),
                        "MULTIPOLYGON (((0 0, 1 0, 0 1, 0 0), (0 0, 1 0, 0 1, 0 0)), "
                        "((0 0, 1 0, 0 1, 0 0), (0 0, 1 0, 0 1, 0 0)))");
    assert_int_equal(shape.n_numbers, 4 * 6 + 3);
}

/* ---- WKT ---- */

static void wkt_is_read_in_any_case_and_spacing(void **state)
{
    (void)state;
    const char *const same[] = {
        "POLYGON ((0 0, 1.5 0, 0 -2, 0 0))",         "POLYGON((0 0,1.5 0,0 -2))",
        "  Polygon(( 0 0 , 15e-1 0 ,\t0 -2.0 ) )  ", "polygon\n(\n(0\t0,\r\n+1.5 0,0 -2,0 0)\n)\n",
        "MULTIPOLYGON (((0 0, 1.5 0, 0 -2, 0 0)))",  "multipolygon(((0 0,1.5 0,0 -2)))"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        struct one polygon;
        from_wkt(&polygon, same[i]);
        const double want[] = {0, 0, 1.5, 0, 0, -2};
        assert_int_equal(polygon.piece.n, 6);
        for (size_t k = 0; k < 6; k++) {
            assert_close(polygon.number[k], want[k], 0);
        }
    }
    struct one polygon;
    from_wkt(&polygon, "MULTIPOLYGON(((0 0,9 0,9 9),(1 1,2 1,2 2)),((20 0,21 0,21 1)))");
    assert_string_equal(qa_polygon_wkt(&polygon.objects, 0, arena),
                        "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0), (1 1, 2 1, 2 2, 1 1)), "
                        "((20 0, 21 0, 21 1, 20 0)))");
    assert_string_equal(*qa_type_polygon.forms[0].columns, "wkt,geometry,polygon_wkt");
}

/* ---- vertices ---- */

static void vertices_are_read_as_people_write_them(void **state)
{
    (void)state;
    static const char triangle[] = "POLYGON ((0 0, 9 0, 9 -9.5, 0 0))";
    static const char pair[] = "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)), ((20 0, 29 0, 29 9, 20 0)))";
    const struct {
        const char *text, *want;
    } cases[] = {
        {"0,0 9,0 9,-9.5", triangle},
        {"0 0 9 0 9 -9.5 0 0", triangle},
        {" 0;0;9;0;9;-95e-1 ", triangle},
        {"(0, 0), (9, 0), (9, -9.5)", triangle},
        {"[[0,0],[9,0],[9,-9.5]]", triangle},
        {"[0, 0, 9, 0, 9, -9.5]", triangle},
        {"[[0, 0, 9, 0, 9, -9.5]]", triangle},
        {"[[[0,0],[9,0],[9,-9.5],[0,0]]]", triangle},
        {"POLYGON ((0 0, 9 0, 9 -9.5))", triangle},
        {"[[0,0,9,0,9,9],[20,0,29,0,29,9]]", pair},
        {"[[[0,0],[9,0],[9,9]],[[1,1],[2,1],[2,2]]]",
         "POLYGON ((0 0, 9 0, 9 9, 0 0), (1 1, 2 1, 2 2, 1 1))"},
    };
    for (size_t form = 1; form < qa_type_polygon.n_forms; form++) {
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            struct qa_text_cell cell = {cases[i].text, strlen(cases[i].text)};
            struct qa_shape shape = {.arena = arena};
            size_t column = 9;
            const char *why = NULL;
            struct one polygon;
            assert_true(qa_type_polygon.forms[form].read(&cell, &shape, &column, &why));
            assert_int_equal(column, 0);
            take(&polygon, shape.number, shape.n_numbers);
            assert_string_equal(qa_polygon_wkt(&polygon.objects, 0, arena), cases[i].want);
        }
    }
}

static void what_is_no_list_of_vertices_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "1",
                                      "0,0 9,0 9",
                                      "[[0,0],[9,0],[9,9]",
                                      "[0,0],9,0,9]",
                                      "0,0 9,x",
                                      "[[0,0,0]]",
                                      "0,0 9,nan 9,9",
                                      "{0,0}",
                                      "[[[[0,0],[9,0],[9,9]]]]",
                                      "]",
                                      "[]",
                                      "[[0,0],[1],[2]]"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct qa_shape shape = {.arena = arena};
        const char *why = NULL;
        if (qa_polygon_read_points(bad[i], strlen(bad[i]), &shape, &why) || why == NULL) {
            fail_msg("'%s' is read", bad[i]);
        }
    }
}

static void what_is_not_wkt_of_a_polygon_is_refused_with_what_was_expected(void **state)
{
    (void)state;
    const struct {
        const char *text, *why;
    } cases[] = {
        {"", "a POLYGON or MULTIPOLYGON in WKT"},
        {"POINT (1 2)", "a POLYGON or MULTIPOLYGON in WKT"},
        {"POLYGONS ((0 0, 1 0, 0 1))", "a POLYGON or MULTIPOLYGON in WKT"},
        {"SRID=4326;POLYGON ((0 0, 1 0, 0 1))", "a POLYGON or MULTIPOLYGON in WKT"},
        {"GEOMETRYCOLLECTION (POLYGON ((0 0, 1 0, 0 1)))", "a POLYGON or MULTIPOLYGON in WKT"},
        {"0 0, 1 0, 0 1", "a POLYGON or MULTIPOLYGON in WKT"},
        {"POLYGON EMPTY", "a polygon that is not EMPTY"},
        {"multipolygon empty", "a polygon that is not EMPTY"},
        {"MULTIPOLYGON (((0 0, 1 0, 0 1)), EMPTY)", "a polygon that is not EMPTY"},
        {"POLYGON Z ((0 0 1, 1 0 1, 0 1 1))", "a polygon without Z or M"},
        {"POLYGONZ((0 0 1, 1 0 1, 0 1 1))", "a polygon without Z or M"},
        {"multipolygon zm (((0 0 1 1)))", "a polygon without Z or M"},
        {"POLYGON ((0 0 1, 1 0 1, 0 1 1))",
         "points of two numbers, without Z or M, between commas"},
        {"POLYGON ((0, 1 0, 0 1))", "numbers as coordinates"},
        {"POLYGON ((0 0, 1 nan, 0 1))", "numbers as coordinates"},
        {"POLYGON ((0 0, 1 inf, 0 1))", "numbers as coordinates"},
        {"POLYGON ((0 0, 1 0, 0 1,))", "numbers as coordinates"},
        {"POLYGON (())", "numbers as coordinates"},
        {"POLYGON", "WKT such as POLYGON ((0 0, 9 0, 9 9, 0 0))"},
        {"POLYGON (0 0, 1 0, 0 1)", "WKT such as POLYGON ((0 0, 9 0, 9 9, 0 0))"},
        {"MULTIPOLYGON ((0 0, 1 0, 0 1))", "WKT such as POLYGON ((0 0, 9 0, 9 9, 0 0))"},
        {"POLYGON ((0 0, 1 0, 0 1)", "WKT with all its parentheses closed"},
        {"POLYGON ((0 0, 1 0, 0 1", "WKT with all its parentheses closed"},
        {"POLYGON ((0 0, 1 0, 0 1)) x", "nothing after the polygon"},
        {"POLYGON ((0 0, 1 0, 0 1)))", "nothing after the polygon"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct qa_shape shape;
        const char *why = "";
        if (read_text(cases[i].text, &shape, &why) || strcmp(why, cases[i].why) != 0) {
            fail_msg("%s: expected %s", cases[i].text, why);
        }
    }
}

static void wkt_keeps_every_bit(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 2026, 7);
    for (int trial = 0; trial < 2000; trial++) {
        double number[MOST];
        struct one polygon;
        struct one again;
        size_t n = random_polygon(&random, number);
        for (size_t k = 0; k < n; k++) {
            number[k] *= (k % 3 == 0 ? 1e7 : 1) / 3;
        }
        take(&polygon, number, n);
        /* A ring may happen to be closed; then it is one vertex shorter. */
        double told[MOST];
        size_t n_told = 0;
        struct qa_polygon_ring ring;
        for (struct qa_polygon_rings rings = qa_polygon_rings(&polygon.objects, 0);
             qa_polygon_next_ring(&rings, &ring);) {
            if (n_told > 0) {
                told[n_told++] = ring.starts_part ? (double)INFINITY : (double)NAN;
            }
            memcpy(told + n_told, ring.xy, 2 * ring.n * sizeof *told);
            n_told += 2 * ring.n;
        }
        from_wkt(&again, qa_polygon_wkt(&polygon.objects, 0, arena));
        assert_int_equal(again.piece.n, n_told);
        for (size_t k = 0; k < n_told; k++) {
            if (isnan(told[k])) {
                assert_true(isnan(again.number[k]));
            } else {
                assert_identical(again.number[k], told[k]);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(polygons_overlap_by_intersection_over_union),
        cmocka_unit_test(holes_are_not_inside),
        cmocka_unit_test(parts_are_united),
        cmocka_unit_test(polygons_that_only_touch_share_nothing),
        cmocka_unit_test(the_fill_decides_what_is_inside_where_a_polygon_crosses_itself),
        cmocka_unit_test(areas_are_those_of_exact_fractions),
        cmocka_unit_test(far_from_the_origin_nothing_is_lost),
        cmocka_unit_test(the_same_numbers_are_identical),
        cmocka_unit_test(without_area_only_the_same_numbers_match),
        cmocka_unit_test(covered_is_over_the_own_area),
        cmocka_unit_test(without_area_covered_asks_where_the_points_are),
        cmocka_unit_test(similarity_does_not_depend_on_how_a_polygon_is_told),
        cmocka_unit_test(similarity_does_not_depend_on_where_and_how_the_picture_lies),
        cmocka_unit_test(both_and_either_add_up_to_the_two),
        cmocka_unit_test(a_block_is_its_pairs),
        cmocka_unit_test(thousands_of_crossings_in_one_slab_are_taken),
        cmocka_unit_test(many_sides_through_one_point_are_taken),
        cmocka_unit_test(twenty_thousand_vertices_are_taken),
        cmocka_unit_test(nonsense_gives_a_similarity_all_the_same),
        cmocka_unit_test(what_cannot_be_a_polygon_is_refused),
        cmocka_unit_test(people_read_where_a_polygon_is),
        cmocka_unit_test(readers_build_rings_and_parts_and_need_not_open_them),
        cmocka_unit_test(vertices_are_read_as_people_write_them),
        cmocka_unit_test(what_is_no_list_of_vertices_is_refused),
        cmocka_unit_test(wkt_is_read_in_any_case_and_spacing),
        cmocka_unit_test(what_is_not_wkt_of_a_polygon_is_refused_with_what_was_expected),
        cmocka_unit_test(wkt_keeps_every_bit),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
