#include "qa/audit/repeats.h"

#include <stdlib.h>
#include <string.h>

#include "qa/audit/sample.h"
#include "qa/audit/table_forms.h"
#include "qa/batch/questions.h"
#include "qa/score/ranks.h"
#include "qa/stats/interval.h"

struct counting {
    const struct qa_batch *batch;
    struct qa_item_index index;
    struct qa_consistency *of_annotator; /* by annotator id */
    struct qa_repeats *out;
    struct qa_arena *arena;
};

/* The answers of an item, from `first` up to `end`. */
struct run {
    size_t first;
    size_t end;
};

static struct run answers_to(const struct counting *counting, const struct qa_cell *name)
{
    const struct qa_strings *items = counting->batch->names->items;
    uint32_t item = qa_strings_find(items, name->text, name->length);
    if (item == QA_NONE) {
        return (struct run){0, 0};
    }
    return (struct run){(size_t)counting->index.first[item],
                        (size_t)counting->index.first[item + 1]};
}

static bool are_alike(const struct counting *counting, size_t a, size_t b)
{
    struct qa_arena_mark mark = qa_arena_mark(counting->arena);
    bool alike = strcmp(qa_given_text(counting->batch, a, counting->arena),
                        qa_given_text(counting->batch, b, counting->arena)) == 0;
    qa_arena_reset(counting->arena, mark);
    return alike;
}

static void count_pair(struct counting *counting, size_t a, size_t b)
{
    const struct qa_batch *batch = counting->batch;
    bool alike = are_alike(counting, a, b);
    if (batch->annotator[a] == batch->annotator[b]) {
        struct qa_consistency *consistency = &counting->of_annotator[batch->annotator[a]];
        consistency->n++;
        consistency->alike += alike;
    } else {
        counting->out->n_others++;
        counting->out->n_others_alike += alike;
    }
}

/* The answer to the first task with which the repeat's is compared: the annotator's own, else the
 * first to the same question; SIZE_MAX: none. */
static size_t partner(const struct qa_batch *batch, struct run first, size_t repeat)
{
    size_t found = SIZE_MAX;
    for (size_t a = first.first; a < first.end; a++) {
        if (qa_answer_question(batch, a) != qa_answer_question(batch, repeat)) {
            continue;
        }
        if (batch->annotator[a] == batch->annotator[repeat]) {
            return a;
        }
        found = found == SIZE_MAX ? a : found;
    }
    return found;
}

static bool count_tasks(struct counting *counting, struct run first, struct run repeat)
{
    bool any = false;
    for (size_t a = repeat.first; a < repeat.end; a++) {
        size_t other = partner(counting->batch, first, a);
        if (other != SIZE_MAX) {
            count_pair(counting, a, other);
            any = true;
        }
    }
    return any;
}

/* Answers of one annotator to one question stand next to each other. */
static bool count_item(struct counting *counting, struct run item)
{
    const struct qa_batch *batch = counting->batch;
    bool any = false;
    for (size_t a = item.first + 1; a < item.end; a++) {
        if (batch->annotator[a] == batch->annotator[a - 1] &&
            qa_answer_question(batch, a) == qa_answer_question(batch, a - 1)) {
            count_pair(counting, a - 1, a);
            any = true;
        }
    }
    return any;
}

enum { TASK, ITEM, KIND, REPEATS_TASK, N_SPECS };

static enum qa_status count_key(struct counting *counting, const struct qa_records *key,
                                struct qa_error *err)
{
    static const struct qa_column_spec specs[N_SPECS] = {
        [TASK] = {"task", NULL, true},
        [ITEM] = {"item", NULL, true},
        [KIND] = {"kind", NULL, true},
        [REPEATS_TASK] = {"repeats_task", NULL, true}};
    uint32_t column[N_SPECS];
    QA_TRY(qa_records_columns(key, specs, N_SPECS, column, err));
    for (size_t r = 0; r < key->n_records; r++) {
        if (strcmp(qa_records_cell(key, r, column[KIND])->text, "repeat") != 0) {
            continue;
        }
        struct run repeat = answers_to(counting, qa_records_cell(key, r, column[TASK]));
        struct run first = answers_to(counting, qa_records_cell(key, r, column[REPEATS_TASK]));
        struct run item = answers_to(counting, qa_records_cell(key, r, column[ITEM]));
        bool found = count_tasks(counting, first, repeat) || count_item(counting, item);
        counting->out->n_repeats++;
        counting->out->n_undelivered += !found;
    }
    return counting->out->n_repeats > 0
               ? QA_OK
               : qa_fail_at(err, "E306", key->file, 0, 0, "the key has no row of the kind repeat");
}

enum qa_status qa_repeats_read(const struct qa_batch *delivery, const struct qa_records *key,
                               double confidence, struct qa_arena *arena, struct qa_repeats *out,
                               struct qa_error *err)
{
    uint32_t n_annotators = qa_annotator_count(delivery->names);
    struct counting counting = {
        .batch = delivery,
        .index = qa_batch_index(delivery, arena),
        .of_annotator = QA_ARRAY(arena, struct qa_consistency, n_annotators + (size_t)1),
        .out = out,
        .arena = arena};
    *out = (struct qa_repeats){
        .annotators = QA_ARRAY(arena, struct qa_consistency, n_annotators + (size_t)1)};
    QA_TRY(count_key(&counting, key, err));
    struct qa_ranks ranks = qa_ranks_new(delivery->names, arena);
    const uint32_t *slots = qa_slots_by_rank(ranks.annotator, n_annotators, arena);
    for (uint32_t i = 1; i <= n_annotators; i++) {
        uint32_t annotator = slots[i] - 1;
        struct qa_consistency *consistency = &counting.of_annotator[annotator];
        if (consistency->n > 0) {
            consistency->annotator = annotator;
            consistency->rate = qa_clopper_pearson(consistency->alike, consistency->n, confidence);
            out->annotators[out->n_annotators++] = *consistency;
        }
    }
    return QA_OK;
}

static const struct qa_column columns[] = {
    {"annotator", NULL, QA_TEXT, .is_key = true, .about = "The annotator who answered."},
    {"repeats", "hidden repeats", QA_COUNT,
     .about = "Hidden repeats that the annotator answered twice."},
    {"alike", "answered alike", QA_COUNT, .about = "Those answered alike."},
    {"consistency", NULL, QA_ESTIMATE_RATE,
     .about = "Alike over repeats, with the exact interval."},
};
const struct qa_table_form qa_form_errors_consistency =
    QA_TABLE_FORM("consistency", "Consistency on repeats", columns);

void qa_repeats_table(const struct qa_repeats *repeats, const struct qa_names *names,
                      struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_errors_consistency);
    for (size_t i = 0; i < repeats->n_annotators; i++) {
        const struct qa_consistency *consistency = &repeats->annotators[i];
        qa_table_row(table);
        qa_put_text(table, qa_annotator_text(names, consistency->annotator));
        qa_put_count(table, consistency->n);
        qa_put_count(table, consistency->alike);
        qa_put_estimate(table, consistency->rate);
    }
    qa_table_note(table,
                  "%llu hidden repeats in the key, %llu of them without two answers. Alike is the "
                  "same labels both times.",
                  (unsigned long long)repeats->n_repeats,
                  (unsigned long long)repeats->n_undelivered);
    if (repeats->n_others > 0) {
        qa_table_note(table,
                      "%llu repeats went to another annotator than the first time, %llu of them "
                      "answered alike: agreement, and not counted here.",
                      (unsigned long long)repeats->n_others,
                      (unsigned long long)repeats->n_others_alike);
    }
    qa_report_add_table(report, table);
}
