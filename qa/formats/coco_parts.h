#ifndef QA_FORMATS_COCO_PARTS_H
#define QA_FORMATS_COCO_PARTS_H

/* What the files of the two readers of COCO share. */

#include "qa/formats/coco_index.h"
#include "qa/formats/sink.h"

/* What both readers work with. */
struct qa_coco {
    struct qa_sink *sink;
    struct qa_source *source;
    struct qa_coco_index *run;
    bool said_unread;           /* that masks beside outlines stay unread */
    bool has_lines;             /* false for a file in one line: every place is line 1 */
    const struct qa_type *kind; /* that annotations are read in */
    const char *points; /* names of the keypoints of the next object, a line each, or NULL */
    bool said_angle;
    uint64_t n_outlines; /* with a box beside them */
    uint64_t n_apart;    /* of them, those whose box is another */
    struct qa_place first_apart;
    struct qa_shape shape;
    struct qa_arena *scratch;
};

/* A file's list of answers begins. */
struct qa_coco qa_coco_begin(struct qa_sink *sink, const struct qa_bytes *bytes,
                             const char *format);

void qa_coco_end(struct qa_coco *coco);

struct qa_place qa_coco_place(const struct qa_coco *coco, struct qa_json_value value);

/* ---- findings; these return false ---- */

/* Findings come once an error, so their columns are worth counting. */
bool qa_coco_bad(const struct qa_coco *coco, struct qa_json_value at, const char *code,
                 const char *text);
/* Ids are exact: beyond 64 bits, or with a fraction, they are none. */
bool qa_coco_bad_id(const struct qa_coco *coco, struct qa_json_value id, const char *code,
                    const char *what);
bool qa_coco_missing(const struct qa_coco *coco, struct qa_json_value object, const char *what,
                     const char *member);

/* ---- one annotation: coco_object.c ---- */

/* The members that are the format's own. */
struct qa_coco_members {
    struct qa_json_value image_id, category_id, bbox, segmentation;
    struct qa_json_value keypoints;
    bool has_image_id, has_category_id, has_bbox, has_segmentation, has_keypoints, is_crowd;
    double area;     /* NAN: not given */
    double rotation; /* degrees, of the box; 0: not given */
};

/* Members that say who made an annotation and when: of an image for all of its annotations, of an
 * annotation for itself. */
bool qa_coco_field(const char *key, enum qa_field *field);

/* Hands the sink what it knows and keeps the rest. A member that is null is a member that is
 * absent. */
struct qa_coco_members qa_coco_read_members(const struct qa_coco *coco,
                                            struct qa_json_value object);

/* An annotation in its keypoints: coco_keypoints.c. */
bool qa_coco_read_keypoints(struct qa_coco *coco, struct qa_json_value object,
                            const struct qa_coco_members *members);

/* What a category calls its keypoints: a line each, in the arena; NULL: it says none. */
const char *qa_coco_point_names(struct qa_json_value category, struct qa_arena *arena);
/* Of objects of a label, for all files of the run. */
void qa_coco_set_points(struct qa_coco *coco, uint32_t label, const char *points);
const char *qa_coco_points(const struct qa_coco *coco, uint32_t label);

/* Where a mask begins among its members: reads {"size": [h, w], "counts": runs or text} into the
 * shape. False after a finding. coco_mask.c */
bool qa_coco_read_mask(struct qa_coco *coco, struct qa_json_value segmentation);

/* The object of an annotation whose item and label are known. False when it has no shape at all. */
bool qa_coco_read_object(struct qa_coco *coco, struct qa_json_value object,
                         const struct qa_coco_members *members);

/* ---- whole files: coco_instances.c and coco_results.c ---- */

enum qa_status qa_coco_read_instances(struct qa_bytes *bytes, struct qa_sink *sink,
                                      struct qa_error *err);
enum qa_status qa_coco_read_results(struct qa_bytes *bytes, struct qa_sink *sink,
                                    struct qa_error *err);

#endif
