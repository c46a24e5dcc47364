/* Trials to counts. */
#include "qa/audit/errors_parts.h"

struct qa_error_tally *qa_error_tally_new(const struct qa_comparison *comparison,
                                          const struct qa_grouping *grouping,
                                          struct qa_arena *arena)
{
    const struct qa_names *names = comparison->b->names;
    struct qa_error_tally *tally = QA_NEW(arena, struct qa_error_tally);
    tally->arena = arena;
    tally->comparison = comparison;
    tally->n_questions = qa_strings_count(names->questions);
    tally->n_vendor_slots = (size_t)qa_strings_count(names->vendors) + 1;
    tally->n_annotator_slots = qa_annotator_count(names) + tally->n_vendor_slots;
    tally->vendors =
        QA_ARRAY(arena, struct qa_error_sums, (tally->n_questions + 1) * tally->n_vendor_slots);
    tally->annotators =
        QA_ARRAY(arena, struct qa_error_sums, tally->n_questions * tally->n_annotator_slots);
    tally->annotator_vendor =
        QA_ARRAY(arena, uint32_t, tally->n_questions * tally->n_annotator_slots);
    tally->lumps =
        QA_ARRAY(arena, struct qa_error_lumps, (tally->n_questions + 1) * tally->n_vendor_slots);
    tally->annotator_trials = QA_ARRAY(arena, uint64_t, tally->n_annotator_slots);
    tally->vendor_of_slot = QA_ARRAY(arena, uint32_t, tally->n_annotator_slots);
    tally->teams =
        QA_ARRAY(arena, struct qa_error_sums, tally->n_questions * tally->n_vendor_slots);
    tally->products =
        QA_ARRAY(arena, struct qa_team_products, tally->n_questions * tally->n_annotator_slots);
    tally->grouping = grouping;
    tally->periods = QA_ARRAY(arena, struct qa_error_sums,
                              grouping != NULL ? tally->n_vendor_slots * grouping->n_values : 0);
    tally->class_keys = qa_strings_new(arena);
    tally->cell_keys = qa_strings_new(arena);
    return tally;
}

size_t qa_annotator_slot(const struct qa_error_tally *tally, uint32_t vendor, uint32_t annotator)
{
    size_t n_signed = tally->n_annotator_slots - tally->n_vendor_slots;
    return annotator != QA_NONE ? annotator : n_signed + qa_slot(vendor);
}

static void close_item(struct qa_error_sums *sums)
{
    sums->sum_ee += sums->item_errors * sums->item_errors;
    sums->sum_en += sums->item_errors * sums->item_trials;
    sums->sum_nn += sums->item_trials * sums->item_trials;
    if (sums->item_errors > 0) {
        double errors = (double)sums->item_errors;
        qa_exact_add(&sums->sum_ee_per_n, errors * errors / (double)sums->item_trials);
    }
    sums->item_errors = 0;
    sums->item_trials = 0;
}

struct qa_error_sums qa_error_sums_closed(const struct qa_error_sums *running)
{
    struct qa_error_sums sums = *running;
    close_item(&sums);
    return sums;
}

void qa_error_sums_add(struct qa_error_sums *sums, const struct qa_trial *trial)
{
    enum qa_outcome outcome = trial->match->outcome;
    if (sums->item_slot != trial->pair->item + 1) {
        close_item(sums);
        sums->item_slot = trial->pair->item + 1;
        sums->items++;
    }
    bool wrong = outcome != QA_MATCHED;
    sums->trials++;
    sums->errors += wrong;
    sums->item_trials++;
    sums->item_errors += wrong;
    sums->missed += outcome == QA_MISSED;
    sums->spurious += outcome == QA_SPURIOUS;
    sums->mislabelled += outcome == QA_MISLABELLED || outcome == QA_BOTH_WRONG;
    sums->localisation += outcome == QA_LOCALISATION;
}

static struct qa_class_sums *class_of(struct qa_error_tally *tally, const struct qa_trial *trial,
                                      uint32_t label)
{
    const uint32_t key[3] = {trial->pair->question, trial->pair->vendor, label};
    uint32_t id = qa_strings_intern(tally->class_keys, (const char *)key, sizeof key);
    if (id == tally->n_classes) {
        tally->classes = qa_arena_grow(tally->arena, tally->classes, &tally->classes_capacity,
                                       tally->n_classes + 1, sizeof *tally->classes);
        tally->classes[tally->n_classes++] = (struct qa_class_sums){
            .question = trial->pair->question, .vendor = trial->pair->vendor, .label = label};
    }
    return &tally->classes[id];
}

static void add_to_classes(struct qa_error_tally *tally, const struct qa_trial *trial)
{
    bool correct = trial->match->outcome == QA_MATCHED;
    if (trial->gold != QA_NONE) {
        struct qa_class_sums *gold = class_of(tally, trial, trial->gold);
        qa_error_sums_add(&gold->sums, trial);
        qa_error_sums_add(&gold->both, trial);
        gold->gold++;
        gold->correct_gold += correct;
    }
    if (trial->given != QA_NONE) {
        struct qa_class_sums *given = class_of(tally, trial, trial->given);
        qa_error_sums_add(&given->given_sums, trial);
        qa_error_sums_add(&given->both, trial);
        given->delivered++;
        given->correct_delivered += correct;
    }
}

