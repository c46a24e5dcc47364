/* The smallest plans for two risks. */
#include <math.h>

#include "qa/stats/acceptance_parts.h"

/* Samples are not larger than this for lots without an end. */
#define LARGEST_SAMPLE UINT64_C(100000000)
enum { LARGEST_ACCEPTANCE = 20000 };

double qa_acceptable_rate(const struct qa_two_points *points)
{
    if (points->model.model != QA_HYPERGEOMETRIC) {
        return points->acceptable;
    }
    double lot = (double)points->model.lot;
    return floor(points->acceptable * lot * (1 + 1e-12)) / lot;
}

double qa_rejectable_rate(const struct qa_two_points *points)
{
    if (points->model.model != QA_HYPERGEOMETRIC) {
        return points->rejectable;
    }
    double lot = (double)points->model.lot;
    return ceil(points->rejectable * lot * (1 - 1e-12)) / lot;
}

static struct qa_plan_result undefined_plan(const char *reason)
{
    return (struct qa_plan_result){.undefined = reason};
}

static const char *why_none(const struct qa_two_points *points)
{
    if (points->model.model == QA_HYPERGEOMETRIC && points->model.lot == 0) {
        return "the hypergeometric model needs the size of the lot";
    }
    return qa_acceptable_rate(points) >= qa_rejectable_rate(points)
               ? "in a lot of this size the two rates are the same number of errors"
               : NULL;
}

static uint64_t largest_sample(const struct qa_two_points *points)
{
    return points->model.model == QA_HYPERGEOMETRIC ? points->model.lot : LARGEST_SAMPLE;
}

static struct qa_plan_result with_risks(const struct qa_two_points *points,
                                        const struct qa_plan_stage *stages, size_t n_stages)
{
    struct qa_plan_result result = {.plan = {stages, n_stages}};
    result.producer_risk =
        1 - qa_plan_evaluate(&result.plan, &points->model, qa_acceptable_rate(points)).p_accept;
    result.consumer_risk =
        qa_plan_evaluate(&result.plan, &points->model, qa_rejectable_rate(points)).p_accept;
    return result;
}

/* Risks that equal the promise exactly keep it, whatever the last bits of their sums are. */
static bool is_within(double risk, double promised)
{
    return risk <= promised * (1 + 1e-12) + 1e-15;
}

static bool keeps_promise(const struct qa_two_points *points, const struct qa_plan_result *result)
{
    return is_within(result->producer_risk, points->producer_risk) &&
           is_within(result->consumer_risk, points->consumer_risk);
}

static bool suits_consumer(const struct qa_two_points *points, uint64_t n, uint64_t c)
{
    return is_within(qa_accepted_by_one(&points->model, qa_rejectable_rate(points), n, c),
                     points->consumer_risk);
}

/* The smallest n, at least `from`, with P(accept | rejectable) within the consumer's risk;
 * largest_sample + 1 when there is none. */
