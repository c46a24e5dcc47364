#include "qa/stats/truth.h"

#include <math.h>
#include <string.h>

#include "qa/base/parallel.h"
#include "qa/stats/linearised.h"

enum { MOST_BLOCKS = 16, CELLS_A_BLOCK = 1 << 20 };

/* The fit of one model. Tables are n_raters x given x true, so that the true categories, over
 * which the inner loops run, stand together. */
struct fit {
    const struct qa_ratings *ratings;
    const struct qa_truth_request *request;
    uint32_t k;
    size_t n_cells;
    double *likelihood; /* p(given | true) */
    double *count;      /* expected */
    double *prior;
    double *posterior; /* n_items x k */
    double *knows;     /* mace: of each rater */
    double *habit;     /* mace: n_raters x k */
    double log_prior;  /* of the parameters, up to a constant */
    size_t n_blocks;
    int64_t **block_count; /* n_cells + k: fixed point */
    struct qa_exact_sum *block_log;
};

/* ---- fixed point ---- */

static const double UNIT = 1099511627776.0; /* 2^40 */

/* Adding 1.5 * 2^52 leaves the rounded number in the low bits of the double. */
static int64_t to_fixed(double p)
{
    double shifted = p * UNIT + 6755399441055744.0;
    int64_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    return bits - 0x4338000000000000;
}

static double from_fixed(int64_t sum)
{
    return (double)sum / UNIT;
}

/* ---- majority ---- */

static void vote(const struct qa_ratings *ratings, double *posterior)
{
    uint32_t k = ratings->n_categories;
    for (size_t i = 0; i < ratings->n_items; i++) {
        double n = (double)(ratings->first[i + 1] - ratings->first[i]);
        double *share = posterior + i * k;
        for (uint64_t r = ratings->first[i]; r < ratings->first[i + 1]; r++) {
            share[ratings->category[r]]++;
        }
        for (uint32_t c = 0; c < k; c++) {
            share[c] = n > 0 ? share[c] / n : 1.0 / k;
        }
    }
}

/* ---- from parameters to posteriors, and from those to expected counts ---- */

/* The joint probability of the item's ratings with each true category, scaled by the returned
 * logarithm; and from it the posterior. */
static double judge_item(const struct fit *fit, size_t i, double *posterior)
{
    const struct qa_ratings *ratings = fit->ratings;
    uint32_t k = fit->k;
    double scale = 0;
    memcpy(posterior, fit->prior, k * sizeof *posterior);
    for (uint64_t r = ratings->first[i]; r < ratings->first[i + 1]; r++) {
        const double *row =
            fit->likelihood + ((size_t)ratings->rater[r] * k + ratings->category[r]) * k;
        for (uint32_t t = 0; t < k; t++) {
            posterior[t] *= row[t];
        }
        /* Long products would leave the range of a double. */
        if ((r - ratings->first[i]) % 16 == 15) {
            double most = 0;
            for (uint32_t t = 0; t < k; t++) {
                most = fmax(most, posterior[t]);
            }
            for (uint32_t t = 0; most > 0 && t < k; t++) {
                posterior[t] /= most;
            }
            scale += most > 0 ? log(most) : 0;
        }
    }
    double sum = 0;
    for (uint32_t t = 0; t < k; t++) {
        sum += posterior[t];
    }
    for (uint32_t t = 0; t < k; t++) {
        posterior[t] = sum > 0 ? posterior[t] / sum : 1.0 / k;
    }
    return sum > 0 ? scale + log(sum) : scale - 700;
}

static void count_item(const struct fit *fit, size_t i, int64_t *count)
{
    const struct qa_ratings *ratings = fit->ratings;
    const double *posterior = fit->posterior + i * fit->k;
    int64_t *of_class = count + fit->n_cells;
    for (uint32_t t = 0; t < fit->k; t++) {
        of_class[t] += to_fixed(posterior[t]);
    }
    for (uint64_t r = ratings->first[i]; r < ratings->first[i + 1]; r++) {
        int64_t *row = count + ((size_t)ratings->rater[r] * fit->k + ratings->category[r]) * fit->k;
        for (uint32_t t = 0; t < fit->k; t++) {
            row[t] += to_fixed(posterior[t]);
        }
    }
}

