/* Answers as COCO's instances. Each answer has an image entry of its own, which says whose it is:
 * where an item has one answer, as is usual, that is the usual file. */
#include <math.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/keypoints.h"
#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
#include "qa/base/time.h"
#include "qa/formats/writer.h"

struct coco_file {
    struct qa_writing *writing;
    FILE *stream;
    uint32_t *category;  /* by label id: its number from 1; 0: not used */
    const char **points; /* by label id: names of points, a line each; NULL: none */
    uint64_t n_annotations;
    bool keeps_ids; /* the objects' own are numbers, each once */
};

/* ---- categories ---- */

static void note_label(struct coco_file *file, const struct qa_canonical_answer *answer, uint64_t o)
{
    const struct qa_batch *batch = answer->batch;
    uint32_t label = batch->label[o];
    size_t n;
    const struct qa_objects one = qa_batch_objects(batch, o, 1);
    const char *names = qa_object_text(&one, 0, &n);
    file->category[label] = 1;
    if (qa_answer_type(batch, answer->answer) != &qa_type_keypoints || n == 0) {
        return;
    }
    const char *text = qa_arena_text_n(file->writing->arena, names, n);
    if (file->points[label] != NULL && strcmp(file->points[label], text) != 0) {
        qa_writing_refuse(file->writing, answer, "E267",
                          "points of '%.80s' have other names than before: COCO names them once a "
                          "class",
                          qa_label_text_of(batch, o));
    }
    file->points[label] = text;
}

static void put_point_names(const char *names, FILE *stream)
{
    fputs(", \"keypoints\": [", stream);
    for (const char *at = names; *at != '\0';) {
        size_t n = strcspn(at, "\n");
        fputs(at == names ? "" : ", ", stream);
        qa_put_json_text(at, n, stream);
        at += n + (at[n] == '\n');
    }
    fputc(']', stream);
}

static void put_categories(struct coco_file *file)
{
    const struct qa_strings *labels = file->writing->names->labels;
    uint32_t n = qa_strings_count(labels);
    uint32_t *order = QA_ARRAY(file->writing->arena, uint32_t, (size_t)n + 1);
    uint32_t number = 0;
    qa_strings_sorted(labels, order, NULL);
    fputs("\n], \"categories\": [", file->stream);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t label = order[i];
        if (file->category[label] == 0) {
            continue;
        }
        file->category[label] = ++number;
        fputs(number > 1 ? ",\n" : "\n", file->stream);
        fputs("{\"id\": ", file->stream);
        qa_write_number(number, file->stream);
        fputs(", \"name\": ", file->stream);
        qa_put_json(qa_strings_text(labels, label), file->stream);
        if (file->points[label] != NULL) {
            put_point_names(file->points[label], file->stream);
        }
        fputc('}', file->stream);
    }
}

/* ---- images ---- */

static void put_member(const char *name, const char *text, FILE *stream)
{
    if (text[0] != '\0') {
        fputs(", ", stream);
        qa_put_json(name, stream);
        fputs(": ", stream);
        qa_put_json(text, stream);
    }
}

static void put_number(const char *name, double value, FILE *stream)
{
    fputs(", ", stream);
    qa_put_json(name, stream);
    fputs(": ", stream);
    qa_write_number(value, stream);
}

static void put_time(const char *name, const int64_t *times, size_t answer, FILE *stream)
{
    if (times != NULL && times[answer] != QA_NO_TIME) {
        char text[QA_TIME_TEXT_MAX];
        qa_time_format(times[answer], text);
        put_member(name, text, stream);
    }
}

static void put_image(struct coco_file *file, size_t i)
{
    const struct qa_canonical_answer *answer = &file->writing->answers[i];
    const struct qa_batch *batch = answer->batch;
    size_t a = answer->answer;
    FILE *stream = file->stream;
    struct qa_image_size size = qa_writing_image_size(file->writing, answer);
    static const char *const statuses[] = {
        [QA_DONE] = "", [QA_SKIPPED] = "skipped", [QA_OPEN] = "open"};
    fputs(i > 0 ? ",\n{\"id\": " : "\n{\"id\": ", stream);
    qa_write_number((double)i + 1, stream);
    put_member("file_name", qa_item_text_of(answer), stream);
    if (size.width > 0 && size.height > 0) {
        put_number("width", size.width, stream);
        put_number("height", size.height, stream);
    }
    put_member("annotator", qa_annotator_text(batch->names, batch->annotator[a]), stream);
    put_member("vendor", qa_strings_text(batch->names->vendors, qa_answer_vendor(batch, a)),
               stream);
    put_member("batch", qa_strings_text(batch->names->batches, qa_answer_batch(batch, a)), stream);
    put_member("stage", qa_strings_text(batch->names->stages, qa_answer_stage(batch, a)), stream);
    put_member("status", a < batch->n_answers ? "" : statuses[batch->status[a]], stream);
    put_time("started_at", batch->started, a, stream);
    put_time("submitted_at", batch->submitted, a, stream);
    if (qa_answer_duration(batch, a) != QA_NO_TIME) {
        put_number("seconds", (double)batch->duration[a] / (double)QA_SECOND, stream);
    }
    fputc('}', stream);
}

