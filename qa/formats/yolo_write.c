/* YOLO's labels: a text file an image, and the names of classes. */
#include <math.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/keypoints.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/rotated_box.h"
#include "qa/formats/writer.h"

struct yolo_folder {
    struct qa_writing *writing;
    uint32_t *number; /* by label id: class from 0 */
    size_t n_points;  /* of each object's keypoints; 0: none was written */
    uint64_t n_areas; /* of keypoints, left out */
    uint64_t n_names; /* likewise */
    /* Numbers of an object behind its class. */
    void (*put)(struct yolo_folder *folder, const struct qa_canonical_answer *answer,
                const struct qa_objects *one);
    double side[2]; /* of the image */
};

/* ---- classes ---- */

static bool is_line(const char *text)
{
    return strpbrk(text, "\r\n") == NULL;
}

static const bool *used_labels(const struct qa_writing *writing)
{
    bool *is_used = QA_ARRAY(writing->arena, bool, qa_strings_count(writing->names->labels) + 1UL);
    for (size_t i = 0; i < writing->n; i++) {
        const struct qa_canonical_answer *answer = &writing->answers[i];
        uint64_t first = qa_first_object(answer->batch, answer->answer);
        for (uint64_t o = first; o < first + qa_object_count(answer->batch, answer->answer); o++) {
            is_used[answer->batch->label[o]] = true;
        }
    }
    return is_used;
}

/* Classes in the order of their names, numbered from 0. as_yaml: entries of data.yaml's names. */
static void put_classes(struct yolo_folder *folder, bool as_yaml)
{
    struct qa_writing *writing = folder->writing;
    const struct qa_strings *labels = writing->names->labels;
    uint32_t n = qa_strings_count(labels);
    const bool *is_used = used_labels(writing);
    uint32_t *order = QA_ARRAY(writing->arena, uint32_t, (size_t)n + 1);
    uint32_t number = 0;
    qa_strings_sorted(labels, order, NULL);
    for (uint32_t i = 0; i < n; i++) {
        const char *name = qa_strings_text(labels, order[i]);
        if (!is_used[order[i]]) {
            continue;
        }
        if (as_yaml) {
            fprintf(writing->stream, "  %u: ", number);
            qa_put_json(name, writing->stream);
        } else {
            fputs(name, writing->stream);
        }
        folder->number[order[i]] = number++;
        fputc('\n', writing->stream);
        if (!as_yaml && !is_line(name)) {
            qa_writing_refuse(writing, &writing->answers[0], "E269",
                              "class '%.80s' is no single line, as a list of names has them", name);
        }
    }
}

/* ---- objects ---- */

static void put_share(const struct yolo_folder *folder, double value, int axis)
{
    fputc(' ', folder->writing->stream);
    qa_write_number(value / folder->side[axis], folder->writing->stream);
}

static void put_centred(const struct yolo_folder *folder, const double *box)
{
    for (int axis = 0; axis < 2; axis++) {
        put_share(folder, box[axis] + box[axis + 2] / 2, axis);
    }
    for (int axis = 0; axis < 2; axis++) {
        put_share(folder, box[axis + 2], axis);
    }
}

static void put_box(struct yolo_folder *folder, const struct qa_canonical_answer *answer,
                    const struct qa_objects *one)
{
    size_t n;
    (void)answer;
    put_centred(folder, qa_object_numbers(one, 0, &n));
}

static void put_outline(struct yolo_folder *folder, const struct qa_canonical_answer *answer,
                        const struct qa_objects *one)
{
    struct qa_polygon_rings rings = qa_polygon_rings(one, 0);
    struct qa_polygon_ring ring;
    bool is_one = qa_polygon_next_ring(&rings, &ring);
    for (size_t i = 0; is_one && i < 2 * ring.n; i++) {
        put_share(folder, ring.xy[i], (int)(i % 2));
    }
    if (!is_one || qa_polygon_next_ring(&rings, &ring)) {
        qa_writing_refuse(folder->writing, answer, "E267",
                          "a polygon of item '%.80s' has holes or parts, which YOLO's outlines "
                          "cannot have",
                          qa_item_text_of(answer));
    }
}

