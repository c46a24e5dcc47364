#ifndef QA_FORMATS_ACTIVITYNET_H
#define QA_FORMATS_ACTIVITYNET_H

/*
 * ActivityNet's JSON (Caba Heilbron et al. 2015): segments of videos. Item = the video's id. The
 * ground truth is {"database": {id: {"annotations": [{"segment": [start, end], "label"}]}}}, with
 * or without "database" around the videos; results are {"results": {id: [{"segment", "label",
 * "score"}]}}. Numbers may be texts. A video with an empty list is one in which nothing was found.
 * Segments that end after their video (duration, duration_second) are kept and counted (W234).
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_activitynet;

#endif
