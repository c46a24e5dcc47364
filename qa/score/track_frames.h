#ifndef QA_SCORE_TRACK_FRAMES_H
#define QA_SCORE_TRACK_FRAMES_H

/*
 * The tracks of a pair of answers frame by frame, for the figures of tracking: which boxes of the
 * two sides overlap in each frame, and how much. Boxes that do not count are gone by then:
 *
 *   without rules  uncounted boxes of side a (crowd regions, boxes marked so) are left out, and so
 *                  is a box of side b that no counted box of a of its frame matches at the box
 *                  threshold and that lies at least half inside an uncounted one; uncounted boxes
 *                  of b are left out.
 *   mot15          uncounted boxes of a are left out, and nothing else.
 *   mot17, mot20   MOTChallenge's (Milan et al. 2016, section 4; Dendorfer et al. 2020): boxes of b
 *                  are matched to all boxes of a in the frame, at IoU 0.5, and those that a
 *                  distractor has are left out; of a only counted boxes of the class pedestrian
 *                  stay. Distractors: person_on_vehicle, static_person, distractor, reflection; of
 *                  mot20 non_mot_vehicle too.
 *
 * Boxes of unequal class do not overlap, unless the comparison is class-agnostic.
 */

#include "qa/score/score.h"

/* Two boxes of one frame that overlap. */
struct qa_overlap {
    uint32_t track[2]; /* of a and of b */
    uint32_t box[2];   /* within the frame's boxes of its side */
    uint32_t pair;     /* of tracks, numbered from 0 */
    double similarity; /* IoU, above 0 */
};

struct qa_track_frame {
    double number;
    uint32_t n[2]; /* boxes that count */
    size_t first;  /* of its overlaps; the next frame's is the end */
};

enum qa_track_family { QA_TRACKS_HOTA, QA_TRACKS_CLEAR, QA_N_TRACK_FAMILIES };

struct qa_track_frames {
    size_t n_tracks[2];
    const size_t *object[2]; /* of each track, its index in its batch */
    uint64_t *length[2];     /* of each track, its boxes that count */
    uint64_t n_boxes[2];
    double threshold; /* of two boxes that are the same */
    size_t n_frames;
    struct qa_track_frame *frame; /* n_frames + 1, ascending */
    const struct qa_overlap *overlap;
    size_t n_pairs;
    const uint32_t (*pair)[2]; /* its tracks */
    /* What a family made of them, its parts; NULL: nothing yet. */
    const double *parts[QA_N_TRACK_FAMILIES];
};

/* The tracks of a pair that belong to a group. Lives in scratch. O(boxes), and the boxes of a frame
 * squared, of which nearly all cost a comparison of numbers. */
struct qa_track_frames qa_track_frames_of(const struct qa_comparison *comparison,
                                          const struct qa_pair *pair,
                                          const struct qa_object_group *group,
                                          struct qa_arena *scratch);

/* The same, worked once for all families and groups of the pair that see the same tracks, where the
 * group has a memory. Lives as long as that, else in scratch. */
struct qa_track_frames *qa_track_frames_kept(const struct qa_comparison *comparison,
                                             const struct qa_pair *pair,
                                             const struct qa_object_group *group,
                                             struct qa_arena *scratch);

/* The parts that `family` made of the frames, n of them; it makes them once, by `fill`. */
typedef void qa_track_fill(const struct qa_track_frames *frames, struct qa_arena *scratch,
                           double *parts);
void qa_track_parts(struct qa_track_frames *frames, enum qa_track_family family,
                    const struct qa_object_group *group, qa_track_fill *fill,
                    struct qa_arena *scratch, double *parts);

/*
 * One-to-one among overlaps[0 .. n - 1] of a frame, by the greatest sum of weight; those of weight
 * 0 have no part. chosen[i] says which. scratch is reset.
 */
void qa_track_match(const struct qa_overlap *overlaps, const double *weight, size_t n,
                    struct qa_arena *scratch, bool *chosen);

/* What rounding may take from a similarity that reaches a threshold. */
static inline bool qa_track_reaches(double similarity, double threshold)
{
    return similarity >= threshold - 2.220446049250313e-16;
}

#endif
