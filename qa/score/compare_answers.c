/* Two answers to one item against each other. */
#include <math.h>
#include <string.h>

#include "qa/annotation/match.h"
#include "qa/score/compare_parts.h"
#include "qa/score/compare_sides.h"

/* Up to this many pairs of objects, comparing all is cheaper than looking for far ones. */
enum { ALL_PAIRS_MAX = 64 };

struct matching {
    const struct qa_question *question;
    const struct qa_type *type;
    bool class_agnostic;
    enum qa_pairing pairing;
    struct qa_arena *scratch;
    struct qa_compared_side a;
    struct qa_compared_side b;
    double *similarity; /* a x b */
    size_t *partner;    /* of each a; SIZE_MAX: none */
};

/* Names of b become those of a where each answer has its own. */
static void map_labels(struct matching *matching)
{
    const struct qa_sides sides = {&matching->a.objects, &matching->b.objects,
                                   matching->question->setting, matching->scratch};
    if (matching->type->map_labels != NULL) {
        uint32_t *label = QA_ARRAY(matching->scratch, uint32_t, matching->b.objects.n);
        matching->type->map_labels(&sides, label);
        matching->b.objects.label = label;
    }
}

/* n of the objects, from the first. */
static struct qa_objects slice(const struct qa_objects *objects, size_t first, size_t n)
{
    struct qa_objects out = *objects;
    out.n = n;
    out.label += first;
    out.number =
        out.number_at == NULL && out.arity > 0 ? out.number + first * out.arity : out.number;
    out.number_at = out.number_at != NULL ? out.number_at + first : NULL;
    out.text_at = out.text_at != NULL ? out.text_at + first : NULL;
    return out;
}

/* ---- similarities ---- */

static void compare(const struct matching *matching, const struct qa_objects *a,
                    const struct qa_objects *b, double *similarity)
{
    const struct qa_sides sides = {a, b, matching->question->setting, matching->scratch};
    qa_question_compare(matching->question, &sides, similarity);
}

/* Each a against the run of b that may reach it: b from the first whose reach, the greatest upper
 * end so far, comes up to a, to the last that begins before a ends. The canonical order is that of
 * the lower ends. */
static void compare_near(const struct matching *matching, const double *low, const double *reach)
{
    const struct qa_objects *a = &matching->a.objects;
    const struct qa_objects *b = &matching->b.objects;
    for (size_t i = 0; i < a->n; i++) {
        double from;
        double to;
        matching->type->extent(a, i, &from, &to);
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
            compare(matching, &one, &run, matching->similarity + i * b->n + first);
        }
    }
}

/* The objects of a side that take no part. */
static struct qa_objects regions_of(const struct qa_compared_side *side, struct qa_arena *arena)
{
    struct qa_objects out = side->objects;
    struct qa_piece *at = QA_ARRAY(arena, struct qa_piece, side->objects.n);
    out.n = 0;
    for (size_t i = 0; i < side->objects.n; i++) {
        if (side->region[i] != QA_REGION_NONE) {
            at[out.n++] = side->objects.number_at[i];
        }
    }
    out.number_at = at;
    return out;
}

/* What both sides leave out is no part of any object of either. */
static void leave_out_regions(const struct matching *matching, struct qa_objects sides[2])
{
    const struct qa_compared_side *side[2] = {&matching->a, &matching->b};
    for (int r = 0; r < 2; r++) {
        if (side[r]->n_regions == 0) {
            continue;
        }
        struct qa_objects regions = regions_of(side[r], matching->scratch);
        for (int s = 0; s < 2; s++) {
            sides[s] = matching->type->without(&sides[s], &regions, matching->scratch);
        }
    }
}

