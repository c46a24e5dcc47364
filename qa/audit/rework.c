#include "qa/audit/rework.h"

#include <string.h>

#include "qa/audit/table_forms.h"
#include "qa/base/number.h"
#include "qa/batch/item_names.h"

/* ---- what is sent ---- */

/* Adds a name that the list does not have yet. */
static const char *with_name(const char *list, const char *name, struct qa_arena *arena)
{
    size_t n = strlen(name);
    for (const char *at = list; n > 0 && (at = strstr(at, name)) != NULL; at += n) {
        bool begins = at == list || at[-1] == ' ';
        if (begins && (at[n] == '\0' || at[n] == ';')) {
            return list;
        }
    }
    return n == 0 ? list
                  : qa_arena_format(arena, "%s%s%s", list, list[0] != '\0' ? "; " : "", name);
}

struct qa_rework_item *qa_rework_items(const struct qa_errors_result *result,
                                       struct qa_arena *arena, size_t *n)
{
    const struct qa_names *names = result->comparison->request.delivery->names;
    struct qa_rework_item *list = QA_ARRAY(arena, struct qa_rework_item, result->n_wrong + 1);
    *n = 0;
    for (size_t i = 0; i < result->n_wrong; i++) {
        const struct qa_wrong_item *wrong = &result->wrong[i];
        struct qa_rework_item *last = *n > 0 ? &list[*n - 1] : NULL;
        if (last == NULL || last->vendor != wrong->vendor || last->question != wrong->question ||
            last->item != wrong->item) {
            last = &list[(*n)++];
            *last = (struct qa_rework_item){wrong->vendor, wrong->question, wrong->item, 0, ""};
        }
        last->errors++;
        last->annotators =
            with_name(last->annotators, qa_annotator_text(names, wrong->annotator), arena);
    }
    return list;
}

/* ---- what came back ---- */

enum { ITEM, QUESTION, VENDOR, ERRORS, N_COLUMNS };

struct matching {
    const struct qa_errors_result *result;
    const struct qa_batch *delivery;
    const struct qa_batch *gold;
    struct qa_item_index index;
    struct qa_item_index gold_index;
    struct qa_arena *arena;
    struct qa_strings *stems; /* names without folders and suffix */
    uint32_t *item_of_stem;   /* QA_NONE: of several */
    size_t *first_wrong;      /* by item id: place + 1 of a wrong of it in result; 0: none */
    size_t *next_wrong;       /* by place: place + 1 of the next of the item */
    uint32_t only_question;   /* of the rework; QA_NONE: it answers several */
    bool *is_sent;            /* by item id */
};

/* Items of the delivery by their stems. */
static void index_stems(struct matching *matching)
{
    const struct qa_strings *items = matching->delivery->names->items;
    uint32_t n = qa_strings_count(items);
    matching->stems = qa_strings_new(matching->arena);
    matching->item_of_stem = QA_ARRAY(matching->arena, uint32_t, (size_t)n + 1);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t known = qa_strings_count(matching->stems);
        uint32_t stem =
            qa_strings_intern_text(matching->stems, qa_item_key(qa_strings_text(items, i),
                                                                QA_ITEMS_STEM, 0, matching->arena));
        matching->item_of_stem[stem] = stem == known ? i : QA_NONE;
    }
}

static void index_wrong(struct matching *matching)
{
    const struct qa_errors_result *result = matching->result;
    size_t n_items = (size_t)qa_strings_count(matching->delivery->names->items) + 1;
    matching->first_wrong = QA_ARRAY(matching->arena, size_t, n_items);
    matching->next_wrong = QA_ARRAY(matching->arena, size_t, result->n_wrong + 1);
    matching->is_sent = QA_ARRAY(matching->arena, bool, n_items);
    for (size_t i = 0; i < result->n_wrong; i++) {
        uint32_t item = result->wrong[i].item;
        matching->next_wrong[i] = matching->first_wrong[item];
        matching->first_wrong[item] = i + 1;
    }
}

static void find_only_question(struct matching *matching)
{
    const struct qa_batch *batch = matching->delivery;
    matching->only_question = batch->n_answers > 0 ? qa_answer_question(batch, 0) : QA_NONE;
    for (size_t a = 1; a < batch->n_answers; a++) {
        if (qa_answer_question(batch, a) != matching->only_question) {
            matching->only_question = QA_NONE;
            return;
        }
    }
}

/* The item's id, QA_NONE: the run has none. An exact name that nobody answered may be gold's name
 * of an item that the rework calls otherwise. */
static uint32_t find_item(const struct matching *matching, const char *name)
{
    uint32_t item = qa_strings_find(matching->delivery->names->items, name, strlen(name));
    if (item != QA_NONE) {
        return item;
    }
    const char *key = qa_item_key(name, QA_ITEMS_STEM, 0, matching->arena);
    uint32_t stem = qa_strings_find(matching->stems, key, strlen(key));
    return stem != QA_NONE ? matching->item_of_stem[stem] : QA_NONE;
}