static size_t block_start(const struct fit *fit, size_t block)
{
    return fit->ratings->n_items * block / fit->n_blocks;
}

static void count_block(void *context, size_t block)
{
    struct fit *fit = context;
    memset(fit->block_count[block], 0, (fit->n_cells + fit->k) * sizeof **fit->block_count);
    for (size_t i = block_start(fit, block); i < block_start(fit, block + 1); i++) {
        count_item(fit, i, fit->block_count[block]);
    }
}

static void judge_and_count_block(void *context, size_t block)
{
    struct fit *fit = context;
    struct qa_exact_sum sum = {0};
    memset(fit->block_count[block], 0, (fit->n_cells + fit->k) * sizeof **fit->block_count);
    for (size_t i = block_start(fit, block); i < block_start(fit, block + 1); i++) {
        qa_exact_add(&sum, judge_item(fit, i, fit->posterior + i * fit->k));
        count_item(fit, i, fit->block_count[block]);
    }
    fit->block_log[block] = sum;
}

/* Adds up the blocks: expected counts, and the shares of the classes unless they stay even. */
static void gather(struct fit *fit)
{
    int64_t *total = fit->block_count[0];
    for (size_t b = 1; b < fit->n_blocks; b++) {
        for (size_t c = 0; c < fit->n_cells + fit->k; c++) {
            total[c] += fit->block_count[b][c];
        }
    }
    for (size_t c = 0; c < fit->n_cells; c++) {
        fit->count[c] = from_fixed(total[c]);
    }
    for (uint32_t t = 0; t < fit->k && fit->request->method != QA_TRUTH_MACE; t++) {
        fit->prior[t] = from_fixed(total[fit->n_cells + t]) / (double)fit->ratings->n_items;
    }
}

/* ---- updates of the parameters ---- */

/* smoothing x log p, the term of a pseudo-count in the logarithm of the prior. */
static double log_of_pseudo(const struct fit *fit, double p)
{
    return fit->request->smoothing > 0 ? fit->request->smoothing * log(p) : 0;
}

static void update_dawid_skene(struct fit *fit)
{
    uint32_t k = fit->k;
    double smoothing = fit->request->smoothing;
    for (uint32_t g = 0; g < fit->ratings->n_raters; g++) {
        double *p = fit->likelihood + (size_t)g * k * k;
        const double *count = fit->count + (size_t)g * k * k;
        for (uint32_t t = 0; t < k; t++) {
            double sum = smoothing * k;
            for (uint32_t given = 0; given < k; given++) {
                sum += count[(size_t)given * k + t];
            }
            for (uint32_t given = 0; given < k; given++) {
                double share = sum > 0 ? (count[(size_t)given * k + t] + smoothing) / sum : 1.0 / k;
                p[(size_t)given * k + t] = share;
                fit->log_prior += log_of_pseudo(fit, share);
            }
        }
    }
}

static double right_count(const struct fit *fit, uint32_t g, double *all)
{
    const double *count = fit->count + (size_t)g * fit->k * fit->k;
    double right = 0;
    *all = 0;
    for (size_t c = 0; c < (size_t)fit->k * fit->k; c++) {
        *all += count[c];
        right += c / fit->k == c % fit->k ? count[c] : 0;
    }
    return right;
}

static void update_one_coin(struct fit *fit)
{
    uint32_t k = fit->k;
    double smoothing = fit->request->smoothing;
    for (uint32_t g = 0; g < fit->ratings->n_raters; g++) {
        double all;
        double right = right_count(fit, g, &all) + smoothing;
        double accuracy = fmin(1, all + smoothing > 0 ? right / (all + 2 * smoothing) : 1.0 / k);
        for (size_t c = 0; c < (size_t)k * k; c++) {
            fit->likelihood[(size_t)g * k * k + c] =
                c / k == c % k ? accuracy : (1 - accuracy) / ((double)k - 1);
        }
        fit->log_prior += log_of_pseudo(fit, accuracy) + log_of_pseudo(fit, 1 - accuracy);
    }
}

/* A right label was known with probability knows / (knows + guesses x habit); any other, guessed.
 */
