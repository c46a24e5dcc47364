#ifndef QA_SCORE_SCORE_H
#define QA_SCORE_SCORE_H

/*
 * The figures that each field reports. A family (one file, one line in score_table.c) serves one
 * sort of question; each pair of answers adds a short vector of parts, and a figure is a function
 * of the sums of parts. So value, interval, groups, differences between vendors, merging across
 * machines and history come once, for every figure of every family.
 *
 * Nearly all figures are ratios of two weighted sums of parts: errors over words, matched over
 * delivered. For those an interval is known that holds with few items (qa/stats/cluster_ratio.h).
 *
 * To add a figure: a row in its family's `figures`. To add a family: one file that fills a struct
 * qa_score, and one line in score_table.c.
 */

#include "qa/base/estimate.h"
#include "qa/score/comparison.h"

enum { QA_PARTS_MAX = 16 };

/* The objects of a pair that a group is made of: those of one class or size, or all of them. */
struct qa_object_group {
    enum qa_group_of {
        QA_OF_PAIR,  /* all objects of the pair */
        QA_OF_CLASS, /* objects whose label is `id`; QA_NONE: without a label */
        QA_OF_SIZE   /* objects whose size class is `id`, both of a pair by the reference's */
    } of;
    uint32_t id;
};

/* One figure: (weights of parts above) / (weights below), or one minus that. Weights are small
 * whole numbers; {0} for parts that do not count. */
struct qa_figure {
    const char *name;           /* "wer": stable, for machines */
    const char *heading;        /* "WER" */
    const char *about;          /* one sentence: help, cite, Method */
    const char *source;         /* author, year, equation */
    int8_t above[QA_PARTS_MAX]; /* errors: the interval's method wants the rate of failures */
    int8_t below[QA_PARTS_MAX];
    bool is_complement;    /* the figure is 1 - above / below: recall = 1 - missed / all */
    double most;           /* above / below is at most this; 0: no bound (WER) */
    double unit;           /* one error of above, where they come whole; 0: they do not */
    const char *undefined; /* why it has no value when `below` sums to 0 */
};

struct qa_score {
    const char *name;  /* "detection": in files, never renamed */
    const char *about; /* one sentence */
    bool (*serves)(const struct qa_type *type);
    const char *const *parts; /* "matched", "missed": in files, never renamed */
    size_t n_parts;           /* <= QA_PARTS_MAX */
    bool by_objects;          /* classes and sizes have figures of their own */
    /* Adds what the pair contributes in the group to parts[0 .. n_parts - 1]. Parts are counts or
     * sums of seconds, similarities ...; they are kept to 2^-40. scratch is marked and reset. */
    void (*add)(const struct qa_comparison *comparison, const struct qa_pair *pair,
                const struct qa_object_group *group, struct qa_arena *scratch, double *parts);
    const struct qa_figure *figures;
    size_t n_figures;
};

extern const struct qa_score *const qa_scores[];
extern const size_t qa_n_scores;

/* ---- what a group has gathered ---- */

/*
 * Sums over items (or clusters of items: recordings, sequences), exact: each item's parts are
 * rounded to multiples of 2^-40 and added as whole numbers, so that any order of items, any number
 * of threads and any merging of partial sums give the same bytes.
 */
__extension__ typedef __int128 qa_wide;
enum { QA_PRODUCTS_MAX = QA_PARTS_MAX * (QA_PARTS_MAX + 1) / 2, QA_FIGURES_MAX = 16 };

struct qa_tally {
    uint64_t n; /* items with any part other than 0 */
    const struct qa_score *score;
    qa_wide *sum;     /* n_parts, in units of 2^-40 */
    qa_wide *product; /* n_parts x (n_parts + 1) / 2, lower half by rows: of two parts of an item */
    qa_wide *square;  /* n_figures: of above^2 / below of an item, which no product gives */
    uint64_t *items;  /* n_figures: items with below > 0 */
};
void qa_tally_init(struct qa_tally *tally, const struct qa_score *score, struct qa_arena *arena);

/* One item's parts, complete. */
void qa_tally_add(struct qa_tally *tally, const double *parts);

/* Sums of other items join. Both of one family. */
void qa_tally_merge(struct qa_tally *into, const struct qa_tally *from);

/* The sum of a part. */
double qa_tally_sum(const struct qa_tally *tally, size_t part);

/* The figure with its interval: over clusters by the pseudo-cluster method; without limits where it
 * gives none (fewer than 5 items). n: items that count. */
struct qa_estimate qa_tally_estimate(const struct qa_tally *tally, size_t figure,
                                     double confidence);

#endif
