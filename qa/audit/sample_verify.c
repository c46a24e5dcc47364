/* Whether a work sheet is what a draw gives. */
#include <math.h>
#include <string.h>

#include "qa/audit/sample.h"
#include "qa/audit/table_forms.h"
#include "qa/base/number.h"

struct verifying {
    const struct qa_table *drawn;
    const struct qa_records *sheet;
    uint32_t *column;        /* of the sheet, by column of the drawn table; QA_NONE: not compared */
    size_t id, item;         /* columns of the drawn table */
    size_t auditor;          /* SIZE_MAX: nobody is named */
    struct qa_strings *keys; /* of the drawn rows */
    bool *seen;
    struct qa_table *differences;
    struct qa_arena *scratch;
};

static void put_difference(struct qa_table *table, const char *id, const char *item,
                           const char *what)
{
    qa_table_row(table);
    qa_put_text(table, id);
    qa_put_text(table, item);
    qa_put_text(table, what);
}

/* Links show a word of their own in workbooks, the others are for the auditor to fill. */
static bool is_compared(const char *name)
{
    static const char *const others[] = {"link", "verdict", "gold", "severity", "comment"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (strcmp(name, others[i]) == 0) {
            return false;
        }
    }
    return true;
}

static enum qa_status find_columns(struct verifying *verifying, struct qa_error *err)
{
    static const struct qa_column_spec auditor = {"auditor", NULL, false};
    const struct qa_table *drawn = verifying->drawn;
    uint32_t dealt = QA_NONE;
    QA_TRY(qa_records_columns(verifying->sheet, &auditor, 1, &dealt, err));
    if (dealt != QA_NONE && verifying->auditor == SIZE_MAX) {
        return qa_fail(err, QA_USAGE, "E304",
                       "the sheet deals its rows to auditors: draw with the same --auditors and "
                       "--overlap");
    }
    for (size_t c = 0; c < drawn->n_columns; c++) {
        const struct qa_column_spec spec = {drawn->columns[c].name, NULL, true};
        verifying->column[c] = QA_NONE;
        if (!is_compared(spec.name)) {
            continue;
        }
        QA_TRY(qa_records_columns(verifying->sheet, &spec, 1, &verifying->column[c], err));
    }
    return QA_OK;
}

static const char *drawn_text(const struct verifying *verifying, size_t row, size_t column)
{
    if (column == SIZE_MAX) {
        return "";
    }
    const struct qa_table_cell *cell = qa_table_cell(verifying->drawn, row, column);
    return cell->present ? qa_sheet_text(cell->as.text, verifying->scratch) : "";
}

static const char *sheet_text(const struct verifying *verifying, size_t row, size_t column)
{
    if (column == SIZE_MAX) {
        return "";
    }
    return qa_sheet_text(qa_records_cell(verifying->sheet, row, verifying->column[column])->text,
                         verifying->scratch);
}

static const char *key_of(const struct verifying *verifying, const char *id, const char *auditor)
{
    return qa_arena_format(verifying->scratch, "%s\n%s", id, auditor);
}

/* Spreadsheet programs keep fewer digits of a fraction than were written. */
static bool same_number(double drawn, enum qa_kind kind, const char *text)
{
    double slack = kind == QA_COUNT ? 0 : 1e-5 * fabs(drawn);
    double found;
    return qa_parse_real(text, strlen(text), &found) && fabs(found - drawn) <= slack;
}

/* NULL when the cell is as drawn, else what should stand there. */
static const char *other_value(const struct verifying *verifying, size_t row, size_t column,
                               const char *found)
{
    const struct qa_table_cell *cell = qa_table_cell(verifying->drawn, row, column);
    enum qa_kind kind = verifying->drawn->columns[column].kind;
    if (!cell->present) {
        return found[0] == '\0' ? NULL : "";
    }
    if (qa_is_text(kind)) {
        const char *text = drawn_text(verifying, row, column);
        return strcmp(text, found) == 0 ? NULL : text;
    }
    double value = kind == QA_COUNT ? (double)cell->as.count : cell->as.real;
    return same_number(value, kind, found) ? NULL
                                           : qa_arena_format(verifying->scratch, "%.10g", value);
}

