/* Label maps: pixels of classes, and their edges. */
#include <math.h>
#include <string.h>

#include "qa/annotation/mask.h"
#include "qa/annotation/rle_shape.h"
#include "qa/score/segmentation.h"
#include "qa/stats/describe.h"

static bool serves_maps(const struct qa_type *type)
{
    return type == &qa_type_label_map;
}

/* Two label maps of one item. */
struct maps {
    const struct qa_comparison *comparison;
    const struct qa_pair *pair;
    struct qa_pair_objects objects;
    const bool *is_out[2]; /* of the objects of a and b: regions that take no part */
    struct qa_rle out;     /* all of them that count; no runs: none */
    double tolerance;
    struct qa_arena *scratch;
};

static const bool *regions_out(const struct qa_batch *batch, size_t answer, size_t n,
                               struct qa_arena *scratch)
{
    bool *is_out = QA_ARRAY(scratch, bool, n);
    for (size_t i = 0; i < n; i++) {
        is_out[i] = qa_object_is_crowd(batch, qa_first_object(batch, answer) + i);
    }
    return is_out;
}

static void leave_out(struct maps *maps, const struct qa_objects *objects, const bool *is_out)
{
    for (size_t i = 0; i < objects->n; i++) {
        if (is_out[i]) {
            struct qa_rle region = qa_mask_rle(objects, i, maps->scratch);
            maps->out = maps->out.n == 0
                            ? region
                            : qa_rle_combine(&maps->out, &region, QA_RLE_EITHER, maps->scratch);
        }
    }
}

static struct maps open_maps(const struct qa_comparison *comparison, const struct qa_pair *pair,
                             struct qa_arena *scratch)
{
    struct maps maps = {.comparison = comparison,
                        .pair = pair,
                        .objects = qa_pair_objects(comparison, pair),
                        .scratch = scratch};
    const struct qa_question *question = maps.objects.question;
    maps.tolerance =
        qa_type_setting(&qa_type_label_map, question->setting, QA_LABEL_MAP_TOLERANCE).number;
    maps.is_out[0] = regions_out(comparison->a, pair->answer_a, maps.objects.a.n, scratch);
    maps.is_out[1] = regions_out(comparison->b, pair->answer_b, maps.objects.b.n, scratch);
    leave_out(&maps, &maps.objects.a, maps.is_out[0]);
    if (comparison->request.reference == NULL) {
        leave_out(&maps, &maps.objects.b, maps.is_out[1]);
    }
    return maps;
}

/* The region of a class in a map, without what takes no part; no runs: the map does not have it. */
static struct qa_rle region_of(const struct maps *maps, int side, uint32_t label)
{
    const struct qa_objects *objects = side == 0 ? &maps->objects.a : &maps->objects.b;
    struct qa_rle region = {0, 0, NULL, 0};
    for (size_t i = 0; i < objects->n; i++) {
        if (objects->label[i] != label || maps->is_out[side][i]) {
            continue;
        }
        struct qa_rle rle = qa_mask_rle(objects, i, maps->scratch);
        region = region.n == 0 ? rle : qa_rle_combine(&region, &rle, QA_RLE_EITHER, maps->scratch);
    }
    if (region.n > 0 && maps->out.n > 0) {
        region = qa_rle_combine(&region, &maps->out, QA_RLE_WITHOUT, maps->scratch);
    }
    return region;
}

/* ---- edges ---- */

/* From the edge of one side to that of the other. */
struct edge {
    size_t n;
    size_t n_near;
    double greatest;
    double quantile95;
};

static struct edge measure_edge(const struct qa_rle *from, const struct qa_rle *to,
                                const struct maps *maps)
{
    struct edge edge = {0, 0, 0, 0};
    const double *distance = qa_rle_distances(from, to, &edge.n, maps->scratch);
    double *sorted = QA_ARRAY(maps->scratch, double, edge.n);
    memcpy(sorted, distance, edge.n * sizeof *sorted);
    qa_sort_reals(sorted, edge.n);
    for (size_t i = 0; i < edge.n; i++) {
        edge.n_near += distance[i] <= maps->tolerance;
    }
    edge.greatest = sorted[edge.n - 1];
    edge.quantile95 = qa_quantile_sorted(sorted, edge.n, 0.95);
    return edge;
}

