#include "qa/audit/errors.h"

#include "qa/audit/errors_parts.h"

/* What gold says, and which of its questions answers which of the delivery's. */
struct gold {
    const struct qa_batch *batch;
    struct qa_asked asked; /* of the delivery */
    uint32_t *partner;     /* gold question of a delivery question, or QA_NONE */
    uint32_t *delivered;   /* delivery question of a gold question, or QA_NONE */
    size_t n_items;
    /* answer[question][item] = gold answer + 1, 0: none; NULL for questions gold does not have. */
    uint64_t **answer;
};

static enum qa_status refuse_two_golds(const struct qa_batch *batch, size_t first, size_t second,
                                       struct qa_error *err)
{
    const struct qa_names *names = batch->names;
    return qa_fail_at(
        err, "E134", qa_answer_source(batch, second)->path, batch->line[second], 0,
        "gold answers item '%.80s' with '%.80s' here and with '%.80s' in %.120s:%u; one right "
        "answer was expected",
        qa_strings_text(names->items, batch->item[second]),
        qa_strings_text(names->labels, batch->label[qa_first_object(batch, second)]),
        qa_strings_text(names->labels, batch->label[qa_first_object(batch, first)]),
        qa_answer_source(batch, first)->path, batch->line[first]);
}

static bool is_label_answer(const struct qa_batch *batch, size_t answer)
{
    return qa_object_count(batch, answer) == 1 &&
           qa_object_type(batch, qa_first_object(batch, answer)) == QA_TYPE_LABEL;
}

static enum qa_status index_gold(struct gold *gold, struct qa_arena *scratch,
                                 struct qa_errors_result *result, struct qa_error *err)
{
    const struct qa_batch *batch = gold->batch;
    uint32_t last_item = QA_NONE;
    for (size_t a = 0; a < batch->n_answers; a++) {
        uint32_t question = qa_answer_question(batch, a);
        if (gold->answer[question] == NULL) {
            gold->answer[question] = QA_ARRAY(scratch, uint64_t, gold->n_items);
        }
        result->gold_items += batch->item[a] != last_item;
        last_item = batch->item[a];
        uint64_t *known = &gold->answer[question][batch->item[a]];
        if (*known == 0) {
            *known = a + 1;
            continue;
        }
        size_t first = (size_t)*known - 1;
        if (is_label_answer(batch, a) && is_label_answer(batch, first) &&
            batch->label[qa_first_object(batch, a)] !=
                batch->label[qa_first_object(batch, first)]) {
            return refuse_two_golds(batch, first, a, err);
        }
    }
    return QA_OK;
}

static enum qa_status prepare_gold(const struct qa_errors_request *request, struct gold *gold,
                                   struct qa_arena *scratch, struct qa_errors_result *result,
                                   struct qa_error *err)
{
    struct qa_asked of_gold = qa_asked_questions(request->gold, scratch);
    *gold = (struct gold){.batch = request->gold,
                          .asked = qa_asked_questions(request->delivery, scratch),
                          .n_items = qa_strings_count(request->delivery->names->items)};
    gold->partner = qa_pair_questions(&gold->asked, &of_gold, scratch);
    gold->delivered = QA_ARRAY(scratch, uint32_t, of_gold.n);
    gold->answer = QA_ARRAY(scratch, uint64_t *, of_gold.n);
    for (uint32_t q = 0; q < of_gold.n; q++) {
        gold->delivered[q] = QA_NONE;
    }
    for (uint32_t q = 0; q < gold->asked.n; q++) {
        if (gold->partner[q] != QA_NONE) {
            gold->delivered[gold->partner[q]] = q;
        }
    }
    return index_gold(gold, scratch, result, err);
}

/* The gold answer to the question of a delivered answer, or SIZE_MAX. */
static size_t gold_for(const struct gold *gold, const struct qa_batch *delivery, size_t answer)
{
    uint32_t question = gold->partner[qa_answer_question(delivery, answer)];
    if (question == QA_NONE) {
        return SIZE_MAX;
    }
    uint64_t found = gold->answer[question][delivery->item[answer]];
    return found > 0 ? (size_t)found - 1 : SIZE_MAX;
}

static void try_label(struct qa_error_tally *tally, const struct gold *gold, size_t answer,
                      size_t right)
{
    const struct qa_batch *batch = tally->delivery;
    uint32_t given = batch->label[qa_first_object(batch, answer)];
    uint32_t wanted = gold->batch->label[qa_first_object(gold->batch, right)];
    const struct qa_trial trial = {.kind = given == wanted ? QA_TRIAL_CORRECT : QA_TRIAL_LABEL,
                                   .vendor = qa_answer_vendor(batch, answer),
                                   .question = qa_answer_question(batch, answer),
                                   .item = batch->item[answer],
                                   .annotator = batch->annotator[answer],
                                   .gold = wanted,
                                   .given = given,
                                   .answer = answer,
                                   .object = UINT64_MAX};
    qa_error_tally_add(tally, &trial);
}

