/* Two answers to one item against each other. */
#include <stdlib.h>
#include <string.h>

#include "qa/annotation/match.h"
#include "qa/audit/overlap_parts.h"

/* Up to this many pairs of objects, comparing all is cheaper than looking for far ones. */
enum { ALL_PAIRS_MAX = 64, INSERTION_MAX = 24 };

/* An object on its way to its place in the canonical order. */
struct placed {
    double x, y, width, height;
    uint32_t label_rank;
    uint32_t label;
    uint64_t object;
    bool crowd;
};

/* One answer's objects in canonical order, so that neither matching nor output depends on the
 * order in which a file lists them. */
struct side {
    struct qa_objects objects;
    uint64_t *object; /* index in the batch */
    bool *crowd;
    size_t n_crowds;
    bool *settled; /* has its outcome, or takes no part */
    enum qa_object_outcome *outcome;
};

struct contest {
    const struct qa_overlap_request *request;
    const struct qa_type *type;
    struct side a;
    struct side b;
    double *similarity; /* a x b */
    size_t *partner;    /* of each a; SIZE_MAX: none */
};

static int compare_reals(double a, double b)
{
    return (a > b) - (a < b);
}

static int compare_placed(const void *left, const void *right)
{
    const struct placed *a = left;
    const struct placed *b = right;
    int by = compare_reals(a->x, b->x);
    by = by != 0 ? by : compare_reals(a->y, b->y);
    by = by != 0 ? by : compare_reals(a->width, b->width);
    by = by != 0 ? by : compare_reals(a->height, b->height);
    by = by != 0 ? by : qa_compare_u32(a->label_rank, b->label_rank);
    by = by != 0 ? by : (int)a->crowd - (int)b->crowd;
    return by != 0 ? by : (a->object > b->object) - (a->object < b->object);
}

static void sort_placed(struct placed *list, size_t n)
{
    if (n > INSERTION_MAX) {
        qsort(list, n, sizeof *list, compare_placed);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        struct placed moving = list[i];
        size_t at = i;
        for (; at > 0 && compare_placed(&list[at - 1], &moving) > 0; at--) {
            list[at] = list[at - 1];
        }
        list[at] = moving;
    }
}

static struct placed *place_objects(const struct qa_batch *batch, size_t answer, size_t n,
                                    const struct qa_ranks *ranks, struct qa_arena *scratch)
{
    struct placed *list = QA_ARRAY(scratch, struct placed, n);
    uint64_t first = n > 0 ? qa_first_object(batch, answer) : 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t o = first + i;
        list[i] = (struct placed){.label = batch->label[o],
                                  .label_rank = qa_rank_of(ranks->label, batch->label[o]),
                                  .object = o,
                                  .crowd = batch->crowd != NULL && batch->crowd[o] != 0};
        if (batch->x != NULL) {
            list[i].x = batch->x[o];
            list[i].y = batch->y[o];
            list[i].width = batch->width[o];
            list[i].height = batch->height[o];
        }
    }
    sort_placed(list, n);
    return list;
}

static struct side make_side(const struct qa_batch *batch, size_t answer,
                             const struct qa_ranks *ranks, struct qa_arena *scratch)
{
    size_t n = answer != SIZE_MAX ? qa_object_count(batch, answer) : 0;
    const struct placed *list = place_objects(batch, answer, n, ranks, scratch);
    double *reals = QA_ARRAY(scratch, double, 4 * n);
    uint32_t *label = QA_ARRAY(scratch, uint32_t, n);
    struct side side = {.object = QA_ARRAY(scratch, uint64_t, n),
                        .crowd = QA_ARRAY(scratch, bool, n),
                        .settled = QA_ARRAY(scratch, bool, n),
                        .outcome = QA_ARRAY(scratch, enum qa_object_outcome, n)};
    for (size_t i = 0; i < n; i++) {
        reals[i] = list[i].x;
        reals[n + i] = list[i].y;
        reals[2 * n + i] = list[i].width;
        reals[3 * n + i] = list[i].height;
        label[i] = list[i].label;
        side.object[i] = list[i].object;
        side.crowd[i] = side.settled[i] = list[i].crowd;
        side.n_crowds += list[i].crowd;
    }
    side.objects = (struct qa_objects){n, label, reals, reals + n, reals + 2 * n, reals + 3 * n};
    return side;
}

