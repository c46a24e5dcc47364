#include "qa/score/run_scores.h"

#include <math.h>
#include <string.h>

#include "qa/base/parallel.h"
#include "qa/stats/special.h"

enum { CHUNK_ITEMS_MIN = 256, CHUNKS_MAX = 256, LEAST_ITEMS = 5 };

/* ---- evidence ---- */

/* A pair and what it contributed. */
struct piece {
    const struct qa_pair *pair;
    size_t item; /* in the comparison's order */
    void *evidence;
};

struct pieces {
    struct piece *list;
    size_t n;
};

struct chunk {
    struct qa_arena *arena;
    struct piece *list;
    size_t n;
    size_t capacity;
};

struct gathering {
    const struct qa_comparison *comparison;
    const struct qa_run_score *score;
    uint32_t question;
    size_t chunk_items;
    struct chunk *chunks;
};

static void gather_item(const struct gathering *work, size_t item, struct chunk *chunk,
                        struct qa_arena *scratch)
{
    const struct qa_comparison *comparison = work->comparison;
    for (size_t p = comparison->first_pair[item]; p < comparison->first_pair[item + 1]; p++) {
        const struct qa_pair *pair = &comparison->pairs[p];
        if (pair->question != work->question) {
            continue;
        }
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        void *evidence = work->score->gather(comparison, pair, chunk->arena, scratch);
        qa_arena_reset(scratch, mark);
        if (evidence != NULL) {
            chunk->list = qa_arena_grow(chunk->arena, chunk->list, &chunk->capacity, chunk->n + 1,
                                        sizeof *chunk->list);
            chunk->list[chunk->n++] = (struct piece){pair, item, evidence};
        }
    }
}

static void gather_chunk(void *context, size_t c)
{
    const struct gathering *work = context;
    struct qa_arena *scratch = qa_arena_new();
    work->chunks[c].arena = qa_arena_new();
    size_t end = (c + 1) * work->chunk_items;
    end = end < work->comparison->n_items ? end : work->comparison->n_items;
    for (size_t item = c * work->chunk_items; item < end; item++) {
        gather_item(work, item, &work->chunks[c], scratch);
    }
    qa_arena_free(scratch);
}

/* ---- one family over one question ---- */

struct listing {
    const struct qa_comparison *comparison;
    const struct qa_run_score *score;
    const struct qa_scored_question *scored;
    const struct qa_question *question;
    struct qa_arena *arena;
    struct qa_run_row *rows;
    size_t n_rows;
    size_t rows_capacity;
};

/* A set of pieces, ready to be measured. */
struct set {
    const struct pieces *pieces;
    void *prepared;
    struct qa_arena *arena;
};

static struct set prepare(const struct listing *listing, const struct pieces *pieces)
{
    struct set set = {.pieces = pieces, .arena = qa_arena_new()};
    void **evidence = QA_ARRAY(set.arena, void *, pieces->n);
    for (size_t p = 0; p < pieces->n; p++) {
        evidence[p] = pieces->list[p].evidence;
    }
    set.prepared = listing->score->prepare(listing->comparison, listing->question, evidence,
                                           pieces->n, set.arena);
    return set;
}

/* The figures of one group, in full and without each block of its items. */
struct measured {
    struct qa_run_value full[QA_RUN_FIGURES_MAX];
    double se[QA_RUN_FIGURES_MAX]; /* NAN: none */
    uint64_t n_items;
    size_t n_blocks;
};

/* block[p] of each piece: items that count are dealt out in their order. Returns how many items. */
static size_t deal_blocks(const struct listing *listing, const struct set *set,
                          const struct qa_run_group *group, uint32_t *block)
{
    size_t n_items = 0;
    size_t last = SIZE_MAX;
    for (size_t p = 0; p < set->pieces->n; p++) {
        const struct piece *piece = &set->pieces->list[p];
        block[p] = UINT32_MAX;
        if (listing->score->counts(piece->evidence, group)) {
            n_items += piece->item != last;
            last = piece->item;
            block[p] = (uint32_t)((n_items - 1) % QA_JACKKNIFE_BLOCKS);
        }
    }
    return n_items;
}

