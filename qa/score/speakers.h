#ifndef QA_SCORE_SPEAKERS_H
#define QA_SCORE_SPEAKERS_H

/*
 * The family "speakers": who spoke when, against the reference. A recording is an item.
 *
 * Scored is, of each recording, what its UEM lists or, without one, from the first start to the
 * last end of both sides. Each speaker's own turns that overlap or touch are one. Speakers of the
 * delivery are mapped one to one onto those of the reference so that the time on which both agree
 * in the scored parts is longest. A collar takes away that many seconds on each side of every
 * boundary of the reference (also of a boundary beyond the UEM), --skip-overlap the time in which
 * several of its speakers speak; neither changes the mapping. In what remains, with R speakers of
 * the reference, S of the delivery and C of them mapped onto each other at a time,
 *
 *     missed = max(0, R - S)    false alarm = max(0, S - R)    confusion = min(R, S) - C
 *
 * are summed over seconds, and der = (missed + false alarm + confusion) / sum of R: three shares of
 * the scored reference speech that add up. Source: NIST 2009 (RT-09 evaluation plan); the rules of
 * its md-eval 22 but for the merging of turns, which it leaves to whoever writes them.
 *
 * jer: per speaker of the reference 1 - (shared seconds) / (seconds of either), 1 without a
 * partner, under the one-to-one pairs that make the mean least; mean over speakers of all
 * recordings, without collar and with overlaps (Ryant et al. 2019, the second DIHARD challenge).
 *
 * identification_error: as der, but names are names. Only with --identify.
 *
 * Time is counted in steps of 2^-40 seconds, so that parts of recordings add up in any order.
 */

#include "qa/score/score.h"

extern const struct qa_score qa_score_speakers;

#endif
