#include "qa/formats/coco.h"

#include <string.h>

#include "qa/formats/coco_annotation.h"
#include "qa/formats/coco_index.h"

enum { SNIFFED = 65536 };

/* An instances file while it is read; the arrays are by the dense number of an image. */
struct instances {
    struct qa_read_context *context;
    struct qa_source *source;
    struct qa_coco_map images; /* of this file alone */
    struct qa_coco_map categories;
    struct qa_json_value *image; /* its object */
    struct qa_row *image_row;    /* what the image says for all of its annotations */
    bool *has_annotation;
    size_t capacity[3];
    bool has_lines; /* false for a file in one line: every place is line 1 */
};

static struct qa_json_value *member_array(struct qa_json_value root, const char *name,
                                          struct qa_json_value *out)
{
    return qa_json_member(root, name, out) && qa_json_kind(*out) == QA_JSON_ARRAY ? out : NULL;
}

static uint32_t line_of(const struct instances *file, struct qa_json_value value)
{
    uint64_t line = 1;
    uint64_t column;
    if (file->has_lines) {
        qa_json_place(value, &line, &column);
    }
    return (uint32_t)line;
}

/* ---- what ids stand for ---- */

/* Tell the run what an id means, for results lists. */
static void share(struct qa_coco_map *map, struct qa_json_value id, uint32_t name,
                  struct qa_arena *arena)
{
    bool is_new;
    uint32_t number = qa_coco_map_put(map, id, arena, &is_new);
    if (is_new) {
        map->name[number] = name;
    } else if (map->name[number] != name) {
        map->name[number] = QA_NONE;
    }
}

static bool missing_member(const struct qa_read_context *context, struct qa_json_value object,
                           const char *what, const char *member)
{
    qa_coco_finding(context, object, "E119", "%s without '%s'", what, member);
    return false;
}

static bool read_category(struct instances *file, struct qa_json_value object)
{
    struct qa_read_context *context = file->context;
    struct qa_json_value id;
    struct qa_json_value name;
    struct qa_json_text text;
    if (!qa_json_member(object, "id", &id)) {
        return missing_member(context, object, "a category", "id");
    }
    if (!qa_json_member(object, "name", &name) || !qa_json_string(name, &text)) {
        return missing_member(context, object, "a category", "name");
    }
    bool is_new = false;
    uint32_t number = qa_coco_map_put(&file->categories, id, context->arena, &is_new);
    uint32_t label = qa_strings_intern(context->names->labels, text.text, text.length);
    if (number == QA_NONE) {
        return missing_member(context, object, "a category", "id (a number or a text)");
    }
    if (!is_new && file->categories.name[number] != label) {
        qa_coco_finding(context, id, "E118", "category id %s has two names, '%s' and '%s'",
                        qa_coco_id_text(id, context->arena),
                        qa_strings_text(context->names->labels, file->categories.name[number]),
                        text.text);
        return false;
    }
    file->categories.name[number] = label;
    share(&context->coco->categories, id, label, context->arena);
    return true;
}

static uint32_t image_item(struct qa_read_context *context, struct qa_json_value object,
                           struct qa_json_value id)
{
    struct qa_json_value name;
    struct qa_json_text text;
    if (qa_json_member(object, "file_name", &name) && qa_json_string(name, &text) &&
        text.length > 0) {
        return qa_strings_intern(context->names->items, text.text, text.length);
    }
    return qa_strings_intern_text(context->names->items, qa_coco_id_text(id, context->arena));
}

static void grow_images(struct instances *file, uint32_t number)
{
    struct qa_arena *arena = file->context->arena;
    size_t needed = (size_t)number + 1;
    file->image =
        qa_arena_grow(arena, file->image, &file->capacity[0], needed, sizeof *file->image);
    file->image_row =
        qa_arena_grow(arena, file->image_row, &file->capacity[1], needed, sizeof *file->image_row);
    file->has_annotation = qa_arena_grow(arena, file->has_annotation, &file->capacity[2], needed,
                                         sizeof *file->has_annotation);
}

static bool read_image(struct instances *file, struct qa_json_value object)
{
    struct qa_read_context *context = file->context;
    struct qa_json_value id;
    if (!qa_json_member(object, "id", &id)) {
        return missing_member(context, object, "an image", "id");
    }
    bool is_new = false;
    uint32_t number = qa_coco_map_put(&file->images, id, context->arena, &is_new);
    if (number == QA_NONE) {
        return missing_member(context, object, "an image", "id (a number or a text)");
    }
    uint32_t item = image_item(context, object, id);
    if (!is_new) {
        qa_coco_finding(context, id, "E118", "image id %s is given twice",
                        qa_coco_id_text(id, context->arena));
        return false;
    }
    grow_images(file, number);
    file->images.name[number] = item;
    file->image[number] = object;
    struct qa_coco_annotation about = qa_coco_annotation_read(object);
    file->image_row[number] = qa_coco_empty_row(context);
    file->image_row[number].item = item;
    if (!qa_coco_person(context, &about, &file->image_row[number])) {
        return false;
    }
    share(&context->coco->images, id, item, context->arena);
    return true;
}

