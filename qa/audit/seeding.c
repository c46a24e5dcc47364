#include "qa/audit/seeding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qa/audit/frame.h"
#include "qa/audit/table_forms.h"
#include "qa/base/hash.h"
#include "qa/base/random.h"
#include "qa/base/strings.h"
#include "qa/stats/allocation.h"
#include "qa/stats/sample_size.h"
#include "qa/stats/sampling.h"

/* Fewer hidden items an annotator than this say little of him. */
enum { FEW_HIDDEN = 10 };

enum kind { ORDINARY, GOLD, REPEAT };

struct task {
    enum kind kind;
    const char *item;
    const char *label; /* of gold */
    size_t repeats;    /* place of the task that it repeats */
};

struct seeding {
    const struct qa_seeding_request *request;
    struct qa_arena *arena;
    struct qa_random random;
    uint32_t order_item;
    uint32_t gold_item, gold_label;
    size_t *gold; /* records that were drawn, in random order */
    struct task *tasks;
    size_t n_tasks;
    struct qa_error *err;
};

static const char *cell_text(const struct qa_records *records, size_t r, uint32_t column)
{
    return qa_records_cell(records, r, column)->text;
}

static enum qa_status find_columns(struct seeding *seeding)
{
    static const struct qa_column_spec item = {"item", "item_id,task,image,id", true};
    static const struct qa_column_spec gold[] = {{"item", "item_id,task,image,id", true},
                                                 {"label", "gold,answer", true}};
    uint32_t columns[2];
    QA_TRY(
        qa_records_columns(seeding->request->order, &item, 1, &seeding->order_item, seeding->err));
    QA_TRY(qa_records_columns(seeding->request->gold, gold, 2, columns, seeding->err));
    seeding->gold_item = columns[0];
    seeding->gold_label = columns[1];
    return QA_OK;
}

static enum qa_status check_items(const struct seeding *seeding)
{
    const struct qa_seeding_request *request = seeding->request;
    struct qa_strings *items = qa_strings_new(seeding->arena);
    for (size_t r = 0; r < request->order->n_records; r++) {
        qa_strings_intern_text(items, cell_text(request->order, r, seeding->order_item));
    }
    for (size_t r = 0; r < request->gold->n_records; r++) {
        const struct qa_cell *cell = qa_records_cell(request->gold, r, seeding->gold_item);
        if (qa_strings_find(items, cell->text, cell->length) != QA_NONE) {
            return qa_fail_at(seeding->err, "E306", request->gold->file, cell->line, cell->column,
                              "gold item '%.100s' is in the order already: it would be seen twice",
                              cell->text);
        }
    }
    if (request->n_gold > request->gold->n_records) {
        return qa_fail(seeding->err, QA_INPUT, "E306",
                       "the gold has %zu items, %llu were asked for", request->gold->n_records,
                       (unsigned long long)request->n_gold);
    }
    if (request->n_repeats > request->order->n_records / 4) {
        return qa_fail(seeding->err, QA_INPUT, "E306",
                       "an order of %zu items is too short for %llu repeats: a quarter of it at "
                       "most",
                       request->order->n_records, (unsigned long long)request->n_repeats);
    }
    return QA_OK;
}

/* n_gold records of the gold, as many of each label as there are. */
static void draw_gold(struct seeding *seeding)
{
    const struct qa_records *gold = seeding->request->gold;
    size_t n = gold->n_records;
    struct qa_strings *labels = qa_strings_new(seeding->arena);
    uint32_t *label = QA_ARRAY(seeding->arena, uint32_t, n + 1);
    for (size_t r = 0; r < n; r++) {
        label[r] = qa_strings_intern_text(labels, cell_text(gold, r, seeding->gold_label));
    }
    uint32_t n_labels = qa_strings_count(labels);
    uint64_t *sizes = QA_ARRAY(seeding->arena, uint64_t, n_labels + (size_t)1);
    uint64_t *left = QA_ARRAY(seeding->arena, uint64_t, n_labels + (size_t)1);
    uint64_t *order = QA_ARRAY(seeding->arena, uint64_t, n + 1);
    const struct qa_allocation_request equal = {.rule = QA_EQUAL};
    for (size_t r = 0; r < n; r++) {
        sizes[label[r]]++;
    }
    qa_allocate(sizes, n_labels, seeding->request->n_gold, &equal, left, seeding->arena);
    qa_shuffle(&seeding->random, order, n);
    seeding->gold = QA_ARRAY(seeding->arena, size_t, (size_t)seeding->request->n_gold + 1);
    size_t taken = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t *open = &left[label[order[i]]];
        if (*open > 0) {
            (*open)--;
            seeding->gold[taken++] = (size_t)order[i];
        }
    }
}

