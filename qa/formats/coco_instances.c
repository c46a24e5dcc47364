/* COCO's instances files: images, categories, and the annotations that name them by id. */
#include "qa/formats/coco_parts.h"
#include "qa/formats/json_elements.h"

/* ---- what ids stand for ---- */

/* An instances file while it is read; the arrays are by the dense number of an image. */
struct instances {
    struct qa_coco coco;
    struct qa_json_elements *elements; /* the annotations; NULL: they are in the document */
    struct qa_coco_map images;         /* of this file alone */
    struct qa_coco_map categories;
    struct qa_json_value *image; /* its object */
    struct qa_image_size *image_size;
    bool *says_who; /* the image has members that hold for its annotations */
    bool *has_annotation;
    uint32_t *image_of; /* by item: its first image + 1; 0: none */
    size_t capacity[5];
};

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

static void share_size(struct qa_coco_map *map, struct qa_json_value id, struct qa_image_size size,
                       struct qa_arena *arena)
{
    uint32_t number = qa_coco_map_find(map, id);
    map->size =
        qa_arena_grow(arena, map->size, &map->size_capacity, (size_t)number + 1, sizeof *map->size);
    map->size[number] = size;
}

static bool read_category(struct instances *file, struct qa_json_value object)
{
    struct qa_coco *coco = &file->coco;
    struct qa_names *names = qa_sink_names(coco->sink);
    struct qa_arena *arena = qa_sink_arena(coco->sink);
    struct qa_json_value id;
    struct qa_json_value name;
    struct qa_json_text text;
    if (!qa_json_member(object, "id", &id)) {
        return qa_coco_missing(coco, object, "a category", "id");
    }
    if (!qa_json_member(object, "name", &name) || !qa_json_string(name, &text)) {
        return qa_coco_missing(coco, object, "a category", "name");
    }
    bool is_new = false;
    uint32_t number = qa_coco_map_put(&file->categories, id, arena, &is_new);
    uint32_t label = qa_sink_label_id(coco->sink, text.text, text.length, QA_AT_JSON(name));
    if (number == QA_NONE) {
        return qa_coco_bad_id(coco, id, "E119", "category id");
    }
    if (!is_new && file->categories.name[number] != label) {
        return qa_sink_bad(
            coco->sink, QA_AT_JSON(id), "E118", "category id %s has two names, '%s' and '%s'",
            qa_coco_id_text(id, arena),
            qa_strings_text(names->labels, file->categories.name[number]), text.text);
    }
    file->categories.name[number] = label;
    qa_coco_set_points(coco, label, qa_coco_point_names(object, arena));
    share(&coco->run->categories, id, label, arena);
    return true;
}

/* Items are called by their files, as in other formats; ids differ from export to export. */
static uint32_t image_item(struct qa_coco *coco, struct qa_json_value object,
                           struct qa_json_value id)
{
    struct qa_strings *items = qa_sink_names(coco->sink)->items;
    struct qa_json_value name;
    struct qa_json_text text;
    if (qa_json_member(object, "file_name", &name) && qa_json_string(name, &text) &&
        text.length > 0) {
        return qa_strings_intern(items, text.text, text.length);
    }
    return qa_strings_intern_text(items, qa_coco_id_text(id, qa_sink_arena(coco->sink)));
}

static bool says_who(struct qa_json_value image)
{
    enum qa_field field;
    struct qa_json_iterator iterator = qa_json_iterate(image);
    while (qa_json_next(&iterator)) {
        if (qa_coco_field(iterator.key.text, &field)) {
            return true;
        }
    }
    return false;
}

static struct qa_image_size image_size(struct qa_json_value image)
{
    struct qa_json_value side[2];
    double pixels[2];
    bool is_known = qa_json_member(image, "width", &side[0]) && qa_json_real(side[0], &pixels[0]) &&
                    qa_json_member(image, "height", &side[1]) && qa_json_real(side[1], &pixels[1]);
    return is_known ? qa_image_size(pixels[0], pixels[1]) : (struct qa_image_size){0, 0};
}

static void grow_images(struct instances *file, uint32_t number)
{
    struct qa_arena *arena = qa_sink_arena(file->coco.sink);
    size_t needed = (size_t)number + 1;
    file->image =
        qa_arena_grow(arena, file->image, &file->capacity[0], needed, sizeof *file->image);
    file->says_who =
        qa_arena_grow(arena, file->says_who, &file->capacity[1], needed, sizeof *file->says_who);
    file->has_annotation = qa_arena_grow(arena, file->has_annotation, &file->capacity[2], needed,
                                         sizeof *file->has_annotation);
    file->image_size = qa_arena_grow(arena, file->image_size, &file->capacity[4], needed,
                                     sizeof *file->image_size);
}

