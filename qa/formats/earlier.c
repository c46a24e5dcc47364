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
                                struct qa_earlier_vendor **out, size_t *n)
{
    struct qa_earlier_vendor *list =
        QA_ARRAY(reading->arena, struct qa_earlier_vendor, qa_json_count(table));
    bool *over_all = QA_ARRAY(reading->arena, bool, qa_json_count(table));
    struct qa_strings *names = qa_strings_new(reading->arena);
    struct qa_json_iterator rows = qa_json_iterate(table);
    *out = list;
    *n = 0;
    while (qa_json_next(&rows)) {
        struct qa_earlier_vendor row = {.vendor = NULL};
        QA_TRY(take_row(reading, rows.value, &row));
        uint32_t id = qa_strings_intern_text(names, row.vendor != NULL ? row.vendor : "");
        if (id == *n || is_over_all(rows.value)) {
            *n += id == *n;
            list[id] = row;
            over_all[id] = is_over_all(rows.value);
        } else if (!over_all[id]) {
            return refuse(reading, rows.value, "a vendor has two rows and none over all questions");
        }
    }
    return QA_OK;
}

enum qa_status qa_earlier_read(const struct qa_bytes *bytes, struct qa_arena *arena,
                               struct qa_earlier_vendor **out, size_t *n, struct qa_error *err)
{
    const struct reading reading = {bytes, arena, err};
    struct qa_json *json;
    QA_TRY(qa_json_parse(&json, bytes, err));
    struct qa_json_value table = qa_json_root(json);
    enum qa_status status = find_table(&reading, table, &table);
    if (status == QA_OK) {
        status = take_rows(&reading, table, out, n);
    }
    qa_json_free(json);
    return status;
}
