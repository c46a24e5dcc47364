#include <math.h>
#include <string.h>

#include "qa/base/error.h"
#include "qa/score/score.h"
#include "qa/stats/cluster_ratio.h"
#include "qa/stats/special.h"

enum { FRACTION_BITS = 40, PART_BITS_MAX = 32, SUM_BITS_MAX = 118 };
static const double unit = 1 / (double)(1LL << FRACTION_BITS);

/* A sum below is rounding, not a trial. */
enum { LEAST_BELOW = 1 << 10 };

static size_t n_products(const struct qa_score *score)
{
    return score->n_parts * (score->n_parts + 1) / 2;
}

void qa_tally_init(struct qa_tally *tally, const struct qa_score *score, enum qa_tally_of of,
                   struct qa_arena *arena)
{
    if (score->n_parts > QA_PARTS_MAX || score->n_figures > QA_FIGURES_MAX) {
        QA_BUG("the family '%s' is too large", score->name);
    }
    *tally = (struct qa_tally){.score = score,
                               .sum = QA_ARRAY(arena, qa_wide, score->n_parts),
                               .items = QA_ARRAY(arena, uint64_t, score->n_figures)};
    if (of == QA_TALLY_CLUSTERS) {
        tally->product = QA_ARRAY(arena, qa_wide, n_products(score));
        tally->square = QA_ARRAY(arena, qa_wide, score->n_figures);
    }
}

/* ---- whole numbers ---- */

/* A sum that leaves room for the weights of a figure: beyond it, its own would not fit. */
static const qa_wide most_sum = (qa_wide)1 << SUM_BITS_MAX;

static qa_wide checked_sum(qa_wide a, qa_wide b)
{
    if (b > most_sum - a) {
        QA_BUG("the sums of a figure are beyond their bounds");
    }
    return a + b;
}

/* A double that is a whole number. The conversion to 64 bits is one instruction, that to 128 a
 * function. */
static qa_wide whole(double value)
{
    return value < 0x1p62 ? (qa_wide)(int64_t)value : (qa_wide)value;
}

static qa_wide to_wide(double part, const struct qa_score *score)
{
    static const double most = (double)(1LL << PART_BITS_MAX);
    if (!(part >= 0 && part <= most)) {
        QA_BUG("a part of '%s' is %g", score->name, part);
    }
    return whole(rint(part / unit));
}

/* a * b in units, half a unit rounded up; 0 <= a, b <= 2^72. In two steps, since the whole product
 * may need more than 127 bits; the same number as in one. */
static qa_wide product_of(qa_wide a, qa_wide b)
{
    const qa_wide half = (qa_wide)1 << (FRACTION_BITS - 1);
    qa_wide high = a >> FRACTION_BITS;
    qa_wide low = a & (((qa_wide)1 << FRACTION_BITS) - 1);
    return high * b + ((low * b + half) >> FRACTION_BITS);
}

/* ---- one item ---- */

/* Parts below this many bits have sums, weights included, and products that fit into 64 and 128. */
enum { SMALL_BITS = 56 };

/* The parts of an item that are not 0, and as whole numbers of one machine word where they fit. */
struct item {
    size_t n;
    bool is_small;
    size_t at[QA_PARTS_MAX];
    int64_t small[QA_PARTS_MAX];
    qa_wide part[QA_PARTS_MAX];
};

static void take_parts(struct item *item, const struct qa_score *score, const double *parts)
{
    qa_wide any = 0;
    item->n = 0;
    for (size_t p = 0; p < score->n_parts; p++) {
        if (parts[p] == 0) {
            continue;
        }
        qa_wide part = to_wide(parts[p], score);
        item->at[item->n] = p;
        item->part[item->n] = part;
        item->small[item->n] = (int64_t)part;
        item->n += part != 0;
        any |= part;
    }
    item->is_small = any >> SMALL_BITS == 0;
}

static double weighted(const struct item *item, const int8_t *weight)
{
    if (item->is_small) {
        int64_t sum = 0;
        for (size_t i = 0; i < item->n; i++) {
            sum += weight[item->at[i]] * item->small[i];
        }
        return (double)sum;
    }
    qa_wide sum = 0;
    for (size_t i = 0; i < item->n; i++) {
        sum += weight[item->at[i]] * item->part[i];
    }
    return (double)sum;
}

