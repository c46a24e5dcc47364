/* The delivery log's rows as entries. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/base/strings.h"
#include "qa/procurement/turnaround_parts.h"

static const double MICROSECONDS_PER_HOUR = 3600.0e6;

/* A thousand years; more is a mistake. */
static const double MOST_HOURS = 8766000;

enum log_column {
    LOG_VENDOR,
    LOG_BATCH,
    LOG_ITEMS,
    LOG_ORDERED,
    LOG_DUE,
    LOG_DELIVERED,
    LOG_PRIORITY,
    LOG_PROMISED,
    LOG_CLOCK,
    LOG_ROUND,
    LOG_ACCEPTED,
    N_LOG_COLUMNS
};

static const struct qa_column_spec log_columns[N_LOG_COLUMNS] = {
    {"vendor", "supplier,provider", true},
    {"batch", "batch_id,lot,delivery", true},
    {"items", "item_count,n_items,quantity", true},
    {"ordered_at", "ordered,order_date,sent_at", true},
    {"due_at", "due,due_date,promised_at,deadline", false},
    {"delivered_at", "delivered,delivery_date,received_at", true},
    {"priority", "urgency,service_level", false},
    {"promised_hours", "sla_hours,promise_hours,promised_turnaround_hours", false},
    {"clock", "hours_clock,promised_clock,promise_clock", false},
    {"round", "rework_round,iteration", false},
    {"accepted", "acceptance,passed", false},
};

static const enum qa_cell_form log_cell_forms[N_LOG_COLUMNS] = {
    [LOG_ITEMS] = QA_CELL_COUNT,    [LOG_ORDERED] = QA_CELL_TIME,  [LOG_DUE] = QA_CELL_TIME,
    [LOG_DELIVERED] = QA_CELL_TIME, [LOG_PROMISED] = QA_CELL_REAL, [LOG_ROUND] = QA_CELL_COUNT,
};
const struct qa_record_forms qa_log_forms = {log_columns, log_cell_forms, N_LOG_COLUMNS};

struct log_reader {
    const struct qa_turnaround_request *request;
    const struct qa_records *log;
    uint32_t index[N_LOG_COLUMNS];
    struct qa_arena *arena;
    struct qa_error *err;
};

static const struct qa_cell *log_cell(const struct log_reader *reader, size_t row,
                                      enum log_column column)
{
    return qa_records_cell(reader->log, row, reader->index[column]);
}

static bool is_empty(const struct qa_cell *cell)
{
    return cell == NULL || strspn(cell->text, " \t") == cell->length;
}

static enum qa_status refuse(const struct log_reader *reader, const char *code,
                             const struct qa_cell *cell, const char *what)
{
    return qa_fail_at(reader->err, code, reader->log->file, cell->line, cell->column, "%s", what);
}

/* ---- times ---- */

/* A due date without a time of day means its end: the last moment that the zone's clocks show it.
 */
static int64_t end_of_day(const struct log_reader *reader, int64_t begin)
{
    const struct qa_zone *zone = reader->request->zone;
    int64_t day = qa_wall_day(qa_zone_wall(zone, begin));
    return qa_zone_instant(zone, (day + 1) * QA_DAY) - 1;
}

static const char *time_advice(const char *text, enum log_column column)
{
    double number;
    if (strpbrk(text, "0123456789") == NULL) {
        return column == LOG_ORDERED ? "write the day on which it was ordered, such as 2026-03-01"
                                     : "leave the cell empty where there is none";
    }
    if (qa_parse_real(text, strlen(text), &number) && number > 20000 && number < 80000) {
        return "where it is a spreadsheet's number of a day, format the column as dates and save "
               "it again";
    }
    return "write it as 2026-03-01T08:30:00Z, 2026-03-01 08:30 or 2026-03-01; a weekday beside it "
           "has to be that of the date";
}

static enum qa_status parse_time(const struct log_reader *reader, size_t row,
                                 enum log_column column, int64_t *out)
{
    const struct qa_cell *cell = log_cell(reader, row, column);
    const char *file = reader->log->file;

