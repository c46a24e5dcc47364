#ifndef QA_FORMATS_COCO_ANNOTATION_H
#define QA_FORMATS_COCO_ANNOTATION_H

/* One annotation object, of an instances file or of a results list. Private to the COCO readers. */

#include "qa/formats/json.h"
#include "qa/formats/reader.h"

struct qa_coco_annotation {
    struct qa_json_value image_id;
    struct qa_json_value category_id;
    struct qa_json_value bbox;
    struct qa_json_value segmentation;
    struct qa_json_value annotator;
    struct qa_json_value vendor;
    struct qa_json_value batch;
    struct qa_json_value started;
    struct qa_json_value submitted;
    struct qa_json_value seconds;
    bool has_image_id, has_category_id, has_bbox, has_segmentation, has_annotator, has_vendor;
    bool has_batch, has_started, has_submitted, has_seconds, has_score;
    bool is_crowd;
    double score;
};

/* The members that are known, whatever their order. */
struct qa_coco_annotation qa_coco_annotation_read(struct qa_json_value object);

/* A finding at the value's place in the file being read. */
void qa_coco_finding(const struct qa_read_context *context, struct qa_json_value at,
                     const char *code, const char *format, ...) QA_PRINTF(4, 5);

/* x, y, width, height into the row; false after an error finding. */
bool qa_coco_box(const struct qa_read_context *context, struct qa_json_value bbox,
                 struct qa_row *row);

/* Annotator, vendor, batch and times into the row; false after an error finding. */
bool qa_coco_person(const struct qa_read_context *context,
                    const struct qa_coco_annotation *annotation, struct qa_row *row);

/* A row of the file's own vendor, batch and question, without anything else. */
struct qa_row qa_coco_empty_row(const struct qa_read_context *context);

/* A text, or a number as text; false when the value is neither. */
bool qa_coco_text(const struct qa_read_context *context, struct qa_json_value value,
                  struct qa_json_text *out);

/* Counts a shape that is not read, beside its box. */
void qa_coco_count_shape(struct qa_source *source, struct qa_json_value segmentation);

#endif
