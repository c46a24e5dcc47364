#include "qa/stats/pair_tables.h"

#include "qa/base/parallel.h"

enum { MOST_CELLS = 4000000, MOST_CELLS_A_CHUNK = 1000000, N_CHUNKS = 4 };

struct counting {
    const struct qa_ratings *ratings;
    uint32_t **counts; /* a chunk */
    size_t n_chunks;
};

static void count_chunk(void *context, size_t chunk)
{
    struct counting *counting = context;
    const struct qa_ratings *ratings = counting->ratings;
    uint32_t *counts = counting->counts[chunk];
    uint32_t n_raters = ratings->n_raters;
    size_t k = ratings->n_categories;
    size_t start = ratings->n_items * chunk / counting->n_chunks;
    size_t end = ratings->n_items * (chunk + 1) / counting->n_chunks;
    for (size_t i = start; i < end; i++) {
        for (uint64_t a = ratings->first[i]; a < ratings->first[i + 1]; a++) {
            for (uint64_t b = a + 1; b < ratings->first[i + 1]; b++) {
                size_t pair = qa_pair_index(n_raters, ratings->rater[a], ratings->rater[b]);
                counts[(pair * k + ratings->category[a]) * k + ratings->category[b]]++;
            }
        }
    }
}

struct qa_pair_tables qa_pair_tables(const struct qa_ratings *ratings, struct qa_arena *arena)
{
    struct qa_pair_tables tables = {.n_raters = ratings->n_raters, .k = ratings->n_categories};
    if (ratings->n_raters < 2 || ratings->n_raters > 4000) {
        return tables;
    }
    tables.n_pairs = (size_t)ratings->n_raters * (ratings->n_raters - 1) / 2;
    double cells = (double)tables.n_pairs * tables.k * tables.k;
    if (cells > MOST_CELLS) {
        return tables;
    }
    size_t n_cells = (size_t)cells;
    tables.counts = QA_ARRAY(arena, uint32_t, n_cells + 1);
    struct qa_arena *scratch = qa_arena_new();
    struct counting counting = {.ratings = ratings,
                                .counts = QA_ARRAY(scratch, uint32_t *, N_CHUNKS),
                                .n_chunks = n_cells <= MOST_CELLS_A_CHUNK ? N_CHUNKS : 1};
    for (size_t c = 0; c < counting.n_chunks; c++) {
        counting.counts[c] = c == 0 ? tables.counts : QA_ARRAY(scratch, uint32_t, n_cells + 1);
    }
    qa_parallel_for(counting.n_chunks, count_chunk, &counting);
    for (size_t c = 1; c < counting.n_chunks; c++) {
        for (size_t i = 0; i < n_cells; i++) {
            tables.counts[i] += counting.counts[c][i];
        }
    }
    qa_arena_free(scratch);
    return tables;
}
