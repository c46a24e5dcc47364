#ifndef QA_FORMATS_COCO_INDEX_H
#define QA_FORMATS_COCO_INDEX_H

/*
 * What COCO ids stand for: image ids for items, category ids for labels. One index for the file
 * being read, one for all files of the run, from which results lists take their names. An id is a
 * number or a text; where both are there, 1 and "1" are two ids, else one. Private to the COCO
 * readers.
 */

#include "qa/base/strings.h"
#include "qa/batch/batch.h"
#include "qa/formats/json.h"

struct qa_coco_map {
    struct qa_strings *keys;
    uint32_t *name; /* item or label id; QA_NONE: files of the run disagree */
    size_t capacity;
    struct qa_image_size *size; /* of the images of a run; NULL: not kept */
    size_t size_capacity;
};

/* Of the run; zero before the first file. */
struct qa_coco_index {
    struct qa_coco_map images;
    struct qa_coco_map categories;
    bool has_instances; /* an instances file was read */
};

void qa_coco_map_init(struct qa_coco_map *map, struct qa_arena *arena);

/* Dense number of the id within the map, new or old; QA_NONE when the value is no id (neither whole
 * number nor text). *is_new says whether it was new. */
uint32_t qa_coco_map_put(struct qa_coco_map *map, struct qa_json_value id, struct qa_arena *arena,
                         bool *is_new);

/* The dense number of an id that was put, or QA_NONE: the id itself, or its number as a text or
 * text as a number. */
uint32_t qa_coco_map_find(const struct qa_coco_map *map, struct qa_json_value id);

/* The id as a text: "42". In the arena; NULL when the value is no id. */
const char *qa_coco_id_text(struct qa_json_value id, struct qa_arena *arena);

#endif
