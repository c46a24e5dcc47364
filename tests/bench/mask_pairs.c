/*
 * How many pairs of outlines become masks and compare in a second, and how far that is from the
 * floor: one pass over the numbers of both that rounds each corner as COCO's rasteriser does and
 * adds them up. Nothing that looks at every corner can be faster. On all threads of the machine, as
 * a run has them. Usage: mask_pairs [PAIRS].
 *
 * Pairs: two noisy outlines of one thing, as two annotators draw it, star-shaped, 20 to 60
 * vertices, radii of up to the stated number of pixels, in a picture of 640 x 480.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "qa/annotation/mask.h"
#include "qa/base/parallel.h"
#include "qa/base/random.h"

enum { LEAST = 20, MOST = 60, HEIGHT = 480, WIDTH = 640, CHUNK = 4096 };

struct outlines {
    double (*xy)[2 * MOST];
    size_t *n;
};

struct work {
    struct outlines a, b;
    size_t n;
    double *sum; /* by chunk */
};

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void draw(struct qa_random *random, struct outlines *out, size_t i, const double centre[2],
                 double radius)
{
    size_t n = LEAST + (size_t)qa_random_below(random, MOST - LEAST + 1);
    for (size_t k = 0; k < n; k++) {
        double angle = 6.283185307179586 * (double)k / (double)n;
        double length = radius * (1 - 0.3 * qa_random_real(random));
        out->xy[i][2 * k] = fmin(fmax(centre[0] + length * cos(angle), 0), WIDTH);
        out->xy[i][2 * k + 1] = fmin(fmax(centre[1] + length * sin(angle), 0), HEIGHT);
    }
    out->n[i] = n;
}

static struct outlines outlines_new(size_t n, struct qa_arena *arena)
{
    struct outlines out = {.n = QA_ARRAY(arena, size_t, n)};
    out.xy = qa_arena_array(arena, n, sizeof *out.xy);
    return out;
}

static size_t end_of(const struct work *work, size_t chunk)
{
    size_t end = (chunk + 1) * CHUNK;
    return end < work->n ? end : work->n;
}

static void put(const struct outlines *of, size_t i, struct qa_shape *shape, struct qa_arena *arena)
{
    struct qa_rle rle = {HEIGHT, WIDTH, NULL, 0};
    const struct qa_rle_ring ring = {of->xy[i], of->n[i]};
    const char *why;
    if (!qa_rle_of_polygon(&ring, 1, &rle, arena, &why)) {
        abort();
    }
    shape->n_numbers = 0;
    qa_mask_put(&rle, shape);
}

/* Outline to mask to IoU, by way of the type, as everybody else goes. */
static void compare_chunk(void *context, size_t chunk)
{
    struct work *work = context;
    struct qa_arena *arena = qa_arena_new();
    struct qa_arena *scratch = qa_arena_new();
    struct qa_shape a = {.arena = arena};
    struct qa_shape b = {.arena = arena};
    for (size_t i = chunk * CHUNK; i < end_of(work, chunk); i++) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        put(&work->a, i, &a, scratch);
        put(&work->b, i, &b, scratch);
        const struct qa_piece pieces[2] = {{0, a.n_numbers}, {0, b.n_numbers}};
        const struct qa_objects one = {.n = 1, .number = a.number, .number_at = &pieces[0]};
        const struct qa_objects other = {.n = 1, .number = b.number, .number_at = &pieces[1]};
        double similarity;
        qa_type_mask.compare(&(struct qa_sides){&one, &other, NULL, scratch}, &similarity);
        work->sum[chunk] += similarity;
        qa_arena_reset(scratch, mark);
    }
    qa_arena_free(scratch);
    qa_arena_free(arena);
}

static double round_all(const struct outlines *of, size_t i)
{
    double sum = 0;
    for (size_t k = 0; k < 2 * of->n[i]; k++) {
        sum += (double)(int)(5 * of->xy[i][k] + .5);
    }
    return sum;
}

static void floor_of_chunk(void *context, size_t chunk)
{
    struct work *work = context;
    for (size_t i = chunk * CHUNK; i < end_of(work, chunk); i++) {
        work->sum[chunk] += round_all(&work->a, i) + round_all(&work->b, i);
    }
}

static double run(struct work *work, void (*of)(void *, size_t), double *sum)
{
    size_t n_chunks = (work->n + CHUNK - 1) / CHUNK;
    double start = seconds();
    for (size_t c = 0; c < n_chunks; c++) {
        work->sum[c] = 0;
    }
    qa_parallel_for(n_chunks, of, work);
    *sum = 0;
    for (size_t c = 0; c < n_chunks; c++) {
        *sum += work->sum[c];
    }
    return seconds() - start;
}

static void measure(size_t n, double radius, struct qa_arena *arena)
{
    struct qa_random random;
    struct work work = {outlines_new(n, arena), outlines_new(n, arena), n,
                        QA_ARRAY(arena, double, n / CHUNK + 1)};
    qa_random_init(&random, 1, 0);
    for (size_t i = 0; i < n; i++) {
        double centre[2] = {WIDTH * qa_random_real(&random), HEIGHT * qa_random_real(&random)};
        draw(&random, &work.a, i, centre, radius);
        centre[0] += radius * (qa_random_real(&random) - .5) / 2;
        centre[1] += radius * (qa_random_real(&random) - .5) / 2;
        draw(&random, &work.b, i, centre, radius);
    }
    double sum;
    double check;
    double pairs = run(&work, compare_chunk, &sum);
    double least = run(&work, floor_of_chunk, &check);
    printf("radius %3.0f  %8.0f pairs/s, mean IoU %.4f  floor %9.0f pairs/s, ratio %5.1f  (%.0f)\n",
           radius, (double)n / pairs, sum / (double)n, (double)n / least, pairs / least, check);
}

int main(int argc, char **argv)
{
    long n = argc > 1 ? strtol(argv[1], NULL, 10) : 851000;
    if (argc > 2 || n < 100) {
        fputs("usage: mask_pairs [PAIRS, 100 or more]\n", stderr);
        return 2;
    }
    const double radius[] = {20, 60, 150};
    for (size_t i = 0; i < sizeof radius / sizeof *radius; i++) {
        struct qa_arena *arena = qa_arena_new();
        measure((size_t)n, radius[i], arena);
        qa_arena_free(arena);
    }
    return 0;
}
