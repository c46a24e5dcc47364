#ifndef QA_AUDIT_AGREEMENT_H
#define QA_AUDIT_AGREEMENT_H

/*
 * How far annotators agree on labels: the coefficients of qa/stats over the ratings of each
 * question, of all vendors together, of each vendor alone and of each value of a field asked for;
 * the pairs of annotators, each category, and the items that divide people most; and whether one
 * vendor's agreement is higher than another's.
 */

#include "qa/audit/grouping.h"
#include "qa/audit/views.h"
#include "qa/base/estimate.h"
#include "qa/batch/ratings_view.h"
#include "qa/stats/benchmark.h"
#include "qa/stats/kappa.h"
#include "qa/stats/monotone_rate.h"
#include "qa/stats/resample.h"
#include "qa/stats/weights.h"
#include "qa/table/report.h"

/* What labels mean: names; an order; numbers whose differences count; numbers with a zero. */
enum qa_scale { QA_SCALE_NOMINAL, QA_SCALE_ORDINAL, QA_SCALE_INTERVAL, QA_SCALE_RATIO };

/* Weights between labels that a file gave; they cover every label of the batch. */
struct qa_custom_weights {
    size_t n;
    const uint32_t *labels; /* ids in names */
    const double *matrix;   /* n x n */
};

struct qa_agreement_request {
    const struct qa_batch *batch;
    const uint32_t *labels; /* declared set in scale order, or NULL */
    size_t n_labels;
    struct qa_views *views; /* of the batch and labels, to share with others; NULL: its own */
    struct qa_inference inference;
    struct qa_resampling resampling; /* how intervals are made */
    /* Whose agreement the coefficients' intervals and words are about: of these annotators, or of
     * those who might as well have labeled. */
    enum qa_annotators_are annotators;
    enum qa_scale scale;
    enum qa_weights weights;                /* identity: unweighted only */
    const struct qa_custom_weights *custom; /* or NULL; goes before `weights` */
    /* Labels are sets of tags divided by this; NULL: they are not. */
    const char *tag_separator;
    /* Names, or "all"; n 0: those that suit the scale and the number of annotators. */
    const char *const *coefficients;
    size_t n_coefficients;
    uint64_t n_disputed;          /* how many disputed items to list */
    bool per_vendor;              /* a group for each vendor besides the one of all */
    const struct qa_grouping *by; /* groups for each value of a field; NULL: none */
};

/* What agreement by chance is to a coefficient. The words of benchmarks suit those beyond it. */
enum qa_chance { QA_WITH_CHANCE, QA_BEYOND_CHANCE };

struct qa_agreement_coefficient {
    const char *name; /* OUTPUT name: "fleiss_kappa" */
    enum qa_chance chance;
    struct qa_estimate estimate; /* as the request says of annotators */
    /* The same with the annotators as a sample too; undefined for fewer than three. */
    struct qa_estimate sampled_annotators;
    const char *words; /* Landis and Koch's, by the interval; NULL: none, or not for this one */
};

struct qa_agreement_pair {
    uint32_t annotator_a; /* ids in names */
    uint32_t annotator_b;
    uint64_t items;
    struct qa_estimate percent_agreement;
    struct qa_estimate kappa;
    struct qa_estimate kappa_linear;
    struct qa_estimate kappa_quadratic;
    struct qa_kappa_indices indices;
};

struct qa_agreement_category {
    uint32_t label;  /* QA_NONE: a tag of the sets that the labels are */
    const char *tag; /* present or absent; NULL: a label */
    struct qa_estimate kappa;
    double prevalence; /* share of all ratings */
    struct qa_estimate positive_agreement;
    struct qa_estimate negative_agreement;
    /* Of tags. */
    struct qa_estimate percent_agreement;
    struct qa_estimate alpha;
};

