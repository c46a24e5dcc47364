/* COCO's run-length codes: {"size": [height, width], "counts": [runs] or "string"}. */
#include <math.h>
#include <string.h>

#include "qa/annotation/mask.h"
#include "qa/formats/coco_parts.h"

static bool read_size(struct qa_coco *coco, struct qa_json_value segmentation, struct qa_rle *rle)
{
    struct qa_json_value size;
    const char *why = "a mask without size; expected size [height, width] beside counts";
    double side[2] = {0, 0};
    if (!qa_json_member(segmentation, "size", &size) || qa_json_kind(size) != QA_JSON_ARRAY ||
        qa_json_count(size) != 2) {
        return qa_coco_bad(coco, segmentation, "E122", why);
    }
    struct qa_json_iterator iterator = qa_json_iterate(size);
    for (size_t i = 0; i < 2 && qa_json_next(&iterator); i++) {
        if (!qa_json_real(iterator.value, &side[i])) {
            return qa_coco_bad(coco, segmentation, "E122", why);
        }
    }
    if (!qa_rle_fits(side[0], side[1], &why)) {
        return qa_coco_bad(coco, size, "E122", why);
    }
    rle->height = (uint32_t)side[0];
    rle->width = (uint32_t)side[1];
    return true;
}

static bool read_runs(struct qa_coco *coco, struct qa_json_value counts, struct qa_rle *rle)
{
    struct qa_arena *arena = coco->scratch;
    size_t n = qa_json_count(counts);
    size_t i = 0;
    const char *why = NULL;
    uint32_t *run = QA_ARRAY(arena, uint32_t, n);
    struct qa_json_iterator iterator = qa_json_iterate(counts);
    while (i < n && qa_json_next(&iterator)) {
        double length;
        if (!qa_json_real(iterator.value, &length) || !(length >= 0 && length <= UINT32_MAX) ||
            length != floor(length)) {
            return qa_coco_bad(coco, iterator.value, "E122",
                               "a run of the mask is no whole number of pixels");
        }
        run[i++] = (uint32_t)length;
    }
    return qa_rle_of_runs(run, n, rle, arena, &why) || qa_coco_bad(coco, counts, "E122", why);
}

static bool read_counts(struct qa_coco *coco, struct qa_json_value segmentation, struct qa_rle *rle)
{
    struct qa_json_value counts;
    struct qa_json_text text;
    const char *why = NULL;
    if (!qa_json_member(segmentation, "counts", &counts)) {
        return qa_coco_bad(coco, segmentation, "E122", "a mask without counts");
    }
    if (qa_json_kind(counts) == QA_JSON_ARRAY) {
        return read_runs(coco, counts, rle);
    }
    if (!qa_json_string(counts, &text)) {
        return qa_coco_bad(coco, counts, "E122",
                           "counts of a mask are neither a list of numbers nor a text");
    }
    return qa_rle_read(text.text, text.length, rle, coco->scratch, &why) ||
           qa_coco_bad(coco, counts, "E122", why);
}

bool qa_coco_read_mask(struct qa_coco *coco, struct qa_json_value segmentation)
{
    struct qa_arena_mark mark = qa_arena_mark(coco->scratch);
    struct qa_rle rle = {0, 0, NULL, 0};
    bool is_good = read_size(coco, segmentation, &rle) && read_counts(coco, segmentation, &rle);
    if (is_good) {
        qa_mask_put(&rle, &coco->shape);
    }
    qa_arena_reset(coco->scratch, mark);
    return is_good;
}