/* Where the hidden tasks stand: one in each of as many even stretches. */
static bool *hidden_places(struct seeding *seeding, size_t n_hidden)
{
    bool *hidden = QA_ARRAY(seeding->arena, bool, seeding->n_tasks + 1);
    for (size_t h = 0; h < n_hidden; h++) {
        size_t first = h * seeding->n_tasks / n_hidden;
        size_t next = (h + 1) * seeding->n_tasks / n_hidden;
        hidden[first + (size_t)qa_random_below(&seeding->random, next - first)] = true;
    }
    return hidden;
}

/* An ordinary task a quarter of the order or more away, not repeated before. */
static size_t task_to_repeat(struct seeding *seeding, size_t place, const bool *is_repeated)
{
    size_t quarter = seeding->n_tasks / 4;
    for (;;) {
        size_t t = (size_t)qa_random_below(&seeding->random, seeding->n_tasks);
        size_t distance = t > place ? t - place : place - t;
        if (distance >= quarter && seeding->tasks[t].kind == ORDINARY && !is_repeated[t]) {
            return t;
        }
    }
}

static void make_tasks(struct seeding *seeding)
{
    const struct qa_seeding_request *request = seeding->request;
    size_t n_hidden = (size_t)(request->n_gold + request->n_repeats);
    seeding->n_tasks = request->order->n_records + n_hidden;
    seeding->tasks = QA_ARRAY(seeding->arena, struct task, seeding->n_tasks + 1);
    const bool *hidden = hidden_places(seeding, n_hidden);
    /* Which of the hidden places are gold is random too. */
    uint64_t *rank = QA_ARRAY(seeding->arena, uint64_t, n_hidden + 1);
    qa_shuffle(&seeding->random, rank, n_hidden);
    size_t h = 0;
    size_t r = 0;
    for (size_t t = 0; t < seeding->n_tasks; t++) {
        struct task *task = &seeding->tasks[t];
        if (!hidden[t]) {
            task->item = cell_text(request->order, r++, seeding->order_item);
        } else if (rank[h++] < request->n_gold) {
            size_t record = seeding->gold[rank[h - 1]];
            *task = (struct task){GOLD, cell_text(request->gold, record, seeding->gold_item),
                                  cell_text(request->gold, record, seeding->gold_label), 0};
        } else {
            task->kind = REPEAT;
        }
    }
    bool *is_repeated = QA_ARRAY(seeding->arena, bool, seeding->n_tasks + 1);
    for (size_t t = 0; t < seeding->n_tasks; t++) {
        struct task *task = &seeding->tasks[t];
        if (task->kind == REPEAT) {
            task->repeats = task_to_repeat(seeding, t, is_repeated);
            task->item = seeding->tasks[task->repeats].item;
            is_repeated[task->repeats] = true;
        }
    }
}

/* 12 hex digits that tell nothing without the seed. */
static const char *task_name(const struct seeding *seeding, size_t t)
{
    uint64_t place = t;
    char name[17];
    uint64_t hash = qa_hash64(&place, sizeof place, seeding->request->seed);
    (void)snprintf(name, sizeof name, "%012llx", (unsigned long long)(hash >> 16));
    qa_code_as_text(name);
    return qa_arena_text(seeding->arena, name);
}

