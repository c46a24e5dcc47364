#ifndef QA_SCORE_SEGMENTATION_H
#define QA_SCORE_SEGMENTATION_H

/*
 * Segmentation, in two families.
 *
 * masks: of each matched pair of masks, Dice (1945) and the Boundary IoU of Cheng, Girshick,
 * Dollar, Berg, Kirillov (2021, section 4). Their IoU is a figure of detection.
 *
 * semantic: label maps, pixel by pixel. Pixels of regions that take no part in the reference
 * (between annotators: in either) count nowhere; a delivered pixel without a class, or of a label
 * that is ignored, is of no class. Figures of a class come from pixels summed over items, those
 * over all classes (mean_iou, mean_dice, mean_class_accuracy, fw_iou) are means of the classes'
 * figures, over the classes that have one (Everingham et al. 2010; Long, Shelhamer, Darrell 2015,
 * section 5).
 *
 * Edges, a class of an item at a time: the edge pixels of a region are those with a neighbour (of
 * 4) outside it, or outside the picture. boundary_f is the F measure of edge pixels within a
 * tolerance
 * (--boundary-tolerance, Euclidean, in pixels) of the other edge (Csurka, Larlus, Perronnin 2013,
 * section 2); it is 0 where only one side has the class. hausdorff is the greatest distance from an
 * edge pixel to the other edge, in pixels, hausdorff95 the greater of the two sides' 95 % quantiles
 * (Huttenlocher, Klanderman, Rucklidge 1993, equations 1 to 3; type 7); where only one side has the
 * class there is no distance, and the item does not count in them.
 */

#include "qa/score/score.h"

enum qa_masks_part { QA_MASKS_MATCHED, QA_MASKS_NOT_DICE, QA_MASKS_NOT_BOUNDARY, QA_N_MASKS_PARTS };

enum qa_semantic_part {
    QA_SEMANTIC_REFERENCE, /* pixels of a class */
    QA_SEMANTIC_DELIVERED,
    QA_SEMANTIC_BOTH,
    QA_SEMANTIC_EDGES, /* classes of items with an edge on either side */
    QA_SEMANTIC_NOT_F,
    QA_SEMANTIC_DISTANCES, /* with an edge on both */
    QA_SEMANTIC_HAUSDORFF,
    QA_SEMANTIC_HAUSDORFF95,
    QA_N_SEMANTIC_PARTS
};

enum qa_semantic_figure {
    QA_SEMANTIC_IOU,
    QA_SEMANTIC_DICE,
    QA_SEMANTIC_CLASS_ACCURACY,
    QA_SEMANTIC_MEAN_IOU,
    QA_SEMANTIC_MEAN_DICE,
    QA_SEMANTIC_PIXEL_ACCURACY,
    QA_SEMANTIC_MEAN_CLASS_ACCURACY,
    QA_SEMANTIC_FW_IOU,
    QA_SEMANTIC_BOUNDARY_F,
    QA_SEMANTIC_HAUSDORFF_DISTANCE,
    QA_SEMANTIC_HAUSDORFF95_DISTANCE,
    QA_N_SEMANTIC_FIGURES
};

extern const struct qa_score qa_score_masks;
extern const struct qa_score qa_score_semantic;

#endif
