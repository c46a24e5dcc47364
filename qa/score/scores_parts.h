#ifndef QA_SCORE_SCORES_PARTS_H
#define QA_SCORE_SCORES_PARTS_H

/* What the files of scores.h share: the sums of groups on their way from items to rows. */

#include "qa/score/scores.h"

/* One question seen by one family. */
struct qa_score_series {
    const struct qa_question *question;
    const struct qa_score *score;
    uint32_t question_id;
    bool has_sizes;
};

/* A group in one chunk. */
struct qa_score_gathering {
    double parts[QA_PARTS_MAX]; /* of the item at hand */
    bool is_touched;
    struct qa_tally tally;
    /* Parts of each item, n_kept of them, where resamples are asked for. */
    double *kept;
    size_t n_kept;
    size_t kept_capacity;
};

/* The sums of one item, kept as a row of its own. */
struct qa_score_lone_item {
    uint32_t item;
    struct qa_tally tally;
};

struct qa_score_items {
    struct qa_score_lone_item *list;
    size_t n;
    size_t capacity;
};

struct qa_score_chunk {
    struct qa_arena *arena;
    struct qa_score_gathering **(*group)[QA_N_SCORE_BY]; /* [series][by][slot] */
    struct qa_score_items *items;                        /* [series] */
    struct qa_score_gathering **touched;
    size_t n_touched;
    size_t touched_capacity;
    uint64_t n_items;
    uint64_t items_digest;
    /* stamp[slot of label] == pair_number: the class is known to be in the pair. */
    uint32_t *stamp;
    uint32_t pair_number;
};

struct qa_score_run {
    const struct qa_comparison *comparison;
    unsigned groupings;
    const struct qa_scores_resampling *resampling; /* NULL: none */
    struct qa_score_series *series; /* in the order of questions' names, then of qa_scores */
    size_t n_series;
    size_t *first_series; /* by question id: series first .. first[+ 1] - 1 after the next */
    size_t *n_series_of;
    size_t n_slots[QA_N_SCORE_BY];
    size_t chunk_items;
    struct qa_score_chunk *chunks;
    size_t n_chunks;
};

static inline bool qa_score_is_grouped(const struct qa_score_run *run, enum qa_score_by by)
{
    return (run->groupings & QA_SCORES_BY(by)) != 0;
}

/* scores_gather.c: the work of one thread, all items of chunk c. context: a struct qa_score_run. */
void qa_score_chunk_work(void *context, size_t c);

/* scores_bootstrap.c: the figures of a row from the parts of its n clusters. */
const struct qa_estimate *qa_score_resample(const struct qa_score_row *row, const double *clusters,
                                            size_t n, const struct qa_score_run *run,
                                            struct qa_arena *arena);

/* scores_rows.c: the rows of the result from all chunks. */
void qa_score_list_rows(const struct qa_score_run *run, struct qa_score_result *result,
                        struct qa_arena *arena);

#endif
