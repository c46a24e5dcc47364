#ifndef QA_SCORE_TRACKS_CLEAR_H
#define QA_SCORE_TRACKS_CLEAR_H

/*
 * CLEAR MOT (Bernardin and Stiefelhagen 2008, EURASIP JIVP 246309) and identity measures (Ristani
 * et al. 2016, ECCVW) of tracks.
 *
 * CLEAR: boxes of a frame that reach the box threshold are matched one to one, with as many pairs
 * of tracks kept from the last frame that had boxes on both sides as can be, then by the greatest
 * sum of IoU. A switch is a match of a reference track with another track than at its last match,
 * however long ago; a fragmentation is each time that a reference track is matched again after such
 * a frame without a match. MOTA = 1 - (missed + spurious + switches) / reference boxes; MOTP = mean
 * IoU of matched boxes. Mostly tracked: reference tracks matched in more than 0.8 of their frames,
 * mostly lost: in less than 0.2.
 *
 * Identity: tracks of the two sides are paired one to one so that as many frames as can be hold
 * matched boxes of a pair (IDTP). IDF1 = 2 IDTP / (reference + delivered boxes).
 *
 * Parts are counts, so several sequences are scored as all of their boxes together. What counts,
 * and where classes stand, is said in track_frames.h.
 */

#include "qa/score/score.h"

struct qa_track_frames;

enum qa_clear_part {
    QA_CLEAR_REFERENCE, /* boxes */
    QA_CLEAR_DELIVERED,
    QA_CLEAR_MATCHED,
    QA_CLEAR_DISSIMILARITY, /* sum of 1 - IoU of matched boxes */
    QA_CLEAR_SWITCHES,
    QA_CLEAR_FRAGMENTATIONS,
    QA_CLEAR_TRACKS, /* of the reference */
    QA_CLEAR_MOSTLY_TRACKED,
    QA_CLEAR_MOSTLY_LOST,
    QA_CLEAR_IDENTITY, /* boxes of paired tracks */
    QA_N_CLEAR_PARTS
};

enum qa_clear_figure {
    QA_MOTA,
    QA_MOTP,
    QA_ID_SWITCHES,
    QA_FRAGMENTATIONS,
    QA_MOSTLY_TRACKED,
    QA_MOSTLY_LOST,
    QA_IDF1,
    QA_IDP,
    QA_IDR,
    QA_N_CLEAR_FIGURES
};

extern const struct qa_score qa_score_clear;

/* The parts of one sequence, all 0 before. */
void qa_clear_fill(const struct qa_track_frames *frames, struct qa_arena *scratch, double *parts);

/* A reference track that is matched with another track than before. */
struct qa_track_switch {
    double frame;
    double last_frame; /* of the match before */
    size_t reference;  /* objects of their batches */
    size_t before;
    size_t after;
};

/* All switches by frame; *n of them, in scratch. */
const struct qa_track_switch *qa_track_switches(const struct qa_track_frames *frames,
                                                struct qa_arena *scratch, size_t *n);

#endif