static uint64_t smallest_for_consumer(const struct qa_two_points *points, uint64_t c, uint64_t from)
{
    uint64_t most = largest_sample(points);
    uint64_t low = from > 0 ? from - 1 : 0; /* too small, or not looked at */
    uint64_t high = from > 0 ? from : 1;
    while (high < most && !suits_consumer(points, high, c)) {
        low = high;
        high = high > most / 2 ? most : 2 * high;
    }
    if (high > most || !suits_consumer(points, high, c)) {
        return most + 1;
    }
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        if (suits_consumer(points, middle, c)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return high;
}

static struct qa_plan_result one_stage(const struct qa_two_points *points, uint64_t n, uint64_t c,
                                       struct qa_arena *arena)
{
    struct qa_plan_stage *stage = QA_NEW(arena, struct qa_plan_stage);
    *stage = (struct qa_plan_stage){n, (int64_t)c, c + 1};
    return with_risks(points, stage, 1);
}

struct qa_plan_result qa_plan_single(const struct qa_two_points *points, struct qa_arena *arena)
{
    const char *reason = why_none(points);
    uint64_t n = 1;
    double acceptable = qa_acceptable_rate(points);
    for (uint64_t c = 0; reason == NULL && c <= LARGEST_ACCEPTANCE; c++) {
        n = smallest_for_consumer(points, c, n > c ? n : c + 1);
        if (n > largest_sample(points)) {
            return undefined_plan("no sample of the lot keeps both risks");
        }
        if (is_within(1 - qa_accepted_by_one(&points->model, acceptable, n, c),
                      points->producer_risk)) {
            return one_stage(points, n, c, arena);
        }
    }
    return undefined_plan(reason != NULL ? reason
                                         : "the two rates are so near that more than 20,000 errors "
                                           "would have to be accepted");
}

struct qa_plan_result qa_plan_zero(const struct qa_two_points *points, struct qa_arena *arena)
{
    uint64_t n = smallest_for_consumer(points, 0, 1);
    if (n > largest_sample(points)) {
        return undefined_plan("no sample of the lot keeps the consumer's risk");
    }
    return one_stage(points, n, 0, arena);
}

/* ---- two samples ---- */

/* Beyond these acceptance numbers of the single plan a search would take minutes. */
enum { LARGEST_FOR_DOUBLE = 80, LARGEST_FOR_LINES = 1000 };

/* Two samples of n units each. */
struct pair {
    uint64_t n, c1, c2;
};

static bool pair_suits_consumer(const struct qa_two_points *points, struct pair pair)
{
    return is_within(
        qa_accepted_by_two(&points->model, qa_rejectable_rate(points), pair.n, pair.c1, pair.c2),
        points->consumer_risk);
}

static bool pair_suits_producer(const struct qa_two_points *points, struct pair pair)
{
    return is_within(1 - qa_accepted_by_two(&points->model, qa_acceptable_rate(points), pair.n,
                                            pair.c1, pair.c2),
                     points->producer_risk);
}

/* The average sample number at the acceptable rate. */
static double average_of_pair(const struct qa_two_points *points, struct pair pair)
{
    double rate = qa_acceptable_rate(points);
    double goes_on = qa_accepted_by_one(&points->model, rate, pair.n, pair.c2) -
                     qa_accepted_by_one(&points->model, rate, pair.n, pair.c1);
    return (double)pair.n * (1 + goes_on);
}

/* The smallest n from `least` on that keeps the consumer's risk; pair.n is known to keep it. */
static struct pair smallest_pair(const struct qa_two_points *points, struct pair pair,
                                 uint64_t least)
{
    uint64_t low = least - 1;
    while (pair.n - low > 1) {
        struct pair middle = {low + (pair.n - low) / 2, pair.c1, pair.c2};
        if (pair_suits_consumer(points, middle)) {
            pair = middle;
        } else {
            low = middle.n;
        }
    }
    return pair;
}

struct best_pair {
    struct pair pair;
    double average;
};

/* Tries every c1 below c2 with samples from `least` on: none is of use that is as large as the
 * best average. */
static void try_pairs(const struct qa_two_points *points, uint64_t c2, uint64_t least,
                      struct best_pair *best)
{
    for (uint64_t c1 = 0; c1 < c2; c1++) {
        uint64_t most = (uint64_t)ceil(best->average) - 1;
        most = most < largest_sample(points) / 2 ? most : largest_sample(points) / 2;
        if (most < least || !pair_suits_consumer(points, (struct pair){most, c1, c2})) {
            return;
        }
        if (!pair_suits_producer(points, (struct pair){least, c1, c2})) {
            continue;
        }
        struct pair pair = smallest_pair(points, (struct pair){most, c1, c2}, least);
        double average = average_of_pair(points, pair);
        if (average < best->average && pair_suits_producer(points, pair)) {
            *best = (struct best_pair){pair, average};
        }
    }
}

struct qa_plan_result qa_plan_double(const struct qa_two_points *points, struct qa_arena *arena)
{
    struct qa_plan_result single = qa_plan_single(points, arena);
    if (single.undefined != NULL) {
        return single;
    }
    if (single.plan.stages[0].accept > LARGEST_FOR_DOUBLE) {
        return undefined_plan("the two rates are so near that the single plan accepts more than 80 "
                              "errors; take a sequential plan");
    }
    struct best_pair best = {.average = (double)single.plan.stages[0].n};
    uint64_t both = 1;
    for (uint64_t c2 = 1;; c2++) {
        /* Whoever accepts c2 in both samples accepts them at least as often as one of that size. */
        both = smallest_for_consumer(points, c2, both);
        uint64_t least = (both + 1) / 2;
        if (both > largest_sample(points) || (double)least >= best.average) {
            break;
        }
        try_pairs(points, c2, least, &best);
    }
    if (best.pair.n == 0) {
        return undefined_plan("no two equal samples of the lot keep both risks with fewer than the "
                              "single plan; take that");
    }
    struct qa_plan_stage *stages = QA_ARRAY(arena, struct qa_plan_stage, 2);
    stages[0] = (struct qa_plan_stage){best.pair.n, (int64_t)best.pair.c1, best.pair.c2 + 1};
    stages[1] = (struct qa_plan_stage){best.pair.n, (int64_t)best.pair.c2, best.pair.c2 + 1};
    return with_risks(points, stages, 2);
}

/* ---- Wald's lines ---- */

struct lines {
    double h1, h2, slope;
};

static struct lines wald_lines(const struct qa_two_points *points, double producer, double consumer)
{
    double p1 = points->acceptable;
    double p2 = points->rejectable;
    bool counts = points->model.model == QA_POISSON;
    double odds = counts ? log(p2 / p1) : log(p2 * (1 - p1) / (p1 * (1 - p2)));
    return (struct lines){log((1 - producer) / consumer) / odds,
                          log((1 - consumer) / producer) / odds,
                          counts ? (p2 - p1) / odds : log((1 - p1) / (1 - p2)) / odds};
}

static const char *why_no_lines(const struct qa_two_points *points,
                                const struct qa_plan_result *single)
{
    if (points->acceptable <= 0) {
        return "Wald's lines need an acceptable rate above 0";
    }
    return single->plan.stages[0].accept > LARGEST_FOR_LINES
               ? "the two rates are so near that the single plan accepts more than 1,000 errors"
               : NULL;
}

/* Samples of n units each between the lines; the last decides at the line between them. */
static struct qa_plan_stage *stages_between(const struct lines *lines, uint64_t n, size_t n_stages,
                                            struct qa_arena *arena)
{
    struct qa_plan_stage *stages = QA_ARRAY(arena, struct qa_plan_stage, n_stages);
    uint64_t last = (uint64_t)floor(lines->slope * (double)n * (double)n_stages);
    for (size_t k = 0; k < n_stages; k++) {
        double units = (double)n * (double)(k + 1);
        double accept = floor(lines->slope * units - lines->h1);
        double reject = ceil(lines->slope * units + lines->h2);
        /* More errors than the last stage accepts need not be waited for. */
        uint64_t most = last + 1;
        stages[k] = (struct qa_plan_stage){n, accept >= 0 ? (int64_t)accept : QA_NEVER_ACCEPT,
                                           reject < (double)most ? (uint64_t)reject : most};
    }
    stages[n_stages - 1].accept = (int64_t)last;
    stages[n_stages - 1].reject = last + 1;
    return stages;
}

static double average_sample(const struct qa_two_points *points, const struct qa_plan *plan)
{
    return qa_plan_evaluate(plan, &points->model, qa_acceptable_rate(points)).sample_number;
}

/* Every size while plans are small; work grows with the square of the acceptance number. */
static uint64_t sizes_tried(const struct qa_plan_result *single)
{
    return 20 + 20000 / (10 + (uint64_t)single->plan.stages[0].accept);
}

struct qa_plan_result qa_plan_multiple(const struct qa_two_points *points, size_t n_stages,
                                       struct qa_arena *arena)
{
    struct qa_plan_result single = qa_plan_single(points, arena);
    if (single.undefined != NULL) {
        return single;
    }
    if (why_no_lines(points, &single) != NULL) {
        return undefined_plan(why_no_lines(points, &single));
    }
    struct lines lines = wald_lines(points, points->producer_risk, points->consumer_risk);
    uint64_t whole = single.plan.stages[0].n;
    uint64_t first = whole / n_stages > 0 ? whole / n_stages : 1;
    uint64_t most = largest_sample(points) / n_stages;
    most = most < 3 * first + 20 ? most : 3 * first + 20;
    uint64_t step = most > first ? 1 + (most - first) / sizes_tried(&single) : 1;
    struct qa_plan_result best = undefined_plan("no equal samples between Wald's lines keep both "
                                                "risks");
    double least = HUGE_VAL;
    /* The first sample is always drawn: none as large as the best average is of use. */
    for (uint64_t n = first; n <= most && (double)n < least; n += step) {
        struct qa_plan_result at =
            with_risks(points, stages_between(&lines, n, n_stages, arena), n_stages);
        double average = average_sample(points, &at.plan);
        if (average < least && keeps_promise(points, &at)) {
            least = average;
            best = at;
        }
    }
    return best;
}

struct qa_sequential qa_plan_sequential(const struct qa_two_points *points, struct qa_arena *arena)
{
    enum { MOST_TRIES = 60 };
    struct qa_sequential out = {.result = qa_plan_single(points, arena)};
    if (out.result.undefined != NULL) {
        return out;
    }
    if (why_no_lines(points, &out.result) != NULL) {
        out.result = undefined_plan(why_no_lines(points, &out.result));
        return out;
    }
    uint64_t single = out.result.plan.stages[0].n;
    uint64_t most = largest_sample(points);
    double shrink = 1;
    double cut = 1.5;
    for (int i = 0; i < MOST_TRIES; i++) {
        struct lines lines =
            wald_lines(points, points->producer_risk * shrink, points->consumer_risk * shrink);
        uint64_t n = (uint64_t)ceil(cut * (double)single);
        n = n < most ? n : most;
        out.h1 = lines.h1;
        out.h2 = lines.h2;
        out.slope = lines.slope;
        out.cut_off = n;
        out.result = with_risks(points, stages_between(&lines, 1, (size_t)n, arena), (size_t)n);
        if (keeps_promise(points, &out.result)) {
            return out;
        }
        if (cut < 3) {
            cut += 0.25;
        } else {
            shrink *= 0.97;
        }
    }
    out.result.undefined = "no cut-off within the lot keeps both risks";
    return out;
}

struct qa_plan qa_plan_between_lines(const struct qa_sequential *sequential, struct qa_arena *arena)
{
    const struct lines lines = {sequential->h1, sequential->h2, sequential->slope};
    size_t n = (size_t)sequential->cut_off;
    return (struct qa_plan){stages_between(&lines, 1, n, arena), n};
}
