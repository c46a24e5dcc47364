/* Which unit a row of a work sheet is about, and whether the row is as it was written. */
#include <string.h>

#include "qa/audit/judge_reading.h"
#include "qa/audit/sample.h"
#include "qa/base/number.h"

enum qa_status qa_refuse_cell(const struct qa_sheet_reading *reading, const char *code,
                              const struct qa_cell *cell, const char *text)
{
    return qa_fail_at(reading->err, code, reading->sheet->file, cell->line, cell->column, "%s",
                      text);
}

/* ---- the unit and what the vendor gave ---- */

/* All ids of the delivery, hashed on first need: only sheets without items come here. */
static size_t find_by_id(struct qa_sheet_reading *reading, const char *id)
{
    const struct qa_batch *batch = reading->request->delivery;
    if (reading->ids == NULL) {
        reading->ids = qa_strings_new(reading->arena);
        reading->answer_of_id = QA_ARRAY(reading->arena, size_t, batch->n_answers);
        for (size_t a = 0; a < batch->n_answers; a++) {
            char text[13];
            qa_sample_unit_id(batch, a, text);
            reading->answer_of_id[qa_strings_intern_text(reading->ids, text)] = a;
        }
    }
    uint32_t found = qa_strings_find(reading->ids, id, strlen(id));
    return found != QA_NONE ? reading->answer_of_id[found] : SIZE_MAX;
}

static bool has_id(const struct qa_batch *batch, size_t answer, const char *id)
{
    char text[13];
    qa_sample_unit_id(batch, answer, text);
    return strcmp(text, id) == 0;
}

/* An item names its answer when only one vendor's answer could be meant. */
static bool is_of_lot(const struct qa_batch *batch, size_t answer, const char *lot)
{
    uint32_t vendor = qa_answer_vendor(batch, answer);
    return vendor == QA_NONE || strcmp(lot, "all") == 0 ||
           strcmp(qa_strings_text(batch->names->vendors, vendor), lot) == 0;
}

/* The row's answer; *n_found says how many could be meant. */
static size_t find_answer(struct qa_sheet_reading *reading, const struct qa_read_row *row,
                          size_t *n_found)
{
    const struct qa_batch *batch = reading->request->delivery;
    const char *item_name = row->text[C_ITEM];
    const char *id = row->text[C_ID];
    *n_found = 0;
    if (item_name[0] == '\0') {
        size_t found = find_by_id(reading, id);
        *n_found = found != SIZE_MAX;
        return found;
    }
    uint32_t item = qa_strings_find(batch->names->items, item_name, strlen(item_name));
    size_t found = SIZE_MAX;
    for (uint64_t a = item != QA_NONE ? reading->index.first[item] : 0;
         item != QA_NONE && a < reading->index.first[item + 1]; a++) {
        size_t answer = (size_t)a;
        bool meant = id[0] != '\0' ? has_id(batch, answer, id) : is_of_lot(batch, answer, row->lot);
        if (meant) {
            found = found == SIZE_MAX ? answer : found;
            (*n_found)++;
        }
    }
    return found;
}

/* The unit's number, and whether it stood on a row above, of another auditor. */
enum qa_status qa_number_unit(struct qa_sheet_reading *reading, const struct qa_read_row *row,
                              uint32_t *unit, bool *is_second)
{
    const char *id = row->text[C_ID];
    const char *name = id[0] != '\0' ? id : row->text[C_ITEM];
    if (name[0] == '\0') {
        return qa_refuse_cell(reading, "E314", row->place,
                              "the row names neither an id nor an item");
    }
    const char *key =
        id[0] != '\0' ? id : qa_arena_format(reading->arena, "%s\n%s", row->lot, name);
    uint32_t n_known = qa_strings_count(reading->units);
    *unit = qa_strings_intern_text(reading->units, key);
    *is_second = *unit < n_known;
    if (row->turn == QA_TURN_FINAL && !*is_second) {
        return qa_refuse_cell(reading, "E314", row->place,
                              "a final verdict on what no auditor has a row for");
    }
    if (!*is_second || (row->turn == QA_TURN_FINAL && !reading->out->units[*unit].is_final)) {
        return QA_OK;
    }
    const struct qa_judged_unit *first = &reading->out->units[*unit];
    const char *auditor = row->text[C_AUDITOR];
    const char *first_auditor = first->value[FIELD_AUDITOR];
    bool is_other = row->turn != QA_TURN_FINAL && auditor[0] != '\0' && first_auditor != NULL &&
                    !first->was_seen_twice && strcmp(auditor, first_auditor) != 0;
    return is_other ? QA_OK
                    : qa_refuse_cell(reading, "E313", row->place,
                                     qa_arena_format(reading->arena,
                                                     "'%s' stands here for the second time", name));
}