/* ---- annotations ---- */

static void put_numbers(const double *number, size_t n, FILE *stream)
{
    fputc('[', stream);
    for (size_t i = 0; i < n; i++) {
        fputs(i > 0 ? ", " : "", stream);
        qa_write_number(number[i], stream);
    }
    fputc(']', stream);
}

static void put_box(const struct qa_type *type, const struct qa_objects *one, FILE *stream)
{
    struct qa_bounds around;
    type->bounds(one, 0, &around);
    const double box[] = {around.low[0], around.low[1], around.high[0] - around.low[0],
                          around.high[1] - around.low[1]};
    fputs(", \"bbox\": ", stream);
    put_numbers(box, 4, stream);
}

/* COCO means the union of a list of polygons, so that a hole would be filled. */
static void put_polygon(struct coco_file *file, const struct qa_canonical_answer *answer,
                        const struct qa_objects *one)
{
    struct qa_polygon_rings rings = qa_polygon_rings(one, 0);
    struct qa_polygon_ring ring;
    bool is_first = true;
    fputs(", \"segmentation\": [", file->stream);
    while (qa_polygon_next_ring(&rings, &ring)) {
        if (!is_first && !ring.starts_part) {
            qa_writing_refuse(file->writing, answer, "E267",
                              "a polygon of item '%.80s' has a hole, which COCO's lists of "
                              "polygons cannot hold; --rasterise makes masks of them",
                              qa_item_text_of(answer));
        }
        fputs(is_first ? "" : ", ", file->stream);
        put_numbers(ring.xy, 2 * ring.n, file->stream);
        is_first = false;
    }
    fputc(']', file->stream);
    put_box(&qa_type_polygon, one, file->stream);
}

static void put_mask(struct coco_file *file, const struct qa_objects *one)
{
    size_t length;
    struct qa_rle rle = qa_mask_rle(one, 0, file->writing->arena);
    const char *text = qa_rle_text(&rle, &length, file->writing->arena);
    const double size[] = {rle.height, rle.width};
    fputs(", \"segmentation\": {\"size\": ", file->stream);
    put_numbers(size, 2, file->stream);
    fputs(", \"counts\": ", file->stream);
    qa_put_json_text(text, length, file->stream);
    fputc('}', file->stream);
    put_box(&qa_type_mask, one, file->stream);
}

static void put_keypoints(struct coco_file *file, const struct qa_objects *one)
{
    enum { SCALE = 5 };
    size_t n;
    size_t all;
    const double *points = qa_keypoints_points(one, 0, &n);
    const double *number = qa_object_numbers(one, 0, &all);
    double n_labelled = 0;
    for (size_t k = 0; k < n; k++) {
        n_labelled += qa_keypoint_is_labelled(points + 3 * k);
    }
    fputs(", \"keypoints\": ", file->stream);
    put_numbers(points, 3 * n, file->stream);
    put_number("num_keypoints", n_labelled, file->stream);
    if (all >= SCALE && isfinite(number[1]) && isfinite(number[3])) {
        fputs(", \"bbox\": ", file->stream);
        put_numbers(number + 1, 4, file->stream);
    }
    if (all >= SCALE && isfinite(number[0])) {
        put_number("area", number[0], file->stream);
    }
}

static void put_shape(struct coco_file *file, const struct qa_canonical_answer *answer, uint64_t o)
{
    const struct qa_type *type = qa_answer_type(answer->batch, answer->answer);
    const struct qa_objects one = qa_batch_objects(answer->batch, o, 1);
    if (type == &qa_type_keypoints) {
        put_keypoints(file, &one);
        return;
    }
    if (type == &qa_type_polygon) {
        put_polygon(file, answer, &one);
    } else if (type == &qa_type_mask) {
        put_mask(file, &one);
    } else {
        size_t n;
        fputs(", \"bbox\": ", file->stream);
        put_numbers(qa_object_numbers(&one, 0, &n), 4, file->stream);
    }
    put_number("area", qa_object_area(answer->batch, type, o), file->stream);
}

