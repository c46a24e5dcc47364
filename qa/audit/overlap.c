#include "qa/audit/overlap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/parallel.h"
#include "qa/score/detection.h"
#include "qa/stats/describe.h"

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

/* Where the similarities of a group's matched pairs are. */
struct share {
    size_t first;
    size_t n;
};

struct tally {
    const struct qa_comparison *comparison;
    uint32_t question;
    const struct sorted_similarities *sorted;
    struct grouping {
        struct qa_arena *arena;
        size_t n_groups; /* slots: id + 1, 0 for none */
        struct share *shares;
        double *similarity; /* by group, ascending */
    } by[QA_SCORE_ITEM];
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
static size_t memberships(const struct tally *tally, enum qa_score_by by, struct placed_match of,
                          size_t out[2])
{
    const struct qa_comparison *comparison = tally->comparison;
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

/* Distributes the sorted similarities, so that every group's come out ascending. */
static void spread_similarities(const struct tally *tally, enum qa_score_by by)
{
    const struct grouping *grouping = &tally->by[by];
    size_t at = 0;
    for (size_t g = 0; g < grouping->n_groups; g++) {
        grouping->shares[g].first = at;
        at += grouping->shares[g].n;
        grouping->shares[g].n = 0;
    }
    for (size_t i = 0; i < tally->sorted->n; i++) {
        size_t groups[2];
        size_t n = memberships(tally, by, tally->sorted->list[i].of, groups);
        for (size_t m = 0; m < n; m++) {
            struct share *share = &grouping->shares[groups[m]];
            grouping->similarity[share->first + share->n++] = tally->sorted->list[i].value;
        }
    }
}

/* Work of one thread: one way of grouping. */
static void work_grouping(void *context, size_t by)
{
    struct tally *tally = context;
    struct grouping *grouping = &tally->by[by];
    grouping->arena = qa_arena_new();
    grouping->n_groups = group_slots(tally->comparison->b->names, (enum qa_score_by)by);
    grouping->shares = QA_ARRAY(grouping->arena, struct share, grouping->n_groups);
    for (size_t i = 0; i < tally->sorted->n; i++) {
        size_t groups[2];
        size_t n = memberships(tally, (enum qa_score_by)by, tally->sorted->list[i].of, groups);
        for (size_t m = 0; m < n; m++) {
            grouping->shares[groups[m]].n++;
        }
    }
    grouping->similarity = QA_ARRAY(grouping->arena, double, 2 * tally->sorted->n);
    spread_similarities(tally, (enum qa_score_by)by);
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

/* The matched pairs of the question, one after the other. */
struct matched {
    const struct tally *tally;
    size_t pair;
    size_t match;
};

static bool next_matched(struct matched *at, struct placed_match *out)
{
    const struct qa_comparison *comparison = at->tally->comparison;
    for (; at->pair < comparison->n_pairs; at->pair++, at->match = 0) {
        const struct qa_pair *pair = &comparison->pairs[at->pair];
        while (pair->question == at->tally->question && at->match < pair->n_matches) {
            const struct qa_match *match = &pair->matches[at->match++];
            if (match->outcome == QA_MATCHED) {
                *out = (struct placed_match){pair, match};
                return true;
            }
        }
    }
    return false;
}

/* Sorted once for all groupings: first into buckets of near values, then within each. */
static void sort_similarities(const struct tally *tally, struct sorted_similarities *sorted,
                              struct qa_arena *arena)
{
    size_t *next = QA_ARRAY(arena, size_t, BUCKETS + 1);
    struct placed_match of;
    for (struct matched at = {.tally = tally}; next_matched(&at, &of);) {
        next[bucket_of(of.match->similarity)]++;
    }
    for (size_t b = 0; b < BUCKETS; b++) {
        sorted->start[b] = sorted->n;
        sorted->n += next[b];
        next[b] = sorted->start[b];
    }
    sorted->start[BUCKETS] = sorted->n;
    sorted->list = QA_ARRAY(arena, struct similarity, sorted->n);
    for (struct matched at = {.tally = tally}; next_matched(&at, &of);) {
        sorted->list[next[bucket_of(of.match->similarity)]++] =
            (struct similarity){of.match->similarity, of};
    }
    qa_parallel_for(BUCKETS, sort_bucket, sorted);
}

/* A row from what its group has gathered, and the distribution beside it. */
static struct qa_overlap_row make_row(const struct tally *tally, const struct qa_score_row *from,
                                      double confidence)
{
    const struct qa_tally *sums = &from->tally;
    const struct grouping *grouping = &tally->by[from->by];
    const struct share *share = &grouping->shares[slot_of_row(from)];
    const double *similarity = grouping->similarity + share->first;
    struct qa_description description = qa_describe_sorted(similarity, share->n);
    struct qa_overlap_row row = {
        .question = tally->question,
        .by = from->by,
        .group = qa_score_group_text(from),
        .id = from->id,
        .vendor = from->vendor_id,
        .reference_objects = qa_tally_count(sums, QA_DETECTION_REFERENCE),
        .matched = qa_tally_count(sums, QA_DETECTION_MATCHED),
        .missed = qa_tally_count(sums, QA_DETECTION_MISSED),
        .spurious = qa_tally_count(sums, QA_DETECTION_SPURIOUS),
        .mislabelled = qa_tally_count(sums, QA_DETECTION_MISLABELLED),
        .poor = qa_tally_count(sums, QA_DETECTION_POOR),
        .duplicates = qa_tally_count(sums, QA_DETECTION_DUPLICATES),
        .ignored = qa_tally_count(sums, QA_DETECTION_IGNORED),
        .precision = qa_score_estimate(from, QA_DETECTION_PRECISION, confidence),
        .recall = qa_score_estimate(from, QA_DETECTION_RECALL, confidence),
        .f1 = qa_score_estimate(from, QA_DETECTION_F1, confidence),
        .mean = qa_score_estimate(from, QA_DETECTION_MEAN_SIMILARITY, confidence),
        .n = share->n,
        .sd = description.sd,
        .p05 = description.p05,
        .p25 = description.p25,
        .p50 = description.p50,
        .p75 = description.p75,
        .p95 = description.p95,
    };
    row.delivered_objects = qa_tally_count(sums, QA_DETECTION_DELIVERED) + row.ignored;
    if (share->n > 0) {
        /* The sums are kept to 2^-40; the similarities are here themselves. */
        row.mean.value = description.mean;
        row.mean.low = fmin(row.mean.low, row.mean.value);
        row.mean.high = fmax(row.mean.high, row.mean.value);
    }
    qa_histogram(similarity, share->n, 0, 1, row.histogram, QA_IOU_BINS);
    return row;
}

/* A question of which nothing was compared: that is what is to be said. */
static struct qa_overlap_row empty_row(uint32_t question)
{
    return (struct qa_overlap_row){.question = question,
                                   .by = QA_SCORE_ALL,
                                   .group = "",
                                   .id = QA_NONE,
                                   .vendor = QA_NONE,
                                   .precision = qa_undefined("no delivered objects", 0),
                                   .recall = qa_undefined("no reference objects", 0),
                                   .f1 = qa_undefined("no objects", 0),
                                   .mean = qa_undefined("no matched pairs", 0)};
}

/* A nameless annotator, vendor or batch is no group; objects without a class are one. */
static bool is_shown(const struct qa_score_row *row)
{
    return row->by == QA_SCORE_ALL || row->by == QA_SCORE_CLASS ||
           row->by == QA_SCORE_VENDOR_SIZE || row->id != QA_NONE;
}

struct adding {
    struct qa_arena *arena;
    struct qa_overlap_result *result;
    size_t capacities[2];
};

/* Rows of vendors and sizes are kept apart. */
static void add_row(struct adding *adding, const struct qa_overlap_row *row)
{
    struct qa_overlap_result *result = adding->result;
    bool is_size = row->by == QA_SCORE_VENDOR_SIZE;
    struct qa_overlap_row **rows = is_size ? &result->vendor_sizes : &result->rows;
    size_t *n = is_size ? &result->n_vendor_sizes : &result->n_rows;
    *rows =
        qa_arena_grow(adding->arena, *rows, &adding->capacities[is_size], *n + 1, sizeof **rows);
    (*rows)[(*n)++] = *row;
}

/* The rows of one question; scores: rows of the family over all questions. */
static void add_rows(struct tally *tally, const struct qa_score_result *scores, double confidence,
                     struct adding *adding)
{
    struct qa_arena *scratch = qa_arena_new();
    struct sorted_similarities *sorted = QA_NEW(scratch, struct sorted_similarities);
    bool any = false;
    tally->sorted = sorted;
    sort_similarities(tally, sorted, scratch);
    qa_parallel_for(QA_SCORE_ITEM, work_grouping, tally);
    for (size_t i = 0; i < scores->n_rows; i++) {
        const struct qa_score_row *from = &scores->rows[i];
        if (from->question->id == tally->question && is_shown(from)) {
            struct qa_overlap_row row = make_row(tally, from, confidence);
            add_row(adding, &row);
            any = true;
        }
    }
    if (!any) {
        struct qa_overlap_row row = empty_row(tally->question);
        add_row(adding, &row);
    }
    for (int by = 0; by < QA_SCORE_ITEM; by++) {
        qa_arena_free(tally->by[by].arena);
    }
    qa_arena_free(scratch);
}

static bool has_pairs(const struct qa_comparison *comparison, uint32_t question)
{
    for (size_t p = 0; p < comparison->n_pairs; p++) {
        if (comparison->pairs[p].question == question) {
            return true;
        }
    }
    return false;
}

/* A question of objects that the delivery answers has its row of all, also when nothing was
 * compared: that is what is to be said. */
static bool is_reported(const struct qa_comparison *comparison, uint32_t question)
{
    const struct qa_question *about = qa_question_at(comparison->b, question);
    return about->type->matching == QA_MATCH_ASSIGN &&
           (about->is_asked[QA_DELIVERY] || has_pairs(comparison, question));
}

struct qa_overlap_result qa_overlap(const struct qa_overlap_request *request,
                                    struct qa_arena *arena)
{
    static const struct qa_score *const families[] = {&qa_score_detection};
    const struct qa_comparison *comparison = request->comparison;
    const struct qa_scores_request wanted = {
        .comparison = comparison, .families = families, .n_families = 1};
    struct qa_overlap_result result = {.comparison = comparison, .confidence = request->confidence};
    struct adding adding = {.arena = arena, .result = &result};
    struct qa_score_result scores = qa_score_comparison(&wanted, arena);
    uint32_t n_questions = comparison->b->questions->n;
    const uint32_t *order = qa_slots_by_rank(comparison->ranks.question, n_questions, arena);
    for (uint32_t i = 1; i <= n_questions; i++) {
        uint32_t question = order[i] - 1;
        if (is_reported(comparison, question)) {
            struct tally tally = {.comparison = comparison, .question = question};
            add_rows(&tally, &scores, request->confidence, &adding);
        }
    }
    return result;
}
