#include "qa/procurement/promises.h"

#include <string.h>

#include "qa/base/number.h"
#include "qa/base/strings.h"
#include "qa/procurement/table_forms.h"

enum promise_column { AT_PROMISE, AT_PRIORITY, AT_VALUE, AT_UNIT, AT_CLOCK, AT_NOTE, N_COLUMNS };

static const struct qa_column_spec columns[N_COLUMNS] = {
    {"promise", NULL, true}, {"priority", NULL, false}, {"value", "promised", true},
    {"unit", NULL, false},   {"clock", NULL, false},    {"note", "notes,comment,remark", false},
};

static const enum qa_cell_form cell_forms[N_COLUMNS] = {[AT_VALUE] = QA_CELL_REAL};
const struct qa_record_forms qa_promise_forms = {columns, cell_forms, N_COLUMNS};

enum measure { IN_HOURS, IN_ITEMS, IN_WEEKS, IN_RATE };

static const struct {
    const char *name;
    const char *unit;
    enum measure measure;
} kinds[QA_N_PROMISES] = {
    [QA_PROMISE_TURNAROUND] = {"turnaround", "hours", IN_HOURS},
    [QA_PROMISE_REWORK] = {"rework", "hours", IN_HOURS},
    [QA_PROMISE_CAPACITY] = {"capacity", "items/week", IN_ITEMS},
    [QA_PROMISE_RAMP_UP] = {"ramp_up", "weeks", IN_WEEKS},
    [QA_PROMISE_ON_TIME] = {"on_time", "rate", IN_RATE},
    [QA_PROMISE_PENALTY] = {"penalty", "rate/day", IN_RATE},
    [QA_PROMISE_PENALTY_CAP] = {"penalty_cap", "rate", IN_RATE},
};

const char *qa_promise_name(enum qa_promise_kind kind)
{
    return kinds[kind].name;
}

const char *qa_promise_unit(enum qa_promise_kind kind)
{
    return kinds[kind].unit;
}

const char *qa_promise_clock_name(enum qa_promise_clock clock)
{
    return clock == QA_PROMISE_BUSINESS ? "business" : "calendar";
}

struct row {
    const struct qa_records *records;
    size_t number;
    uint32_t index[N_COLUMNS];
    struct qa_arena *arena;
    struct qa_error *err;
};

static const struct qa_cell *cell_of(const struct row *row, enum promise_column column)
{
    return qa_records_cell(row->records, row->number, row->index[column]);
}

static enum qa_status refuse_cell(const struct row *row, const struct qa_cell *cell,
                                  const char *what)
{
    return qa_fail_at(row->err, "E445", qa_records_file(row->records, row->number), cell->line,
                      cell->column, "%s", what);
}

static enum qa_status parse_kind(const struct row *row, enum qa_promise_kind *kind)
{
    const struct qa_cell *cell = cell_of(row, AT_PROMISE);
    const char *word = qa_cell_word(cell, row->arena);
    const char *names[QA_N_PROMISES];

    for (int k = 0; k < QA_N_PROMISES; k++) {
        names[k] = kinds[k].name;
        if (strcmp(word, names[k]) == 0) {
            *kind = (enum qa_promise_kind)k;
            return QA_OK;
        }
    }
    const char *nearest = qa_nearest_name(word, names, QA_N_PROMISES);
    return refuse_cell(row, cell,
                       qa_arena_format(row->arena, "unknown promise '%s'%s%s%s", cell->text,
                                       nearest ? " (did you mean '" : "", nearest ? nearest : "",
                                       nearest ? "'?)" : ""));
}

/* A unit that was changed changes what the number means. */
static enum qa_status check_unit(const struct row *row, enum qa_promise_kind kind)
{
    const struct qa_cell *cell = cell_of(row, AT_UNIT);
    const char *unit = qa_cell_trimmed(cell, row->arena);

    if (unit[0] == '\0' || strcmp(unit, kinds[kind].unit) == 0) {
        return QA_OK;
    }
    return refuse_cell(row, cell,
                       qa_arena_format(row->arena, "the unit of %s is '%s', not '%s'",
                                       kinds[kind].name, kinds[kind].unit, unit));
}

static enum qa_status parse_clock(const struct row *row, enum qa_promise_clock *clock)
{
    const struct qa_cell *cell = cell_of(row, AT_CLOCK);
    const char *word = qa_cell_word(cell, row->arena);

