#include "qa/formats/cvat.h"

#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/keypoints.h"
#include "qa/annotation/label.h"
#include "qa/annotation/polygon.h"
#include "qa/base/number.h"
#include "qa/formats/xml_place.h"

struct reading {
    struct qa_sink *sink;
    struct qa_picture picture;
    const char *assignee; /* NULL: the file names none */
    const char *stage;    /* of a job; NULL: likewise */
    bool in_image;
    uint64_t n_images;
    /* a skeleton that is open */
    struct qa_mark *skeleton;
    struct qa_keypoint_names names;
    bool is_bad;
};

static void begin_image(struct reading *reading, struct qa_xml *xml, const char **attributes)
{
    static const char *const sides[] = {"width", "height"};
    struct qa_place place = qa_xml_at(xml);
    const char *name = qa_xml_attribute(attributes, "name");
    double side[2] = {0, 0};
    reading->in_image = true;
    reading->n_images++;
    qa_picture_begin(&reading->picture, place);
    if (name != NULL) {
        qa_picture_text(&reading->picture, QA_FIELD_ITEM, name, strlen(name), place);
    }
    if (reading->assignee != NULL) {
        qa_picture_text(&reading->picture, QA_FIELD_ANNOTATOR, reading->assignee,
                        strlen(reading->assignee), place);
    }
    if (reading->stage != NULL) {
        qa_picture_text(&reading->picture, QA_FIELD_STAGE, reading->stage, strlen(reading->stage),
                        place);
    }
    for (int i = 0; i < 2; i++) {
        const char *text = qa_xml_attribute(attributes, sides[i]);
        if (text == NULL || !qa_parse_real(text, strlen(text), &side[i])) {
            side[i] = 0;
        }
    }
    reading->picture.size = qa_image_size(side[0], side[1]);
}

/* Label and group; false after a finding. */
static bool read_common(struct reading *reading, const char **attributes, struct qa_mark *mark)
{
    const char *label = qa_xml_attribute(attributes, "label");
    const char *group = qa_xml_attribute(attributes, "group_id");
    if (label == NULL) {
        return qa_sink_bad(reading->sink, mark->place, "E185", "an element without 'label'");
    }
    mark->label = qa_picture_copy(&reading->picture, label, strlen(label));
    bool is_grouped = group != NULL && strcmp(group, "0") != 0 && mark->type != &qa_type_box;
    if (is_grouped) {
        mark->group = qa_picture_copy(&reading->picture, group, strlen(group));
    }
    return true;
}

static void begin_skeleton(struct reading *reading, struct qa_xml *xml, const char **attributes)
{
    struct qa_keypoints_scale scale = QA_NO_SCALE;
    struct qa_mark *mark = qa_picture_mark(&reading->picture, &qa_type_keypoints, qa_xml_at(xml));
    reading->names = (struct qa_keypoint_names){.arena = reading->picture.arena};
    qa_keypoints_begin(&mark->shape, &scale);
    if (!read_common(reading, attributes, mark)) {
        qa_picture_drop(&reading->picture, mark);
        return;
    }
    reading->skeleton = mark;
}

static bool is_set(const char **attributes, const char *name)
{
    const char *value = qa_xml_attribute(attributes, name);
    return value != NULL && strcmp(value, "1") == 0;
}

/* A point that lies outside was not marked. */
static void read_joint(struct reading *reading, const struct qa_cvat_shape *shape,
                       const char **attributes)
{
    enum { FIRST_POINT = 5 };
    struct qa_mark point = {.shape = {.arena = reading->picture.arena}};
    const char *label = qa_xml_attribute(attributes, "label");
    bool is_known;
    double v = is_set(attributes, "outside") ? 0 : is_set(attributes, "occluded") ? 1 : 2;
    if (!qa_cvat_read_shape(shape, "points", attributes, &point, &is_known)) {
        reading->is_bad = true;
        return;
    }
    label = label != NULL ? label : "";
    qa_keypoint_names_add(&reading->names, label, strlen(label));
    qa_keypoints_add(&reading->skeleton->shape, v > 0 ? point.shape.number[FIRST_POINT] : 0,
                     v > 0 ? point.shape.number[FIRST_POINT + 1] : 0, v);
}

static void end_skeleton(struct reading *reading)
{
    if (reading->skeleton != NULL) {
        qa_keypoints_end(&reading->skeleton->shape, &reading->names);
        reading->skeleton = NULL;
    }
}

static void read_mark(struct reading *reading, struct qa_xml *xml, const char *name,
                      const char **attributes)
{
    struct qa_picture *picture = &reading->picture;
    const struct qa_cvat_shape shape = {reading->sink, picture->arena, picture->size,
                                        qa_xml_at(xml)};
    bool is_known = true;
    if (strcmp(name, "skeleton") == 0) {
        begin_skeleton(reading, xml, attributes);
        return;
    }
    struct qa_mark *mark = qa_picture_mark(picture, &qa_type_label, shape.place);
    bool is_good =
        strcmp(name, "tag") == 0 || qa_cvat_read_shape(&shape, name, attributes, mark, &is_known);
    if (!is_known) {
        qa_picture_drop(picture, mark);
        picture->n_left_out--;
        qa_picture_unread(picture, qa_arena_format(picture->arena, "CVAT's <%.40s>", name),
                          shape.place);
    } else if (!is_good || !read_common(reading, attributes, mark)) {
        qa_picture_drop(picture, mark);
    }
}