/* Sums over blocks of one figure; NAN where leaving a block out leaves no value. */
struct spread {
    double sum;
    double squares; /* of differences from the full value, which keeps digits */
};

static void add_blocks(const struct listing *listing, const struct set *set,
                       const struct qa_run_group *group, const uint32_t *block,
                       struct measured *out)
{
    size_t n_figures = listing->score->n_figures;
    struct spread spread[QA_RUN_FIGURES_MAX] = {{0, 0}};
    struct qa_arena *scratch = qa_arena_new();
    bool *left_out = QA_ARRAY(scratch, bool, set->pieces->n);
    struct qa_run_group without = *group;
    without.left_out = left_out;
    for (size_t b = 0; b < out->n_blocks; b++) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        struct qa_run_value value[QA_RUN_FIGURES_MAX];
        for (size_t p = 0; p < set->pieces->n; p++) {
            left_out[p] = block[p] == b;
        }
        listing->score->measure(set->prepared, &without, scratch, value);
        for (size_t f = 0; f < n_figures; f++) {
            double difference =
                value[f].undefined == NULL ? value[f].value - out->full[f].value : (double)NAN;
            spread[f].sum += difference;
            spread[f].squares += difference * difference;
        }
        qa_arena_reset(scratch, mark);
    }
    qa_arena_free(scratch);
    double n = (double)out->n_blocks;
    for (size_t f = 0; f < n_figures; f++) {
        double around_mean = spread[f].squares - spread[f].sum * spread[f].sum / n;
        out->se[f] = around_mean > 0 ? sqrt((n - 1) / n * around_mean) : 0 * around_mean;
    }
}

/* Values outlive the memory in which they were measured. */
static void keep_quantiles(const struct listing *listing, struct qa_run_value *value)
{
    for (size_t f = 0; f < listing->score->n_figures; f++) {
        if (value[f].quantile == NULL) {
            continue;
        }
        struct qa_run_quantile *kept = QA_NEW(listing->arena, struct qa_run_quantile);
        *kept = *value[f].quantile;
        double *sorted = QA_ARRAY(listing->arena, double, kept->values.n);
        memcpy(sorted, kept->values.sorted, kept->values.n * sizeof *sorted);
        kept->values.sorted = sorted;
        value[f].quantile = kept;
    }
}

static void measure(const struct listing *listing, const struct set *set,
                    const struct qa_run_group *group, struct measured *out)
{
    struct qa_arena *scratch = qa_arena_new();
    uint32_t *block = QA_ARRAY(scratch, uint32_t, set->pieces->n);
    *out = (struct measured){.n_items = deal_blocks(listing, set, group, block)};
    listing->score->measure(set->prepared, group, scratch, out->full);
    keep_quantiles(listing, out->full);
    bool any = false;
    for (size_t f = 0; f < listing->score->n_figures; f++) {
        out->se[f] = (double)NAN;
        any = any || out->full[f].undefined == NULL;
    }
    if (any && !listing->score->has_quantiles && out->n_items >= LEAST_ITEMS) {
        out->n_blocks =
            out->n_items < QA_JACKKNIFE_BLOCKS ? (size_t)out->n_items : QA_JACKKNIFE_BLOCKS;
        add_blocks(listing, set, group, block, out);
    }
    qa_arena_free(scratch);
}

static void list_group(struct listing *listing, const struct set *set,
                       const struct qa_run_group *group, const struct qa_run_row *names)
{
    struct measured measured;
    measure(listing, set, group, &measured);
    for (size_t f = 0; f < listing->score->n_figures; f++) {
        struct qa_run_row *row;
        listing->rows = qa_arena_grow(listing->arena, listing->rows, &listing->rows_capacity,
                                      listing->n_rows + 1, sizeof *listing->rows);
        row = &listing->rows[listing->n_rows++];
        *row = *names;
        row->question = listing->scored;
        row->score = listing->score;
        row->figure = &listing->score->figures[f];
        row->value = measured.full[f];
        row->se = measured.full[f].undefined == NULL ? measured.se[f] : (double)NAN;
        row->n = measured.n_items;
        row->n_blocks = measured.n_blocks;
    }
}