    *out = QA_NO_TIME;
    if (is_empty(cell)) {
        return QA_OK;
    }
    enum qa_time_problem problem =
        qa_time_parse(cell->text, cell->length, reader->request->zone, out);
    switch (problem) {
    case QA_TIME_OK:
        return QA_OK;
    case QA_TIME_TWO_DATES:
    case QA_TIME_SKIPPED:
    case QA_TIME_TWICE:
        return qa_fail_at(reader->err, problem == QA_TIME_TWO_DATES ? "E173" : "E175", file,
                          cell->line, cell->column, "%s '%s' %s", log_columns[column].name,
                          cell->text, qa_time_problem_text(problem));
    case QA_TIME_NO_ZONE:
        return qa_fail_at(reader->err, "E421", file, cell->line, cell->column,
                          "%s '%s' has no time zone; --timezone Europe/Berlin (or UTC, +01:00) "
                          "says which all such times have",
                          log_columns[column].name, cell->text);
    default:
        return qa_fail_at(reader->err, "E421", file, cell->line, cell->column,
                          "%s '%s' is not a time; %s", log_columns[column].name, cell->text,
                          time_advice(cell->text, column));
    }
}

static enum qa_status check_after_order(const struct log_reader *reader, size_t row,
                                        enum log_column column, int64_t time, int64_t ordered)
{
    if (time == QA_NO_TIME || time >= ordered) {
        return QA_OK;
    }
    const struct qa_cell *cell = log_cell(reader, row, column);
    return qa_fail_at(reader->err, "E422", reader->log->file, cell->line, cell->column,
                      "%s '%s' is before ordered_at '%s'; correct one of the two, or take the row "
                      "out",
                      log_columns[column].name, cell->text,
                      log_cell(reader, row, LOG_ORDERED)->text);
}

static enum qa_status parse_times(const struct log_reader *reader, size_t row,
                                  struct qa_delivery_entry *entry)
{
    QA_TRY(parse_time(reader, row, LOG_ORDERED, &entry->ordered));
    QA_TRY(parse_time(reader, row, LOG_DUE, &entry->due));
    QA_TRY(parse_time(reader, row, LOG_DELIVERED, &entry->delivered));
    const struct qa_cell *due = log_cell(reader, row, LOG_DUE);
    if (entry->due != QA_NO_TIME && qa_time_is_date(due->text, due->length)) {
        entry->due = end_of_day(reader, entry->due);
    }
    if (entry->ordered == QA_NO_TIME) {
        return refuse(reader, "E421", log_cell(reader, row, LOG_ORDERED),
                      "ordered_at is empty; fill it in, or take the row out where it is a sum");
    }
    QA_TRY(check_after_order(reader, row, LOG_DUE, entry->due, entry->ordered));
    return check_after_order(reader, row, LOG_DELIVERED, entry->delivered, entry->ordered);
}

/* ---- promise, round, acceptance ---- */

static const char *trimmed(struct qa_arena *arena, const struct qa_cell *cell)
{
    const char *begin = cell->text + strspn(cell->text, " \t");
    size_t length = strlen(begin);

    while (length > 0 && strchr(" \t", begin[length - 1]) != NULL) {
        length--;
    }
    return qa_arena_text_n(arena, begin, length);
}

/* The index of a cell's word among words separated by '|', in lower case, or -1. */
static int word_of(const struct qa_cell *cell, const char *words)
{
    char text[16];
    size_t n = 0;
    const char *at = cell->text + strspn(cell->text, " \t");
    for (; at[n] != '\0' && strchr(" \t", at[n]) == NULL; n++) {
        if (n + 1 == sizeof text) {
            return -1;
        }
        text[n] = (char)(at[n] >= 'A' && at[n] <= 'Z' ? at[n] + 'a' - 'A' : at[n]);
    }
    if (at[n + strspn(at + n, " \t")] != '\0') {
        return -1;
    }
    for (int i = 0;; i++) {
        size_t length = strcspn(words, "|");
        if (length == n && memcmp(words, text, n) == 0) {
            return i;
        }
        if (words[length] == '\0') {
            return -1;
        }
        words += length + 1;
    }
}

static enum qa_status parse_clock(const struct log_reader *reader, size_t row,
                                  struct qa_delivery_entry *entry)
{
    const struct qa_cell *cell = log_cell(reader, row, LOG_CLOCK);
    int word = is_empty(cell) ? 0 : word_of(cell, "calendar|business");
    if (word < 0) {
        return refuse(reader, "E425", cell,
                      "clock is neither calendar nor business; write one of the two");
    }
    entry->on_business_clock = word == 1;
    if (entry->on_business_clock && reader->request->calendar == NULL) {
        return refuse(reader, "E425", cell,
                      "the promise counts business hours, and opening hours are not known; give "
                      "--business-hours");
    }
    return QA_OK;
}

