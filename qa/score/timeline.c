#include <math.h>
#include <stdlib.h>

#include "qa/annotation/edits.h"
#include "qa/annotation/segment.h"
#include "qa/score/actions.h"
#include "qa/score/segments.h"

enum {
    EDIT_ERROR, /* edits over the longer sequence, summed over recordings */
    EDIT_RECORDINGS,
    FRAMES,
    FRAMES_DIFFERENT,
    FRAMES_BY_CHANCE, /* that would differ */
    BOUNDARIES_REFERENCE,
    BOUNDARIES_DELIVERED,
    BOUNDARIES_MATCHED,
    N_PARTS
};

static const char *const parts[N_PARTS] = {
    [EDIT_ERROR] = "edit_error",
    [EDIT_RECORDINGS] = "edit_recordings",
    [FRAMES] = "frames",
    [FRAMES_DIFFERENT] = "frames_different",
    [FRAMES_BY_CHANCE] = "frames_by_chance",
    [BOUNDARIES_REFERENCE] = "boundaries_reference",
    [BOUNDARIES_DELIVERED] = "boundaries_delivered",
    [BOUNDARIES_MATCHED] = "boundaries_matched",
};

static bool serves(const struct qa_type *type)
{
    return type == &qa_type_segment;
}

/* ---- edit score ---- */

/* Classes in the order of time; neighbours of one class that touch or overlap are one. */
static struct qa_symbols sequence_of(const struct qa_segments *segments, struct qa_arena *scratch)
{
    uint32_t *list = QA_ARRAY(scratch, uint32_t, segments->n);
    size_t n = 0;
    double end = 0;
    for (size_t i = 0; i < segments->n && n < QA_SYMBOLS_MAX; i++) {
        const struct qa_segment *segment = &segments->list[i];
        bool goes_on = n > 0 && list[n - 1] == segment->label && segment->start <= end;
        end = goes_on ? fmax(end, segment->end) : segment->end;
        if (!goes_on) {
            list[n++] = segment->label;
        }
    }
    return (struct qa_symbols){list, n};
}

static int compare_u32(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* Labels become numbers from 0; the same of both sequences. Returns how many. */
static uint32_t number_labels(struct qa_symbols *a, struct qa_symbols *b, struct qa_arena *scratch)
{
    uint32_t *known = QA_ARRAY(scratch, uint32_t, a->n + b->n);
    struct qa_symbols *side[2] = {a, b};
    size_t n = 0;
    for (size_t s = 0; s < 2; s++) {
        for (size_t i = 0; i < side[s]->n; i++) {
            known[n++] = side[s]->list[i];
        }
    }
    qsort(known, n, sizeof *known, compare_u32);
    size_t n_known = 0;
    for (size_t i = 0; i < n; i++) {
        if (n_known == 0 || known[n_known - 1] != known[i]) {
            known[n_known++] = known[i];
        }
    }
    for (size_t s = 0; s < 2; s++) {
        uint32_t *numbers = QA_ARRAY(scratch, uint32_t, side[s]->n);
        for (size_t i = 0; i < side[s]->n; i++) {
            const uint32_t *found =
                bsearch(&side[s]->list[i], known, n_known, sizeof *known, compare_u32);
            numbers[i] = (uint32_t)(found - known);
        }
        side[s]->list = numbers;
    }
    return (uint32_t)n_known;
}

static void add_edits(const struct qa_segments *a, const struct qa_segments *b,
                      struct qa_arena *scratch, double *sums)
{
    struct qa_symbols one = sequence_of(a, scratch);
    struct qa_symbols other = sequence_of(b, scratch);
    size_t longer = one.n > other.n ? one.n : other.n;
    if (longer == 0) {
        return;
    }
    uint32_t n_symbols = number_labels(&one, &other, scratch);
    struct qa_edits edits = qa_edits_align(one, other, n_symbols, scratch);
    sums[EDIT_ERROR] += (double)qa_edits_errors(&edits) / (double)longer;
    sums[EDIT_RECORDINGS]++;
}

/* ---- frames ---- */

/* The frames whose middle lies in [start, end). */
static void frames_of(double start, double end, double rate, int64_t *first, int64_t *after)
{
    *first = (int64_t)ceil(start * rate - 0.5);
    *after = (int64_t)ceil(end * rate - 0.5);
}

/* Frames of a set of classes on one side. */
struct share {
    uint64_t set;
    double frames;
};

static int compare_shares(const void *left, const void *right)
{
    const struct share *a = left;
    const struct share *b = right;
    return (a->set > b->set) - (a->set < b->set);
}

/* Equal sets become one; returns how many are left. */
static size_t join_shares(struct share *list, size_t n)
{
    size_t kept = 0;
    qsort(list, n, sizeof *list, compare_shares);
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && list[kept - 1].set == list[i].set) {
            list[kept - 1].frames += list[i].frames;
        } else {
            list[kept++] = list[i];
        }
    }
    return kept;
}

