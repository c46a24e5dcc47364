/* The similarities of matched pairs by group: sorted once for all ways of grouping, then dealt out.
 */
#include "qa/audit/overlap_parts.h"

#include <stdlib.h>

#include "qa/base/parallel.h"

enum { BUCKETS = 4096 };

/* A match and the pair of answers that it is of. */
struct placed_match {
    const struct qa_pair *pair;
    const struct qa_match *match;
};

struct similarity {
    double value;
    struct placed_match of;
};

/* All matched pairs of a question, ascending by similarity. */
struct sorted_similarities {
    struct similarity *list;
    size_t n;
    size_t start[BUCKETS + 1];
};

struct work {
    const struct qa_comparison *comparison;
    uint32_t question;
    const struct sorted_similarities *sorted;
    struct qa_overlap_groups *groups;
};

static size_t label_slot(const struct qa_batch *batch, size_t object)
{
    return object != SIZE_MAX ? qa_slot(batch->label[object]) : 0;
}

static size_t annotator_slot(const struct qa_batch *batch, size_t answer)
{
    return answer != SIZE_MAX ? qa_slot(batch->annotator[answer]) : 0;
}

static size_t batch_slot(const struct qa_batch *batch, size_t answer)
{
    return answer != SIZE_MAX ? qa_slot(qa_answer_batch(batch, answer)) : 0;
}

/* Both people of a pair of annotators count it; against a reference only the delivery does. */
static size_t two_sides(const struct qa_comparison *comparison, size_t a, size_t b, size_t out[2])
{
    out[0] = b;
    out[1] = a;
    return comparison->request.reference != NULL || a == b ? 1 : 2;
}

/* The groups that a matched pair's similarity counts for, at most two: those that its reference
 * object counts for. Slot 0 is a group without a name. */
static size_t memberships(const struct work *work, enum qa_score_by by, struct placed_match of,
                          size_t out[2])
{
    const struct qa_comparison *comparison = work->comparison;
    const struct qa_batch *a = comparison->a;
    const struct qa_batch *b = comparison->b;
    const struct qa_pair *pair = of.pair;
    switch (by) {
    case QA_SCORE_CLASS:
        out[0] = label_slot(a, of.match->object_a);
        return 1;
    case QA_SCORE_ANNOTATOR:
        return two_sides(comparison, annotator_slot(a, pair->answer_a),
                         annotator_slot(b, pair->answer_b), out);
    case QA_SCORE_BATCH:
        return two_sides(comparison, batch_slot(a, pair->answer_a), batch_slot(b, pair->answer_b),
                         out);
    case QA_SCORE_VENDOR:
        out[0] = qa_slot(pair->vendor);
        return 1;
    case QA_SCORE_SIZE:
        out[0] = 1 + (size_t)of.match->size_class;
        return 1;
    case QA_SCORE_VENDOR_SIZE:
        out[0] = qa_slot(pair->vendor) * QA_N_SIZE_CLASSES + of.match->size_class;
        return 1;
    default:
        out[0] = 1;
        return 1;
    }
}

/* The slot of a row's group. */
static size_t slot_of_row(const struct qa_score_row *row)
{
    switch (row->by) {
    case QA_SCORE_ALL:
        return 1;
    case QA_SCORE_VENDOR_SIZE:
        return qa_slot(row->vendor_id) * QA_N_SIZE_CLASSES + row->id;
    default:
        return qa_slot(row->id);
    }
}

static size_t group_slots(const struct qa_names *names, enum qa_score_by by)
{
    switch (by) {
    case QA_SCORE_CLASS:
        return (size_t)qa_strings_count(names->labels) + 1;
    case QA_SCORE_ANNOTATOR:
        return (size_t)qa_annotator_count(names) + 1;
    case QA_SCORE_VENDOR:
        return (size_t)qa_strings_count(names->vendors) + 1;
    case QA_SCORE_BATCH:
        return (size_t)qa_strings_count(names->batches) + 1;
    case QA_SCORE_SIZE:
        return QA_N_SIZE_CLASSES + 1;
    case QA_SCORE_VENDOR_SIZE:
        return ((size_t)qa_strings_count(names->vendors) + 1) * QA_N_SIZE_CLASSES;
    default:
        return 2;
    }
}

/* Deals the sorted similarities out, so that every group's come out ascending. */
static void deal_out(const struct work *work, enum qa_score_by by, size_t n_groups)
{
    const struct sorted_similarities *sorted = work->sorted;
    struct qa_overlap_group *list = work->groups->list[by];
    double *similarity = QA_ARRAY(work->groups->arena[by], double, 2 * sorted->n);
    double **next = QA_ARRAY(work->groups->arena[by], double *, n_groups);
    for (size_t g = 0; g < n_groups; g++) {
        list[g].similarity = next[g] = similarity;
        similarity += list[g].n;
    }
    for (size_t i = 0; i < sorted->n; i++) {
        size_t slots[2];
        size_t n = memberships(work, by, sorted->list[i].of, slots);
        for (size_t m = 0; m < n; m++) {
            *next[slots[m]]++ = sorted->list[i].value;
        }
    }
}

