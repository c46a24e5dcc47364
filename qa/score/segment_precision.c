#include "qa/score/segment_precision.h"

#include <math.h>
#include <stdlib.h>

#include "qa/annotation/segment.h"
#include "qa/score/segments.h"

/* One segment of either side. */
struct ranked {
    uint32_t label;
    uint32_t piece; /* of evidence; set when it is prepared */
    uint32_t at;    /* in its order, of equal scores */
    bool is_right;  /* of delivered ones */
    double score;
};

struct evidence {
    struct ranked *given; /* by class, then falling score */
    struct ranked *gold;
    size_t n_given;
    size_t n_gold;
    bool lacks_score;
};

static int by_class_and_score(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    int by = qa_compare_u32(a->label, b->label);
    by = by != 0 ? by : (a->score < b->score) - (a->score > b->score);
    by = by != 0 ? by : qa_compare_u32(a->piece, b->piece);
    return by != 0 ? by : qa_compare_u32(a->at, b->at);
}

static void sort(struct ranked *list, size_t n)
{
    if (n > 0) {
        qsort(list, n, sizeof *list, by_class_and_score);
    }
}

/* ---- one pair ---- */

struct matching {
    const struct qa_segments *gold;
    const struct qa_segments *given;
    bool *taken;
    double threshold;
    bool class_agnostic;
};

/* A free reference segment for one that was delivered; SIZE_MAX: none. */
static size_t best_match(const struct matching *work, const struct qa_segment *given)
{
    size_t found = SIZE_MAX;
    double best = 0;
    for (size_t i = 0; i < work->gold->n && work->gold->list[i].start <= given->end; i++) {
        const struct qa_segment *gold = &work->gold->list[i];
        if (work->taken[i] || (!work->class_agnostic && gold->label != given->label)) {
            continue;
        }
        double similarity = qa_segment_overlap(gold, given);
        if (similarity >= work->threshold && similarity > best) {
            best = similarity;
            found = i;
        }
    }
    return found;
}

static struct ranked *list_side(const struct qa_comparison *comparison,
                                const struct qa_segments *segments, const double *score,
                                struct qa_arena *arena)
{
    struct ranked *out = QA_ARRAY(arena, struct ranked, segments->n);
    for (size_t i = 0; i < segments->n; i++) {
        const struct qa_segment *segment = &segments->list[i];
        out[i] = (struct ranked){
            .label = comparison->request.class_agnostic ? 0 : segment->label,
            .at = (uint32_t)i,
            .score = score != NULL ? score[segment->at] : (double)NAN,
        };
    }
    return out;
}

static void *gather(const struct qa_comparison *comparison, const struct qa_pair *pair,
                    struct qa_arena *arena, struct qa_arena *scratch)
{
    const struct qa_object_group whole = {.of = QA_OF_PAIR, .id = QA_NONE};
    struct qa_segment_pair sides = qa_segment_pair(comparison, pair, &whole, scratch);
    struct qa_segments gold = qa_segments_foreground(&sides.a, sides.background, scratch);
    struct qa_segments given = qa_segments_foreground(&sides.b, sides.background, scratch);
    const struct qa_batch *batch = comparison->b;
    const double *score = batch->score != NULL && pair->answer_b != SIZE_MAX
                              ? batch->score + qa_first_object(batch, pair->answer_b)
                              : NULL;
    struct evidence *out = QA_NEW(arena, struct evidence);
    *out = (struct evidence){.given = list_side(comparison, &given, score, arena),
                             .gold = list_side(comparison, &gold, NULL, arena),
                             .n_given = given.n,
                             .n_gold = gold.n};
    for (size_t j = 0; j < given.n; j++) {
        out->lacks_score = out->lacks_score || isnan(out->given[j].score);
    }
    if (out->lacks_score) {
        return out;
    }
    struct matching work = {.gold = &gold,
                            .given = &given,
                            .taken = QA_ARRAY(scratch, bool, gold.n),
                            .threshold = qa_question_at(batch, pair->question)->threshold,
                            .class_agnostic = comparison->request.class_agnostic};
    sort(out->given, out->n_given);
    for (size_t j = 0; j < out->n_given; j++) {
        size_t i = best_match(&work, &given.list[out->given[j].at]);
        out->given[j].is_right = i != SIZE_MAX;
        if (i != SIZE_MAX) {
            work.taken[i] = true;
        }
    }
    return out;
}

static bool counts(const void *given, const struct qa_run_group *group)
{
    const struct evidence *evidence = given;
    bool found = evidence->lacks_score;
    for (size_t i = 0; i < evidence->n_gold; i++) {
        found = found || group->of != QA_OF_CLASS || evidence->gold[i].label == group->id;
    }
    for (size_t j = 0; j < evidence->n_given; j++) {
        found = found || group->of != QA_OF_CLASS || evidence->given[j].label == group->id;
    }
    return found;
}

/* ---- all pairs ---- */