static uint32_t find_question(const struct matching *matching, const char *name)
{
    uint32_t id = qa_strings_find(matching->delivery->names->questions, name, strlen(name));
    bool is_asked = id != QA_NONE && matching->delivery->questions->list[id].is_asked[QA_DELIVERY];
    return is_asked ? id : matching->only_question;
}

/* Vendors are the same where both are named and equal, or one is not named. */
static bool is_of_vendor(const struct matching *matching, uint32_t vendor, const char *name)
{
    return vendor == QA_NONE || name[0] == '\0' ||
           strcmp(qa_strings_text(matching->delivery->names->vendors, vendor), name) == 0;
}

static bool is_back(const struct matching *matching, uint32_t item, uint32_t question,
                    const char *vendor)
{
    const struct qa_batch *batch = matching->delivery;
    if (item >= matching->index.n_items) {
        return false;
    }
    for (uint64_t a = matching->index.first[item]; a < matching->index.first[item + 1]; a++) {
        if (qa_answer_question(batch, a) == question &&
            is_of_vendor(matching, qa_answer_vendor(batch, a), vendor)) {
            return true;
        }
    }
    return false;
}

static bool has_gold(const struct matching *matching, uint32_t item, uint32_t question)
{
    const struct qa_batch *gold = matching->gold;
    uint32_t partner = matching->delivery->questions->list[question].partner[QA_GOLD];
    if (item >= matching->gold_index.n_items) {
        return false;
    }
    for (uint64_t a = matching->gold_index.first[item]; a < matching->gold_index.first[item + 1];
         a++) {
        if (qa_answer_question(gold, a) == partner) {
            return true;
        }
    }
    return false;
}

static uint64_t count_wrong(const struct matching *matching, uint32_t item, uint32_t question,
                            const char *vendor)
{
    uint64_t n = 0;
    for (size_t i = matching->first_wrong[item]; i > 0; i = matching->next_wrong[i - 1]) {
        const struct qa_wrong_item *wrong = &matching->result->wrong[i - 1];
        n += wrong->question == question && is_of_vendor(matching, wrong->vendor, vendor);
    }
    return n;
}

static void judge(struct matching *matching, struct qa_returned_item *out)
{
    uint32_t item = find_item(matching, out->item);
    uint32_t question = find_question(matching, out->question);
    out->state = QA_REWORK_NOT_RETURNED;
    if (item == QA_NONE || question == QA_NONE) {
        return;
    }
    matching->is_sent[item] = true;
    if (!is_back(matching, item, question, out->vendor)) {
        return;
    }
    out->errors_now = count_wrong(matching, item, question, out->vendor);
    out->state = !has_gold(matching, item, question) ? QA_REWORK_WITHOUT_GOLD
                 : out->errors_now > 0               ? QA_REWORK_WRONG
                                                     : QA_REWORK_RIGHT;
}

static enum qa_status refuse_twice(struct qa_strings *seen, const struct qa_returned_item *item,
                                   const struct qa_cell *at, const struct qa_records *list,
                                   struct qa_arena *arena, struct qa_error *err)
{
    uint32_t n = qa_strings_count(seen);
    const char *key =
        qa_arena_format(arena, "%s\n%s\n%s", item->vendor, item->question, item->item);
    if (qa_strings_intern_text(seen, key) == n) {
        return QA_OK;
    }
    return qa_fail_at(err, "E268", list->file, at->line, at->column,
                      "item '%.80s' is listed twice for one vendor and question", item->item);
}

static uint64_t count_not_sent(const struct matching *matching)
{
    uint64_t n = 0;
    for (uint32_t item = 0; item < matching->index.n_items; item++) {
        bool is_answered = matching->index.first[item + 1] > matching->index.first[item];
        n += is_answered && !matching->is_sent[item];
    }
    return n;
}

enum qa_status qa_rework_match(const struct qa_records *list, const struct qa_errors_result *result,
                               struct qa_arena *arena, struct qa_rework_result *out,
                               struct qa_error *err)
{
    static const struct qa_column_spec specs[N_COLUMNS] = {[ITEM] = {"item", NULL, true},
                                                           [QUESTION] = {"question", NULL, false},
                                                           [VENDOR] = {"vendor", NULL, false},
                                                           [ERRORS] = {"errors", NULL, false}};
    uint32_t column[N_COLUMNS];
    struct matching matching = {.result = result,
                                .delivery = result->comparison->request.delivery,
                                .gold = result->comparison->request.reference,
                                .arena = arena};
    QA_TRY(qa_records_columns(list, specs, N_COLUMNS, column, err));
    matching.index = qa_batch_index(matching.delivery, arena);
    matching.gold_index = qa_batch_index(matching.gold, arena);
    index_stems(&matching);
    index_wrong(&matching);
    find_only_question(&matching);
    *out = (struct qa_rework_result){
        .items = QA_ARRAY(arena, struct qa_returned_item, list->n_records + 1)};
    struct qa_strings *seen = qa_strings_new(arena);
    for (size_t r = 0; r < list->n_records; r++) {
        struct qa_returned_item *item = &out->items[out->n_items++];
        const struct qa_cell *errors = qa_records_cell(list, r, column[ERRORS]);
        const struct qa_cell *at = qa_records_cell(list, r, column[ITEM]);
        const struct qa_cell *question = qa_records_cell(list, r, column[QUESTION]);
        const struct qa_cell *vendor = qa_records_cell(list, r, column[VENDOR]);
        item->item = at->text;
        item->question = question != NULL ? question->text : "";
        item->vendor = vendor != NULL ? vendor->text : "";
        if (errors != NULL && !qa_parse_count(errors->text, errors->length, &item->errors_before)) {
            return qa_fail_at(err, "E122", list->file, errors->line, errors->column,
                              "errors is '%.40s', expected a whole number", errors->text);
        }
        QA_TRY(refuse_twice(seen, item, at, list, arena, err));
        judge(&matching, item);
    }
    out->n_not_sent = count_not_sent(&matching);
    return QA_OK;
}

