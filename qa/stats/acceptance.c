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

/* P(X = x) in n more units, when `done` units of the lot were seen with `seen` errors among them.
 */
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

/* ---- any number of stages ---- */

/* The states that go on: p[d] = P(not decided yet, d errors so far), d below n_states. */
struct walk {
    const struct qa_plan_model *model;
    double rate;
    double *p;
    double *next;
    uint64_t n_states;
    uint64_t done;
};

static void take_stage(struct walk *walk, uint64_t n)
{
    memset(walk->next, 0, walk->n_states * sizeof *walk->next);
    for (uint64_t d = 0; d < walk->n_states; d++) {
        uint64_t most = walk->n_states - 1 - d;
        most = walk->model->model != QA_POISSON && n < most ? n : most;
        for (uint64_t x = 0; walk->p[d] > 0 && x <= most; x++) {
            walk->next[d + x] +=
                walk->p[d] * more_errors(walk->model, walk->rate, x, n, walk->done, d);
        }
    }
    double *kept = walk->p;
    walk->p = walk->next;
    walk->next = kept;
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
    for (uint64_t d = 0; d < walk->n_states; d++) {
        bool accepts =
            (stage->accept >= 0 && d <= (uint64_t)stage->accept) || (is_last && d < stage->reject);
        if (accepts) {
            point->p_accept += walk->p[d];
            point->outgoing += walk->p[d] * left_over(walk, d);
            point->total_inspection += walk->p[d] * (double)walk->done;
        }
        walk->p[d] = accepts || d >= stage->reject ? 0 : walk->p[d];
    }
}

static double going_on(const struct walk *walk)
{
    double sum = 0;
    for (uint64_t d = 0; d < walk->n_states; d++) {
        sum += walk->p[d];
    }
    return sum;
}

struct qa_plan_point qa_plan_evaluate(const struct qa_plan *plan, const struct qa_plan_model *model,
                                      double rate)
{
    struct qa_arena *scratch = qa_arena_new();
    const struct qa_plan_stage *last = &plan->stages[plan->n_stages - 1];
    struct walk walk = {.model = model, .rate = rate, .n_states = 1};
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
    double high = fmin(1, (3 * last + 10) / units);
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
        high = fmin(1, best.rate + step);
    }
    return best;
}
