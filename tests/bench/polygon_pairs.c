/*
 * How many pairs of polygons compare in a second, and how far that is from the floor: one pass over
 * the numbers of both that finds their boxes and adds up their sides. Nothing that looks at every
 * vertex can be faster. Usage: polygon_pairs [PAIRS].
 *
 * Pairs: two noisy outlines of one thing, as two annotators draw it, star-shaped, 20 to 60
 * vertices, in a picture of 4000 pixels; radii vary by up to the stated share from vertex to
 * vertex.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "qa/annotation/polygon.h"
#include "qa/base/random.h"

enum { LEAST = 20, MOST = 60 };

struct outlines {
    double *number;
    struct qa_piece *piece;
};

/* Of this process, so that what else runs does not show. */
static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void draw(struct qa_random *random, struct outlines *out, size_t i, const double centre[2],
                 double roughness)
{
    size_t n = LEAST + (size_t)qa_random_below(random, MOST - LEAST + 1);
    double *number = out->number + i * 2 * MOST;
    double turn = qa_random_real(random);
    for (size_t k = 0; k < n; k++) {
        double angle = 6.283185307179586 * ((double)k + turn) / (double)n;
        double radius = 100 * (1 - roughness * qa_random_real(random));
        number[2 * k] = centre[0] + radius * cos(angle);
        number[2 * k + 1] = centre[1] + radius * sin(angle);
    }
    out->piece[i] = (struct qa_piece){i * 2 * MOST, 2 * n};
}

static struct qa_objects at(const struct outlines *outlines, size_t first, size_t n)
{
    return (struct qa_objects){
        .n = n, .number = outlines->number, .number_at = outlines->piece + first};
}

/* Sum of similarities, a[i] against b[i] in blocks of `block`. */
static double compare_all(const struct outlines *a, const struct outlines *b, size_t n,
                          size_t block, struct qa_arena *arena)
{
    double sum = 0;
    double *similarity = QA_ARRAY(arena, double, block *block);
    for (size_t i = 0; i + block <= n; i += block) {
        struct qa_objects one = at(a, i, block);
        struct qa_objects other = at(b, i, block);
        qa_type_polygon.compare(&(struct qa_sides){&one, &other, NULL, arena}, similarity);
        for (size_t k = 0; k < block * block; k++) {
            sum += similarity[k];
        }
    }
    return sum;
}

static double floor_of(const struct outlines *outlines, size_t i)
{
    const double *number = outlines->number + outlines->piece[i].first;
    size_t n = (size_t)outlines->piece[i].n;
    double low[2] = {number[0], number[1]};
    double high[2] = {number[0], number[1]};
    double area = 0;
    for (size_t k = 0; k < n; k += 2) {
        const double *next = k + 2 < n ? number + k + 2 : number;
        area += (number[k] + next[0]) * (next[1] - number[k + 1]);
        for (size_t axis = 0; axis < 2; axis++) {
            double x = number[k + axis];
            low[axis] = x < low[axis] ? x : low[axis];
            high[axis] = x > high[axis] ? x : high[axis];
        }
    }
    return area + low[0] + low[1] + high[0] + high[1];
}

static void measure(size_t n, double roughness, struct qa_arena *arena)
{
    struct qa_random random;
    qa_random_init(&random, 1, 0);
    struct outlines a = {QA_ARRAY(arena, double, n * 2 * MOST),
                         QA_ARRAY(arena, struct qa_piece, n)};
    struct outlines b = {QA_ARRAY(arena, double, n * 2 * MOST),
                         QA_ARRAY(arena, struct qa_piece, n)};
    for (size_t i = 0; i < n; i++) {
        double centre[2] = {4000 * qa_random_real(&random), 4000 * qa_random_real(&random)};
        draw(&random, &a, i, centre, roughness);
        centre[0] += 60 * qa_random_real(&random) - 30;
        centre[1] += 60 * qa_random_real(&random) - 30;
        draw(&random, &b, i, centre, roughness);
    }
    double start = seconds();
    double sum = compare_all(&a, &b, n, 1, arena);
    double pairs = seconds() - start;
    start = seconds();
    double all = compare_all(&a, &b, n, 100, arena);
    double blocks = seconds() - start;
    start = seconds();
    double check = 0;
    for (size_t i = 0; i < n; i++) {
        check += floor_of(&a, i) + floor_of(&b, i);
    }
    double least = seconds() - start;
    printf(
        "radii vary by %2.0f %%  %8.0f pairs/s, mean IoU %.4f  floor %9.0f pairs/s, ratio %5.1f  "
        "blocks of 100 x 100: %9.0f pairs/s (%.0f, %.0f)\n",
        100 * roughness, (double)n / pairs, sum / (double)n, (double)n / least, pairs / least,
        (double)n * 100 / blocks, all, check);
}

int main(int argc, char **argv)
{
    long n = argc > 1 ? strtol(argv[1], NULL, 10) : 100000;
    if (argc > 2 || n < 100) {
        fputs("usage: polygon_pairs [PAIRS, 100 or more]\n", stderr);
        return 2;
    }
    const double roughness[] = {0.05, 0.3, 0.6};
    for (size_t i = 0; i < sizeof roughness / sizeof *roughness; i++) {
        struct qa_arena *arena = qa_arena_new();
        measure((size_t)n, roughness[i], arena);
        qa_arena_free(arena);
    }
    return 0;
}