    *clock = strcmp(word, "business") == 0 ? QA_PROMISE_BUSINESS : QA_PROMISE_CALENDAR;
    if (word[0] == '\0' || strcmp(word, qa_promise_clock_name(*clock)) == 0) {
        return QA_OK;
    }
    return refuse_cell(
        row, cell,
        qa_arena_format(row->arena, "clock '%s' is neither calendar nor business", cell->text));
}

static enum qa_status parse_value(const struct row *row, enum qa_promise_kind kind, double *value)
{
    const struct qa_cell *cell = cell_of(row, AT_VALUE);
    const char *expected = "a rate such as 95% or 0.95";
    bool good;

    if (kinds[kind].measure == IN_RATE) {
        good = qa_parse_rate(cell->text, cell->length, value);
    } else if (kinds[kind].measure == IN_WEEKS) {
        good = qa_parse_real(cell->text, cell->length, value) && *value >= 0;
        expected = "a number of 0 or more";
    } else {
        good = qa_parse_real(cell->text, cell->length, value) && *value > 0;
        expected = "a number above 0";
    }
    if (good) {
        return QA_OK;
    }
    return refuse_cell(
        row, cell,
        qa_arena_format(row->arena, "%s '%s' is not %s", kinds[kind].name, cell->text, expected));
}

enum qa_status qa_promise_parse(const struct qa_records *records, size_t record,
                                struct qa_arena *arena, struct qa_promise *out, bool *given,
                                struct qa_error *err)
{
    struct row row = {.records = records, .number = record, .arena = arena, .err = err};

    *given = false;
    *out = (struct qa_promise){.file = qa_records_file(records, record)};
    QA_TRY(qa_records_columns(records, columns, N_COLUMNS, row.index, err));
    if (qa_cell_trimmed(cell_of(&row, AT_VALUE), arena)[0] == '\0') {
        return QA_OK;
    }
    *given = true;
    out->line = cell_of(&row, AT_VALUE)->line;
    out->priority = qa_cell_word(cell_of(&row, AT_PRIORITY), arena);
    out->note = qa_cell_trimmed(cell_of(&row, AT_NOTE), arena);
    QA_TRY(parse_kind(&row, &out->kind));
    QA_TRY(check_unit(&row, out->kind));
    QA_TRY(parse_clock(&row, &out->clock));
    return parse_value(&row, out->kind, &out->value);
}

const struct qa_promise *qa_promise_find(const struct qa_vendor_promises *promises,
                                         enum qa_promise_kind kind, const char *priority)
{
    for (size_t i = 0; promises != NULL && i < promises->n; i++) {
        const struct qa_promise *promise = &promises->list[i];

        if (promise->kind == kind &&
            (priority == NULL || strcmp(promise->priority, priority) == 0)) {
            return promise;
        }
    }
    return NULL;
}

static bool has_clock(enum qa_promise_kind kind)
{
    return kinds[kind].measure == IN_HOURS;
}

static const struct qa_column promise_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"promise", NULL, QA_TEXT, .is_key = true, .about = "What is promised."},
    {"priority", NULL, QA_TEXT, .is_key = true, .about = "Orders that it is for; empty for all."},
    {"value", NULL, QA_REAL, .about = "The value promised, in its unit."},
    {"unit", NULL, QA_TEXT, .about = "The unit."},
    {"clock", NULL, QA_TEXT, .about = "Hours that count: calendar or business."},
    {"note", NULL, QA_TEXT, .about = "The vendor's note."},
};
const struct qa_table_form qa_form_promises =
    QA_TABLE_FORM("promises", "What the vendors promise", promise_columns);

void qa_promises_table(const struct qa_vendor_promises *vendors, size_t n, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_promises);

    for (size_t v = 0; v < n; v++) {
        for (size_t i = 0; i < vendors[v].n; i++) {
            const struct qa_promise *promise = &vendors[v].list[i];

            qa_table_row(table);
            qa_put_text(table, vendors[v].vendor);
            qa_put_text(table, qa_promise_name(promise->kind));
            qa_put_text(table, promise->priority[0] != '\0' ? promise->priority : NULL);
            qa_put_real(table, promise->value);
            qa_put_text(table, qa_promise_unit(promise->kind));
            qa_put_text(table,
                        has_clock(promise->kind) ? qa_promise_clock_name(promise->clock) : NULL);
            qa_put_text(table, promise->note[0] != '\0' ? promise->note : NULL);
        }
    }
    qa_report_add_table(report, table);
}
