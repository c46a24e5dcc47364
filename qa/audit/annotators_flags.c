/* What looks wrong about an annotator, in words. */
#include <math.h>
#include <stdlib.h>

#include "qa/audit/annotators_parts.h"
#include "qa/stats/compare.h"
#include "qa/stats/describe.h"
#include "qa/stats/interval.h"

/* Below these numbers of items a habit cannot be told from chance. */
enum { LEAST_ITEMS = 10, LEAST_FOR_CHANCE = 20, LEAST_SWAPPED = 5, LEAST_COPIED = 5 };
static const double SMALL_P = 0.05;
static const double TOO_FAST_SHARE = 0.2; /* of the answers */
static const double ONE_ANSWER_SHARE = 0.8;
static const double ONE_ANSWER_SURPLUS = 0.25; /* over the others' share */
static const double CHANCE_SKILL = 0.2;

static const char *label_text(const struct qa_annotators_work *work, uint32_t category)
{
    return qa_strings_text(work->names->labels, work->view.category[category]);
}

/* ---- too fast ---- */

/* A fifth of the median of all answers to the question. */
static double floor_of_question(const struct qa_annotators_work *work)
{
    const struct qa_batch *batch = work->request->batch;
    double *seconds = QA_ARRAY(work->scratch, double, batch->n_answers + 1);
    size_t n = 0;
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (qa_answer_question(batch, a) == work->question && batch->duration[a] != QA_NO_TIME) {
            seconds[n++] = (double)batch->duration[a] / (double)QA_SECOND;
        }
    }
    qa_sort_reals(seconds, n);
    return n > 0 ? qa_quantile_sorted(seconds, n, 0.5) / 5 : 0;
}

static void flag_too_fast(struct qa_annotators_work *work)
{
    const struct qa_batch *batch = work->request->batch;
    if (batch->duration == NULL) {
        return;
    }
    bool given = work->request->min_seconds > 0;
    double least = given ? work->request->min_seconds : floor_of_question(work);
    uint32_t n_annotators = qa_annotator_count(work->names);
    uint64_t *fast = QA_ARRAY(work->scratch, uint64_t, n_annotators + (size_t)1);
    uint64_t *timed = QA_ARRAY(work->scratch, uint64_t, n_annotators + (size_t)1);
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (qa_answer_question(batch, a) == work->question && batch->annotator[a] != QA_NONE &&
            batch->duration[a] != QA_NO_TIME) {
            timed[batch->annotator[a]]++;
            fast[batch->annotator[a]] += (double)batch->duration[a] / (double)QA_SECOND < least;
        }
    }
    for (uint32_t g = 0; g < work->view.ratings.n_raters; g++) {
        struct qa_annotator_row *row = &work->rows[g];
        double n = (double)timed[row->annotator];
        if (n >= LEAST_ITEMS && (double)fast[row->annotator] >= TOO_FAST_SHARE * n) {
            qa_annotators_flag(work, row, QA_FLAG_TOO_FAST,
                               qa_arena_format(work->arena,
                                               "%.0f %% of %.0f answers in under %.3g s%s",
                                               100 * (double)fast[row->annotator] / n, n, least,
                                               given ? "" : ", a fifth of the median of all"),
                               QA_NONE);
        }
    }
}

/* ---- habits ---- */

static void flag_one_answer(struct qa_annotators_work *work, uint32_t g)
{
    const struct qa_rater_standing *standing = &work->standings[g];
    uint32_t c = standing->favourite;
    if (standing->n_shared < LEAST_ITEMS || standing->own_share[c] < ONE_ANSWER_SHARE ||
        standing->own_share[c] - standing->others_share[c] < ONE_ANSWER_SURPLUS) {
        return;
    }
    qa_annotators_flag(work, &work->rows[g], QA_FLAG_ONE_ANSWER,
                       qa_arena_format(work->arena,
                                       "gave '%s' to %.0f %% of %llu items; the others gave it "
                                       "to %.0f %% of the same",
                                       label_text(work, c), 100 * standing->own_share[c],
                                       (unsigned long long)standing->n_shared,
                                       100 * standing->others_share[c]),
                       QA_NONE);
}

static void flag_at_chance(struct qa_annotators_work *work, uint32_t g)
{
    const struct qa_estimate *skill = &work->rows[g].skill;
    if (work->standings[g].n_shared >= LEAST_FOR_CHANCE && qa_is_defined(skill) &&
        skill->has_interval && skill->low <= 0 && skill->value < CHANCE_SKILL) {
        qa_annotators_flag(work, &work->rows[g], QA_FLAG_AT_CHANCE,
                           qa_arena_format(work->arena,
                                           "agrees with the others on %.0f %% of %llu items, "
                                           "chance makes %.0f %%",
                                           100 * work->rows[g].agreement.value,
                                           (unsigned long long)work->standings[g].n_shared,
                                           100 * (work->rows[g].agreement.value - skill->value) /
                                               (1 - skill->value)),
                           QA_NONE);
    }
}

