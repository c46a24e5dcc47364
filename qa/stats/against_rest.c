#include "qa/stats/against_rest.h"

#include <math.h>
#include <stdbool.h>

#include "qa/stats/special.h"

/* Sums of squares and products over clusters of the group's (e, n) and of the rest's. */
struct products {
    double ee, en, nn;
    double rest_ee, rest_en, rest_nn;
    double cross_ee, cross_en, cross_ne, cross_nn; /* group times rest */
};

static struct products products_of(const struct qa_one_of_all *s)
{
    return (struct products){
        .ee = s->ee,
        .en = s->en,
        .nn = s->nn,
        .rest_ee = s->EE - 2 * s->eE + s->ee,
        .rest_en = s->EN - s->eN - s->nE + s->en,
        .rest_nn = s->NN - 2 * s->nN + s->nn,
        .cross_ee = s->eE - s->ee,
        .cross_en = s->eN - s->en,
        .cross_ne = s->nE - s->en,
        .cross_nn = s->nN - s->nn,
    };
}

/* Of the difference of the rates p - q, as the clusters' contributions to it spread. */
static double clustered_variance(const struct qa_one_of_all *s)
{
    struct products x = products_of(s);
    double trials = (double)s->trials;
    double rest = (double)(s->all_trials - s->trials);
    double p = (double)s->errors / trials;
    double q = (double)(s->all_errors - s->errors) / rest;
    double own = x.ee - 2 * p * x.en + p * p * x.nn;
    double others = x.rest_ee - 2 * q * x.rest_en + q * q * x.rest_nn;
    double both = x.cross_ee - q * x.cross_en - p * x.cross_ne + p * q * x.cross_nn;
    double m = (double)s->all_clusters;
    double squares = own / (trials * trials) + others / (rest * rest) - 2 * both / (trials * rest);
    return m > 1 ? m / (m - 1) * fmax(0, squares) : 0;
}

static double fisher(const struct qa_one_of_all *s)
{
    double below = qa_hypergeometric_cdf(s->errors, s->trials, s->all_errors, s->all_trials);
    double above = qa_hypergeometric_upper(s->errors, s->trials, s->all_errors, s->all_trials);
    return fmin(1, 2 * fmin(below, above));
}

/* A group has several trials in one cluster. */
static bool has_lumps(const struct qa_one_of_all *s)
{
    struct products x = products_of(s);
    return x.nn > (double)s->trials || x.rest_nn > (double)(s->all_trials - s->trials);
}

static double clustered_p(const struct qa_one_of_all *s, double t)
{
    uint64_t rest_clusters = s->all_clusters - s->clusters + s->shared;
    uint64_t least = s->clusters < rest_clusters ? s->clusters : rest_clusters;
    return least > 1 ? qa_t_two_sided(t, (double)least - 1) : 1;
}

struct qa_rest_test qa_against_rest(const struct qa_one_of_all *s)
{
    if (s->all_errors == 0 || s->all_errors == s->all_trials) {
        return (struct qa_rest_test){0, 1};
    }
    double trials = (double)s->trials;
    double rest = (double)(s->all_trials - s->trials);
    double rate = (double)s->all_errors / (double)s->all_trials;
    double difference = (double)s->errors / trials - (double)(s->all_errors - s->errors) / rest;
    double single = rate * (1 - rate) * (1 / trials + 1 / rest);
    double z = difference / sqrt(fmax(clustered_variance(s), single));
    struct qa_rest_test test = {z, fisher(s)};
    if (has_lumps(s)) {
        test.p = fmax(test.p, clustered_p(s, z));
    }
    return test;
}
