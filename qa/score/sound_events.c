#include "qa/score/sound_events.h"

#include <math.h>

#include "qa/annotation/match.h"
#include "qa/annotation/segment.h"
#include "qa/score/segments.h"

enum {
    BIN_REFERENCE, /* active bins of classes, as the next five */
    BIN_DELIVERED,
    BIN_HITS,
    BIN_SUBSTITUTIONS,
    BIN_DELETIONS,
    BIN_INSERTIONS,
    EVENT_REFERENCE,
    EVENT_DELIVERED,
    EVENT_HITS,
    EVENT_SUBSTITUTIONS,
    EVENT_DELETIONS,
    EVENT_INSERTIONS,
    N_PARTS
};

static const char *const parts[N_PARTS] = {
    [BIN_REFERENCE] = "bins_reference",
    [BIN_DELIVERED] = "bins_delivered",
    [BIN_HITS] = "bins_hits",
    [BIN_SUBSTITUTIONS] = "bins_substitutions",
    [BIN_DELETIONS] = "bins_deletions",
    [BIN_INSERTIONS] = "bins_insertions",
    [EVENT_REFERENCE] = "events_reference",
    [EVENT_DELIVERED] = "events_delivered",
    [EVENT_HITS] = "events_hits",
    [EVENT_SUBSTITUTIONS] = "events_substitutions",
    [EVENT_DELETIONS] = "events_deletions",
    [EVENT_INSERTIONS] = "events_insertions",
};

static bool serves(const struct qa_type *type)
{
    return type == &qa_type_segment;
}

/* ---- bins ---- */

static void bins_of(double start, double end, double resolution, int64_t *first, int64_t *after)
{
    *first = (int64_t)floor(start / resolution);
    *after = (int64_t)ceil(end / resolution);
}

static void add_bins(const struct qa_segment_pair *pair, struct qa_arena *scratch, double *sums)
{
    struct qa_stretch *stretch;
    size_t n = qa_segment_stretches(pair, bins_of, qa_segment_number(pair, QA_SEGMENT_RESOLUTION),
                                    scratch, &stretch);
    for (size_t i = 0; i < n; i++) {
        double bins = (double)stretch[i].steps;
        double missed = (double)(stretch[i].n_a - stretch[i].n_both);
        double added = (double)(stretch[i].n_b - stretch[i].n_both);
        double swapped = fmin(missed, added);
        sums[BIN_REFERENCE] += bins * (double)stretch[i].n_a;
        sums[BIN_DELIVERED] += bins * (double)stretch[i].n_b;
        sums[BIN_HITS] += bins * (double)stretch[i].n_both;
        sums[BIN_SUBSTITUTIONS] += bins * swapped;
        sums[BIN_DELETIONS] += bins * (missed - swapped);
        sums[BIN_INSERTIONS] += bins * (added - swapped);
    }
}

/* ---- events ---- */

struct collars {
    double onset;
    double offset;
    double share;
    bool onset_only;
};

static bool is_within(const struct collars *collars, const struct qa_segment *reference,
                      const struct qa_segment *delivered)
{
    double allowed = fmax(collars->offset, collars->share * (reference->end - reference->start));
    return fabs(reference->start - delivered->start) <= collars->onset &&
           (collars->onset_only || fabs(reference->end - delivered->end) <= allowed);
}

/* hit[i * b->n + j]: 1 where the times fit. */
static double *times_that_fit(const struct qa_segment_pair *pair, struct qa_arena *scratch)
{
    const struct collars collars = {qa_segment_number(pair, QA_SEGMENT_ONSET_COLLAR),
                                    qa_segment_number(pair, QA_SEGMENT_OFFSET_COLLAR),
                                    qa_segment_number(pair, QA_SEGMENT_OFFSET_SHARE),
                                    qa_segment_flag(pair, QA_SEGMENT_ONSET_ONLY)};
    double *hit = QA_ARRAY(scratch, double, pair->a.n * pair->b.n);
    size_t first = 0;
    for (size_t i = 0; i < pair->a.n; i++) {
        const struct qa_segment *reference = &pair->a.list[i];
        while (first < pair->b.n &&
               pair->b.list[first].start < reference->start - collars.onset - 1) {
            first++;
        }
        for (size_t j = first; j < pair->b.n; j++) {
            if (pair->b.list[j].start > reference->start + collars.onset + 1) {
                break;
            }
            hit[i * pair->b.n + j] = is_within(&collars, reference, &pair->b.list[j]);
        }
    }
    return hit;
}

static uint32_t *labels_of(const struct qa_segments *segments, struct qa_arena *scratch)
{
    uint32_t *label = QA_ARRAY(scratch, uint32_t, segments->n);
    for (size_t i = 0; i < segments->n; i++) {
        label[i] = segments->list[i].label;
    }
    return label;
}

