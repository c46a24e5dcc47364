#ifndef QA_AUDIT_AGREEMENT_PARTS_H
#define QA_AUDIT_AGREEMENT_PARTS_H

/* The stages of qa_agreement: a group's coefficients, and the differences between vendors. Private
 * to the agreement files. */

#include "qa/audit/agreement.h"
#include "qa/stats/agreement.h"
#include "qa/stats/pairwise.h"

/* Which kappas the pairs have; the fourth is that of the chosen weights where it is another. */
enum { QA_PAIR_IDENTITY, QA_PAIR_LINEAR, QA_PAIR_QUADRATIC, QA_PAIR_CHOSEN };

/* A group while it is measured. What it needs for that lives in scratch, its lists in the arena. */
struct qa_group_measuring {
    const struct qa_agreement_request *request;
    const struct qa_names *names;
    struct qa_arena *arena;
    struct qa_arena *scratch;
    struct qa_ratings_view view;
    struct qa_patterns patterns;
    struct qa_agreement_basis plain;     /* unweighted */
    const double *weights[QA_N_WEIGHTS]; /* matrices, made when first asked for */
    const double *custom;
    struct qa_pair_request pair_request;
    struct qa_rater_pair *pairs;
    size_t n_pairs;
};

/* Labels are numbers, the scale is said to be ordered, or an order was declared. */
bool qa_group_is_ordered(const struct qa_group_measuring *group);

/* A coefficient with the weights of this name was asked for by its own: cohen_kappa_linear. */
bool qa_asks_for_weights(const struct qa_agreement_request *request, const char *suffix);

/* The matrix of the weights over the group's categories. */
const double *qa_group_weights(struct qa_group_measuring *measuring, enum qa_weights weights);

/* Fills the group's coefficients. Returns the first name asked for that does not exist, or NULL. */
const char *qa_measure_coefficients(struct qa_group_measuring *measuring,
                                    struct qa_agreement_group *group);

/* Of labels that are ordered or numbers, and of sets of tags. */
void qa_measure_scale(struct qa_group_measuring *group, struct qa_agreement_group *out);
void qa_measure_tags(struct qa_group_measuring *group, struct qa_agreement_group *out);

/* Kappa and specific agreement of one category; its label and prevalence are left to the caller. */
struct qa_agreement_category qa_measure_category(const struct qa_patterns *patterns,
                                                 uint32_t category,
                                                 const struct qa_agreement_request *request,
                                                 struct qa_arena *scratch);

/* Appends each tag of the sets, present against absent, to the group's categories. */
void qa_measure_each_tag(const struct qa_group_measuring *group, struct qa_agreement_group *out);

/* Above this a matrix of weights is not made. */
enum { QA_MOST_MATRIX_CATEGORIES = 2000 };

/* Appends the tests of marginal homogeneity of the group's pairs. */
void qa_measure_marginals(const struct qa_group_measuring *measuring,
                          struct qa_agreement_group *group);
void qa_agreement_marginals_table(const struct qa_agreement_result *result,
                                  const struct qa_names *names, struct qa_report *report);

/* Was the coefficient asked for by this name, or all of them? */
bool qa_asks_for(const struct qa_agreement_request *request, const char *name);
bool qa_asks_for_all(const struct qa_agreement_request *request);

void qa_append_coefficient(struct qa_agreement_group *out, const char *name, enum qa_chance chance,
                           struct qa_estimate estimate, struct qa_estimate sampled);

/* Where next to all labels are the same: percent agreement and AC1 come first, and in place of a
 * word of praise what the others rest on. */
void qa_put_sparse_last(struct qa_agreement_group *out);

/* Landis and Koch's by the interval, of what is defined and beyond chance; else NULL. */
const char *qa_coefficient_words(enum qa_chance chance, const struct qa_estimate *estimate);
/* For coefficients without an interval of sampled annotators. */
struct qa_estimate qa_not_sampled(uint64_t n);

/* What a difference needs of one vendor's group on one question. */
enum { QA_N_COMPARED = 5 };
struct qa_compared {
    uint32_t question;
    uint32_t vendor;
    const uint32_t *pattern_of_item; /* by item id in names; QA_NO_PATTERN: none */
    size_t n_patterns;
    double *influence[QA_N_COMPARED]; /* of each pattern */
    struct qa_estimate estimate[QA_N_COMPARED];
};
struct qa_compared qa_compared_of(struct qa_group_measuring *measuring, uint32_t question,
                                  uint32_t vendor);

/* The differences between all pairs of a question's vendors, appended to the result. */
void qa_compare_groups(const struct qa_compared *list, size_t n, size_t n_items,
                       const struct qa_inference *inference, struct qa_agreement_result *result,
                       struct qa_arena *arena);

#endif
