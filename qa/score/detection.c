#include "qa/score/detection.h"

static bool serves(const struct qa_type *type)
{
    return type->matching == QA_MATCH_ASSIGN;
}

/* An object placed too far off is not found at this threshold, however near it is: precision and
 * recall are then those that other tools give. */
static void count_reference(const struct qa_match *match, double *parts)
{
    bool matched = match->outcome == QA_MATCHED;
    bool is_localisation = match->outcome == QA_LOCALISATION;
    parts[QA_DETECTION_REFERENCE]++;
    parts[QA_DETECTION_MATCHED] += matched;
    parts[QA_DETECTION_DISSIMILARITY] += matched ? 1 - match->similarity : 0;
    parts[QA_DETECTION_MATCHED_75] += matched && match->similarity >= 0.75;
    parts[QA_DETECTION_MATCHED_90] += matched && match->similarity >= 0.90;
    parts[QA_DETECTION_MISSED] +=
        match->outcome == QA_MISSED || is_localisation || match->outcome == QA_BOTH_WRONG;
    parts[QA_DETECTION_MISLABELLED] += match->outcome == QA_MISLABELLED;
    parts[QA_DETECTION_LOCALISATION] += is_localisation;
}

static void count_delivered(const struct qa_match *match, double *parts)
{
    if (match->outcome == QA_IGNORED) {
        parts[QA_DETECTION_IGNORED]++;
        return;
    }
    parts[QA_DETECTION_DELIVERED]++;
    parts[QA_DETECTION_MATCHED_DELIVERED] += match->outcome == QA_MATCHED;
    parts[QA_DETECTION_SPURIOUS] += match->outcome == QA_SPURIOUS ||
                                    match->outcome == QA_LOCALISATION ||
                                    match->outcome == QA_BOTH_WRONG;
    parts[QA_DETECTION_DUPLICATES] += match->duplicate;
}

static void add(const struct qa_comparison *comparison, const struct qa_pair *pair,
                const struct qa_object_group *group, struct qa_arena *scratch, double *parts)
{
    (void)comparison;
    (void)scratch;
    for (size_t m = 0; m < pair->n_matches; m++) {
        if (qa_group_has_a(group, pair, m)) {
            count_reference(&pair->matches[m], parts);
        }
        if (qa_group_has_b(group, pair, m)) {
            count_delivered(&pair->matches[m], parts);
        }
    }
}

static const char *const part_names[QA_N_DETECTION_PARTS] = {
    [QA_DETECTION_REFERENCE] = "reference",
    [QA_DETECTION_DELIVERED] = "delivered",
    [QA_DETECTION_MATCHED] = "matched",
    [QA_DETECTION_MATCHED_DELIVERED] = "matched_delivered",
    [QA_DETECTION_MISSED] = "missed",
    [QA_DETECTION_SPURIOUS] = "spurious",
    [QA_DETECTION_MISLABELLED] = "mislabelled",
    [QA_DETECTION_DUPLICATES] = "duplicates",
    [QA_DETECTION_LOCALISATION] = "poor",
    [QA_DETECTION_IGNORED] = "ignored",
    [QA_DETECTION_DISSIMILARITY] = "dissimilarity",
    [QA_DETECTION_MATCHED_75] = "matched_75",
    [QA_DETECTION_MATCHED_90] = "matched_90",
};

/* Of the pairs in `of`, those that reach `part`. */
#define SHARE(figure, words, of, part)                                                             \
    {                                                                                              \
        .name = (figure), .heading = (figure), .about = (words), .source = "relative frequency",   \
        .above = {[of] = 1, [part] = -1}, .below = {[of] = 1}, .is_complement = true,              \
        .bound = QA_AT_MOST_ONE, .unit = 1, .undefined = "no objects", .rows = QA_ROWS_OF_NONE     \
    }