static void add_events(const struct qa_segment_pair *pair, struct qa_arena *scratch, double *sums)
{
    size_t n_a = pair->a.n;
    size_t n_b = pair->b.n;
    size_t hits = 0;
    size_t swapped = 0;
    if (n_a > 0 && n_b > 0) {
        bool *a_out = QA_ARRAY(scratch, bool, n_a);
        bool *b_out = QA_ARRAY(scratch, bool, n_b);
        size_t *column = QA_ARRAY(scratch, size_t, n_a);
        struct qa_match_input input = {.n_rows = n_a,
                                       .n_columns = n_b,
                                       .similarity = times_that_fit(pair, scratch),
                                       .row_label = labels_of(&pair->a, scratch),
                                       .column_label = labels_of(&pair->b, scratch),
                                       .row_out = a_out,
                                       .column_out = b_out,
                                       .threshold = 0.5};
        hits = qa_match(&input, scratch, column);
        for (size_t i = 0; i < n_a; i++) {
            if (column[i] != SIZE_MAX) {
                a_out[i] = b_out[column[i]] = true;
            }
        }
        input.row_label = input.column_label = NULL;
        swapped = qa_match(&input, scratch, column);
    }
    sums[EVENT_REFERENCE] += (double)n_a;
    sums[EVENT_DELIVERED] += (double)n_b;
    sums[EVENT_HITS] += (double)hits;
    sums[EVENT_SUBSTITUTIONS] += (double)swapped;
    sums[EVENT_DELETIONS] += (double)(n_a - hits - swapped);
    sums[EVENT_INSERTIONS] += (double)(n_b - hits - swapped);
}

static void add(const struct qa_comparison *comparison, const struct qa_pair *pair,
                const struct qa_object_group *group, struct qa_arena *scratch, double *sums)
{
    struct qa_segment_pair sides = qa_segment_pair(comparison, pair, group, scratch);
    sides.a = qa_segments_foreground(&sides.a, sides.background, scratch);
    sides.b = qa_segments_foreground(&sides.b, sides.background, scratch);
    add_bins(&sides, scratch, sums);
    add_events(&sides, scratch, sums);
}

#define SOURCE "Mesaros, Heittola and Virtanen 2016"

enum { SEGMENT_F1, SEGMENT_ERROR_RATE, EVENT_F1, EVENT_ERROR_RATE };

#define MACRO(of, title, which)                                                                    \
    {                                                                                              \
        .name = of "_macro", .heading = title ", mean over classes",                               \
        .about = "Mean of the classes' own, each weighing alike; the other is over all of them.",  \
        .source = SOURCE, .is_mean = true, .mean_of = (which), .rows = QA_ROWS_OF_ALL,             \
        .undefined = "no class has one"                                                            \
    }

static const struct qa_figure figures[] = {
    {
        .name = "segment_f1",
        .heading = "segment-based F1",
        .about = "F1 over bins of --resolution seconds in which a class is there or not.",
        .source = SOURCE,
        .above = {[BIN_REFERENCE] = 1, [BIN_DELIVERED] = 1, [BIN_HITS] = -2},
        .below = {[BIN_REFERENCE] = 1, [BIN_DELIVERED] = 1},
        .is_complement = true,
        .bound = QA_AT_MOST_ONE,
        .unit = 1,
        .undefined = "no segments on either side",
    },
    {
        .name = "segment_error_rate",
        .heading = "segment-based error rate",
        .about = "Classes substituted, deleted and inserted in the bins, per class and bin of the "
                 "reference; more than 1 when more was inserted than is there.",
        .source = SOURCE,
        .above = {[BIN_SUBSTITUTIONS] = 1, [BIN_DELETIONS] = 1, [BIN_INSERTIONS] = 1},
        .below = {[BIN_REFERENCE] = 1},
        .unit = 1,
        .undefined = "the reference has no segments",
    },
    {
        .name = "event_f1",
        .heading = "event-based F1",
        .about = "F1 over whole segments: same class, start within --onset-collar, end within "
                 "--offset-collar or --offset-share of the reference's length.",
        .source = SOURCE,
        .above = {[EVENT_REFERENCE] = 1, [EVENT_DELIVERED] = 1, [EVENT_HITS] = -2},
        .below = {[EVENT_REFERENCE] = 1, [EVENT_DELIVERED] = 1},
        .is_complement = true,
        .bound = QA_AT_MOST_ONE,
        .unit = 1,
        .undefined = "no segments on either side",
    },
    {
        .name = "event_error_rate",
        .heading = "event-based error rate",
        .about = "Segments substituted (right times, other class), deleted and inserted per "
                 "segment of the reference.",
        .source = SOURCE,
        .above = {[EVENT_SUBSTITUTIONS] = 1, [EVENT_DELETIONS] = 1, [EVENT_INSERTIONS] = 1},
        .below = {[EVENT_REFERENCE] = 1},
        .unit = 1,
        .undefined = "the reference has no segments",
    },
    MACRO("segment_f1", "segment-based F1", SEGMENT_F1),
    MACRO("segment_error_rate", "segment-based error rate", SEGMENT_ERROR_RATE),
    MACRO("event_f1", "event-based F1", EVENT_F1),
    MACRO("event_error_rate", "event-based error rate", EVENT_ERROR_RATE),
};

const struct qa_score qa_score_sound_events = {
    .name = "sound_events",
    .about = "Segments found and missed, in bins of time and one by one.",
    .serves = serves,
    .parts = parts,
    .n_parts = N_PARTS,
    .by_objects = true,
    .add = add,
    .figures = figures,
    .n_figures = sizeof figures / sizeof *figures,
};