static void put_annotation(struct coco_file *file, size_t i, uint64_t o)
{
    const struct qa_canonical_answer *answer = &file->writing->answers[i];
    const struct qa_batch *batch = answer->batch;
    const char *key = batch->object_key == NULL
                          ? NULL
                          : qa_key_text(batch->names, batch->object_key[o], file->writing->arena);
    FILE *stream = file->stream;
    fputs(file->n_annotations++ > 0 ? ",\n{\"id\": " : "\n{\"id\": ", stream);
    if (file->keeps_ids && key != NULL) {
        fputs(key, stream);
    } else {
        qa_write_number((double)file->n_annotations, stream);
    }
    put_number("image_id", (double)i + 1, stream);
    put_number("category_id", file->category[batch->label[o]], stream);
    put_shape(file, answer, o);
    put_number("iscrowd", qa_object_region(batch, o) == QA_REGION_CROWD, stream);
    if (qa_object_region(batch, o) == QA_REGION_UNCOUNTED) {
        put_number("ignore", 1, stream);
    }
    if (batch->score != NULL && !isnan(batch->score[o])) {
        put_number("score", batch->score[o], stream);
    }
    fputc('}', stream);
}

/* ---- the file ---- */

/* Ids that are kept are numbers of all objects. */
static bool has_number(const struct qa_batch *batch, uint64_t o)
{
    return batch->object_key != NULL && batch->object_key[o] >> 63 == 0;
}

typedef void (*object_taker)(struct coco_file *file, size_t answer, uint64_t object);

static void each_object(struct coco_file *file, object_taker take)
{
    for (size_t i = 0; i < file->writing->n; i++) {
        size_t n = 0;
        const struct qa_canonical_answer *answer = &file->writing->answers[i];
        bool is_aside = answer->answer >= answer->batch->n_answers;
        uint64_t *list = is_aside ? NULL : qa_canonical_objects(answer, file->writing->arena, &n);
        for (size_t k = 0; k < n; k++) {
            take(file, i, list[k]);
        }
    }
}

static void note_object(struct coco_file *file, size_t i, uint64_t o)
{
    const struct qa_canonical_answer *answer = &file->writing->answers[i];
    note_label(file, answer, o);
    file->keeps_ids = file->keeps_ids && has_number(answer->batch, o);
}

static void write_coco(struct qa_writing *writing)
{
    size_t n_labels = (size_t)qa_strings_count(writing->names->labels) + 1;
    struct coco_file file = {.writing = writing,
                             .category = QA_ARRAY(writing->arena, uint32_t, n_labels),
                             .points = QA_ARRAY(writing->arena, const char *, n_labels),
                             .keeps_ids = true};
    qa_writing_begin(writing, qa_writer_coco.file);
    file.stream = writing->stream;
    each_object(&file, note_object);
    fputs("{\"images\": [", file.stream);
    for (size_t i = 0; i < writing->n; i++) {
        put_image(&file, i);
    }
    put_categories(&file);
    fputs("\n], \"annotations\": [", file.stream);
    each_object(&file, put_annotation);
    fputs("\n]}\n", file.stream);
    qa_writing_end(writing);
}

static const struct qa_type *const types[] = {&qa_type_box, &qa_type_polygon, &qa_type_mask,
                                              &qa_type_keypoints, NULL};

const struct qa_writer qa_writer_coco = {
    .name = "coco",
    .about = "boxes, polygons, masks or keypoints; whose they are stands with each image",
    .file = "annotations.json",
    .holds = QA_HOLDS_ANNOTATOR | QA_HOLDS_VENDOR | QA_HOLDS_BATCH | QA_HOLDS_STAGE |
             QA_HOLDS_STARTED | QA_HOLDS_SUBMITTED | QA_HOLDS_SECONDS | QA_HOLDS_OBJECT_ID |
             QA_HOLDS_SCORE | QA_HOLDS_SIZE | QA_HOLDS_SKIPPED | QA_HOLDS_OPEN | QA_HOLDS_CROWD |
             QA_HOLDS_NOTHING,
    .types = types,
    .write = write_coco,
};