/* Two entries with one name hold two answers, which only an annotator tells apart. */
static bool refuse_one_name(struct instances *file, uint32_t number, struct qa_json_value object)
{
    struct qa_sink *sink = file->coco.sink;
    uint32_t item = file->images.name[number];
    file->image_of = qa_arena_grow(qa_sink_arena(sink), file->image_of, &file->capacity[3],
                                   (size_t)item + 1, sizeof *file->image_of);
    if (file->image_of[item] == 0) {
        file->image_of[item] = number + 1;
        return true;
    }
    uint32_t first = file->image_of[item] - 1;
    struct qa_json_value ids[2];
    if ((file->says_who[first] && file->says_who[number]) ||
        !qa_json_member(file->image[first], "id", &ids[0]) ||
        !qa_json_member(object, "id", &ids[1])) {
        return true;
    }
    struct qa_arena *arena = qa_sink_arena(sink);
    return qa_sink_bad(sink, QA_AT_JSON(object), "E162",
                       "images %.40s and %.40s are both called '%.80s'; if two people marked it, "
                       "give each a file, or a member annotator; if they are two images, their "
                       "folders",
                       qa_coco_id_text(ids[0], arena), qa_coco_id_text(ids[1], arena),
                       qa_strings_text(qa_sink_names(sink)->items, item));
}

static bool read_image(struct instances *file, struct qa_json_value object)
{
    struct qa_coco *coco = &file->coco;
    struct qa_arena *arena = qa_sink_arena(coco->sink);
    struct qa_json_value id;
    if (!qa_json_member(object, "id", &id)) {
        return qa_coco_missing(coco, object, "an image", "id");
    }
    bool is_new = false;
    uint32_t number = qa_coco_map_put(&file->images, id, arena, &is_new);
    if (number == QA_NONE) {
        return qa_coco_bad_id(coco, id, "E119", "image id");
    }
    uint32_t item = image_item(coco, object, id);
    if (!is_new) {
        return qa_sink_bad(coco->sink, QA_AT_JSON(id), "E118", "image id %s is given twice",
                           qa_coco_id_text(id, arena));
    }
    grow_images(file, number);
    file->images.name[number] = item;
    file->image[number] = object;
    file->image_size[number] = image_size(object);
    file->says_who[number] = says_who(object);
    share(&coco->run->images, id, item, arena);
    share_size(&coco->run->images, id, file->image_size[number], arena);
    return refuse_one_name(file, number, object);
}

/* ---- annotations ---- */

/* An answer on an image, with what the image says for all of its annotations. */
static void begin_answer(struct instances *file, uint32_t image, struct qa_json_value at)
{
    qa_sink_answer(file->coco.sink, qa_coco_place(&file->coco, at));
    qa_sink_id(file->coco.sink, QA_FIELD_ITEM, file->images.name[image]);
    qa_sink_image_size(file->coco.sink, file->image_size[image]);
    if (file->says_who[image]) {
        struct qa_json_iterator iterator = qa_json_iterate(file->image[image]);
        enum qa_field field;
        while (qa_json_next(&iterator)) {
            if (qa_coco_field(iterator.key.text, &field)) {
                (void)qa_sink_json(file->coco.sink, field, iterator.value);
            }
        }
    }
}

static bool unknown_id(const struct qa_coco *coco, struct qa_json_value id, const char *code,
                       const char *what, const char *section)
{
    const char *text = qa_coco_id_text(id, qa_sink_arena(coco->sink));
    if (text == NULL) {
        return qa_coco_bad_id(coco, id, code, what);
    }
    const char *quote = qa_json_kind(id) == QA_JSON_STRING ? "\"" : "";
    return qa_sink_bad(coco->sink, QA_AT_JSON(id), code, "%s %s%.60s%s is not in the file's %s",
                       what, quote, text, quote, section);
}

/* The image of an annotation, or QA_NONE after a finding. */
static uint32_t image_of(struct instances *file, struct qa_json_value object)
{
    struct qa_json_value id;
    if (!qa_json_member(object, "image_id", &id) || qa_json_kind(id) == QA_JSON_NULL) {
        (void)qa_coco_missing(&file->coco, object, "an annotation", "image_id");
        return QA_NONE;
    }
    uint32_t image = qa_coco_map_find(&file->images, id);
    if (image == QA_NONE) {
        (void)unknown_id(&file->coco, id, "E116", "image_id", "images");
    }
    return image;
}

static void read_annotation(struct instances *file, struct qa_json_value object)
{
    struct qa_coco *coco = &file->coco;
    uint32_t image = image_of(file, object);
    if (image == QA_NONE) {
        return;
    }
    bool had_annotation = file->has_annotation[image];
    file->has_annotation[image] = true;
    begin_answer(file, image, object);
    struct qa_coco_members members = qa_coco_read_members(coco, object);
    if (!members.has_category_id) {
        (void)qa_coco_missing(coco, object, "an annotation", "category_id");
        return;
    }
    uint32_t category = qa_coco_map_find(&file->categories, members.category_id);
    if (category == QA_NONE) {
        (void)unknown_id(coco, members.category_id, "E117", "category_id", "categories");
        return;
    }
    qa_sink_id(coco->sink, QA_FIELD_LABEL, file->categories.name[category]);
    coco->points = qa_coco_points(coco, file->categories.name[category]);
    /* An image with nothing but that is one on which nothing was marked. */
    file->has_annotation[image] = qa_coco_read_object(coco, object, &members) || had_annotation;
}

