#ifndef QA_SCORE_SCORES_H
#define QA_SCORE_SCORES_H

/*
 * All figures of all families over one comparison: what each group of the delivery has gathered.
 * An item is a cluster: all pairs of an item that fall into a group are summed before they join the
 * group's sums. Rows are of one question and one family.
 *
 * Groups: a class counts reference objects by their own class and delivered ones by theirs; a size
 * counts both objects of a pair by the reference's. Everything else of a row belongs to the
 * delivered answer. Between annotators a pair counts for both in the rows of annotators and
 * batches (once when they are the same), in all others once.
 */

#include "qa/score/score.h"
#include "qa/stats/resample.h"
#include "qa/table/report.h"

enum qa_score_by {
    QA_SCORE_ALL,
    QA_SCORE_CLASS,
    QA_SCORE_ANNOTATOR,
    QA_SCORE_VENDOR,
    QA_SCORE_BATCH,
    QA_SCORE_SIZE, /* of kinds that have one */
    QA_SCORE_VENDOR_SIZE,
    QA_SCORE_ITEM,
    QA_N_SCORE_BY
};
const char *qa_score_by_name(enum qa_score_by by); /* "all", "class", ... "vendor_size", "item" */

/* Ways of grouping as a set. */
#define QA_SCORES_BY(by) (1U << (by))
/* Those that come without asking. */
#define QA_SCORES_USUAL (QA_SCORES_BY(QA_SCORE_ITEM) - 1)

/* Intervals by the percentile bootstrap over items (Efron and Tibshirani 1993, chapter 13): what
 * each item adds to a group is kept, and items are drawn as often as the group has them. None below
 * 5 items. Means over classes and figures of the whole run keep their own intervals. */
struct qa_scores_resampling {
    struct qa_resampling how;
    double confidence;
};

struct qa_scores_request {
    const struct qa_comparison *comparison;
    const struct qa_score *const *families; /* NULL: all of qa_scores that serve a question */
    size_t n_families;
    unsigned groupings; /* QA_SCORES_BY(...) joined by |; 0: QA_SCORES_USUAL */
    bool with_run_figures;
    const struct qa_scores_resampling *resampling; /* NULL: the analytic intervals of score.h */
};

/* A question as its figures need it. */
struct qa_scored_question {
    const char *name;
    const struct qa_type *type;
    double threshold;
    double localisation;
    const struct qa_setting *setting;        /* type->n_settings; NULL: as initially */
    const struct qa_type_fallback *fallback; /* as of the question */
    uint32_t id;                             /* QA_NONE: read from a file */
};

struct qa_score_row {
    const struct qa_scored_question *question;
    const struct qa_score *score;
    enum qa_score_by by;
    const char *group;  /* name of the class, annotator ...; "" for all; NULL: objects without a
                         * class */
    const char *vendor; /* of an annotator, vendor or vendor's size; NULL: none */
    uint32_t id; /* label, annotator, vendor, batch, size class, item; QA_NONE: none, from a file */
    uint32_t vendor_id;
    struct qa_tally tally;
    const struct qa_estimate *resampled; /* of each figure; NULL: not asked for */
    const struct qa_score_row *classes;  /* of a row of all: the rows of classes */
    size_t n_classes;
};

/* Also what partial results on disk hold (sums.h). */
struct qa_score_result {
    bool against_reference;
    enum qa_role role; /* of the reference */
    bool class_agnostic;
    enum qa_pairing pairing;
    unsigned groupings;
    uint64_t n_items;      /* with a pair */
    uint64_t items_digest; /* of their names, whatever their order; to tell one part from another */
    const struct qa_score **families; /* in the order of qa_scores */
    size_t n_families;
    struct qa_scored_question *questions; /* with rows, in the order of names */
    size_t n_questions;
    /* By question, family, way of grouping and name. "all" is there for every question with a pair,
     * other groups when something was counted for them. */
    struct qa_score_row *rows;
    size_t n_rows;
    /* Figures that are no sums (run_scores.h); none of partial results, nor unless asked for. */
    const struct qa_run_row *run_rows;
    size_t n_run_rows;
    const struct qa_scores_resampling *resampling; /* as asked for */
};

/* Items are worked in parallel; results depend on neither the thread count nor the order of rows.
 * O(matches of a pair x groups in it), summed over pairs, and the sums of each group once an item.
 */
struct qa_score_result qa_score_comparison(const struct qa_scores_request *request,
                                           struct qa_arena *arena);

/* Gives each row of all its rows of classes, once the rows stand where they stay. */
void qa_score_link_classes(struct qa_score_result *result);

/* The order of rows, by names alone. <0, 0, >0. */
int qa_score_row_order(const struct qa_score_row *a, const struct qa_score_row *b);

/* qa_figure_name, or that of what the question's objects compare by. In the arena. */
const char *qa_scored_figure_name(const struct qa_figure *figure,
                                  const struct qa_scored_question *question,
                                  struct qa_arena *arena);

/* What people read for the group: "(no class)" for objects without one. */
const char *qa_score_group_text(const struct qa_score_row *row);

/* Table scores: question, by, vendor (of an annotator), group, metric, estimate; a row for each
 * figure of each row. */
extern const struct qa_table_form qa_form_scores;
void qa_scores_table(const struct qa_score_result *result, double confidence,
                     struct qa_report *report);

/* Rows behind those of the table, the last of the report: alpha_objects_matched, alpha_objects_all
 * (object_alpha.h) and alpha_unitizing (unitizing.h), also by class. between: the annotators of a
 * delivery compared without regard to class. */
void qa_scores_add_alphas(const struct qa_comparison *between, double confidence,
                          struct qa_report *report);

/* A figure of a row. */
struct qa_estimate qa_score_estimate(const struct qa_score_row *row, size_t figure,
                                     double confidence);

/* Whether the figure is one of rows like this. */
bool qa_score_has_figure(const struct qa_score_row *row, size_t figure);

#endif
