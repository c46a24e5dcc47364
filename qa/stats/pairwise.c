#include "qa/stats/pairwise.h"

#include <string.h>

#include "qa/base/parallel.h"
#include "qa/stats/agreement_score.h"
#include "qa/stats/interval.h"
#include "qa/stats/pair_tables.h"

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
    const struct qa_pair_request *request;
    struct items_of_raters items;
    struct qa_pair_tables tables;
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

/* A pair's table over the categories that it used, so that a hundred categories of which a pair
 * met three cost nine cells. */
struct pair_table {
    uint64_t *count;
    uint32_t *category; /* used ones, ascending */
    uint32_t n_used;
    uint64_t n_items;
    uint64_t agreements;
};

static void find_used(struct pair_table *table, uint32_t *dense, uint32_t k)
{
    for (uint32_t c = 0; c < k; c++) {
        if (dense[c] != 0) {
            table->category[table->n_used++] = c;
            dense[c] = table->n_used;
        }
    }
}

static struct pair_table table_of_list(const struct common *list, uint64_t n, uint32_t k,
                                       struct qa_arena *scratch)
{
    struct pair_table table = {.category = QA_ARRAY(scratch, uint32_t, k + (size_t)1),
                               .n_items = n};
    uint32_t *dense = QA_ARRAY(scratch, uint32_t, k + (size_t)1);
    for (uint64_t i = 0; i < n; i++) {
        dense[list[i].first] = 1;
        dense[list[i].second] = 1;
    }
    find_used(&table, dense, k);
    table.count = QA_ARRAY(scratch, uint64_t, (size_t)table.n_used * table.n_used);
    for (uint64_t i = 0; i < n; i++) {
        table
            .count[(size_t)(dense[list[i].first] - 1) * table.n_used + dense[list[i].second] - 1]++;
        table.agreements += list[i].first == list[i].second;
    }
    return table;
}

static struct pair_table table_of_cells(const uint32_t *cells, uint32_t k, struct qa_arena *scratch)
{
    struct pair_table table = {.category = QA_ARRAY(scratch, uint32_t, k + (size_t)1)};
    uint32_t *dense = QA_ARRAY(scratch, uint32_t, k + (size_t)1);
    for (uint32_t i = 0; i < k; i++) {
        for (uint32_t j = 0; j < k; j++) {
            uint32_t n = cells[(size_t)i * k + j];
            table.n_items += n;
            table.agreements += i == j ? n : 0;
            dense[i] |= n > 0;
            dense[j] |= n > 0;
        }
    }
    find_used(&table, dense, k);
    table.count = QA_ARRAY(scratch, uint64_t, (size_t)table.n_used * table.n_used);
    for (uint32_t i = 0; i < table.n_used; i++) {
        for (uint32_t j = 0; j < table.n_used; j++) {
            table.count[(size_t)i * table.n_used + j] =
                cells[(size_t)table.category[i] * k + table.category[j]];
        }
    }
    return table;
}

/* Weights among the used categories; the full matrix keeps the scale's ends. */
static const double *cut_weights(const double *full, uint32_t k, const struct pair_table *table,
                                 struct qa_arena *scratch)
{
    if (full == NULL) {
        return NULL;
    }
    double *out = QA_ARRAY(scratch, double, (size_t)table->n_used * table->n_used);
    for (uint32_t i = 0; i < table->n_used; i++) {
        for (uint32_t j = 0; j < table->n_used; j++) {
            out[(size_t)i * table->n_used + j] =
                full[(size_t)table->category[i] * k + table->category[j]];
        }
    }
    return out;
}

/* Indices over all categories, used or not. */
static struct qa_kappa_indices indices_of(const struct pair_table *table, uint32_t k)
{
    struct qa_kappa_indices out = qa_kappa_indices(table->count, table->n_used);
    if (table->n_used == k) {
        return out;
    }
    double agreement = (double)table->agreements / (double)table->n_items;
    out.has_pabak = k > 1;
    out.pabak = k > 1 ? (k * agreement - 1) / ((double)k - 1) : 0;
    out.is_two_by_two = k == 2;
    if (k == 2) {
        out.prevalence = table->category[0] == 0 ? 1 : -1;
        out.bias = 0;
    }
    return out;
}

static struct qa_rater_pair measure(const struct work *work, const struct pair_table *table,
                                    struct qa_arena *scratch)
{
    const struct qa_pair_request *request = work->request;
    struct qa_rater_pair pair = {.n_items = table->n_items,
                                 .percent_agreement = qa_wilson(table->agreements, table->n_items,
                                                                request->inference.confidence),
                                 .indices = indices_of(table, work->ratings->n_categories)};
    for (size_t w = 0; w < request->n_weights; w++) {
        const double *weights =
            cut_weights(request->weights[w], work->ratings->n_categories, table, scratch);
        pair.kappa[w] =
            qa_cohen_kappa(table->count, table->n_used, weights, &request->inference, scratch);
        if (request->is_matched_score) {
            qa_cohen_score(table->count, table->n_used, weights, &request->inference,
                           &pair.kappa[w], scratch);
        }
    }
    if (request->is_matched_score) {
        pair.percent_agreement = qa_pair_agreement_score(table->agreements, table->n_items,
                                                         &request->inference, scratch);
    }
    return pair;
}