static void flag_swapped(struct qa_annotators_work *work, uint32_t g)
{
    const uint64_t *confusion = work->standings[g].confusion;
    size_t k = work->view.ratings.n_categories;
    for (uint32_t a = 0; confusion != NULL && a < k; a++) {
        for (uint32_t b = a + 1; b < k; b++) {
            uint64_t a_as_b = confusion[a * k + b];
            uint64_t b_as_a = confusion[b * k + a];
            if (a_as_b >= LEAST_SWAPPED && b_as_a >= LEAST_SWAPPED &&
                a_as_b > confusion[a * k + a] && b_as_a > confusion[b * k + b]) {
                qa_annotators_flag(
                    work, &work->rows[g], QA_FLAG_SWAPPED,
                    qa_arena_format(work->arena,
                                    "said '%s' where most others said '%s' %llu times, and the "
                                    "other way round %llu times",
                                    label_text(work, b), label_text(work, a),
                                    (unsigned long long)a_as_b, (unsigned long long)b_as_a),
                    QA_NONE);
            }
        }
    }
}

static void flag_trend(struct qa_annotators_work *work, struct qa_annotator_row *row)
{
    if (!row->has_trend || row->trend_p >= SMALL_P || row->first_third == row->last_third) {
        return;
    }
    bool rises = row->last_third > row->first_third;
    qa_annotators_flag(
        work, row, rises ? QA_FLAG_LEARNING : QA_FLAG_TIRING,
        qa_arena_format(work->arena,
                        "agreement with the others %s from %.0f %% in the first third to %.0f %% "
                        "in the last (adjusted p %.2g)",
                        rises ? "rises" : "falls", 100 * row->first_third, 100 * row->last_third,
                        row->trend_p),
        QA_NONE);
}

void qa_annotators_flags(struct qa_annotators_work *work)
{
    flag_too_fast(work);
    for (uint32_t g = 0; g < work->view.ratings.n_raters; g++) {
        flag_one_answer(work, g);
        flag_at_chance(work, g);
        flag_swapped(work, g);
        flag_trend(work, &work->rows[g]);
    }
}

/* ---- copying ---- */

/* What one annotator shares of another's errors, on the items that both rated. */
struct shared_errors {
    uint32_t a;
    uint32_t b;
    uint32_t errors;  /* of a */
    uint32_t same;    /* b gave the same label */
    int64_t expected; /* of the same, in units of 2^-32: sums do not depend on their order */
};

/* How often any annotator gives a label where another is right: counts[truth x k + given]. */
static uint64_t *all_confusions(const struct qa_annotators_work *work, uint64_t *of_truth)
{
    const struct qa_ratings *ratings = &work->view.ratings;
    size_t k = ratings->n_categories;
    uint64_t *counts = QA_ARRAY(work->scratch, uint64_t, k * k + 1);
    for (size_t i = 0; i < ratings->n_items; i++) {
        for (uint64_t r = ratings->first[i];
             work->truth[i] != UINT32_MAX && r < ratings->first[i + 1]; r++) {
            counts[work->truth[i] * k + ratings->category[r]]++;
            of_truth[work->truth[i]]++;
        }
    }
    return counts;
}

/* The pairs of annotators, found by hashing: slots hold index + 1. */
struct error_pairs {
    struct shared_errors *list;
    size_t n;
    size_t capacity;
    uint32_t *slot;
    size_t n_slots; /* a power of 2 */
    struct qa_arena *arena;
};

static size_t slot_of(const struct error_pairs *pairs, uint32_t a, uint32_t b)
{
    uint64_t key = (uint64_t)a << 32 | b;
    size_t at = (size_t)((key ^ key >> 31) * 0x9e3779b97f4a7c15u >> 32) & (pairs->n_slots - 1);
    while (pairs->slot[at] != 0) {
        const struct shared_errors *pair = &pairs->list[pairs->slot[at] - 1];
        if (pair->a == a && pair->b == b) {
            break;
        }
        at = (at + 1) & (pairs->n_slots - 1);
    }
    return at;
}

