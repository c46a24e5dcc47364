#include "qa/score/actions.h"

#include <math.h>

#include "qa/annotation/match.h"
#include "qa/annotation/period.h"
#include "qa/annotation/segment.h"
#include "qa/score/segments.h"

enum {
    REFERENCE,
    DELIVERED,
    MATCHED,           /* of the reference */
    MATCHED_DELIVERED, /* the same by the class of the delivered one */
    MATCHED_10,
    MATCHED_25,
    MATCHED_50,
    ONSET_SECONDS,
    OFFSET_SECONDS,
    N_PARTS
};

static const char *const parts[N_PARTS] = {
    [REFERENCE] = "reference",
    [DELIVERED] = "delivered",
    [MATCHED] = "matched",
    [MATCHED_DELIVERED] = "matched_delivered",
    [MATCHED_10] = "matched_10",
    [MATCHED_25] = "matched_25",
    [MATCHED_50] = "matched_50",
    [ONSET_SECONDS] = "onset_seconds",
    [OFFSET_SECONDS] = "offset_seconds",
};

static bool serves(const struct qa_type *type)
{
    return type == &qa_type_segment;
}

static double *overlaps(const struct qa_segments *a, const struct qa_segments *b,
                        struct qa_arena *scratch)
{
    double *out = QA_ARRAY(scratch, double, a->n * b->n);
    for (size_t i = 0; i < a->n; i++) {
        for (size_t j = 0; j < b->n && b->list[j].start <= a->list[i].end; j++) {
            bool same = a->list[i].label == b->list[j].label;
            out[i * b->n + j] = same ? qa_segment_overlap(&a->list[i], &b->list[j]) : 0;
        }
    }
    return out;
}

static void add_usual_thresholds(const struct qa_segments *a, const struct qa_segments *b,
                                 struct qa_arena *scratch, double *sums)
{
    static const struct {
        size_t part;
        double threshold;
    } usual[] = {{MATCHED_10, 0.10}, {MATCHED_25, 0.25}, {MATCHED_50, 0.50}};
    if (a->n == 0 || b->n == 0) {
        return;
    }
    size_t *column = QA_ARRAY(scratch, size_t, a->n);
    struct qa_match_input input = {
        .n_rows = a->n, .n_columns = b->n, .similarity = overlaps(a, b, scratch)};
    for (size_t k = 0; k < sizeof usual / sizeof *usual; k++) {
        input.threshold = usual[k].threshold;
        sums[usual[k].part] += (double)qa_match(&input, scratch, column);
    }
}

static const double *times(const struct qa_batch *batch, size_t object)
{
    return batch->number_at != NULL ? batch->number + batch->number_at[object].first
                                    : batch->number + object * batch->arity;
}

static void add_matches(const struct qa_comparison *comparison, const struct qa_pair *pair,
                        const struct qa_object_group *group, uint32_t background, double *sums)
{
    for (size_t m = 0; m < pair->n_matches; m++) {
        const struct qa_match *match = &pair->matches[m];
        bool is_match =
            match->outcome == QA_MATCHED &&
            !(background != QA_NONE && comparison->a->label[match->object_a] == background);
        if (!is_match || !qa_group_has_a(group, pair, m)) {
            continue;
        }
        const double *a = times(comparison->a, match->object_a);
        const double *b = times(comparison->b, match->object_b);
        sums[MATCHED]++;
        sums[MATCHED_DELIVERED] += qa_group_has_b(group, pair, m);
        sums[ONSET_SECONDS] += fabs(a[QA_PERIOD_START] - b[QA_PERIOD_START]);
        sums[OFFSET_SECONDS] += fabs(a[QA_PERIOD_END] - b[QA_PERIOD_END]);
    }
}

static void add(const struct qa_comparison *comparison, const struct qa_pair *pair,
                const struct qa_object_group *group, struct qa_arena *scratch, double *sums)
{
    struct qa_segment_pair sides = qa_segment_pair(comparison, pair, group, scratch);
    struct qa_segments a = qa_segments_foreground(&sides.a, sides.background, scratch);
    struct qa_segments b = qa_segments_foreground(&sides.b, sides.background, scratch);
    sums[REFERENCE] += (double)a.n;
    sums[DELIVERED] += (double)b.n;
    add_usual_thresholds(&a, &b, scratch, sums);
    add_matches(comparison, pair, group, sides.background, sums);
}

#define F1_AT(figure, title, part)                                                                 \
    {                                                                                              \
        .name = (figure), .heading = (title),                                                      \
        .about = "F1 of segments of equal class at this temporal IoU.",                            \
        .source = "Lea et al. 2017, Temporal convolutional networks for action segmentation",      \
        .above = {[REFERENCE] = 1, [DELIVERED] = 1, [part] = -2},                                  \
        .below = {[REFERENCE] = 1, [DELIVERED] = 1}, .is_complement = true,                        \
        .bound = QA_AT_MOST_ONE, .unit = 1, .undefined = "no segments on either side"              \
    }

static const struct qa_figure figures[] = {
    {
        .name = "tiou_f1",
        .heading = "F1 at the threshold",
        .about = "F1 of segments of equal class whose temporal IoU reaches --threshold.",
        .source = "Lea et al. 2017, Temporal convolutional networks for action segmentation",
        .above = {[REFERENCE] = 1, [DELIVERED] = 1, [MATCHED] = -1, [MATCHED_DELIVERED] = -1},
        .below = {[REFERENCE] = 1, [DELIVERED] = 1},
        .is_complement = true,
        .bound = QA_AT_MOST_ONE,
        .unit = 1,
        .undefined = "no segments on either side",
    },
    F1_AT("tiou_f1_10", "F1@10", MATCHED_10),
    F1_AT("tiou_f1_25", "F1@25", MATCHED_25),
    F1_AT("tiou_f1_50", "F1@50", MATCHED_50),
    {
        .name = "onset_deviation",
        .heading = "onset deviation",
        .about = "Mean absolute seconds between the starts of matched segments.",
        .source = "mean absolute deviation",
        .above = {[ONSET_SECONDS] = 1},
        .below = {[MATCHED] = 1},
        .undefined = "no matched segments",
    },
    {
        .name = "offset_deviation",
        .heading = "offset deviation",
        .about = "Mean absolute seconds between the ends of matched segments.",
        .source = "mean absolute deviation",
        .above = {[OFFSET_SECONDS] = 1},
        .below = {[MATCHED] = 1},
        .undefined = "no matched segments",
    },
};

const struct qa_score qa_score_actions = {
    .name = "actions",
    .about = "Segments matched by temporal IoU, and how far their boundaries are off.",
    .serves = serves,
    .parts = parts,
    .n_parts = N_PARTS,
    .by_objects = true,
    .add = add,
    .figures = figures,
    .n_figures = sizeof figures / sizeof *figures,
};
