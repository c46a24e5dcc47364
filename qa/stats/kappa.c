#include "qa/stats/kappa.h"

#include <math.h>

#include "qa/stats/special.h"

/* The table as proportions with its margins, looked at through the weights. */
struct table {
    const double *share;
    const double *weights; /* NULL: identity */
    uint32_t k;
    double n;              /* items */
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
    return table->share[(size_t)i * table->k + j];
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

static struct qa_estimate kappa_of(const struct table *table, const struct qa_inference *inference)
{
    double pe = expected(table);
    if (1 - pe < 1e-14) {
        return qa_undefined("both annotators used one and the same category only",
                            (uint64_t)table->n);
    }
    double kappa = (observed(table) - pe) / (1 - pe);
    double finite = qa_finite_factor((uint64_t)table->n, inference);
    double se = sqrt(fmax(0, non_null_variance(table, kappa, pe)) * finite);
    bool against_zero = inference->null_value == 0;
    double null_se = against_zero ? sqrt(fmax(0, null_variance(table, pe)) * finite) : se;
    double z = (kappa - inference->null_value) / null_se;
    double half = qa_normal_quantile(1 - (1 - inference->confidence) / 2) * se;
    return (struct qa_estimate){
        .value = kappa,
        .low = fmax(-1, kappa - half),
        .high = fmin(1, kappa + half),
        .se = se,
        .p_value = null_se > 0 ? qa_normal_two_sided(z) : 1,
        .confidence = inference->confidence,
        .n = (uint64_t)table->n,
        .method = "fleiss_cohen_everitt",
        /* A table of a few items may have no spread short of perfect agreement: an interval of no
         * width would say that kappa is certain. */
        .has_interval = se > 0 || kappa >= 1,
        .has_se = true,
        .has_p_value = null_se > 0,
    };
}

static uint64_t count_items(const uint64_t *table, uint32_t k)
{
    uint64_t n = 0;
    for (size_t i = 0; i < (size_t)k * k; i++) {
        n += table[i];
    }
    return n;
}

/* Margins and shares live in scratch. */
static struct table look_at(const double *share, double n, uint32_t k, const double *weights,
                            struct qa_arena *scratch)
{
    double *margins = QA_ARRAY(scratch, double, (size_t)k * 4);
    struct table table = {.share = share,
                          .weights = weights,
                          .k = k,
                          .n = n,
                          .row = margins,
                          .column = margins + k,
                          .row_weight = margins + 2 * (size_t)k,
                          .column_weight = margins + 3 * (size_t)k};
    fill_margins(&table);
    return table;
}

static const double *shares_of(const uint64_t *table, uint64_t n, uint32_t k,
                               struct qa_arena *scratch)
{
    double *share = QA_ARRAY(scratch, double, (size_t)k *k);
    for (size_t i = 0; i < (size_t)k * k; i++) {
        share[i] = (double)table[i] / (double)n;
    }
    return share;
}

struct qa_estimate qa_cohen_kappa(const uint64_t *table, uint32_t n_categories,
                                  const double *weights, const struct qa_inference *inference,
                                  struct qa_arena *scratch)
{
    uint64_t n = count_items(table, n_categories);
    if (n == 0) {
        return qa_undefined("no item that both annotators labeled", 0);
    }
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    const double *share = shares_of(table, n, n_categories, scratch);
    struct table shares = look_at(share, (double)n, n_categories, weights, scratch);
    struct qa_estimate estimate = kappa_of(&shares, inference);
    qa_arena_reset(scratch, mark);
    return estimate;
}

bool qa_cohen_influence(const uint64_t *table, uint32_t n_categories, const double *weights,
                        double *kappa, double *influence, struct qa_arena *scratch)
{
    uint64_t n = count_items(table, n_categories);
    if (n == 0) {
        return false;
    }
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    const double *share = shares_of(table, n, n_categories, scratch);
    struct table shares = look_at(share, (double)n, n_categories, weights, scratch);
    double pe = expected(&shares);
    double po = observed(&shares);
    bool defined = 1 - pe >= 1e-14;
    *kappa = defined ? (po - pe) / (1 - pe) : 0;
    for (uint32_t i = 0; i < n_categories; i++) {
        for (uint32_t j = 0; j < n_categories; j++) {
            double chance = shares.row_weight[i] + shares.column_weight[j] - 2 * pe;
            influence[(size_t)i * n_categories + j] =
                defined ? (weight(&shares, i, j) - po - (1 - *kappa) * chance) / (1 - pe) : 0;
        }
    }
    qa_arena_reset(scratch, mark);
    return defined;
}

struct qa_kappa_indices qa_kappa_indices(const uint64_t *table, uint32_t n_categories)
{
    double n = (double)count_items(table, n_categories);
    uint32_t k = n_categories;
    double agree = 0;
    double expected_share = 0;
    double attainable = 0;
    for (uint32_t c = 0; n > 0 && c < k; c++) {
        double row = 0;
        double column = 0;
        for (uint32_t d = 0; d < k; d++) {
            row += (double)table[(size_t)c * k + d] / n;
            column += (double)table[(size_t)d * k + c] / n;
        }
        agree += (double)table[(size_t)c * k + c] / n;
        expected_share += row * column;
        attainable += fmin(row, column);
    }
    struct qa_kappa_indices out = {.has_maximum = n > 0 && 1 - expected_share >= 1e-14,
                                   .has_pabak = n > 0 && k > 1,
                                   .is_two_by_two = n > 0 && k == 2};
    out.maximum = out.has_maximum ? (attainable - expected_share) / (1 - expected_share) : 0;
    out.pabak = out.has_pabak ? (k * agree - 1) / ((double)k - 1) : 0;
    if (out.is_two_by_two) {
        out.prevalence = ((double)table[0] - (double)table[3]) / n;
        out.bias = ((double)table[1] - (double)table[2]) / n;
    }
    return out;
}

uint64_t qa_kappa_sample_size(double kappa, const double *shares, uint32_t n_categories,
                              const double *weights, double half_width, double confidence,
                              struct qa_arena *scratch)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    uint32_t k = n_categories;
    double *cell = QA_ARRAY(scratch, double, (size_t)k *k);
    bool possible = half_width > 0;
    for (uint32_t i = 0; i < k; i++) {
        for (uint32_t j = 0; j < k; j++) {
            double both = shares[i] * shares[j];
            double share = i == j ? both + kappa * (shares[i] - both) : both * (1 - kappa);
            cell[(size_t)i * k + j] = share;
            possible = possible && share >= 0;
        }
    }
    struct table table = look_at(cell, 1, k, weights, scratch);
    double pe = expected(&table);
    uint64_t n = 0;
    if (possible && 1 - pe > 1e-14) {
        double weighted = (observed(&table) - pe) / (1 - pe);
        double z = qa_normal_quantile(1 - (1 - confidence) / 2);
        double ratio = z / half_width;
        n = (uint64_t)ceil(fmax(0, non_null_variance(&table, weighted, pe)) * ratio * ratio - 1e-9);
    }
    qa_arena_reset(scratch, mark);
    return n;
}
