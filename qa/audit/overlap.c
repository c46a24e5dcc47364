#include "qa/audit/overlap.h"

#include <string.h>

#include "qa/audit/overlap_parts.h"
#include "qa/base/parallel.h"

/* At most CHUNKS_MAX chunks, and none but the last below CHUNK_ITEMS_MIN items. */
enum { CHUNKS_MAX = 256, CHUNK_ITEMS_MIN = 256 };

/* A vendor that answers a question of objects, and so owes an answer to every reference item. */
struct party {
    uint32_t vendor;
    uint32_t question;
    bool empty_is_unlisted; /* one of its files cannot tell "nothing found" from "not delivered" */
};

struct survey {
    const struct qa_overlap_request *request;
    struct qa_ranks ranks;
    struct qa_asked asked;           /* of the delivery */
    struct qa_asked reference_asked; /* n == 0 without a reference */
    const uint32_t *partner;         /* reference question of a delivery question */
    struct qa_item_index delivered;
    struct qa_item_index referenced;
    struct party *parties;
    size_t n_parties;
    const uint32_t *items; /* in the order of names, when matches are kept; NULL: by id */
    size_t n_items;
    size_t chunk_items;
    struct qa_overlap_chunk *chunks;
};

const char *qa_object_outcome_name(enum qa_object_outcome outcome)
{
    static const char *const names[] = {
        [QA_OBJECT_MATCHED] = "matched",    [QA_OBJECT_MISSED] = "missed",
        [QA_OBJECT_SPURIOUS] = "spurious",  [QA_OBJECT_MISLABELLED] = "mislabelled",
        [QA_OBJECT_POOR] = "poorly placed", [QA_OBJECT_IGNORED] = "ignored",
    };
    return names[outcome];
}

const char *qa_overlap_by_name(enum qa_overlap_by by)
{
    static const char *const names[QA_N_BY] = {
        [QA_BY_ALL] = "all",
        [QA_BY_CLASS] = "class",
        [QA_BY_ANNOTATOR] = "annotator",
        [QA_BY_VENDOR] = "vendor",
        [QA_BY_BATCH] = "batch",
        [QA_BY_SIZE] = "size",
        [QA_BY_VENDOR_SIZE] = "vendor and size",
    };
    return names[by];
}

static bool asks_for_objects(const struct qa_asked *asked, uint32_t question)
{
    return question < asked->n && asked->asked[question] && asked->type[question] != QA_TYPE_LABEL;
}

/* unlisted[slot of vendor]: one of the vendor's files lists only items with objects. */
static bool *vendors_of_partial_lists(const struct qa_batch *batch, struct qa_arena *arena)
{
    bool *unlisted = QA_ARRAY(arena, bool, qa_strings_count(batch->names->vendors) + (size_t)1);
    bool any = false;
    for (size_t s = 0; s < batch->n_sources; s++) {
        if (!batch->sources[s].lists_items) {
            unlisted[qa_slot(batch->sources[s].vendor)] = true;
            any = true;
        }
    }
    for (size_t a = 0; any && a < batch->n_answers; a++) {
        if (!qa_answer_source(batch, a)->lists_items) {
            unlisted[qa_slot(qa_answer_vendor(batch, a))] = true;
        }
    }
    return unlisted;
}

static void find_parties(struct survey *survey, struct qa_arena *arena)
{
    const struct qa_batch *batch = survey->request->delivery;
    const bool *unlisted = vendors_of_partial_lists(batch, arena);
    size_t n_slots = (size_t)qa_strings_count(batch->names->vendors) + 1;
    bool *present = QA_ARRAY(arena, bool, survey->asked.n *n_slots);
    for (size_t a = 0; a < batch->n_answers; a++) {
        present[qa_answer_question(batch, a) * n_slots + qa_slot(qa_answer_vendor(batch, a))] =
            true;
    }
    survey->parties = QA_ARRAY(arena, struct party, survey->asked.n * n_slots);
    for (uint32_t q = 0; q < survey->asked.n; q++) {
        bool compared = asks_for_objects(&survey->asked, q) && survey->partner[q] != QA_NONE;
        for (uint32_t slot = 0; compared && slot < n_slots; slot++) {
            if (present[q * n_slots + slot]) {
                uint32_t vendor = slot == 0 ? QA_NONE : slot - 1;
                survey->parties[survey->n_parties++] = (struct party){vendor, q, unlisted[slot]};
            }
        }
    }
}