static void fill_similarity(struct matching *matching)
{
    struct qa_objects sides[2] = {matching->a.objects, matching->b.objects};
    const struct qa_objects *a = &sides[0];
    const struct qa_objects *b = &sides[1];
    if (matching->type->without != NULL) {
        leave_out_regions(matching, sides);
    }
    matching->similarity = QA_ARRAY(matching->scratch, double, a->n * b->n);
    if (a->n == 0 || b->n == 0) {
        return;
    }
    if (matching->type->extent == NULL || matching->type->without != NULL ||
        a->n * b->n <= ALL_PAIRS_MAX) {
        compare(matching, a, b, matching->similarity);
        return;
    }
    double *low = QA_ARRAY(matching->scratch, double, b->n);
    double *reach = QA_ARRAY(matching->scratch, double, b->n);
    for (size_t j = 0; j < b->n; j++) {
        matching->type->extent(b, j, &low[j], &reach[j]);
        reach[j] = j > 0 && reach[j - 1] > reach[j] ? reach[j - 1] : reach[j];
    }
    compare_near(matching, low, reach);
}

/* ---- passes ---- */

static bool any_open(const struct qa_compared_side *side)
{
    return side->objects.n > 0 && memchr(side->settled, false, side->objects.n) != NULL;
}

static size_t match(const struct matching *matching, const struct qa_match_input *input,
                    size_t *column)
{
    switch (matching->pairing) {
    case QA_PAIRING_GREEDY:
        return qa_match_greedy(input, matching->scratch, column);
    case QA_PAIRING_COCO:
        return qa_match_ranked(input, matching->b.score, matching->scratch, column);
    default:
        return qa_match(input, matching->scratch, column);
    }
}

/* One pass: match what is still open and give both sides of each pair the outcome. */
static void settle(struct matching *matching, double threshold, bool equal_class,
                   enum qa_outcome outcome)
{
    struct qa_compared_side *a = &matching->a;
    struct qa_compared_side *b = &matching->b;
    if (!any_open(a) || !any_open(b)) {
        return;
    }
    size_t *column = QA_ARRAY(matching->scratch, size_t, a->objects.n);
    struct qa_match_input input = {.n_rows = a->objects.n,
                                   .n_columns = b->objects.n,
                                   .similarity = matching->similarity,
                                   .row_label = equal_class ? a->objects.label : NULL,
                                   .column_label = equal_class ? b->objects.label : NULL,
                                   .row_out = a->settled,
                                   .column_out = b->settled,
                                   .threshold = threshold};
    if (match(matching, &input, column) == 0) {
        return;
    }
    for (size_t i = 0; i < a->objects.n; i++) {
        if (column[i] != SIZE_MAX) {
            matching->partner[i] = column[i];
            a->settled[i] = b->settled[column[i]] = true;
            a->outcome[i] = b->outcome[column[i]] = outcome;
        }
    }
}

static bool classes_meet(const struct matching *matching, size_t i, size_t j)
{
    return matching->class_agnostic || matching->a.objects.label[i] == matching->b.objects.label[j];
}

static void ignore(struct matching *matching, size_t j)
{
    matching->b.settled[j] = true;
    matching->b.outcome[j] = QA_IGNORED;
}

/* All that lie inside a crowd by the least share. */
static void ignore_in_crowd(struct matching *matching, size_t i, double least, double *covered)
{
    struct qa_compared_side *b = &matching->b;
    struct qa_objects crowd = slice(&matching->a.objects, i, 1);
    const struct qa_sides sides = {&b->objects, &crowd, matching->question->setting,
                                   matching->scratch};
    qa_question_covered(matching->question, &sides, covered);
    for (size_t j = 0; j < b->objects.n; j++) {
        if (!b->settled[j] && covered[j] >= least && classes_meet(matching, i, j)) {
            ignore(matching, j);
        }
    }
}

/* The nearest that reaches the threshold with an object that need not be found. */
static void ignore_nearest(struct matching *matching, size_t i)
{
    const struct qa_compared_side *b = &matching->b;
    const double *similarity = matching->similarity + i * b->objects.n;
    size_t found = SIZE_MAX;
    for (size_t j = 0; j < b->objects.n; j++) {
        if (!b->settled[j] && similarity[j] >= matching->question->threshold &&
            classes_meet(matching, i, j) &&
            (found == SIZE_MAX || similarity[j] > similarity[found])) {
            found = j;
        }
    }
    if (found != SIZE_MAX) {
        ignore(matching, found);
    }
}