static void try_match(struct qa_error_tally *tally, const struct gold *gold,
                      const struct qa_object_match *match)
{
    static const enum qa_trial_kind kinds[] = {
        [QA_OBJECT_MATCHED] = QA_TRIAL_CORRECT,   [QA_OBJECT_MISSED] = QA_TRIAL_MISSED,
        [QA_OBJECT_SPURIOUS] = QA_TRIAL_SPURIOUS, [QA_OBJECT_MISLABELLED] = QA_TRIAL_MISLABELLED,
        [QA_OBJECT_POOR] = QA_TRIAL_POOR,
    };
    const struct qa_batch *batch = tally->delivery;
    bool delivered = match->answer_b != SIZE_MAX;
    bool has_a = match->object_a != SIZE_MAX;
    bool has_b = match->object_b != SIZE_MAX;
    if (match->outcome == QA_OBJECT_IGNORED) {
        return;
    }
    const struct qa_trial trial = {
        .kind = kinds[match->outcome],
        .vendor = match->vendor,
        .question = delivered ? qa_answer_question(batch, match->answer_b)
                              : gold->delivered[qa_answer_question(gold->batch, match->answer_a)],
        .item = match->item,
        .annotator = delivered ? batch->annotator[match->answer_b] : QA_NONE,
        .gold = has_a ? gold->batch->label[match->object_a] : QA_NONE,
        .given = has_b ? batch->label[match->object_b] : QA_NONE,
        .similarity = match->similarity,
        .has_similarity = has_a && has_b,
        .answer = match->answer_b,
        .object = has_b ? match->object_b : UINT64_MAX};
    qa_error_tally_add(tally, &trial);
}

/* Matches in the order of item ids: those of item i are first[i] .. first[i + 1] - 1 of order. */
struct matches_by_item {
    const struct qa_object_match **order;
    size_t *first;
};

static struct matches_by_item group_matches(const struct qa_overlap_result *overlap, size_t n_items,
                                            struct qa_arena *scratch)
{
    struct matches_by_item out = {
        QA_ARRAY(scratch, const struct qa_object_match *, overlap->n_matches),
        QA_ARRAY(scratch, size_t, n_items + 2)};
    for (size_t i = 0; i < overlap->n_matches; i++) {
        out.first[overlap->matches[i].item + 2]++;
    }
    for (size_t i = 0; i < n_items; i++) {
        out.first[i + 2] += out.first[i + 1];
    }
    for (size_t i = 0; i < overlap->n_matches; i++) {
        out.order[out.first[overlap->matches[i].item + 1]++] = &overlap->matches[i];
    }
    return out;
}

static bool has_objects(const struct gold *gold)
{
    for (uint32_t q = 0; q < gold->asked.n; q++) {
        if (gold->partner[q] != QA_NONE && gold->asked.type[q] != QA_TYPE_LABEL) {
            return true;
        }
    }
    return false;
}

static struct matches_by_item match_objects(const struct qa_errors_request *request,
                                            const struct gold *gold, struct qa_arena *scratch)
{
    struct qa_overlap_result overlap = {.n_matches = 0};
    if (has_objects(gold)) {
        const struct qa_overlap_request objects = {.delivery = request->delivery,
                                                   .reference = request->gold,
                                                   .threshold = request->threshold,
                                                   .poor_threshold = request->poor_threshold,
                                                   .class_agnostic = request->class_agnostic,
                                                   .confidence = request->confidence,
                                                   .keep_matches = true};
        overlap = qa_overlap(&objects, scratch);
    }
    return group_matches(&overlap, gold->n_items, scratch);
}

/* Item by item, so that a vendor's trials on one item stand together whatever their question. */
static void try_items(struct qa_error_tally *tally, const struct gold *gold,
                      const struct matches_by_item *matches, struct qa_errors_result *result)
{
    const struct qa_batch *delivery = tally->delivery;
    size_t answer = 0;
    for (uint32_t item = 0; item < gold->n_items; item++) {
        for (; answer < delivery->n_answers && delivery->item[answer] == item; answer++) {
            size_t right = gold_for(gold, delivery, answer);
            if (right == SIZE_MAX) {
                result->answers_without_gold++;
                continue;
            }
            result->answers_checked++;
            if (is_label_answer(delivery, answer) && is_label_answer(gold->batch, right)) {
                try_label(tally, gold, answer, right);
            }
        }
        for (size_t i = matches->first[item]; i < matches->first[item + 1]; i++) {
            try_match(tally, gold, matches->order[i]);
        }
    }
}

enum qa_status qa_errors(const struct qa_errors_request *request, struct qa_arena *arena,
                         struct qa_errors_result *result, struct qa_error *err)
{
    *result = (struct qa_errors_result){.confidence = request->confidence,
                                        .threshold = request->threshold};
    struct qa_arena *scratch = qa_arena_new();
    struct gold gold;
    enum qa_status status = prepare_gold(request, &gold, scratch, result, err);
    if (status == QA_OK) {
        struct matches_by_item matches = match_objects(request, &gold, scratch);
        struct qa_error_tally *tally =
            qa_error_tally_new(request->delivery, request->periods, scratch);
        try_items(tally, &gold, &matches, result);
        qa_error_tally_finish(tally, request->confidence, arena, result);
    }
    qa_arena_free(scratch);
    return status;
}