static enum qa_status parse_promise(const struct log_reader *reader, size_t row,
                                    struct qa_delivery_entry *entry)
{
    const struct qa_cell *cell = log_cell(reader, row, LOG_PROMISED);
    double hours;
    entry->promised = QA_NO_TIME;
    if (is_empty(cell)) {
        return QA_OK;
    }
    if (!qa_parse_real(cell->text, cell->length, &hours) || hours < 0 || hours > MOST_HOURS) {
        return refuse(reader, "E425", cell,
                      "promised_hours is not a number of hours; write 48 for two days");
    }
    if (entry->due != QA_NO_TIME) {
        return refuse(reader, "E425", cell,
                      "due_at and promised_hours are both there; which is the promise?");
    }
    entry->promised = llround(hours * MICROSECONDS_PER_HOUR);
    QA_TRY(parse_clock(reader, row, entry));
    entry->due = entry->on_business_clock
                     ? qa_calendar_add(reader->request->calendar, entry->ordered, entry->promised)
                     : entry->ordered + entry->promised;
    return QA_OK;
}

static enum qa_status parse_round(const struct log_reader *reader, size_t row,
                                  struct qa_delivery_entry *entry)
{
    const struct qa_cell *round = log_cell(reader, row, LOG_ROUND);
    const struct qa_cell *accepted = log_cell(reader, row, LOG_ACCEPTED);
    entry->round = 1;
    if (!is_empty(round) && (!qa_parse_count(round->text, round->length, &entry->round) ||
                             entry->round < 1 || entry->round > UINT32_MAX)) {
        return refuse(reader, "E426", round, "round is not a count from 1 on");
    }
    if (is_empty(accepted)) {
        return QA_OK;
    }
    int word = word_of(accepted, "yes|no|true|false|1|0|accepted|rejected|y|n|pass|fail");
    if (word < 0) {
        return refuse(reader, "E429", accepted, "accepted is neither yes nor no");
    }
    entry->accepted = word % 2 == 0 ? QA_ACCEPTED : QA_SENT_BACK;
    return QA_OK;
}

static enum qa_status parse_entry(const struct log_reader *reader, size_t row,
                                  struct qa_delivery_entry *entry)
{
    const struct qa_cell *vendor = log_cell(reader, row, LOG_VENDOR);
    const struct qa_cell *items = log_cell(reader, row, LOG_ITEMS);
    const struct qa_cell *priority = log_cell(reader, row, LOG_PRIORITY);

    if (is_empty(vendor)) {
        return refuse(reader, "E424", vendor,
                      "vendor is empty; fill it in, or take the row out where it is a sum");
    }
    entry->line = vendor->line;
    entry->vendor = trimmed(reader->arena, vendor);
    entry->batch = trimmed(reader->arena, log_cell(reader, row, LOG_BATCH));
    entry->priority = priority != NULL ? trimmed(reader->arena, priority) : "";
    if (!qa_parse_count(items->text, items->length, &entry->items)) {
        return qa_fail_at(reader->err, "E423", reader->log->file, items->line, items->column,
                          "items '%s' is not a count; write a whole number, such as 1200",
                          items->text);
    }
    QA_TRY(parse_times(reader, row, entry));
    QA_TRY(parse_promise(reader, row, entry));
    return parse_round(reader, row, entry);
}

/* ---- order ---- */

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Only so that entries of one vendor, order, batch and round stand in one order: results then do
 * not depend on the order of the rows. */
static int compare_details(const struct qa_delivery_entry *left,
                           const struct qa_delivery_entry *right)
{
    const int order[] = {compare_numbers(left->delivered, right->delivered),
                         compare_numbers(left->due, right->due),
                         strcmp(left->priority, right->priority),
                         (left->items > right->items) - (left->items < right->items),
                         (int)left->accepted - (int)right->accepted};
    size_t i = 0;
    while (i + 1 < sizeof order / sizeof *order && order[i] == 0) {
        i++;
    }
    return order[i];
}

