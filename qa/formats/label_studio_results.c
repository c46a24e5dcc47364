/* Label Studio: what the results of an annotation are of, by their types and regions. */
#include "qa/formats/label_studio_parts.h"

#include <string.h>

#include "qa/annotation/relation.h"
#include "qa/annotation/segment.h"
#include "qa/annotation/span.h"
#include "qa/annotation/transcript.h"
#include "qa/annotation/turn.h"

/* Types that mark no place: alone they answer for the item, with a region's id for the region. */
static const char *const placeless[] = {"choices",  "rating",   "textarea", "number", "datetime",
                                        "taxonomy", "pairwise", "ranker",   NULL};

static bool marks_place(const char *name)
{
    for (size_t i = 0; placeless[i] != NULL; i++) {
        if (strcmp(placeless[i], name) == 0) {
            return false;
        }
    }
    return true;
}

/* ---- regions ---- */

struct region {
    bool is_place;
    const struct qa_type *shape;    /* of a result that is read */
    const struct qa_type *labelled; /* of one that has labels of its own */
    struct qa_json_value labels;    /* of the first result that has nothing but labels */
    const struct qa_studio_result *labels_from;
    const struct qa_studio_result *object; /* the first that marks a place and is read */
};

static uint32_t region_id(struct qa_strings *ids, struct qa_json_value id, struct qa_arena *arena)
{
    struct qa_json_text text;
    double number;
    if (qa_json_is_there(id) && qa_json_string(id, &text)) {
        return qa_strings_intern(ids, text.text, text.length);
    }
    return qa_json_is_there(id) && qa_json_real(id, &number)
               ? qa_strings_intern_text(ids, qa_arena_format(arena, "%.17g", number))
               : QA_NONE;
}

static const char *text_or_empty(struct qa_json_value value)
{
    struct qa_json_text text;
    return qa_json_is_there(value) && qa_json_string(value, &text) ? text.text : "";
}

static void load_one(struct qa_studio_result *result, struct qa_json_value at)
{
    static const char *const names[QA_STUDIO_N_MEMBERS] = {"id",
                                                           "type",
                                                           "from_name",
                                                           "value",
                                                           "original_width",
                                                           "original_height",
                                                           "image_rotation",
                                                           "item_index",
                                                           "origin",
                                                           "score",
                                                           "parentID",
                                                           "from_id",
                                                           "to_id",
                                                           "direction",
                                                           "labels"};
    *result = (struct qa_studio_result){.at = at, .use = QA_STUDIO_BROKEN, .region = QA_NONE};
    qa_json_members(at, names, QA_STUDIO_N_MEMBERS, result->member);
    result->what = text_or_empty(result->member[QA_STUDIO_TYPE]);
    result->from_name = text_or_empty(result->member[QA_STUDIO_FROM_NAME]);
    if (result->what[0] == '\0') {
        return;
    }
    result->kind = qa_studio_kind_find(result->what, result->member[QA_STUDIO_VALUE]);
    bool has_value = qa_json_is_there(result->member[QA_STUDIO_VALUE]) ||
                     (result->kind != NULL && result->kind->type == &qa_type_relation);
    result->use = result->kind == NULL ? QA_STUDIO_UNREAD
                  : has_value          ? QA_STUDIO_OBJECT
                                       : QA_STUDIO_BROKEN;
    result->type = result->kind != NULL ? result->kind->type : NULL;
}

static void note_region(struct region *region, const struct qa_studio_result *result)
{
    region->is_place = region->is_place || marks_place(result->what);
    if (result->use == QA_STUDIO_OBJECT && marks_place(result->what)) {
        region->object = region->object != NULL ? region->object : result;
        region->shape = result->type;
        region->labelled = result->kind->labels != NULL ? result->type : region->labelled;
    } else if (strcmp(result->what, "labels") == 0 && region->labels_from == NULL &&
               qa_json_is_there(result->member[QA_STUDIO_VALUE]) &&
               qa_json_member(result->member[QA_STUDIO_VALUE], "labels", &region->labels)) {
        region->labels_from = result;
    }
}

/* A later page of an item of several is another picture. */
static bool is_later_page(const struct qa_studio_result *result)
{
    int64_t index;
    struct qa_json_value value = result->member[QA_STUDIO_ITEM_INDEX];
    return qa_json_is_there(value) && qa_json_integer(value, &index) && index != 0;
}