static const struct qa_figure figures[QA_N_DETECTION_FIGURES] = {
    [QA_DETECTION_PRECISION] =
        {
            .name = "precision",
            .heading = "precision",
            .about = "Share of the delivered objects that match one of the reference.",
            .source = "van Rijsbergen 1979, chapter 7",
            .above = {[QA_DETECTION_DELIVERED] = 1, [QA_DETECTION_MATCHED_DELIVERED] = -1},
            .below = {[QA_DETECTION_DELIVERED] = 1},
            .is_complement = true,
            .bound = QA_AT_MOST_ONE,
            .unit = 1,
            .undefined = "no delivered objects",
        },
    [QA_DETECTION_RECALL] =
        {
            .name = "recall",
            .heading = "recall",
            .about = "Share of the reference objects that a delivered one matches.",
            .source = "van Rijsbergen 1979, chapter 7",
            .above = {[QA_DETECTION_REFERENCE] = 1, [QA_DETECTION_MATCHED] = -1},
            .below = {[QA_DETECTION_REFERENCE] = 1},
            .is_complement = true,
            .bound = QA_AT_MOST_ONE,
            .unit = 1,
            .undefined = "no reference objects",
        },
    [QA_DETECTION_F1] =
        {
            .name = "f1",
            .heading = "F1",
            .about = "Harmonic mean of precision and recall: twice the matched pairs over the "
                     "objects of both sides.",
            .source = "van Rijsbergen 1979, chapter 7; Dice 1945",
            .above = {[QA_DETECTION_REFERENCE] = 1,
                      [QA_DETECTION_DELIVERED] = 1,
                      [QA_DETECTION_MATCHED] = -1,
                      [QA_DETECTION_MATCHED_DELIVERED] = -1},
            .below = {[QA_DETECTION_REFERENCE] = 1, [QA_DETECTION_DELIVERED] = 1},
            .is_complement = true,
            .bound = QA_AT_MOST_ONE,
            .unit = 1,
            .undefined = "no objects on either side",
        },
    [QA_DETECTION_MEAN_SIMILARITY] =
        {
            .name = "mean_similarity",
            .is_named_by_type = true,
            .heading = "mean similarity",
            .about = "Mean similarity of the matched pairs, which reach the threshold.",
            .source = "Jaccard 1901 for IoU",
            .above = {[QA_DETECTION_DISSIMILARITY] = 1},
            .below = {[QA_DETECTION_MATCHED] = 1},
            .is_complement = true,
            .bound = QA_AT_MOST_DISTANCE,
            .undefined = "no matched objects",
        },
    [QA_DETECTION_PAIRWISE_SIMILARITY] =
        {
            .name = "pairwise_similarity",
            .heading = "pairwise similarity",
            .about = "Twice the summed similarity of matched pairs over the objects of both "
                     "annotators: each object serves once, and one without a partner counts 0.",
            .source = "Dice 1945, of similarities",
            .above = {[QA_DETECTION_REFERENCE] = 1,
                      [QA_DETECTION_DELIVERED] = 1,
                      [QA_DETECTION_MATCHED] = -1,
                      [QA_DETECTION_MATCHED_DELIVERED] = -1,
                      [QA_DETECTION_DISSIMILARITY] = 2},
            .below = {[QA_DETECTION_REFERENCE] = 1, [QA_DETECTION_DELIVERED] = 1},
            .is_complement = true,
            .bound = QA_AT_MOST_ONE,
            .between_annotators = true,
            .undefined = "no objects on either side",
        },
    [QA_DETECTION_PAIRWISE_F1] =
        {
            .name = "pairwise_f1",
            .heading = "pairwise F1",
            .about = "Twice the matched pairs over the objects of both annotators.",
            .source = "Hripcsak and Rothschild 2005",
            .above = {[QA_DETECTION_REFERENCE] = 1,
                      [QA_DETECTION_DELIVERED] = 1,
                      [QA_DETECTION_MATCHED] = -1,
                      [QA_DETECTION_MATCHED_DELIVERED] = -1},
            .below = {[QA_DETECTION_REFERENCE] = 1, [QA_DETECTION_DELIVERED] = 1},
            .is_complement = true,
            .bound = QA_AT_MOST_ONE,
            .unit = 1,
            .between_annotators = true,
            .undefined = "no objects on either side",
        },
    [QA_DETECTION_WITH_MISSES] =
        {
            .name = "mean_with_misses",
            .heading = "mean with misses",
            .about = "Mean similarity over the reference's objects, 0 for those without a match.",
            .source = "Jaccard 1901 for IoU",
            .above = {[QA_DETECTION_REFERENCE] = 1,
                      [QA_DETECTION_MATCHED] = -1,
                      [QA_DETECTION_DISSIMILARITY] = 1},
            .below = {[QA_DETECTION_REFERENCE] = 1},
            .is_complement = true,
            .bound = QA_AT_MOST_ONE,
            .undefined = "no reference objects",
            .rows = QA_ROWS_OF_NONE,
        },
    [QA_DETECTION_SHARE_75] = SHARE("share_75", "Share of the matched pairs at 0.75 or above.",
                                    QA_DETECTION_MATCHED, QA_DETECTION_MATCHED_75),
    [QA_DETECTION_SHARE_90] = SHARE("share_90", "Share of the matched pairs at 0.90 or above.",
                                    QA_DETECTION_MATCHED, QA_DETECTION_MATCHED_90),
    [QA_DETECTION_SHARE_75_WITH_MISSES] =
        SHARE("share_75_with_misses", "Share of the reference's objects matched at 0.75 or above.",
              QA_DETECTION_REFERENCE, QA_DETECTION_MATCHED_75),
    [QA_DETECTION_SHARE_90_WITH_MISSES] =
        SHARE("share_90_with_misses", "Share of the reference's objects matched at 0.90 or above.",
              QA_DETECTION_REFERENCE, QA_DETECTION_MATCHED_90),
};

const struct qa_score qa_score_detection = {
    .name = "detection",
    .about = "Objects found and missed, and how well the found ones are placed.",
    .serves = serves,
    .parts = part_names,
    .n_parts = QA_N_DETECTION_PARTS,
    .by_objects = true,
    .add = add,
    .figures = figures,
    .n_figures = QA_N_DETECTION_FIGURES,
};
