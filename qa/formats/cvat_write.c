/* Answers as CVAT's XML for images. */
#include <math.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/keypoints.h"
#include "qa/annotation/label.h"
#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/rotated_box.h"
#include "qa/batch/tag_set.h"
#include "qa/formats/writer.h"

struct cvat_file {
    struct qa_writing *writing;
    FILE *stream;
    uint64_t n_groups;
    uint64_t n_scales; /* of keypoints, left out */
};

/* One object on its way out. */
struct drawn {
    const struct qa_canonical_answer *answer;
    const char *label;
    struct qa_objects one;
};

static void refuse_text(struct cvat_file *file, const struct qa_canonical_answer *answer,
                        const char *what, const char *text)
{
    qa_writing_refuse(file->writing, answer, "E269", "%s '%.80s' is no text that XML can hold",
                      what, text);
}

static void put_attribute(struct cvat_file *file, const char *name, double value)
{
    fprintf(file->stream, " %s=\"", name);
    qa_write_number(value, file->stream);
    fputc('"', file->stream);
}

static void begin_element(struct cvat_file *file, const struct drawn *drawn, const char *name)
{
    fprintf(file->stream, "    <%s label=\"", name);
    if (!qa_put_xml(drawn->label, file->stream)) {
        refuse_text(file, drawn->answer, "class", drawn->label);
    }
    fputs("\" source=\"manual\"", file->stream);
}

static void put_points(struct cvat_file *file, const double *xy, size_t n, size_t per_point)
{
    fputs(" points=\"", file->stream);
    for (size_t i = 0; i < n; i++) {
        fputs(i > 0 ? ";" : "", file->stream);
        qa_write_number(xy[i * per_point], file->stream);
        fputc(',', file->stream);
        qa_write_number(xy[i * per_point + 1], file->stream);
    }
    fputc('"', file->stream);
}

static void put_box(struct cvat_file *file, const struct drawn *drawn)
{
    size_t n;
    const double *box = qa_object_numbers(&drawn->one, 0, &n);
    begin_element(file, drawn, "box");
    put_attribute(file, "xtl", box[0]);
    put_attribute(file, "ytl", box[1]);
    put_attribute(file, "xbr", box[0] + box[2]);
    put_attribute(file, "ybr", box[1] + box[3]);
    if (n > 4) {
        put_attribute(file, "rotation", box[4]);
    }
    fputs("/>\n", file->stream);
}

/* Parts are polygons of one group. */
static void put_polygon(struct cvat_file *file, const struct drawn *drawn)
{
    struct qa_polygon_rings rings = qa_polygon_rings(&drawn->one, 0);
    struct qa_polygon_ring ring;
    size_t n_rings = 0;
    while (qa_polygon_next_ring(&rings, &ring)) {
        n_rings++;
    }
    file->n_groups += n_rings > 1;
    rings = qa_polygon_rings(&drawn->one, 0);
    while (qa_polygon_next_ring(&rings, &ring)) {
        if (!ring.starts_part) {
            qa_writing_refuse(file->writing, drawn->answer, "E267",
                              "a polygon of item '%.80s' has a hole, which CVAT's cannot have; "
                              "--rasterise makes masks of them",
                              qa_item_text_of(drawn->answer));
            return;
        }
        begin_element(file, drawn, "polygon");
        put_points(file, ring.xy, ring.n, 2);
        if (n_rings > 1) {
            put_attribute(file, "group_id", (double)file->n_groups);
        }
        fputs("/>\n", file->stream);
    }
}

/* Runs along the rows of the whole picture. */
static void put_mask(struct cvat_file *file, const struct drawn *drawn)
{
    struct qa_arena *scratch = qa_arena_new();
    struct qa_rle rle = qa_mask_rle(&drawn->one, 0, scratch);
    const unsigned char *pixel = qa_writing_pixels(&rle, scratch);
    size_t n = (size_t)rle.height * rle.width;
    begin_element(file, drawn, "mask");
    fputs(" rle=\"", file->stream);
    size_t from = 0;
    for (unsigned char value = 0; pixel != NULL && from < n; value = !value) {
        size_t to = from;
        while (to < n && pixel[to] == value) {
            to++;
        }
        fprintf(file->stream, "%s%zu", from > 0 || value > 0 ? ", " : "", to - from);
        from = to;
    }
    fputc('"', file->stream);
    put_attribute(file, "left", 0);
    put_attribute(file, "top", 0);
    put_attribute(file, "width", rle.width);
    put_attribute(file, "height", rle.height);
    fputs("/>\n", file->stream);
    if (pixel == NULL) {
        qa_writing_refuse(file->writing, drawn->answer, "E267",
                          "a mask of item '%.80s' is of a picture of %u x %u, too large to be "
                          "written by rows",
                          qa_item_text_of(drawn->answer), rle.width, rle.height);
    }
    qa_arena_free(scratch);
}

static bool are_plain(const double *points, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        if (points[3 * k + 2] < 2) {
            return false;
        }
    }
    return true;
}