static bool is_time(const struct qa_type *type)
{
    return type == &qa_type_segment || type == &qa_type_turn;
}

static void use_region(struct qa_studio_result *result, const struct region *region,
                       struct qa_arena *arena)
{
    bool is_object = result->use == QA_STUDIO_OBJECT;
    if (is_object && !marks_place(result->what)) {
        bool is_said = result->type == &qa_type_transcript && region->object != NULL &&
                       is_time(region->object->type);
        if (is_said) {
            result->place = region->object;
        } else if (region->is_place) {
            result->use = QA_STUDIO_UNREAD;
            result->what = qa_arena_format(arena, "%s of a region", result->what);
        }
    } else if (is_object) {
        result->labels = region->labels;
        if (result->kind->labels == NULL && region->labelled == result->type) {
            result->use = QA_STUDIO_PART;
        }
    } else if (region->shape != NULL && region->labelled == NULL && region->labels_from == result) {
        result->use = QA_STUDIO_PART;
    } else if (region->shape != NULL && strcmp(result->what, "labels") == 0) {
        result->what = "labels beside a region's label";
    }
}

void qa_studio_results_init(struct qa_studio_results *results, struct qa_arena *scratch)
{
    *results = (struct qa_studio_results){.scratch = scratch, .mark = qa_arena_mark(scratch)};
}

static void use_regions(struct qa_studio_results *results, const struct region *regions)
{
    struct qa_arena *arena = results->scratch;
    for (size_t i = 0; i < results->n; i++) {
        struct qa_studio_result *result = &results->list[i];
        if (result->region != QA_NONE) {
            use_region(result, &regions[result->region], arena);
        }
        if (result->use == QA_STUDIO_OBJECT && is_later_page(result)) {
            result->use = QA_STUDIO_UNREAD;
            result->what = qa_arena_format(arena, "%s on a later page", result->what);
        }
        if (results->is_turn && result->type == &qa_type_segment) {
            result->type = &qa_type_turn;
        }
    }
}

/* Of relations only those between spans are read. */
static void find_ends(const struct region *regions, const struct qa_strings *ids,
                      struct qa_studio_result *relation)
{
    static const int members[2] = {QA_STUDIO_FROM_ID, QA_STUDIO_TO_ID};
    for (int end = 0; end < 2; end++) {
        const char *id = text_or_empty(relation->member[members[end]]);
        uint32_t region = qa_strings_find(ids, id, strlen(id));
        const struct qa_studio_result *object = region != QA_NONE ? regions[region].object : NULL;
        if (object == NULL || object->type != &qa_type_span) {
            relation->use = QA_STUDIO_UNREAD;
            relation->what = "relation of what is no span";
            return;
        }
        relation->ends[end] = object;
    }
}

void qa_studio_results_link(struct qa_studio_results *results)
{
    struct qa_arena *arena = results->scratch;
    results->text_of = NULL;
    struct qa_strings *ids = qa_strings_new(arena);
    for (size_t i = 0; i < results->n; i++) {
        struct qa_studio_result *result = &results->list[i];
        result->region = result->region_key != NULL
                             ? qa_strings_intern_text(ids, result->region_key)
                             : region_id(ids, result->member[QA_STUDIO_ID], arena);
    }
    struct region *regions = QA_ARRAY(arena, struct region, qa_strings_count(ids) + (size_t)1);
    for (size_t i = 0; i < results->n; i++) {
        if (results->list[i].region != QA_NONE) {
            note_region(&regions[results->list[i].region], &results->list[i]);
        }
    }
    use_regions(results, regions);
    for (size_t i = 0; i < results->n; i++) {
        if (results->list[i].type == &qa_type_relation &&
            results->list[i].use == QA_STUDIO_OBJECT) {
            find_ends(regions, ids, &results->list[i]);
        }
    }
}

void qa_studio_results_load(struct qa_studio_results *results, struct qa_json_value list)
{
    qa_arena_reset(results->scratch, results->mark);
    results->n = 0;
    results->list = QA_ARRAY(results->scratch, struct qa_studio_result, qa_json_count(list) + 1);
    struct qa_json_iterator iterator = qa_json_iterate(list);
    while (qa_json_next(&iterator)) {
        load_one(&results->list[results->n++], iterator.value);
    }
    qa_studio_results_link(results);
}
