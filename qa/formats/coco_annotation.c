#include "qa/formats/coco_annotation.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "qa/formats/coco_index.h"

/* A member of the annotation by one of its names, and where it goes. */
struct member {
    const char *name;
    size_t value;
    size_t flag;
};

#define MEMBER(name, value, flag)                                                                  \
    {                                                                                              \
        name, offsetof(struct qa_coco_annotation, value),                                          \
            offsetof(struct qa_coco_annotation, flag)                                              \
    }

static const struct member members[] = {
    MEMBER("image_id", image_id, has_image_id),
    MEMBER("category_id", category_id, has_category_id),
    MEMBER("bbox", bbox, has_bbox),
    MEMBER("segmentation", segmentation, has_segmentation),
    MEMBER("annotator", annotator, has_annotator),
    MEMBER("annotator_id", annotator, has_annotator),
    MEMBER("worker", annotator, has_annotator),
    MEMBER("vendor", vendor, has_vendor),
    MEMBER("batch", batch, has_batch),
    MEMBER("started_at", started, has_started),
    MEMBER("submitted_at", submitted, has_submitted),
    MEMBER("seconds", seconds, has_seconds),
    MEMBER("lead_time", seconds, has_seconds),
};

static bool is_key(struct qa_json_text key, const char *name)
{
    return strcmp(key.text, name) == 0;
}

static void take_member(struct qa_coco_annotation *annotation, struct qa_json_text key,
                        struct qa_json_value value)
{
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (is_key(key, members[i].name)) {
            unsigned char *base = (unsigned char *)annotation;
            memcpy(base + members[i].value, &value, sizeof value);
            *(bool *)(base + members[i].flag) = true;
            return;
        }
    }
    double number;
    if (is_key(key, "score")) {
        annotation->has_score = qa_json_real(value, &annotation->score);
    } else if (is_key(key, "iscrowd")) {
        bool is_true = false;
        annotation->is_crowd = (qa_json_real(value, &number) && number != 0) ||
                               (qa_json_bool(value, &is_true) && is_true);
    }
}

struct qa_coco_annotation qa_coco_annotation_read(struct qa_json_value object)
{
    struct qa_coco_annotation annotation = {.score = (double)NAN};
    struct qa_json_iterator iterator = qa_json_iterate(object);
    while (qa_json_next(&iterator)) {
        /* A member that is null is a member that is absent. */
        if (qa_json_kind(iterator.value) != QA_JSON_NULL) {
            take_member(&annotation, iterator.key, iterator.value);
        }
    }
    return annotation;
}