/* ---- groups of objects ---- */

/* stamps[slot of label]: an object of the class is in a pair. */
static bool *classes_of(const struct listing *listing, const struct pieces *pieces,
                        struct qa_arena *scratch)
{
    const struct qa_comparison *comparison = listing->comparison;
    bool *found = QA_ARRAY(scratch, bool, qa_strings_count(comparison->b->names->labels) + 1);
    for (size_t p = 0; p < pieces->n; p++) {
        const struct qa_pair *pair = pieces->list[p].pair;
        for (size_t m = 0; m < pair->n_matches; m++) {
            const struct qa_match *match = &pair->matches[m];
            if (match->object_a != SIZE_MAX) {
                found[qa_slot(comparison->a->label[match->object_a])] = true;
            }
            if (match->object_b != SIZE_MAX) {
                found[qa_slot(comparison->b->label[match->object_b])] = true;
            }
        }
    }
    return found;
}

static void list_classes(struct listing *listing, const struct set *set, struct qa_arena *scratch)
{
    const struct qa_comparison *comparison = listing->comparison;
    const struct qa_strings *labels = comparison->b->names->labels;
    const bool *found = classes_of(listing, set->pieces, scratch);
    const uint32_t *order =
        qa_slots_by_rank(comparison->ranks.label, qa_strings_count(labels), scratch);
    for (uint32_t i = 0; i <= qa_strings_count(labels); i++) {
        uint32_t slot = order[i];
        if (!found[slot]) {
            continue;
        }
        const struct qa_run_group group = {.of = QA_OF_CLASS, .id = slot - 1};
        const struct qa_run_row names = {
            .by = QA_SCORE_CLASS, .group = slot > 0 ? qa_strings_text(labels, slot - 1) : NULL};
        list_group(listing, set, &group, &names);
    }
}

static void list_sizes(struct listing *listing, const struct set *set)
{
    for (uint32_t size = 0; size < QA_N_SIZE_CLASSES; size++) {
        const struct qa_run_group group = {.of = QA_OF_SIZE, .id = size};
        const struct qa_run_row names = {.by = QA_SCORE_SIZE,
                                         .group = qa_size_class_name((enum qa_size_class)size)};
        list_group(listing, set, &group, &names);
    }
}

/* ---- groups of answers ---- */

static uint32_t id_of_answer(const struct qa_batch *batch, size_t answer, enum qa_score_by by)
{
    if (answer == SIZE_MAX) {
        return QA_NONE;
    }
    return by == QA_SCORE_ANNOTATOR ? batch->annotator[answer] : qa_answer_batch(batch, answer);
}

/* Whether a pair is of the annotator, vendor or batch; one of annotators is of both sides'. */
static bool is_of(const struct listing *listing, const struct qa_pair *pair, enum qa_score_by by,
                  uint32_t id)
{
    const struct qa_comparison *comparison = listing->comparison;
    if (by == QA_SCORE_VENDOR) {
        return pair->vendor == id;
    }
    return id_of_answer(comparison->b, pair->answer_b, by) == id ||
           (comparison->request.reference == NULL &&
            id_of_answer(comparison->a, pair->answer_a, by) == id);
}

static struct pieces pieces_of(const struct listing *listing, const struct pieces *pieces,
                               enum qa_score_by by, uint32_t id, struct qa_arena *scratch)
{
    struct pieces out = {QA_ARRAY(scratch, struct piece, pieces->n), 0};
    for (size_t p = 0; p < pieces->n; p++) {
        if (is_of(listing, pieces->list[p].pair, by, id)) {
            out.list[out.n++] = pieces->list[p];
        }
    }
    return out;
}

static const char *name_of(const struct listing *listing, enum qa_score_by by, uint32_t id)
{
    const struct qa_names *names = listing->comparison->b->names;
    switch (by) {
    case QA_SCORE_ANNOTATOR:
        return qa_annotator_text(names, id);
    case QA_SCORE_VENDOR:
        return qa_strings_text(names->vendors, id);
    default:
        return qa_strings_text(names->batches, id);
    }
}

