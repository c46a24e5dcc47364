#include "qa/score/comparison.h"

#include <string.h>

#include "qa/base/parallel.h"
#include "qa/score/compare_parts.h"

/* At most CHUNKS_MAX chunks, and none but the last below CHUNK_ITEMS_MIN items. */
enum { CHUNKS_MAX = 256, CHUNK_ITEMS_MIN = 256 };

struct survey {
    struct qa_comparison *comparison;
    size_t chunk_items;
    struct qa_compared_chunk *chunks;
};

const char *qa_outcome_name(enum qa_outcome outcome)
{
    static const char *const names[] = {
        [QA_MATCHED] = "matched",
        [QA_MISSED] = "missed",
        [QA_SPURIOUS] = "spurious",
        [QA_MISLABELLED] = "mislabelled",
        [QA_LOCALISATION] = "poorly placed",
        [QA_BOTH_WRONG] = "wrong class and place",
        [QA_IGNORED] = "ignored",
        [QA_DIFFERENT] = "different",
    };
    return names[outcome];
}

const char *qa_match_kind(const struct qa_match *match)
{
    if (match->duplicate && match->outcome == QA_SPURIOUS) {
        return "duplicate";
    }
    return match->both ? "mislabelled and poorly placed" : qa_outcome_name(match->outcome);
}

static uint32_t partner_of(const struct qa_comparison *comparison, uint32_t question)
{
    return comparison->b->questions->list[question].partner[comparison->request.role];
}

/* Pairs of labels are made when they are asked for. */
static bool is_kept(const struct qa_batch *batch, uint32_t question)
{
    return !batch->questions->list[question].type->is_category;
}

/* ---- the answers to an item ---- */

struct answer_list {
    size_t *list;
    size_t n;
};

/* The answers that a batch has for an item, in the order of names: those whose pairs are kept, or
 * the other ones. A batch has them in the order in which names first came in its file. */
static struct answer_list answers_to(const struct qa_comparison *comparison,
                                     const struct qa_batch *batch,
                                     const struct qa_item_index *index, uint32_t item, bool kept,
                                     struct qa_arena *scratch)
{
    size_t first = (size_t)index->first[item];
    size_t end = (size_t)index->first[item + 1];
    struct answer_list out = {QA_ARRAY(scratch, size_t, end - first), 0};
    for (size_t a = first; a < end; a++) {
        if (is_kept(batch, qa_answer_question(batch, a)) != kept) {
            continue;
        }
        size_t at = out.n++;
        for (; at > 0 && qa_compare_in_item(&comparison->ranks, batch, out.list[at - 1], a) > 0;
             at--) {
            out.list[at] = out.list[at - 1];
        }
        out.list[at] = a;
    }
    return out;
}

/* The reference's answer to a question, the first by name, or SIZE_MAX. */
static size_t reference_for(const struct qa_comparison *comparison,
                            const struct answer_list *references, uint32_t question,
                            size_t *n_found)
{
    const struct qa_batch *batch = comparison->request.reference;
    size_t found = SIZE_MAX;
    *n_found = 0;
    for (size_t i = 0; question != QA_NONE && i < references->n; i++) {
        if (qa_answer_question(batch, references->list[i]) == question) {
            found = found == SIZE_MAX ? references->list[i] : found;
            (*n_found)++;
        }
    }
    return found;
}

static size_t reference_to(const struct qa_comparison *comparison, uint32_t item, uint32_t question)
{
    const struct qa_batch *reference = comparison->a; /* with a reference, that one */
    size_t found = SIZE_MAX;
    if (question == QA_NONE) {
        return SIZE_MAX;
    }
    for (size_t a = (size_t)comparison->index_a.first[item];
         a < comparison->index_a.first[item + 1]; a++) {
        if (qa_answer_question(reference, a) == question &&
            (found == SIZE_MAX ||
             qa_compare_in_item(&comparison->ranks, reference, a, found) < 0)) {
            found = a;
        }
    }
    return found;
}

size_t qa_reference_of(const struct qa_comparison *comparison, size_t answer)
{
    return reference_to(comparison, comparison->b->item[answer],
                        partner_of(comparison, qa_answer_question(comparison->b, answer)));
}

