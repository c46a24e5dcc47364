#include "qa/audit/overlap.h"

#include <stdlib.h>
#include <string.h>

#include "qa/base/parallel.h"
#include "qa/stats/describe.h"
#include "qa/stats/interval.h"

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

/* Counts of a group. Matches stand on both sides, because the two objects of a pair may belong to
 * different classes when classes do not matter. */
struct counts {
    uint64_t reference, delivered, matched_reference, matched_delivered;
    uint64_t missed, spurious, mislabelled, poor, duplicates, ignored;
    size_t first; /* of its similarities */
    size_t n;
    bool seen;
};

/* The rows of one question. */
struct tally {
    const struct qa_comparison *comparison;
    double confidence;
    uint32_t question;
    const struct sorted_similarities *sorted;
    struct grouping {
        struct qa_arena *arena;
        size_t n_groups; /* slots: id + 1, 0 for none */
        struct counts *counts;
        double *similarity; /* by group, ascending */
    } by[QA_N_BY];
};

/* The groups that a match counts for: its reference object's and its delivered object's. */
struct membership {
    size_t reference;
    size_t delivered;
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
static size_t two_sides(const struct qa_comparison *comparison, size_t a, size_t b,
                        struct membership *out)
{
    out[0] = (struct membership){b, b};
    if (comparison->request.reference != NULL || a == b) {
        return 1;
    }
    out[1] = (struct membership){a, a};
    return 2;
}

/* Fills at most two memberships; slot 0 is a group without a name. */
static size_t memberships(const struct tally *tally, enum qa_overlap_by by, struct placed_match of,
                          struct membership *out)
{
    const struct qa_comparison *comparison = tally->comparison;
    const struct qa_batch *a = comparison->a;
    const struct qa_batch *b = comparison->b;
    const struct qa_pair *pair = of.pair;
    size_t slot;
    switch (by) {
    case QA_BY_CLASS:
        out[0] = (struct membership){label_slot(a, of.match->object_a),
                                     label_slot(b, of.match->object_b)};
        return 1;
    case QA_BY_ANNOTATOR:
        return two_sides(comparison, annotator_slot(a, pair->answer_a),
                         annotator_slot(b, pair->answer_b), out);
    case QA_BY_BATCH:
        return two_sides(comparison, batch_slot(a, pair->answer_a), batch_slot(b, pair->answer_b),
                         out);
    case QA_BY_VENDOR:
        slot = qa_slot(pair->vendor);
        break;
    case QA_BY_SIZE:
        slot = 1 + of.match->size_class;
        break;
    case QA_BY_VENDOR_SIZE:
        slot = qa_slot(pair->vendor) * QA_N_SIZE_CLASSES + of.match->size_class;
        break;
    default:
        slot = 1;
        break;
    }
    out[0] = (struct membership){slot, slot};
    return 1;
}

static size_t group_slots(const struct qa_names *names, enum qa_overlap_by by)
{
    switch (by) {
    case QA_BY_CLASS:
        return (size_t)qa_strings_count(names->labels) + 1;
    case QA_BY_ANNOTATOR:
        return (size_t)qa_annotator_count(names) + 1;
    case QA_BY_VENDOR:
        return (size_t)qa_strings_count(names->vendors) + 1;
    case QA_BY_BATCH:
        return (size_t)qa_strings_count(names->batches) + 1;
    case QA_BY_SIZE:
        return QA_N_SIZE_CLASSES + 1;
    case QA_BY_VENDOR_SIZE:
        return ((size_t)qa_strings_count(names->vendors) + 1) * QA_N_SIZE_CLASSES;
    default:
        return 2;
    }
}

static void count_match(const struct qa_match *match, struct counts *reference,
                        struct counts *delivered)
{
    bool matched = match->outcome == QA_MATCHED;
    bool poor = match->outcome == QA_POOR;
    if (match->object_a != SIZE_MAX) {
        reference->seen = true;
        reference->reference++;
        reference->matched_reference += matched;
        reference->missed += match->outcome == QA_MISSED || poor;
        reference->mislabelled += match->outcome == QA_MISLABELLED;
        reference->poor += poor;
        reference->n += matched;
    }
    if (match->object_b != SIZE_MAX) {
        delivered->seen = true;
        delivered->delivered++;
        delivered->matched_delivered += matched;
        delivered->spurious += match->outcome == QA_SPURIOUS || poor;
        delivered->duplicates += match->duplicate;
        delivered->ignored += match->outcome == QA_IGNORED;
    }
}

/* Distributes the sorted, so that every group's similarities come out ascending. */
static void spread_similarities(const struct tally *tally, enum qa_overlap_by by)
{
    const struct grouping *grouping = &tally->by[by];
    size_t at = 0;
    for (size_t g = 0; g < grouping->n_groups; g++) {
        grouping->counts[g].first = at;
        at += grouping->counts[g].n;
        grouping->counts[g].n = 0;
    }
    for (size_t i = 0; i < tally->sorted->n; i++) {
        struct membership groups[2];
        size_t n = memberships(tally, by, tally->sorted->list[i].of, groups);
        for (size_t m = 0; m < n; m++) {
            struct counts *counts = &grouping->counts[groups[m].reference];
            grouping->similarity[counts->first + counts->n++] = tally->sorted->list[i].value;
        }
    }
}

/* Work of one thread: one way of grouping. */
static void work_grouping(void *context, size_t by)
{
    struct tally *tally = context;
    struct grouping *grouping = &tally->by[by];
    grouping->arena = qa_arena_new();
    grouping->n_groups = group_slots(tally->comparison->b->names, (enum qa_overlap_by)by);
    grouping->counts = QA_ARRAY(grouping->arena, struct counts, grouping->n_groups);
    const struct qa_comparison *comparison = tally->comparison;
    for (size_t p = 0; p < comparison->n_pairs; p++) {
        const struct qa_pair *pair = &comparison->pairs[p];
        for (size_t i = 0; pair->question == tally->question && i < pair->n_matches; i++) {
            struct membership groups[2];
            size_t n = memberships(tally, (enum qa_overlap_by)by,
                                   (struct placed_match){pair, &pair->matches[i]}, groups);
            for (size_t m = 0; m < n; m++) {
                count_match(&pair->matches[i], &grouping->counts[groups[m].reference],
                            &grouping->counts[groups[m].delivered]);
            }
        }
    }
    grouping->similarity = QA_ARRAY(grouping->arena, double, 2 * tally->sorted->n);
    spread_similarities(tally, (enum qa_overlap_by)by);
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
static void sort_similarities(const struct tally *tally, struct sorted_similarities *sorted,
                              struct qa_arena *arena)
{
    size_t *count = QA_ARRAY(arena, size_t, BUCKETS + 1);
    const struct qa_comparison *comparison = tally->comparison;
    for (int fill = 0; fill < 2; fill++) {
        for (size_t p = 0; p < comparison->n_pairs; p++) {
            const struct qa_pair *pair = &comparison->pairs[p];
            for (size_t i = 0; pair->question == tally->question && i < pair->n_matches; i++) {
                const struct qa_match *match = &pair->matches[i];
                if (match->outcome != QA_MATCHED) {
                    continue;
                }
                size_t at = count[bucket_of(match->similarity)]++;
                if (fill) {
                    sorted->list[at] = (struct similarity){match->similarity, {pair, match}};
                }
            }
        }
        for (size_t b = 0; !fill && b < BUCKETS; b++) {
            sorted->start[b] = sorted->n;
            sorted->n += count[b];
            count[b] = sorted->start[b];
        }
        if (!fill) {
            sorted->start[BUCKETS] = sorted->n;
            sorted->list = QA_ARRAY(arena, struct similarity, sorted->n);
        }
    }
    qa_parallel_for(BUCKETS, sort_bucket, sorted);
}

static const char *group_name(const struct qa_names *names, enum qa_overlap_by by, size_t slot)
{
    uint32_t id = (uint32_t)slot - 1;
    switch (by) {
    case QA_BY_CLASS:
        return slot == 0 ? "(no class)" : qa_strings_text(names->labels, id);
    case QA_BY_ANNOTATOR:
        return qa_annotator_text(names, id);
    case QA_BY_VENDOR:
        return qa_strings_text(names->vendors, id);
    case QA_BY_BATCH:
        return qa_strings_text(names->batches, id);
    case QA_BY_SIZE:
        return qa_size_class_name((enum qa_size_class)id);
    case QA_BY_VENDOR_SIZE:
        return qa_size_class_name((enum qa_size_class)(slot % QA_N_SIZE_CLASSES));
    default:
        return "";
    }
}

static void set_scores(struct qa_overlap_row *row, const struct counts *counts, double confidence)
{
    row->precision =
        qa_wilson(counts->matched_delivered, counts->delivered - counts->ignored, confidence);
    row->recall = qa_wilson(counts->matched_reference, counts->reference, confidence);
    if (counts->delivered == counts->ignored) {
        row->precision = qa_undefined("no delivered objects", 0);
    }
    if (counts->reference == 0) {
        row->recall = qa_undefined("no reference objects", 0);
    }
    row->f1_defined = qa_is_defined(&row->precision) && qa_is_defined(&row->recall);
    if (row->f1_defined) {
        double sum = row->precision.value + row->recall.value;
        row->f1 = sum > 0 ? 2 * row->precision.value * row->recall.value / sum : 0;
    }
}

static uint32_t vendor_of_row(const struct qa_names *names, enum qa_overlap_by by, size_t slot,
                              uint32_t id)
{
    switch (by) {
    case QA_BY_VENDOR:
        return id;
    case QA_BY_ANNOTATOR:
        return qa_annotator_vendor(names, id);
    case QA_BY_VENDOR_SIZE:
        return slot < QA_N_SIZE_CLASSES ? QA_NONE : (uint32_t)(slot / QA_N_SIZE_CLASSES) - 1;
    default:
        return QA_NONE;
    }
}

static struct qa_overlap_row make_row(const struct tally *tally, enum qa_overlap_by by, size_t slot)
{
    const struct qa_names *names = tally->comparison->b->names;
    const struct counts *counts = &tally->by[by].counts[slot];
    uint32_t id = slot == 0 || by == QA_BY_ALL ? QA_NONE : (uint32_t)slot - 1;
    if (by == QA_BY_VENDOR_SIZE) {
        id = (uint32_t)(slot % QA_N_SIZE_CLASSES);
    }
    struct qa_overlap_row row = {
        .question = tally->question,
        .by = by,
        .group = group_name(names, by, slot),
        .id = id,
        .vendor = vendor_of_row(names, by, slot, id),
        .reference_objects = counts->reference,
        .delivered_objects = counts->delivered,
        .matched = counts->matched_reference,
        .missed = counts->missed,
        .spurious = counts->spurious,
        .mislabelled = counts->mislabelled,
        .poor = counts->poor,
        .duplicates = counts->duplicates,
        .ignored = counts->ignored,
    };
    set_scores(&row, counts, tally->confidence);
    const double *similarity = tally->by[by].similarity + counts->first;
    struct qa_description description = qa_describe_sorted(similarity, counts->n);
    row.n = counts->n;
    row.mean = description.mean;
    row.sd = description.sd;
    row.p05 = description.p05;
    row.p25 = description.p25;
    row.p50 = description.p50;
    row.p75 = description.p75;
    row.p95 = description.p95;
    qa_histogram(similarity, counts->n, 0, 1, row.histogram, QA_IOU_BINS);
    return row;
}

/* Vendors by name, and within each the sizes by number. */
static const uint32_t *vendor_size_order(const struct qa_ranks *ranks, size_t n_groups,
                                         struct qa_arena *arena)
{
    uint32_t n_vendors = (uint32_t)(n_groups / QA_N_SIZE_CLASSES);
    const uint32_t *vendors = qa_slots_by_rank(ranks->vendor, n_vendors - 1, arena);
    uint32_t *order = QA_ARRAY(arena, uint32_t, n_groups);
    for (size_t i = 0; i < n_groups; i++) {
        order[i] =
            vendors[i / QA_N_SIZE_CLASSES] * QA_N_SIZE_CLASSES + (uint32_t)(i % QA_N_SIZE_CLASSES);
    }
    return order;
}

/* Slots in the order of their names; NULL: by number. */
static const uint32_t *slot_order(const struct qa_ranks *ranks, enum qa_overlap_by by,
                                  size_t n_groups, struct qa_arena *arena)
{
    const uint32_t *rank = by == QA_BY_CLASS       ? ranks->label
                           : by == QA_BY_ANNOTATOR ? ranks->annotator
                           : by == QA_BY_VENDOR    ? ranks->vendor
                           : by == QA_BY_BATCH     ? ranks->batch
                                                   : NULL;
    if (by == QA_BY_VENDOR_SIZE) {
        return vendor_size_order(ranks, n_groups, arena);
    }
    return rank != NULL ? qa_slots_by_rank(rank, (uint32_t)n_groups - 1, arena) : NULL;
}

/* A nameless annotator, vendor or batch is no group; objects without a class are one. */
static bool is_shown(const struct counts *counts, enum qa_overlap_by by, size_t slot)
{
    if (by == QA_BY_VENDOR_SIZE) {
        return counts->seen;
    }
    return by == QA_BY_ALL ? slot == 1 : counts->seen && (slot > 0 || by == QA_BY_CLASS);
}

/* Appends a question's rows, of vendors and sizes apart. */
static void add_rows(struct tally *tally, struct qa_arena *arena, struct qa_arena *scratch,
                     struct qa_overlap_result *result, size_t *capacities)
{
    struct sorted_similarities *sorted = QA_NEW(scratch, struct sorted_similarities);
    tally->sorted = sorted;
    sort_similarities(tally, sorted, scratch);
    qa_parallel_for(QA_N_BY, work_grouping, tally);
    for (int by = 0; by < QA_N_BY; by++) {
        const struct grouping *grouping = &tally->by[by];
        bool is_size = by == QA_BY_VENDOR_SIZE;
        struct qa_overlap_row **rows = is_size ? &result->vendor_sizes : &result->rows;
        size_t *n = is_size ? &result->n_vendor_sizes : &result->n_rows;
        const uint32_t *order = slot_order(&tally->comparison->ranks, (enum qa_overlap_by)by,
                                           grouping->n_groups, scratch);
        for (size_t i = 0; i < grouping->n_groups; i++) {
            size_t slot = order != NULL ? order[i] : i;
            if (is_shown(&grouping->counts[slot], (enum qa_overlap_by)by, slot)) {
                *rows = qa_arena_grow(arena, *rows, &capacities[is_size], *n + 1, sizeof **rows);
                (*rows)[(*n)++] = make_row(tally, (enum qa_overlap_by)by, slot);
            }
        }
        qa_arena_free(grouping->arena);
    }
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
    const struct qa_comparison *comparison = request->comparison;
    struct qa_overlap_result result = {.comparison = comparison, .confidence = request->confidence};
    size_t capacities[2] = {0, 0};
    uint32_t n_questions = comparison->b->questions->n;
    struct qa_arena *scratch = qa_arena_new();
    const uint32_t *order = qa_slots_by_rank(comparison->ranks.question, n_questions, scratch);
    for (uint32_t i = 1; i <= n_questions; i++) {
        uint32_t question = order[i] - 1;
        if (is_reported(comparison, question)) {
            struct tally tally = {
                .comparison = comparison, .confidence = request->confidence, .question = question};
            add_rows(&tally, arena, scratch, &result, capacities);
        }
    }
    qa_arena_free(scratch);
    return result;
}

const char *qa_overlap_by_name(enum qa_overlap_by by)
{
    static const char *const names[QA_N_BY] = {
        [QA_BY_ALL] = "all",
        [QA_BY_CLASS] = "class",
        [QA_BY_ANNOTATOR] = "annotator",
        [QA_BY_VENDOR] = "vendor",
        [QA_BY_BATCH] = "batch",
        [QA_BY_SIZE] = "size",
        [QA_BY_VENDOR_SIZE] = "vendor and size",
    };
    return names[by];
}