void qa_coco_finding(const struct qa_read_context *context, struct qa_json_value at,
                     const char *code, const char *format, ...)
{
    char text[QA_ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    uint64_t line;
    uint64_t column;
    qa_json_place(at, &line, &column);
    qa_findings_addf(context->findings, QA_ERROR, code, context->file->path, line, column, "%s",
                     text);
}

bool qa_coco_box(const struct qa_read_context *context, struct qa_json_value bbox,
                 struct qa_row *row)
{
    double number[4] = {0, 0, 0, 0};
    size_t n = 0;
    struct qa_json_iterator iterator = qa_json_iterate(bbox);
    while (qa_json_kind(bbox) == QA_JSON_ARRAY && qa_json_next(&iterator)) {
        if (n >= 4 || !qa_json_real(iterator.value, &number[n])) {
            n = 5;
            break;
        }
        n++;
    }
    if (n != 4) {
        qa_coco_finding(context, bbox, "E122",
                        "bbox is not four numbers; expected [x, y, width, "
                        "height]");
        return false;
    }
    if (number[2] < 0 || number[3] < 0) {
        qa_coco_finding(context, bbox, "E122",
                        "bbox has width %g and height %g; expected sides that are not negative",
                        number[2], number[3]);
        return false;
    }
    row->kind = QA_ROW_BOX;
    row->x = number[0];
    row->y = number[1];
    row->width = number[2];
    row->height = number[3];
    return true;
}

bool qa_coco_text(const struct qa_read_context *context, struct qa_json_value value,
                  struct qa_json_text *out)
{
    const char *text = qa_coco_id_text(value, context->arena);
    *out = (struct qa_json_text){text, text != NULL ? strlen(text) : 0};
    return text != NULL;
}

static bool read_time(const struct qa_read_context *context, struct qa_json_value value,
                      int64_t *out)
{
    struct qa_json_text text;
    double seconds;
    if (qa_json_real(value, &seconds) && seconds >= 0 && seconds < 1e11) {
        *out = (int64_t)(seconds * (double)QA_SECOND + 0.5);
        return true;
    }
    if (!qa_json_string(value, &text)) {
        qa_coco_finding(context, value, "E125", "a time is neither ISO 8601 nor epoch seconds");
        return false;
    }
    switch (qa_time_parse(text.text, text.length, &context->options->zone, out)) {
    case QA_TIME_OK:
        return true;
    case QA_TIME_NO_ZONE:
        qa_coco_finding(context, value, "E124",
                        "time '%.40s' has no zone; expected one, or --timezone", text.text);
        return false;
    default:
        qa_coco_finding(context, value, "E125",
                        "time '%.40s' is neither ISO 8601 nor epoch seconds", text.text);
        return false;
    }
}

static bool read_times(const struct qa_read_context *context,
                       const struct qa_coco_annotation *annotation, struct qa_row *row)
{
    double seconds;
    if ((annotation->has_started && !read_time(context, annotation->started, &row->started)) ||
        (annotation->has_submitted &&
         !read_time(context, annotation->submitted, &row->submitted))) {
        return false;
    }
    if (annotation->has_seconds) {
        if (!qa_json_real(annotation->seconds, &seconds) || seconds < 0) {
            qa_coco_finding(context, annotation->seconds, "E126",
                            "seconds is not a number that is not negative");
            return false;
        }
        row->duration = (int64_t)(seconds * (double)QA_SECOND + 0.5);
    } else if (row->started != QA_NO_TIME && row->submitted >= row->started) {
        row->duration = row->submitted - row->started;
    }
    return true;
}

bool qa_coco_person(const struct qa_read_context *context,
                    const struct qa_coco_annotation *annotation, struct qa_row *row)
{
    struct qa_json_text text;
    if (annotation->has_vendor && context->file->vendor == NULL &&
        qa_coco_text(context, annotation->vendor, &text)) {
        row->vendor = qa_strings_intern(context->names->vendors, text.text, text.length);
    }
    if (annotation->has_batch && context->file->batch == NULL &&
        qa_coco_text(context, annotation->batch, &text)) {
        row->batch = qa_strings_intern(context->names->batches, text.text, text.length);
    }
    if (annotation->has_annotator) {
        if (!qa_coco_text(context, annotation->annotator, &text)) {
            qa_coco_finding(context, annotation->annotator, "E128",
                            "the annotator is neither a text nor a whole number");
            return false;
        }
        row->annotator = qa_names_annotator(context->names, row->vendor, text.text, text.length);
    }
    return read_times(context, annotation, row);
}

static uint32_t given_id(struct qa_strings *strings, const char *text)
{
    return text != NULL ? qa_strings_intern_text(strings, text) : QA_NONE;
}

struct qa_row qa_coco_empty_row(const struct qa_read_context *context)
{
    return (struct qa_row){.kind = QA_ROW_EMPTY,
                           .item = QA_NONE,
                           .annotator = QA_NONE,
                           .stage = QA_NONE,
                           .question = given_id(context->names->questions, context->file->question),
                           .vendor = given_id(context->names->vendors, context->file->vendor),
                           .batch = given_id(context->names->batches, context->file->batch),
                           .label = QA_NONE,
                           .line = 1,
                           .started = QA_NO_TIME,
                           .submitted = QA_NO_TIME,
                           .duration = QA_NO_TIME,
                           .score = (double)NAN,
                           .value = (double)NAN};
}

void qa_coco_count_shape(struct qa_source *source, struct qa_json_value segmentation)
{
    if (qa_json_kind(segmentation) == QA_JSON_OBJECT) {
        source->masks_unread++;
    } else if (qa_json_count(segmentation) > 0) {
        source->polygons_unread++;
    }
}