static bool has_answer_of(const struct qa_batch *batch, const struct answer_list *answers,
                          const struct qa_debt *debt)
{
    for (size_t i = 0; i < answers->n; i++) {
        if (qa_answer_question(batch, answers->list[i]) == debt->question &&
            qa_answer_vendor(batch, answers->list[i]) == debt->vendor) {
            return true;
        }
    }
    return false;
}

/* ---- one item ---- */

/* The state of one item in one chunk. */
struct item_work {
    const struct survey *survey;
    uint32_t item;
    struct qa_arena *scratch;
    struct qa_compared_chunk *chunk;
};

static void compare_pair(const struct item_work *work, uint32_t question, size_t a, size_t b,
                         uint32_t vendor)
{
    struct qa_compared_chunk *chunk = work->chunk;
    size_t n_before = chunk->n_matches;
    struct qa_pair pair = {
        .item = work->item, .question = question, .vendor = vendor, .answer_a = a, .answer_b = b};
    qa_compare_answers(work->survey->comparison, &pair, work->scratch, chunk);
    pair.n_matches = chunk->n_matches - n_before;
    chunk->pairs = qa_arena_grow(chunk->arena, chunk->pairs, &chunk->pairs_capacity,
                                 chunk->n_pairs + 1, sizeof *chunk->pairs);
    chunk->pairs[chunk->n_pairs++] = pair;
}

/* Reference items that a vendor did not answer. Those of labels are made when they are asked for.
 */
static void account_undelivered(const struct item_work *work, const struct answer_list *delivered,
                                const struct answer_list *references)
{
    const struct qa_comparison *comparison = work->survey->comparison;
    for (size_t d = 0; d < comparison->n_debts; d++) {
        const struct qa_debt *debt = &comparison->debts[d];
        size_t n_found;
        if (debt->n_undelivered + debt->n_unasked == 0 || !is_kept(comparison->b, debt->question)) {
            continue;
        }
        size_t reference =
            reference_for(comparison, references, partner_of(comparison, debt->question), &n_found);
        if (reference == SIZE_MAX || has_answer_of(comparison->b, delivered, debt)) {
            continue;
        }
        bool is_missed = debt->counts_missed && qa_is_owed(comparison, debt, work->item);
        if (is_missed) {
            compare_pair(work, debt->question, reference, SIZE_MAX, debt->vendor);
        }
        work->chunk->items_undelivered += !is_missed;
        work->chunk->items_missed += is_missed && !debt->is_listless;
        work->chunk->items_assumed_empty += is_missed && debt->is_listless;
    }
}

static void compare_with_reference(const struct item_work *work)
{
    const struct qa_comparison *comparison = work->survey->comparison;
    const struct qa_batch *delivery = comparison->b;
    struct answer_list delivered =
        answers_to(comparison, delivery, &comparison->index_b, work->item, true, work->scratch);
    struct answer_list references = answers_to(comparison, comparison->a, &comparison->index_a,
                                               work->item, true, work->scratch);
    size_t n_pairs = 0;
    bool without = false;
    bool several = false;
    for (size_t i = 0; i < delivered.n; i++) {
        size_t answer = delivered.list[i];
        uint32_t question = qa_answer_question(delivery, answer);
        size_t n_found;
        size_t reference =
            reference_for(comparison, &references, partner_of(comparison, question), &n_found);
        bool is_silent = reference == SIZE_MAX && qa_is_silent(comparison, question, work->item);
        several = several || n_found > 1;
        without = without || (reference == SIZE_MAX && !is_silent);
        if (reference != SIZE_MAX || is_silent) {
            compare_pair(work, question, reference, answer, qa_answer_vendor(delivery, answer));
            n_pairs++;
        }
    }
    work->chunk->answer_pairs += n_pairs;
    work->chunk->items_compared += n_pairs > 0;
    work->chunk->items_without_reference += without;
    work->chunk->items_several_references += several;
    account_undelivered(work, &delivered, &references);
}

