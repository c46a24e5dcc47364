#ifndef QA_SCORE_SCORE_H
#define QA_SCORE_SCORE_H

/*
 * The figures that each field reports. A family (one file, one line in score_table.c) serves one
 * sort of question; each pair of answers adds a short vector of parts, and a figure is a function
 * of the sums of parts. So value, interval, groups, merging across machines and history come once,
 * for every figure of every family.
 *
 * Nearly all figures are ratios of two weighted sums of parts: errors over words, matched over
 * delivered. For those an interval is known that holds with few items (qa/stats/cluster_ratio.h).
 *
 * To add a figure: a row in its family's `figures`. To add a family: one file that fills a struct
 * qa_score, and one line in score_table.c.
 */

#include "qa/base/estimate.h"
#include "qa/score/comparison.h"

enum { QA_PARTS_MAX = 64, QA_FIGURES_MAX = 32 };

/* What families that look at a pair alike keep of it for the next of them. */
struct qa_pair_memory {
    struct qa_arena *arena; /* as long as the pair is worked */
    void *tracks;           /* of track_frames.h; NULL: nothing yet */
};

/* The objects of a pair that a group is made of: those of one class or size, or all of them. */
struct qa_object_group {
    enum qa_group_of {
        QA_OF_PAIR,  /* all objects of the pair */
        QA_OF_CLASS, /* objects whose label is `id`; QA_NONE: without a label */
        QA_OF_SIZE   /* objects whose size class is `id`, both of a pair by the reference's */
    } of;
    uint32_t id;
    /* Of each match of the pair, the ids that its object of a and of b belong to; NULL for
     * QA_OF_PAIR. Read through the two functions below. */
    const uint32_t *id_a;
    const uint32_t *id_b;
    struct qa_pair_memory *memory; /* NULL: nothing is kept */
};

/* Does match m of the pair have an object of a (of b) that belongs to the group? */
static inline bool qa_group_has_a(const struct qa_object_group *group, const struct qa_pair *pair,
                                  size_t m)
{
    return pair->matches[m].object_a != SIZE_MAX &&
           (group->of == QA_OF_PAIR || group->id_a[m] == group->id);
}

static inline bool qa_group_has_b(const struct qa_object_group *group, const struct qa_pair *pair,
                                  size_t m)
{
    return pair->matches[m].object_b != SIZE_MAX &&
           (group->of == QA_OF_PAIR || group->id_b[m] == group->id);
}

/* What `above` of an item cannot exceed, as a share of `below`. */
enum qa_bound {
    QA_UNBOUNDED,        /* word error rates */
    QA_AT_MOST_ONE,      /* errors among trials */
    QA_AT_MOST_DISTANCE, /* 1 - similarity of matched pairs: 1 - the question's threshold */
};

enum qa_figure_rows {
    QA_ROWS_OF_ANY,
    QA_ROWS_OF_CLASSES,
    QA_ROWS_BUT_CLASSES,
    QA_ROWS_OF_ALL, /* of the whole question alone */
    QA_ROWS_OF_NONE /* nowhere among the figures: other tables ask for it by its place */
};

/* One figure: (weights of parts above) / (weights below), or one minus that. Weights are small
 * whole numbers; {0} for parts that do not count. Neither is ever negative in an item. */
struct qa_figure {
    const char *name; /* "wer": stable, for machines; printed by qa_figure_name */
    bool is_named_by_type;
    const char *heading;        /* "WER" */
    const char *about;          /* one sentence: help, cite, Method */
    const char *source;         /* author, year, equation */
    int8_t above[QA_PARTS_MAX]; /* errors: the interval's method wants the rate of failures */
    int8_t below[QA_PARTS_MAX];
    bool is_count;      /* the figure is the sum of `above`, without limits: it is what there was */
    bool is_complement; /* the figure is 1 - above / below: recall = 1 - missed / all */
    enum qa_bound bound;
    bool between_annotators; /* printed of pairs of annotators only */
    double unit;             /* one error of above, where they come whole; 0: they do not */
    const char *undefined;   /* why it has no value when `below` sums to 0 */
    /* NULL, or the figure where it is no ratio: a smooth function of the n_parts sums that does not
     * change when all of them are multiplied, with its derivative by each, for the delta method.
     * `above` is {0} then; `below` says which items count, and that there is a value. */
    double (*value)(const double *sums, double *derivative);
    enum qa_figure_rows rows; /* in which it is printed */
    /* The figure of the row of all is the mean of figure `mean_of` of the rows of classes, over
     * those that have one, weighted by sums of their parts; {0}: equally. `above` and `below` are
     * {0}. Its standard error is at most the mean of theirs, whatever items have in common
     * (Minkowski); with weights, which vary too, and where a class has none, it has no limits. */
    bool is_mean;
    size_t mean_of;
    int8_t weight[QA_PARTS_MAX];
};

