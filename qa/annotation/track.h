#ifndef QA_ANNOTATION_TRACK_H
#define QA_ANNOTATION_TRACK_H

/*
 * Tracks: one object of a video as a box in each frame that shows it. The item is the sequence.
 *
 * A track's numbers are frame, x, y, width, height, marks, repeated in ascending order of frames;
 * frames are whole numbers as the file counts them and may have gaps, boxes are those of box.h. Its
 * label is its class, which it keeps.
 *
 * Similarity of two tracks: the sum of the IoU of their boxes over the frames that both have,
 * divided by the number of frames that either has. It is their share of common frames times the
 * mean IoU there; 1 for tracks of equal boxes in equal frames alone. Marks play no part in it.
 *
 * Inside a region of uncounted objects is the share of a track's area, summed over its frames, that
 * lies in the region's box of the same frame.
 *
 * In tables a row is a frame, and rows of one answer whose `object` is the same are one track.
 * Beside frame, x, y, width and height a row may say keyframe (0: interpolated) and uncounted (1).
 * The size of a track is the mean area of its boxes. O(frames of both) a pair.
 */

#include "qa/annotation/type.h"

extern const struct qa_type qa_type_track;

enum qa_track_number {
    QA_TRACK_FRAME,
    QA_TRACK_X,
    QA_TRACK_Y,
    QA_TRACK_WIDTH,
    QA_TRACK_HEIGHT,
    QA_TRACK_MARKS,
    QA_TRACK_STRIDE
};

/* Marks of one frame, added up. */
enum qa_track_mark {
    QA_TRACK_INTERPOLATED = 1, /* filled in between frames that were annotated */
    QA_TRACK_UNCOUNTED = 2,    /* of a region of uncounted objects, or marked not to count */
    QA_TRACK_MARKS_END = 4
};

static inline bool qa_track_has(const double *frame, enum qa_track_mark mark)
{
    return ((unsigned)frame[QA_TRACK_MARKS] & (unsigned)mark) != 0;
}

/* By their index in struct qa_type.settings. */
enum qa_track_setting { QA_TRACK_MOT_RULES, QA_TRACK_BOX_THRESHOLD };
enum qa_track_rules {
    QA_TRACK_RULES_NONE,
    QA_TRACK_RULES_MOT15,
    QA_TRACK_RULES_MOT17,
    QA_TRACK_RULES_MOT20
};

/* The frames of track i, *n of them, QA_TRACK_STRIDE numbers each. */
const double *qa_track_frames(const struct qa_objects *objects, size_t i, size_t *n);

#endif
