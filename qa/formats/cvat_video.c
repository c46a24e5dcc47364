#include "qa/formats/cvat_video.h"

#include <string.h>

#include "qa/annotation/track.h"
#include "qa/base/number.h"
#include "qa/formats/lines.h"
#include "qa/formats/xml_place.h"

struct reading {
    struct qa_sink *sink;
    const char *source; /* NULL, as the next three: not said */
    const char *name;
    const char *assignee;
    const char *stage; /* of the job */
    bool in_track;
    const char *id; /* of the track */
    const char *label;
    bool is_imported;
    uint64_t n_boxes;
    uint64_t n_interpolated;
    uint64_t n_imported;
};

static const char *copy(struct reading *reading, const char *text)
{
    return text != NULL ? qa_arena_text(qa_sink_arena(reading->sink), text) : "";
}

static bool is_set(const char **attributes, const char *name, bool otherwise)
{
    const char *value = qa_xml_attribute(attributes, name);
    return value != NULL ? strcmp(value, "1") == 0 || strcmp(value, "True") == 0 : otherwise;
}

static bool read_number(struct reading *reading, struct qa_xml *xml, const char **attributes,
                        const char *name, double *out)
{
    const char *value = qa_xml_attribute(attributes, name);
    if (value != NULL && qa_parse_real(value, strlen(value), out)) {
        return true;
    }
    return qa_sink_bad(reading->sink, qa_xml_at(xml), "E258",
                       "%s of the box is '%.40s', expected a "
                       "number",
                       name, value != NULL ? value : "");
}

static void begin_answer(struct reading *reading, struct qa_place place)
{
    struct qa_sink *sink = reading->sink;
    const char *item = reading->source != NULL ? reading->source
                       : reading->name != NULL ? reading->name
                                               : qa_recording_name(sink);
    qa_sink_answer(sink, place);
    (void)qa_sink_text(sink, QA_FIELD_ITEM, item, strlen(item), place);
    if (reading->stage != NULL) {
        (void)qa_sink_text(sink, QA_FIELD_STAGE, reading->stage, strlen(reading->stage), place);
    }
    if (reading->assignee != NULL) {
        (void)qa_sink_text(sink, QA_FIELD_ANNOTATOR, reading->assignee, strlen(reading->assignee),
                           place);
    }
}

static void read_box(struct reading *reading, struct qa_xml *xml, const char **attributes)
{
    static const char *const names[] = {"frame", "xtl", "ytl", "xbr", "ybr"};
    struct qa_sink *sink = reading->sink;
    struct qa_place place = qa_xml_at(xml);
    double value[5];
    if (is_set(attributes, "outside", false)) {
        return;
    }
    begin_answer(reading, place);
    for (size_t i = 0; i < 5; i++) {
        if (!read_number(reading, xml, attributes, names[i], &value[i])) {
            return;
        }
    }
    bool is_keyframe = is_set(attributes, "keyframe", true);
    double number[QA_TRACK_STRIDE] = {value[0],
                                      value[1],
                                      value[2],
                                      value[3] - value[1],
                                      value[4] - value[2],
                                      is_keyframe ? 0 : QA_TRACK_INTERPOLATED};
    const struct qa_shape shape = {.number = number, .n_numbers = QA_TRACK_STRIDE};
    (void)qa_sink_text(sink, QA_FIELD_OBJECT, reading->id, strlen(reading->id), place);
    (void)qa_sink_text(sink, QA_FIELD_LABEL, reading->label, strlen(reading->label), place);
    if (qa_sink_object(sink, &qa_type_track, &shape, place)) {
        reading->n_boxes++;
        reading->n_interpolated += !is_keyframe;
        reading->n_imported += reading->is_imported;
    }
    qa_sink_end(sink);
}

