#include "qa/score/tracks_hota.h"

#include <math.h>

#include "qa/annotation/track.h"
#include "qa/score/track_frames.h"

static bool serves(const struct qa_type *type)
{
    return type == &qa_type_track;
}

static double alpha_of(size_t k)
{
    return (double)(k + 1) / (QA_HOTA_ALPHAS + 1);
}

/* How far two tracks are one, before any boxes are matched: equation 16's first term. */
static double *alignment_of(const struct qa_track_frames *frames, struct qa_arena *scratch)
{
    double *alignment = QA_ARRAY(scratch, double, frames->n_pairs + 1);
    for (size_t f = 0; f < frames->n_frames; f++) {
        const struct qa_track_frame *frame = &frames->frame[f];
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        double *of[2] = {QA_ARRAY(scratch, double, (size_t)frame->n[0] + 1),
                         QA_ARRAY(scratch, double, (size_t)frame->n[1] + 1)};
        for (size_t i = frame->first; i < frame[1].first; i++) {
            const struct qa_overlap *overlap = &frames->overlap[i];
            of[0][overlap->box[0]] += overlap->similarity;
            of[1][overlap->box[1]] += overlap->similarity;
        }
        for (size_t i = frame->first; i < frame[1].first; i++) {
            const struct qa_overlap *overlap = &frames->overlap[i];
            alignment[overlap->pair] +=
                overlap->similarity /
                (of[0][overlap->box[0]] + of[1][overlap->box[1]] - overlap->similarity);
        }
        qa_arena_reset(scratch, mark);
    }
    for (size_t p = 0; p < frames->n_pairs; p++) {
        const uint32_t *track = frames->pair[p];
        double either =
            (double)(frames->length[0][track[0]] + frames->length[1][track[1]]) - alignment[p];
        alignment[p] /= either;
    }
    return alignment;
}

/* Matches of one frame; count[pair * alphas + k] of those that reach alpha k. */
static void match_frame(const struct qa_track_frames *frames, const struct qa_track_frame *frame,
                        const double *alignment, struct qa_arena *scratch, uint32_t *count,
                        double *parts)
{
    size_t n = frame[1].first - frame->first;
    const struct qa_overlap *overlaps = frames->overlap + frame->first;
    double *weight = QA_ARRAY(scratch, double, n + 1);
    bool *chosen = QA_ARRAY(scratch, bool, n + 1);
    for (size_t i = 0; i < n; i++) {
        weight[i] = overlaps[i].similarity * alignment[overlaps[i].pair];
    }
    qa_track_match(overlaps, weight, n, scratch, chosen);
    for (size_t i = 0; i < n; i++) {
        double similarity = overlaps[i].similarity;
        for (size_t k = 0;
             chosen[i] && k < QA_HOTA_ALPHAS && qa_track_reaches(similarity, alpha_of(k)); k++) {
            count[overlaps[i].pair * (size_t)QA_HOTA_ALPHAS + k]++;
            parts[QA_HOTA_MATCHED + k]++;
            parts[QA_HOTA_SIMILARITY + k] += similarity;
        }
    }
}

/* Of each true positive the Jaccard index of its tracks' matches: equation 13. */
static void add_association(const struct qa_track_frames *frames, const uint32_t *count,
                            double *parts)
{
    for (size_t p = 0; p < frames->n_pairs; p++) {
        const uint32_t *track = frames->pair[p];
        double both = (double)(frames->length[0][track[0]] + frames->length[1][track[1]]);
        for (size_t k = 0; k < QA_HOTA_ALPHAS; k++) {
            double matches = count[p * QA_HOTA_ALPHAS + k];
            parts[QA_HOTA_ASSOCIATION + k] += matches * matches / (both - matches);
        }
    }
}

void qa_hota_fill(const struct qa_track_frames *frames, struct qa_arena *scratch, double *parts)
{
    double *alignment = alignment_of(frames, scratch);
    uint32_t *count = QA_ARRAY(scratch, uint32_t, frames->n_pairs * QA_HOTA_ALPHAS + 1);
    parts[QA_HOTA_REFERENCE] = (double)frames->n_boxes[0];
    parts[QA_HOTA_DELIVERED] = (double)frames->n_boxes[1];
    for (size_t f = 0; f < frames->n_frames; f++) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        match_frame(frames, &frames->frame[f], alignment, scratch, count, parts);
        qa_arena_reset(scratch, mark);
    }
    add_association(frames, count, parts);
}

static void add(const struct qa_comparison *comparison, const struct qa_pair *pair,
                const struct qa_object_group *group, struct qa_arena *scratch, double *parts)
{
    if (group->of != QA_OF_SIZE) {
        struct qa_track_frames *frames = qa_track_frames_kept(comparison, pair, group, scratch);
        qa_track_parts(frames, QA_TRACKS_HOTA, group, qa_hota_fill, scratch, parts);
    }
}

/* ---- figures ---- */

/* One alpha's sums, and where the derivatives go. */
struct alpha {
    double either; /* reference + delivered - matched */
    double matched;
    double association;
    double similarity;
};

static struct alpha alpha_sums(const double *sums, size_t k)
{
    double matched = sums[QA_HOTA_MATCHED + k];
    return (struct alpha){sums[QA_HOTA_REFERENCE] + sums[QA_HOTA_DELIVERED] - matched, matched,
                          sums[QA_HOTA_ASSOCIATION + k], sums[QA_HOTA_SIMILARITY + k]};
}