/* The matched pairs of the question, one after the other, those of an item together. */
struct matched {
    const struct work *work;
    size_t pair;
    size_t match;
};

static bool next_matched(struct matched *at, struct placed_match *out)
{
    const struct qa_comparison *comparison = at->work->comparison;
    for (; at->pair < comparison->n_pairs; at->pair++, at->match = 0) {
        const struct qa_pair *pair = &comparison->pairs[at->pair];
        while (pair->question == at->work->question && at->match < pair->n_matches) {
            const struct qa_match *match = &pair->matches[at->match++];
            if (match->outcome == QA_MATCHED) {
                *out = (struct placed_match){pair, match};
                return true;
            }
        }
    }
    return false;
}

/* Item by item, so that each group needs to remember one item only. */
static void sum_over_items(const struct work *work, enum qa_score_by by, size_t n_groups)
{
    struct qa_overlap_group *list = work->groups->list[by];
    struct placed_match of;
    for (size_t g = 0; g < n_groups; g++) {
        qa_cluster_values_init(&list[g].values, list[g].similarity, list[g].n);
    }
    for (struct matched at = {.work = work}; next_matched(&at, &of);) {
        size_t slots[2];
        size_t n = memberships(work, by, of, slots);
        for (size_t m = 0; m < n; m++) {
            qa_cluster_values_add(&list[slots[m]].values, of.pair->item, of.match->similarity);
        }
    }
    for (size_t g = 0; g < n_groups; g++) {
        qa_cluster_values_end(&list[g].values);
    }
}

/* Work of one thread: one way of grouping. */
static void work_grouping(void *context, size_t way)
{
    const struct work *work = context;
    enum qa_score_by by = (enum qa_score_by)way;
    size_t n_groups = group_slots(work->comparison->b->names, by);
    struct qa_arena *arena = qa_arena_new();
    struct qa_overlap_group *list = QA_ARRAY(arena, struct qa_overlap_group, n_groups);
    work->groups->arena[by] = arena;
    work->groups->list[by] = list;
    for (size_t i = 0; i < work->sorted->n; i++) {
        size_t slots[2];
        size_t n = memberships(work, by, work->sorted->list[i].of, slots);
        for (size_t m = 0; m < n; m++) {
            list[slots[m]].n++;
        }
    }
    deal_out(work, by, n_groups);
    sum_over_items(work, by, n_groups);
}

static size_t bucket_of(double similarity)
{
    size_t bucket = (size_t)(similarity * BUCKETS);
    return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

/* Equal similarities may come in any order: only their values are used in order. */
static int compare_similarity(const void *left, const void *right)
{
    double a = ((const struct similarity *)left)->value;
    double b = ((const struct similarity *)right)->value;
    return (a > b) - (a < b);
}

static void sort_bucket(void *context, size_t bucket)
{
    const struct sorted_similarities *sorted = context;
    size_t n = sorted->start[bucket + 1] - sorted->start[bucket];
    if (n > 1) {
        qsort(sorted->list + sorted->start[bucket], n, sizeof *sorted->list, compare_similarity);
    }
}

/* Sorted once for all groupings: first into buckets of near values, then within each. */
static void sort_similarities(const struct work *work, struct sorted_similarities *sorted,
                              struct qa_arena *arena)
{
    size_t *next = QA_ARRAY(arena, size_t, BUCKETS + 1);
    struct placed_match of;
    for (struct matched at = {.work = work}; next_matched(&at, &of);) {
        next[bucket_of(of.match->similarity)]++;
    }
    for (size_t b = 0; b < BUCKETS; b++) {
        sorted->start[b] = sorted->n;
        sorted->n += next[b];
        next[b] = sorted->start[b];
    }
    sorted->start[BUCKETS] = sorted->n;
    sorted->list = QA_ARRAY(arena, struct similarity, sorted->n);
    for (struct matched at = {.work = work}; next_matched(&at, &of);) {
        sorted->list[next[bucket_of(of.match->similarity)]++] =
            (struct similarity){of.match->similarity, of};
    }
    qa_parallel_for(BUCKETS, sort_bucket, sorted);
}

void qa_overlap_groups_init(struct qa_overlap_groups *groups,
                            const struct qa_comparison *comparison, uint32_t question)
{
    struct qa_arena *scratch = qa_arena_new();
    struct sorted_similarities *sorted = QA_NEW(scratch, struct sorted_similarities);
    struct work work = {comparison, question, sorted, groups};
    sort_similarities(&work, sorted, scratch);
    qa_parallel_for(QA_SCORE_ITEM, work_grouping, &work);
    qa_arena_free(scratch);
}

void qa_overlap_groups_release(struct qa_overlap_groups *groups)
{
    for (int by = 0; by < QA_SCORE_ITEM; by++) {
        qa_arena_free(groups->arena[by]);
    }
}

const struct qa_overlap_group *qa_overlap_group_of(const struct qa_overlap_groups *groups,
                                                   const struct qa_score_row *row)
{
    return &groups->list[row->by][slot_of_row(row)];
}
