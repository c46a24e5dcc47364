#ifndef QA_FORMATS_COCO_H
#define QA_FORMATS_COCO_H

/*
 * COCO JSON (Lin et al. 2014): instances files (images, categories, annotations) and results
 * lists (image_id, category_id, bbox, score). bbox is x, y, width, height in 0-based pixels without
 * a +1. Category ids have gaps and are names, never indices; id 0 is legal.
 *
 * An item is named by its image's file_name, or by its id where no images section tells. A results
 * list has ids alone: it takes names from the instances files of the same run. A label is the
 * category's name.
 *
 * An annotation may have a box, an outline or mask, and keypoints; it is read in the kind of
 * --type, without it in the richest that all files of the run offer: keypoints, else outlines, else
 * boxes. The others are counted and left unread. A box may be turned: attributes.rotation, as CVAT
 * writes it, or a fifth number of bbox (W226). `area` is the annotation's area for size classes and
 * the scale of its keypoints; "ignore" says that an object need not be found. The visibility of a
 * results list's keypoints says nothing: all count as labelled but those at 0, 0 with 0.
 *
 * Every image of an instances file is an answer, also without annotations. A vendor's member
 * "annotator" ("annotator_id", "worker") on an annotation, or on an image for all of its
 * annotations, says who did it.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_coco;         /* instances */
extern const struct qa_reader qa_reader_coco_results; /* results list */

#endif