static void clear(double *derivative)
{
    for (size_t p = 0; p < QA_N_HOTA_PARTS; p++) {
        derivative[p] = 0;
    }
}

/* A change of the boxes of both sides and, with the other sign, of the matched ones. */
static void add_either(double *derivative, size_t k, double by)
{
    derivative[QA_HOTA_REFERENCE] += by;
    derivative[QA_HOTA_DELIVERED] += by;
    derivative[QA_HOTA_MATCHED + k] -= by;
}

/* sqrt(DetA x AssA) = sqrt(association / either). */
static double hota(const double *sums, double *derivative)
{
    double sum = 0;
    clear(derivative);
    for (size_t k = 0; k < QA_HOTA_ALPHAS; k++) {
        struct alpha at = alpha_sums(sums, k);
        if (at.association <= 0) {
            continue;
        }
        double own = sqrt(at.association / at.either) / QA_HOTA_ALPHAS;
        derivative[QA_HOTA_ASSOCIATION + k] = own / (2 * at.association);
        add_either(derivative, k, -own / (2 * at.either));
        sum += own;
    }
    return sum;
}

static double deta(const double *sums, double *derivative)
{
    double sum = 0;
    clear(derivative);
    for (size_t k = 0; k < QA_HOTA_ALPHAS; k++) {
        struct alpha at = alpha_sums(sums, k);
        if (at.either <= 0) {
            continue;
        }
        double own = at.matched / at.either / QA_HOTA_ALPHAS;
        derivative[QA_HOTA_MATCHED + k] += 1 / at.either / QA_HOTA_ALPHAS;
        add_either(derivative, k, -own / at.either);
        sum += own;
    }
    return sum;
}

/* Mean over alphas of one part over the matched boxes; `empty` at an alpha without any. */
static double mean_over_matched(const double *sums, size_t part, double empty, double *derivative)
{
    double sum = 0;
    clear(derivative);
    for (size_t k = 0; k < QA_HOTA_ALPHAS; k++) {
        double matched = sums[QA_HOTA_MATCHED + k];
        if (matched <= 0) {
            sum += empty / QA_HOTA_ALPHAS;
            continue;
        }
        double own = sums[part + k] / matched / QA_HOTA_ALPHAS;
        derivative[part + k] = 1 / matched / QA_HOTA_ALPHAS;
        derivative[QA_HOTA_MATCHED + k] = -own / matched;
        sum += own;
    }
    return sum;
}

static double assa(const double *sums, double *derivative)
{
    return mean_over_matched(sums, QA_HOTA_ASSOCIATION, 0, derivative);
}

static double loca(const double *sums, double *derivative)
{
    return mean_over_matched(sums, QA_HOTA_SIMILARITY, 1, derivative);
}

#define ALPHA_NAMES(name)                                                                          \
    name "05", name "10", name "15", name "20", name "25", name "30", name "35", name "40",        \
        name "45", name "50", name "55", name "60", name "65", name "70", name "75", name "80",    \
        name "85", name "90", name "95"

static const char *const part_names[QA_N_HOTA_PARTS] = {
    "reference_boxes",           "delivered_boxes",          ALPHA_NAMES("matched_"),
    ALPHA_NAMES("association_"), ALPHA_NAMES("similarity_"),
};

#define HAS_BOXES                                                                                  \
    {                                                                                              \
        [QA_HOTA_REFERENCE] = 1, [QA_HOTA_DELIVERED] = 1                                           \
    }
static const char no_boxes[] = "no boxes on either side";
static const char source[] = "Luiten et al. 2021, IJCV 129:548-578";

static const struct qa_figure figures[QA_N_HOTA_FIGURES] = {
    [QA_HOTA] = {.name = "hota",
                 .heading = "HOTA",
                 .about = "Higher order tracking accuracy: the geometric mean of DetA and AssA at "
                          "each IoU threshold from 0.05 to 0.95, averaged over the thresholds.",
                 .source = source,
                 .below = HAS_BOXES,
                 .bound = QA_AT_MOST_ONE,
                 .undefined = no_boxes,
                 .value = hota},
    [QA_DETA] = {.name = "deta",
                 .heading = "DetA",
                 .about =
                     "Detection accuracy: matched boxes over all boxes of either side, averaged "
                     "over the thresholds.",
                 .source = source,
                 .below = HAS_BOXES,
                 .bound = QA_AT_MOST_ONE,
                 .undefined = no_boxes,
                 .value = deta},
    [QA_ASSA] = {.name = "assa",
                 .heading = "AssA",
                 .about = "Association accuracy: how far the two tracks of a matched pair of boxes "
                          "are one, averaged over pairs and thresholds.",
                 .source = source,
                 .below = HAS_BOXES,
                 .bound = QA_AT_MOST_ONE,
                 .undefined = no_boxes,
                 .value = assa},
    [QA_LOCA] = {.name = "loca",
                 .heading = "LocA",
                 .about = "Localisation accuracy: mean IoU of matched boxes, averaged over the "
                          "thresholds; 1 at a threshold that no pair reaches.",
                 .source = source,
                 .below = HAS_BOXES,
                 .bound = QA_AT_MOST_ONE,
                 .undefined = no_boxes,
                 .value = loca},
};

const struct qa_score qa_score_hota = {
    .name = "tracks_hota",
    .about = "Tracks: higher order tracking accuracy.",
    .serves = serves,
    .parts = part_names,
    .n_parts = QA_N_HOTA_PARTS,
    .by_objects = true,
    .add = add,
    .figures = figures,
    .n_figures = QA_N_HOTA_FIGURES,
};
