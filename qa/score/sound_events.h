#ifndef QA_SCORE_SOUND_EVENTS_H
#define QA_SCORE_SOUND_EVENTS_H

/*
 * The family "sound_events": which events were found, in two ways.
 *
 * Segment-based: time is cut into bins of --resolution seconds; an event is there in the bins from
 * floor(start / resolution) to ceil(end / resolution), in binary doubles. In each bin the classes
 * of both sides are compared: hits, and of F missed and P added ones min(F, P) are substitutions,
 * the rest deletions or insertions.
 *
 * Event-based: an event is found by one of its class whose start is within --onset-collar and whose
 * end within --offset-collar, or --offset-share of the reference's length where that is more;
 * events pair one to one, as many as can. Of the others, as many as can pair without regard to
 * class are substitutions, the rest deletions and insertions.
 *
 *     f1 = 2 hits / (events of both sides)    error rate = (S + D + I) / events of the reference
 *
 * In rows of a class nothing is substituted. Source: Mesaros, Heittola and Virtanen 2016 (Applied
 * Sciences 6, 162).
 */

#include "qa/score/score.h"

extern const struct qa_score qa_score_sound_events;

#endif
