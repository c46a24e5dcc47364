/* Trials to counts. */
#include "qa/audit/errors_parts.h"

struct qa_error_tally *qa_error_tally_new(const struct qa_batch *delivery,
                                          const struct qa_grouping *grouping,
                                          struct qa_arena *arena)
{
    const struct qa_names *names = delivery->names;
    struct qa_error_tally *tally = QA_NEW(arena, struct qa_error_tally);
    tally->arena = arena;
    tally->delivery = delivery;
    tally->n_questions = qa_strings_count(names->questions);
    tally->n_vendor_slots = (size_t)qa_strings_count(names->vendors) + 1;
    tally->n_annotator_slots = qa_annotator_count(names) + tally->n_vendor_slots;
    tally->vendors =
        QA_ARRAY(arena, struct qa_error_sums, (tally->n_questions + 1) * tally->n_vendor_slots);
    tally->annotators =
        QA_ARRAY(arena, struct qa_error_sums, tally->n_questions * tally->n_annotator_slots);
    tally->annotator_vendor =
        QA_ARRAY(arena, uint32_t, tally->n_questions * tally->n_annotator_slots);
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
    sums->item_errors = 0;
    sums->item_trials = 0;
}

static void add_to_sums(struct qa_error_sums *sums, const struct qa_trial *trial)
{
    if (sums->item_slot != trial->item + 1) {
        close_item(sums);
        sums->item_slot = trial->item + 1;
        sums->items++;
    }
    bool wrong = trial->kind != QA_TRIAL_CORRECT;
    sums->trials++;
    sums->errors += wrong;
    sums->item_trials++;
    sums->item_errors += wrong;
    sums->missed += trial->kind == QA_TRIAL_MISSED;
    sums->spurious += trial->kind == QA_TRIAL_SPURIOUS;
    sums->mislabelled += trial->kind == QA_TRIAL_MISLABELLED;
    sums->poor += trial->kind == QA_TRIAL_POOR;
}

static struct qa_class_sums *class_of(struct qa_error_tally *tally, const struct qa_trial *trial,
                                      uint32_t label)
{
    const uint32_t key[3] = {trial->question, trial->vendor, label};
    uint32_t id = qa_strings_intern(tally->class_keys, (const char *)key, sizeof key);
    if (id == tally->n_classes) {
        tally->classes = qa_arena_grow(tally->arena, tally->classes, &tally->classes_capacity,
                                       tally->n_classes + 1, sizeof *tally->classes);
        tally->classes[tally->n_classes++] = (struct qa_class_sums){
            .question = trial->question, .vendor = trial->vendor, .label = label};
    }
    return &tally->classes[id];
}

static void add_to_classes(struct qa_error_tally *tally, const struct qa_trial *trial)
{
    bool correct = trial->kind == QA_TRIAL_CORRECT;
    if (trial->gold != QA_NONE) {
        struct qa_class_sums *gold = class_of(tally, trial, trial->gold);
        add_to_sums(&gold->sums, trial);
        gold->gold++;
        gold->correct_gold += correct;
    }
    if (trial->given != QA_NONE) {
        struct qa_class_sums *given = class_of(tally, trial, trial->given);
        given->delivered++;
        given->correct_delivered += correct;
    }
}

static void add_to_cell(struct qa_error_tally *tally, const struct qa_trial *trial, uint32_t gold,
                        uint32_t given)
{
    const uint32_t key[4] = {trial->question, trial->vendor, gold, given};
    if (gold == QA_NONE && given == QA_NONE) {
        return;
    }
    uint32_t id = qa_strings_intern(tally->cell_keys, (const char *)key, sizeof key);
    if (id == tally->n_cells) {
        tally->cells = qa_arena_grow(tally->arena, tally->cells, &tally->cells_capacity,
                                     tally->n_cells + 1, sizeof *tally->cells);
        tally->cells[tally->n_cells++] =
            (struct qa_cell_sums){trial->question, trial->vendor, gold, given, 0};
    }
    tally->cells[id].count++;
}

static const char *kind_name(enum qa_trial_kind kind)
{
    static const char *const names[] = {
        [QA_TRIAL_CORRECT] = "correct",    [QA_TRIAL_LABEL] = "label",
        [QA_TRIAL_MISSED] = "missed",      [QA_TRIAL_SPURIOUS] = "spurious",
        [QA_TRIAL_POOR] = "poorly placed", [QA_TRIAL_MISLABELLED] = "mislabelled",
    };
    return names[kind];
}

static void add_wrong(struct qa_error_tally *tally, const struct qa_trial *trial)
{
    struct qa_wrong_item wrong = {.vendor = trial->vendor,
                                  .question = trial->question,
                                  .item = trial->item,
                                  .annotator = trial->annotator,
                                  .given = trial->given,
                                  .gold = trial->gold,
                                  .kind = kind_name(trial->kind),
                                  .similarity = trial->similarity,
                                  .has_similarity = trial->has_similarity};
    if (trial->answer != SIZE_MAX) {
        const struct qa_batch *batch = tally->delivery;
        int64_t duration = qa_answer_duration(batch, trial->answer);
        wrong.has_seconds = duration != QA_NO_TIME;
        wrong.seconds = wrong.has_seconds ? (double)duration / (double)QA_SECOND : 0;
        wrong.file = qa_answer_source(batch, trial->answer)->path;
        wrong.line = trial->object != UINT64_MAX
                         ? qa_line_of_object(batch, trial->answer, trial->object)
                         : batch->line[trial->answer];
    }
    tally->wrong = qa_arena_grow(tally->arena, tally->wrong, &tally->wrong_capacity,
                                 tally->n_wrong + 1, sizeof *tally->wrong);
    tally->wrong[tally->n_wrong++] = wrong;
}

static void add_to_period(struct qa_error_tally *tally, const struct qa_trial *trial)
{
    uint32_t period =
        trial->answer == SIZE_MAX ? QA_NONE : tally->grouping->of_answer[trial->answer];
    if (period == QA_NONE) {
        tally->without_period++;
        return;
    }
    size_t vendor = qa_slot(trial->vendor);
    add_to_sums(&tally->periods[vendor * tally->grouping->n_values + period], trial);
}

void qa_error_tally_add(struct qa_error_tally *tally, const struct qa_trial *trial)
{
    size_t vendor = qa_slot(trial->vendor);
    size_t annotator = trial->question * tally->n_annotator_slots +
                       qa_annotator_slot(tally, trial->vendor, trial->annotator);
    add_to_sums(&tally->vendors[trial->question * tally->n_vendor_slots + vendor], trial);
    add_to_sums(&tally->vendors[tally->n_questions * tally->n_vendor_slots + vendor], trial);
    add_to_sums(&tally->annotators[annotator], trial);
    tally->annotator_vendor[annotator] = trial->vendor;
    if (tally->grouping != NULL) {
        add_to_period(tally, trial);
    }
    add_to_classes(tally, trial);
    if (trial->kind == QA_TRIAL_POOR) {
        /* As in the overlap: what should be there is missed, and what is there is spurious. */
        add_to_cell(tally, trial, trial->gold, QA_NONE);
        add_to_cell(tally, trial, QA_NONE, trial->given);
    } else {
        add_to_cell(tally, trial, trial->gold, trial->given);
    }
    if (trial->kind != QA_TRIAL_CORRECT) {
        add_wrong(tally, trial);
    }
}
