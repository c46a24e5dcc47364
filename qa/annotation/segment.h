#ifndef QA_ANNOTATION_SEGMENT_H
#define QA_ANNOTATION_SEGMENT_H

/*
 * Segments: a period of a recording and what happens in it. Sound events, emotions, actions, scenes
 * and other events in time. Numbers: start, end in seconds; label: the class. Similarity is the IoU
 * of time (period.h).
 */

#include "qa/annotation/type.h"

extern const struct qa_type qa_type_segment;

/* By their index in struct qa_type.settings. */
enum qa_segment_setting {
    QA_SEGMENT_UEM,
    QA_SEGMENT_RESOLUTION,   /* seconds of a bin of segment-based figures */
    QA_SEGMENT_ONSET_COLLAR, /* seconds, as the next two */
    QA_SEGMENT_OFFSET_COLLAR,
    QA_SEGMENT_TOLERANCE,
    QA_SEGMENT_OFFSET_SHARE, /* of the reference's length */
    QA_SEGMENT_ONSET_ONLY,
    QA_SEGMENT_BACKGROUND,
    QA_SEGMENT_FRAME_RATE,
    QA_N_SEGMENT_SETTINGS
};

#endif