static void add_edges(const struct maps *maps, const struct qa_rle *a, const struct qa_rle *b,
                      double *parts)
{
    bool has_a = a->n > 1;
    bool has_b = b->n > 1;
    parts[QA_SEMANTIC_EDGES] += has_a || has_b;
    if (!has_a || !has_b) {
        parts[QA_SEMANTIC_NOT_F] += has_a || has_b;
        return;
    }
    struct qa_rle edge_a = qa_rle_border(a, maps->scratch);
    struct qa_rle edge_b = qa_rle_border(b, maps->scratch);
    struct edge there = measure_edge(&edge_a, &edge_b, maps);
    struct edge back = measure_edge(&edge_b, &edge_a, maps);
    double recall = (double)there.n_near / (double)there.n;
    double precision = (double)back.n_near / (double)back.n;
    double sum = precision + recall;
    parts[QA_SEMANTIC_NOT_F] += sum > 0 ? 1 - 2 * precision * recall / sum : 1;
    parts[QA_SEMANTIC_DISTANCES]++;
    parts[QA_SEMANTIC_HAUSDORFF] += fmax(there.greatest, back.greatest);
    parts[QA_SEMANTIC_HAUSDORFF95] += fmax(there.quantile95, back.quantile95);
}

/* ---- classes ---- */

static void add_class(const struct maps *maps, uint32_t label, double *parts)
{
    struct qa_arena_mark mark = qa_arena_mark(maps->scratch);
    struct qa_rle a = region_of(maps, 0, label);
    struct qa_rle b = region_of(maps, 1, label);
    parts[QA_SEMANTIC_REFERENCE] += (double)qa_rle_area(&a);
    parts[QA_SEMANTIC_DELIVERED] += (double)qa_rle_area(&b);
    if (a.n > 0 && b.n > 0) {
        struct qa_rle both = qa_rle_combine(&a, &b, QA_RLE_BOTH, maps->scratch);
        parts[QA_SEMANTIC_BOTH] += (double)qa_rle_area(&both);
    }
    add_edges(maps, &a, &b, parts);
    qa_arena_reset(maps->scratch, mark);
}

/* Is object i of a side the first of its class, in both maps? */
static bool is_first(const struct maps *maps, int side, size_t i)
{
    uint32_t label = (side == 0 ? &maps->objects.a : &maps->objects.b)->label[i];
    for (size_t k = 0; k < (side == 0 ? i : maps->objects.a.n); k++) {
        if (maps->objects.a.label[k] == label && !maps->is_out[0][k]) {
            return false;
        }
    }
    for (size_t k = 0; side == 1 && k < i; k++) {
        if (maps->objects.b.label[k] == label && !maps->is_out[1][k]) {
            return false;
        }
    }
    return true;
}

static void add_maps(const struct qa_comparison *comparison, const struct qa_pair *pair,
                     const struct qa_object_group *group, struct qa_arena *scratch, double *parts)
{
    struct maps maps = open_maps(comparison, pair, scratch);
    if (group->of == QA_OF_CLASS) {
        add_class(&maps, group->id, parts);
        return;
    }
    for (int side = 0; side < 2; side++) {
        const struct qa_objects *objects = side == 0 ? &maps.objects.a : &maps.objects.b;
        for (size_t i = 0; i < objects->n; i++) {
            if (!maps.is_out[side][i] && is_first(&maps, side, i)) {
                add_class(&maps, objects->label[i], parts);
            }
        }
    }
}