/* A skeleton has names and says what is hidden; else the points are all there is. */
static void put_keypoints(struct cvat_file *file, const struct drawn *drawn)
{
    size_t n;
    size_t n_names;
    size_t n_numbers;
    const double *points = qa_keypoints_points(&drawn->one, 0, &n);
    const double *number = qa_object_numbers(&drawn->one, 0, &n_numbers);
    const char *names = qa_object_text(&drawn->one, 0, &n_names);
    const char *end = names + n_names;
    file->n_scales += !isnan(number[0]) || !isnan(number[1]) ? 1 : 0;
    if (n_names == 0 && are_plain(points, n)) {
        begin_element(file, drawn, "points");
        put_points(file, points, n, 3);
        fputs("/>\n", file->stream);
        return;
    }
    begin_element(file, drawn, "skeleton");
    fputs(">\n", file->stream);
    for (size_t k = 0; k < n; k++) {
        const double *point = points + 3 * k;
        const char *name = qa_next_point_name(&names, end, file->writing->arena);
        fputs("      <points label=\"", file->stream);
        if (!qa_put_xml(name, file->stream)) {
            refuse_text(file, drawn->answer, "keypoint", name);
        }
        fprintf(file->stream, "\" outside=\"%d\" occluded=\"%d\"", point[2] < 1, point[2] == 1);
        put_points(file, point, 1, 3);
        fputs("/>\n", file->stream);
    }
    fputs("    </skeleton>\n", file->stream);
}

static void put_label(struct cvat_file *file, const struct drawn *drawn)
{
    const struct qa_canonical_answer *answer = drawn->answer;
    const char **tags = NULL;
    size_t n = 1;
    struct drawn tag = *drawn;
    bool is_set =
        qa_question_at(answer->batch, qa_answer_question(answer->batch, answer->answer))->are_sets;
    if (is_set) {
        n = qa_tag_set_read(drawn->label, NULL, file->writing->arena, &tags);
    }
    for (size_t i = 0; i < n; i++) {
        tag.label = is_set ? tags[i] : drawn->label;
        begin_element(file, &tag, "tag");
        fputs("/>\n", file->stream);
    }
}

static const struct cvat_kind {
    const struct qa_type *type;
    void (*put)(struct cvat_file *file, const struct drawn *drawn);
} kinds[] = {
    {&qa_type_box, put_box},   {&qa_type_rotated_box, put_box},     {&qa_type_polygon, put_polygon},
    {&qa_type_mask, put_mask}, {&qa_type_keypoints, put_keypoints}, {&qa_type_label, put_label},
};

static void put_object(struct cvat_file *file, const struct qa_canonical_answer *answer, uint64_t o)
{
    const struct drawn drawn = {answer, qa_label_text_of(answer->batch, o),
                                qa_batch_objects(answer->batch, o, 1)};
    size_t i = 0;
    while (kinds[i].type != qa_answer_type(answer->batch, answer->answer)) {
        i++;
    }
    kinds[i].put(file, &drawn);
}

static void put_image(struct cvat_file *file, size_t number,
                      const struct qa_canonical_answer *answer)
{
    struct qa_image_size size = qa_writing_image_size(file->writing, answer);
    size_t n;
    uint64_t *list = qa_canonical_objects(answer, file->writing->arena, &n);
    fprintf(file->stream, "  <image id=\"%zu\" name=\"", number);
    if (!qa_put_xml(qa_item_text_of(answer), file->stream)) {
        refuse_text(file, answer, "item", qa_item_text_of(answer));
    }
    fputc('"', file->stream);
    if (size.width > 0) {
        put_attribute(file, "width", size.width);
        put_attribute(file, "height", size.height);
    }
    fputs(">\n", file->stream);
    for (size_t k = 0; k < n; k++) {
        put_object(file, answer, list[k]);
    }
    fputs("  </image>\n", file->stream);
}

static void write_cvat(struct qa_writing *writing)
{
    struct cvat_file file = {.writing = writing};
    qa_writing_begin(writing, qa_writer_cvat.file);
    file.stream = writing->stream;
    fputs("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<annotations>\n  <version>1.1</version>\n",
          file.stream);
    for (size_t i = 0; i < writing->n; i++) {
        put_image(&file, i, &writing->answers[i]);
    }
    fputs("</annotations>\n", file.stream);
    qa_writing_end(writing);
    if (file.n_scales > 0 && writing->findings->total[QA_ERROR] == 0) {
        qa_findings_addf(writing->findings, QA_WARNING, "W267", NULL, 0, 0,
                         "cvat has no place for boxes and areas of keypoints, which are left out: "
                         "OKS goes by the points then");
    }
}

const struct qa_writer qa_writer_cvat = {
    .name = "cvat",
    .about = "boxes, also rotated, polygons, masks, keypoints or labels of images, one annotator's",
    .file = "annotations.xml",
    .holds = QA_HOLDS_SIZE | QA_HOLDS_NOTHING,
    .types =
        (const struct qa_type *const[]){&qa_type_box, &qa_type_rotated_box, &qa_type_polygon,
                                        &qa_type_mask, &qa_type_keypoints, &qa_type_label, NULL},
    .write = write_cvat,
};