static void ignore_in_regions(struct matching *matching)
{
    const struct qa_compared_side *a = &matching->a;
    const struct qa_compared_side *b = &matching->b;
    double half = matching->pairing == QA_PAIRING_COCO ? matching->question->threshold : 0.5;
    if (a->n_regions == 0 || !any_open(b)) {
        return;
    }
    double *covered = QA_ARRAY(matching->scratch, double, b->objects.n);
    for (size_t i = 0; i < a->objects.n; i++) {
        if (a->region[i] == QA_REGION_CROWD && matching->type->covered != NULL) {
            ignore_in_crowd(matching, i, half, covered);
        } else if (a->region[i] == QA_REGION_UNCOUNTED) {
            ignore_nearest(matching, i);
        }
    }
}

/* Of what is left, each reference object with the most similar delivered one, which is of another
 * class: one error of class and place. They stay missed and spurious. */
static void find_both(struct matching *matching)
{
    const struct qa_compared_side *a = &matching->a;
    const struct qa_compared_side *b = &matching->b;
    for (size_t i = 0; any_open(b) && i < a->objects.n; i++) {
        const double *similarity = matching->similarity + i * b->objects.n;
        double most = matching->question->localisation;
        size_t found = SIZE_MAX;
        for (size_t j = 0; !a->settled[i] && j < b->objects.n; j++) {
            if (!b->settled[j] && !b->both[j] && similarity[j] >= most) {
                most = similarity[j];
                found = j;
            }
        }
        if (found != SIZE_MAX) {
            a->both[i] = b->both[found] = true;
        }
    }
}

static void assign_objects(struct matching *matching)
{
    const struct qa_question *question = matching->question;
    bool class_aware = !matching->class_agnostic;
    bool labels_first = class_aware || matching->pairing == QA_PAIRING_CVAT;
    settle(matching, question->threshold, labels_first, QA_MATCHED);
    if (matching->pairing == QA_PAIRING_COCO) {
        ignore_in_regions(matching); /* there nothing is compared across classes */
    }
    if (labels_first) {
        /* No pair of equal class is left at the threshold: it would have added to the greatest
         * sum, or been taken. So what matches now has unequal classes. */
        settle(matching, question->threshold, false, class_aware ? QA_MISLABELLED : QA_MATCHED);
    }
    if (matching->pairing != QA_PAIRING_COCO) {
        ignore_in_regions(matching);
    }
    if (question->localisation > 0 && question->localisation < question->threshold) {
        settle(matching, question->localisation, class_aware, QA_LOCALISATION);
        if (class_aware && question->type->pairs_both_wrong) {
            settle(matching, question->localisation, false, QA_BOTH_WRONG);
        } else if (class_aware) {
            find_both(matching);
        }
    }
}

/* The delivered object that stands against object i of the reference: the only one of its answer,
 * or the voice of the same label; SIZE_MAX: none. */
static size_t counterpart(const struct matching *matching, size_t i)
{
    const struct qa_objects *a = &matching->a.objects;
    const struct qa_objects *b = &matching->b.objects;
    size_t j = 0;
    if (a->n == 1 && b->n == 1) {
        return 0;
    }
    while (j < b->n && b->label[j] != a->label[i]) {
        j++;
    }
    return j < b->n && !matching->b.settled[j] ? j : SIZE_MAX;
}

/* Kinds of one object an answer, or one a voice: they stand against each other, however unlike. */
static void pair_answers(struct matching *matching)
{
    for (size_t i = 0; i < matching->a.objects.n; i++) {
        size_t j = counterpart(matching, i);
        if (j == SIZE_MAX) {
            continue;
        }
        double similarity = matching->similarity[i * matching->b.objects.n + j];
        bool same = similarity >= matching->question->threshold;
        matching->partner[i] = j;
        matching->a.settled[i] = matching->b.settled[j] = true;
        matching->a.outcome[i] = matching->b.outcome[j] = same ? QA_MATCHED : QA_DIFFERENT;
    }
}

static void run_passes(struct matching *matching)
{
    for (size_t i = 0; i < matching->a.objects.n; i++) {
        matching->partner[i] = SIZE_MAX;
        matching->a.outcome[i] = QA_MISSED;
    }
    for (size_t j = 0; j < matching->b.objects.n; j++) {
        matching->b.outcome[j] = matching->b.settled[j] ? QA_IGNORED : QA_SPURIOUS;
    }
    if (matching->type->matching == QA_MATCH_ANSWER) {
        pair_answers(matching);
    } else {
        assign_objects(matching);
    }
}