/* Order of answers to one item: by the names of question, vendor and annotator. */
static int compare_answers(const struct survey *survey, const struct qa_batch *batch, size_t a,
                           size_t b)
{
    const struct qa_ranks *ranks = &survey->ranks;
    int by = qa_compare_u32(qa_rank_of(ranks->question, qa_answer_question(batch, a)),
                            qa_rank_of(ranks->question, qa_answer_question(batch, b)));
    by = by != 0 ? by
                 : qa_compare_u32(qa_rank_of(ranks->vendor, qa_answer_vendor(batch, a)),
                                  qa_rank_of(ranks->vendor, qa_answer_vendor(batch, b)));
    return by != 0 ? by
                   : qa_compare_u32(qa_rank_of(ranks->annotator, batch->annotator[a]),
                                    qa_rank_of(ranks->annotator, batch->annotator[b]));
}

struct answer_list {
    size_t *list;
    size_t n;
};

/* The answers with objects that a batch has for an item, in the order of names. */
static struct answer_list answers_to(const struct survey *survey, const struct qa_batch *batch,
                                     const struct qa_item_index *index,
                                     const struct qa_asked *asked, uint32_t item,
                                     struct qa_arena *scratch)
{
    size_t first = (size_t)index->first[item];
    size_t end = (size_t)index->first[item + 1];
    struct answer_list out = {QA_ARRAY(scratch, size_t, end - first), 0};
    for (size_t a = first; a < end; a++) {
        if (!asks_for_objects(asked, qa_answer_question(batch, a))) {
            continue;
        }
        size_t at = out.n++;
        for (; at > 0 && compare_answers(survey, batch, out.list[at - 1], a) > 0; at--) {
            out.list[at] = out.list[at - 1];
        }
        out.list[at] = a;
    }
    return out;
}

