#include "tests/support/random_objects.h"

#include <math.h>
#include <string.h>

#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
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
    uint32_t run[8];
    struct qa_rle rle = {1 + (uint32_t)qa_random_below(random, 40), 0, run, 0};
    uint32_t left = 0;
    rle.width = 1 + (uint32_t)qa_random_below(random, 40);
    left = rle.height * rle.width;
    while (rle.n < 7 && left > 1) {
        run[rle.n] = 1 + (uint32_t)qa_random_below(random, left - 1);
        left -= run[rle.n++];
    }
    run[rle.n++] = left;
    qa_mask_put(&rle, out);
}

static const struct {
    const char *kind;
    void (*fill)(struct qa_random *random, struct qa_shape *out);
} fillers[] = {
    {"box", some_box},          {"polygon", some_polygon}, {"transcript", some_text},
    {"segment", some_interval}, {"turn", some_interval},   {"track", some_frame},
    {"mask", some_mask},        {"label_map", some_mask},
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