static int compare_entries(const void *a, const void *b)
{
    const struct qa_delivery_entry *left = a;
    const struct qa_delivery_entry *right = b;
    int order = qa_text_compare(left->vendor, right->vendor);

    if (order == 0) {
        order = compare_numbers(left->ordered, right->ordered);
    }
    if (order == 0) {
        order = qa_text_compare(left->batch, right->batch);
    }
    if (order == 0) {
        order = compare_numbers((int64_t)left->round, (int64_t)right->round);
    }
    return order != 0 ? order : compare_details(left, right);
}

static int by_batch_and_round(const void *a, const void *b)
{
    const struct qa_delivery_entry *left = *(const struct qa_delivery_entry *const *)a;
    const struct qa_delivery_entry *right = *(const struct qa_delivery_entry *const *)b;
    int order = strcmp(left->vendor, right->vendor);
    order = order != 0 ? order : strcmp(left->batch, right->batch);
    order = order != 0 ? order : compare_numbers((int64_t)left->round, (int64_t)right->round);
    return order != 0 ? order : compare_numbers((int64_t)left->line, (int64_t)right->line);
}

/* Of rounds as the log names them; rows without a column are deliveries of their own. */
static enum qa_status check_rounds(const struct log_reader *reader, struct qa_turnaround *out)
{
    struct qa_arena_mark mark = qa_arena_mark(reader->arena);
    const struct qa_delivery_entry **order =
        QA_ARRAY(reader->arena, const struct qa_delivery_entry *, out->n_entries);
    enum qa_status status = QA_OK;
    for (size_t i = 0; i < out->n_entries; i++) {
        order[i] = &out->entries[i];
    }
    qsort(order, out->n_entries, sizeof *order, by_batch_and_round);
    for (size_t i = 1; i < out->n_entries && status == QA_OK; i++) {
        const struct qa_delivery_entry *last = order[i - 1];
        if (last->round == order[i]->round && strcmp(last->batch, order[i]->batch) == 0 &&
            strcmp(last->vendor, order[i]->vendor) == 0) {
            status = qa_fail_at(reader->err, "E426", reader->log->file, order[i]->line, 0,
                                "round %llu of batch '%.80s' of %.80s is there already, in line "
                                "%llu",
                                (unsigned long long)last->round, last->batch, last->vendor,
                                (unsigned long long)last->line);
        }
    }
    qa_arena_reset(reader->arena, mark);
    return status;
}

/* ---- all ---- */

static const struct qa_log_cells *list_cells(const struct log_reader *reader)
{
    struct qa_log_cells *cells =
        QA_ARRAY(reader->arena, struct qa_log_cells, reader->log->n_records);
    for (size_t i = 0; i < reader->log->n_records; i++) {
        cells[i] =
            (struct qa_log_cells){log_cell(reader, i, LOG_ORDERED), log_cell(reader, i, LOG_DUE),
                                  log_cell(reader, i, LOG_DELIVERED)};
    }
    return cells;
}

enum qa_status qa_turnaround_read_log(const struct qa_turnaround_request *request,
                                      struct qa_arena *arena, struct qa_turnaround *out,
                                      struct qa_error *err)
{
    const struct qa_records *log = request->log;
    struct log_reader reader = {.request = request, .log = log, .arena = arena, .err = err};

    *out = (struct qa_turnaround){.n_entries = log->n_records,
                                  .calendar = request->calendar,
                                  .confidence = request->confidence};
    QA_TRY(qa_records_columns(log, log_columns, N_LOG_COLUMNS, reader.index, err));
    if (log->n_records == 0) {
        return qa_fail_at(err, "E424", log->file, 0, 0,
                          "no deliveries: the log has a header and no rows");
    }
    out->has_rounds = reader.index[LOG_ROUND] != QA_NONE || reader.index[LOG_ACCEPTED] != QA_NONE;
    out->zone = request->calendar != NULL ? *qa_calendar_zone(request->calendar) : *request->zone;
    out->entries = QA_ARRAY(arena, struct qa_delivery_entry, log->n_records);
    for (size_t i = 0; i < log->n_records; i++) {
        QA_TRY(parse_entry(&reader, i, &out->entries[i]));
    }
    if (reader.index[LOG_ROUND] != QA_NONE) {
        QA_TRY(check_rounds(&reader, out));
    }
    if (request->findings != NULL) {
        qa_turnaround_doubt(out, list_cells(&reader), log, request->findings);
    }
    qsort(out->entries, out->n_entries, sizeof *out->entries, compare_entries);
    return QA_OK;
}