static void compare_annotators(const struct item_work *work)
{
    const struct qa_comparison *comparison = work->survey->comparison;
    const struct qa_batch *batch = comparison->b;
    struct answer_list answers =
        answers_to(comparison, batch, &comparison->index_b, work->item, true, work->scratch);
    size_t n_pairs = 0;
    for (size_t i = 0; i < answers.n; i++) {
        size_t a = answers.list[i];
        for (size_t j = i + 1; batch->annotator[a] != QA_NONE && j < answers.n; j++) {
            size_t b = answers.list[j];
            if (qa_answer_question(batch, a) != qa_answer_question(batch, b) ||
                qa_answer_vendor(batch, a) != qa_answer_vendor(batch, b)) {
                break;
            }
            compare_pair(work, qa_answer_question(batch, a), a, b, qa_answer_vendor(batch, a));
            n_pairs++;
        }
    }
    work->chunk->answer_pairs += n_pairs;
    work->chunk->items_compared += n_pairs > 0;
}

static void work_chunk(void *context, size_t c)
{
    const struct survey *survey = context;
    const struct qa_comparison *comparison = survey->comparison;
    struct qa_compared_chunk *chunk = &survey->chunks[c];
    struct qa_arena *scratch = qa_arena_new();
    chunk->arena = qa_arena_new();
    size_t first = c * survey->chunk_items;
    size_t end = first + survey->chunk_items;
    end = end < comparison->n_items ? end : comparison->n_items;
    chunk->pairs_of_item = QA_ARRAY(chunk->arena, size_t, end - first);
    for (size_t i = first; i < end; i++) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        size_t n_before = chunk->n_pairs;
        struct item_work work = {survey, comparison->items[i], scratch, chunk};
        if (comparison->request.reference != NULL) {
            compare_with_reference(&work);
        } else {
            compare_annotators(&work);
        }
        chunk->pairs_of_item[i - first] = chunk->n_pairs - n_before;
        qa_arena_reset(scratch, mark);
    }
    qa_arena_free(scratch);
}

/* ---- the whole ---- */

/* Of labels alone nothing is kept whose order could show, and names are not worth sorting. */
static const uint32_t *order_items(const struct qa_comparison *comparison, struct qa_arena *arena)
{
    uint32_t *order = QA_ARRAY(arena, uint32_t, comparison->n_items + 1);
    const struct qa_questions *questions = comparison->b->questions;
    for (uint32_t q = 0; q < questions->n; q++) {
        if (is_kept(comparison->b, q)) {
            qa_strings_sorted(comparison->b->names->items, order, NULL);
            return order;
        }
    }
    for (size_t i = 0; i < comparison->n_items; i++) {
        order[i] = (uint32_t)i;
    }
    return order;
}

static struct qa_comparison *prepare(const struct qa_comparison_request *request,
                                     struct qa_arena *arena)
{
    const struct qa_batch *delivery = request->delivery;
    struct qa_comparison *comparison = QA_NEW(arena, struct qa_comparison);
    if (delivery->questions == NULL) {
        QA_BUG("a batch without its table of questions");
    }
    *comparison =
        (struct qa_comparison){.request = *request,
                               .ranks = qa_ranks_new(delivery->names, arena),
                               .a = request->reference != NULL ? request->reference : delivery,
                               .b = delivery,
                               .index_b = qa_batch_index(delivery, arena),
                               .n_items = qa_strings_count(delivery->names->items)};
    comparison->index_a = request->reference != NULL ? qa_batch_index(request->reference, arena)
                                                     : comparison->index_b;
    comparison->items = order_items(comparison, arena);
    return comparison;
}

static void add_counts(struct qa_comparison *comparison, const struct qa_compared_chunk *chunk)
{
    comparison->items_compared += chunk->items_compared;
    comparison->items_undelivered += chunk->items_undelivered;
    comparison->items_missed += chunk->items_missed;
    comparison->items_assumed_empty += chunk->items_assumed_empty;
    comparison->items_without_reference += chunk->items_without_reference;
    comparison->items_several_references += chunk->items_several_references;
    comparison->answer_pairs += chunk->answer_pairs;
    comparison->n_pairs += chunk->n_pairs;
    comparison->n_matches += chunk->n_matches;
}