static void add_figure(struct qa_tally *tally, size_t f, const struct item *item)
{
    const struct qa_figure *figure = &tally->score->figures[f];
    double below = weighted(item, figure->below);
    if (below < LEAST_BELOW) {
        return;
    }
    tally->items[f]++;
    if (tally->square == NULL) {
        return;
    }
    double above = weighted(item, figure->above);
    if (above != 0) {
        /* Doubles: one rounding each of product and quotient, the same on every machine. */
        double square = rint(above * above / below);
        if (!(square < 0x1p118)) {
            QA_BUG("an item of '%s' is beyond its bounds", figure->name);
        }
        tally->square[f] = checked_sum(tally->square[f], whole(square));
    }
}

/* Products of small parts. Sums of products of two parts stay below the greater of those of their
 * squares, but for rounding, so it is enough to check these. */
static void add_small_products(struct qa_tally *tally, const struct item *item)
{
    const qa_wide half = (qa_wide)1 << (FRACTION_BITS - 1);
    for (size_t i = 0; i < item->n; i++) {
        qa_wide *row = tally->product + item->at[i] * (item->at[i] + 1) / 2;
        qa_wide own = item->small[i];
        for (size_t j = 0; j <= i; j++) {
            row[item->at[j]] += (own * item->small[j] + half) >> FRACTION_BITS;
        }
        (void)checked_sum(row[item->at[i]], 0);
    }
}

static void add_products(struct qa_tally *tally, const struct item *item)
{
    for (size_t i = 0; i < item->n; i++) {
        qa_wide *row = tally->product + item->at[i] * (item->at[i] + 1) / 2;
        for (size_t j = 0; j <= i; j++) {
            qa_wide *product = &row[item->at[j]];
            *product = checked_sum(*product, product_of(item->part[i], item->part[j]));
        }
    }
}

void qa_tally_add(struct qa_tally *tally, const double *parts)
{
    const struct qa_score *score = tally->score;
    struct item item;
    take_parts(&item, score, parts);
    if (item.n == 0) {
        return;
    }
    tally->n++;
    for (size_t i = 0; i < item.n; i++) {
        tally->sum[item.at[i]] = checked_sum(tally->sum[item.at[i]], item.part[i]);
    }
    if (tally->product != NULL && item.is_small) {
        add_small_products(tally, &item);
    } else if (tally->product != NULL) {
        add_products(tally, &item);
    }
    for (size_t f = 0; f < score->n_figures; f++) {
        add_figure(tally, f, &item);
    }
}

/* ---- many items ---- */

void qa_tally_merge(struct qa_tally *into, const struct qa_tally *from)
{
    const struct qa_score *score = into->score;
    if (from->score != score || (from->product == NULL) != (into->product == NULL)) {
        QA_BUG("sums of two sorts do not join");
    }
    into->n += from->n;
    for (size_t p = 0; p < score->n_parts; p++) {
        into->sum[p] = checked_sum(into->sum[p], from->sum[p]);
    }
    for (size_t f = 0; f < score->n_figures; f++) {
        into->items[f] += from->items[f];
    }
    if (into->product == NULL) {
        return;
    }
    for (size_t p = 0; p < n_products(score); p++) {
        into->product[p] = checked_sum(into->product[p], from->product[p]);
    }
    for (size_t f = 0; f < score->n_figures; f++) {
        into->square[f] = checked_sum(into->square[f], from->square[f]);
    }
}

static bool all_fit(const qa_wide *into, const qa_wide *from, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (into[i] > most_sum || from[i] > most_sum - into[i]) {
            return false;
        }
    }
    return true;
}

bool qa_tally_fits(const struct qa_tally *into, const struct qa_tally *from)
{
    const struct qa_score *score = into->score;
    return into->n <= UINT64_MAX - from->n && all_fit(into->sum, from->sum, score->n_parts) &&
           (into->product == NULL || from->product == NULL ||
            (all_fit(into->product, from->product, n_products(score)) &&
             all_fit(into->square, from->square, score->n_figures)));
}

double qa_tally_sum(const struct qa_tally *tally, size_t part)
{
    return (double)tally->sum[part] * unit;
}

uint64_t qa_tally_count(const struct qa_tally *tally, size_t part)
{
    return (uint64_t)(tally->sum[part] >> FRACTION_BITS);
}

/* ---- figures ---- */

static double weighted_sum(const struct qa_tally *tally, const int8_t *weight)
{
    qa_wide sum = 0;
    for (size_t p = 0; p < tally->score->n_parts; p++) {
        sum += weight[p] * tally->sum[p];
    }
    return (double)sum * unit;
}

/* Sum over items of (weights of one) x (weights of two): exact, because large terms cancel. */
static double weighted_product(const struct qa_tally *tally, const int8_t *one, const int8_t *two)
{
    qa_wide sum = 0;
    const qa_wide *product = tally->product;
    for (size_t i = 0; i < tally->score->n_parts; i++) {
        for (size_t j = 0; j <= i; j++, product++) {
            int weight = one[i] * two[j] + (i != j ? one[j] * two[i] : 0);
            sum += weight * *product;
        }
    }
    return (double)sum * unit;
}

