#ifndef QA_SCORE_DETECTION_H
#define QA_SCORE_DETECTION_H

/*
 * Objects found and missed, for every kind whose objects pair one to one: precision, recall, F1 and
 * the mean similarity of the matched pairs.
 *
 *   reference = matched + mislabelled + missed
 *   delivered = matched_delivered + mislabelled + spurious (over all classes together)
 *
 * Poorly placed pairs stay in missed and spurious as well; a duplicate is spurious too. A class
 * counts reference objects by their own class and delivered ones by theirs, a size both by the
 * reference's; where classes do not matter the two of a pair may stand in two classes, so matched
 * pairs are counted on both sides. What stands beside a reference object (matched, missed,
 * mislabelled, localisation errors, dissimilarity) is its group's, the rest the delivered object's.
 */

#include "qa/score/score.h"

enum qa_detection_part {
    QA_DETECTION_REFERENCE,
    QA_DETECTION_DELIVERED, /* without those that are ignored */
    QA_DETECTION_MATCHED,
    QA_DETECTION_MATCHED_DELIVERED, /* the same pairs, by the delivered object */
    QA_DETECTION_MISSED,
    QA_DETECTION_SPURIOUS,
    QA_DETECTION_MISLABELLED,
    QA_DETECTION_DUPLICATES,
    QA_DETECTION_LOCALISATION,
    QA_DETECTION_IGNORED,
    QA_DETECTION_DISSIMILARITY, /* sum of 1 - similarity over the matched pairs */
    QA_DETECTION_MATCHED_75,    /* matched pairs of similarity 0.75 or above, by the reference */
    QA_DETECTION_MATCHED_90,
    QA_N_DETECTION_PARTS
};

/*
 * precision = matched_delivered / delivered, recall = matched / reference, f1 their harmonic mean:
 * (matched + matched_delivered) / (reference + delivered), so that with nothing delivered it is 0
 * and only with nothing on either side undefined. mean_similarity is 1 - dissimilarity / matched.
 * The last five describe the distribution of similarity and are columns of the table summary of
 * `iou`: shares of the matched pairs, and, with missed and mislabelled objects as 0, of the
 * reference.
 */
enum qa_detection_figure {
    QA_DETECTION_PRECISION,
    QA_DETECTION_RECALL,
    QA_DETECTION_F1,
    QA_DETECTION_MEAN_SIMILARITY,
    QA_DETECTION_PAIRWISE_SIMILARITY, /* between annotators, as the next */
    QA_DETECTION_PAIRWISE_F1,
    QA_DETECTION_WITH_MISSES, /* mean similarity over the reference */
    QA_DETECTION_SHARE_75,
    QA_DETECTION_SHARE_90,
    QA_DETECTION_SHARE_75_WITH_MISSES,
    QA_DETECTION_SHARE_90_WITH_MISSES,
    QA_N_DETECTION_FIGURES
};

extern const struct qa_score qa_score_detection;

#endif