static void list_answers(struct listing *listing, const struct pieces *pieces, enum qa_score_by by)
{
    const struct qa_comparison *comparison = listing->comparison;
    const struct qa_names *names = comparison->b->names;
    const uint32_t *ranks = by == QA_SCORE_ANNOTATOR ? comparison->ranks.annotator
                            : by == QA_SCORE_VENDOR  ? comparison->ranks.vendor
                                                     : comparison->ranks.batch;
    uint32_t n = by == QA_SCORE_ANNOTATOR ? qa_annotator_count(names)
                 : by == QA_SCORE_VENDOR  ? qa_strings_count(names->vendors)
                                          : qa_strings_count(names->batches);
    struct qa_arena *scratch = qa_arena_new();
    const uint32_t *order = qa_slots_by_rank(ranks, n, scratch);
    for (uint32_t i = 1; i <= n; i++) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        uint32_t id = order[i] - 1;
        const struct pieces own = pieces_of(listing, pieces, by, id, scratch);
        if (own.n > 0) {
            const struct qa_run_group group = {.of = QA_OF_PAIR};
            uint32_t vendor = by == QA_SCORE_ANNOTATOR ? own.list[0].pair->vendor : QA_NONE;
            const struct qa_run_row row = {
                .by = by,
                .group = name_of(listing, by, id),
                .vendor = vendor != QA_NONE ? qa_strings_text(names->vendors, vendor) : NULL};
            struct set set = prepare(listing, &own);
            list_group(listing, &set, &group, &row);
            qa_arena_free(set.arena);
        }
        qa_arena_reset(scratch, mark);
    }
    qa_arena_free(scratch);
}

/* ---- the whole ---- */

static void list_question(struct listing *listing, const struct pieces *pieces)
{
    struct qa_arena *scratch = qa_arena_new();
    struct set all = prepare(listing, pieces);
    const struct qa_run_group group = {.of = QA_OF_PAIR};
    const struct qa_run_row names = {.by = QA_SCORE_ALL, .group = ""};
    size_t first = listing->n_rows;
    list_group(listing, &all, &group, &names);
    bool is_defined = false;
    for (size_t r = first; r < listing->n_rows; r++) {
        is_defined = is_defined || listing->rows[r].value.undefined == NULL;
    }
    /* What the whole has not, for a reason that it gives, no part of it has. */
    if (is_defined) {
        if (listing->score->by_class && !listing->comparison->request.class_agnostic) {
            list_classes(listing, &all, scratch);
        }
        list_answers(listing, pieces, QA_SCORE_ANNOTATOR);
        list_answers(listing, pieces, QA_SCORE_VENDOR);
        list_answers(listing, pieces, QA_SCORE_BATCH);
        if (listing->score->by_class && listing->question->type->size != NULL) {
            list_sizes(listing, &all);
        }
    }
    qa_arena_free(all.arena);
    qa_arena_free(scratch);
}

static const struct qa_scored_question *scored(const struct qa_question *question, uint32_t id,
                                               struct qa_arena *arena)
{
    struct qa_scored_question *out = QA_NEW(arena, struct qa_scored_question);
    *out = (struct qa_scored_question){.name = question->name,
                                       .type = question->type,
                                       .threshold = question->threshold,
                                       .localisation = question->localisation,
                                       .setting = question->setting,
                                       .fallback = question->fallback,
                                       .id = id};
    return out;
}

