/* COCO's results lists: ids alone, whose names come from the instances files of the run. */
#include "qa/formats/coco_parts.h"

/* The name of an id by the instances files of the run; its own text when there are none. */
static bool resolve(struct qa_coco *coco, const struct qa_coco_map *map, struct qa_strings *names,
                    struct qa_json_value id, const char *what, const char *code, uint32_t *out)
{
    uint32_t number = qa_coco_map_find(map, id);
    const char *text = qa_coco_id_text(id, qa_sink_arena(coco->sink));
    if (text == NULL) {
        return qa_coco_bad_id(coco, id, code, what);
    }
    if (!coco->run->has_instances) {
        *out = qa_strings_intern_text(names, text);
        return true;
    }
    if (number == QA_NONE) {
        return qa_sink_bad(coco->sink, QA_AT_JSON(id), code,
                           "%s %s is not in any instances file given beside it", what, text);
    }
    *out = map->name[number];
    return *out != QA_NONE ||
           qa_sink_bad(coco->sink, QA_AT_JSON(id), "E118",
                       "%s %s means different things in two instances files", what, text);
}

/* The size of the image, as the instances files of the run have it. */
static struct qa_image_size size_of(const struct qa_coco_map *images, struct qa_json_value id)
{
    uint32_t number = qa_coco_map_find(images, id);
    bool is_known = number != QA_NONE && number < images->size_capacity;
    return is_known ? images->size[number] : (struct qa_image_size){0, 0};
}

static void read_result(struct qa_coco *coco, struct qa_json_value object)
{
    struct qa_names *names = qa_sink_names(coco->sink);
    uint32_t item = QA_NONE;
    uint32_t label = QA_NONE;
    qa_sink_answer(coco->sink, qa_coco_place(coco, object));
    struct qa_coco_members members = qa_coco_read_members(coco, object);
    if (!members.has_image_id || !members.has_category_id) {
        (void)qa_coco_missing(coco, object, "a result",
                              members.has_image_id ? "category_id" : "image_id");
        return;
    }
    if (!resolve(coco, &coco->run->images, names->items, members.image_id, "image_id", "E116",
                 &item) ||
        !resolve(coco, &coco->run->categories, names->labels, members.category_id, "category_id",
                 "E117", &label)) {
        return;
    }
    qa_sink_id(coco->sink, QA_FIELD_ITEM, item);
    qa_sink_image_size(coco->sink, size_of(&coco->run->images, members.image_id));
    qa_sink_id(coco->sink, QA_FIELD_LABEL, label);
    (void)qa_coco_read_object(coco, object, &members);
}

enum qa_status qa_coco_read_results(struct qa_bytes *bytes, struct qa_sink *sink,
                                    struct qa_error *err)
{
    struct qa_json *json;
    QA_TRY(qa_json_parse(&json, bytes, err));
    struct qa_coco coco = qa_coco_begin(sink, bytes, "coco-results");
    /* An image without objects is not in it: whether it was looked at, the list cannot say. */
    coco.source->lists_items = false;
    if (!coco.run->has_instances) {
        qa_sink_finding(sink, QA_WARNING, "W118", QA_AT(0, 0),
                        "a results list has ids alone, and no instances file names them: items "
                        "and labels are shown by their ids");
    }
    struct qa_json_value root = qa_json_root(json);
    enum qa_status status = QA_OK;
    if (qa_json_kind(root) != QA_JSON_ARRAY) {
        status = qa_fail_at(err, "E119", qa_sink_current_file(sink)->path, 1, 1,
                            "the file is %s; expected an array of results",
                            qa_json_kind_name(qa_json_kind(root)));
    }
    struct qa_json_iterator iterator = qa_json_iterate(root);
    while (status == QA_OK && qa_json_next(&iterator)) {
        read_result(&coco, iterator.value);
    }
    qa_coco_end(&coco);
    qa_json_free(json);
    return status;
}