static struct qa_objects slice(const struct qa_objects *objects, size_t first, size_t n)
{
    return (struct qa_objects){n,
                               objects->label + first,
                               objects->x + first,
                               objects->y + first,
                               objects->width + first,
                               objects->height + first};
}

/* Each a against the run of b that may reach it: b from the first whose reach, the greatest upper
 * end so far, comes up to a, to the last that begins before a ends. Needs b in the order of its
 * lower ends, which the canonical order is for types whose axis is x. */
static void compare_near(struct contest *contest, const double *low, const double *reach)
{
    const struct qa_objects *a = &contest->a.objects;
    const struct qa_objects *b = &contest->b.objects;
    for (size_t i = 0; i < a->n; i++) {
        double from;
        double to;
        contest->type->extent(a, i, &from, &to);
        size_t first = 0;
        size_t end = b->n;
        while (first < end) {
            size_t middle = first + (end - first) / 2;
            if (reach[middle] < from) {
                first = middle + 1;
            } else {
                end = middle;
            }
        }
        while (end < b->n && low[end] <= to) {
            end++;
        }
        if (end > first) {
            struct qa_objects one = slice(a, i, 1);
            struct qa_objects run = slice(b, first, end - first);
            contest->type->compare(&one, &run, contest->similarity + i * b->n + first);
        }
    }
}

static void fill_similarity(struct contest *contest, struct qa_arena *scratch)
{
    const struct qa_objects *a = &contest->a.objects;
    const struct qa_objects *b = &contest->b.objects;
    contest->similarity = QA_ARRAY(scratch, double, a->n * b->n);
    if (contest->type->extent == NULL || a->n * b->n <= ALL_PAIRS_MAX) {
        contest->type->compare(a, b, contest->similarity);
        return;
    }
    double *low = QA_ARRAY(scratch, double, b->n);
    double *reach = QA_ARRAY(scratch, double, b->n);
    bool ascending = true;
    for (size_t j = 0; j < b->n; j++) {
        contest->type->extent(b, j, &low[j], &reach[j]);
        ascending = ascending && (j == 0 || low[j] >= low[j - 1]);
        reach[j] = j > 0 && reach[j - 1] > reach[j] ? reach[j - 1] : reach[j];
    }
    if (ascending) {
        compare_near(contest, low, reach);
    } else {
        contest->type->compare(a, b, contest->similarity);
    }
}

static bool any_open(const struct side *side)
{
    return side->objects.n > 0 && memchr(side->settled, false, side->objects.n) != NULL;
}

/* One pass: match what is still open and give both sides of each pair the outcome. */
static void settle(struct contest *contest, double threshold, bool equal_class,
                   enum qa_object_outcome outcome, struct qa_arena *scratch)
{
    struct side *a = &contest->a;
    struct side *b = &contest->b;
    if (!any_open(a) || !any_open(b)) {
        return;
    }
    size_t *column = QA_ARRAY(scratch, size_t, a->objects.n);
    struct qa_match_input input = {.n_rows = a->objects.n,
                                   .n_columns = b->objects.n,
                                   .similarity = contest->similarity,
                                   .row_label = equal_class ? a->objects.label : NULL,
                                   .column_label = equal_class ? b->objects.label : NULL,
                                   .row_out = a->settled,
                                   .column_out = b->settled,
                                   .threshold = threshold};
    if (qa_match(&input, scratch, column) == 0) {
        return;
    }
    for (size_t i = 0; i < a->objects.n; i++) {
        if (column[i] != SIZE_MAX) {
            contest->partner[i] = column[i];
            a->settled[i] = b->settled[column[i]] = true;
            a->outcome[i] = b->outcome[column[i]] = outcome;
        }
    }
}

static bool classes_meet(const struct contest *contest, size_t i, size_t j)
{
    return contest->request->class_agnostic ||
           contest->a.objects.label[i] == contest->b.objects.label[j];
}

static void ignore_in_crowds(struct contest *contest, struct qa_arena *scratch)
{
    struct side *a = &contest->a;
    struct side *b = &contest->b;
    if (a->n_crowds == 0 || contest->type->covered == NULL || !any_open(b)) {
        return;
    }
    double *covered = QA_ARRAY(scratch, double, b->objects.n);
    for (size_t i = 0; i < a->objects.n; i++) {
        if (!a->crowd[i]) {
            continue;
        }
        struct qa_objects crowd = slice(&a->objects, i, 1);
        contest->type->covered(&b->objects, &crowd, covered);
        for (size_t j = 0; j < b->objects.n; j++) {
            if (!b->settled[j] && covered[j] >= 0.5 && classes_meet(contest, i, j)) {
                b->settled[j] = true;
                b->outcome[j] = QA_OBJECT_IGNORED;
            }
        }
    }
}