static void score_question(struct listing *listing, uint32_t question)
{
    const struct qa_comparison *comparison = listing->comparison;
    size_t chunk_items = qa_chunk_size(comparison->n_items, CHUNK_ITEMS_MIN, CHUNKS_MAX);
    size_t n_chunks = (comparison->n_items + chunk_items - 1) / chunk_items;
    struct qa_arena *scratch = qa_arena_new();
    struct gathering work = {comparison, listing->score, question, chunk_items,
                             QA_ARRAY(scratch, struct chunk, n_chunks)};
    struct pieces pieces = {NULL, 0};
    qa_parallel_for(n_chunks, gather_chunk, &work);
    for (size_t c = 0; c < n_chunks; c++) {
        pieces.n += work.chunks[c].n;
    }
    pieces.list = QA_ARRAY(scratch, struct piece, pieces.n);
    size_t at = 0;
    for (size_t c = 0; c < n_chunks; c++) {
        if (work.chunks[c].n > 0) {
            memcpy(pieces.list + at, work.chunks[c].list, work.chunks[c].n * sizeof *pieces.list);
        }
        at += work.chunks[c].n;
    }
    if (pieces.n > 0) {
        listing->scored = scored(listing->question, question, listing->arena);
        list_question(listing, &pieces);
    }
    for (size_t c = 0; c < n_chunks; c++) {
        qa_arena_free(work.chunks[c].arena);
    }
    qa_arena_free(scratch);
}

struct qa_run_result qa_run_score_comparison(const struct qa_comparison *comparison,
                                             struct qa_arena *arena)
{
    const struct qa_questions *questions = comparison->b->questions;
    struct listing listing = {.comparison = comparison, .arena = arena};
    const uint32_t *order = qa_slots_by_rank(comparison->ranks.question, questions->n, arena);
    for (size_t i = 1; i <= questions->n; i++) {
        listing.question = &questions->list[order[i] - 1];
        for (size_t s = 0; s < qa_n_run_scores; s++) {
            listing.score = qa_run_scores[s];
            bool may = !listing.score->needs_reference || comparison->request.reference != NULL;
            if (may && listing.score->serves(listing.question->type)) {
                score_question(&listing, order[i] - 1);
            }
        }
    }
    return (struct qa_run_result){listing.rows, listing.n_rows};
}

struct qa_estimate qa_run_estimate(const struct qa_run_row *row, double confidence)
{
    struct qa_estimate out = {.n = row->n};
    if (row->value.undefined != NULL) {
        return qa_undefined(row->value.undefined, row->n);
    }
    if (row->value.quantile != NULL) {
        const struct qa_run_quantile *quantile = row->value.quantile;
        return qa_cluster_quantile(&quantile->values, quantile->which, &quantile->range,
                                   confidence);
    }
    out.value = row->value.value;
    if (!isnan(row->se)) {
        double t = qa_t_quantile(1 - (1 - confidence) / 2, (double)(row->n_blocks - 1));
        double low = out.value - t * row->se;
        double high = out.value + t * row->se;
        out.has_se = out.has_interval = true;
        out.se = row->se;
        out.confidence = confidence;
        out.low = low > row->figure->least ? low : row->figure->least;
        out.high = high < 1 ? high : 1;
        out.method = "jackknife over items";
    }
    return out;
}

void qa_run_scores_put(const struct qa_run_result *result, double confidence,
                       struct qa_table *table)
{
    for (size_t r = 0; r < result->n_rows; r++) {
        const struct qa_run_row *row = &result->rows[r];
        bool is_class = row->by == QA_SCORE_CLASS;
        qa_table_row(table);
        qa_put_text(table, row->question->name);
        qa_put_text(table, qa_score_by_name(row->by));
        qa_put_text(table, row->vendor);
        qa_put_text(table, row->group == NULL && is_class ? "(no class)" : row->group);
        qa_put_text(table, row->figure->name);
        qa_put_estimate(table, qa_run_estimate(row, confidence));
    }
    for (size_t s = 0; result->n_rows > 0 && s < qa_n_run_scores; s++) {
        const struct qa_run_score *score = qa_run_scores[s];
        bool is_there = false;
        for (size_t r = 0; r < result->n_rows; r++) {
            is_there = is_there || result->rows[r].score == score;
        }
        for (size_t f = 0; is_there && f < score->n_figures; f++) {
            qa_table_note(table, "%s: %s Interval %s over items.", score->figures[f].heading,
                          score->figures[f].about,
                          score->has_quantiles ? "of a quantile (Woodruff 1952)"
                                               : "by the jackknife");
        }
    }
}
