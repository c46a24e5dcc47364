#include "qa/stats/icc.h"

#include <math.h>

#include "qa/stats/special.h"

/* Mean squares of one analysis of variance. */
struct anova {
    double n; /* items */
    double k; /* ratings an item */
    double between;
    double within;   /* one-way */
    double raters;   /* two-way */
    double residual; /* two-way */
    double within_freedom;
    const char *undefined;
};

/* Places moved into [0, 1]: correlations do not see it, and sums of squares stay exact. */
static double place_of(const struct qa_ratings *ratings, const double *place, uint32_t category)
{
    double range = (double)ratings->n_categories - 1;
    if (place == NULL) {
        return range > 0 ? category / range : 0;
    }
    range = place[ratings->n_categories - 1] - place[0];
    return range > 0 ? (place[category] - place[0]) / range : 0;
}

struct item_sum {
    double n;
    double sum;
    double squares;
};

static struct item_sum sum_item(const struct qa_ratings *ratings, const double *place, size_t i)
{
    struct item_sum out = {0, 0, 0};
    for (uint64_t r = ratings->first[i]; r < ratings->first[i + 1]; r++) {
        double x = place_of(ratings, place, ratings->category[r]);
        out.n++;
        out.sum += x;
        out.squares += x * x;
    }
    return out;
}

/* ---- one way ---- */

static struct anova one_way(const struct qa_ratings *ratings, const double *place)
{
    struct qa_exact_sum all = {0};
    struct qa_exact_sum of_means = {0}; /* sum^2 / n of each item */
    struct qa_exact_sum squares = {0};
    double n_ratings = 0;
    double n_squared = 0;
    struct anova out = {.n = 0};
    for (size_t i = 0; i < ratings->n_items; i++) {
        struct item_sum item = sum_item(ratings, place, i);
        if (item.n < 2) {
            continue;
        }
        out.n++;
        n_ratings += item.n;
        n_squared += item.n * item.n;
        qa_exact_add(&all, item.sum);
        qa_exact_add(&of_means, item.sum * item.sum / item.n);
        qa_exact_add(&squares, item.squares);
    }
    if (out.n < 2) {
        out.undefined = "fewer than two items with two ratings";
        return out;
    }
    double total = qa_exact_value(&all);
    double between = qa_exact_value(&of_means) - total * total / n_ratings;
    out.k = (n_ratings - n_squared / n_ratings) / (out.n - 1);
    out.within_freedom = n_ratings - out.n;
    out.between = between / (out.n - 1);
    out.within = fmax(0, qa_exact_value(&squares) - qa_exact_value(&of_means)) / out.within_freedom;
    out.undefined = out.between + out.within < 1e-14 ? "all ratings are equal" : NULL;
    return out;
}

/* ---- two ways ---- */

static struct anova two_way(const struct qa_ratings *ratings, const double *place)
{
    struct qa_arena *scratch = qa_arena_new();
    struct qa_exact_sum *of_rater = QA_ARRAY(scratch, struct qa_exact_sum, ratings->n_raters);
    struct qa_exact_sum of_items = {0};
    struct qa_exact_sum squares = {0};
    struct anova out = {.k = ratings->n_raters};
    for (size_t i = 0; i < ratings->n_items; i++) {
        uint64_t first = ratings->first[i];
        if (ratings->first[i + 1] - first != ratings->n_raters) {
            continue;
        }
        struct item_sum item = sum_item(ratings, place, i);
        out.n++;
        qa_exact_add(&of_items, item.sum * item.sum);
        qa_exact_add(&squares, item.squares);
        for (uint32_t g = 0; g < ratings->n_raters; g++) {
            qa_exact_add(&of_rater[g], place_of(ratings, place, ratings->category[first + g]));
        }
    }
    double total = 0;
    double raters = 0;
    for (uint32_t g = 0; g < ratings->n_raters; g++) {
        double sum = qa_exact_value(&of_rater[g]);
        total += sum;
        raters += sum * sum;
    }
    qa_arena_free(scratch);
    if (ratings->n_raters < 2 || out.n < 2) {
        out.undefined = ratings->n_raters < 2 ? "only one annotator"
                                              : "fewer than two items that all annotators rated";
        return out;
    }
    double correction = total * total / (out.n * out.k);
    double between = qa_exact_value(&of_items) / out.k - correction;
    double among = raters / out.n - correction;
    double left = qa_exact_value(&squares) - correction - between - among;
    out.between = between / (out.n - 1);
    out.raters = among / (out.k - 1);
    out.residual = fmax(0, left) / ((out.n - 1) * (out.k - 1));
    out.residual = out.residual < 1e-15 ? 0 : out.residual;
    out.undefined =
        out.between + out.raters + out.residual < 1e-14 ? "all ratings are equal" : NULL;
    return out;
}

/* ---- estimates ---- */

static struct qa_estimate bounded(double value, double low, double high, double n,
                                  const struct qa_inference *inference)
{
    return (struct qa_estimate){.value = value,
                                .low = fmin(value, fmax(-1, low)),
                                .high = fmax(value, fmin(1, high)),
                                .confidence = inference->confidence,
                                .n = (uint64_t)n,
                                .method = "f",
                                .has_interval = true};
}

/* Of one rating from that of the mean of k, and back. */
static double of_mean(double rho, double k)
{
    return 1 + (k - 1) * rho > 0 ? k * rho / (1 + (k - 1) * rho) : -1;
}

struct f_test {
    double f;
    double numerator;
    double denominator;
};

