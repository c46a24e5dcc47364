#ifndef QA_STATS_AGAINST_REST_H
#define QA_STATS_AGAINST_REST_H

/*
 * Is one group's error rate another than that of the rest: an annotator's beside his colleagues'.
 * Both rates are estimated, none is taken as known, and errors may come in lumps of clusters
 * (items), which the groups may share or not.
 *
 * p is the greater of two:
 *  - Fisher's (1935) conditional test: given all errors of both, their split is hypergeometric when
 *    the rates are equal. Twice the smaller tail, at most 1. Exact where each trial stands alone;
 *    where groups share items that differ in difficulty it says too little, never too much.
 *  - where a side has several trials in a cluster: Student's t of the difference of the rates with
 *    its linearised variance over clusters (Cochran 1977, section 11.7; Rao and Scott 1992), at
 *    least the binomial one under a common rate; the lesser number of clusters less 1 as degrees of
 *    freedom.
 * tests/calibrate/flags.c simulates how often equals are told apart: tests/calibration-flags.md.
 */

#include <stdint.h>

/* Sums over clusters: e and n are a group's errors and trials in a cluster, E and N those of the
 * group and the rest together. */
struct qa_one_of_all {
    uint64_t clusters; /* with trials of the group */
    uint64_t shared;   /* of these, also with trials of the rest */
    uint64_t errors, trials;
    double ee, en, nn;     /* sums of e^2, e n, n^2 */
    double eE, eN, nE, nN; /* of e E ... */
    uint64_t all_clusters;
    uint64_t all_errors, all_trials;
    double EE, EN, NN;
};

struct qa_rest_test {
    double z; /* difference of the rates over its standard error, the wider of the two; 0: none */
    double p; /* two-sided */
};

/* Both the group and the rest have trials. p is 1 where nobody or everybody errs, and where trials
 * lump and a side has a single cluster. O(trials of the group). */
struct qa_rest_test qa_against_rest(const struct qa_one_of_all *sums);

#endif
