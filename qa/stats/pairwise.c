#include "qa/stats/pairwise.h"

#include <string.h>

#include "qa/base/parallel.h"
#include "qa/stats/interval.h"
#include "qa/stats/kappa.h"

/* Both categories of one common item. */
struct common {
    uint32_t first;
    uint32_t second;
};

/* The items of each rater: compressed rows the other way round. */
struct items_of_raters {
    uint64_t *first;
    uint32_t *item;
    uint32_t *category;
};

struct work {
    const struct qa_ratings *ratings;
    struct items_of_raters items;
    double confidence;
    struct qa_arena **arenas; /* one a rater, for its pairs */
    struct qa_rater_pair **pairs;
    size_t *n_pairs;
};

static struct items_of_raters transpose(const struct qa_ratings *ratings, struct qa_arena *arena)
{
    struct items_of_raters out = {QA_ARRAY(arena, uint64_t, (size_t)ratings->n_raters + 2),
                                  QA_ARRAY(arena, uint32_t, ratings->n_ratings + 1),
                                  QA_ARRAY(arena, uint32_t, ratings->n_ratings + 1)};
    for (size_t r = 0; r < ratings->n_ratings; r++) {
        out.first[ratings->rater[r] + 2]++;
    }
    for (uint32_t a = 0; a < ratings->n_raters; a++) {
        out.first[a + 2] += out.first[a + 1];
    }
    for (size_t i = 0; i < ratings->n_items; i++) {
        for (uint64_t r = ratings->first[i]; r < ratings->first[i + 1]; r++) {
            uint64_t at = out.first[ratings->rater[r] + 1]++;
            out.item[at] = (uint32_t)i;
            out.category[at] = ratings->category[r];
        }
    }
    return out;
}

/* How many items rater a shares with each b > a. */
static uint64_t *count_common(const struct work *work, uint32_t a, struct qa_arena *arena)
{
    const struct qa_ratings *ratings = work->ratings;
    uint64_t *n = QA_ARRAY(arena, uint64_t, (size_t)ratings->n_raters + 1);
    for (uint64_t at = work->items.first[a]; at < work->items.first[a + 1]; at++) {
        uint32_t item = work->items.item[at];
        for (uint64_t r = ratings->first[item + 1]; r > ratings->first[item]; r--) {
            uint32_t b = ratings->rater[r - 1];
            if (b <= a) {
                break;
            }
            n[b]++;
        }
    }
    return n;
}

/* The common items of a with every b > a, those of one b together; start[b] is where b's begin. */
static struct common *gather_common(const struct work *work, uint32_t a, const uint64_t *n,
                                    uint64_t *start, struct qa_arena *arena)
{
    const struct qa_ratings *ratings = work->ratings;
    uint64_t total = 0;
    for (uint32_t b = 0; b < ratings->n_raters; b++) {
        start[b] = total;
        total += n[b];
    }
    struct common *list = QA_ARRAY(arena, struct common, (size_t)total + 1);
    for (uint64_t at = work->items.first[a]; at < work->items.first[a + 1]; at++) {
        uint32_t item = work->items.item[at];
        for (uint64_t r = ratings->first[item + 1]; r > ratings->first[item]; r--) {
            uint32_t b = ratings->rater[r - 1];
            if (b <= a) {
                break;
            }
            list[start[b]++] = (struct common){work->items.category[at], ratings->category[r - 1]};
        }
    }
    for (uint32_t b = 0; b < ratings->n_raters; b++) {
        start[b] -= n[b];
    }
    return list;
}

/* Categories that the pair used, renumbered from 0 in their order: dense[c] - 1, 0 unused. The
 * scale keeps its ends, which weighted kappas measure distances by: all categories stay when
 * weighted. */
static uint32_t used_categories(const struct common *list, uint64_t n, uint32_t *dense, uint32_t k)
{
    memset(dense, 0, k * sizeof *dense);
    for (uint64_t i = 0; i < n; i++) {
        dense[list[i].first] = 1;
        dense[list[i].second] = 1;
    }
    uint32_t used = 0;
    for (uint32_t c = 0; c < k; c++) {
        dense[c] = dense[c] != 0 ? ++used : 0;
    }
    return used;
}

