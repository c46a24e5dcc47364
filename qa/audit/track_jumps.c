#include "qa/audit/track_jumps.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/annotation/track.h"

enum { LEAST_BOXES = 4, CENTRE_X = 0, CENTRE_Y, WIDTH, HEIGHT, N_MEASURES };

static const double least_share[QA_N_JUMP_KINDS] = {1.0 / 2, 1.0 / 3};
static const double times_median = 6;

/* What changes from one box to the next, a frame, and what it is measured by. */
struct step {
    double by[N_MEASURES];
    double frames;
    double diagonal;
    double width;
    double height;
};

static struct step step_to(const double *last, const double *box)
{
    struct step out = {
        .frames = box[QA_TRACK_FRAME] - last[QA_TRACK_FRAME],
        .width = fmax(last[QA_TRACK_WIDTH], box[QA_TRACK_WIDTH]),
        .height = fmax(last[QA_TRACK_HEIGHT], box[QA_TRACK_HEIGHT]),
        .diagonal = fmax(hypot(last[QA_TRACK_WIDTH], last[QA_TRACK_HEIGHT]),
                         hypot(box[QA_TRACK_WIDTH], box[QA_TRACK_HEIGHT])),
    };
    out.by[WIDTH] = (box[QA_TRACK_WIDTH] - last[QA_TRACK_WIDTH]) / out.frames;
    out.by[HEIGHT] = (box[QA_TRACK_HEIGHT] - last[QA_TRACK_HEIGHT]) / out.frames;
    out.by[CENTRE_X] = (box[QA_TRACK_X] - last[QA_TRACK_X]) / out.frames + out.by[WIDTH] / 2;
    out.by[CENTRE_Y] = (box[QA_TRACK_Y] - last[QA_TRACK_Y]) / out.frames + out.by[HEIGHT] / 2;
    return out;
}

/* Change over what it is measured by; nothing by nothing is none. */
static double share_of(double change, double of)
{
    return of > 0 ? change / of : 0;
}

static double difference(const struct step *step, const struct step *other,
                         enum qa_track_jump_kind kind)
{
    if (kind == QA_JUMP_OF_PLACE) {
        return step->frames * share_of(hypot(step->by[CENTRE_X] - other->by[CENTRE_X],
                                             step->by[CENTRE_Y] - other->by[CENTRE_Y]),
                                       step->diagonal);
    }
    return step->frames * fmax(share_of(fabs(step->by[WIDTH] - other->by[WIDTH]), step->width),
                               share_of(fabs(step->by[HEIGHT] - other->by[HEIGHT]), step->height));
}

static double unexplained(const struct step *steps, size_t n, size_t k,
                          enum qa_track_jump_kind kind)
{
    size_t before = k > 0 ? k - 1 : 2;
    size_t behind = k + 1 < n ? k + 1 : n - 3;
    return fmin(difference(&steps[k], &steps[before], kind),
                difference(&steps[k], &steps[behind], kind));
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

/* The lower of two middle ones. */
static double median_of(const double *values, size_t n, struct qa_arena *scratch)
{
    double *sorted = QA_ARRAY(scratch, double, n);
    memcpy(sorted, values, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, compare_doubles);
    return sorted[(n - 1) / 2];
}

size_t qa_track_jumps(const double *frames, size_t n, struct qa_arena *scratch,
                      struct qa_track_jump **out)
{
    *out = NULL;
    if (n < LEAST_BOXES) {
        return 0;
    }
    size_t n_steps = n - 1;
    size_t n_jumps = 0;
    struct step *steps = QA_ARRAY(scratch, struct step, n_steps);
    double *share[QA_N_JUMP_KINDS];
    double limit[QA_N_JUMP_KINDS];
    *out = QA_ARRAY(scratch, struct qa_track_jump, QA_N_JUMP_KINDS * n_steps);
    for (size_t k = 0; k < n_steps; k++) {
        steps[k] = step_to(frames + k * QA_TRACK_STRIDE, frames + (k + 1) * QA_TRACK_STRIDE);
    }
    for (int kind = 0; kind < QA_N_JUMP_KINDS; kind++) {
        share[kind] = QA_ARRAY(scratch, double, n_steps);
        for (size_t k = 0; k < n_steps; k++) {
            share[kind][k] = unexplained(steps, n_steps, k, (enum qa_track_jump_kind)kind);
        }
        limit[kind] =
            fmax(least_share[kind], times_median * median_of(share[kind], n_steps, scratch));
    }
    for (size_t k = 0; k < n_steps; k++) {
        for (int kind = 0; kind < QA_N_JUMP_KINDS; kind++) {
            if (share[kind][k] > limit[kind]) {
                (*out)[n_jumps++] = (struct qa_track_jump){
                    .kind = (enum qa_track_jump_kind)kind,
                    .frame = frames[(k + 1) * QA_TRACK_STRIDE + QA_TRACK_FRAME],
                    .last_frame = frames[k * QA_TRACK_STRIDE + QA_TRACK_FRAME],
                    .share = share[kind][k]};
            }
        }
    }
    return n_jumps;
}