/* ---- annotations ---- */

/* False, after a finding, when an id is missing or stands for nothing. */
static bool resolve(struct instances *file, struct qa_json_value object,
                    const struct qa_coco_annotation *annotation, uint32_t *image, uint32_t *label)
{
    struct qa_read_context *context = file->context;
    if (!annotation->has_image_id) {
        return missing_member(context, object, "an annotation", "image_id");
    }
    if (!annotation->has_category_id) {
        return missing_member(context, object, "an annotation", "category_id");
    }
    *image = qa_coco_map_find(&file->images, annotation->image_id);
    if (*image == QA_NONE) {
        qa_coco_finding(context, annotation->image_id, "E116",
                        "image_id is not in the file's images");
        return false;
    }
    uint32_t category = qa_coco_map_find(&file->categories, annotation->category_id);
    if (category == QA_NONE) {
        qa_coco_finding(context, annotation->category_id, "E117",
                        "category_id is not in the file's categories");
        return false;
    }
    *label = file->categories.name[category];
    return true;
}

static void read_annotation(struct instances *file, struct qa_json_value object)
{
    struct qa_read_context *context = file->context;
    struct qa_coco_annotation annotation = qa_coco_annotation_read(object);
    uint32_t image;
    uint32_t label;
    if (!resolve(file, object, &annotation, &image, &label)) {
        return;
    }
    file->has_annotation[image] = true;
    if (annotation.has_segmentation) {
        qa_coco_count_shape(file->source, annotation.segmentation);
    }
    if (!annotation.has_bbox) {
        qa_builder_exclude(context->delivery, QA_EXCLUDED_UNREAD_SHAPE);
        return;
    }
    struct qa_row row = file->image_row[image];
    row.label = label;
    row.line = line_of(file, object);
    row.crowd = annotation.is_crowd;
    row.score = annotation.score;
    if (qa_coco_box(context, annotation.bbox, &row) && qa_coco_person(context, &annotation, &row)) {
        qa_builder_append(context->delivery, &row);
    }
}

/* Images on which nothing was marked are answers too. */
static void append_empty_images(struct instances *file)
{
    uint32_t n = qa_strings_count(file->images.keys);
    for (uint32_t i = 0; i < n; i++) {
        if (!file->has_annotation[i]) {
            struct qa_row row = file->image_row[i];
            row.line = line_of(file, file->image[i]);
            qa_builder_append(file->context->delivery, &row);
        }
    }
}

static enum qa_status read_sections(struct instances *file, struct qa_json_value root,
                                    struct qa_error *err)
{
    static const char *const names[] = {"images", "categories", "annotations"};
    struct qa_json_value section[3];
    for (int i = 0; i < 3; i++) {
        if (member_array(root, names[i], &section[i]) == NULL) {
            return qa_fail_at(err, "E119", file->context->file->path, 1, 1,
                              "no array '%s'; expected images, annotations and categories",
                              names[i]);
        }
    }
    struct qa_json_iterator iterator = qa_json_iterate(section[0]);
    while (qa_json_next(&iterator)) {
        (void)read_image(file, iterator.value);
    }
    iterator = qa_json_iterate(section[1]);
    while (qa_json_next(&iterator)) {
        (void)read_category(file, iterator.value);
    }
    qa_builder_reserve(file->context->delivery, qa_json_count(section[2]));
    iterator = qa_json_iterate(section[2]);
    while (qa_json_next(&iterator)) {
        read_annotation(file, iterator.value);
    }
    append_empty_images(file);
    return QA_OK;
}

static enum qa_status read_instances(struct qa_bytes *bytes, struct qa_read_context *context,
                                     struct qa_error *err)
{
    struct qa_json *json;
    QA_TRY(qa_json_parse(&json, bytes, err));
    struct instances file = {.context = context,
                             .has_lines = memchr(bytes->data, '\n', bytes->size) != NULL};
    qa_coco_map_init(&file.images, context->arena);
    qa_coco_map_init(&file.categories, context->arena);
    file.source = qa_builder_source(context->delivery, context->file->path, "coco");
    context->coco->has_instances = true;
    enum qa_status status = read_sections(&file, qa_json_root(json), err);
    qa_json_free(json);
    return status;
}

/* ---- results lists ---- */

/* The name of an id by the instances files of the run; its own text when there are none. */
static bool resolve_result(struct qa_read_context *context, const struct qa_coco_map *map,
                           struct qa_strings *names, struct qa_json_value id, const char *what,
                           const char *code, uint32_t *out)
{
    uint32_t number = qa_coco_map_find(map, id);
    const char *text = qa_coco_id_text(id, context->arena);
    if (text == NULL) {
        qa_coco_finding(context, id, code, "%s is neither a whole number nor a text", what);
        return false;
    }
    if (!context->coco->has_instances) {
        *out = qa_strings_intern_text(names, text);
        return true;
    }
    if (number == QA_NONE) {
        qa_coco_finding(context, id, code, "%s %s is not in any instances file given beside it",
                        what, text);
        return false;
    }
    *out = map->name[number];
    if (*out == QA_NONE) {
        qa_coco_finding(context, id, "E118", "%s %s means different things in two instances files",
                        what, text);
        return false;
    }
    return true;
}