static void on_start(void *context, struct qa_xml *xml, const char *name, const char **attributes)
{
    struct reading *reading = context;
    const char *parent = qa_xml_ancestor(xml, 1);
    if (parent[0] == '\0' && strcmp(name, "annotations") != 0) {
        qa_xml_fail(xml, "E185", "the root is <%.60s>; expected <annotations> of CVAT", name);
    } else if (strcmp(parent, "annotations") == 0 && strcmp(name, "image") == 0) {
        begin_image(reading, xml, attributes);
    } else if (strcmp(parent, "annotations") == 0 && strcmp(name, "track") == 0) {
        qa_picture_unread(&reading->picture, "a track of CVAT", qa_xml_at(xml));
    } else if (reading->in_image && strcmp(parent, "image") == 0) {
        read_mark(reading, xml, name, attributes);
    } else if (reading->skeleton != NULL && strcmp(parent, "skeleton") == 0 &&
               strcmp(name, "points") == 0) {
        const struct qa_cvat_shape shape = {reading->sink, reading->picture.arena,
                                            reading->picture.size, qa_xml_at(xml)};
        read_joint(reading, &shape, attributes);
    }
}

/* <assignee>name</assignee>, or with <username> inside, of a task or a job by itself. */
static void read_assignee(struct reading *reading, struct qa_xml *xml, const char *name)
{
    bool is_user = strcmp(name, "username") == 0;
    size_t up = is_user ? 1 : 0;
    size_t n;
    const char *text = qa_xml_text(xml, &n);
    const char *owner = qa_xml_ancestor(xml, up + 1);
    bool is_task = (strcmp(owner, "task") == 0 || strcmp(owner, "job") == 0) &&
                   strcmp(qa_xml_ancestor(xml, up + 2), "meta") == 0;
    if (n > 0 && is_task && strcmp(qa_xml_ancestor(xml, up), "assignee") == 0) {
        reading->assignee = qa_arena_text_n(qa_sink_arena(reading->sink), text, n);
    }
}

/* <stage>acceptance</stage> of a job: who delivers it has let it pass to there. */
static void read_stage(struct reading *reading, struct qa_xml *xml)
{
    size_t n;
    const char *text = qa_xml_text(xml, &n);
    if (n > 0 && strcmp(qa_xml_ancestor(xml, 1), "job") == 0) {
        reading->stage = qa_arena_text_n(qa_sink_arena(reading->sink), text, n);
    }
}

static void on_end(void *context, struct qa_xml *xml, const char *name)
{
    struct reading *reading = context;
    if (reading->in_image && strcmp(name, "image") == 0) {
        qa_picture_end(&reading->picture);
        reading->in_image = false;
    } else if (strcmp(name, "skeleton") == 0) {
        end_skeleton(reading);
    } else if (!reading->in_image &&
               (strcmp(name, "username") == 0 || strcmp(name, "assignee") == 0)) {
        read_assignee(reading, xml, name);
    } else if (!reading->in_image && strcmp(name, "stage") == 0) {
        read_stage(reading, xml);
    }
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct reading reading = {.sink = sink};
    const struct qa_xml_handlers handlers = {on_start, on_end, NULL, &reading};
    const struct qa_xml_input input = qa_xml_input_of(bytes);
    qa_sink_source(sink, "cvat", &qa_type_box);
    qa_picture_init(&reading.picture, sink);
    enum qa_status status = qa_xml_parse(&input, &handlers, qa_sink_arena(sink), err);
    qa_picture_free(&reading.picture);
    return status;
}

static int sniff(const struct qa_bytes *bytes)
{
    return qa_first_byte(bytes) == '<' && qa_mentions(bytes, "<annotations>") &&
                   (qa_mentions(bytes, "<image ") || qa_mentions(bytes, "<meta>"))
               ? 90
               : 0;
}

/* Outlines can be read as the boxes around them. What is drawn as boxes is no choice. */
static uint32_t offers(const struct qa_bytes *bytes)
{
    bool has_outlines = qa_mentions(bytes, "<polygon ") || qa_mentions(bytes, "<ellipse ");
    return has_outlines ? QA_OFFER(qa_type_box) | QA_OFFER(qa_type_polygon) : 0;
}

const struct qa_reader qa_reader_cvat = {
    .name = "cvat",
    .description =
        "CVAT XML for images: boxes, also rotated, polygons, ellipses as polygons, masks, points "
        "and skeletons as keypoints, tags as labels of the image; the annotator is the assignee",
    .gives = QA_GIVES_ITEM | QA_GIVES_ANNOTATOR | QA_GIVES_STAGE | QA_GIVES_SIZE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .offers = offers,
    .read = read_file,
};
