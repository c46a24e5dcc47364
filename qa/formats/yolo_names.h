#ifndef QA_FORMATS_YOLO_NAMES_H
#define QA_FORMATS_YOLO_NAMES_H

/*
 * The names of YOLO's classes, which labels have as numbers from 0: a name a line (`classes.txt`,
 * `obj.names`), or the key `names` of a YAML file (`data.yaml`) as a list or as a mapping of
 * numbers. A list holds for the labels of its folder or archive: that of the nearest folder above.
 * Two lists of one folder that differ are refused.
 */

#include "qa/formats/sink.h"

extern const struct qa_reader qa_reader_yolo_names;

/* What holds for the labels of the file that is read. */
struct qa_yolo_names {
    const char *path;
    const char *const *list; /* NULL for a number without a name */
    size_t n;
    size_t n_points;    /* of each object with keypoints (kpt_shape); 0: not said */
    size_t n_per_point; /* 2, or 3 with visibility */
};

/* NULL when no list was given. */
const struct qa_yolo_names *qa_yolo_names_of(struct qa_sink *sink);

/* Whether the file is such a list by its name and content. */
bool qa_is_yolo_names(const struct qa_bytes *bytes);

#endif
