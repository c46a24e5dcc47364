/* Two annotators who are wrong in the same way more often than others of the same items are. */
#include <math.h>
#include <stdlib.h>

#include "qa/audit/annotators_parts.h"
#include "qa/stats/compare.h"
#include "qa/stats/inclusion.h"
#include "qa/stats/special.h"

enum { LEAST_COPIED = 5 };
static const double SMALL_P = 0.005;

/* Sums of chances are kept in whole units of 2^-32, so that they do not depend on their order. */
static const double UNIT = 4294967296.0;

static double real_of(int64_t units)
{
    return (double)units / UNIT;
}

/* What one annotator shares of another's errors, on the items that both rated. */
struct shared_errors {
    uint32_t a;
    uint32_t b;
    uint32_t errors;  /* of a */
    uint32_t same;    /* b gave the same label */
    int64_t expected; /* of the same, in units of 2^-32 */
    /* Of items that tell: some of the other raters gave a's label, and some did not. */
    uint32_t telling, telling_same;
    int64_t telling_expected;
};

/* The odds of an error of each rater, half a one added on both sides. */
static const double *error_odds(const struct qa_annotators_work *work)
{
    const struct qa_ratings *ratings = &work->view.ratings;
    double *odds = QA_ARRAY(work->scratch, double, ratings->n_raters + (size_t)1);
    uint64_t *right = QA_ARRAY(work->scratch, uint64_t, ratings->n_raters + (size_t)1);
    uint64_t *wrong = QA_ARRAY(work->scratch, uint64_t, ratings->n_raters + (size_t)1);
    for (size_t i = 0; i < ratings->n_items; i++) {
        for (uint64_t r = ratings->first[i];
             work->truth[i] != UINT32_MAX && r < ratings->first[i + 1]; r++) {
            bool is_right = ratings->category[r] == work->truth[i];
            right[ratings->rater[r]] += is_right;
            wrong[ratings->rater[r]] += !is_right;
        }
    }
    for (uint32_t g = 0; g < ratings->n_raters; g++) {
        odds[g] = ((double)wrong[g] + 0.5) / ((double)right[g] + 0.5);
    }
    return odds;
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

/* Errors and who shares them. */
struct sharing {
    const struct qa_ratings *ratings;
    const double *odds; /* of an error, by rater */
    bool is_known;      /* what is right is gold's word, not that of most */
    struct error_pairs *pairs;
    double *chance; /* room for the raters of an item, three times */
    struct qa_arena *scratch;
};

static void share_with(const struct sharing *sharing, uint64_t a, uint64_t b, double chance,
                       bool tells)
{
    const struct qa_ratings *ratings = sharing->ratings;
    int64_t expected = (int64_t)(chance * UNIT);
    bool is_same = ratings->category[a] == ratings->category[b];
    struct shared_errors *pair = find_pair(sharing->pairs, ratings->rater[a], ratings->rater[b]);
    pair->errors++;
    pair->same += is_same;
    pair->expected += expected;
    pair->telling += tells;
    pair->telling_same += tells && is_same;
    pair->telling_expected += tells ? expected : 0;
}

/*
 * Rating a of the item is wrong. Any other rater of it may have said the same: as many as did are
 * spread over them by their own odds of an error, however difficult the item is. Where the word of
 * most stands for the truth it may be they who err, and those who share the "error" the able ones:
 * then the greater of both chances is taken.
 */
static void share_error(const struct sharing *sharing, size_t item, uint64_t a)
{
    const struct qa_ratings *ratings = sharing->ratings;
    uint64_t end = ratings->first[item + 1];
    double *turned = sharing->chance + ratings->n_raters;
    double *weight = turned + ratings->n_raters;
    size_t n = 0;
    size_t same = 0;
    for (uint64_t b = ratings->first[item]; b < end; b++) {
        if (b != a) {
            weight[n++] = sharing->odds[ratings->rater[b]];
            same += ratings->category[a] == ratings->category[b];
        }
    }
    qa_inclusion_probabilities(weight, n, same, sharing->chance, sharing->scratch);
    for (size_t i = 0; i < n; i++) {
        weight[i] = 1 / weight[i];
    }
    qa_inclusion_probabilities(weight, n, same, turned, sharing->scratch);
    bool tells = same > 0 && same < n;
    n = 0;
    for (uint64_t b = ratings->first[item]; b < end; b++) {
        if (b != a) {
            double chance =
                sharing->is_known ? sharing->chance[n] : fmax(sharing->chance[n], turned[n]);
            share_with(sharing, a, b, chance, tells);
            n++;
        }
    }
}

static void share_errors(const struct sharing *sharing, const uint32_t *truth)
{
    const struct qa_ratings *ratings = sharing->ratings;
    for (size_t i = 0; i < ratings->n_items; i++) {
        for (uint64_t a = ratings->first[i]; truth[i] != UINT32_MAX && a < ratings->first[i + 1];
             a++) {
            if (ratings->category[a] != truth[i]) {
                share_error(sharing, i, a);
            }
        }
    }
}

static void collect_errors(const struct qa_annotators_work *work, struct error_pairs *pairs)
{
    size_t n = work->view.ratings.n_raters;
    const struct sharing sharing = {.ratings = &work->view.ratings,
                                    .odds = error_odds(work),
                                    .is_known = work->request->gold != NULL,
                                    .pairs = pairs,
                                    .chance = QA_ARRAY(work->scratch, double, 3 * n + 1),
                                    .scratch = qa_arena_new()};
    share_errors(&sharing, work->truth);
    qa_arena_free(sharing.scratch);
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

/* Of a sum of trials with different chances the upper tail is at most that of the binomial with
 * their mean, from one above the expectation on (Hoeffding 1956). */
static double p_of(const struct shared_errors *pair)
{
    double expected = real_of(pair->telling_expected);
    if (pair->telling == 0 || pair->telling_same < expected + 1) {
        return 1;
    }
    /* P(X >= k) of a binomial distribution as an incomplete beta function. */
    return qa_beta_cdf(expected / pair->telling, pair->telling_same,
                       pair->telling - pair->telling_same + 1.0);
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
        if (adjusted[i] < SMALL_P && 2 * pair->same > pair->errors) {
            qa_annotators_flag(
                work, &work->rows[pair->a], QA_FLAG_COPYING,
                qa_arena_format(work->arena,
                                "%u of %u errors on items shared with one colleague are the same "
                                "as theirs; %.1f expected (adjusted p %.2g)",
                                pair->same, pair->errors, real_of(pair->expected), adjusted[i]),
                work->view.rater[pair->b]);
        }
    }
}