static bool is_other_shape(const char *name)
{
    static const char *const names[] = {"polygon", "polyline", "points",  "cuboid",
                                        "ellipse", "mask",     "skeleton"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void start(void *context, struct qa_xml *xml, const char *name, const char **attributes)
{
    struct reading *reading = context;
    const char *parent = qa_xml_ancestor(xml, 1);
    if (parent[0] == '\0' && strcmp(name, "annotations") != 0) {
        qa_xml_fail(xml, "E185", "the root is <%.60s>; expected <annotations> of CVAT", name);
    } else if (strcmp(name, "image") == 0 && strcmp(parent, "annotations") == 0) {
        qa_xml_fail(xml, "E185", "an <image>: the file is of CVAT's XML for images (cvat)");
    } else if (strcmp(name, "track") == 0) {
        const char *source = qa_xml_attribute(attributes, "source");
        const char *id = qa_xml_attribute(attributes, "id");
        reading->in_track = true;
        reading->label = copy(reading, qa_xml_attribute(attributes, "label"));
        reading->is_imported = source != NULL && strcmp(source, "file") == 0;
        if (id == NULL || id[0] == '\0') {
            qa_xml_fail(xml, "E257", "a track without an id");
            return;
        }
        reading->id = copy(reading, id);
    } else if (reading->in_track && strcmp(name, "box") == 0 &&
               strcmp(qa_xml_ancestor(xml, 1), "track") == 0) {
        read_box(reading, xml, attributes);
    } else if (reading->in_track && is_other_shape(name) &&
               strcmp(qa_xml_ancestor(xml, 1), "track") == 0 &&
               !is_set(attributes, "outside", false)) {
        qa_sink_exclude(reading->sink, QA_EXCLUDED_UNREAD_SHAPE);
    }
}

static const char *text_of(struct reading *reading, const struct qa_xml *xml)
{
    size_t length;
    const char *text = qa_xml_text(xml, &length);
    return length > 0 ? qa_arena_text_n(qa_sink_arena(reading->sink), text, length) : NULL;
}

static void end(void *context, struct qa_xml *xml, const char *name)
{
    struct reading *reading = context;
    const char *parent = qa_xml_ancestor(xml, 1);
    bool of_task = strcmp(parent, "task") == 0 || strcmp(parent, "job") == 0;
    if (strcmp(name, "track") == 0) {
        reading->in_track = false;
    } else if (strcmp(name, "source") == 0 && (of_task || strcmp(parent, "meta") == 0)) {
        reading->source = text_of(reading, xml);
    } else if (strcmp(name, "name") == 0 && of_task) {
        reading->name = text_of(reading, xml);
    } else if (strcmp(name, "stage") == 0 && strcmp(parent, "job") == 0) {
        reading->stage = text_of(reading, xml);
    } else if (strcmp(name, "username") == 0 && strcmp(parent, "assignee") == 0) {
        reading->assignee = text_of(reading, xml);
    }
}

/* What was said of a file of the run: a delivery may have hundreds. */
struct said {
    bool interpolated;
    bool imported;
};

static void say(const struct reading *reading)
{
    struct said *said = qa_sink_shared(reading->sink, "cvat-video", sizeof *said);
    if (reading->n_interpolated > 0 && !said->interpolated) {
        said->interpolated = true;
        qa_sink_finding(reading->sink, QA_NOTE, "W242", QA_AT(0, 0),
                        "%llu of %llu boxes were interpolated between keyframes: they are judged "
                        "like all others, but nobody drew them; `check` has each annotator's "
                        "share, over all files",
                        (unsigned long long)reading->n_interpolated,
                        (unsigned long long)reading->n_boxes);
    }
    if (reading->n_imported > 0 && !said->imported) {
        said->imported = true;
        qa_sink_finding(reading->sink, QA_NOTE, "W243", QA_AT(0, 0),
                        "%llu of %llu boxes were imported from a file, and there may be more in "
                        "others: their keyframes are no proof of work",
                        (unsigned long long)reading->n_imported,
                        (unsigned long long)reading->n_boxes);
    }
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct reading reading = {.sink = sink};
    const struct qa_xml_input input = qa_xml_input_of(bytes);
    const struct qa_xml_handlers handlers = {.start = start, .end = end, .context = &reading};
    qa_sink_source(sink, "cvat-video", &qa_type_track);
    QA_TRY(qa_xml_parse(&input, &handlers, qa_sink_arena(sink), err));
    if (reading.n_boxes == 0) {
        begin_answer(&reading, QA_AT(1, 0));
        qa_sink_end(sink);
    }
    say(&reading);
    return QA_OK;
}

static int sniff(const struct qa_bytes *bytes)
{
    bool is_cvat = qa_first_byte(bytes) == '<' && qa_mentions(bytes, "<annotations");
    bool is_video = qa_mentions(bytes, "<track ") || qa_mentions(bytes, ">interpolation<");
    return is_cvat && is_video && !qa_mentions(bytes, "<image ") ? 96 : 0;
}

static uint32_t offers(const struct qa_bytes *bytes)
{
    (void)bytes;
    return UINT32_C(1) << qa_type_index(&qa_type_track);
}

const struct qa_reader qa_reader_cvat_video = {
    .name = "cvat-video",
    .description = "CVAT's XML of videos: tracks of boxes with keyframes",
    .gives = QA_GIVES_ITEM | QA_GIVES_ANNOTATOR | QA_GIVES_STAGE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .suffixes = "xml",
    .sniff = sniff,
    .offers = offers,
    .read = read_file,
};