/* The chunks' lists one after the other, each given back as soon as it is copied. */
static void collect(const struct survey *survey, size_t n_chunks, struct qa_arena *arena)
{
    struct qa_comparison *comparison = survey->comparison;
    for (size_t c = 0; c < n_chunks; c++) {
        add_counts(comparison, &survey->chunks[c]);
    }
    struct qa_pair *pairs = QA_ARRAY(arena, struct qa_pair, comparison->n_pairs);
    struct qa_match *matches = QA_ARRAY(arena, struct qa_match, comparison->n_matches);
    size_t *first_pair = QA_ARRAY(arena, size_t, comparison->n_items + 1);
    size_t n_pairs = 0;
    size_t n_matches = 0;
    for (size_t c = 0; c < n_chunks; c++) {
        struct qa_compared_chunk *chunk = &survey->chunks[c];
        size_t first_item = c * survey->chunk_items;
        size_t at = n_pairs;
        for (size_t i = first_item; i < first_item + survey->chunk_items && i < comparison->n_items;
             i++) {
            first_pair[i] = at;
            at += chunk->pairs_of_item[i - first_item];
        }
        if (chunk->n_matches > 0) {
            memcpy(matches + n_matches, chunk->matches, chunk->n_matches * sizeof *matches);
        }
        for (size_t p = 0; p < chunk->n_pairs; p++) {
            pairs[n_pairs] = chunk->pairs[p];
            pairs[n_pairs].matches = matches + n_matches;
            n_matches += pairs[n_pairs++].n_matches;
        }
        qa_arena_free(chunk->arena);
    }
    first_pair[comparison->n_items] = n_pairs;
    comparison->pairs = pairs;
    comparison->first_pair = first_pair;
}

struct qa_comparison *qa_compare(const struct qa_comparison_request *request,
                                 struct qa_arena *arena)
{
    struct qa_arena *scratch = qa_arena_new();
    struct qa_comparison *comparison = prepare(request, arena);
    struct survey survey = {.comparison = comparison};
    if (request->reference != NULL) {
        qa_compare_debts(comparison, arena);
    }
    survey.chunk_items = (comparison->n_items + CHUNKS_MAX - 1) / CHUNKS_MAX;
    if (survey.chunk_items < CHUNK_ITEMS_MIN) {
        survey.chunk_items = CHUNK_ITEMS_MIN;
    }
    size_t n_chunks = (comparison->n_items + survey.chunk_items - 1) / survey.chunk_items;
    survey.chunks = QA_ARRAY(scratch, struct qa_compared_chunk, n_chunks);
    qa_parallel_for(n_chunks, work_chunk, &survey);
    collect(&survey, n_chunks, arena);
    qa_arena_free(scratch);
    return comparison;
}

/* ---- pairs of an item ---- */

static struct qa_pair label_pair(const struct qa_comparison *comparison, size_t answer,
                                 size_t reference, struct qa_match *match)
{
    const struct qa_batch *a = comparison->a;
    const struct qa_batch *b = comparison->b;
    bool same = qa_answer_label(a, reference) == qa_answer_label(b, answer);
    *match = (struct qa_match){.outcome = same ? QA_MATCHED : QA_DIFFERENT,
                               .object_a = (size_t)qa_first_object(a, reference),
                               .object_b = (size_t)qa_first_object(b, answer),
                               .similarity = same};
    return (struct qa_pair){.item = b->item[answer],
                            .question = qa_answer_question(b, answer),
                            .vendor = qa_answer_vendor(b, answer),
                            .answer_a = reference,
                            .answer_b = answer,
                            .n_matches = 1,
                            .matches = match};
}

/* The pairs of labels of an item, as they are made. */
struct label_pairs {
    const struct qa_comparison *comparison;
    struct qa_arena *scratch;
    struct qa_pair *list;
    size_t n;
    size_t capacity;
};

static struct qa_pair *next_pair(struct label_pairs *pairs)
{
    pairs->list = qa_arena_grow(pairs->scratch, pairs->list, &pairs->capacity, pairs->n + 1,
                                sizeof *pairs->list);
    return &pairs->list[pairs->n++];
}

