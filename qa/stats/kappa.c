#include "qa/stats/kappa.h"

#include <math.h>

#include "qa/stats/special.h"

/* The table as proportions with its margins, looked at through the weights. */
struct table {
    const uint64_t *count;
    const double *weights; /* NULL: identity */
    uint32_t k;
    double n;
    double *row;           /* p_i. */
    double *column;        /* p_.j */
    double *row_weight;    /* mean weight of row i against the columns' shares */
    double *column_weight; /* of column j against the rows' */
};

static double weight(const struct table *table, uint32_t i, uint32_t j)
{
    return table->weights != NULL ? table->weights[(size_t)i * table->k + j] : i == j;
}

static double share(const struct table *table, uint32_t i, uint32_t j)
{
    return (double)table->count[(size_t)i * table->k + j] / table->n;
}

static void fill_margins(struct table *table)
{
    for (uint32_t i = 0; i < table->k; i++) {
        for (uint32_t j = 0; j < table->k; j++) {
            table->row[i] += share(table, i, j);
            table->column[j] += share(table, i, j);
        }
    }
    for (uint32_t i = 0; i < table->k; i++) {
        for (uint32_t j = 0; j < table->k; j++) {
            table->row_weight[i] += weight(table, i, j) * table->column[j];
            table->column_weight[j] += weight(table, i, j) * table->row[i];
        }
    }
}

static double observed(const struct table *table)
{
    double sum = 0;
    for (uint32_t i = 0; i < table->k; i++) {
        for (uint32_t j = 0; j < table->k; j++) {
            sum += weight(table, i, j) * share(table, i, j);
        }
    }
    return sum;
}

static double expected(const struct table *table)
{
    double sum = 0;
    for (uint32_t i = 0; i < table->k; i++) {
        sum += table->row[i] * table->row_weight[i];
    }
    return sum;
}

/* Fleiss, Cohen and Everitt (1969), eq. 13. */
static double non_null_variance(const struct table *table, double kappa, double pe)
{
    double sum = 0;
    for (uint32_t i = 0; i < table->k; i++) {
        for (uint32_t j = 0; j < table->k; j++) {
            double term = weight(table, i, j) -
                          (table->row_weight[i] + table->column_weight[j]) * (1 - kappa);
            sum += share(table, i, j) * term * term;
        }
    }
    double mean = kappa - pe * (1 - kappa);
    return (sum - mean * mean) / (table->n * (1 - pe) * (1 - pe));
}

/* The same source, eq. 9. */
static double null_variance(const struct table *table, double pe)
{
    double sum = 0;
    for (uint32_t i = 0; i < table->k; i++) {
        for (uint32_t j = 0; j < table->k; j++) {
            double term = weight(table, i, j) - (table->row_weight[i] + table->column_weight[j]);
            sum += table->row[i] * table->column[j] * term * term;
        }
    }
    return (sum - pe * pe) / (table->n * (1 - pe) * (1 - pe));
}

static struct qa_estimate kappa_of(const struct table *table, double confidence)
{
    double pe = expected(table);
    if (1 - pe < 1e-14) {
        return qa_undefined("both annotators used one and the same category only",
                            (uint64_t)table->n);
    }
    double kappa = (observed(table) - pe) / (1 - pe);
    double se = sqrt(fmax(0, non_null_variance(table, kappa, pe)));
    double null_se = sqrt(fmax(0, null_variance(table, pe)));
    double half = qa_normal_quantile(1 - (1 - confidence) / 2) * se;
    return (struct qa_estimate){
        .value = kappa,
        .low = fmax(-1, kappa - half),
        .high = fmin(1, kappa + half),
        .se = se,
        .p_value = null_se > 0 ? qa_normal_two_sided(kappa / null_se) : 1,
        .confidence = confidence,
        .n = (uint64_t)table->n,
        .method = "fleiss_cohen_everitt",
        /* A table of a few items may have no spread short of perfect agreement: an interval of no
         * width would say that kappa is certain. */
        .has_interval = se > 0 || kappa >= 1,
        .has_se = true,
        .has_p_value = null_se > 0,
    };
}

struct qa_estimate qa_cohen_kappa(const uint64_t *table, uint32_t n_categories,
                                  const double *weights, double confidence,
                                  struct qa_arena *scratch)
{
    uint64_t n = 0;
    for (size_t i = 0; i < (size_t)n_categories * n_categories; i++) {
        n += table[i];
    }
    if (n == 0) {
        return qa_undefined("no item that both annotators labeled", 0);
    }
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    double *margins = QA_ARRAY(scratch, double, (size_t)n_categories * 4);
    struct table shares = {.count = table,
                           .weights = weights,
                           .k = n_categories,
                           .n = (double)n,
                           .row = margins,
                           .column = margins + n_categories,
                           .row_weight = margins + 2 * (size_t)n_categories,
                           .column_weight = margins + 3 * (size_t)n_categories};
    fill_margins(&shares);
    struct qa_estimate estimate = kappa_of(&shares, confidence);
    qa_arena_reset(scratch, mark);
    return estimate;
}
