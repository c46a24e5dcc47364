#include "qa/formats/earlier.h"

#include <string.h>

#include "qa/base/strings.h"
#include "qa/formats/json.h"

enum { SCHEMA_VERSION = 1 };

struct reading {
    const struct qa_bytes *bytes;
    struct qa_arena *arena;
    struct qa_error *err;
};

static enum qa_status refuse(const struct reading *reading, struct qa_json_value at,
                             const char *what)
{
    uint64_t line;
    uint64_t column;
    qa_json_place(at, &line, &column);
    return qa_fail_at(reading->err, "E145", reading->bytes->path, line, column, "%s", what);
}

static bool has_trials(struct qa_json_value table)
{
    struct qa_json_iterator rows = qa_json_iterate(table);
    struct qa_json_value trials;
    return qa_json_next(&rows) && qa_json_member(rows.value, "trials", &trials);
}

static enum qa_status find_table(const struct reading *reading, struct qa_json_value root,
                                 struct qa_json_value *out)
{
    struct qa_json_value version;
    struct qa_json_value tables;
    int64_t number;
    if (!qa_json_member(root, "schema_version", &version) || !qa_json_integer(version, &number) ||
        !qa_json_member(root, "tables", &tables)) {
        return refuse(reading, root, "not a result that labelqa wrote with --format json");
    }
    if (number != SCHEMA_VERSION) {
        return refuse(reading, version, "written by a version with another schema");
    }
    if (qa_json_member(tables, "errors_vendors", out) && has_trials(*out)) {
        return QA_OK;
    }
    if (qa_json_member(tables, "vendors", out) && has_trials(*out)) {
        return QA_OK;
    }
    return refuse(reading, tables,
                  "there is no table of error rates; errors, compare and audit against gold write "
                  "one");
}

static bool take_count(struct qa_json_value row, const char *key, uint64_t *out)
{
    struct qa_json_value value;
    int64_t number;
    if (!qa_json_member(row, key, &value) || !qa_json_integer(value, &number) || number < 0) {
        return false;
    }
    *out = (uint64_t)number;
    return true;
}

static bool take_name(const struct reading *reading, struct qa_json_value row, const char **out)
{
    struct qa_json_value value;
    struct qa_json_text text;
    *out = NULL;
    if (!qa_json_member(row, "vendor", &value)) {
        return false;
    }
    if (qa_json_string(value, &text)) {
        *out = qa_arena_text_n(reading->arena, text.text, text.length);
        return true;
    }
    return qa_json_kind(value) == QA_JSON_NULL;
}

static enum qa_status take_row(const struct reading *reading, struct qa_json_value row,
                               struct qa_earlier_vendor *out)
{
    struct qa_json_value effect;
    out->design_effect = 1;
    if (!take_name(reading, row, &out->vendor) || !take_count(row, "trials", &out->trials) ||
        !take_count(row, "errors", &out->errors) || out->errors > out->trials) {
        return refuse(reading, row, "the row is not a vendor's errors and trials");
    }
    if (qa_json_member(row, "design_effect", &effect) &&
        (!qa_json_real(effect, &out->design_effect) || out->design_effect < 1)) {
        return refuse(reading, effect, "the design effect is not a number from 1 on");
    }
    return QA_OK;
}

static bool is_over_all(struct qa_json_value row)
{
    struct qa_json_value question;
    struct qa_json_text text;
    return qa_json_member(row, "question", &question) && qa_json_string(question, &text) &&
           strcmp(text.text, "(all)") == 0;
}

