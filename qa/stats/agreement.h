#ifndef QA_STATS_AGREEMENT_H
#define QA_STATS_AGREEMENT_H

/*
 * Agreement of any number of annotators, ratings may be missing. Every coefficient has the form
 *
 *   (pa - pe) / (1 - pe)
 *
 * of an observed agreement pa and one expected by chance pe; they differ in what they mean by
 * chance. With w the weights, q categories, T the sum of all weights, pi_k the mean over all items
 * with a rating of the item's own share of category k:
 *
 *   percent_agreement  pa: mean over items with two or more ratings of the share of agreeing pairs
 *   ..._pooled         all agreeing pairs of ratings over all pairs; many ratings weigh more
 *   scott_pi           pe = sum of w pi pi, shares over the items that count (Scott 1955)
 *   bennett_s          pe = T / q^2 (Bennett, Alpert and Goldstein 1954; Brennan and Prediger 1981;
 *                      with free margins Randolph's kappa, 2005)
 *   fleiss_kappa       pe = sum of w pi pi (Fleiss 1971; varying numbers of ratings: Gwet 2014)
 *   krippendorff_alpha shares over the ratings of items with two or more, with the correction for
 *                      small samples (Krippendorff 2011); weights are 1 - the metric
 *   gwet_ac            pe = T / (q (q - 1)) sum of pi (1 - pi) (Gwet 2008): AC1, weighted AC2
 *
 * What a coefficient needs of the items are sums of what each item contributes; the same sums serve
 * the value, the jackknife over items and over annotators, and the bootstrap. Standard errors are
 * the linearised ones of Gwet (2014, chapters 5 and 6), Student's t with n - 1 degrees of freedom.
 *
 * n: items with two or more ratings for percent agreement, Scott and Krippendorff, else all items
 * with a rating. Undefined, with its reason: no item with two ratings; one category only. Krippen-
 * dorff's variance has pa where the second edition's text has pa', as the jackknife agrees with.
 */

#include "qa/base/arena.h"
#include "qa/base/estimate.h"
#include "qa/stats/linearised.h"
#include "qa/stats/patterns.h"

enum qa_coefficient {
    QA_PERCENT_AGREEMENT,
    QA_PERCENT_AGREEMENT_POOLED,
    QA_SCOTT_PI,
    QA_BENNETT_S,
    QA_FLEISS_KAPPA,
    QA_KRIPPENDORFF_ALPHA,
    QA_GWET_AC,
    QA_N_COEFFICIENTS
};

/* Where in a vector of sums the number of items with two or more ratings stands. */
enum { QA_SUM_PAIRABLE = 1 };

/* The patterns as seen through one matrix of weights (weights.h; NULL: identity). */
struct qa_agreement_basis {
    const struct qa_patterns *patterns;
    const double *weights;
    const double *place;    /* of each category: quadratic weights without a matrix; else NULL */
    double range;           /* of the places */
    const double *agreeing; /* of pattern p: ordered agreeing pairs, sum of r_k (r*_k - 1) */
    double weight_total;    /* T */
    size_t n_sums;          /* length of a vector of sums */
    const double *sums;     /* over all items */
};

/* O(entries of the patterns), with weights times the distinct categories of an item. */
struct qa_agreement_basis qa_agreement_basis(const struct qa_patterns *patterns,
                                             const double *weights, struct qa_arena *arena);

/* Quadratic weights by the categories' places (ascending), for any number of categories: what a
 * matrix would need q^2 for takes q. */
struct qa_agreement_basis qa_agreement_basis_interval(const struct qa_patterns *patterns,
                                                      const double *place, struct qa_arena *arena);

/* Adds `times` items of a pattern to a vector of sums. */
void qa_agreement_add(const struct qa_agreement_basis *basis, size_t pattern, double times,
                      double *sums);

/* The same of an item that no pattern has: n distinct categories with their counts. */
void qa_agreement_add_item(const struct qa_agreement_basis *basis, const uint32_t *category,
                           const uint32_t *count, size_t n, double times, double *sums);

/* The coefficient from sums; NULL, or why it has no value. O(q), with a matrix O(q^2). */
const char *qa_agreement_value(const struct qa_agreement_basis *basis,
                               enum qa_coefficient coefficient, const double *sums, double *value,
                               struct qa_arena *scratch);

/*
 * The estimate over all items. influence, when not NULL, gets one number a pattern: that of each of
 * its items. With fewer than two annotators (the patterns know their number) undefined.
 */
struct qa_estimate qa_agreement_coefficient(const struct qa_agreement_basis *basis,
                                            enum qa_coefficient coefficient,
                                            const struct qa_inference *inference, double *influence,
                                            struct qa_arena *scratch);

/* Fleiss' kappa of one category against all others together (Fleiss 1971, eq. 22 and after, here
 * with linearised variance). */
struct qa_estimate qa_category_kappa(const struct qa_patterns *patterns, uint32_t category,
                                     const struct qa_inference *inference,
                                     struct qa_arena *scratch);

/*
 * Specific agreement (Cicchetti and Feinstein 1990; for many raters Uebersax 1982): given that one
 * of two ratings of an item says the category (positive) or another (negative), how likely does
 * the second say so. Pairs are pooled over items, the interval is linearised. Undefined when nobody
 * (or everybody) chose the category.
 */
struct qa_specific_agreement {
    struct qa_estimate positive;
    struct qa_estimate negative;
};
struct qa_specific_agreement qa_specific_agreement(const struct qa_patterns *patterns,
                                                   uint32_t category,
                                                   const struct qa_inference *inference);

/* The same with the interval of a ratio over items (cluster_ratio.h). */
struct qa_specific_agreement qa_specific_agreement_ratio(const struct qa_patterns *patterns,
                                                         uint32_t category,
                                                         const struct qa_inference *inference);

/* share[c] = ratings of category c over all ratings, n_categories long. */
void qa_category_prevalence(const struct qa_patterns *patterns, double *share);

#endif