static void add_to_cell(struct qa_error_tally *tally, const struct qa_trial *trial, uint32_t gold,
                        uint32_t given)
{
    const uint32_t key[4] = {trial->pair->question, trial->pair->vendor, gold, given};
    if (gold == QA_NONE && given == QA_NONE) {
        return;
    }
    uint32_t id = qa_strings_intern(tally->cell_keys, (const char *)key, sizeof key);
    if (id == tally->n_cells) {
        tally->cells = qa_arena_grow(tally->arena, tally->cells, &tally->cells_capacity,
                                     tally->n_cells + 1, sizeof *tally->cells);
        tally->cells[tally->n_cells++] =
            (struct qa_cell_sums){trial->pair->question, trial->pair->vendor, gold, given, 0};
    }
    tally->cells[id].count++;
}

/* "missed"; of kinds with one object an answer the kind itself: "label". */
static const char *kind_name(const struct qa_comparison *comparison, const struct qa_trial *trial)
{
    return trial->match->outcome == QA_DIFFERENT
               ? qa_question_at(comparison->b, trial->pair->question)->type->name
               : qa_match_kind(trial->match);
}

static void add_wrong(struct qa_error_tally *tally, const struct qa_trial *trial)
{
    const struct qa_batch *batch = tally->comparison->b;
    const struct qa_pair *pair = trial->pair;
    const struct qa_match *match = trial->match;
    struct qa_wrong_item wrong = {.vendor = pair->vendor,
                                  .question = pair->question,
                                  .item = pair->item,
                                  .annotator = trial->annotator,
                                  .given = trial->given,
                                  .gold = trial->gold,
                                  .kind = kind_name(tally->comparison, trial),
                                  .given_answer = pair->answer_b,
                                  .gold_answer = pair->answer_a,
                                  .given_object = match->object_b,
                                  .gold_object = match->object_a,
                                  .similarity = match->similarity,
                                  .has_similarity =
                                      match->object_a != SIZE_MAX && match->object_b != SIZE_MAX &&
                                      !qa_question_at(batch, pair->question)->type->is_category};
    if (pair->answer_b != SIZE_MAX) {
        int64_t duration = qa_answer_duration(batch, pair->answer_b);
        wrong.has_seconds = duration != QA_NO_TIME;
        wrong.seconds = wrong.has_seconds ? (double)duration / (double)QA_SECOND : 0;
        wrong.file = qa_answer_source(batch, pair->answer_b)->path;
        wrong.line = match->object_b != SIZE_MAX
                         ? qa_object_line(batch, pair->answer_b, match->object_b)
                         : batch->line[pair->answer_b];
    }
    tally->wrong = qa_arena_grow(tally->arena, tally->wrong, &tally->wrong_capacity,
                                 tally->n_wrong + 1, sizeof *tally->wrong);
    tally->wrong[tally->n_wrong++] = wrong;
}

static void add_to_period(struct qa_error_tally *tally, const struct qa_trial *trial)
{
    size_t answer = trial->pair->answer_b;
    uint32_t period = answer == SIZE_MAX ? QA_NONE : tally->grouping->of_answer[answer];
    if (period == QA_NONE) {
        tally->without_period++;
        return;
    }
    size_t vendor = qa_slot(trial->pair->vendor);
    qa_error_sums_add(&tally->periods[vendor * tally->grouping->n_values + period], trial);
}

void qa_error_tally_add(struct qa_error_tally *tally, const struct qa_trial *trial)
{
    uint32_t question = trial->pair->question;
    size_t vendor = qa_slot(trial->pair->vendor);
    size_t slot = qa_annotator_slot(tally, trial->pair->vendor, trial->annotator);
    size_t annotator = question * tally->n_annotator_slots + slot;
    size_t row = question * tally->n_vendor_slots + vendor;
    size_t all = tally->n_questions * tally->n_vendor_slots + vendor;
    qa_error_sums_add(&tally->vendors[row], trial);
    qa_error_sums_add(&tally->vendors[all], trial);
    qa_error_lumps_add(tally->arena, &tally->lumps[row], trial, slot);
    qa_error_lumps_add(tally->arena, &tally->lumps[all], trial, slot);
    tally->annotator_trials[slot]++;
    tally->vendor_of_slot[slot] = trial->pair->vendor;
    qa_error_sums_add(&tally->annotators[annotator], trial);
    qa_error_tally_add_part(tally, trial, annotator);
    tally->annotator_vendor[annotator] = trial->pair->vendor;
    if (tally->grouping != NULL) {
        add_to_period(tally, trial);
    }
    add_to_classes(tally, trial);
    if (trial->match->outcome == QA_LOCALISATION) {
        /* As in the overlap: what should be there is missed, and what is there is spurious. */
        add_to_cell(tally, trial, trial->gold, QA_NONE);
        add_to_cell(tally, trial, QA_NONE, trial->given);
    } else {
        add_to_cell(tally, trial, trial->gold, trial->given);
    }
    if (trial->match->outcome != QA_MATCHED) {
        add_wrong(tally, trial);
    }
}
