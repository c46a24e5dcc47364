/* Whether a work sheet is what a draw gives. */
#include <string.h>

#include "qa/audit/sample.h"
#include "qa/base/records.h"

static const char *item_of(const struct qa_batch *batch, const struct qa_sample_unit *unit)
{
    return qa_strings_text(batch->names->items, batch->item[unit->answer]);
}

static void put_difference(struct qa_table *table, const char *id, const char *item,
                           const char *what)
{
    qa_table_row(table);
    qa_put_text(table, id);
    qa_put_text(table, item);
    qa_put_text(table, what);
}

enum qa_status qa_sample_verify(const struct qa_sample *sample, const struct qa_batch *delivery,
                                const struct qa_records *sheet, const char *seed_text, bool *same,
                                struct qa_report *report, struct qa_error *err)
{
    static const struct qa_column columns[] = {
        {"id", NULL, QA_TEXT}, {"item", NULL, QA_TEXT}, {"difference", NULL, QA_TEXT}};
    static const struct qa_column_spec specs[] = {{"id", "unit_id", true}, {"item", NULL, false}};
    uint32_t column[2];
    QA_TRY(qa_records_columns(sheet, specs, 2, column, err));
    struct qa_arena *scratch = qa_arena_new();
    struct qa_strings *drawn = qa_strings_new(scratch);
    for (size_t i = 0; i < sample->n_units; i++) {
        qa_strings_intern_text(drawn, sample->units[i].id);
    }
    bool *seen = QA_ARRAY(scratch, bool, sample->n_units + 1);
    struct qa_table *table = qa_table_new(report->arena, "differences", "Differences", columns,
                                          sizeof columns / sizeof *columns);
    for (size_t r = 0; r < sheet->n_records; r++) {
        const struct qa_cell *id = qa_records_cell(sheet, r, column[0]);
        const struct qa_cell *item = qa_records_cell(sheet, r, column[1]);
        uint32_t found = qa_strings_find(drawn, id->text, id->length);
        if (found == QA_NONE) {
            put_difference(table, id->text, item != NULL ? item->text : "",
                           "on the sheet, but not drawn");
        } else if (item != NULL &&
                   strcmp(item->text, item_of(delivery, &sample->units[found])) != 0) {
            put_difference(table, id->text, item->text, "the id belongs to another item");
            seen[found] = true;
        } else {
            seen[found] = true;
        }
    }
    for (size_t i = 0; i < sample->n_units; i++) {
        if (!seen[i]) {
            put_difference(table, sample->units[i].id, item_of(delivery, &sample->units[i]),
                           "drawn, but not on the sheet");
        }
    }
    *same = table->n_rows == 0;
    qa_table_note(table, "Drawn again by %s: %zu answers, %zu rows on the sheet, %zu difference%s.",
                  seed_text, sample->n_units, sheet->n_records, (size_t)table->n_rows,
                  table->n_rows == 1 ? "" : "s");
    qa_report_line(report, "%s",
                   *same ? "The sheet is what the seed and the delivery draw."
                         : "The sheet is NOT what the seed and the delivery draw.");
    qa_report_add_table(report, table);
    qa_arena_free(scratch);
    return QA_OK;
}