static void put_corners(struct yolo_folder *folder, const struct qa_canonical_answer *answer,
                        const struct qa_objects *one)
{
    double xy[2 * QA_ROTATED_BOX_CORNERS];
    (void)answer;
    qa_rotated_box_corners(one, 0, xy);
    for (int i = 0; i < 2 * QA_ROTATED_BOX_CORNERS; i++) {
        put_share(folder, xy[i], i % 2);
    }
}

/* A box is what is around the points where none is given. */
static void put_pose(struct yolo_folder *folder, const struct qa_canonical_answer *answer,
                     const struct qa_objects *one)
{
    enum { AREA, BOX };
    size_t n;
    size_t n_numbers;
    size_t n_text;
    const double *points = qa_keypoints_points(one, 0, &n);
    const double *number = qa_object_numbers(one, 0, &n_numbers);
    struct qa_keypoints_scale scale = qa_keypoints_scale_of(one, 0);
    (void)qa_object_text(one, 0, &n_text);
    folder->n_areas += isnan(number[AREA]) ? 0 : 1;
    folder->n_names += n_text > 0;
    folder->n_points = folder->n_points == 0 ? n : folder->n_points;
    if (folder->n_points != n || isnan(scale.box[0])) {
        qa_writing_refuse(folder->writing, answer, "E267",
                          folder->n_points != n
                              ? "objects of other numbers of keypoints than that of item '%.80s': "
                                "a folder of YOLO has as many of each"
                              : "keypoints of item '%.80s' lie nowhere and have no box",
                          qa_item_text_of(answer));
        return;
    }
    put_centred(folder, scale.box);
    for (size_t k = 0; k < n; k++) {
        put_share(folder, points[3 * k], 0);
        put_share(folder, points[3 * k + 1], 1);
        fputc(' ', folder->writing->stream);
        qa_write_number(points[3 * k + 2], folder->writing->stream);
    }
}

/* ---- files ---- */

static void put_object(struct yolo_folder *folder, const struct qa_canonical_answer *answer,
                       uint64_t o)
{
    const struct qa_batch *batch = answer->batch;
    FILE *stream = folder->writing->stream;
    const struct qa_objects one = qa_batch_objects(batch, o, 1);
    qa_write_number(folder->number[batch->label[o]], stream);
    folder->put(folder, answer, &one);
    if (batch->score != NULL && !isnan(batch->score[o])) {
        fputc(' ', stream);
        qa_write_number(batch->score[o], stream);
    }
    fputc('\n', stream);
}

static void put_answer(struct yolo_folder *folder, const struct qa_canonical_answer *answer)
{
    struct qa_writing *writing = folder->writing;
    const char *name = qa_writing_item_file(writing, answer, "labels/", ".txt");
    struct qa_image_size size = qa_writing_image_size(writing, answer);
    size_t n;
    uint64_t *list = qa_canonical_objects(answer, writing->arena, &n);
    if (name == NULL) {
        return;
    }
    if (n > 0 && (size.width == 0 || size.height == 0)) {
        qa_writing_refuse(writing, answer, "E269",
                          "the size of item '%.80s' is not known, and yolo has shares of it: "
                          "formats with sizes tell (coco, columns image_width and image_height)",
                          qa_item_text_of(answer));
        return;
    }
    folder->side[0] = size.width;
    folder->side[1] = size.height;
    qa_writing_begin(writing, name);
    for (size_t k = 0; k < n; k++) {
        put_object(folder, answer, list[k]);
    }
    qa_writing_end(writing);
}

static struct yolo_folder start(struct qa_writing *writing)
{
    size_t n_labels = (size_t)qa_strings_count(writing->names->labels) + 1;
    return (struct yolo_folder){.writing = writing,
                                .number = QA_ARRAY(writing->arena, uint32_t, n_labels)};
}

