/* What the sink does with masks: outlines become masks where that was asked for, and labels that
 * take no part. */
#include "qa/formats/sink_parts.h"

#include <string.h>

#include "qa/annotation/mask.h"

/* The size of the answer's image: its own, or that which --sizes or the image's file gives. */
static bool picture_of(struct qa_sink *sink, struct qa_place place, struct qa_rle *out)
{
    struct qa_image_size size = sink->answer.image_size;
    if ((size.width == 0 || size.height == 0) && sink->answer.item != QA_NONE) {
        const char *item = qa_strings_text(sink->parts.names->items, sink->answer.item);
        size = qa_sink_find_image_size(sink, item);
    }
    const char *why = NULL;
    if (size.width == 0 || size.height == 0) {
        return qa_sink_bad(sink, place, "E191",
                           "to make a mask of a polygon takes the size of its image, which is not "
                           "known; give --sizes FILE (item,width,height)");
    }
    *out = (struct qa_rle){size.height, size.width, NULL, 0};
    return qa_rle_fits(size.height, size.width, &why) ||
           qa_sink_bad(sink, place, "E191", "%s", why);
}

bool qa_sink_rasterise(struct qa_sink *sink, struct qa_place place)
{
    struct qa_object *object = &sink->object;
    const struct qa_piece piece = {0, object->n_numbers};
    const struct qa_objects polygon = {.n = 1, .number = object->number, .number_at = &piece};
    struct qa_rle rle;
    const char *why = NULL;
    if (!picture_of(sink, place, &rle)) {
        return false;
    }
    struct qa_arena *scratch = qa_arena_new();
    bool is_good = qa_mask_of_polygon(&polygon, 0, &rle, scratch, &why);
    if (is_good) {
        sink->mask.arena = sink->parts.arena;
        sink->mask.n_numbers = 0;
        qa_mask_put(&rle, &sink->mask);
        object->number = sink->mask.number;
        object->n_numbers = sink->mask.n_numbers;
    } else {
        (void)qa_sink_bad(sink, place, "E122", "%s", why);
    }
    qa_arena_free(scratch);
    return is_good;
}

bool qa_sink_is_ignored(const struct qa_sink *sink, uint32_t label)
{
    const struct qa_read_options *options = sink->options;
    for (size_t i = 0; label != QA_NONE && i < options->n_ignored; i++) {
        if (strcmp(qa_strings_text(sink->parts.names->labels, label), options->ignored[i]) == 0) {
            return true;
        }
    }
    return false;
}