static size_t pairs_by_tables(struct work *work, uint32_t a, struct qa_rater_pair *pairs,
                              struct qa_arena *scratch)
{
    uint32_t n_raters = work->ratings->n_raters;
    size_t k = work->ratings->n_categories;
    size_t used = 0;
    for (uint32_t b = a + 1; b < n_raters; b++) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        struct pair_table table = table_of_cells(
            work->tables.counts + qa_pair_index(n_raters, a, b) * k * k, (uint32_t)k, scratch);
        if (table.n_items > 0) {
            pairs[used] = measure(work, &table, scratch);
            pairs[used].a = a;
            pairs[used++].b = b;
        }
        qa_arena_reset(scratch, mark);
    }
    return used;
}

static size_t pairs_by_lists(struct work *work, uint32_t a, struct qa_rater_pair *pairs,
                             struct qa_arena *scratch)
{
    uint32_t n_raters = work->ratings->n_raters;
    const uint64_t *n = count_common(work, a, scratch);
    uint64_t *start = QA_ARRAY(scratch, uint64_t, (size_t)n_raters + 1);
    const struct common *list = gather_common(work, a, n, start, scratch);
    size_t used = 0;
    for (uint32_t b = a + 1; b < n_raters; b++) {
        if (n[b] == 0) {
            continue;
        }
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        struct pair_table table =
            table_of_list(list + start[b], n[b], work->ratings->n_categories, scratch);
        pairs[used] = measure(work, &table, scratch);
        pairs[used].a = a;
        pairs[used++].b = b;
        qa_arena_reset(scratch, mark);
    }
    return used;
}

static void pairs_of_rater(void *context, size_t chunk)
{
    struct work *work = context;
    uint32_t a = (uint32_t)chunk;
    struct qa_arena *arena = qa_arena_new();
    struct qa_arena *scratch = qa_arena_new();
    struct qa_rater_pair *pairs =
        QA_ARRAY(arena, struct qa_rater_pair, work->ratings->n_raters - a);
    work->n_pairs[a] = work->tables.counts != NULL ? pairs_by_tables(work, a, pairs, scratch)
                                                   : pairs_by_lists(work, a, pairs, scratch);
    work->arenas[a] = arena;
    work->pairs[a] = pairs;
    qa_arena_free(scratch);
}

