#ifndef QA_ANNOTATION_RLE_H
#define QA_ANNOTATION_RLE_H

/*
 * Sets of pixels as run lengths, as COCO has them: down the columns, left to right, the first run
 * being of background (0 long where the first pixel is in the set), then in turn. Everything here
 * works on runs; no function looks at single pixels of what is already in runs.
 *
 * Bounds: sides of 1 to 2^20 pixels, at most 2^32 - 1 pixels in a picture, at most 2^24 runs in a
 * set. What a file has beyond that is refused in words.
 *
 * Results of all functions are tidy: no run but the first is 0 long, so that each set has one list
 * of runs. All is allocated from the arena that is given.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"

enum { QA_RLE_SIDE_MAX = 1 << 20, QA_RLE_RUNS_MAX = 1 << 24 };

struct qa_rle {
    uint32_t height;
    uint32_t width;
    const uint32_t *run;
    size_t n;
};

/* Whether a picture of these sides is within the bounds; *why otherwise. */
bool qa_rle_fits(double height, double width, const char **why);

/* Runs as a file has them, not yet known to be any good, in the picture of out. False with *why
 * when they do not add up to the pixels of the picture. */
bool qa_rle_of_runs(const uint32_t *run, size_t n, struct qa_rle *out, struct qa_arena *arena,
                    const char **why);

/*
 * COCO's compressed string: each run as a signed number in groups of 5 bits, the low ones first,
 * bit 6 saying that more follow, 48 added; from the fourth on, runs are differences to the run two
 * before (Lin et al. 2014; the format that COCO's annotation files use). Reading sets the runs of
 * out, whose sides are given; false with *why for what is no such string, or does not fill the
 * picture. Writing gives the string that COCO's own tools give. O(length).
 */
bool qa_rle_read(const char *text, size_t length, struct qa_rle *out, struct qa_arena *arena,
                 const char **why);
const char *qa_rle_text(const struct qa_rle *rle, size_t *length, struct qa_arena *arena);

/*
 * The pixels of a polygon by COCO's rule, so that masks made here and there are equal to the bit:
 * corners are rounded on a grid of a fifth of a pixel, sides are drawn on it point by point, and
 * the points where a side enters the middle of a column mark where the column turns from background
 * to foreground (even-odd). Parts outside the picture fall away. Of a ring n >= 1 vertices,
 * x y x y ..., within 2^26 of 0 (else *why); a repeated first vertex changes nothing.
 * Several rings are one polygon with holes: a point in an even number of them is outside.
 * O(vertices + crossings of columns + width of the polygon).
 */
struct qa_rle_ring {
    const double *xy;
    size_t n;
};
bool qa_rle_of_polygon(const struct qa_rle_ring *rings, size_t n_rings, struct qa_rle *out,
                       struct qa_arena *arena, const char **why);

/* What is in any of n >= 1 sets of one picture. O(runs x log n). */
struct qa_rle qa_rle_union(const struct qa_rle *list, size_t n, struct qa_arena *arena);

/* Runs along the rows of a box within the picture of out, the first being of background, as CVAT
 * has them; what they leave of the box is background. False with *why when they are more than the
 * box has, or the box leaves the picture. O(runs + width + runs of the result). */
struct qa_rle_box {
    uint32_t left, top, width, height;
};
bool qa_rle_of_rows(const uint32_t *run, size_t n, const struct qa_rle_box *box, struct qa_rle *out,
                    struct qa_arena *arena, const char **why);

/* One set for each value that occurs in a picture, the values in any order. */
struct qa_rle_values {
    size_t n;
    uint32_t *value;
    uint32_t *first; /* its first pixel, row by row: y * width + x */
    struct qa_rle *rle;
};

/* A picture that comes row by row from the top, `pixel_bytes` bytes a pixel (1 to 4), the highest
 * first: all `height` rows, each with the one above it (NULL: the first), then the end. Rows need
 * not outlive the call. O(bytes / 8 + pixels that differ from the one above). */
struct qa_rle_scan *qa_rle_scan_new(uint32_t height, uint32_t width, size_t pixel_bytes,
                                    struct qa_arena *arena);
void qa_rle_scan_row(struct qa_rle_scan *scan, const uint8_t *row, const uint8_t *above);
void qa_rle_scan_end(struct qa_rle_scan *scan, struct qa_rle_values *out);

/* The same of a whole picture. */
void qa_rle_by_value(const uint8_t *pixel, size_t pixel_bytes, uint32_t height, uint32_t width,
                     struct qa_rle_values *out, struct qa_arena *arena);

/* ---- measures ---- */

uint64_t qa_rle_area(const struct qa_rle *rle);

/* Ends of the runs of foreground: pixels at[2 k] .. at[2 k + 1] - 1 are in the set, k < n / 2. The
 * form in which sets compare fastest. */
struct qa_rle_ends {
    const uint32_t *at;
    size_t n;
};
struct qa_rle_ends qa_rle_ends(const struct qa_rle *rle, struct qa_arena *arena);

/* Pixels in both. O(runs of both where they share columns + log). */
uint64_t qa_rle_overlap(const struct qa_rle_ends *a, const struct qa_rle_ends *b);

#endif
