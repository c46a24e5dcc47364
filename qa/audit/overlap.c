#include "qa/audit/overlap.h"

#include <math.h>
#include <string.h>

#include "qa/audit/overlap_parts.h"
#include "qa/score/detection.h"
#include "qa/stats/describe.h"

static void no_distribution(struct qa_overlap_row *row)
{
    row->sd = qa_undefined("no matched pairs", 0);
    for (size_t q = 0; q < QA_N_QUANTILES; q++) {
        row->quantile[q] = row->sd;
    }
}

/* What the similarities themselves give; a matched pair has one from the threshold on. */
static void distribution(const struct qa_overlap_group *group, double threshold, double confidence,
                         struct qa_overlap_row *row)
{
    const struct qa_value_range range = {threshold, 1};
    row->n = group->n;
    if (group->n == 0) {
        no_distribution(row);
        return;
    }
    row->sd = qa_cluster_sd(&group->values, &range, confidence);
    for (size_t q = 0; q < QA_N_QUANTILES; q++) {
        row->quantile[q] = qa_cluster_quantile(&group->values, q, &range, confidence);
    }
    /* The sums of scores are kept to 2^-40; the similarities are here themselves. */
    row->mean.value = group->values.mean;
    row->mean.low = fmin(row->mean.low, row->mean.value);
    row->mean.high = fmax(row->mean.high, row->mean.value);
    qa_histogram(group->similarity, group->n, 0, 1, row->histogram, QA_IOU_BINS);
}

/* A row from what its group has gathered, and the distribution beside it. */
static struct qa_overlap_row make_row(const struct qa_score_row *from,
                                      const struct qa_overlap_group *group, double threshold,
                                      double confidence)
{
    const struct qa_tally *sums = &from->tally;
    struct qa_overlap_row row = {
        .question = from->question->id,
        .by = from->by,
        .group = qa_score_group_text(from),
        .id = from->id,
        .vendor = from->vendor_id,
        .reference_objects = qa_tally_count(sums, QA_DETECTION_REFERENCE),
        .matched = qa_tally_count(sums, QA_DETECTION_MATCHED),
        .missed = qa_tally_count(sums, QA_DETECTION_MISSED),
        .spurious = qa_tally_count(sums, QA_DETECTION_SPURIOUS),
        .mislabelled = qa_tally_count(sums, QA_DETECTION_MISLABELLED),
        .localisation = qa_tally_count(sums, QA_DETECTION_LOCALISATION),
        .duplicates = qa_tally_count(sums, QA_DETECTION_DUPLICATES),
        .ignored = qa_tally_count(sums, QA_DETECTION_IGNORED),
        .precision = qa_score_estimate(from, QA_DETECTION_PRECISION, confidence),
        .recall = qa_score_estimate(from, QA_DETECTION_RECALL, confidence),
        .f1 = qa_score_estimate(from, QA_DETECTION_F1, confidence),
        .mean = qa_score_estimate(from, QA_DETECTION_MEAN_SIMILARITY, confidence),
    };
    for (size_t i = 0; i < QA_OVERLAP_SPREADS; i++) {
        row.spread[i] = qa_score_estimate(from, QA_DETECTION_WITH_MISSES + i, confidence);
    }
    row.delivered_objects = qa_tally_count(sums, QA_DETECTION_DELIVERED) + row.ignored;
    distribution(group, threshold, confidence, &row);
    return row;
}

/* A question of which nothing was compared: that is what is to be said. */
static struct qa_overlap_row empty_row(uint32_t question)
{
    struct qa_overlap_row row = {.question = question,
                                 .by = QA_SCORE_ALL,
                                 .group = "",
                                 .id = QA_NONE,
                                 .vendor = QA_NONE,
                                 .precision = qa_undefined("no delivered objects", 0),
                                 .recall = qa_undefined("no reference objects", 0),
                                 .f1 = qa_undefined("no objects", 0),
                                 .mean = qa_undefined("no matched pairs", 0)};
    no_distribution(&row);
    for (size_t i = 0; i < QA_OVERLAP_SPREADS; i++) {
        row.spread[i] = row.mean;
    }
    return row;
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

/* The rows of one question; scores: rows over all questions. */
static void add_rows(uint32_t question, const struct qa_score_result *scores, struct adding *adding)
{
    const struct qa_overlap_result *result = adding->result;
    const struct qa_comparison *comparison = result->comparison;
    double threshold = qa_question_at(comparison->b, question)->threshold;
    struct qa_overlap_groups groups;
    bool any = false;
    qa_overlap_groups_init(&groups, comparison, question);
    for (size_t i = 0; i < scores->n_rows; i++) {
        const struct qa_score_row *from = &scores->rows[i];
        if (from->question->id == question && from->score == &qa_score_detection &&
            is_shown(from)) {
            struct qa_overlap_row row =
                make_row(from, qa_overlap_group_of(&groups, from), threshold, result->confidence);
            add_row(adding, &row);
            any = true;
        }
    }
    if (!any) {
        struct qa_overlap_row row = empty_row(question);
        add_row(adding, &row);
    }
    qa_overlap_groups_release(&groups);
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
    const struct qa_score_result scores =
        request->scores != NULL ? *request->scores : qa_score_comparison(&wanted, arena);
    uint32_t n_questions = comparison->b->questions->n;
    const uint32_t *order = qa_slots_by_rank(comparison->ranks.question, n_questions, arena);
    for (uint32_t i = 1; i <= n_questions; i++) {
        uint32_t question = order[i] - 1;
        if (is_reported(comparison, question)) {
            add_rows(question, &scores, &adding);
        }
    }
    return result;
}