/* ---- tables ---- */

static const struct qa_column rework_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that the items were sent to."},
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered wrongly."},
    {"sent", NULL, QA_COUNT, .about = "Items that were sent back."},
    {"right", "right now", QA_COUNT, .about = "Those of which all answers are right now."},
    {"wrong", "still wrong", QA_COUNT, .about = "Those that came back with errors."},
    {"not_returned", "not returned", QA_COUNT, .about = "Those to which there is no answer."},
    {"without_gold", "without gold", QA_COUNT, .is_detail = true,
     .about = "Those that came back and have no gold in this run."},
};
const struct qa_table_form qa_form_errors_rework =
    QA_TABLE_FORM("rework", "Rework that came back", rework_columns);

static const struct qa_column items_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that the item was sent to."},
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered wrongly."},
    {"item", NULL, QA_TEXT, .is_key = true,
     .about = "The item, as the list of what was sent has it."},
    {"errors_before", "errors before", QA_COUNT, .about = "Errors when it was sent back."},
    {"state", NULL, QA_WORD, .about = "right, wrong, not returned, or without gold."},
    {"errors_now", "errors now", QA_COUNT, .about = "Errors of the answers that came back."},
};
const struct qa_table_form qa_form_errors_rework_items =
    QA_TABLE_FORM("rework_items", "Items that were sent back", items_columns);

static const char *state_name(enum qa_rework_state state)
{
    static const char *const names[QA_N_REWORK_STATES] = {"right", "wrong", "not returned",
                                                          "without gold"};
    return names[state];
}

static void items_table(const struct qa_rework_result *result, struct qa_report *report)
{
    enum { SHOWN = 20 };
    struct qa_table *table = qa_table_new(report->arena, &qa_form_errors_rework_items);
    table->rows_shown = SHOWN;
    for (size_t i = 0; i < result->n_items; i++) {
        const struct qa_returned_item *item = &result->items[i];
        qa_table_row(table);
        qa_put_text(table, item->vendor[0] != '\0' ? item->vendor : NULL);
        qa_put_text(table, item->question[0] != '\0' ? item->question : NULL);
        qa_put_text(table, item->item);
        qa_put_count(table, item->errors_before);
        qa_put_text(table, state_name(item->state));
        if (item->state == QA_REWORK_NOT_RETURNED || item->state == QA_REWORK_WITHOUT_GOLD) {
            qa_put_absent(table);
        } else {
            qa_put_count(table, item->errors_now);
        }
    }
    qa_report_add_table(report, table);
}

/* The rows of the list that one row of the table sums up, from the i-th on. */
static void put_sum(struct qa_table *table, const struct qa_rework_result *result, size_t i,
                    bool *is_done)
{
    uint64_t n[QA_N_REWORK_STATES] = {0};
    uint64_t sent = 0;
    const struct qa_returned_item *first = &result->items[i];
    for (size_t k = i; k < result->n_items; k++) {
        const struct qa_returned_item *item = &result->items[k];
        if (strcmp(item->vendor, first->vendor) == 0 &&
            strcmp(item->question, first->question) == 0) {
            is_done[k] = true;
            n[item->state]++;
            sent++;
        }
    }
    qa_table_row(table);
    qa_put_text(table, first->vendor[0] != '\0' ? first->vendor : NULL);
    qa_put_text(table, first->question[0] != '\0' ? first->question : NULL);
    qa_put_count(table, sent);
    for (int s = 0; s < QA_N_REWORK_STATES; s++) {
        qa_put_count(table, n[s]);
    }
}

void qa_rework_tables(const struct qa_rework_result *result, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_errors_rework);
    bool *is_done = QA_ARRAY(report->arena, bool, result->n_items + 1);
    for (size_t i = 0; i < result->n_items; i++) {
        if (!is_done[i]) {
            put_sum(table, result, i, is_done);
        }
    }
    if (result->n_not_sent > 0) {
        qa_table_note(table, "%llu items came that were not sent back.",
                      (unsigned long long)result->n_not_sent);
    }
    qa_report_add_table(report, table);
    items_table(result, report);
}