static double same_by_chance(const struct share *a, size_t n_a, const struct share *b, size_t n_b,
                             double frames)
{
    double same = 0;
    for (size_t i = 0, j = 0; i < n_a && j < n_b;) {
        if (a[i].set == b[j].set) {
            same += a[i].frames * (b[j].frames / frames);
        }
        bool a_is_first = a[i].set <= b[j].set;
        bool b_is_first = b[j].set <= a[i].set;
        i += a_is_first;
        j += b_is_first;
    }
    return same;
}

static void add_frames(const struct qa_segment_pair *pair, struct qa_arena *scratch, double *sums)
{
    struct qa_stretch *stretch;
    size_t n = qa_segment_stretches(pair, frames_of, qa_segment_number(pair, QA_SEGMENT_FRAME_RATE),
                                    scratch, &stretch);
    struct share *a = QA_ARRAY(scratch, struct share, n);
    struct share *b = QA_ARRAY(scratch, struct share, n);
    double frames = 0;
    for (size_t i = 0; i < n; i++) {
        double own = (double)stretch[i].steps;
        frames += own;
        sums[FRAMES_DIFFERENT] += stretch[i].set_a != stretch[i].set_b ? own : 0;
        a[i] = (struct share){stretch[i].set_a, own};
        b[i] = (struct share){stretch[i].set_b, own};
    }
    if (frames > 0) {
        size_t n_a = join_shares(a, n);
        size_t n_b = join_shares(b, n);
        sums[FRAMES] += frames;
        sums[FRAMES_BY_CHANCE] += fmax(frames - same_by_chance(a, n_a, b, n_b, frames), 0);
    }
}

/* ---- boundaries ---- */

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

static size_t boundaries_of(const struct qa_segments *segments, struct qa_arena *scratch,
                            double **out)
{
    double *list = QA_ARRAY(scratch, double, 2 * segments->n);
    size_t n = 0;
    for (size_t i = 0; i < segments->n; i++) {
        list[2 * i] = segments->list[i].start;
        list[2 * i + 1] = segments->list[i].end;
    }
    qsort(list, 2 * segments->n, sizeof *list, compare_doubles);
    for (size_t i = 0; i < 2 * segments->n; i++) {
        if (n == 0 || list[n - 1] != list[i]) {
            list[n++] = list[i];
        }
    }
    *out = list;
    return n;
}

/* On a line, pairing the first two that fit is never worse than any other way. */
static void add_boundaries(const struct qa_segments *a, const struct qa_segments *b,
                           double tolerance, struct qa_arena *scratch, double *sums)
{
    double *one;
    double *other;
    size_t n_a = boundaries_of(a, scratch, &one);
    size_t n_b = boundaries_of(b, scratch, &other);
    for (size_t i = 0, j = 0; i < n_a && j < n_b;) {
        bool fits = fabs(one[i] - other[j]) <= tolerance;
        bool a_is_first = one[i] < other[j];
        sums[BOUNDARIES_MATCHED] += fits;
        i += fits || a_is_first;
        j += fits || !a_is_first;
    }
    sums[BOUNDARIES_REFERENCE] += (double)n_a;
    sums[BOUNDARIES_DELIVERED] += (double)n_b;
}