static double most_of(const struct qa_figure *figure, double threshold)
{
    return figure->bound == QA_AT_MOST_DISTANCE ? 1 - threshold : 1;
}

static struct qa_estimate mirrored(struct qa_estimate estimate)
{
    double high = 1 - estimate.low;
    estimate.value = 1 - estimate.value;
    estimate.low = 1 - estimate.high;
    estimate.high = high;
    return estimate;
}

/* The variance of a function of the sums, from its derivative: along the sums themselves that is 0,
 * so the items' mean falls away and products are all it needs. */
static double delta_variance(const struct qa_tally *tally, const double *derivative)
{
    const qa_wide *product = tally->product;
    double squares = 0;
    for (size_t i = 0; i < tally->score->n_parts; i++) {
        for (size_t j = 0; j <= i; j++, product++) {
            squares += (i == j ? 1 : 2) * derivative[i] * derivative[j] * ((double)*product * unit);
        }
    }
    return fmax(squares, 0) * (double)tally->n / ((double)tally->n - 1);
}

/* Limits at a distance of t standard errors; on the logit scale where the figure is a share, so
 * that they stay within. */
static void delta_limits(const struct qa_figure *figure, double t, struct qa_estimate *out)
{
    double room = out->value * (1 - out->value);
    out->has_interval = true;
    if (figure->bound == QA_UNBOUNDED) {
        out->low -= t * out->se;
        out->high += t * out->se;
        return;
    }
    double odds = out->value / (1 - out->value);
    double factor = exp(t * out->se / room);
    out->low = odds / (odds + factor);
    out->high = odds / (odds + 1 / factor);
}

/* Figures that are no ratios. */
static struct qa_estimate delta_estimate(const struct qa_tally *tally, size_t f, double confidence)
{
    const struct qa_figure *figure = &tally->score->figures[f];
    double sums[QA_PARTS_MAX];
    double derivative[QA_PARTS_MAX];
    for (size_t p = 0; p < tally->score->n_parts; p++) {
        sums[p] = qa_tally_sum(tally, p);
    }
    struct qa_estimate out = {.n = tally->items[f], .confidence = confidence, .method = "delta"};
    out.value = out.low = out.high = figure->value(sums, derivative);
    if (tally->product == NULL || tally->n < 2) {
        return out;
    }
    out.se = sqrt(delta_variance(tally, derivative));
    out.has_se = true;
    bool at_end = figure->bound != QA_UNBOUNDED && !(out.value > 0 && out.value < 1);
    if (tally->items[f] >= QA_CLUSTERS_MIN && out.se > 0 && !at_end) {
        delta_limits(figure, qa_t_quantile(0.5 + confidence / 2, (double)tally->n - 1), &out);
    }
    return out;
}

struct qa_estimate qa_tally_estimate(const struct qa_tally *tally, size_t f, double threshold,
                                     double confidence)
{
    const struct qa_figure *figure = &tally->score->figures[f];
    const struct qa_ratio_kind kind = {.most = most_of(figure, threshold),
                                       .is_bounded = figure->bound != QA_UNBOUNDED,
                                       .unit = figure->unit};
    struct qa_cluster_sums sums = {.n = tally->items[f],
                                   .a = fmax(weighted_sum(tally, figure->above), 0),
                                   .b = weighted_sum(tally, figure->below)};
    if (sums.n == 0 || sums.b <= 0) {
        return qa_undefined(figure->undefined, sums.n);
    }
    if (figure->is_count) {
        return (struct qa_estimate){
            .value = sums.a, .low = sums.a, .high = sums.a, .n = sums.n, .confidence = confidence};
    }
    if (figure->value != NULL) {
        return delta_estimate(tally, f, confidence);
    }
    /* Rounding may carry a sum past its bound. */
    sums.a = kind.is_bounded ? fmin(sums.a, kind.most * sums.b) : sums.a;
    struct qa_estimate out;
    if (tally->product != NULL) {
        sums.aa = fmax(weighted_product(tally, figure->above, figure->above), 0);
        sums.ab = weighted_product(tally, figure->above, figure->below);
        sums.bb = weighted_product(tally, figure->below, figure->below);
        sums.aa_per_b = (double)tally->square[f] * unit;
        out = qa_cluster_ratio(&sums, &kind, confidence);
    } else {
        out = (struct qa_estimate){.value = sums.a / sums.b, .confidence = confidence, .n = sums.n};
        out.low = out.high = out.value;
    }
    return figure->is_complement ? mirrored(out) : out;
}