/* Images on which nothing was marked are answers too. */
static void add_empty_images(struct instances *file)
{
    uint32_t n = qa_strings_count(file->images.keys);
    for (uint32_t i = 0; i < n; i++) {
        if (!file->has_annotation[i]) {
            begin_answer(file, i, file->image[i]);
            qa_sink_end(file->coco.sink);
        }
    }
}

static enum qa_status read_annotations(struct instances *file, struct qa_json_value list,
                                       struct qa_error *err)
{
    struct qa_sink *sink = file->coco.sink;
    struct qa_json_value one;
    if (file->elements == NULL) {
        struct qa_json_iterator iterator = qa_json_iterate(list);
        qa_sink_reserve(sink, qa_json_count(list));
        while (qa_json_next(&iterator)) {
            read_annotation(file, iterator.value);
        }
        return QA_OK;
    }
    qa_sink_reserve(sink, qa_json_elements_estimate(file->elements));
    for (bool is_there = true; is_there;) {
        QA_TRY(qa_json_next_element(file->elements, &is_there, &one, err));
        if (is_there) {
            read_annotation(file, one);
        }
    }
    return QA_OK;
}

static bool has_array(struct qa_json_value root, const char *name, struct qa_json_value *array)
{
    return qa_json_member(root, name, array) && qa_json_kind(*array) == QA_JSON_ARRAY;
}

/* A section that was read is not the one that the whole has: there are two of the name, and the
 * first lay where the annotations were thought to go on. */
static enum qa_status check_whole(const struct instances *file, const struct qa_json_value *section,
                                  const char *const *names, struct qa_error *err)
{
    const struct qa_json *whole =
        file->elements != NULL ? qa_json_elements_whole(file->elements) : NULL;
    for (int i = 0; whole != NULL && i < 2; i++) {
        struct qa_json_value first;
        uint64_t line[2] = {0, 0};
        uint64_t column[2] = {0, 0};
        bool is_there = has_array(qa_json_root(whole), names[i], &first);
        qa_json_place(section[i], &line[0], &column[0]);
        if (is_there) {
            qa_json_place(first, &line[1], &column[1]);
        }
        if (line[0] != line[1] || column[0] != column[1]) {
            return qa_fail_at(err, "E119", qa_sink_current_file(file->coco.sink)->path, line[0],
                              column[0], "a second array '%s'; expected one", names[i]);
        }
    }
    return QA_OK;
}

static enum qa_status read_sections(struct instances *file, struct qa_json_value root,
                                    struct qa_error *err)
{
    static const char *const names[] = {"images", "categories", "annotations"};
    struct qa_json_value section[3];
    for (int i = 0; i < 3; i++) {
        if (!has_array(root, names[i], &section[i])) {
            return qa_fail_at(err, "E119", qa_sink_current_file(file->coco.sink)->path, 1, 1,
                              "no array '%s'; expected images, annotations and categories",
                              names[i]);
        }
    }
    /* In the order in which one names the other, whatever the order in the file. */
    struct qa_json_iterator iterator = qa_json_iterate(section[0]);
    while (qa_json_next(&iterator)) {
        (void)read_image(file, iterator.value);
    }
    iterator = qa_json_iterate(section[1]);
    while (qa_json_next(&iterator)) {
        (void)read_category(file, iterator.value);
    }
    QA_TRY(read_annotations(file, section[2], err));
    QA_TRY(check_whole(file, section, names, err));
    add_empty_images(file);
    return QA_OK;
}

/* Annotations that can be read a part at a time, and what is beside them. A section that is missed
 * may lie where the annotations were thought to end: then the file is to be read whole. */
static bool cut(struct qa_bytes *bytes, struct qa_json **rest, struct qa_json_elements **elements)
{
    enum { PART = 1 << 20 };
    struct qa_json_value array;
    if (!qa_json_cut(bytes, "\"annotations\"", PART, rest, elements)) {
        return false;
    }
    if (has_array(qa_json_root(*rest), "images", &array) &&
        has_array(qa_json_root(*rest), "categories", &array)) {
        return true;
    }
    qa_json_elements_free(*elements);
    qa_json_free(*rest);
    return false;
}

enum qa_status qa_coco_read_instances(struct qa_bytes *bytes, struct qa_sink *sink,
                                      struct qa_error *err)
{
    struct qa_json *json;
    struct qa_json_elements *elements = NULL;
    if (!cut(bytes, &json, &elements)) {
        elements = NULL;
        QA_TRY(qa_json_parse(&json, bytes, err));
    }
    struct instances file = {.coco = qa_coco_begin(sink, bytes, "coco"), .elements = elements};
    qa_coco_map_init(&file.images, qa_sink_arena(sink));
    qa_coco_map_init(&file.categories, qa_sink_arena(sink));
    file.coco.run->has_instances = true;
    enum qa_status status = read_sections(&file, qa_json_root(json), err);
    qa_coco_end(&file.coco);
    if (elements != NULL) {
        qa_json_elements_free(elements);
    }
    qa_json_free(json);
    return status;
}
