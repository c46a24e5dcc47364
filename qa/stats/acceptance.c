#include "qa/stats/acceptance.h"

#include <math.h>
#include <string.h>

#include "qa/stats/acceptance_parts.h"
#include "qa/stats/special.h"

const char *const qa_lot_model_names[] = {"hypergeometric", "binomial", "poisson"};

/* ---- one sample ---- */

uint64_t qa_errors_of_lot(const struct qa_plan_model *model, double rate)
{
    return (uint64_t)llround(rate * (double)model->lot);
}

/* P(one unit more is wrong), when `done` units of the lot were seen with `seen` errors among them.
 */
static double error_rate_left(const struct qa_plan_model *model, double rate, uint64_t done,
                              uint64_t seen)
{
    if (model->model != QA_HYPERGEOMETRIC) {
        return rate;
    }
    uint64_t errors = qa_errors_of_lot(model, rate);
    return seen < errors ? (double)(errors - seen) / (double)(model->lot - done) : 0;
}

/* P(X = x) in n more units. */
static double more_errors(const struct qa_plan_model *model, double rate, uint64_t x, uint64_t n,
                          uint64_t done, uint64_t seen)
{
    uint64_t errors;
    switch (model->model) {
    case QA_HYPERGEOMETRIC:
        errors = qa_errors_of_lot(model, rate);
        return seen <= errors ? qa_hypergeometric_pmf(x, n, errors - seen, model->lot - done) : 0;
    case QA_BINOMIAL:
        return qa_binomial_pmf(x, n, rate);
    case QA_POISSON:
        break;
    }
    return qa_poisson_pmf(x, (double)n * rate);
}

double qa_accepted_by_one(const struct qa_plan_model *model, double rate, uint64_t n, uint64_t c)
{
    switch (model->model) {
    case QA_HYPERGEOMETRIC:
        return qa_hypergeometric_cdf(c, n, qa_errors_of_lot(model, rate), model->lot);
    case QA_BINOMIAL:
        return qa_binomial_cdf(c, n, rate);
    case QA_POISSON:
        break;
    }
    return qa_poisson_cdf(c, (double)n * rate);
}

/* At most c errors in n units, when x errors were seen in n units before. */
static double accepted_after(const struct qa_plan_model *model, double rate, uint64_t n, uint64_t x,
                             uint64_t c)
{
    if (model->model != QA_HYPERGEOMETRIC) {
        return qa_accepted_by_one(model, rate, n, c);
    }
    uint64_t errors = qa_errors_of_lot(model, rate);
    return qa_hypergeometric_cdf(c, n, errors - x, model->lot - n);
}

double qa_accepted_by_two(const struct qa_plan_model *model, double rate, uint64_t n, uint64_t c1,
                          uint64_t c2)
{
    double sum = qa_accepted_by_one(model, rate, n, c1);
    for (uint64_t x = c1 + 1; x <= c2; x++) {
        double p = more_errors(model, rate, x, n, 0, 0);
        sum += p > 0 ? p * accepted_after(model, rate, n, x, c2 - x) : 0;
    }
    return sum;
}

/* ---- any number of stages ---- */

/* The states that go on: p[d] = P(not decided yet, d errors so far), 0 unless from <= d < to. */
struct walk {
    const struct qa_plan_model *model;
    double rate;
    double *p;
    double *next; /* all 0 between stages */
    uint64_t from, to, next_to;
    uint64_t n_states;
    uint64_t done;
};

/* Probabilities this small are lost beside any other. */
#define NOTHING 1e-25

/* P(x + 1 more errors) / P(x) in n more units, from state d on. */
static double next_to_last(const struct walk *walk, uint64_t d, uint64_t x, uint64_t n)
{
    double more = (double)(x + 1);
    if (walk->model->model == QA_POISSON) {
        return (double)n * walk->rate / more;
    }
    double units = (double)n - (double)x;
    if (walk->model->model == QA_BINOMIAL) {
        return units * walk->rate / (more * (1 - walk->rate));
    }
    double errors = (double)qa_errors_of_lot(walk->model, walk->rate) - (double)d;
    double right = (double)walk->model->lot - (double)walk->done - errors;
    return units * (errors - (double)x) / (more * (right - (double)n + more));
}

/* One unit is right or wrong. */
static void spread_one(struct walk *walk, uint64_t d, double wrong)
{
    walk->next_to = d + 2 < walk->n_states ? d + 2 : walk->n_states;
    walk->next[d] += walk->p[d] * (1 - wrong);
    if (d + 1 < walk->n_states) {
        walk->next[d + 1] += walk->p[d] * wrong;
    }
}

/* From the most likely number of errors to both sides, as far as it counts. */
static void spread(struct walk *walk, uint64_t d, uint64_t n)
{
    uint64_t most = walk->n_states - 1 - d;
    most = walk->model->model != QA_POISSON && n < most ? n : most;
    double mean = (double)n * error_rate_left(walk->model, walk->rate, walk->done, d);
    uint64_t middle = mean < (double)most ? (uint64_t)mean : most;
    double p = more_errors(walk->model, walk->rate, middle, n, walk->done, d);
    walk->next[d + middle] += walk->p[d] * p;
    double at = p;
    for (uint64_t x = middle; x > 0 && at > NOTHING; x--) {
        at /= next_to_last(walk, d, x - 1, n);
        walk->next[d + x - 1] += walk->p[d] * at;
    }
    at = p;
    uint64_t x = middle;
    for (; x < most && at > NOTHING; x++) {
        at *= next_to_last(walk, d, x, n);
        walk->next[d + x + 1] += walk->p[d] * at;
    }
    walk->next_to = d + x + 1 > walk->next_to ? d + x + 1 : walk->next_to;
}

