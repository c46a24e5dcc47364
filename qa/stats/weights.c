#include "qa/stats/weights.h"

#include <math.h>

const double *qa_weight_matrix(enum qa_weights weights, const double *score, uint32_t n,
                               struct qa_arena *arena)
{
    if (weights == QA_WEIGHTS_IDENTITY) {
        return NULL;
    }
    double *matrix = QA_ARRAY(arena, double, (size_t)n *n);
    double range = n < 2 ? 1 : score != NULL ? score[n - 1] - score[0] : (double)n - 1;
    for (uint32_t a = 0; a < n; a++) {
        for (uint32_t b = 0; b < n; b++) {
            double distance = score != NULL ? fabs(score[a] - score[b]) : fabs((double)a - b);
            double share = distance / range;
            matrix[(size_t)a * n + b] =
                1 - (weights == QA_WEIGHTS_QUADRATIC ? share * share : share);
        }
    }
    return matrix;
}

const char *qa_weights_suffix(enum qa_weights weights)
{
    static const char *const suffixes[QA_N_WEIGHTS] = {"", "_linear", "_quadratic"};
    return suffixes[weights];
}
