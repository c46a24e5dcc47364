#include "qa/score/deviations.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/annotation/period.h"
#include "qa/annotation/segment.h"
#include "qa/score/segments.h"

enum { ONSET, OFFSET, N_ENDS, MEDIAN = 2 };

struct deviation {
    uint32_t label; /* of the reference */
    uint32_t item;
    uint32_t piece; /* set when it is prepared */
    double seconds[N_ENDS];
    double room;
};

struct evidence {
    struct deviation *list;
    size_t n;
};

static struct qa_segment segment_of(const struct qa_batch *batch, size_t object)
{
    const struct qa_objects one = qa_batch_objects(batch, object, 1);
    size_t n;
    const double *time = qa_object_numbers(&one, 0, &n);
    return (struct qa_segment){
        .start = time[QA_PERIOD_START], .end = time[QA_PERIOD_END], .label = batch->label[object]};
}

static uint32_t background_of(const struct qa_comparison *comparison,
                              const struct qa_question *question)
{
    const char *name =
        qa_type_setting(&qa_type_segment, question->setting, QA_SEGMENT_BACKGROUND).text;
    return name != NULL ? qa_strings_find(comparison->b->names->labels, name, strlen(name))
                        : QA_NONE;
}

static void *gather(const struct qa_comparison *comparison, const struct qa_pair *pair,
                    struct qa_arena *arena, struct qa_arena *scratch)
{
    const struct qa_question *question = qa_question_at(comparison->b, pair->question);
    uint32_t background = background_of(comparison, question);
    struct evidence *out = QA_NEW(arena, struct evidence);
    (void)scratch;
    *out = (struct evidence){QA_ARRAY(arena, struct deviation, pair->n_matches), 0};
    for (size_t m = 0; m < pair->n_matches; m++) {
        const struct qa_match *match = &pair->matches[m];
        if (match->outcome != QA_MATCHED) {
            continue;
        }
        struct qa_segment a = segment_of(comparison->a, match->object_a);
        struct qa_segment b = segment_of(comparison->b, match->object_b);
        if (background == QA_NONE || a.label != background) {
            out->list[out->n++] = (struct deviation){
                .label = a.label,
                .item = pair->item,
                .seconds = {fabs(a.start - b.start), fabs(a.end - b.end)},
                .room = (1 / question->threshold - 1) * fmax(a.end - a.start, b.end - b.start)};
        }
    }
    return out;
}

static bool counts(const void *given, const struct qa_run_group *group)
{
    const struct evidence *evidence = given;
    bool found = false;
    for (size_t i = 0; i < evidence->n; i++) {
        found = found || group->of != QA_OF_CLASS || evidence->list[i].label == group->id;
    }
    return found;
}

static void *prepare(const struct qa_comparison *comparison, const struct qa_question *question,
                     void *const *given, size_t n, struct qa_arena *arena)
{
    struct evidence *out = QA_NEW(arena, struct evidence);
    size_t most = 0;
    (void)comparison;
    (void)question;
    for (size_t p = 0; p < n; p++) {
        most += ((const struct evidence *)given[p])->n;
    }
    *out = (struct evidence){QA_ARRAY(arena, struct deviation, most), 0};
    for (size_t p = 0; p < n; p++) {
        const struct evidence *evidence = given[p];
        for (size_t i = 0; i < evidence->n; i++) {
            out->list[out->n] = evidence->list[i];
            out->list[out->n++].piece = (uint32_t)p;
        }
    }
    return out;
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

static bool is_in(const struct deviation *deviation, const struct qa_run_group *group)
{
    return (group->of != QA_OF_CLASS || deviation->label == group->id) &&
           (group->left_out == NULL || !group->left_out[deviation->piece]);
}

static struct qa_run_value median_of(const struct evidence *all, const struct qa_run_group *group,
                                     int end, struct qa_arena *scratch)
{
    struct qa_run_quantile *out = QA_NEW(scratch, struct qa_run_quantile);
    double *sorted = QA_ARRAY(scratch, double, all->n);
    size_t n = 0;
    *out = (struct qa_run_quantile){.which = MEDIAN};
    for (size_t i = 0; i < all->n; i++) {
        if (is_in(&all->list[i], group)) {
            sorted[n++] = all->list[i].seconds[end];
            out->range.most = fmax(out->range.most, all->list[i].room);
        }
    }
    if (n == 0) {
        return (struct qa_run_value){.value = (double)NAN, .undefined = "no matched segments"};
    }
    qsort(sorted, n, sizeof *sorted, compare_doubles);
    qa_cluster_values_init(&out->values, sorted, n);
    for (size_t i = 0; i < all->n; i++) {
        if (is_in(&all->list[i], group)) {
            qa_cluster_values_add(&out->values, all->list[i].item, all->list[i].seconds[end]);
        }
    }
    qa_cluster_values_end(&out->values);
    return (struct qa_run_value){.value = out->values.cut[MEDIAN], .quantile = out};
}

static void measure(const void *given, const struct qa_run_group *group, struct qa_arena *scratch,
                    struct qa_run_value *out)
{
    for (int end = 0; end < N_ENDS; end++) {
        out[end] = median_of(given, group, end, scratch);
    }
}

static bool serves(const struct qa_type *type)
{
    return type == &qa_type_segment;
}

static const struct qa_run_figure figures[N_ENDS] = {
    [ONSET] = {"onset_deviation_median", "median onset deviation",
               "Median of the absolute seconds between the starts of matched segments.",
               "Hyndman and Fan 1996, type 7"},
    [OFFSET] = {"offset_deviation_median", "median offset deviation",
                "Median of the absolute seconds between the ends of matched segments.",
                "Hyndman and Fan 1996, type 7"},
};

const struct qa_run_score qa_run_score_deviations = {
    .name = "deviations",
    .about = "How far boundaries of matched segments are off, by the median.",
    .serves = serves,
    .by_class = true,
    .has_quantiles = true,
    .gather = gather,
    .prepare = prepare,
    .measure = measure,
    .counts = counts,
    .figures = figures,
    .n_figures = N_ENDS,
};
