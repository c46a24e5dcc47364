/*
 * How long label maps take to be read as sets of pixels, and how far that is from the floor: libpng
 * alone, which puts their rows into memory, on one thread. Usage: label_maps [MAPS].
 *
 * Maps: 1024 x 512 pixels of 8 bit, 40 star-shaped things of 19 classes one over the other.
 */
#include <math.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "qa/base/parallel.h"
#include "qa/base/random.h"
#include "qa/formats/png_image.h"

enum { WIDTH = 1024, HEIGHT = 512, THINGS = 40, CLASSES = 19, MAP_BYTES = 1 << 20 };

struct map {
    unsigned char *byte;
    size_t n;
    size_t at; /* of a reader */
};

struct work {
    struct map *maps;
    size_t n;
    uint64_t *check;
};

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Of the processor: on one thread other work of the machine does not count. */
static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* ---- maps ---- */

static void paint(struct qa_random *random, unsigned char *pixel)
{
    enum { CORNERS = 24 };
    double radius[CORNERS + 1];
    double cx = WIDTH * qa_random_real(random);
    double cy = HEIGHT * qa_random_real(random);
    double size = 10 + 90 * qa_random_real(random);
    unsigned char class = (unsigned char)qa_random_below(random, CLASSES);
    for (int k = 0; k < CORNERS; k++) {
        radius[k] = size * (1 - 0.3 * qa_random_real(random));
    }
    radius[CORNERS] = radius[0];
    for (int y = (int)fmax(cy - size, 0); y < fmin(cy + size, HEIGHT); y++) {
        for (int x = (int)fmax(cx - size, 0); x < fmin(cx + size, WIDTH); x++) {
            double turn = (atan2(y - cy, x - cx) / 6.283185307179586 + 0.5) * CORNERS;
            int k = (int)turn < CORNERS ? (int)turn : CORNERS - 1;
            double edge = radius[k] + (turn - k) * (radius[k + 1] - radius[k]);
            if (hypot(x - cx, y - cy) < edge) {
                pixel[y * WIDTH + x] = class;
            }
        }
    }
}

static void put_bytes(png_structp png, png_bytep data, size_t n)
{
    struct map *map = png_get_io_ptr(png);
    if (map->n + n > MAP_BYTES) {
        abort();
    }
    memcpy(map->byte + map->n, data, n);
    map->n += n;
}

static void make_map(struct qa_random *random, struct map *map, struct qa_arena *arena)
{
    static unsigned char pixel[WIDTH * HEIGHT];
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    memset(pixel, 0, sizeof pixel);
    for (int i = 0; i < THINGS; i++) {
        paint(random, pixel);
    }
    *map = (struct map){qa_arena_array(arena, MAP_BYTES, 1), 0, 0};
    png_set_write_fn(png, map, put_bytes, NULL);
    png_set_IHDR(png, info, WIDTH, HEIGHT, 8, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (int y = 0; y < HEIGHT; y++) {
        png_write_row(png, pixel + y * WIDTH);
    }
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
}

/* ---- reading ---- */

static void take_bytes(png_structp png, png_bytep data, size_t n)
{
    struct map *map = png_get_io_ptr(png);
    memcpy(data, map->byte + map->at, n);
    map->at += n;
}

static void read_bare(void *context, size_t i)
{
    static unsigned char pixel[WIDTH * HEIGHT];
    struct work *work = context;
    struct map *map = &work->maps[i];
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    map->at = 0;
    png_set_read_fn(png, map, take_bytes);
    png_read_info(png, info);
    for (int y = 0; y < HEIGHT; y++) {
        png_read_row(png, pixel + y * WIDTH, NULL);
    }
    png_read_end(png, NULL);
    png_destroy_read_struct(&png, &info, NULL);
    work->check[i] = pixel[HEIGHT / 2 * WIDTH];
}

static void read_sets(void *context, size_t i)
{
    struct work *work = context;
    struct qa_arena *arena = qa_arena_new();
    const struct qa_bytes bytes = {
        .data = work->maps[i].byte, .size = work->maps[i].n, .path = "map"};
    struct qa_error err;
    struct qa_png png;
    if (qa_png_read(&bytes, arena, &png, &err) != QA_OK) {
        abort();
    }
    work->check[i] = png.values.n;
    qa_arena_free(arena);
}

static double run(struct work *work, void (*of)(void *, size_t), unsigned threads)
{
    qa_parallel_set_threads(threads);
    double start = seconds();
    qa_parallel_for(work->n, of, work);
    return seconds() - start;
}

int main(int argc, char **argv)
{
    long n = argc > 1 ? strtol(argv[1], NULL, 10) : 200;
    if (argc > 2 || n < 1) {
        fputs("usage: label_maps [MAPS]\n", stderr);
        return 2;
    }
    struct qa_arena *arena = qa_arena_new();
    struct qa_random random;
    struct work work = {QA_ARRAY(arena, struct map, (size_t)n), (size_t)n,
                        QA_ARRAY(arena, uint64_t, (size_t)n)};
    qa_random_init(&random, 4, 0);
    for (size_t i = 0; i < work.n; i++) {
        make_map(&random, &work.maps[i], arena);
    }
    double start = cpu_seconds();
    (void)run(&work, read_bare, 1);
    double bare = cpu_seconds() - start;
    start = cpu_seconds();
    (void)run(&work, read_sets, 1);
    double one = cpu_seconds() - start;
    double all = run(&work, read_sets, 0);
    printf("label maps  %5ld of 1024 x 512: %5.2f ms each, on all threads %5.2f ms; floor (libpng) "
           "%5.2f ms, ratio %4.2f\n",
           n, 1e3 * one / (double)n, 1e3 * all / (double)n, 1e3 * bare / (double)n, one / bare);
    qa_arena_free(arena);
    return 0;
}