static void read_result(struct qa_read_context *context, struct qa_source *source, bool has_lines,
                        struct qa_json_value object)
{
    struct qa_coco_annotation annotation = qa_coco_annotation_read(object);
    if (!annotation.has_image_id || !annotation.has_category_id) {
        (void)missing_member(context, object, "a result",
                             annotation.has_image_id ? "category_id" : "image_id");
        return;
    }
    struct qa_row row = qa_coco_empty_row(context);
    if (!resolve_result(context, &context->coco->images, context->names->items, annotation.image_id,
                        "image_id", "E116", &row.item) ||
        !resolve_result(context, &context->coco->categories, context->names->labels,
                        annotation.category_id, "category_id", "E117", &row.label)) {
        return;
    }
    if (annotation.has_segmentation) {
        qa_coco_count_shape(source, annotation.segmentation);
    }
    if (!annotation.has_bbox) {
        qa_builder_exclude(context->delivery, QA_EXCLUDED_UNREAD_SHAPE);
        return;
    }
    row.score = annotation.score;
    uint64_t column;
    uint64_t line = 1;
    if (has_lines) {
        qa_json_place(object, &line, &column);
    }
    row.line = (uint32_t)line;
    if (qa_coco_box(context, annotation.bbox, &row) && qa_coco_person(context, &annotation, &row)) {
        qa_builder_append(context->delivery, &row);
    }
}

static enum qa_status read_results(struct qa_bytes *bytes, struct qa_read_context *context,
                                   struct qa_error *err)
{
    struct qa_json *json;
    QA_TRY(qa_json_parse(&json, bytes, err));
    struct qa_source *source =
        qa_builder_source(context->delivery, context->file->path, "coco-results");
    source->lists_items = false;
    if (!context->coco->has_instances) {
        qa_findings_addf(context->findings, QA_WARNING, "W118", context->file->path, 0, 0,
                         "a results list has ids alone, and no instances file names them: items "
                         "and labels are shown by their ids");
    }
    struct qa_json_value root = qa_json_root(json);
    enum qa_status status = QA_OK;
    if (qa_json_kind(root) != QA_JSON_ARRAY) {
        status = qa_fail_at(err, "E119", context->file->path, 1, 1,
                            "the file is %s; expected an array of results",
                            qa_json_kind_name(qa_json_kind(root)));
    }
    bool has_lines = memchr(bytes->data, '\n', bytes->size) != NULL;
    struct qa_json_iterator iterator = qa_json_iterate(root);
    while (status == QA_OK && qa_json_next(&iterator)) {
        read_result(context, source, has_lines, iterator.value);
    }
    qa_json_free(json);
    return status;
}

/* ---- sniffing ---- */

static unsigned char first_byte(const struct qa_bytes *bytes)
{
    size_t i = 0;
    while (i < bytes->size && strchr(" \t\r\n", bytes->data[i]) != NULL && bytes->data[i] != 0) {
        i++;
    }
    return i < bytes->size ? bytes->data[i] : 0;
}

static bool mentions(const struct qa_bytes *bytes, const char *text)
{
    size_t size = bytes->size < SNIFFED ? bytes->size : SNIFFED;
    size_t length = strlen(text);
    for (size_t i = 0; i + length <= size; i++) {
        if (memcmp(bytes->data + i, text, length) == 0) {
            return true;
        }
    }
    return false;
}

static int sniff_instances(const struct qa_bytes *bytes)
{
    if (first_byte(bytes) != '{') {
        return 0;
    }
    bool section = mentions(bytes, "\"annotations\"") || mentions(bytes, "\"categories\"");
    return section ? 90 : mentions(bytes, "\"images\"") ? 80 : 0;
}

static int sniff_results(const struct qa_bytes *bytes)
{
    return first_byte(bytes) == '[' && mentions(bytes, "\"image_id\"") ? 90 : 0;
}

const struct qa_reader qa_reader_coco = {
    .name = "coco",
    .description = "COCO JSON, instances: boxes of images; polygons and masks are counted and kept "
                   "unread; a vendor's member annotator, annotator_id or worker is used",
    .sniff = sniff_instances,
    .read = read_instances,
};

const struct qa_reader qa_reader_coco_results = {
    .name = "coco-results",
    .description =
        "COCO JSON, results list: image_id, category_id, bbox, score; names come from an "
        "instances file of the same run, such as the gold",
    .needs_names = true,
    .sniff = sniff_results,
    .read = read_results,
};
