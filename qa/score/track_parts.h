#ifndef QA_SCORE_TRACK_PARTS_H
#define QA_SCORE_TRACK_PARTS_H

/* Private to track_frames.c, track_boxes.c and track_rules.c: boxes on their way into frames. */

#include "qa/annotation/track.h"
#include "qa/score/track_frames.h"

struct qa_track_box {
    double frame;
    uint32_t track;
    uint32_t label;
    bool uncounted;
    bool gone;
    double at[4];
};

struct qa_track_side {
    const struct qa_batch *batch;
    size_t *object;
    size_t n_tracks;
    struct qa_track_box *box;
    size_t n_boxes;
    bool any_uncounted;
};

struct qa_track_work {
    const struct qa_comparison *comparison;
    struct qa_arena *scratch;
    struct qa_track_side side[2];
    enum qa_track_rules rules;
    double threshold;
};

/* The boxes of one frame: of each side n from the first. */
struct qa_frame_boxes {
    struct qa_track_box *box[2];
    size_t n[2];
};

/* The tracks of an answer in the group; their boxes by frame, then track. O(boxes), and O(boxes log
 * boxes) where frames are far apart. */
void qa_track_fill_side(struct qa_track_work *work, int which, size_t answer,
                        const struct qa_object_group *group);

/* Marks the boxes of a frame that take no part: see track_frames.h. */
void qa_track_leave_out(const struct qa_track_work *work, const struct qa_frame_boxes *frame);

/* Gives pairs of tracks numbers in the order in which they meet. */
void qa_track_number_pairs(struct qa_overlap *overlaps, size_t n, struct qa_track_frames *out,
                           struct qa_arena *scratch);

bool qa_track_may_overlap(const struct qa_track_work *work, const struct qa_track_box *a,
                          const struct qa_track_box *b);
bool qa_track_is_pedestrian(const struct qa_track_work *work, uint32_t label);

#endif
