#ifndef QA_SCORE_SEGMENTS_H
#define QA_SCORE_SEGMENTS_H

/*
 * What the families that score segments share: the segments of one side of a pair in the order of
 * time, and along a time axis of whole steps which classes are there on both sides.
 */

#include "qa/annotation/uem.h"
#include "qa/score/score.h"

struct qa_segment {
    double start;
    double end;
    uint32_t label; /* QA_NONE: without a class */
    uint32_t at;    /* its object within the answer */
};

struct qa_segments {
    struct qa_segment *list; /* by start, end, label; what is equal as the file has it */
    size_t n;
};

/* Both sides of a pair. */
struct qa_segment_pair {
    struct qa_segments a;
    struct qa_segments b;
    const struct qa_setting *setting;
    const struct qa_uem_part *parts; /* of the recording that are scored; with a UEM only */
    size_t n_parts;
    bool has_uem;
    uint32_t background; /* its label; QA_NONE: none */
};

/* Of a class alone where the group is one. With a UEM, segments that lie in none of its parts are
 * left out. In scratch. O(n log n). */
struct qa_segment_pair qa_segment_pair(const struct qa_comparison *comparison,
                                       const struct qa_pair *pair,
                                       const struct qa_object_group *group,
                                       struct qa_arena *scratch);

/* The value of a number among the segment's settings. */
double qa_segment_number(const struct qa_segment_pair *pair, size_t setting);
bool qa_segment_flag(const struct qa_segment_pair *pair, size_t setting);

/* Intersection over union of time, as period.h has it. */
double qa_segment_overlap(const struct qa_segment *a, const struct qa_segment *b);

/* Without those of the background. */
struct qa_segments qa_segments_foreground(const struct qa_segments *segments, uint32_t background,
                                          struct qa_arena *scratch);

/* ---- along the axis ---- */

/* A stretch of steps in which nothing changes: how many classes are there on each side and on both,
 * and two numbers that are equal where the same classes are. */
struct qa_stretch {
    int64_t steps;
    size_t n_a;
    size_t n_b;
    size_t n_both;
    uint64_t set_a;
    uint64_t set_b;
};

/* Which steps a segment takes: [first, end). */
typedef void qa_steps_of(double start, double end, double scale, int64_t *first, int64_t *end_step);

/* The stretches of an axis, at most 2 (a->n + b->n + n_parts) + 3; steps outside the parts of a UEM
 * are left out, and steps before the first and behind the last segment where there is none. A class
 * that is there twice is there once. Returns how many. O(n log n). */
size_t qa_segment_stretches(const struct qa_segment_pair *pair, qa_steps_of *steps_of, double scale,
                            struct qa_arena *scratch, struct qa_stretch **out);

#endif