struct qa_score {
    const char *name;  /* "detection": in files, never renamed */
    const char *about; /* one sentence */
    bool (*serves)(const struct qa_type *type);
    const char *const *parts; /* "matched", "missed": in files, never renamed */
    size_t n_parts;           /* <= QA_PARTS_MAX */
    bool by_objects;          /* classes and sizes have figures of their own */
    /* Adds what the pair contributes in the group to parts[0 .. n_parts - 1]. Parts are counts or
     * sums of seconds, similarities ..., never negative, at most 2^32; they are kept to 2^-40.
     * scratch is marked and reset by the caller. */
    void (*add)(const struct qa_comparison *comparison, const struct qa_pair *pair,
                const struct qa_object_group *group, struct qa_arena *scratch, double *parts);
    const struct qa_figure *figures;
    size_t n_figures; /* <= QA_FIGURES_MAX */
};

extern const struct qa_score *const qa_scores[];
extern const size_t qa_n_scores;

/* The family of that name, or NULL. */
const struct qa_score *qa_score_find(const char *name);

/* The figure's index in its family, or SIZE_MAX. */
size_t qa_figure_find(const struct qa_score *score, const char *name);

/* The name under which a figure is printed for questions of a kind: its own, or, when it is named
 * by the type, for the type's similarity: "box_iou", "polygon_iou"; "oks" when that is no IoU. In
 * the arena. */
const char *qa_figure_name(const struct qa_figure *figure, const struct qa_type *type,
                           struct qa_arena *arena);

/* ---- what a group has gathered ---- */

/*
 * Sums over items (or clusters of items: recordings, sequences), exact: each item's parts are
 * rounded to multiples of 2^-40 and added as whole numbers, so that any order of items, any number
 * of threads and any merging of partial sums give the same bytes. Products of two parts and
 * squares are rounded to 2^-40 item by item.
 *
 * Sums of parts and of products must stay below 2^78: thirty million items of a hundred million
 * each. Beyond that qa_tally_add and qa_tally_merge stop the program; ask qa_tally_fits first where
 * the numbers come from a file.
 *
 * An item whose `below` is 0 (or less than 2^-30: rounding) counts in a figure's value and in the
 * variance, through sum and product, but not in `items` and `square`: what it has above (words
 * where none were said) has no rate. Of bounded figures such items hold nothing.
 */
__extension__ typedef __int128 qa_wide;
enum { QA_PRODUCTS_MAX = QA_PARTS_MAX * (QA_PARTS_MAX + 1) / 2 };

enum qa_tally_of {
    QA_TALLY_CLUSTERS, /* of any number of items */
    QA_TALLY_ITEM      /* of one item: products and squares are not kept, figures have no limits */
};

struct qa_tally {
    uint64_t n; /* items with any part other than 0 */
    const struct qa_score *score;
    qa_wide *sum;     /* n_parts, in units of 2^-40 */
    qa_wide *product; /* n_parts x (n_parts + 1) / 2, lower half by rows: of two parts of an item;
                       * NULL: of one item */
    qa_wide *square;  /* n_figures: of above^2 / below of an item, which no product gives; NULL: of
                       * one item */
    uint64_t *items;  /* n_figures: items with below > 0 */
};
void qa_tally_init(struct qa_tally *tally, const struct qa_score *score, enum qa_tally_of of,
                   struct qa_arena *arena);

/* One item's parts, complete. O(parts other than 0, squared). */
void qa_tally_add(struct qa_tally *tally, const double *parts);

/* Sums of other items join. Both of one family and sort. */
void qa_tally_merge(struct qa_tally *into, const struct qa_tally *from);

/* Can the two be merged without leaving the bounds above? */
bool qa_tally_fits(const struct qa_tally *into, const struct qa_tally *from);

/* The sum of a part; a count when it is one. */
double qa_tally_sum(const struct qa_tally *tally, size_t part);
uint64_t qa_tally_count(const struct qa_tally *tally, size_t part);

/* The figure with its interval: over clusters by the pseudo-cluster method; without limits where it
 * gives none (fewer than 5 items). n: items that count. threshold: of the question, for figures
 * that are bounded by it. */
struct qa_estimate qa_tally_estimate(const struct qa_tally *tally, size_t figure, double threshold,
                                     double confidence);

#endif
