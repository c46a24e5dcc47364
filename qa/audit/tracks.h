#ifndef QA_AUDIT_TRACKS_H
#define QA_AUDIT_TRACKS_H

/*
 * What an auditor of tracks asks beside the figures: where identities were lost, and what of the
 * work is a tool's or cannot be meant so.
 *
 * Table track_switches lists every identity switch by the rule of tracks_clear.h. It is "cut in
 * two" when the track before had ended by the frame where the one after begins, else "switched".
 *
 * Table track_work has a row for each annotator: tracks, boxes, the share that was interpolated,
 * and how many steps from one box to the next are jumps (track_jumps.h). Table track_jumps lists
 * these.
 */

#include "qa/score/comparison.h"
#include "qa/table/report.h"

/* Adds all tables where the delivery has tracks. comparison: against gold. */
void qa_tracks_tables(const struct qa_comparison *comparison, struct qa_report *report);

/* Those that need no gold. */
void qa_tracks_work_tables(const struct qa_batch *batch, struct qa_report *report);

#endif
