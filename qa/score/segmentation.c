#include "qa/score/segmentation.h"

#include "qa/annotation/mask.h"
#include "qa/annotation/rle_shape.h"

/* ---- matched masks ---- */

static bool serves_masks(const struct qa_type *type)
{
    return type == &qa_type_mask;
}

static struct qa_rle mask_at(const struct qa_batch *batch, size_t object, struct qa_arena *arena)
{
    struct qa_objects one = qa_batch_objects(batch, object, 1);
    return qa_mask_rle(&one, 0, arena);
}

static double boundary_iou(const struct qa_comparison *comparison, const struct qa_match *match,
                           struct qa_arena *scratch)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct qa_rle a = mask_at(comparison->a, match->object_a, scratch);
    struct qa_rle b = mask_at(comparison->b, match->object_b, scratch);
    uint32_t distance = qa_rle_boundary_distance(a.height, a.width);
    a = qa_rle_boundary(&a, distance, scratch);
    b = qa_rle_boundary(&b, distance, scratch);
    struct qa_rle both = qa_rle_combine(&a, &b, QA_RLE_BOTH, scratch);
    double n_both = (double)qa_rle_area(&both);
    double n_either = (double)qa_rle_area(&a) + (double)qa_rle_area(&b) - n_both;
    qa_arena_reset(scratch, mark);
    return n_either > 0 ? n_both / n_either : 1; /* two masks without a pixel */
}

static void add_masks(const struct qa_comparison *comparison, const struct qa_pair *pair,
                      const struct qa_object_group *group, struct qa_arena *scratch, double *parts)
{
    for (size_t m = 0; m < pair->n_matches; m++) {
        const struct qa_match *match = &pair->matches[m];
        if (match->outcome != QA_MATCHED || !qa_group_has_a(group, pair, m)) {
            continue;
        }
        parts[QA_MASKS_MATCHED]++;
        parts[QA_MASKS_NOT_DICE] += (1 - match->similarity) / (1 + match->similarity);
        parts[QA_MASKS_NOT_BOUNDARY] += 1 - boundary_iou(comparison, match, scratch);
    }
}

static const char *const mask_parts[QA_N_MASKS_PARTS] = {
    [QA_MASKS_MATCHED] = "matched",
    [QA_MASKS_NOT_DICE] = "not_dice",
    [QA_MASKS_NOT_BOUNDARY] = "not_boundary_iou",
};

static const struct qa_figure mask_figures[] = {
    {
        .name = "dice",
        .heading = "Dice",
        .about = "Mean over the matched pairs of twice the pixels in both masks over those of the "
                 "two.",
        .source = "Dice 1945",
        .above = {[QA_MASKS_NOT_DICE] = 1},
        .below = {[QA_MASKS_MATCHED] = 1},
        .is_complement = true,
        .bound = QA_AT_MOST_ONE,
        .undefined = "no matched objects",
    },
    {
        .name = "boundary_iou",
        .heading = "boundary IoU",
        .about = "Mean over the matched pairs of the IoU of what of each mask lies within 2 % of "
                 "the picture's diagonal of its edge.",
        .source = "Cheng, Girshick, Dollar, Berg, Kirillov 2021, section 4",
        .above = {[QA_MASKS_NOT_BOUNDARY] = 1},
        .below = {[QA_MASKS_MATCHED] = 1},
        .is_complement = true,
        .bound = QA_AT_MOST_ONE,
        .undefined = "no matched objects",
    },
};

const struct qa_score qa_score_masks = {
    .name = "masks",
    .about = "How well matched masks agree, in all and along their edges.",
    .serves = serves_masks,
    .parts = mask_parts,
    .n_parts = QA_N_MASKS_PARTS,
    .by_objects = true,
    .add = add_masks,
    .figures = mask_figures,
    .n_figures = sizeof mask_figures / sizeof *mask_figures,
};