/* The reference's answer to a question, the first by name, or SIZE_MAX. */
static size_t reference_for(const struct survey *survey, const struct answer_list *references,
                            uint32_t question, size_t *n_found)
{
    const struct qa_batch *batch = survey->request->reference;
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

static bool has_answer_of(const struct qa_batch *batch, const struct answer_list *answers,
                          const struct party *party)
{
    for (size_t i = 0; i < answers->n; i++) {
        if (qa_answer_question(batch, answers->list[i]) == party->question &&
            qa_answer_vendor(batch, answers->list[i]) == party->vendor) {
            return true;
        }
    }
    return false;
}

/* The state of one item in one chunk. */
struct item_work {
    const struct survey *survey;
    uint32_t item;
    struct qa_arena *scratch;
    struct qa_overlap_chunk *chunk;
};

static void compare_pair(const struct item_work *work, uint32_t question, size_t a, size_t b,
                         uint32_t vendor)
{
    const struct qa_overlap_request *request = work->survey->request;
    struct qa_overlap_pair pair = {.a = request->reference != NULL ? request->reference
                                                                   : request->delivery,
                                   .b = request->delivery,
                                   .answer_a = a,
                                   .answer_b = b,
                                   .type = work->survey->asked.type[question],
                                   .item = work->item,
                                   .vendor = vendor};
    qa_overlap_compare(request, &pair, &work->survey->ranks, work->scratch, work->chunk);
}

/* Reference items that a vendor did not answer: unknown, or nothing found, by the kind of file. */
static void account_undelivered(const struct item_work *work, const struct answer_list *delivered,
                                const struct answer_list *references)
{
    const struct survey *survey = work->survey;
    for (size_t p = 0; p < survey->n_parties; p++) {
        const struct party *party = &survey->parties[p];
        size_t n_found;
        size_t reference =
            reference_for(survey, references, survey->partner[party->question], &n_found);
        if (reference == SIZE_MAX || has_answer_of(survey->request->delivery, delivered, party)) {
            continue;
        }
        if (party->empty_is_unlisted) {
            work->chunk->items_assumed_empty++;
            compare_pair(work, party->question, reference, SIZE_MAX, party->vendor);
        } else {
            work->chunk->items_undelivered++;
        }
    }
}

static void compare_with_reference(const struct item_work *work)
{
    const struct survey *survey = work->survey;
    const struct qa_batch *delivery = survey->request->delivery;
    struct answer_list delivered =
        answers_to(survey, delivery, &survey->delivered, &survey->asked, work->item, work->scratch);
    struct answer_list references =
        answers_to(survey, survey->request->reference, &survey->referenced,
                   &survey->reference_asked, work->item, work->scratch);
    size_t n_pairs = 0;
    bool without = false;
    bool several = false;
    for (size_t i = 0; i < delivered.n; i++) {
        size_t answer = delivered.list[i];
        uint32_t question = qa_answer_question(delivery, answer);
        size_t n_found;
        size_t reference = reference_for(survey, &references, survey->partner[question], &n_found);
        several = several || n_found > 1;
        without = without || reference == SIZE_MAX;
        if (reference != SIZE_MAX) {
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
    const struct survey *survey = work->survey;
    const struct qa_batch *batch = survey->request->delivery;
    struct answer_list answers =
        answers_to(survey, batch, &survey->delivered, &survey->asked, work->item, work->scratch);
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
    struct qa_overlap_chunk *chunk = &survey->chunks[c];
    struct qa_arena *scratch = qa_arena_new();
    chunk->arena = qa_arena_new();
    size_t end = (c + 1) * survey->chunk_items;
    end = end < survey->n_items ? end : survey->n_items;
    for (size_t i = c * survey->chunk_items; i < end; i++) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        struct item_work work = {survey, survey->items != NULL ? survey->items[i] : (uint32_t)i,
                                 scratch, chunk};
        if (survey->request->reference != NULL) {
            compare_with_reference(&work);
        } else {
            compare_annotators(&work);
        }
        qa_arena_reset(scratch, mark);
    }
    qa_arena_free(scratch);
}

static struct survey prepare(const struct qa_overlap_request *request, struct qa_arena *arena)
{
    const struct qa_batch *delivery = request->delivery;
    struct survey survey = {.request = request,
                            .ranks = qa_ranks_new(delivery->names, arena),
                            .asked = qa_asked_questions(delivery, arena),
                            .delivered = qa_batch_index(delivery, arena),
                            .n_items = qa_strings_count(delivery->names->items)};
    if (request->reference != NULL) {
        survey.reference_asked = qa_asked_questions(request->reference, arena);
        survey.referenced = qa_batch_index(request->reference, arena);
        survey.partner = qa_pair_questions(&survey.asked, &survey.reference_asked, arena);
        find_parties(&survey, arena);
    }
    if (request->keep_matches) {
        uint32_t *order = QA_ARRAY(arena, uint32_t, survey.n_items + 1);
        qa_strings_sorted(delivery->names->items, order, NULL);
        survey.items = order;
    }
    return survey;
}

static void collect(const struct survey *survey, size_t n_chunks, struct qa_arena *arena,
                    struct qa_overlap_result *result)
{
    for (size_t c = 0; c < n_chunks; c++) {
        const struct qa_overlap_chunk *chunk = &survey->chunks[c];
        result->items_compared += chunk->items_compared;
        result->items_undelivered += chunk->items_undelivered;
        result->items_assumed_empty += chunk->items_assumed_empty;
        result->items_without_reference += chunk->items_without_reference;
        result->items_several_references += chunk->items_several_references;
        result->answer_pairs += chunk->answer_pairs;
        result->n_matches += survey->request->keep_matches ? chunk->n : 0;
    }
    if (!survey->request->keep_matches) {
        return;
    }
    result->matches = QA_ARRAY(arena, struct qa_object_match, result->n_matches);
    struct qa_object_match *next = result->matches;
    for (size_t c = 0; c < n_chunks; c++) {
        const struct qa_overlap_chunk *chunk = &survey->chunks[c];
        if (chunk->n > 0) {
            memcpy(next, chunk->list, chunk->n * sizeof *next);
            next += chunk->n;
        }
    }
}

struct qa_overlap_result qa_overlap(const struct qa_overlap_request *request,
                                    struct qa_arena *arena)
{
    struct qa_arena *scratch = qa_arena_new();
    struct survey survey = prepare(request, scratch);
    survey.chunk_items = (survey.n_items + CHUNKS_MAX - 1) / CHUNKS_MAX;
    if (survey.chunk_items < CHUNK_ITEMS_MIN) {
        survey.chunk_items = CHUNK_ITEMS_MIN;
    }
    size_t n_chunks = (survey.n_items + survey.chunk_items - 1) / survey.chunk_items;
    survey.chunks = QA_ARRAY(scratch, struct qa_overlap_chunk, n_chunks);
    qa_parallel_for(n_chunks, work_chunk, &survey);

    struct qa_overlap_result result = {.against_reference = request->reference != NULL,
                                       .threshold = request->threshold,
                                       .confidence = request->confidence};
    collect(&survey, n_chunks, arena, &result);
    qa_overlap_tally(request, survey.chunks, n_chunks, &survey.ranks, arena, &result);
    for (size_t c = 0; c < n_chunks; c++) {
        qa_arena_free(survey.chunks[c].arena);
    }
    qa_arena_free(scratch);
    return result;
}