/* A test of whether two annotators lean: qa/stats/marginal_homogeneity.h. */
struct qa_agreement_marginal {
    uint32_t annotator_a; /* ids in names */
    uint32_t annotator_b;
    uint64_t items;
    const char *test; /* "bhapkar"; of one label: "mcnemar" */
    uint32_t label;   /* QA_NONE: all labels */
    uint64_t both, only_a, only_b;
    double statistic, freedom, p_value;
    double p_adjusted; /* Holm over the pairs and labels of the test */
    const char *undefined;
};

struct qa_agreement_item {
    uint32_t item;
    uint64_t ratings;
    double agreement;  /* share of agreeing pairs */
    double entropy;    /* bits */
    uint32_t majority; /* label, QA_NONE on a tie */
};

enum { QA_LEAST_OUTSIDE = 5 };

/* One question, of one vendor, of one value of the field, or of all. */
struct qa_agreement_group {
    uint32_t question;
    uint32_t vendor;   /* QA_NONE: all */
    const char *value; /* of the field; NULL: all */
    uint64_t items;
    uint64_t annotators;
    uint64_t ratings;
    uint64_t categories;
    uint64_t without_annotator; /* answers left out because nobody signed them */
    uint64_t repeats;           /* further answers of an annotator to an item, left out */
    struct qa_agreement_coefficient *coefficients;
    size_t n_coefficients;
    struct qa_agreement_pair *pairs; /* by annotator names */
    size_t n_pairs;
    struct qa_agreement_category *categories_list;
    size_t n_categories_list;
    struct qa_agreement_marginal *marginals; /* by pair; all labels, then single ones */
    size_t n_marginals;
    size_t marginals_capacity;
    struct qa_agreement_item *disputed; /* most disputed first, ties by item name */
    size_t n_disputed;
    uint64_t light_without;      /* pairs without a kappa, left out of Light's mean */
    bool light_is_sparse;        /* Light's mean has no interval: qa/stats/pairwise.h */
    const char *scale_note;      /* how categories are ordered and spaced for weighted kappas */
    const char *prevalence_note; /* in words, when high agreement meets low kappa; else NULL */
    /* In words, when fewer than QA_LEAST_OUTSIDE items are outside the commonest label: what
     * chance-corrected figures rest on; else NULL. They then stand after percent agreement and
     * AC1. */
    const char *sparse_note;
    bool has_unequal_ratings; /* items with different numbers of ratings, two or more */
};

/* One vendor's coefficient less another's. */
struct qa_agreement_difference {
    uint32_t question;
    uint32_t vendor_a; /* by name before b */
    uint32_t vendor_b;
    const char *coefficient;
    uint64_t common_items;         /* above 0: the two move together, and the interval knows it */
    struct qa_estimate difference; /* a - b */
    double p_adjusted;             /* Holm over the pairs of vendors of a coefficient */
};

struct qa_agreement_result {
    struct qa_agreement_group
        *groups; /* by question name; all first, then by vendor name, then by the field's value */
    size_t n_groups;
    struct qa_agreement_difference *differences;
    size_t n_differences;
    size_t differences_capacity;
    double confidence;
    enum qa_interval_method interval;
    enum qa_annotators_are annotators;
    const char *by; /* name of the field, or NULL */
    /* The first name asked for that no coefficient has, or NULL; then nothing else is filled. */
    const char *unknown_coefficient;
};

struct qa_agreement_result qa_agreement(const struct qa_agreement_request *request,
                                        struct qa_arena *arena);

/* The names that a request may ask for, without weights' suffixes; for messages. */
extern const char *const qa_coefficient_names[];
extern const size_t qa_n_coefficient_names;

/* Tables coefficients, benchmarks, differences, pairs, marginals, categories, items as documented
 * for machines; a column `vendor` (absent for all vendors) stands after `question`. */
void qa_agreement_tables(const struct qa_agreement_result *result, const struct qa_names *names,
                         struct qa_report *report);

/* The coefficient of a group by name, or NULL. */
const struct qa_estimate *qa_agreement_find(const struct qa_agreement_group *group,
                                            const char *name);

#endif
