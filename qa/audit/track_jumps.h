#ifndef QA_AUDIT_TRACK_JUMPS_H
#define QA_AUDIT_TRACK_JUMPS_H

/*
 * Steps of a track, from one of its boxes to the next, that no motion explains: a box that was put
 * on another object, or drawn at a wrong size.
 *
 * What is unexplained of a step is the lesser of its differences, a frame, from the two nearest
 * steps (before and behind; at an end of the track the two next to it), times the frames it took. A
 * steady motion, however fast, has none; nor has one that sets in, stops or turns, since one of the
 * neighbours is like it. Of place it is a distance of centres, as a share of the greater diagonal
 * of the two boxes; of size the change of width or of height, as a share of the greater width or
 * height, whichever is more.
 *
 * A step is a jump of place above 1/2 and of size above 1/3, when it is also more than six times
 * the track's median: a track that trembles throughout has no jumps. Tracks of fewer than four
 * boxes are not judged. On walks whose speed and size change at random no step in 100,000 is called
 * one (tests/qa/audit/test_track_jumps.c).
 */

#include "qa/base/arena.h"

enum qa_track_jump_kind { QA_JUMP_OF_PLACE, QA_JUMP_OF_SIZE, QA_N_JUMP_KINDS };

struct qa_track_jump {
    enum qa_track_jump_kind kind;
    double frame;
    double last_frame;
    double share; /* what is unexplained, as above */
};

/* frames: n of them, as qa/annotation/track.h has them. The jumps by frame, place before size, in
 * scratch. Returns how many. O(n log n). */
size_t qa_track_jumps(const double *frames, size_t n, struct qa_arena *scratch,
                      struct qa_track_jump **out);

#endif