static void set_p(struct qa_estimate *estimate, const struct f_test *test, double null_ratio)
{
    if (isfinite(test->f)) {
        estimate->p_value = qa_f_upper(test->f / null_ratio, test->numerator, test->denominator);
        estimate->has_p_value = true;
    }
}

/* One-way and consistency forms share their shape: only the error differs. */
static void simple_forms(const struct anova *anova, double error, const struct f_test *test,
                         const struct qa_inference *inference, struct qa_estimate *single,
                         struct qa_estimate *mean)
{
    double upper = 1 - (1 - inference->confidence) / 2;
    double k = anova->k;
    double low_f = test->f / qa_f_quantile(upper, test->numerator, test->denominator);
    double high_f = test->f * qa_f_quantile(upper, test->denominator, test->numerator);
    double value = (anova->between - error) / (anova->between + (k - 1) * error);
    double low = (low_f - 1) / (low_f + k - 1);
    double high = (high_f - 1) / (high_f + k - 1);
    if (!isfinite(test->f)) {
        low = high = 1;
    }
    *single = bounded(value, low, high, anova->n, inference);
    *mean = anova->between > 0 ? bounded((anova->between - error) / anova->between, of_mean(low, k),
                                         of_mean(high, k), anova->n, inference)
                               : qa_undefined("items do not differ", (uint64_t)anova->n);
    double null_value = inference->null_value;
    set_p(single, test, (1 + (k - 1) * null_value) / (1 - null_value));
    if (qa_is_defined(mean)) {
        set_p(mean, test, 1 / (1 - null_value));
    }
}

static void absolute_forms(const struct anova *anova, const struct f_test *test,
                           const struct qa_inference *inference, struct qa_estimate *single,
                           struct qa_estimate *mean)
{
    double n = anova->n;
    double k = anova->k;
    double upper = 1 - (1 - inference->confidence) / 2;
    double rho = (anova->between - anova->residual) / (anova->between + (k - 1) * anova->residual +
                                                       k * (anova->raters - anova->residual) / n);
    double low = rho;
    double high = rho;
    if (rho < 1) {
        double a = k * rho / (n * (1 - rho));
        double b = 1 + k * rho * (n - 1) / (n * (1 - rho));
        double raters = a * anova->raters;
        double residual = b * anova->residual;
        double v = (raters + residual) * (raters + residual) /
                   (raters * raters / (k - 1) + residual * residual / ((n - 1) * (k - 1)));
        double f = qa_f_quantile(upper, n - 1, v);
        double rest = k * anova->raters + (k * n - k - n) * anova->residual;
        low = n * (anova->between - f * anova->residual) / (f * rest + n * anova->between);
        f = qa_f_quantile(upper, v, n - 1);
        high = n * (f * anova->between - anova->residual) / (rest + n * f * anova->between);
    }
    *single = bounded(rho, low, high, n, inference);
    *mean = bounded((anova->between - anova->residual) /
                        (anova->between + (anova->raters - anova->residual) / n),
                    of_mean(low, k), of_mean(high, k), n, inference);
    if (inference->null_value == 0) {
        set_p(single, test, 1);
        set_p(mean, test, 1);
    }
}

static void all_undefined(struct qa_icc *icc, const enum qa_icc_form *forms, size_t n,
                          const struct anova *anova)
{
    for (size_t i = 0; i < n; i++) {
        icc->estimate[forms[i]] = qa_undefined(anova->undefined, (uint64_t)anova->n);
    }
}

struct qa_icc qa_icc(const struct qa_ratings *ratings, const double *place,
                     const struct qa_inference *inference)
{
    static const enum qa_icc_form one_way_forms[] = {QA_ICC_1_1, QA_ICC_1_K};
    static const enum qa_icc_form two_way_forms[] = {QA_ICC_2_1, QA_ICC_2_K, QA_ICC_3_1,
                                                     QA_ICC_3_K};
    struct qa_icc icc = {0};
    struct anova one = one_way(ratings, place);
    if (one.undefined != NULL) {
        all_undefined(&icc, one_way_forms, 2, &one);
    } else {
        const struct f_test test = {one.within > 0 ? one.between / one.within : HUGE_VAL, one.n - 1,
                                    one.within_freedom};
        simple_forms(&one, one.within, &test, inference, &icc.estimate[QA_ICC_1_1],
                     &icc.estimate[QA_ICC_1_K]);
        icc.f[0] = test.f;
        icc.has_f[0] = isfinite(test.f);
        icc.freedom[0][0] = test.numerator;
        icc.freedom[0][1] = test.denominator;
    }
    struct anova two = two_way(ratings, place);
    if (two.undefined != NULL) {
        all_undefined(&icc, two_way_forms, 4, &two);
        return icc;
    }
    const struct f_test test = {two.residual > 0 ? two.between / two.residual : HUGE_VAL, two.n - 1,
                                (two.n - 1) * (two.k - 1)};
    absolute_forms(&two, &test, inference, &icc.estimate[QA_ICC_2_1], &icc.estimate[QA_ICC_2_K]);
    if (two.between + two.residual > 0) {
        simple_forms(&two, two.residual, &test, inference, &icc.estimate[QA_ICC_3_1],
                     &icc.estimate[QA_ICC_3_K]);
    } else {
        two.undefined = "items do not differ";
        all_undefined(&icc, two_way_forms + 2, 2, &two);
    }
    icc.f[1] = test.f;
    icc.has_f[1] = isfinite(test.f);
    icc.freedom[1][0] = test.numerator;
    icc.freedom[1][1] = test.denominator;
    return icc;
}