static void add(const struct qa_comparison *comparison, const struct qa_pair *pair,
                const struct qa_object_group *group, struct qa_arena *scratch, double *sums)
{
    struct qa_segment_pair sides = qa_segment_pair(comparison, pair, group, scratch);
    struct qa_segments a = qa_segments_foreground(&sides.a, sides.background, scratch);
    struct qa_segments b = qa_segments_foreground(&sides.b, sides.background, scratch);
    add_edits(&a, &b, scratch, sums);
    add_frames(&sides, scratch, sums);
    add_boundaries(&a, &b, qa_segment_number(&sides, QA_SEGMENT_TOLERANCE), scratch, sums);
}

static const struct qa_figure figures[] = {
    {
        .name = "edit_score",
        .heading = "edit score",
        .about = "One minus the edits between the sequences of classes over the longer one's "
                 "length, mean over recordings.",
        .source = "Lea et al. 2017, Temporal convolutional networks for action segmentation",
        .above = {[EDIT_ERROR] = 1},
        .below = {[EDIT_RECORDINGS] = 1},
        .is_complement = true,
        .bound = QA_AT_MOST_ONE,
        .undefined = "no segments on either side",
    },
    {
        .name = "frame_accuracy",
        .heading = "frame accuracy",
        .about = "Share of the frames (--frame-rate a second) that have the same classes on both "
                 "sides, those without a segment among them; without --uem from the first start to "
                 "the last end of both sides.",
        .source = "Lea et al. 2017, Temporal convolutional networks for action segmentation",
        .above = {[FRAMES_DIFFERENT] = 1},
        .below = {[FRAMES] = 1},
        .is_complement = true,
        .bound = QA_AT_MOST_ONE,
        .unit = 1,
        .undefined = "no frames",
    },
    {
        .name = "frame_kappa",
        .heading = "frame kappa",
        .about = "Agreement of frames beyond chance; what chance gives is worked out in each "
                 "recording from the shares of its classes on both sides.",
        .source = "Cohen 1960",
        .above = {[FRAMES_DIFFERENT] = 1},
        .below = {[FRAMES_BY_CHANCE] = 1},
        .is_complement = true,
        .undefined = "one class only",
    },
    {
        .name = "boundary_precision",
        .heading = "boundary precision",
        .about = "Share of the delivered boundaries with one of the reference within "
                 "--boundary-collar.",
        .source = "Turnbull et al. 2007, A supervised approach for detecting boundaries in music",
        .above = {[BOUNDARIES_DELIVERED] = 1, [BOUNDARIES_MATCHED] = -1},
        .below = {[BOUNDARIES_DELIVERED] = 1},
        .is_complement = true,
        .bound = QA_AT_MOST_ONE,
        .unit = 1,
        .undefined = "no delivered boundaries",
    },
    {
        .name = "boundary_recall",
        .heading = "boundary recall",
        .about = "Share of the reference's boundaries with a delivered one within "
                 "--boundary-collar.",
        .source = "Turnbull et al. 2007, A supervised approach for detecting boundaries in music",
        .above = {[BOUNDARIES_REFERENCE] = 1, [BOUNDARIES_MATCHED] = -1},
        .below = {[BOUNDARIES_REFERENCE] = 1},
        .is_complement = true,
        .bound = QA_AT_MOST_ONE,
        .unit = 1,
        .undefined = "no boundaries in the reference",
    },
};

const struct qa_score qa_score_timeline = {
    .name = "timeline",
    .about = "Recordings as sequences of segments, frames and boundaries.",
    .serves = serves,
    .parts = parts,
    .n_parts = N_PARTS,
    .add = add,
    .figures = figures,
    .n_figures = sizeof figures / sizeof *figures,
};