static enum qa_status take_rows(const struct reading *reading, struct qa_json_value table,
                                struct qa_earlier *out)
{
    bool *over_all = QA_ARRAY(reading->arena, bool, qa_json_count(table));
    struct qa_strings *names = qa_strings_new(reading->arena);
    struct qa_json_iterator rows = qa_json_iterate(table);
    out->vendors = QA_ARRAY(reading->arena, struct qa_earlier_vendor, qa_json_count(table));
    while (qa_json_next(&rows)) {
        struct qa_earlier_vendor row = {.vendor = NULL};
        QA_TRY(take_row(reading, rows.value, &row));
        uint32_t id = qa_strings_intern_text(names, row.vendor != NULL ? row.vendor : "");
        if (id == out->n_vendors || is_over_all(rows.value)) {
            out->n_vendors += id == out->n_vendors;
            out->vendors[id] = row;
            over_all[id] = is_over_all(rows.value);
        } else if (!over_all[id]) {
            return refuse(reading, rows.value, "a vendor has two rows and none over all questions");
        }
    }
    return QA_OK;
}

static void take_questions(const struct reading *reading, struct qa_json_value table,
                           struct qa_earlier *out)
{
    struct qa_strings *names = qa_strings_new(reading->arena);
    struct qa_json_iterator rows = qa_json_iterate(table);
    out->questions = QA_ARRAY(reading->arena, const char *, qa_json_count(table));
    while (qa_json_next(&rows)) {
        struct qa_json_value question;
        struct qa_json_text text;
        if (is_over_all(rows.value) || !qa_json_member(rows.value, "question", &question) ||
            !qa_json_string(question, &text)) {
            continue;
        }
        const char *name = qa_arena_text_n(reading->arena, text.text, text.length);
        if (qa_strings_intern_text(names, name) == out->n_questions) {
            out->questions[out->n_questions++] = name;
        }
    }
}

/* ---- hours ---- */

static enum qa_status take_step(const struct reading *reading, struct qa_json_value row,
                                struct qa_earlier *out)
{
    struct qa_earlier_step step;
    struct qa_json_value hours;
    if (!take_name(reading, row, &step.vendor) || step.vendor == NULL ||
        !qa_json_member(row, "hours", &hours) || !qa_json_real(hours, &step.hours) ||
        !take_count(row, "at_risk", &step.at_risk) || !take_count(row, "delivered", &step.ends)) {
        return refuse(reading, row, "the row is not a vendor's hours and deliveries");
    }
    const struct qa_earlier_step *last = out->n_steps > 0 ? &out->steps[out->n_steps - 1] : NULL;
    bool follows = last != NULL && strcmp(last->vendor, step.vendor) == 0;
    if (!(step.hours >= 0) || step.ends < 1 || step.ends > step.at_risk ||
        (follows && (step.hours <= last->hours || step.at_risk > last->at_risk - last->ends))) {
        return refuse(reading, row, "the row does not follow from the one above");
    }
    out->steps[out->n_steps++] = step;
    return QA_OK;
}

static enum qa_status take_steps(const struct reading *reading, struct qa_json_value root,
                                 struct qa_earlier *out)
{
    struct qa_json_value tables;
    struct qa_json_value table;
    if (!qa_json_member(root, "tables", &tables) || !qa_json_member(tables, "survival", &table)) {
        return QA_OK;
    }
    struct qa_json_iterator rows = qa_json_iterate(table);
    out->steps = QA_ARRAY(reading->arena, struct qa_earlier_step, qa_json_count(table));
    while (qa_json_next(&rows)) {
        QA_TRY(take_step(reading, rows.value, out));
    }
    return QA_OK;
}

static enum qa_status take_all(const struct reading *reading, struct qa_json_value root,
                               struct qa_earlier *out)
{
    struct qa_json_value table = root;
    QA_TRY(find_table(reading, root, &table));
    QA_TRY(take_rows(reading, table, out));
    take_questions(reading, table, out);
    return take_steps(reading, root, out);
}

enum qa_status qa_earlier_read(const struct qa_bytes *bytes, struct qa_arena *arena,
                               struct qa_earlier *out, struct qa_error *err)
{
    const struct reading reading = {bytes, arena, err};
    struct qa_json *json;
    *out = (struct qa_earlier){.n_vendors = 0};
    QA_TRY(qa_json_parse(&json, bytes, err));
    enum qa_status status = take_all(&reading, qa_json_root(json), out);
    qa_json_free(json);
    return status;
}
