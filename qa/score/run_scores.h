#ifndef QA_SCORE_RUN_SCORES_H
#define QA_SCORE_RUN_SCORES_H

/*
 * Figures of a whole run, which no sums over items give: average precision ranks the objects of all
 * items together, a mean over classes weighs each class alike. A family fills one struct
 * qa_run_score, and one line in run_score_table.c. Of each pair of answers it keeps evidence; a
 * figure is a function of the evidence of all pairs of a group. For `all`, `vendor` and so on the
 * family says itself how classes join: ap is the mean of the classes' figures.
 *
 * Intervals are those of the jackknife over items (Tukey 1958): the figure once more without each
 * block of items, of which there are at most QA_JACKKNIFE_BLOCKS; t with one degree of freedom less
 * than blocks, cut to what the figure can be. Blocks are dealt out in the order of the items'
 * names. None below 5 items, as for figures that are sums.
 *
 * Between annotators a pair counts in the rows of both, as in scores.h.
 */

#include "qa/score/score.h"
#include "qa/score/scores.h"
#include "qa/stats/cluster_values.h"

enum { QA_RUN_FIGURES_MAX = 8, QA_JACKKNIFE_BLOCKS = 50 };

/* Of what a figure is asked. */
struct qa_run_group {
    enum qa_group_of of; /* all objects, or those of a class or size */
    uint32_t id;
    const bool *left_out; /* by piece of evidence; NULL: none is */
};

/* What the limits of a quantile rest on. */
struct qa_run_quantile {
    struct qa_cluster_values values; /* over items */
    struct qa_value_range range;
    size_t which; /* of qa_quantile_share */
};

/* One figure's answer. */
struct qa_run_value {
    double value;          /* from the figure's least to 1, unless it is a quantile */
    const char *undefined; /* why there is none; NULL: there is */
    const struct qa_run_quantile *quantile; /* in scratch; NULL: it is none */
};

struct qa_run_figure {
    const char *name; /* "ap": stable, for machines */
    const char *heading;
    const char *about;
    const char *source;
    double least; /* that it can be: 0, or of a kappa -1 */
};

struct qa_run_score {
    const char *name;
    const char *about;
    bool (*serves)(const struct qa_type *type);
    bool needs_reference; /* says nothing between annotators */
    bool by_class;        /* classes have figures of their own; sizes where the kind has one */
    bool has_quantiles;   /* all figures are quantiles: nothing is left out to see what changes */
    /* What a pair contributes, in the arena, or NULL. Called from several threads, each with its
     * own arenas; scratch is marked and reset by the caller. */
    void *(*gather)(const struct qa_comparison *comparison, const struct qa_pair *pair,
                    struct qa_arena *arena, struct qa_arena *scratch);
    /* n pieces of evidence of one question, in the order of the items' names, made ready to be
     * measured many times. Lives as long as the arena. */
    void *(*prepare)(const struct qa_comparison *comparison, const struct qa_question *question,
                     void *const *evidence, size_t n, struct qa_arena *arena);
    /* n_figures values of a group. */
    void (*measure)(const void *prepared, const struct qa_run_group *group,
                    struct qa_arena *scratch, struct qa_run_value *out);
    /* Whether a piece of evidence says anything about the group: items that count. */
    bool (*counts)(const void *evidence, const struct qa_run_group *group);
    const struct qa_run_figure *figures;
    size_t n_figures; /* <= QA_RUN_FIGURES_MAX */
};

extern const struct qa_run_score *const qa_run_scores[];
extern const size_t qa_n_run_scores;

/* One figure of one group. */
struct qa_run_row {
    const struct qa_scored_question *question;
    const struct qa_run_score *score;
    const struct qa_run_figure *figure;
    enum qa_score_by by;
    const char *group;  /* as in struct qa_score_row */
    const char *vendor; /* of an annotator */
    struct qa_run_value value;
    uint64_t n; /* items that count */
    double se;  /* NAN: none */
    size_t n_blocks;
};

/* All rows, by question, family, way of grouping and name. Pairs are gathered in parallel; the
 * result depends on neither the thread count nor the order of rows. Time: of each group of the
 * delivery one measurement for the value and one for each block. */
struct qa_run_result {
    const struct qa_run_row *rows;
    size_t n_rows;
};
struct qa_run_result qa_run_score_comparison(const struct qa_comparison *comparison,
                                             struct qa_arena *arena);

struct qa_estimate qa_run_estimate(const struct qa_run_row *row, double confidence);

/* Rows behind those of qa_scores_table, in the same form. */
void qa_run_scores_put(const struct qa_run_result *result, double confidence,
                       struct qa_table *table);

#endif