static void compare_row(struct verifying *verifying, size_t r, size_t drawn)
{
    const char *changes = "";
    for (size_t c = 0; c < verifying->drawn->n_columns; c++) {
        if (verifying->column[c] == QA_NONE) {
            continue;
        }
        const char *found = sheet_text(verifying, r, c);
        const char *wanted = other_value(verifying, drawn, c, found);
        if (wanted != NULL) {
            changes = qa_arena_format(verifying->scratch, "%s%s%s is '%s', drawn was '%s'", changes,
                                      changes[0] != '\0' ? "; " : "",
                                      verifying->drawn->columns[c].name, found, wanted);
        }
    }
    if (changes[0] != '\0') {
        put_difference(verifying->differences, sheet_text(verifying, r, verifying->id),
                       sheet_text(verifying, r, verifying->item), changes);
    }
}

static void compare_rows(struct verifying *verifying)
{
    for (size_t r = 0; r < verifying->sheet->n_records; r++) {
        const char *id = sheet_text(verifying, r, verifying->id);
        const char *item = sheet_text(verifying, r, verifying->item);
        const char *key = key_of(verifying, id, sheet_text(verifying, r, verifying->auditor));
        uint32_t found = qa_strings_find(verifying->keys, key, strlen(key));
        if (found == QA_NONE) {
            put_difference(verifying->differences, id, item, "on the sheet, but not drawn");
        } else if (verifying->seen[found]) {
            put_difference(verifying->differences, id, item, "on the sheet more than once");
        } else {
            verifying->seen[found] = true;
            compare_row(verifying, r, found);
        }
    }
    for (size_t i = 0; i < verifying->drawn->n_rows; i++) {
        if (!verifying->seen[i]) {
            put_difference(verifying->differences, drawn_text(verifying, i, verifying->id),
                           drawn_text(verifying, i, verifying->item),
                           "drawn, but not on the sheet");
        }
    }
}

static const struct qa_column columns[] = {
    {"id", NULL, QA_TEXT, .is_key = true, .about = "The unit's id."},
    {"item", NULL, QA_TEXT, .is_key = true, .about = "The item, by its name in the file."},
    {"difference", NULL, QA_TEXT,
     .about = "What differs between the sheet and the draw made again."},
};
const struct qa_table_form qa_form_sample_differences =
    QA_TABLE_FORM("differences", "Differences", columns);

enum qa_status qa_sample_verify(const struct qa_sheet_proof *proof, bool *same,
                                struct qa_report *report, struct qa_error *err)
{
    const struct qa_table *drawn = proof->drawn;
    struct qa_arena *scratch = qa_arena_new();
    struct verifying verifying = {.drawn = drawn,
                                  .sheet = proof->sheet,
                                  .column = QA_ARRAY(scratch, uint32_t, drawn->n_columns),
                                  .id = qa_table_column(drawn, "id"),
                                  .item = qa_table_column(drawn, "item"),
                                  .auditor = qa_table_column(drawn, "auditor"),
                                  .keys = qa_strings_new(scratch),
                                  .seen = QA_ARRAY(scratch, bool, drawn->n_rows + 1),
                                  .scratch = scratch};
    enum qa_status status = find_columns(&verifying, err);
    if (status == QA_OK) {
        for (size_t i = 0; i < drawn->n_rows; i++) {
            qa_strings_intern_text(verifying.keys,
                                   key_of(&verifying, drawn_text(&verifying, i, verifying.id),
                                          drawn_text(&verifying, i, verifying.auditor)));
        }
        struct qa_table *table = qa_table_new(report->arena, &qa_form_sample_differences);
        verifying.differences = table;
        compare_rows(&verifying);
        *same = table->n_rows == 0;
        qa_table_note(table,
                      "Drawn again by %s: %zu rows, %zu on the sheet, %zu difference%s. All cells "
                      "but the auditor's were compared.",
                      proof->seed_text, drawn->n_rows, proof->sheet->n_records, table->n_rows,
                      table->n_rows == 1 ? "" : "s");
        qa_report_line(report, "The sheet is %swhat the seed and the %s draw.", *same ? "" : "NOT ",
                       proof->of_what);
        qa_report_add_table(report, table);
    }
    qa_arena_free(scratch);
    return status;
}
