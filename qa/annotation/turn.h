#ifndef QA_ANNOTATION_TURN_H
#define QA_ANNOTATION_TURN_H

/*
 * Speaker turns: who spoke when. Numbers: start, end in seconds; label: the speaker. Similarity is
 * the IoU of time (period.h).
 *
 * Speakers are called 1, 2, 3 by whoever annotates, so names mean nothing across two answers: those
 * of one are mapped one to one onto those of the other so that the time on which both agree is
 * longest (Kuhn 1955 on the matrix of shared seconds; NIST md-eval). With --identify names are
 * names.
 */

#include "qa/annotation/type.h"

extern const struct qa_type qa_type_turn;

/* By their index in struct qa_type.settings. */
enum qa_turn_setting {
    QA_TURN_UEM,
    QA_TURN_COLLAR, /* seconds on each side of a boundary of the reference */
    QA_TURN_SKIP_OVERLAP,
    QA_TURN_IDENTIFY,
    QA_N_TURN_SETTINGS
};

#endif
