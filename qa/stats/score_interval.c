#include "qa/stats/score_interval.h"

#include <float.h>
#include <math.h>

#include "qa/stats/special.h"

/* Of the probability of what was observed, the part that counts to the tail. */
static const double OWN_PART = 0.7;
/* Below this skewness the Poisson is as good as a normal with one more term. */
static const double HARDLY_SKEW = 0.01;
static const double FAR_OUT = 35;
/* A contribution of this share of the largest is rounding of zero. */
static const double ROUNDING = 1e-10;
static const double MOST_LAMBDA = 2;
/* Evidence at the estimate itself, which is never left out, where a test finds none: no weights
 * give a lambda of 0. */
static const double CLEARLY_IN = 1;

static double contribution(const struct qa_score_problem *problem, double lambda, size_t e)
{
    return problem->own[e] - lambda * problem->chance[e];
}

struct spread {
    double least;
    double most;
    double rounding; /* contributions closer to 0 are 0 */
};

static struct spread spread_of(const struct qa_score_problem *problem, double lambda)
{
    struct spread spread = {0, 0, 0};
    for (size_t e = 0; e < problem->n_entries; e++) {
        double g = contribution(problem, lambda, e);
        spread.least = fmin(spread.least, g);
        spread.most = fmax(spread.most, g);
    }
    spread.rounding = ROUNDING * fmax(spread.most, -spread.least);
    spread.least = spread.least > -spread.rounding ? 0 : spread.least;
    spread.most = spread.most < spread.rounding ? 0 : spread.most;
    return spread;
}

/* Sum of times g / (1 + tau g), and its derivative. */
static double imbalance(const struct qa_score_problem *problem, double lambda,
                        const struct spread *spread, double tau, double *slope)
{
    double sum = 0;
    *slope = 0;
    for (size_t e = 0; e < problem->n_entries; e++) {
        double g = contribution(problem, lambda, e);
        if (fabs(g) >= spread->rounding) {
            double part = g / (1 + tau * g);
            sum += problem->times[e] * part;
            *slope -= problem->times[e] * part * part;
        }
    }
    return sum;
}

/* The imbalance falls from infinity to minus infinity between the two poles: Newton's steps, and a
 * half of what is left where they lead out of it. */
static double balance(const struct qa_score_problem *problem, double lambda,
                      const struct spread *spread)
{
    double low = -1 / spread->most;
    double high = -1 / spread->least;
    double tau = 0;
    for (int step = 0; step < 200; step++) {
        double slope;
        double sum = imbalance(problem, lambda, spread, tau, &slope);
        low = sum > 0 ? tau : low;
        high = sum > 0 ? high : tau;
        double next = tau - sum / slope;
        if (!(next > low && next < high)) {
            next = low + (high - low) / 2;
        }
        if (fabs(next - tau) <= 4 * DBL_EPSILON * fabs(tau)) {
            return next;
        }
        tau = next;
    }
    return tau;
}

/* P(Poisson(mean) >= x) for x that need not be whole. */
static double poisson_at_least(double x, double mean)
{
    return x <= 0 ? 1 : qa_gamma_cdf(mean, x);
}

static double normal_density(double x)
{
    return exp(-x * x / 2) / sqrt(2 * 3.14159265358979323846);
}

static void fill_tails(struct qa_score_test *test)
{
    double gamma = fabs(test->gamma);
    double z = test->gamma < 0 ? -test->z : test->z;
    double at;
    double beyond;
    if (gamma < HARDLY_SKEW) {
        /* Far out the second term would outgrow the first; nothing is left of the tail there. */
        z = fmax(-FAR_OUT, fmin(FAR_OUT, z));
        double y = z - gamma * (z * z - 1) / 6;
        at = qa_normal_cdf(-y) + gamma * normal_density(y) / 2;
        beyond = qa_normal_cdf(-y) - gamma * normal_density(y) / 2;
    } else {
        double mean = 1 / (gamma * gamma);
        double x = fmax(0, mean + z / gamma);
        at = poisson_at_least(x, mean);
        beyond = poisson_at_least(x + 1, mean);
    }
    double above = beyond + OWN_PART * (at - beyond);
    double below = 1 - at + OWN_PART * (at - beyond);
    test->above = test->gamma < 0 ? below : above;
    test->below = test->gamma < 0 ? above : below;
}

struct qa_score_test qa_score_test(const struct qa_score_problem *problem, double lambda)
{
    struct qa_score_test test = {.is_likely = false};
    struct spread spread = spread_of(problem, lambda);
    if (!(spread.least < 0 && spread.most > 0)) {
        return test;
    }
    test.tau = balance(problem, lambda, &spread);
    double all = 0;
    double squares = 0;
    double cubes = 0;
    for (size_t e = 0; e < problem->n_entries; e++) {
        double g = contribution(problem, lambda, e);
        g = fabs(g) < spread.rounding ? 0 : g;
        double weight = problem->times[e] / (1 + test.tau * g);
        all += problem->times[e];
        squares += weight * g * g;
        cubes += weight * g * g * g;
    }
    test.sigma = sqrt(squares / all);
    test.gamma = cubes / all / (pow(test.sigma, 3) * sqrt(problem->n_items));
    test.z = (problem->observed - lambda * problem->expected) *
             sqrt(problem->n_items / problem->finite) / test.sigma;
    test.is_likely = true;
    fill_tails(&test);
    return test;
}

