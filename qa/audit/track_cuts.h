#ifndef QA_AUDIT_TRACK_CUTS_H
#define QA_AUDIT_TRACK_CUTS_H

/*
 * Tracks of one answer that look like one object cut in two: the second begins in one of the ten
 * frames after the last of the first, has its class, and its first box has an IoU of 0.5 or above
 * with the first's last box, there or where its last motion would have taken it by then. Each track
 * goes on in at most one other and from at most one; of several, those of the greatest IoU.
 *
 * Without gold that is a suspicion: an object may leave where another comes. With gold the table
 * track_switches (tracks.h) knows.
 */

#include "qa/annotation/type.h"
#include "qa/batch/batch.h"
#include "qa/table/report.h"

struct qa_track_cut {
    size_t before; /* of the objects */
    size_t after;
    double last_frame;
    double frame;
    double similarity;
};

/* tracks: the objects of an answer. The cuts by last frame and frame, in scratch. Returns how many.
 * O(n log n), and the pairs that are near in time. */
size_t qa_track_cuts(const struct qa_objects *tracks, struct qa_arena *scratch,
                     struct qa_track_cut **out);

/* Adds table track_cuts. */
void qa_track_cuts_table(const struct qa_batch *batch, struct qa_report *report);

#endif