static const struct qa_column order_columns[] = {
    {"task", NULL, QA_TEXT, .is_key = true, .about = "Name of the task."},
    {"item", NULL, QA_TEXT, .about = "Item to be labeled in it."},
};
const struct qa_table_form qa_form_sample_order =
    QA_TABLE_FORM("order", "Order with hidden items", order_columns);

static const struct qa_column key_columns[] = {
    {"task", NULL, QA_TEXT, .is_key = true, .about = "Name of the task."},
    {"item", NULL, QA_TEXT, .about = "Item that is hidden in it."},
    {"kind", NULL, QA_TEXT, .about = "What it is: gold or repeat."},
    {"label", NULL, QA_TEXT, .about = "The right label of a gold item."},
    {"repeats_task", "repeats task", QA_TEXT, .about = "The task that a repeat repeats."},
};
const struct qa_table_form qa_form_sample_key =
    QA_TABLE_FORM("key", "Key to the hidden items", key_columns);

static void put_tables(const struct seeding *seeding, struct qa_report *report,
                       struct qa_report *key_report)
{
    const struct qa_seeding_request *request = seeding->request;
    struct qa_table *order = qa_table_new(report->arena, &qa_form_sample_order);
    struct qa_table *key = qa_table_new(report->arena, &qa_form_sample_key);
    order->rows_shown = 10;
    key->rows_shown = 20;
    for (size_t t = 0; t < seeding->n_tasks; t++) {
        const struct task *task = &seeding->tasks[t];
        qa_table_row(order);
        qa_put_text(order, task_name(seeding, t));
        qa_put_text(order, task->item);
        if (task->kind != ORDINARY) {
            qa_table_row(key);
            qa_put_text(key, task_name(seeding, t));
            qa_put_text(key, task->item);
            qa_put_text(key, task->kind == GOLD ? "gold" : "repeat");
            qa_put_text(key, task->label);
            qa_put_text(key, task->kind == REPEAT ? task_name(seeding, task->repeats) : NULL);
        }
    }
    uint64_t hidden = request->n_gold + request->n_repeats;
    qa_table_note(order,
                  "%zu tasks, %llu of them hidden: one in every %.1f in a row. The key is "
                  "not for the vendor.",
                  seeding->n_tasks, (unsigned long long)hidden,
                  (double)seeding->n_tasks / (double)hidden);
    if (request->n_annotators > 0) {
        uint64_t each = request->n_gold / request->n_annotators;
        qa_table_note(key,
                      "%llu annotators who share the order evenly meet about %llu gold items each: "
                      "an error rate of 10 %% is then known to +- %.0f points%s.",
                      (unsigned long long)request->n_annotators, (unsigned long long)each,
                      100 * qa_margin_of_size(0.1, each > 0 ? each : 1, 0.95, 0),
                      each < FEW_HIDDEN ? "; that is little, hide more" : "");
    }
    qa_report_add_table(report, order);
    qa_report_add_table(key_report, key);
}

static enum qa_status seed_order(struct seeding *seeding, struct qa_report *report,
                                 struct qa_report *key_report)
{
    const struct qa_seeding_request *request = seeding->request;
    QA_TRY(find_columns(seeding));
    QA_TRY(check_items(seeding));
    if (request->n_gold + request->n_repeats == 0 || request->order->n_records == 0) {
        return qa_fail(seeding->err, QA_USAGE, "E306", "there is nothing to hide, or no order");
    }
    qa_random_init(&seeding->random, request->seed, 0);
    draw_gold(seeding);
    make_tasks(seeding);
    put_tables(seeding, report, key_report);
    return QA_OK;
}

enum qa_status qa_seeding(const struct qa_seeding_request *request, struct qa_report *report,
                          struct qa_report *key_report, struct qa_error *err)
{
    struct seeding seeding = {.request = request, .arena = qa_arena_new(), .err = err};
    enum qa_status status = seed_order(&seeding, report, key_report);
    qa_arena_free(seeding.arena);
    return status;
}
