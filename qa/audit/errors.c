#include "qa/audit/errors.h"

#include "qa/audit/errors_parts.h"

static enum qa_status refuse_two_golds(const struct qa_batch *batch, size_t first, size_t second,
                                       struct qa_error *err)
{
    const struct qa_names *names = batch->names;
    return qa_fail_at(
        err, "E134", qa_answer_source(batch, second)->path, batch->line[second], 0,
        "gold answers item '%.80s' with '%.80s' here and with '%.80s' in %.120s:%u; one right "
        "answer was expected",
        qa_strings_text(names->items, batch->item[second]),
        qa_strings_text(names->labels, qa_answer_label(batch, second)),
        qa_strings_text(names->labels, qa_answer_label(batch, first)),
        qa_answer_source(batch, first)->path, batch->line[first]);
}

/* Answers to one question of an item follow one another. */
static enum qa_status check_gold(const struct qa_batch *gold, struct qa_errors_result *result,
                                 struct qa_error *err)
{
    size_t first = 0;
    for (size_t a = 0; a < gold->n_answers; a++) {
        bool new_item = a == 0 || gold->item[a] != gold->item[a - 1];
        result->gold_items += new_item;
        if (new_item || qa_answer_question(gold, a) != qa_answer_question(gold, first)) {
            first = a;
        } else if (qa_answer_is_label(gold, a) && qa_answer_is_label(gold, first) &&
                   qa_answer_label(gold, a) != qa_answer_label(gold, first)) {
            return refuse_two_golds(gold, first, a, err);
        }
    }
    return QA_OK;
}

static void count_checked(const struct qa_comparison *comparison, struct qa_errors_result *result)
{
    const struct qa_batch *delivery = comparison->b;
    bool has_gold = false;
    for (size_t a = 0; a < delivery->n_answers; a++) {
        /* Answers of an item to a question follow one another, and gold says the same of all. */
        bool same = a > 0 && delivery->item[a] == delivery->item[a - 1] &&
                    qa_answer_question(delivery, a) == qa_answer_question(delivery, a - 1);
        has_gold = same ? has_gold : qa_reference_of(comparison, a) != SIZE_MAX;
        result->answers_checked += has_gold;
        result->answers_without_gold += !has_gold;
    }
}

static uint32_t label_of(const struct qa_batch *batch, size_t object)
{
    return object != SIZE_MAX ? batch->label[object] : QA_NONE;
}

static void try_pair(struct qa_error_tally *tally, const struct qa_comparison *comparison,
                     const struct qa_pair *pair)
{
    const struct qa_batch *delivery = comparison->b;
    for (size_t i = 0; i < pair->n_matches; i++) {
        const struct qa_match *match = &pair->matches[i];
        if (match->outcome == QA_IGNORED) {
            continue;
        }
        const struct qa_trial trial = {
            .pair = pair,
            .match = match,
            .annotator = pair->answer_b != SIZE_MAX ? delivery->annotator[pair->answer_b] : QA_NONE,
            .gold = label_of(comparison->a, match->object_a),
            .given = label_of(delivery, match->object_b)};
        qa_error_tally_add(tally, &trial);
    }
}

/* Item by item, so that a vendor's trials on one item stand together whatever their question. */
static void try_items(struct qa_error_tally *tally, const struct qa_comparison *comparison,
                      struct qa_arena *scratch)
{
    for (size_t i = 0; i < comparison->n_items; i++) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        struct qa_item_pairs pairs = qa_comparison_item(comparison, i, scratch);
        for (size_t p = 0; p < pairs.n; p++) {
            try_pair(tally, comparison, &pairs.list[p]);
        }
        qa_arena_reset(scratch, mark);
    }
}

enum qa_status qa_errors(const struct qa_errors_request *request, struct qa_arena *arena,
                         struct qa_errors_result *result, struct qa_error *err)
{
    const struct qa_comparison *comparison = request->comparison;
    *result =
        (struct qa_errors_result){.comparison = comparison, .confidence = request->confidence};
    QA_TRY(check_gold(comparison->a, result, err));
    count_checked(comparison, result);
    struct qa_arena *work = qa_arena_new();
    struct qa_arena *scratch = qa_arena_new();
    struct qa_error_tally *tally = qa_error_tally_new(comparison, request->periods, work);
    try_items(tally, comparison, scratch);
    qa_error_tally_finish(tally, request, arena, result);
    qa_arena_free(scratch);
    qa_arena_free(work);
    return QA_OK;
}