static const char *const map_parts[QA_N_SEMANTIC_PARTS] = {
    [QA_SEMANTIC_REFERENCE] = "reference_pixels", [QA_SEMANTIC_DELIVERED] = "delivered_pixels",
    [QA_SEMANTIC_BOTH] = "pixels_in_both",        [QA_SEMANTIC_EDGES] = "edges",
    [QA_SEMANTIC_NOT_F] = "not_boundary_f",       [QA_SEMANTIC_DISTANCES] = "distances",
    [QA_SEMANTIC_HAUSDORFF] = "hausdorff",        [QA_SEMANTIC_HAUSDORFF95] = "hausdorff95",
};

static const struct qa_figure map_figures[QA_N_SEMANTIC_FIGURES] = {
    [QA_SEMANTIC_IOU] =
        {
            .name = "mask_iou",
            .heading = "class IoU",
            .about =
                "Pixels that both maps give the class over those that either does, summed over "
                "items.",
            .source = "Jaccard 1901; Everingham et al. 2010, section 4.4",
            .above =
                {[QA_SEMANTIC_REFERENCE] = 1, [QA_SEMANTIC_DELIVERED] = 1, [QA_SEMANTIC_BOTH] = -2},
            .below =
                {[QA_SEMANTIC_REFERENCE] = 1, [QA_SEMANTIC_DELIVERED] = 1, [QA_SEMANTIC_BOTH] = -1},
            .is_complement = true,
            .bound = QA_AT_MOST_ONE,
            .undefined = "no pixels of the class",
            .rows = QA_ROWS_OF_CLASSES,
        },
    [QA_SEMANTIC_DICE] =
        {
            .name = "dice",
            .heading = "class Dice",
            .about = "Twice the pixels that both maps give the class over the sum of the pixels "
                     "that each does, summed over items.",
            .source = "Dice 1945",
            .above =
                {[QA_SEMANTIC_REFERENCE] = 1, [QA_SEMANTIC_DELIVERED] = 1, [QA_SEMANTIC_BOTH] = -2},
            .below = {[QA_SEMANTIC_REFERENCE] = 1, [QA_SEMANTIC_DELIVERED] = 1},
            .is_complement = true,
            .bound = QA_AT_MOST_ONE,
            .undefined = "no pixels of the class",
            .rows = QA_ROWS_OF_CLASSES,
        },
    [QA_SEMANTIC_CLASS_ACCURACY] =
        {
            .name = "class_accuracy",
            .heading = "class accuracy",
            .about = "Share of the reference's pixels of the class that the delivery gives it too.",
            .source = "Long, Shelhamer, Darrell 2015, section 5",
            .above = {[QA_SEMANTIC_REFERENCE] = 1, [QA_SEMANTIC_BOTH] = -1},
            .below = {[QA_SEMANTIC_REFERENCE] = 1},
            .is_complement = true,
            .bound = QA_AT_MOST_ONE,
            .undefined = "no reference pixels of the class",
            .rows = QA_ROWS_OF_CLASSES,
        },
    [QA_SEMANTIC_MEAN_IOU] =
        {
            .name = "mean_iou",
            .heading = "mean IoU",
            .about =
                "Mean of the classes' IoU, over the classes that either map has; its interval is "
                "wide enough for classes that fail together.",
            .source =
                "Everingham et al. 2010, section 4.4; Long, Shelhamer, Darrell 2015, section 5",
            .undefined = "no pixels of a class",
            .rows = QA_ROWS_OF_ALL,
            .is_mean = true,
            .mean_of = QA_SEMANTIC_IOU,
        },
    [QA_SEMANTIC_MEAN_DICE] =
        {
            .name = "mean_dice",
            .heading = "mean Dice",
            .about = "Mean of the classes' Dice, over the classes that either map has.",
            .source = "Dice 1945",
            .undefined = "no pixels of a class",
            .rows = QA_ROWS_OF_ALL,
            .is_mean = true,
            .mean_of = QA_SEMANTIC_DICE,
        },
    [QA_SEMANTIC_PIXEL_ACCURACY] =
        {
            .name = "pixel_accuracy",
            .heading = "pixel accuracy",
            .about = "Share of the reference's pixels that the delivery gives the same class.",
            .source = "Long, Shelhamer, Darrell 2015, section 5",
            .above = {[QA_SEMANTIC_REFERENCE] = 1, [QA_SEMANTIC_BOTH] = -1},
            .below = {[QA_SEMANTIC_REFERENCE] = 1},
            .is_complement = true,
            .bound = QA_AT_MOST_ONE,
            .undefined = "no reference pixels",
            .rows = QA_ROWS_BUT_CLASSES,
        },
    [QA_SEMANTIC_MEAN_CLASS_ACCURACY] =
        {
            .name = "mean_class_accuracy",
            .heading = "mean class accuracy",
            .about = "Mean of the classes' accuracy, over the classes of the reference.",
            .source = "Long, Shelhamer, Darrell 2015, section 5",
            .undefined = "no reference pixels of a class",
            .rows = QA_ROWS_OF_ALL,
            .is_mean = true,
            .mean_of = QA_SEMANTIC_CLASS_ACCURACY,
        },
    [QA_SEMANTIC_FW_IOU] =
        {
            .name = "fw_iou",
            .heading = "frequency-weighted IoU",
            .about =
                "Mean of the classes' IoU, weighted by the reference's pixels of each; without an "
                "interval, since the weights vary with the items too.",
            .source = "Long, Shelhamer, Darrell 2015, section 5",
            .undefined = "no reference pixels of a class",
            .rows = QA_ROWS_OF_ALL,
            .is_mean = true,
            .mean_of = QA_SEMANTIC_IOU,
            .weight = {[QA_SEMANTIC_REFERENCE] = 1},
        },
    [QA_SEMANTIC_BOUNDARY_F] =
        {
            .name = "boundary_f",
            .heading = "boundary F",
            .about = "F measure of edge pixels within the tolerance of the other edge "
                     "(--boundary-tolerance), mean over classes of items.",
            .source = "Csurka, Larlus, Perronnin 2013, section 2",
            .above = {[QA_SEMANTIC_NOT_F] = 1},
            .below = {[QA_SEMANTIC_EDGES] = 1},
            .is_complement = true,
            .bound = QA_AT_MOST_ONE,
            .undefined = "no edges",
        },
    [QA_SEMANTIC_HAUSDORFF_DISTANCE] =
        {
            .name = "hausdorff",
            .heading = "Hausdorff distance",
            .about = "Greatest distance in pixels from an edge to the other, mean over classes of "
                     "items that both maps have.",
            .source = "Huttenlocher, Klanderman, Rucklidge 1993, equations 1 and 2",
            .above = {[QA_SEMANTIC_HAUSDORFF] = 1},
            .below = {[QA_SEMANTIC_DISTANCES] = 1},
            .undefined = "no class is in both maps of an item",
        },
    [QA_SEMANTIC_HAUSDORFF95_DISTANCE] =
        {
            .name = "hausdorff95",
            .heading = "Hausdorff distance, 95 %",
            .about = "Greater of the two sides' 95 % quantiles of distances in pixels from an edge "
                     "to the other, mean over classes of items that both maps have.",
            .source = "Huttenlocher, Klanderman, Rucklidge 1993, equation 3",
            .above = {[QA_SEMANTIC_HAUSDORFF95] = 1},
            .below = {[QA_SEMANTIC_DISTANCES] = 1},
            .undefined = "no class is in both maps of an item",
        },
};

const struct qa_score qa_score_semantic = {
    .name = "semantic",
    .about = "Label maps: pixels of each class, over all classes, and along their edges.",
    .serves = serves_maps,
    .parts = map_parts,
    .n_parts = QA_N_SEMANTIC_PARTS,
    .by_objects = true,
    .add = add_maps,
    .figures = map_figures,
    .n_figures = QA_N_SEMANTIC_FIGURES,
};