static void update_mace(struct fit *fit)
{
    uint32_t k = fit->k;
    double smoothing = fit->request->smoothing;
    for (uint32_t g = 0; g < fit->ratings->n_raters; g++) {
        const double *count = fit->count + (size_t)g * k * k;
        double *habit = fit->habit + (size_t)g * k;
        double known = 0;
        double guessed = 0;
        for (uint32_t a = 0; a < k; a++) {
            double all = 0;
            for (uint32_t t = 0; t < k; t++) {
                all += count[(size_t)a * k + t];
            }
            double p = fit->knows[g] + (1 - fit->knows[g]) * habit[a];
            double own = p > 0 ? count[(size_t)a * k + a] * fit->knows[g] / p : 0;
            known += own;
            habit[a] = fmax(0, all - own) + smoothing;
            guessed += fmax(0, all - own);
        }
        double total = known + guessed + 2 * smoothing;
        fit->knows[g] = total > 0 ? (known + smoothing) / total : 0.5;
        fit->log_prior += log_of_pseudo(fit, fit->knows[g]) + log_of_pseudo(fit, 1 - fit->knows[g]);
        for (uint32_t a = 0; a < k; a++) {
            double sum = guessed + smoothing * k;
            habit[a] = sum > 0 ? habit[a] / sum : 1.0 / k;
            fit->log_prior += log_of_pseudo(fit, habit[a]);
            for (uint32_t t = 0; t < k; t++) {
                fit->likelihood[((size_t)g * k + a) * k + t] =
                    (1 - fit->knows[g]) * habit[a] + (a == t ? fit->knows[g] : 0);
            }
        }
    }
}

static void update(struct fit *fit)
{
    gather(fit);
    fit->log_prior = 0;
    switch (fit->request->method) {
    case QA_TRUTH_DAWID_SKENE:
        update_dawid_skene(fit);
        break;
    case QA_TRUTH_ONE_COIN:
        update_one_coin(fit);
        break;
    case QA_TRUTH_MACE:
        update_mace(fit);
        break;
    case QA_TRUTH_MAJORITY:
        break;
    }
}

static void prepare(struct fit *fit, struct qa_arena *scratch)
{
    uint32_t n_raters = fit->ratings->n_raters;
    fit->n_cells = (size_t)n_raters * fit->k * fit->k;
    fit->n_blocks = fit->n_cells <= CELLS_A_BLOCK ? MOST_BLOCKS : 2;
    fit->likelihood = QA_ARRAY(scratch, double, fit->n_cells + 1);
    fit->count = QA_ARRAY(scratch, double, fit->n_cells + 1);
    fit->knows = QA_ARRAY(scratch, double, n_raters + (size_t)1);
    fit->habit = QA_ARRAY(scratch, double, (size_t)n_raters * fit->k + 1);
    fit->block_count = QA_ARRAY(scratch, int64_t *, fit->n_blocks);
    fit->block_log = QA_ARRAY(scratch, struct qa_exact_sum, fit->n_blocks);
    for (size_t b = 0; b < fit->n_blocks; b++) {
        fit->block_count[b] = QA_ARRAY(scratch, int64_t, fit->n_cells + fit->k);
    }
    for (uint32_t g = 0; g < n_raters; g++) {
        fit->knows[g] = 0.5;
        for (uint32_t a = 0; a < fit->k; a++) {
            fit->habit[(size_t)g * fit->k + a] = 1.0 / fit->k;
        }
    }
    for (uint32_t t = 0; t < fit->k; t++) {
        fit->prior[t] = 1.0 / fit->k;
    }
}

static void iterate(struct fit *fit, struct qa_truth *truth)
{
    double objective = -HUGE_VAL;
    qa_parallel_for(fit->n_blocks, count_block, fit);
    while (!truth->converged && truth->n_iterations < fit->request->max_iterations) {
        update(fit);
        qa_parallel_for(fit->n_blocks, judge_and_count_block, fit);
        truth->n_iterations++;
        struct qa_exact_sum sum = {0};
        for (size_t b = 0; b < fit->n_blocks; b++) {
            sum.total += fit->block_log[b].total;
        }
        truth->log_likelihood = qa_exact_value(&sum);
        double now = truth->log_likelihood + fit->log_prior;
        truth->converged = now - objective <= fit->request->tolerance * fabs(now);
        objective = now;
    }
}

