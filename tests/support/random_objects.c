#include "tests/support/random_objects.h"

#include <math.h>
#include <string.h>

#include "qa/annotation/keypoints.h"
#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/relation.h"
#include "qa/annotation/track.h"

static double real(struct qa_random *random)
{
    double wide = 1000 * qa_random_real(random);
    return qa_random_below(random, 3) == 0 ? floor(wide) : wide;
}

static void some_box(struct qa_random *random, struct qa_shape *out)
{
    for (int i = 0; i < 4; i++) {
        qa_shape_add(out, i < 2 ? real(random) - 300 : real(random));
    }
}

static void some_polygon(struct qa_random *random, struct qa_shape *out)
{
    uint64_t n_parts = 1 + qa_random_below(random, 3);
    for (uint64_t p = 0; p < n_parts; p++) {
        uint64_t n_rings = 1 + qa_random_below(random, 2);
        qa_polygon_begin_part(out);
        for (uint64_t r = 0; r < n_rings; r++) {
            if (r > 0) {
                qa_polygon_begin_ring(out);
            }
            for (uint64_t v = 3 + qa_random_below(random, 4); v > 0; v--) {
                qa_shape_add(out, real(random));
                qa_shape_add(out, real(random));
            }
        }
    }
    qa_polygon_end(out);
}

static void some_text(struct qa_random *random, struct qa_shape *out)
{
    static const char *const texts[] = {"",     "one", "two, \"three\"", "a\nb\tc", "Straße 7",
                                        "=1+1", "1e5"};
    out->text = texts[qa_random_below(random, sizeof texts / sizeof *texts)];
    out->n_text = strlen(out->text);
}

static void some_interval(struct qa_random *random, struct qa_shape *out)
{
    double start = real(random);
    qa_shape_add(out, start);
    qa_shape_add(out, start + 0.001 + real(random));
}

/* A row holds one frame. */
static void some_frame(struct qa_random *random, struct qa_shape *out)
{
    qa_shape_add(out, (double)qa_random_below(random, 100000));
    some_box(random, out);
    qa_shape_add(out, (double)qa_random_below(random, QA_TRACK_MARKS_END));
}

static void some_mask(struct qa_random *random, struct qa_shape *out)
{
    /* All of one size, as those of one picture are. */
    uint32_t run[8];
    struct qa_rle rle = {480, 640, run, 0};
    uint32_t left = rle.height * rle.width;
    while (rle.n < 7 && left > 1) {
        run[rle.n] = 1 + (uint32_t)qa_random_below(random, left - 1);
        left -= run[rle.n++];
    }
    run[rle.n++] = left;
    qa_mask_put(&rle, out);
}

static void some_rotated_box(struct qa_random *random, struct qa_shape *out)
{
    some_box(random, out);
    qa_shape_add(out, floor(90 * qa_random_real(random)));
}

/* Without a box or an area at times; a point that is nowhere is at 0, 0. */
static void some_keypoints(struct qa_random *random, struct qa_shape *out)
{
    struct qa_keypoints_scale scale = QA_NO_SCALE;
    if (qa_random_below(random, 2) == 0) {
        scale = (struct qa_keypoints_scale){1 + real(random), {1, 2, 1 + real(random), 5}};
    }
    qa_keypoints_begin(out, &scale);
    for (uint64_t n = 1 + qa_random_below(random, 5); n > 0; n--) {
        double v = (double)qa_random_below(random, 3);
        qa_shape_add(out, v > 0 ? real(random) : 0);
        qa_shape_add(out, v > 0 ? real(random) : 0);
        qa_shape_add(out, v);
    }
}

/* In characters; fragments may touch. */
static void some_span(struct qa_random *random, struct qa_shape *out)
{
    double at = 0;
    for (uint64_t n = 1 + qa_random_below(random, 3); n > 0; n--) {
        at += (double)qa_random_below(random, 9);
        qa_shape_add(out, at);
        at += 1 + (double)qa_random_below(random, 9);
        qa_shape_add(out, at);
    }
}

static void some_relation(struct qa_random *random, struct qa_shape *out)
{
    struct qa_shape from = {.arena = out->arena};
    struct qa_shape to = {.arena = out->arena};
    some_span(random, &from);
    some_span(random, &to);
    qa_relation_shape(out, &from, &to);
}

static const struct {
    const char *kind;
    void (*fill)(struct qa_random *random, struct qa_shape *out);
} fillers[] = {
    {"rotated_box", some_rotated_box}, {"keypoints", some_keypoints}, {"box", some_box},
    {"polygon", some_polygon},         {"transcript", some_text},     {"segment", some_interval},
    {"turn", some_interval},           {"track", some_frame},         {"mask", some_mask},
    {"label_map", some_mask},          {"span", some_span},           {"relation", some_relation},
};

bool random_object(const struct qa_type *type, struct qa_random *random, struct qa_shape *out)
{
    for (size_t f = 0; f < sizeof fillers / sizeof *fillers; f++) {
        if (strcmp(fillers[f].kind, type->name) == 0) {
            fillers[f].fill(random, out);
            return true;
        }
    }
    return type->is_category;
}
