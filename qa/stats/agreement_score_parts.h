#ifndef QA_STATS_AGREEMENT_SCORE_PARTS_H
#define QA_STATS_AGREEMENT_SCORE_PARTS_H

/* What the builders of score problems share. Private to agreement_score.c and conger_score.c. */

#include "qa/stats/agreement_score.h"

/* A problem while its entries are appended. An entry's chance is u / U De plus e, and e of shares s
 * is factor v / V (s . against - centre). */
struct qa_score_builder {
    struct qa_arena *arena;
    double *times;
    double *own;
    double *chance;
    size_t n;
    double expected;       /* De */
    double mean_u;         /* U */
    const double *against; /* of each category */
    double centre;
    double factor; /* with 1 / V */
};

struct qa_score_builder qa_score_builder(size_t n_entries, struct qa_arena *arena);

/* times items with u and disagreement d, and this e. */
void qa_score_append(struct qa_score_builder *builder, double times, double u_d, double u,
                     double e);

/* The shape of the pseudo-item: means over the items with two ratings or more. */
struct qa_pseudo_item {
    uint32_t n_categories;
    const double *share;    /* mean over all items of the own shares */
    const double *weighted; /* W share; NULL: share */
    double u;
    double v;
    double mean_ratings;
    double split_disagreement; /* of 1/2 + 1 / (m (m - 1)) */
    double lone_disagreement;  /* of 2 / m */
    double lone_share;         /* of 1 / m */
};
void qa_score_append_pseudo(struct qa_score_builder *builder, const struct qa_pseudo_item *item);

/* Adds an item with m ratings, `times` of them, to the means, which qa_pseudo_item_divide ends. */
void qa_pseudo_item_add(struct qa_pseudo_item *item, double times, double m);
void qa_pseudo_item_divide(struct qa_pseudo_item *item, double n_pairable);

/* Interval and p-value of the estimate from the problem. */
void qa_score_finish(const struct qa_agreement_problem *problem,
                     const struct qa_inference *inference, struct qa_estimate *estimate);
void qa_score_refuse(const char *reason, struct qa_estimate *estimate);

/* Why limits of so many items with two ratings would not hold, or NULL; factor: 1 - items /
 * population. */
const char *qa_score_refusal(double n_pairable, double factor);

#endif