/* ---- limits ---- */

/* The normal tail beyond Student's t. */
static double tail_of(const struct qa_score_problem *problem, double confidence)
{
    return qa_normal_cdf(qa_t_quantile((1 - confidence) / 2, problem->freedom));
}

/* Not even zero disagreement would be significant. */
static bool is_out_of_reach(const struct qa_score_test *test, double tail)
{
    return test->gamma > 0 && OWN_PART * exp(-1 / (test->gamma * test->gamma)) >= tail;
}

enum side { LOW, HIGH };

/* Logarithm of the tail over what it must not fall below; negative: lambda is out. */
static double evidence(const struct qa_score_problem *problem, double lambda, enum side side,
                       double tail)
{
    struct qa_score_test test = qa_score_test(problem, lambda);
    if (!test.is_likely) {
        return log(DBL_MIN);
    }
    if (side == HIGH) {
        return log(fmax(test.below, DBL_MIN) / tail);
    }
    return log(fmax(test.above, DBL_MIN) / (is_out_of_reach(&test, tail) ? 2 * tail : tail));
}

/* A bracket of the limit: an end that is out, one that is in, and the one left before. */
struct bracket {
    double a, b, c;
    double f_a, f_b, f_c;
};

/* Where between a and b to look next (Chandrupatla 1997): by the parabola of the inverse where that
 * is safe, else in the middle. */
static double next_share(const struct bracket *bracket)
{
    double xi = (bracket->a - bracket->b) / (bracket->c - bracket->b);
    double phi = (bracket->f_a - bracket->f_b) / (bracket->f_c - bracket->f_b);
    if (!(1 - sqrt(1 - xi) < phi && phi < sqrt(xi))) {
        return 0.5;
    }
    double first =
        bracket->f_a / (bracket->f_b - bracket->f_a) * bracket->f_c / (bracket->f_b - bracket->f_c);
    double second = (bracket->c - bracket->a) / (bracket->b - bracket->a) * bracket->f_a /
                    (bracket->f_c - bracket->f_a) * bracket->f_b / (bracket->f_c - bracket->f_b);
    return first + second;
}

/* The limit between a lambda that is out and one that is in. */
static double find_limit(const struct qa_score_problem *problem, enum side side, double tail,
                         struct bracket bracket)
{
    const double within = 1e-13;
    double share = 0.5;
    for (int step = 0; step < 200 && fabs(bracket.b - bracket.a) > within; step++) {
        double least = within / 2 / fabs(bracket.b - bracket.a);
        share = fmin(1 - least, fmax(least, share));
        double at = bracket.a + share * (bracket.b - bracket.a);
        double f = evidence(problem, at, side, tail);
        bool is_like_a = (f < 0) == (bracket.f_a < 0);
        bracket.c = is_like_a ? bracket.a : bracket.b;
        bracket.f_c = is_like_a ? bracket.f_a : bracket.f_b;
        if (!is_like_a) {
            bracket.b = bracket.a;
            bracket.f_b = bracket.f_a;
        }
        bracket.a = at;
        bracket.f_a = f;
        share = next_share(&bracket);
    }
    return bracket.f_a < 0 ? bracket.b : bracket.a;
}

struct qa_score_limits qa_score_limits(const struct qa_score_problem *problem, double confidence)
{
    double tail = tail_of(problem, confidence);
    double at = problem->observed / problem->expected;
    struct qa_score_limits limits = {at, fmax(at, MOST_LAMBDA)};
    if (at > 0) {
        struct bracket below = {.a = 0, .b = at};
        below.f_a = log(DBL_MIN); /* no weights give a lambda of 0 once there was disagreement */
        below.f_b = fmax(CLEARLY_IN, evidence(problem, at, LOW, tail));
        limits.low = find_limit(problem, LOW, tail, below);
    }
    if (at < MOST_LAMBDA) {
        struct bracket above = {.a = MOST_LAMBDA, .b = at};
        above.f_a = evidence(problem, MOST_LAMBDA, HIGH, tail);
        above.f_b = fmax(CLEARLY_IN, evidence(problem, at, HIGH, tail));
        limits.high = above.f_a >= 0 ? MOST_LAMBDA : find_limit(problem, HIGH, tail, above);
    }
    return limits;
}

/* ---- tests ---- */

/* The tail beyond Student's t of what leaves this normal tail. */
static double student_tail(const struct qa_score_problem *problem, double normal_tail)
{
    if (normal_tail <= 0 || normal_tail >= 0.5) {
        return normal_tail <= 0 ? 0 : normal_tail;
    }
    return qa_t_two_sided(qa_normal_quantile(normal_tail), problem->freedom) / 2;
}

double qa_score_p_value(const struct qa_score_problem *problem, double lambda, double confidence)
{
    struct qa_score_test test = qa_score_test(problem, lambda);
    if (!test.is_likely) {
        return 0;
    }
    double tail = test.below;
    if (lambda < problem->observed / problem->expected) {
        bool twice = is_out_of_reach(&test, tail_of(problem, confidence));
        tail = twice ? test.above / 2 : test.above;
    }
    return fmin(1, 2 * student_tail(problem, tail));
}

double qa_score_sure_below(const struct qa_score_problem *problem, double lambda)
{
    struct qa_score_test test = qa_score_test(problem, lambda);
    return test.is_likely ? 1 - student_tail(problem, test.below) : 1;
}