/* Weights among the used categories, cut out of the full scale. */
static const double *cut_weights(const struct qa_ratings *ratings, enum qa_weights kind,
                                 const uint32_t *dense, uint32_t used, struct qa_arena *arena)
{
    if (kind == QA_WEIGHTS_IDENTITY) {
        return NULL;
    }
    uint32_t k = ratings->n_categories;
    double *ends = QA_ARRAY(arena, double, (size_t)used + 2);
    double *out = QA_ARRAY(arena, double, (size_t)used *used);
    /* The scale's own ends stand first and last, so that the range is the whole scale's. */
    ends[0] = ratings->score != NULL ? ratings->score[0] : 0;
    ends[used + 1] = ratings->score != NULL ? ratings->score[k - 1] : (double)k - 1;
    for (uint32_t c = 0; c < k; c++) {
        if (dense[c] != 0) {
            ends[dense[c]] = ratings->score != NULL ? ratings->score[c] : (double)c;
        }
    }
    const double *full = qa_weight_matrix(kind, ends, used + 2, arena);
    for (uint32_t i = 0; i < used; i++) {
        for (uint32_t j = 0; j < used; j++) {
            out[(size_t)i * used + j] = full[(size_t)(i + 1) * (used + 2) + j + 1];
        }
    }
    return out;
}

static struct qa_rater_pair measure(const struct work *work, const struct common *list, uint64_t n,
                                    uint32_t *dense, struct qa_arena *scratch)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    uint32_t used = used_categories(list, n, dense, work->ratings->n_categories);
    uint64_t *table = QA_ARRAY(scratch, uint64_t, (size_t)used * used);
    uint64_t agreements = 0;
    for (uint64_t i = 0; i < n; i++) {
        table[(size_t)(dense[list[i].first] - 1) * used + dense[list[i].second] - 1]++;
        agreements += list[i].first == list[i].second;
    }
    struct qa_rater_pair pair = {.n_items = n,
                                 .percent_agreement = qa_wilson(agreements, n, work->confidence)};
    for (int w = 0; w < QA_N_WEIGHTS; w++) {
        const double *weights =
            cut_weights(work->ratings, (enum qa_weights)w, dense, used, scratch);
        pair.kappa[w] = qa_cohen_kappa(table, used, weights, work->confidence, scratch);
    }
    qa_arena_reset(scratch, mark);
    return pair;
}

static void pairs_of_rater(void *context, size_t chunk)
{
    struct work *work = context;
    uint32_t a = (uint32_t)chunk;
    uint32_t n_raters = work->ratings->n_raters;
    struct qa_arena *arena = qa_arena_new();
    struct qa_arena *scratch = qa_arena_new();
    const uint64_t *n = count_common(work, a, scratch);
    uint64_t *start = QA_ARRAY(scratch, uint64_t, (size_t)n_raters + 1);
    const struct common *list = gather_common(work, a, n, start, scratch);
    uint32_t *dense = QA_ARRAY(scratch, uint32_t, (size_t)work->ratings->n_categories + 1);
    struct qa_rater_pair *pairs = QA_ARRAY(arena, struct qa_rater_pair, n_raters - a);
    size_t used = 0;
    for (uint32_t b = a + 1; b < n_raters; b++) {
        if (n[b] > 0) {
            pairs[used] = measure(work, list + start[b], n[b], dense, scratch);
            pairs[used].a = a;
            pairs[used++].b = b;
        }
    }
    qa_arena_free(scratch);
    work->arenas[a] = arena;
    work->pairs[a] = pairs;
    work->n_pairs[a] = used;
}

struct qa_rater_pair *qa_rater_pairs(const struct qa_ratings *ratings, double confidence,
                                     struct qa_arena *arena, size_t *n_pairs)
{
    uint32_t n_raters = ratings->n_raters;
    struct qa_arena *scratch = qa_arena_new();
    struct work work = {.ratings = ratings,
                        .items = transpose(ratings, scratch),
                        .confidence = confidence,
                        .arenas = QA_ARRAY(scratch, struct qa_arena *, n_raters),
                        .pairs = QA_ARRAY(scratch, struct qa_rater_pair *, n_raters),
                        .n_pairs = QA_ARRAY(scratch, size_t, n_raters)};
    qa_parallel_for(n_raters, pairs_of_rater, &work);
    *n_pairs = 0;
    for (uint32_t a = 0; a < n_raters; a++) {
        *n_pairs += work.n_pairs[a];
    }
    struct qa_rater_pair *all = QA_ARRAY(arena, struct qa_rater_pair, *n_pairs + 1);
    size_t used = 0;
    for (uint32_t a = 0; a < n_raters; a++) {
        memcpy(all + used, work.pairs[a], work.n_pairs[a] * sizeof *all);
        used += work.n_pairs[a];
        qa_arena_free(work.arenas[a]);
    }
    qa_arena_free(scratch);
    return all;
}