static void run_passes(struct contest *contest, struct qa_arena *scratch)
{
    const struct qa_overlap_request *request = contest->request;
    bool class_aware = !request->class_agnostic;
    for (size_t i = 0; i < contest->a.objects.n; i++) {
        contest->partner[i] = SIZE_MAX;
        contest->a.outcome[i] = QA_OBJECT_MISSED;
    }
    for (size_t j = 0; j < contest->b.objects.n; j++) {
        contest->b.outcome[j] = contest->b.crowd[j] ? QA_OBJECT_IGNORED : QA_OBJECT_SPURIOUS;
    }
    settle(contest, request->threshold, class_aware, QA_OBJECT_MATCHED, scratch);
    if (class_aware) {
        /* No pair of equal class is left at the threshold: it would have added to the greatest
         * sum. So what matches now has unequal classes. */
        settle(contest, request->threshold, false, QA_OBJECT_MISLABELLED, scratch);
    }
    ignore_in_crowds(contest, scratch);
    if (request->poor_threshold > 0 && request->poor_threshold < request->threshold) {
        settle(contest, request->poor_threshold, class_aware, QA_OBJECT_POOR, scratch);
    }
}

/* Does delivered object j reach the threshold with a reference object that has its match? */
static bool is_duplicate(const struct contest *contest, size_t j)
{
    for (size_t i = 0; i < contest->a.objects.n; i++) {
        bool taken = contest->partner[i] != SIZE_MAX && contest->a.outcome[i] != QA_OBJECT_POOR;
        if (taken &&
            contest->similarity[i * contest->b.objects.n + j] >= contest->request->threshold &&
            classes_meet(contest, i, j)) {
            return true;
        }
    }
    return false;
}

static void append(struct qa_overlap_chunk *out, struct qa_object_match match)
{
    if (out->n == out->capacity) {
        out->list =
            qa_arena_grow(out->arena, out->list, &out->capacity, out->n + 1, sizeof *out->list);
    }
    out->list[out->n++] = match;
}

static void report_outcomes(const struct contest *contest, const struct qa_overlap_pair *pair,
                            struct qa_overlap_chunk *out)
{
    const struct side *a = &contest->a;
    const struct side *b = &contest->b;
    struct qa_object_match match = {.item = pair->item,
                                    .vendor = pair->vendor,
                                    .answer_a = pair->answer_a,
                                    .answer_b = pair->answer_b};
    for (size_t i = 0; i < a->objects.n; i++) {
        size_t j = contest->partner[i];
        if (a->crowd[i]) {
            continue;
        }
        match.outcome = a->outcome[i];
        match.object_a = (size_t)a->object[i];
        match.object_b = j != SIZE_MAX ? (size_t)b->object[j] : SIZE_MAX;
        match.similarity = j != SIZE_MAX ? contest->similarity[i * b->objects.n + j] : 0;
        match.duplicate = match.outcome == QA_OBJECT_POOR && is_duplicate(contest, j);
        append(out, match);
    }
    match.object_a = SIZE_MAX;
    match.similarity = 0;
    for (size_t j = 0; j < b->objects.n; j++) {
        if (b->outcome[j] != QA_OBJECT_SPURIOUS && b->outcome[j] != QA_OBJECT_IGNORED) {
            continue;
        }
        match.outcome = b->outcome[j];
        match.object_b = (size_t)b->object[j];
        match.duplicate = match.outcome == QA_OBJECT_SPURIOUS && is_duplicate(contest, j);
        append(out, match);
    }
}

void qa_overlap_compare(const struct qa_overlap_request *request,
                        const struct qa_overlap_pair *pair, const struct qa_ranks *ranks,
                        struct qa_arena *scratch, struct qa_overlap_chunk *out)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct contest contest = {.request = request,
                              .type = qa_type_get(pair->type),
                              .a = make_side(pair->a, pair->answer_a, ranks, scratch),
                              .b = make_side(pair->b, pair->answer_b, ranks, scratch)};
    contest.partner = QA_ARRAY(scratch, size_t, contest.a.objects.n);
    fill_similarity(&contest, scratch);
    run_passes(&contest, scratch);
    report_outcomes(&contest, pair, out);
    qa_arena_reset(scratch, mark);
}