struct qa_rater_pair *qa_rater_pairs(const struct qa_ratings *ratings,
                                     const struct qa_pair_request *request, struct qa_arena *arena,
                                     size_t *n_pairs)
{
    uint32_t n_raters = ratings->n_raters;
    struct qa_arena *scratch = qa_arena_new();
    struct work work = {.ratings = ratings,
                        .request = request,
                        .tables = qa_pair_tables(ratings, scratch),
                        .arenas = QA_ARRAY(scratch, struct qa_arena *, n_raters),
                        .pairs = QA_ARRAY(scratch, struct qa_rater_pair *, n_raters),
                        .n_pairs = QA_ARRAY(scratch, size_t, n_raters)};
    if (work.tables.counts == NULL) {
        work.items = transpose(ratings, scratch);
    }
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

/* ---- Light's kappa ---- */

enum { ITEMS_A_CHUNK = 65536 };

struct lighting {
    const struct qa_ratings *ratings;
    const double *of_cell; /* influence of an item in a pair's cell on Light's kappa */
    double *influence;     /* of each item */
};

static void influence_of_chunk(void *context, size_t chunk)
{
    struct lighting *lighting = context;
    const struct qa_ratings *ratings = lighting->ratings;
    size_t k = ratings->n_categories;
    size_t end = (chunk + 1) * ITEMS_A_CHUNK;
    end = end < ratings->n_items ? end : ratings->n_items;
    for (size_t i = chunk * ITEMS_A_CHUNK; i < end; i++) {
        double sum = 0;
        for (uint64_t a = ratings->first[i]; a < ratings->first[i + 1]; a++) {
            for (uint64_t b = a + 1; b < ratings->first[i + 1]; b++) {
                size_t pair =
                    qa_pair_index(ratings->n_raters, ratings->rater[a], ratings->rater[b]);
                sum +=
                    lighting->of_cell[(pair * k + ratings->category[a]) * k + ratings->category[b]];
            }
        }
        lighting->influence[i] = sum;
    }
}

static uint64_t items_with_pairs(const struct qa_ratings *ratings)
{
    uint64_t n = 0;
    for (size_t i = 0; i < ratings->n_items; i++) {
        n += ratings->first[i + 1] - ratings->first[i] >= 2;
    }
    return n;
}

/* The pairs' kappas and cell influences; returns the mean kappa. Each cell's influence is that on
 * the mean over n items: n / n_pair / pairs of that on the pair's kappa. */
static double mean_of_tables(const struct qa_pair_tables *tables, const double *weights,
                             uint64_t n_items, double *of_cell, struct qa_light_pairs *pairs,
                             struct qa_arena *scratch)
{
    size_t cells = (size_t)tables->k * tables->k;
    uint64_t *counts = QA_ARRAY(scratch, uint64_t, cells);
    double sum = 0;
    for (size_t p = 0; p < tables->n_pairs; p++) {
        uint64_t n = 0;
        uint64_t agreed = 0; /* on the label that both gave most */
        for (size_t c = 0; c < cells; c++) {
            counts[c] = tables->counts[p * cells + c];
            n += counts[c];
            bool more = c % (tables->k + 1) == 0 && counts[c] > agreed;
            agreed = more ? counts[c] : agreed;
        }
        pairs->is_sparse =
            pairs->is_sparse ||
            (n > 0 && (n < QA_LIGHT_LEAST_ITEMS || n - agreed < QA_LIGHT_LEAST_OUTSIDE));
        double kappa;
        double *own = of_cell + p * cells;
        if (qa_cohen_influence(counts, tables->k, weights, &kappa, own, scratch)) {
            sum += kappa;
            pairs->n_used++;
        } else {
            pairs->n_undefined += n > 0;
        }
        for (size_t c = 0; n > 0 && c < cells; c++) {
            own[c] *= (double)n_items / (double)n;
        }
    }
    double n_used = (double)pairs->n_used;
    for (size_t c = 0; pairs->n_used > 0 && c < tables->n_pairs * cells; c++) {
        of_cell[c] /= n_used;
    }
    return pairs->n_used > 0 ? sum / n_used : 0;
}

/* Sum of squares, the same whatever the order of the list. */
static double exact_squares(const double *list, size_t n)
{
    double most = 0;
    for (size_t i = 0; i < n; i++) {
        double size = list[i] < 0 ? -list[i] : list[i];
        most = size > most ? size : most;
    }
    struct qa_exact_sum sum = {0};
    for (size_t i = 0; most > 0 && i < n; i++) {
        qa_exact_add(&sum, list[i] / most * (list[i] / most));
    }
    return qa_exact_value(&sum) * most * most;
}

/* Without room for all tables: the mean alone, pair by pair. */
static struct qa_estimate light_without_interval(const struct qa_ratings *ratings,
                                                 const double *weights,
                                                 const struct qa_inference *inference,
                                                 struct qa_light_pairs *pairs,
                                                 struct qa_arena *scratch)
{
    const struct qa_pair_request request = {{weights}, 1, *inference, false};
    size_t n;
    const struct qa_rater_pair *list = qa_rater_pairs(ratings, &request, scratch, &n);
    double sum = 0;
    for (size_t p = 0; p < n; p++) {
        bool defined = qa_is_defined(&list[p].kappa[0]);
        sum += defined ? list[p].kappa[0].value : 0;
        pairs->n_used += defined;
        pairs->n_undefined += !defined;
    }
    uint64_t n_items = items_with_pairs(ratings);
    if (pairs->n_used == 0) {
        return qa_undefined("no pair of annotators has a kappa", n_items);
    }
    return (struct qa_estimate){
        .value = sum / (double)pairs->n_used, .confidence = inference->confidence, .n = n_items};
}

struct qa_estimate qa_light_kappa(const struct qa_ratings *ratings, const double *weights,
                                  const struct qa_inference *inference, double *influence,
                                  struct qa_light_pairs *pairs, struct qa_arena *scratch)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    *pairs = (struct qa_light_pairs){0, 0, false};
    struct qa_pair_tables tables = qa_pair_tables(ratings, scratch);
    struct qa_estimate estimate;
    if (ratings->n_raters < 2) {
        estimate = qa_undefined("only one annotator", ratings->n_items);
    } else if (tables.counts == NULL) {
        estimate = light_without_interval(ratings, weights, inference, pairs, scratch);
    } else {
        size_t n_cells = tables.n_pairs * tables.k * tables.k;
        uint64_t n = items_with_pairs(ratings);
        double *of_cell = QA_ARRAY(scratch, double, n_cells + 1);
        double mean = mean_of_tables(&tables, weights, n, of_cell, pairs, scratch);
        struct lighting lighting = {ratings, of_cell, influence};
        if (influence == NULL) {
            lighting.influence = QA_ARRAY(scratch, double, ratings->n_items + 1);
        }
        qa_parallel_for(ratings->n_items / ITEMS_A_CHUNK + 1, influence_of_chunk, &lighting);
        const struct qa_linearised sum = {mean, exact_squares(lighting.influence, ratings->n_items),
                                          n, -1};
        estimate = pairs->n_used > 0 ? qa_linearised(&sum, inference)
                                     : qa_undefined("no pair of annotators has a kappa", n);
        estimate.has_interval = estimate.has_interval && !pairs->is_sparse;
        estimate.has_p_value = estimate.has_p_value && !pairs->is_sparse;
    }
    qa_arena_reset(scratch, mark);
    return estimate;
}
