/* From matches to rows: counts and distributions of every group. */
#include <stdlib.h>

#include "qa/audit/overlap_parts.h"
#include "qa/base/parallel.h"
#include "qa/stats/describe.h"
#include "qa/stats/interval.h"

enum { BUCKETS = 4096 };

struct similarity {
    double value;
    const struct qa_object_match *match;
};

/* All matched pairs, ascending by similarity. */
struct ladder {
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

struct tally {
    const struct qa_overlap_request *request;
    const struct qa_overlap_chunk *chunks;
    size_t n_chunks;
    const struct ladder *ladder;
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

static enum qa_size_class size_of(const struct qa_batch *batch, size_t object)
{
    double area = batch->x != NULL ? batch->width[object] * batch->height[object] : 0;
    return qa_size_class(area);
}

static const struct qa_batch *batch_a(const struct qa_overlap_request *request)
{
    return request->reference != NULL ? request->reference : request->delivery;
}

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

static size_t size_slot(const struct qa_overlap_request *request,
                        const struct qa_object_match *match)
{
    return (size_t)(match->object_a != SIZE_MAX ? size_of(batch_a(request), match->object_a)
                                                : size_of(request->delivery, match->object_b));
}

/* Both people of a pair of annotators count it; against a reference only the delivery does. */
static size_t two_sides(const struct qa_overlap_request *request, size_t a, size_t b,
                        struct membership *out)
{
    out[0] = (struct membership){b, b};
    if (request->reference != NULL || a == b) {
        return 1;
    }
    out[1] = (struct membership){a, a};
    return 2;
}

/* Fills at most two memberships; slot 0 is a group without a name. */
static size_t memberships(const struct qa_overlap_request *request, enum qa_overlap_by by,
                          const struct qa_object_match *match, struct membership *out)
{
    const struct qa_batch *a = batch_a(request);
    const struct qa_batch *b = request->delivery;
    size_t slot;
    switch (by) {
    case QA_BY_CLASS:
        out[0] =
            (struct membership){label_slot(a, match->object_a), label_slot(b, match->object_b)};
        return 1;
    case QA_BY_ANNOTATOR:
        return two_sides(request, annotator_slot(a, match->answer_a),
                         annotator_slot(b, match->answer_b), out);
    case QA_BY_BATCH:
        return two_sides(request, batch_slot(a, match->answer_a), batch_slot(b, match->answer_b),
                         out);
    case QA_BY_VENDOR:
        slot = qa_slot(match->vendor);
        break;
    case QA_BY_SIZE:
        slot = 1 + size_slot(request, match);
        break;
    case QA_BY_VENDOR_SIZE:
        slot = qa_slot(match->vendor) * QA_N_SIZE_CLASSES + size_slot(request, match);
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

static void count_match(const struct qa_object_match *match, struct counts *reference,
                        struct counts *delivered)
{
    bool matched = match->outcome == QA_OBJECT_MATCHED;
    bool poor = match->outcome == QA_OBJECT_POOR;
    if (match->object_a != SIZE_MAX) {
        reference->seen = true;
        reference->reference++;
        reference->matched_reference += matched;
        reference->missed += match->outcome == QA_OBJECT_MISSED || poor;
        reference->mislabelled += match->outcome == QA_OBJECT_MISLABELLED;
        reference->poor += poor;
        reference->n += matched;
    }
    if (match->object_b != SIZE_MAX) {
        delivered->seen = true;
        delivered->delivered++;
        delivered->matched_delivered += matched;
        delivered->spurious += match->outcome == QA_OBJECT_SPURIOUS || poor;
        delivered->duplicates += match->duplicate;
        delivered->ignored += match->outcome == QA_OBJECT_IGNORED;
    }
}

/* Distributes the ladder, so that every group's similarities come out ascending. */
static void spread_similarities(const struct tally *tally, enum qa_overlap_by by)
{
    const struct grouping *grouping = &tally->by[by];
    size_t at = 0;
    for (size_t g = 0; g < grouping->n_groups; g++) {
        grouping->counts[g].first = at;
        at += grouping->counts[g].n;
        grouping->counts[g].n = 0;
    }
    for (size_t i = 0; i < tally->ladder->n; i++) {
        struct membership groups[2];
        size_t n = memberships(tally->request, by, tally->ladder->list[i].match, groups);
        for (size_t m = 0; m < n; m++) {
            struct counts *counts = &grouping->counts[groups[m].reference];
            grouping->similarity[counts->first + counts->n++] = tally->ladder->list[i].value;
        }
    }
}

/* Work of one thread: one way of grouping. */
static void work_grouping(void *context, size_t by)
{
    struct tally *tally = context;
    struct grouping *grouping = &tally->by[by];
    grouping->arena = qa_arena_new();
    grouping->n_groups = group_slots(tally->request->delivery->names, (enum qa_overlap_by)by);
    grouping->counts = QA_ARRAY(grouping->arena, struct counts, grouping->n_groups);
    for (size_t c = 0; c < tally->n_chunks; c++) {
        for (size_t i = 0; i < tally->chunks[c].n; i++) {
            const struct qa_object_match *match = &tally->chunks[c].list[i];
            struct membership groups[2];
            size_t n = memberships(tally->request, (enum qa_overlap_by)by, match, groups);
            for (size_t m = 0; m < n; m++) {
                count_match(match, &grouping->counts[groups[m].reference],
                            &grouping->counts[groups[m].delivered]);
            }
        }
    }
    grouping->similarity = QA_ARRAY(grouping->arena, double, 2 * tally->ladder->n);
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
    const struct ladder *ladder = context;
    size_t n = ladder->start[bucket + 1] - ladder->start[bucket];
    if (n > 1) {
        qsort(ladder->list + ladder->start[bucket], n, sizeof *ladder->list, compare_similarity);
    }
}

/* Sorted once for all groupings: first into buckets of near values, then within each. */
static void build_ladder(const struct tally *tally, struct ladder *ladder, struct qa_arena *arena)
{
    size_t *count = QA_ARRAY(arena, size_t, BUCKETS + 1);
    for (size_t c = 0; c < tally->n_chunks; c++) {
        for (size_t i = 0; i < tally->chunks[c].n; i++) {
            if (tally->chunks[c].list[i].outcome == QA_OBJECT_MATCHED) {
                count[bucket_of(tally->chunks[c].list[i].similarity)]++;
            }
        }
    }
    for (size_t b = 0; b < BUCKETS; b++) {
        ladder->start[b] = ladder->n;
        ladder->n += count[b];
        count[b] = ladder->start[b];
    }
    ladder->start[BUCKETS] = ladder->n;
    ladder->list = QA_ARRAY(arena, struct similarity, ladder->n);
    for (size_t c = 0; c < tally->n_chunks; c++) {
        for (size_t i = 0; i < tally->chunks[c].n; i++) {
            const struct qa_object_match *match = &tally->chunks[c].list[i];
            if (match->outcome == QA_OBJECT_MATCHED) {
                ladder->list[count[bucket_of(match->similarity)]++] =
                    (struct similarity){match->similarity, match};
            }
        }
    }
    qa_parallel_for(BUCKETS, sort_bucket, ladder);
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
    const struct qa_names *names = tally->request->delivery->names;
    const struct counts *counts = &tally->by[by].counts[slot];
    uint32_t id = slot == 0 || by == QA_BY_ALL ? QA_NONE : (uint32_t)slot - 1;
    if (by == QA_BY_VENDOR_SIZE) {
        id = (uint32_t)(slot % QA_N_SIZE_CLASSES);
    }
    struct qa_overlap_row row = {
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
    set_scores(&row, counts, tally->request->confidence);
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

void qa_overlap_tally(const struct qa_overlap_request *request,
                      const struct qa_overlap_chunk *chunks, size_t n_chunks,
                      const struct qa_ranks *ranks, struct qa_arena *arena,
                      struct qa_overlap_result *result)
{
    struct qa_arena *scratch = qa_arena_new();
    struct ladder *ladder = QA_NEW(scratch, struct ladder);
    struct tally tally = {
        .request = request, .chunks = chunks, .n_chunks = n_chunks, .ladder = ladder};
    build_ladder(&tally, ladder, scratch);
    qa_parallel_for(QA_N_BY, work_grouping, &tally);

    size_t n_slots = 0;
    for (int by = 0; by < QA_N_BY; by++) {
        n_slots += tally.by[by].n_groups;
    }
    result->rows = QA_ARRAY(arena, struct qa_overlap_row, n_slots);
    size_t n_rows = 0;
    for (int by = 0; by < QA_N_BY; by++) {
        const struct grouping *grouping = &tally.by[by];
        if (by == QA_BY_VENDOR_SIZE) {
            result->n_rows = n_rows;
        }
        const uint32_t *order =
            slot_order(ranks, (enum qa_overlap_by)by, grouping->n_groups, scratch);
        for (size_t i = 0; i < grouping->n_groups; i++) {
            size_t slot = order != NULL ? order[i] : i;
            if (is_shown(&grouping->counts[slot], (enum qa_overlap_by)by, slot)) {
                result->rows[n_rows++] = make_row(&tally, (enum qa_overlap_by)by, slot);
            }
        }
        qa_arena_free(grouping->arena);
    }
    result->vendor_sizes = result->rows + result->n_rows;
    result->n_vendor_sizes = n_rows - result->n_rows;
    qa_arena_free(scratch);
}