static void write_listed(struct qa_writing *writing,
                         void (*put)(struct yolo_folder *folder,
                                     const struct qa_canonical_answer *answer,
                                     const struct qa_objects *one))
{
    struct yolo_folder folder = start(writing);
    folder.put = put;
    qa_writing_begin(writing, "classes.txt");
    put_classes(&folder, false);
    qa_writing_end(writing);
    for (size_t i = 0; i < writing->n; i++) {
        put_answer(&folder, &writing->answers[i]);
    }
}

static void write_yolo(struct qa_writing *writing)
{
    write_listed(writing, put_box);
}

static void write_segments(struct qa_writing *writing)
{
    write_listed(writing, put_outline);
}

static void write_rotated(struct qa_writing *writing)
{
    write_listed(writing, put_corners);
}

static size_t count_points(const struct qa_writing *writing)
{
    size_t n = 0;
    for (size_t i = 0; i < writing->n && n == 0; i++) {
        const struct qa_canonical_answer *answer = &writing->answers[i];
        if (qa_object_count(answer->batch, answer->answer) > 0) {
            uint64_t first = qa_first_object(answer->batch, answer->answer);
            const struct qa_objects one = qa_batch_objects(answer->batch, first, 1);
            (void)qa_keypoints_points(&one, 0, &n);
        }
    }
    return n;
}

/* kpt_shape says that numbers come by three. */
static void write_poses(struct qa_writing *writing)
{
    struct yolo_folder folder = start(writing);
    folder.put = put_pose;
    folder.n_points = count_points(writing);
    qa_writing_begin(writing, "data.yaml");
    fprintf(writing->stream, "kpt_shape: [%zu, 3]\nnames:\n", folder.n_points);
    put_classes(&folder, true);
    qa_writing_end(writing);
    for (size_t i = 0; i < writing->n; i++) {
        put_answer(&folder, &writing->answers[i]);
    }
    if (folder.n_areas + folder.n_names > 0 && writing->findings->total[QA_ERROR] == 0) {
        qa_findings_addf(writing->findings, QA_WARNING, "W267", NULL, 0, 0,
                         "yolo-pose has no place for %s, which are left out%s",
                         folder.n_areas == 0   ? "names of keypoints"
                         : folder.n_names == 0 ? "areas"
                                               : "areas and names of keypoints",
                         folder.n_areas > 0 ? ": OKS goes by the boxes then" : "");
    }
}

#define HOLDS (QA_HOLDS_SCORE | QA_HOLDS_SIZE | QA_HOLDS_NOTHING)
#define IMAGES "; the images, or --sizes, give them back in pixels"

const struct qa_writer qa_writer_yolo = {
    .name = "yolo",
    .about = "boxes, one annotator's: a folder of classes.txt and a file an image" IMAGES,
    .holds = HOLDS,
    .types = (const struct qa_type *const[]){&qa_type_box, NULL},
    .write = write_yolo,
};

const struct qa_writer qa_writer_yolo_seg = {
    .name = "yolo-seg",
    .about = "polygons of one ring, likewise; --input-format yolo-seg reads them back",
    .holds = HOLDS,
    .types = (const struct qa_type *const[]){&qa_type_polygon, NULL},
    .write = write_segments,
};

const struct qa_writer qa_writer_yolo_obb = {
    .name = "yolo-obb",
    .about = "rotated boxes as their corners, likewise; --input-format yolo-obb reads them back",
    .holds = HOLDS,
    .types = (const struct qa_type *const[]){&qa_type_rotated_box, NULL},
    .write = write_rotated,
};

const struct qa_writer qa_writer_yolo_pose = {
    .name = "yolo-pose",
    .about = "keypoints with their boxes, with data.yaml; --input-format yolo-pose reads them back",
    .holds = HOLDS,
    .types = (const struct qa_type *const[]){&qa_type_keypoints, NULL},
    .write = write_poses,
};