/* ---- outcomes ---- */

/* A pair below the threshold. */
static bool is_far(enum qa_outcome outcome)
{
    return outcome == QA_LOCALISATION || outcome == QA_BOTH_WRONG;
}

/* Does delivered object j reach the threshold with a reference object that has its match? */
static bool is_duplicate(const struct matching *matching, size_t j)
{
    for (size_t i = 0; i < matching->a.objects.n; i++) {
        bool taken = matching->partner[i] != SIZE_MAX && !is_far(matching->a.outcome[i]);
        if (taken &&
            matching->similarity[i * matching->b.objects.n + j] >= matching->question->threshold &&
            classes_meet(matching, i, j)) {
            return true;
        }
    }
    return false;
}

static uint8_t size_class(const struct matching *matching, const struct qa_compared_side *side,
                          size_t i)
{
    const struct qa_type *type = matching->type;
    double area = side->area != NULL ? side->area[side->object[i]] : (double)NAN;
    if (isnan(area)) {
        area = type->size != NULL ? type->size(&side->objects, i) : 0;
    }
    return (uint8_t)qa_size_class(area);
}

static void append(struct qa_compared_chunk *out, struct qa_match match)
{
    if (out->n_matches == out->matches_capacity) {
        out->matches = qa_arena_grow(out->arena, out->matches, &out->matches_capacity,
                                     out->n_matches + 1, sizeof *out->matches);
    }
    out->matches[out->n_matches++] = match;
}

static void report_outcomes(const struct matching *matching, struct qa_compared_chunk *out)
{
    const struct qa_compared_side *a = &matching->a;
    const struct qa_compared_side *b = &matching->b;
    for (size_t i = 0; i < a->objects.n; i++) {
        size_t j = matching->partner[i];
        if (a->region[i] != QA_REGION_NONE) {
            continue;
        }
        append(out,
               (struct qa_match){.outcome = a->outcome[i],
                                 .both = a->both[i],
                                 .size_class = size_class(matching, a, i),
                                 .object_a = a->object[i],
                                 .object_b = j != SIZE_MAX ? b->object[j] : SIZE_MAX,
                                 .similarity =
                                     j != SIZE_MAX ? matching->similarity[i * b->objects.n + j] : 0,
                                 .duplicate = is_far(a->outcome[i]) && is_duplicate(matching, j)});
    }
    for (size_t j = 0; j < b->objects.n; j++) {
        if (b->outcome[j] == QA_SPURIOUS || b->outcome[j] == QA_IGNORED) {
            append(out, (struct qa_match){.outcome = b->outcome[j],
                                          .both = b->both[j],
                                          .size_class = size_class(matching, b, j),
                                          .object_a = SIZE_MAX,
                                          .object_b = b->object[j],
                                          .duplicate = b->outcome[j] == QA_SPURIOUS &&
                                                       is_duplicate(matching, j)});
        }
    }
}

void qa_compare_answers(const struct qa_comparison *comparison, const struct qa_pair *pair,
                        struct qa_arena *scratch, struct qa_compared_chunk *out)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    const struct qa_question *question = qa_question_at(comparison->b, pair->question);
    struct matching matching = {
        .question = question,
        .type = question->type,
        .class_agnostic = comparison->request.class_agnostic,
        .pairing = comparison->b->questions->pairing,
        .scratch = scratch,
        .a = qa_compared_side_make(comparison->a, pair->answer_a, question->type,
                                   &comparison->ranks, scratch),
        .b = qa_compared_side_make(comparison->b, pair->answer_b, question->type,
                                   &comparison->ranks, scratch)};
    if (matching.pairing == QA_PAIRING_COCO) {
        matching.b.score = qa_compared_side_scores(comparison->b, &matching.b, scratch);
    }
    matching.partner = QA_ARRAY(scratch, size_t, matching.a.objects.n);
    map_labels(&matching);
    fill_similarity(&matching);
    run_passes(&matching);
    report_outcomes(&matching, out);
    qa_arena_reset(scratch, mark);
}