enum qa_status qa_find_unit(struct qa_sheet_reading *reading, const struct qa_read_row *row,
                            size_t *answer)
{
    const char *id = row->text[C_ID];
    const char *name = id[0] != '\0' ? id : row->text[C_ITEM];
    *answer = SIZE_MAX;
    if (reading->request->delivery == NULL) {
        return QA_OK;
    }
    size_t n_found;
    *answer = find_answer(reading, row, &n_found);
    if (n_found == 0) {
        return qa_refuse_cell(
            reading, "E314", row->place,
            qa_arena_format(reading->arena,
                            "'%s' is not in the delivery; is this the delivery that the "
                            "sample was drawn from?",
                            name));
    }
    *answer = n_found == 1 ? *answer : SIZE_MAX;
    return QA_OK;
}

/* ---- what may not be changed ---- */

static const char *raw(const struct qa_read_row *row, enum qa_sheet_column column)
{
    return row->cell[column] != NULL ? row->cell[column]->text : "";
}

enum qa_status qa_check_row(struct qa_sheet_reading *reading, const struct qa_read_row *row)
{
    const char *code = row->text[C_CHECK];
    enum { N_SIZES = 4 };
    uint64_t sizes[N_SIZES] = {0};
    static const enum qa_sheet_column columns[N_SIZES] = {C_LOT_SIZE, C_STRATUM_SIZE, C_CLUSTERS,
                                                          C_DRAWN};
    double probability = 0;
    char expected[9];
    if (row->cell[C_CHECK] == NULL) {
        return row->text[C_SHEET][0] == '\0'
                   ? QA_OK
                   : qa_refuse_cell(reading, "E315", row->cell[C_SHEET],
                                    "the column check of this work sheet is missing: nothing "
                                    "shows whether its rows were changed");
    }
    for (int i = 0; i < N_SIZES; i++) {
        (void)qa_parse_count(row->text[columns[i]], strlen(row->text[columns[i]]), &sizes[i]);
    }
    (void)qa_parse_real(row->text[C_PROBABILITY], strlen(row->text[C_PROBABILITY]), &probability);
    const struct qa_sheet_cells cells = {.sheet = raw(row, C_SHEET),
                                         .design = row->text[C_DESIGN],
                                         .id = raw(row, C_ID),
                                         .lot = raw(row, C_LOT),
                                         .stratum = raw(row, C_STRATUM),
                                         .cluster = raw(row, C_CLUSTER),
                                         .item = raw(row, C_ITEM),
                                         .vendor = raw(row, C_VENDOR),
                                         .question = raw(row, C_QUESTION),
                                         .auditor = raw(row, C_AUDITOR),
                                         .lot_size = sizes[0],
                                         .stratum_size = sizes[1],
                                         .n_clusters = sizes[2],
                                         .drawn = sizes[3],
                                         .inclusion_probability = probability};
    qa_sheet_check(&cells, expected);
    if (strcmp(code, expected) != 0) {
        return qa_refuse_cell(
            reading, "E315", row->cell[C_CHECK],
            "a cell of this row that is not for the auditor was changed: its check code "
            "does not fit");
    }
    if (reading->sheet_id == NULL) {
        reading->sheet_id = row->text[C_SHEET];
    }
    if (strcmp(reading->sheet_id, row->text[C_SHEET]) != 0) {
        return qa_refuse_cell(reading, "E315", row->cell[C_SHEET],
                              "this row belongs to another work sheet than the rows above");
    }
    return QA_OK;
}

/* The label that the vendor gave, from the sheet or from the delivery; NULL when unknown. */
const char *qa_given_label(const struct qa_sheet_reading *reading, const struct qa_read_row *row,
                           size_t answer)
{
    const struct qa_batch *batch = reading->request->delivery;
    if (row->text[C_GIVEN][0] != '\0') {
        return row->text[C_GIVEN];
    }
    if (answer == SIZE_MAX || !qa_answer_is_label(batch, answer)) {
        return NULL;
    }
    return qa_strings_text(batch->names->labels, qa_answer_label(batch, answer));
}
