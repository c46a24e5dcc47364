#include "qa/stats/weights.h"

#include <math.h>
#include <string.h>

static const char *const names[QA_N_WEIGHTS] = {"identity", "linear", "quadratic", "ordinal",
                                                "radical",  "ratio",  "circular",  "bipolar"};

const char *qa_weights_name(enum qa_weights weights)
{
    return names[weights];
}

bool qa_weights_by_name(const char *name, enum qa_weights *weights)
{
    for (int w = 0; w < QA_N_WEIGHTS; w++) {
        if (strcmp(names[w], name) == 0) {
            *weights = (enum qa_weights)w;
            return true;
        }
    }
    return false;
}

struct scale {
    const double *score;
    uint32_t n;
    double min;
    double max;
};

static double place(const struct scale *scale, uint32_t c)
{
    return scale->score != NULL ? scale->score[c] : (double)c + 1;
}

/* Disagreement of two different categories, up to a factor that the whole matrix shares. */
static double disagreement(enum qa_weights weights, const struct scale *scale, uint32_t i,
                           uint32_t j)
{
    double a = place(scale, i);
    double b = place(scale, j);
    double distance = fabs(a - b);
    switch (weights) {
    case QA_WEIGHTS_LINEAR:
        return distance;
    case QA_WEIGHTS_QUADRATIC:
        return distance * distance;
    case QA_WEIGHTS_RADICAL:
        return sqrt(distance);
    case QA_WEIGHTS_RATIO: {
        double sum = a + b;
        return sum != 0 ? distance / sum * (distance / sum) : 0;
    }
    case QA_WEIGHTS_CIRCULAR: {
        double s = sin(acos(-1) * distance / (scale->max - scale->min + 1));
        return s * s;
    }
    case QA_WEIGHTS_BIPOLAR:
        return distance * distance / ((a + b - 2 * scale->min) * (2 * scale->max - a - b));
    case QA_WEIGHTS_ORDINAL: {
        double between = fabs((double)i - j) + 1;
        return between * (between - 1);
    }
    case QA_WEIGHTS_IDENTITY:
    case QA_N_WEIGHTS:
        break;
    }
    return 1;
}

/* Circular and bipolar weights take the largest disagreement that occurs; of the others it is that
 * of the scale's ends. */
static double largest(const double *matrix, size_t n)
{
    double most = 0;
    for (size_t i = 0; i < n; i++) {
        most = fmax(most, matrix[i]);
    }
    return most;
}

const double *qa_weight_matrix(enum qa_weights weights, const double *score, uint32_t n,
                               struct qa_arena *arena)
{
    if (weights == QA_WEIGHTS_IDENTITY || n == 0) {
        return NULL;
    }
    struct scale scale = {score, n, 0, 0};
    scale.min = place(&scale, 0);
    scale.max = place(&scale, n - 1);
    double *matrix = QA_ARRAY(arena, double, (size_t)n *n);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j < n; j++) {
            matrix[(size_t)i * n + j] = i == j ? 0 : disagreement(weights, &scale, i, j);
        }
    }
    double most = largest(matrix, (size_t)n * n);
    for (size_t i = 0; i < (size_t)n * n; i++) {
        matrix[i] = most > 0 ? 1 - matrix[i] / most : 1;
    }
    return matrix;
}

static double set_weight(enum qa_set_distance distance, const bool *a, const bool *b,
                         uint32_t n_tags)
{
    uint32_t both = 0;
    uint32_t either = 0;
    uint32_t of_a = 0;
    uint32_t of_b = 0;
    for (uint32_t t = 0; t < n_tags; t++) {
        both += a[t] && b[t];
        either += a[t] || b[t];
        of_a += a[t];
        of_b += b[t];
    }
    double jaccard = either > 0 ? (double)both / either : 1;
    if (distance == QA_SETS_JACCARD || both == either) {
        return jaccard;
    }
    if (both == of_a || both == of_b) {
        return both > 0 ? jaccard * 2 / 3 : 0;
    }
    return jaccard / 3;
}

const double *qa_set_weights(enum qa_set_distance distance, const bool *members, uint32_t n_sets,
                             uint32_t n_tags, struct qa_arena *arena)
{
    double *matrix = QA_ARRAY(arena, double, (size_t)n_sets *n_sets);
    for (uint32_t i = 0; i < n_sets; i++) {
        for (uint32_t j = 0; j < n_sets; j++) {
            matrix[(size_t)i * n_sets + j] = set_weight(distance, members + (size_t)i * n_tags,
                                                        members + (size_t)j * n_tags, n_tags);
        }
    }
    return matrix;
}