static void take_stage(struct walk *walk, uint64_t n)
{
    bool one_by_one = n == 1 && walk->model->model != QA_POISSON;
    walk->next_to = walk->from;
    for (uint64_t d = walk->from; d < walk->to; d++) {
        if (walk->p[d] > 0 && one_by_one) {
            spread_one(walk, d, error_rate_left(walk->model, walk->rate, walk->done, d));
        } else if (walk->p[d] > 0) {
            spread(walk, d, n);
        }
        walk->p[d] = 0;
    }
    double *kept = walk->p;
    walk->p = walk->next;
    walk->next = kept;
    walk->to = walk->next_to;
    walk->done += n;
}

/* Errors that are left in an accepted lot, per unit of the lot: those of a finite lot are known, a
 * process goes on at its rate in what was not looked at. */
static double left_over(const struct walk *walk, uint64_t seen)
{
    double lot = (double)walk->model->lot;
    if (walk->model->model == QA_HYPERGEOMETRIC) {
        return ((double)qa_errors_of_lot(walk->model, walk->rate) - (double)seen) / lot;
    }
    return lot > 0 ? walk->rate * (lot - (double)walk->done) / lot : 0;
}

/* Takes out what the stage decides, adding to p_accept and outgoing. */
static void decide_stage(struct walk *walk, const struct qa_plan_stage *stage, bool is_last,
                         struct qa_plan_point *point)
{
    for (uint64_t d = walk->from; d < walk->to; d++) {
        bool accepts =
            (stage->accept >= 0 && d <= (uint64_t)stage->accept) || (is_last && d < stage->reject);
        if (accepts) {
            point->p_accept += walk->p[d];
            point->outgoing += walk->p[d] * left_over(walk, d);
            point->total_inspection += walk->p[d] * (double)walk->done;
        }
        walk->p[d] = accepts || d >= stage->reject ? 0 : walk->p[d];
    }
    while (walk->from < walk->to && walk->p[walk->from] <= 0) {
        walk->from++;
    }
    while (walk->to > walk->from && walk->p[walk->to - 1] <= 0) {
        walk->to--;
    }
}

static double going_on(const struct walk *walk)
{
    double sum = 0;
    for (uint64_t d = walk->from; d < walk->to; d++) {
        sum += walk->p[d];
    }
    return sum;
}

struct qa_plan_point qa_plan_evaluate(const struct qa_plan *plan, const struct qa_plan_model *model,
                                      double rate)
{
    struct qa_arena *scratch = qa_arena_new();
    const struct qa_plan_stage *last = &plan->stages[plan->n_stages - 1];
    struct walk walk = {.model = model, .rate = rate, .to = 1, .n_states = 1};
    for (size_t k = 0; k < plan->n_stages; k++) {
        walk.n_states =
            plan->stages[k].reject > walk.n_states ? plan->stages[k].reject : walk.n_states;
    }
    walk.p = QA_ARRAY(scratch, double, walk.n_states);
    walk.next = QA_ARRAY(scratch, double, walk.n_states);
    walk.p[0] = 1;
    struct qa_plan_point point = {.rate = rate};
    double p_reached = 1;
    for (size_t k = 0; k < plan->n_stages; k++) {
        const struct qa_plan_stage *stage = &plan->stages[k];
        take_stage(&walk, stage->n);
        decide_stage(&walk, stage, stage == last, &point);
        point.sample_number += p_reached * (double)stage->n;
        p_reached = going_on(&walk);
    }
    if (plan->n_stages == 1) {
        /* The distribution function keeps more digits than a sum of its terms. */
        point.p_accept = qa_accepted_by_one(model, rate, last->n, last->reject - 1);
        point.total_inspection = point.p_accept * (double)last->n;
    }
    point.total_inspection += (1 - point.p_accept) * (double)model->lot;
    qa_arena_free(scratch);
    return point;
}

struct qa_plan_point qa_plan_outgoing_limit(const struct qa_plan *plan,
                                            const struct qa_plan_model *model)
{
    enum { N_GRID = 200, N_ROUNDS = 4, N_FINE = 20 };
    double units = 0;
    for (size_t k = 0; k < plan->n_stages; k++) {
        units += (double)plan->stages[k].n;
    }
    /* Beyond this hardly a lot is accepted. */
    double last = (double)plan->stages[plan->n_stages - 1].reject;
    double high = (3 * last + 10) / units;
    high = model->model == QA_POISSON ? high : fmin(1, high);
    double low = 0;
    struct qa_plan_point best = {0};
    for (int round = 0; round < N_ROUNDS; round++) {
        int n = round == 0 ? N_GRID : N_FINE;
        double step = (high - low) / n;
        for (int i = 0; i <= n; i++) {
            struct qa_plan_point point = qa_plan_evaluate(plan, model, low + i * step);
            best = point.outgoing > best.outgoing ? point : best;
        }
        low = fmax(0, best.rate - step);
        high = model->model == QA_POISSON ? best.rate + step : fmin(1, best.rate + step);
    }
    return best;
}
