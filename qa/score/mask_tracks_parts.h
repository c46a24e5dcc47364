#ifndef QA_SCORE_MASK_TRACKS_PARTS_H
#define QA_SCORE_MASK_TRACKS_PARTS_H

/* Private to mask_tracks.c and mask_frames.c. */

#include "qa/score/comparison.h"
#include "qa/score/track_frames.h"

/* One answer: the masks of one frame. */
struct qa_mask_frame {
    size_t answer;
    uint32_t sequence;
    uint32_t who; /* place of the annotator, by vendor and name */
    double number;
};

/* One delivery of one sequence beside the reference; frames ascending. */
struct qa_mask_sequence {
    const struct qa_comparison *comparison;
    const struct qa_question *question;
    const struct qa_mask_frame *frame[2];
    size_t n[2];
};

/* The sequence's masks of the class (QA_NONE with of_class false: of all) as frames of tracks.
 * Lives in scratch. O(masks, and masks of a frame squared). */
struct qa_track_frames qa_mask_frames_of(const struct qa_mask_sequence *sequence, bool of_class,
                                         uint32_t label, struct qa_arena *scratch);

#endif