static struct shared_errors *find_pair(struct error_pairs *pairs, uint32_t a, uint32_t b)
{
    size_t at = slot_of(pairs, a, b);
    if (pairs->slot[at] != 0) {
        return &pairs->list[pairs->slot[at] - 1];
    }
    if (2 * (pairs->n + 1) > pairs->n_slots) {
        pairs->n_slots *= 2;
        pairs->slot = QA_ARRAY(pairs->arena, uint32_t, pairs->n_slots);
        for (size_t i = 0; i < pairs->n; i++) {
            pairs->slot[slot_of(pairs, pairs->list[i].a, pairs->list[i].b)] = (uint32_t)i + 1;
        }
        at = slot_of(pairs, a, b);
    }
    pairs->list = qa_arena_grow(pairs->arena, pairs->list, &pairs->capacity, pairs->n + 1,
                                sizeof *pairs->list);
    pairs->list[pairs->n] = (struct shared_errors){.a = a, .b = b};
    pairs->slot[at] = (uint32_t)++pairs->n;
    return &pairs->list[pairs->n - 1];
}

/* Rating a of the item is wrong; every other rater of it may have said the same. */
static void share_error(const struct qa_ratings *ratings, size_t item, uint64_t a, double expected,
                        struct error_pairs *pairs)
{
    for (uint64_t b = ratings->first[item]; b < ratings->first[item + 1]; b++) {
        if (b != a) {
            struct shared_errors *pair = find_pair(pairs, ratings->rater[a], ratings->rater[b]);
            pair->errors++;
            pair->same += ratings->category[a] == ratings->category[b];
            pair->expected += (int64_t)(expected * 4294967296.0);
        }
    }
}

static void collect_errors(const struct qa_annotators_work *work, struct error_pairs *pairs)
{
    const struct qa_ratings *ratings = &work->view.ratings;
    size_t k = ratings->n_categories;
    uint64_t *of_truth = QA_ARRAY(work->scratch, uint64_t, k + 1);
    const uint64_t *counts = all_confusions(work, of_truth);
    for (size_t i = 0; i < ratings->n_items; i++) {
        uint32_t truth = work->truth[i];
        for (uint64_t a = ratings->first[i]; truth != UINT32_MAX && a < ratings->first[i + 1];
             a++) {
            if (ratings->category[a] != truth) {
                double share =
                    (double)counts[truth * k + ratings->category[a]] / (double)of_truth[truth];
                share_error(ratings, i, a, share, pairs);
            }
        }
    }
}

static int by_pair(const void *left, const void *right)
{
    const struct shared_errors *x = left;
    const struct shared_errors *y = right;
    if (x->a != y->a) {
        return x->a < y->a ? -1 : 1;
    }
    return (x->b > y->b) - (x->b < y->b);
}

static double expected_of(const struct shared_errors *pair)
{
    return (double)pair->expected / 4294967296.0;
}

static double p_of(const struct shared_errors *pair)
{
    double expected = expected_of(pair);
    return pair->same > expected
               ? qa_binomial_two_sided(pair->same, pair->errors, expected / pair->errors)
               : 1;
}

void qa_annotators_copying(struct qa_annotators_work *work)
{
    struct error_pairs pairs = {.n_slots = 4096, .arena = work->scratch};
    pairs.slot = QA_ARRAY(work->scratch, uint32_t, pairs.n_slots);
    collect_errors(work, &pairs);
    size_t n = 0;
    for (size_t i = 0; i < pairs.n; i++) {
        if (pairs.list[i].errors >= LEAST_COPIED) {
            pairs.list[n++] = pairs.list[i];
        }
    }
    if (n > 1) {
        qsort(pairs.list, n, sizeof *pairs.list, by_pair);
    }
    double *p = QA_ARRAY(work->scratch, double, n + 1);
    double *adjusted = QA_ARRAY(work->scratch, double, n + 1);
    for (size_t i = 0; i < n; i++) {
        p[i] = p_of(&pairs.list[i]);
    }
    qa_benjamini_hochberg(p, n, adjusted, work->scratch);
    for (size_t i = 0; i < n; i++) {
        const struct shared_errors *pair = &pairs.list[i];
        /* More than half of the errors are shared: not only more than chance, but much. */
        if (adjusted[i] < SMALL_P / 10 && 2 * pair->same > pair->errors) {
            qa_annotators_flag(
                work, &work->rows[pair->a], QA_FLAG_COPYING,
                qa_arena_format(work->arena,
                                "%u of %u errors on items shared with one colleague are the same "
                                "as theirs; %.1f expected (adjusted p %.2g)",
                                pair->same, pair->errors, expected_of(pair), adjusted[i]),
                work->view.rater[pair->b]);
        }
    }
}
