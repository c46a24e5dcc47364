#include "qa/score/keypoints.h"

#include <math.h>

#include "qa/annotation/keypoints.h"

enum { X, Y, V, PER_POINT };

static bool serves(const struct qa_type *type)
{
    return type == &qa_type_keypoints;
}

/* Two matched objects. */
struct matched {
    const double *gold;
    size_t n;
    const double *given;
    const size_t *partner;
    double reach; /* what counts as right, in pixels */
    double unit;  /* of distances; 0: the object has no size */
};

static void count_point(const struct matched *matched, size_t k, double *parts)
{
    const double *own = matched->gold + k * PER_POINT;
    const double *other =
        matched->partner[k] != SIZE_MAX ? matched->given + matched->partner[k] * PER_POINT : NULL;
    if (other != NULL) {
        parts[QA_KEYPOINTS_SEEN]++;
        parts[QA_KEYPOINTS_SEEN_OTHERWISE] += own[V] < other[V] || own[V] > other[V];
    }
    if (!qa_keypoint_is_labelled(own)) {
        return;
    }
    bool is_placed = other != NULL && qa_keypoint_is_labelled(other);
    double distance = is_placed ? hypot(own[X] - other[X], own[Y] - other[Y]) : 0;
    parts[QA_KEYPOINTS_LABELLED]++;
    parts[QA_KEYPOINTS_WRONG] += !is_placed || distance > matched->reach;
    if (is_placed && matched->unit > 0) {
        /* Parts are bounded; a point farther off than a million objects is not placed better. */
        double units = distance / matched->unit;
        parts[QA_KEYPOINTS_PLACED]++;
        parts[QA_KEYPOINTS_DISTANCE] += units < 1e6 ? units : 1e6;
    }
}

static void count_objects(const struct qa_pair_objects *objects, size_t i, size_t j,
                          struct qa_arena *scratch, double *parts)
{
    const struct qa_setting threshold =
        qa_type_setting(objects->type, objects->question->setting, QA_KEYPOINTS_PCK_THRESHOLD);
    struct qa_keypoints_scale scale = qa_keypoints_scale_of(&objects->a, i);
    double longest = scale.box[2] > scale.box[3] ? scale.box[2] : scale.box[3];
    size_t n_given;
    struct matched matched = {.reach = threshold.number * longest,
                              .unit = sqrt(scale.box[2] * scale.box[3])};
    matched.gold = qa_keypoints_points(&objects->a, i, &matched.n);
    matched.given = qa_keypoints_points(&objects->b, j, &n_given);
    size_t *partner = QA_ARRAY(scratch, size_t, matched.n);
    qa_keypoints_pair(&objects->a, i, &objects->b, j, partner);
    matched.partner = partner;
    for (size_t k = 0; k < matched.n; k++) {
        count_point(&matched, k, parts);
    }
}

static void add(const struct qa_comparison *comparison, const struct qa_pair *pair,
                const struct qa_object_group *group, struct qa_arena *scratch, double *parts)
{
    struct qa_pair_objects objects = qa_pair_objects(comparison, pair);
    for (size_t m = 0; m < pair->n_matches; m++) {
        const struct qa_match *match = &pair->matches[m];
        if (match->outcome == QA_MATCHED && qa_group_has_a(group, pair, m)) {
            size_t first_a = (size_t)qa_first_object(comparison->a, pair->answer_a);
            size_t first_b = (size_t)qa_first_object(comparison->b, pair->answer_b);
            count_objects(&objects, match->object_a - first_a, match->object_b - first_b, scratch,
                          parts);
        }
    }
}

static const char *const part_names[QA_N_KEYPOINTS_PARTS] = {
    [QA_KEYPOINTS_LABELLED] = "labelled", [QA_KEYPOINTS_WRONG] = "wrong",
    [QA_KEYPOINTS_PLACED] = "placed",     [QA_KEYPOINTS_DISTANCE] = "distance",
    [QA_KEYPOINTS_SEEN] = "seen",         [QA_KEYPOINTS_SEEN_OTHERWISE] = "seen_otherwise",
};

static const struct qa_figure figures[QA_N_KEYPOINTS_FIGURES] = {
    [QA_KEYPOINTS_PCK] =
        {
            .name = "pck",
            .heading = "PCK",
            .about = "Share of the labelled keypoints of matched objects that lie within "
                     "--pck-threshold times the longest side of the reference's box.",
            .source = "Yang and Ramanan 2013",
            .above = {[QA_KEYPOINTS_WRONG] = 1},
            .below = {[QA_KEYPOINTS_LABELLED] = 1},
            .is_complement = true,
            .bound = QA_AT_MOST_ONE,
            .unit = 1,
            .undefined = "no labelled keypoints of matched objects",
        },
    [QA_KEYPOINTS_NME] =
        {
            .name = "nme",
            .heading = "NME",
            .about = "Mean distance of keypoints labelled on both sides, over the square root of "
                     "the area of the reference's box.",
            .source = "Bulat and Tzimiropoulos 2017, section 4",
            .above = {[QA_KEYPOINTS_DISTANCE] = 1},
            .below = {[QA_KEYPOINTS_PLACED] = 1},
            .undefined = "no keypoints labelled on both sides",
        },
    [QA_KEYPOINTS_VISIBILITY] =
        {
            .name = "visibility_agreement",
            .heading = "visibility agreement",
            .about = "Share of the keypoints of matched objects whose visibility (not labelled, "
                     "occluded, visible) is the same.",
            .source = "percent agreement over points",
            .above = {[QA_KEYPOINTS_SEEN_OTHERWISE] = 1},
            .below = {[QA_KEYPOINTS_SEEN] = 1},
            .is_complement = true,
            .bound = QA_AT_MOST_ONE,
            .unit = 1,
            .undefined = "no keypoints of matched objects",
        },
};

const struct qa_score qa_score_keypoints = {
    .name = "keypoints",
    .about = "How well the keypoints of matched objects are placed, point by point.",
    .serves = serves,
    .parts = part_names,
    .n_parts = QA_N_KEYPOINTS_PARTS,
    .by_objects = true,
    .add = add,
    .figures = figures,
    .n_figures = QA_N_KEYPOINTS_FIGURES,
};
