#ifndef QA_AUDIT_AGREEMENT_H
#define QA_AUDIT_AGREEMENT_H

/*
 * How far annotators agree on labels: the coefficients of qa/stats over the ratings of each
 * question, of all vendors together and of each vendor alone, the pairs of annotators, each
 * category, and the items that divide people most.
 */

#include "qa/base/estimate.h"
#include "qa/batch/ratings_view.h"
#include "qa/table/report.h"

struct qa_agreement_request {
    const struct qa_batch *batch;
    const uint32_t *labels; /* declared set in scale order, or NULL */
    size_t n_labels;
    double confidence;
    size_t n_divided; /* how many divided items to list */
    bool per_vendor;  /* a group for each vendor besides the one of all */
};

struct qa_agreement_coefficient {
    const char *name; /* OUTPUT name: "fleiss_kappa" */
    struct qa_estimate estimate;
};

struct qa_agreement_pair {
    uint32_t annotator_a; /* ids in names */
    uint32_t annotator_b;
    uint64_t items;
    struct qa_estimate percent_agreement;
    struct qa_estimate kappa;
    struct qa_estimate kappa_linear;
    struct qa_estimate kappa_quadratic;
};

struct qa_agreement_category {
    uint32_t label;
    struct qa_estimate kappa;
    double prevalence; /* share of all ratings */
};

struct qa_agreement_item {
    uint32_t item;
    uint64_t ratings;
    double agreement;  /* share of agreeing pairs */
    double entropy;    /* bits */
    uint32_t majority; /* label, QA_NONE on a tie */
};

/* One question, of one vendor or of all. */
struct qa_agreement_group {
    uint32_t question;
    uint32_t vendor; /* QA_NONE: all */
    uint64_t items;
    uint64_t annotators;
    uint64_t ratings;
    uint64_t categories;
    uint64_t without_annotator; /* answers left out because nobody signed them */
    struct qa_agreement_coefficient *coefficients;
    size_t n_coefficients;
    struct qa_agreement_pair *pairs; /* by annotator names */
    size_t n_pairs;
    struct qa_agreement_category *categories_list;
    size_t n_categories_list;
    struct qa_agreement_item *divided; /* most divided first, ties by item name */
    size_t n_divided;
    const char *scale_note;      /* how categories are ordered and spaced for weighted kappas */
    const char *prevalence_note; /* in words, when high agreement meets low kappa; else NULL */
};

struct qa_agreement_result {
    struct qa_agreement_group
        *groups; /* by question name; all vendors first, then by vendor name */
    size_t n_groups;
    double confidence;
};

struct qa_agreement_result qa_agreement(const struct qa_agreement_request *request,
                                        struct qa_arena *arena);

/* Tables coefficients, pairs, categories, items as documented for machines; a column `vendor`
 * (absent for all vendors) stands after `question`. */
void qa_agreement_tables(const struct qa_agreement_result *result, const struct qa_names *names,
                         struct qa_report *report);

/* The coefficient of a group by name, or NULL. */
const struct qa_estimate *qa_agreement_find(const struct qa_agreement_group *group,
                                            const char *name);

#endif
