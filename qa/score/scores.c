/* Which families see which questions, and the items in chunks that threads work on. */
#include "qa/score/scores.h"

#include "qa/base/parallel.h"
#include "qa/score/run_scores.h"
#include "qa/score/scores_parts.h"

/* At most CHUNKS_MAX chunks, and none but the last below CHUNK_ITEMS_MIN items. Each chunk holds
 * sums of every group it meets, so there are not too many. */
enum { CHUNKS_MAX = 64, CHUNK_ITEMS_MIN = 256 };

const char *qa_score_by_name(enum qa_score_by by)
{
    static const char *const names[QA_N_SCORE_BY] = {
        [QA_SCORE_ALL] = "all",
        [QA_SCORE_CLASS] = "class",
        [QA_SCORE_ANNOTATOR] = "annotator",
        [QA_SCORE_VENDOR] = "vendor",
        [QA_SCORE_BATCH] = "batch",
        [QA_SCORE_SIZE] = "size",
        [QA_SCORE_VENDOR_SIZE] = "vendor_size",
        [QA_SCORE_ITEM] = "item",
    };
    return names[by];
}

const char *qa_score_group_text(const struct qa_score_row *row)
{
    return row->group != NULL ? row->group : "(no class)";
}

/* ---- the whole ---- */

static void count_slots(struct qa_score_run *run)
{
    const struct qa_names *names = run->comparison->b->names;
    size_t n_vendors = (size_t)qa_strings_count(names->vendors) + 1;
    run->n_slots[QA_SCORE_ALL] = 1;
    run->n_slots[QA_SCORE_CLASS] = (size_t)qa_strings_count(names->labels) + 1;
    run->n_slots[QA_SCORE_ANNOTATOR] = (size_t)qa_annotator_count(names) + 1;
    run->n_slots[QA_SCORE_VENDOR] = n_vendors;
    run->n_slots[QA_SCORE_BATCH] = (size_t)qa_strings_count(names->batches) + 1;
    run->n_slots[QA_SCORE_SIZE] = QA_N_SIZE_CLASSES + 1;
    run->n_slots[QA_SCORE_VENDOR_SIZE] = n_vendors * QA_N_SIZE_CLASSES;
    run->n_slots[QA_SCORE_ITEM] = 1;
}

static bool is_compared(const struct qa_comparison *comparison, const struct qa_question *question)
{
    return question->is_asked[QA_DELIVERY] &&
           (comparison->request.reference == NULL ||
            question->partner[comparison->request.role] != QA_NONE);
}

/* The families asked for, in the order of qa_scores, each once. */
static void choose_families(const struct qa_scores_request *request, struct qa_score_result *result,
                            struct qa_arena *arena)
{
    result->families = QA_ARRAY(arena, const struct qa_score *, qa_n_scores);
    for (size_t i = 0; i < qa_n_scores; i++) {
        bool asked = request->families == NULL;
        for (size_t f = 0; request->families != NULL && f < request->n_families; f++) {
            asked = asked || request->families[f] == qa_scores[i];
        }
        if (asked) {
            result->families[result->n_families++] = qa_scores[i];
        }
    }
}

static void plan_series(struct qa_score_run *run, const struct qa_score_result *result,
                        struct qa_arena *arena)
{
    const struct qa_comparison *comparison = run->comparison;
    const struct qa_questions *questions = comparison->b->questions;
    run->series = QA_ARRAY(arena, struct qa_score_series, questions->n * result->n_families);
    run->first_series = QA_ARRAY(arena, size_t, questions->n);
    run->n_series_of = QA_ARRAY(arena, size_t, questions->n);
    const uint32_t *order = qa_slots_by_rank(comparison->ranks.question, questions->n, arena);
    for (size_t i = 1; i <= questions->n; i++) {
        uint32_t id = order[i] - 1;
        const struct qa_question *question = &questions->list[id];
        run->first_series[id] = run->n_series;
        for (size_t f = 0; is_compared(comparison, question) && f < result->n_families; f++) {
            if (result->families[f]->serves(question->type)) {
                run->series[run->n_series++] = (struct qa_score_series){
                    question, result->families[f], id, question->type->size != NULL};
            }
        }
        run->n_series_of[id] = run->n_series - run->first_series[id];
    }
}

struct qa_score_result qa_score_comparison(const struct qa_scores_request *request,
                                           struct qa_arena *arena)
{
    const struct qa_comparison *comparison = request->comparison;
    struct qa_arena *scratch = qa_arena_new();
    struct qa_score_run run = {
        .comparison = comparison,
        .resampling = request->resampling,
        .groupings = (request->groupings != 0 ? request->groupings : QA_SCORES_USUAL) |
                     QA_SCORES_BY(QA_SCORE_ALL)};
    struct qa_score_result result = {.against_reference = comparison->request.reference != NULL,
                                     .role = comparison->request.role,
                                     .class_agnostic = comparison->request.class_agnostic,
                                     .pairing = comparison->b->questions->pairing,
                                     .groupings = run.groupings,
                                     .resampling = request->resampling};
    choose_families(request, &result, arena);
    plan_series(&run, &result, scratch);
    count_slots(&run);
    run.chunk_items = (comparison->n_items + CHUNKS_MAX - 1) / CHUNKS_MAX;
    run.chunk_items = run.chunk_items < CHUNK_ITEMS_MIN ? CHUNK_ITEMS_MIN : run.chunk_items;
    run.n_chunks = (comparison->n_items + run.chunk_items - 1) / run.chunk_items;
    run.chunks = QA_ARRAY(scratch, struct qa_score_chunk, run.n_chunks);
    qa_parallel_for(run.n_chunks, qa_score_chunk_work, &run);
    qa_score_list_rows(&run, &result, arena);
    qa_score_link_classes(&result);
    for (size_t c = 0; c < run.n_chunks; c++) {
        result.n_items += run.chunks[c].n_items;
        result.items_digest += run.chunks[c].items_digest;
        qa_arena_free(run.chunks[c].arena);
    }
    if (request->with_run_figures) {
        struct qa_run_result of_run = qa_run_score_comparison(comparison, arena);
        result.run_rows = of_run.rows;
        result.n_run_rows = of_run.n_rows;
    }
    qa_arena_free(scratch);
    return result;
}