/* Confusions with the true category first, as they are read; accuracy under the class shares. */
static void describe_raters(const struct fit *fit, struct qa_truth *truth, struct qa_arena *arena)
{
    uint32_t k = fit->k;
    uint32_t n_raters = fit->ratings->n_raters;
    truth->confusion = QA_ARRAY(arena, double, fit->n_cells + 1);
    truth->accuracy = QA_ARRAY(arena, double, n_raters + (size_t)1);
    for (uint32_t g = 0; g < n_raters; g++) {
        const double *p = fit->likelihood + (size_t)g * k * k;
        for (uint32_t t = 0; t < k; t++) {
            for (uint32_t given = 0; given < k; given++) {
                truth->confusion[((size_t)g * k + t) * k + given] = p[(size_t)given * k + t];
            }
        }
        double all;
        double right = right_count(fit, g, &all);
        truth->accuracy[g] = all > 0 ? fmin(1, right / all) : 0;
    }
}

static void choose_labels(const struct qa_ratings *ratings, struct qa_truth *truth)
{
    uint32_t k = ratings->n_categories;
    for (size_t i = 0; i < ratings->n_items; i++) {
        const double *posterior = truth->posterior + i * k;
        uint32_t best = 0;
        for (uint32_t c = 1; c < k; c++) {
            best = posterior[c] > posterior[best] ? c : best;
        }
        truth->label[i] = best;
        for (uint32_t c = best + 1; c < k; c++) {
            truth->tie[i] = truth->tie[i] || posterior[c] >= posterior[best] - 1e-9;
        }
    }
}

static void majority_shares(const struct qa_ratings *ratings, const struct fit *fit)
{
    struct qa_exact_sum sum;
    for (uint32_t c = 0; c < fit->k; c++) {
        sum.total = 0;
        for (size_t i = 0; i < ratings->n_items; i++) {
            qa_exact_add(&sum, fit->posterior[i * fit->k + c]);
        }
        fit->prior[c] = qa_exact_value(&sum) / (double)ratings->n_items;
    }
}

static const double MOST_CELLS = 134217728; /* a gigabyte */

struct qa_truth qa_truth(const struct qa_ratings *ratings, const struct qa_truth_request *request,
                         struct qa_arena *arena)
{
    uint32_t k = ratings->n_categories;
    if ((double)ratings->n_items * k > MOST_CELLS) {
        return (struct qa_truth){.undefined = "too many items and categories for their posteriors"};
    }
    struct qa_truth truth = {.posterior = QA_ARRAY(arena, double, ratings->n_items *k + 1),
                             .label = QA_ARRAY(arena, uint32_t, ratings->n_items + 1),
                             .tie = QA_ARRAY(arena, bool, ratings->n_items + 1),
                             .prior = QA_ARRAY(arena, double, k + (size_t)1)};
    double cells = (double)ratings->n_raters * k * k;
    if (ratings->n_ratings == 0) {
        truth.undefined = "no ratings";
    } else if (request->method != QA_TRUTH_MAJORITY && k < 2) {
        truth.undefined = "one category only";
    } else if (request->method != QA_TRUTH_MAJORITY && cells > MOST_CELLS) {
        truth.undefined = "too many annotators and categories for their tables";
    }
    if (truth.undefined != NULL) {
        return truth;
    }
    struct fit fit = {.ratings = ratings,
                      .request = request,
                      .k = k,
                      .prior = truth.prior,
                      .posterior = truth.posterior};
    vote(ratings, truth.posterior);
    if (request->method == QA_TRUTH_MAJORITY) {
        majority_shares(ratings, &fit);
        truth.converged = true;
    } else {
        struct qa_arena *scratch = qa_arena_new();
        prepare(&fit, scratch);
        iterate(&fit, &truth);
        describe_raters(&fit, &truth, arena);
        qa_arena_free(scratch);
    }
    choose_labels(ratings, &truth);
    return truth;
}