static void add_labels(struct label_pairs *pairs, uint32_t item)
{
    const struct qa_comparison *comparison = pairs->comparison;
    const struct qa_batch *b = comparison->b;
    struct answer_list answers =
        answers_to(comparison, b, &comparison->index_b, item, false, pairs->scratch);
    for (size_t i = 0; i < answers.n; i++) {
        size_t answer = answers.list[i];
        size_t reference =
            qa_answer_is_label(b, answer) ? qa_reference_of(comparison, answer) : SIZE_MAX;
        if (reference != SIZE_MAX && qa_answer_is_label(comparison->a, reference)) {
            *next_pair(pairs) =
                label_pair(comparison, answer, reference, QA_NEW(pairs->scratch, struct qa_match));
        }
    }
}

/* A label that is owed and was not delivered. */
static void add_missed_label(struct label_pairs *pairs, uint32_t item, const struct qa_debt *debt)
{
    const struct qa_comparison *comparison = pairs->comparison;
    size_t reference = reference_to(comparison, item, partner_of(comparison, debt->question));
    if (reference == SIZE_MAX || !qa_answer_is_label(comparison->a, reference) ||
        !qa_is_owed(comparison, debt, item)) {
        return;
    }
    for (size_t a = (size_t)comparison->index_b.first[item];
         a < comparison->index_b.first[item + 1]; a++) {
        if (qa_answer_question(comparison->b, a) == debt->question &&
            qa_answer_vendor(comparison->b, a) == debt->vendor) {
            return;
        }
    }
    struct qa_match *match = QA_NEW(pairs->scratch, struct qa_match);
    *match = (struct qa_match){.outcome = QA_MISSED,
                               .object_a = (size_t)qa_first_object(comparison->a, reference),
                               .object_b = SIZE_MAX};
    *next_pair(pairs) = (struct qa_pair){.item = item,
                                         .question = debt->question,
                                         .vendor = debt->vendor,
                                         .answer_a = reference,
                                         .answer_b = SIZE_MAX,
                                         .n_matches = 1,
                                         .matches = match};
}

struct qa_item_pairs qa_comparison_item(const struct qa_comparison *comparison, size_t i,
                                        struct qa_arena *scratch)
{
    uint32_t item = comparison->items[i];
    size_t n_kept = comparison->first_pair[i + 1] - comparison->first_pair[i];
    const struct qa_pair *kept = comparison->pairs + comparison->first_pair[i];
    struct label_pairs labels = {.comparison = comparison, .scratch = scratch};
    if (comparison->request.reference != NULL) {
        add_labels(&labels, item);
    }
    for (size_t d = 0; d < comparison->n_debts; d++) {
        const struct qa_debt *debt = &comparison->debts[d];
        if (debt->n_undelivered > 0 && debt->counts_missed &&
            !is_kept(comparison->b, debt->question)) {
            add_missed_label(&labels, item, debt);
        }
    }
    if (labels.n == 0) {
        return (struct qa_item_pairs){kept, n_kept};
    }
    size_t n = labels.n;
    for (size_t k = 0; k < n_kept; k++) {
        *next_pair(&labels) = kept[k];
    }
    return (struct qa_item_pairs){labels.list, n + n_kept};
}

struct qa_pair_objects qa_pair_objects(const struct qa_comparison *comparison,
                                       const struct qa_pair *pair)
{
    const struct qa_question *question = qa_question_at(comparison->b, pair->question);
    struct qa_pair_objects out = {.type = question->type, .question = question};
    if (pair->answer_a != SIZE_MAX) {
        out.a = qa_batch_objects(comparison->a, qa_first_object(comparison->a, pair->answer_a),
                                 qa_object_count(comparison->a, pair->answer_a));
    }
    if (pair->answer_b != SIZE_MAX) {
        out.b = qa_batch_objects(comparison->b, qa_first_object(comparison->b, pair->answer_b),
                                 qa_object_count(comparison->b, pair->answer_b));
    }
    return out;
}
