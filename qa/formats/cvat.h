#ifndef QA_FORMATS_CVAT_H
#define QA_FORMATS_CVAT_H

/*
 * CVAT's XML for images: `annotations` with an `image` each, and in it `box` (with `rotation` in
 * degrees, clockwise about the centre), `polygon`, `points` and `skeleton` (keypoints), `mask` (run
 * lengths along the rows of its own box) and `tag` (a label of the image). Polygons, and masks, of
 * one label and one group are one object. The annotator is the assignee of the task or job, where
 * the file names one; the stage is that of the job, likewise.
 */

#include "qa/formats/picture.h"
#include "qa/formats/xml.h"

extern const struct qa_reader qa_reader_cvat;

/* ---- for whoever reads shapes of CVAT elsewhere ---- */

/* The numbers of a shape's element, by its name: "box", "polygon", "points", "mask". */
struct qa_cvat_shape {
    struct qa_sink *sink;
    struct qa_arena *arena;
    struct qa_image_size size; /* of the image: what masks are in */
    struct qa_place place;
};

/* Sets the kind and the numbers of the mark. False after an error finding with the place (E122,
 * E185), or, with *is_known false, for an element that is no shape of these. */
bool qa_cvat_read_shape(const struct qa_cvat_shape *reading, const char *name,
                        const char **attributes, struct qa_mark *mark, bool *is_known);

#endif