static void *prepare(const struct qa_comparison *comparison, const struct qa_question *question,
                     void *const *given, size_t n, struct qa_arena *arena)
{
    struct evidence *out = QA_NEW(arena, struct evidence);
    struct evidence sum = {.n_given = 0};
    (void)comparison;
    (void)question;
    for (size_t p = 0; p < n; p++) {
        const struct evidence *evidence = given[p];
        sum.n_given += evidence->n_given;
        sum.n_gold += evidence->n_gold;
        sum.lacks_score = sum.lacks_score || evidence->lacks_score;
    }
    *out = (struct evidence){.given = QA_ARRAY(arena, struct ranked, sum.n_given),
                             .gold = QA_ARRAY(arena, struct ranked, sum.n_gold),
                             .lacks_score = sum.lacks_score};
    for (size_t p = 0; p < n; p++) {
        const struct evidence *evidence = given[p];
        for (size_t i = 0; i < evidence->n_given; i++) {
            out->given[out->n_given] = evidence->given[i];
            out->given[out->n_given++].piece = (uint32_t)p;
        }
        for (size_t i = 0; i < evidence->n_gold; i++) {
            out->gold[out->n_gold] = evidence->gold[i];
            out->gold[out->n_gold].score = 0;
            out->gold[out->n_gold++].piece = (uint32_t)p;
        }
    }
    sort(out->given, out->n_given);
    sort(out->gold, out->n_gold);
    return out;
}

/* ---- measuring ---- */

/* The segments of one class, [first, end) of a list. */
struct stretch {
    size_t first;
    size_t end;
};

static struct stretch class_of(const struct ranked *list, size_t n, size_t first, uint32_t label)
{
    struct stretch out = {first, first};
    while (out.first < n && list[out.first].label < label) {
        out.first++;
    }
    out.end = out.first;
    while (out.end < n && list[out.end].label == label) {
        out.end++;
    }
    return out;
}

static size_t count_in(const struct ranked *list, struct stretch of, const bool *left_out)
{
    size_t n = 0;
    for (size_t i = of.first; i < of.end; i++) {
        n += left_out == NULL || !left_out[list[i].piece];
    }
    return n;
}

/* Area under the precision that is the greatest at this recall or a higher one: from the last
 * segment to the first, each true positive is a step of recall. */
static double area_of(const struct ranked *list, struct stretch of, const bool *left_out,
                      size_t n_gold)
{
    size_t right = 0;
    size_t all = count_in(list, of, left_out);
    double highest = 0;
    double sum = 0;
    for (size_t i = of.first; i < of.end; i++) {
        right += list[i].is_right && (left_out == NULL || !left_out[list[i].piece]);
    }
    for (size_t i = of.end; i-- > of.first;) {
        if (left_out != NULL && left_out[list[i].piece]) {
            continue;
        }
        highest = fmax(highest, (double)right / (double)all);
        sum += list[i].is_right ? highest : 0;
        right -= list[i].is_right;
        all--;
    }
    return sum / (double)n_gold;
}

static void measure(const void *given, const struct qa_run_group *group, struct qa_arena *scratch,
                    struct qa_run_value *out)
{
    const struct evidence *all = given;
    double sum = 0;
    size_t n_classes = 0;
    struct stretch found = {0, 0};
    (void)scratch;
    *out = (struct qa_run_value){.value = (double)NAN};
    for (size_t i = 0; !all->lacks_score && i < all->n_gold;) {
        uint32_t label = all->gold[i].label;
        struct stretch gold = class_of(all->gold, all->n_gold, i, label);
        size_t n_gold = count_in(all->gold, gold, group->left_out);
        i = gold.end;
        if (n_gold > 0 && (group->of != QA_OF_CLASS || label == group->id)) {
            found = class_of(all->given, all->n_given, found.end, label);
            sum += area_of(all->given, found, group->left_out, n_gold);
            n_classes++;
        }
    }
    if (all->lacks_score) {
        out->undefined = "delivered segments without a score have no rank";
    } else if (n_classes == 0) {
        out->undefined = "no reference segments";
    } else {
        out->value = sum / (double)n_classes;
    }
}

static bool serves(const struct qa_type *type)
{
    return type == &qa_type_segment;
}

static const struct qa_run_figure figures[] = {
    {"ap", "AP",
     "Average precision at --threshold of temporal IoU: the area under precision over recall, mean "
     "over the classes.",
     "Caba Heilbron et al. 2015, ActivityNet; its evaluation of detection"},
};

const struct qa_run_score qa_run_score_segment_precision = {
    .name = "segment_precision",
    .about = "How well scores rank right segments before wrong ones.",
    .serves = serves,
    .needs_reference = true,
    .by_class = true,
    .gather = gather,
    .prepare = prepare,
    .measure = measure,
    .counts = counts,
    .figures = figures,
    .n_figures = sizeof figures / sizeof *figures,
};
